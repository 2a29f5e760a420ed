"""Numbers of events: who is counted, as what, and to which deed of a sentence it belongs."""

from __future__ import annotations

import json

import pytest

from tests.coding.conftest import Coder
from tests.conftest import ROOT
from vedette.coding.clauses import Tree
from vedette.coding.counts import value
from vedette.coding.fates import _fate, _fateful
from vedette.coding.numbers import DEAD
from vedette.language import Reader

DAY = "2024-05-10"


def numbers(coder: Coder, text: str, trigger: str) -> list[tuple[str, int | None, int | None]]:
    """Kinds and bounds of the numbers of the event on a trigger."""
    found = [e for e in coder.code(text, DAY).events if e.trigger.text == trigger]
    assert found, [e.trigger.text for e in coder.code(text, DAY).events]
    return sorted((q.kind, q.low, q.high) for q in found[0].quantities)


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("Soldiers attacked a market near Jowhar, killing nine traders.", "attacked", [("killed", 9, 9)]),
        ("Rebels shelled the ferry at Malakal, and at least eleven passengers died.", "shelled", [("killed", 11, None)]),
        ("A drone struck a bakery in Sumy, with six dead and twenty wounded.", "struck", [("killed", 6, 6), ("wounded", 20, 20)]),
        ("Gunmen raided a village near Djibo on Sunday, leaving four herders dead.", "raided", [("killed", 4, 4)]),
        ("The shelling of the camp, in which thirty refugees lost their lives, went on all night.", "shelling", [("killed", 30, 30)]),
        ("A nurse was killed when rebels bombed a clinic in Lashio.", "bombed", [("killed", 1, 1)]),
        ("The shelling of the camp left at least nine displaced people dead.", "shelling", [("killed", 9, None)]),
        ("A bomb went off in Mopti on Thursday, leaving two dead and nine hurt.", "went", [("killed", 2, 2), ("wounded", 9, 9)]),
        ("A convoy was ambushed on Sunday; four riflemen did not survive, the ministry confirmed.", "ambushed", [("killed", 4, 4)]),
        ("The bombing of the college, which cost the lives of seven students, was condemned.", "bombing", [("killed", 7, 7)]),
    ],
)
def test_a_toll_belongs_to_the_attack_of_its_sentence(coder: Coder, text: str, trigger: str, wanted: list[tuple[str, int, int]]) -> None:
    assert numbers(coder, text, trigger) == wanted


