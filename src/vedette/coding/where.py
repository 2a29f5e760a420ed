"""Where an event was: the places that hang on its trigger, its clause, or what governs it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from vedette.codebook.triggers import classes, lemmas_of
from vedette.coding.clauses import Tree, kept
from vedette.coding.counts import is_people
from vedette.coding.elsewhere import elsewhere, follows, gathered, is_beside, where_said
from vedette.coding.reported import effect_of
from vedette.coding.tolls import told_anew
from vedette.coding.when import attached_to, path, steps_to
from vedette.coding.words import words
from vedette.domain import PRECISIONS, Place, PlaceMention

RANK = {precision: n for n, precision in enumerate(PRECISIONS)}
BROAD = RANK["country"]
"""From this fineness on a place is a country or a region."""
VAGUE = 25.0
"""Radius in km above which a point is not exact."""
DOUBTFUL = 0.45
"""Confidence in a place below which an event is said to be at that name, and not where the gazetteer has it."""
FINE = ("point", "city", "admin2")
"""Precisions that tell a spot."""
WHOLES = frozenset(
    {"whole", "all", "most", "much", "half", "stretch", "swathe", "length", "tip", "corner", "quarter", "interior", "shore", "bank"}
)
"""Nouns before "of" that take a share of a place."""
WHERE = frozenset("in at near outside around inside into to on beside above below beyond off across behind within".split())
"""Prepositions of the place where something was."""
DASHES = frozenset("-–")
RUN = re.compile(r"[^\W\d][\w'’]*(?:[-–][^\W\d][\w'’]*)+")
"""Names joined by dashes."""
GOING = frozenset(
    "go head travel drive move walk return come bind sail march ride fly leave depart set journey way route convoy trip carry take bring transport".split()
)
"""Words for being on the way."""
BY_THE_VERB = frozenset({"over", "by", "toward", "towards"})
"""Prepositions that say where a verb's deed was, though a noun's they do not ("talks over Zarbat")."""
ALONG = frozenset({"through", "along", "throughout"})
"""Further prepositions of the place where something was, before a noun that is no place itself ("the sand of Zarbat")."""
LEAVING = frozenset("withdraw escape retreat airlift rescue walk pull march remove displace ferry bus".split())
"""Verbs whose deed is where it begins."""
BESIDE = frozenset({"from", "for", "to", "toward", "towards", "with", "against", "about", "than", "like"})
"""Prepositions of a place that is not the story's, where a noun or a side clause has it."""
BRINGING = GOING | frozenset("rush send transfer lead evacuate".split())
"""Verbs whose goal is another place than that of the deed before."""
AWAY = 2
"""Clauses away from which a place is another verb's."""
ALL_OVER = frozenset({"across", "throughout", "over", "around"})
"""Prepositions of a whole area."""
LABEL = 12
"""Words before a colon that may be a label."""
WATERS = frozenset("STM LK SEA OCN GULF STRT BAY CHN CNL".split())
"""Feature codes of what one is not all over but on the other side of ("across the river")."""
CAUSES = frozenset({"because of", "due to", "owing to", "thanks to"})
"""Prepositions of what brought a deed about."""
CAUSING = frozenset(case.split(" ")[0] for case in CAUSES)
TOWNS = frozenset({"town", "city", "village"})
"""What no state or region is called."""


def named(trees: Sequence[Tree], places: Sequence[PlaceMention], head: int) -> tuple[PlaceMention, ...]:
    """Place mentions of which those that say where something was, by a name that no gazetteer knows, have a place without a point.

    It is in the country in which all places of the text are that are not its dateline's.
    """
    told = {p.place.country for p in places if p.place is not None and not _doubtful(p) and p.role == "literal" and p.start >= head}
    country = next(iter(told)) if len(told) == 1 else None
    out: list[PlaceMention] = []
    for n, p in enumerate(places):
        if (p.place is None or _doubtful(p)) and p.role == "literal" and _says_where(trees, p, head):
            after = places[n + 1] if n + 1 < len(places) else None
            area = after.place if after is not None and INNER.fullmatch(trees[0].text, p.end, after.start) else None
            of = area.country if area is not None else country
            there = Place(name=p.text, lat=None, lon=None, country=of, feature="", precision="city")
            p = replace(p, place=there)
        elif _doubtful(p):
            p = replace(p, place=None)
        out.append(p)
    return tuple(out)


