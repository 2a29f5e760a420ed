from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.incidents.factories import report
from vedette.domain import Report
from vedette.incidents import Folder, agency, copies, fold, origins

STORY = (
    "The ministry of transport shut the bridge over the Osk river on Wednesday after cracks were found in two of its pillars. "
    "Engineers said the repair would take at least six weeks and cost four million crowns. "
    "Lorries are sent over the old road through Karsk, which the mayor called far too narrow for them. "
    "Opposition deputies asked for an inquiry into the company that built the bridge in 2019. "
    "The company declined to comment."
)
REWORDED = (
    "The ministry of transport has shut the bridge over the Osk river after cracks were found in two of its pillars, it said yesterday. "
    "Engineers say that the repair would take at least six weeks and cost four million crowns. "
    "Lorries are now sent over the old road through Karsk, which the mayor called too narrow for them."
)
OWN_WORDS = (
    "Drivers face long detours this spring: the crossing of the Osk is closed. Inspectors discovered cracked pillars during a routine visit. "
    "Work may last until July, according to the transport ministry. Residents of Karsk complained of noise as heavy traffic rolled past their doors."
)
OTHER = (
    "Farmers drove some two hundred tractors into the capital on Monday to protest against lower milk prices. "
    "Police closed three avenues around parliament, and the agriculture minister promised to receive a delegation."
)


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        (STORY, True),
        ("KARSK (Reuters) - " + STORY, True),
        (STORY[: STORY.index("Opposition")], True),
        ("More trouble for a road that has cost the state dearly. " + STORY, True),
        (STORY.replace("on Wednesday", "yesterday").replace("declined to comment", "did not wish to comment"), True),
        (REWORDED, True),
        (OWN_WORDS, False),
        (OTHER, False),
        ("The company declined to comment. " + OTHER, False),
    ],
)
def test_a_copy_is_told_from_another_telling(text: str, copied: bool) -> None:
    found = fold([report("a", "2031-03-04", STORY), report("b", "2031-03-05", text)])
    assert [c.reports for c in found] == ([("a", "b")] if copied else [])


WIRE = (
    "A ferry with 140 passengers ran aground off the island of Lunde on Tuesday night after its rudder jammed in heavy swell, the coastguard said. "
    "Two lifeboats and a helicopter took everyone off by dawn; nine were treated for cold. "
    "The captain, Arvid Solheim, a sailor of thirty years, told the radio that an alarm had failed twice in March. "
    "Norland Lines, which owns the ship, said a technician had signed off the steering gear on Friday. "
    "The maritime authority in Sandvik opened an inquiry and kept the sister ship in port. "
    "Salvage tugs from Brevik were expected by noon; some forty tonnes of diesel are still on board. "
    "Fishermen asked the county for booms to shield their salmon pens."
)
REWRITTEN = (
    "Nobody was lost when a ferry carrying 140 passengers grounded off Lunde island: the rudder had jammed in a heavy swell, according to the coastguard. "
    "By dawn a helicopter and two lifeboats had everyone ashore, nine of them treated for cold. "
    "An alarm had already failed twice in March, captain Arvid Solheim, thirty years a sailor, said on the radio; but the owner, Norland Lines, says the steering gear "
    "was signed off by a technician on Friday. An inquiry was opened by the maritime authority in Sandvik, and the sister ship stays in port. "
    "Tugs for the salvage should come from Brevik around noon, while forty tonnes of diesel remain on board and fishermen want booms for their salmon pens."
)
APART = (
    "I was asleep in the lounge when the hull scraped over rock, says Marte Vik, who was on her way to a wedding on Lunde. "
    "Stewards handed out blankets and sang with the children until a helicopter came at three. The ferry lay over so far that cups slid off the tables. "
    "Her phone, her dress and the ring for her brother are still in the cabin. She praises the captain, who went from door to door with a torch, and blames Norland Lines: "
    "for weeks commuters had complained of strange noises from the stern. The guests in Lunde waited with the soup, and the couple was married on Thursday instead."
)


