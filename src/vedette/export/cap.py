"""Alerts as the Common Alerting Protocol 1.2 (OASIS): one document an alert, an update or cancellation of it naming what went before."""

from __future__ import annotations

import re
from datetime import datetime
from xml.sax.saxutils import escape

from vedette.domain import TRIAL, Alert
from vedette.domain.moments import instant

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def severity(value: float) -> str:
    """CAP's word for a severity of 0 to 10."""
    return "Extreme" if value >= 10 else "Severe" if value >= 8 else "Moderate" if value >= 5 else "Minor"


def identifier(alert: Alert, version: int | None = None) -> str:
    """What an alert is called, and its version: no blank, comma or sign that CAP forbids."""
    return f"vedette-{alert.rang.replace(':', '')}-{alert.id}.{version or alert.version}"


def document(alert: Alert, *, sender: str, link: str | None = None) -> bytes:
    """The document. `sender` has no blanks, commas, < or &; `link` leads to the board.

    Its scope is Restricted: what the reports say is not a warning to the public. Certainty follows from the sources alone.
    """
    sign = alert.sign
    first = alert.version == 1 and alert.state != "withdrawn"
    kind = "Cancel" if alert.state == "withdrawn" else "Alert" if first else "Update"
    version = alert.version + (alert.state == "withdrawn")
    before = [] if first else [f"{sender},{identifier(alert, version - 1)},{_moment(alert.rang)}"]
    sources = dict(sign.facts).get("sources", 1)
    described = "\n".join(x for x in (sign.title, f"{sign.source or 'Source not named'}: {sign.evidence}" if sign.evidence else "") if x)
    info = [
        ("language", "en"), ("category", "Security"), ("event", sign.title[:120]), ("urgency", "Past" if sign.topic == "ended" else "Unknown"),
        ("severity", severity(sign.severity)), ("certainty", "Likely" if isinstance(sources, int) and sources > 1 else "Possible"),
        ("onset", f"{sign.day[:10]}T00:00:00-00:00" if sign.day and len(sign.day) >= 10 else None), ("senderName", "Vedette"),
        ("headline", sign.title[:160]), ("description", described), ("web", link),
    ]  # fmt: skip
    out = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<alert xmlns="{NAMESPACE}">',
        _element("identifier", identifier(alert, version)),
        _element("sender", sender),
        _element("sent", _moment(alert.updated if not first else alert.rang)),
        _element("status", "Test" if sign.space == TRIAL else "Actual"),
        _element("msgType", kind),
        _element("source", "composed from coded reports; not checked by a person" if not alert.acknowledged else "composed from coded reports"),
        _element("scope", "Restricted"),
        _element("restriction", "for the desk's own use"),
        *(_element("references", r) for r in before),
        "<info>",
        *(_element(name, value) for name, value in info if value),
        *(f"<parameter><valueName>{n}</valueName><value>{_text(v)}</value></parameter>" for n, v in (("topic", sign.topic), ("rules", ", ".join(alert.rules)))),
        *_area(alert),
        "</info>",
        "</alert>",
    ]  # fmt: skip
    return ("\n".join(out) + "\n").encode()


def _area(alert: Alert) -> list[str]:
    sign = alert.sign
    if sign.place is None:
        return []
    circle = [f"<circle>{sign.lat:.5f},{sign.lon:.5f} 0</circle>"] if sign.lat is not None and sign.lon is not None else []
    return ["<area>", _element("areaDesc", sign.place), *circle, "</area>"]


def _moment(value: str) -> str:
    """CAP's moments have an offset, and UTC is `-00:00`."""
    return datetime.fromisoformat(instant(value)).strftime("%Y-%m-%dT%H:%M:%S-00:00")


def _element(name: str, value: str) -> str:
    return f"<{name}>{_text(value)}</{name}>"


def _text(value: str) -> str:
    return escape(_UNFIT.sub("", value))
