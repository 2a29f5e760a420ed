"""Who did what a sentence tells without a doer: by whose order it was, whose text it is, who is told to have done it in a sentence beside it.

"Rebels attacked the village. Seven people were killed": the rebels killed them. "Gunmen took nine workers. Five were let go on Monday": the gunmen let them go.
"A curfew is established in Tal", in a paper of the mayor's office: that office established it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from vedette.codebook.triggers import classes
from vedette.coding.clauses import Tree
from vedette.coding.counts import is_people
from vedette.coding.matching import Found
from vedette.coding.reported import effect_of
from vedette.coding.some import SOME, of_some
from vedette.coding.who import Cast
from vedette.coding.words import words
from vedette.domain import ActorMention, Event
from vedette.domain.actors import OFFICIAL

BACK = 2
"""Sentences that an aftermath looks back to its deed."""
ORDERS = frozenset({"order", "decree", "decision", "instruction", "ordinance", "edict"})
"""What an office does, so that a thing is done by it."""
RULED = frozenset({"curfew", "ban", "emergency", "alert"})
"""Kinds of states that a government's office makes, and tells of in a paper of its own without naming itself; soldiers and police tell of others' as well."""
TAKEN = frozenset({"seize", "obstruct", "riot"})
"""Modes of what a crowd or gunmen do beside violence."""
MUTUAL = frozenset({"clash", "fight", "fighting", "battle", "exchange", "skirmish", "duel", "feud", "brawl"})
"""Words for what two sides do to each other, of which either may have done the harm."""
ARMED = (frozenset({"REB", "UAF", "CRM"}), frozenset({"MIL", "COP", "SPY"}))
"""Sectors of the two sides of most fights."""
ELSEWHERE = frozenset(
    "another elsewhere separate separately meanwhile later earlier previous previously last other unrelated correction different similar".split()
)
"""Words of a sentence that turns to something else."""
SHOT = frozenset({"fire", "shoot"})
"""Verbs of who fires."""
PUT_THERE = frozenset("put place pile fell park dump lay throw burn roll drag stack set light heap".split())
"""What is done to what bars a road."""
FREED_BY_LAW = frozenset(
    "court judge bail prosecutor magistrate tribunal acquit amnesty pardon escape flee parole lawyer jail prison cell custody raid rescue operation exchange swap".split()
)
"""Words for how one leaves a captivity or custody by no act of who held him."""
LASTING = frozenset("last run remain stay continue aim apply serve protect need necessary hold follow".split())
"""Verbs of how long a measure is, or what it is for."""
KNOWN = frozenset("the this that these those both all its their".split())
"""Words before a noun for what was told before."""
HELD = frozenset("hostage hostages captive captives".split())
"""Nouns for whoever was taken."""
VOTED = frozenset({"vote", "decide", "accept"})
"""What strikers do before they go back to work."""
IN = frozenset({"in", "on", "with", "at", "from"})
"""What says more of "others" without saying who they are ("others in a van")."""
INTO = frozenset("enter storm arrive come descend surround overrun invade burst break raid reach".split())
"""What attackers do first."""

Coded = tuple[Found, Event]


def with_doers(trees: Sequence[Tree], coded: Sequence[Coded], cast: Cast) -> list[Coded]:
    """Events in the order of the text; those that nobody is told to have done get whom the text gives beside them."""
    out = list(coded)
    starts = [t.sentence.start for t in trees]
    at = [bisect_right(starts, e.trigger.start) - 1 for _, e in out]
    for n, (f, e) in enumerate(out):
        tree = trees[at[n]]
        if (e.actors and not _others(e)) or not _told(e) or _by_another(tree, f):
            continue
        if (some := of_some(trees, at[n], f, cast)) or e.actors:
            if some:
                out[n] = f, replace(e, actors=some, reasons=(*e.reasons, "some of those of whom the text told before"))
            continue
        found = _ordered(tree, f, e, cast) or _issued(tree, f, e, cast)
        if not found and _freed(e):
            found = _holders(tree, out[:n], f, e)
        if not found:
            found = _ruling(trees, at[n], f, e, cast)
        if not found and not _freed(e):
            found = _of_the_deed(trees, at, out, n, cast)
        if found:
            out[n] = f, replace(e, actors=found, reasons=(*e.reasons, "its sentence names no doer: told elsewhere in the text"))
    return out


def _others(e: Event) -> bool:
    said = [m.text.lower().split() for m in e.actors]
    return all(words_[0] in SOME and "of" not in words_ and (len(words_) == 1 or words_[1] in IN) for words_ in said)


def _told(e: Event) -> bool:
    return e.modality == "asserted" and e.polarity == "positive" and not e.background


def _by_another(tree: Tree, f: Found) -> bool:
    """Whether a sentence itself says by what something was done, though no actor ("killed by a falling wall")."""
    return any(tree.passive(v) and bool(tree.agents(v)) for v in {f.at, f.bearer} if tree.tokens[v].upos == "VERB")


def _ordered(tree: Tree, f: Found, e: Event, cast: Cast) -> tuple[ActorMention, ...]:
    """By whose order, decree or decision a state was made or ended ("by order of Governor Aro", "on the mayor's orders")."""
    if tree.lemmas.isdisjoint(ORDERS) or (e.condition is None and e.event_type not in ("COERCE", "SANCTION", "MOBILIZE", "RETREAT")):
        return ()
    for i in range(1, len(tree.tokens)):
        told = {tree.cases(i).split(" ")[0], tree.tokens[i - 1].text.lower()}
        if tree.lemma(i) not in ORDERS or told.isdisjoint(("by", "on", "under", "upon")):
            continue
        owners = [k for case, k in tree.obliques(i) if case in ("of", "from")] + tree.kids(i, "nmod:poss")
        owners = owners or _behind_of(tree, i)
        named = tuple(m for k in owners[:1] for m in cast.mentions(tree, k))
        if named:
            return named
    return ()


def _behind_of(tree: Tree, i: int) -> list[int]:
    """The noun right behind "order of", however the parser hangs it ("As of Monday, by order of Governor Belo, …")."""
    if i + 2 >= len(tree.tokens) or tree.tokens[i + 1].text.lower() != "of":
        return []
    k = next((k for k in range(i + 2, min(i + 5, len(tree.tokens))) if tree.tokens[k].upos in ("NOUN", "PROPN")), None)
    while k is not None and tree.tokens[k].deprel in ("nmod:desc", "compound", "flat", "amod") and tree.tokens[k].head > k:
        k = tree.tokens[k].head
    return [] if k is None else [k]


def _issued(tree: Tree, f: Found, e: Event, cast: Cast) -> tuple[ActorMention, ...]:
    """Whose paper a text is that tells of what only its author may have done: an office's of a curfew, the police's of arrests, a company's of its own works."""
    own = any(tree.tokens[k].text.lower() == "our" for j in tree.subjects(f.bearer) for k in tree.kids(j, "nmod:poss"))
    if e.attribution is not None or cast.speaker(e.trigger.start) is not None:
        return ()
    author = cast.author(tree.span(f.at, f.at))
    if author is None:
        return ()
    unknown = author.actor.sectors[:1] in ((), ("CVL",), ("BUS",))
    ruled = author.actor.sectors[:1] == ("GOV",) and e.condition in RULED and e.phase != "continues"
    cut = unknown and e.condition == "cut-off" and e.phase != "continues"
    held = author.actor.sectors[:1] in (("COP",), ("MIL",)) and e.event_type == "COERCE" and e.mode in ("arrest", "seize") and _plain(e)
    ours = own and e.condition is not None and e.event_type in (None, "SANCTION", "RETREAT")
    return (author,) if ruled or cut or held or ours else ()


