"""Who acts on whom: the parties of a trigger, read off the tree by the lexicon's `roles`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from vedette.codebook.countries import by_name
from vedette.codebook.triggers import classes
from vedette.coding.addressed import ADDRESSING, addressed
from vedette.coding.alleged import accused
from vedette.coding.bearers import whole
from vedette.coding.clauses import Tree
from vedette.coding.counts import is_people
from vedette.coding.matching import Found, match
from vedette.coding.reported import effect_of, read
from vedette.coding.said import ALLEGED, MUST, OWN_WORD, PROMISE, REFUSED
from vedette.coding.stated import ASIDE
from vedette.coding.who import Cast
from vedette.coding.words import words
from vedette.domain import Actor, ActorMention

LABELS = frozenset({"PER", "ORG", "GPE", "NORP"})


DEEPER = frozenset({"THREATEN", "PROTEST", "AGREE", "SUPPORT", "REJECT", "REQUEST", "MOBILIZE", "SANCTION", "AID", "ACCUSE", "COOPERATE"})
"""Types whose recipient may stand in what is threatened, demanded or agreed ("threatened to break relations with Russia")."""
DEED_OF: dict[str, frozenset[str]] = {
    "ACCUSE": frozenset({"ASSAULT", "COERCE", "SANCTION", "THREATEN", "REJECT"}),
    "COERCE": frozenset({"PROTEST"}),
    "REQUEST": frozenset(),
}
"""Types whose recipient is who does the deed that is told of, by the types of those deeds."""
SPOKEN = frozenset({"REQUEST", "THREATEN", "REJECT", "ACCUSE", "AGREE", "SUPPORT", "CONCEDE"})
"""Types that tell of something said, whoever says it."""
DEEDS = frozenset({"ASSAULT", "COERCE", "PROTEST", "SANCTION", "RETREAT", "AID", "MOBILIZE", "COOPERATE"})
"""Types that tell of something done, by whomever."""
LEFT = frozenset({"leave", "drop", "abandon", "dump"})
"""Verbs by which captors rid themselves of those whom they hold ("were left at a crossroads")."""
LAID = frozenset("lay plant bury hide place set detonate trigger throw toss hurl lob fire launch drop leave attach explode".split())
"""What is done with what goes off."""
SEEN = frozenset("see hear read note notice know study".split())
"""What is done with others' words, not with one's own."""
HELD = frozenset({"COERCE", "SANCTION", "RETREAT", "CONCEDE"})
"""Types of what is laid on someone or taken off again, whose recipient may hang on what it is ("a blockade on lorries of Togo")."""
MUTUAL = frozenset({"AGREE", "REJECT", "SUPPORT", "CONSULT"})
"""Types that "the two sides" may do, though it is not said who they are."""
GOT = frozenset("receive get reject refuse decline ignore heed hear grant consider weigh answer dismiss welcome await".split())
"""What those do whom somebody asked for something."""
TARGETS = {"REQUEST": frozenset({"from"}), "PROTEST": frozenset({"against", "by", "from", "for"})}
"""Prepositions of whom something is done to in the content of these types; of others there are more."""
SIDES = frozenset({"side", "party", "group", "faction", "delegation", "camp", "rival", "delegate", "negotiator", "envoy"})
CONTENT = frozenset({"xcomp", "obj", "advcl", "obl", "nmod", "acl", "ccomp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Mentions of both sides, and the heads of who is affected and who acts, actors or not (for numbers)."""

    actors: tuple[ActorMention, ...]
    recipients: tuple[ActorMention, ...]
    affected: tuple[int, ...]
    doers: tuple[int, ...]


