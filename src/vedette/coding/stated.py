"""What someone says must or will be done, in words that no trigger names: demands, promises, threats, deeds to come."""

from __future__ import annotations

import re
from collections.abc import Callable

from vedette.codebook.triggers import lemmas_of
from vedette.coding.alleged import alleged
from vedette.coding.clauses import Tree
from vedette.coding.finite import goes_on, is_condition, is_now, is_to, undoes
from vedette.coding.given import WILL, given, is_time, under_accord
from vedette.coding.matching import KINDLY, TOLD_BY_WORDS, Found
from vedette.coding.reported import effect_of, read
from vedette.coding.said import HARM_TO_COME, MUST, PROMISE, REFUSAL, TO_COME
from vedette.coding.words import words
from vedette.domain import ActorMention

ORDINAL = re.compile(r"\d{1,2}(st|nd|rd|th)")


def _may_be(tree: Tree, pronoun: int, heads: tuple[int, ...]) -> bool:
    """Whether "he", "she" or "they" can be who is the subject of the speech, by number."""
    if tree.tokens[pronoun].text.lower() == "it":
        return len(heads) == 1 and tree.tokens[heads[0]].xpos in ("NN", "NNP") and (_is_body(tree, heads[0]) or _body_noun(tree, heads[0]))
    many = len(heads) > 1 or any(tree.tokens[h].xpos in ("NNS", "NNPS") or _is_body(tree, h) for h in heads)
    return tree.tokens[pronoun].text.lower() in (("they",) if many else ("he", "she"))


def _is_body(tree: Tree, i: int) -> bool:
    named = tree.entity(i)
    return named is not None and named.label == "ORG"


def _body_noun(tree: Tree, i: int) -> bool:
    """Whether a noun names a body that acts ("the ministry", "the army", "the company")."""
    return tree.entity(i) is None and tree.lemma(i) in lemmas_of("GOVERNMENT", "FORCE", "INSTITUTION", "ORG", "MILITIA")


def demands(
    tree: Tree,
    others: dict[int, Found],
    speaker: Callable[[int], ActorMention | None],
    agreed: bool = False,
    ahead: Callable[[int], bool] = lambda v: False,
) -> list[Found]:
    """Demands put as "X must …": a speaker says, in a quote or after a speech verb, what another must or should do; and his own word
    that he will do what no trigger names. `agreed`: the sentence before told of an accord, to which this one may bind its sides; `ahead` says of a verb
    whether a day to come is told for it.
    """
    out = []
    for k, t in enumerate(tree.tokens):
        if t.upos != "AUX" or tree.lemma(k) not in words("demands") or tree.rel(k) != "aux":
            continue
        v = t.head
        if tree.lemma(k) == "need" and tree.negated(v):
            continue
        if not tree.kids(v, "nsubj", "expl") or any(tree.lemma(m) in words("condition marks") for m in tree.kids(v, "mark")):
            continue
        if tree.kids(v, "expl") and any(tree.lemma(j) in words("guessed at") for j in (v, *tree.kids(v, "nsubj"))):
            continue  # "there must be some mistake"
        above = [a for a in (v, *tree.above(v)) if a in others or any(o.bearer == a for o in others.values())]
        if any(tree.rel(a) == "advcl" for a in tree.above(v)) and above:
            continue
        probe = Found(row=MUST, at=k, bearer=v)
        how = read(tree, probe, {})
        if how.content_of is not None or (how.speech is None and speaker(t.start) is None):
            continue
        if any(a in others and others[a].row.type == "REQUEST" for a in tree.above(v)):
            continue
        out.append(probe)
    out += [f for v, t in enumerate(tree.tokens) if t.xpos == "VB" and (f := _bidden(tree, v, others, speaker))]
    own = [f for k, t in enumerate(tree.tokens) if t.upos == "AUX" and (f := _own_word(tree, k, others, speaker))]
    before = {f.at for f in own}
    on_terms = "advcl" in tree.relations or not tree.words.isdisjoint(WILL)
    # what is bound to nothing and has no auxiliary is on no terms
    bound_to = {*tree.having("advcl", "aux"), *(v for v, t in enumerate(tree.tokens) if tree.rel(v) == "ccomp")} if on_terms else ()
    able = [v for v in sorted(bound_to) if tree.tokens[v].upos in ("VERB", "ADJ", "ADV", "NOUN") and v not in before]
    own += [f for v in able if (f := _on_terms(tree, v, others, speaker))]
    taken = {f.at for f in own}
    verbs = [v for v, t in enumerate(tree.tokens) if t.xpos in ("VB", "VBN") and v not in taken]
    bound = agreed or under_accord(tree)
    out += own + [f for v in verbs if (f := _to_come(tree, v, others, speaker, bound))]
    return out + alleged(tree, others) + given(tree, others, speaker, bound, ahead, frozenset(i for f in out for i in (f.at, f.bearer)))


