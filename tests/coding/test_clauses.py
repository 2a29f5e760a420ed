"""Subjects, objects and agents as they are meant, in trees of the reader."""

from __future__ import annotations

import pytest

from vedette.coding.clauses import Tree, covered, without_dateline
from vedette.domain import TimeMention
from vedette.language import Reader


def tree(reader: Reader, text: str) -> Tree:
    return Tree(text, 0, reader.read(text).sentences[0])


def at(t: Tree, word: str) -> int:
    return next(i for i, x in enumerate(t.tokens) if x.text == word)


@pytest.mark.parametrize(
    ("text", "verb", "doers", "objects"),
    [
        ("Soldiers burned the huts.", "burned", ["Soldiers"], ["huts"]),
        ("The huts were burned by soldiers.", "burned", ["soldiers"], ["huts"]),
        ("The huts were burned.", "burned", [], ["huts"]),
        ("Police who fired at the crowd were dismissed.", "fired", ["Police"], []),
        ("The miners vowed to occupy the square.", "occupy", ["miners"], ["square"]),
        ("The court ordered the miners to leave the square.", "leave", ["miners"], ["square"]),
        ("Rebels entered the town and burned a church.", "burned", ["Rebels"], ["church"]),
        ("Rebels shelled the town, killing a teacher.", "killing", ["Rebels"], ["teacher"]),
        ("Togo and Benin expelled the envoy.", "expelled", ["Togo", "Benin"], ["envoy"]),
        ("The protest organised by students ended.", "organised", ["students"], ["protest"]),
        ("The minister was accused of jailing a reporter.", "accused", [], ["minister"]),
        ("Fishermen asking for fuel kept the port shut for a second day, and Togo warned of reprisals.", "warned", ["Togo"], []),
        ("Soldiers detained him and his followers burned the town hall.", "burned", ["followers"], ["hall"]),
        ("Their chief told a local radio the barrier would stay until noon.", "stay", ["barrier"], []),
        ("One thing moved: the examining judge released five of the miners.", "released", ["judge"], ["five"]),
        ("Governor Anna Lund, who last year turned down a plea by the carriers, called on the army to withdraw.", "called", ["Anna"], []),
        ("Police kept the road blocked on Friday.", "kept", ["Police"], ["road"]),
        ("A court ordered the leader of the union to be held for two months.", "held", ["court"], ["leader"]),
        ("The governor ordered the road closed.", "closed", ["governor"], ["road"]),
        ("The governor ordered an inquiry led by a judge.", "led", ["judge"], ["inquiry"]),
        ("The mayor urged the rebels, who hold the dam, to open the gates.", "open", ["rebels"], ["gates"]),
        ("A lorry was hit by stones thrown by youths.", "hit", ["youths"], ["lorry"]),
    ],
)
def test_who_does_what(reader: Reader, text: str, verb: str, doers: list[str], objects: list[str]) -> None:
    t = tree(reader, text)
    v = at(t, verb)
    assert [t.tokens[i].text for i in t.doers(v)] == doers
    assert [t.tokens[i].text for i in t.objects(v)] == objects


@pytest.mark.parametrize(
    ("text", "word", "negated"),
    [
        ("The army did not fire.", "fire", True),
        ("No shots were fired.", "fired", True),
        ("Nobody was hurt.", "hurt", True),
        ("The army never apologised.", "apologised", True),
        ("The army fired.", "fired", False),
    ],
)
def test_negation(reader: Reader, text: str, word: str, negated: bool) -> None:
    t = tree(reader, text)
    assert t.negated(at(t, word)) is negated


def test_a_dateline_hangs_aside(reader: Reader) -> None:
    text = "BAMAKO, Mali (AP) — Soldiers arrested a reporter on Monday."
    sentence = without_dateline(reader.read(text).sentences[0], text.index(" —"))
    t = Tree(text, 0, sentence)
    v = at(t, "arrested")
    assert [t.tokens[i].text for i in t.doers(v)] == ["Soldiers"]
    assert {t.tokens[i].deprel for i in range(len(t.tokens)) if t.tokens[i].start < text.index(" —")} == {"discourse"}
    assert sum(x.head < 0 for x in t.tokens) == 1


def test_a_sentence_of_nothing_but_a_dateline_stays(reader: Reader) -> None:
    text = "BAMAKO, Mali (AP)"
    sentence = reader.read(text).sentences[0]
    assert without_dateline(sentence, len(text)) == sentence


def test_names_and_times_of_a_sentence_are_those_that_begin_in_it(reader: Reader) -> None:
    a = reader.read("Ghana's army left Accra on Monday. Togo stayed until Friday.")
    days = [(word, a.text.index(word)) for word in ("Monday", "Friday")]
    times = [
        TimeMention(start=i, end=i + 6, text=word, type="DATE", value=None, begin=None, last=None, precision="day", anchor="none")
        for word, i in days
    ]
    for n, s in enumerate(a.sentences):
        t = Tree(a.text, n, s, tuple((k, e) for k, e in enumerate(a.entities) if s.start <= e.start < s.end))
        assert t.here(times) == [(n, times[n])]
        assert t.here([]) == []
        for i, word in enumerate(t.tokens):
            assert t.entity(i) == next((e for e in a.entities if e.start <= word.start < e.end), None)
        assert t.lemmas == {t.lemma(i) for i in range(len(t.tokens))}


def test_it_is_not_whom_it_is_told_to(reader: Reader) -> None:
    t = tree(reader, "Belo told the radio that the army had a plan and was putting it off.")
    assert t.parallel(at(t, "it")) == at(t, "plan")
    t = tree(reader, "Belo told the radio that the army was putting it off.")
    assert t.parallel(at(t, "it")) is None
    t = tree(reader, "The crowd reached the bridge and closed it.")
    assert t.parallel(at(t, "it")) == at(t, "bridge")


def test_dependents_are_asked_for_by_plain_and_precise_relations(reader: Reader) -> None:
    """Those of several relations come in order, each once; words that have one of a relation are found without asking each word."""
    text = "The huts, the driver said, were burned by soldiers in Tarn."
    t = tree(reader, text)
    v = at(t, "burned")
    subject, auxiliary = at(t, "huts"), at(t, "were")
    assert t.kids(v, "nsubj") == t.kids(v, "nsubj:pass") == [subject]
    assert t.kids(v, "aux", "nsubj", "nsubj:pass") == [subject, auxiliary]
    assert t.kids(auxiliary, "nsubj") == []
    for relation in ("nsubj", "aux", "det", "cop", "root"):
        assert t.having(relation) == [i for i in range(len(t.tokens)) if t.kids(i, relation)]


def test_a_list_of_dependents_is_the_askers_own(reader: Reader) -> None:
    """Who adds to what was found changes no later answer."""
    t = tree(reader, "Soldiers burned the huts.")
    v = at(t, "burned")
    found = t.kids(v, "obj")
    found.append(0)
    assert t.kids(v, "obj") == [at(t, "huts")]


def test_covered_words_begin_in_the_stretch(reader: Reader) -> None:
    """The words of a stretch of the text are told by where they begin, over several sentences."""
    read = reader.read("Rebels shelled Tarn. Two men died in Velin.")
    trees = [Tree(read.text, n, s) for n, s in enumerate(read.sentences)]
    starts = [s.start for s in read.sentences]
    first, last = read.text.index("Tarn"), read.text.index("men")
    assert [read.text[k] for k in covered(trees, starts, first, last)] == ["T", ".", "T"]
    assert list(covered(trees, starts, first + 1, first + 3)) == []
