"""Accuracy of the shipped reader, by the scorers beside this file."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench import corpora, score_syntax
from vedette.domain import Sentence
from vedette.ingest.inputs import laid_out, pretokenized
from vedette.language import Reader, Word
from vedette.pipeline import conllu

ROOT = Path(__file__).resolve().parent.parent
NEWS = re.compile(r"^GUM_news_")


def on_words(reader: Reader, gold: str, change: Any = None) -> str:
    """The reader's CoNLL-U over a treebank's own words; `change` alters each word's letters (case)."""
    given = pretokenized(score_syntax.strip(gold), "gold")
    sentences = []
    for _, words, spans, clitic in given:
        shown = [change(w) if change else w for w in words]
        sentences.append([Word(w, a, b, c) for w, (a, b), c in zip(shown, spans, clitic, strict=True)])
    found = reader.parse(sentences)
    out = []
    for (name, words, spans, _), (s, _entities) in zip(given, found, strict=True):
        text = laid_out(words, spans)
        out.append(conllu(text, [(name, _with_words(s, words))]))
    return "".join(out)


def _with_words(s: Sentence, words: list[str]) -> Sentence:
    """The same sentence with the gold's letters, so that the scorer pairs the words."""
    return replace(s, tokens=tuple(replace(t, text=w) for t, w in zip(s.tokens, words, strict=True)))


def only(gold: str, wanted: re.Pattern[str]) -> str:
    """The sentences of a treebank whose id matches."""
    return "".join(b + "\n\n" for b in gold.split("\n\n") if (m := re.search(r"# sent_id = (\S+)", b)) and wanted.match(m[1]))


def percent(scores: dict[str, Any], *keys: str) -> dict[str, float]:
    """Chosen figures in percent; an F1 score stands for its dictionary."""
    return {k: round(100 * (scores[k]["f1"] if isinstance(scores[k], dict) else scores[k]), 2) for k in keys}


def entities(reader: Reader) -> dict[str, Any]:
    """F1 of UNER's test (its three classes) from its sentences as text."""
    gold = corpora.text("uner-test")
    rows = []
    for r in score_syntax.reports(gold):
        found = reader.read(r["text"])
        rows.append(
            {"id": r["id"], "text": found.text, "entities": [{"start": e.start, "end": e.end, "label": e.label} for e in found.entities]}
        )
    pred = "\n".join(json.dumps(r) for r in rows)
    scores = score_syntax.score_entities(gold, pred, jsonl=True)
    return {k: percent(scores, k)[k] for k in ("all", "PER", "ORG", "LOC")}


def own(reader: Reader) -> dict[str, Any]:
    """F1 over the six classes on our own held-out sentences, each read alone, and by class."""
    path = ROOT / "training/data/own/heldout.jsonl"
    hit: dict[str, list[int]] = {}
    for line in path.read_text("utf-8").splitlines():
        r = json.loads(line)
        found = reader.read(r["text"])
        assert found.text == r["text"]
        gold = {tuple(x) for x in r["entities"]}
        mine = {(e.start, e.end, e.label) for e in found.entities}
        for label in ("PER", "ORG", "GPE", "LOC", "NORP", "FAC"):
            a, b = {x for x in gold if x[2] == label}, {x for x in mine if x[2] == label}
            c = hit.setdefault(label, [0, 0, 0])
            c[0], c[1], c[2] = c[0] + len(a & b), c[1] + len(b), c[2] + len(a)
    total = [sum(c[i] for c in hit.values()) for i in range(3)]
    return {name: round(200 * c[0] / max(1, c[1] + c[2]), 2) for name, c in {"all": total, **hit}.items()}


def measure(reader: Reader) -> dict[str, Any]:
    """All accuracy figures, in percent."""
    out: dict[str, Any] = {"own held-out entities": own(reader)}
    if not corpora.complete():
        return out
    ewt, gum = corpora.text("ewt-test"), corpora.text("gum-test")
    words = ("upos", "uas", "las", "lemma")
    out["EWT test, gold words"] = percent(score_syntax.score(ewt, on_words(reader, ewt)), *words)
    out["GUM permitted test, gold words"] = percent(score_syntax.score(gum, on_words(reader, gum)), *words)
    news = only(gum, NEWS)
    out["GUM news test, gold words"] = percent(score_syntax.score(news, on_words(reader, news)), *words)
    for name, change in (("lower case", str.lower), ("capitals", str.upper)):
        out[f"EWT test in {name}"] = percent(score_syntax.score(ewt, on_words(reader, ewt, change)), *words)
    raw = reader.read(corpora.raw_text(ewt))
    pred = conllu(raw.text, [(str(n), s) for n, s in enumerate(raw.sentences)])
    out["EWT test, raw text"] = percent(
        score_syntax.score(ewt, pred, raw=True), "sentences", "tokens", "words", "upos", "lemma", "uas", "las"
    )
    out["UNER EWT test entities"] = entities(reader)
    return out