def _bidden(tree: Tree, v: int, others: dict[int, Found], speaker: Callable[[int], ActorMention | None]) -> Found | None:
    """What someone is told to do in so many words: "Get out of the valley before Monday, the column wrote to the villagers"."""
    t = tree.tokens[v]
    if tree.lemma(v) not in words("bidden deeds") or tree.kids(v, "nsubj", "nsubj:pass", "aux", "mark", "cop", "expl"):
        return None
    if (
        tree.rel(v) not in ("root", "ccomp", "parataxis")
        or tree.negated(v)
        or any(tree.tokens[k].xpos in ("MD", "TO") for k in tree.shared(v))
    ):
        return None
    kids = tree.kids(v, "obj", "iobj", "xcomp", "ccomp", "obl", "advmod", "advcl", "conj")
    if any(tree.lemma(k) in words("courtesies") for k in (*kids, *tree.kids(v, "compound:prt"))) or not (kids or len(tree.tokens) > 3):
        return None  # "stay safe", "keep up the good work"
    probe = Found(row=MUST, at=v, bearer=v)
    how = read(tree, probe, {})
    spoken = (
        how.speech is not None and tree.rel(how.speech[0]) in ("parataxis", "root") and tree.lemma(how.speech[0]) not in ("let", "make")
    )
    if how.dropped or how.aside or not (spoken or speaker(t.start) is not None):
        return None
    return None if any(o.bearer == v and o.at != v for o in others.values()) else probe


def _own_word(tree: Tree, k: int, others: dict[int, Found], speaker: Callable[[int], ActorMention | None]) -> Found | None:
    """What someone says in so many words that he himself will do ("said he would answer on Friday"), whatever the deed."""
    v = tree.tokens[k].head
    if tree.tokens[k].text.lower() not in WILL or v < 0 or tree.tokens[v].xpos != "VB":
        return None
    firm = {k: o for k, o in others.items() if not (o.learnt and o.row.type in KINDLY | TOLD_BY_WORDS)}
    if _named(tree, v, firm) or tree.lemma(v) in words("no deeds") or tree.passive(v):
        return None
    refused = tree.negated(v)
    if refused and (tree.lemma(v) not in words("public deeds") or goes_on(tree, v)):
        return None
    subjects = [j for j in reversed(tree.kids(v, "nsubj")) if tree.tokens[j].xpos == "PRP"]
    if not subjects or any(c in others for c in tree.kids(v, "xcomp", "ccomp")):
        return None
    if all(tree.lemma(j) == "it" for j in subjects) and tree.lemma(v) not in words("public deeds") | words("harm to come"):
        return None  # "the ministry said it would rain", "would take weeks"
    probe = Found(row=REFUSAL if refused else HARM_TO_COME if _harms(tree, v) else PROMISE, at=v, bearer=v)
    how = read(tree, probe, {})
    first = tree.lemma(subjects[0]) in ("i", "we")
    told = speaker(tree.tokens[v].start) is not None if first else how.speech is not None and _may_be(tree, subjects[0], how.speech[1])
    return probe if told and how.modality in ("planned", "promised") and not how.dropped else None


