"""What the desk itself writes down: its sources, its people, its duty log, its released reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["viewer", "reporter", "analyst", "editor", "admin"]
ROLES: tuple[Role, ...] = ("viewer", "reporter", "analyst", "editor", "admin")
"""From the least to the most: each may do what those before it may."""
Reliability = Literal["A", "B", "C", "D", "E", "F"]
RELIABILITY: dict[Reliability, str] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
"""Admiralty grades of a source (NATO AJP-2.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An outlet as the desk knows it: `reliability` is set by people, `side` is the community that it speaks for."""

    name: str
    reliability: Reliability = "F"
    side: str | None = None
    ownership: str | None = None
    language: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who may sign in."""

    name: str
    role: Role
    made: str
    disabled: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """A line of the duty log; `subject` is an event of the incident that it is about, `tell` who is to be told, `told` when it was done (UTC)."""

    id: int
    at: str
    by: str
    text: str
    subject: str | None = None
    tell: str | None = None
    told: str | None = None
    told_by: str | None = None
    withdrawn: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """One watch handed to the next: `data` is what was shown when it was signed; `taken` is when the other signed (UTC)."""

    id: int
    at: str
    by: str
    to: str | None
    taken: str | None
    data: dict[str, Any]
