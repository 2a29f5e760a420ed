"""States told in words that no row of the lexicon knows: what the reading model takes them for, set by hand here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vedette.coding.clauses import Tree
from vedette.coding.matching import candidates
from vedette.coding.reasons import why
from vedette.coding.steps import SURE, with_steps
from vedette.domain.events import LIKENESS
from vedette.language import Reader

State = tuple[str, str, float, float]


def tree(reader: Reader, text: str, word: str, state: State) -> Tree:
    """The tree of a sentence of which the model says of one word alone that it tells of a state."""
    (annotated,) = reader.read_all([text])
    (sentence,) = annotated.sentences
    tokens = tuple(replace(t, state=state if t.text == word else None) for t in sentence.tokens)
    return Tree(text, 0, replace(sentence, tokens=tokens), tuple(enumerate(annotated.entities)))


def told(reader: Reader, text: str, word: str, state: State) -> list[tuple[str | None, str | None, bool]]:
    """Kind, step and whether the model alone knows it, of what the word tells."""
    at = tree(reader, text, word, state)
    return [(f.row.condition, f.row.phase, f.learnt) for f in with_steps(at, candidates(at)) if at.tokens[f.at].text == word]


@pytest.mark.parametrize(("step", "sure"), list(SURE.items()))
def test_a_state_is_told_from_a_probability_that_depends_on_its_step(reader: Reader, step: str, sure: float) -> None:
    text = "The lamps of Zarbat glow since Monday."
    assert told(reader, text, "glow", ("cut-off", step, sure, 0.9)) == [("cut-off", step, True)]
    assert told(reader, text, "glow", ("cut-off", step, sure - 0.01, 0.9)) == []


def test_what_begins_or_holds_must_be_of_one_kind(reader: Reader) -> None:
    text = "The lamps of Zarbat glow since Monday."
    assert told(reader, text, "glow", ("cut-off", "ends", 0.95, 0.7)) == [("cut-off", "ends", True)]
    assert told(reader, text, "glow", ("cut-off", "ends", 0.95, 0.1)) == [("other", "ends", True)]
    assert told(reader, text, "glow", ("cut-off", "opens", 0.95, 0.1)) == []


def test_the_lexicon_is_asked_first(reader: Reader) -> None:
    assert told(reader, "The army lifted the curfew on Tuesday.", "lifted", ("strike", "opens", 0.99, 0.99)) == [("curfew", "ends", False)]


def test_a_deed_of_the_lexicon_leaves_such_a_state_as_it_may_leave(reader: Reader) -> None:
    text = "Police stormed the town hall of Zarbat on Tuesday."
    assert told(reader, text, "stormed", ("occupation", "opens", 0.95, 0.9)) == [("occupation", "opens", False)]
    assert told(reader, text, "stormed", ("postponement", "opens", 0.95, 0.9)) == [(None, None, False)]


def test_a_deed_of_the_lexicon_ends_no_state_of_which_the_kind_is_unsure(reader: Reader) -> None:
    text = "The patrol turned back and reported to the sector."
    assert told(reader, text, "turned", ("closure", "ends", 0.9, 0.6)) == [("closure", "ends", False)]
    assert told(reader, text, "turned", ("closure", "ends", 0.9, 0.3)) == [(None, None, False)]


def test_the_reasons_tell_a_state_that_the_model_adds_from_the_deed_of_the_lexicon(reader: Reader) -> None:
    at = tree(reader, "Police stormed the town hall of Zarbat on Tuesday.", "stormed", ("occupation", "opens", 0.95, 0.9))
    (found,) = (f for f in with_steps(at, candidates(at)) if at.tokens[f.at].text == "stormed")
    deed, state = why(at, found)
    assert deed.startswith("trigger “stormed”")
    assert state == f"“stormed” {LIKENESS}: occupation opens"


def test_its_reason_says_that_only_the_model_knows(reader: Reader) -> None:
    at = tree(reader, "The lamps of Zarbat glow again.", "glow", ("cut-off", "ends", 0.9, 0.9))
    (found,) = (f for f in with_steps(at, []) if f.learnt)
    assert (found.row.note, found.row.type, found.lasting) == (LIKENESS, "NONE", False)