@pytest.mark.parametrize(
    ("text", "source", "copied"),
    [
        (REWRITTEN, "Kystposten", True),
        (REWRITTEN, "Reuters", False),
        (REWRITTEN, "AP", False),
        (APART, "Kystposten", False),
        (
            WIRE.replace("nine were", "eleven were").replace("Fishermen asked the county for", "The county brought")
            + " A diver drowned on Wednesday.",
            "AP",
            True,
        ),
        (" ".join([*WIRE.split(". ")[:2], *(REWRITTEN.split(". ")[2:])]), "AP", False),
        (WIRE, "AP", True),
    ],
)
def test_a_story_rewritten_throughout_is_a_copy_and_an_outlet_s_next_version_is_none(text: str, source: str, copied: bool) -> None:
    first = replace(report("a", "2031-03-04", WIRE), source="AP")
    found = fold([first, replace(report("b", "2031-03-05", text), source=source)])
    assert [c.reports for c in found] == ([("a", "b")] if copied else [])


BRIEF = (
    "Dockers at the port of Sorrel stopped work on Monday over the sacking of eleven crane drivers, the union said. "
    "Four container ships are waiting outside the harbour. The port authority said that it had offered talks for Wednesday. "
    "Police counted 300 people at the gate, the union 900. The union said that no crane would move before the eleven were back."
)
BRIEF_RETOLD = (
    "The sacking of eleven crane drivers has brought the port of Sorrel to a halt: dockers downed tools there on Monday, according to their union. "
    "Outside the harbour wait four container ships. Talks on Wednesday were offered by the port authority. "
    "There were 900 people at the gate by the union's count and 300 by that of the police. Until the eleven return no crane will move, the union says."
)
BRIEF_APART = (
    "A strike at Sorrel's port entered its first night on Monday with braziers along the fence and no ship unloaded. "
    "Importers fear for fruit from the south, of which 2,000 tonnes are on board. Crane drivers who were dismissed last week say a foreman had it in for them. "
    "The mayor called on both sides to sit down together, and a mediator from the labour ministry is on the way."
)


@pytest.mark.parametrize(("text", "copied"), [(BRIEF_RETOLD, True), (BRIEF_APART, False)])
def test_a_brief_report_told_again_sentence_by_sentence_is_a_copy(text: str, copied: bool) -> None:
    first = replace(report("a", "2031-03-04", BRIEF), source="Sorrel Herald")
    assert bool(fold([first, replace(report("b", "2031-03-05", text), source="Kystposten")])) is copied
    assert not fold([first, replace(report("b", "2031-03-05", text), source="Sorrel Herald")]), "an outlet's next version is news"


def test_a_story_told_again_in_other_words_a_week_later_is_no_copy() -> None:
    assert not fold([report("a", "2031-03-04", WIRE), replace(report("b", "2031-03-11", REWRITTEN), source="Kystposten")])


def test_the_earliest_is_the_first_and_an_undated_one_is_a_copy() -> None:
    reports = [report("x", None, STORY), report("y", "2031-03-06", STORY), report("z", "2031-03-04T08:00", "PRAGUE (AP) — " + STORY)]
    (found,) = fold(reports)
    assert found.reports == ("z", "y", "x")
    assert set(found.copy_of) == {("y", "z"), ("x", "z")}
    assert found.agency == "AP"


def test_a_digest_does_not_tie_what_it_copies() -> None:
    digest = STORY + "\n" + OTHER
    (found,) = fold([report("a", "2031-03-04", STORY), report("b", "2031-03-04", OTHER), report("c", "2031-03-05", digest)])
    assert found.reports == ("a", "c")


def test_the_same_words_a_year_later_are_no_copy() -> None:
    assert not fold([report("a", "2031-03-04", STORY), report("b", "2032-03-04", STORY)])


