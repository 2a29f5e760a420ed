"""Domain objects to JSON and back, by their own types (pydantic)."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(kind)  # type: ignore[arg-type]


def dump(value: Any, kind: Any = None) -> str:
    """A domain object (or a collection, with its type given) as JSON."""
    key: Any = kind or type(value)
    return _adapter(key).dump_json(value).decode()


def load(kind: type[T], data: str) -> T:
    """The domain object that `dump` wrote."""
    key: Any = kind
    out: T = _adapter(key).validate_json(data)
    return out
