"""Whether a group of mentions tells of a happening that is worth telling: deeds told well enough, and words that are an act by themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from vedette.codebook.wording import ENVOYS, fold, leads, roots
from vedette.domain import Actor, ActorMention, Event, Report
from vedette.domain.actors import OFFICIAL
from vedette.domain.compare import day, is_name
from vedette.incidents.mentions import REACTIONS, WORDS, Mention
from vedette.incidents.slots import counts
from vedette.incidents.trifles import is_reason, is_sum, is_trifle, was_tried

PRIVATE = (("CVL",), ("JRN",))
"""First sectors of those whose words alone are no happening."""
SUMMONS = frozenset({"summon", "summons"})
"""Words for what is done to an envoy, no mere blame."""
FILED = frozenset("appeal petition offer request application plea bid motion ultimatum invitation".split())
"""What was put to somebody, so that turning it down is its answer."""
ASKED = FILED | frozenset("call demand proposal condition claim".split())
"""The same, of whoever put it and however ("rejected calls for an inquiry")."""
LODGE = frozenset("file lodge submit hand present table".split())
"""Verbs by which something is put formally."""
LODGED = FILED | frozenset("complaint lawsuit suit claim".split())
"""What is put so."""
SIGN = frozenset({"sign"})
ACCORD = frozenset("accord agreement pact deal treaty truce memorandum protocol settlement covenant ceasefire contract convention".split())
"""What two sides sign."""
ACCORDS = frozenset({"AGREE", "SUPPORT"})
"""Types of accords and votes, which are told with their place."""
SIDES = frozenset("support back welcome praise hail applaud laud condolence solidarity thank".split())
"""Words of who only says that he is for it."""
MUTUAL = frozenset({"AGREE", "REJECT", "CONSULT"})
"""Types that a passive may tell without those who did it ("an agreement was reached")."""
OWN_HEAD = re.compile(
    r"\b(?:its|their)\s+(?:[\w'’-]+\s+){0,3}?(?:head|leader|spokes\w+|president|chair\w*|secretary|chief|commander|director|coordinator|founder|lawyer)\b",
    re.IGNORECASE,
)
"""Who speaks for a body whose word it is ("…, its local head said")."""
SURE = 0.7
"""Confidence from which a reading is sure."""
LATELY = 3
"""Days before a report since which a state holds whose beginning is news."""
MADE = frozenset({"curfew", "closure", "ban", "emergency", "alert", "blockade", "strike", "occupation", "suspension", "cut-off"})
"""Kinds of states that somebody makes on a day; who patrols or has fled somewhere is told in passing."""


def stands(mentions: Sequence[Mention], source: Mapping[str, str], reports: Mapping[str, Report]) -> bool:
    """Whether something happened that is worth telling.

    Not a state that goes on with no mention of its beginning, nor one of which the reading model alone knows. It says two of who, whom or what, where, when, how many (of a state
    that somebody tells to have begun, also where others tell that it goes on); a sure reading, and a deed with which a state begins at a place, make up for one of them. Mere words
    (a request, talks) are told by two sources, or a report is about them and says to whom, or tells on its own word that someone, no private person, said them to someone on a day, or
    that one body asked another; praise and blame are told by two, but for a summons. What is an act by itself needs none of this: a paper is signed or filed, what was asked or offered is turned down.
    """
    events = [
        m.event
        for m in mentions
        if (m.event.phase != "continues" or was_tried(m.event) or _just_begun(m.event, reports))
        and (m.event.event_type or not m.event.learnt)
    ]
    if all(is_trifle(e) or is_sum(e) or is_reason(e) for e in events):
        return False
    begun = {e.condition for e in events if e.condition and e.event_type and not e.learnt}
    telling = [*events, *(m.event for m in mentions if m.event.phase == "continues" and m.event.condition in begun)]
    told = [any(e.actors for e in telling), any(e.recipients or e.about for e in telling)]
    told += [any(e.place for e in telling), any(e.begin or e.last for e in telling), any(map(counts, telling))]
    told.append(any(e.confidence >= SURE for e in events))
    told.append(
        any(e.event_type and e.condition in MADE and e.phase == "happens" and e.place for e in events)
    )  # "a curfew is established in Tal"
    if sum(told) < 2:
        return False
    if all(e.event_type in WORDS or e.event_type == "CONSULT" for e in events):
        sources = {source.get(e.report, e.report) for e in events}
        about = [e for e in events if e.report in reports and leads(e, reports[e.report])]
        own = [e for e in events if e.id not in {m.event.id for m in mentions if m.wish} and not _before_then(e)]
        put = any(e.recipients for e in about if e in own and e.event_type not in REACTIONS)
        put = put or any(_ruled(e) or _asked(e) for e in own)
        return put or len(sources) > 1 or any(_public(e, e in about) or _its_own(e, reports.get(e.report)) for e in own)
    return bool(events)


def _just_begun(e: Event, reports: Mapping[str, Report]) -> bool:
    """Whether a state that goes on is told with the day on which somebody made it, and that was lately ("have kept their lorries parked since Thursday")."""
    told, begun = day(reports[e.report].published) if e.report in reports else None, day(e.begin)
    made = e.event_type is not None and e.condition in MADE and e.modality == "asserted" and not e.background
    return made and told is not None and begun is not None and e.time_precision in ("day", "hour") and 0 <= told - begun <= LATELY


def _ruled(e: Event) -> bool:
    """Whether words are an act by themselves, on the report's own word: an envoy is summoned, an accord signed, a petition filed, a demand or offer turned down."""
    if not _news(e) or not e.actors or not _told_plainly(e):
        return False
    about = e.about.text if e.about is not None else e.headline
    if e.event_type == "REJECT":
        return _tells(about, ASKED)
    if e.event_type == "REQUEST":
        return _tells(e.trigger.text, LODGE) and _tells(about, LODGED)
    if e.event_type == "SUPPORT":
        return _tells(e.trigger.text, SIGN) and _tells(about, ACCORD)
    return _tells(e.trigger.text, SUMMONS) and any(_tells(m.text, ENVOYS) for m in e.recipients)


