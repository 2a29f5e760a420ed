"""From a read report to its events."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import partial
from typing import cast

from vedette.codebook.triggers import OF_STATES
from vedette.coding import telling
from vedette.coding.abroad import concerned
from vedette.coding.accidents import accidental
from vedette.coding.again import with_again
from vedette.coding.aside import matters, undone
from vedette.coding.called import one_label, seats_told
from vedette.coding.claimed import with_claims
from vedette.coding.clauses import Tree, without_dateline
from vedette.coding.counters import with_counters
from vedette.coding.doers import with_doers
from vedette.coding.doubles import VERBAL, is_toll, once
from vedette.coding.fates import runaways, with_fates
from vedette.coding.finite import aside_of, for_long
from vedette.coding.following import with_following
from vedette.coding.given import is_accord
from vedette.coding.intent import intended
from vedette.coding.lasting import which_day
from vedette.coding.matching import Found, candidates
from vedette.coding.modes import mode_of
from vedette.coding.numbers import quantities
from vedette.coding.reasons import confidence, denied, why
from vedette.coding.recounts import with_recounts
from vedette.coding.refusals import refusals
from vedette.coding.relevance import bearing
from vedette.coding.reported import Reading, effect_of, first_hand, read
from vedette.coding.rivals import with_rivals
from vedette.coding.roles import Parties, ours, own_words, parties
from vedette.coding.said import ALLEGED, HARM_TO_COME, MUST, REFUSED, TO_COME
from vedette.coding.scene import Scene, happens_somewhere, in_the_past
from vedette.coding.sites import with_sites
from vedette.coding.spots import Spots, placed
from vedette.coding.stated import demands
from vedette.coding.steps import with_steps
from vedette.coding.tolls import told_anew, with_tolls
from vedette.coding.when import (
    When,
    attached_to,
    goes_on_now,
    hung,
    in_passing,
    is_ahead,
    is_old,
    path,
    since_the_first,
    since_then,
    sole_day,
    when,
)
from vedette.coding.where import is_reason, named, where
from vedette.coding.who import Cast, Resolver
from vedette.coding.words import words
from vedette.domain import (
    Actor,
    ActorMention,
    Annotated,
    Attribution,
    Coded,
    Event,
    EventType,
    Modality,
    Phase,
    PlaceMention,
    Quote,
    Report,
    Seat,
    TimeMention,
)
from vedette.domain.spans import Span, span

OWN_CLAUSE = frozenset({"advcl", "parataxis", "punct", "mark", "conj"})
"""Relations of what is not of a verb's own clause."""
CIVIL = frozenset({"AGR", "BUS", "CVL", "EDU", "JRN", "LAB", "MED", "REF", "REL", "SOC"})
"""Sectors of people whom a state may give rules."""
LOCAL = frozenset({("CVL",), ("AGR",), ("LAB",), ("EDU",), ("REF",), ("CRM",), ("UAF",), ("REB",), ("REL",)})
"""First sectors of those who speak where the story is, and not where reports are sent from."""
ASKING = frozenset({"REQUEST", "THREATEN", "AGREE"})
"""Types whose content says what is to come: a time there is when it is due."""
REFUSING = frozenset({"REJECT", "THREATEN"})
"""Types that are done in saying so ("it will not wait, its head said on Monday")."""
PHASES: dict[str | None, Phase] = {"opens": "happens", "continues": "continues", "ends": "ends", None: "happens"}
ON_THIS_DAY = re.compile(r"\b[Oo]n this (?:day|date) in (\d{4})\b")
TOLD_EARLIER = frozenset({"anniversary", "history", "ago", "historic", "commemorate", "commemoration"})