def parties(tree: Tree, found: Found, cast: Cast) -> Parties:
    """Both sides of an event."""
    i, roles = found.at, found.row.roles
    if found.row is MUST:
        how = read(tree, found, {})
        doers, affected = list(how.speech[1]) if how.speech else [], tree.kids(found.bearer, "nsubj")
        affected = [j for k in affected for j in tree.conjuncts(k)]
    elif found.row is REFUSED:
        doers, affected = _refused(tree, found)
    elif found.row is ALLEGED:
        doers, affected = doers_of(tree, i) if found.bearer == i else tree.doers(found.bearer), accused(tree, i)
    elif found.row.pos == "n":
        doers, affected = _noun(tree, found)
    elif found.row.pos == "a":
        subjects = tree.subjects(i)
        doers, affected = ([], subjects) if roles == "o<" else (subjects, _targets(tree, i, roles))
    elif roles == "o<" or (found.learnt and tree.lemma(i) in words("fates undergone") and found.row.type == "ASSAULT"):
        patients = tree.objects(i) if tree.passive(i) else tree.subjects(i)
        doers, affected = (
            (tree.doers(i) if tree.passive(i) else tree.agents(i))
            or [d for c, j in tree.obliques(i) if c == "from" and tree.lemma(i) == "come" for d in _whose_side(tree, j)],
            patients,
        )
        doers += [j for k in found.used for c, j in tree.obliques(k) if c in ("from", "by")]
        if found.row.type == "REQUEST" and not doers:
            doers = [j for c, j in tree.obliques(i) if c == "from"]  # "is under pressure from the union"
    else:
        doers = tree.doers(i)
        if found.row in OWN_WORD:
            own = [j for j in tree.doers(i) if tree.tokens[j].xpos == "PRP" or found.row is not PROMISE]
            said = read(tree, found, {}).speech
            doers = list(said[1]) if said and not _mentions(tree, own, cast) else own
        affected = _targets(tree, i, roles)
    if found.row.type == "ASSAULT" and (not doers or tree.kids(i, "nsubj")) and (between := _between(tree, i)):
        doers = [*between, *(j for j in doers if j not in between)]
        affected = [j for j in affected if j not in doers]
    if found.row.type == "ASSAULT" and (rivals := _of_broken_truce(tree, found)) and not any(_is_party(tree, j) for j in doers):
        doers = rivals
    if found.row.type == "ASSAULT" and found.row.pos == "v" and not doers and tree.passive(i):
        doers = [j for k in sorted(found.used) for case, j in tree.obliques(k) if case == "by"]  # "killed in an air strike by the army"
    head = tree.tokens[i].head
    if (
        found.row.pos == "v"
        and tree.tokens[i].xpos == "VBG"
        and head >= 0
        and tree.passive(head)
        and any(tree.lemma(m) == "by" for m in tree.kids(i, "mark", "case"))
    ):
        doers = [j for j in doers if j not in tree.subjects(head)]  # "were driven out by fighting"
    doers = [d for j in doers for d in _behind(tree, j, i)]
    doers = [j for j in doers if not _goes_off(tree, j)]
    actors = _mentions(tree, doers, cast)
    if not actors and found.row.type in DEEDS and found.row.pos == "v":
        actors = _nobody_known(tree, [j for j in doers if tree.tokens[j].upos == "NOUN" and is_people(tree, j)], cast)
    if not actors and found.row.type in SPOKEN:
        actors = _nobody_known(tree, doers, cast, papers=found.row.type == "ACCUSE")
    elif not actors and found.row.type in MUTUAL and any(tree.lemma(j) in SIDES and tree.tokens[j].xpos == "NNS" for j in doers):
        actors = _nobody_known(tree, [j for j in doers if tree.lemma(j) in SIDES], cast)
    if not actors and found.row.pos == "v" and (found.row.type in MUTUAL or found.row.mode == "ceasefire" or _fails(found)):
        # "a deal was reached between A and B", "in the hall of Tal, between A and B"
        further = tree.kids(i, "obl") if tree.passive(i) else []
        sides = [j for k in (i, *tree.kids(i, "nsubj"), *further) for j in _between(tree, k)]
        sides = [j for j in sides if tree.lemma(j) not in ("road", "line") and not _is_town(tree, j)]
        actors = _mentions(tree, sides, cast) or _nobody_known(tree, sides, cast)
    if not actors and found.row.mode == "release" and (tree.lemma(i) in words("letting go") or tree.lemma(i) in LEFT):
        holders = _holders(tree, i, affected)
        actors = _mentions(tree, holders, cast) or _nobody_known(tree, holders, cast)
    fixed = found.fixed(tree)
    affected += [j for k in found.used for case, j in tree.obliques(k) if case in ("on", "against") and j not in affected]
    promised_to = roles == "s>" and found.row.type == "AGREE" and tree.passive(i)
    meant = [j for j in affected if j not in doers and j not in fixed and (roles != "s>" or promised_to or _is_party(tree, j))]
    recipients = _mentions(tree, _of_deed(tree, found, doers), cast) or _mentions(tree, meant, cast)
    if not recipients and found.row.type in HELD:
        recipients = _mentions(tree, [j for k in tree.objects(i) if tree.tokens[i].upos == "VERB" for j in _laid_on(tree, k)], cast)
    if not recipients and found.row.type == "PROTEST":
        recipients = _mentions(tree, _defied(tree, found), cast)
    if not recipients and found.row.type == "REJECT":
        recipients = _mentions(tree, [j for n in _nouns(tree, found, "despite") for j in doers_of(tree, n)], cast)
    if not recipients and found.row.type == "REJECT" and found.row.mode == "meet":
        recipients = _mentions(tree, [j for k in tree.objects(i) for case, j in tree.obliques(k) if case in ("with", "between")], cast)
    if not recipients and found.row.type in DEEPER:
        recipients = _mentions(tree, _asked(tree, found) if found.row.type == "REQUEST" else [], cast)
        recipients = recipients or _mentions(tree, _in_content(tree, found, doers), cast)
        if found.row.type == "AGREE":
            recipients = tuple(m for m in recipients if m.actor.country not in {a.actor.country for a in actors})
    if not recipients and found.row.pos == "v" and (found.row.type in ADDRESSING or found.row in OWN_WORD):
        put_to = addressed(tree, said[0] if found.row in OWN_WORD and (said := read(tree, found, {}).speech) else i, found.row.type)
        put_to = [j for j in put_to if j not in doers]
        recipients = tuple(m for j in put_to for m in _mentions(tree, [j], cast) or _nobody_known(tree, [j], cast))
    if not recipients and found.row.mode == "visit":
        recipients = _mentions(tree, [j for case, j in _around(tree, i) if case in ("in", "to", "at") and _is_party(tree, j)], cast)
    if not recipients and found.row.type == "ASSAULT":
        owners = [_owner(tree, j, cast) for j in affected if j not in doers]
        recipients = tuple(m for m in owners if m is not None)
    if not recipients and found.row.mode == "resign":
        left = [j for case, j in _around(tree, i) if case in ("from", "in")] + tree.objects(i)
        recipients = _mentions(tree, [j for j in left if tree.lemma(j) in classes()["INSTITUTION"] and tree.lemma(j) != "office"], cast)
    taken = {(m.start, m.end) for m in actors}
    recipients = tuple(
        m for m in recipients if (m.start, m.end) not in taken and not (m.actor in [a.actor for a in actors] and not m.unnamed)
    )
    counted = affected + [j for j in (tree.objects(i) if found.row.pos == "v" else []) if j not in affected and j not in doers]
    return Parties(actors=actors, recipients=recipients, affected=tuple(dict.fromkeys(counted)), doers=tuple(doers))


