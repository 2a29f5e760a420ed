"""Numbers of an event: how many were killed, arrested, took part, were sent."""

from __future__ import annotations

import re
from typing import cast

from vedette.coding.clauses import Tree
from vedette.coding.words import table
from vedette.domain import Quantity, QuantityKind

BY_DEED = frozenset({"killed", "wounded", "missing", "abducted", "arrested", "displaced", "protesters"})
PLURALS = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "millions": 2_000_000, "tens": 20}
"""Plural units and what is meant at least."""


def quantities(tree: Tree, trigger: int, bearer: int, affected: list[int], doers: list[int]) -> tuple[Quantity, ...]:
    """Numbers in the noun phrases of an event; a person's phrase without a number counts as one ("a boy and a man were hurt")."""
    found = table("quantities.tsv")
    deed = found.get(tree.lemma(trigger)) or found.get(tree.lemma(bearer))
    out: list[Quantity] = []
    many: list[Quantity] = []
    for h in affected:
        kind = deed if deed in BY_DEED and deed != "protesters" else found.get(tree.lemma(h), None)
        counted = _of(tree, h, cast(QuantityKind, kind or "other"))
        if kind == "protesters" and tree.tokens[h].xpos == "NN":
            continue  # "a protest" is not one protester
        if counted and (kind or counted.kind != "other"):
            many.append(counted)
    summed = [q for q in many if q.kind == (deed or "")]
    if len(summed) > 1:
        low = sum(q.low or 0 for q in summed)
        high = sum(q.high or 0 for q in summed) if all(q.high is not None for q in summed) else None
        out.append(Quantity(kind=summed[0].kind, low=low, high=high, start=summed[0].start, end=summed[-1].end))
        out += [q for q in many if q not in summed]
    else:
        out += many
    for h in doers:
        kind = "protesters" if deed == "protesters" else found.get(tree.lemma(h))
        if kind and kind not in ("killed", "wounded"):
            counted = _of(tree, h, cast(QuantityKind, kind))
            if counted and not (counted.low == counted.high == 1):
                out.append(counted)
    return tuple(out)


def _of(tree: Tree, head: int, kind: QuantityKind) -> Quantity | None:
    """The number of one noun phrase."""
    t = tree.tokens[head]
    at = [k for k in tree.kids(head, "nummod") if tree.tokens[k].upos in ("NUM", "NOUN", "ADJ")]
    if t.upos == "NUM" or t.text.lower() in PLURALS:
        at = [head]
    if not at:
        at = [
            k
            for k in tree.kids(head, "amod", "det", "nmod", "compound")
            if tree.tokens[k].text.lower() in PLURALS or (tree.tokens[k].xpos == "CD" and not tree.cases(k))
        ]
    if at:
        words = sorted({j for k in at for j in tree.below(k) if abs(j - k) <= 4} | {at[0]})
        first, last = words[0], words[-1]
        read = value([tree.tokens[j].text for j in range(first, last + 1)])
        if read is None:
            return None
        low, high, exact = read
        before = " ".join(tree.tokens[j].text.lower() for j in range(max(0, first - 3), last + 1))
        least, most = _bounds(before, low, high, exact)
        return Quantity(kind=kind, low=least, high=most, start=tree.tokens[first].start, end=tree.tokens[last].end)
    singular = t.xpos in ("NN", "NNP") and (
        t.upos == "PROPN" or any(tree.lemma(k) in ("a", "an", "another", "one") for k in tree.kids(head, "det", "nummod"))
    )
    if singular and kind in BY_DEED - {"displaced"}:
        return Quantity(kind=kind, low=1, high=1, start=t.start, end=t.end)
    return None


def _bounds(before: str, low: int, high: int | None, exact: bool) -> tuple[int | None, int | None]:
    if re.search(r"\b(up to|at most|no more than|fewer than|less than|maximum of)\b", before):
        return None, low
    if re.search(r"\b(at least|more than|over|no fewer than|minimum of)\b", before):
        return low, None
    return low, high if exact else None


def value(given: list[str]) -> tuple[int, int | None, bool] | None:
    """(low, high, exact) of number words: `two`, `1,000`, `2.5 million`, `thirty-five`, `several hundred`, `dozens`; None if there is none."""
    numbers = table("numbers.tsv")
    total, current, seen, several = 0.0, 0.0, False, False
    parts = [p for w in given for p in ([w] if re.fullmatch(r"[\d.,]+", w) else re.split(r"[-–]", w))]
    ranged = re.fullmatch(r"(\d+)[-–](\d+)", "".join(given))
    if ranged:
        return int(ranged[1]), int(ranged[2]), True
    for p in parts:
        w = p.lower()
        if w in PLURALS and not seen:
            low = PLURALS[w]
            rest = [x.lower() for x in given]
            if w == "tens" and "thousands" in rest:
                return 20_000, None, False
            if w == "hundreds" and "thousands" in rest:
                return 200_000, None, False
            return low, None, False
        if re.fullmatch(r"\d{1,3}(,\d{3})+|\d+", w):
            current, seen = current + int(w.replace(",", "")), True
        elif re.fullmatch(r"\d+\.\d+", w):
            current, seen = current + float(w), True
        elif w in ("several", "few"):
            several = True
        elif w in numbers:
            n = int(numbers[w])
            if n >= 100 or w == "dozen":
                current = max(current, 1) * n
                if n >= 1000:
                    total, current = total + current, 0
            else:
                current += n
            seen = True
    if not seen:
        return (3, None, False) if several else None
    n = int(total + current)
    return (2 * n, None, False) if several else (n, n, True)
