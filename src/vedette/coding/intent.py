"""What a deed is that its doer will, would like to or will not do: a promise, a threat, a refusal."""

from __future__ import annotations

from dataclasses import dataclass

from vedette.codebook.triggers import classes
from vedette.coding.clauses import Tree
from vedette.coding.finite import goes_on, is_condition, undoes
from vedette.coding.matching import Found, match
from vedette.coding.modes import mode_of
from vedette.coding.reported import Reading
from vedette.coding.roles import Parties
from vedette.coding.who import Cast
from vedette.coding.words import words
from vedette.domain import EventType, Modality, Phase
from vedette.domain.actors import OFFICIAL

COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
"""Types that are AGREE while still to come (PLOVER manual: a cooperative action in the future is an intention to cooperate), and REJECT where the doer will not."""
HOSTILE: dict[str, str | None] = {"ASSAULT": "violence", "PROTEST": None, "SANCTION": "relations"}
"""Types that are THREATEN while the doer says that they are to come, and the mode that this takes."""
GOING_ON = frozenset(
    {
        "continue",
        "extend",
        "go",
        "hold",
        "intensify",
        "keep",
        "maintain",
        "mount",
        "organise",
        "organize",
        "prolong",
        "resume",
        "stage",
        "widen",
    }
)
"""Verbs of what one does with a protest."""
PROTESTERS = frozenset({"demonstrator", "marcher", "occupier", "picket", "protester", "striker"})
"""Nouns for those who protest."""
STAYING = frozenset({"camp", "remain", "stay"})
"""Verbs of those who do not leave where they protest."""
TRAINING = frozenset({"drill", "exercise", "game", "maneuver", "manoeuvre"})
"""Nouns for what forces do to train."""
ABROAD: dict[str | None, str] = {"restrict": "restrict", "seize": "territory"}
"""Modes of COERCE that are THREATEN in the same way where they are to be done to another state, and the mode that this takes."""
REFUSED: dict[str, str | None] = {"CONSULT": "meet", "AID": "assist", "CONCEDE": "yield", "RETREAT": "yield"}
"""The mode of a refusal by the type of what is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What a deed to come is instead of itself; `modality` and `phase` where these change, too."""

    type: EventType
    mode: str | None
    modality: Modality | None = None
    phase: Phase | None = None