def _refused(tree: Tree, found: Found) -> tuple[list[int], list[int]]:
    """Heads of who says that something will not be, and of whom he says it to or who asked for it."""
    said = read(tree, found, {}).speech
    asked = list(dict.fromkeys([found.at, *tree.kids(found.at, "nsubj", "nsubj:pass"), found.bearer]))
    affected = tree.kids(said[0], "iobj", "obj") if said else []
    affected += [j for k in asked for case, j in tree.obliques(k) if case in ("with", "for", "to", "by", "from")]
    return list(said[1]) if said else [], affected or [j for k in asked if tree.tokens[k].upos == "NOUN" for j in _askers(tree, k)]


def _askers(tree: Tree, noun: int) -> list[int]:
    """Heads of who asked for something: its owner, "of" whom it is."""
    return doers_of(tree, noun) or [j for case, j in tree.obliques(noun) if case == "of"]


def _holders(tree: Tree, i: int, held: list[int]) -> list[int]:
    """Heads of those who held the captives who were let go ("an agronomist held by an armed group was freed"), unless others freed them ("in a raid", "when the army
    stormed the camp").
    """
    if tree.kids(i, "advcl", "conj") or any(tree.lemma(j) in words("freeing by force") for _, j in tree.obliques(i)):
        return []
    said = [k for j in held for n in (j, *tree.below(j, stop=ASIDE)) for k in tree.kids(n, "acl")]
    return [j for k in said if tree.lemma(k) in words("holding captive") for j in tree.agents(k)]


