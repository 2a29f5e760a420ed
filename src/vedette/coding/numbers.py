"""Numbers of an event: how many were killed, arrested, took part, were sent."""

from __future__ import annotations

from typing import cast

from vedette.codebook.triggers import Trigger, classes, lemmas_of
from vedette.coding.clauses import Tree
from vedette.coding.counts import CLAUSAL, HARM, THINGS, Number, come_to, counted, is_one, is_people, money_words, noun_ok, number, thing
from vedette.coding.nearby import carried, counted_after, taken_up
from vedette.coding.words import NOMINAL, table, words
from vedette.domain import Quantity, QuantityKind

BY_MODE = {"abduct": "abducted", "arrest": "arrested"}
"""Modes that say by themselves what becomes of people."""
KILLING = frozenset({("burn", "alive"), ("gun", "down"), ("mow", "down"), ("cut", "down"), ("blow", "up")})
KILLERS = frozenset(verb for verb, _ in KILLING)
SETTING_OUT = frozenset({"set", "go", "head", "travel", "arrive", "come", "return", "enter"})
"""Further verbs whose "with" says who went along."""
DEADLY = frozenset({"shoot"})
"""Verbs that say of several people that they were killed, where nothing says otherwise: so 17 of 18 of our annotated sentences."""
DYING = frozenset({"find", "meet", "cause"})
"""Verbs whose object "death" says that someone died."""
SUM = 1000
"""From how much on money is a sum that something costs, not a price or a fare."""
FORCES = frozenset({"personnel", *THINGS})
CONTENT = frozenset({"AGREE", "REQUEST", "THREATEN"})
"""Types of which what is to be done is told in a clause of its own."""
UPROOTED = frozenset({"camp", "cross", "leave", "live", "shelter", "sleep"})
"""Verbs of what the displaced do."""
MAKING_OFF = frozenset({"drive", "make", "ride", "run", "sail", "speed"})
"""Verbs that say with "off" or "away" that somebody left with what he had taken."""
FATES = frozenset({"killed", "wounded", "missing", "displaced"})
"""What a sentence tells of people beside a deed, and what befalls them by it."""
ASKED = frozenset({"money", "abducted", "arrested"})
"""What may be asked or promised by the number, whatever the deed."""
FELL_IN = frozenset({"after", "at", "before", "by", "during", "in", "near", "on", "to", "under"})
"""Prepositions behind "fall" that say when, where or by what somebody fell, who is dead."""
FALLS = frozenset("back behind overboard off down over out apart asleep short away".split())
"""Adverbs of other falls."""
ON_WHAT = frozenset(
    "ice spell vote round purge stair stairs step floor ground snow slope track suspicion control sway influence site".split()
)
"""What one falls on, in or under and lives."""
DEAD = frozenset({"dead", "death", "hospital"})
"""Words that make others tell of a fate."""


