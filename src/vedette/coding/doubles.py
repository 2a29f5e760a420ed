"""Two readings of one happening in a sentence, and which of them is kept."""

from __future__ import annotations

from dataclasses import replace

from vedette.coding.clauses import Tree
from vedette.coding.matching import Found
from vedette.coding.words import table
from vedette.domain import ActorMention, Event, Quantity, QuantityKind

THEN = frozenset({"later", "then", "afterwards", "subsequently", "next"})
"""Words of a deed that is another one ("used tear gas and later killed two robbers")."""
APART = frozenset({"abduct", "destroy", "sexual"})
"""Modes of what is done beside killing and wounding, not by it."""
VERBAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONCEDE"})
"""Types that are nothing without someone who acts."""


def once(tree: Tree, coded: list[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
    """Without the poorer of two readings of one happening; what it adds in parties and numbers goes to the other."""
    out: list[tuple[Found, Event]] = []
    joined: list[list[Found]] = []
    for f, e in coded:
        rival = next((n for n, (_, other) in enumerate(out) if any(_same(tree, g, other, f, e) for g in joined[n])), None)
        if rival is None:
            out.append((f, e))
            joined.append([f])
            continue
        joined[rival].append(f)
        g, other = out[rival]
        better = _fullness(f, e) > _fullness(g, other) and not (other.event_type == "PROTEST" and e.event_type == "REQUEST")
        nouns = f.row.pos != g.row.pos and e.event_type == other.event_type == "ASSAULT"
        if (nouns or e.event_type != other.event_type) and is_toll(tree, f.at) != is_toll(tree, g.at):
            better = is_toll(tree, g.at)  # the battle, not that it killed three
        (kept, full), (_, poor) = ((f, e), (g, other)) if better else ((g, other), (f, e))
        kinds = {q.kind for q in full.quantities}
        state = poor if full.condition is None and full.phase == "happens" and poor.condition is not None else full
        out[rival] = (
            kept,
            replace(
                full,
                actors=full.actors or tuple(m for m in poor.actors if m.actor not in {r.actor for r in full.recipients}),
                recipients=full.recipients or tuple(m for m in poor.recipients if m.actor not in {a.actor for a in full.actors}),
                quantities=_added(full.quantities, poor.quantities, kinds),
                mode=poor.mode
                if poor.mode and (full.mode in (None, "destroy") or (full.mode, poor.mode) == ("beat", "firearms"))
                else full.mode,
                place=full.place or poor.place,
                condition=state.condition,
                phase=state.phase,
                begin=full.begin or (poor.begin if full.last is None else None),
                last=full.last or (poor.last if full.begin is None else None),
                time_precision=full.time_precision if full.begin or full.last else poor.time_precision,
            ),
        )
    return out


def _added(full: tuple[Quantity, ...], poor: tuple[Quantity, ...], kinds: set[QuantityKind]) -> tuple[Quantity, ...]:
    """The numbers of both tellings; one that the poorer tells the fate of is not what the fuller takes it for."""
    fates = {q.start for q in poor if q.kind in ("killed", "wounded")}
    return tuple(q for q in full if q.start not in fates or q.kind in ("killed", "wounded")) + tuple(q for q in poor if q.kind not in kinds)


def _fullness(f: Found, e: Event) -> tuple[int, bool, float]:
    parties = len(e.actors[:2]) + len(e.recipients[:2])
    return parties + 2 * (f.row.pos == "v") - (e.mode == "destroy"), bool(f.row.checks), e.confidence


def _same(tree: Tree, g: Found, other: Event, f: Found, e: Event) -> bool:
    """Whether two triggers tell of one happening: a noun in its verb's clause, a verb and its infinitive, one deed and its toll."""
    if _asks_as_protest(tree, g, other, f, e):
        return True
    alike = e.event_type == other.event_type or (f.row.type == g.row.type and f.row.type not in ("NONE", "STATE"))
    if not alike and _hurt_in_riot(tree, g, other, f, e):
        return True
    if not alike or (e.event_type is None and e.condition != other.condition):
        return tree.tokens[f.at].head == g.at and _elaborates(tree, f, e, other)
    if g.row.pos == "n" or f.row.pos == "n":
        if g.bearer == f.bearer or tree.clause(g.at) == tree.clause(f.at):
            return True
        (n, noun), (v, verb) = ((f, e), (g, other)) if f.row.pos == "n" else ((g, other), (f, e))
        inside = _under(tree, n.at, v.at) and _within(noun.actors, verb.actors) and _within(noun.recipients, verb.recipients)
        return inside and not (noun.recipients and not verb.recipients)
    low, high = (f.at, g.at) if tree.tokens[f.at].head == g.at else (g.at, f.at)
    if tree.tokens[low].head != high:
        return False
    mine, theirs = {a.actor for a in e.actors}, {a.actor for a in other.actors}
    to_mine, to_theirs = {a.actor for a in e.recipients}, {a.actor for a in other.recipients}
    relation = tree.rel(low)
    if relation == "xcomp" and e.event_type is None:
        return True
    apart = e.event_type == "COERCE" and e.condition is not None and other.mode is not None and e.mode not in (None, other.mode)
    if relation == "conj" and to_mine and to_mine == to_theirs and (not mine or not theirs) and not apart:
        return True
    if e.event_type == "ASSAULT" and (mine == theirs or not mine or not theirs):
        # "attacked a convoy, killing two", "was wounded when rebels attacked", "was hurt and a car damaged": one deed and its toll
        marks = {tree.lemma(m) for m in tree.kids(low, "mark", "advmod")}
        if relation in ("advcl", "xcomp") and (tree.tokens[low].xpos == "VBG" or marks & {"when", "as", "after"}):
            return True
        tolls = is_toll(tree, low), is_toll(tree, high)
        if all(tolls) and tree.tokens[low].xpos == tree.tokens[high].xpos == "VBG":
            return relation == "conj"
        active = tree.tokens[low].xpos == tree.tokens[high].xpos == "VBD" and bool(tree.doers(low)) and tree.doers(low) == tree.doers(high)
        if all(tolls) and relation == "conj" and active:
            return nowhere_else(e, other)  # "killed two people and wounded seven"
        if (
            any(tolls)
            and relation == "conj"
            and tree.doers(low)
            and tree.doers(low) == tree.doers(high)
            and not {e.mode, other.mode} & APART
            and not any(tree.tokens[k].text.lower() in THEN for k in tree.kids(low, "advmod"))
        ):
            # "shot and wounded a man", "attacked a village and killed nine people"
            if "crowd-control" in (e.mode, other.mode) and to_mine and to_theirs and to_mine.isdisjoint(to_theirs):
                return False  # "used tear gas on the marchers and killed two robbers"
            shared = tree.objects(low) == tree.objects(high)
            return shared or (tolls[0] and active and nowhere_else(e, other))
        beside = relation == "parataxis" and all(tolls)
        undergone = tree.passive(high) or (g if high == g.at else f).row.roles == "o<"  # "hit a mine and two soldiers were hurt"
        return (relation == "conj" or beside) and any(tolls) and tree.passive(low) and undergone
    if mine != theirs:
        return False
    if (
        relation == "conj"
        and {e.modality, other.modality} <= {"planned", "promised"}
        and f.row.type not in VERBAL
        and f.row.head != g.row.head
    ):
        return False  # "is to leave the hospital and take away its barrier": two promises
    if relation == "conj":
        return to_mine == to_theirs and (f.row.head == g.row.head or e.event_type in VERBAL)
    return relation in ("xcomp", "advcl", "ccomp", "parataxis") or to_mine == to_theirs


def nowhere_else(e: Event, other: Event) -> bool:
    """Whether two deeds may be of one place and day."""
    apart = e.place is not None and other.place is not None and e.place != other.place
    return not apart and (e.begin is None or other.begin is None or e.begin == other.begin)


def _hurt_in_riot(tree: Tree, g: Found, other: Event, f: Found, e: Event) -> bool:
    """Whether one only tells who was hurt in the other, a riot ("seven were hurt when residents threw stones", "threw stones, injuring two")."""
    riots = [n for n, (h, x) in enumerate(((g, other), (f, e))) if x.event_type == "PROTEST" and not is_toll(tree, h.at)]
    if len(riots) != 1 or e.modality != other.modality:
        return False
    (_, riot), (hurt, toll) = ((g, other), (f, e)) if riots == [0] else ((f, e), (g, other))
    if toll.event_type != "ASSAULT" or not is_toll(tree, hurt.at) or not riot.actors or not _within(toll.actors, riot.actors):
        return False
    low, high = (f.at, g.at) if tree.tokens[f.at].head == g.at else (g.at, f.at)
    marks = {tree.lemma(m) for m in tree.kids(low, "mark", "advmod")}
    beside = tree.tokens[low].xpos == "VBG" or marks & {"when", "as", "after", "while"}
    return (
        tree.tokens[low].head == high and tree.rel(low) in ("advcl", "xcomp") and bool(beside) and riot.mode in (None, "riot", "vandalize")
    )


def _asks_as_protest(tree: Tree, g: Found, other: Event, f: Found, e: Event) -> bool:
    """Whether a demand is what a protest of the same people is about ("rallied, demanding …")."""
    kinds = other.event_type == "PROTEST" and e.event_type == "REQUEST"
    return kinds and g.at in tree.above(f.at) and {a.actor for a in e.actors} == {a.actor for a in other.actors}


def _elaborates(tree: Tree, f: Found, e: Event, main: Event) -> bool:
    """Whether a participle only says how ("rioted, smashing windows"): of the same actor, and it tells of nobody else, no number, no state."""
    how = tree.rel(f.at) == "advcl" and tree.tokens[f.at].xpos == "VBG" and {a.actor for a in e.actors} == {a.actor for a in main.actors}
    return how and not (e.recipients or e.quantities or e.condition)


def is_toll(tree: Tree, i: int) -> bool:
    """Whether a word tells of people killed or hurt."""
    return table("quantities.tsv").get(tree.lemma(i)) in ("killed", "wounded")


def _under(tree: Tree, low: int, high: int) -> bool:
    """Whether a word hangs under another without a coordination or reported clause between them."""
    i = low
    while i != high:
        if tree.rel(i) in ("conj", "parataxis", "ccomp") or tree.tokens[i].head < 0:
            return False
        i = tree.tokens[i].head
    return True


def _within(few: tuple[ActorMention, ...], many: tuple[ActorMention, ...]) -> bool:
    return {m.actor for m in few} <= {m.actor for m in many}
