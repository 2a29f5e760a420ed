"""Words given without a verb of asking or promising, whose words a paper is, and what is bidden in so many words."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder, event


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        # terms that run out
        ("The rebels have until Friday to leave the town of Kaya, the governor said on Monday.", "have", ("THREATEN", "governor", "2024-05-10")),
        ("“The army has until Sunday to go,” the prefect of Kaya said on Friday.", "has", ("THREATEN", "prefect of Kaya", "2024-05-12")),
        # what will be by a day
        ("The pay would be on the accounts on Monday, the ministry said on Friday.", "accounts", ("-", "ministry", "2024-05-13")),
        # harm on a condition
        ("The power firm said it would switch everything off unless it got diesel.", "switch", ("THREATEN", "power firm", None)),
        ("Whoever comes with a ballot box will be treated as an enemy, the rebels said.", "treated", ("THREATEN", "rebels", None)),
        # what an accord binds its sides to
        ("The army and the rebels signed an accord on Friday. The rebels will leave Kaya by 20 May.", "leave", ("AGREE", "rebels", "2024-05-20")),
        # what is bidden
        ("“Leave the valley before Monday,” the commander told the herders on Friday.", "Leave", ("REQUEST", "commander", None)),
        ("“Leave the valley by Monday,” says a note of the Karu Front that was found on Friday.", "Leave", ("REQUEST", "Karu Front", "2024-05-13")),
    ],
)  # fmt: skip
def test_words_are_given(coder: Coder, text: str, trigger: str, wanted: tuple[str, str, str | None]) -> None:
    e = event(coder, text, trigger)
    assert (e.event_type or "-", e.actors[0].actor.name, e.due) == wanted


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Shops have until Friday of last year a lower rent, an economist said.", "have"),
        ("The teachers have five days to rest.", "have"),  # nobody says it
        ("The price of bread will be lower on Monday, the ministry said.", "lower"),  # nobody rules it
        ("The pay would be on the accounts on Monday, an analyst said.", "accounts"),  # nor answers for it
        ("The pay would be on the accounts, the ministry said.", "accounts"),  # by no day
        ("Let them leave, the commander said.", "leave"),
        ("“Keep up the good work,” the president told the army.", "Keep"),
        ("“Stay safe,” the mayor told residents.", "Stay"),
        ("“There must be some mistake,” the president said.", "must"),
        ("The mood will be tense by Friday, the ministry said.", "tense"),
        ("You leave before Monday, the driver said.", "leave"),
        ("The power firm said it would switch to solar power if prices rose.", "switch"),
        ("Whoever finds the dog will be thanked, the mayor said.", "thanked"),
        ("Anyone who comes to the clinic will be treated for free, the ministry said.", "treated"),
    ],
)
def test_what_gives_no_word(coder: Coder, text: str, trigger: str) -> None:
    made = coder.code(text, "2024-05-10").events
    assert not [e for e in made if e.trigger.text == trigger and (e.event_type in ("THREATEN", "REQUEST") or e.modality != "asserted")]


@pytest.mark.parametrize(
    ("text", "trigger", "whose"),
    [
        ("A letter from the teachers' union asks the ministry for higher pay.", "asks", "teachers' union"),
        ("A note that the hostage's brother sent asks the police for help.", "asks", "hostage 's brother"),
        ("An order signed by the governor of Kaya bans fishing on the lake from Monday.", "bans", "governor of Kaya"),
        ("The petition of the dockers demands the return of their leader.", "demands", "dockers"),
    ],
)
def test_a_paper_speaks_for_those_who_wrote_it(coder: Coder, text: str, trigger: str, whose: str) -> None:
    assert [m.text.replace("’s", "'s").replace(" 's", "'s") for m in event(coder, text, trigger).actors] == [whose.replace(" 's", "'s")]


def test_what_is_asked_is_granted_in_the_same_breath(coder: Coder) -> None:
    e = event(coder, "The farmers asked for a delay, which the mayor granted on Monday.", "granted")
    assert (e.event_type, e.about.text if e.about else None) == ("CONCEDE", "a delay")


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        ("We want two things: that the mayor resigns and that the mill reopens, the union said.", "want", "that the mayor resigns"),
        ("The captors want money for the hostages, a relative said.", "want", "money for the hostages"),
        ("The league insisted on an inquiry.", "insisted", "an inquiry"),
    ],
)
def test_what_is_asked_for(coder: Coder, text: str, trigger: str, wanted: str) -> None:
    e = event(coder, text, trigger)
    assert e.about
    assert wanted in f"that {e.about.text}"


@pytest.mark.parametrize(
    ("text", "trigger", "wanted"),
    [
        # done to others, by the word of those who may see to it
        ("Police held two herders in Kaya. The court said the two would be tried in the capital.", "tried", (None, "planned", "court")),
        ("Police held two herders in Kaya. The minister said the ruling would be respected.", "respected", (None, "planned", "minister")),
        ("The army clashed with rebels in Kaya. The ministry said prices would not be lowered.", "lowered", ("REJECT", "asserted", "ministry")),
        # of a body, told of as "it"
        ("The army clashed with rebels in Kaya. The company said it would rehire 300 workers.", "rehire", ("AGREE", "planned", "company")),
        ("The army clashed with rebels in Kaya. The army said it would enter the square if the men stayed.", "enter", ("AGREE", "planned", "army")),
    ],
)  # fmt: skip
def test_what_those_in_charge_say_will_be(coder: Coder, text: str, trigger: str, wanted: tuple[str | None, str, str]) -> None:
    e = event(coder, text, trigger)
    who = e.actors[0].actor.name if e.actors else e.attribution.source.actor.name if e.attribution else ""
    assert (e.event_type, e.modality) == wanted[:2]
    assert wanted[2] in who


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Police held two herders in Kaya. Their lawyer said the two would be tried in the capital.", "tried"),
        ("Police held two herders in Kaya. A witness said the two would be questioned.", "questioned"),
        ("The army clashed with rebels in Kaya. Analysts said prices would be lowered.", "lowered"),
        ("The army clashed with rebels in Kaya. The ministry said it would rain on the hills.", "rain"),
        ("The army clashed with rebels in Kaya. The ministry said it would be difficult.", "difficult"),
        ("The army clashed with rebels in Kaya. The opposition said prices would be raised.", "raised"),
    ],
)
def test_what_others_say_will_be(coder: Coder, text: str, trigger: str) -> None:
    assert not [e for e in coder.code(text, "2024-05-10").events if e.trigger.text == trigger]