def _doubtful(p: PlaceMention) -> bool:
    """Whether the one that was found of a name is hardly the one meant."""
    return p.place is not None and p.place.precision in FINE and p.confidence < DOUBTFUL


def _says_where(trees: Sequence[Tree], p: PlaceMention, head: int) -> bool:
    """Whether a name stands behind a preposition of place, is what was attacked or taken, or is the dateline's."""
    if not p.text[:1].isupper() or p.end <= head:
        return p.text[:1].isupper()
    tree = next((t for t in trees if t.sentence.start <= p.start < t.sentence.end), None)
    i = tree.head_of(p.start, p.end) if tree is not None else None
    if tree is None or i is None or is_body(p.text) or not (tree.tokens[i].upos == "PROPN" or _is_place(tree.lemma(i))):
        return False  # "the Zarbat crossing" is a place, too
    verb = tree.tokens[i].head
    taken = tree.rel(i) == "obj" and tree.tokens[verb].upos == "VERB" and tree.lemma(verb) not in words("going away")
    if tree.cases(outer(tree, i)) == "of" and tree.lemma(tree.tokens[outer(tree, i)].head) in words("deeds of a place"):
        return True  # "the massacre of Zarbat"
    return (taken and effect_of(tree, verb) != "speech") or tree.cases(outer(tree, i)) in WHERE


def is_body(name: str) -> bool:
    """Whether a name that was taken for a place's is that of a body ("Diocese of Zarbat", "Karsk Front")."""
    parts = name.lower().split()
    return bool({parts[0], parts[-1]} & words("bodies"))


@kept
def outer(tree: Tree, i: int) -> int:
    """The noun that says what a named place is ("the *town* of Zarbat"), or the first of the names in a row."""
    i = tree.first_conjunct(i)
    head = tree.tokens[i].head
    while head >= 0 and tree.cases(i) == "of" and tree.tokens[head].upos in ("NOUN", "PROPN") and _is_place(tree.lemma(head)):
        i = tree.first_conjunct(head)
        head = tree.tokens[i].head
    return i


def _is_place(noun: str) -> bool:
    """Whether a noun that is of a town says where in it or what it is: "the *town* of Zarbat", "the *well* of Zarbat", no embassy."""
    of = classes()
    built = noun in of["BUILDING"] and noun not in of["INSTITUTION"] and noun not in of["OFFICE"]
    return built or noun in words("place nouns") or noun in words("sites")


@kept
def is_way(tree: Tree, i: int) -> bool:
    """Whether a place only says where a road or line leads ("blocked the highway to the port of Zarbat")."""
    i = outer(tree, i)
    head = tree.tokens[i].head
    leads = head >= 0 and tree.cases(i) in ("to", "from", "between", "towards", "toward")
    return leads and (tree.lemma(head) in classes()["ROAD"] or tree.lemma(head) in words("lines"))


def _told_by_another(tree: Tree, trigger: int, i: int) -> bool:
    """Whether a place is in what another word of the sentence says or describes ("has offered to mediate, saying elders in Zarbat had asked him")."""
    above = {trigger, *tree.above(trigger)}
    return any(tree.rel(a) == "acl" or (tree.rel(a) == "ccomp" and a not in above) for a in path(tree, i))


def _in_road_name(tree: Tree, p: PlaceMention) -> bool:
    """Whether a name is only part of a road's ("the Osh-Batken-Isfana road")."""
    if not DASHES & set(tree.text[max(0, p.start - 1) : p.end + 1]):
        return False
    run = next(
        (m for m in RUN.finditer(tree.text, max(tree.sentence.start, p.start - 60), p.end + 60) if m.start() <= p.start < m.end()), None
    )
    after = tree.within(run.end(), run.end() + 2) if run is not None else []
    return bool(after) and (tree.lemma(after[0]) in classes()["ROAD"] or tree.lemma(after[0]) in words("lines"))