def _targets(tree: Tree, i: int, roles: str) -> list[int]:
    """Heads of who receives what a verb says."""
    preps = roles[2:].split("|") if roles.startswith("s>") and roles not in ("s>", "s>o") else []
    objects = tree.objects(i)
    if roles == "s>":
        return objects
    by_prep = [j for case, j in _around(tree, i) if case in preps]
    if preps:
        if "o" in preps:
            return by_prep or objects
        return by_prep or tree.kids(i, "iobj") or [j for j in objects if tree.tokens[j].upos in ("PROPN", "PRON") or _put_by(tree, j)]
    if roles == "s>o" and tree.kids(i, "iobj") and tree.kids(i, "obj"):
        return [j for k in tree.kids(i, "iobj") for j in tree.conjuncts(tree.antecedent(k))]  # "gave the town two boats"
    if roles == "s=o":
        return objects + [j for case, j in _around(tree, i) if case in ("with", "between", "and")]
    if not objects or all(tree.tokens[j].upos == "NOUN" for j in objects):
        for k in tree.kids(i, "ccomp"):
            if not tree.kids(i, "obj", "iobj"):
                objects = objects + (tree.subjects(k) if tree.kids(k, "nsubj") else [])
        objects = objects + [j for case, j in _around(tree, i) if case in ("against", "to", "on", "from", "at") and not objects]
    return objects


def _put_by(tree: Tree, j: int) -> bool:
    """Whether a thing was put to the doer by someone who is named with it ("accepted the bishop's invitation")."""
    return tree.lemma(j) in classes()["PROPOSAL"] and bool(tree.kids(j, "nmod:poss"))


def _around(tree: Tree, i: int) -> list[tuple[str, int]]:
    """Prepositional phrases of a verb, of its object and of its infinitive ("called on X to …")."""
    out = tree.obliques(i)
    for k in tree.kids(i, "obj", "xcomp"):
        inner = tree.obliques(k)
        out += inner + [x for case, j in inner if case == "of" for x in tree.obliques(j)]
    return out


