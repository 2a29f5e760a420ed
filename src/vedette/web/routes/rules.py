"""Rules of alerts, made and changed on the board. They ring on the board and in their feed, and by mail; other channels are set on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Request, Response

from vedette.domain import TOPICS, Rule
from vedette.domain.alerts import Topic
from vedette.errors import Conflict, UsageError
from vedette.pipeline.channels import checked as address
from vedette.situation.alerts import defaults
from vedette.situation.ringing import checked
from vedette.web import papers
from vedette.web.desk import Desk
from vedette.web.guard import Person, needs
from vedette.web.papers import Given, word
from vedette.web.render import Asked

router = APIRouter()
Editor = Annotated[Person, Depends(needs("editor"))]
LISTS = ("area", "types", "kinds", "actors", "sources")
"""Fields of a rule that hold several values; in a form they stand apart by `;`."""
DOINGS = ("pause", "resume", "remove")


def several(given: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A field's values: of a list, or of a text in which they stand apart by `;`. Raises UsageError."""
    value = given.get(name)
    parts = value if isinstance(value, list) else word(given, name).split(";")
    return tuple(dict.fromkeys(p for part in parts if (p := word({name: part}, name, 200))))


def rule_of(given: Mapping[str, Any], zone: str) -> Rule:
    """A rule as a form or a JSON object describes it. Raises UsageError."""
    about = several(given, "about") or tuple(t for t in TOPICS if word(given, f"about-{t}", 10))
    severity = word(given, "severity", 10)
    try:
        least = float(severity) if severity else None
    except ValueError:
        raise UsageError(f"severity {severity}: a number from 0 to 10") from None
    quiet = (word(given, "quiet_from", 10), word(given, "quiet_to", 10))
    if any(quiet) and not all(quiet):
        raise UsageError("quiet hours need a beginning and an end")
    to = several(given, "to")
    if other := [t for t in to if not t.startswith("mailto:")]:
        raise UsageError(
            f"{other[0][:80]}: on the board a rule tells by mail (mailto:NAME@HOST); set other channels with `vedette alerts add`"
        )
    for t in to:
        address(t)
    lists: dict[str, Any] = {name: several(given, name) for name in LISTS}
    return checked(
        Rule(
            name=" ".join(word(given, "name", 200).split()),
            about=cast(tuple[Topic, ...], about),
            situation=word(given, "situation", 200) or None,
            severity=least,
            quiet=quiet if all(quiet) else None,
            digest=word(given, "digest", 10) or None,
            zone=zone,
            to=to,
            **lists,
        )
    )


@router.post("/alerts/rules")
def add_rule(request: Request, cut: Asked, person: Editor, fields: Given) -> Response:
    """Make a rule: `name`, `about` (topics), `situation`, `area`, `types`, `kinds`, `actors`, `sources` (several apart by `;`), `severity` at least,
    `to` (mailto: addresses), `digest` or `quiet_from` and `quiet_to` as times of day. It rings for what comes from now on.
    """
    desk: Desk = request.app.state.desk
    made = rule_of(fields, desk.zone(cut.situation))
    if made.situation is not None:
        desk.store.situation(made.situation)
    if any(r.name == made.name for r in desk.store.rules()):
        raise Conflict(f'there is a rule "{made.name}" already; give another name, or remove that one first')
    kept = desk.writer.put_rule(made, by=person.name)
    return papers.answered(request, cut.url("/alerts", show="rules"), {"rule": asdict(kept)}, 201)


@router.post("/alerts/rules/defaults")
def add_defaults(request: Request, cut: Asked, person: Editor) -> Response:
    """Make the rules that a duty officer starts with, of the situation asked for; rules of the same names stay as they are."""
    desk: Desk = request.app.state.desk
    if cut.situation is not None:
        desk.store.situation(cut.situation)
    there = {r.name for r in desk.store.rules()}
    made = [replace(r, situation=cut.situation) for r in defaults() if r.name not in there]
    for rule in made:
        desk.writer.put_rule(checked(rule), by=person.name)
    return papers.answered(request, cut.url("/alerts", show="rules"), {"made": [r.name for r in made]}, 201)


@router.post("/alerts/rules/change")
def change_rule(request: Request, cut: Asked, person: Editor, fields: Given) -> Response:
    """Pause, resume or remove (`do`) the rule of a `name`; what rang and who was told stays."""
    desk: Desk = request.app.state.desk
    name, do = word(fields, "name", 200), word(fields, "do", 20)
    if do not in DOINGS:
        raise UsageError(f"do {do}: not a choice; it is {', '.join(DOINGS[:2])} or {DOINGS[2]}")
    rule = desk.store.rule(name)
    if do == "remove":
        desk.writer.drop_rule(name, by=person.name)
    else:
        desk.writer.put_rule(replace(rule, paused=do == "pause"), by=person.name)
    return papers.answered(request, cut.url("/alerts", show="rules"), {"rule": name, "done": do})
