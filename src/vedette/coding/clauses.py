"""A sentence's tree: who governs whom, clauses, subjects and objects as they are meant."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, wraps
from typing import Any, TypeVar

from vedette.codebook.triggers import forms, triggers_of
from vedette.coding.clause_ends import own_clauses, own_subjects
from vedette.coding.idioms import idioms, shares_object
from vedette.coding.mends import base, mended
from vedette.coding.numbered import numbered
from vedette.coding.words import NOMINAL, words
from vedette.domain import Entity, PlaceMention, Sentence, Span, TimeMention, Token, span

CLAUSES = frozenset({"root", "ccomp", "xcomp", "advcl", "acl", "parataxis", "csubj", "dep"})
NONE: frozenset[str] = frozenset()
DENYING = frozenset({"not", "n't", "never", "no", "neither", "nor", "none", "nobody"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})


T = TypeVar("T")
M = TypeVar("M", PlaceMention, TimeMention)


def kept(ask: Callable[[Tree, int], T]) -> Callable[[Tree, int], T]:
    """A question about a word of a tree whose answer is kept with the tree, which does not change: coding asks it again and again.

    The answer must not be changed by whoever gets it: lists are asked for with `kept_list`.
    """

    @wraps(ask)
    def of(tree: Tree, i: int) -> T:
        answers: dict[int, T] = tree.answers[ask]
        if i not in answers:  # as often as not: an exception would cost more than the question
            answers[i] = ask(tree, i)
        return answers[i]

    return of


def kept_list(ask: Callable[[Tree, int], list[T]]) -> Callable[[Tree, int], list[T]]:
    """As `kept`, of a list: each who asks gets one of his own."""

    @wraps(ask)
    def of(tree: Tree, i: int) -> list[T]:
        answers: dict[int, list[T]] = tree.answers[ask]
        found = answers.get(i)
        if found is None:
            found = answers[i] = ask(tree, i)
        return found.copy()

    return of


def without_dateline(sentence: Sentence, end: int) -> Sentence:
    """The sentence with the words before `end` (a dateline) hung aside, and what hung on them hung where they hung."""
    tokens = sentence.tokens
    if not tokens or tokens[0].start >= end:
        return sentence
    aside = {i for i, t in enumerate(tokens) if t.start < end}
    if not aside or len(aside) == len(tokens):
        return sentence

    def over(i: int) -> tuple[int, str]:
        """Nearest head outside the dateline and the relation to it."""
        head, relation = tokens[i].head, tokens[i].deprel
        while head in aside:
            if base(relation) in ("appos", "dep", "parataxis", "conj", "list", "flat", "compound", "nmod") or tokens[head].head < 0:
                relation = tokens[head].deprel
            head = tokens[head].head
        return head, relation

    hung = {i: over(i) for i in range(len(tokens)) if i not in aside}
    for i, (head, _) in hung.items():
        if tokens[i].upos == "VERB" and base(tokens[i].deprel) == "parataxis" and head >= 0:
            hung[i] = head, "parataxis"  # "…, a director said": still beside the sentence
    roots = [i for i, (head, _) in hung.items() if head < 0]
    root = next((i for i in roots if tokens[i].upos == "VERB"), roots[0])
    out = []
    for i, t in enumerate(tokens):
        if i in aside:
            out.append(replace(t, head=root, deprel="discourse"))
            continue
        head, relation = hung[i]
        if head < 0 and i != root:
            head, relation = root, "parataxis" if t.upos == "VERB" else "nsubj" if t.upos in NOMINAL and i < root else "dep"
        out.append(t if (head, relation) == (t.head, t.deprel) else replace(t, head=head, deprel=relation))
    return replace(sentence, tokens=tuple(out))


def covered(trees: Sequence[Tree], starts: Sequence[int], start: int, end: int) -> Iterator[int]:
    """The offsets of the words that begin in a stretch of the text; `starts` are those of its sentences."""
    for tree in trees[max(0, bisect_right(starts, start) - 1) : bisect_left(starts, end)]:
        yield from (at for i in tree.within(start, end) if (at := tree.tokens[i].start) >= start)


class Tree:
    """The tree of one sentence. Words are indexes into `tokens`; `entities` are the names that stand in it, with their indexes in the report."""

    def __init__(self, text: str, number: int, sentence: Sentence, entities: tuple[tuple[int, Entity], ...] = ()) -> None:
        self.text, self.number, self.sentence, self.entities = text, number, sentence, entities
        self.tokens: tuple[Token, ...] = numbered(own_clauses(idioms(mended(own_subjects(sentence.tokens)))))
        self._kids: list[list[int]] = [[] for _ in self.tokens]
        self._lemmas = [t.lemma.lower() for t in self.tokens]
        # What is asked of nearly every word again and again is a list's own look-up, without a call in between.
        self.lemma: Callable[[int], str] = self._lemmas.__getitem__
        """Lower-case lemma of a word."""
        low, known = [t.text.lower() for t in self.tokens], forms()
        for i, t in enumerate(self.tokens):
            if low[i] in ("one", "ones") and (meant := self._meant_by_one(i)):
                self._lemmas[i] = meant
            elif t.upos == "VERB" and (verb := known.get(low[i])) and not triggers_of(self._lemmas[i], "v"):
                self._lemmas[i] = verb
        self._full = [t.deprel for t in self.tokens]
        self._plain = [base(r) for r in self._full]
        self.rel: Callable[[int], str] = self._plain.__getitem__
        """Relation of a word to its head without its subtype."""
        plain, full = self._plain, self._full
        self._under: list[dict[str, list[int]]] = [{} for _ in self.tokens]  # dependents by relation, plain and full
        for i, (t, relation, precise) in enumerate(zip(self.tokens, plain, full, strict=True)):
            if t.head < 0:
                continue
            self._kids[t.head].append(i)
            under = self._under[t.head]
            if relation in under:
                under[relation].append(i)
            else:
                under[relation] = [i]
            if precise != relation:
                under[precise] = [*under.get(precise, ()), i]
        # All lemmas, words as they stand in lower case and relations: most questions that are asked of every word need not be asked
        # where none of their words stands in the sentence.
        self.lemmas, self.words, self.relations = frozenset(self._lemmas), frozenset(low), frozenset(plain)
        self._starts, self._ends = [t.start for t in self.tokens], [t.end for t in self.tokens]
        self.answers: defaultdict[Any, dict[Any, Any]] = defaultdict(dict)
        self._subtrees: dict[tuple[int, frozenset[str]], list[int]] = {}
        self._heads: dict[tuple[int, int], int | None] = {}

    def _meant_by_one(self, i: int) -> str | None:
        """The lemma of the things of which "the one on the road" is one: the last ones named before it."""
        definite = any(t.head == i and t.lemma.lower() in ("the", "this", "that", "other", "last", "first") for t in self.tokens)
        several = [
            t.lemma.lower()
            for t in self.tokens[:i]
            if t.upos == "NOUN" and t.xpos == "NNS" and base(t.deprel) in ("nsubj", "obj", "root", "obl")
        ]
        return several[-1] if definite and several else None

    def kids(self, i: int, relation: str | None = None, *more: str) -> list[int]:
        """Dependents in order; with relations, those of them (a plain one covers its subtypes)."""
        if relation is None:
            return self._kids[i]
        under = self._under[i]
        if not under:
            return []
        found = under[relation].copy() if relation in under else []
        for other in more:
            if other in under:
                found = sorted({*found, *under[other]}) if found else under[other].copy()
        return found

    def below(self, i: int, stop: frozenset[str] = frozenset()) -> list[int]:
        """A word and all under it in order, without branches that hang by a relation in `stop`."""
        found = self._subtrees.get((i, stop))
        if found is None:
            found, todo, kids, plain, full = [], [i], self._kids, self._plain, self._full
            while todo:
                j = todo.pop()
                found.append(j)
                todo += [k for k in kids[j] if full[k] not in stop and plain[k] not in stop] if stop else kids[j]
            found.sort()
            self._subtrees[i, stop] = found
        return found.copy()

    @kept
    def above(self, i: int) -> tuple[int, ...]:
        """Heads from the nearest to the root."""
        out = [i]
        while (i := self.tokens[i].head) >= 0 and i not in out:
            out.append(i)
        return tuple(out[1:])

    def span(self, first: int, last: int) -> Span:
        """Text from one word to another, both included."""
        return span(self.text, self.tokens[first].start, self.tokens[last].end)

    @cached_property
    def root(self) -> int:
        """The root, -1 for an empty sentence."""
        return next((i for i, t in enumerate(self.tokens) if t.head < 0), -1)

    def within(self, start: int, end: int) -> list[int]:
        """Words that share characters with `start:end`."""
        return list(range(bisect_right(self._ends, start), bisect_left(self._starts, end)))

    def head_of(self, start: int, end: int) -> int | None:
        """The highest word of a span."""
        known = self._heads
        if (start, end) not in known:
            first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
            known[start, end] = next((i for i in range(first, last) if not first <= self.tokens[i].head < last), None)
        return known[start, end]

    @cached_property
    def entity(self) -> Callable[[int], Entity | None]:
        """The name that a word is part of, the first where several cover it."""
        out: list[Entity | None] = [None] * len(self._starts)
        for _, e in reversed(self.entities):
            for i in range(bisect_left(self._starts, e.start), bisect_left(self._starts, e.end)):
                out[i] = e
        return out.__getitem__

    @cached_property
    def copular(self) -> frozenset[int]:
        """The words that a copula bears."""
        return frozenset(self.having("cop"))

    def having(self, *relations: str) -> list[int]:
        """The words that have a dependent by one of some plain relations, in order: what is asked of these need not be asked of every word."""
        if self.relations.isdisjoint(relations):
            return []
        return sorted({t.head for t, relation in zip(self.tokens, self._plain, strict=True) if relation in relations} - {-1})

    def here(self, mentions: Sequence[M]) -> list[tuple[int, M]]:
        """Those of a report's places or times that begin in the sentence, with their indexes. The answer must not be changed."""
        known = self.answers[Tree.here].get(id(mentions))  # which the answer holds, so that nothing else gets its identity
        if known is None:
            first, end = self.sentence.start, self.sentence.end
            known = self.answers[Tree.here][id(mentions)] = (mentions, [(n, m) for n, m in enumerate(mentions) if first <= m.start < end])
        found: list[tuple[int, M]] = known[1]
        return found

    @cached_property
    def cases(self) -> Callable[[int], str]:
        """The preposition of a noun: `on`, `because of`, `` where it has none."""
        return [self._case(under["case"]) if "case" in under else "" for under in self._under].__getitem__

    def _case(self, found: list[int]) -> str:
        first = self._lemmas[found[0]]
        if first == "out" and len(found) > 1 and self._lemmas[found[1]] == "of":
            return "out of"
        more = self._under[found[0]].get("fixed")
        return " ".join([first, *[self._lemmas[k] for k in more]]) if more else first

    @kept
    def is_clause(self, i: int) -> bool:
        """Whether a word heads a clause."""
        t = self.tokens[i]
        if t.upos in ("VERB", "AUX"):
            return base(t.deprel) in CLAUSES or base(t.deprel) == "conj"
        return bool(self.kids(i, "cop", "nsubj")) or t.head < 0

    @kept
    def clause(self, i: int) -> int:
        """The head of the clause that a word stands in (itself if it heads one)."""
        if self.is_clause(i):
            return i
        return next((a for a in self.above(i) if self.is_clause(a)), self.root)

    @kept
    def depth(self, i: int) -> int:
        """How many clauses stand above a word."""
        return sum(self.is_clause(a) for a in self.above(i))

    @kept_list
    def infinitives(self, i: int) -> list[int]:
        """Heads of the infinitives with "to" that a word governs."""
        clausal = self.kids(i, "xcomp", "ccomp", "advcl", "acl")
        return [k for k in clausal if self.tokens[k].xpos == "VB" and any(self.lemma(m) == "to" for m in self.kids(k, "mark"))]

    def aims(self, i: int, of_objects: bool) -> list[int]:
        """Heads of the infinitives of a word; `of_objects`: and of its objects ("set up a panel to look into it")."""
        return [k for j in (i, *(self.objects(i) if of_objects else ())) for k in self.infinitives(j)]

    def means_to(self, i: int) -> bool:
        """Whether a verb of wanting tells what its subject means to do itself ("wants to help"); who "wants to be paid" or "wants him to go" asks."""
        if self.lemma(i) not in words("wanting") or self.tokens[i].upos != "VERB" or self.objects(i):
            return False
        meant = [k for k in self.infinitives(i) if self.rel(k) == "xcomp"]
        return bool(meant) and not any(self.passive(k) for k in meant)

    @kept_list
    def shared(self, v: int) -> list[int]:
        """The auxiliaries that a bare verb shares with the one it is joined to ("will fine drivers and seize cars")."""
        if self.rel(v) != "conj" or self.tokens[v].xpos not in ("VB", "VBP") or self.kids(v, "nsubj"):
            return []
        first = self.joined_to(v)
        return self.kids(first, "aux") if self.tokens[first].xpos == "VB" else []

    @kept
    def is_told(self, v: int) -> bool:
        """Whether a gerund tells of a deed: it has an object or oblique, or follows a verb; not "involvement in killing"."""
        return bool(self.kids(v, "obj", "obl", "nsubj", "aux", "ccomp", "xcomp")) or self.rel(v) in ("root", "conj", "xcomp", "ccomp")

    @kept
    def first_conjunct(self, i: int) -> int:
        """The first of a coordination."""
        while self.rel(i) == "conj":
            i = self.tokens[i].head
        return i

    @kept
    def joined_to(self, v: int) -> int:
        """The verb that a coordinated verb goes with: a finite one passes over an infinitive or gerund to the finite verb above."""
        up = self.tokens[v].head
        if self.tokens[v].xpos in ("VBD", "VBZ") and self.tokens[up].xpos in ("VB", "VBG"):
            return next((a for a in self.above(up) if self.tokens[a].xpos in ("VBD", "VBZ", "VBP")), up)
        if self.tokens[v].xpos == "VB" and self.tokens[up].xpos == "VBG":
            return next((a for a in self.above(up) if self.tokens[a].xpos == "VB"), up)
        return up

    @kept_list
    def conjuncts(self, i: int) -> list[int]:
        """A noun and those coordinated with it."""
        out = [i]
        for k in self.kids(i, "conj"):
            if self.tokens[k].upos not in ("VERB", "AUX") or self.tokens[k].upos == self.tokens[i].upos:
                out += [j for j in self.conjuncts(k) if j not in out]
        return out

    @kept
    def passive(self, v: int) -> bool:
        """Whether a verb is passive: by its auxiliary, its subject, or as a bare past participle of a noun; not "is opposed to", "were engaged in"."""
        if self.stative(v):
            return False
        if self.kids(v, "aux:pass", "nsubj:pass", "obl:agent"):
            return True
        t = self.tokens[v]
        if t.xpos == "VBD" and t.deprel == "acl" and not self.kids(v, "nsubj", "obj", "aux"):
            return self.tokens[t.head].deprel != "root"  # "the three nurses abducted in Basilan", of which the tagger made a past tense
        if t.xpos != "VBN" or self.kids(v, "nsubj"):
            return False
        if self.label(v) is not None:
            return True
        if t.deprel in ("acl", "amod", "advcl", "xcomp") and not self.kids(v, "aux"):
            return True
        return self.rel(v) == "conj" and not self.kids(v, "aux") and self.tokens[t.head].xpos == "VBN" and self.passive(t.head)

    @kept
    def stative(self, v: int) -> bool:
        """Whether a participle tells of what its subject itself does or holds: "opposed to talks", "engaged in smuggling"."""
        if self.tokens[v].xpos not in ("VBN", "JJ") or self.kids(v, "obl:agent"):
            return False
        after = {self.cases(k) for k in self.kids(v, "obl")} | {
            self.lemma(m) for k in self.kids(v, "advcl", "xcomp") for m in self.kids(k, "mark")
        }
        return any(f"{self.lemma(v)} {case}" in words("stative participles") for case in after)

    @kept
    def label(self, v: int) -> int | None:
        """The noun phrase before a colon of which a bare participle tells ("Km 107 (Altaquer): closed since Monday"), None for another word."""
        t = self.tokens[v]
        if t.xpos != "VBN" or base(t.deprel) not in ("parataxis", "acl", "appos", "dep") or t.head < 0 or t.head > v:
            return None
        if self.tokens[t.head].upos not in ("NOUN", "PROPN") or self.kids(v, "nsubj", "aux"):
            return None
        return t.head if v and self.tokens[v - 1].text in (":", "–", "—") else None

    @kept
    def antecedent(self, i: int) -> int:
        """What a relative pronoun stands for; any other word itself."""
        t = self.tokens[i]
        if t.upos in ("PRON", "DET", "SCONJ") and self.lemma(i) in RELATIVE:
            for a in self.above(i):
                if self.tokens[a].deprel in ("acl:relcl", "acl"):
                    return self._person(self.tokens[a].head) if self.lemma(i) in ("who", "whom") else self.tokens[a].head
        return i

    def _person(self, i: int) -> int:
        """Who is meant by "who" behind a thing: of "the release of Ana Roca, who had been held", her."""
        if self.tokens[i].upos != "NOUN" or self.entity(i) is not None:
            return i
        return next((j for case, j in self.obliques(i) if case == "of" and (e := self.entity(j)) is not None and e.label == "PER"), i)

    def indicative(self, v: int) -> bool:
        """Whether what a verb says is told as so ("insisted that it would leave", "insisted that the vote was fair"), not as what should be."""
        for k in self.kids(v, "ccomp"):
            near = [k, *self.kids(k, "aux", "cop")]
            if any(self.tokens[j].xpos in ("VBD", "VBZ") or self.lemma(j) in ("will", "would", "can", "could") for j in near):
                return not any(self.lemma(j) in ("should", "must") for j in near)
        return False

    @kept
    def parallel(self, i: int) -> int | None:
        """The object before an object pronoun of its number ("reached the bridge and closed it"), None where there is none."""
        word = self.tokens[i].text.lower()
        if word not in ("it", "them") or self.rel(i) not in ("obj", "iobj"):
            return None
        told = {self.tokens[a].head for a in self.above(i) if self.rel(a) == "ccomp"}  # "told the radio that … was putting it off"
        before = [k for k in range(i) if self.rel(k) in ("obj", "iobj") and self.tokens[k].upos in ("NOUN", "PROPN")]
        before = [k for k in before if self.tokens[k].head not in told]
        many = [k for k in before if self.tokens[k].xpos in ("NNS", "NNPS") or self.kids(k, "conj")]
        fit = many if word == "them" else [k for k in before if k not in many]
        return fit[-1] if fit else None

    @kept_list
    def writers(self, paper: int) -> list[int]:
        """Heads of those whose words a letter, an order, a note are: its owner, of, from or by whom it is, who signed or sent it."""
        near = [*self.kids(paper, "nmod:poss"), *(k for case, k in self.obliques(paper) if case in ("of", "from", "by"))]
        for c in self.kids(paper, "acl"):
            near += self.agents(c) if self.passive(c) else self.kids(c, "nsubj")
        near = [k for k in near if self.tokens[k].upos in ("NOUN", "PROPN", "PRON") and self.lemma(k) not in ("which", "that", "who")]
        return self.conjuncts(near[0]) if near else []

    @kept_list
    def subjects(self, v: int) -> list[int]:
        """Heads of a verb's surface subject, found through coordination, control and relative clauses."""
        return self._subjects(v, 0)

    def _told_before(self, v: int, up: int) -> int | None:
        """The verb before one of those that the same word reports, which has a subject, where that one has none and is past, too."""
        return next((k for k in reversed(self.kids(up, "ccomp")) if k < v and self.tokens[k].xpos == "VBD" and self.kids(k, "nsubj")), None)

    def _subjects(self, v: int, depth: int) -> list[int]:
        own = self.kids(v, "nsubj")
        if own:
            noun = next((k for k in own if self.tokens[k].upos != "NUM"), own[0])  # "the first ten of 60 observers landed"
            return self.conjuncts(self.antecedent(noun))
        t = self.tokens[v]
        relation, up = base(t.deprel), t.head
        if up < 0 or depth > 8:
            return []
        if (label := self.label(v)) is not None:
            return self.conjuncts(label)
        if relation == "conj" and self.tokens[up].upos in ("VERB", "AUX", "ADJ", "NOUN"):
            return self._subjects(self.joined_to(v), depth + 1)
        if relation == "acl" and self.tokens[up].upos in NOMINAL:
            meant = self.lemma(up) in words("intents") and any(self.lemma(m) == "of" for m in self.kids(v, "mark"))
            return self._of_purpose(up, depth) if self.tokens[v].xpos == "VB" or meant else [up]
        if relation == "amod":
            return [up]
        if relation in ("xcomp", "ccomp", "advcl", "parataxis") and self.tokens[up].upos not in NOMINAL:
            objects = self.kids(up, "obj", "iobj")
            if relation == "xcomp" and objects and t.xpos != "VBG":
                return self.conjuncts(self.antecedent(objects[0]))
            if relation == "parataxis":
                return []
            if relation == "ccomp" and t.xpos == "VBD" and (beside := self._told_before(v, up)) is not None:
                return self._subjects(beside, depth + 1)  # "said that men came, *cut* the wires and left"
            if relation == "advcl" and self.passive(up):
                agents = self.agents(up)
                if agents:
                    return agents
            return self._subjects(up, depth + 1)
        if relation in ("xcomp", "ccomp", "advcl") and self.tokens[up].upos in NOMINAL:
            return self._of_purpose(up, depth) if not self.kids(up, "cop") else self._subjects(up, depth + 1)
        return []

    def _of_purpose(self, noun: int, depth: int) -> list[int]:
        """Who is to do what a noun's infinitive says: "its plan to leave", "a request to KFOR to act"."""
        for k in self.kids(noun, "nmod"):
            if self.cases(k) in ("to", "for", "on", "of", "by"):
                return self.conjuncts(k)
        owners = self.kids(noun, "nmod:poss")
        if owners:
            return self.conjuncts(owners[0])
        up = self.tokens[noun].head
        if up < 0 or self.tokens[up].upos != "VERB" or self.lemma(up) not in words("undertaking verbs"):
            return []
        return self._subjects(up, depth + 1)

    @kept_list
    def agents(self, v: int) -> list[int]:
        """Heads of a passive's by-phrase: of "hit by stones thrown by youths" the youths."""
        for k in self.kids(v, "obl:agent", "obl", "nmod"):
            if self.cases(k) == "by" and self.tokens[k].xpos not in ("CD", "VBG"):
                sent = [a for n in self.kids(k, "acl") if self.passive(n) and self.lemma(n) in words("sending") for a in self.agents(n)]
                return sent or self.conjuncts(k)
        return []

    @kept_list
    def doers(self, v: int) -> list[int]:
        """Heads of a verb's subject as it is meant: of a passive, its agent, or who ordered that it be done."""
        if not self.passive(v):
            return self.subjects(v)
        over = self.ordering(v)
        return self.agents(v) or ([] if over is None else self.subjects(over))

    def ordering(self, v: int) -> int | None:
        """The verb by which a passive is ordered to be done ("ordered the road to be closed", "ordered that the men be released")."""
        over = self.tokens[v].head
        if self.rel(v) not in ("xcomp", "ccomp") or self.lemma(over) != "order" or not self.passive(v) or self.passive(over):
            return None
        return over if self.rel(v) == "xcomp" or any(self.tokens[k].text == "be" for k in self.kids(v, "aux:pass")) else None

    @kept_list
    def objects(self, v: int) -> list[int]:
        """Heads of a verb's object as it is meant: of a passive, its subject; of a relative clause, the antecedent."""
        if self.passive(v):
            return self.subjects(v)
        out: list[int] = []
        for k in [k for k in self.kids(v, "iobj") + self.kids(v, "obj") if not self.kids(k, "case")]:
            out += [j for j in self.conjuncts(self.antecedent(k)) if j not in out]
        if out:
            return out
        t = self.tokens[v]
        if t.deprel == "acl:relcl" and self.kids(v, "nsubj"):
            subject = self.kids(v, "nsubj")[0]
            relative = [k for k in self.kids(v) if self.lemma(k) in RELATIVE and k != subject]
            if self.antecedent(subject) == subject and not any(self.rel(k) == "obl" for k in relative):
                return [t.head]
        if self.rel(v) == "conj" and not self.kids(v, "obl", "ccomp", "xcomp"):
            first = t.head
            later = self.kids(v)
            if not later or all(self.rel(k) in ("cc", "punct") for k in later):
                return self.objects(first) if self.tokens[first].upos == "VERB" else []
        harm = self.lemma(v) in words("harm without object", "violence") and not self.kids(v, "ccomp", "xcomp")
        if harm and self.rel(v) != "conj" and shares_object(self.tokens, v) and all(case != "at" for case, _ in self.obliques(v)):
            return next((self.objects(k) for k in self.kids(v, "conj") if self.kids(k, "obj")), [])
        return []

    @kept_list
    def obliques(self, i: int) -> list[tuple[str, int]]:
        """(preposition, head) of all that hangs on a word by a preposition, and on its object's noun."""
        out = []
        for k in self.kids(i, "obl", "nmod", "obj"):
            case = self.cases(k)
            if case and self.tokens[k].deprel != "nmod:poss":
                out += [(case, j) for j in self.conjuncts(self.antecedent(k))]
                if case == "in" and self.lemma(k) in words("manner nouns"):  # "asked them in writing for a corridor"
                    out += self.obliques(k)
        return out

    @kept
    def negated(self, v: int) -> bool:
        """Whether a word is denied by "not", "never", "no" in its own clause."""
        if self.lemmas.isdisjoint(DENYING):
            return False
        for k in self.kids(v):
            if self.lemma(k) in ("not", "n't", "never", "no", "neither", "nor") and self.rel(k) in ("advmod", "det", "cc"):
                if self.tokens[k].text == "N":
                    continue  # "shots were heard N of the bridge"
                if self.lemma(k) == "nor" and self.tokens[k + 1].upos in ("ADP", "SCONJ"):
                    continue  # "no accord on the price, nor on who opened fire"
                return True
        return any(
            self.lemma(d) in ("no", "none", "nobody", "neither")
            or (self.lemma(d) == "one" and any(self.lemma(x) == "no" for x in self.kids(d)))
            for k in self.kids(v, "nsubj", "obj")
            for d in [k, *self.kids(k, "det")]
        )

    @kept
    def no_longer(self, v: int) -> bool:
        """Whether a word is told to hold no more: "no longer applies", "is not closed any more"."""
        if self.lemmas.isdisjoint(("long", "longer", "more", "anymore")):
            return False
        late = [k for k in self.kids(v, "advmod") if self.tokens[k].text.lower() in ("longer", "more", "anymore")]
        before = {self.lemma(d) for k in late for d in self.kids(k)}
        return bool(late) and ("no" in before or self.negated(v))
