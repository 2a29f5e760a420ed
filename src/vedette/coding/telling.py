"""How an event and a report are put: headline, content phrase, contexts; the report's dateline and whether it matters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from vedette.codebook.things import things
from vedette.codebook.triggers import classes, lemmas_of
from vedette.coding.clauses import Tree
from vedette.coding.reported import effect_of
from vedette.coding.words import table, words
from vedette.domain import ActorMention, Event, Span
from vedette.domain.actors import OFFICIAL

LONGEST = 90
SIDE = frozenset({"advcl", "parataxis", "acl:relcl", "discourse", "vocative", "list", "dep", "conj"})
UNDERTAKING = frozenset({"requested", "promised", "planned", "threatened"})
PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i"})
BESIDE = frozenset({"parataxis"})
FURTHER = frozenset({"parataxis", "acl:relcl", "advcl"})
OTHERS = FURTHER | {"conj", "nsubj"}
"""Relations of what is told beside what an event is about."""
WEAK_END = frozenset({"IN", "TO", "DT", "CC", ",", ":", "-LRB-", "PRP$", "MD", "WDT", "WP", "HYPH", "``", "''"})
DATELINE = re.compile(
    r"^\s*((?:[A-ZÀ-Þ][\wÀ-ÿ.'’\-]*|of|the|and)(?:[ ,/]+(?:[A-ZÀ-Þ][\wÀ-ÿ.'’\-]*|\d{1,2},?|\d{4},?|de|del|do|da|du|di|des|dos|das|of|la|al|el))*\s*(?:\([^()]{2,45}\)(?:,\s+[A-Z][a-z]{2,8}\.?\s+\d{1,2})?)?)\s*(?:—|–|--|-|:)\s+(?=\S)"
)


NOTE = re.compile(r"\s*\([^()]{5,400}\)\s*\n\s*")
OPEN = 0.6
"""How far from 0 the weights of a report's words must lie to decide alone."""
SURE = 1.5
"""How far above 0 they must lie to decide alone that a longer text bears on it in which nobody acts in public."""
FEW, BENEFIT = 20, 0.4
"""Words of a sentence that is plain, and the benefit of the doubt that it is given where it is all that there is."""
BETWEEN = frozenset("ASSAULT COERCE MOBILIZE REJECT SANCTION THREATEN".split())
"""Types of what one state does to another that sport seldom borrows."""
FORCED = frozenset({"ASSAULT", "COERCE"})
LEAVING = frozenset({"change", "defect", "desert", "leave", "move", "quit", "resign", "retire", "surrender", "switch"})
"""What those did who left a body alive."""
LEFT_BY = frozenset(
    {
        "card",
        "cut",
        "desertion",
        "election",
        "illness",
        "injury",
        "pay",
        "purge",
        "reshuffle",
        "restructuring",
        "retirement",
        "suicide",
        "transfer",
    }
)
"""By what a body loses members whom nobody killed."""
MACHINES = frozenset({"aerial", "cyber", "drone", "heavy-weapons", "suicide-attack"})
"""Modes of harm that is no everyday crime."""
OFFICIAL_DEEDS = frozenset("ACCUSE COERCE MOBILIZE REJECT SANCTION".split())
"""Types of what authorities do as such."""
LONG = 40
"""Words of a text that is long enough to name who acts."""
STATES = frozenset("alert ban closure curfew cut-off emergency".split())
"""States that bear on public order whoever made them."""
SOMEWHERE = frozenset("blockade ceasefire strike".split())
"""States that do where it is told where they are, or where the words speak for it: of these sport and business speak as of a figure of speech."""
SPOKEN_FOR = frozenset("blockade detention postponement strike suspension".split())
"""States that do where the words of the report speak for it."""
BY_NATURE = frozenset({"closure", "cut-off", "displacement", "suspension"})
"""States that floods and snow make, too."""
NAMED = frozenset({"curfew", "emergency"})
"""States that only authorities make, so that they bear on public order wherever they are told to end or hold."""
SERVICES = frozenset("aid air court current fuel phone port rail river school vote water way".split())
"""Sorts of what serves the public: that it stands still or goes on again somewhere bears on public order."""
STILL = frozenset({"postponement", "suspension"})
"""States of what stands still."""
OFFICE = frozenset({"GOV", "JUD", "LEG"})
"""Sectors of those who make and end states by their word."""
PUBLIC = frozenset("GOV MIL COP REB PTY PRM SPY LEG JUD UAF OPP ELI CRM".split())
"""Sectors whose deeds are public."""


