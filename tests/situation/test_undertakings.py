from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.incidents.factories import actor, event, report
from vedette.domain import Event, Span, Undertaking
from vedette.incidents import merge
from vedette.situation import undertakings
from vedette.situation.steps import asking

MAYOR = actor("Petra Olin", "ZQA", "GOV")
FARMERS = actor("farmers' league", "ZQA", "AGR")
MISSION = actor("peace mission", "IGO", "MIL", entry="mission")
MERUN = actor("Merun", "YQA", "GOV")


def shown(*events: Event, as_of: str | None = "2031-05-30") -> tuple[Undertaking, ...]:
    reports = {e.report: report(e.report, f"2031-05-{e.report[1:]}") for e in events}
    return undertakings(merge(events, reports, ()), events, reports, as_of)


def asks(day: int = 3, trigger: str = "asked", **more: object) -> Event:
    given = {"by": (MERUN,), "to": (MISSION,), "on": f"2031-05-{day:02}", "about": "the return of its border police"} | more
    return event(f"r{day:02}#1", "REQUEST", "Merun asked the mission for the return of its border police", trigger=trigger, **given)  # type: ignore[arg-type]


def refuses(day: int, **more: object) -> Event:
    given = {"by": (MISSION,), "to": (MERUN,), "on": f"2031-05-{day:02}", "about": "the return of border police"} | more
    return event(f"r{day:02}#7", "REJECT/yield", "The mission turned down the return of border police", trigger="turned", **given)  # type: ignore[arg-type]


def test_a_promise_of_which_no_word_tells_what_answers_no_request() -> None:
    promise = event("r05#1", "AGREE", "They will", by=(FARMERS,), on="2031-05-05", due="2031-05-20", about="it")
    (only,) = shown(asks(to=(FARMERS,)), promise)
    assert (only.kind, only.outcome) == ("request", "pending")


@pytest.mark.parametrize(
    ("text", "due", "kinds"),
    [
        ("A new date would be announced later", None, []),
        ("A new date would be announced", "2031-05-20", ["promise"]),
        ("A new well would be dug", None, ["promise"]),
    ],
)
def test_that_a_day_will_be_told_is_no_promise_unless_by_a_day(text: str, due: str | None, kinds: list[str]) -> None:
    told = event("r05#1", None, text, by=(MAYOR,), to=(FARMERS,), about=text.split(" would")[0], modality="promised", due=due, says=MAYOR)
    assert [u.kind for u in shown(told)] == kinds


@pytest.mark.parametrize(("trigger", "kinds"), [("attack", ["promise"]), ("attacking", [])])
def test_who_will_not_attack_gives_his_word_and_who_has_no_intention_of_attacking_does_not(trigger: str, kinds: list[str]) -> None:
    told = event("r05#1", "ASSAULT", f"Merun {trigger} the town", by=(MERUN,), trigger=trigger, modality="planned", polarity="negative")
    assert [u.kind for u in shown(told)] == kinds


@pytest.mark.parametrize(("role", "kinds"), [("his lawyer Nela Tarn", []), ("deputy mayor Nela Tarn", ["promise"])])
def test_a_lawyer_who_is_named_foretells_and_does_not_promise(role: str, kinds: list[str]) -> None:
    told = event(
        "r05#1", "RETREAT/release", "A driver is to leave prison", about="leave prison", says=actor("Nela Tarn"), modality="promised"
    )
    assert told.attribution is not None
    source = replace(told.attribution.source, text=role)
    assert [u.kind for u in shown(replace(told, attribution=replace(told.attribution, source=source)))] == kinds


