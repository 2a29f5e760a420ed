"""Small cases of two to four reports with the states or the undertakings that they tell of: `python -m bench.cases states|answers [--half 1|2] [--errors]`.

Each case is read and pictured as a situation of its own, of its area and as of its last report, in a store that is thrown away. The cases are
`tests/held/states.jsonl` and `answers.jsonl` (`--from FILE`: another file). The errors of the first half are read (`--errors`); the second half is only scored.

States: one of the picture is one of the key if its kind is (or is acceptable), they share a report, and no other of the key's kind is at the picture's place.
`begin`, `end`: found and right within a day, of those to which the key gives a day; a begin that the key leaves open is right when the state is there.
`false in force`: shown in force after the last report though the key has it ended, or has no such state. Undertakings: found if the kind is right
(or acceptable), the party and a report are the same.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from bench import score_situation as scorer
from bench.held import HELD
from vedette.domain import Picture, Situation
from vedette.export.picture import picture_shape
from vedette.ingest import open_input
from vedette.language import Reader
from vedette.pipeline import Coder, date_undated, ingest, picture
from vedette.store import Store

Row = dict[str, Any]
NEARBY = 1
"""Days by which a day may differ."""
MEANT = {
    "granted": "granted kept",
    "kept": "kept granted",
    "carried out": "kept granted",
    "refused": "refused broken",
    "broken": "broken refused lapsed",
    "lapsed": "lapsed broken",
    "withdrawn": "withdrawn lapsed",
    "partly": "partly granted kept",
    "pending": "pending",
}
"""Outcomes of the picture that say what the key says; it has no word for all of them."""


def halved(given: list[Row], half: int | None) -> list[Row]:
    """The cases of a half (1 or 2), all where it is None."""
    middle = (len(given) + 1) // 2
    return given if half is None else given[:middle] if half == 1 else given[middle:]


def pictured(case: Row, reader: Reader) -> Row:
    """The picture of a case's reports alone, in the public shape."""
    return picture_shape(drawn(case, reader))


def drawn(case: Row, reader: Reader) -> Picture:
    """The picture of a case's reports alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = (json.dumps({k: v for k, v in r.items() if v is not None}) for r in case["reports"])
        (folder / "reports.jsonl").write_text("\n".join(lines), "utf-8")
        store = Store.open(folder / "x.db")
        try:
            situation = Situation(name=case["id"], area=tuple(case["area"]))
            store.put_situation(situation, by="bench")
            coder = Coder(context=case["area"])
            for item in ingest(store, open_input(str(folder / "reports.jsonl"), sys.stdin.buffer), reader, coder):
                assert item.status == "new", item
            date_undated(store, reader, coder)
            return picture(store, situation, as_of=max(r["published"] for r in case["reports"])[:10])
        finally:
            store.close()


def right_day(key: str | None, mine: str | None) -> bool:
    """Whether two days are one within `NEARBY`."""
    a, b = scorer.number_of(key), scorer.number_of(mine)
    return a is not None and b is not None and abs(a - b) <= NEARBY


def kind_fits(key: Row, mine: Row) -> bool:
    return mine["kind"] in (key["kind"], *(key.get("also") or ()))


def paired(keys: list[Row], mine: list[Row], fit: Callable[[Row, Row], float]) -> dict[int, int]:
    """Of each of the key's the one of the picture, by place in the lists, for the best sum of fits; 0 is none."""
    return dict(scorer.assign([[fit(k, x) for x in mine] for k in keys]))


class Tally:
    """Counts of right ones by name, with what they are of, and lines of what is wrong."""

    def __init__(self) -> None:
        self.counts: dict[str, list[int]] = {}
        self.lines: list[str] = []
        self.false_in_force = {"ended": 0, "not in the key": 0}

    def count(self, name: str, right: bool, wrong: str = "") -> None:
        """Count one, and note what is wrong with it."""
        ok, n = self.counts.get(name, (0, 0))
        self.counts[name] = [ok + right, n + 1]
        if not right and wrong:
            self.lines.append(f"{name}: {wrong}")

    def figures(self) -> dict[str, str]:
        """Shares in percent with their counts."""
        return {name: f"{100 * ok / n:.1f} ({ok} of {n})" for name, (ok, n) in self.counts.items()}


def state_fit(key: Row, mine: Row, keys: list[Row]) -> float:
    """How well a state of the picture fits one of the key; 0 where it is another."""
    told = {*key["begin_reports"], *key["end_reports"]}
    if not kind_fits(key, mine) or not told & set(mine["reports"]):
        return 0.0
    near = scorer.near_place(key.get("place"), mine["place"], [])
    elsewhere = any(o is not key and o["kind"] == key["kind"] and scorer.near_place(o.get("place"), mine["place"], []) > near for o in keys)
    if near == 0 and elsewhere:
        return 0.0
    about = f"{mine['what']} {' '.join(a['name'] or '' for a in mine['by'])}"
    alike = scorer.overlap(scorer.stems(f"{key['what']} {key.get('who') or ''}"), scorer.stems(about))
    days = right_day(key.get("begin"), mine["begin"]) + right_day(key.get("end"), mine["end"])
    return float(1 + near + alike + 0.3 * days + (mine["kind"] == key["kind"]) + 0.2 * len(told & set(mine["reports"])))


