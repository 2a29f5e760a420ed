"""Actors: who acts, with PLOVER's country and sector codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

UNIDENTIFIED = "UAF"
"""PLOVER's sector of armed people of whom nobody says whose they are."""


OFFICIAL = frozenset({"GOV", "COP", "MIL", "JUD", "LEG"})
"""Sectors of authorities, who may do what nobody else may: close a border, hold people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone who acts. `country` is ISO 3166-1 alpha-3 (`XKX` for Kosovo) or PLOVER's international code (IGO, UNO, EUR, NGO, ISM, IMG, MNC).

    `sectors` are PLOVER's, most specific first; `code` is country and first sector. None and empty: unknown. `entry` is the
    catalogue's id where the actor is one of its entries.
    """

    name: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    entry: str | None = None

    @property
    def code(self) -> str | None:
        """Country and first sector (`XKXCOP`), None where both are unknown; UAF alone says only that nobody knows who it is, so it is no code."""
        if self.country is None and self.sectors[:1] == (UNIDENTIFIED,):
            return None
        return ((self.country or "") + (self.sectors[0] if self.sectors else "")) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMention:
    """An actor's phrase in a text and whom it stands for. `confidence` 0..1; `unnamed` if the phrase names nobody ("gunmen")."""

    start: int
    end: int
    text: str
    actor: Actor
    confidence: float = 1.0
    unnamed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Presumed:
    """Who presumably did something of which nobody says who did it, and why that is thought."""

    actor: Actor
    reason: Literal["who announced it", "an act of authority there", "who began it"]
