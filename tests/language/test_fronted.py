"""Places told first, and lists: what the parser and the splitter alone get wrong."""

from __future__ import annotations

import pytest

from vedette.domain import Token
from vedette.language import Reader
from vedette.language.fronted import fronted


def hung(reader: Reader, text: str) -> dict[str, tuple[str, str]]:
    """Of each word its relation and its head's text."""
    tokens = reader.read(text).sentences[0].tokens
    return {t.text: (t.deprel, tokens[t.head].text if t.head >= 0 else "") for t in tokens}


@pytest.mark.parametrize(
    ("text", "place", "subject", "verb"),
    [
        ("In Sabha gunmen attacked a checkpoint before dawn.", "Sabha", "gunmen", "attacked"),
        ("In northern Mali French troops killed ten fighters.", "Mali", "troops", "killed"),
        ("On Tuesday in El Obeid paramilitary fighters seized a depot.", "El", "fighters", "seized"),
        ("In Bamyan province officials said two died.", "province", "officials", "said"),
    ],
)
def test_a_place_told_first_is_no_part_of_the_subject(reader: Reader, text: str, place: str, subject: str, verb: str) -> None:
    words = hung(reader, text)
    assert words[place] == ("obl", verb)
    assert words[subject] == ("nsubj", verb)


def test_a_place_that_qualifies_a_noun_stays_with_it(reader: Reader) -> None:
    words = hung(reader, "Doctors in Gaza City hospitals worked on.")
    assert words["hospitals"] == ("nmod", "Doctors")
    assert words["Doctors"] == ("nsubj", "worked")


def test_items_of_a_list_and_headings_are_sentences(reader: Reader) -> None:
    text = "HIGHLIGHTS\n- The agency and its partners have suspended food distribution\n- 300 people who fled are on the bank\nACCESS\n• Two crossings closed"
    assert [text[s.start : s.end] for s in reader.read(text).sentences] == text.split("\n")


def test_a_dash_at_the_start_of_a_line_may_go_on_with_a_sentence(reader: Reader) -> None:
    assert len(reader.read("The two sides signed the deal\n- which nobody had expected - on Monday.").sentences) == 1


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("At Kindu 41 lorries were stopped on Monday.", "Kindu", "41"),
        ("Near Walikale 2,000 miners left on Monday.", "Walikale", "2,000"),
    ],
)
def test_a_number_behind_a_place_counts_what_comes_next(reader: Reader, text: str, name: str, number: str) -> None:
    read = reader.read(text)
    assert [e.text for e in read.entities] == [name]
    tokens = read.sentences[0].tokens
    k = next(n for n, t in enumerate(tokens) if t.text == number)
    assert (tokens[k].head, tokens[k].deprel) == (k + 1, "nummod")


def test_a_number_that_is_part_of_a_name_stays_with_it(reader: Reader) -> None:
    tokens = reader.read("The crew of Apollo 13 astronauts landed.").sentences[0].tokens
    assert tokens[[t.text for t in tokens].index("13")].deprel != "nummod"


@pytest.mark.parametrize(
    "text",
    [
        "At Checkpoint 12 soldiers shot two men.",
        "On Highway 6 lorries were burned by rebels.",
        "In Ward 12 voters were attacked.",
        "In Nairobi 2017 protesters were shot by police.",
    ],
)
def test_a_number_that_tells_which_or_when_counts_nobody(reader: Reader, text: str) -> None:
    tokens = reader.read(text).sentences[0].tokens
    k = next(n for n, t in enumerate(tokens) if t.text.isdigit())
    assert (tokens[k].head, tokens[k].deprel) != (k + 1, "nummod")


def clause(*words: tuple[str, str, str, int, str]) -> list[Token]:
    """Tokens of (text, part of speech, tag, head, relation)."""
    at = [sum(len(w[0]) + 1 for w in words[:n]) for n in range(len(words))]
    return [
        Token(start=s, end=s + len(t), text=t, lemma=t, upos=upos, xpos=tag, head=head, deprel=rel, clitic=False)
        for s, (t, upos, tag, head, rel) in zip(at, words, strict=True)
    ]


def test_a_clause_with_when_is_no_second_main_clause() -> None:
    hurt = [("Two", "NUM", "CD", 2, "nsubj:pass"), ("were", "AUX", "VBD", 2, "aux:pass"), ("hurt", "VERB", "VBN", -1, "root")]
    when = ("when", "ADV", "WRB", 5, "advmod")
    threw = [("crowds", "NOUN", "NNS", 5, "nsubj"), ("threw", "VERB", "VBD", 2, "conj"), ("stones", "NOUN", "NNS", 5, "obj")]
    assert fronted(clause(*hurt, when, *threw), [])[5].deprel == "advcl"
    assert fronted(clause(*hurt, ("and", "CCONJ", "CC", 5, "cc"), *threw), [])[5].deprel == "conj"
