"""Whether what came of matters is told: situations of our own, read and pictured whole: `python -m bench.followups [FILE.jsonl] [--errors]`.

The file is by default `training/data/followups/heldout.jsonl` (its errors are not read). A matter of the key is found where an undertaking (or a state) of the picture rests on an event of
a sentence that first tells it. Of the found, `settled`: the key's last word of it is `done` or `not` (a state: `done`), and the picture says so (granted, kept; refused, broken, lapsed; a
state: ended); `open`: the key has neither, and the picture leaves it open. `end within a day`: of the ended states found.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bench.cases import Row, drawn
from vedette.codebook.countries import by_name
from vedette.domain import Condition, Event, Undertaking
from vedette.domain.compare import day
from vedette.language import Reader

HELD = Path(__file__).resolve().parent.parent / "training" / "data" / "followups" / "heldout.jsonl"
SAYS = {"granted": "done", "kept": "done", "refused": "not", "broken": "not", "lapsed": "not", "pending": None}


def rows_of(record: Row) -> tuple[Row, dict[int, tuple[str, int, int, bool, int]]]:
    """A situation as a case, and of each numbered sentence its report, its span, whether it is the title and its day."""
    reports, spots = [], {}
    number = 0
    for k, r in enumerate(record["reports"]):
        name, day = f"{record['id']}-{k}", date.fromisoformat(r["published"]).toordinal()
        if r["title"] is not None:
            number += 1
            spots[number] = (name, 0, len(r["title"]), bool(r["sentences"]), day)
        at, text = 0, " ".join(r["sentences"]) or r["title"] or ""
        for one in r["sentences"]:
            number += 1
            spots[number] = (name, at, at + len(one), False, day)
            at += len(one) + 1
        given = {"id": name, "published": r["published"], "source": r["source"], "text": text}
        reports.append(given if r["title"] is None or not r["sentences"] else {**given, "title": r["title"]})
    land = by_name(re.split(r" \(|/| and ", record["area"])[0].strip())
    if land is None:
        raise SystemExit(f"{record['id']}: no country of ours: {record['area']}")
    return {"id": record["id"], "area": [land.iso2], "reports": reports}, spots


def key_of(m: Row) -> tuple[str | None, int | None]:
    """What came of a matter by its key, and by which sentence."""
    settled = [(int(n), v) for n, v in m["said"].items() if v in ("done", "not")]
    return max(settled)[::-1] if settled else (None, None)


def score(given: list[Row], *, errors: bool = False) -> dict[str, str]:
    """Counts as text, `percent (right of all)`."""
    reader = Reader()
    n: Counter[str] = Counter()
    for record in given:
        case, spots = rows_of(record)
        picture = drawn(case, reader)
        ids = {r.id: key for key, r in picture.reports.items()}
        for m in record["matters"]:
            sort = m["sort"]
            told = [spots[k] for k in m["told"]]
            mine: list[Undertaking | Condition] = [*picture.undertakings] if sort == "undertaking" else [*picture.conditions]
            found = [x for x in mine if any(_on(picture.events[e], told, ids) for e in x.events)]
            wanted, by = key_of(m)
            n[f"{sort} all"] += 1
            if not found:
                n[f"{sort} {'settled' if wanted else 'open'} of all"] += 1
                continue
            n[f"{sort} found"] += 1
            x = max(found, key=lambda x: (x.kind == m["kind"], -len(x.events)))
            says = SAYS[x.outcome] if isinstance(x, Undertaking) else "done" if x.end else None
            which = "settled" if wanted else "open"
            n[f"{sort} {which} of all"] += 1
            n[f"{sort} {which} of found"] += 1
            n[f"{sort} {which} right"] += says == wanted
            if wanted and by is not None and isinstance(x, Condition) and x.end:
                n["state day right"] += abs((day(x.end) or 0) - spots[by][4]) <= 1
            if errors and says != wanted:
                print(
                    record["id"], sort, m["kind"], m["what"], "| key", wanted, by, "| picture", x.what, says, [s.span.text for s in x.said]
                )
    out = {}
    for sort in ("undertaking", "state"):
        out[f"{sort}s found"] = _share(n[f"{sort} found"], n[f"{sort} all"])
        out[f"{sort}s settled, of all"] = _share(n[f"{sort} settled right"], n[f"{sort} settled of all"])
        out[f"{sort}s settled, of found"] = _share(n[f"{sort} settled right"], n[f"{sort} settled of found"])
        out[f"{sort}s open, of found"] = _share(n[f"{sort} open right"], n[f"{sort} open of found"])
    out["end within a day of its report"] = _share(n["state day right"], n["state settled right"])
    return out


def _on(e: Event, told: list[tuple[str, int, int, bool, int]], ids: Mapping[str | int, str]) -> bool:
    """Whether an event stands in one of some sentences."""
    at = e.evidence
    return any(
        ids.get(name) == e.report and at.in_title == title and at.start < end and start < at.end for name, start, end, title, _ in told
    )


def _share(right: int, all_: int) -> str:
    return f"{100 * right / max(1, all_):.1f} ({right} of {all_})"


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("file", type=Path, nargs="?", default=HELD)
    p.add_argument("--errors", action="store_true")
    a = p.parse_args()
    given = [json.loads(line) for line in a.file.read_text("utf-8").splitlines()]
    print(json.dumps(score(given, errors=a.errors), indent=1))


if __name__ == "__main__":
    main()
