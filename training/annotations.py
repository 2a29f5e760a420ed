"""Annotated sentences of ours: one JSON object a line, one format for every layer, one validator.

    python -m training.annotations check [FILE…]               validate (default: all of training/data/own, events, states and marks)
    python -m training.annotations import FILE.txt --out OUT   inline marks ([[text|CLASS]]) to JSON Lines
    python -m training.annotations place FILE.jsonl --out OUT  spans as words of the text ("talks", "talks#2") to offsets
    python -m training.annotations states FILE.jsonl --out OUT marks of states ({{lifted|curfew|ends}}) to offsets
    python -m training.annotations marks FILE.tsv --out OUT    sentences with a list of marks (`shot=ASSAULT`, `shut#2=closure.opens`) to offsets

A record: `id` (`<document>-<number>`), `doc` (family: sentences of one report), `genre`, `area`, `year`, `text`, `layers`
(the layers annotated on it; a layer not named is unknown, not empty), `entities` as [start, end, class] in code points,
sorted, without overlap. With the layer `events` also `published` (the day of the report) and `events`, each with `trigger` [start, end],
`type` and `mode` of PLOVER, `actors`, `recipients`, `places` and `times` (lists of [start, end]), `attribution` (null, or `source` and `cue`,
each [start, end] or null), `modality`, `polarity`, `background`, `quantities` (lists of [kind, start, end, low, high]), and `answers`
(null, or the kind of undertaking that it answers). With the layer `states`, `states`: lists of [start, end, kind, phase, how], the one word that tells
that a state begins, holds or ends, its kind, and how it is told. With the layer `triggers`, `triggers`: lists of [start, end, type], the one word that
tells of an event, and nothing else of it. `docs/annotation.md` says what is marked.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

CLASSES = ("PER", "ORG", "GPE", "LOC", "NORP", "FAC")
GENRES = ("wire", "statement", "field", "regional", "broadcast", "message")
FOLDER = Path(__file__).resolve().parent / "data" / "own"
EVENTS, STATES, MARKS = (FOLDER.parent / name for name in ("events", "states", "marks"))
MODES = Path(__file__).resolve().parent.parent / "src" / "vedette" / "codebook" / "data" / "plover.tsv"
MODALITIES = ("asserted", "planned", "requested", "promised", "threatened", "possible", "hypothetical", "denied")
QUANTITIES = (
    "killed",
    "wounded",
    "missing",
    "abducted",
    "arrested",
    "displaced",
    "protesters",
    "personnel",
    "vehicles",
    "weapons",
    "money",
    "other",
)
ANSWERED = ("request", "demand", "promise", "threat", "ultimatum", "offer")
KINDS = (
    "alert", "ban", "blockade", "ceasefire", "closure", "curfew", "cut-off", "deployment", "detention", "displacement", "emergency", "occupation",
    "other", "postponement", "strike", "suspension", "vacancy",
)  # fmt: skip
PHASES = ("opens", "continues", "ends")
HOW = ("told", "planned", "asked", "denied", "possible")
BRANDS = ("Moody", "Lloyd", "McDonald", "Sainsbury")  # names that end in their own genitive
STATE = re.compile(r"\{\{([^{}|\s]+)\|([^{}]+)\}\}")
MARK = re.compile(r"\[\[([^\[\]|]+)\|([A-Z]+)\]\]")


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Records of a JSON Lines file."""
    with path.open(encoding="utf-8") as f:
        for line in f:
            yield json.loads(line)