def dateline(text: str) -> str | None:
    """The place, date and agency that stand before a dash at a text's head (`PRISTINA, Kosovo (AP)`), None where there is none.

    An editor's note in parentheses may stand before it ("(Corrects the number of officers)").
    """
    note = NOTE.match(text)
    text = text[note.end() if note else 0 :][:160]
    m = DATELINE.match(text)
    if m is None:
        m = re.match(r"^\s*([A-ZÀ-Þ][A-ZÀ-Þ'’\-. ]+(?:,\s*[A-Z][\w.]+)?\s*\([^()]{2,45}\))\s+(?=[A-Z“\"])", text)
        return m[1].strip() if m else None
    head = m[1].strip()
    first = re.split(r"[ ,/(]", head)[0]
    if (first.isupper() and len(first) > 2) or "(" in head or re.search(r",\s+[A-Z][a-z]+ \d{1,2}", head):
        return head
    return None


def about(tree: Tree, trigger: int, bearer: int, noun: bool, fixed: frozenset[int] = frozenset()) -> list[int]:
    """Words of what an event is done to or about: its clause, infinitive or object but for `fixed` words; empty where it has none."""
    at = [trigger, bearer] if noun else [trigger]
    for i in at:
        for relation in ("ccomp", "xcomp", "advcl", "parataxis"):
            for k in (k for k in tree.kids(i, relation) if k not in fixed):
                if relation == "advcl" and not _says_what(tree, i, k):
                    continue
                if relation == "parataxis" and not (k > i and any(tree.lemma(m) == "that" for m in tree.kids(k, "mark"))):
                    continue  # "we want two things: that …"
                return _negated(tree, _trim(tree, tree.below(k, stop=BESIDE)))
        if noun and i == trigger:
            for k in tree.kids(i, "acl", "nmod"):
                if tree.tokens[k].deprel in ("acl", "nmod") and tree.cases(k) in ("", "of", "for", "on", "about", "over", "against"):
                    return _trim(tree, tree.below(k, stop=BESIDE))
        against = [j for case, j in tree.obliques(i) if case in words("against")] if effect_of(tree, i) in UNDERTAKING else []
        for k in against:
            return _trim(tree, tree.below(k, stop=FURTHER), words("against"))
        of_whom = (
            not noun and effect_of(tree, i) == "requested" and tree.lemma(i) not in words("wanted outright")
        )  # "wants money for the hostages"
        asked = [j for case, j in tree.obliques(i) if case == "for" and j > i] if of_whom else []
        if (
            asked
            and tree.objects(i)
            and tree.tokens[asked[0]].upos in ("NOUN", "PROPN")
            and tree.lemma(asked[0]) not in words("time units")
        ):
            return _trim(tree, tree.below(asked[0], stop=FURTHER))  # "asked the council for a force"
        for k in [] if noun else (k if (meant := tree.parallel(k)) is None else meant for k in tree.objects(i)):
            if tree.tokens[k].upos != "PRON" and k not in fixed:
                return _trim(tree, tree.below(k, stop=OTHERS))
        for case, k in tree.obliques(i):
            if not noun and (case in ("for", "of", "against", "about", "over", "with") or (case == "on" and tree.lemma(i) == "insist")):
                return _trim(tree, tree.below(k, stop=FURTHER))
    return []


