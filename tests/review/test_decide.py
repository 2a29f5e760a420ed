"""Judgements: kept, seen by others, undone, never lost; on a real store."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.incidents.factories import march, report, shooting
from tests.review.conftest import add, threat
from vedette import review
from vedette.domain import FORGOTTEN, Coded, Incident, Span
from vedette.errors import Conflict, NotFound, UsageError
from vedette.incidents import Merger
from vedette.pipeline import picture
from vedette.store import Store

Of = Callable[[str], Incident]


def groups(store: Store) -> set[tuple[str, ...]]:
    return {i.events for i in picture(store).incidents}


def test_what_is_decided_shows_and_can_be_undone(store: Store, of: Of) -> None:
    assert review.version(store, of("a#1")) == 0
    said = review.confirm(store, of("a#1"), by="analyst 1", reason="two patrols\nconfirm it", seen=0)
    assert (of("a#1").status, said.reason) == ("confirmed", "two patrols confirm it")
    review.edit(store, of("a#1"), "place", "Velin", by="analyst 2")
    review.grade(store, of("a#1"), 2, by="analyst 2")
    assert (of("a#1").edited, of("a#1").credibility, of("a#1").graded) == (("place",), 2, "analyst 2")
    assert review.undo(store, by="analyst 2").kind == "grade"
    assert (of("a#1").graded, of("a#1").edited) == (None, ("place",))
    assert review.undo(store, by="analyst 2").kind == "edit"
    with pytest.raises(NotFound, match="nothing of analyst 2 to undo"):
        review.undo(store, by="analyst 2")
    assert review.undo(store, by="analyst 2", id=said.id).undone_by == "analyst 2"
    assert of("a#1").status == "machine"
    with pytest.raises(Conflict, match="undone already by analyst 2"):
        review.undo(store, by="analyst 1", id=said.id)
    told = [(j.kind, j.by, j.undone_by) for j in review.history(store, of("a#1"))]
    assert told == [
        ("confirm", "analyst 1", "analyst 2"),
        ("edit", "analyst 2", "analyst 2"),
        ("grade", "analyst 2", "analyst 2"),
        ("undo", "analyst 2", None),
        ("undo", "analyst 2", None),
        ("undo", "analyst 2", None),
    ]
    assert review.history(store, of("d#1")) == []


def test_every_judgement_is_audited_with_old_and_new_value_who_and_why(store: Store, of: Of) -> None:
    i = of("a#1")
    review.edit(store, i, "begin", "2031-05-08", by="analyst 1", reason="the log says so")
    review.reject(store, i, by="analyst 2", reason="a drill")
    review.undo(store, by="analyst 2")
    edited, rejected, undone = store.history()[-3:]
    assert (edited["action"], edited["by"], edited["subject"], edited["reason"]) == (
        "incident edited: begin",
        "analyst 1",
        i.id,
        "the log says so",
    )
    assert (edited["data"]["before"], edited["data"]["after"]) == ("2031-05-09", "2031-05-08")
    assert (rejected["data"]["before"], rejected["data"]["after"], rejected["reason"]) == ("machine", "rejected", "a drill")
    assert (undone["action"], undone["data"]["before"]) == ("judgement undone", "reject")


def test_merge_split_and_the_old_id_still_leads_there(store: Store, of: Of) -> None:
    a, d = of("a#1"), of("d#1")
    review.merge(store, a, d, by="analyst 1")
    one = of("a#1")
    assert one.events == ("a#1", "b#1", "c#1", "d#1", "e#1")
    assert review.find(picture(store), d.id) == review.find(picture(store), a.id) == one
    with pytest.raises(UsageError, match="one incident already"):
        review.merge(store, one, one, by="analyst 1")
    review.split(store, one, ["d#1", "e#1"], by="analyst 1")
    assert groups(store) >= {a.events, d.events}
    assert review.find(picture(store), d.id) == of("d#1")
    review.undo(store, by="analyst 1")
    assert of("d#1") == of("a#1")
    review.undo(store, by="analyst 1")
    assert (of("a#1"), of("d#1")) == (a, d)


def test_what_cannot_be_decided_is_refused_and_nothing_is_written(store: Store, of: Of) -> None:
    a = of("a#1")
    with pytest.raises(UsageError, match="threatened"):
        review.merge(store, a, of("b#2"), by="analyst 1")
    with pytest.raises(UsageError, match="say why"):
        review.reject(store, a, by="analyst 1", reason=" ")
    for chosen in ([], ["a#1", "b#1", "c#1"], ["d#1"]):
        with pytest.raises(UsageError):
            review.split(store, a, chosen, by="analyst 1")
    for grade in (0, 7, True):
        with pytest.raises(UsageError, match=r"1 .* to 6"):
            review.grade(store, a, grade, by="analyst 1")
    with pytest.raises(UsageError, match="2000 characters"):
        review.confirm(store, a, by="analyst 1", reason="x" * 2001)
    with pytest.raises(UsageError):
        review.edit(store, a, "place", "Nowhere", by="analyst 1")
    assert store.judged() == []


def test_who_looked_at_an_older_version_is_told_who_changed_what(store: Store, of: Of) -> None:
    i = of("a#1")
    seen = review.version(store, i)
    review.edit(store, i, "place", None, by="analyst 1", seen=seen)
    before = store.revision()
    with pytest.raises(Conflict, match=r"^analyst 1 changed its place at \d\d:\d\dZ, since you loaded it; load the page again$"):
        review.confirm(store, i, by="analyst 2", seen=seen)
    assert store.revision() == before
    review.confirm(store, i, by="analyst 2", seen=review.version(store, i))
    review.undo(store, by="analyst 1")
    with pytest.raises(Conflict, match="analyst 1 undid a judgement on it"):
        review.grade(store, i, 2, by="analyst 2", seen=2)
    review.confirm(store, of("d#1"), by="analyst 2", seen=0)  # another incident is another matter


def test_a_merge_raises_the_version_of_both(store: Store, of: Of) -> None:
    a, d = of("a#1"), of("d#1")
    said = review.merge(store, a, d, by="analyst 1", seen=0)
    assert review.versions(store, [a, d]) == {a.id: said.id, d.id: said.id}
    with pytest.raises(Conflict, match="merged it with another one"):
        review.reject(store, d, by="analyst 2", reason="no", seen=0)


def test_a_thousand_interleaved_edits_lose_nothing(store: Store, of: Of, path: Path) -> None:
    i, each = of("a#1"), 500
    done: list[tuple[int, int, str]] = []
    refused: list[str] = []
    failed: list[BaseException] = []
    start = threading.Barrier(2)

    def work(name: str) -> None:
        mine = Store.open(path)
        try:
            start.wait()
            seen, n = 0, 0
            while n < each:
                try:
                    made = review.edit(mine, i, "title", f"{name} {n}", by=name, seen=seen)
                except Conflict as e:
                    refused.append(str(e))
                    seen = review.version(mine, i)
                    continue
                done.append((made.id, seen, f"{name} {n}"))
                seen, n = made.id, n + 1
        except BaseException as e:
            failed.append(e)
        finally:
            mine.close()

    reader = sqlite3.connect(path)  # while one is open, no write has to tidy the log up
    reader.execute("SELECT 1 FROM judgement").fetchall()
    threads = [threading.Thread(target=work, args=(f"analyst {n}",)) for n in (1, 2)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    reader.close()
    assert not failed
    done.sort()
    kept = store.judged()
    assert [(j.id, j.value) for j in kept] == [(id, value) for id, _, value in done]
    assert len(kept) == 2 * each
    assert [seen for _, seen, _ in done] == [0, *(id for id, _, _ in done[:-1])], "each edit was made on the one before it"
    assert of("a#1").title == kept[-1].value
    assert refused
    assert all("changed its title" in r for r in refused)


def test_judgements_survive_another_reading_and_another_ingest(store: Store, of: Of) -> None:
    review.edit(store, of("a#1"), "title", "A patrol came under fire", by="analyst 1")
    review.split(store, of("a#1"), ["b#1"], by="analyst 1")
    review.confirm(store, of("b#1"), by="analyst 2")
    add(store, 11, shooting("b#1"))  # known already: nothing is added
    assert of("b#1").status == "confirmed"
    moved = replace(shooting("b#1"), id="b#5", evidence=Span(start=0, end=30, text="gunmen fired on a police patro"))
    other = replace(march("b#1"), evidence=Span(start=100, end=124, text="farmers marched in Dorim"))
    store.read_again(report("b", "2031-05-11", text="Text of b."), (), Coded(events=(other, moved), relevant=True), reason="a newer model")
    assert (of("b#5").status, of("b#5").events) == ("confirmed", ("b#5",))
    assert (of("a#1").title, of("a#1").events) == ("A patrol came under fire", ("a#1", "c#1"))
    assert of("b#1").status == "machine", "what has its number now is something else"
    assert review.lost(store, picture(store)) == ()
    assert review.history(store, of("b#5"))[-1].kind == "confirm"


def test_a_judgement_whose_mention_is_gone_is_kept_and_told(store: Store, of: Of) -> None:
    said = review.confirm(store, of("b#2"), by="analyst 1")
    bare = Coded(events=(shooting("b#1"),), relevant=True)
    store.read_again(report("b", "2031-05-11", text="Text of b."), (), bare, reason="a newer model")
    assert [j.id for j in review.lost(store, picture(store))] == [said.id]
    other = {"elsewhere": (replace(threat("b#2"), id="b#2", report="elsewhere"),)}
    assert [j.id for j in review.lost(store, picture(store), other)] == [said.id]
    full = Coded(events=(shooting("b#1"), replace(threat("b#2"), id="b#9")), relevant=True)
    store.read_again(report("b", "2031-05-11", text="Text of b."), (), full, reason="a newer model still")
    made = picture(store)
    assert review.lost(store, made) == ()
    told = {r: [e for e in made.events.values() if e.report == r] for r in made.reports}
    assert review.lost(store, made, told) == (), "told by report it is the same"


def test_an_incident_of_an_older_reading_is_not_judged(store: Store, of: Of) -> None:
    i = of("b#2")
    bare = Coded(events=(shooting("b#1"),), relevant=True)
    store.read_again(report("b", "2031-05-11", text="Text of b."), (), bare, reason="a newer model")
    with pytest.raises(Conflict, match="b was read again or forgotten meanwhile"):
        review.confirm(store, i, by="analyst 1")


def test_a_hold_names_the_holder_and_keeps_others_out_until_it_ends(store: Store, of: Of, monkeypatch: pytest.MonkeyPatch) -> None:
    i = of("a#1")
    before = store.revision()
    held = review.hold(store, i, by="analyst 1")
    assert store.holds() == [held]
    assert store.revision() == before, "a hold is no change of the picture"
    for write in (lambda: review.hold(store, i, by="analyst 2"), lambda: review.confirm(store, i, by="analyst 2")):
        with pytest.raises(Conflict, match="analyst 1 is working on this incident until"):
            write()
    review.confirm(store, i, by="analyst 1")
    review.confirm(store, of("d#1"), by="analyst 2")
    assert not review.release(store, i, by="analyst 2")
    assert review.hold(store, i, by="analyst 1", seconds=3600).until > held.until
    assert review.release(store, i, by="analyst 1")
    review.hold(store, i, by="analyst 2")
    monkeypatch.setattr("vedette.store.judging.now", lambda: "2100-01-01T00:00:00Z")
    assert store.holds() == []
    assert review.hold(store, i, by="analyst 1").by == "analyst 1"
    for seconds in (0, 3601):
        with pytest.raises(UsageError):
            review.hold(store, i, by="analyst 1", seconds=seconds)


def test_an_overlay_needs_no_new_clustering(store: Store, of: Of, monkeypatch: pytest.MonkeyPatch) -> None:
    count: list[int] = []
    settle = Merger.settle

    def counted(merger: Merger) -> dict[str, Incident | None]:
        found = settle(merger)
        if found:
            count.append(len(found))
        return found

    a, d = of("a#1"), of("d#1")
    monkeypatch.setattr(Merger, "settle", counted)
    overlays: list[Callable[[], object]] = [
        lambda: review.confirm(store, a, by="analyst 1"),
        lambda: review.edit(store, a, "title", "x", by="analyst 1"),
        lambda: review.grade(store, a, 2, by="analyst 1"),
        lambda: review.undo(store, by="analyst 1"),
    ]
    for write in overlays:
        write()
        of("a#1")
    clusterings = len(count)
    assert clusterings == 0
    review.merge(store, a, d, by="analyst 1")
    of("a#1")
    add(store, 14, march("f#1"))
    of("f#1")
    assert len(count) == clusterings + 2


def test_the_picture_as_known_then_has_the_judgements_of_then(store: Store, of: Of, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = ["2031-06-01T10:00:00Z"]
    monkeypatch.setattr("vedette.store.judging.now", lambda: clock[0])
    review.reject(store, of("a#1"), by="analyst 1", reason="a drill")
    clock[0] = "2031-06-03T10:00:00Z"
    review.undo(store, by="analyst 1")

    def status(known_at: str) -> str:
        return next(i.status for i in picture(store, known_at=known_at).incidents if "a#1" in i.events)

    found = [status(day) for day in ("2031-05-31", "2031-06-01", "2031-06-02T23:00", "2031-06-03")]
    assert found == ["machine", "rejected", "rejected", "machine"]


def test_forgetting_a_report_takes_what_edits_said_of_it_out_of_the_file(store: Store, of: Of, path: Path) -> None:
    secret = "Zqxjword was there"
    alone = of("b#2")
    review.edit(store, alone, "title", secret, by="analyst 1", reason="Zqxjreason")
    review.edit(store, of("b#2"), "title", "again", by="analyst 1")
    review.edit(store, of("a#1"), "title", "of three papers", by="analyst 1", reason="kept")
    store.forget("b", reason="asked by the person named", by="desk")
    raw = sqlite3.connect(path)
    dumped = "\n".join(raw.iterdump())
    raw.close()
    assert "Zqxj" not in dumped
    assert of("a#1").title == "of three papers", "other reports tell of it too"
    edits = [h["data"] for h in store.history() if h["action"].startswith("incident edited")]
    assert {(e["before"], e["after"]) for e in edits} == {(FORGOTTEN, FORGOTTEN)}
    assert len([h for h in store.history() if h["action"] == "words removed from judgement"]) == 3
    assert [j.id for j in review.lost(store, picture(store))] == [1, 2]