def _noun(tree: Tree, found: Found) -> tuple[list[int], list[int]]:
    """Heads of who acts and who receives, of a noun that tells of an event."""
    i, lemma = found.at, tree.lemma(found.at)
    owners = [j for k in tree.kids(i, "nmod:poss") for j in tree.conjuncts(tree.antecedent(k)) if tree.lemma(k) not in words("time units")]
    named = [k for k in tree.kids(i, "amod", "compound", "nmod") if k < i and not tree.cases(k) and k not in owners and _is_party(tree, k)]
    cases = tree.obliques(i)
    borne = found.bearer != i and any(j != i for j in tree.doers(found.bearer))
    doers = [j for case, j in cases if case == "by" or (case == "between" and not borne)]
    doers += _makers(tree, i)
    affected = [j for case, j in cases if (case != "of" and case in words("target cases")) or (case == "between" and borne)]
    of = [j for case, j in cases if case == "of"]
    if found.bearer != i:
        verb, relation = found.bearer, tree.rel(whole(tree, i))
        if tree.tokens[verb].head == i:
            doers += tree.agents(verb)
        elif relation == "obj" and found.row.type in SPOKEN and tree.lemma(verb) in SEEN:
            affected += tree.doers(verb)  # "had seen the threat"
        elif relation == "obj" and tree.lemma(verb) in words("suffering"):
            return [*tree.agents(verb), *doers], [*affected, *tree.doers(verb)]  # "the district suffered a second raid"
        elif (
            relation == "obj" and found.row.type in DEEDS and found.row.mode != "arrest" and tree.lemma(verb) in words("telling of a deed")
        ):
            pass  # "police report gunfire", but "police reported 40 arrests"
        elif relation == "obj" or (relation == "nsubj" and tree.passive(verb)) or relation == "obl":
            doers += tree.doers(verb)
        affected += [j for case, j in tree.obliques(verb) if case in words("target cases") and case not in ("of", "over") and j != i]
        affected += tree.kids(verb, "iobj")
        if tree.passive(verb) and relation == "obj":
            affected += tree.subjects(verb)
        if relation == "nsubj" and not tree.passive(verb) and tree.tokens[verb].head != i:
            affected += [j for j in tree.objects(verb) if _is_party(tree, j)]
    if lemma in words("doer nouns"):
        doers += owners or of  # "the opposition's boycott of parliament", "the strike of the nurses"
        of, owners = (of, []) if owners else ([], [])
    if lemma in words("patient nouns") and not of and not doers:
        affected += owners or named
        return doers, affected
    if lemma in words("patient nouns") and not of:
        affected += owners
        owners = []
    doers += owners + named
    if found.row.type == "REQUEST" and not owners and (asking := _asking(tree, found, cases, doers)):
        got = tree.doers(found.bearer) if found.bearer != i and tree.lemma(found.bearer) in GOT else []
        return asking, [j for j in dict.fromkeys([*got, *of, *affected]) if j not in asking]
    if any(case == "from" for case, _ in cases) and not doers:
        doers += [j for case, j in cases if case == "from"]
    return list(dict.fromkeys(doers)), list(dict.fromkeys(of + affected))


def _asking(tree: Tree, found: Found, cases: list[tuple[str, int]], doers: list[int]) -> list[int]:
    """Those from whom a request came ("received a plea from the mayor", "the plea of the elders was ignored"), where its verb tells of nobody else who made it."""
    borne = found.bearer != found.at and tree.lemma(found.bearer) not in GOT
    if (doers and borne) or any(case == "by" for case, _ in cases):
        return []
    return [j for case, j in cases if case == "from" or (case == "of" and (_is_party(tree, j) or is_people(tree, j)))]


def doers_of(tree: Tree, noun: int) -> list[int]:
    """Heads of who did or does what a noun tells: its owner, "by" whom, who carries it out, "of" whom it is where its "of" names the doer."""
    cases = tree.obliques(noun)
    out = [j for k in tree.kids(noun, "nmod:poss") if tree.lemma(k) not in words("time units") for j in tree.conjuncts(tree.antecedent(k))]
    out += [j for case, j in cases if case == "by" or (case == "from" and tree.lemma(noun) not in words("doer nouns"))]
    out += _makers(tree, noun)
    out += [k for k in tree.kids(noun, "amod", "compound") if _is_party(tree, k)]
    if tree.lemma(noun) in words("doer nouns"):
        out += [j for case, j in cases if case == "of"]
    return list(dict.fromkeys(out))