def _asked(e: Event) -> bool:
    """Whether one body or somebody by name asks another for something, on the report's own word and as its news ("the governor has asked the ministry for two ferries")."""
    if e.event_type != "REQUEST" or not _news(e) or e.learnt or e.confidence < SURE or e.about is None:
        return False
    return _own_word(e) and any(a.actor.sectors[:1] not in PRIVATE for a in e.actors) and any(map(_body, e.recipients))


def _news(e: Event) -> bool:
    """Whether it is told as done, and not as old news."""
    return e.polarity == "positive" and e.modality == "asserted" and not e.background


def _own_word(e: Event) -> bool:
    """Whether a report tells it itself or by another medium's word, or those who did it say so."""
    if _told_plainly(e):
        return True
    if e.actors and OWN_HEAD.search(e.evidence.text):
        return True
    source = e.attribution.source.actor if e.attribution is not None else None
    return source is not None and any(a.actor == source or _speaks_for(source, a.actor) for a in e.actors)


def _speaks_for(source: Actor, actor: Actor) -> bool:
    """Whether who tells it is of the same state's offices as who did it ("the commissioner said that the government has asked …")."""
    official = all(a.sectors[:1] != () and a.sectors[0] in OFFICIAL for a in (source, actor) if a.sectors or not a.country)
    return official and source.country is not None and source.country == actor.country


def _told_plainly(e: Event) -> bool:
    """Whether a report tells it itself, or only names the medium that it has it from ("an agency reported")."""
    return e.attribution is None or e.attribution.source.actor.sectors[:1] == ("JRN",)


def _body(m: ActorMention) -> bool:
    """Whether it is somebody by name, an authority or a state, no people and no crowd."""
    a = m.actor
    return a.sectors[:1] not in PRIVATE and (is_name(a) or (a.sectors[0] in OFFICIAL if a.sectors else bool(a.country)))


def _before_then(e: Event) -> bool:
    """Whether it is told as done before what the passage is about ("had asked")."""
    before = e.evidence.text[: max(0, e.trigger.start - e.evidence.start)].split()[-2:]
    return "had" in map(str.lower, before)


def _tells(text: str, names: frozenset[str]) -> bool:
    """Whether a phrase has one of the words, in any form."""
    return any(not names.isdisjoint(roots(w)) for w in text.split())


def _its_own(e: Event, report: Report | None) -> bool:
    """Whether a report is the word of who asks or threatens something in it, and says whom or by when ("We ask Mr Tarn to open the gates")."""
    if report is None or not report.source or e.event_type not in ("REQUEST", "THREATEN", "REJECT") or e.background:
        return False
    mine = any(fold(m.actor.name) == fold(report.source) for m in e.actors)
    return mine and e.modality == "asserted" and e.about is not None and bool(e.recipients or e.due)


def _public(e: Event, leading: bool) -> bool:
    """Whether words are told as a happening of their own, on the report's own word: by someone who is no private person, on a day or with a
    term, and to someone, unless the report is about them (`leading`). An accord or a vote is told with its place.
    """
    accord = e.event_type in ACCORDS and e.place is not None and not SIDES & roots(e.trigger.text)
    by = accord or any(a.actor.sectors[:1] not in PRIVATE for a in e.actors) or (not e.actors and e.event_type in MUTUAL)
    told = by and _own_word(e) and bool(e.begin or e.last or e.due) and e.modality == "asserted" and not e.background
    term = e.event_type == "THREATEN" and e.due is not None
    return told and (accord or e.event_type not in REACTIONS) and bool(e.recipients or ((leading or accord or term) and e.actors))