def _on_the_way(tree: Tree, i: int) -> bool:
    """Whether something was on the road that leads to a place ("set tyres alight on the road to Zarbat")."""
    road = tree.tokens[outer(tree, i)].head
    return road >= 0 and tree.rel(road) == "obl" and tree.cases(road) in ("on", "along", "near", "beside")


def _arrived_from(tree: Tree, i: int) -> bool:
    """Whether a noun says whence somebody came ("arrived today from Zarbat")."""
    head = tree.tokens[i].head
    return head >= 0 and tree.cases(i) == "from" and tree.lemma(head) in words("arriving")


@kept
def is_goal(tree: Tree, i: int) -> bool:
    """Whether a place is where somebody was going, or from where ("was heading to Tal when …")."""
    i = outer(tree, i)
    head = tree.tokens[i].head
    return _arrived_from(tree, i) or (
        head >= 0
        and tree.cases(i) in ("to", "towards", "toward", "for", "from", "into")
        and (tree.lemma(head) in words("driving", "going away") or tree.lemma(head) in GOING)
    )


def where(
    trees: list[Tree],
    tree: Tree,
    trigger: int,
    bearer: int,
    places: tuple[PlaceMention, ...],
    content: frozenset[int],
    head: int = 0,
    said: bool = False,
) -> tuple[Place | None, tuple[int, ...]]:
    """The place of an event, and indexes of the literal places of its sentence; what stands before `head` is the dateline's.

    Of what is `said` (a request, a refusal) no sentence beside its own tells it, nor the seat of whom it is said to.
    """
    labelled = None if said else _label(tree, trigger, places, head)
    if labelled is not None:
        return places[labelled].place, (
            labelled,
            *(n for n, p in tree.here(places) if n != labelled and p.role == "literal" and p.start >= head),
        )
    reason, anew = is_reason(tree, trigger), told_anew(tree, trigger)
    found: list[tuple[int, int, int]] = []
    beside: list[tuple[int, int, int]] = []
    wholes: list[tuple[int, int, int]] = []
    origins: list[tuple[int, int, int]] = []
    here: list[int] = []
    heads: set[int] = set()
    for n, p in tree.here(places):
        if p.place is None or p.start < head:
            continue
        if p.role == "modifier" and p.place.precision in FINE and _of_the_deed(tree, trigger, p):
            beside.append((0, fineness(p.place), n))
        if p.role != "literal":
            continue
        here.append(n)
        i = attached_to(tree, p.start, p.end)
        met = said and i is not None and gathered(tree, trigger, bearer, i)
        if met:
            found.append((0, fineness(p.place), n))
            continue
        if (
            i is None
            or i in content
            or ((reason or anew) and trigger not in path(tree, i))
            or (p.place.feature in WATERS and tree.cases(outer(tree, i)) == "across")
            or _behind_a_cause(tree, trigger, bearer, i)
            or (said and p.place.precision not in FINE and tree.rel(i) in ("obj", "iobj"))
            or _arrived_from(tree, outer(tree, i))
            or elsewhere(tree, trigger, bearer, i, outer(tree, i), p.place, of_a_body(tree, i), said)
        ):
            continue
        reach = _where_told(tree, trigger, i)
        there = (
            locates(tree, i)
            or _whole(tree, i, p)
            or (is_way(tree, i) and _on_the_way(tree, i))
            or (p.place.precision in FINE and not said and _at_hand(tree, trigger, bearer, i, p))
        )
        if reach is None and not there and not said and p.place.precision in FINE and _left(tree, trigger, bearer, i):
            origins.append((2, fineness(p.place), n))
        if reach is None and (not there or (tree.first_conjunct(i) != i and tree.first_conjunct(i) in heads)):
            continue  # "in Zarbat and Tal": the first of a row stands for it
        reach = steps_to(tree, trigger, bearer, i, place=True) if reach is None else reach
        if said and _of_speaker(tree, trigger, bearer, i):
            continue  # "a company in Zarbat has asked for help": where it sits
        if said and of_a_body(tree, i) and tree.rel(tree.tokens[outer(tree, i)].head) in ("obj", "iobj", "obl"):
            continue
        if reach is None and said and where_said(tree, trigger, i, outer(tree, i)):
            reach = 1
        if reach is None:
            beside_it = "parataxis" in (tree.rel(tree.clause(i)), tree.rel(tree.clause(trigger)))
            if not _nearby(tree, trigger, i) or (said and (beside_it or _told_by_another(tree, trigger, i))):
                continue
            reach = 3
        if reach >= AWAY and is_goal(tree, i):
            continue  # "was heading to Tal when it came under fire"
        heads.add(i)
        way = is_way(tree, i) and not _on_the_way(tree, i)
        found.append((3 if way else reach + _in_road_name(tree, p) + 2 * is_beside(tree, tree.first_conjunct(i)), fineness(p.place), n))
        if _whole(tree, i, p):
            wholes.append(found[-1])
    clause = [f for f in found if f[0] <= 2]
    own = [f for f in clause if f[0] <= 1]
    near = min((f[0] for f in clause), default=2)
    for group in ([f for f in wholes if f[0] <= near], [f for f in own if f[1] < BROAD], beside, own, clause, origins, found):
        if group:
            best = _inner(tree.text, places, min(group)[2])
            return places[best].place, (best, *(n for n in here if n != best))
    if (told := _points_back(tree, trigger)) is not None:
        back = _pointed_at(trees, tree, told, places, head)
        if back is not None:
            return back, tuple(here)
    return None, tuple(here)