def test_the_table_is_sorted() -> None:
    assert list(asking()) == sorted(asking())


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (asks(), "request"),
        (asks(trigger="demanded"), "demand"),
        (
            event(
                "r03#1",
                "THREATEN/violence",
                "Merun threatened to march",
                by=(MERUN,),
                to=(MISSION,),
                on="2031-05-03",
                about="march on the capital",
            ),
            "threat",
        ),
        (
            event(
                "r03#1",
                "THREATEN/violence",
                "Merun gave two days",
                by=(MERUN,),
                to=(MISSION,),
                on="2031-05-03",
                about="march on the capital",
                due="2031-05-05",
            ),
            "ultimatum",
        ),
        (
            event(
                "r03#1", "AGREE", "The mayor will pay the herders", by=(MAYOR,), to=(FARMERS,), about="pay the herders", modality="promised"
            ),
            "promise",
        ),
        (
            event(
                "r03#1",
                None,
                "The mayor set the local vote for June",
                by=(MAYOR,),
                what="set the local vote",
                about="the local vote for 7 June",
                trigger="set",
                on="2031-05-03",
                due="2031-06-07",
            ),
            "decision",
        ),
    ],
)
def test_kinds(made: Event, kind: str) -> None:
    (u,) = shown(made)
    assert u.kind == kind
    assert u.made == "2031-05-03"
    assert u.outcome == ("lapsed" if kind == "ultimatum" else "pending")


def test_steps_join_and_the_answer_counts() -> None:
    announced = event(
        "r03#1",
        "REQUEST",
        "Merun will ask the mission for the return of its border police",
        by=(MERUN,),
        to=(MISSION,),
        about="the return of its border police",
        modality="planned",
        on="2031-05-08",
    )
    (u,) = shown(announced, asks(8), asks(9), refuses(20))
    assert (u.kind, u.made, u.outcome, u.outcome_at) == ("request", "2031-05-08", "refused", "2031-05-20")
    assert u.reports == ("r03", "r08", "r09")
    assert len(u.answered_by) == 1
    (before,) = shown(announced, asks(8), asks(9), refuses(20), as_of="2031-05-15")
    assert before.outcome == "pending"


def test_what_is_asked_of_another_or_about_another_thing_is_another() -> None:
    other = event(
        "r04#1",
        "REQUEST",
        "Merun asked the mission for tents and water",
        by=(MERUN,),
        to=(MISSION,),
        about="tents and water for the camp",
        on="2031-05-04",
    )
    third = event(
        "r05#1", "REQUEST", "Farmers asked the mayor", by=(FARMERS,), to=(MAYOR,), about="the return of its border police", on="2031-05-05"
    )
    assert len(shown(asks(), other, third)) == 3


def test_a_refusal_of_something_else_is_no_answer() -> None:
    (u,) = shown(
        asks(), event("r10#1", "REJECT", "The mayor rejected a tax", by=(MAYOR,), to=(FARMERS,), about="a tax on milk", on="2031-05-10")
    )
    assert u.outcome == "pending"


def test_a_demand_is_met_by_the_end_of_the_state() -> None:
    demand = event(
        "r03#1",
        "REQUEST",
        "The mayor demanded that farmers take down the roadblocks",
        by=(MAYOR,),
        to=(FARMERS,),
        about="take down the roadblocks",
        trigger="demanded",
        on="2031-05-03",
    )
    inner = event("r03#2", "RETREAT", "take down the roadblocks", by=(FARMERS,), condition="blockade", phase="ends", modality="requested")
    done = event(
        "r06#1",
        "RETREAT",
        "Farmers removed the barricades",
        by=(FARMERS,),
        at="Velin",
        on="2031-05-06",
        condition="blockade",
        phase="ends",
        trigger="removed",
    )
    (u,) = shown(demand, inner, done)
    assert (u.kind, u.outcome, u.outcome_at) == ("demand", "granted", "2031-05-06")


def test_a_due_day_that_passes_in_silence_lapses() -> None:
    (u,) = shown(asks(due="2031-05-10"))
    assert (u.outcome, u.outcome_at, u.due) == ("lapsed", "2031-05-10", "2031-05-10")
    (u,) = shown(asks(due="2031-05-10"), as_of="2031-05-09")
    assert u.outcome == "pending"


def test_a_threat_carried_out_is_kept() -> None:
    threat = event(
        "r03#1",
        "THREATEN",
        "Merun threatened to close the border",
        by=(MERUN,),
        to=(MISSION,),
        about="close the border",
        trigger="threatened",
        on="2031-05-03",
    )
    deed = event(
        "r06#1",
        "COERCE/restrict",
        "Merun closed the border",
        by=(MERUN,),
        on="2031-05-06",
        trigger="closed",
        about="the border",
        condition="closure",
    )
    (u,) = shown(threat, deed)
    assert (u.outcome, u.outcome_at) == ("kept", "2031-05-06")