def quantities(
    tree: Tree,
    trigger: int,
    bearer: int,
    row: Trigger,
    affected: list[int],
    doers: list[int],
    before: Tree | None = None,
    after: Tree | None = None,
) -> tuple[Quantity, ...]:
    """Numbers in the noun phrases of an event, each with its own words; people named singly are one each ("a boy and a man were hurt"). Of those
    whom "they" or "them" takes up from the sentence `before`, or whom the one `after` counts, the number told there.
    """
    deed = what_becomes(tree, trigger) or what_becomes(tree, bearer)
    if row.head == "lose" and row.roles == "o<" and row.type in ("ASSAULT", "NONE") and row.condition is None:
        deed, affected = "killed", [j for k in tree.objects(trigger) for j in tree.conjuncts(k)]  # "the rebels lost four men"
    out: list[Quantity] = []
    most = [
        j for k in tree.kids(trigger, "advmod", "obj") if tree.lemma(k) in ("most", "half") for case, j in tree.obliques(k) if case == "of"
    ]
    listed = [j for h in affected for j in tree.kids(h, "appos") if tree.kids(j, "nummod", "nmod:poss")]
    for h in dict.fromkeys(affected + listed + most + _beside(tree, trigger, bearer, row, doers)):
        what = thing(tree, h)
        of_it = row.pos != "n" or h in tree.objects(bearer) or h in (trigger, bearer) or what_becomes(tree, trigger) == deed
        kind = done_to(tree, h, (deed if of_it else None) or _left(tree, trigger, h, row), row, doers)
        n = number(tree, h, kind in HARM and kind != "displaced") if kind is not None else None
        alone = (
            kind == "vehicles" and row.mode == "destroy" and is_one(tree, h) and not (tree.negated(trigger) or tree.negated(h))
        )  # "a truck was burned"
        if n is None and kind in ("vehicles", "weapons") and (alone or _in_list(tree, h)):
            n = Number(low=1, high=1, first=h, last=h, said=False)
        if n is not None and n.said and n.first > 0 and tree.lemma(n.first - 1) == "not" and tree.rel(h) in ("conj", "appos"):
            continue  # "four traders, and not seven, were killed"
        if n is not None and kind is not None:
            out.append(quantity(tree, n, kind))
        elif kind is not None and (counted_as := _tallied(tree, h)) is not None:
            out.append(quantity(tree, counted_as, kind))
        elif kind is not None and before is not None and (last := taken_up(tree, h, before)) is not None:
            out.append(quantity(before, last[1], kind))
        elif after is not None and (all_told := counted_after(tree, h, after)) is not None:
            out.append(quantity(after, all_told, kind or _kind_of(tree, h)))
        elif after is not None and what == "vehicles" and (on_it := carried(after)) is not None:
            out.append(quantity(after, on_it, "abducted" if row.mode in ("abduct", "seize") else "other"))
    for h, kind in _told_of(tree, trigger, bearer, row):
        if (n := number(tree, h)) is not None:
            out.append(quantity(tree, n, kind))
    if row.pos == "n" and (n := number(tree, trigger)) is not None and (deed in HARM or row.type == "REQUEST"):
        out.append(quantity(tree, n, cast(QuantityKind, deed) if deed in HARM else "other"))  # "made 31 arrests"
    if deed in HARM and (n := _listed(tree, trigger)) is not None:
        out.append(quantity(tree, n, cast(QuantityKind, deed)))
    if row.type == "NONE" and after is not None and row.head in words("mishaps"):
        wrecked = any(thing(tree, h) == "vehicles" for h in (*affected, *doers))
        if wrecked and (on_it := carried(after)) is not None:
            out.append(quantity(after, on_it, "other"))
    if row.type == "ASSAULT" and not doers and not tree.lemmas.isdisjoint(words("attackers")):
        doers = [j for j in tree.below(trigger) if tree.lemma(j) in words("attackers")]  # "the ambush (three attackers)"
    for h in dict.fromkeys([*doers, *([trigger] if row.pos == "n" and thing(tree, trigger) == "personnel" else [])]):
        kind = _undergone(tree, trigger, h, deed) or doing(tree, h, row)
        n = number(tree, h) if kind is not None else None
        if n is not None and kind is not None:
            out.append(quantity(tree, n, kind))
        elif kind is not None and after is not None and (all_told := counted_after(tree, h, after)) is not None:
            out.append(quantity(after, all_told, kind))
        elif n is None and before is not None and (last := taken_up(tree, h, before)) is not None:
            kind = doing(before, last[0], row)
            if kind is not None:
                out.append(quantity(before, last[1], kind))
    return _without_parts(tree, tuple({q.start: q for q in reversed(out)}.values())[::-1])