def test_order_does_not_matter() -> None:
    reports = [
        report(str(n), f"2031-03-0{n}", t) for n, t in enumerate([STORY, REWORDED, OTHER, OWN_WORDS, STORY, OTHER + " It rained."], 1)
    ]
    expected = fold(reports)
    assert len(expected) == 2
    for seed in range(5):
        random.Random(seed).shuffle(reports)
        assert fold(reports) == expected


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (report("1", text="NAIROBI (Reuters) - Traders reopened shops."), "Reuters"),
        (report("1", text="CAIRO, Egypt (AP) — Talks ended."), "AP"),
        (report("1", text="Talks ended without result. (AFP)"), "AFP"),
        (report("1", text="Talks ended.", source="Morning Herald (Xinhua)"), "Xinhua"),
        (report("1", text="Talks ended.", source="Portal / Sputnik"), "Sputnik"),
        (report("1", text="Talks ended.", source="Anadolu Agency"), "Anadolu"),
        (report("1", text="Talks ended.", source="Radio (RFE/RL)"), "RFE/RL"),
        (report("1", text="Talks (in Geneva) ended.", source="Morning Herald"), None),
        (report("1", text="The group (PKP) said talks ended.", source="Morning Herald"), None),
    ],
)
def test_the_agency_is_read_where_it_is_named(made: Report, name: str | None) -> None:
    assert agency(made) == name


def test_folded_again_as_reports_come_change_and_go_it_is_as_folded_at_once() -> None:
    chance = random.Random(3)
    texts = [STORY, REWORDED, OWN_WORDS, OTHER, WIRE, REWRITTEN, APART, WIRE + " " + OTHER]
    held: dict[str, Report] = {}
    folder = Folder()
    seen = set()
    for step in range(60):
        key = str(chance.randrange(12))
        if key in held and chance.random() < 0.3:
            del held[key]
        else:
            made = report(key, chance.choice([None, "2031-03-03", "2031-03-04", "2031-03-05"]), chance.choice(texts))
            held[key] = replace(made, source=chance.choice(["AP", "Kystposten", None]))
        given = list(held.values())
        chance.shuffle(given)
        found = folder.fold(given)
        assert found == fold(given), step
        seen.add(found)
    assert len(seen) > 20


def test_one_wire_is_one_source() -> None:
    reports = [
        report("a", "2031-03-04", "KARSK (AP) — " + STORY, "Herald"),
        report("b", "2031-03-04", STORY, "Gazette"),
        report("c", "2031-03-05", "KARSK (AP) — " + OTHER, "Courier"),
        report("d", "2031-03-05", OWN_WORDS, "Gazette"),
    ]
    found = origins({r.key: r for r in reports}, fold(reports))
    assert found == {"a": "AP", "b": "AP", "c": "AP", "d": "Gazette"}


def test_many_reports_take_seconds() -> None:
    pick = random.Random(3)
    words = [f"w{n}" for n in range(3000)]
    reports = [report(str(n), text=" ".join(pick.choices(words, k=200))) for n in range(1000)]
    reports += [report(f"{r.key}b", text=r.text[:900]) for r in reports[:200]]
    start = time.perf_counter()
    assert len(fold(reports)) == 200
    assert time.perf_counter() - start < 8


def test_the_agencies_are_sorted_and_each_form_is_one_s_own() -> None:
    lines = [x for x in (Path(copies.__file__).parent / "data/agencies.tsv").read_text("utf-8").splitlines() if not x.startswith("#")]
    names = [x.split("\t")[0] for x in lines[1:]]
    forms = [f for x in lines[1:] for f in x.split("\t")[1].split("|")]
    assert lines[0] == "agency\tforms"
    assert names == sorted(set(names))
    assert len(forms) == len(set(forms))


def test_who_credits_one_wire_may_reword_more() -> None:
    told = (
        "A ferry with 140 aboard is aground off Lunde after its rudder jammed in heavy swell, and a helicopter and lifeboats took all of them off by dawn, nine treated for cold. "
        "Captain Arvid Solheim says that an alarm failed twice in March; Norland Lines points to the technician who signed off its steering gear. "
        "Our islands have seen three such cases since the line was sold, and the county council will debate on Monday whether the subsidy for winter crossings should be paid at all. "
        "Councillor Berit Moe wants the old harbour pilots back, with a boat of their own and two watches a night."
    )
    wire = report("a", "2031-03-04", f"SANDVIK (Osk Wire) - {WIRE}", source="Sandvik Post")
    with_credit = report("b", "2031-03-05", f"{told} (Osk Wire, with Courier staff)", source="Courier")
    without = report("b", "2031-03-05", told, source="Courier")
    assert [c.reports for c in fold([wire, with_credit])] == [("a", "b")]
    assert fold([wire, without]) == ()
