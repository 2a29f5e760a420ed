"""On whose word, and how sure: attribution, modality and polarity of an event from what governs it in the tree."""

from __future__ import annotations

from dataclasses import dataclass, field

from vedette.coding.clauses import Tree, kept
from vedette.coding.finite import as_told, goes_on_until, is_condition, is_now, is_to, spoken_of, undoes
from vedette.coding.matching import Found
from vedette.coding.presumptions import only_meant, presupposed, yet_to
from vedette.coding.said import MUST, OWN_WORD
from vedette.coding.untrue import false_report, untrue
from vedette.coding.words import NOMINAL, governors, words
from vedette.domain import Modality, Polarity

EFFECTS: dict[str, Modality] = {
    "requested": "requested",
    "promised": "promised",
    "threatened": "threatened",
    "planned": "planned",
    "possible": "possible",
    "denied": "denied",
}
ANNOUNCED = frozenset({"PROTEST", "CONSULT", "REQUEST", "ASSAULT"})
"""Types whose noun, once announced, is still to come."""
TALK = frozenset({"CONSULT", "REQUEST", "AGREE"})
"""Types whose object is what is talked of, not what happened."""
SAID = frozenset({"REJECT", "SUPPORT", "ACCUSE", "REQUEST"})
"""Types that are done by a vote itself."""
HARMFUL = frozenset({"ASSAULT", "COERCE"})
"""Types of harm that may be threatened."""
ENFORCED = frozenset({"COERCE", "RETREAT", "SANCTION"})
"""Types that are done by who orders that they be done ("ordered the road to be closed")."""
HELD_UP = frozenset({"suspension", "postponement"})
"""States of which the object has not happened."""
QUOTING = frozenset({"quote", "cite"})
VOICES = frozenset({"requested", "promised", "threatened", "denied", "possible"})
"""Effects of verbs whose subject has a word of his own on what they govern."""
STRENGTH: tuple[Modality, ...] = ("asserted", "planned", "possible", "promised", "requested", "threatened", "hypothetical", "denied")


@dataclass(slots=True, kw_only=True)
class Reading:
    """How an event stands in its sentence.

    `speech` is (speech verb, heads of its subject) nearest to the event, `voiced` the same of whoever asks, promises, threatens, denies or
    believes it; `content_of` the trigger of which it is the
    content ("asked the army to withdraw"), `decided` the verb of a decision or promise to do it; `dropped` why it is no
    event of its own. `settled`: what governs it further up says nothing of whether it happened ("protested the arrest",
    "police who fired", "after rebels attacked"); `aside`: it stands in a clause that describes someone or something,
    `infinitive`: in one that says what a noun is for.
    """

    modality: Modality = "asserted"
    polarity: Polarity = "positive"
    speech: tuple[int, tuple[int, ...]] | None = None
    voiced: tuple[int, tuple[int, ...]] | None = None
    content_of: int | None = None
    decided: int | None = None
    ended: bool = False
    dropped: str | None = None
    settled: bool = False
    aside: bool = False
    infinitive: bool = False
    sure: float = 1.0
    reasons: list[str] = field(default_factory=list)

    def weaken(self, modality: Modality, why: str) -> None:
        """Take the farther modality from asserted of the two."""
        if not self.settled and STRENGTH.index(modality) > STRENGTH.index(self.modality):
            self.modality = modality
            self.reasons.append(f"{why}: {modality}")


@kept
def effect_of(tree: Tree, i: int) -> str | None:
    """What a word does to what it governs."""
    t, lemma = tree.tokens[i], tree.lemma(i)
    if lemma in ("let", "make") and _lets_know(tree, i):
        return "speech"
    if lemma == "insist" and tree.kids(i, "ccomp") and not tree.indicative(i):
        return "requested"
    if lemma == "set" and tree.kids(i, "compound:prt"):
        return None  # "set off protests"
    if lemma == "go" and t.xpos == "VBG" and tree.infinitives(i):
        return "planned"
    if tree.means_to(i):
        return "planned"
    pos = "v" if t.upos in ("VERB", "AUX") else "n" if t.upos in ("NOUN", "PROPN") else "a" if t.upos == "ADJ" else ""
    known = governors()
    asked = known.get((f"{lemma} to", pos)) if tree.infinitives(i) else None
    return asked or known.get((lemma, pos)) or (known.get((t.text.lower(), "a")) if t.xpos == "VBN" else None)


