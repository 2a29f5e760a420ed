"""Readings as the public JSON shape (schema 1) and as CoNLL-U."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from vedette.domain import Actor, Entity, Sentence
from vedette.domain.shapes import actor_shape
from vedette.errors import InputError
from vedette.pipeline.read import Reading
from vedette.pipeline.shapes import event_shape, place_shape, quote_shape, time_shape

SCHEMA = 1


def record(item: Reading | InputError, tokens: bool = False, explain: bool = False) -> dict[str, Any]:
    """One JSON object as `vedette read --format jsonl` writes it; offsets are into its own `text`. `explain` adds the reasons."""
    if isinstance(item, InputError):
        return {"schema": SCHEMA, "id": item.id, "error": {"kind": item.kind, "message": str(item)}}
    report, annotated, coded = item.report, item.annotated, item.coded
    out: dict[str, Any] = {
        "schema": SCHEMA,
        "id": report.id,
        "language": report.language,
        "title": report.title,
        "published": report.published,
        "published_estimated": report.published_estimated,
        "dateline": coded.dateline or report.dateline,
        "source": report.source,
        "url": report.url,
        "text_kind": report.text_kind,
        "text": annotated.text,
        "read": item.read,
        "relevant": coded.relevant,
        "sentences": [{"start": s.start, "end": s.end} for s in annotated.sentences],
        "entities": [_entity(e, a) for e, a in zip_longest(annotated.entities, coded.entity_actors)],
        "places": [place_shape(p) for p in coded.places],
        "times": [time_shape(t) for t in coded.times],
        "quotes": [quote_shape(q) for q in coded.quotes],
        "events": [event_shape(e) for e in coded.events],
    }
    if explain:
        for row, e in zip(out["events"], coded.events, strict=True):
            row["reasons"] = list(e.reasons)
        for row, p in zip(out["places"], coded.places, strict=True):
            row["alternatives"] = [{"name": a.place.name, "score": round(a.score, 3), "reasons": list(a.reasons)} for a in p.alternatives]
    if tokens:
        for shape, s in zip(out["sentences"], annotated.sentences, strict=True):
            shape["tokens"] = [
                {"start": t.start, "end": t.end, "lemma": t.lemma, "upos": t.upos, "xpos": t.xpos, "head": t.head, "deprel": t.deprel}
                for t in s.tokens
            ]
    return out


def _entity(e: Entity, actor: Actor | None) -> dict[str, Any]:
    who = actor_shape(actor) if actor else {"name": None, "code": None, "country": None, "sectors": []}
    named = {"start": e.start, "end": e.end, "text": e.text, "label": e.label, "confidence": round(e.confidence, 3)}
    return {**named, "actor": who.pop("name"), **who}


def conllu(text: str, sentences: list[tuple[str, Sentence]], entities: dict[int, str] | None = None) -> str:
    """CoNLL-U of sentences with their ids; `entities` maps a token's start to its IOB2 tag, written as `NER=` in MISC.

    Clitics stand as multiword tokens, as in the treebanks.
    """
    blocks = []
    for id, s in sentences:
        lines = [f"# sent_id = {'_'.join(str(id).split())}", f"# text = {' '.join(text[s.start : s.end].split())}"]
        for i, t in enumerate(s.tokens):
            following = s.tokens[i + 1] if i + 1 < len(s.tokens) else None
            first = not t.clitic and following is not None and following.clitic
            if first:
                last = i + 1
                while last + 1 < len(s.tokens) and s.tokens[last + 1].clitic:
                    last += 1
                end = s.tokens[last].end
                space = "_" if _space(text, end) else "SpaceAfter=No"
                lines.append("\t".join([f"{i + 1}-{last + 1}", text[t.start : end], *["_"] * 7, space]))
            misc = []
            if entities and t.start in entities:
                misc.append(f"NER={entities[t.start]}")
            if not first and not t.clitic and not _space(text, t.end):
                misc.append("SpaceAfter=No")
            row = [str(i + 1), t.text, t.lemma, t.upos, t.xpos, "_", str(t.head + 1), t.deprel, "_", "|".join(misc) or "_"]
            lines.append("\t".join(row))
        blocks.append("\n".join(lines) + "\n\n")
    return "".join(blocks)


def _space(text: str, end: int) -> bool:
    return end >= len(text) or text[end].isspace()