def _on_terms(tree: Tree, v: int, others: dict[int, Found], speaker: Callable[[int], ActorMention | None]) -> Found | None:
    """What someone says will be done to others, or no longer be done, on a condition ("if the money did not come, the lorries would burn", "will carry no more
    diesel unless …", "nothing would roll before …", "whoever is absent will be struck off"), in words that no trigger names.
    """
    t = tree.tokens[v]
    if t.xpos == "VBG" or tree.rel(v) in ("acl", "advcl"):
        return None
    will = any(tree.tokens[k].text.lower() in WILL for k in tree.kids(v, "aux"))
    over = t.head if tree.rel(v) == "ccomp" and effect_of(tree, t.head) == "speech" else v
    clauses = [
        *tree.kids(v, "advcl"),
        *(c for c in tree.kids(over, "advcl") if over != v and c < v),
    ]  # "if they came, he said, it would burn"
    if not (clauses or (will and _whoever(tree, v))) or not (will or is_now(tree, v) or is_to(tree, v)):
        return None
    given = [c for c in clauses if is_condition(tree, c)]
    wanted = any(undoes(tree, c) for c in given)
    held = [o for o in others.values() if will and wanted and o.row.condition and o.row.phase == "opens" and o.row.type in HELD_OVER]
    firm = [o for o in others.values() if not (o.learnt or o in held or (o.row.type == "NONE" and o.row.condition and _whoever(tree, v)))]
    if any(v in (o.at, o.bearer) for o in firm):
        return None
    until = [c for c in clauses if any(tree.lemma(m) in ("until", "till", "before") for m in tree.kids(c, "mark"))]
    none = _none(tree, v)
    warned = bool(given) and (
        none
        or _befalls(tree, v)
        or (bool(_acting(tree, v)) and (tree.lemma(v) in words("harm to come") or (wanted and _cuts_off(tree, v))))
        or _ours(tree, v)
    )
    if not will:
        undone = any(undoes(tree, c) for c in given) and tree.tokens[v].upos != "AUX"
        warned = undone and (_ours(tree, v) or (over != v and tree.lemma(over) in ("warn", "threaten")))
        if not warned and not (until and none and (over != v or speaker(t.start) is not None)):
            return None
    elif not warned and not (until and none) and not _whoever(tree, v):
        return None
    first = any(tree.lemma(j) in ("i", "we") for j in tree.kids(v, "nsubj"))
    probe = Found(row=HARM_TO_COME, at=v, bearer=v)
    how = read(tree, probe, {})
    told = first or how.speech is not None or speaker(t.start) is not None or _whoever(tree, v) or any(c < v for c in given)
    told = told or bool(until and _acting(tree, v))
    return (
        probe
        if told and not how.dropped and not how.aside and how.modality in ("planned", "promised", "hypothetical", "threatened")
        else None
    )


HELD_OVER = frozenset({"COERCE", "NONE", "PROTEST", "SANCTION"})
"""Types of what makes a state and is a threat where it will be on a condition ("unless they go, the plant will be closed")."""
CLAUSAL = frozenset({"acl", "advcl"})
ASIDE = frozenset({"acl", "acl:relcl", "advcl", "parataxis", "conj", "nmod"})


DUTIES = frozenset("obey heed comply vote pay attend participate recognise recognize".split())
"""Verbs of what is expected of those who say that they will not do it."""
NOT_IN_CHARGE = frozenset("lawyer relative union syndicate federation association opposition party protester activist".split())
"""Who tells what others will do."""
FOES = frozenset("enemy target traitor combatant spy collaborator criminal intruder invader terrorist".split())
"""What those are called to whom harm will be done."""


def _none(tree: Tree, v: int) -> bool:
    """Whether a verb is denied, or its subject or object is nobody or nothing."""
    near = [*tree.kids(v, "nsubj", "nsubj:pass", "obj")]
    return tree.negated(v) or any(
        tree.lemma(j) in ("nothing", "nobody", "none")
        or any(tree.lemma(d) == "no" or (n == 0 and tree.lemma(d) == "not") for n, d in enumerate(tree.below(j, stop=ASIDE)) if d < j)
        for j in near
    )


def _ours(tree: Tree, v: int) -> bool:
    """Whether those who speak say that they will do something on a condition that is nobody's wish ("if the wheel does not turn, we shall walk to it")."""
    return any(tree.lemma(j) == "we" for j in tree.kids(v, "nsubj")) and tree.lemma(v) not in words("friendly deeds", "no deeds")


def _acting(tree: Tree, v: int) -> list[int]:
    """Those among a verb's doers who act in public, or those who speak themselves."""
    return [j for j in tree.doers(v) if tree.tokens[j].xpos == "PRP" or _acts(tree, j)]


