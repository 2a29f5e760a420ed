"""Our annotated data is valid, and the validator finds what is wrong."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.conftest import ROOT
from training.annotations import CLASSES, KINDS, MODALITIES, PHASES, check, imported, marked, modes, placed, problems, records, stated
from training.corpora import lines, span, tagged
from vedette.domain.situation import ConditionKind
from vedette.language import tokenize

DATA = ROOT / "training/data"
OWN = [p for name in ("own", "events", "states", "marks") for p in sorted((DATA / name).glob("*.jsonl"))]


def test_all_sentences_are_valid(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(OWN) == 0, capsys.readouterr().out


def test_there_are_enough_of_them() -> None:
    train, held = (list(records(DATA / "own" / f"{n}.jsonl")) for n in ("train", "heldout"))
    assert len(train) >= 800
    assert len(held) >= 200
    assert not {r["doc"] for r in train} & {r["doc"] for r in held}
    for rows in (train, held):
        assert {c for r in rows for *_, c in r["entities"]} == set(CLASSES)


def test_the_held_out_sentences_are_as_first_committed() -> None:
    """A label changes only with a reason in the commit: then this digest changes with it."""
    digest = hashlib.sha256((DATA / "own/heldout.jsonl").read_bytes()).hexdigest()
    assert digest[:16] == HELD_OUT


HELD_OUT = "adde8b6051d7b8df"


@pytest.mark.parametrize("path", OWN, ids=lambda p: p.name)
def test_names_begin_and_end_with_words(path: Path) -> None:
    """A span that cuts a word of the tokenizer could never be read; the few that do are names inside prefixed words."""
    cut = [
        r["text"][a:b]
        for r in records(path)
        for a, b, _ in r["entities"]
        if a not in {w.start for w in tokenize(r["text"])} or b not in {w.end for w in tokenize(r["text"])}
    ]
    assert len(cut) <= 0.01 * sum(len(r["entities"]) for r in records(path)), cut


def test_there_are_enough_states() -> None:
    train, held = (list(records(DATA / "states" / f"{n}.jsonl")) for n in ("train", "heldout"))
    assert len(train) >= 2500
    assert not {r["doc"] for r in train} & {r["doc"] for r in held}
    told = Counter((kind, phase) for r in train for _, _, kind, phase, _ in r["states"])
    assert {kind for kind, _ in told} == set(KINDS) == set(get_args(ConditionKind))
    assert min(sum(told[kind, phase] for kind in KINDS) for phase in PHASES) >= 500
    assert 0.25 <= sum(not r["states"] for r in train) / len(train) <= 0.4


STATED: dict[str, Any] = {
    "id": "d-1", "doc": "d", "genre": "wire", "area": "Mali", "year": 2012, "text": "Lorries cross again.", "layers": ["states"], "entities": [],
    "states": [[8, 13, "closure", "ends", "told"]],
}  # fmt: skip


@pytest.mark.parametrize(
    ("states", "message"),
    [
        (STATED["states"], None),
        ([[8, 13, "closing", "ends", "told"]], "none of ours"),
        ([[8, 19, "closure", "ends", "told"]], "is no word"),
        ([[8, 12, "closure", "ends", "told"]], "cuts a word"),
        ([[8, 13, "closure", "ends", "told"], [0, 7, "closure", "ends", "told"]], "out of order"),
    ],
)
def test_the_validator_of_states(states: list[Any], message: str | None) -> None:
    found = problems(STATED | {"states": states})
    assert (message is None and not found) or (message is not None and any(message in p for p in found)), found


def test_there_are_enough_marks() -> None:
    train, held = (list(records(DATA / "marks" / f"{n}.jsonl")) for n in ("train", "heldout"))
    assert len(train) >= 26_000
    assert len(held) >= 1_100
    assert not {r["doc"] for r in train} & {r["doc"] for r in held}
    told = [r for r in train if r["triggers"] or r["states"]]
    assert 0.08 <= 1 - len(told) / len(train) <= 0.3, "of the sentences some tell of nothing, on purpose"
    assert min(Counter(kind for r in train for *_, kind in r["triggers"]).values()) >= 40
    assert set(KINDS) == {kind for r in train for _, _, kind, _, _ in r["states"]}


def test_the_dossiers_held_out_are_so_in_both_layers() -> None:
    held = {json.loads(line)["id"] for line in (DATA / "pairs/heldout.jsonl").read_text("utf-8").splitlines()}
    marked = _families(DATA / "marks/heldout.jsonl", "dossier-")
    learnt = _families(DATA / "marks/train.jsonl", "dossier-")
    assert marked == held
    assert not learnt & held


def test_the_situations_held_out_are_so_in_both_layers() -> None:
    held = {json.loads(line)["id"] for line in (DATA / "followups/heldout.jsonl").read_text("utf-8").splitlines()}
    marked, learnt = (_families(DATA / f"marks/{name}.jsonl", "follow-") for name in ("heldout", "train"))
    assert marked
    assert marked <= held
    assert not learnt & held


def _families(path: Path, prefix: str) -> set[str]:
    """Names of the dossiers or situations of which sentences are marked."""
    return {r["doc"].removeprefix(prefix).rpartition("-")[0] for r in records(path) if r["doc"].startswith(prefix)}


def test_lists_of_marks_become_offsets(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text(
        "x-gate\twire\tKenya\t2010\tThe gate was shut and the guards shut out.\tshut=closure.opens\tshut#2=COERCE\tshut=COERCE\n", "utf-8"
    )
    (found,) = marked(path)
    assert found["triggers"] == [[13, 17, "COERCE"], [33, 37, "COERCE"]]
    assert found["states"] == [[13, 17, "closure", "opens", "told"]]
    path.write_text("x-gate\twire\tKenya\t2010\tThe gate was shut.\tshut=SHUT\n", "utf-8")
    with pytest.raises(ValueError, match=r"x\.tsv:1: 'shut': SHUT is no type of PLOVER"):
        list(marked(path))


def test_marks_of_states_become_offsets(tmp_path: Path) -> None:
    head = {"doc": "d", "genre": "field", "area": "Mali", "year": 2012}
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps(head | {"text": "The ban will be {{lifted|ban|ends|planned}}; taps {{run|cut-off|ends}}."}), "utf-8")
    (found,) = stated(path)
    assert (found["id"], found["text"]) == ("d-1", "The ban will be lifted; taps run.")
    assert found["states"] == [[16, 22, "ban", "ends", "planned"], [29, 32, "cut-off", "ends", "told"]]
    path.write_text(json.dumps(head | {"text": "Taps {{run again|cut-off|ends}}."}), "utf-8")
    with pytest.raises(ValueError, match=r"x\.jsonl:1: a mark that is none"):
        list(stated(path))


GOOD: dict[str, Any] = {
    "id": "d-1", "doc": "d", "genre": "wire", "area": "Mali", "year": 2012, "text": "The UN left Gao.", "layers": ["entities"],
    "entities": [[4, 6, "ORG"], [12, 15, "GPE"]],
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({}, None),
        ({"entities": [[0, 6, "ORG"]]}, "leading article"),
        ({"entities": [[4, 6, "MISC"]]}, "no class MISC"),
        ({"entities": [[4, 6, "ORG"], [5, 9, "GPE"]]}, "overlaps"),
        ({"entities": [[12, 16, "GPE"]]}, None),
        ({"entities": [[12, 17, "GPE"]]}, "outside the text"),
        ({"entities": [[3, 6, "ORG"]]}, "space or marks"),
        ({"entities": [[12, 14, "GPE"]]}, "cuts a word"),
        ({"text": "A  B"}, "odd white space"),
        ({"genre": "poem"}, "genre"),
        ({"year": 1890}, "outside 1990"),
        ({"id": "e-1"}, "does not begin"),
        ({"layers": []}, "layer entities"),
    ],
)
def test_the_validator(change: dict[str, Any], message: str | None) -> None:
    found = problems({**GOOD, "entities": GOOD["entities"], **change})
    if message is None:
        assert found == []
    else:
        assert any(message in f for f in found), found


def test_there_are_enough_events() -> None:
    train, held = (list(records(DATA / "events" / f"{n}.jsonl")) for n in ("train", "heldout"))
    assert len(train) + len(held) >= 2500
    assert not {r["doc"] for r in train} & {r["doc"] for r in held}
    every = [e for r in train + held for e in r["events"]]
    kinds = Counter(e["type"] for e in every)
    assert set(kinds) == {kind for kind, _ in modes()}
    assert min(kinds.values()) >= 100, kinds
    assert {m for m in modes() if m[1] and m[1] != "unconventional"} <= {(e["type"], e["mode"]) for e in every}
    assert {e["modality"] for e in every} == set(MODALITIES)
    counts = [len(r["events"]) for r in train + held]
    assert sum(n == 0 for n in counts) >= 0.2 * len(counts)
    assert sum(n > 1 for n in counts) >= 0.3 * len(counts)


EVENT_GOOD: dict[str, Any] = {
    "trigger": [7, 11], "type": "RETREAT", "mode": "withdraw", "actors": [[4, 6]], "recipients": [], "places": [[12, 15]], "times": [],
    "attribution": None, "modality": "asserted", "polarity": "positive", "background": False, "quantities": [], "answers": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({}, None),
        ({"trigger": [7, 10]}, "cuts a word"),
        ({"trigger": [7, 99]}, "outside the text"),
        ({"mode": "fly"}, "no type and mode"),
        ({"modality": "sure"}, "none of ours"),
        ({"attribution": {"source": None, "cue": None}}, "attribution needs"),
        ({"answers": "hope"}, "answers 'hope'"),
        ({"quantities": [["killed", 4, 6, 3, 2]]}, "quantity killed 3 to 2"),
        ({"quantities": [["sheep", 4, 6, 3, 3]]}, "quantity sheep"),
        ({"extra": 1}, "exactly the keys"),
    ],
)
def test_the_validator_of_events(change: dict[str, Any], message: str | None) -> None:
    record = {**GOOD, "layers": ["entities", "events"], "published": "2012-03-04", "events": [{**EVENT_GOOD, **change}]}
    found = problems(record)
    assert (found == []) if message is None else any(message in f for f in found), found


def test_words_become_offsets(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    head = {"doc": "d", "genre": "wire", "area": "Mali", "year": 2012, "published": "2012-03-04"}
    row: dict[str, Any] = {"text": "The UN left Gao, the UN said.", "entities": [["UN", "ORG"], ["UN#2", "ORG"], ["Gao", "GPE"]]}
    row["events"] = [{"trigger": "left", "type": "RETREAT", "mode": "withdraw", "actors": ["UN"], "attribution": ["UN#2", "said"]}]
    path.write_text(json.dumps(head) + "\n" + json.dumps(row) + "\n", "utf-8")
    (found,) = placed(path)
    assert found["entities"] == [[4, 6, "ORG"], [12, 15, "GPE"], [21, 23, "ORG"]]
    assert found["events"][0]["attribution"] == {"source": [21, 23], "cue": [24, 28]}
    path.write_text(json.dumps(head) + "\n" + json.dumps({**row, "entities": [["Mopti", "GPE"]]}) + "\n", "utf-8")
    with pytest.raises(ValueError, match=r"a.jsonl:2: 'Mopti' is not in the text"):
        list(placed(path))


def test_topics_are_marked() -> None:
    rows = [r for name in ("train", "border", "everyday") for r in records(DATA / "topics" / f"{name}.jsonl")]
    assert len({r["text"] for r in rows}) == len(rows) >= 2200
    assert all({"id", "topic", "relevant", "title", "text"} <= r.keys() and isinstance(r["relevant"], bool) for r in rows)
    assert 0.2 < sum(r["relevant"] for r in rows) / len(rows) < 0.8


def test_inline_marks_become_records(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("# doc=d genre=wire area=Mali year=2012\nThe [[UN|ORG]] left [[Gao|GPE]].\n", "utf-8")
    assert list(imported(path)) == [GOOD]
    path.write_text("# doc=d genre=wire area=Mali year=2012\nThe [[UN|ORG] left.\n", "utf-8")
    with pytest.raises(ValueError, match=r"a.txt:2"):
        list(imported(path))


@pytest.mark.parametrize("path", sorted((DATA / "entities").glob("*.tsv")), ids=lambda p: p.name)
def test_stand_off_labels_are_well_formed(path: Path) -> None:
    seen = set()
    for line in lines(path):
        if line.startswith("#"):
            continue
        name, _, spans = line.partition("\t")
        assert name not in seen
        seen.add(name)
        found = [span(s) for s in spans.split()] if spans != "-" else []
        assert {c for *_, c in found} <= set(CLASSES)
        tagged(max((last for _, last, _ in found), default=0) + 1, found)


@pytest.mark.parametrize("path", sorted((DATA / "names").glob("*.txt")), ids=lambda p: p.name)
def test_name_lists_are_clean(path: Path) -> None:
    names = path.read_text("utf-8").splitlines()
    assert path.stem in CLASSES
    assert len(names) == len(set(names)) >= 1000
    for n in names:
        assert n == " ".join(n.split())
        assert not n.lower().startswith("the ") or n in ("The Hague", "The Gambia")


def test_labelled_records_survive_json() -> None:
    for r in records(DATA / "own/heldout.jsonl"):
        assert json.loads(json.dumps(r, ensure_ascii=False)) == r


def dossiers(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / "pairs" / f"{name}.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("name", ["train", "heldout"])
def test_dossiers_are_valid(name: str) -> None:
    for d in dossiers(name):
        assert set(d) == {"id", "area", "reports", "mentions"}, d["id"]
        assert 4 <= len(d["reports"]) <= 6, d["id"]
        for r in d["reports"]:
            assert date.fromisoformat(r["published"]).isoformat() == r["published"], d["id"]
            assert set(r) == {"source", "published", "text"}, d["id"]
        spots = [(m["report"], m["start"]) for m in d["mentions"]]
        assert len(spots) == len(set(spots)) >= 7, d["id"]
        for m in d["mentions"]:
            text = d["reports"][m["report"]]["text"]
            words = text[m["start"] : m["end"]]
            assert words == words.strip() != "", d["id"]
            assert text.count(words) == 1, (d["id"], words)
            around = text[m["start"] - 1 : m["start"]], text[m["end"] : m["end"] + 1]
            assert not any(c.isalpha() for c in around), (d["id"], words)


def test_there_are_enough_dossiers() -> None:
    train, held = dossiers("train"), dossiers("heldout")
    assert not {d["id"] for d in train} & {d["id"] for d in held}
    assert len(train) >= 250
    told = [Counter(m["incident"] for m in d["mentions"]) for d in train]
    several = sum(n > 1 for counts in told for n in counts.values())
    assert several >= 1000  # incidents that are told in two mentions or more
    digest = hashlib.sha256((DATA / "pairs/heldout.jsonl").read_bytes()).hexdigest()
    assert digest[:16] == HELD_OUT_PAIRS, "a label of the held-out dossiers changes only with a reason in the commit"


HELD_OUT_PAIRS = "5f1f2fb70b27a2d8"