def _at_hand(tree: Tree, trigger: int, bearer: int, i: int, p: PlaceMention) -> bool:
    """Whether a town is where a deed was by a preposition that of a noun would say something else ("dropped rations over Zarbat", "bombed a valley by
    Zarbat", "is moving towards Zarbat"), or by what was done to a thing of it ("attacked the radio of Zarbat").
    """
    first = outer(tree, i)
    case, head = tree.cases(first), tree.tokens[first].head
    if p.text[:8].lower() == "between ":
        return True
    if case in BY_THE_VERB and tree.tokens[head].upos == "VERB" and head in (trigger, bearer):
        return case != "by" or not tree.passive(head)
    if case != "of" or head < 0 or tree.tokens[head].upos != "NOUN" or is_people(tree, head):
        return False
    of = classes()
    noun = tree.lemma(head)
    if any(noun in of[c] for c in ("INSTITUTION", "OFFICE", "FORCE", "POLICE", "MILITIA")) or noun in words("bodies"):
        return False
    lead = tree.first_conjunct(head)
    return (
        tree.rel(lead) == "obj"
        or tree.tokens[lead].deprel == "nsubj:pass"
        or (tree.rel(lead) == "obl" and tree.cases(lead) in WHERE | ALONG)
    )


def _left(tree: Tree, trigger: int, bearer: int, i: int) -> bool:
    """Whether a town is the one from which people were brought or went, if nothing else says where ("is evacuating people from Zarbat")."""
    first = outer(tree, i)
    head = tree.tokens[first].head
    while head >= 0 and tree.cases(first) == "of" and tree.tokens[head].upos == "NOUN":
        first, head = head, tree.tokens[head].head  # "from the airport of Zarbat"
    if tree.cases(first) == "from" and head >= 0 and head == tree.tokens[trigger].head and tree.rel(trigger) == "nsubj":
        return tree.lemma(head) in ("set", "start", "leave", "depart")  # "from Zarbat the march set off"
    if tree.cases(first) != "from" or head not in (trigger, bearer):
        return False
    return tree.lemma(head) in words("going away", "driving") or tree.lemma(head) in LEAVING


def is_reason(tree: Tree, trigger: int) -> bool:
    """Whether a deed is only what another is about ("put up barricades in the north over the arrest of Belo", "marched to protest the raid")."""
    head = tree.tokens[trigger].head
    if tree.tokens[trigger].upos != "NOUN" or head < 0:
        return False
    protested = tree.rel(trigger) == "obj" and tree.lemma(head) in ("protest", "oppose", "denounce", "condemn")
    return protested or (tree.rel(trigger) in ("obl", "nmod") and tree.cases(trigger) in ("over", "against", "because of", "in protest at"))


