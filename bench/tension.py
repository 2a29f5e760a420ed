"""`python -m bench.tension`: how well a rise is told, on weekly counts of organised violence in twelve places.

The counts are the UCDP Georeferenced Event Dataset 19.1 (Sundberg and Melander 2013; Högbladh 2019), CC BY 4.0, as a table `ged/weekly.csv` (area,
week_ending, events, deaths) in the folder that VEDETTE_SITUATIONS names. They are not part of this repository.

An **escalation** is the first week after which the next four weeks hold at least 25 deaths and five times the mean of the 52 weeks before it, and not within
26 weeks of the last one. It is **caught** by an alarm from four weeks before these four weeks to four weeks after them; the **lead** is counted from the
last of the four, the first week in which all of it can be known. Any other alarm up to 26 weeks after an escalation is a **repeat**, every other one **false**.
Alarms count from the 53rd week. `--write` draws the curves into `docs/`; `--search` tries the settings on all places but Kosovo.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product
from statistics import median

from bench.picture import FOLDER, ROOT
from vedette.situation.change import DEFAULT, BayesSettings, Rise, Settings, rises, turns, weighed

FILE = FOLDER / "ged/weekly.csv"
PICTURE = ROOT / "docs/tension.svg"
APART = "kosovo"
"""The place with known dates; no setting is chosen on it."""
KNOWN = tuple(date(*d) for d in ((1998, 3, 8), (1998, 5, 10), (1998, 10, 4), (1999, 3, 28)))
"""Weeks by whose end it should have been told there."""
BEFORE = 56
"""Days before such a week's end in which an alarm is taken to be about it."""
YEAR = 52.18
Find = Callable[[Sequence[int]], Sequence[Rise]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place's weeks, oldest first."""

    name: str
    ends: tuple[date, ...]
    events: tuple[int, ...]
    deaths: tuple[int, ...]

    @property
    def counts(self) -> list[int]:
        """What the methods are given."""
        return [weighed(e, d) for e, d in zip(self.events, self.deaths, strict=True)]

    def escalations(self) -> list[int]:
        """Weeks after which one begins."""
        out: list[int] = []
        for t in range(51, len(self.deaths) - 4):
            usual = 4 * sum(self.deaths[t - 51 : t + 1]) / 52
            then = sum(self.deaths[t + 1 : t + 5])
            if then >= 25 and then >= 5 * usual and (not out or t - out[-1] >= 26):
                out.append(t)
        return out


@dataclass(slots=True, kw_only=True)
class Score:
    """Over one or more places."""

    escalations: int = 0
    caught: int = 0
    alarms: int = 0
    right: int = 0
    repeats: int = 0
    false: int = 0
    years: float = 0.0
    leads: list[int] = field(default_factory=list)

    def add(self, place: Place, alarms: Sequence[int], warm: int = 52) -> None:
        """Count a place's alarms (weeks)."""
        there = place.escalations()
        told = [a for a in alarms if a >= warm]
        used = set()
        for e in there:
            if near := [a for a in told if e - 4 <= a <= e + 8]:
                self.leads.append(e + 4 - near[0])
                used.add(near[0])
        again = [a for a in told if a not in used and any(e - 4 <= a <= e + 26 for e in there)]
        self.escalations += len(there)
        self.caught = len(self.leads)
        self.alarms += len(told)
        self.right += len(used)
        self.repeats += len(again)
        self.false += len(told) - len(used) - len(again)
        self.years += (len(place.ends) - warm) / YEAR

    def figures(self) -> dict[str, float]:
        """As numbers."""
        return {
            "escalations": self.escalations,
            "caught": self.caught,
            "recall": round(self.caught / max(1, self.escalations), 2),
            "precision": round(self.right / max(1, self.alarms), 2),
            "precision without repeats": round(self.right / max(1, self.right + self.false), 2),
            "alarms": self.alarms,
            "repeats": self.repeats,
            "false": self.false,
            "false a year": round(self.false / max(1e-9, self.years), 2),
            "median lead (weeks)": float(median(self.leads)) if self.leads else 0.0,
            "earliest": max(self.leads, default=0),
            "latest": min(self.leads, default=0),
        }


def complete() -> bool:
    """Whether the counts are there; says so where they are not."""
    if FILE.exists():
        return True
    print(f"the weekly counts are not in {FILE}: name their folder in VEDETTE_SITUATIONS")
    return False


def places() -> list[Place]:
    """All of the table."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with FILE.open(encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            rows[row["area"]].append(row)
    return [
        Place(
            name=name,
            ends=tuple(date.fromisoformat(r["week_ending"]) for r in found),
            events=tuple(int(r["events"]) for r in found),
            deaths=tuple(int(r["deaths"]) for r in found),
        )
        for name, found in rows.items()
    ]


def over(found: Sequence[Place], find: Find) -> Score:
    """A method's score over places."""
    out = Score()
    for place in found:
        out.add(place, [r.at for r in find(place.counts)])
    return out


def dates(place: Place, find: Find) -> dict[str, object]:
    """What a method says of the place with known dates, from 1996 on."""
    told = [place.ends[r.at] for r in find(place.counts) if place.ends[r.at].year >= 1996]
    hit = {str(d): [str(a) for a in told if 0 <= (d - a).days < BEFORE] for d in KNOWN}
    return {
        "alarms": [str(a) for a in told],
        "for the week ending": hit,
        "false before the first": sum((KNOWN[0] - a).days >= BEFORE for a in told),
        "all in time": all(hit.values()),
    }


def measure() -> dict[str, dict[str, float]]:
    """Figures by method, for the tables."""
    found = places()
    others = [p for p in found if p.name != APART]
    out = {}
    for name, find in (("Poisson CUSUM", rises), ("Bayesian change point", turns)):
        out[f"{name}, eleven countries"] = over(others, find).figures()
        out[f"{name}, Kosovo"] = over([p for p in found if p.name == APART], find).figures()
    return out


def curve(found: Sequence[Place], method: str) -> list[tuple[float, float, float, float]]:
    """Threshold, recall, precision, false alarms a year, from the least to the most careful."""
    out = []
    steps = (
        (1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 10, 12, 15, 20) if method == "cusum" else (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
    )
    for step in steps:

        def find(counts: Sequence[int], step: float = step) -> Sequence[Rise]:
            if method == "cusum":
                return rises(counts, replace(DEFAULT, threshold=step))
            return turns(counts, replace(BayesSettings(), certain=step))

        f = over(found, find).figures()
        out.append((step, f["recall"], f["precision"], f["false a year"]))
    return out


def search(found: Sequence[Place]) -> list[tuple[Settings, dict[str, float]]]:
    """The CUSUM's settings on a coarse grid, best first: of those with at most one false alarm in two years the most caught, then the fewest false."""
    out = []
    for threshold, floor in product((2, 3, 4, 5, 6, 8), (0.25, 0.5, 1.0)):
        made = Settings(threshold=threshold, floor=floor)
        out.append((made, over(found, lambda counts, made=made: rises(counts, made)).figures()))  # type: ignore[misc]
    return sorted(out, key=lambda r: (r[1]["false a year"] > 0.5, -r[1]["caught"], r[1]["false"]))


def drawn(curves: dict[str, list[tuple[float, float, float, float]]]) -> str:
    """Precision against recall, and recall against false alarms a year, side by side, as SVG in black and white."""
    width, height, gap, edge = 300, 240, 70, 45
    marks = {"cusum": ("Poisson CUSUM", ""), "bayes": ("Bayesian change point", "5 4")}
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * width + gap + 2 * edge} {height + 2 * edge + 20}" font-family="sans-serif" font-size="11">',
        "<title>Precision and recall, and recall against false alarms a year, of two change detectors on eleven countries</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    most = 2.0
    for n, (xs, ys) in enumerate((("recall", "precision"), ("false alarms a year", "recall"))):
        left, top = edge + n * (width + gap), edge
        out.append(f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="none" stroke="#555"/>')
        for tick in (0, 0.25, 0.5, 0.75, 1):
            value = tick if n == 0 else tick * most
            x, y = left + tick * width, top + height - tick * height
            out.append(f'<text x="{x:.0f}" y="{top + height + 15}" text-anchor="middle">{value:g}</text>')
            out.append(f'<text x="{left - 5}" y="{y + 4:.0f}" text-anchor="end">{tick:g}</text>')
        out.append(f'<text x="{left + width / 2}" y="{top + height + 32}" text-anchor="middle">{xs}</text>')
        out.append(f'<text x="{left}" y="{top - 8}">{ys}</text>')
        for name, points in curves.items():
            at = [
                (recall, precision, step) if n == 0 else (min(false / most, 1.0), recall, step) for step, recall, precision, false in points
            ]
            line = " ".join(f"{left + x * width:.1f},{top + height - y * height:.1f}" for x, y, _ in at)
            out.append(f'<polyline points="{line}" fill="none" stroke="#111" stroke-width="1.5" stroke-dasharray="{marks[name][1]}"/>')
            chosen = DEFAULT.threshold if name == "cusum" else BayesSettings().certain
            out += [
                f'<circle cx="{left + x * width:.1f}" cy="{top + height - y * height:.1f}" r="{5 if step == chosen else 2}" fill="#111">'
                f"<title>{marks[name][0]}, threshold {step:g}</title></circle>"
                for x, y, step in at
            ]
    for n, (name, dash) in enumerate(marks.values()):
        x, y = edge + n * 180, height + 2 * edge + 8
        out.append(f'<line x1="{x}" y1="{y}" x2="{x + 30}" y2="{y}" stroke="#111" stroke-width="1.5" stroke-dasharray="{dash}"/>')
        out.append(f'<text x="{x + 36}" y="{y + 4}">{name}</text>')
    out.append(
        f'<text x="{edge + 370}" y="{height + 2 * edge + 12}">large dot: the setting in use. Counts: UCDP GED 19.1, CC BY 4.0</text>'
    )
    return "\n".join(out) + "\n</svg>\n"


def main() -> None:
    p = argparse.ArgumentParser(prog="python -m bench.tension", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--search", action="store_true", help="try settings on all places but Kosovo")
    p.add_argument("--write", action="store_true", help="draw the curves into docs/tension.svg")
    a = p.parse_args()
    if not complete():
        return
    found = places()
    others = [x for x in found if x.name != APART]
    kosovo = next(x for x in found if x.name == APART)
    if a.search:
        for made, figures in search(others):
            print(f"threshold {made.threshold:g}, floor {made.floor:g}: " + ", ".join(f"{k} {v:g}" for k, v in figures.items()))
        return
    print(json.dumps(measure(), indent=1))
    for name, find in (("Poisson CUSUM", rises), ("Bayesian change point", turns)):
        print(f"{name}, Kosovo: {json.dumps(dates(kosovo, find), indent=1)}")
    for x in others:
        f = over([x], rises).figures()
        print(
            f"{x.name}: caught {f['caught']:g} of {f['escalations']:g}, repeats {f['repeats']:g}, false {f['false']:g} ({f['false a year']:g} a year)"
        )
    if a.write:
        PICTURE.write_text(drawn({"cusum": curve(others, "cusum"), "bayes": curve(others, "bayes")}), "utf-8")


if __name__ == "__main__":
    main()