def patient(tree: Tree, verb: int) -> list[int]:
    """Words of a verb's subject."""
    subjects = tree.subjects(verb)
    return _trim(tree, tree.below(subjects[0], stop=FURTHER)) if subjects else []


def _negated(tree: Tree, run: list[int]) -> list[int]:
    """A clause with the negation right before it, which the parser may have hung elsewhere ("not to fire", "no longer to fire")."""
    if not run:
        return run
    first = run[0] - (run[0] > 0 and tree.lemma(run[0] - 1) == "to")
    if first > 0 and tree.lemma(first - 1) in ("not", "never"):
        return list(range(first - 1, run[-1] + 1))
    if first > 1 and (tree.lemma(first - 2), tree.tokens[first - 1].text) == ("no", "longer"):
        return list(range(first - 2, run[-1] + 1))
    return run


def _says_what(tree: Tree, verb: int, k: int) -> bool:
    """Whether an infinitive that the parser hung beside a verb says what is agreed, asked or planned ("agreed on Monday to …")."""
    infinitive = tree.rel(k) == "advcl" and tree.tokens[k].xpos == "VB" and any(tree.lemma(m) == "to" for m in tree.kids(k, "mark"))
    return infinitive and effect_of(tree, verb) in UNDERTAKING


def content(tree: Tree, trigger: int, bearer: int, noun: bool) -> frozenset[int]:
    """Words of the clauses and infinitives that say what is asked, promised or threatened."""
    out: set[int] = set()
    for i in {trigger, bearer}:
        for k in tree.kids(i, "ccomp", "xcomp"):
            out |= set(tree.below(k))
        for k in tree.kids(i, "obj", "nmod", "obl"):
            if (
                k != trigger
                and tree.tokens[k].upos == "NOUN"
                and not tree.entity(k)
                and (tree.rel(k) == "obj" or tree.cases(k) in ("for", "of"))
            ):
                out |= set(tree.below(k)) - _where_signed(tree, k)
        if noun:
            for k in tree.kids(i, "acl"):
                out |= set(tree.below(k))
    return frozenset(out - {trigger, bearer})


def _where_signed(tree: Tree, noun: int) -> set[int]:
    """Words that say where an accord was made, though they hang on it ("signed a pact in Zarbat")."""
    if tree.lemma(noun) not in classes()["AGREEMENT"]:
        return set()
    return {j for k in tree.kids(noun, "nmod") if tree.cases(k) in ("in", "at") for j in tree.below(k)}


def _trim(tree: Tree, found: list[int], leading: frozenset[str] = frozenset()) -> list[int]:
    """The unbroken run of words around the first gap, without marks at its edges but for a `leading` one."""
    run: list[int] = []
    for i in found:
        gap = run and i > run[-1] + 1 and any(tree.tokens[j].upos != "PUNCT" for j in range(run[-1] + 1, i))
        if gap and (len(run) > 1 or tree.tokens[run[0]].upos not in ("PART", "ADP", "SCONJ", "DET")):
            break
        run.append(i)
    while run and (tree.tokens[run[0]].upos in ("PUNCT", "SCONJ", "ADP") or tree.lemma(run[0]) in ("that", "to", "'s")):
        if tree.lemma(run[0]) in leading or (len(run) > 1 and tree.lemma(run[1]) in ("least", "most")):
            break
        run.pop(0)
    while run and tree.tokens[run[-1]].upos in ("PUNCT", "CCONJ"):
        run.pop()
    return run