def _makers(tree: Tree, noun: int) -> list[int]:
    """Who carries out what a noun tells, in a participle behind it ("a barricade mounted by young men")."""
    told = [
        k
        for k in tree.kids(noun, "acl")
        if tree.lemma(k) in words("carrying out") and tree.passive(k) and not tree.kids(k, "xcomp", "amod")
    ]
    return [j for k in told for j in tree.agents(k)]


def _whose_side(tree: Tree, j: int) -> list[int]:
    """Who stands on the side of a place from which shots come ("from rebel positions"); nobody, of a river's bank."""
    if tree.lemma(j) not in words("sides of a place"):
        return [j]
    owners = [k for k in tree.kids(j, "compound", "amod", "nmod:poss") if _is_party(tree, k) or is_people(tree, k)]
    return owners or [k for case, k in tree.obliques(j) if case == "of" and (_is_party(tree, k) or is_people(tree, k))]


def _of_deed(tree: Tree, found: Found, doers: list[int]) -> list[int]:
    """Who is blamed for a deed, hindered in it or asked for it, where the text names the deed ("denounced Serbia's raids", "the march by nurses")."""
    kinds = DEED_OF.get(found.row.type)
    if kinds is None or found.row.pos == "n":
        return []
    about = tree.objects(found.at) + [j for k in (found.at, *found.used) for case, j in tree.obliques(k) if case in ("for", "into", "over")]
    out = []
    for n in about:
        if tree.tokens[n].upos != "NOUN" or tree.entity(n) is not None:
            continue
        deed = match(tree, n, tree.lemma(n), "n", n)
        asked = found.row.type == "REQUEST" and tree.lemma(n) in words("leaving")
        wrong = found.row.type == "ACCUSE" and tree.lemma(n) in classes()["CRIME"]
        if asked or wrong or (deed is not None and deed.row.type in kinds):
            out += [j for j in doers_of(tree, n) if j not in doers]
    return out


def _laid_on(tree: Tree, noun: int) -> list[int]:
    """The parties that a blockade, border or ban is on, with or against."""
    return [
        j
        for case, j in tree.obliques(noun)
        if case in ("on", "against", "with")
        and (_is_party(tree, j) or any(_is_party(tree, k) for k in tree.kids(j, "amod", "compound", "nmod:poss")))
    ]


def _nouns(tree: Tree, found: Found, *cases: str) -> list[int]:
    """Common nouns that hang on a verb or its infinitive by one of the prepositions."""
    near = [found.at, *tree.kids(found.at, "xcomp", "obj")]
    return [j for i in near for case, j in tree.obliques(i) if case in cases and tree.tokens[j].upos == "NOUN" and not tree.entity(j)]


def _defied(tree: Tree, found: Found) -> list[int]:
    """Whom a protest is in defiance of or in protest at, and whose vote or goods it shuns."""
    out = [
        j
        for n in _nouns(tree, found, "in")
        if tree.lemma(n) in words("defiance")
        for case, j in tree.obliques(n)
        if case in ("of", "to", "at", "against")
    ]
    if found.row.mode == "boycott":
        out += [j for n in tree.objects(found.at) for j in doers_of(tree, n)]
    return out


def _fails(found: Found) -> bool:
    """Whether talks are told to have failed by themselves ("the talks between A and B broke down")."""
    return found.row.type == "SANCTION" and found.row.roles == "o<"


def _behind(tree: Tree, j: int, deed: int) -> list[int]:
    """Who does what is told with a deed as its doer: of "an airstrike by the army killed …" the army, of "fighting between A and B left …" both, of "closed by the teachers' strike" the teachers."""
    if j != deed and tree.tokens[j].xpos == "VBG":
        return _between(tree, j) or [j]
    if j == deed or tree.tokens[j].upos != "NOUN" or tree.entity(j) is not None:
        return [j]
    if tree.lemma(j) in words("explosives") and (layers := _layers(tree, j)):
        return layers
    if tree.lemma(j) in words("written words") and (by := tree.writers(j)):
        return by  # "a note he sent asks for an amnesty", "an order from the delegate says"
    found = match(tree, j, tree.lemma(j), "n", j)
    if found is None or found.row.type not in ("ASSAULT", "PROTEST"):
        return [j]
    return [d for d in _noun(tree, found)[0] if d != j] or [j]


