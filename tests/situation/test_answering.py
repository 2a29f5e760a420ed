"""What answers say, to whom promises are made, and what threats and promises hang on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.incidents.factories import actor, event, report
from tests.situation.test_undertakings import FARMERS, FRONT, HERDERS, LEAGUE, MAYOR, MERUN, MISSION, asks, shown
from vedette.domain import Event
from vedette.incidents import merge
from vedette.situation import undertakings
from vedette.situation.implied import NOUNS, noun_of

CABINET = actor("cabinet", "ZQA", "GOV")


def says(id: str, kind: str, text: str, of: str, trigger: str, evidence: str = "", **more: object) -> Event:
    """An event whose `of` and `trigger` stand where they are in its sentence."""
    passage = evidence or text
    made = event(id, kind, text, about=of, trigger=trigger, evidence=passage, **more)  # type: ignore[arg-type]
    at, on = passage.index(of), passage.index(trigger)
    assert made.about
    return replace(
        made,
        about=replace(made.about, start=at, end=at + len(of)),
        trigger=replace(made.trigger, start=on, end=on + len(trigger)),
    )


def refused(day: int, **more: object) -> Event:
    text = "The cabinet turned down the league's demand to free the fishing grounds, the mayor said."
    given: dict[str, object] = {"by": (CABINET,), "on": f"2031-05-{day:02}"} | more
    return says(f"r{day:02}#1", "REJECT", text, "the league's demand to free the fishing grounds", "turned", **given)  # type: ignore[arg-type]


def league(day: int) -> Event:
    return event(f"r{day:02}#9", "CONSULT", "the league met", by=(replace(LEAGUE, name="league"),), on=f"2031-05-{day:02}")


def test_nouns_name_kinds() -> None:
    assert noun_of("its offer to receive both camps") == "offer"
    assert noun_of("the farmers' two demands") == "demand"
    assert noun_of("a plan of the whole town to answer the request") is None
    assert set(NOUNS.values()) <= {"request", "demand", "ultimatum", "offer", "promise"}


def test_a_refusal_tells_what_was_demanded() -> None:
    (u,) = [u for u in shown(refused(9), league(9)) if u.kind == "demand"]
    assert ([a.name for a in u.by], [a.name for a in u.to]) == (["league"], ["cabinet"])
    assert (u.what, u.made, u.outcome, u.outcome_at) == ("free the fishing grounds", None, "refused", "2031-05-09")


def test_a_demand_that_is_told_is_the_one_that_was_refused() -> None:
    put = event(
        "r05#1", "REQUEST", "the league demanded", trigger="demanded", by=(replace(LEAGUE, name="league"),), to=(CABINET,), on="2031-05-05",
        about="free the fishing grounds",
    )  # fmt: skip
    (u,) = shown(put, refused(9))
    assert (u.kind, u.made, u.outcome) == ("demand", "2031-05-05", "refused")


def test_a_refusal_of_what_was_put_to_nobody_named_needs_two_of_its_words() -> None:
    put = event(
        "r05#1", "REQUEST", "the league filed its petition", trigger="filed", by=(replace(LEAGUE, name="league"),), on="2031-05-05",
        about="annul the fishing quota",
    )  # fmt: skip
    answers = {"the petition on the fishing quota": "refused", "the petition on the quota": "pending"}
    for of, outcome in answers.items():
        turned = says("r09#1", "REJECT", f"The cabinet turned down {of}.", of, "turned", by=(CABINET,), on="2031-05-09")
        assert [u.outcome for u in shown(put, turned) if u.made == "2031-05-05"] == [outcome], of
    own = says("r09#1", "REJECT", "The league dropped the fishing quota.", "the fishing quota", "dropped", by=(LEAGUE,), on="2031-05-09")
    assert [u.outcome for u in shown(put, own)] == ["pending"]


@pytest.mark.parametrize("asked", ["he is let go without any charge", "she be set free at once", "him to be freed or charged"])
def test_who_walks_free_is_who_was_to_be_let_go(asked: str) -> None:
    held = actor("Anton Belo", "ZQA")
    put = event("r05#1", "REQUEST", "the league demanded", trigger="demanded", by=(LEAGUE,), to=(held,), on="2031-05-05", about=asked)
    free = event(
        "r09#1",
        "RETREAT/release",
        "Anton Belo walked free",
        trigger="walked",
        to=(held,),
        on="2031-05-09",
        condition="detention",
        phase="ends",
    )
    assert [u.outcome for u in shown(put, free)] == ["granted"]
    other = replace(free, recipients=(replace(free.recipients[0], actor=actor("Ivo Karr", "ZQA")),))
    assert [u.outcome for u in shown(put, other)] == ["pending"]


def test_an_answer_that_names_only_the_asker_is_to_the_last_request() -> None:
    granted = says(
        "r09#1", "CONCEDE", "The mission granted Merun's request on Friday.", "Merun's request", "granted", by=(MISSION,), on="2031-05-09"
    )
    assert [u.outcome for u in shown(asks(3), granted)] == ["granted"]
    other = replace(granted, actors=(replace(granted.actors[0], actor=FARMERS),))
    assert [u.outcome for u in shown(asks(3), other)] == ["pending"]


def test_a_bare_answer_in_another_report_is_to_the_only_request_there_was() -> None:
    told = event("r03#4", "ACCUSE", "Merun accused Anton Belo", by=(MERUN,), to=(actor("Anton Belo"),), on="2031-05-03")
    bare = says(
        "r06#1", "REJECT", "His appeal was turned down on Friday.", "His appeal", "turned", to=(actor("Anton Belo"),), on="2031-05-06"
    )
    assert [u.outcome for u in shown(asks(3), told, bare)] == ["refused"]
    assert [u.outcome for u in shown(asks(3), bare)] == ["pending"]
    late = replace(bare, id="r28#1", report="r28", begin="2031-05-28", last="2031-05-28")
    assert [u.outcome for u in shown(asks(3), told, late)] == ["pending"]


def test_any_answer_keeps_the_promise_to_reply() -> None:
    will = event(
        "r03#1",
        None,
        "the league will reply",
        trigger="reply",
        by=(LEAGUE,),
        modality="planned",
        what="reply",
        due="2031-05-06",
        about="reply to the terms of the governor",
    )
    no = event("r05#1", "REJECT", "the league rejected the terms", trigger="rejected", by=(LEAGUE,), on="2031-05-05", about="the terms")
    assert {u.outcome for u in shown(will, no)} == {"kept"}
    assert {u.outcome for u in shown(will, replace(no, id="r20#1", report="r20", begin="2031-05-20", last="2031-05-20"))} == {"lapsed"}


def test_those_whose_freedom_was_asked_for_are_free() -> None:
    ask = asks(3, about="release of the nine sailors arrested")
    free = event(
        "r08#1",
        "RETREAT/release",
        "the last sailors arrested were let go",
        trigger="let",
        about="the last sailors arrested",
        condition="detention",
        phase="ends",
    )
    assert [u.outcome for u in shown(ask, free)] == ["granted"]


def test_a_deed_told_with_a_day_to_come_was_done_by_its_report() -> None:
    free = event(
        "r08#1",
        "RETREAT/release",
        "the sailors arrested were let go",
        trigger="let",
        about="the sailors arrested",
        condition="detention",
        phase="ends",
        on="2031-05-28",
    )
    (u,) = shown(asks(3, about="release of the nine sailors arrested"), free)
    assert (u.outcome, u.outcome_at) == ("granted", "2031-05-08")


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("The herders said they would open the bridge provided that the nine sailors were freed.", "demand", "the nine sailors were freed"),
        ("The herders said they would open the bridge in return for new wells and a school.", "demand", "new wells and a school"),
        ("The herders said they would open the bridge on Friday morning.", None, None),
    ],
)
def test_the_condition_of_a_promise_is_a_demand(text: str, kind: str | None, what: str | None) -> None:
    opens = says("r03#1", "AGREE", text, "the bridge", "open", by=(HERDERS,), modality="planned", due="2031-05-08")
    found = shown(opens)
    assert [u.kind for u in found if u.kind == "demand"] == ([kind] if kind else [])
    assert [u.what for u in found if u.kind == "demand"] == ([what] if what else [])
    assert len({u.id for u in found}) == len(found)


def test_a_threat_unless_something_is_done_by_a_day_is_an_ultimatum() -> None:
    text = "The front threatened to leave the truce unless the Besk League quits the harbour within two days."
    threat = says(
        "r03#1", "THREATEN", text, "leave the truce", "threatened", by=(FRONT,), to=(actor("harbour"),), on="2031-05-03", due="2031-05-05"
    )
    (u,) = [u for u in shown(threat, replace(league(3), actors=refused(3, by=(LEAGUE,)).actors)) if u.kind == "ultimatum"]
    assert (u.what, [a.name for a in u.to]) == ("the Besk League quits the harbour within two days", ["Besk League"])


def promised(by: object, text: str = "will pave the road", **more: object) -> Event:
    given: dict[str, object] = {"by": (by,), "modality": "promised", "about": text, "due": "2031-05-20"} | more
    return event("r03#1", "AGREE", f"they {text}", trigger="pave", **given)  # type: ignore[arg-type]


def test_an_office_is_called_by_its_country() -> None:
    (u,) = shown(promised(actor("government", "TCD", "GOV")))
    assert [a.name for a in u.by] == ["government of Chad"]
    (u,) = shown(promised(actor("Chadian army", "TCD", "MIL")))
    assert [a.name for a in u.by] == ["Chadian army"]


def test_what_is_said_openly_is_promised_to_the_public() -> None:
    (u,) = shown(promised(MAYOR, says="Petra Olin"))
    assert [a.name for a in u.to] == ["the public"]
    (u,) = shown(promised(MAYOR, says="Petra Olin", text="pay the half of it"))
    assert u.to == ()


def test_what_one_side_of_an_agreement_will_do_is_for_the_other() -> None:
    deal = says(
        "r03#2",
        "SUPPORT",
        "The herders signed an agreement with the mayor.",
        "an agreement",
        "signed",
        by=(HERDERS,),
        to=(MAYOR,),
        on="2031-05-03",
    )
    (u,) = [u for u in shown(deal, promised(CABINET)) if u.kind == "promise"]
    assert [a.name for a in u.to] == ["Tal herders"]


def test_the_one_who_refuses_is_the_one_who_was_asked() -> None:
    ask = asks(3, to=())
    no = event(
        "r09#1",
        "REJECT",
        "the mission turned down Merun",
        by=(MISSION,),
        to=(MERUN,),
        on="2031-05-09",
        about="the return of its border police",
    )
    (u,) = shown(ask, no)
    assert (u.outcome, [a.name for a in u.to]) == ("refused", ["peace mission"])


def test_we_is_whose_text_it_is_and_the_group_whoever_was_named() -> None:
    ours = event("r03#1", "REQUEST", "We ask the mayor for lamps", to=(MAYOR,), about="lamps on both quays", on="2031-05-03", trigger="ask")
    (u,) = undertakings(
        merge([ours], {"r03": report("r03", "2031-05-03", source="Dock Union")}, ()),
        [ours],
        {"r03": report("r03", "2031-05-03", source="Dock Union")},
        "2031-05-10",
    )
    assert [a.name for a in u.by] == ["Dock Union"]
    named = [
        event(f"r03#{n}", "ACCUSE", "the Dock Union accused the mayor", by=(actor("Dock Union"),), to=(MAYOR,), on="2031-05-03")
        for n in (2, 3)
    ]
    group = event(
        "r03#1",
        "REQUEST",
        "the group asked the mayor for lamps",
        by=(actor("group"),),
        to=(MAYOR,),
        about="lamps on both quays",
        on="2031-05-03",
    )
    assert [[a.name for a in u.by] for u in shown(group, *named)] == [["Dock Union"]]


def test_who_declines_to_comment_answers_nothing() -> None:
    put = event("r05#1", "REQUEST", "the league asked", by=(LEAGUE,), to=(CABINET,), on="2031-05-05", about="free the fishing grounds")
    silent = says("r05#2", "REJECT", "The cabinet declined to comment.", "comment", "declined", by=(CABINET,), on="2031-05-05")
    assert [u.outcome for u in shown(put, silent) if u.made == "2031-05-05"] == ["pending"]


def test_a_petition_is_known_by_who_lodged_it() -> None:
    put = event(
        "r05#1", "REQUEST", "the league filed its petition", trigger="filed", by=(replace(LEAGUE, name="league"),), on="2031-05-05",
        about="annul the fishing quota",
    )  # fmt: skip
    text = "The cabinet turned down, by five votes to two, the petition the league had lodged on 5 May."
    turned = says("r09#1", "REJECT", text, "the petition", "turned", by=(CABINET,), on="2031-05-09")
    assert [u.outcome for u in shown(put, turned) if u.made == "2031-05-05"] == ["refused"]


def test_what_was_agreed_to_may_stand_behind_the_verb() -> None:
    put = event(
        "r05#1", "REQUEST", "the league asked", by=(LEAGUE,), to=(CABINET,), on="2031-05-05", about="one boat a week for the islands"
    )
    text = "The cabinet agreed on Friday to a boat for the islands."
    yes = event("r09#1", "CONCEDE", "The cabinet agreed", by=(CABINET,), on="2031-05-09", evidence=text, trigger="agreed")
    yes = replace(yes, trigger=replace(yes.trigger, start=12, end=18))
    assert [u.outcome for u in shown(put, yes) if u.made == "2031-05-05"] == ["granted"]


def test_a_vote_that_is_put_off_again_was_not_held_as_decided() -> None:
    first = event(
        "r05#1", "AGREE", "The council decided to hold the harbour vote on 7 June", by=(CABINET,), on="2031-05-05", due="2031-06-07",
        about="hold the harbour vote on 7 June", trigger="decided",
    )  # fmt: skip
    moved = event(
        "r20#1", None, "The council postponed the harbour vote", by=(CABINET,), on="2031-05-20", about="the harbour vote", trigger="postponed",
        condition="postponement", what="postponed the harbour vote",
    )  # fmt: skip
    assert [(u.outcome, u.outcome_at) for u in shown(first, moved) if u.made == "2031-05-05"] == [("broken", "2031-05-20")]
    assert [u.outcome for u in shown(first)] == ["pending"]


def test_what_another_refuses_breaks_no_promise() -> None:
    pledge = event(
        "r03#1", "AGREE", "The mayor will open the fishing grounds", by=(MAYOR,), to=(LEAGUE,), about="open the fishing grounds",
        modality="promised", trigger="promised", on="2031-05-03",
    )  # fmt: skip
    no = {"about": "the opening of the fishing grounds", "on": "2031-05-09"}
    (u,) = shown(pledge, event("r09#1", "REJECT", "the herders refused", by=(HERDERS,), **no))  # type: ignore[arg-type]
    assert (u.kind, u.outcome) == ("promise", "pending")
    (u,) = shown(pledge, event("r09#1", "REJECT", "the mayor refused", by=(MAYOR,), **no))  # type: ignore[arg-type]
    assert u.outcome == "broken"


def test_what_is_asked_is_answered_in_the_same_sentence() -> None:
    text = "The league asked for the fishing grounds, which the cabinet refused."
    put = event(
        "r05#1", "REQUEST", "the league asked", by=(LEAGUE,), about="the fishing grounds", trigger="asked", evidence=text, on="2031-05-05"
    )
    no = says("r05#2", "REJECT", text, "which", "refused", by=(CABINET,), on="2031-05-05")
    put = replace(put, trigger=replace(put.trigger, start=text.index("asked"), end=text.index("asked") + 5))
    (u,) = shown(put, no)
    assert (u.kind, [a.name for a in u.to], u.outcome) == ("request", ["cabinet"], "refused")


def test_a_promise_is_shown_with_its_deed() -> None:
    text = "The mayor will let 3 cubic metres through the sluice."
    given = {"by": (MAYOR,), "modality": "promised", "on": "2031-05-03"}
    (u,) = shown(says("r03#1", "AGREE", text, "3 cubic metres through the sluice", "let", **given))  # type: ignore[arg-type]
    assert u.what == "let 3 cubic metres through the sluice"