def problems(record: dict[str, Any]) -> list[str]:
    """What is wrong with one record, in words; empty where it is right."""
    out = []
    missing = {"id", "doc", "genre", "area", "year", "text", "layers", "entities"} - record.keys()
    if missing:
        return [f"lacks {', '.join(sorted(missing))}"]
    text = record["text"]
    if not record["id"].startswith(record["doc"] + "-"):
        out.append(f"id does not begin with its document {record['doc']}")
    if record["genre"] not in GENRES:
        out.append(f"genre {record['genre']!r} is none of {', '.join(GENRES)}")
    if not 1990 <= record["year"] <= 2030:
        out.append(f"year {record['year']} is outside 1990 to 2030")
    if text != " ".join(text.split()) or not text:
        out.append("text is empty or has odd white space")
    if "entities" not in record["layers"] and not {"states"} <= set(record["layers"]) <= {"states", "triggers"}:
        out.append("layer entities is not named")
    last = 0
    for start, end, label in record["entities"]:
        name = text[start:end]
        if label not in CLASSES:
            out.append(f"{name!r}: no class {label}")
        if not last <= start < end <= len(text):
            out.append(f"span {start}-{end} overlaps, is out of order or outside the text")
        elif name != name.strip() or name[:1] in '"“(,;' or name[-1:] in ',;:"”':
            out.append(f"{name!r}: space or marks at its edge")
        elif re.match(r"(?i)the\s", name) and not re.match(r"(?i)the (hague|gambia)\b", name):
            out.append(f"{name!r}: leading article")
        elif re.search(r"['’]s$", name) and name[:-2] not in BRANDS:
            out.append(f"{name!r}: ends in 's")
        elif (start and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum()):
            out.append(f"{name!r}: cuts a word")
        last = end
    out += event_problems(record) if "events" in record["layers"] else []
    out += list(state_problems(record)) if "states" in record["layers"] else []
    return out + (list(trigger_problems(record)) if "triggers" in record["layers"] else [])


