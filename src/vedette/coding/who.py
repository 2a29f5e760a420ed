"""Who acts: noun phrases of a report as actors, short names tied to full ones, pronouns and "the alliance" to whom they stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from vedette.codebook.countries import iso3
from vedette.coding.called import (
    Called,
    addressed,
    flat_head,
    group_of_people,
    international,
    last_name,
    of_another_kind,
    owner_of_people,
    speaks,
    told_aside,
)
from vedette.coding.clauses import Tree, covered
from vedette.coding.issuer import is_stray, issuer
from vedette.coding.namings import announcer, body_that_says, called_by, named_last, no_persons
from vedette.coding.words import NOMINAL, table, words
from vedette.domain import Actor, ActorMention, Entity, PlaceMention, Quote, Span, TimeMention
from vedette.domain.actors import OFFICIAL

OUTSIDE = frozenset("acl advcl parataxis punct cc conj appos case dep ccomp cop nsubj mark list discourse aux".split())
INNER_CASES = frozenset({"", "of", "in", "from", "for"})
OTHERS = frozenset({"acl:relcl", "acl", "conj", "appos", "advcl", "parataxis"})
"""Relations of what in a noun phrase may be of another country."""
LOOK_BACK = 3
"""Sentences that a pronoun looks back."""


class Resolver(Protocol):
    """What `resolve.Actors` offers."""

    def resolve(self, phrase: str, on: str | None = None, country: str | None = None) -> tuple[Actor, float] | None:
        """The actor that a phrase stands for and how sure that is."""

    def unnamed(self, phrase: str) -> bool:
        """Whether a phrase names nobody ("masked gunmen")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A mention that a later word may stand for."""

    at: int
    label: str
    subject: bool
    plural: bool
    entity: int | None = None
    body: bool = False
    single: bool = False
    """Whether the noun itself is in the singular, whatever it counts ("a convoy of trucks")."""


class Cast:
    """The actors of one report. `author` is who published it: "we" outside quotes, unless it is a news medium. `country` is ISO 3166-1 alpha-3 of the country that the report is most about, None if it names none."""

    def __init__(
        self,
        trees: list[Tree],
        entities: tuple[Entity, ...],
        places: tuple[PlaceMention, ...],
        quotes: tuple[Quote, ...],
        actors: Resolver,
        on: str | None,
        times: tuple[TimeMention, ...] = (),
        head: int = 0,
        author: str | None = None,
    ) -> None:
        self._trees, self._places, self._quotes, self._actors, self._on = trees, places, quotes, actors, on
        self._entities, self._head = entities, head
        self._numbers = {e: n for n, e in reversed([*enumerate(entities)])}
        self._contents = [(c, q) for q in quotes for c in q.content if not c.in_title]
        self._memo: dict[tuple[int, int], ActorMention | None] = {}
        self._busy: set[tuple[int, int]] = set()
        self._phrases: dict[tuple[int, int], Span] = {}
        starts = [tree.sentence.start for tree in trees]
        self._timed = {at for t in times for at in covered(trees, starts, t.start, t.end)}
        self._lands: dict[int, str] = {}  # the countries of the words of places
        for p in places:
            if p.place and (land := p.place.country):
                for at in covered(trees, starts, p.start, p.end):
                    self._lands.setdefault(at, land)
        self._said: dict[int, list[Said]] = {}
        self.country: str | None = None
        self._people: dict[str, tuple[Actor, float]] = {}
        self._called = Called(trees, frozenset(p.start for p in places if p.place is not None and p.place.located))
        self.of_entities: list[tuple[Actor, float] | None] = [
            self._lookup(e.text) if e.label in ("GPE", "NORP", "ORG") else None for e in entities
        ]
        self.country = self._main_country()
        self._author = issuer(author, self._lookup) if author else None
        self._own: dict[str, str | None] = {}
        self._nations: dict[str, list[tuple[Tree, int]]] = {}
        self._staff: dict[str, str] = {}
        self._learn_nouns()
        self._learn_people()
        for n, e in enumerate(entities):
            if e.label == "PER":
                self.of_entities[n] = self._people.get(last_name(e.text)) or self._lookup(e.text)

    def _lookup(self, phrase: str, country: str | None = None) -> tuple[Actor, float] | None:
        found = self._actors.resolve(phrase, on=self._on, country=country) if phrase else None
        return None if is_stray(phrase, found, self._places) else found

    def _main_country(self) -> str | None:
        """The country most named, the first of equals: a place inside it counts most, an adjective or the dateline least."""
        count: Counter[str] = Counter()
        aside = told_aside(self._trees)
        for e, found in zip(self._entities, self.of_entities, strict=True):
            land = found[0].country if found and e.start not in aside and e.label in ("GPE", "NORP") else None
            if land and not international(land):
                count[land] += 1 if e.start < self._head or e.label == "NORP" else 2
        for p in self._places:
            if p.place and p.place.country and p.place.precision != "country" and p.start not in aside:
                count[iso3(p.place.country) or p.place.country] += 1 if p.start < self._head or p.place.feature == "PPLC" else 3
        if not count:
            for tree in self._trees:
                for n, e in tree.entities:
                    found = self.of_entities[n]
                    if e.label == "ORG" and found and found[0].country and not international(found[0].country) and not speaks(tree, e):
                        count[found[0].country] += 1
        best = count.most_common(1)
        return best[0][0] if best else None

    def _learn_nouns(self) -> None:
        """Common nouns that the text once gives a country ("Kosovo police"): later "the police" is theirs."""
        for tree in self._trees:
            for _, e in tree.entities:
                at = tree.head_of(e.start, e.end) if e.label in ("GPE", "NORP") else None
                if at is None or tree.tokens[at].head < 0:
                    continue
                head = tree.tokens[at].head
                noun = tree.entity(head) is None and tree.tokens[head].upos in ("NOUN", "PROPN")
                if noun and tree.rel(at) in ("amod", "compound", "nmod"):
                    self._nations.setdefault(tree.lemma(head), []).append((tree, head))
        for e, named in zip(self._entities, self.of_entities, strict=True):
            last = e.text.split()[-1]
            if e.label == "ORG" and named and named[0].country and named[0].sectors and last.islower():
                self._staff.setdefault(last, named[0].country)

    def _taught(self, noun: str) -> str | None:
        """The country that the text once gives a common noun; only nouns that are asked for are looked up."""
        if noun not in self._own:
            told = (self._lookup(self.phrase(tree, head).text) for tree, head in self._nations.get(noun, ()))
            own = (found[0].country for found in told if found and found[0].country and found[0].sectors)
            self._own[noun] = next(own, self._staff.get(noun))
        return self._own[noun]

    def _learn_people(self) -> None:
        """Persons by their last name, from the mention that says most of them (its title, an apposition, the full name)."""
        full: dict[str, str] = {}
        for tree in self._trees:
            for _, e in tree.entities:
                if e.label != "PER":
                    continue
                head = tree.head_of(e.start, e.end)
                last = last_name(e.text)
                if len(e.text.split()) > 1:
                    full.setdefault(last, e.text)
                if head is None:
                    continue
                while tree.rel(head) in ("flat", "appos") and tree.rel(head) == "flat":
                    head = tree.tokens[head].head
                name = full.get(last, e.text)
                best = self._people.get(last)
                told = self._descriptions(tree, head, e)
                for phrase, weight, country in [(p, w, None) for p, w in told] + [(p, w * 0.8, self.country) for p, w in told]:
                    found = self._lookup(phrase, country)
                    if found and found[0].entry is None and found[0].name != name:
                        found = (replace(found[0], name=name), found[1])
                    if found and found[0].country and (best is None or best[0].country is None or found[1] * weight > best[1]):
                        best = (found[0], found[1] * weight)
                        break
                if best is None:
                    titled = tree.text[self.phrase(tree, head).start : e.start].strip()
                    best = (Actor(name=name, country=self.country if titled else None), 0.4)
                self._people[last] = best

    def _descriptions(self, tree: Tree, head: int, e: Entity) -> list[tuple[str, float]]:
        """Phrases that say who a person is: the whole phrase, the name, what stands in apposition, the title before it."""
        whole = self.phrase(tree, head).text
        out = [(f"{whole}, {self.phrase(tree, k).text}", 1.0) for k in tree.kids(head, "appos")]
        if tree.rel(head) == "appos":
            out.append((f"{whole}, {self.phrase(tree, tree.tokens[head].head).text}", 0.95))
        first = tree.within(e.start, e.end)[0]
        if first and tree.tokens[first - 1].upos == "NOUN":
            title = self.phrase(tree, first - 1)
            out.append((tree.text[title.start : e.end], 1.0))
        out += [(whole, 1.0), (e.text, 1.0)]
        before = tree.text[self.phrase(tree, head).start : e.start].strip(" ,")
        if before:
            out.append((before, 0.9))
        return out

    def phrase(self, tree: Tree, head: int) -> Span:
        """The noun phrase of a head without relative clauses, appositions and coordination; articles and trailing places are kept out or in as names need."""
        found = self._phrases.get((tree.number, head))
        if found is None:
            found = self._phrases[tree.number, head] = self._phrase(tree, head)
        return found

    def _phrase(self, tree: Tree, head: int) -> Span:
        inside = {head}
        todo = [head]
        named = tree.entity(head)
        personal = named is not None and named.label == "PER"
        while todo:
            i = todo.pop()
            for k in tree.kids(i):
                relation = tree.rel(k)
                if (
                    relation in OUTSIDE
                    and not (relation == "case" and i != head)
                    and not (relation == "punct" and tree.tokens[k].text in ("-", "–", "."))
                ):
                    continue
                if relation == "nmod" and i == head and personal and tree.cases(k):
                    continue
                if relation == "nmod" and tree.tokens[k].deprel != "nmod:poss" and tree.cases(k) not in INNER_CASES:
                    continue
                if tree.tokens[k].deprel in ("nmod:tmod", "obl:tmod", "det:predet") or tree.tokens[k].start in self._timed:
                    continue
                if relation in ("det", "advmod") and i == head:
                    continue
                inside.add(k)
                todo.append(k)
        first = last = head
        while first - 1 in inside:
            first -= 1
        while last + 1 in inside or (last + 2 in inside and tree.tokens[last + 1].text in ("-", "’s", "'s", "the", "of")):
            last += 1
        while first < head and tree.tokens[first].upos in ("DET", "PUNCT"):
            first += 1
        return tree.span(first, last)

    def mentions(self, tree: Tree, head: int) -> list[ActorMention]:
        """The actors of a noun phrase's head: one for each nation that its adjectives name ("French and Egyptian warships")."""
        if tree.lemma(head) in words("measures") and not tree.entity(head):
            for case, k in tree.obliques(head):
                if case == "of":
                    return self.mentions(tree, k)
        if tree.tokens[head].upos == "NOUN":
            if (there := self._called.several(tree, head)) is not None:
                return self.mentions(self._trees[there[0]], there[1])
            for k in tree.kids(head, "amod", "compound"):
                nations = [j for j in tree.conjuncts(k) if (e := tree.entity(j)) is not None and e.label in ("NORP", "GPE", "ORG")]
                if len(nations) > 1:
                    each = [self._nation(tree, j, head) for j in nations]
                    return [m for m in each if m is not None]
            for k in tree.kids(head, "nmod"):
                parts = tree.conjuncts(k)
                if tree.cases(k) == "of" and len(parts) > 1 and tree.tokens[head].xpos == "NNS" and all(tree.entity(j) for j in parts):
                    each = [self._nation(tree, j, head) for j in parts]
                    return [m for m in each if m is not None]
        found = self.mention(tree, head)
        if found and tree.tokens[head].xpos == "PRP" and found.text.lower() in ("they", "them"):
            several = [tree.conjuncts(k) for k in range(head) if tree.rel(k) == "nsubj" and tree.kids(k, "conj")]
            named = [[m for j in each if (m := self.mention(tree, j))] for each in several]
            return next((each for each in named if found.actor in [m.actor for m in each]), [found])  # "A and B said they …"
        return [found] if found else []

    def _nation(self, tree: Tree, nation: int, head: int) -> ActorMention | None:
        t = tree.entity(nation) or tree.tokens[nation]
        found = self._lookup(f"{t.text} {tree.tokens[head].text}") or self._lookup(t.text)
        if found and found[0].entry is None and tree.lemma(head) in words("kin"):
            found = replace(found[0], name=f"{t.text} {tree.lemma(head)}"), found[1]
        return self._made(Span(start=t.start, end=t.end, text=t.text), *found) if found else None

    def mention(self, tree: Tree, head: int) -> ActorMention | None:
        """The actor of a noun phrase's head; None for a thing, and for a pronoun that stands for nobody known."""
        key = (tree.number, head)
        if key not in self._memo:
            if key in self._busy:
                return None
            self._busy.add(key)
            self._memo[key] = self._mention(tree, head)
            self._busy.discard(key)
        return self._memo[key]

    def _mention(self, tree: Tree, head: int) -> ActorMention | None:
        t = tree.tokens[head]
        lemma = tree.lemma(head)
        if t.upos in ("PRON", "DET") or t.xpos in ("PRP", "PRP$"):
            return self._pronoun(tree, head)
        if t.upos not in NOMINAL and t.upos != "ADJ":
            return None
        owner = owner_of_people(tree, head)
        body = self._pronoun(tree, owner) if owner is not None else None
        if body is not None and body.actor.sectors[:1] != ("GOV",) and body.actor.code != (body.actor.country or ""):
            return self._made(self.phrase(tree, head), body.actor, body.confidence)
        if t.upos == "NUM" or (lemma in words("measures") and not tree.entity(head)):
            for case, k in tree.obliques(head):
                if case == "of":
                    return self.mention(tree, k)
            if t.upos == "NUM":
                return None
        span = self.phrase(tree, head)
        entity = tree.entity(head)
        if entity is None:
            inside = [e for _, e in tree.entities if span.start <= e.start and e.end <= span.end]
            person = next(
                (e for e in inside if e.label == "PER" and tree.tokens[head].deprel != "nmod:poss" and flat_head(tree, head, e)), None
            )
            entity = person
        kin = self._called.kin(tree, head) if t.upos == "PROPN" else None
        if kin is not None:
            return self._made(span, *(self._lookup(kin) or (Actor(name=kin), 0.5)))
        if entity is not None and entity.label == "PER":
            best = self._people.get(last_name(entity.text))
            if best:
                return self._made(span, *best)
        for k in tree.kids(head, "appos") if entity is None and t.upos == "NOUN" else ():
            named = tree.entity(k)
            best = self._people.get(last_name(named.text)) if named is not None and named.label == "PER" else None
            if best:
                return self._made(self.phrase(tree, k), *best)
        before = self._named_before(tree, head) if entity is None and t.upos == "NOUN" else None
        if before is not None and not self._does_it(tree, head, before[0]):
            return self._made(span, before[0], before[1] * 0.9)
        if entity is None and t.upos == "NOUN" and head + 1 < len(tree.tokens):
            after = tree.entity(head + 1)
            best = self._people.get(last_name(after.text)) if after is not None and after.label == "PER" else None
            if after is not None and after.label == "ORG" and tree.tokens[head + 1].head in (head, tree.tokens[head].head):
                best = self._lookup(after.text)
            if after is not None and best:
                return self._made(Span(start=span.start, end=after.end, text=tree.text[span.start : after.end]), *best)
        source = self._quoted(t.start, t.end) if lemma in table("anaphors.tsv") and entity is None else None
        if source is not None and not of_another_kind(lemma, self._lookup(span.text), source.actor):
            return self._made(span, source.actor, source.confidence)
        context = self._context(tree, head)
        if entity is None and t.upos == "NOUN":
            alone = self._lookup(span.text)
            if self._actors.unnamed(span.text) or (alone and alone[0].country is None and alone[0].sectors[:1] == ("UAF",)):
                body_of = self._body_of(tree, head)
                sectors = alone[0].sectors if alone else ()
                actor = replace(body_of, sectors=body_of.sectors or sectors) if body_of else Actor(name=span.text, sectors=sectors)
                return ActorMention(start=span.start, end=span.end, text=span.text, actor=actor, confidence=0.6, unnamed=body_of is None)
            labels = table("anaphors.tsv").get(lemma)
            definite = any(tree.lemma(k) in ("the", "this", "that") for k in tree.kids(head, "det"))
            # bodies that more words tell apart: "the foreign ministry" is no body named before
            official = alone and OFFICIAL.issuperset(alone[0].sectors[:1] or ("-",)) and tree.kids(head, "amod", "compound")
            if labels and definite and t.xpos == "NN" and not official and not self._named_inside(tree, head):
                wanted = set(labels.split("|"))
                back = self._earlier(tree, head, lambda s: s.label in wanted and not s.plural)
                if back is not None and not (of_another_kind(lemma, alone, back.actor) or self._does_it(tree, head, back.actor)):
                    return self._made(span, back.actor, back.confidence * 0.8)
        if entity is None and t.upos == "NOUN" and self._lookup(called_by(tree, span, head), context) is None:
            return None
        apposed = [f"{span.text}, {self.phrase(tree, k).text}" for k in tree.kids(head, "appos")]
        found = next((f for p in [*apposed, span.text] if (f := self._lookup(p, context))), None)
        if found is None and entity is not None:
            known = self.of_entities[self._numbers[entity]]
            if known is None and entity.label in ("LOC", "FAC", "GPE"):
                country = next((p.place.country for p in self._places if p.start < entity.end and entity.start < p.end and p.place), None)
                # a town, or a name that the reader took for one
                known = (Actor(name=entity.text, country=iso3(country) if country else None), 0.3) if entity.label == "GPE" else None
            elif known is None:
                known = (Actor(name=entity.text), 0.4)
            found = known
        if found is None:
            # the head alone: "a number of angry striking dockers"
            found = self._lookup(lemma, context)
            if found:
                found = (replace(found[0], name=span.text), found[1] * 0.8)
        named_late = [*tree.kids(head, "appos"), *named_last(tree, head)] if entity is None else []
        apart = [e for k in named_late if (e := tree.entity(k)) is not None and e.label != "PER"]
        if (
            found
            and found[0].sectors
            and apart
            and found[0].entry is None
            and not any(p.place and p.start <= apart[0].start < p.end for p in self._places)
        ):
            found = (replace(found[0], name=apart[0].text), found[1])  # "the police union, SPNA"
        if found and found[0].entry is None and entity is None and (group := self._body_of(tree, head)) is not None:
            found = (group if group.entry else replace(found[0], name=group.name), found[1])
        return self._made(span, *found) if found else None

    def _body_of(self, tree: Tree, head: int) -> Actor | None:
        """The body, or the people that nothing is known of, whose people a noun is; nations and faiths stay with the noun ("Russian militants")."""
        group = group_of_people(tree, head)
        if group is None:
            return None
        known = self.of_entities[self._numbers[group]]
        if known is not None and known[0].entry is not None:
            return known[0]
        return Actor(name=group.text) if known is None or group.label == "ORG" else None

    def _named_before(self, tree: Tree, head: int) -> tuple[Actor, float] | None:
        """The person or body of the text that a common noun calls by a title or a word for it."""
        named = self._named_inside(tree, head)
        person = self._called.person(tree, head)
        best = self._people.get(person) if person else None
        if best is not None:
            country = self._context(tree, head) if named else None
            return best if country is None or best[0].country in (None, country) else None
        body = None if named else self._called.body(tree, head)
        if body is None:
            return None
        found = self.of_entities[body] or (Actor(name=self._entities[body].text), 0.4)
        kind = None if found[0].sectors or found[0].entry else self._lookup(tree.lemma(head))
        return (replace(found[0], sectors=kind[0].sectors), found[1]) if kind else found

    def _does_it(self, tree: Tree, head: int, actor: Actor) -> bool:
        """Whether it is an actor that does something to what a noun calls, which is then another: "Velin Watch accused the army"."""
        verb = tree.tokens[head].head if tree.rel(head) == "obj" else -1
        return verb >= 0 and any((m := self.mention(tree, d)) is not None and m.actor == actor for d in tree.doers(verb) if d != head)

    def _named_inside(self, tree: Tree, head: int) -> bool:
        span = self.phrase(tree, head)
        return any(span.start <= e.start and e.end <= span.end for _, e in tree.entities)

    def author(self, span: Span) -> ActorMention | None:
        """Whose text the report is, where that is a body that acts and no newspaper; `span` are the words that stand for it."""
        known = self._author if self._author and "JRN" not in self._author[0].sectors else None
        return self._made(span, known[0], min(0.6, known[1])) if known else None

    def _made(self, span: Span, actor: Actor, sure: float) -> ActorMention:
        return ActorMention(start=span.start, end=span.end, text=span.text, actor=actor, confidence=round(sure, 3))

    def _context(self, tree: Tree, head: int) -> str | None:
        """The country that a noun is of: by its adjective, compound, owner or place, else the report's."""
        inside = tree.below(head, stop=OTHERS)
        for i in inside:
            if i == head:
                continue
            t = tree.tokens[i]
            if t.xpos == "PRP$":
                owner = self.mention(tree, i)
                if owner and owner.actor.country:
                    return owner.actor.country
                continue
            if tree.lemma(i) in words("of no country"):
                return None
            if i and tree.lemma(i - 1) == "ethnic":
                continue  # of the country that they live in
            for n, e in tree.entities if tree.entity(i) is not None else ():
                found = self.of_entities[n]
                if e.start <= t.start < e.end and found and found[0].country and not international(found[0].country):
                    return found[0].country
                if e.start <= t.start < e.end and e.label == "ORG":
                    return None
            if t.start in self._lands:
                return iso3(self._lands[t.start])
        told = announcer(tree, head)
        official = self.mention(tree, told) if told is not None else None
        if official is not None and official.actor.country and official.actor.sectors[:1] in (("GOV",), ("LEG",), ("MIL",)):
            return official.actor.country  # a president announces what his own army will do
        return self._taught(tree.lemma(head)) or self.country

    def _stage(self, n: int) -> list[Said]:
        """Mentions of a sentence that a later word may stand for, in order."""
        if n in self._said:
            return self._said[n]
        tree = self._trees[n]
        out: list[Said] = []
        for number, e in tree.entities:
            head = tree.head_of(e.start, e.end)
            if head is None or e.label in ("LOC", "FAC") or e.end <= self._head:
                continue
            top = head
            if tree.rel(head) in ("flat", "compound", "appos") and e.label == "PER":
                top = tree.tokens[head].head if tree.rel(head) == "flat" else head
            t = tree.tokens[top]
            if e.label != "PER" and tree.rel(head) in ("compound", "amod") and e.label != "ORG":
                continue
            out.append(
                Said(
                    at=top,
                    label=e.label,
                    subject=tree.rel(top) == "nsubj",
                    plural=t.xpos in ("NNPS", "NNS") or bool(tree.kids(top, "conj")),
                    entity=number,
                )
            )
        for i, t in enumerate(tree.tokens):
            common = t.upos == "NOUN" or (
                t.upos == "PROPN" and tree.entity(i) is None and (tree.lemma(i) in no_persons() or tree.lemma(i) in words("persons"))
            )
            if common and tree.rel(i) == "nsubj" and not any(s.at == i for s in out):
                one = t.xpos in ("NN", "NNP") and not tree.kids(i, "conj")
                out.append(
                    Said(at=i, label="noun", subject=True, plural=self._many(tree, i), body=tree.lemma(i) in no_persons(), single=one)
                )
            elif t.upos == "NOUN" and tree.rel(i) == "obj" and tree.lemma(i) in words("persons") and not any(s.at == i for s in out):
                out.append(Said(at=i, label="person", subject=False, plural=self._many(tree, i)))
        self._said[n] = sorted(out, key=lambda s: s.at)
        return self._said[n]

    def _many(self, tree: Tree, i: int) -> bool:
        """Whether a noun stands for several: by its own number, a coordination, or what a measure counts ("a group of elders")."""
        counted = [k for case, k in tree.obliques(i) if case == "of"] if tree.lemma(i) in words("measures") else []
        several = tree.tokens[i].xpos == "NNS" or tree.lemma(i) == "police" or bool(tree.kids(i, "conj"))
        return several or any(tree.tokens[k].xpos in ("NNS", "NNPS") for k in counted)

    def _earlier(self, tree: Tree, at: int, fits: Callable[[Said], bool], person: bool = True) -> ActorMention | None:
        """The nearest earlier mention that fits: a subject before another, in this sentence the last, in earlier ones the first.

        Unless it must be a person, a thing that is spoken of nearer ends the search.
        """
        verb = tree.tokens[at].head
        beside = {j for k in tree.kids(verb, "nsubj") for j in tree.below(k)} if tree.tokens[at].upos == "PRON" else set()
        for n in range(tree.number, max(-1, tree.number - LOOK_BACK - 1), -1):
            here = [s for s in self._stage(n) if fits(s) and (n < tree.number or s.at < at)]
            here = [s for s in here if not (n == tree.number and (at in tree.below(s.at) or s.at in beside))]
            subjects = [s for s in here if s.subject]
            order = (subjects[::-1] if n == tree.number else subjects) + [s for s in here[::-1] if not s.subject]
            for s in order:
                found = self.mention(self._trees[n], s.at)
                if found is not None:
                    return found
                if not person and s.subject and s.label == "noun":
                    return None
        return None

    def _quoted(self, start: int, end: int) -> ActorMention | None:
        """Whom a quote says that its source ("the alliance", "it") stands for."""
        for q in self._quotes:
            if (
                q.speaker
                and q.source
                and not q.source.in_title
                and q.source.start <= start
                and end <= q.source.end
                and not q.speaker.overlaps(q.source)
            ):
                return self.of_span(q.speaker)
        return None

    def _pronoun(self, tree: Tree, i: int) -> ActorMention | None:
        word = tree.tokens[i].text.lower()
        t = tree.tokens[i]
        span = Span(start=t.start, end=t.end, text=t.text)
        found: ActorMention | None = None
        if word in words("speaker pronouns"):
            called = tree.kids(i, "appos")[:1]
            found = (self.sayer(tree, called[0]) if called else None) or self.speaker(t.start) or self.author(span)
        elif word in words("person pronouns"):
            found = self._earlier(tree, i, lambda s: s.label == "PER" or (s.label in ("noun", "person") and not s.plural and not s.body))
        elif word in words("thing pronouns") and (beside := self._coordinated(tree, i) or self._speaking(tree, i)) is not None:
            found = beside
        elif (other := tree.parallel(i)) is not None and (self.mention(tree, other) or not addressed(tree, i)):
            found = self.mention(tree, other)
        elif word in words("thing pronouns"):
            found = self._earlier(tree, i, lambda s: s.label in ("ORG", "GPE") or s.single, addressed(tree, i))
        elif word in words("plural pronouns"):
            found = self._earlier(tree, i, lambda s: s.plural or s.label in ("NORP", "ORG"), addressed(tree, i))
        found = found or self._quoted(t.start, t.end)
        return self._made(span, found.actor, found.confidence * 0.8) if found else None

    def _coordinated(self, tree: Tree, i: int) -> ActorMention | None:
        """Who is the subject of the verb before, where "it" is that of one coordinated with it ("the ministry struck no one off, but it suspended twelve")."""
        verb = tree.tokens[i].head
        if verb < 0 or tree.rel(i) != "nsubj" or tree.rel(verb) != "conj":
            return None
        return next((m for k in tree.kids(tree.joined_to(verb), "nsubj") if (m := self.mention(tree, k)) and k < i), None)

    def _speaking(self, tree: Tree, i: int) -> ActorMention | None:
        """The firm or body, called by a noun, that says what "it" does ("the contractor Belo confirmed it was laying off 200 men")."""
        said = body_that_says(tree, i)
        return self.mention(tree, said) if said is not None else None

    def speaker(self, start: int) -> ActorMention | None:
        """Who says the words at an offset."""
        for c, q in self._contents:
            if c.start <= start < c.end:
                return self.of_span(q.speaker or q.source)
        return None

    def sayer(self, tree: Tree, head: int) -> ActorMention | None:
        """Whoever says something: an actor, or, where nobody is known by the phrase ("a lorry driver"), the phrase itself; None for an unknown pronoun."""
        found = self.mention(tree, head)
        if found is not None or tree.tokens[head].upos not in ("NOUN", "PROPN", "NUM", "ADJ"):
            return found
        span = self.phrase(tree, head)
        return ActorMention(start=span.start, end=span.end, text=span.text, actor=Actor(name=span.text), confidence=0.5, unnamed=True)

    def of_span(self, given: Span | None, anyone: bool = False) -> ActorMention | None:
        """The actor of a span such as a quote's source, in the span's own words; with `anyone`, also a phrase by which nobody is known."""
        if given is None or given.in_title:
            return None
        for tree in self._trees:
            if tree.sentence.start <= given.start < tree.sentence.end:
                head = tree.head_of(given.start, given.end)
                found = None if head is None else self.sayer(tree, head) if anyone else self.mention(tree, head)
                return replace(found, start=given.start, end=given.end, text=given.text) if found else None
        return None