def intended(tree: Tree, f: Found, how: Reading, who: Parties, cast: Cast) -> Intent | None:
    """What a deed refused or still to come is, None where that makes no difference.

    Not to agree is REJECT, and so is a cooperative deed that its doer will not do; one to come is AGREE; a hostile one to come by the doer's own word
    or wish is THREATEN.
    """
    kind = f.row.type
    if kind == "AGREE" and how.polarity == "negative" and who.actors and "negated" in how.reasons:
        how.polarity = "positive"
        return Intent(type="REJECT", mode=None)
    if (
        kind == "REJECT"
        and f.learnt
        and how.polarity == "negative"
        and "negated" in how.reasons
        and f.row.head not in words("saying nothing")
    ):
        how.polarity = "positive"  # the reading model has heard the "not" already
        return None
    if kind == "MOBILIZE" and _train_together(tree, f, who):
        return Intent(type="COOPERATE" if how.modality == "asserted" else "AGREE", mode=None)  # two states train together
    if kind == "AGREE" and f.row.head in words("vows") and how.polarity == "positive" and who.actors and _vows_protest(tree, f):
        return Intent(type="THREATEN", mode=None)
    if kind == "THREATEN" and how.modality == "hypothetical" and how.speech is not None and who.actors and _unless(tree, f.bearer):
        return Intent(type="THREATEN", mode=f.row.mode, modality="asserted")  # "if it is not paid, he will call them out, he said"
    vowed = kind == "AGREE" and f.row.head in words("vows") and how.polarity == "positive"
    if vowed and mode_of(tree, f, "THREATEN", None, who) == "violence":
        return Intent(type="THREATEN", mode="violence")
    if kind == "AGREE" and f.row.head in words("willing") and how.polarity == "positive":
        deeds = [m.row for k in tree.infinitives(f.at) if (m := match(tree, k, tree.lemma(k), "v", k)) is not None]
        if any(row.type == "ASSAULT" for row in deeds):
            return Intent(type="THREATEN", mode="violence")
        if _abroad(who) and any(row.type == "COERCE" for row in deeds):
            return Intent(type="THREATEN", mode=next((ABROAD[row.mode] for row in deeds if row.mode in ABROAD), "restrict"))
    if kind == "SANCTION" and "travel" in f.row.rest and not _abroad(who):
        return Intent(type="REQUEST", mode=None)  # advice to one's own people about their own country
    if not who.actors:
        return None
    if how.polarity == "negative":
        any_deed = kind == "NONE" and f.row.condition is None
        if goes_on(tree, f.bearer):
            return None
        if how.modality not in ("planned", "promised") or not (kind in COOPERATIVE or any_deed):
            return None
        if not _own(f, how, who, tree, cast, silent=not any_deed) or _assured(tree, f):
            return None
        how.polarity = "positive"
        return Intent(type="REJECT", mode=REFUSED.get(kind), modality="asserted", phase="continues" if f.row.phase == "ends" else None)
    own_word = how.modality == "hypothetical" and how.speech is not None and _own(f, how, who, tree, cast)
    if kind == "PROTEST" and not own_word and how.modality == "hypothetical" and _unless_met(tree, f, how, cast):
        return Intent(type="THREATEN", mode=None, modality="asserted")
    if kind == "ASSAULT" and how.modality == "threatened" and _own(f, how, who, tree, cast):
        return Intent(type="THREATEN", mode="violence")
    if not (how.modality in ("planned", "promised") or own_word):
        return None
    if kind in COOPERATIVE and f.row.mode != "resign":
        return Intent(type="AGREE", mode=None)
    spoken = _own(f, how, who, tree, cast) and tree.lemma(how.speech[0] if how.speech else f.at) != "announce"
    if kind in HOSTILE and (how.modality == "promised" or spoken or (kind == "ASSAULT" and _willing(tree, f.bearer))):
        return Intent(type="THREATEN", mode=HOSTILE[kind], modality="asserted" if own_word and kind == "PROTEST" else None)
    if (
        kind == "COERCE"
        and f.row.mode in ABROAD
        and ((_willing(tree, f.bearer) and (f.row.mode == "seize" or _abroad(who))) or (spoken and _abroad(who)))
    ):
        return Intent(type="THREATEN", mode=ABROAD[f.row.mode])
    return None


def _assured(tree: Tree, f: Found) -> bool:
    """Whether a word is given that one will not do something, which is promised then and not refused ("assured Chad that it will not supply the rebels")."""
    over = tree.tokens[tree.clause(f.bearer)].head
    told = _of(tree, over) if over >= 0 and tree.rel(tree.clause(f.bearer)) == "ccomp" else None
    return told is not None and told.row.type == "AGREE"


def _vows_protest(tree: Tree, f: Found) -> bool:
    """Whether what is vowed is to protest, to go on with it or to stay where one does ("vowed to continue their sit-in")."""
    beside = [_of(tree, k) for k in tree.conjuncts(tree.first_conjunct(f.at)) if k != f.at]
    here = any(m is not None and m.row.type == "PROTEST" for m in beside) or any(tree.lemma(d) in PROTESTERS for d in tree.doers(f.at))
    for k in tree.infinitives(f.at):
        if here and tree.lemma(k) in STAYING and not tree.kids(k, "xcomp"):  # not "vowed to stay calm"
            return True
        own = _of(tree, k)
        if own is not None and own.row.type in ("CONCEDE", "RETREAT"):
            return False
        if own is not None and own.row.type == "PROTEST":
            return True
        nouns = tree.objects(k) if tree.lemma(k) in GOING_ON and not tree.kids(k, "compound:prt") else []
        nouns += [j for case, j in tree.obliques(k) if case == "with" and tree.lemma(k) in GOING_ON]
        if any((m := match(tree, j, tree.lemma(j), "n", j)) is not None and m.row.type == "PROTEST" for j in nouns) or any(
            tree.lemma(j) in classes()["PROTEST"] for j in nouns
        ):
            return True
    return False