def headline(tree: Tree, trigger: int, bearer: int, actors: tuple[ActorMention, ...]) -> str:
    """A short clause of the text's own words around an event: its subject, what governs it ("tried to …"), no side clauses."""
    verb = bearer if tree.tokens[bearer].upos in ("VERB", "AUX") else trigger
    top, chain = verb, {verb}
    while tree.rel(top) in ("xcomp", "advcl") and _controls(tree, tree.tokens[top].head, top):
        top = tree.tokens[top].head
        chain.add(top)
    kept = [i for i in _main(tree, top, chain) if tree.tokens[i].text not in ("“", "”", '"', "''", "``", "(", ")")]
    own = [k for v in (top, *chain) for k in tree.kids(v, "nsubj", "csubj", "expl") if tree.antecedent(k) == k][:1]
    if verb == trigger and tree.tokens[trigger].upos == "NOUN" and not tree.kids(trigger, "cop"):  # "is without power"
        kept = [i for i in kept if not (i < trigger and tree.tokens[i].upos in ("DET", "ADP"))]
    elif not own and not tree.kids(top, "cop"):
        kept = [i for i in kept if i >= top or tree.rel(i) == "aux" or tree.lemma(i) == "not"]
    kept = [i for i in kept if not (i < top and tree.rel(i) == "mark") or (i - 1 in kept and tree.tokens[i - 1].upos == "AUX")]
    if own and own[0] < top:
        first = min(tree.below(own[0], stop=SIDE))
        kept = [i for i in kept if i >= first]
    while kept and (tree.tokens[kept[0]].upos in ("PUNCT", "CCONJ", "SCONJ", "ADP") or tree.tokens[kept[0]].xpos in ("WP$", "WP", "WDT")):
        if kept[0] == trigger:
            break
        kept.pop(0)
    if kept and tree.tokens[trigger].end - tree.tokens[kept[0]].start > LONGEST:
        kept = [i for i in kept if i >= trigger]
    names = {a.start: a.actor.name if tree.text[a.start : a.end].lower() in PRONOUNS else a.text for a in actors}
    before = ""
    pronoun = kept[0] if kept and tree.tokens[kept[0]].xpos == "PRP" else None
    if pronoun is not None and tree.tokens[pronoun].start in names:
        beside = {j for k in tree.kids(pronoun, "appos") for j in tree.below(k)}  # "we, the elders, ask"
        before, kept = names[tree.tokens[pronoun].start], [i for i in kept[1:] if i not in beside]
        while beside and kept and tree.tokens[kept[0]].text == ",":
            kept.pop(0)
    elif not own and tree.tokens[top].upos in ("VERB", "AUX", "ADJ"):
        before = _subject(tree, top, names)
    if not before and own and kept and own[0] < kept[0] and tree.tokens[own[0]].upos == "NOUN" and trigger in (top, bearer):
        before = _short(tree, own[0])  # the clause was cut for its length
    if not before and actors and not any(a.start <= tree.tokens[i].start < a.end for a in actors for i in kept):
        before = names[actors[0].start] + (
            ":" if (own and own[0] in kept) or (trigger != bearer and tree.tokens[trigger].upos == "AUX") else ""
        )
    while kept and not before and kept[0] != trigger and tree.tokens[kept[0]].upos == "AUX" and tree.passive(top):
        kept.pop(0)
    if kept and not before and tree.tokens[kept[0]].xpos == "PRP$":
        kept.pop(0)
    said = f"{before} {_joined(tree, kept, trigger)}".strip()
    if len(said) > LONGEST + 30:
        said = said[: LONGEST + 30].rsplit(" ", 1)[0]
    return (said[:1].upper() + said[1:]).strip()


def _controls(tree: Tree, head: int, low: int) -> bool:
    """Whether a verb lends an infinitive or gerund its subject ("tried to …", "used lorries to …", "shelled it, killing …")."""
    infinitive = low in tree.infinitives(head)
    own = tree.rel(low) == "xcomp" and not tree.kids(head, "obj", "iobj")
    toll = tree.tokens[low].xpos == "VBG" and not tree.kids(low, "mark") and tree.tokens[low].start - tree.tokens[head].start < LONGEST // 2
    beside = tree.rel(low) == "advcl" and (infinitive or toll)
    return tree.tokens[head].upos == "VERB" and not tree.passive(head) and (own or beside)


