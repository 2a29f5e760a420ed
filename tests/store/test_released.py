"""Drafts and released reports: edited by one at a time, locked under a digest, and without the words of forgotten reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.test_store import coded, report
from vedette.domain import Citation, Section, Sheet, Sitrep, SitrepSentence
from vedette.domain import sheet as edits
from vedette.domain.sheet import digest, document
from vedette.errors import Conflict, NotFound, UsageError
from vedette.export.sitrep import json_of, paper, standing, verify
from vedette.store import Store
from vedette.store.released import mark_of


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "v.db")


def made() -> Sitrep:
    sentences = (
        SitrepSentence(text="A gate was closed.", citations=(1,), subject="i1", events=("r1#1",)),
        SitrepSentence(text="Roads were blocked.", citations=(2,), subject="i2", events=("r2#1",)),
    )
    cited = tuple(Citation(number=n, report=f"r{n}", start=0, end=6, text=f"Words {n}", where=f"Post, report r{n}") for n in (1, 2))
    return Sitrep(
        title="Sheet",
        as_of="2022-01-10",
        known_at=None,
        since=None,
        sections=(Section(title="Incidents", sentences=sentences),),
        citations=cited,
    )


def texts(sheet: Sheet) -> list[str]:
    return [s.text for section in sheet.sitrep.sections for s in section.sentences]


def test_a_draft_is_edited_released_and_then_locked(store: Store) -> None:
    draft = store.draft_sitrep(made(), "South", by="editor 1")
    assert (draft.released, draft.by) == (None, "editor 1")
    assert store.last_sitrep("South") is None  # a draft is not issued
    new = edits.shown(edits.moved(draft.sitrep, 0, 1, -1), 0, 1, True)
    saved = store.edit_sitrep(draft.id or 0, new, by="editor 1", seen=mark_of(draft.sitrep), what="hide")
    assert texts(saved) == ["Roads were blocked.", "A gate was closed."]
    with pytest.raises(Conflict, match="editor 1 changed this draft meanwhile"):
        store.edit_sitrep(draft.id or 0, draft.sitrep, by="editor 2", seen=mark_of(draft.sitrep), what="up")
    with pytest.raises(Conflict, match="read it again"):
        store.release_sitrep(draft.id or 0, by="editor 2", seen=mark_of(draft.sitrep))
    out = store.release_sitrep(draft.id or 0, by="editor 2", seen=mark_of(saved.sitrep))
    assert texts(out) == ["Roads were blocked."]  # what is hidden is not in it, nor is what only that cited
    assert [c.number for c in out.sitrep.citations] == [2]
    assert out.digest == digest(document(out))
    for act in (
        lambda: store.edit_sitrep(draft.id or 0, new, by="editor 1", seen=mark_of(out.sitrep), what="up"),
        lambda: store.release_sitrep(draft.id or 0, by="editor 1", seen=mark_of(out.sitrep)),
        lambda: store.drop_sitrep(draft.id or 0, by="editor 1"),
    ):
        with pytest.raises(Conflict, match=r"was released on .* and is locked"):
            act()
    assert store.sheet(draft.id or 0) == out
    last = store.last_sitrep("South")
    assert last
    assert last[0] == draft.id


def test_a_draft_can_be_removed_and_an_issued_one_is_locked_at_once(store: Store) -> None:
    draft = store.draft_sitrep(made(), None, by="editor 1")
    store.drop_sitrep(draft.id or 0, by="editor 1")
    with pytest.raises(NotFound, match="there is no sitrep"):
        store.sheet(draft.id or 0)
    number = store.issue_sitrep(made(), None, by="me")
    assert store.sheet(number).digest
    with pytest.raises(Conflict, match="locked"):
        store.drop_sitrep(number, by="me")


def test_the_audit_of_an_edit_holds_no_words(store: Store) -> None:
    draft = store.draft_sitrep(made(), None, by="editor 1")
    new = edits.reworded(draft.sitrep, 0, 0, "Zqxjword of the desk.", "editor 1")
    store.edit_sitrep(draft.id or 0, new, by="editor 1", seen=mark_of(draft.sitrep), what="reword 0 0")
    assert "Zqxjword" not in str(store.history())


def test_forgetting_changes_the_digest_says_so_and_keeps_both(store: Store) -> None:
    store.add(report("r1"), (), coded("r1"))
    number = store.issue_sitrep(made(), None, by="me")
    before = store.sheet(number)
    copy = json_of(paper(before)).encode()
    store.forget("r1", reason="a person asked", by="me")
    after = store.sheet(number)
    assert texts(after) == ["[forgotten]", "Roads were blocked."]
    assert after.sitrep.citations[0].text == after.sitrep.citations[0].where == "[forgotten]"
    assert after.digest not in (None, before.digest)
    assert after.digest == digest(document(after))
    assert [r.before for r in after.sitrep.removed] == [before.digest]
    assert any("Words of a forgotten report were taken out" in said and str(before.digest) in said for said in standing(paper(after)))
    (row,) = [h for h in store.history(f"sitrep {number}") if h["action"] == "words removed from sitrep"]
    assert (row["data"]["before"], row["data"]["after"]) == (before.digest, after.digest)
    assert verify(copy).digest == before.digest  # an old copy is whole in itself; the database knows that its words are gone
    assert verify(json_of(paper(after)).encode()).digest == after.digest


def test_edits_of_a_draft_keep_what_is_composed_apart_from_what_the_desk_says() -> None:
    draft = edits.reworded(made(), 0, 0, " The desk  says so. ", "editor 1")
    own, composed, other = draft.sections[0].sentences
    assert (own.text, own.by, own.citations, own.events) == ("The desk says so.", "editor 1", (1,), ("r1#1",))
    assert (composed.hidden, composed.by, other.hidden) == (True, None, False)
    again = edits.reworded(draft, 0, 0, "Or so.", "editor 2").sections[0].sentences
    assert [s.text for s in again] == ["Or so.", "A gate was closed.", "Roads were blocked."]
    assert [s.text for s in edits.dropped(draft, 0, 0).sections[0].sentences] == ["A gate was closed.", "Roads were blocked."]
    with pytest.raises(UsageError, match="can be hidden"):
        edits.dropped(draft, 0, 1)
    added = edits.added(edits.added(made(), None, "One.", "editor 1"), None, "Two.", "editor 2")
    assert [(s.title, len(s.sentences)) for s in added.sections] == [("Incidents", 2), ("Assessment", 2)]
    for wrong in ((5, 0), (0, 9)):
        with pytest.raises(UsageError, match="load the page again"):
            edits.shown(made(), *wrong, True)
    with pytest.raises(UsageError, match="write a sentence"):
        edits.added(made(), None, " ", "editor 1")


def test_a_difference_pairs_sentences_by_what_they_tell_of() -> None:
    old = made()
    new = edits.added(edits.shown(edits.reworded(old, 0, 0, "It was opened.", "editor 1"), 0, 2, True), None, "Quiet.", "editor 1")
    assert [(d.change, d.text, d.before) for d in edits.difference(old, new)] == [
        ("changed", "It was opened.", "A gate was closed."),
        ("added", "Quiet.", None),
        ("gone", "Roads were blocked.", None),
    ]
    assert edits.difference(old, old) == ()