def _without_parts(tree: Tree, told: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """Numbers without those of the men, women and children of whom a number before them is the sum ("three nurses, two women and a man")."""
    for whole in told:
        parts = [q for q in told if q.start > whole.end and q.kind == whole.kind and _parted(tree, q)]
        exact = whole.low is not None and whole.low == whole.high and all(q.low == q.high for q in parts)
        if len(parts) > 1 and exact and sum(q.low or 0 for q in parts) == whole.low:
            return tuple(q for q in told if q not in parts)
    return told


def _parted(tree: Tree, q: Quantity) -> bool:
    """Whether a number counts people by their sex or age."""
    k = tree.within(q.start, q.end)[-1]
    return any(tree.lemma(j) in words("sexes and ages") for j in (k, tree.tokens[k].head) if j >= 0)


def _undergone(tree: Tree, trigger: int, h: int, deed: str | None) -> QuantityKind | None:
    """What befell the subject of a verb that tells of a fate ("one soldier fell and two were injured")."""
    told = tree.lemma(trigger) in words("fates undergone") - {"flee"} and not tree.passive(trigger)
    return cast(QuantityKind, deed) if told and deed in FATES and is_people(tree, h) else None


def _left(tree: Tree, trigger: int, h: int, row: Trigger) -> str | None:
    """What a deed left people as ("the shelling left nine people dead"), None where that is not told."""
    verb = tree.tokens[h].head
    if row.pos != "n" or tree.rel(trigger) != "nsubj" or tree.tokens[trigger].head != verb or tree.rel(h) != "obj":
        return None
    after = [tree.lemma(k) for k in (*tree.kids(h, "amod"), *tree.kids(verb, "xcomp")) if k > h]
    return next((kind for w in after if (kind := "killed" if w == "dead" else table("quantities.tsv").get(w)) in FATES), None)


def _listed(tree: Tree, trigger: int) -> Number | None:
    """The number behind a word of harm in a list ("Injured: eight.", "Displaced since 3 May by the fighting in Dorva: 27,500.")."""
    told = tree.tokens[trigger + 1 : trigger + 3]
    if [t.text for t in told[:1]] == [":"] and len(told) > 1 and told[1].xpos == "CD":
        return number(tree, trigger + 2)
    colon = next((k for k in range(trigger + 1, len(tree.tokens)) if tree.tokens[k].text == ":"), None)
    heading = trigger == 0 and colon is not None and not any(t.xpos in ("VBD", "VBZ", "VBP", "MD") for t in tree.tokens[1:colon])
    if not heading or colon is None or colon + 1 >= len(tree.tokens) or tree.tokens[colon + 1].xpos != "CD":
        return None
    n = number(tree, colon + 1)
    last = n.last + 1 if n is not None else 0
    return n if last >= len(tree.tokens) or tree.tokens[last].text in (".", ";", ",", "(") else None


def _tallied(tree: Tree, h: int) -> Number | None:
    """What the number of a phrase is put at ("put the number of those arrested at 640")."""
    over = tree.tokens[h].head
    return come_to(tree, over) if over >= 0 and tree.cases(h) == "of" and tree.lemma(over) in words("tallies") else None


def _in_list(tree: Tree, h: int) -> bool:
    """Whether one thing is counted with others ("45 rifles and a mortar")."""
    if not any(tree.lemma(k) in ("a", "an", "another") for k in tree.kids(h, "det")):
        return False
    return any(number(tree, k) is not None for k in tree.conjuncts(tree.first_conjunct(h)) if k != h)


def quantity(tree: Tree, n: Number, kind: QuantityKind) -> Quantity:
    """A number as one of an event."""
    return Quantity(kind=kind, low=n.low, high=n.high, start=tree.tokens[n.first].start, end=tree.tokens[n.last].end)


def what_becomes(tree: Tree, i: int) -> str | None:
    """What a word says becomes of people; "shot" and "beaten" only with "dead" or "to death" that they were killed."""
    own = tree.lemma(i)
    if own == "fall" and not _fallen(tree, i):
        return None
    if own not in KILLERS and tree.lemmas.isdisjoint(DEAD):
        return table("quantities.tsv").get(own)
    for k in tree.kids(i, "xcomp", "obl", "advmod", "amod", "compound", "obj", "dep"):
        lemma = tree.lemma(k)
        if k < i and tree.rel(k) in ("amod", "xcomp"):
            continue  # "two dead and nine hurt"
        dead = lemma == "dead" or (lemma == "death" and (tree.cases(k) == "to" if tree.rel(k) == "obl" else own in DYING))
        if (dead and own not in words("sentencing")) or (own, lemma) in KILLING:
            return "killed"
        if lemma == "hospital" and tree.rel(k) == "obl" and tree.cases(k) in ("to", "in") and own in words("hospitalising"):
            return "wounded"
    return table("quantities.tsv").get(own)


def _fallen(tree: Tree, i: int) -> bool:
    """Whether those who fell are dead: not who fell ill, back, from a roof or into others' hands."""
    more = tree.kids(i, "xcomp", "obj", "compound", "ccomp") or any(tree.lemma(k) in FALLS for k in tree.kids(i, "advmod"))
    told = tree.tokens[i].upos == "VERB" and not more
    return told and all(case in FELL_IN and tree.lemma(k) not in ON_WHAT for case, k in tree.obliques(i))


def _beside(tree: Tree, trigger: int, bearer: int, row: Trigger, doers: list[int]) -> list[int]:
    """What a deed is done with or what is asked or promised, where it may be counted: "reinforced it with 200 men", "agreed to pay two million"."""
    told = tuple(dict.fromkeys((trigger, bearer)))
    objects = [k for i in told for k in tree.objects(i)]
    own = [hung for i in told for hung in tree.obliques(i)]
    hung = own + [hung for i in objects for hung in tree.obliques(i)]
    out = [j for case, j in hung if case == "with" and (_aboard(tree, j) or thing(tree, j) in FORCES or _some(tree, j))]
    out += [
        j
        for case, j in own
        if case in ("with", "in", "of", "by", "along", "together", "alongside")
        and tree.lemma(j) not in ("who", "whom", "which")
        and tree.tokens[j].deprel != "obl:agent"
        and not (case == "by" and row.pos == "n")
        and (number(tree, j) or _in_list(tree, j))
    ]
    out += [
        j for case, j in hung if case in ("for", "of") and (thing(tree, j) in ASKED or (row.type == "REQUEST" and thing(tree, j) in FORCES))
    ]
    done = [*told, *objects, *(j for _, j in hung)]
    out += [j for h in done for k in tree.kids(h, "acl") for j in tree.kids(k, "obj") if _on_board(tree, j) and number(tree, j)]
    out += [
        j
        for d in doers
        for case, j in tree.obliques(d)
        if case in ("with", "in", "on", "aboard") and thing(tree, j) in ("vehicles", "weapons")
    ]
    if row.pos == "n" and tree.rel(trigger) == "nsubj" and (verb := tree.tokens[trigger].head) >= 0:
        out += [j for j in tree.objects(verb) if number(tree, j)]  # "the raid netted 12 suspects", "the rally drew 300"
    if not tree.lemmas.isdisjoint(money_words()):
        sums = [j for j in tree.below(bearer, CLAUSAL) if tree.tokens[j].upos in NOMINAL and thing(tree, j) == "money"]
        out += [j for j in sums if (n := number(tree, j)) is not None and (n.low or n.high or 0) >= SUM]
    if row.type == "PROTEST" and row.pos == "n" and tree.cases(trigger) in ("in", "at") and (who := tree.tokens[trigger].head) >= 0:
        out += [j for j in (who, *tree.subjects(who)) if is_people(tree, j) and number(tree, j)]  # "2,000 people were in the march"
    if "dead" in tree.lemmas:
        out += [j for i in (trigger, bearer) for k in tree.kids(i) if tree.lemma(k) == "dead" for j in tree.objects(k) + tree.subjects(k)]
    if row.type == "AID":
        received = [j for case, j in hung if case in ("to", "for", "among")]
        out += [j for j in received if is_people(tree, j)]
    if row.type == "THREATEN":
        conditions = [k for i in (trigger, bearer) for c in tree.kids(i, "xcomp", "advcl") for k in (c, *tree.kids(c, "advcl"))]
        out += [
            h
            for k in conditions
            for j in tree.objects(k)
            for h in (j, *(o for c, o in tree.obliques(j) if c == "of"))
            if thing(tree, h) == "money"
        ]
    return out


def _told_of(tree: Tree, trigger: int, bearer: int, row: Trigger) -> list[tuple[int, QuantityKind]]:
    """Numbers of those to whom what is asked, promised or threatened is to be done, or whom a deed left somehow ("leaving 300 stranded"), with their kinds."""
    near = tuple(dict.fromkeys((trigger, bearer)))
    verbs = [k for i in near for k in tree.kids(i, "xcomp", "ccomp", "acl")] if row.type in CONTENT else []
    verbs += [k for i in near for k in tree.kids(i, "advcl") if tree.tokens[k].xpos == "VBG" and what_becomes(tree, k) not in FATES]
    out: list[tuple[int, QuantityKind]] = []
    for k in verbs:
        for h in tree.objects(k):
            what = thing(tree, h)
            if what == "-" or number(tree, h) is None or _known(tree, h):
                continue
            if what in FORCES:
                out.append((h, cast(QuantityKind, what)))
            elif is_people(tree, h):
                left = [j for j in tree.kids(k, "xcomp", "amod") if tree.lemma(j) in ("homeless", "displaced")]
                deed = what_becomes(tree, k)
                kind: str | None = "displaced" if left or what == "displaced" else deed if deed in HARM else "other"
                if tree.lemma(k) in words("dispatching") and tree.lemma(counted(tree, h)) in words("trades"):
                    kind = "personnel"
                out.append((h, cast(QuantityKind, kind)))
    for force in (h for h in tree.subjects(bearer) if thing(tree, h) == "personnel" and number(tree, h) is None):
        left = [k for k in tree.kids(force, "acl") if tree.lemma(k) in words("going away", "driving") or tree.lemma(k) in SETTING_OUT]
        with_it = [j for k in left for case, j in tree.obliques(k) if case == "with"]
        for h in (
            i for j in with_it for i in tree.conjuncts(j)
        ):  # "the patrol, which had left with 26 men and three lorries, was ambushed"
            if thing(tree, h) in FORCES or is_people(tree, h):
                out.append((h, cast(QuantityKind, thing(tree, h)) if thing(tree, h) in FORCES else "personnel"))
    return out


def _aboard(tree: Tree, j: int) -> bool:
    """Whether a phrase tells who was in what a deed was done to ("a boat with 63 migrants aboard", "a ship with a crew of 19")."""
    if tree.cases(j) != "with":
        return False
    return tree.lemma(j) in ("crew", "passenger", "occupant") or any(
        tree.lemma(k) in ("aboard", "inside", "onboard") for k in tree.kids(j, "advmod", "obl", "advcl")
    )


def _known(tree: Tree, h: int) -> bool:
    """Whether a phrase names one or two who are known ("the two leaders") rather than telling how many."""
    n = number(tree, h)
    return n is not None and n.high in (1, 2) and any(tree.lemma(k) == "the" for k in tree.kids(h, "det"))


def _on_board(tree: Tree, h: int) -> bool:
    """Whether people are those whom a vessel or vehicle carried, in a clause about it ("a barge which had 30 peacekeepers on board")."""
    verb = tree.tokens[h].head
    if tree.rel(h) != "obj" or verb < 0 or tree.rel(verb) != "acl" or tree.lemma(verb) not in words("bearing"):
        return False
    return thing(tree, tree.tokens[verb].head) == "vehicles"


def _some(tree: Tree, h: int) -> bool:
    """Whether a phrase tells how many, so that those killed or hurt may be anyone ("four poachers")."""
    n = number(tree, h)
    return n is not None and n.said


def done_to(tree: Tree, h: int, deed: str | None, row: Trigger, doers: list[int]) -> QuantityKind | None:
    """What number a phrase gives of what is done to it, None where its number says nothing of the event."""
    found = _done_to(tree, h, deed, row, doers)
    if found is not None or row.type in ("NONE", "STATE") or not _some(tree, h) or _known(tree, h) or thing(tree, h) == "-":
        return found
    direct = (
        tree.rel(h) == "obj" or (tree.rel(h) == "nsubj" and tree.passive(tree.tokens[h].head)) or (row.pos == "n" and tree.cases(h) == "of")
    )
    if not direct or tree.cases(h) not in ("", "of"):
        return None
    several = (n := number(tree, h)) is not None and n.low != 1 and tree.lemmas.isdisjoint(("leg", "foot", "wounded", *words("hurts")))
    return "killed" if row.head in DEADLY and several and is_people(tree, h) else _kind_of(tree, h)


def _kind_of(tree: Tree, h: int) -> QuantityKind:
    """What is counted, where nothing says what becomes of it."""
    what = thing(tree, h)
    return cast(QuantityKind, what) if what in FORCES else "other"


DEEDS = frozenset({"abduction", "arrest", "beheading", "execution", "kidnapping", "killing", "lynching"})
"""Nouns that tell themselves what becomes of as many people ("carried out 11 executions")."""


def _done_to(tree: Tree, h: int, deed: str | None, row: Trigger, doers: list[int]) -> QuantityKind | None:
    what = thing(tree, h)
    if what in HARM and tree.rel(h) == "obj" and tree.lemma(h) in DEEDS:
        return cast(QuantityKind, what)
    if row.condition == "displacement" and row.phase == "opens" and row.head == "force" and is_people(tree, h):
        return "displaced"  # "the flood forced 12,000 from their homes"
    if what == "-" or (tree.cases(h) == "to" and tree.lemma(h) in words("harms")):
        return None
    if tree.lemma(h) in words("goods measures") or (tree.cases(h) == "from" and tree.lemma(h) in ("country", "nation", "state")):
        return "other"
    people = what not in THINGS and is_people(tree, h)
    if row.type in ("NONE", "STATE") and tree.lemma(h) in ("body", "corpse", "remains"):
        return "killed"
    kind, noun = row.type, tree.lemma(counted(tree, h))
    if people and (_aboard(tree, h) or _on_board(tree, h)):
        return "abducted" if row.mode in ("abduct", "seize") else "other"
    harmed = deed in ("killed", "wounded") and row.head not in KILLERS and what not in THINGS and tree.rel(h) in ("obj", "nsubj", "conj")
    harmed |= row.pos == "n" and deed in ("killed", "wounded") and what not in THINGS and tree.cases(h) == "of"
    harmed |= row.mode in BY_MODE and what not in THINGS and tree.cases(h) in ("", "of") and not _known(tree, h)
    if row.head == "hijack" and {tree.tokens[h].upos, tree.tokens[counted(tree, h)].upos} & {"NUM", "PRON"}:
        return None
    if (people or (harmed and noun_ok(noun) and _some(tree, h))) and (deed in HARM or row.mode in BY_MODE):
        return cast(QuantityKind, deed if deed in ("killed", "wounded") else BY_MODE.get(row.mode or "") or deed)
    if what in THINGS:
        return "weapons" if kind == "MOBILIZE" and noun in words("warcraft") else cast(QuantityKind, what)
    if kind == "ASSAULT" and row.mode == "crowd-control" and people and noun not in words("civilians"):
        return "protesters"
    if kind == "PROTEST" and people and row.pos == "n" and what != "personnel" and what not in HARM:
        return "protesters"
    if what in ("protesters", "displaced") and people and row.pos != "n" and kind in ("PROTEST", "ASSAULT"):
        return cast(QuantityKind, what)
    if what == "abducted" and people and row.mode != "release":
        return "abducted"
    if kind == "MOBILIZE":
        moved = noun in words("civilians") and row.mode != "militia"
        return "displaced" if people and moved else "personnel" if people else None
    if kind == "RETREAT":
        if row.mode in ("release", "access"):
            return "displaced" if what == "displaced" and row.mode == "access" else "other" if people else None
        if people:
            force = what == "personnel" or noun in ("man", "staff") or row.mode == "withdraw"
            return "personnel" if force else _by_default(tree, h, row)
        return _things(tree, h, what)
    if kind == "AID":
        if what == "personnel" or (row.head in words("dispatching") and noun in words("trades")):
            return "personnel"
        received = (
            what == "displaced" or (people and tree.cases(h) in ("to", "for", "among")) or (people and row.head in words("sheltering"))
        )
        return "displaced" if received else "other"
    if kind == "SANCTION":
        return "other" if people and row.mode in ("expel", "convict") else "personnel" if what == "personnel" else None
    if kind == "COERCE":
        return _coerced(tree, h, row, doers, what if people else "-", noun)
    if kind == "ASSAULT":
        made_off = row.head in MAKING_OFF and any(tree.lemma(k) in ("off", "away") for k in tree.kids(tree.tokens[h].head))
        if people and tree.cases(h) == "with" and made_off:
            return "abducted"  # "drove off with five of its passengers"
        if people:
            taken = row.head in words("taking")
            return _taken(tree, h, row, doers) if taken else _by_default(tree, h, row)
        broken = row.mode in ("destroy", "explosives") or row.head in words("deeds to things")
        return "other" if broken and (n := number(tree, h)) is not None and n.low != 1 else None
    if what == "personnel" and (kind in ("AGREE", "SUPPORT") or (kind == "REQUEST" and tree.cases(h) == "for")):
        return "personnel"
    if kind in ("COOPERATE", "NONE", "STATE"):
        bare = tree.tokens[h].upos == "NUM" and counted(tree, h) == h and bool(tree.cases(h))
        return "other" if (people and not bare) or deed == "other" else None
    return _by_default(tree, h, row) if people else None


def _by_default(tree: Tree, h: int, row: Trigger) -> QuantityKind | None:
    """What becomes of people to whom a deed is done of which no more is told, by its type and mode; None for those only spoken of or hung on beside."""
    found = table("undergone.tsv").get(f"{row.type}/{row.mode or '-'}")
    if tree.cases(h) or thing(tree, h) == "personnel" or _known(tree, h):
        return None
    if row.head in words("driving") and any(case in ("from", "off", "out") for case, _ in tree.obliques(tree.tokens[h].head)):
        return "displaced"
    if found is None:
        return None
    return None if row.type == "REQUEST" and tree.rel(h) not in ("obj", "iobj") else cast(QuantityKind, found)


def _coerced(tree: Tree, h: int, row: Trigger, doers: list[int], people: str | None, noun: str) -> QuantityKind | None:
    """What becomes of those, or of the things where `people` is `-`, to whom a state or an armed band does something by force."""
    taken = row.mode is None and row.head in words("taking")
    if people == "-":
        return "other" if (taken or row.mode in ("seize", "restrict", "withhold")) and not _somewhere(tree, h) else None
    if row.mode == "deport":
        return "other" if noun in lemmas_of("DIPLOMAT", "OFFICIAL") or noun in words("on duty") else "displaced"
    if taken or (row.mode == "seize" and row.head in ("seize", "capture", "hijack")):
        return _taken(tree, h, row, doers)
    return _by_default(tree, h, row)


def _taken(tree: Tree, h: int, row: Trigger, doers: list[int]) -> QuantityKind:
    """What becomes of people who are taken: arrested, where a state does it or they come before a court; abducted; displaced, over a border or off their land."""
    who = [*doers, *(k for d in doers for k in tree.kids(d, "nmod:poss", "compound"))]
    armed = any(tree.lemma(d) in classes()["MILITIA"] or tree.lemma(d) in words("nobody's men") for d in who)
    goals = [(case, tree.lemma(j)) for i in (h, tree.tokens[h].head) if i >= 0 for case, j in tree.obliques(i)]
    if any(case in ("to", "into", "before", "for") and where in words("gaols") for case, where in goals):
        return "arrested"
    if any(case in ("across", "over", "out") for case, _ in goals):
        return "displaced"
    return "arrested" if not armed and _in_office(tree, doers) else "abducted"


def _things(tree: Tree, h: int, what: str | None) -> QuantityKind | None:
    """`other` for things that are counted, not people, times or places."""
    lemma = tree.lemma(counted(tree, h))
    return (
        None
        if is_people(tree, h)
        or tree.cases(h) in ("from", "to", "by", "at")
        or lemma in classes()["TERRITORY"]
        or what == "-"
        or lemma in words("several people")
        else "other"
    )


def _in_office(tree: Tree, doers: list[int]) -> bool:
    """Whether those who do it are a state or its forces."""
    official = lemmas_of("POLICE", "FORCE", "OFFICIAL", "GOVERNMENT", "COUNTRY", "LEADER")
    return any(tree.lemma(d) in official or ((e := tree.entity(d)) is not None and e.label in ("GPE", "NORP", "ORG")) for d in doers)


def _somewhere(tree: Tree, h: int) -> bool:
    """Whether what is counted are places or buildings ("two towns"), which are told as where it was."""
    lemma = tree.lemma(counted(tree, h))
    return lemma in lemmas_of("TERRITORY", "BUILDING", "OFFICE") and (lemma not in classes()["PROPERTY"] or lemma in classes()["BUILDING"])


def doing(tree: Tree, h: int, row: Trigger) -> QuantityKind | None:
    """What number a phrase gives of those who act."""
    what = thing(tree, h)
    if row.type == "PROTEST":
        return cast(QuantityKind, what) if what in THINGS else "protesters" if is_people(tree, h) else None
    if what in FORCES and what != "money":
        return cast(QuantityKind, what)
    if row.type == "ASSAULT" and tree.lemma(h) in words("crowd nouns"):
        return "protesters"
    if not is_people(tree, h):
        return None
    if row.type in ("ASSAULT", "COERCE") and (
        tree.lemma(h) in classes()["MILITIA"]
        or tree.lemma(h) in words("attackers")
        or any(tree.lemma(k) == "armed" for k in tree.kids(h, "amod"))
    ):
        return "personnel"
    if what in ("protesters", "displaced"):
        return cast(QuantityKind, what)
    if row.type == "MOBILIZE" and (tree.lemma(counted(tree, h)) in words("civilians") | {"people"}):
        return None
    if row.type == "MOBILIZE" or (row.type == "RETREAT" and row.mode in ("withdraw", "disarm")):
        return "personnel"
    if row.type == "RETREAT" and tree.lemma(counted(tree, h)) == "man":
        return "personnel"
    if row.type == "RETREAT" and row.mode in (None, "resign") and not _known(tree, h):
        return "other"  # "twelve deputies resigned", "3,000 prisoners would escape"
    if row.type in ("ASSAULT", "COERCE") and (n := number(tree, h)) is not None and (n.low or 0) >= 20:
        return "protesters" if tree.lemma(h) in words("crowd nouns") else "other"
    if row.type not in ("NONE", "STATE"):
        return None
    leaving = row.condition == "displacement" and row.phase != "ends" and row.head in UPROOTED
    if table("quantities.tsv").get(row.head) != "displaced" and not leaving:
        return "other"
    noun = tree.lemma(counted(tree, h))
    chased = noun in lemmas_of("MILITIA", "CAPTIVE") or noun in words("nobody's men") or noun == "suspect"
    return None if chased and noun not in ("man", "youth", "boy", "villager", "people", "person") else "displaced"