def _subject(tree: Tree, verb: int, names: dict[int, str]) -> str:
    """A subject that stands elsewhere, with the auxiliary that the verb shares; of an infinitive that says what a noun is for, that noun."""
    shared = "".join(f" {tree.tokens[k].text}" for k in tree.shared(verb) if tree.tokens[k].xpos == "MD")
    found = tree.subjects(verb)
    if tree.rel(verb) == "acl" and tree.tokens[verb].xpos == "VB":
        return f"{_short(tree, tree.tokens[verb].head)} to"
    for h in found[:1]:
        t = tree.tokens[h]
        if t.upos in ("NOUN", "PROPN"):
            return _short(tree, h) + shared
        return names[t.start] + shared if t.start in names else ""
    return ""


def _main(tree: Tree, verb: int, chain: set[int]) -> list[int]:
    """Words of a clause without side clauses and coordinated clauses, but those of `chain`; coordinated nouns stay."""
    out, todo = [], [verb]
    while todo:
        i = todo.pop()
        out.append(i)
        for k in tree.kids(i):
            t, relation = tree.tokens[k], tree.rel(k)
            aside = relation in SIDE or t.deprel in SIDE
            noun = relation == "conj" and i not in chain and t.upos not in ("VERB", "AUX")
            if not aside or noun or k in chain or _says_what(tree, i, k) or _of_gerund(tree, k):
                todo.append(k)
    return sorted(out)


def _of_gerund(tree: Tree, k: int) -> bool:
    """Whether a gerund completes its verb by a preposition ("accused them of hiding arms", "refrain from firing")."""
    gerund = tree.rel(k) == "advcl" and tree.tokens[k].xpos == "VBG"
    return gerund and any(tree.lemma(m) in ("of", "from", "against", "into") for m in tree.kids(k, "mark", "case"))


def _short(tree: Tree, head: int) -> str:
    """A noun phrase without its clauses, its preposition, and times that the parser hung on it."""
    off = [k for k in tree.kids(head) if (tree.rel(k) == "case" and k < head) or tree.lemma(k) in words("time units")]
    out = set(tree.below(head, stop=SIDE | {"acl"})) - {j for k in off for j in tree.below(k)}
    return _joined(tree, [i for i in sorted(out) if i <= head or tree.rel(i) != "punct"], head)


def _joined(tree: Tree, kept: list[int], trigger: int) -> str:
    """The words with their own spacing, cut to size after the trigger at a word that can end a clause."""
    out, at, last = "", -1, -1
    ends: list[tuple[int, str]] = []
    for i in kept:
        t = tree.tokens[i]
        if t.text == "," and out and last != t.start:
            continue  # what stood between two commas is left out
        longer = f"{out} {t.text}" if out and last != t.start else out + t.text
        if i > trigger and len(longer) > (LONGEST if len(ends) > 1 else LONGEST + 25):
            break
        out, at, last = longer, i, t.end
        if i < trigger or t.head > i or t.xpos in WEAK_END or t.upos in ("PUNCT", "ADP", "DET", "CCONJ", "AUX"):
            continue
        if i + 1 not in tree.kids(i) or tree.rel(i + 1) not in ("flat", "fixed"):
            ends.append((i, out))
    if at != (kept[-1] if kept else -1) and ends:
        out = ends[-1][1]
    return " ".join(out.split()).strip(" ,;:.–—-")


def contexts(tree: Tree, low: int, high: int) -> tuple[str, ...]:
    """PLOVER's contexts that words between two words of a sentence speak of, most frequent first."""
    known = tree.answers[contexts]
    found: tuple[str, ...] | None = known.get((low, high))
    if found is None:
        of = table("contexts.tsv")
        spoken_of = [] if of.keys().isdisjoint(tree.lemmas) else [c for i in range(low, high + 1) if (c := of.get(tree.lemma(i)))]
        found = known[low, high] = tuple(c for c, _ in Counter(spoken_of).most_common(3)) if spoken_of else ()
    return found


