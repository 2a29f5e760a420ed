"""Whether a report bears on politics, conflict, security or public order: by its words, weighed.

The table `data/relevance.tsv` holds two weights for each lemma, one for texts of a sentence or two and one for whole reports, learnt by
`training/relevance.py` from reports of ours that were marked by hand; its first row, `*`, is the bias. Names count by their class alone (`@GPE`), results such as "2-1" as `@score`, so that no country and no club decides. To the
words comes what the reading model makes of the sentences (`Sentence.bearing`), which knows words that the table does not.
"""

from __future__ import annotations

import math
import re
import sys
from functools import cache
from pathlib import Path

from vedette.domain import Annotated

DATA = Path(__file__).parent / "data"
SCORE = re.compile(r"(?<![\d–-])\d{1,3}[-–]\d{1,3}(?![\d–-])(?!\s*(?:km|years?|days?|hours?|members?|strong)\b)")
MARGIN, SHORT, BENEFIT, WHOLE = 0.8, 25, 1.0, 0.7
"""A long text must speak for itself by `MARGIN`; one of `SHORT` lemmas by nothing, one of twice as many by all of it. A shorter one is given the
benefit of the doubt, a single word all of it. Of a long text's sum, `WHOLE` is by the weights of whole reports."""
SENTENCES, LEAN = 0.5, 0.6
"""What the mean bearing of the sentences, a logit of the reading model, adds to the sum of the words' weights, and what is added to that mean, because
many of the everyday texts that it was learnt from were written to look like news."""
LEAD, PLAIN, BRIEF = 0.4, 4.0, 2
"""What the first sentence of a report of more than `BRIEF` adds where it tells of unrest, by what it is above `PLAIN`: a report is about what it begins with ("Talks between
the government and miners broke down"), however much of money and output comes after it."""
UNREST = frozenset(
    "strike striker walkout stoppage blockade roadblock occupation sit-in protest protester demonstration demonstrator march marcher miner docker trucker picket curfew "
    "government decree police soldier army rebel militia".split()
)
TELLING = 20
"""Words from which a sentence tells in full what it is about; of a shorter one, as a headline is, what the model makes counts for less."""
NEVER = (sys.maxsize, sys.maxsize)
MONEY = frozenset("$ € £ % ¥".split())


@cache
def weights() -> dict[str, tuple[float, float]]:
    """Weights by lemma, for short texts and for whole reports; `*` is the bias. Empty before the table was made."""
    path = DATA / "relevance.tsv"
    rows = path.read_text("utf-8").splitlines()[1:] if path.exists() else []
    return {lemma: (float(short), float(whole)) for lemma, short, whole in (row.split("\t") for row in rows)}


def features(annotated: Annotated) -> frozenset[str]:
    """The lemmas of a text, and the classes of its names."""
    names = [(e.start, e.end) for e in annotated.entities]
    out = {f"@{e.label}" for e in annotated.entities}
    if SCORE.search(annotated.text):
        out.add("@score")
    at = 0
    begin, end = names[0] if names else NEVER
    lemmas: set[str] = set()
    for s in annotated.sentences:
        for t in s.tokens:
            if t.upos in ("PUNCT", "PROPN"):
                continue
            start = t.start
            while end <= start:
                at += 1
                begin, end = names[at] if at < len(names) else NEVER
            if start < begin:
                lemmas.add(t.lemma)
                if t.text in MONEY:
                    out.add(t.lemma.lower())
    return frozenset(out.union([lemma.lower() for lemma in lemmas if lemma[:1].isalpha()]))


def bearing(annotated: Annotated, heading: Annotated | None = None) -> float:
    """How much the words of a text and its headline speak for its bearing on politics, conflict and public order: above 0 for, below against."""
    table, found = weights(), features(annotated)
    if heading is not None:
        found |= features(heading)
    if not found:
        return 0.0
    told = [table[f] for f in found if f in table]
    sums = [bias + sum([w[n] for w in told]) / math.sqrt(len(found)) for n, bias in enumerate(table.get("*", (0.0, 0.0)))]
    whole = WHOLE * min(1.0, max(0.0, len(found) / SHORT - 1))
    total = (1 - whole) * sums[0] + whole * sums[1]
    sentences = [
        (s.bearing, min(len(s.tokens), TELLING))
        for a in (annotated, heading)
        if a is not None
        for s in a.sentences
        if s.bearing is not None
    ]
    first = annotated.sentences[0] if len(annotated.sentences) > BRIEF else None
    if first is not None and first.bearing is not None and any(t.lemma.lower() in UNREST and t.upos == "NOUN" for t in first.tokens):
        total += LEAD * max(0.0, first.bearing - PLAIN)
    length = len(found) / SHORT
    # a sentence or two say little of what a report is about
    if sentences:
        mean = sum(b * n for b, n in sentences) / sum(n for _, n in sentences)
        total += min(1.0, length**2) * SENTENCES * (mean + LEAN)
    return total - MARGIN * min(1.0, max(0.0, length - 1)) + BENEFIT * max(0.0, 1 - length)