def test_a_toll_of_other_doers_is_not_an_attack_s(coder: Coder) -> None:
    found = numbers(coder, "The army bombed the hills on Monday, and rebels killed two mayors in Kaya.", "bombed")
    assert not found


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("The rebels released fourteen fishermen on Monday.", "released", [("other", 14, 14)]),
        ("Norway expelled three Belarusian diplomats on Monday.", "expelled", [("other", 3, 3)]),
        ("Chad sent 400 soldiers to the border on Monday.", "sent", [("personnel", 400, 400)]),
        ("The army deployed 30 tanks near Agadez.", "deployed", [("weapons", 30, 30)]),
        ("Rebels kidnapped seven engineers near Cabinda.", "kidnapped", [("abducted", 7, 7)]),
        ("Rebels gave up the three nurses abducted in Basilan.", "abducted", [("abducted", 3, 3)]),
        ("The kidnapping of ten tugboat hands off Basilan was reported.", "kidnapping", [("abducted", 10, 10)]),
        ("Rebels drove off with five of its passengers.", "drove", [("abducted", 5, 5)]),
        ("A reporter was stabbed in the street by four unknown persons.", "stabbed", [("wounded", 1, 1)]),
        ("Some 600 miners marched through Potosi on Monday.", "marched", [("protesters", 600, 600)]),
        ("Villagers looted four of its twelve trucks near Tongo.", "looted", [("vehicles", 4, 4)]),
        ("Police in Tunis arrested the editor of a weekly on Monday.", "arrested", [("arrested", 1, 1)]),
        ("Gunmen murdered the archbishop and two nuns in Goma.", "murdered", [("killed", 1, 1), ("killed", 2, 2)]),
    ],
)
def test_what_a_number_counts_is_said_by_the_deed(coder: Coder, text: str, trigger: str, wanted: list[tuple[str, int, int]]) -> None:
    assert numbers(coder, text, trigger) == wanted


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("Police in Lagos arrested between 30 and 40 students on Monday.", "arrested", [("arrested", 30, 40)]),
        ("Police in Lagos arrested 30 to 40 students on Monday.", "arrested", [("arrested", 30, 40)]),
        ("Police in Lagos arrested thirty-four students on Monday.", "arrested", [("arrested", 34, 34)]),
        ("Police in Lagos arrested two hundred and six students on Monday.", "arrested", [("arrested", 206, 206)]),
        ("Police in Lagos arrested no fewer than 50 students on Monday.", "arrested", [("arrested", 50, None)]),
        ("Police in Lagos arrested fewer than 50 students on Monday.", "arrested", [("arrested", None, 50)]),
        ("Police in Lagos arrested students, some sixty of them, on Monday.", "arrested", [("arrested", 60, 60)]),
        ("Twelve of the 80 suspects were arrested in Lagos on Monday.", "arrested", [("arrested", 12, 12)]),
        ("Police in Lagos arrested a group of ten students on Monday.", "arrested", [("arrested", 10, 10)]),
        ("A 300-strong crowd marched on the town hall.", "marched", [("protesters", 300, 300)]),
        ("The union announced the deployment of its 3,700-strong force to Abéché.", "deployment", [("personnel", 3700, 3700)]),
        ("The union blessed a regional force of 8,700 men.", "blessed", [("personnel", 8700, 8700)]),
    ],
)
def test_how_a_number_is_put(coder: Coder, text: str, trigger: str, wanted: list[tuple[str, int, int]]) -> None:
    assert numbers(coder, text, trigger) == wanted


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Police in Lagos arrested no students on Monday.", "arrested"),
        ("Not a single student was arrested in Lagos on Monday.", "arrested"),
        ("Two gunmen shot at a guard on Monday.", "shot"),
        ("A youth of 17 shelled the post on 20 May.", "shelled"),
        ("Rebels shelled the bus; two passengers might not survive, doctors said.", "shelled"),
    ],
)
def test_no_number_where_none_is_told(coder: Coder, text: str, trigger: str) -> None:
    assert not [q for q in numbers(coder, text, trigger) if q[0] in ("killed", "arrested", "wounded") or (q[1] or 0) > 2]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (["another", "four"], (4, 4, True)),
        (["a", "further", "34", "million"], (34_000_000, 34_000_000, True)),
        (["a", "hundred"], (100, 100, True)),
        (["half", "a", "million"], (500_000, 500_000, True)),
        (["five", "lakh"], (500_000, 500_000, True)),
    ],
)
def test_number_words(given: list[str], wanted: tuple[int, int, bool]) -> None:
    assert value(given) == wanted


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("Thousands marched in Lima on Monday.", "marched", [("protesters", 2000, None)]),
        ("Both drivers were wounded when rebels bombed a convoy near Kaya.", "bombed", [("wounded", 2, 2)]),
        ("Rebels ambushed a patrol near Kaya, killing a captain and his driver.", "killing", [("killed", 1, 1), ("killed", 1, 1)]),
        ("Rebels shelled the camp near Kaya on Monday, one officer killed.", "shelled", [("killed", 1, 1)]),
        ("Gunmen attacked a market in Kaya on Monday, three traders KIA.", "attacked", [("killed", 3, 3)]),
        ("The army moved two battalions to Kaya on Monday.", "moved", [("other", 2, 2)]),
        ("Rebels seized three villages near Kaya on Monday.", "seized", [("other", 3, 3)]),
        ("The patrol, which had left Kaya with 26 men, was ambushed on Monday.", "ambushed", [("personnel", 26, 26)]),
        ("Algeria deported 300 Malians on Monday.", "deported", [("displaced", 300, 300)]),
        ("Police in Minsk barred four reporters from the court on Monday.", "barred", [("other", 4, 4)]),
        ("Ghana sent 80 men to Liberia as peacekeepers on Monday.", "sent", [("personnel", 80, 80)]),
        ("Soldiers were deployed along with 500 police in Bata on Monday.", "deployed", [("personnel", 500, 500)]),
        ("Rebels seized twelve civil servants in Goma on Monday.", "seized", [("abducted", 12, 12)]),
        ("Norway donated five lakh rupees to the camp in Goma on Monday.", "donated", [("money", 500_000, 500_000)]),
        ("The court in Minsk ordered the release of 30 detainees on Monday.", "ordered", [("other", 30, 30)]),
        ("Police in Minsk detained a priest and his two novices on Monday.", "detained", [("arrested", 1, 1), ("arrested", 2, 2)]),
        ("The militia shot nine farmers near Kaya on Monday.", "shot", [("killed", 9, 9)]),
        ("The raid on a camp near Kaya cost eleven lives on Monday.", "raid", [("killed", 11, 11)]),
        ("Thirty ministers and officials resigned in Kaya on Monday.", "resigned", [("other", 30, 30)]),
        ("Eight deputies quit the ruling party in Kaya on Monday.", "quit", [("other", 8, 8)]),
        ("The two ministers resigned in Kaya on Monday.", "resigned", []),
        ("Iran carried out 11 executions in Kerman on Monday.", "carried", [("killed", 11, 11)]),
        ("Two suicide bombers blew themselves up in Kaya on Monday.", "blew", [("personnel", 2, 2)]),
        ("Rebels handed over 14 child soldiers to UNICEF in Kaya on Monday.", "handed", [("other", 14, 14)]),
        (
            "Rebels overran the post near Kaya on Monday with the loss of four fighters and a driver.",
            "overran",
            [("killed", 1, 1), ("killed", 4, 4)],
        ),
    ],
)
def test_what_is_counted(coder: Coder, text: str, trigger: str, wanted: list[tuple[str, int, int | None]]) -> None:
    assert numbers(coder, text, trigger) == wanted


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("Soldiers attacked a market near Kaya on Monday. Nine were killed, a medic said.", "killed", [("killed", 9, 9)]),
        ("Shells hit a clinic in Kaya on Monday. Dozens were wounded.", "hit", [("wounded", 24, None)]),
        ("Rebels attacked a convoy near Kaya on Monday. The toll rose to 14 by evening.", "attacked", [("killed", 14, 14)]),
    ],
)
def test_the_next_sentence_tells_the_toll(coder: Coder, text: str, trigger: str, wanted: list[tuple[str, int, int | None]]) -> None:
    assert numbers(coder, text, trigger) == wanted


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Rebels attacked a convoy near Kaya on Monday. Soldiers killed nine men in Dori.", "attacked"),
        ("Rebels attacked a convoy near Kaya on Monday. Nine people had been killed there on 3 May 2024.", "attacked"),
        ("The governor imposed a curfew in Kaya after gangs had murdered nine traders.", "imposed"),
    ],
)
def test_a_toll_of_another_deed_is_not_taken(coder: Coder, text: str, trigger: str) -> None:
    assert not numbers(coder, text, trigger)


