"""Accounts and sessions, and the audit trail as people read it."""

from __future__ import annotations

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, get_args

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from vedette.domain import Account, Role
from vedette.domain.moments import now
from vedette.errors import Conflict, NotFound, StoreError, UsageError
from vedette.store import schema
from vedette.store.base import Base

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 1000
"""Characters of a password."""
NAME = 64
"""Characters of a name."""
IDLE = timedelta(hours=12)
"""A session that nobody used for so long has ended."""
WHOLE = timedelta(days=7)
"""No session lasts longer."""
TOUCHED = timedelta(minutes=5)
"""How exactly it is kept when a session was last used; a write for every page would hold up the desk."""
RESERVED = frozenset({"desk", "ingest", "unknown", "vedette"})
"""Names that the audit trail uses for nobody in particular."""
MARKS = " ._-@'"
"""What a name may hold beside letters and digits."""
PRIVATE = ("account %", "session %")
"""Actions in the audit trail that change no picture, and that only an admin reads."""
_hashing = BoundedSemaphore(2)  # a hash takes 64 MiB: many sign-ins at once must not take all memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody who is signed in: `csrf` is the token that their forms carry; `made` and `seen` are UTC."""

    account: str
    role: Role
    csrf: str
    made: str
    seen: str

    @property
    def due(self) -> bool:
        """Whether it is to be kept that it is in use."""
        return self.seen < _earlier(now(), TOUCHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One change: `before` and `after` hold what changed, by field; `at` is UTC."""

    id: int
    at: str
    by: str
    action: str
    subject: str
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str | None


class Accounts(Base):
    """Accounts and sessions, and the audit trail as people read it. No password and no token is kept, nor stands in the trail."""

    # -- accounts -----------------------------------------------------------------------------------------------------

    def accounts(self) -> list[Account]:
        """All accounts, by name."""
        with self._reads() as connection:
            return [_account(r) for r in connection.execute(select(schema.account).order_by(schema.account.c.name))]

    def has_accounts(self) -> bool:
        """Whether an account was ever made: from then on nobody is let in without one."""
        with self._reads() as connection:
            return connection.execute(select(schema.account.c.name).limit(1)).first() is not None

    def add_account(self, name: str, password: str, role: Role, *, by: str, reason: str | None = None) -> Account:
        """Make an account. Raises UsageError for a name, password or role that cannot be, Conflict for a name that is taken."""
        name = " ".join(unicodedata.normalize("NFC", name).split())
        if not 1 <= len(name) <= NAME or not all(c.isalnum() or c in MARKS for c in name) or not any(c.isalnum() for c in name):
            raise UsageError(f"a name has 1 to {NAME} letters, digits, spaces or any of {MARKS.strip()}")
        if name.casefold() in RESERVED:
            raise UsageError(f"{name}: stands for nobody in particular in the audit trail; take another name")
        _role(role)
        secret = hashed(password, name)
        with self._writes() as connection:
            there = connection.execute(select(schema.account.c.name)).scalars().all()
            if taken := next((t for t in there if t.casefold() == name.casefold()), None):
                raise Conflict(f"{taken}: there is such an account already; take another name")
            if not there and role != "admin":
                raise UsageError("the first account must be an admin's, who can make the others: --role admin")
            made = Account(name=name, role=role, made=now())
            connection.execute(insert(schema.account).values(name=name, role=role, secret=secret, made=made.made))
            self._audit(connection, by, "account made", name, {"before": None, "after": {"role": role}}, reason)
        return made

    def set_role(self, name: str, role: Role, *, by: str, reason: str | None = None) -> None:
        """Give an account another role. Raises NotFound, and UsageError where no admin would be left."""
        _role(role)
        with self._writes() as connection:
            old = self._account(connection, name)
            if role != "admin":
                self._spare(connection, old)
            self._change(connection, name, "account role", {"role": old.role}, {"role": role}, by, reason)

    def disable(self, name: str, *, by: str, reason: str | None = None) -> None:
        """Let an account sign in no more, and end its sessions. Raises NotFound, and UsageError where no admin would be left."""
        with self._writes() as connection:
            old = self._account(connection, name)
            self._spare(connection, old)
            if old.disabled is None:
                self._change(connection, name, "account disabled", {"disabled": None}, {"disabled": now()}, by, reason)
            self._end(connection, name)

    def enable(self, name: str, *, by: str, reason: str | None = None) -> None:
        """Let a disabled account sign in again. Raises NotFound."""
        with self._writes() as connection:
            old = self._account(connection, name)
            if old.disabled is not None:
                self._change(connection, name, "account enabled", {"disabled": old.disabled}, {"disabled": None}, by, reason)

    def set_password(self, name: str, password: str, *, by: str, reason: str | None = None, keep: str | None = None) -> None:
        """Give an account another password and end its sessions, but for that of the token `keep`. Raises NotFound, UsageError."""
        secret = hashed(password, name)
        with self._writes() as connection:
            self._account(connection, name)
            connection.execute(update(schema.account).where(schema.account.c.name == name).values(secret=secret))
            self._audit(connection, by, "account password", name, {"before": {}, "after": {}}, reason)
            self._end(connection, name, keep=keep)

    def fits(self, name: str, password: str) -> bool:
        """Whether an account of this name may sign in with this password. It takes as long where there is none."""
        with self._reads() as connection:
            row = connection.execute(select(schema.account).where(schema.account.c.name == name)).first()
        right = verified(row.secret if row else _nobody(), password)
        return right and row is not None and row.disabled is None

    # -- sessions -----------------------------------------------------------------------------------------------------

    def begin_session(self, name: str, *, address: str | None = None, instead: str | None = None) -> str:
        """Let a person in who has proved who they are; returns the token for their browser. The session of `instead` ends.

        Raises NotFound where the account is gone or disabled.
        """
        token, made = secrets.token_urlsafe(32), now()
        with self._writes() as connection:
            if self._account(connection, name).disabled is not None:
                raise NotFound(f'"{name}" was disabled')
            connection.execute(delete(schema.session).where(schema.session.c.made < _earlier(made, WHOLE)))
            if instead:
                self._end(connection, name, token=instead)
            row = {"account": name, "csrf": secrets.token_urlsafe(32), "made": made, "seen": made}
            connection.execute(insert(schema.session).values(digest=digest(token), **row))
            self._audit(connection, name, "session begun", name, {"before": {}, "after": {"address": address}})
        return token

    def session(self, token: str) -> Session | None:
        """Who bears this token, where the session lasts and the account may sign in."""
        rows, people, at = schema.session, schema.account, now()
        query = (
            select(rows.c.account, rows.c.csrf, rows.c.made, rows.c.seen, people.c.role)
            .join(people, people.c.name == rows.c.account)
            .where(rows.c.digest == digest(token), rows.c.ended.is_(None), people.c.disabled.is_(None))
            .where(rows.c.made > _earlier(at, WHOLE), rows.c.seen > _earlier(at, IDLE))
        )
        with self._reads() as connection:
            row = connection.execute(query).first()
        return Session(account=row.account, role=row.role, csrf=row.csrf, made=row.made, seen=row.seen) if row else None

    def touch(self, token: str) -> None:
        """Keep it that a session is in use; one that has ended is not woken."""
        rows, at = schema.session, now()
        with self._writes() as connection:
            live = (rows.c.digest == digest(token), rows.c.ended.is_(None), rows.c.seen > _earlier(at, IDLE))
            connection.execute(update(rows).where(*live).values(seen=at))

    def end_session(self, token: str) -> None:
        """Sign out. A session that has ended stays so."""
        with self._writes() as connection:
            rows = schema.session
            name = connection.execute(select(rows.c.account).where(rows.c.digest == digest(token), rows.c.ended.is_(None))).scalar()
            if name is not None:
                self._end(connection, name, token=token)
                self._audit(connection, name, "session ended", name)

    def refused(self, name: str, *, address: str | None, tries: int) -> None:
        """Put into the audit trail that somebody tried to sign in too often as a person that there is."""
        with self._writes() as connection:
            if connection.execute(select(schema.account.c.name).where(schema.account.c.name == name)).first():
                self._audit(connection, name, "session refused", name, {"before": {}, "after": {"address": address, "tries": tries}})

    # -- the audit trail ----------------------------------------------------------------------------------------------

    def trail(
        self,
        *,
        by: str | None = None,
        subject: str | None = None,
        action: str | None = None,
        before: int | None = None,
        limit: int = 200,
        private: bool = False,
    ) -> list[AuditRow]:
        """Changes, newest first: by whom, on what, of actions that begin so; those with an id below `before`. Accounts only if `private`."""
        rows = schema.audit
        query: Select[Any] = select(rows).order_by(rows.c.id.desc()).limit(limit)
        for column, value in ((rows.c.by, by), (rows.c.subject, subject)):
            if value:
                query = query.where(column == value)
        if action:
            query = query.where(rows.c.action.startswith(action, autoescape=True))
        if before is not None:
            query = query.where(rows.c.id < before)
        if not private:
            query = query.where(*(rows.c.action.not_like(p) for p in PRIVATE))
        with self._reads() as connection:
            return [_audit_row(r) for r in connection.execute(query)]

    # -- within one transaction ---------------------------------------------------------------------------------------

    @staticmethod
    def _account(connection: Connection, name: str) -> Account:
        row = connection.execute(select(schema.account).where(schema.account.c.name == name)).first()
        if row is None:
            raise NotFound(f'no account "{name}"; `vedette users list` shows those there are')
        return _account(row)

    @staticmethod
    def _spare(connection: Connection, old: Account) -> None:
        """Refuse to take away the last admin, after whom nobody could make another."""
        rows = schema.account
        query = select(func.count()).select_from(rows).where(rows.c.role == "admin", rows.c.disabled.is_(None), rows.c.name != old.name)
        if old.role == "admin" and old.disabled is None and not connection.execute(query).scalar():
            raise UsageError(f"{old.name} is the last admin; make another one first")

    def _change(
        self, connection: Connection, name: str, action: str, old: Mapping[str, Any], new: Mapping[str, Any], by: str, reason: str | None
    ) -> None:
        connection.execute(update(schema.account).where(schema.account.c.name == name).values(**new))
        self._audit(connection, by, action, name, {"before": dict(old), "after": dict(new)}, reason)

    @staticmethod
    def _end(connection: Connection, name: str, *, token: str | None = None, keep: str | None = None) -> None:
        """End the sessions of an account, or the one of a token whoever's it is, but for that of `keep`."""
        rows = schema.session
        which = rows.c.digest == digest(token) if token is not None else rows.c.account == name
        query = update(rows).where(which, rows.c.ended.is_(None))
        connection.execute((query.where(rows.c.digest != digest(keep)) if keep else query).values(ended=now()))


def digest(token: str) -> str:
    """By what a token is known; the token itself is kept nowhere but in the browser."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def hashed(password: str, name: str) -> str:
    """A password as it may be kept. Raises UsageError for one that is too short, too long, or the name again."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"a password has {SHORTEST} to {LONGEST} characters; a few words in a row are easy to keep in mind")
    if password.casefold() in (name.casefold(), name.casefold() * 2) or len(set(password)) < 5:
        raise UsageError("this password is guessed at once; take another one")
    try:
        with _hashing:
            return _hasher().hash(password)
    except UnicodeEncodeError as e:
        raise UsageError("a password is made of characters that can be written") from e


def verified(secret: str, password: str) -> bool:
    """Whether a password is the one that was hashed so."""
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password) > LONGEST:
        return False
    try:
        with _hashing:
            return _hasher().verify(secret, password)
    except InvalidHashError as e:
        raise StoreError("the account table is damaged; restore a copy of the database") from e
    except (VerificationError, UnicodeEncodeError):
        return False


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))


def _role(role: str) -> None:
    if role not in get_args(Role):
        raise UsageError(f"{role}: no such role; there are {', '.join(get_args(Role))}")


def _earlier(at: str, by: timedelta) -> str:
    return (datetime.fromisoformat(at) - by).strftime("%Y-%m-%dT%H:%M:%SZ")


def _account(row: Any) -> Account:
    return Account(name=row.name, role=row.role, made=row.made, disabled=row.disabled)


def _audit_row(row: Any) -> AuditRow:
    data = json.loads(row.data)
    if {"before", "after"} & set(data):
        # what a change says beside old and new value stands with the new one
        rest = {k: v for k, v in data.items() if k not in ("before", "after")}
        before, after = _fields(data.get("before")), _fields(data.get("after")) | rest
    else:
        before, after = {}, data
    changed = {k for k in (*before, *after) if before.get(k) != after.get(k)}
    return AuditRow(
        id=row.id,
        at=row.at,
        by=row.by,
        action=row.action,
        subject=row.subject,
        before={k: v for k, v in before.items() if k in changed},
        after={k: v for k, v in after.items() if k in changed},
        reason=row.reason,
    )


def _fields(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    return dict(value) if isinstance(value, dict) else {"value": value}
