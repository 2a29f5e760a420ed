"""Names that the model is given as one word: those with hyphens ("Port-au-Prince"), and those that it tore apart.

The treebanks cut names with hyphens in three and more, and in what the model learnt from they are rare; so it takes their parts for words of the sentence. A
name of which two words hang on what is outside it was read wrong, and its sentence is read once more. What the model says of the whole holds for the first
word, on which the others hang, as the treebanks have it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vedette.domain import Entity, Token
from vedette.language.lexicon import CLASSES, Match
from vedette.language.tokens import Word

HYPHENS = frozenset("-\u2010\u2011")
INSIDE = frozenset(
    "a al au aux d da de del der des di do dos du e el en es et la las le les los lès of os ou par sous sur und upon van von y".split()
)
"""Small words inside such names."""
TITLES = frozenset(
    "Adjutant Attorney Auditor Brigadier Chief Colonel Commander Co Deputy Director Ex Governor Inspector Lieutenant Major Rear Secretary Sergeant "
    "Solicitor Surgeon Vice".split()
)
"""First parts of what somebody is."""
BODIES = {"IS": "ISIS"}
"""What is called by a word of another meaning, and what the model is given instead ("suspected IS fighters")."""
SUBJECTS = frozenset("he it she that there this what which who".split())
NAMED = frozenset({"GPE", "LOC", "FAC", "PER"})
PLACED = frozenset({"GPE", "LOC", "NORP"})
SMALL = frozenset("a an and as at but by for from in into nor of off on or over per the to up via with after amid".split())
"""Words that stay small in a heading."""
BEFORE_NAMES = frozenset(
    "abd abu ad al an ar as at az ben bin el fort ibn jean marie nur noor ould port saint san santa sidi st ste umm".split()
)
"""First parts that only names have."""
LONGEST = 7
"""Parts of a name, the hyphens among them."""


def fused(words: Sequence[Word], matches: Sequence[Match]) -> list[int]:
    """For each word that the model is given, of how many of `words` it is made: one, or a name and its hyphens.

    Two places or peoples each of which is listed (`matches`) stay two ("the Kosovo-Serbia border"). In a heading, where all words are large, only what is listed or
    has a name's small words is a name ("Cease-Fire Signed in Port-au-Prince").
    """
    out: list[int] = []
    heading, whole = _is_heading(words), {(m.first, m.last) for m in matches}
    listed = {m.first for m in matches if m.first == m.last and CLASSES[m.label] in PLACED}
    at = 0
    while at < len(words):
        n = _length(words, at) if at + 2 < len(words) and words[at + 1].text in HYPHENS else 1
        if n > 1 and listed.issuperset(k for k in range(at, at + n) if _capital(words[k].text)):
            n = 1
        if n > 1 and heading and (at, at + n - 1) not in whole and not _like_a_name(words[at : at + n]):
            n = 1
        out.append(n)
        at += n
    return out


def _is_heading(words: Sequence[Word]) -> bool:
    """Whether all words of a sentence but small ones begin with capitals."""
    told = [k for k, w in enumerate(words) if w.text[:1].isalpha() and w.text.lower() not in SMALL | INSIDE]
    alone = any(HYPHENS.isdisjoint(w.text for w in words[max(0, k - 1) : k + 2]) for k in told)
    return alone and len(told) > 2 and all(words[k].text[0].isupper() for k in told)


def _like_a_name(words: Sequence[Word]) -> bool:
    """Whether words with hyphens are a name's by one of them ("Port-au-Prince", "Al-Hol")."""
    return words[0].text.lower() in BEFORE_NAMES or any(w.text.lower() in INSIDE for w in words[1:-1])


def _length(words: Sequence[Word], at: int) -> int:
    """Words of the name with hyphens that begins here; 1 where there is none."""
    if not _capital(words[at].text) or words[at].text in TITLES:
        return 1
    end, found = at, 1
    while end + 2 < len(words) and end + 2 - at < LONGEST and words[end + 1].text in HYPHENS:
        hyphen, part = words[end + 1 : end + 3]
        if not words[end].end == hyphen.start < hyphen.end == part.start or not (_capital(part.text) or part.text in INSIDE):
            break
        end += 2
        found = end - at + 1 if _capital(part.text) else found
    return found


def _capital(word: str) -> bool:
    """Whether a word is a name's by its letters."""
    return word[:1].isupper() and word.strip("'’").isalpha()


def torn(tokens: Sequence[Token], entities: Sequence[Entity], sizes: Sequence[int]) -> list[int] | None:
    """Sizes as `fused` gives them, with those names made one that the tree tore apart; None where there are none."""
    starts = [sum(sizes[:n]) for n in range(len(sizes))]
    out = list(sizes)
    found = False
    for e in entities:
        inside = [k for k, t in enumerate(tokens) if t.start >= e.start and t.end <= e.end]
        plain = all(tokens[k].text[:1].isupper() or tokens[k].text in (INSIDE | HYPHENS) for k in inside)
        if e.label not in NAMED or not 1 < len(inside) <= LONGEST or not plain or sum(tokens[k].head not in inside for k in inside) < 2:
            continue
        if inside[0] in starts and (inside[-1] + 1 in starts or inside[-1] + 1 == len(tokens)):
            first = starts.index(inside[0])
            rest = [n for n in range(first, len(starts)) if starts[n] <= inside[-1]]
            out[first] = len(inside)
            for n in rest[1:]:
                out[n] = 0
            found = True
    return [n for n in out if n] if found else None


def together(words: Sequence[Word], sizes: Sequence[int]) -> list[Word]:
    """The words that the model is given; of a name with hyphens only the first letter is large, as of any name, unless all are."""
    out, at = [], 0
    mixed = any(w.text.islower() for w in words)
    for n in sizes:
        text = " ".join(w.text for w in words[at : at + n]).replace(" - ", "-")
        text = text if text.isupper() else text[0] + text[1:].lower()
        if n == 1:
            stressed = at > 0 and words[at - 1].text.lower() in SUBJECTS  # "he IS there"
            text = BODIES.get(words[at].text, words[at].text) if mixed and not stressed else words[at].text
        out.append(Word(text, words[at].start, words[at + n - 1].end, words[at].clitic))
        at += n
    return out


def hints(matches: Sequence[Match], sizes: Sequence[int]) -> list[Match]:
    """Listed names among the words of a sentence as those among the words that the model is given."""
    of = [n for n, size in enumerate(sizes) for _ in range(size)]
    return [Match(of[m.first], of[m.last], m.label) for m in matches]


def apart(tokens: Sequence[Token], words: Sequence[Word], sizes: Sequence[int]) -> list[Token]:
    """The tokens of `words`, of those of what the model was given."""
    starts, at = [], 0
    for n in sizes:
        starts.append(at)
        at += n
    out: list[Token] = []
    for t, n, at in zip(tokens, sizes, starts, strict=True):
        t = replace(t, head=starts[t.head] if t.head >= 0 else t.head)
        if n == 1:
            out.append(t if t.text == words[at].text else replace(t, text=words[at].text, lemma=words[at].text))
            continue
        first, *rest = words[at : at + n]
        out.append(replace(t, end=first.end, text=first.text, lemma=first.text, clitic=first.clitic))
        for w in rest:
            hyphen = w.text in HYPHENS
            out.append(
                Token(
                    start=w.start,
                    end=w.end,
                    text=w.text,
                    lemma=w.text,
                    upos="PUNCT" if hyphen else "PROPN",
                    xpos="HYPH" if hyphen else "NNP",
                    head=at,
                    deprel="punct" if hyphen else "flat",
                    clitic=w.clitic,
                )
            )
    return out