def code(
    report: Report,
    annotated: Annotated,
    places: tuple[PlaceMention, ...],
    times: tuple[TimeMention, ...],
    quotes: tuple[Quote, ...],
    actors: Resolver,
    title: tuple[PlaceMention, ...] = (),
    heading: Annotated | None = None,
) -> Coded:
    """All that a report tells: its events, who its names are, its dateline and whether it matters; `heading` is its headline as it was read, `title` the places in it."""
    annotated = replace(annotated, entities=one_label(annotated.entities))
    line = telling.dateline(annotated.text)
    head = annotated.text.index(line) + len(line) if line else 0
    names = list(enumerate(annotated.entities))
    starts = [e.start for e in annotated.entities]
    trees = [
        Tree(annotated.text, n, without_dateline(s, head), tuple(names[bisect_left(starts, s.start) : bisect_left(starts, s.end)]))
        for n, s in enumerate(annotated.sentences)
    ]
    cast_ = Cast(
        trees, annotated.entities, places, quotes, actors, report.published[:10] if report.published else None, times, head, report.source
    )
    spots = named(trees, places, head)
    seats = seats_told(trees)
    scene = Scene(trees, [p for p in spots if p.start not in seats], head, title)
    coder = _Coder(report, trees, spots, times, quotes, cast_, head, scene)
    weight = bearing(annotated, heading)
    found = [] if telling.elsewhere(weight + telling.doubt(trees)) else placed(Spots(trees, spots, title, scene, head), coder.events())
    found = with_again(trees, with_sites(trees, found, spots), spots)
    events = tuple(replace(e, id=f"{report.key}#{n}") for n, (_, e) in enumerate(found, 1))
    # a likeness alone does not decide what a report is about
    firm = tuple(e for (f, _), e in zip(found, events, strict=True) if not f.learnt)
    matters, elsewhere = telling.relevant(trees, firm, weight)
    return Coded(
        places=places,
        times=times,
        quotes=quotes,
        events=() if elsewhere else events,
        entity_actors=tuple(found[0] if found else None for found in cast_.of_entities),
        relevant=matters,
        dateline=line,
    )


