"""What kind of event a word may tell of: the same on every batch and thread count, only where it was asked for, with sound probabilities."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from tests.conftest import ROOT
from vedette.domain import TELLING, Annotated, Token
from vedette.domain.events import EventType
from vedette.domain.situation import ConditionKind
from vedette.errors import ModelError
from vedette.language import Reader
from vedette.language.spotting import LEAST, Spotter

TYPES = set(EventType.__args__)  # type: ignore[attr-defined] # a Literal


@pytest.fixture(scope="module")
def texts() -> list[str]:
    rows = [json.loads(line)["text"] for line in (ROOT / "training/data/events/train.jsonl").read_text("utf-8").splitlines()]
    return [" ".join(rows[i : i + 4]) for i in range(0, 80, 4)]


@pytest.fixture(scope="module")
def told(reader: Reader, texts: list[str]) -> list[Annotated]:
    return list(reader.read_all(texts, told=True))


def words(annotated: Annotated) -> list[Token]:
    return [t for s in annotated.sentences for t in s.tokens]


def test_a_word_alone_and_among_others_tells_the_same(reader: Reader, texts: list[str], told: list[Annotated]) -> None:
    assert list(reader.read_all(texts, batch=1, told=True)) == told
    assert list(Reader(threads=1).read_all(texts[:5], told=True)) == told[:5]


def test_nothing_is_told_unasked_and_nothing_else_changes(reader: Reader, texts: list[str], told: list[Annotated]) -> None:
    plain = list(reader.read_all(texts))
    assert not any(t.told for a in plain for t in words(a))
    assert [a.entities for a in plain] == [a.entities for a in told]
    assert [(t.lemma, t.head, t.deprel) for a in plain for t in words(a)] == [(t.lemma, t.head, t.deprel) for a in told for t in words(a)]


def test_probabilities_are_sound(told: list[Annotated]) -> None:
    marked = [t for a in told for t in words(a) if t.told]
    assert marked
    for t in marked:
        shares = [p for _, p in t.told]
        assert {kind for kind, _ in t.told} <= TYPES
        assert t.upos in TELLING
        assert shares == sorted(shares, reverse=True)
        assert min(shares) >= LEAST
        assert sum(shares) <= 1.01


def test_words_tell_of_events_in_sentences_never_seen(reader: Reader) -> None:
    (a,) = reader.read_all(
        ["The bishop chided the generals over the raid, the rebels spurned the plan and parliament balked at the demand."], told=True
    )
    kinds = {t.text: t.told[0][0] for t in words(a) if t.told}
    assert kinds["spurned"] == "REJECT"
    assert kinds["balked"] == "REJECT"
    (b,) = reader.read_all(["The bakery opened at six and its cook peeled the potatoes."], told=True)
    assert not [t.text for t in words(b) if sum(p for _, p in t.told) > 0.5]


def test_a_missing_or_damaged_table_is_told(tmp_path: Path) -> None:
    token = Token(start=0, end=4, text="fled", lemma="flee", upos="VERB", xpos="VBD", head=-1, deprel="root")
    states = np.zeros((1, 1536), np.float32)
    with pytest.raises(ModelError, match="missing"):
        Spotter(tmp_path).told([token], states)
    (tmp_path / "told.onnx").write_bytes(b"no")
    with pytest.raises(ModelError, match="damaged"):
        Spotter(tmp_path).told([token], states)


def test_words_tell_of_states_in_sentences_never_seen(reader: Reader) -> None:
    (a,) = reader.read_all(["Buses are rolling again on the coast road. The lights came back on in Zarbat on Tuesday."], told=True)
    told = {t.text: t.state for t in words(a) if t.state}
    assert [told[w][:2] for w in ("rolling", "came")] == [("closure", "ends"), ("cut-off", "ends")]
    (b,) = reader.read_all(["The cook peeled the potatoes and salted the soup."], told=True)
    assert not [t.text for t in words(b) if t.state and t.state[2] > 0.5]


def test_states_have_kinds_steps_and_probabilities(told: list[Annotated]) -> None:
    marked = [t.state for a in told for t in words(a) if t.state]
    assert marked
    for kind, step, sure, of_kind in marked:
        assert kind in get_args(ConditionKind)
        assert step in ("opens", "continues", "ends")
        assert LEAST <= sure <= 1
        assert 0 < of_kind <= 1


def test_sentences_say_what_they_bear_on_only_where_asked(reader: Reader) -> None:
    texts = [
        "Gunmen killed four policemen at a checkpoint near the border.",
        "The midfielder scored twice and the fans sang until the final whistle.",
    ]
    killed, scored = (a.sentences[0].bearing for a in reader.read_all(texts, told=True))
    assert killed is not None
    assert scored is not None
    assert killed > 0 > scored
    assert all(s.bearing is None for a in reader.read_all(texts) for s in a.sentences)


def test_a_missing_or_damaged_model_of_bearing_is_told(tmp_path: Path) -> None:
    states = np.zeros((1, 4), np.float32)
    with pytest.raises(ModelError, match=r"bearing\.npz: the model of what a report bears on is missing"):
        Spotter(tmp_path).bearing(states)
    (tmp_path / "bearing.npz").write_bytes(b"no")
    with pytest.raises(ModelError, match="missing or damaged"):
        Spotter(tmp_path).bearing(states)
