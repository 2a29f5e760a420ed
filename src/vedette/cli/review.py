"""`vedette review`: what people decide about incidents, from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from vedette.cli.common import cut_options, form_option, opened, person, picture_of, show
from vedette.domain import SLOTS, Slot
from vedette.errors import NotFound, UsageError

if TYPE_CHECKING:
    from vedette.domain import Incident, Judgement, Picture
    from vedette.store import Store

F = TypeVar("F", bound=Callable[..., Any])
ROWS = 30
"""Incidents that are listed unless told otherwise."""

reason_option = click.option("--reason", metavar="TEXT", help="Why; it stands in the history and in the audit trail.")
by_option = click.option("--by", metavar="NAME", help="Who decides (default: the name you are signed in with on this machine).")


def decision(command: F) -> F:
    """`--reason` and `--by`, alike for every decision."""
    return reason_option(by_option(command))


@click.group(
    epilog="""\b
Examples:
  vedette review list
  vedette review confirm i0a1b2c3d4e5f
  vedette review undo""",
    short_help="Decide on incidents: confirm, reject, merge, split, edit, grade; check states.",
)
def review() -> None:
    """Decide on incidents: confirm, reject, merge, keep apart, split, edit, grade, undo; say whether a state still holds.

    A decision stays when reports are read again or more come in, can be undone, and stands in the audit trail.
    """


@review.command(
    name="list",
    epilog="""\b
Examples:
  vedette review list --situation "North Kosovo"
  vedette review list --lost""",
)
@cut_options
@form_option
@click.option("--limit", type=click.IntRange(1), default=ROWS, show_default=True, help="How many incidents at most.")
@click.option("--all", "everything", is_flag=True, help="Also what was decided already.")
@click.option("--lost", is_flag=True, help="Instead the decisions whose mentions are gone since their report was read again or forgotten.")
def list_(name: str | None, as_of: str | None, known_at: str | None, form: str | None, limit: int, everything: bool, lost: bool) -> None:
    """What awaits a decision, the most urgent first: severity × uncertainty × age, with the formula."""
    from vedette import review as judging

    with opened() as store:
        made = picture_of(store, name, as_of, known_at)
        if lost:
            _show_lost(judging.lost(store, made), form)
            return
        found = [q for q in judging.queue(made, set()) if everything or q.incident.status == "machine"][:limit]
        versions = judging.versions(store, (q.incident for q in found))
    rows = [
        {
            "id": q.incident.id,
            "title": q.incident.title,
            "begin": q.incident.begin,
            "status": q.incident.status,
            "version": versions[q.incident.id],
            "priority": round(q.priority, 3),
            "formula": q.formula,
            "events": list(q.incident.events),
        }
        for q in found
    ]
    columns = [
        ("id", lambda r: r["id"]),
        ("priority", lambda r: f"{r['priority']:.1f}"),
        ("when", lambda r: r["begin"] or "?"),
        ("what", lambda r: r["title"]),
        ("status", lambda r: r["status"]),
        ("mentions", lambda r: " ".join(r["events"][:6]) + (" …" if len(r["events"]) > 6 else "")),
    ]
    show(rows, columns, form, "nothing awaits a decision")


@review.command(
    epilog="""\b
Example:
  vedette review history i0a1b2c3d4e5f"""
)
@click.argument("id")
@form_option
def history(id: str, form: str | None) -> None:
    """All decisions on an incident, the oldest first, undone ones too."""
    from vedette import review as judging

    with opened() as store:
        rows = [_row(j) for j in judging.history(store, _one(_all(store), id))]
    show(rows, _COLUMNS, form, "nobody decided on this incident yet")


@review.command(
    epilog="""\b
Example:
  vedette review confirm i0a1b2c3d4e5f --reason "seen by a patrol\""""
)
@click.argument("id")
@decision
def confirm(id: str, reason: str | None, by: str | None) -> None:
    """Say that an incident happened as it stands."""
    from vedette import review as judging

    with opened(write=True) as store:
        _told(judging.confirm(store, _one(_all(store), id), by=by or person(), reason=reason), "confirmed")