def elsewhere(bearing: float) -> bool:
    """Whether the weights of a report's words say alone that it is plainly about something else, whatever would be coded in it."""
    return bearing < -OPEN


def doubt(trees: list[Tree]) -> float:
    """What is added to the weights of one plain sentence, before anything is coded in it: few words say little of what it is about."""
    return BENEFIT if len(trees) == 1 and len(trees[0].tokens) <= FEW else 0.0


def relevant(trees: list[Tree], events: tuple[Event, ...], bearing: float) -> tuple[bool, bool]:
    """Whether a report is about politics, conflict, security or public order, and whether it is plainly about something else.

    By the weights of its words (`bearing`); where they leave it open, by the topics named and what was coded in it: a state of public order is
    enough; else a longer text must tell of someone who acts in public, or, where its words speak for it but not much, at least name such topics.
    """
    if doubt(trees) and not elsewhere(bearing + doubt(trees)) and any(map(_plainly_public, events)):
        return True, False
    if bearing > SURE or elsewhere(bearing):
        return bearing > 0, elsewhere(bearing)
    topics = table("topics.tsv")
    count: Counter[str] = Counter()
    for n, tree in enumerate(trees):
        for i in range(len(tree.tokens)):
            topic = topics.get(tree.lemma(i))
            if topic:
                count[topic] += 2 if n == 0 else 1
    if bearing > -OPEN and any(_holds(e, bearing > OPEN) for e in events):
        return True, False
    if bearing > OPEN:
        named = count["security"] + count["politics"] > 1 or any(e.event_type and _public(e) for e in events)
        told_long = sum(len(tree.tokens) for tree in trees) > LONG
        return (True, False) if named or not told_long else (False, True)
    matter = count["security"] + count["politics"] + 2 * len({e.event_type for e in events if not e.background and e.event_type})
    other = max(count["sport"], count["business"], count["entertainment"])
    told = bool(events) or count["security"] + count["politics"] >= 3
    if sum(len(tree.tokens) for tree in trees) > LONG and not any(_public(e) or _grave(e) for e in events):
        return False, True
    matters = matter > 0 and told and matter > 1.5 * other
    grave = matters and any(map(_grave, events))
    return matters, not grave and (bearing < 0 or (other >= 3 and other > matter))


def _grave(e: Event) -> bool:
    """Whether somebody was killed or abducted, so that it is a matter of public order whoever did it."""
    return e.modality == "asserted" and e.event_type == "ASSAULT" and any(q.kind in ("killed", "abducted") for q in e.quantities)


def _holds(e: Event, sure: bool) -> bool:
    """Whether it opens, confirms or ends a state of public order: a closure, a curfew, a cut in supply. Unless the report's words speak for it (`sure`),
    one that nobody is told to have made counts only where it tells its place, and so do those of which sport and business speak too.
    """
    anywhere = STATES | SPOKEN_FOR if sure else STATES
    told = (e.condition in anywhere and (sure or bool(e.place or e.event_type))) or (e.condition in SOMEWHERE and e.place is not None)
    told = told or e.condition in NAMED or (e.condition in STILL and e.place is not None and not SERVICES.isdisjoint(things(e)))
    told = told or (e.condition is not None and any(m.actor.sectors[:1] and m.actor.sectors[0] in OFFICE for m in e.actors))
    return told and e.modality == "asserted" and e.polarity == "positive" and not e.background


def _public(e: Event) -> bool:
    """Whether a state, an authority, a party or an armed group has part in an event."""
    actors = [m.actor for m in (*e.actors, *e.recipients)]
    return any(a.sectors[0] in PUBLIC if a.sectors else bool(a.country) for a in actors)


