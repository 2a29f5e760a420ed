"""Accounts and sessions: what is kept of them, how long they last, who is left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher, Type

from vedette.errors import Conflict, NotFound, UsageError
from vedette.store import Store, accounts

WORD = "seven grey herons stand"
HASHER = accounts._hasher


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash in a moment; only `test_hashing_is_slow_and_hungry` takes the real measure."""
    made = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "_hasher", lambda: made)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(tmp_path / "a.db")
    made.add_account("chief", WORD, "admin", by="desk")
    made.add_account("analyst 1", WORD + " still", "analyst", by="chief")
    yield made
    made.close()


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2024, 5, 1, 8, tzinfo=UTC)

    def __call__(self) -> str:
        return self.at.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(accounts, "now", made)
    return made


def test_a_password_fits_its_own_account_only(store: Store) -> None:
    assert store.fits("chief", WORD)
    assert not store.fits("chief", WORD + " still")
    assert not store.fits("chief", WORD.upper())
    assert not store.fits("nobody", WORD)
    assert not store.fits("chief", "\ud800" * 12)
    assert not store.fits("chief", WORD * 100)


def test_neither_password_nor_token_is_in_the_file(store: Store, tmp_path: Path) -> None:
    token = store.begin_session("analyst 1", address="192.0.2.7")
    session = store.session(token)
    assert session
    store.set_password("analyst 1", "nine brown otters swim", by="chief", reason="forgotten")
    trail = json.dumps([[r.before, r.after, r.reason] for r in store.trail(private=True)])
    store.close()
    written = b"".join(p.read_bytes() for p in tmp_path.iterdir())
    for secret in (WORD, "nine brown otters swim", token):
        assert secret.encode() not in written
    assert accounts.digest(token).encode() in written
    assert session.csrf not in trail
    assert "argon2" not in trail


