"""What an alert says in a mail, in a webhook's JSON and on a terminal. At most the evidence sentence of a report goes out, never its text."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from vedette.domain import TOPICS, TRIAL, Alert, Telling

SCHEMA = 1
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_KINDS: dict[Telling, str] = {"ring": "", "update": "Update: ", "escalation": "Not acknowledged: "}


def one_line(value: str) -> str:
    """A text on one line, without control characters: a headline of a hostile source can set no header and move no cursor."""
    return " ".join(_CONTROL.sub(" ", value).split())


def line(kind: Telling, alert: Alert) -> str:
    """An alert on one line, for a terminal or a subject."""
    where = f"{one_line(alert.sign.place)}: " if alert.sign.place else ""
    return f"{_KINDS[kind]}{where}{one_line(alert.sign.title)}"


def subject(items: Sequence[tuple[Telling, Alert]], rule: str) -> str:
    """The subject of a mail of one alert or many."""
    if len(items) == 1:
        return f"[{one_line(rule)}] {line(*items[0])}"[:200]
    return f"[{one_line(rule)}] {len(items)} alerts"


def text(items: Sequence[tuple[Telling, Alert]], link: str | None = None) -> str:
    """The body of a mail, plain."""
    out = []
    for kind, alert in items:
        sign = alert.sign
        severity = f"severity {sign.severity:g} of 10"
        if sign.space == TRIAL:
            out += [line(kind, alert), ""]
            continue
        out += [line(kind, alert), f"  {TOPICS[sign.topic]}; {', '.join(x for x in (sign.day or 'no day told', severity) if x)}"]
        out += [f"  {label}: {one_line(_said(value))}" for label, value in sign.facts if value not in (None, (), "", False)]
        if sign.evidence:
            out.append(f'  {one_line(sign.source or "source not named")}: "{one_line(sign.evidence)}"')
        out.append(f"  alert {alert.id}, rules: {', '.join(map(one_line, alert.rules))}")
        out += [f"  {link.rstrip('/')}/alerts#a{alert.id}"] if link else []
        out.append("")
    out.append("Composed by Vedette from reports as they were read by machine. Acknowledge: vedette alerts ack NUMBER, or on the board.")
    return "\n".join(out) + "\n"


def shape(alert: Alert) -> dict[str, Any]:
    """An alert as plain data."""
    s = alert.sign
    return {
        "id": alert.id,
        "rules": list(alert.rules),
        "trial": s.space == TRIAL,
        "topic": s.topic,
        "title": s.title,
        "severity": s.severity,
        "day": s.day,
        "place": s.place,
        "area": s.area,
        "lat": s.lat,
        "lon": s.lon,
        "subject": s.subject,
        "events": list(s.events),
        "evidence": s.evidence,
        "source": s.source,
        "facts": dict(s.facts),
        "state": alert.state,
        "version": alert.version,
        "rang": alert.rang,
        "updated": alert.updated,
        "acknowledged": alert.acknowledged,
        "acknowledged_by": alert.acknowledged_by,
        "note": alert.note,
        "escalated": alert.escalated,
    }


def payload(items: Sequence[tuple[Telling, Alert]], *, key: str, rule: str) -> bytes:
    """The body of a webhook: one JSON object, the same for every try."""
    alerts = [{"kind": kind, **shape(alert)} for kind, alert in items]
    return json.dumps({"schema": SCHEMA, "key": key, "rule": rule, "alerts": alerts}, ensure_ascii=False).encode("utf-8", "replace")


def _said(value: Any) -> str:
    """A fact in words: `killed 2; wounded 1 to 3`."""
    if isinstance(value, tuple):
        return "; ".join(_said(v) if not isinstance(v, tuple) else _count(v) for v in value)
    return str(value)


def _count(value: tuple[Any, ...]) -> str:
    name, *numbers = value
    low, high = (*numbers, None, None)[:2]
    return f"{name} {low if low == high else f'{low} or more' if high is None else f'{low} to {high}'}"