def _plainly_public(e: Event) -> bool:
    """Whether an authority acts as one, people protest, an armed band or what only armies have does harm, or a state, or somebody of it, does something to another or its people."""
    if e.event_type in OFFICIAL_DEEDS and any(OFFICIAL.issuperset(m.actor.sectors[:1] or ("-",)) for m in e.actors):
        return True
    if e.event_type == "PROTEST" and _public(e):
        return True
    armed = e.mode in MACHINES or any(m.actor.sectors[:1] in (("REB",), ("UAF",)) for m in e.actors)
    if e.event_type in FORCED and e.modality == "asserted" and not e.background and armed:
        return True
    ours, theirs = ({m.actor.country for m in side if m.actor.country} for side in (e.actors, e.recipients))
    return e.event_type in BETWEEN and bool(ours and theirs) and not ours & theirs


def mishap(tree: Tree) -> bool:
    """Whether a sentence tells of an accident, and of nothing that is done by force."""
    return not tree.lemmas.isdisjoint(words("mishaps")) and not forceful(tree)


def forceful(tree: Tree) -> bool:
    """Whether a sentence speaks of anything done by force, or of what does it."""
    if not tree.lemmas.isdisjoint(_force()):
        return True
    burnt = "fire" in tree.lemmas and ("open" in tree.lemmas or "set" in tree.lemmas)
    return burnt or any(t.upos == "VERB" and tree.lemma(i) in ("fire", "kill") and tree.doers(i) for i, t in enumerate(tree.tokens))


@cache
def _force() -> frozenset[str]:
    """Lemmas of what is done by force, or does it, whatever else the sentence says."""
    told = lemmas_of("ATTACK", "BLAST", "MILITIA", "HEAVYWEAPON") | words("violence")
    told |= {"gun", "clash", "gunman", "stab", "lynch", "behead", "execute", "murder"}
    return told - words("mishaps") - {"kill", "fire"}


def natural(tree: Tree, i: int) -> bool:
    """Whether a word names weather, a disaster, an animal or another thing of nature, which does nothing in public ("the storm hit the coast")."""
    lemma = tree.lemma(i)
    known = lemma in classes()["WEATHER"] or lemma in classes()["DISASTER"] or lemma in words("nature")
    if lemma == "fire" and any(tree.lemma(k) in words("arms fired") for k in tree.kids(i, "compound", "amod")):
        return False  # "hit by rifle fire"
    return known and tree.tokens[i].upos == "NOUN" and tree.entity(i) is None


def only_left(tree: Tree, i: int) -> bool:
    """Whether those whom a body lost are told to have left it, or to have come to harm by nobody ("lost 40 officers who resigned", "lost a sailor in a storm")."""
    if tree.lemma(i) != "lose":
        return False
    lost = [j for k in tree.objects(i) for j in tree.conjuncts(k)]
    clauses = [*tree.kids(i, "advcl"), *(c for k in lost for c in tree.kids(k, "acl", "advcl"))]
    near = [k for at in (i, *lost, *(a for k in lost for a in tree.kids(k, "advmod", "amod"))) for _, k in tree.obliques(at)]
    by_nobody = LEFT_BY | lemmas_of("WEATHER", "DISASTER", "ACCIDENT", "DISEASE")
    return any(tree.lemma(k) in LEAVING | words("mishaps", "wrecking") for k in clauses) or any(tree.lemma(k) in by_nobody for k in near)


def sporting(tree: Tree, doers: Sequence[int]) -> bool:
    """Whether all who do it are told to be athletes at play."""
    return bool(doers) and all(tree.lemma(d) in words("athletes") for d in doers)


def phrase(tree: Tree, found: list[int]) -> Span | None:
    """The span of words in a row, without a conjunction or mark before them."""
    while len(found) > 1 and tree.rel(found[0]) in ("cc", "punct"):
        found = found[1:]
    return tree.span(found[0], found[-1]) if found else None