def _lets_know(tree: Tree, v: int) -> bool:
    """Whether a verb and its complement say something together: "let it be known", "let slip", "made clear", "made it plain"."""
    near = tree.kids(v, "xcomp", "ccomp", "advmod", "compound:prt", "obj", "amod")
    wanted = ("know", "known", "slip", "drop", "on") if tree.lemma(v) == "let" else ("clear", "plain", "known", "know")
    return any(tree.lemma(k) in wanted for k in near)


def first_hand(tree: Tree, cue: int, heads: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
    """Whose word is passed on: of "Reuters quoted a clerk as saying" and "the paper said, citing two clerks", the clerks; else as given."""
    up = tree.tokens[cue].head
    if (
        up >= 0
        and tree.lemma(up) in QUOTING
        and tree.lemma(cue) not in QUOTING
        and tree.rel(cue) in ("advcl", "ccomp", "xcomp", "acl", "obl")
    ):
        quoted = tree.kids(up, "obj")
        return (cue, tuple(tree.conjuncts(quoted[0]))) if quoted else (cue, heads)
    if tree.lemma(cue) in QUOTING and (quoted := tree.kids(cue, "obj")):
        saying = [
            k for j in (cue, quoted[0]) for k in tree.kids(j, "advcl", "ccomp", "xcomp", "acl") if tree.tokens[k].text.lower() == "saying"
        ]
        return (saying or [cue])[0], tuple(tree.conjuncts(quoted[0]))
    for k in tree.kids(cue, "advcl", "xcomp", "acl", "conj", "obl"):
        if tree.lemma(k) in QUOTING and tree.tokens[k].xpos == "VBG" and (quoted := tree.kids(k, "obj")):
            return k, tuple(tree.conjuncts(quoted[0]))
    return cue, heads


def read(tree: Tree, found: Found, others: dict[int, Found]) -> Reading:
    """How a trigger stands; `others` are the sentence's triggers by word."""
    out = Reading()
    negation_used = any(c.kind == "neg" for c in found.row.checks)
    at = found.at if tree.tokens[found.bearer].head == found.at else found.bearer
    nothing = "nothing" in tree.lemmas and any(tree.lemma(k) == "nothing" and k not in found.used for k in tree.kids(found.at, "obj"))
    denied = tree.negated(at) or tree.negated(found.at) or nothing
    if not negation_used and (denied or yet_to(tree, at)) and not presupposed(tree, found.at, at):
        out.polarity = "negative"
        out.reasons.append("negated" if denied else "not yet")
    if found.row.head == "vote" and found.row.pos == "v" and _voted(tree, found.at, others) is not None:
        out.dropped = "it is told by what was voted"
    if any(k in others and others[k].row.type in ENFORCED and tree.ordering(k) == found.at for k in tree.kids(found.at, "xcomp", "ccomp")):
        out.dropped = "it is told by what was ordered"
    if as_told(tree, found.at):
        out.dropped = "as was told before"
    if found.row is not MUST:
        _auxiliaries(tree, at, out, binds=found.row in OWN_WORD)
    if found.row.pos == "n" and at != found.at and at in others and _stops(others[at]):
        out.dropped = "what is stopped or put off"
    if at != found.at and (listed := _listed(tree, found.at, tree.tokens[found.at].head)):
        out.weaken(listed, "one of several")
    if found.bearer == found.at and tree.tokens[at].upos in ("NOUN", "ADJ"):
        _described(tree, at, out)
    if found.bearer != found.at and tree.lemma(found.bearer) == "announce" and found.row.type in ANNOUNCED:
        out.weaken("planned", "announced")
    cur = at
    seen: set[int] = set()
    demanded = False
    while cur not in seen:
        seen.add(cur)
        if tree.rel(cur) == "xcomp" and out.modality in ("planned", "possible") and not out.settled:
            up = tree.tokens[cur].head
            if up >= 0 and any(is_condition(tree, c) for c in tree.kids(up, "advcl")):
                out.weaken("hypothetical", "on a condition")
        demanded = demanded or (not out.settled and any(tree.lemma(k) in words("demands") for k in tree.kids(cur, "aux")))
        _speech(tree, cur, out)
        head = tree.joined_to(cur) if tree.rel(cur) == "conj" else tree.tokens[cur].head
        if head < 0:
            break
        if not out.settled and false_report(tree, head):
            out.weaken("denied", f"“{tree.tokens[head].text}” said to be false")
        elif not out.settled:
            _governed(tree, found, cur, head, others, out)
        elif out.speech is None and effect_of(tree, head) == "speech" and tree.rel(cur) in ("ccomp", "parataxis"):
            _said_by(tree, head, out)
        cur = head
    if untrue(tree, found.at):
        out.modality = "denied"
        out.reasons.append("told to be untrue: denied")
    if found.row.type in HARMFUL and out.modality in ("planned", "hypothetical", "possible", "asserted") and out.polarity == "positive":
        _threat(tree, found, at, out)
    if found.row.phase == "ends" and out.modality == "asserted" and only_meant(tree, at):
        out.weaken("planned", "only meant to be")
    if found.row.called_off and out.modality == "planned":
        out.modality = "asserted"
    if found.row is not MUST and out.speech is not None and demanded:
        out.dropped = out.dropped or "what another is told to do"
    return out


def _threat(tree: Tree, found: Found, v: int, out: Reading) -> None:
    """Harm to come that is held over someone: one warns of it, it is "… or we strike", it will come unless something is done, or who says it
    is who will do it.
    """
    t = tree.tokens[v]
    if t.upos != "VERB":
        return
    will = any(tree.tokens[k].text.lower() in ("will", "'ll", "would", "'d", "shall") for k in tree.kids(v, "aux"))
    first = tree.tokens[v].head if tree.rel(v) == "conj" else -1
    bidden = first >= 0 and tree.tokens[first].xpos in ("VB", "VBP") and not tree.kids(first, "nsubj", "aux", "mark")
    if bidden and t.xpos in ("VBP", "VB") and any(tree.lemma(k) == "or" for k in tree.kids(v, "cc")):
        out.weaken("threatened", "“or”")
    if not will or out.speech is None:
        return
    verb, heads = out.speech
    warned = tree.lemma(verb) in ("warn", "threaten")
    owned = any(tree.tokens[k].text.lower() in ("they", "he", "she", "we", "it") for k in tree.kids(v, "nsubj")) and bool(heads)
    unless = any(is_condition(tree, c) and undoes(tree, c) for c in tree.kids(v, "advcl"))
    if warned or unless or (owned and found.row.type == "ASSAULT" and verb in tree.above(v)):
        out.modality = "threatened"
        out.reasons.append("harm held over someone: threatened")


def _able_now(tree: Tree, v: int) -> bool:
    """Whether "can" tells of what has become so ("can now return")."""
    return any(tree.lemma(k) in ("now", "again", "finally", "already", "still") for k in tree.kids(v, "advmod"))


def _auxiliaries(tree: Tree, v: int, out: Reading, binds: bool = False) -> None:
    """What a verb's own auxiliaries say; a bare infinitive in a coordination shares those of the first verb.

    What `binds` is said in earnest, also on a condition.
    """
    found = tree.kids(v, "aux")
    if not found:
        found = tree.shared(v)
    for k in tree.kids(v, "advmod"):
        if tree.lemma(k) in words("unsure adverbs"):
            out.weaken("possible", f"“{tree.tokens[k].text}”")
    if is_to(tree, v) or (
        tree.tokens[v].xpos == "VB" and tree.rel(v) == "conj" and not tree.kids(v, "nsubj", "aux") and is_to(tree, tree.joined_to(v))
    ):
        out.weaken("planned", "“is to”")
    conditional = not binds and any(is_condition(tree, c) for c in tree.kids(v, "advcl"))
    for k in found:
        word = tree.lemma(k)
        text = tree.tokens[k].text.lower()
        if (word in ("will", "shall") and text != "would") or text in ("'ll", "wo", "will"):
            out.weaken("hypothetical" if conditional else "planned", f"“{tree.tokens[k].text}”")
        elif text == "could" and tree.negated(v) and not any(tree.lemma(j) == "have" for j in found):
            continue  # "could not agree": it did not come about
        elif text in ("may", "might", "could") or (text == "can" and not tree.negated(v) and not _able_now(tree, v)):
            out.weaken("hypothetical" if conditional else "possible", f"“{text}”")
        elif text == "would" or text == "'d":
            above = [
                a for a in tree.above(v) if effect_of(tree, a) == "speech" or tree.lemma(a) in ("decide", "resolve", "agree", "promise")
            ]
            above += [k for a in (v, *tree.above(v)) for k in tree.kids(a, "parataxis") if _tells_beside(tree, k)]
            past = any(tree.tokens[a].xpos in ("VBD", "VBN") for a in above)
            unreal = tree.tokens[v].xpos == "VBN" and any(tree.lemma(j) == "have" for j in found)  # "would have removed"
            out.weaken("hypothetical" if conditional or unreal or not past else "planned", "“would”")
        elif word in words("demands"):
            out.weaken("hypothetical" if is_condition(tree, v) else "requested", f"“{text}”")
        elif (
            text == "be"
            and tree.ordering(v) is None
            and tree.tokens[k].xpos == "VB"
            and not any(tree.tokens[j].xpos in ("MD", "TO") for j in tree.kids(v, "aux", "mark"))
        ):
            out.weaken("requested", "“be”")


def _described(tree: Tree, i: int, out: Reading) -> None:
    """What adjectives of a noun say: a planned visit, a possible attack, a failed coup."""
    for k in tree.kids(i, "amod"):
        word = tree.lemma(k)
        if word in ("possible", "potential", "alleged", "suspected", "feared", "likely"):
            out.weaken("possible", f"“{tree.tokens[k].text}”")
        elif word in ("planned", "plan", "upcoming", "scheduled", "schedule", "future", "proposed", "propose", "imminent", "further"):
            out.weaken("planned", f"“{tree.tokens[k].text}”")


def _speech(tree: Tree, cur: int, out: Reading) -> None:
    """Who is made to say it in a clause beside it ("…, police said") or by "according to"."""
    if out.speech is not None:
        return
    for k in tree.kids(cur, "parataxis", "advcl", "ccomp"):
        if ";" in tree.words and any(tree.tokens[j].text == ";" for j in range(*sorted((cur, k)))):
            continue
        if not _tells_beside(tree, k) or tree.kids(k, "ccomp") or (tree.kids(k, "obj") and tree.lemma(k) not in words("cues told to")):
            continue
        if tree.rel(k) == "advcl" and not any(tree.lemma(m) == "as" for m in tree.kids(k, "mark")):
            continue
        if tree.rel(k) == "ccomp" and tree.kids(k, "mark"):
            continue
        who = tree.kids(k, "nsubj")
        if who:
            out.speech = (k, tuple(tree.conjuncts(who[0])))
            return
    for case, k in tree.obliques(cur):
        if case.startswith("accord") or (case == "per" and tree.tokens[k].upos == "NOUN" and tree.lemma(k) not in words("time units")):
            out.speech = (tree.kids(k, "case")[0] if tree.kids(k, "case") else k, (k,))
            return


def _tells_beside(tree: Tree, k: int) -> bool:
    """Whether the verb of a clause beside another says whose word that is: "…, the mayor said", "…, villagers think"."""
    return effect_of(tree, k) == "speech" or tree.lemma(k) in words("cues beside")


def _governed(tree: Tree, found: Found, cur: int, head: int, others: dict[int, Found], out: Reading) -> None:
    """What the head of a word on the way up does to the event under it."""
    relation, t, governor = tree.rel(cur), tree.tokens[cur], tree.tokens[head]
    listed = _listed(tree, cur, head)
    if listed is not None:
        out.weaken(listed, "one of several")
        return
    if relation == "ccomp" and tree.rel(head) == "advcl" and tree.lemma(head) == "provide" and t.upos in ("VERB", "ADJ", "NOUN"):
        out.weaken("hypothetical", "in a condition")
        out.dropped = "in a condition"
        return
    if relation == "advcl":
        marks = {tree.lemma(m) for m in tree.kids(cur, "mark", "advmod")}
        if marks & words("condition marks") or is_condition(tree, cur):
            out.weaken("hypothetical", "in a condition")
            out.dropped = "in a condition"
        elif _waits_for(tree, cur, head, marks):
            out.weaken("hypothetical", "not before something else")
            out.dropped = "not before something else"
        elif "to" in marks and t.xpos == "VB":
            if effect_of(tree, head) in ("requested", "planned", "promised", "threatened", "negative", "tried"):
                _complement(tree, found, cur, head, others, out)
            elif tree.lemma(head) == "vote" and _voted(tree, head, others) == cur:
                out.decided = head
            elif (found.row.type != "REQUEST" or _untold(tree, head)) and (
                head in others or any(o.bearer == head for o in others.values())
            ):
                out.dropped = f"the purpose of “{governor.text}”"
            else:
                out.sure *= 0.9
        elif marks & {"until", "before", "till"} and (t.xpos != "VBD" or goes_on_until(tree, head, cur, marks)):
            out.dropped = "not yet when told"
        elif t.xpos == "VBG" and "for" in marks and head in others and others[head].row.type in ("NONE", "COERCE", "SANCTION", "ASSAULT"):
            out.dropped = f"the ground of “{governor.text}”"
        elif t.xpos == "VBG" and "on" in marks and effect_of(tree, head) == "aspect":
            _auxiliaries(tree, head, out)  # "would go on sending arms"
        elif t.xpos == "VBG" and marks & {"of", "about"} and spoken_of(tree, head, cur, found) and found.row.type in HARMFUL | {"PROTEST"}:
            out.weaken("threatened", f"“{governor.text} of”")
        elif t.xpos == "VBG" and marks & {"of", "from", "for", "with", "in", "against", "at"}:
            _complement(tree, found, cur, head, others, out)
        elif "without" in marks:
            out.polarity = "negative"
        elif marks & {"after", "since", "because", "when", "as", "while", "once"} and t.xpos in ("VBD", "VBN", "VBZ", "VBP"):
            out.settled = True
        return
    if t.deprel == "acl" and governor.lemma.lower() in words("claims") and any(tree.lemma(m) == "that" for m in tree.kids(cur, "mark")):
        over = tree.tokens[head].head
        if over >= 0 and tree.lemma(over) in words("deniers") and tree.rel(head) == "obj":
            if not tree.negated(over):
                out.weaken("denied", f"under “{tree.tokens[over].text} {governor.text}”")
            return
    if relation in ("ccomp", "csubj") and _rules_out(tree, head):
        out.weaken("possible" if tree.negated(head) else "denied", "under “ruled out”")
        if head in others and not tree.kids(cur, "nsubj", "mark"):
            out.dropped = f"content of “{governor.text}”"  # what one will not do oneself
        return
    if relation in ("obj", "xcomp") and cur == found.at and _rules_out(tree, head):
        if tree.negated(head):
            out.weaken("possible", "under “not ruled out”")
        else:
            out.polarity = "negative"
        return
    if relation in ("nmod", "obl") and (tree.cases(cur) in words("in case of") or _in_case_of(tree, cur, head)):
        out.weaken("hypothetical", "in a condition")
        out.dropped = "in a condition"
        return
    said_of = relation == "acl" and effect_of(tree, head) in EFFECTS and any(tree.lemma(m) == "that" for m in tree.kids(cur, "mark"))
    if t.deprel == "acl:relcl" or (relation == "acl" and t.xpos not in ("VB", "VBG") and not said_of):
        if t.deprel == "acl:relcl" and _anyone(tree, head) and is_now(tree, cur) and _ahead(tree, tree.tokens[head].head):
            out.weaken("hypothetical", "whoever does it")
            out.dropped = "whoever does it"
        out.settled = True
        out.aside = (out.speech is None or out.speech[0] != cur) and not _counted_so(
            tree, cur, head
        )  # "the court, which said it would rule …"
        return
    if relation == "acl" and t.xpos == "VB":
        out.infinitive = True
    if relation == "acl" and tree.lemma(head) in words("intents") and any(tree.lemma(m) == "of" for m in tree.kids(cur, "mark")):
        _complement(tree, found, cur, head, others, out)  # "has no intention of leaving"
        return
    if relation == "acl" and t.xpos == "VBG" and any(tree.lemma(m) in ("of", "for", "to", "at") for m in tree.kids(cur, "mark", "case")):
        out.dropped = f"what “{governor.text}” is about"
    if relation == "acl" and t.xpos == "VBG" and head not in others:
        out.settled = out.aside = True
        return
    if relation in ("conj", "root", "appos", "list", "dep", "parataxis"):
        if relation == "parataxis" and effect_of(tree, head) == "speech" and out.speech is None and not tree.kids(head, "ccomp", "obj"):
            _said_by(tree, head, out)
        return
    _complement(tree, found, cur, head, others, out)


def _counted_so(tree: Tree, cur: int, head: int) -> bool:
    """Whether somebody counted so many things to which that was done ("volunteers counted 188 houses destroyed")."""
    verb = tree.tokens[head].head
    if tree.tokens[cur].xpos != "VBN" or verb < 0 or tree.lemma(cur) not in words("deeds to things", "lost or gone"):
        return False
    counts = tree.lemma(verb) == "find" or tree.lemma(verb) in words("counts given")
    counts = counts and tree.rel(head) == "obj" and not tree.negated(verb)
    return counts and bool(tree.kids(head, "nummod")) and bool(tree.kids(verb, "nsubj"))


def _waits_for(tree: Tree, cur: int, head: int, marks: set[str]) -> bool:
    """Whether a clause tells of what must come first: "will end when the army leaves", "vowed to strike as long as the ban is in force"."""
    so_long = "as" in marks and tree.lemma(head) in ("soon", "long") and tree.tokens[head].upos == "ADV"
    over = tree.tokens[head].head if so_long else head
    if not (so_long or marks & words("ahead marks")):
        return False
    if "after" not in marks and any(tree.lemma(k) in ("would", "'d") for k in tree.kids(over, "aux")):
        return True  # "said they would leave once the troops came"
    return is_now(tree, cur) and _ahead(tree, over)


def _ahead(tree: Tree, v: int) -> bool:
    """Whether a clause tells of what is still to come or only might: by a modal, an infinitive or a command."""
    if v < 0:
        return False
    t = tree.tokens[v]
    if any(tree.tokens[k].xpos == "MD" for k in (*tree.kids(v, "aux"), *tree.shared(v))) or is_to(tree, v):
        return True
    if t.xpos == "VB":
        return any(tree.lemma(m) == "to" for m in tree.kids(v, "mark")) or not tree.kids(v, "nsubj", "aux")
    return False


def _anyone(tree: Tree, i: int) -> bool:
    """Whether a word names nobody in particular: "anyone", "those", "any driver"."""
    return tree.tokens[i].text.lower() in words("anyone") or any(tree.lemma(k) in ("any", "every", "each") for k in tree.kids(i, "det"))


def _in_case_of(tree: Tree, cur: int, head: int) -> bool:
    """Whether a noun is what a preparation is for: "in the event of an attack"."""
    return tree.cases(cur) == "of" and tree.lemma(head) in ("event", "case", "eventuality") and tree.cases(head) == "in"


def _voted(tree: Tree, vote: int, others: dict[int, Found]) -> int | None:
    """The verb that says what an assembly said by its vote ("voted to reject the treaty"), None where it said nothing or voted to do something."""
    said = [k for k in tree.infinitives(vote) if k in others and others[k].row.type in SAID and others[k].bearer == k]
    return said[0] if said and tree.tokens[vote].xpos in ("VBD", "VBN") and not tree.negated(vote) else None


def _rules_out(tree: Tree, v: int) -> bool:
    return tree.lemma(v) == "rule" and any(tree.lemma(k) == "out" for k in tree.kids(v, "compound", "advmod"))


def _listed(tree: Tree, cur: int, head: int) -> Modality | None:
    """What a list makes of its member: "demands, among them the release of …", "conditions such as a ceasefire"."""
    if tree.tokens[cur].upos not in NOMINAL or tree.rel(cur) == "conj":
        return None
    among = [k for k in tree.kids(cur, "nmod", "obl") if tree.cases(k) in words("list cases")]
    if among:
        lists = [k for k in (head, *tree.kids(head), *(j for k in tree.kids(head) for j in tree.kids(k))) if k < among[0]]
    elif tree.rel(cur) in ("appos", "nsubj", "dep", "list") or tree.cases(cur) in words("list cases"):
        lists = [head]
    else:
        return None
    found = (EFFECTS.get(effect_of(tree, k) or "") for k in lists if tree.tokens[k].upos == "NOUN")
    return next((m for m in found if m), None)


def _complement(tree: Tree, found: Found, cur: int, head: int, others: dict[int, Found], out: Reading) -> None:
    """What a governor does to its clause or noun."""
    t, governor, relation = tree.tokens[cur], tree.tokens[head], tree.rel(cur)
    effect = effect_of(tree, head)
    if (
        relation in ("ccomp", "advcl")
        and tree.lemma(head) in ("suppose", "assume", "imagine")
        and governor.xpos in ("VB", "VBG", "VBP")
        and not tree.kids(head, "nsubj")
    ):
        out.weaken("hypothetical", f"under “{governor.text}”")
        return
    if cur == found.at and found.row.type in ENFORCED and tree.ordering(cur) == head:
        _auxiliaries(tree, head, out)
        return
    verbal = relation in ("ccomp", "xcomp", "csubj", "advcl", "acl")
    nominal = relation in ("obj", "nmod", "obl", "iobj", "nsubj", "compound") and (cur == found.at or cur in found.used)
    if not (verbal or nominal):
        if relation in ("obj", "obl", "nmod") and head in others and (out.modality != "asserted" or out.infinitive):
            out.dropped = out.dropped or f"content of “{governor.text}”"
        return
    if (
        cur == found.at
        and t.upos == "NOUN"
        and relation == "obj"
        and head in others
        and (others[head].row.type in TALK or _stops(others[head]))
        and effect != "emotion"
    ):
        out.dropped = f"what “{governor.text}” is about"
        return
    if relation == "obl" and cur == found.at and tree.cases(cur) == "for" and head in others and others[head].row.type == "REQUEST":
        out.dropped = f"content of “{governor.text}”"  # "lodged an appeal for the release of …"
        return
    if cur == found.at and t.upos == "NOUN" and effect != "emotion" and _untold(tree, head):
        out.dropped = "under a verb that tells of nothing that happened"
        return
    if nominal and relation in ("nsubj", "compound") and t.deprel != "nsubj:pass":
        if relation == "nsubj" and effect in ("possible", "planned") and tree.kids(head, "cop"):
            out.weaken(EFFECTS[effect], f"is “{governor.text}”")
        return
    by_content = nominal and effect not in ("speech", "aspect", "emotion", "possible", "tried")
    if effect is None:
        return
    beside = relation == "ccomp" and cur < head and not tree.kids(cur, "mark") and tree.lemma(head) in words("cues beside")
    if effect == "speech" and verbal and tree.lemma(head) == "allege" and head in others:
        out.dropped = out.dropped or f"content of “{governor.text}”"
    if effect == "speech" or (beside and effect in ("threatened", "promised", "planned", "emotion")):
        if verbal and out.speech is None:
            _said_by(tree, head, out)
        return
    if nominal and governor.text.lower() == "wanted" and tree.cases(cur) == "for":
        out.settled = True  # "wanted for the raid"
        return
    if verbal and out.voiced is None and effect in VOICES and governor.upos == "VERB" and not tree.passive(head):
        out.voiced = (head, tuple(tree.subjects(head)))
    if effect == "emotion":
        if verbal and head in others:
            out.dropped = f"content of “{governor.text}”"
        if nominal and relation != "obj" and head in others and tree.cases(cur) in ("for", "of", "over"):
            out.dropped = f"what “{governor.text}” lays to someone's charge"
        out.settled = nominal
        return
    over = tree.cases(cur) in ("after", "since", "following") and found.row.type in ("ASSAULT", "COERCE")  # what one asks after a killing
    if nominal and relation == "obl" and (over or effect not in ("requested", "threatened")):
        out.settled = tree.cases(cur) in ("after", "over", "during", "since", "following", "because of", "amid", "in")
        return
    if effect == "idle":
        out.dropped = f"what “{governor.text}” leaves open"
        return
    if effect == "aspect":
        _auxiliaries(tree, head, out)
    if effect == "ends":
        out.ended = True
        if verbal and head in others:
            out.dropped = f"what “{governor.text}” is about"
        return
    if effect == "negative" and cur != found.at and effect_of(tree, cur) in ("ends", "negative") and tree.rel(found.at) == "obj":
        out.polarity, out.ended = "positive", False  # "failed to stop the protests"
    elif effect == "negative":
        out.polarity = "negative"
        out.reasons.append(f"under “{governor.text}”: negative")
    elif effect == "tried":
        out.sure *= 0.85
        out.reasons.append(f"under “{governor.text}”: attempted")
    elif (
        effect == "planned"
        and found.row.condition == "postponement"
        and tree.lemma(head) in ("decide", "decision")
        and not tree.negated(head)
    ):
        out.decided = head  # who decides to put something off has put it off
    elif effect in EFFECTS and (verbal or by_content or effect == "possible"):
        negated = tree.negated(head)
        if effect == "denied" and negated:
            return
        out.weaken(EFFECTS[effect], f"under “{governor.text}”")
        if effect in ("planned", "promised") and governor.xpos in ("VBD", "VBN"):
            out.decided = head
        if effect == "planned" and negated:
            out.polarity = "negative"
    if effect == "requested" and verbal:
        out.dropped = out.dropped or f"content of “{governor.text}”"
    if effect not in ("aspect", "denied") and _has_own_event(tree, head, others):
        out.content_of = head
        out.dropped = out.dropped or f"content of “{governor.text}”"


def _stops(found: Found) -> bool:
    """Whether what a verb is done to is over or has not come about."""
    return found.row.phase == "ends" or found.row.condition in HELD_UP


def _untold(tree: Tree, verb: int) -> bool:
    """Whether a verb is denied, to come or only possible."""
    modal = any(tree.tokens[k].xpos == "MD" for k in tree.kids(verb, "aux"))
    return tree.tokens[verb].upos == "VERB" and (modal or tree.negated(verb))


def _has_own_event(tree: Tree, head: int, others: dict[int, Found]) -> bool:
    """Whether a governor is, or bears, an event itself."""
    return head in others or any(o.bearer == head and o.at != head for o in others.values())


def _said_by(tree: Tree, verb: int, out: Reading) -> None:
    if tree.tokens[verb].upos == "NOUN":
        # "issued a reminder that …": whoever issued it
        up = tree.tokens[verb].head
        who = [j for k in tree.kids(verb, "nmod:poss") for j in tree.conjuncts(k)] or (
            tree.doers(up) if up >= 0 and tree.rel(verb) == "obj" else []
        )
    else:
        who = tree.subjects(verb) if not tree.passive(verb) else tree.agents(verb)
        up = tree.tokens[verb].head
        if tree.lemma(verb) in ("know", "known") and up >= 0 and tree.lemma(up) in ("let", "make"):
            who = tree.subjects(up)
        who = [j for k in who for j in (tree.writers(k) if tree.lemma(k) in words("written words") else []) or [k]]
    if who:
        out.speech = (verb, tuple(who))