def test_a_remark_without_addressee_and_content_is_none() -> None:
    assert not shown(event("r03#1", "REQUEST", "Olin asked", by=(MAYOR,), trigger="asked", on="2031-05-03", about="it"))


def test_order_does_not_matter() -> None:
    events = [asks(3), asks(8), refuses(20), asks(9, trigger="demanded"), asks(12, about="tents for the camp")]
    expected = shown(*events)
    for seed in range(5):
        random.Random(seed).shuffle(events)
        assert shown(*events) == expected


def test_a_demand_to_nobody_named_counts_if_it_is_told_in_full() -> None:
    (u,) = shown(asks(to=(), trigger="demanded", confidence=0.8))
    assert (u.kind, u.to, u.outcome) == ("demand", (), "pending")


def test_an_order_told_without_its_giver_is_kept() -> None:
    (u,) = shown(asks(by=(), trigger="ordered", about="leave the region", confidence=0.8))
    assert (u.by, [a.name for a in u.to]) == ((), ["peace mission"])


def test_another_that_agrees_grants_what_was_asked_of_nobody_named() -> None:
    granted = event("r08#1", "AGREE", "The mission agreed to the return of border police", by=(MISSION,), on="2031-05-08")
    (u,) = shown(asks(to=(), confidence=0.8), granted)
    assert u.outcome == "granted"


def test_a_pledge_of_money_is_a_promise() -> None:
    pledge = event("r03#1", "AGREE", "Donors pledged relief money", by=("donors",), about="relief money", trigger="pledged", confidence=0.8)
    (u,) = shown(pledge)
    assert u.kind == "promise"


def test_a_truce_agreed_is_a_promise_that_fighting_breaks() -> None:
    truce = event(
        "r03#1",
        "RETREAT/ceasefire",
        "Merun and the league agreed to a truce",
        by=(MERUN, FARMERS),
        about="a ten day truce",
        trigger="agreed",
        on="2031-05-03",
        condition="ceasefire",
        confidence=0.8,
    )
    shots = event("r07#1", "ASSAULT", "shots broke the truce", by=(MERUN,), on="2031-05-07", condition="ceasefire", phase="ends")
    (u,) = shown(truce)
    assert (u.kind, u.outcome) == ("promise", "pending")
    (u,) = shown(truce, shots)
    assert (u.outcome, u.outcome_at) == ("broken", "2031-05-07")


def test_what_is_done_after_its_day_was_not_kept() -> None:
    word = event(
        "r03#1",
        "AGREE",
        "The mayor will reopen the market",
        by=(MAYOR,),
        about="reopen the market",
        modality="planned",
        due="2031-05-06",
        condition="closure",
        phase="ends",
    )
    done = event(
        "r12#1", None, "the mayor reopened the market", by=(MAYOR,), on="2031-05-12", condition="closure", phase="ends", trigger="reopened"
    )
    (u,) = shown(word, done)
    assert (u.outcome, u.outcome_at) == ("broken", "2031-05-06")


HERDERS = actor("Tal herders", "ZQA", "AGR")
LEAGUE = actor("Besk League", "ZQA", "REB")
FRONT = actor("Ober Front", "ZQA", "REB")


def test_both_sides_of_a_truce_are_named_from_the_same_report() -> None:
    agreed = event(
        "r03#1",
        "RETREAT/ceasefire",
        "two armed bands agreed to a truce",
        trigger="agreed",
        by=("two armed bands",),
        on="2031-05-03",
        condition="ceasefire",
    )
    named = event(
        "r03#2",
        "RETREAT/ceasefire",
        "the truce between the Besk League and the Ober Front will take effect on Monday",
        condition="ceasefire",
        modality="planned",
        due="2031-05-05",
    )
    fought = event("r03#3", "ASSAULT", "the Besk League shot at the Ober Front", by=(LEAGUE,), to=(FRONT,), on="2031-05-01")
    (u,) = shown(agreed, named, fought)
    assert {a.name for a in u.by} == {a.name for a in u.to} == {"Besk League", "Ober Front"}
    assert (u.due, u.outcome) == (None, "pending")