class _Coder:
    """One report at work."""

    def __init__(
        self,
        report: Report,
        trees: list[Tree],
        places: tuple[PlaceMention, ...],
        times: tuple[TimeMention, ...],
        quotes: tuple[Quote, ...],
        cast_: Cast,
        head: int,
        scene: Scene,
    ) -> None:
        self.report, self.trees, self.places, self.times = report, trees, places, times
        self.located = tuple(p if p.place is None or p.place.located else replace(p, place=None) for p in places)
        self.quotes, self.cast, self.head, self.scene = quotes, cast_, head, scene
        self.old_passage = self.agreed = False
        self.authored = cast_.author(Span(start=0, end=0, text="")) is not None
        self.before: Event | None = None
        self.day: Event | None = None
        self._starts = [tree.sentence.start for tree in trees]

    def events(self) -> list[tuple[Found, Event]]:
        """Events with their triggers in the order of the text; of one happening told twice in a sentence, the fuller one."""
        out: list[tuple[Found, Event]] = []
        for tree in self.trees:
            found = with_steps(tree, candidates(tree))
            here = {f.at: f for f in found}
            coded: list[tuple[Found, Event]] = []
            said = demands(tree, here, self.cast.speaker, self.agreed, partial(self._ahead, tree))
            said += refusals(tree, here, self.cast.speaker, self.authored)
            stated = {f.at for f in said} | {k for f in said if f.row in (ALLEGED, MUST) for k in f.used}
            for f in [f for f in found if f.at not in stated] + said:
                e = self._event(tree, f, here)
                if e is not None:
                    coded.append((f, e))
            kept = with_fates(tree, runaways(tree, once(tree, coded))) if coded else []
            old = any(e.background and e.begin and not _told_beside(tree, tree.root, f.bearer) for f, e in kept)
            self.old_passage = old or (self.old_passage and all(e.background for _, e in kept))
            self.agreed = any(is_accord(e) for _, e in kept) or (self.agreed and any(f.row is TO_COME for f, _ in kept))
            kept = [(f, self._carried(tree, f, self._placed(tree, f, e))) for f, e in kept]
            self.before = next((e for _, e in reversed(kept) if e.begin), None)
            self.day = next((e for _, e in kept if e.begin and e.time_precision in ("day", "hour") and not e.background), self.day)
            out += sorted(kept, key=lambda x: x[1].trigger.start)
        out, left = with_tolls(self.trees, out, self.places, self.times)
        for tree, f, numbers in left:
            e = self._event(tree, f, {})
            if e is not None and e.modality == "asserted" and not e.background and e.time_precision not in ("month", "year"):
                elsewhere = bool(tree.here(self.places))
                out.append((f, replace(e, quantities=numbers, scene=None if elsewhere else self.scene.place(tree.number))))
        out = sorted(out, key=lambda x: x[1].trigger.start) if left else out
        out = with_following(self.trees, with_recounts(self.trees, out, self.times))
        out = with_claims(self.trees, out, self.places, self.times)
        out = with_rivals(self.trees, out, self.places, self.cast)
        out = with_doers(self.trees, out, self.cast)  # only what is no second count of a deed lacks its doer
        return with_counters(self.trees, out, self.cast.sayer, self.cast.speaker)

    def _ahead(self, tree: Tree, v: int) -> bool:
        return is_ahead(tree, v, self.times, self.report.published)

    def _placed(self, tree: Tree, f: Found, e: Event) -> Event:
        """An event without a place of its own is where the story is; a meeting, where what one went to was held."""
        at = next(iter(tree.within(e.trigger.start, e.trigger.end)), None)
        if e.place is None and at is not None and e.event_type == "CONSULT":
            place, here = where(self.trees, tree, at, at, self.places, frozenset(), self.head)
            e = replace(e, place=place, places=here)
        if e.place is None and (home := self.scene.home(tree, f, e)) is not None:
            return replace(e, scene=self.places[home].place, places=(home, *(n for n in e.places if n != home)))
        if e.place is None and e.event_type in VERBAL:
            spot = self.scene.filed(tree.number, bool(e.actors) and all(m.actor.sectors[:1] in LOCAL for m in e.actors))
            e = replace(e, seat=Seat(place=spot)) if spot is not None else e
        if e.place is not None and e.place.located:
            inside = self.scene.inside(tree, e) if happens_somewhere(e) else e.scene
            return e if inside is e.scene else replace(e, scene=inside)
        if not (happens_somewhere(e) or self.scene.log):
            return e
        if e.place is None and at is not None and is_reason(tree, at) and tree.here(self.places):
            return e  # where the protest is that it is the reason of
        scene = self.scene.place(tree.number) if e.place is None else e.scene or self.scene.about(tree.number)
        if e.place is not None and scene is not None and not scene.located:
            scene = None  # one unknown name tells nothing of where another lies
        if scene is not None and e.event_type == "SANCTION" and self.scene.from_afar(tree, f, scene):
            scene = None
        there = next((n for n, p in enumerate(self.places) if scene is not None and p.place is scene), None)
        seat = None if scene is not None else e.seat
        places = e.places if there is None else (there, *(n for n in e.places if n != there))
        if seat is e.seat and scene is e.scene and places == e.places:
            return e
        return replace(e, seat=seat, scene=scene, places=places)

    def _carried(self, tree: Tree, f: Found, e: Event) -> Event:
        """An event without a day of its own: of the day told before ("In the afternoon …", "Later …"), or of the month or week of the deed
        of the last sentence that led to it ("The decision led to …").
        """
        last = self.before
        told = [self.times[n] for n in e.times]
        if (
            self.day is not None
            and _same_day(tree)
            and all(t.type == "TIME" and (t.anchor == "text" or not t.begin) for t in told)
            and _is_told(e)
        ):
            day = self.day
            return replace(e, begin=day.begin, last=day.last or day.begin, time_precision=day.time_precision, times=e.times or day.times)
        if e.begin or e.last or e.due or not _is_told(e):
            return e
        if e.condition is not None and e.phase != "ends" and self.day is not None and since_then(tree, f.at, f.bearer):
            return replace(e, begin=self.day.begin, time_precision=self.day.time_precision, times=e.times or self.day.times)
        beside = hung(tree, f.bearer, self.times, self.report.published)
        if beside is not None:
            return replace(e, begin=beside[0].isoformat(), last=beside[0].isoformat(), time_precision="day", times=(beside[1],))
        if (e.event_type is not None or e.condition is not None) and e.phase != "continues":
            found = self._day_told(tree, f)
            if found is not None:
                begin, until = found.begin, found.last or found.begin
                return replace(e, begin=begin, last=until, time_precision=found.precision, times=(self.times.index(found),))
        if last is None or last.time_precision not in ("week", "month", "year") or last.background:
            return e
        for k in tree.kids(tree.root, "nsubj"):
            if tree.lemma(k) in words("deeds") and any(tree.lemma(d) in ("the", "this", "that") for d in tree.kids(k, "det")):
                return replace(e, begin=last.begin, last=last.last, time_precision=last.time_precision, times=last.times)
        return e

    def _day_told(self, tree: Tree, f: Found) -> TimeMention | None:
        """The day of a deed told without one: of the sentence, where that names one day for a deed; else that at which the story is."""
        here = [t for _, t in tree.here(self.times) if t.begin]
        verb = f.bearer if tree.tokens[f.bearer].upos in ("VERB", "AUX") else tree.clause(f.bearer)
        if told_anew(tree, f.at) or aside_of(tree, f.bearer) or goes_on_now(tree, verb):
            return None
        if not here:
            found = self.scene.day(tree.number, self.times) or (self.scene.log_day(self.times) if in_the_past(tree, f.bearer) else None)
            ahead = found is not None and (found.begin or "")[:10] > (self.report.published or "9")[:10]
            return None if ahead else found
        return None if f.row.condition is None and in_passing(tree, f.at, f.bearer) else sole_day(tree, here, f.bearer)

    def _event(self, tree: Tree, f: Found, others: dict[int, Found]) -> Event | None:
        how = read(tree, f, others)
        if how.dropped or (
            how.modality == "asserted"
            and (how.content_of, how.decided) == (None, None)
            and f.row not in (ALLEGED, REFUSED)
            and denied(tree, f)
        ):
            return None
        if f.row.type == "REQUEST" and f.row.head == "insist" and tree.indicative(f.at):
            return None
        if f.learnt and f.row.type in ("NONE", "STATE") and how.modality != "asserted":
            return None  # of what is only to come the reading model knows too little
        if how.aside and undone(tree, f, others):
            return None
        who = parties(tree, f, self.cast)
        if f.row.type == "ASSAULT" and (telling.only_left(tree, f.at) or (telling.sporting(tree, who.doers) and not who.recipients)):
            return None
        by_nature = f.row.type not in ("NONE", "STATE") and bool(who.doers) and all(telling.natural(tree, d) for d in who.doers)
        if by_nature and not (f.row.condition and (f.learnt or f.row.condition in telling.BY_NATURE)):
            return None
        if how.modality == "asserted" and not who.doers and tree.tokens[f.bearer].xpos == "VB" and tree.kids(f.bearer, "mark"):
            return None
        if how.aside and (how.modality != "asserted" or (f.row.pos == "v" and not matters(tree, f, who))):
            return None
        if not who.recipients or "travel" in f.row.rest:
            further = concerned(tree, f, f.row.type, who.actors, self.cast)
            who = replace(who, recipients=further) if further else who
        kind = "NONE" if by_nature else f.row.type
        event_type = cast(EventType, kind) if kind not in ("NONE", "STATE") else None
        accident = event_type == "ASSAULT" and not (who.actors or who.doers) and is_toll(tree, f.at) and accidental(self.trees, tree)
        event_type = None if accident else event_type
        if f.row is HARM_TO_COME and (speaker := self._speaker(tree, f, how)):
            who = replace(who, actors=(speaker,))  # whose word it is, whatever burns
        if kind in VERBAL and not who.actors:
            speaker = (
                self._speaker(tree, f, how)
                if f.row in (MUST, HARM_TO_COME, REFUSED) or (f.row.roles == "o<" and kind != "REQUEST")
                else None
            )
            if speaker is None and f.row in (HARM_TO_COME, MUST, REFUSED) and how.speech is None:
                speaker = self.cast.author(tree.span(f.at, f.at))
            if speaker:
                who = replace(who, actors=(speaker,))
            elif f.row.phase == "ends" and (f.row.condition is not None or not (how.aside or how.settled)):
                kind, event_type = "NONE", None
                how.reasons.append("by nobody who is told: the end of a state alone")
            elif how.aside or how.settled or not ((who.recipients and (tree.passive(f.at) or kind == "REQUEST")) or own_words(tree, who)):
                return None
        if not who.actors and how.decided is not None and how.modality in ("planned", "promised"):
            deciders = [m for j in tree.doers(how.decided) if (m := self.cast.mention(tree, j))]
            who = replace(who, actors=tuple(deciders[:2]))
        quoted = self.cast.speaker(tree.tokens[f.at].start) is not None or how.speech is not None
        own = ours(tree, who) if f.row.condition == "suspension" and not who.actors and not quoted else None
        if own is not None and (speaker := self.cast.author(tree.span(own, own))) is not None:
            who = replace(who, actors=(speaker,))  # "our work in Tal is suspended"
        noun = f.row.pos == "n"
        asked = telling.content(tree, f.at, f.bearer, noun) if kind in VERBAL else frozenset()
        if f.row in (HARM_TO_COME, REFUSED):
            how.polarity = "positive"  # to do nothing more is harm, too
        modality: Modality = how.modality
        mode = None if accident else f.row.mode
        if event_type in ("REJECT", "THREATEN", "AGREE") and modality == "planned" and how.content_of is None:
            modality = "asserted"
        intent = intended(tree, f, how, who, self.cast)
        if intent is not None:
            event_type, mode, modality = intent.type, intent.mode, intent.modality or modality
            who = who if who.recipients else replace(who, recipients=concerned(tree, f, event_type, who.actors, self.cast))
            how.reasons.append(f"{kind} refused or still to come: {event_type}")
        if event_type == "REQUEST" and modality == "asserted" and f.row.head in words("commands") and _rules(who):
            event_type, mode = "COERCE", "censor" if all(m.actor.sectors[0] == "JRN" for m in who.recipients) else "restrict"
            how.reasons.append("a rule for its own people")
        mode = mode_of(tree, f, event_type, mode, who) if not by_nature else None
        asks, ends = kind in ("REQUEST", "THREATEN"), f.row.phase == "ends"
        told = when(tree, f.at, f.bearer, self.times, modality, self.report.published, asked, how.decided, asks, ends)
        spoken = f.row is MUST or (event_type in REFUSING and modality == "asserted")
        if spoken and how.speech is not None and not (told.begin or told.last):
            said = when(tree, how.speech[0], how.speech[0], self.times, "asserted", self.report.published, asked)
            told = replace(said, due=told.due)
        opens = modality == "asserted" and f.row.phase != "ends"
        nth = which_day(tree, f.at, f.bearer, self.times, f.row.condition) if f.row.condition is not None and opens else None
        if nth is not None:
            told = since_the_first(told, nth, self.report.published)
        if told.due is not None and kind not in ASKING and modality == "asserted" and event_type is not None:
            told = replace(told, due=None)
        ahead = kind not in ASKING and not f.row.called_off and is_ahead(tree, f.bearer, self.times, self.report.published)
        if modality == "asserted" and ahead:
            modality = "planned"
            how.reasons.append("on a day to come: planned")
        if modality == "hypothetical" and f.row.note == OF_STATES:
            return None  # a state alone that nobody says there is
        powers = (
            [j for k in tree.objects(f.at) if tree.lemma(k) == "power" for j in tree.infinitives(k)] if f.row.condition == "cut-off" else []
        )
        if any(tree.lemma(j) not in words("done by current") for j in powers):
            return None  # "has no power to suspend it", but not "to run its pumps"
        verbal = kind in VERBAL or event_type in VERBAL  # also what somebody says he will do
        place, here = where(self.trees, tree, f.at, f.bearer, self.places, asked, self.head, verbal)
        around = None
        if place is not None and not place.located:
            around, _ = where(self.trees, tree, f.at, f.bearer, self.located, asked, self.head, verbal)
        phrase = telling.phrase(tree, _about(tree, f))
        phase: Phase = "continues" if kind == "STATE" and f.row.phase is None else PHASES[f.row.phase]
        beside = tree.tokens[f.at].xpos == "VBN" and any(tree.lemma(m) == "with" for m in tree.kids(f.at, "mark"))
        beside = beside or is_reason(tree, f.at)
        if f.row.condition and (f.lasting or nth is not None or beside or for_long(tree, f.bearer, f.row.condition)) and phase == "happens":
            phase = "continues"  # also "with two others shut since Monday", "resigned over a ban on plates"
        if (
            phase == "ends"
            and any(tree.lemma(k) == "still" for i in {f.at, f.bearer} for k in tree.kids(i, "advmod"))
            and not tree.negated(f.bearer)
        ):
            phase = "continues"  # "was still up at noon"
        if phase != "ends" and tree.lemma(f.at) in words("standing") and tree.tokens[f.at].xpos in ("VBP", "VBZ"):
            phase = "continues"  # "soldiers patrol the town"
        over = phase != "ends" and "longer" not in f.row.rest and (tree.no_longer(f.at) or tree.no_longer(f.bearer))
        phase = intent.phase if intent is not None and intent.phase else phase
        if f.row.condition and (how.ended or over):
            phase = "ends"
            how.polarity = "positive" if over else how.polarity
        evidence = span(tree.text, tree.sentence.start, tree.sentence.end)
        trigger = tree.span(f.at, f.at)
        attribution = self._attribution(tree, f, how, who)
        within = tree.within(evidence.start, evidence.end)
        return Event(
            id="",
            report=self.report.key,
            event_type=event_type,
            mode=mode,
            trigger=trigger,
            evidence=evidence,
            headline=telling.headline(tree, f.at, f.bearer, who.actors),
            what=self._what(tree, f) if event_type is None else None,
            about=phrase,
            contexts=telling.contexts(tree, within[0], within[-1]),
            actors=who.actors,
            recipients=who.recipients,
            places=here,
            times=told.times,
            place=place,
            scene=around,
            begin=told.begin,
            last=told.last,
            time_precision=told.precision,
            due=told.due,
            attribution=attribution,
            modality=modality,
            polarity=how.polarity,
            phase=phase,
            condition=f.row.condition,
            background=self._background(tree, f, told, asked),
            quantities=quantities(
                tree,
                f.at,
                f.bearer,
                f.row if event_type != kind or mode == f.row.mode else replace(f.row, mode=mode),
                list(who.affected),
                list(who.doers),
                self.trees[tree.number - 1] if tree.number else None,
                self.trees[tree.number + 1] if tree.number + 1 < len(self.trees) else None,
            ),
            confidence=confidence(f, how, who),
            reasons=(*why(tree, f), *how.reasons),
        )

    def _speaker(self, tree: Tree, f: Found, how: Reading) -> ActorMention | None:
        """Whoever says it, in a quote or by a speech verb."""
        heads = how.speech[1][:1] if how.speech else ()
        return self.cast.speaker(tree.tokens[f.at].start) or next((self.cast.mention(tree, h) for h in heads), None)

    def _what(self, tree: Tree, f: Found) -> str:
        about = _about(tree, f)
        trigger = tree.tokens[f.at].text
        if not about:
            return trigger
        first, last = min(f.at, about[0]), max(f.at, about[-1])
        return tree.span(first, last).text if last - first <= 10 else f"{trigger} {tree.span(about[0], about[-1]).text}"[: telling.LONGEST]

    def _attribution(self, tree: Tree, f: Found, how: Reading, who: Parties) -> Attribution | None:
        """Whose word it is: the source of the quote that holds the trigger, else the nearest speech verb's subject, else whoever asks, promises
        or denies it.
        """
        start = tree.tokens[f.at].start
        for q in self.quotes:
            if (
                q.content[0].start <= start < q.content[-1].end
                and q.source
                and q.cue
                and q.source.start >= self.head
                and any(c.start <= start < c.end and not c.in_title for c in q.content)
                and self._says(q.cue, q.source)
                and not self._beside(tree, f.at, q)
            ):
                told = self._passed_on(q.cue)
                source = told.source if told else self.cast.of_span(q.speaker or q.source) or self.cast.of_span(q.source, anyone=True)
                cue = told.cue if told else q.cue
                if source is not None and not self._own(tree, f, source.actor, cue, who):
                    if not told and not q.source.in_title:
                        source = replace(source, start=q.source.start, end=q.source.end, text=q.source.text)
                    return Attribution(source=source, cue=cue)
        for told_by in (how.speech, how.voiced):
            if told_by is not None:
                at, heads = first_hand(tree, *told_by)
                for h in heads:
                    source = self.cast.sayer(tree, h)
                    if source is not None and not self._own(tree, f, source.actor, tree.span(at, at), who):
                        return Attribution(source=source, cue=tree.span(at, at))
        return None

    def _tree_at(self, start: int) -> Tree | None:
        """The tree of the sentence around a character."""
        n = bisect_right(self._starts, start) - 1
        return self.trees[n] if n >= 0 and start < self.trees[n].sentence.end else None

    def _passed_on(self, cue: Span) -> Attribution | None:
        """Whose word a quote's source passes on ("Reuters quoted a clerk as saying"), None where it is its own."""
        tree = self._tree_at(cue.start) if not cue.in_title else None
        if tree is None:
            return None
        for i in tree.within(cue.start, cue.end):
            at, heads = first_hand(tree, i, ())
            source = next((m for h in heads if (m := self.cast.sayer(tree, h))), None)
            if source is not None:
                return Attribution(source=source, cue=tree.span(at, at))
        return None

    def _own(self, tree: Tree, f: Found, source: Actor, cue: Span, who: Parties) -> bool:
        """Whether the words that would attribute it are the event's own verb, its own actor's ("announced a request")."""
        bearer = tree.tokens[f.bearer]
        return bearer.start < cue.end and cue.start < bearer.end and source in {m.actor for m in who.actors}

    def _beside(self, tree: Tree, trigger: int, q: Quote) -> bool:
        """Whether a quote's cue has a clause of its own in the trigger's sentence, and the trigger stands outside it."""
        if q.direct or q.cue is None or not tree.sentence.start <= q.cue.start < tree.sentence.end:
            return False
        cues = [i for i in tree.within(q.cue.start, q.cue.end) if tree.tokens[i].upos == "VERB"]
        if cues and any(tree.tokens[j].text == ";" for j in range(*sorted((cues[0], trigger)))):
            return True
        return bool(cues) and bool(tree.kids(cues[0], "ccomp")) and cues[0] not in tree.above(trigger)

    def _says(self, cue: Span, source: Span) -> bool:
        """Whether a quote's cue reports something, not judges or asks ("condemned", "demanded"), and the source says it ("is feared dead" says nobody)."""
        tree = self._tree_at(cue.start) if not cue.in_title else None
        if tree is None:
            return True
        effects = {effect_of(tree, i) for i in tree.within(cue.start, cue.end)}
        patients = [k for i in tree.within(cue.start, cue.end) if tree.tokens[i].upos == "VERB" for k in tree.kids(i, "nsubj:pass")]
        if any(source.start <= tree.tokens[k].start < source.end for k in patients):
            return False
        return "speech" in effects or not effects & {"emotion", "requested", "planned", "promised", "tried", "negative"}

    def _background(self, tree: Tree, f: Found, told: When, asked: frozenset[int]) -> bool:
        """Whether it is old news in the report: long past, a past perfect or a bare history beside old dates, an anniversary. Days in what is `asked` do not count."""
        if (once_then := ON_THIS_DAY.search(tree.text, tree.sentence.start, tree.sentence.end)) is not None:
            return self.report.published is None or once_then[1] < self.report.published[:4]
        if is_old(told, self.report.published) or (told.precision == "year" and not self.report.published):
            return True
        if told.begin or told.last:
            return False
        here = [t for _, t in tree.here(self.times) if (t.begin or t.last) and not _of_another_clause(tree, f.bearer, t, asked)]
        if here:
            old = [is_old(When(begin=t.begin, last=t.last, precision=t.precision), self.report.published) for t in here]
            return all(old) and self.report.published is not None
        if not tree.lemmas.isdisjoint(TOLD_EARLIER) and any(
            tree.lemma(i) in TOLD_EARLIER and not _told_beside(tree, f.bearer, i) for i in tree.below(tree.clause(f.at))
        ):
            return True
        v = f.bearer
        recognise = tree.lemma(v) in ("recognise", "recognize") and tree.negated(v)
        recognise = recognise and not any(tree.tokens[k].xpos == "MD" for k in tree.kids(v, "aux"))
        return recognise or (self.old_passage and tree.tokens[v].xpos in ("VBD", "VBN", "NN", "NNS"))


