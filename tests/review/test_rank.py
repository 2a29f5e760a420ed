"""What to look at next, and what may be the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.incidents.factories import actor, shooting
from tests.review.conftest import add
from vedette import review
from vedette.domain import Count, Incident, Picture
from vedette.pipeline import picture
from vedette.store import Store

Of = Callable[[str], Incident]


def only(store: Store, incident: Incident, **more: object) -> review.Queued:
    pic = picture(store)
    shown = replace(pic, incidents=(replace(incident, **more),))  # type: ignore[arg-type]
    return review.queue(shown, set())[0]


def test_the_queue_is_by_urgency_and_says_how(store: Store) -> None:
    pic = picture(store)
    found = review.queue(pic, set())
    assert [q.incident.title for q in found] == [
        "gunmen fired on a police patrol in Velin",
        "the army of Merun threatened to strike",
        "farmers marched in Dorim",
    ]
    for a, b in pairwise(found):
        assert a.priority >= b.priority
    first = found[0]
    assert first.priority == pytest.approx(first.severity * first.uncertainty * first.age, abs=1e-5)
    assert "for casualties (1)" in first.formula
    assert "× uncertainty" in first.formula
    assert "a quarter of" in found[1].formula
    assert "threatened" in found[1].formula
    assert review.queue(pic, {first.incident.id}) == found[1:]


def test_each_part_moves_the_priority_as_it_should(store: Store, of: Of) -> None:
    i = of("a#1")
    base = only(store, i)
    killed = (Count(kind="killed", low=5, high=9, by=None, reports=("a",)),)
    assert review.casualties(replace(i, numbers=(*i.numbers, *killed))) == 10
    assert only(store, i, numbers=killed).severity > base.severity
    assert only(store, i, event_type="AGREE", mode=None).severity < base.severity
    assert only(store, i, disputed=True).uncertainty > base.uncertainty
    assert only(store, i, credibility=4).uncertainty > base.uncertainty
    assert only(store, i, independent_sources=1).uncertainty > base.uncertainty
    assert only(store, i, known="2031-05-01T00:00:00Z").age > base.age
    assert only(store, i, known="2031-06-01T00:00:00Z").age == 1
    assert only(store, i, background=True, numbers=killed).severity == only(store, i, background=True).severity < base.severity
    decided = only(store, i, status="confirmed", decided="analyst 1")
    assert decided.priority == 0
    assert "confirmed by analyst 1" in decided.formula


def test_decided_ones_come_last(store: Store, of: Of) -> None:
    review.confirm(store, of("a#1"), by="analyst 1")
    found = review.queue(picture(store), set())
    assert [q.incident.status for q in found] == ["machine", "machine", "confirmed"]


@pytest.fixture
def likes(store: Store) -> Picture:
    """Beside the shooting: one told otherwise, two days on, in another place close by, of the same victims."""
    masked = actor("masked men", "ZQA", "UAF")
    other = shooting("g#1", on="2031-05-11", at="Old Velin", by=(masked,), numbers=(("wounded", 2, 2),))
    add(store, 12, other)
    return picture(store)


def test_suggestions_carry_the_mergers_reasons_and_the_differences(likes: Picture, store: Store) -> None:
    mine = next(i for i in likes.incidents if "a#1" in i.events)
    (found,) = review.suggestions(likes, mine)
    assert found.incident.events == ("g#1",)
    assert "same type and mode" in found.reasons
    assert "recipients alike" in found.reasons
    assert "days apart" in found.reasons
    assert found.reasons.index("same type and mode") < found.reasons.index("days apart"), "what speaks for it comes first"
    told = {slot: (a, b) for slot, a, b in found.differences}
    assert told["place"] == ("Velin", "Old Velin")
    assert told["numbers"] == ("1 wounded", "2 wounded")
    assert told["actors"] == ("unknown", "masked men")
    assert "type" not in told


def test_what_was_kept_apart_or_rejected_is_suggested_no_more(likes: Picture, store: Store) -> None:
    mine = next(i for i in likes.incidents if "a#1" in i.events)
    other = review.suggestions(likes, mine)[0].incident
    review.keep_apart(store, mine, other, by="analyst 1")
    now = picture(store)
    assert now.incidents != likes.incidents
    for event_id in ("a#1", "g#1"):
        assert review.suggestions(now, next(i for i in now.incidents if event_id in i.events)) == ()
    review.undo(store, by="analyst 1")
    review.reject(store, other, by="analyst 1", reason="a drill")
    now = picture(store)
    assert review.suggestions(now, next(i for i in now.incidents if "a#1" in i.events)) == ()


def test_suggestions_are_the_same_each_time_and_at_most_as_many_as_asked(likes: Picture) -> None:
    mine = next(i for i in likes.incidents if "a#1" in i.events)
    assert review.suggestions(likes, mine) == review.suggestions(likes, mine)
    assert review.suggestions(likes, mine, limit=0) == ()


def test_suggestions_are_the_same_in_whatever_order_incidents_stand(likes: Picture) -> None:
    """As on the board, where the newest come first."""
    mine = next(i for i in likes.incidents if "a#1" in i.events)
    old = tuple(replace(mine, id=f"old{n}", begin=f"2031-01-{n:02d}", last=f"2031-01-{n:02d}") for n in range(1, 9))
    many = (*old, *likes.incidents)
    assert review.suggestions(replace(likes, incidents=many[::-1]), mine) == review.suggestions(replace(likes, incidents=many), mine) != ()