def test_those_who_hold_out_until_another_acts_demand_it() -> None:
    text = "The herders said they would stay on the bridge until the mayor lowers the water tax."
    stay = event("r03#1", "AGREE", "herders would stay on the bridge", trigger="stay", by=(HERDERS,), modality="planned", evidence=text)
    stay = replace(stay, trigger=replace(stay.trigger, start=32, end=36))
    spoke = event("r03#2", "CONSULT", "the mayor met the council", by=(actor("mayor", "ZQA", "GOV"),), on="2031-05-03")
    (u,) = shown(stay, spoke)
    assert (u.kind, u.what, [a.name for a in u.to]) == ("demand", "the mayor lowers the water tax", ["mayor"])
    day = event(
        "r03#1",
        "AGREE",
        "herders would stay",
        trigger="stay",
        by=(HERDERS,),
        modality="planned",
        evidence="They would stay until Friday morning.",
    )
    assert all(u.kind != "demand" for u in shown(day, spoke))


def test_who_will_not_go_on_until_something_is_done_demands_it() -> None:
    text = "Our clinics will not resume until all sides give us guarantees in writing."
    stop = event("r03#1", None, "clinics will not resume", trigger="resume", modality="planned", polarity="negative", evidence=text)
    stop = replace(stop, trigger=replace(stop.trigger, start=21, end=27))
    (u,) = shown(stop)
    assert (u.kind, u.what, u.outcome) == ("demand", "all sides give us guarantees in writing", "pending")
    assert [a.name for a in u.by] == ["Paper r03"]
    theirs = replace(stop, evidence=replace(stop.evidence, text=text.replace("Our", "The").replace(" us", "")))
    assert shown(theirs) == ()


def test_a_demand_is_put_to_whom_the_same_sentence_says_was_summoned() -> None:
    passage = "Merun summoned the mayor and demanded a joint inquiry."
    call = event("r03#1", "CONSULT", "Merun summoned the mayor", trigger="summoned", by=(MERUN,), to=(MAYOR,), evidence=passage)
    ask = event(
        "r03#2", "REQUEST", "Merun demanded a joint inquiry", trigger="demanded", by=(MERUN,), about="a joint inquiry", evidence=passage
    )
    (u,) = shown(call, ask)
    assert [a.name for a in u.to] == ["Petra Olin"]


def test_a_bare_refusal_in_the_next_sentence_answers() -> None:
    first = asks(3, to=(), evidence="Merun asked for the return of its police.")
    no = event("r03#2", "REJECT", "the mission refused", trigger="refused", by=(MISSION,), on="2031-05-03")
    near = replace(no, evidence=replace(no.evidence, start=first.evidence.end + 1, end=first.evidence.end + 20))
    far = replace(no, evidence=replace(no.evidence, start=first.evidence.end + 90, end=first.evidence.end + 110))
    assert [u.outcome for u in shown(first, near)] == ["refused"]
    assert [u.outcome for u in shown(first, far)] == ["pending"]


def test_those_who_were_to_be_sent_have_come() -> None:
    ask = asks(3, about="send 300 marines to the harbour")
    came = event("r09#1", "MOBILIZE/troops", "210 marines came ashore", by=(MISSION,), on="2031-05-09", condition="deployment")
    assert [u.outcome for u in shown(ask, came)] == ["granted"]
    trucks = event("r09#1", "MOBILIZE/troops", "210 lorries came ashore", by=(MISSION,), on="2031-05-09", condition="deployment")
    assert [u.outcome for u in shown(ask, trucks)] == ["pending"]


def test_an_ultimatum_met_long_after_its_day_has_lapsed() -> None:
    late = event(
        "r20#1",
        "RETREAT",
        "the mission gave back the police",
        by=(MISSION,),
        to=(MERUN,),
        on="2031-05-20",
        trigger="return",
        about="the return of its border police",
    )
    ultimatum = asks(3, trigger="ultimatum", due="2031-05-06")
    assert [(u.kind, u.outcome) for u in shown(ultimatum, late)] == [("ultimatum", "lapsed")]
    assert [u.outcome for u in shown(asks(3, due="2031-05-06"), late)] == ["granted"]