def _of_another_clause(tree: Tree, bearer: int, t: TimeMention, asked: frozenset[int]) -> bool:
    """Whether a time stands in a clause about somebody, or beside the deed, that does not tell of it ("the council, which last year had refused, …")."""
    i = attached_to(tree, t.start, t.end)
    return i is not None and (i in asked or _told_beside(tree, bearer, i))


def _told_beside(tree: Tree, bearer: int, i: int) -> bool:
    """Whether a word stands in a clause that a deed's verb or its parties bear, and that does not hold the deed."""
    way = path(tree, i)
    if bearer in way:
        way = way[: way.index(bearer)]
    return any(tree.rel(j) in ("acl", "advcl", "ccomp", "xcomp") and tree.is_clause(j) and bearer not in tree.below(j) for j in way)


def _rules(who: Parties) -> bool:
    """Whether a state or its authorities tell people, not bodies, what to do."""
    rulers = [m for m in who.actors if m.actor.sectors[:1] in ((), ("GOV",), ("LEG",), ("COP",)) and m.actor.country]
    return bool(rulers and who.recipients) and all(m.actor.sectors[:1] and m.actor.sectors[0] in CIVIL for m in who.recipients)


def _is_told(e: Event) -> bool:
    """Whether an event is told as having happened in the course of the report."""
    return e.modality == "asserted" and not e.background


def _same_day(tree: Tree) -> bool:
    """Whether a sentence begins with a word that goes on with a day's story."""
    opening = [t.text.lower() for t in tree.tokens[:3]]
    if not opening or opening[0] in words("same day"):
        return bool(opening)
    if opening[:2] == ["the", "same"] and len(opening) > 2:
        return opening[2] in {"day", *words("hours")}
    return opening[0] in ("in", "by", "at", "that") and bool(words("hours") & set(opening[1:]))


def _about(tree: Tree, f: Found) -> list[int]:
    """Words of what it is done to or about; where the subject is the patient of a set phrase ("remains closed"), the subject."""
    if f.row is MUST:
        return tree.below(f.bearer, stop=OWN_CLAUSE)
    found = telling.about(tree, f.at, f.bearer, f.row.pos == "n", f.fixed(tree))
    return found or (telling.patient(tree, f.at) if f.row.roles == "o<" and f.row.pos != "n" else [])