def _plain(e: Event) -> bool:
    """Whether no servant of a state underwent it."""
    return not _official(e.recipients)


def _ruling(trees: Sequence[Tree], number: int, f: Found, e: Event, cast: Cast) -> tuple[ActorMention, ...]:
    """The official who says in the next sentence for how long or why it is ("The crossing was closed. The commissioner said the closure will last two weeks")."""
    told = e.condition in RULED | {"closure"} and e.phase == "happens" and e.event_type in ("COERCE", "SANCTION")
    if not told or e.attribution is not None or number + 1 >= len(trees):
        return ()
    tree = trees[number + 1]
    if "\n\n" in tree.text[trees[number].sentence.end : tree.sentence.start] or effect_of(tree, tree.root) != "speech":
        return ()
    about = [
        k
        for k, t in enumerate(tree.tokens)
        if t.upos == "NOUN" and tree.lemma(k) == e.condition and not tree.obliques(k) and _lasts(tree, t.head)
    ]
    if not any(tree.lemma(d) in ("the", "this") for k in about for d in tree.kids(k, "det")):
        return ()
    said = tuple(m for k in tree.kids(tree.root, "nsubj") for m in cast.mentions(tree, k))
    return said if said and all(m.actor.sectors[:1] and m.actor.sectors[0] in OFFICIAL for m in said) else ()