def _layers(tree: Tree, j: int) -> list[int]:
    """Who laid, threw or fired what went off ("a grenade thrown by a youth hurt five", "had laid the mine that killed two")."""
    over = tree.tokens[j].head
    laid = [v for v in tree.kids(j, "acl") if tree.lemma(v) in LAID]
    if tree.rel(j) == "obj" and tree.lemma(over) in LAID:
        laid.append(over)
    return [d for v in laid for d in (tree.agents(v) if tree.passive(v) else tree.doers(v)) if d != j]


def _between(tree: Tree, i: int) -> list[int]:
    """Those between whom there is fighting: both act."""
    return [j for case, j in tree.obliques(i) if case == "between"]


def _of_broken_truce(tree: Tree, found: Found) -> list[int]:
    """Those between whom a truce was that broke down, who then fought each other ("a truce between A and B broke down in a gun battle")."""
    over = tree.tokens[found.at].head if tree.rel(found.at) == "obl" else -1  # not "collapsed and nine people were killed"
    verbs = [v for v in (found.at, found.bearer, over) if v >= 0 and tree.lemma(v) in ("break", "collapse")]
    truces = [k for v in verbs for k in tree.kids(v, "nsubj") if tree.lemma(k) in words("accords")]
    sides = [j for k in truces[:1] for j in _between(tree, k) if not _is_town(tree, j)]
    # "two feuding families" are nobody in particular
    return [] if any(tree.kids(j, "nummod") for j in sides) else sides


def _asked(tree: Tree, found: Found) -> list[int]:
    """Of whom something is asked: the subject of the clause that says what, or the object, but not "his release"."""
    out: list[int] = []
    for i in dict.fromkeys((found.at, found.bearer)):
        for k in tree.kids(i, "ccomp", "xcomp", "acl"):
            own = tree.kids(k, "nsubj", "nsubj:pass")
            out += [j for o in own for j in tree.conjuncts(o)]
        objects = tree.objects(i) if tree.tokens[i].upos == "VERB" else []
        theirs = {j for j in objects for k in tree.kids(j, "nmod:poss") if tree.tokens[k].xpos == "PRP$"}
        out += [j for j in objects if j != found.at and j not in theirs and (i == found.at or j < found.at)]
    return out


def _in_content(tree: Tree, found: Found, doers: list[int]) -> list[int]:
    """The first that what is threatened, demanded or agreed is done to, or else whose deed is its condition."""
    cases = TARGETS.get(found.row.type, words("target cases"))
    todo = [k for i in (found.at, found.bearer) for k in tree.kids(i) if tree.rel(k) in CONTENT and k not in doers]
    todo = [k for k in todo if tree.cases(k) not in words("time cases")]
    below = [i for k in todo for i in tree.below(k)]
    protest, objects = found.row.type == "PROTEST", found.row.type not in ("REQUEST", "PROTEST")
    for i in below:
        case = tree.cases(i)
        reached = case in cases or (objects and tree.rel(i) in ("obj", "iobj"))
        reached = reached or (protest and case in ("of", "by", "from") and effect_of(tree, tree.clause(i)) == "requested")
        if reached and any(_is_party(tree, j) for j in [i, *tree.kids(i, "amod", "compound", "nmod:poss")]):
            return tree.conjuncts(i)
    for i in below if found.row.type == "THREATEN" else ():
        if (
            any(tree.lemma(m) in words("condition marks") for m in tree.kids(i, "mark"))
            and tree.kids(i, "nsubj")
            and not tree.kids(i, "cop")
        ):
            return tree.conjuncts(tree.kids(i, "nsubj")[0])
    return []


