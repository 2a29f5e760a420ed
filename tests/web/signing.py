"""People who sign in, for the tests of the board: one of each role, named by it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from vedette.domain import ROLES
from vedette.store import Store, accounts
from vedette.web.app import create_app
from vedette.web.desk import Desk

WORD = "seven grey herons stand"
HOST = "http://board.example"


def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash in a moment: a test need not hold out against guessing."""
    made = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "_hasher", lambda: made)
    accounts._nobody.cache_clear()


def peopled(db: str, folder: Path, *, roles: tuple[str, ...] = ROLES) -> str:
    """A copy of a database with an account of each role, `admin` first."""
    path = folder / "people.db"
    shutil.copyfile(db, path)
    store = Store.open(path)
    for role in sorted(roles, key=lambda r: r != "admin"):
        store.add_account(role, WORD, role, by="desk")  # type: ignore[arg-type] # roles as text
    store.close()
    return str(path)


@contextmanager
def board(db: str, *, hosts: tuple[str, ...] = ("*",)) -> Iterator[TestClient]:
    """A board that others can reach, and a stranger who asks it."""
    desk = Desk(db)
    with TestClient(create_app(desk, list(hosts)), base_url=HOST, follow_redirects=False, raise_server_exceptions=False) as made:
        yield made
    desk.close()


def sign_in(client: TestClient, name: str) -> str:
    """Begin a session as the form does, without the password; returns the token of the person's forms."""
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined] # FastAPI
    client.cookies.set("vedette", desk.writer.begin_session(name))
    return str(client.get("/me.json").json()["token"])