def _lasts(tree: Tree, v: int) -> bool:
    """Whether a clause tells how long something will be, or why it is; not what one thinks of it ("the mayor said the curfew was unlawful")."""
    if v < 0:
        return False
    ahead = any(tree.tokens[k].xpos == "MD" for k in tree.kids(v, "aux"))
    return (tree.lemma(v) in LASTING or (ahead and tree.lemma(v) in ("be", "end", "lift", "extend"))) and not tree.negated(v)


def _freed(e: Event) -> bool:
    ended = e.condition == "detention" and e.phase == "ends"
    return e.mode == "release" or (ended and e.trigger.text.lower() not in ("allowed", "permitted"))


def _holders(tree: Tree, before: Sequence[Coded], f: Found, e: Event) -> tuple[ActorMention, ...]:
    """Who took those who are freed; of custodies of an authority, or of captors who were attacked since, nothing is known, as others may have freed them."""
    if not tree.lemmas.isdisjoint(FREED_BY_LAW):
        return ()
    held = [o for _, o in before if (o.condition == "detention" and o.phase != "ends") or o.mode in ("abduct", "arrest")]
    if not held or not held[-1].actors or held[-1].modality != "asserted":
        return ()
    taken = held[-1]
    holders = {m.actor for m in taken.actors}
    after = [o for _, o in before if o.trigger.start > taken.trigger.start and o.event_type == "ASSAULT"]
    if any(m.actor in holders for o in after for m in o.recipients) or not _same_people(tree, f, taken):
        return ()
    names = [{m.actor.name for m in o.recipients if m.actor.name[:1].isupper() and not m.unnamed} for o in (taken, e)]
    if all(names) and names[0].isdisjoint(names[1]):
        return ()
    return () if _official(taken.actors) else taken.actors


def _same_people(tree: Tree, f: Found, other: Event) -> bool:
    """Whether those to whom something is done may be those of a deed told before: a bare number or pronoun, "the pupils", or the same noun."""
    known = {w for m in other.recipients for w in m.text.lower().split()}
    for k in dict.fromkeys(j for v in (f.bearer, f.at) for j in tree.objects(v)):
        if tree.tokens[k].upos != "NOUN" or any(tree.lemma(d) in KNOWN for d in tree.kids(k, "det", "nmod:poss")):
            continue
        if not {tree.lemma(k), tree.tokens[k].text.lower()} & (known | HELD):
            return False
    return True


def _of_the_deed(trees: Sequence[Tree], at: Sequence[int], coded: Sequence[Coded], n: int, cast: Cast) -> tuple[ActorMention, ...]:
    """Who did the deed of which a sentence tells the aftermath or the outset: in its own sentence, in one before it, or in the next one."""
    f, e = coded[n]
    tree = trees[at[n]]
    shut = e.condition in ("closure", "blockade", "cut-off") and e.phase != "ends" and e.event_type in (None, "COERCE")
    harm = e.event_type == "ASSAULT" or (e.event_type, e.mode) in (("COERCE", "seize"), ("PROTEST", "riot"))
    if e.phase == "ends" and e.condition in ("strike", "suspension"):
        voted = [o for m, (g, o) in enumerate(coded) if at[m] == at[n] and tree.lemma(g.at) in VOTED and not _official(o.actors)]
        return voted[0].actors if voted else ()
    if e.condition == "detention" and e.phase != "ends" and tree.passive(f.bearer):
        let = [o for m, (_, o) in enumerate(coded[:n]) if 0 < at[n] - at[m] <= BACK and _freed(o) and o.actors and _told(o)]
        later = bool(let) and e.begin is not None and let[-1].begin is not None and e.begin > let[-1].begin
        return () if not let or later or _official(let[-1].actors) or not _same_people(tree, f, let[-1]) else let[-1].actors
    if not (shut or harm) or not tree.lemmas.isdisjoint(ELSEWHERE) or not (shut or tree.passive(f.bearer) or tree.passive(f.at)):
        return ()
    here = [(g, o) for m, (g, o) in enumerate(coded) if at[m] == at[n] and m != n and o.actors and _told(o)]
    if shut:
        found = next((o.actors for _, o in here if _bars(o)), ())
        found = found or (_put_there(tree, cast) if e.condition == "blockade" else ())
    else:
        found = next((o.actors for g, o in here if o.event_type == "ASSAULT" and _while(tree, f, g) and not _against(o.actors, e)), ())
    if found:
        return found
    before = next((m for m in range(n - 1, -1, -1) if coded[m][1].actors and at[m] < at[n] and _alike(coded[m][1], e, shut)), None)
    if before is not None and at[n] - at[before] <= BACK and _together(trees, at[before], at[n]):
        g, o = coded[before]
        return o.actors if _one_deed(trees[at[before]], g, o, tree, f, e) else ()
    if harm and at[n] and _together(trees, at[n] - 1, at[n]):
        came = _came(trees[at[n] - 1], cast)
        if came and not _against(came, e) and not _own_day(e):
            return came
    return _told_next(trees, at, coded, n, shut)


