"""The shipped model, as it reads."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from tests.conftest import ROOT, cases
from vedette.domain import Annotated
from vedette.language import Reader
from vedette.language.model import STEP


@pytest.fixture(scope="module")
def texts() -> list[str]:
    rows = [json.loads(line)["text"] for line in (ROOT / "training/data/own/train.jsonl").read_text("utf-8").splitlines()]
    return [" ".join(rows[i : i + 5]) for i in range(0, 150, 5)]


@pytest.fixture(scope="module")
def together(reader: Reader, texts: list[str]) -> list[Annotated]:
    return list(reader.read_all(texts, batch=64))


def test_the_same_on_every_batch_size(reader: Reader, texts: list[str], together: list[Annotated]) -> None:
    assert list(reader.read_all(texts, batch=1)) == together
    assert list(reader.read_all(texts, batch=7)) == together
    assert list(reader.read_all(reversed(texts), batch=64)) == together[::-1]


def test_the_same_on_every_run_and_number_of_threads(texts: list[str], together: list[Annotated]) -> None:
    assert list(Reader(threads=1).read_all(texts)) == together


def test_offsets_and_trees_hold(together: list[Annotated]) -> None:
    for a in together:
        last = 0
        for s in a.sentences:
            assert last <= s.start < s.end <= len(a.text)
            last = s.end
            assert (s.start, s.end) == (s.tokens[0].start, s.tokens[-1].end)
            assert all(a.text[t.start : t.end] == t.text for t in s.tokens)
            assert sum(t.head == -1 for t in s.tokens) == 1
            assert all((t.head == -1) == (t.deprel == "root") for t in s.tokens)
            for i in range(len(s.tokens)):
                seen = set()
                while i != -1:
                    assert i not in seen
                    seen.add(i)
                    i = s.tokens[i].head
        end = 0
        for e in a.entities:
            assert end <= e.start < e.end
            assert a.text[e.start : e.end] == e.text
            assert 0 < e.confidence <= 1
            end = e.end


@pytest.mark.parametrize("case", cases("sentences"))
def test_sentences(reader: Reader, case: dict[str, Any]) -> None:
    found = reader.read(case["text"])
    assert [found.text[s.start : s.end] for s in found.sentences] == case["sentences"]


@pytest.mark.parametrize("case", cases("reading"))
def test_trees_and_names(reader: Reader, case: dict[str, Any]) -> None:
    found = reader.read(case["text"])
    tokens = [t for s in found.sentences for t in s.tokens]
    arcs = {f"{t.text} {t.deprel} {s.tokens[t.head].text if t.head >= 0 else 'ROOT'}" for s in found.sentences for t in s.tokens}
    assert set(case.get("arcs", [])) <= arcs
    if "entities" in case:
        assert [[e.text, e.label] for e in found.entities] == case["entities"]
    lemmas = {t.text: t.lemma for t in tokens}
    assert {k: lemmas[k] for k in case.get("lemmas", {})} == case.get("lemmas", {})


def test_nothing_is_too_long(reader: Reader) -> None:
    text = "the road and " * 2000 + "a" * 5000 + " http://example.org/" + "x/" * 3000
    found = reader.read(text)
    assert found.sentences[-1].end == len(text)
    assert sum(len(s.tokens) for s in found.sentences) == 6002


@pytest.mark.parametrize("text", ["", " \n ", "\n\n"])
def test_nothing_gives_nothing(reader: Reader, text: str) -> None:
    assert reader.read(text).sentences == ()


@pytest.mark.parametrize("text", ["?", "😀", "…", "1", "x", "\u0301", "東京で 抗議デモ", "<>&"])
def test_odd_texts_are_read(reader: Reader, text: str) -> None:
    assert "".join(t.text for s in reader.read(text).sentences for t in s.tokens) == "".join(text.split())


def test_shapes_of_the_heads(reader: Reader) -> None:
    encoded = [reader.pieces.encode(["NATO", "called"]), reader.pieces.encode(["Serbs", "blocked", "roads", "."])]
    a, b = reader.model.run(encoded)
    assert len(encoded[0].ids) % STEP == len(encoded[1].ids) % STEP == 0
    assert a.arcs.shape == (2, 3)
    assert b.arcs.shape == (4, 5)
    assert b.entities.shape == (4, len(reader.model.labels["entities"]))
    assert np.allclose(np.exp(b.entities).sum(axis=1), 1, atol=1e-4)
    assert all(int(i) < len(reader.model.labels[k]) for k, v in b.tags.items() for i in v)
    for i, best in enumerate(b.arcs.argmax(axis=1)):
        assert reader.model.relation(b.child[i], b.head[best]) == b.relations[i]
