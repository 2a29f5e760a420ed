"""Objects that the parser hung elsewhere where two deeds are told in one breath: "killed two and wounded seven", "shot dead two"."""

from __future__ import annotations

from dataclasses import replace

from vedette.domain import Token

DONE = ("VBD", "VBN")


def deeds_joined(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words with each of two joined deeds holding its own object: a verb that is coordinated with the bare number before it is with that number's verb,
    a second object behind it is its own, and a number behind "shot dead" is who was.
    """
    out: list[Token] | None = None
    for i, t in enumerate(tokens):
        if t.upos == "NUM" and t.deprel == "obl:unmarked" and t.head == i - 1 and tokens[i - 1].lemma.lower() == "dead":
            over = tokens[i - 1].head
            if over >= 0 and tokens[over].xpos in DONE and tokens[i - 1].deprel == "xcomp":
                out = out or list(tokens)
                out[i] = replace(t, head=over, deprel="obj")
        if t.xpos in DONE and t.deprel == "amod" and t.head == i + 1 and (hung := _row(tokens, i)) is not None:
            out = out or list(tokens)
            over, earlier = hung  # "killed two, wounded seven"
            out[earlier] = replace(tokens[earlier], head=over, deprel="obj")
            out[i] = replace(t, head=over, deprel="conj", upos="VERB", xpos="VBD")
            out[i + 1] = replace(tokens[i + 1], head=i)
        if t.deprel != "conj" or t.upos != "VERB" or t.xpos not in DONE or t.head < 0:
            continue
        first = t.head
        if tokens[first].upos == "NUM" and tokens[first].deprel == "obj" and 0 <= tokens[first].head < first:
            first = tokens[first].head
        if tokens[first].xpos not in DONE or first >= i:
            continue
        objects = [k for k, o in enumerate(tokens) if o.head == first and o.deprel == "obj"]
        own = any(o.head == i and o.deprel == "obj" for o in tokens)
        behind = next((k for k in objects if k > i), None)
        if first != t.head or (behind is not None and not own and any(k < i for k in objects)):
            out = out or list(tokens)
            out[i] = replace(t, head=first)
            if behind is not None and not own:
                out[behind] = replace(tokens[behind], head=i)
    return tuple(out) if out else tokens


def _row(tokens: tuple[Token, ...], i: int) -> tuple[int, int] | None:
    """The verb before it and that verb's number, where a participle between two numbers is a second verb."""
    second, first = tokens[i + 1], i - 2
    if second.upos != "NUM" or second.deprel != "obj" or first < 1 or tokens[i - 1].text != ",":
        return None
    before = tokens[first]
    over = second.head
    if before.upos != "NUM" or before.head != i + 1 or not 0 <= over < first or tokens[over].xpos not in DONE:
        return None
    return over, first