def states(case: Row, made: Row, tally: Tally) -> None:
    """Count what is right in the states of a case."""
    keys, mine = case["conditions"], made["conditions"]
    of = paired(keys, mine, lambda k, x: state_fit(k, x, keys))
    for i, k in enumerate(keys):
        x = mine[of[i]] if i in of else None
        told = f"{case['id']} {k['kind']} “{k['what']}” {k.get('place')} {k['begin']} to {k['end']}"
        shown = f"{told} | {x['kind']} “{x['what']}” {x['begin']} to {x['end']}" if x else f"{told} | none"
        tally.count("recall", x is not None, shown)
        begun = x is not None and (k["begin"] is None or right_day(k["begin"], x["begin"]))
        tally.count("begin", begun, shown if x else "")
        if k["end"]:
            tally.count("end", x is not None and right_day(k["end"], x["end"]), shown if x else "")
            tally.false_in_force["ended"] += x is not None and x["state"] == "in force"
        else:
            tally.count("in force, not shown ended", x is None or x["state"] != "ended", shown)
    for j, x in enumerate(mine):
        place = (x["place"] or {}).get("name")
        tally.count(
            "precision", j in of.values(), f"{case['id']} {x['kind']} “{x['what']}” {place} {x['begin']} to {x['end']} {x['reports']}"
        )
        tally.false_in_force["not in the key"] += j not in of.values() and x["state"] == "in force"


def party_fits(key: str | None, mine: Iterable[Row]) -> bool:
    """Whether one of the picture's parties is the key's; of none the key has, any."""
    return key is None or bool(scorer.side([key], list(mine)))


def undertaking_fit(key: Row, mine: Row) -> float:
    """How well an undertaking of the picture fits one of the key; 0 where it is another."""
    if not kind_fits(key, mine) or not party_fits(key["by"], mine["by"]) or not set(key["reports"]) & set(mine["reports"]):
        return 0.0
    alike = scorer.overlap(scorer.stems(key["what"]), scorer.stems(mine["what"]))
    to = bool(key["to"]) and party_fits(key["to"], mine["to"])
    return float(1 + 2 * alike + (mine["kind"] == key["kind"]) + to + 0.5 * right_day(key["made"], mine["made"]))


def answers(case: Row, made: Row, tally: Tally) -> None:
    """Count what is right in the undertakings of a case."""
    keys, mine = case["undertakings"], made["undertakings"]
    of = paired(keys, mine, undertaking_fit)
    for i, k in enumerate(keys):
        x = mine[of[i]] if i in of else None
        told = f"{case['id']} {k['kind']} by {k['by']} to {k['to']}: “{k['what']}” {k['made']}, due {k['due']}: {k['outcome']} {k['outcome_date']}"
        tally.count("found", x is not None, f"{told} {k['reports']}")
        pending = k["outcome"] == "pending"
        good = x is not None and x["outcome"] in MEANT[k["outcome"]].split()
        tally.count("outcome, of all", good)
        if not pending:
            tally.count("outcome, not pending, of all", good)
        if x is None:
            continue
        by, to = (", ".join(a["name"] or "" for a in x[side]) for side in ("by", "to"))
        shown = f"{told} | {x['kind']} by {by} to {to}: “{x['what']}” {x['made']}, due {x['due']}: {x['outcome']} {x['outcome_at']}"
        if k["to"]:
            tally.count("to", party_fits(k["to"], x["to"]), shown)
        if k["due"]:
            tally.count("due", right_day(k["due"], x["due"]), shown)
        tally.count("made", right_day(k["made"], x["made"]), shown)
        tally.count("outcome, of found", good, shown)
        tally.count("outcome, pending, of found" if pending else "outcome, not pending, of found", good)
    for j, x in enumerate(mine):
        by = ", ".join(a["name"] or "" for a in x["by"])
        tally.count(
            "precision", j in of.values(), f"{case['id']} {x['kind']} by {by}: “{x['what']}” {x['made']}: {x['outcome']} {x['reports']}"
        )


SCORES: dict[str, Callable[[Row, Row, Tally], None]] = {"states": states, "answers": answers}


def scored(what: str, given: Iterable[Row], made: Iterable[Row]) -> Tally:
    """The tally of cases and their pictures, in one order."""
    tally = Tally()
    for case, one in zip(given, made, strict=True):
        SCORES[what](case, one, tally)
    return tally


def pictures(given: Iterable[Row]) -> Iterator[Row]:
    """The picture of each case."""
    reader = Reader()
    return (pictured(case, reader) for case in given)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.cases", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=sorted(SCORES))
    parser.add_argument("--half", type=int, choices=(1, 2))
    parser.add_argument("--errors", action="store_true", help="list what is wrong; only with --half 1")
    parser.add_argument("--from", dest="source", type=Path, help="another file of cases")
    asked = parser.parse_args()
    if asked.errors and asked.half != 1:
        parser.error("the errors of the second half are not read: give --half 1 with --errors")
    source = asked.source or HELD / f"{asked.what}.jsonl"
    if not source.exists():
        parser.error(f"{source} is missing: give the file of cases with --from")
    given = halved([json.loads(line) for line in source.read_text("utf-8").splitlines() if line.strip()], asked.half)
    tally = scored(asked.what, given, pictures(given))
    if asked.errors:
        print("\n".join(tally.lines))
    print(json.dumps(tally.figures(), indent=1, ensure_ascii=False))
    if asked.what == "states":
        print("false in force:", ", ".join(f"{n} {name}" for name, n in tally.false_in_force.items()))


if __name__ == "__main__":
    main()
