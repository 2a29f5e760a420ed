"""How sure a coding is, why it was made, and what the reading model denies."""

from __future__ import annotations

from vedette.codebook.triggers import FIRM
from vedette.coding.clauses import Tree
from vedette.coding.matching import Found
from vedette.coding.reported import Reading
from vedette.coding.roles import Parties
from vedette.coding.words import words
from vedette.domain import TELLING
from vedette.domain.events import LIKENESS


def confidence(f: Found, how: Reading, who: Parties) -> float:
    """0..1: a bare word is less sure than a frame, a noun than a verb, a deed without parties than one with both."""
    sure = (
        0.55
        + 0.1 * min(2, len(f.row.checks))
        + 0.05 * bool(f.row.rest)
        + 0.1 * bool(who.actors)
        + 0.1 * bool(who.recipients or f.row.roles == "s>")
    )
    if f.row.pos == "n" or f.learnt:
        sure -= 0.05
    parts = [m.confidence for m in (*who.actors, *who.recipients)]
    if parts:
        sure *= 0.8 + 0.2 * min(parts)
    return round(min(0.97, sure * how.sure), 2)


def why(tree: Tree, f: Found) -> tuple[str, ...]:
    """The rule in words: `trigger “blocked” with object ROAD: PROTEST/obstruct`; and the state that only the reading model adds to it."""
    word = f"“{tree.tokens[f.at].text}” {LIKENESS}"
    state = [f"{f.row.condition} {f.row.phase}"] if f.row.condition else []
    if f.learnt:
        deed = [f.row.type] if f.row.type not in ("NONE", "STATE") else []
        return (f"{word}: {', '.join(deed + state)}",)
    frame = "" if f.row.frame in ("-", "") else f" with {f.row.frame}"
    kind = f.row.type + (f"/{f.row.mode}" if f.row.mode else "")
    return f"trigger “{tree.tokens[f.at].text}”{frame}: {kind}", *(f"{word}: {s}" for s in state if f.row.note == LIKENESS)


def denied(tree: Tree, f: Found) -> bool:
    """Whether the reading model, which was asked, takes no word of a deed of the lexicon for one that may tell of anything here.

    Of states and of what is asked in set phrases it knows too little, and it takes "killed" for none where another word names the attack: there the
    lexicon alone decides.
    """
    if (
        f.learnt
        or not tree.sentence.asked
        or f.row.condition is not None
        or f.row.type in ("NONE", "STATE", "ASSAULT", "REQUEST", "THREATEN")
        or f.row.head in words("vows")
        or f.row.note == FIRM
    ):
        return False
    tried = tree.rel(f.bearer) == "xcomp" and tree.tokens[tree.tokens[f.bearer].head].lemma.lower() in ("try", "attempt", "seek")
    if tried or any(tree.tokens[k].xpos == "MD" for k in tree.kids(f.bearer, "aux")):
        return False  # "would reply by Friday", "tried to expel her": what is to come or meant is followed, whatever it is
    asked = [tree.tokens[k] for k in {f.at, f.bearer, *f.used} if tree.tokens[k].upos in TELLING]
    return bool(asked) and not any(t.told for t in asked)
