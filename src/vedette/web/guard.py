"""Who asks, and what they may do. Every route that writes depends on `needs(role)`, which also checks the form's token."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass

from fastapi import HTTPException, Request

from vedette.domain import ROLES, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who asks: a name for the audit trail, a role, and the token that their forms carry."""

    name: str
    role: Role
    token: str


def who(request: Request) -> Person:
    """The person who asks. On loopback without accounts: `desk`, who may do everything."""
    return Person(name="desk", role="admin", token=request.app.state.token)


def needs(role: Role) -> Callable[[Request], Coroutine[None, None, Person]]:
    """A dependency: the person who asks, where they have this role or a higher one and, for a write, their form's token fits.

    The token comes as the form field `token` or the header `X-Token`. Raises HTTPException: 401 not signed in, 403 not allowed.
    """

    async def checked(request: Request) -> Person:
        person = who(request)
        if ROLES.index(person.role) < ROLES.index(role):
            raise HTTPException(403, f"this needs the role {role}; yours is {person.role}")
        if request.method not in ("GET", "HEAD"):
            given = request.headers.get("x-token") or str((await request.form()).get("token") or "")
            if not secrets.compare_digest(given.encode(), person.token.encode()):
                raise HTTPException(403, "the form is out of date; load the page again")
        return person

    return checked