def _of(tree: Tree, k: int) -> Found | None:
    """What the lexicon makes of a verb."""
    return match(tree, k, tree.lemma(k), "v", k)


def _train_together(tree: Tree, f: Found, who: Parties) -> bool:
    """Whether what is told are the exercises of two states together, or of one with another."""
    nouns = [k for k in (f.at, *f.used) if tree.lemma(k) in TRAINING]
    beside = (
        [tree.tokens[j].start for k in (*nouns, f.bearer) for case, j in tree.obliques(k) if case in ("with", "alongside")] if nouns else []
    )
    part = [*who.actors, *(m for m in who.recipients if any(m.start <= at < m.end for at in beside))]
    return bool(nouns) and len({m.actor.country for m in part} - {None}) > 1


def _own(f: Found, how: Reading, who: Parties, tree: Tree, cast: Cast, silent: bool = False) -> bool:
    """Whether it is the doer who says so, or one who speaks for his state; `silent`: or nobody is told to say it."""
    if how.speech is None:
        return silent
    if any(tree.lemma(h) in words("speaking for others") and not any(tree.entity(k) for k in tree.below(h)) for h in how.speech[1]):
        return True  # "the army will stay, a spokesman said"
    said = [m.actor for h in how.speech[1] if (m := cast.mention(tree, h))]
    doers = {m.actor for m in who.actors}
    if any(tree.lemma(j) in words("own people") and tree.kids(j, "nmod:poss") and _of_the_speaker(tree, j) for j in who.doers):
        return True  # "the union said its members would strike"
    speak = {a.country for a in said if a.country and (not a.sectors or a.sectors[0] in OFFICIAL)}
    return bool(doers & set(said)) or bool(speak & {a.country for a in doers})


def _unless_met(tree: Tree, f: Found, how: Reading, cast: Cast) -> bool:
    """Whether somebody who is of no authority says that people will protest if something is not done ("if they are not freed, the villages will march, it said")."""
    if how.speech is None or not _unless(tree, f.bearer):
        return False
    said = [m.actor for h in how.speech[1] if (m := cast.mention(tree, h))]
    return not any(a.sectors[:1] and a.sectors[0] in OFFICIAL for a in said)


def _unless(tree: Tree, v: int) -> bool:
    """Whether what a verb tells will be only if something is not done, be that said before "he said" ("if they are not, he said, we march")."""
    over = tree.tokens[v].head
    before = tree.kids(over, "advcl") if over >= 0 and tree.rel(v) in ("ccomp", "parataxis", "conj") else []
    return any(is_condition(tree, c) and undoes(tree, c) for c in (*tree.kids(v, "advcl"), *(c for c in before if c < v)))


def _of_the_speaker(tree: Tree, j: int) -> bool:
    """Whether people are those of who speaks, by a pronoun before them ("its members", "our men")."""
    return any(tree.tokens[k].text.lower() in ("its", "their", "his", "her", "our", "my") for k in tree.kids(j, "nmod:poss"))


def _willing(tree: Tree, v: int) -> bool:
    """Whether an infinitive says what one wants or is ready to do ("wants to attack", "is prepared to strike")."""
    head = tree.tokens[v].head
    return head >= 0 and v in tree.infinitives(head) and (tree.means_to(head) or tree.lemma(head) in words("willing"))


def _abroad(who: Parties) -> bool:
    """Whether it is to be done to another state or its people."""
    ours, theirs = ({m.actor.country for m in side if m.actor.country} for side in (who.actors, who.recipients))
    return bool(ours and theirs) and not ours & theirs
