"""What one will, would like to or will not do; pressure, proof and advice: short sentences as newcomers write them."""

from __future__ import annotations

import pytest

from tests.coding.conftest import Coder

DAY = "2031-05-10"


def told(coder: Coder, text: str) -> list[tuple[str | None, set[str | None], set[str | None]]]:
    """The positive events: type, countries of the actors and of the recipients."""
    return [
        (e.event_type, {m.actor.country for m in e.actors}, {m.actor.country for m in e.recipients})
        for e in coder.code(text, DAY).events
        if e.polarity == "positive" and e.event_type is not None
    ]


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        # a refusal in one's own word, whoever of the state says it
        ("Norway said it would not lend money to Chad.", "REJECT", "NOR", "TCD"),
        ("Fiji will not recognise the council of Tonga.", "REJECT", "FJI", "TON"),
        ("Kenya will not negotiate with Somalia, its foreign minister said.", "REJECT", "KEN", "SOM"),
        ("The Zambian army will not leave Malawi, a spokesman said.", "REJECT", "ZMB", "MWI"),
        ("The Danish interior ministry said it would not release the Swedish prisoners.", "REJECT", "DNK", "SWE"),
        ("Peru has no intention of joining Chile in the talks.", "REJECT", "PER", "CHL"),
        ("The Irish president ruled out sending trucks to Latvia.", "REJECT", "IRL", "LVA"),
        ("Oman is unwilling to cooperate with Yemen.", "REJECT", "OMN", "YEM"),
        ("The Chilean president said she would not sign the law.", "REJECT", "CHL", ""),
        # one's own wish and readiness to do harm
        ("Malawi wants to attack Zambia.", "THREATEN", "MWI", "ZMB"),
        ("Latvia is ready to invade Estonia.", "THREATEN", "LVA", "EST"),
        ("Fiji is prepared to impose sanctions on Tonga.", "THREATEN", "FJI", "TON"),
        ("Norway and Sweden said they will attack Denmark.", "THREATEN", "NOR SWE", "DNK"),
        ("Chad said it would cut off electricity to Niger.", "THREATEN", "TCD", "NER"),
        # and to help
        ("The Danish Secretary of State wants to help Iceland.", "AGREE", "DNK", "ISL"),
        ("Ghana would like to mediate with Togo.", "AGREE", "GHA", "TGO"),
        # pressure
        ("Togo is under pressure from Ghana to open the port.", "REQUEST", "GHA", "TGO"),
        ("Togo faces pressure from Ghana to open the port.", "REQUEST", "GHA", "TGO"),
        # proof and belief
        ("Kenya says it has evidence that Uganda shelled the village.", "ACCUSE", "KEN", "UGA"),
        ("Kenya says it has strong evidence proving Uganda was behind the raid.", "ACCUSE", "KEN", "UGA"),
        ("Malta suspects that Tunisia is responsible for the blast.", "ACCUSE", "MLT", "TUN"),
        ("A report released on Tuesday alleged that Fiji had killed two Tongan divers.", "ACCUSE", "", "FJI"),
        ("The United Nations inspectors want to re-examine the refineries in Oman.", "ACCUSE", "UNO", "OMN"),
        # advice to stay away from another state
        ("The Danish foreign ministry advised its citizens against travel to Peru.", "SANCTION", "DNK", "PER"),
        ("Norway advised its nationals against travelling to Peru.", "SANCTION", "NOR", "PER"),
        ("Norway has warned its citizens not to travel to Peru.", "SANCTION", "NOR", "PER"),
        # another state in what is done
        ("Malawi refused to withdraw from Zambia.", "REJECT", "MWI", "ZMB"),
        ("Norway closed its airspace to Danish planes.", "COERCE", "NOR", "DNK"),
        ("Malawian crowds stormed the Zambian consulate.", "PROTEST", "MWI", "ZMB"),
        # one plain sentence whose words sport uses, too
        ("Malawi attacked Zambia.", "ASSAULT", "MWI", "ZMB"),
    ],
)
def test_plain_sentences(coder: Coder, text: str, kind: str, actors: str, recipients: str) -> None:
    ((found, by, to),) = told(coder, text)
    assert (found, by - {None}, to - {None}) == (kind, set(actors.split()), set(recipients.split()))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # what another foretells is no refusal
        ("Analysts said the Zambian army would not leave Malawi.", []),
        # what did not happen is none
        ("The Zambian army did not leave Malawi.", []),
        # nor who says nothing
        ("The Danish minister said he would not comment on the talks.", []),
        # on a condition
        ("Norway would not lend money to Chad if the vote failed.", []),
        # harm that one will not do
        ("Malawi said it would not attack Zambia.", []),
        # somebody else's plan against a third is no threat of the teller's
        ("The army expects that rebels will attack Goma.", ["ASSAULT"]),
        # what one will do among one's own people
        ("The Peruvian government said it would impose a curfew in Lima.", ["COERCE"]),
        ("The Danish union is prepared to call off the strike.", ["AGREE"]),
        # to insist that something is so asks nothing
        ("The Danish mayor insisted that the vote was fair.", []),
        ("The union insisted that the minister resign.", ["REQUEST"]),
        # pressure of another sort
        ("The boiler in the Danish ministry is under pressure.", []),
        # proof of no wrong, and none
        ("The council has evidence that the bridge is unsafe.", []),
        ("The Danish police said there was no evidence that the union burned the school.", []),
        # duties
        ("The Danish ministry is responsible for the roads.", []),
        ("The mayor of Lima is responsible for the death benefit, officials said.", []),
        # advice about one's own roads
        ("The Danish ministry advised residents against travel at night.", ["REQUEST"]),
        # sport
        ("Brazil attacked Argentina in the second half.", []),
        ("England said it will attack Scotland from the start.", []),
        ("Kenya beat Uganda on Sunday.", []),
    ],
)
def test_what_they_are_not(coder: Coder, text: str, kinds: list[str]) -> None:
    assert [kind for kind, _, _ in told(coder, text)] == kinds