def state_problems(record: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the states of one record."""
    for start, end, kind, phase, how in record.get("states", [(0, 0, None, None, None)]):
        if kind not in KINDS or phase not in PHASES or how not in HOW:
            yield f"{record['text'][start:end]!r}: {kind}, {phase} or {how} is none of ours"
    yield from word_problems(record["text"], [s[:2] for s in record.get("states", [(0, 0)])])


def trigger_problems(record: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the triggers of one record."""
    for start, end, kind in record.get("triggers", [(0, 0, None)]):
        if kind not in {t for t, _ in modes()}:
            yield f"{record['text'][start:end]!r}: {kind} is no type of PLOVER"
    yield from word_problems(record["text"], [s[:2] for s in record.get("triggers", [(0, 0)])])


def word_problems(text: str, spans: Sequence[Sequence[int]]) -> Iterator[str]:
    """Which of the marked spans are no words of a text, or out of order."""
    last = 0
    for start, end in spans:
        word = text[start:end]
        if not last <= start < end <= len(text) or " " in word:
            yield f"span {start}-{end} is no word of the text, or out of order"
        elif (text[start - 1 : start + 1].isalnum() and start) or (text[end - 1 : end + 1].isalnum() and end < len(text)):
            yield f"{word!r}: cuts a word"
        last = end


def stated(path: Path) -> Iterator[dict[str, Any]]:
    """Records of a file with marks of states in its texts; raises ValueError with the line number where a line is wrong."""
    count: Counter[str] = Counter()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            count[row["doc"]] += 1
            text, states, at = "", [], 0
            given = " ".join(row["text"].split())
            for m in STATE.finditer(given):
                text += given[at : m.start()]
                kind, phase, how = [*m[2].split("|"), "told"][:3]
                states.append([len(text), len(text) + len(m[1]), kind, phase, how])
                text, at = text + m[1], m.end()
            text += given[at:]
            record = {"id": f"{row['doc']}-{count[row['doc']]}"} | {k: row[k] for k in ("doc", "genre", "area", "year")}
            record |= {"text": text, "layers": ["states"], "entities": [], "states": states}
            found = problems(record) + (["a mark that is none"] if "{{" in text or "}}" in text else [])
        except (ValueError, KeyError, TypeError) as e:
            raise ValueError(f"{path.name}:{number}: {e}") from e
        if found:
            raise ValueError(f"{path.name}:{number}: {'; '.join(found)}")
        yield record


def marked(path: Path) -> Iterator[dict[str, Any]]:
    """Records of a table with a sentence and its marks a line: document, genre, area, year, sentence, marks; raises ValueError with the line number where
    a line is wrong.
    """
    count: Counter[str] = Counter()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            doc, genre, area, year, text, *given = (" ".join(cell.split()) for cell in line.split("\t"))
            count[doc] += 1
            triggers: dict[tuple[int, int], str] = {}
            states: dict[tuple[int, int], list[str]] = {}
            for mark in filter(None, given):
                word, label = mark.rsplit("=", 1)
                start, end = _find(text, word)
                if label.isupper():
                    triggers[start, end] = label
                else:
                    states[start, end] = [*label.split("."), "told"][:3]
            record = {"id": f"{doc}-{count[doc]}", "doc": doc, "genre": genre, "area": area, "year": int(year), "text": text}
            record |= {"layers": ["triggers", "states"], "entities": [], "triggers": [[*at, triggers[at]] for at in sorted(triggers)]}
            record |= {"states": [[*at, *states[at]] for at in sorted(states)]}
        except (ValueError, KeyError) as e:
            raise ValueError(f"{path.name}:{number}: {e}") from e
        if found := problems(record):
            raise ValueError(f"{path.name}:{number}: {'; '.join(found)}")
        yield record


@cache
def modes() -> frozenset[tuple[str, str | None]]:
    """Types of PLOVER with their modes, None for a type without one."""
    lines = MODES.read_text("utf-8").splitlines()[1:]
    return frozenset((kind, None if mode == "-" else mode) for kind, mode, *_ in (line.split("\t") for line in lines))


def event_problems(record: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the events of one record."""
    text = record["text"]
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(record.get("published"))):
        yield "published is no day"
    seen = set()
    for e in record.get("events", [{}]):
        if set(e) != set(EVENT):
            yield f"an event has not exactly the keys {', '.join(EVENT)}"
            return
        attribution = e["attribution"] or {"source": None, "cue": None}
        if set(attribution) != {"source", "cue"} or (e["attribution"] and not (attribution["source"] or attribution["cue"])):
            yield "attribution needs source and cue, one of them a span"
            return
        spans = [e["trigger"], *e["actors"], *e["recipients"], *e["places"], *e["times"], *[q[1:3] for q in e["quantities"]]]
        for start, end in spans + [s for s in attribution.values() if s]:
            if not 0 <= start < end <= len(text) or text[start:end] != text[start:end].strip():
                yield f"span {start}-{end} is outside the text or has space at its edge"
            elif (start and text[start - 1 : start + 1].isalnum()) or (text[end - 1 : end + 1].isalnum() and end < len(text)):
                yield f"{text[start:end]!r}: cuts a word"
        if tuple(e["trigger"]) in seen:
            yield f"two events on the trigger {text[slice(*e['trigger'])]!r}"
        seen.add(tuple(e["trigger"]))
        if (e["type"], e["mode"]) not in modes():
            yield f"no type and mode {e['type']}/{e['mode']}"
        if e["modality"] not in MODALITIES or e["polarity"] not in ("positive", "negative") or not isinstance(e["background"], bool):
            yield f"modality {e['modality']}, polarity {e['polarity']} or background {e['background']} is none of ours"
        if e["answers"] is not None and e["answers"] not in ANSWERED:
            yield f"answers {e['answers']!r} is none of {', '.join(ANSWERED)}"
        for kind, _, _, low, high in e["quantities"]:
            if kind not in QUANTITIES or (low is None and high is None) or (low is not None and high is not None and low > high):
                yield f"quantity {kind} {low} to {high}"


EVENT: tuple[str, ...] = (
    "trigger",
    "type",
    "mode",
    "actors",
    "recipients",
    "places",
    "times",
    "attribution",
    "modality",
    "polarity",
    "background",
)
EVENT += ("quantities", "answers")


def placed(path: Path) -> Iterator[dict[str, Any]]:
    """Records of a file whose spans are words of the text; raises ValueError with the line number where one is not in it.

    A line with `doc`, `genre`, `area`, `year`, `published` begins a document, the lines after it hold its sentences: `text`,
    `entities` as [words, class], `events` with at least `trigger` and `type`. "talks#2" is the second "talks" of the text.
    """
    head: dict[str, Any] = {}
    n = 0
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line) if line.strip() else {}
            if not row:
                continue
            if "text" not in row:
                head, n = {k: row[k] for k in ("doc", "genre", "area", "year", "published")}, 0
                continue
            n += 1
            text = " ".join(row["text"].split())
            entities = sorted([*_find(text, words), label] for words, label in row.get("entities", []))
            record = {"id": f"{head['doc']}-{n}", **head, "text": text, "layers": ["entities", "events"], "entities": entities}
            record["events"] = sorted((_event(text, e) for e in row.get("events", [])), key=lambda e: e["trigger"])
            found = problems(record)
        except (ValueError, KeyError, TypeError) as e:
            raise ValueError(f"{path.name}:{number}: {e}") from e
        if found:
            raise ValueError(f"{path.name}:{number}: {'; '.join(found)}")
        yield record


def _event(text: str, e: dict[str, Any]) -> dict[str, Any]:
    said = e.get("attribution")
    return {
        "trigger": _find(text, e["trigger"]),
        "type": e["type"],
        "mode": e.get("mode"),
        **{k: [_find(text, words) for words in e.get(k, [])] for k in ("actors", "recipients", "places", "times")},
        "attribution": {k: _find(text, w) if w else None for k, w in zip(("source", "cue"), said, strict=True)} if said else None,
        "modality": e.get("modality", "asserted"),
        "polarity": e.get("polarity", "positive"),
        "background": e.get("background", False),
        "quantities": [[kind, *_find(text, words), low, high] for kind, words, low, high in e.get("quantities", [])],
        "answers": e.get("answers"),
    }


def _find(text: str, words: str) -> list[int]:
    """Where words stand in a text, as whole words; "words#2" where they stand for the second time."""
    plain, _, count = words.partition("#") if re.search(r"#\d$", words) else (words, "", "")
    found = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(plain)}(?!\w)", text)]
    if len(found) < int(count or 1):
        raise ValueError(f"{words!r} is not in the text")
    start = found[int(count or 1) - 1]
    return [start, start + len(plain)]


def imported(path: Path) -> Iterator[dict[str, Any]]:
    """Records of a text file with inline marks; raises ValueError with the line number where a line is wrong."""
    head: dict[str, str] = {}
    n = 0
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = " ".join(line.split())
        if not line:
            continue
        if line.startswith("# doc="):
            head = dict(x.partition("=")[::2] for x in line[2:].split())
            n = 0
            continue
        n += 1
        text, spans, at = "", [], 0
        for m in MARK.finditer(line):
            text += line[at : m.start()]
            spans.append([len(text), len(text) + len(m[1]), m[2]])
            text += m[1]
            at = m.end()
        text += line[at:]
        record = {
            "id": f"{head['doc']}-{n}",
            "doc": head["doc"],
            "genre": head["genre"],
            "area": head["area"],
            "year": int(head["year"]),
            "text": text,
            "layers": ["entities"],
            "entities": spans,
        }
        if "[[" in text or "]]" in text or problems(record):
            raise ValueError(f"{path.name}:{number}: {problems(record) or 'a mark that does not close'}: {line}")
        yield record


def check(paths: list[Path]) -> int:
    """Validate files together (ids and texts must be unique over all); prints problems and counts, returns their number."""
    ids: Counter[str] = Counter()
    texts: Counter[str] = Counter()
    wrong = 0
    for path in paths:
        count: Counter[str] = Counter()
        n = 0
        for r in records(path):
            n += 1
            for p in problems(r):
                wrong += 1
                print(f"{path.name} {r.get('id')}: {p}")
            ids[r["id"]] += 1
            texts[r["text"]] += 1
            count.update(label for *_, label in r["entities"])
            count.update(e["type"] for e in r.get("events", []))
            count.update(kind for _, _, kind, _, _ in r.get("states", []))
            count.update(kind for _, _, kind in r.get("triggers", []))
        print(f"{path.name}: {n} sentences, " + ", ".join(f"{c} {count[c]}" for c in (*CLASSES, *sorted(count.keys() - set(CLASSES)))))
    for name, c in (("id", ids), ("text", texts)):
        for value, k in c.items():
            if k > 1:
                wrong += 1
                print(f"{name} {value!r} occurs {k} times")
    return wrong


def main() -> None:
    p = argparse.ArgumentParser(
        prog="python -m training.annotations", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    sub = p.add_subparsers(dest="command", required=True)
    a = sub.add_parser("check")
    a.add_argument("files", nargs="*", type=Path)
    for command in ("import", "place", "states", "marks"):
        a = sub.add_parser(command)
        a.add_argument("files", nargs="+", type=Path)
        a.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    if args.command == "check":
        sys.exit(1 if check(args.files or [p for folder in (FOLDER, EVENTS, STATES, MARKS) for p in sorted(folder.glob("*.jsonl"))]) else 0)
    take = {"import": imported, "place": placed, "states": stated, "marks": marked}[args.command]
    try:
        lines = [json.dumps(r, ensure_ascii=False) for f in args.files for r in take(f)]
    except ValueError as e:
        sys.exit(f"annotations: {e}")
    args.out.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{args.out}: {len(lines)} sentences")


if __name__ == "__main__":
    main()
