"""What is asked, promised, threatened, offered or decided, in short passages of our own: `python -m bench.undertakings [--errors] [FILE]`.

`tests/held/undertakings.jsonl` was written by one hand and labelled by another, neither of whom saw the rules: kind, by whom, to whom, what, due when, and the
word that tells it (`at`); `undertakings_read.jsonl`, in the same form, may be read. Half of the passages have none, most of these look-alikes on purpose.

One of ours is matched to a label, one to one, where their kinds are of one class (asked: request, demand, ultimatum; given: promise, offer, decision; threatened:
threat, ultimatum) and it is coded on the labelled word or its words have a third of the words of what is told. Labels marked `optional` are neither wanted nor wrong. A maker or
addressee is right where it shares a telling word with the label's, or neither has one.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from vedette.codebook.wording import words
from vedette.domain import Undertaking
from vedette.errors import InputError
from vedette.ingest import from_text
from vedette.language import Reader
from vedette.pipeline import Coder, read_reports
from vedette.situation import undertakings

HELD = Path(__file__).resolve().parent.parent / "tests" / "held" / "undertakings.jsonl"
READ = HELD.with_name("undertakings_read.jsonl")
CLASSES = ({"request", "demand", "ultimatum"}, {"promise", "offer", "decision"}, {"threat", "ultimatum"}, {"ultimatum", "threat", "demand"})
SHARE = 1 / 3


def kinds(label: dict[str, Any]) -> set[str]:
    return {label["kind"]} if isinstance(label["kind"], str) else set(label["kind"])


def fit(found: Undertaking, told: dict[str, str], label: dict[str, Any]) -> float:
    """How well one of ours is what is labelled, 0 for not at all; `told` are the trigger words of its events by their ids."""
    if not any({found.kind, k} <= c for k in kinds(label) for c in CLASSES) and found.kind not in kinds(label):
        return 0.0
    mine, theirs = words(found.what), words(label["what"])
    share = len(mine & theirs) / max(1, min(len(mine), len(theirs)))
    at = any(told[e].lower() == label["at"].lower() for e in found.events if e in told)
    return share + at + 0.1 * (found.kind in kinds(label)) if at or share >= SHARE else 0.0


def same(names: list[str], label: str | None) -> bool:
    if not label or not names:
        return not label and not names
    plain = {w for w in re.findall(r"\w+", label.lower()) if len(w) > 2 and w != "the"}
    return any(plain & set(re.findall(r"\w+", n.lower())) for n in names)


def measure(path: Path = HELD, errors: bool = False) -> dict[str, float]:
    """Percent: of the labelled undertakings that were found, of ours that are labelled, and of those matched the kind, by whom, to whom and the day that are right."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    reports = [
        from_text(r["text"], kind="text", id=r["id"], title=r["title"], source=r["source"], published=r["published"], language="en")
        for r in rows
    ]
    hits = wanted = ours = kind = by = to = due = dated = 0
    for r, reading in zip(rows, read_reports(reports, Reader(), coder=Coder()), strict=True):
        if isinstance(reading, InputError):
            raise reading
        events = reading.coded.events
        found = undertakings((), events, {reading.report.key: reading.report}, None)
        told = {e.id: e.trigger.text for e in events}
        pairs = sorted(
            ((f, i, j) for i, u in enumerate(found) for j, x in enumerate(r["undertakings"]) if (f := fit(u, told, x))), reverse=True
        )
        left, right = set(range(len(found))), set(range(len(r["undertakings"])))
        for _, i, j in pairs:
            if i not in left or j not in right:
                continue
            left.discard(i)
            right.discard(j)
            label, u = r["undertakings"][j], found[i]
            if label.get("optional"):
                continue
            hits, wanted, ours = hits + 1, wanted + 1, ours + 1
            kind += u.kind in kinds(label)
            by += (b := same([a.name for a in u.by], label["by"]))
            to += same([a.name for a in u.to if a.name != "the public"], label["to"])
            dated += bool(label["due"])
            due += bool(label["due"]) and u.due == label["due"]
            if errors and not (b and u.kind in kinds(label)):
                print(f"  {r['id']} {label['kind']} by {label['by']!r}, found {u.kind} by {[a.name for a in u.by]}: {label['what']}")
        missed = [r["undertakings"][j] for j in sorted(right) if not r["undertakings"][j].get("optional")]
        wanted, ours = wanted + len(missed), ours + len(left)
        if errors and (missed or left):
            print(f"{r['id']} {r['published']} {r['title'] or ''} [{r['source'] or ''}] || {r['text']}")
            for x in missed:
                print(f"   MISSED {x['kind']} by {x['by']} to {x['to']}: {x['what']} (due {x['due']}, at {x['at']})")
            for i in sorted(left):
                u = found[i]
                print(f"   NOT ONE {u.kind} by {[a.name for a in u.by]}: {u.what} {[told.get(e) for e in u.events]}")
            for e in events:
                print(
                    f"      event {e.trigger.text} {e.event_type} {e.condition} {e.modality} by {[m.actor.name for m in e.actors]} about {e.about and e.about.text!r} due {e.due}"
                )
            print()
    return {
        "recall": _percent(hits, wanted),
        "precision": _percent(hits, ours),
        "kind": _percent(kind, hits),
        "by": _percent(by, hits),
        "to": _percent(to, hits),
        "due": _percent(due, dated),
    }


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


if __name__ == "__main__":
    args = [a for a in sys.argv[1:] if not a.startswith("--")]
    print(measure(Path(args[0]) if args else HELD, "--errors" in sys.argv))