def test_a_promised_request_is_kept_once_it_is_made() -> None:
    will = event(
        "r03#1",
        "AGREE",
        "Merun will ask the mission for armoured boats",
        trigger="ask",
        by=(MERUN,),
        modality="promised",
        about="ask for armoured boats",
        due="2031-05-05",
    )
    filed = asks(8, about="armoured boats")
    assert {(u.kind, u.outcome) for u in shown(will, filed)} == {("promise", "kept"), ("request", "pending")}
    assert {u.outcome for u in shown(will)} == {"lapsed"}


def test_to_decide_without_what_is_no_undertaking() -> None:
    will = event("r03#1", None, "the government will decide on Monday", trigger="decide", by=(MAYOR,), modality="planned", due="2031-05-08")
    assert shown(will) == ()
    what = replace(will, about=replace(will.trigger, text="close the old harbour"))
    assert [u.due for u in shown(what)] == ["2031-05-08"]


def test_what_protesters_demand_is_a_demand() -> None:
    told = "Mothers sat down before the town hall and demanded the release of the twenty-six men."
    protest = event("r03#1", "PROTEST/demo", "Mothers sat down before the town hall", by=(FARMERS,), on="2031-05-03", evidence=told)
    (u,) = shown(protest)
    assert (u.kind, u.what) == ("demand", "the release of the twenty-six men")


def test_a_refusal_by_nobody_named_tells_of_the_request() -> None:
    told = "Yesterday the mission's request to let a convoy through to Karsk was turned down."
    refused = event(
        "r05#1", "REJECT/change", "the request was turned down", to=(MISSION,), on="2031-05-05", evidence=told, about="the mission's request to let a convoy through to Karsk",
    )  # fmt: skip
    (u,) = shown(refused)
    assert (u.kind, [a.name for a in u.by], u.what) == ("request", ["peace mission"], "let a convoy through to Karsk")


def test_what_is_put_off_to_a_day_is_settled_for_it() -> None:
    put = event(
        "r05#1",
        None,
        "the opening of the school year is put off",
        what="put off",
        on="2031-05-05",
        due="2031-05-25",
        about="The opening of the school year",
        condition="postponement",
    )
    (u,) = shown(put)
    assert (u.kind, u.due) == ("decision", "2031-05-25")


def test_a_barrier_that_stays_until_men_are_freed_is_a_demand() -> None:
    told = "The chief said the barrier would stay until nine men seized on Saturday were set free."
    stays = event(
        "r05#1", None, "the barrier would stay", what="would stay", by=(FARMERS,), trigger="stay", modality="planned", evidence=told
    )
    (u,) = shown(stays)
    assert (u.kind, u.what) == ("demand", "nine men seized on Saturday were set free")


@pytest.mark.parametrize(
    ("text", "thing", "deed", "shown_as"),
    [
        ("The mayor said ten stalls would also be taken down on Friday.", "ten stalls", "taken", "ten stalls would also be taken down"),
        ("The mayor said treatment tents would go up in Tal.", "treatment tents", "go", "treatment tents would go up"),
        ("The mayor said the new market rule will take effect in Tal.", "the new market rule", "take", "the new market rule"),
        ("The mayor said ten stalls near the gate that was shut will be taken.", "ten stalls", "taken", "ten stalls"),
        ("The mayor said she would pay forty herders of Tal.", "forty herders of Tal", "pay", "pay forty herders of Tal"),
    ],
)
def test_what_is_promised_is_told_with_its_deed(text: str, thing: str, deed: str, shown_as: str) -> None:
    def spot(part: str) -> Span:
        return Span(start=text.index(part), end=text.index(part) + len(part), text=part)

    told = event("r03#1", "AGREE", text.removesuffix("."), by=(MAYOR,), to=(FARMERS,), modality="promised", evidence=text, what=text)
    (u,) = shown(replace(told, trigger=spot(deed), about=spot(thing)))
    assert u.what == shown_as