def _behind_a_cause(tree: Tree, trigger: int, bearer: int, i: int) -> bool:
    """Whether a place is only that of what brought a deed about ("fewer were stopped, thanks to new rules in Zarbat"), which has its own place."""
    if tree.lemmas.isdisjoint(CAUSING):
        return False
    for a in path(tree, i):
        if a in (trigger, bearer) or tree.is_clause(a):
            return False
        if (tree.rel(a) == "obl" and tree.lemma(a) == "thanks") or tree.cases(a) in CAUSES:
            return True
    return False


def _label(tree: Tree, trigger: int, places: tuple[PlaceMention, ...], head: int) -> int | None:
    """The finest place of the label before a colon that a log has instead of a sentence ("Km 107 (Zarbat, growers): closed"), as an index into the places."""
    colon = next((k for k in range(trigger - 1, max(-1, trigger - LABEL), -1) if tree.tokens[k].text == ":"), None)
    if colon is None:
        return None
    first = colon
    while (
        first > 0
        and colon - first < LABEL
        and tree.tokens[first - 1].text not in (".", ";", ":")
        and tree.tokens[first - 1].upos not in ("VERB", "AUX")
    ):
        first -= 1
    if colon - first >= LABEL or (first > 0 and tree.tokens[first - 1].upos in ("VERB", "AUX")):
        return None
    start, end = tree.tokens[first].start, tree.tokens[colon].start
    inside = [
        (n, p)
        for n, p in tree.here(places)
        if start <= p.start < end and p.place is not None and p.start >= head and p.role in ("literal", "modifier")
    ]
    fine = [(fineness(p.place), n) for n, p in inside if p.place is not None and p.place.precision in FINE]
    return min(fine)[1] if fine else None


def _whole(tree: Tree, i: int, p: PlaceMention) -> bool:
    """Whether something was all over an area ("nationwide", "across the country", "prisons all over Zarbat"), whatever parts of it are named beside it."""
    if p.place is None or p.place.precision in FINE or p.place.feature in WATERS:
        return False
    first = outer(tree, i)
    if tree.cases(first) == "of" and tree.tokens[first].head >= 0 and tree.lemma(tree.tokens[first].head) in ("whole", "all", "most"):
        return True
    if p.text.lower().endswith("wide"):
        return True
    cases = tree.kids(first, "case")
    last = cases[-1] if cases else -1
    if last < 0 or tree.lemma(last) not in ALL_OVER:
        return False
    if tree.lemma(last) not in ("over", "around"):
        return True
    beside = [tree.lemma(k) for k in (last - 1, last + 1) if 0 <= k < len(tree.tokens)]
    return "all" in beside[:1] or "the" in beside[-1:]  # "all over Zarbat", "around the country"


def _where_told(tree: Tree, trigger: int, i: int) -> int | None:
    """How far a place is from a deed that is told of it: 0 where it is the deed's ("the shelling of Zarbat", "Zarbat, where two were killed"), 1 where that
    is from where it is told ("fighting was reported from Zarbat"), None where neither.
    """
    if undergoes(tree, trigger, i):
        return 0
    home, first = tree.clause(trigger), outer(tree, i)
    while tree.rel(home) == "ccomp" and effect_of(tree, tree.tokens[home].head) == "speech":
        home = tree.tokens[home].head  # "Zarbat, where residents said two were killed"
    if tree.tokens[home].deprel == "acl:relcl" and any(tree.lemma(k) == "where" for k in tree.kids(home, "advmod")):
        noun = tree.tokens[home].head
        if (
            noun in (i, first, *path(tree, i))
            and follows(tree, home, i)
            and not any(tree.is_clause(a) for a in path(tree, i)[: path(tree, i).index(noun)])
        ):
            return 0
    verb = tree.tokens[first].head
    told = verb >= 0 and tree.lemma(verb) == "report" and tree.cases(first) in ("from", "in", "at", "near")
    return 1 if told and trigger in tree.kids(verb, "nsubj:pass", "nsubj") else None


def undergoes(tree: Tree, trigger: int, i: int) -> bool:
    """Whether a place is what a noun's deed is done to: "the siege of Zarbat"."""
    first = outer(tree, i)
    return tree.tokens[first].head == trigger and tree.tokens[trigger].upos == "NOUN" and tree.cases(first) == "of"


