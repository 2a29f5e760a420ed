"""Reported words of one sentence: what hangs on a verb, noun or adjective that puts it into someone's mouth or mind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from vedette.domain import Sentence, Token
from vedette.language.cues import Cue, cue_verbs, cues
from vedette.language.quotation import MARKS

_SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "nsubj:outer")
_LIGHT = frozenset(
    "make issue give express release voice publish send deliver read repeat reiterate raise offer take hold share post file carry".split()
)
"""Verbs that say no more than their object: "issued a warning that"."""
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight week month year morning evening".split()
)
_INSIDE = frozenset(("of", "in", "for", "at", "'s", "’s", "and"))
"""Words that join the nouns of one phrase."""
_TRIM = " \t\n,.;:-–—"


@dataclass(slots=True, kw_only=True)
class Draft:
    """A quote in the making. `sentence` is the index of the cue's sentence (-1: none), `after` the quote that it goes on from."""

    sentence: int
    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    parts: list[tuple[int, int]] = field(default_factory=list)
    takes: str = "q"
    kind: str = "say"
    after: Draft | None = None


class Tree:
    """One sentence's drafts, from its tree."""

    def __init__(self, text: str, index: int, sentence: Sentence) -> None:
        self.text, self.index, self.tokens = text, index, sentence.tokens

    @cached_property
    def children(self) -> list[list[int]]:
        """The dependents of each token, where the sentence has a cue."""
        out: list[list[int]] = [[] for _ in self.tokens]
        for i, t in enumerate(self.tokens):
            if t.head >= 0:
                out[t.head].append(i)
        return out

    def drafts(self) -> Iterable[Draft]:
        """What the sentence's cues report, in the order of the cues."""
        table, verbs = cues(), cue_verbs()
        for i, t in enumerate(self.tokens):
            if t.lemma == "accord" or (t.text[0] in "aA" and t.text.lower() == "according"):
                yield from self._according(i)
            elif t.upos in ("VERB", "AUX"):
                if t.lemma in verbs:
                    yield from self._verb(i)
            elif t.upos == "NOUN" and (t.lemma, "noun") in table:
                yield from self._noun(i, table[t.lemma, "noun"])
            elif t.upos == "ADJ" and (t.lemma, "adjective") in table:
                yield from self._adjective(i)
            elif t.upos == "ADV" and (t.text.lower(), "adverb") in table and t.head >= 0:
                yield self._draft((t.start, t.end), None, self.parts(t.head, {i}), table[t.text.lower(), "adverb"])

    def below(self, i: int, without: Iterable[int] = ()) -> list[int]:
        """Tokens of the subtree, in order."""
        out, todo, barred = [], [i], set(without)
        while todo:
            at = todo.pop()
            if at not in barred:
                out.append(at)
                todo += self.children[at]
        return sorted(out)

    def child(self, i: int, *relations: str) -> int | None:
        """The first child with one of the relations."""
        return next((c for c in self.children[i] if self.tokens[c].deprel in relations), None)

    def _draft(self, cue: tuple[int, int], source: tuple[int, int] | None, parts: list[tuple[int, int]], of: Cue) -> Draft:
        named = source if source is not None and source[0] < source[1] else None  # a phrase of marks alone names nobody
        return Draft(sentence=self.index, cue=cue, source=named, parts=parts, takes=of.takes, kind=of.kind)

    def phrase(self, i: int) -> tuple[int, int]:
        """Characters of a noun phrase without its relative clause, its preposition and what stands apart."""
        barred = [c for c in self.below(i) if c != i and self._stands_apart(i, c)]
        kept = self.below(i, barred)
        # Only the run of words around the head: what a relative clause cut off is gone.
        at = kept.index(i)
        first = last = at
        while first > 0 and kept[first] - kept[first - 1] == 1:
            first -= 1
        while last + 1 < len(kept) and kept[last + 1] - kept[last] == 1:
            last += 1
        a, b = self.tokens[kept[first]].start, self.tokens[kept[last]].end
        while b > a and (self.text[b - 1] in _TRIM or (self.text[b - 1] in MARKS and self.text[b - 1] != "'")):
            b -= 1
        while a < b and (self.text[a] in _TRIM or self.text[a] in MARKS):
            a += 1
        return a, b

    def _stands_apart(self, i: int, c: int) -> bool:
        """Whether a token below a noun begins what is no part of its name: a relative clause, a preposition before it, the day."""
        t = self.tokens[c]
        if t.deprel == "acl" and t.head == i and any(x.text == "," for x in self.tokens[i + 1 : c]):
            return True
        if t.deprel == "acl:relcl" or (t.head == i and t.deprel in ("case", "mark", "parataxis", "cc:preconj", "advcl")):
            return True
        return t.head == i and t.deprel.startswith(("nmod", "obl")) and t.text.lower().removesuffix("s") in _DAYS

    def beside(self, cue: tuple[int, int], barred: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
        """The noun phrase right after or right before a cue, outside some stretches of the text."""
        stretches = list(barred)
        free = [
            t
            for t in self.tokens
            if not any(a <= t.start < b for a, b in stretches) and t.text not in (",", ".", ";", ":") and t.text not in MARKS
        ]
        after = [t for t in free if t.start >= cue[1]]
        before = [t for t in free if t.end <= cue[0]]
        for run in (after, before[::-1]):
            taken: list[Token] = []
            for n, t in enumerate(run):
                # "the directorate's head in Mosul, Salwan Khidir, said": the prepositions and marks of ownership inside one phrase, too
                joins = (
                    run is not after and taken and t.text.lower() in _INSIDE and n + 1 < len(run) and run[n + 1].upos in ("NOUN", "PROPN")
                )
                if not joins and t.upos not in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON"):
                    break
                taken.append(t)
            if any(t.upos in ("NOUN", "PROPN", "PRON") for t in taken):
                return min(t.start for t in taken), max(t.end for t in taken)
        return None

    def parts(self, i: int, without: Iterable[int] = ()) -> list[tuple[int, int]]:
        """Characters of a clause: its subtree without some subtrees, as runs of words, punctuation at the ends cut."""
        kept = self.below(i, without)
        runs: list[list[int]] = []
        for k in kept:
            if runs and k == runs[-1][-1] + 1:
                runs[-1].append(k)
            else:
                runs.append([k])
        out = []
        for run in runs:
            found = _trimmed(self.text, self.tokens[run[0]].start, self.tokens[run[-1]].end)
            if found is not None:
                out.append(found)
        return out

    def _verb(self, i: int) -> Iterable[Draft]:
        t = self.tokens[i]
        cue, end, preposition = self._cue(i)
        if cue is None or (cue.kind in ("believe", "intend") and not self._is_fact(i)):
            return
        parts: list[tuple[int, int]] = []
        for c in self.children[i]:
            if self._is_clause(i, c, cue):
                parts += self.parts(c, self._others(c))
            elif (
                "o" in cue.takes
                and (c == preposition or (preposition is None and self.tokens[c].deprel == "obj"))
                and self.tokens[c].upos != "PRON"
            ):
                parts += self.parts(c, [k for k in self.children[c] if self.tokens[k].deprel == "case"])
        if not parts and t.head >= 0 and ("q" in cue.takes or "c" in cue.takes):
            first = self.below(i)[0]
            apart = any(x.text == ";" for x in self.tokens[max(0, first - 1) : first + 1])
            beside = t.deprel == "parataxis" and self.child(i, *_SUBJECTS) is not None and not apart
            if beside or (t.deprel == "advcl" and self._has(i, "mark", "as")):
                parts += self.parts(t.head, {i})
        yield self._draft((t.start, end), self.source(i), parts, cue)

    def _is_clause(self, i: int, c: int, cue: Cue) -> bool:
        """Whether the child of a verb is what the verb reports: its clause, words after a colon, "to go"."""
        child = self.tokens[c]
        if child.deprel == "ccomp":
            return ("c" in cue.takes or "q" in cue.takes) and not any(x.text == ";" for x in self.tokens[c:i])
        if c < i:
            return False
        if child.deprel == "parataxis":
            return "q" in cue.takes and not self._says(c, own=False)
        if child.deprel == "xcomp" and not self._has(c, "mark", "to"):
            return "c" in cue.takes and child.upos == "VERB"
        return child.deprel in ("xcomp", "advcl") and "i" in cue.takes and self._has(c, "mark", "to")

    def _is_fact(self, i: int) -> bool:
        """Whether a verb is told as a fact: no bare "to think", "would know"."""
        return self.tokens[i].xpos != "VB" or self._has(i, "aux", "do", "will")

    def _has(self, i: int, relation: str, *lemmas: str) -> bool:
        """Whether a token has a child of that relation and one of the lemmas."""
        return any(self.tokens[c].deprel == relation and self.tokens[c].lemma in lemmas for c in self.children[i])

    def _says(self, i: int, own: bool) -> bool:
        """Whether a verb is a cue with its own subject, and with its own clause (`own`) or without."""
        return (
            (self.tokens[i].lemma, "verb") in cues()
            and self.child(i, *_SUBJECTS) is not None
            and (self.child(i, "ccomp") is not None) == own
        )

    def _others(self, i: int) -> list[int]:
        """Clauses below a reported one in which someone else speaks ("…, while residents said …")."""
        return [
            c
            for c in self.children[i]
            if self.tokens[c].deprel == "advcl"
            and self._says(c, own=True)
            and self._has(c, "mark", "while", "whereas", "though", "although", "as")
        ]

    def _cue(self, i: int) -> tuple[Cue | None, int, int | None]:
        """The cue that a verb is, its end, and the child that its preposition introduces."""
        table, t = cues(), self.tokens[i]
        for c in self.children[i]:
            child = self.tokens[c]
            if child.deprel == "compound:prt" and (f"{t.lemma} {child.lemma}", "verb") in table:
                return table[f"{t.lemma} {child.lemma}", "verb"], child.end if child.start - t.end < 3 else t.end, None
        for c in self.children[i]:
            link = self.child(c, "case", "mark") if self.tokens[c].deprel in ("obl", "advcl") and c > i else None
            words = f"{t.lemma} {self.tokens[link].lemma}" if link is not None else ""
            if link is None or (words, "verb") not in table:
                continue
            if self.tokens[link].start - t.end < 3:
                return table[words, "verb"], self.tokens[link].end, c
            if any(self.tokens[k].deprel in ("obj", "iobj") and i < k < link for k in self.children[i]):
                return table[words, "verb"], t.end, c
        return table.get((t.lemma, "verb")), t.end, None

    def source(self, i: int) -> tuple[int, int] | None:
        """Who says it: the verb's own subject or agent, or one that it shares with the verb above it."""
        for _ in range(4):
            t = self.tokens[i]
            passive = any(self.tokens[c].deprel in ("aux:pass", "nsubj:pass") for c in self.children[i])
            subject = self.child(i, *_SUBJECTS)
            if passive or (subject is None and t.xpos in ("VBN", "VBD") and t.deprel in ("acl", "amod", "advcl")):
                agent = self._linked(i, ("obl:agent", "obl"), "by")
                return self.phrase(agent) if agent is not None else None
            if subject is not None:
                return self.phrase(subject)
            if t.head < 0:
                return None
            if t.deprel == "acl":
                return self.phrase(t.head)
            if t.deprel not in ("conj", "advcl", "xcomp", "ccomp", "parataxis"):
                return None
            if t.deprel == "xcomp":
                asked = self.child(t.head, "obj", "iobj")
                if asked is not None and self.tokens[t.head].lemma != "promise":
                    return self.phrase(asked)
            i = t.head
        return None

    def _linked(self, i: int, relations: tuple[str, ...], *prepositions: str) -> int | None:
        """The first child of some relations with one of the prepositions."""
        return next((c for c in self.children[i] if self.tokens[c].deprel in relations and self._has(c, "case", *prepositions)), None)

    def _noun(self, i: int, cue: Cue) -> Iterable[Draft]:
        t = self.tokens[i]
        parts: list[tuple[int, int]] = []
        for c in self.children[i]:
            if c < i or self.tokens[c].deprel not in ("acl", "ccomp", "xcomp", "advcl"):
                continue
            if ("c" in cue.takes and self._has(c, "mark", "that", "whether")) or ("i" in cue.takes and self._has(c, "mark", "to")):
                parts += self.parts(c)
        if not parts:
            return
        owner = self.child(i, "nmod:poss")
        if owner is None:
            owner = self._linked(i, ("nmod",), "by", "from", "of", "among")
        start, source = t.start, self.phrase(owner) if owner is not None else None
        if source is None and t.deprel in ("obj", "obl") and t.head >= 0:
            above = self.tokens[t.head].lemma
            if above in _LIGHT or (above == "have" and cue.kind == "believe"):
                source = self.source(t.head)
                start = min(start, self.tokens[t.head].start)
        end = t.end
        if (
            source is None
            and t.deprel == "obl"
            and t.head >= 0
            and self.tokens[t.head].upos == "VERB"
            and (self.tokens[t.head].lemma, "verb") in cues()
        ):
            # "said in a statement that": the verb is the cue.
            source, start, end = self.source(t.head), self.tokens[t.head].start, self.tokens[t.head].end
        if source is not None or cue.kind in ("say", "believe"):
            yield self._draft((start, end), source, parts, cue)

    def _adjective(self, i: int) -> Iterable[Draft]:
        subject = self.child(i, *_SUBJECTS)
        if subject is None:
            return
        parts: list[tuple[int, int]] = []
        for c in self.children[i]:
            if c > i and (self.tokens[c].deprel == "ccomp" or (self.tokens[c].deprel in ("xcomp", "advcl") and self._has(c, "mark", "to"))):
                parts += self.parts(c)
        if parts:
            t = self.tokens[i]
            yield self._draft((t.start, t.end), self.phrase(subject), parts, cues()[t.lemma, "adjective"])

    def _according(self, i: int) -> Iterable[Draft]:
        t = self.tokens[i]
        head = t.head
        to = next((c for c in range(i + 1, min(i + 3, len(self.tokens))) if self.tokens[c].lemma == "to"), None)
        if to is None or head < 0:
            return
        if t.deprel not in ("case", "mark"):
            found = self.child(i, "obl", "obj", "nmod")
            if found is None:
                return
            clause, top, source = head, i, found
        else:
            clause, top, source = self.tokens[head].head, head, head
        if clause < 0:
            return
        yield self._draft((t.start, self.tokens[to].end), self.phrase(source), self.parts(clause, {top}), Cue("qc", "say"))


def _trimmed(text: str, a: int, b: int) -> tuple[int, int] | None:
    """A run of words with its quotation marks, without punctuation at the ends; None where nothing is left."""
    while a < b and (text[a] in _TRIM or (text[a] in MARKS and text[a] in "”»’")):
        a += 1
    while b > a and text[b - 1] in _TRIM:
        b -= 1
    if a >= b or not any(c.isalnum() for c in text[a:b]):
        return None
    return a, b
