"""What the public JSON shapes (CONTRACT §1 and §2) have in common."""

from __future__ import annotations

from typing import Any

from vedette.domain.actors import Actor


def actor_shape(a: Actor) -> dict[str, Any]:
    """Name and codes of an actor."""
    return {"name": a.name, "code": a.code, "country": a.country, "sectors": list(a.sectors)}
