"""Who asks, and what they may do. Every route that writes depends on `needs(role)`, which also checks the form's token."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from fastapi import HTTPException, Request
from fastapi.routing import APIRoute
from starlette.requests import HTTPConnection

from vedette.domain import ROLES, Role
from vedette.errors import StoreError
from vedette.web.desk import Desk

READS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""
OPEN = frozenset({"/signin", "/health"})
"""What is answered to people who have not signed in, beside the fixed files."""
FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-server", "x-real-ip")
"""Headers that a proxy sets: behind one, an address of this machine does not mean a person at this machine."""
WHOLE: Role = "analyst"
"""From which role on whole texts of reports are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who asks: a name for the audit trail, a role, and the token that their forms carry. `signed`: they signed in."""

    name: str
    role: Role
    token: str
    signed: bool = False

    def may(self, role: Role) -> bool:
        """Whether they have this role or a higher one."""
        return ROLES.index(self.role) >= ROLES.index(role)


def resolve(request: HTTPConnection, *, used: bool = False) -> Person | None:
    """Who asks, looked up anew: the bearer of a session, `desk` where no account was ever made and only this machine can ask, or nobody.

    `used`: it is kept that the session is in use; a database that is busy or read-only stops no page.
    """
    desk: Desk = request.app.state.desk
    if token := request.cookies.get(cookie_name(request)):
        session = desk.store.session(token)
        if session and used and session.due:
            with suppress(StoreError):
                desk.writer.touch(token)
        if session:
            return Person(name=session.account, role=session.role, token=session.csrf, signed=True)
    if request.app.state.here and _direct(request) and not desk.store.has_accounts():
        return Person(name="desk", role="admin", token=request.app.state.token)
    return None


def who(request: Request) -> Person:
    """The person who asks, as found when the request came in. Raises HTTPException 401 where they have not signed in."""
    person: Person | None = getattr(request.state, "person", None)
    if person is None:
        raise HTTPException(401, "sign in first")
    return person


def whole(request: Request) -> bool:
    """Whether the person who asks may read whole texts: analysts and those above them."""
    return who(request).may(WHOLE)


def needs(role: Role) -> Callable[[Request], Coroutine[None, None, Person]]:
    """A dependency: the person who asks, where they have this role or a higher one and, for a write, their form's token fits.

    The token comes as the form field `token` or the header `X-Token`. Raises HTTPException: 401 not signed in, 403 not allowed.
    """

    async def checked(request: Request) -> Person:
        person = who(request)
        if not person.may(role):
            raise HTTPException(403, f"this needs the role {role}; yours is {person.role}")
        if request.method not in READS:
            given = request.headers.get("x-token") or str((await request.form()).get("token") or "")
            if not same(given, person.token):
                raise HTTPException(403, "the form is out of date; load the page again")
        return person

    checked.role = role  # type: ignore[attr-defined] # by which `role_of` finds it
    return checked


def role_of(route: APIRoute) -> Role | None:
    """The role that a route needs through `needs`, or None."""

    def calls(dependant: Any) -> Iterator[Any]:
        yield dependant.call
        for below in dependant.dependencies:
            yield from calls(below)

    found = [getattr(call, "role", None) for call in calls(route.dependant)]
    return max((role for role in found if role in ROLES), key=ROLES.index, default=None)


def unguarded(routes: Iterable[Any]) -> list[str]:
    """Routes that write and ask nobody who they are, but for signing in: there must be none."""
    writing = [(r, sorted((r.methods or set()) - READS)) for r in routes if isinstance(r, APIRoute)]
    return [f"{'/'.join(methods)} {r.path}" for r, methods in writing if methods and role_of(r) is None and r.path != "/signin"]


def same(given: str, token: str) -> bool:
    """Whether two tokens are the same, told in a time that says nothing of where they differ."""
    return secrets.compare_digest(given.encode("utf-8", "surrogatepass"), token.encode("utf-8", "surrogatepass"))


def cookie_name(request: HTTPConnection) -> str:
    """Under which name a browser keeps the session; over https none but this host can have set it."""
    return "__Host-vedette" if request.url.scheme in ("https", "wss") else "vedette"


def _direct(request: HTTPConnection) -> bool:
    """Whether the request comes from this machine itself, and through no proxy on it."""
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return request.client is None or ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return True  # no address: a socket in the file system, or a test