def _told_next(trees: Sequence[Tree], at: Sequence[int], coded: Sequence[Coded], n: int, shut: bool) -> tuple[ActorMention, ...]:
    """Who does in the next sentence what brought about what this one tells ("A boy was shot. An officer had fired towards a crowd")."""
    _, e = coded[n]
    for m in range(n + 1, len(coded)):
        g, o = coded[m]
        if at[m] - at[n] != 1 or not o.actors or not _told(o):
            continue
        next_one = trees[at[m]]
        had = any(next_one.lemma(k) == "have" and next_one.tokens[k].xpos == "VBD" for k in next_one.kids(g.bearer, "aux"))
        if shut:
            there_too = any(next_one.lemma(d) in KNOWN for k in next_one.objects(g.bearer) for d in next_one.kids(k, "det"))
            same = (_bars(o) if e.condition == "blockade" else _takes(o)) and (had or there_too)
        else:
            crowd = all(m.text.lower().split()[-1] in words("crowd nouns") | {"people", "protesters"} for m in o.recipients)
            same = o.event_type == "ASSAULT" and o.mode == e.mode and o.mode is not None and (had or crowd) and not o.quantities
        there = o.place is None or e.place is None or o.place.name == e.place.name
        then = not (o.begin and e.begin) or o.begin == e.begin
        plain = there and then and trees[at[m]].lemmas.isdisjoint(ELSEWHERE)
        if same and plain and not _against(o.actors, e) and not trees[at[m]].passive(g.at):
            return o.actors
    return ()


def _together(trees: Sequence[Tree], before: int, number: int) -> bool:
    """Whether two sentences stand in one paragraph."""
    return "\n\n" not in trees[0].text[trees[before].sentence.end : trees[number].sentence.start]


def _official(actors: Sequence[ActorMention]) -> bool:
    """Whether an authority is among them."""
    return any(m.actor.sectors[:1] and m.actor.sectors[0] in OFFICIAL for m in actors)


def _alike(o: Event, e: Event, shut: bool) -> bool:
    """Whether a deed is of the kind that brings about what is told after it; a place is closed by others than those who protest there."""
    return (e.condition == "blockade" and _bars(o)) if shut else _harms(o)


def _put_there(tree: Tree, cast: Cast) -> tuple[ActorMention, ...]:
    """Who bars a road of which a sentence tells that it is cut ("is cut at Tal, where displaced people put trunks on the asphalt")."""
    for v, t in enumerate(tree.tokens):
        if t.upos == "VERB" and tree.lemma(v) in PUT_THERE and tree.rel(v) in ("acl:relcl", "acl", "advcl") and not tree.passive(v):
            doers = [j for j in tree.subjects(v) if is_people(tree, j)] if tree.kids(v, "obj") else []
            named = tuple(m for j in doers if (m := cast.sayer(tree, j)) is not None)
            if named:
                return named
    return ()


def _while(tree: Tree, f: Found, g: Found) -> bool:
    """Whether a deed is told as what harmed somebody ("was hit when an officer fired toward a crowd")."""
    clause = tree.clause(g.bearer)
    if tree.rel(clause) != "advcl" or tree.tokens[clause].head not in (f.at, f.bearer) or tree.passive(g.at):
        return False
    return tree.lemma(g.at) in SHOT or g.row.mode == "firearms"