def _befalls(tree: Tree, v: int) -> bool:
    """Whether a verb tells of harm to its subject: "would be shut off", "would burn", "will lose their licences"."""
    if not tree.kids(v, "nsubj", "nsubj:pass") and not _fronted(tree, v):
        return False
    lemma = tree.lemma(v)
    if lemma in ("see", "find", "have") and not tree.passive(v):
        suffering = [j for k in tree.kids(v, "obj", "ccomp", "xcomp") for j in (k, *tree.kids(k))]
        return any(
            tree.tokens[j].xpos in ("VB", "VBN", "VBG", "NN") and tree.lemma(j) in words("harm undergone") for j in suffering
        )  # "will see his boat burn"
    if lemma in ("treat", "consider", "regard") and tree.passive(v):
        return any(case == "as" and tree.lemma(j) in FOES for case, j in tree.obliques(v)) or any(
            tree.lemma(j) in FOES for j in tree.kids(v, "xcomp", "obj", "advcl")
        )  # "will be treated as an enemy"
    if lemma in ("follow", "begin", "start", "come", "resume") or (
        tree.passive(v) and lemma in ("call", "enforce", "launch", "start", "resume", "hold", "impose")
    ):
        return any(tree.lemma(j) in words("harm that follows") for j in tree.subjects(v))  # "a shutdown will be enforced if …"
    return lemma in (words("harm undergone") if tree.passive(v) else words("harm befalling"))


def _whoever(tree: Tree, v: int) -> bool:
    """Whether a verb tells what befalls whoever does something."""
    if not _befalls(tree, v):
        return False
    subjects = [*tree.kids(v, "nsubj", "nsubj:pass", "csubj", "csubj:pass"), *_fronted(tree, v)]
    return any(
        tree.lemma(k) in ("whoever", "anyone", "anybody")
        or (tree.lemma(j) in ("those", "that") and tree.kids(j, "acl"))
        or (tree.tokens[j].xpos == "NNS" and any(_not_aside(tree, j, c) for c in tree.kids(j, "acl")))  # "towns that have not paid"
        for j in subjects
        for k in (j, *tree.kids(j, "nsubj"))
    )


def _cuts_off(tree: Tree, v: int) -> bool:
    """Whether current, water or engines are switched off."""
    return tree.lemma(v) in ("switch", "turn") and any(tree.lemma(k) == "off" for k in tree.kids(v, "compound:prt", "advmod"))


def _fronted(tree: Tree, v: int) -> list[int]:
    """Clauses before a verb that say to whom it is done ("whoever comes …, will be treated as an enemy")."""
    return [c for c in tree.kids(v, "advcl") if c < v and any(tree.lemma(k) == "whoever" for k in tree.kids(c, "nsubj"))]


def _not_aside(tree: Tree, noun: int, c: int) -> bool:
    """Whether a clause says which of several are meant, by what they do not do: no comma parts it from them."""
    return tree.negated(c) and not any(tree.tokens[k].text == "," for k in range(noun, min(tree.below(c), default=noun)))


def _named(tree: Tree, v: int, others: dict[int, Found]) -> bool:
    """Whether a trigger tells already what a verb is; a likeness, and a sanction, give way to what is plainly a threat."""
    return any(v in (o.at, o.bearer) and not ((o.learnt or o.row.type == "SANCTION") and _harms(tree, v)) for o in others.values())


def _harms(tree: Tree, v: int) -> bool:
    """Whether a verb tells of harm that will come unless something is done."""
    doer = any(tree.tokens[j].xpos == "PRP" or _acts(tree, j) for j in tree.doers(v))
    return doer and tree.lemma(v) in words("harm to come") and any(is_condition(tree, c) for c in tree.kids(v, "advcl"))


