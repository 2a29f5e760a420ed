from __future__ import annotations

import itertools

import numpy as np
import pytest

from vedette.domain import Entity, Label
from vedette.language.entities import agree, best_tags, mixed_case, spans, tidy, transitions

LABELS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG"]
FOLLOWS = transitions(LABELS)


def valid(path: list[int]) -> bool:
    return all(FOLLOWS[a, b] for a, b in itertools.pairwise([0, *path]))


@pytest.mark.parametrize("seed", range(20))
def test_the_best_valid_path_is_found(seed: int) -> None:
    scores = np.log(np.random.default_rng(seed).dirichlet(np.ones(5), size=4)).astype(np.float32)
    best = max(
        (list(p) for p in itertools.product(range(5), repeat=4) if valid(list(p))), key=lambda p: sum(scores[i, t] for i, t in enumerate(p))
    )
    found = best_tags(scores, FOLLOWS)
    assert valid(found)
    assert sum(scores[i, t] for i, t in enumerate(found)) == pytest.approx(sum(scores[i, t] for i, t in enumerate(best)), abs=1e-5)


def test_spans_of_a_path() -> None:
    assert spans([0, 1, 2, 3, 3, 4, 0, 1], LABELS) == [(1, 2, "PER"), (3, 3, "ORG"), (4, 5, "ORG"), (7, 7, "PER")]


def entity(text: str, label: Label, confidence: float) -> Entity:
    return Entity(start=0, end=len(text), text=text, label=label, confidence=confidence)


@pytest.mark.parametrize(
    ("given", "labels"),
    [
        ([("Pantic", "GPE", 0.5), ("Dejan Pantic", "PER", 0.9)], ["PER", "PER"]),
        ([("Washington", "GPE", 0.95), ("George Washington", "PER", 0.9)], ["GPE", "PER"]),
        ([("Kalma", "LOC", 0.5), ("KALMA", "FAC", 0.8), ("Kalma", "FAC", 0.6)], ["FAC", "FAC", "FAC"]),
        ([("Kremlin", "ORG", 0.9), ("Kremlin", "FAC", 0.6)], ["ORG", "FAC"]),
        ([("Goma", "GPE", 0.9), ("Serbs", "NORP", 0.9)], ["GPE", "NORP"]),
        ([], []),
    ],
)
def test_one_name_has_one_class_in_a_report(given: list[tuple[str, Label, float]], labels: list[str]) -> None:
    assert [e.label for e in agree([entity(*g) for g in given])] == labels


@pytest.mark.parametrize(
    ("text", "tags", "span", "kept"),
    [
        ("the mission in Kosovo said", "DET NOUN ADP PROPN VERB", (2, 3), "Kosovo"),
        ("to enable freedom of movement in Kosovo", "PART VERB NOUN ADP NOUN ADP PROPN", (2, 4), None),
        ("all actors in Kosovo said", "DET NOUN ADP PROPN VERB", (1, 3), "Kosovo"),
        ("men of al - Shabaab left", "NOUN ADP PROPN PUNCT PROPN VERB", (2, 4), "al - Shabaab"),
        ("at the Jarinje crossing .", "ADP DET PROPN NOUN PUNCT", (1, 3), "Jarinje crossing"),
        ("The Times of London said", "DET PROPN ADP PROPN VERB", (0, 3), "Times of London"),
        ("in The Hague on Monday", "ADP DET PROPN ADP PROPN", (1, 2), "The Hague"),
        ("KFOR 's troops left", "PROPN PART NOUN VERB", (0, 1), "KFOR"),
        ("nato troops left goma", "PROPN NOUN VERB PROPN", (0, 0), "nato"),
        ("Most of the islamists left Gao", "ADJ ADP DET NOUN VERB PROPN", (3, 3), "islamists"),
        ("Police of the", "NOUN ADP DET", (1, 2), None),
    ],
)
def test_spans_are_names(text: str, tags: str, span: tuple[int, int], kept: str | None) -> None:
    words = text.split()
    found = tidy(*span, "islamists" in text, mixed_case(words), words, tags.split())
    assert (None if found is None else " ".join(words[found[0] : found[1] + 1])) == kept