def _is_party(tree: Tree, k: int) -> bool:
    entity = tree.entity(k)
    return entity is not None and entity.label in LABELS


def _mentions(tree: Tree, heads: list[int], cast: Cast) -> tuple[ActorMention, ...]:
    """Actors among noun phrases; for a thing, whoever owns it or whose name it bears ("Israeli tanks", "Kurti's policy")."""
    out: list[ActorMention] = []
    for h in dict.fromkeys(heads):
        found = cast.mentions(tree, h)
        if not found and (owner := _owner(tree, h, cast)):
            found = [owner]
        for m in found:
            if all((m.start, m.end) != (o.start, o.end) for o in out):
                out.append(m)
    return tuple(out)


def _nobody_known(tree: Tree, heads: list[int], cast: Cast, papers: bool = False) -> tuple[ActorMention, ...]:
    """Those who speak, where they are people or a body of whom no more is known ("a caller", "the Cell"); with `papers`, also what somebody wrote ("a report")."""
    out = []
    for h in heads:
        body = tree.tokens[h].upos == "PROPN" and any(tree.lemma(k) in ("the", "this") for k in tree.kids(h, "det"))
        if (
            body
            or tree.lemma(h) in SIDES
            or (papers and tree.lemma(h) in words("written words"))
            or (tree.tokens[h].upos == "NOUN" and tree.lemma(h) in words("bodies that speak"))
            or any(tree.lemma(h) in classes()[c] for c in ("PERSON", "GROUP", "INSTITUTION", "LEADER", "OFFICIAL", "MILITIA"))
            or (tree.tokens[h].upos == "NOUN" and is_people(tree, h))
        ):
            s = cast.phrase(tree, h)
            out.append(ActorMention(start=s.start, end=s.end, text=s.text, actor=Actor(name=s.text), confidence=0.6, unnamed=not body))
    return tuple(out[:1])


def _is_town(tree: Tree, i: int) -> bool:
    """Whether a name is a place's, and no country's: the fire that is held between two towns is not theirs."""
    named = tree.entity(i)
    return named is not None and named.label in ("GPE", "LOC", "FAC") and by_name(named.text) is None


def _goes_off(tree: Tree, i: int) -> bool:
    """Whether a noun is what went off, not who acts ("the mine killed two", which is no mining company)."""
    return tree.tokens[i].upos == "NOUN" and tree.entity(i) is None and tree.lemma(i) in words("explosives")


def _owner(tree: Tree, h: int, cast: Cast) -> ActorMention | None:
    if tree.tokens[h].upos not in ("NOUN", "PROPN"):
        return None
    belongs = any(tree.lemma(h) in classes()[c] for c in ("BUILDING", "OFFICE", "PROPERTY", "VEHICLE"))
    for k in [
        *tree.kids(h, "nmod:poss"),
        *[j for m in tree.kids(h, "amod", "compound") for j in [m, *tree.kids(m, "amod", "compound")] if _is_party(tree, j)],
        *[k for k in tree.kids(h, "compound") if belongs],
        *[j for c, j in tree.obliques(h) if c in ("of", "by", "from") and (belongs or _is_party(tree, j))],
    ]:
        m = cast.mention(tree, k)
        if m is not None:
            span = cast.phrase(tree, h)
            return replace(m, start=span.start, end=span.end, text=span.text, confidence=round(m.confidence * 0.7, 3))
    return None


def ours(tree: Tree, who: Parties) -> int | None:
    """The word by which the doings to which something is done are the issuer's own ("our activities")."""
    ours = [k for j in who.affected if tree.lemma(j) in words("doings") for k in tree.kids(j, "nmod:poss")]
    return next((k for k in ours if tree.tokens[k].text.lower() == "our"), None)


def own_words(tree: Tree, who: Parties) -> bool:
    """Whether it is the author that acts ("We condemn …")."""
    return any(tree.tokens[j].text.lower() in words("speaker pronouns") for j in who.doers)
