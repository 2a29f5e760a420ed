"""The duty log and handovers: nothing is lost, nothing is done twice, and a forgotten report's words go."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.test_store import coded, report
from vedette.errors import Conflict, NotFound, UsageError
from vedette.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "v.db")


def test_an_entry_is_told_once_and_withdrawn_with_a_reason_but_kept(store: Store) -> None:
    first = store.add_log(" A gate was closed.\n", by="analyst 1", subject="r1#1", tell=" chief of  staff ")
    second = store.add_log("Noted.", by="analyst 2")
    assert (first.text, first.tell, first.subject) == ("A gate was closed.", "chief of staff", "r1#1")
    assert [e.id for e in store.log()] == [second.id, first.id]
    assert [e.id for e in store.log(untold=True)] == [first.id]
    told = store.told_log(first.id, by="analyst 2")
    assert (told.told_by, bool(told.told)) == ("analyst 2", True)
    assert store.log(untold=True) == []
    with pytest.raises(Conflict, match=r"analyst 2 told chief of staff at .* already"):
        store.told_log(first.id, by="analyst 1")
    with pytest.raises(Conflict, match="names nobody"):
        store.told_log(second.id, by="analyst 1")
    with pytest.raises(UsageError, match="say why"):
        store.withdraw_log(second.id, by="analyst 1", reason=" ")
    assert store.withdraw_log(second.id, by="analyst 1", reason="wrong day").withdrawn
    assert store.log_entry(second.id).text == "Noted."
    assert store.withdrawals() == {second.id: ("analyst 1", "wrong day")}
    with pytest.raises(Conflict, match="was withdrawn"):
        store.withdraw_log(second.id, by="analyst 1", reason="again")
    assert [h["action"] for h in store.history(f"log {second.id}")] == ["log entry added", "log entry withdrawn"]


@pytest.mark.parametrize(("text", "tell"), [("", None), (" \n", None), ("x" * 4001, None), ("x", "y" * 201)])
def test_an_entry_says_something_and_not_too_much(store: Store, text: str, tell: str | None) -> None:
    with pytest.raises(UsageError):
        store.add_log(text, by="analyst 1", tell=tell)
    assert store.log() == []


def test_a_watch_is_signed_by_two(store: Store) -> None:
    made = store.hand_over({"note": "quiet"}, by="desk", signed="analyst 1", to="analyst 2")
    assert (made.by, made.to, made.taken, made.data) == ("analyst 1", "analyst 2", None, {"note": "quiet"})
    with pytest.raises(UsageError, match="another one signs"):
        store.take_over(made.id, by="desk", signed="Analyst 1")
    assert store.take_over(made.id, by="desk", signed="analyst 3").to == "analyst 3"
    with pytest.raises(Conflict, match="analyst 3 took it"):
        store.take_over(made.id, by="desk", signed="analyst 2")
    with pytest.raises(NotFound):
        store.handover(9)
    assert [h.id for h in store.handovers()] == [made.id]


def test_forgetting_a_report_takes_its_words_out_of_what_was_handed_over(store: Store) -> None:
    store.add(report("r1"), (), coded("r1"))
    items = [{"text": "Guards closed the gate.", "events": ["r1#1"]}, {"text": "Another's.", "events": ["r10#1"]}]
    made = store.hand_over({"incidents": items, "note": "kept"}, by="analyst 1")
    store.forget("r1", reason="asked", by="analyst 1")
    data = store.handover(made.id).data
    assert [i["text"] for i in data["incidents"]] == ["[forgotten]", "Another's."]
    assert data["note"] == "kept"
