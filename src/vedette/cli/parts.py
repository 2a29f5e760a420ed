"""`vedette times`, `vedette actors`, and what they share with `vedette places`: parts of the reading, each usable alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import click

from vedette.cli.common import ISSUES, line, standard_output, tell
from vedette.errors import BadRecord, InputError, Uncoded, UsageError, VedetteError

Answer = Callable[[list[dict[str, Any]]], Iterator[dict[str, Any]]]
TOGETHER = 64
"""Records that are read together."""


def _records(path: str) -> Iterator[dict[str, Any] | InputError]:
    """Objects with a text, one a line."""
    from vedette.ingest.inputs import open_lines

    for where, found in open_lines(path, sys.stdin.buffer):
        if isinstance(found, InputError):
            yield found
        elif not isinstance(found, dict) or not isinstance(found.get("text"), str):
            id = found.get("id") if isinstance(found, dict) else None
            yield BadRecord(f'{where}: no "text"; write one object a line, such as {{"id": "1", "text": "…"}}', id=id)
        elif (wrong := _odd(found)) is not None:
            yield BadRecord(f"{where}: {wrong}", id=found.get("id"))
        else:
            yield found


def _odd(record: dict[str, Any]) -> str | None:
    """What is wrong with a record's other fields, None where nothing is."""
    from vedette.ingest import is_moment

    spans = record.get("spans")
    whole = isinstance(spans, list) and all(isinstance(s, list) and len(s) == 2 and all(type(x) is int for x in s) for s in spans)
    if spans is not None and not whole:
        return '"spans" must be a list of [start, end]'
    if spans is not None and not all(0 <= a < b <= len(record["text"]) for a, b in spans):
        return f'"spans" must lie inside the text of {len(record["text"])} characters'
    for key in ("published", "on"):
        day = record.get(key)
        if day not in (None, "") and not (isinstance(day, str) and is_moment(day)):
            return f'"{key}" must be a day, such as "2022-12-18"'
    return None


def _answers(answer: Answer, records: list[dict[str, Any]]) -> list[dict[str, Any] | InputError]:
    """Answers in order. Where records cannot be answered together, each is alone, so that a fault of ours costs one answer."""
    try:
        return list(answer(records))
    except (VedetteError, OSError):
        raise
    except Exception as e:
        if len(records) > 1:
            return [a for r in records for a in _answers(answer, [r])]
        return [Uncoded(f"record {records[0].get('id')}: a fault of ours ({type(e).__name__}); please report it", id=records[0].get("id"))]


def answer_all(path: str, answer: Answer) -> int:
    """Answer every record in order; one that is bad gives one line and an error record, and the rest goes on."""
    if path == "-" and sys.stdin.isatty():
        raise UsageError("nothing to read: name a file of JSON Lines, or give - for standard input")
    out = standard_output()
    issues = 0
    records = _records(path)
    while group := list(islice(records, TOGETHER)):
        answers = iter(_answers(answer, [r for r in group if not isinstance(r, InputError)]))
        for r in group:
            found = r if isinstance(r, InputError) else next(answers)
            if isinstance(found, InputError):
                issues += 1
                tell(found)
                found = {"schema": 1, "id": found.id, "error": {"kind": found.kind, "message": str(found)}}
            out.write(line(found))
        out.flush()
    return ISSUES if issues else 0


@click.command(
    epilog="""\b
Example:
  echo '{"id": "1", "text": "It closed on Friday.", "published": "2022-12-18"}' | vedette times -""",
    short_help="Time expressions in texts.",
)
@click.argument("path", default="-", metavar="[FILE|-]")
def times(path: str) -> int:
    """Find the time expressions of texts and the days that they stand for.

    In: {"id", "text", "published"?} a line; out: {"id", "times": […]} a line.
    """
    from vedette.pipeline import parts

    return answer_all(path, parts.times)


@click.command(
    epilog="""\b
Example:
  echo '{"id": "1", "text": "the Ukrainian defence minister"}' | vedette actors -""",
    short_help="Who a phrase stands for.",
)
@click.argument("path", default="-", metavar="[FILE|-]")
def actors(path: str) -> int:
    """Resolve actor phrases to country and sectors.

    In: {"id", "text", "on"?, "context"?} a line ("on" is a day); out: {"id", "name", "country", "sectors", "code", "confidence"} a line.
    """
    from vedette.pipeline import parts

    return answer_all(path, parts.actors)