def test_fates_are_told_by_no_other_words_than_those_looked_for(reader: Reader) -> None:
    rows = (ROOT / "tests/held/coding.jsonl").read_text("utf-8").splitlines()[:120]
    told = 0
    for a in reader.read_all([json.loads(row)["text"] for row in rows]):
        for n, s in enumerate(a.sentences):
            t = Tree(a.text, n, s)
            found = {i for i in range(len(t.tokens)) if _fate(t, i)}
            told += len(found)
            assert t.lemmas & DEAD or {t.lemma(i) for i in found} <= _fateful()
    assert told > 20


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("Gunmen abducted farmers near Kaya on Monday. There were fourteen of them, an elder said.", "abducted", [("abducted", 14, 14)]),
        ("Police arrested students in Kaya on Monday. They number about 200.", "arrested", [("arrested", 200, 200)]),
        ("The army will withdraw the soldiers from Kaya. All 120 men leave on Friday.", "withdraw", [("personnel", 120, 120)]),
        ("Rebels shot at a ferry near Kaya on Monday. Ninety people were aboard.", "shot", [("other", 90, 90)]),
        ("Police arrested students in Kaya on Monday. There were six fires in the town.", "arrested", []),
        ("Police arrested students in Kaya on Monday. Two of them were hurt.", "arrested", []),
        ("Police arrested students in Kaya on Monday. All 40 shops stayed shut.", "arrested", []),
    ],
)
def test_the_next_sentence_counts_them(coder: Coder, text: str, trigger: str, wanted: list[tuple[str, int, int | None]]) -> None:
    assert numbers(coder, text, trigger) == wanted


def test_scores_of_them_do_not_count_themselves(coder: Coder) -> None:
    assert numbers(coder, "Gunmen burned boats near Kaya on Monday. The village has scores of them, all of wood.", "burned") == [
        ("vehicles", 40, None)
    ]


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("A boat capsized off Kaya on Monday. It had left Goma with 74 people on board.", "capsized", [("other", 74, 74)]),
        (
            "The number of people known to have died when a boat capsized off Kaya on Monday rose to 31 after a search.",
            "capsized",
            [("killed", 31, 31)],
        ),
        ("The toll of Monday's attack on Kaya went up to seven.", "attack", [("killed", 7, 7)]),
        ("At least 17 people drowned when a boat capsized off Kaya on Monday. Two survivors said shots were heard.", "heard", []),
    ],
)
def test_what_a_mishap_cost_is_its_own(coder: Coder, text: str, trigger: str, wanted: list[tuple[str, int, int | None]]) -> None:
    assert numbers(coder, text, trigger) == wanted


def test_who_was_hurt_in_a_riot_is_the_riot_s(coder: Coder) -> None:
    text = "Nine people were injured on Monday as protesters hurled stones at police in Kaya."
    assert numbers(coder, text, "hurled") == [("wounded", 9, 9)]


@pytest.mark.parametrize(("text", "trucks"), [("A truck was burned in Velin.", 1), ("A truck was stopped in Velin.", None)])
def test_one_vehicle_that_is_destroyed_counts(coder: Coder, text: str, trucks: int | None) -> None:
    found = [q.low for e in coder.code(text, "2024-05-10").events for q in e.quantities if q.kind == "vehicles"]
    assert found == ([trucks] if trucks else [])


@pytest.mark.parametrize(
    ("text", "hurt"), [("Gunmen attacked Velin on Monday. Injured: eight.", 8), ("Gunmen attacked Velin on Monday. Injured: nobody.", None)]
)
def test_a_list_counts_behind_its_colon(coder: Coder, text: str, hurt: int | None) -> None:
    found = [q.low for e in coder.code(text, "2024-05-10").events for q in e.quantities if q.kind == "wounded"]
    assert found == ([hurt] if hurt else [])
