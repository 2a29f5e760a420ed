"""What the desk's papers share: fields of a form or of JSON, the answer to a write, moments in local and Zulu time, lists as CSV."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from vedette.domain.moments import clock, instant
from vedette.errors import UsageError
from vedette.export import csv
from vedette.web import languages
from vedette.web.languages import gettext as _
from vedette.web.render import written

LARGEST = 2_000_000
"""Bytes of a form at most."""


async def given(request: Request) -> dict[str, Any]:
    """The fields of a form, or of a JSON object. Raises UsageError where it is neither, HTTPException 413 where it is too large."""
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > LARGEST:
        raise HTTPException(413, f"this is too large: {LARGEST // 1_000_000} MB is the most")
    if "json" not in request.headers.get("content-type", ""):
        form = await request.form()
        return {k: v for k, v in form.items() if isinstance(v, str)}
    body = await request.body()
    if len(body) > LARGEST:
        raise HTTPException(413, f"this is too large: {LARGEST // 1_000_000} MB is the most")
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise UsageError("send a form, or one JSON object")
    return found


Given = Annotated[dict[str, Any], Depends(given)]


def word(fields: Mapping[str, Any], name: str, most: int = 4000) -> str:
    """A field as text without blanks around it, empty where it is missing. Raises UsageError where it is no text or too long."""
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        raise UsageError(f"{name} must be a text")
    text = str(value).encode("utf-8", "replace").decode().replace("\x00", "").strip()
    if len(text) > most:
        raise UsageError(f"{name} may have {most} characters; this has {len(text)}")
    return text


def number(fields: Mapping[str, Any], name: str) -> int:
    """A field as a whole number. Raises UsageError."""
    text = word(fields, name, 20)
    try:
        return int(text)
    except ValueError:
        raise UsageError(f"{name} must be a whole number") from None


def answered(request: Request, page: str, data: Mapping[str, Any], status: int = 200) -> Response:
    """The answer to a write: JSON where that is asked for, else the page that shows what came of it."""
    if wants_json(request):
        return written(data, status)
    return RedirectResponse(page, 303)


def wants_json(request: Request) -> bool:
    """Whether JSON is asked for."""
    return "application/json" in request.headers.get("accept", "")


def both(moment: str | None, zone: str) -> str:
    """A moment as `28 Nov 13:05 Belgrade · 12:05Z`, in UTC alone `28 Nov 12:05Z`, with the year where it is another; what is no moment as it is."""
    if not moment:
        return ""
    try:
        at = datetime.fromisoformat(instant(moment)).astimezone(UTC)
    except (ValueError, OverflowError):
        return moment
    local = at.astimezone(clock(zone))
    zulu = f"{at:%H:%M}Z"
    shown = languages.short(local.date()) if local.year == datetime.now(UTC).year else languages.on(local.date())
    if zone == "UTC":
        return f"{shown} {zulu}"
    return f"{shown} {languages.at(local.time())} {zone.rpartition('/')[2].replace('_', ' ')} · {zulu}"


def age(moment: str, now: datetime | str) -> str:
    """How long ago a moment was: `5 min`, `3 h`, `2 d`."""
    now = datetime.fromisoformat(instant(now)) if isinstance(now, str) else now
    try:
        minutes = int((now - datetime.fromisoformat(instant(moment))).total_seconds() // 60)
    except (ValueError, TypeError, OverflowError):
        return ""
    if minutes < 60:
        return _("%(n)s min") % {"n": max(0, minutes)}
    return _("%(n)s h") % {"n": minutes // 60} if minutes < 48 * 60 else _("%(n)s d") % {"n": minutes // 1440}


def table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Response:
    """Rows as CSV, with these columns."""
    return Response("".join(csv.lines(columns, ([row.get(c) for c in columns] for row in rows))), media_type="text/csv; charset=utf-8")