def _of_the_deed(tree: Tree, trigger: int, p: PlaceMention) -> bool:
    """Whether a place's name qualifies the deed or what it was done to or in ("the Quito siege", "fired on the Kandahar road"), and no doer."""
    i = attached_to(tree, p.start, p.end)
    if i is None:
        return False
    noun = tree.tokens[tree.first_conjunct(i)].head
    if tree.rel(tree.first_conjunct(i)) != "compound" or noun < 0:
        return False
    if noun == trigger:
        return True
    return tree.rel(noun) == "obl" and tree.tokens[noun].head == trigger and tree.cases(noun) in WHERE


INNER = re.compile(
    r"\s*(?:,\s*(?:in\s+)?|\(|\bin\s+)(?:the\s+)?(?:(?:municipality|district|province|department|region|state|county|canton|prefecture|commune) of\s+)?"
)


def _inner(text: str, places: tuple[PlaceMention, ...], best: int) -> int:
    """The finer place that is said right before the area in which it lies ("Makeni, in Sierra Leone")."""
    area = places[best].place
    if not best or area is None or area.precision not in ("country", "region", "admin1"):
        return best
    p = places[best - 1]
    inside = p.role == "literal" and p.place is not None and p.place.precision in FINE and p.place.country == area.country
    return best - 1 if inside and INNER.fullmatch(text, p.end, places[best].start) else best


def fineness(place: Place) -> int:
    """How exactly a place is given, 0 most; a point far off a town that it is counted from is no better than a district."""
    if place.precision == "point" and (place.radius or 0) > VAGUE:
        return RANK["admin2"]
    return RANK[place.precision]


def _nearby(tree: Tree, trigger: int, i: int) -> bool:
    """Whether a place outside the clauses that hand it down may still be the event's: not one that only says who speaks or of whom it is told."""
    own = tree.clause(i)
    k = outer(tree, i)
    if tree.cases(k) in ("to", "from"):
        return is_way(tree, i) and _on_the_way(tree, i)
    while (head := tree.tokens[k].head) >= 0 and k != own:
        if tree.cases(k) in ("to", "from") and tree.lemma(head) in BRINGING:
            return False  # "and a boy was taken to the hospital in Zarbat"
        k = head
    if (
        own != tree.clause(trigger)
        and tree.lemma(own) in BRINGING
        and any(case in ("to", "from") and j < i for case, j in tree.obliques(own))
    ):
        return False  # the same, where the parser hangs Zarbat on the verb
    if effect_of(tree, own) == "speech":
        return False
    over = {trigger, *tree.above(trigger)}
    first = outer(tree, i)
    if (
        own > trigger
        and own not in over
        and tree.tokens[own].head in over
        and tree.rel(own) in ("conj", "parataxis")
        and tree.kids(own, "nsubj")
    ):
        return False  # "Egypt held an engineer, and the news was told in Zarbat"
    if own not in over and tree.rel(own) == "advcl" and tree.rel(first) == "nmod" and tree.rel(tree.tokens[first].head) == "nsubj":
        return False  # "…, as the opposition in Zarbat called for calm"
    told_of = False
    for a in path(tree, i):
        if a in over:
            return True
        if tree.tokens[a].deprel == "acl:relcl" and own != trigger and trigger not in tree.above(own):
            return False
        told_of |= tree.rel(a) == "acl"
        if told_of and tree.rel(a) == "nsubj":
            return False
    return True


@kept
def locates(tree: Tree, i: int) -> bool:
    """Whether a place's phrase says where: not "its border with Chad", "talks between Cairo and Khartoum", "the people of Mali"."""
    first = outer(tree, i)
    case = tree.cases(first)
    head = tree.tokens[first].head
    if case.split(" ")[0] == "of":
        named = tree.tokens[head].upos == "PROPN" and tree.lemma(head) not in words("bodies")
        return head >= 0 and (_is_place(tree.lemma(head)) or tree.lemma(head) in WHOLES or tree.tokens[head].upos == "VERB" or named)
    if case == "to" and head >= 0 and tree.tokens[head].upos == "VERB" and effect_of(tree, head) == "speech":
        return False
    return case not in words("no location") and case != "opposite"