@review.command(
    epilog="""\b
Example:
  vedette review reject i0a1b2c3d4e5f --reason "a drill\""""
)
@click.argument("id")
@click.option("--reason", metavar="TEXT", required=True, help="Why; it stands in the history and in the audit trail.")
@by_option
def reject(id: str, reason: str, by: str | None) -> None:
    """Take an incident out of the picture."""
    from vedette import review as judging

    with opened(write=True) as store:
        _told(judging.reject(store, _one(_all(store), id), by=by or person(), reason=reason), "rejected")


@review.command(
    epilog="""\b
Example:
  vedette review merge i0a1b2c3d4e5f i6a7b8c9d0e1f"""
)
@click.argument("id")
@click.argument("other")
@decision
def merge(id: str, other: str, reason: str | None, by: str | None) -> None:
    """Say that two incidents are one."""
    from vedette import review as judging

    with opened(write=True) as store:
        made = _all(store)
        _told(judging.merge(store, _one(made, id), _one(made, other), by=by or person(), reason=reason), "merged")


@review.command(
    epilog="""\b
Example:
  vedette review apart i0a1b2c3d4e5f i6a7b8c9d0e1f"""
)
@click.argument("id")
@click.argument("other")
@decision
def apart(id: str, other: str, reason: str | None, by: str | None) -> None:
    """Say that two incidents are not one, whatever later reports look like."""
    from vedette import review as judging

    with opened(write=True) as store:
        made = _all(store)
        _told(judging.keep_apart(store, _one(made, id), _one(made, other), by=by or person(), reason=reason), "kept apart")


@review.command(
    epilog="""\b
Example:
  vedette review split i0a1b2c3d4e5f K02#1 K02#4"""
)
@click.argument("id")
@click.argument("mentions", nargs=-1, required=True)
@decision
def split(id: str, mentions: tuple[str, ...], reason: str | None, by: str | None) -> None:
    """Make some of an incident's mentions an incident of their own."""
    from vedette import review as judging

    with opened(write=True) as store:
        _told(judging.split(store, _one(_all(store), id), mentions, by=by or person(), reason=reason), "split")


@review.command(
    epilog="""\b
Examples:
  vedette review edit i0a1b2c3d4e5f begin 2022-12-10
  vedette review edit i0a1b2c3d4e5f type ASSAULT/firearms
  vedette review edit i0a1b2c3d4e5f actors "masked men; Serbs in northern Kosovo"
  vedette review edit i0a1b2c3d4e5f place '{"name": "Blue Bridge", "lat": 42.8969, "lon": 20.8667}'
  vedette review edit i0a1b2c3d4e5f place --unknown"""
)
@click.argument("id")
@click.argument("field", type=click.Choice(SLOTS))
@click.argument("value", required=False)
@click.option("--unknown", is_flag=True, help="Instead of a value: nobody knows.")
@decision
def edit(id: str, field: str, value: str | None, unknown: bool, reason: str | None, by: str | None) -> None:
    """Put a value into a field of an incident; what the reports say stays beneath it.

    A place is one that a report names, or a JSON object with name, lat and lon; actors are names with ; between them.
    """
    from vedette import review as judging

    if (value is None) != unknown:
        raise UsageError("give a value, or --unknown")
    given: Any = value
    if value is not None and value.lstrip()[:1] in ("{", "["):
        try:
            given = json.loads(value)
        except (ValueError, RecursionError):
            raise UsageError(f"{field}: this is no JSON") from None
    elif value is not None and field in ("actors", "recipients"):
        given = [part.strip() for part in value.split(";") if part.strip()]
    with opened(write=True) as store:
        made = judging.edit(store, _one(_all(store), id), cast(Slot, field), given, by=by or person(), reason=reason)
        _told(made, f"changed the {field}")


