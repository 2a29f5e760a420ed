"""Our annotated data is valid, and the validator finds what is wrong."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from training.annotations import CLASSES, check, imported, problems, records
from training.corpora import lines, span, tagged
from vedette.language import tokenize

DATA = ROOT / "training/data"
OWN = sorted((DATA / "own").glob("*.jsonl"))


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
