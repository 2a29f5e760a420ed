"""Names that the model is given as one word, and how they come apart again."""

from __future__ import annotations

import pytest

from vedette.language import Reader
from vedette.language.lexicon import Lexicon
from vedette.language.tokens import tokenize
from vedette.language.whole import fused, together


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon()


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("from Port-au-Prince to Cap-Rouge", ["from", "Port-au-prince", "to", "Cap-rouge"]),
        ("SHOTS AT PORT-AU-PRINCE", ["SHOTS", "AT", "PORT-AU-PRINCE"]),
        ("Al-Hol and Guinea-Bissau", ["Al-hol", "and", "Guinea-bissau"]),
        ("the Kosovo-Serbia border", ["the", "Kosovo", "-", "Serbia", "border"]),
        ("the Secretary-General of a NATO-led force", ["the", "Secretary", "-", "General", "of", "a", "NATO", "-", "led", "force"]),
        ("Cease-Fire Signed in Port-au-Prince", ["Cease", "-", "Fire", "Signed", "in", "Port-au-prince"]),
        ("CAR-BOMB KILLS TWO IN GUINEA-BISSAU", ["CAR", "-", "BOMB", "KILLS", "TWO", "IN", "GUINEA-BISSAU"]),
        ("VICE-PRESIDENT RESIGNS AFTER WALK-OUT", ["VICE", "-", "PRESIDENT", "RESIGNS", "AFTER", "WALK", "-", "OUT"]),
        ("Saint - Marc", ["Saint", "-", "Marc"]),
        ("an MI-24", ["an", "MI", "-", "24"]),
    ],
)
def test_a_name_with_hyphens_is_one_word_and_two_places_are_two(text: str, given: list[str], lexicon: Lexicon) -> None:
    words = tokenize(text)
    sizes = fused(words, lexicon.matches([w.text for w in words]))
    assert [w.text for w in together(words, sizes)] == given
    assert sum(sizes) == len(words)


def test_the_tokens_are_those_of_the_text_and_hang_on_the_first_part(reader: Reader) -> None:
    text = "Gunmen have closed the highway between Port-au-Prince and Cap-Rouge since before dawn on Tuesday."
    read = reader.read(text)
    tokens = read.sentences[0].tokens
    assert [t.text for t in tokens] == [w.text for w in tokenize(text)]
    assert all(text[t.start : t.end] == t.text for t in tokens)
    assert [e.text for e in read.entities] == ["Port-au-Prince", "Cap-Rouge"]
    at = [t.text for t in tokens].index("Port")
    assert [(t.text, t.deprel, t.head) for t in tokens[at + 1 : at + 5]] == [
        ("-", "punct", at), ("au", "flat", at), ("-", "punct", at), ("Prince", "flat", at),
    ]  # fmt: skip
    dawn = next(t for t in tokens if t.text == "dawn")
    assert tokens[dawn.head].text == "closed"


def test_a_name_that_the_tree_tore_apart_is_read_once_more(reader: Reader) -> None:
    read = reader.read("The RN1 is closed at Carrefour Paye.")
    tokens = read.sentences[0].tokens
    at = [t.text for t in tokens].index("Carrefour")
    assert (tokens[at].deprel, tokens[tokens[at].head].text) == ("obl", "closed")
    assert (tokens[at + 1].deprel, tokens[at + 1].head) == ("flat", at)


def test_a_body_called_like_a_verb_is_no_verb(reader: Reader) -> None:
    tokens = {t.text: t for t in reader.read("Troops turned over 40 suspected IS fighters to Kodi on Sunday.").sentences[0].tokens}
    assert (tokens["IS"].upos, tokens["IS"].lemma, tokens["suspected"].deprel) == ("PROPN", "IS", "amod")
    assert [t.upos for t in reader.read("He IS here.").sentences[0].tokens][1] != "PROPN"
