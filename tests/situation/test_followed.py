"""Which sentences are asked what came of a matter, and what is made of their answers; the model itself is tested in `tests/language`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.incidents.factories import actor, event, report
from vedette.domain import FOLLOWED, Condition, Event, FollowUp, Outcome, Picture, Report, Undertaking, UndertakingKind
from vedette.domain.compare import day
from vedette.export.picture import condition_shape, undertaking_shape
from vedette.incidents import merge
from vedette.situation import Follow, conditions, sitrep, undertakings
from vedette.situation.followed import LIKEST, NEXT, Asked, Came, came
from vedette.situation.passages import Heard, passages, sought

ASKED = report(
    "r1",
    "2031-05-03",
    "The carters of Velmora asked the customs house to let their lorries through the Tarn gate. Plums are dear this year.",
)
LAST = day("2031-12-31") or 0
GRANTED = "Trucks of the carters have been passing the gate at Tarn since Sunday."
CARTERS, HOUSE = actor("carters of Velmora", "ZQA", "BUS"), actor("customs house", "ZQA", "GOV")


def says(word: Callable[[FollowUp], tuple[str, float] | None], seen: list[FollowUp] | None = None) -> Follow:
    """A model that says of a pair what `word` says, with its probability, and else nothing."""

    def follow(pairs: Sequence[FollowUp]) -> NDArray[np.float32]:
        out = np.zeros((len(pairs), len(FOLLOWED)), np.float32)
        for row, p in zip(out, pairs, strict=True):
            found, share = word(p) or ("nothing", 1.0)
            row[FOLLOWED.index(found)], row[0] = share, row[0] + 1 - share if found != "nothing" else share
            if seen is not None:
                seen.append(p)
        return out

    return follow


def on(text: str, word: str, share: float = 0.9) -> Callable[[FollowUp], tuple[str, float] | None]:
    return lambda p: (word, share) if text in p.text else None


def matter(text: Report = ASKED, **more: Any) -> Asked:
    own = passages(text)[0].span.text
    parties = ["the carters of Velmora", "the customs house"]
    found = sought(
        ["let their lorries through the Tarn gate"], parties, [own], day(text.published), {text.key}, {text.key: text}, frozenset()
    )
    return Asked(head=FollowUp(kind="request", what="", told=own, text="", days=0), sought=found, **more)


def asked_of(reports: Sequence[Report], follow: Follow, **more: Any) -> Came | None:
    return came([matter(**more)], Heard(reports), LAST, follow)[0]


def test_a_sentence_is_read_with_its_matter_its_title_and_the_one_before_it() -> None:
    seen: list[FollowUp] = []
    later = report("r2", "2031-05-09", f"It rained at Tarn. {GRANTED}", title="Gate at Tarn")
    found = asked_of([ASKED, later], says(on("Trucks", "done"), seen))
    assert found is not None
    assert (found.done, found.passage.span.text, found.passage.at) == (True, GRANTED, day("2031-05-09"))
    pair = next(p for p in seen if p.text == GRANTED)
    assert (pair.title, pair.before, pair.days) == ("Gate at Tarn", "It rained at Tarn.", 6)
    assert pair.told == passages(ASKED)[0].span.text
    title = next(p for p in seen if p.text == "Gate at Tarn")
    assert (title.title, title.before) == ("", "")


def test_what_stands_behind_it_in_its_own_report_is_asked_too() -> None:
    text = "The carters of Velmora asked the customs house to let their lorries through the Tarn gate. It agreed. " + "Rain fell. " * 9
    own = report("r1", "2031-05-03", text)
    seen: list[FollowUp] = []
    found = asked_of([own], says(on("It agreed", "done", 0.95), seen), text=own)
    assert found is not None
    assert found.done
    assert len(seen) == NEXT
    assert all("asked the customs house" not in p.text for p in seen)


def test_only_the_likest_sentences_are_asked() -> None:
    crowd = [report(f"c{n}", "2031-05-08", "Lorries of Velmora waited at the gate. A choir sang. The river rose.") for n in range(20)]
    seen: list[FollowUp] = []
    asked_of([ASKED, *crowd, report("r2", "2031-05-09", GRANTED)], says(on("", "open"), seen))
    assert len(seen) == LIKEST + 1  # and the one behind it in its own report
    assert GRANTED in {p.text for p in seen}


def test_what_was_told_before_is_not_asked() -> None:
    assert asked_of([ASKED, report("r0", "2031-05-01", GRANTED)], says(on("Trucks", "done"))) is None
    assert asked_of([ASKED, report("r2", "2031-05-09", GRANTED)], says(on("Trucks", "done")), since=day("2031-05-10")) is None


def test_of_many_sentences_only_those_that_can_be_of_one_story_are_asked() -> None:
    crowd = [report(f"c{n}", "2031-05-08", "Snow fell. A choir sang. A mill burnt. A mayor spoke.") for n in range(60)]
    seen: list[FollowUp] = []
    asked_of([ASKED, *crowd, report("r2", "2031-05-09", GRANTED)], says(on("", "open"), seen))
    assert {p.text for p in seen} == {GRANTED, "Plums are dear this year."}


def test_what_is_not_sure_enough_says_nothing() -> None:
    later = report("r2", "2031-05-09", GRANTED)
    assert asked_of([ASKED, later], says(on("Trucks", "done", 0.5)), least=0.6) is None
    assert asked_of([ASKED, later], says(on("Trucks", "part", 0.9))) is None
    assert asked_of([ASKED, later], says(on("Trucks", "done", 0.7)), least=0.6) is not None


def test_a_refusal_must_tell_of_the_matter() -> None:
    told = report("r2", "2031-05-09", "The customs house told the carters of Velmora that the gate stays shut.")
    other = report("r3", "2031-05-19", "A choir at the customs house gate sang, and nobody came.")
    found = asked_of([ASKED, told], says(on("stays shut", "not", 0.95)))
    assert found is not None
    assert not found.done
    assert asked_of([ASKED, other], says(on("nobody", "not", 0.95))) is None


def test_of_sentences_that_are_about_as_sure_the_last_one_counts() -> None:
    first = report("r2", "2031-05-09", "The customs house told the carters of Velmora that the gate stays shut.")
    last = report("r3", "2031-05-19", GRANTED)

    def word(p: FollowUp) -> tuple[str, float] | None:
        return ("not", 0.95) if "stays shut" in p.text else ("done", 0.85) if "Trucks" in p.text else None

    found = asked_of([last, ASKED, first], says(word))
    assert found is not None
    assert found.done
    found = asked_of([last, ASKED, first], says(lambda p: ("done", 0.65) if "Trucks" in p.text else word(p)))
    assert found is not None
    assert not found.done


def test_what_tells_little_of_a_matter_must_be_surer() -> None:
    near = report("r2", "2031-05-09", GRANTED)
    far = report("r2", "2031-05-09", "Plum trees blossom behind the customs of Nemra.")
    assert asked_of([ASKED, near], says(on("Trucks", "done", 0.7)), least=0.6) is not None
    assert asked_of([ASKED, far], says(on("Plum trees", "done", 0.7)), least=0.6) is None
    assert asked_of([ASKED, far], says(on("Plum trees", "done", 0.95)), least=0.6) is not None


def test_a_matter_without_a_day_is_asked_of_all_other_reports() -> None:
    undated = replace(ASKED, published=None)
    late = report("r2", "2031-05-09", GRANTED)
    assert asked_of([undated, late], says(on("Trucks", "done")), text=undated) is not None


def one(
    kind: str, follow: Follow | None, *later: Report, about: str = "let their lorries through the Tarn gate", due: str | None = None
) -> Undertaking:
    """The undertaking of a picture in which carters put something to the customs house, or promise it."""
    types = {"request": ("REQUEST", "asked"), "promise": ("AGREE", "promised"), "threat": ("THREATEN", "threatened")}
    which, trigger = types[kind]
    put = event(
        "r1#1", which, f"The carters {trigger}", by=(CARTERS,), to=(HOUSE,), on="2031-05-03", trigger=trigger,
        evidence=passages(ASKED)[0].span.text, about=about, due=due,
    )  # fmt: skip
    reports = {r.key: r for r in (ASKED, *later)}
    (found,) = undertakings(merge([put], reports, ()), [put], reports, "2031-12-31", follow)
    return found


@pytest.mark.parametrize(
    ("kind", "word", "outcome"),
    [
        ("request", "done", "granted"),
        ("request", "not", "refused"),
        ("request", "part", "pending"),
        ("promise", "done", "kept"),
        ("promise", "not", "broken"),
        ("threat", "done", "kept"),
        ("threat", "not", "lapsed"),
    ],
)
def test_what_came_of_an_undertaking(kind: UndertakingKind, word: str, outcome: Outcome) -> None:
    found = one(kind, says(on("Trucks", word)), report("r2", "2031-05-09", GRANTED))
    assert found.outcome == outcome
    assert found.outcome_at == ("2031-05-09" if outcome != "pending" else None)
    assert [s.span.text for s in found.said] == ([GRANTED] if outcome != "pending" else [])


@pytest.mark.parametrize(
    ("due", "told", "on_day", "outcome"),
    [
        ("2031-05-10", "Trucks, 40 of them, drove through Tarn.", "2031-05-09", "kept"),
        ("2031-05-10", "Trucks, 12 of the 40, drove through Tarn.", "2031-05-09", "broken"),
        ("2032-05-10", "Trucks, 12 of the 40, drove through Tarn.", "2031-05-09", "pending"),
        ("2031-05-10", "Trucks, 40 of them, drove through Tarn.", "2031-05-19", "broken"),
        ("2031-05-10", "Trucks, 40 of them, drove through Tarn.", "2031-05-14", "kept"),
    ],
)
def test_a_promise_of_which_a_sentence_tells_a_part_or_too_late(due: str, told: str, on_day: str, outcome: Outcome) -> None:
    found = one("promise", says(on("Trucks", "done")), report("r2", on_day, told), about="let 40 lorries through the Tarn gate", due=due)
    assert found.outcome == outcome
    assert found.outcome_at == {"kept": on_day, "broken": due, "pending": None}[outcome]
    assert bool(found.said) == (outcome != "pending")


def test_without_a_model_nothing_is_asked() -> None:
    found = one("request", None, report("r2", "2031-05-09", GRANTED))
    assert (found.outcome, found.said) == ("pending", ())


def test_the_sentence_is_kept_and_cited_and_makes_no_event_an_answer() -> None:
    later = report("r2", "2031-05-09", GRANTED)
    found = one("request", says(on("Trucks", "done")), later)
    assert (found.answered_by, found.events) == ((), ("r1#1",))
    shape = undertaking_shape(found, {"r1": "r1", "r2": "r2"})
    assert shape["said"] == [{"report": "r2", "start": 0, "end": len(GRANTED), "in_title": False, "text": GRANTED}]
    picture = Picture(
        situation=None, as_of="2031-12-31", known_at=None, incidents=(), conditions=(), undertakings=(found,), copies=(),
        reports={"r1": ASKED, "r2": later}, events={},
    )  # fmt: skip
    assert GRANTED in [c.text for c in sitrep(picture).citations]


BLOCKED = "Farmers blocked the road to Velin on Saturday."
OPEN = "Buses rolled through Velin on Thursday."


def states(follow: Follow | None, *more: Event, later: str = OPEN, on: str = "2031-05-09") -> tuple[Condition, ...]:
    """The states of a road that farmers blocked on 3 May, with a report of some day after it."""
    begun = event(
        "r1#1", "PROTEST/obstruct", "farmers blocked the road to Velin", by=(CARTERS,), on="2031-05-03", at="Velin", condition="blockade",
        evidence=BLOCKED, trigger="blocked",
    )  # fmt: skip
    reports = {r.key: r for r in (report("r1", "2031-05-03", BLOCKED), report("r2", on, later))}
    events = (begun, *more)
    return conditions(merge(events, reports, ()), events, reports, "2031-05-12", follow)


def test_a_sentence_ends_a_state_on_the_weekday_that_it_names() -> None:
    (c,) = states(says(on("Buses", "done")))
    assert (c.state, c.end, c.closed_by, c.events) == ("ended", "2031-05-08", (), ("r1#1",))
    assert [x.span.text for x in c.said] == [OPEN]
    assert condition_shape(c, {"r1": "r1", "r2": "r2"})["said"][0]["text"] == OPEN
    picture = Picture(
        situation=None, as_of="2031-05-12", known_at=None, incidents=(), conditions=(c,), undertakings=(), copies=(),
        reports={"r2": report("r2", "2031-05-09", OPEN)}, events={},
    )  # fmt: skip
    assert OPEN in [x.text for x in sitrep(picture).citations]


def test_a_sentence_ends_a_state_on_the_day_of_what_it_tells() -> None:
    told = event("r2#1", None, "buses rolled", on="2031-05-08", evidence=OPEN, trigger="rolled")
    (c,) = states(says(on("Buses", "done")), told)
    assert c.end == "2031-05-08"


@pytest.mark.parametrize(("word", "share"), [("open", 0.9), ("part", 0.9), ("not", 0.9), ("done", 0.4)])
def test_what_does_not_say_surely_that_it_ended_ends_nothing(word: str, share: float) -> None:
    (c,) = states(says(on("Buses", word, share)))
    assert (c.end, c.said) == (None, ())


def test_nothing_ends_before_it_was_last_confirmed_nor_after_the_day_of_the_picture() -> None:
    still = event(
        "r3#1", None, "the road remained blocked", what="remained blocked", at="Velin", on="2031-05-10", condition="blockade", phase="continues"
    )  # fmt: skip
    begun = report("r3", "2031-05-10", "The road to Velin remained blocked.")
    assert begun.published
    (c,) = states(says(on("Buses", "done")), later=OPEN, on="2031-05-20")
    assert c.end is None
    reports = {"r2": report("r2", "2031-05-09", OPEN), "r3": begun}
    (c,) = conditions(merge([still], reports, ()), [still], reports, "2031-05-12", says(on("Buses", "done")))
    assert c.end is None


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ("Trucks of the carters at the Tarn gate: the customs house moved the opening from 3 June to July 2031.", "pending"),
        ("Trucks of the carters at the Tarn gate: the customs house moved the opening from July 2031 to 3 August.", "broken"),
    ],
)
def test_what_is_moved_to_the_promised_month_breaks_no_promise(told: str, outcome: Outcome) -> None:
    found = one(
        "promise", says(on("Trucks", "not", 0.95)), report("r2", "2031-05-09", told), about="let lorries through the Tarn gate in July 2031"
    )
    assert found.outcome == outcome