@pytest.mark.parametrize(
    ("name", "password", "role", "words"),
    [
        ("", WORD, "viewer", "a name has 1 to 64"),
        ("a/b", WORD, "viewer", "a name has"),
        ("a\nb\x00", WORD, "viewer", "a name has"),
        ("<b>", WORD, "viewer", "a name has"),
        ("...", WORD, "viewer", "a name has"),
        ("x" * 65, WORD, "viewer", "a name has"),
        ("Desk", WORD, "viewer", "nobody in particular"),
        ("editor 1", "short", "viewer", "12 to 1000 characters"),
        ("editor 1", "x" * 1001, "viewer", "12 to 1000 characters"),
        ("editor 1", "a" * 20, "viewer", "guessed at once"),
        ("duty officer", "duty officer", "viewer", "guessed at once"),
        ("editor 1", "\ud800abcdefghijklm", "viewer", "can be written"),
        ("editor 1", WORD, "chief", "no such role"),
    ],
)
def test_what_cannot_be_an_account_is_said(store: Store, name: str, password: str, role: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        store.add_account(name, password, role, by="chief")  # type: ignore[arg-type] # wrong roles are tried
    assert len(store.accounts()) == 2


def test_a_name_is_taken_once_however_it_is_written(store: Store) -> None:
    store.add_account("Ngo\u0302  2", WORD, "viewer", by="chief")
    with pytest.raises(Conflict, match="Ngô 2: there is such"):
        store.add_account("NGÔ 2", WORD, "viewer", by="chief")


def test_the_first_account_is_an_admin_and_the_last_admin_stays(store: Store, tmp_path: Path) -> None:
    new = Store.open(tmp_path / "new.db")
    assert not new.has_accounts()
    with pytest.raises(UsageError, match="first account must be an admin"):
        new.add_account("viewer 1", WORD, "viewer", by="desk")
    new.close()
    with pytest.raises(UsageError, match="last admin"):
        store.disable("chief", by="chief")
    with pytest.raises(UsageError, match="last admin"):
        store.set_role("chief", "editor", by="chief")
    store.set_role("analyst 1", "admin", by="chief")
    store.disable("chief", by="analyst 1", reason="left")
    with pytest.raises(UsageError, match="last admin"):
        store.set_role("analyst 1", "viewer", by="analyst 1")
    assert store.has_accounts()
    with pytest.raises(NotFound, match='no account "nobody"'):
        store.disable("nobody", by="chief")


def test_a_session_ends_when_idle_when_old_and_when_told(store: Store, clock: Clock) -> None:
    token = store.begin_session("analyst 1")
    clock.at += timedelta(hours=11)
    assert store.session(token)
    store.touch(token)
    clock.at += timedelta(hours=11)
    assert store.session(token)
    clock.at += timedelta(hours=1)
    assert store.session(token) is None, "idle for twelve hours"
    store.touch(token)
    assert store.session(token) is None, "what has ended is not woken"
    token, begun = store.begin_session("analyst 1"), clock.at
    while clock.at - begun < timedelta(days=7) - timedelta(hours=6):
        assert store.session(token)
        clock.at += timedelta(hours=6)
        store.touch(token)
    clock.at = begun + timedelta(days=7)
    assert store.session(token) is None, "seven days old"
    token = store.begin_session("analyst 1")
    store.end_session(token)
    store.end_session(token)
    assert store.session(token) is None
    assert store.trail(private=True, by="analyst 1")[0].action == "session ended"
    assert store.session("") is None
    assert store.session("\ud800") is None


def test_a_session_ends_with_the_account_and_with_the_password(store: Store) -> None:
    first, second = store.begin_session("analyst 1"), store.begin_session("analyst 1")
    store.set_password("analyst 1", "nine brown otters swim", by="analyst 1", keep=second)
    assert store.session(first) is None
    assert store.session(second)
    store.set_role("analyst 1", "viewer", by="chief")
    session = store.session(second)
    assert session
    assert session.role == "viewer", "a role counts at once"
    store.disable("analyst 1", by="chief", reason="left the desk")
    assert store.session(second) is None
    assert not store.fits("analyst 1", "nine brown otters swim")
    with pytest.raises(NotFound):
        store.begin_session("analyst 1")
    store.enable("analyst 1", by="chief")
    assert store.fits("analyst 1", "nine brown otters swim")
    assert store.session(second) is None, "enabling brings no session back"


def test_signing_in_anew_ends_the_session_before(store: Store) -> None:
    first = store.begin_session("analyst 1")
    second = store.begin_session("chief", instead=first)
    assert store.session(first) is None
    assert store.session(second)


def test_the_trail_says_old_and_new_value_who_and_why(store: Store) -> None:
    store.set_role("analyst 1", "editor", by="chief", reason="second reader")
    row = store.trail(action="account role", private=True)[0]
    assert (row.by, row.subject, row.before, row.after, row.reason) == (
        "chief",
        "analyst 1",
        {"role": "analyst"},
        {"role": "editor"},
        "second reader",
    )
    assert store.trail() == [], "accounts are an admin's business"
    assert [r.subject for r in store.trail(private=True, by="desk")] == ["chief"]
    every = store.trail(private=True)
    assert store.trail(private=True, before=every[0].id, limit=1) == every[1:2]
    assert store.trail(private=True, action="account_") == [], "what stands for any letter elsewhere is a letter"


def test_signing_in_changes_no_picture(store: Store) -> None:
    before = store.revision()
    store.end_session(store.begin_session("chief"))
    assert store.revision() == before


def test_refused_tries_are_kept_of_those_there_are(store: Store) -> None:
    store.refused("nobody", address="192.0.2.7", tries=6)
    store.refused("chief", address="192.0.2.7", tries=6)
    (row,) = store.trail(private=True, action="session refused")
    assert (row.subject, row.after) == ("chief", {"address": "192.0.2.7", "tries": 6})


def test_hashing_is_slow_and_hungry() -> None:
    hasher = HASHER()
    assert hasher.type is Type.ID
    assert hasher.memory_cost >= 19 * 1024, "KiB; what OWASP asks for at two passes"
    assert hasher.time_cost >= 2