def _to_come(tree: Tree, v: int, others: dict[int, Found], speaker: Callable[[int], ActorMention | None], bound: bool) -> Found | None:
    """A public deed that no trigger names and that will be, by someone's word or by the text's: with a day, or with who will do it; `bound`, by an accord."""
    t, lemma = tree.tokens[v], tree.lemma(v)
    if (settled := _decided_on(tree, v, others)) is not None:
        return settled
    slight = lemma in words("slight deeds") and not tree.kids(v, "compound:prt")
    if lemma not in words("slight deeds") and lemma not in words("public deeds") and lemma not in words("harm to come"):
        return None
    firm = {k: o for k, o in others.items() if not (o.learnt and tree.passive(v))}
    if _named(tree, v, firm) or any(tree.lemma(k) in ("who", "what") for k in tree.kids(v)):
        return None
    guessed = len(firm) < len(others) and _named(tree, v, others)
    will = any(tree.tokens[k].text.lower() in WILL for k in tree.kids(v, "aux"))
    until = any(tree.lemma(m) in ("until", "till", "unless", "before") for c in tree.kids(v, "advcl") for m in tree.kids(c, "mark"))
    if not will and not is_to(tree, v) and not _planned_by(tree, v, others):
        return None
    refused = tree.negated(v) and not until
    if refused and not (will and (tree.passive(v) or lemma in DUTIES) and lemma in words("public deeds")):
        return None
    if any(c in others for c in tree.kids(v, "xcomp", "ccomp")):
        return None
    probe = Found(row=HARM_TO_COME if _harms(tree, v) else TO_COME, at=v, bearer=v)
    how = read(tree, probe, {})
    if how.modality not in ("planned", "promised") or how.dropped or how.aside:
        return None
    said = how.speech is not None and any(_in_charge(tree, h) for h in how.speech[1])
    in_charge = will and said and tree.passive(v) and not tree.doers(v)
    if refused:
        ours = said and any(_acts(tree, j) for j in tree.doers(v))
        return Found(row=REFUSAL, at=v, bearer=v) if in_charge or ours else None
    if guessed and not in_charge:
        return None
    told = how.speech is not None or speaker(t.start) is not None
    if probe.row is HARM_TO_COME:
        return probe if told else None
    told = told or bound
    timed = _timed(tree, v)
    named = (
        in_charge or any(_acts(tree, j) for j in tree.doers(v)) or any(tree.lemma(j) in words("public doings") for j in tree.subjects(v))
    )
    if slight:
        spoken_of = told and not tree.passive(v) and any(tree.tokens[j].xpos == "PRP" for j in tree.subjects(v))
        return probe if timed and (named or spoken_of) else None
    if not will:
        return probe if timed and (told or named) else None
    return probe if timed or (told and named) else None


def _in_charge(tree: Tree, h: int) -> bool:
    """Whether who says what will be done may see to it: a body, or somebody who acts in public, no onlooker."""
    beside = [h, *tree.kids(h, "compound", "amod", "appos", "nmod:desc")]
    return _acts(tree, h) and not any(tree.lemma(k) in words("onlookers") or tree.lemma(k) in NOT_IN_CHARGE for k in beside)


def _decided_on(tree: Tree, v: int, others: dict[int, Found]) -> Found | None:
    """What somebody decided will be, whatever the deed ("decided that the market would be held on the bridge", "resolved to auction the cars")."""
    head = tree.tokens[v].head
    if head < 0 or tree.lemma(head) not in ("decide", "resolve") or _named(tree, v, others) or not tree.doers(head):
        return None
    will = tree.rel(v) == "ccomp" and any(tree.tokens[k].text.lower() in (*WILL, "should") for k in tree.kids(v, "aux"))
    if (
        not (will or v in tree.infinitives(head))
        or tree.tokens[v].upos != "VERB"
        or any(c in others for c in tree.kids(v, "xcomp", "ccomp"))
    ):
        return None
    probe = Found(row=TO_COME, at=v, bearer=v)
    how = read(tree, probe, {})
    return probe if how.modality in ("planned", "promised") and not how.dropped and not how.aside else None


def _planned_by(tree: Tree, v: int, others: dict[int, Found]) -> bool:
    """Whether an infinitive says what one means to do: "hopes to restart", "is due to reopen"."""
    head = tree.tokens[v].head
    return head >= 0 and head not in others and v in tree.infinitives(head) and effect_of(tree, head) == "planned"


def _timed(tree: Tree, v: int) -> bool:
    """Whether a verb has a day or a span of time."""
    near = [k for k in tree.kids(v, "obl", "nmod", "advmod", "obj") if tree.rel(k) != "obj" or tree.lemma(k) in words("time units")]
    below = [j for k in near for j in tree.below(k, stop=CLAUSAL)]
    ends = any(tree.lemma(m) in ("until", "till", "once") for c in tree.kids(v, "advcl") for m in tree.kids(c, "mark"))
    return ends or any(is_time(tree.lemma(j)) or ORDINAL.fullmatch(tree.tokens[j].text) for j in below)


def _acts(tree: Tree, i: int) -> bool:
    """Whether a noun names a body or people who act in public."""
    named = tree.entity(i)
    if named is not None:
        return named.label in ("PER", "ORG", "GPE", "NORP")
    return tree.lemma(i) in lemmas_of("PERSON", "GOVERNMENT", "FORCE", "INSTITUTION", "ORG", "MILITIA", "LEADER", "OFFICIAL")