@kept
def of_a_body(tree: Tree, i: int) -> bool:
    """Whether a place's phrase only says where a body or official sits ("the high commission in Cairo")."""
    first = outer(tree, i)
    head = tree.tokens[first].head
    if head < 0 or tree.rel(first) != "nmod":
        return False
    lemma = tree.lemma(head)
    return lemma in lemmas_of("INSTITUTION", "OFFICIAL", "LEADER") and lemma not in words("local services")


@kept
def of_another(tree: Tree, i: int) -> bool:
    """Whether a place only says whence, whither, for or with whom something beside the story was ("gendarmes sent from Zarbat", "wheat for Zarbat")."""
    k = first = outer(tree, i)
    while (head := tree.tokens[k].head) >= 0 and not tree.is_clause(k):
        aside = tree.tokens[head].upos != "VERB" or tree.rel(head) in ("acl", "advcl", "xcomp")
        if aside and tree.cases(k) in (BESIDE if k == first else ("to", "for", "towards", "toward")):
            return True  # but not "by shots from a car in Zarbat"
        k = head
    return False


def _of_speaker(tree: Tree, trigger: int, bearer: int, i: int) -> bool:
    """Whether a place stands for whoever says something, or with a body that does ("a company in Zarbat"), but not with people ("an imam in Zarbat")."""
    up = path(tree, i)
    subjects = [k for v in {trigger, bearer} for k in tree.kids(v, "nsubj") if k in up and k not in (trigger, bearer)]
    return any(i == k or (i > k and not is_people(tree, k)) for k in subjects)


@kept
def in_passing(tree: Tree, i: int) -> bool:
    """Whether a word stands in a clause that only describes something ("a strike that had left Zarbat without food")."""
    return any(tree.tokens[a].deprel == "acl:relcl" for a in path(tree, i))


def _points_back(tree: Tree, trigger: int) -> int | None:
    """The word by which a clause says where it was told before ("there", "in those *areas*"), None where it does not."""
    if tree.lemmas.isdisjoint(words("there")) and tree.lemmas.isdisjoint(words("vague places")):
        return None
    home = tree.clause(trigger)
    for i in tree.below(home):
        word = tree.lemma(i)
        if word in words("there") and (tree.tokens[i].upos == "ADV" or tree.rel(i) == "advmod"):
            return i
        pointed = any(tree.lemma(k) in ("the", "this", "that", "these", "those", "both") for k in tree.kids(i, "det"))
        counted = bool(tree.kids(i, "nummod"))  # "the four municipalities" are no one place told before
        if word in words("vague places") and pointed and not counted and not tree.kids(i, "compound"):
            return i  # but not "the parking place"
    return None


def _pointed_at(trees: list[Tree], tree: Tree, i: int, places: tuple[PlaceMention, ...], head: int) -> Place | None:
    """The place that a word points back to: of "there" and "the town" the last one before it in its sentence, else one of the sentence before, but not whence
    somebody came, nor the dateline's.
    """
    word = tree.lemma(i)
    for t in (tree, *([trees[tree.number - 1]] if tree.number else [])):
        if t is tree and word != "there" and word not in TOWNS:
            continue
        found: list[tuple[int, int, Place]] = []
        for n, p in t.here(places):
            if (
                p.place is None
                or p.role not in ("literal", "metonym" if t is tree else "literal")
                or (t is tree and p.end > tree.tokens[i].start)
                or p.end <= head
            ):
                continue
            at = attached_to(t, p.start, p.end)
            if (
                at is not None
                and t is tree
                and word != "there"
                and not (t.cases(outer(t, at)) == "of" and is_people(t, t.tokens[outer(t, at)].head))
            ):
                continue  # "The people of Zarbat fled when gunmen held the town"
            if at is not None and (
                (in_passing(t, at) and t is not tree)
                or t.cases(outer(t, at)) == "from"
                or (word not in words("there") and of_another(t, at))
            ):
                continue
            if word not in TOWNS or p.place.precision in FINE:
                found.append((fineness(p.place) if t is not tree else 0, -n, p.place))
        if found:
            return min(found, key=lambda f: f[:2])[2]
    return None