def test_who_is_advised(coder: Coder) -> None:
    (e,) = coder.code("The Danish ministry advised patients against travel at night.", DAY).events
    assert (e.event_type, [m.text for m in e.recipients]) == ("REQUEST", ["patients"])


def test_what_will_not_be_lifted_stays(coder: Coder) -> None:
    (e,) = coder.code("The union said it would not lift the blockade.", DAY).events
    assert (e.event_type, e.modality, e.condition, e.phase) == ("REJECT", "asserted", "blockade", "continues")


def test_where_a_deed_was_is_not_whom_it_concerns(coder: Coder) -> None:
    (e,) = [e for e in coder.code("Malian prisoners rioted at a jail in Gabon.", DAY).events if e.event_type]
    assert not e.recipients


def test_who_is_asked_to_lift_something_has_not_done_so(coder: Coder) -> None:
    (e,) = coder.code("The council is prepared to lift the curfew in Lima.", DAY).events
    assert e.event_type == "AGREE"


@pytest.mark.parametrize(
    ("text", "trigger", "actor"),
    [
        ("Eight people were killed in an air strike by government forces in Aden.", "killed", "government forces in Aden"),
        ("The convoy was hit in an ambush by rebels.", "hit", "rebels"),
    ],
)
def test_who_made_the_attack_in_which_they_died(coder: Coder, text: str, trigger: str, actor: str) -> None:
    (e,) = [e for e in coder.code(text, DAY).events if e.trigger.text == trigger]
    assert [m.text for m in e.actors] == [actor]


@pytest.mark.parametrize(
    ("text", "trigger", "whom"),
    [
        ("The release of Samir Hadi, who had been jailed in May, came on Monday.", "jailed", "Samir Hadi"),
        ("The funeral of Ines Duval, who was killed by gunmen, was held in Bor.", "killed", "Ines Duval"),
        ("The leader of the miners, who was jailed in May, spoke on Monday.", "jailed", "leader of the miners"),
    ],
)
def test_who_is_meant_by_who(coder: Coder, text: str, trigger: str, whom: str) -> None:
    (e,) = [e for e in coder.code(text, DAY).events if e.trigger.text == trigger]
    assert [m.text for m in e.recipients] == [whom]


def test_what_is_given_receives_nothing(coder: Coder) -> None:
    (e,) = coder.code("Latvia gave Chad three helicopters.", DAY).events
    assert [m.text for m in e.recipients] == ["Chad"]


@pytest.mark.parametrize(
    "text",
    [
        "The general rejected the thought of bombing the town.",
        "The minister had no thought of attacking the neighbour.",
        "Police said they would not stop searching for the girl.",
        "The judge lacked proof that the man had attacked the guard.",
        "Hospitals in Velin are under pressure because of the flu.",
        "The warden left the prison at 5 pm.",
    ],
)
def test_nobody_attacks_refuses_accuses_asks_or_is_freed(text: str, coder: Coder) -> None:
    told = [e for e in coder.code(text, "2024-05-10").events if e.modality == "asserted" and e.polarity == "positive"]
    assert not {e.event_type for e in told} & {"ASSAULT", "ACCUSE", "REQUEST"}
    assert not any(e.mode == "release" or (e.event_type == "REJECT" and "girl" in e.headline) for e in told)


@pytest.mark.parametrize(("who", "kind"), [("Norway's foreign minister", "AGREE"), ("Analysts", "AID")])
def test_what_others_think_one_would_do_is_no_intention(who: str, kind: str, coder: Coder) -> None:
    (sent,) = [
        e for e in coder.code(f"{who} said Norway would send aid if the truce held.", "2031-05-10").events if e.trigger.text == "send"
    ]
    assert (sent.event_type, sent.modality) == (kind, "hypothetical")