@review.command(
    epilog="""\b
Example:
  vedette review grade i0a1b2c3d4e5f 2"""
)
@click.argument("id")
@click.argument("credibility", type=click.IntRange(1, 6))
@decision
def grade(id: str, credibility: int, reason: str | None, by: str | None) -> None:
    """Set an incident's credibility: 1 confirmed by other sources … 6 cannot be judged (Admiralty)."""
    from vedette import review as judging

    with opened(write=True) as store:
        _told(judging.grade(store, _one(_all(store), id), credibility, by=by or person(), reason=reason), "graded")


@review.command(
    epilog="""\b
Examples:
  vedette review check c0a1b2c3d4e5f "in force" --on 2022-12-20 --reason "patrol at the bridge"
  vedette review check c0a1b2c3d4e5f ended --situation "North Kosovo\""""
)
@click.argument("id")
@click.argument("state", type=click.Choice(["in force", "ended", "unknown"]))
@click.option("--on", metavar="DAY", help="The day on which it stood so (default: today).")
@click.option("--situation", metavar="NAME", help="The situation in whose picture the state has this id.")
@decision
def check(id: str, state: Any, on: str | None, situation: str | None, reason: str | None, by: str | None) -> None:
    """Say whether a state of `vedette inforce` still holds: it is confirmed, ends, or goes stale on that day."""
    from vedette import review as judging

    with opened(write=True) as store:
        made = picture_of(store, situation, None, None)
        found = next((c for c in made.conditions if c.id == id), None)
        if found is None:
            raise NotFound(f"{id}: no such state; `vedette inforce --format jsonl` shows them, in a situation with --situation")
        day = on or date.today().isoformat()
        _told(judging.check(store, found, state, day, by=by or person(), reason=reason, as_of=made.as_of), f"{state} on {day}")


@review.command(
    epilog="""\b
Examples:
  vedette review undo
  vedette review undo 12"""
)
@click.argument("judgement", type=click.IntRange(1), required=False)
@by_option
def undo(judgement: int | None, by: str | None) -> None:
    """Undo a decision by its number, or your last one."""
    from vedette import review as judging

    with opened(write=True) as store:
        _told(judging.undo(store, by=by or person(), id=judgement), "undone")


_COLUMNS: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
    ("number", lambda r: r["id"]),
    ("made", lambda r: r["made"]),
    ("by", lambda r: r["by"]),
    ("what", lambda r: r["kind"] + (f" {r['field']}" if r["field"] else "")),
    ("value", lambda r: None if r["value"] is None else json.dumps(r["value"], ensure_ascii=False)),
    ("reason", lambda r: r["reason"]),
    ("undone", lambda r: r["undone"] and f"{r['undone']} by {r['undone_by']}"),
]


def _row(j: Judgement) -> dict[str, Any]:
    named = ("id", "kind", "left", "right", "by", "made", "reason", "field", "value", "undone", "undone_by")
    return {k: getattr(j, k) for k in named} | {"events": [a.event for a in j.anchors]}


def _show_lost(found: tuple[Judgement, ...], form: str | None) -> None:
    columns = [*_COLUMNS[:4], ("mentions", lambda r: " ".join(r["events"]))]
    show([_row(j) for j in found], columns, form, "no decision has lost its mentions")


def _all(store: Store) -> Picture:
    """The picture of everything, in which any incident can be found."""
    return picture_of(store, None, None, None)


def _one(made: Picture, id: str) -> Incident:
    from vedette.review import find

    found = find(made, id)
    if found is None:
        raise NotFound(f"{id}: no such incident; `vedette review list --all` shows them")
    return found


def _told(made: Judgement, done: str) -> None:
    click.echo(
        f"{done} (decision {made.id}; take it back with `vedette review undo {made.id}`)"
        if done != "undone"
        else f"undone: decision {made.id}",
        err=True,
    )