def _bars(o: Event) -> bool:
    """Whether a deed shuts a place: it is taken, or its road blocked."""
    return o.event_type in ("COERCE", "PROTEST") and (o.mode in TAKEN or o.condition in ("blockade", "occupation")) and _told(o)


def _takes(o: Event) -> bool:
    """Whether gunmen take a place over; a protest there may have had the authorities close it."""
    return o.event_type == "COERCE" and o.condition == "occupation" and _told(o)


def _harms(o: Event) -> bool:
    """Whether a deed may have hurt or robbed those of whom the next sentence tells."""
    return _told(o) and (o.event_type == "ASSAULT" or (o.event_type in ("COERCE", "PROTEST") and o.mode in TAKEN))


def _one_deed(before: Tree, g: Found, o: Event, tree: Tree, f: Found, e: Event) -> bool:
    """Whether what is told without a doer may be of the deed told before it: not of another day or place, nor of what two sides did, nor done to its doers."""
    if before.lemma(g.at) in MUTUAL or _against(o.actors, e) or tree.rel(f.bearer) in ("acl", "amod", "advcl"):
        return False
    if o.mode == "crowd-control" and (e.mode == "destroy" or e.event_type == "PROTEST"):
        return False  # the police dispersed those who burned it
    if o.event_type == "PROTEST" and e.event_type == "ASSAULT" and e.mode not in ("beat", "destroy", "primitive"):
        return False  # those who are shot at a riot are mostly the rioters
    if e.begin and o.begin and e.begin[:10] != o.begin[:10]:
        return False
    if e.place is not None and o.place is not None and e.place.located and e.place.name != o.place.name:
        return False
    patients = [k for v in (f.bearer, f.at) for j in tree.objects(v) for k in (j, *(o for case, o in tree.obliques(j) if case == "of"))]
    nouns = [k for k in patients if tree.tokens[k].upos == "NOUN"]
    heads = [before.head_of(a.start, a.end) for a in o.actors]
    return bool(nouns) and not any(is_attacker(tree, k) for k in nouns) and all(h is None or _acts(before, h) for h in heads)


def _acts(tree: Tree, h: int) -> bool:
    """Whether a noun names people or a body, no house or helicopter."""
    of = classes()
    known = tree.entity(h) is not None or tree.tokens[h].upos != "NOUN" or is_people(tree, h)
    return known or any(tree.lemma(h) in of[c] for c in ("GROUP", "MILITIA", "CAPTORS", "POLICE", "FORCE", "INSTITUTION"))


def _own_day(e: Event) -> bool:
    return bool(e.times) or (e.place is not None and e.place.located)


def _against(doers: Sequence[ActorMention], e: Event) -> bool:
    """Whether those to whom something was done are of the same side or kind as those who would have done it."""
    sides = [s for s in ARMED if any(m.actor.sectors[:1] and m.actor.sectors[0] in s for m in doers)]
    for r in e.recipients:
        if any(r.actor.sectors[:1] and r.actor.sectors[0] in s for s in sides):
            return True
        last = r.text.lower().split()[-1]
        if any(last in m.text.lower().split() or r.actor.name == m.actor.name for m in doers):
            return True
    return False


def _came(tree: Tree, cast: Cast) -> tuple[ActorMention, ...]:
    """Attackers of whom a sentence only tells that they came ("Armed men entered the village at dusk")."""
    root = tree.root
    if tree.lemma(root) not in INTO or tree.negated(root) or tree.passive(root):
        return ()
    doers = [j for k in tree.kids(root, "nsubj") for j in tree.conjuncts(k)]
    if not doers or not all(is_attacker(tree, j) for j in doers):
        return ()
    return tuple(m for j in doers for m in cast.mentions(tree, j))


def is_attacker(tree: Tree, j: int) -> bool:
    """Whether a noun names armed people or raiders, who come for no good."""
    lemma = tree.lemma(j)
    if lemma != "volunteer" and lemma in classes()["CAPTORS"]:
        return True
    bearing = {tree.lemma(k) for k in tree.kids(j, "amod", "compound")}
    return (is_people(tree, j) and bool(bearing & {"armed", "masked", "hooded", "unknown"})) or lemma in words("attackers")
