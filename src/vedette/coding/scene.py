"""Where and when a text's story is at each sentence, for what does not say it itself.

A report names its place once and goes on telling: "In Kindia the market is shut. The women padlocked the gates." What happens in the second sentence
happens where the first one is. The story begins at the dateline or in the headline, and moves with each place that a sentence's
main clauses name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from vedette.codebook.triggers import classes
from vedette.codebook.wording import ENVOYS, fold
from vedette.coding.clauses import Tree
from vedette.coding.counts import is_people
from vedette.coding.elsewhere import beside_the_story
from vedette.coding.matching import Found
from vedette.coding.reported import effect_of
from vedette.coding.when import goes_on_now, path
from vedette.coding.where import FINE, INNER, in_passing, is_goal, locates, of_a_body, of_another, outer
from vedette.coding.words import words
from vedette.domain import PRECISIONS, Event, Place, PlaceMention, TimeMention
from vedette.domain.compare import fine as is_fine
from vedette.domain.compare import relation
from vedette.resolve.places import SECTION

LOG = re.compile(
    r"\b(?:\d{6}[A-IK-Z]\b|(?:grid|MGRS)\s+(?:ref\w*\s+)?[\dA-Z]|(?:SITREP|INTSUM|INTREP|PATREP|SIGACT|FRAGO|[Ss]ituation report|pax)\b)|^\W*PATROL\b|^\w+ log\b"
)
"""What only reports from the field have, which are written in the words of a log."""
WIDE = frozenset({"alert", "ban", "closure", "curfew", "cut-off", "displacement", "emergency", "strike", "suspension"})
"""States that may hold all over an area."""
HEADER = 150
"""Characters of a field report in which its day stands."""
BACK = 3
"""Sentences of a paragraph that are looked back over."""
MATERIAL = frozenset({"AID", "RETREAT", "PROTEST", "MOBILIZE", "COERCE", "ASSAULT", "COOPERATE", "SANCTION"})
"""Types that happen somewhere even where nothing is said of it; words (a request, a refusal) are where they are said to be."""


class Scene:
    """The places of a story by sentence. `head` is where the text begins behind its dateline; `title` are the places of its headline."""

    def __init__(self, trees: Sequence[Tree], places: Sequence[PlaceMention], head: int, title: Sequence[PlaceMention] = ()) -> None:
        self.trees, self.head = trees, head
        self.log = bool(trees and LOG.search(trees[0].text))
        self.places = places
        self.paragraph = _paragraphs(trees)
        line = [p.place for p in places if p.end <= head and p.place is not None and p.role != "embedded"]
        heading = [p for p in title if p.place is not None and (p.role == "literal" or (p.role != "demonym" and p.place.precision in FINE))]
        self.line = line[0] if line else None
        best = min(heading, key=lambda p: (PRECISIONS.index(p.place.precision), p.role != "literal"), default=None)  # type: ignore[union-attr]
        self.title = best.place if best is not None else None
        self.told: list[Place | None] = []
        for tree in trees:
            self.told.append(self._told(tree, head))
        self.sections = self._sections()

    def _sections(self) -> list[Place | None]:
        """For each sentence the place that heads its numbered paragraph, which ends at an empty line."""
        out: list[Place | None] = []
        for before, tree in pairwise([None, *self.trees]):
            assert tree is not None
            apart = before is None or "\n\n" in tree.text[before.sentence.end : tree.sentence.start]
            place = None if apart else out[-1]
            if (heading := SECTION.match(tree.text, tree.sentence.start)) is not None:
                start, end = heading.span("name")
                place = next((p.place for p in self.places if start <= p.start < end and p.place is not None), place)
            out.append(place)
        return out

    def _told(self, tree: Tree, head: int) -> Place | None:
        """The place to which a sentence brings the story: literal, that of its topmost clause, the finest of those."""
        found: list[tuple[int, int, int, Place]] = []
        for n, p in tree.here(self.places):
            if p.place is None or p.start < head:
                continue
            i = tree.head_of(p.start, p.end)
            if i is None:
                continue
            if p.role == "modifier" and p.place.precision in FINE:  # "Basra's protesters"
                found.append((20, PRECISIONS.index(p.place.precision), n, p.place))
                continue
            if p.role != "literal" or not (locates(tree, i) or p.place.precision in FINE) or of_a_body(tree, i):
                continue
            home = tree.clause(i)
            if tree.rel(home) == "advcl" and tree.tokens[home].xpos == "VBG" and effect_of(tree, tree.tokens[home].head) == "speech":
                continue  # where it was said ("declared after meeting elders in Tal that …")
            aside = in_passing(tree, i) or (is_goal(tree, i) and tree.tokens[home].xpos == "VBG") or of_another(tree, i)
            aside = aside or beside_the_story(tree, outer(tree, i), p.place)
            depth = tree.depth(home) + 3 * aside
            speech = effect_of(tree, home) == "speech" or self._of_what_speaks(tree, i)
            spot = self._around(n) if not p.place.located else None
            found.append((depth + 2 * speech, PRECISIONS.index(p.place.precision), n, spot or p.place))
        told = [f for f in found if f[0] < 3 or f[0] >= 20] or ([] if self.line or self.title or any(self.told) else found)
        fine = [f for f in told if f[3].precision in FINE] or told
        return min(fine, key=lambda f: f[:3])[3] if fine else None

    def _around(self, n: int) -> Place | None:
        """The known town in which a place of an unknown name is said to lie ("on Zarbat Avenue in Mopti"), as an avenue's story goes on in its town."""
        after = self.places[n + 1] if n + 1 < len(self.places) else None
        inside = after is not None and after.place is not None and after.place.located and after.place.precision in FINE
        return (
            after.place if after is not None and inside and INNER.fullmatch(self.trees[0].text, self.places[n].end, after.start) else None
        )

    @staticmethod
    def _of_what_speaks(tree: Tree, i: int) -> bool:
        """Whether a place only says where a paper or body was by which something is told ("a statement put out in Zarbat says")."""
        verbs = [(k, tree.tokens[k].head) for k in path(tree, i) if tree.rel(k) == "nsubj"]
        return any(v >= 0 and effect_of(tree, v) == "speech" and not is_people(tree, k) for k, v in verbs)

    def day(self, number: int, times: Sequence[TimeMention]) -> TimeMention | None:
        """The day on which the story is at a sentence that names none: the last one told before it in its paragraph, of a deed if it can be."""
        for n in range(number - 1, max(-1, number - 3), -1):
            if self.paragraph[n] != self.paragraph[number]:
                return None
            tree = self.trees[n]
            here = [t for _, t in tree.here(times) if t.begin and t.precision in ("day", "hour")]
            if here:
                return next((t for t in here if self._of_a_deed(tree, t)), next((t for t in here if self._of_a_clause(tree, t)), None))
        return None

    def _of_a_clause(self, tree: Tree, t: TimeMention) -> bool:
        """Whether a day says when a clause's happening was, which is no speech, and not since when something has been so."""
        i = tree.head_of(t.start, t.end)
        if i is None or t.relation != "at" or tree.rel(i) == "nmod" or tree.tokens[i].deprel == "compound":
            return False
        return effect_of(tree, tree.clause(i)) != "speech" and not goes_on_now(tree, tree.clause(i))

    def _of_a_deed(self, tree: Tree, t: TimeMention) -> bool:
        """Whether a day is that of a deed that a main clause tells, or of a noun ("Tuesday's shooting"), not that of a word spoken."""
        i = tree.head_of(t.start, t.end)
        if i is None or t.relation in ("until", "by", "before"):
            return False
        if tree.tokens[i].deprel == "nmod:poss":
            return True
        home = tree.clause(i)
        told = tree.tokens[home].xpos in ("VBD", "VBN") and effect_of(tree, home) != "speech"
        return told and not any(tree.is_clause(a) and effect_of(tree, a) != "speech" for a in tree.above(home))

    def about(self, number: int) -> Place | None:
        """Where the story is at a sentence whose own place has a name that nobody knows: what the headline or the dateline says."""
        return self.title or self.place(number)

    def inside(self, tree: Tree, e: Event) -> Place | None:
        """The spot or town of the story for a deed at one place of which its sentence tells only a part of the country around it ("in Velin Province"); None of what
        is all over it, or elsewhere in it, or a state of the whole ("a curfew in Velin Province").
        """
        area = e.place
        if (
            area is None
            or is_fine(area)
            or (area.precision == "country" and area.part is None)
            or e.condition in WIDE
            or not tree.lemmas.isdisjoint(words("all over"))
        ):
            return None
        spots = (self.place(tree.number), self.title, self.line)
        return next((p for p in spots if p is not None and p.located and is_fine(p) and relation(p, area) == "within"), None)

    def filed(self, number: int, at_home: bool = False) -> Place | None:
        """The town in which words may have been said of which no place is told: that from which the report was sent, else that of the story; of those who are
        `at_home` in the story (its villagers, workers, gunmen) first that of the story.
        """
        there = self.place(number) if at_home and number else None
        if there is not None and there.located and there.precision in FINE and not (self.line and relation(there, self.line) == "same"):
            return there
        spot = self.line if self.line is not None and self.line.precision in FINE else self.place(number)
        return spot if spot is not None and spot.located and spot.precision in FINE else None

    def log_day(self, times: Sequence[TimeMention]) -> TimeMention | None:
        """The day at the head of a field report, of which all its lines are that name none."""
        first = next((t for t in times if t.begin and t.precision in ("day", "hour")), None) if self.log else None
        return first if first is not None and first.start < HEADER else None

    def home(self, tree: Tree, f: Found, e: Event) -> int | None:
        """Where those are at home who did a deed or to whom it was done, if no more is told ("Zarbat's dockers blocked the gate", "the women of Zarbat
        marched"), as an index into the places; of what a state does at home, and a vote, the country ("Egypt arrested an engineer").
        """
        ends = e.event_type == "CONCEDE" and e.condition is not None
        if not (e.event_type in ("PROTEST", None) or ends or happens_somewhere(e)) or e.event_type in ("CONSULT", "AID"):
            return None  # who meets or helps may have come from afar
        around = self.place(tree.number)
        doers = [*tree.doers(f.bearer), *tree.doers(f.at)]
        if e.event_type == "PROTEST":
            doers += [h for a in e.actors if (h := tree.head_of(a.start, a.end)) is not None]
        undergo = "nsubj" if e.event_type is None else "nsubj:pass"
        for h in dict.fromkeys((*doers, *tree.kids(f.bearer, undergo), *tree.kids(f.at, undergo))):
            for n, p in tree.here(self.places):
                i = tree.head_of(p.start, p.end)
                if p.place is None or not p.place.located or i is None or p.end <= self.head:
                    continue
                own = i != h and tree.tokens[i].head in (h, *(tree.kids(h, "appos") if e.condition == "vacancy" else ()))
                cases = ("of", "from", "in") if e.event_type == "PROTEST" else ("of",)
                if own and self._town(p.place, around) and (tree.cases(i) in cases or p.role == "modifier") and self._people(tree, h):
                    return n
                if h not in doers or p.place.precision != "country" or not self._at_home(e):
                    continue
                abroad = around is None or around.country != p.place.country
                people = p.role == "demonym" and e.event_type != "COERCE" and tree.rel(tree.first_conjunct(i)) != "amod"
                themselves = i == h and (p.role == "metonym" or people)
                if abroad and (themselves or (own and p.role == "demonym" and self._rules(tree, h))):
                    return n
        return None

    @staticmethod
    def _town(place: Place, around: Place | None) -> bool:
        """Whether a place is a town of the story's land, or a province beside the story's."""
        if around is not None and not _inside(place, around):
            return False
        return place.precision in FINE or (place.precision == "admin1" and around is not None and around.admin1 != place.name)

    @staticmethod
    def _people(tree: Tree, h: int) -> bool:
        """Whether a noun names people, or a body of them."""
        of = classes()
        return (
            is_people(tree, h)
            or any(tree.lemma(h) in of[c] for c in ("POLICE", "FORCE", "INSTITUTION"))
            or tree.lemma(h) in words("bodies")
        )

    def from_afar(self, tree: Tree, f: Found, scene: Place) -> bool:
        """Whether another state decides something than that of the story ("Paris froze its aid")."""
        doers = [*tree.doers(f.bearer), *tree.doers(f.at)]
        return any(
            p.place is not None
            and p.place.country not in (None, scene.country)
            and p.role == "metonym"
            and tree.head_of(p.start, p.end) in doers
            for _, p in tree.here(self.places)
        )

    @staticmethod
    def _at_home(e: Event) -> bool:
        """Whether a state does such a thing in its own land."""
        return e.event_type in ("COERCE", "PROTEST") or (e.event_type is None and e.condition is None)

    @staticmethod
    def _rules(tree: Tree, h: int) -> bool:
        """Whether a noun names those who rule, judge or police, or vote, and who are no envoys; members may be of a people at home ("the Turkmen members")."""
        of = classes()
        if fold(tree.lemma(h)) in ENVOYS or tree.lemma(h) == "member":
            return False
        return tree.lemma(h) in ("voter", "court", "censor") or any(
            tree.lemma(h) in of[c] for c in ("POLICE", "OFFICIAL", "GOVERNMENT", "INSTITUTION")
        )

    def place(self, number: int) -> Place | None:
        """Where the story is at a sentence that names no place of its own."""
        if (headed := self.sections[number]) is not None:
            return headed
        broad = None
        for n in range(number - 1, max(-1, number - 1 - BACK), -1):
            there = self.told[n]
            if there is None:
                continue
            if self.paragraph[n] != self.paragraph[number]:
                break
            if there.precision in FINE:
                return there
            broad = broad or there
        first = next((p for p in self.told[:number] if p is not None and p.precision in FINE), None)
        line = self.line if self.line is None or self.title is None or _inside(self.line, self.title) else None
        lead = next((p for p in (self.title, first, line) if p is not None and p.precision in FINE), None)
        if lead is not None and (broad is None or _inside(lead, broad)):
            return lead
        if broad is not None:
            return broad
        own = self.told[number]
        if number == 0 and own is not None and own.located and own.precision in FINE:
            return own  # "Most of Zarbat's schools stayed shut"
        after = self.told[number + 1] if number + 1 < len(self.told) and self.paragraph[number + 1] == self.paragraph[number] else None
        if after is not None and after.precision in FINE and number == 0 and self.title is None:
            return after
        named = [p for p in self.told[: number + 1] if p is not None]
        return lead or self.title or line or (named[0] if named and all(p == named[0] for p in named) else None)


def _inside(place: Place, area: Place) -> bool:
    """Whether a place may lie in an area, as far as their countries say."""
    return area.country is None or place.country is None or place.country == area.country


def _paragraphs(trees: Sequence[Tree]) -> list[int]:
    """Number of the paragraph of each sentence."""
    out: list[int] = [0] if trees else []
    for before, tree in pairwise(trees):
        broken = "\n" in tree.text[before.sentence.end : tree.sentence.start]
        out.append(out[-1] + broken)
    return out


def in_the_past(tree: Tree, verb: int) -> bool:
    """Whether a verb tells its deed as the next step of a story: simple past, neither perfect nor past perfect."""
    aux = [tree.lemma(k) for k in tree.kids(verb, "aux") if tree.tokens[k].deprel != "aux:pass"]
    if tree.tokens[verb].xpos == "VBD":
        return not aux
    carriers = [tree.tokens[k].xpos for k in tree.kids(verb, "aux:pass", "cop")]
    return tree.tokens[verb].xpos == "VBN" and "VBD" in carriers and not aux


def happens_somewhere(event: Event) -> bool:
    """Whether an event has a place although none is told with it."""
    if event.modality not in ("asserted", "possible", "denied"):
        return False
    return (
        event.event_type in MATERIAL
        or (event.event_type is None and event.condition is not None)
        or (event.event_type == "CONSULT" and event.mode != "phone")
    )
