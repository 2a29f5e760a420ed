"""What an answer says of the question: a demand of which only the refusal is told, a request known by its grant."""

from __future__ import annotations

import re
from collections.abc import Mapping

from vedette.codebook.wording import fold, roots, words
from vedette.domain import Actor, Event, UndertakingKind
from vedette.domain.compare import same_actor

NOUNS: dict[str, UndertakingKind] = {
    "request": "request",
    "appeal": "request",
    "petition": "request",
    "plea": "request",
    "bid": "request",
    "application": "request",
    "invitation": "request",
    "demand": "demand",
    "condition": "demand",
    "ultimatum": "ultimatum",
    "offer": "offer",
    "proposal": "offer",
    "promise": "promise",
    "pledge": "promise",
}
"""Nouns of what is put to somebody, and what sort of undertaking each is."""
GRANTS = frozenset("grant approve accept agree".split())
"""Verbs of an answer that gives what was asked, whatever it is."""
NOUN = re.compile(rf"\b({'|'.join(NOUNS)})s?\b")
BARE = re.compile(rf"^(?:the|this|that|his|her|its|their|our) (?:\w+ )?(?:{'|'.join(NOUNS)})s?$")
"""What was asked, told by a noun only."""
WHOSE = re.compile(rf"^(?:the )?(.+?)['’]s? (?:[\w-]+ ){{0,2}}(?:{'|'.join(NOUNS)})s?\b", re.IGNORECASE)
"""Whose request, demand … it is."""
LODGED = re.compile(
    rf"^(?:the|a|this|that) (?:[\w-]+ ){{0,2}}(?:{'|'.join(NOUNS)})s?,? (?:that |which )?(?:the )?([^,;.]+?) (?:had |has |have )?"
    r"(?:lodged|filed|submitted|made|sent|handed|tabled|put (?:to|forward|before)|brought)\b",
    re.IGNORECASE,
)
"""Who made it, behind the noun ("the petition the league had lodged in May")."""
CONTENT = re.compile(
    r"^,? ?(?:to|for|that|(?:by|in) which(?: the [^,.;]{3,40}?)? (?:sought|asked for|demanded|requested)) ([^,.;“”\"]{4,120})"
)
"""What was asked, after its noun."""


def noun_of(text: str) -> UndertakingKind | None:
    """The kind that the head noun of a phrase names ("its offer to receive both camps"), None where none of its first words does."""
    found = NOUN.search(" ".join(fold(text).split()[:4]))
    return NOUNS[found[1]] if found else None


def answers(e: Event) -> bool:
    """Whether an event refuses or grants what its object names as a request, a demand, an offer."""
    if e.about is None or e.modality != "asserted" or e.polarity != "positive" or noun_of(e.about.text) in (None, "promise"):
        return False
    grants = e.event_type in ("CONCEDE", "AGREE") and bool(GRANTS & roots(e.trigger.text))
    return e.event_type == "REJECT" or grants


def implied(e: Event, known: Mapping[str, Actor]) -> tuple[UndertakingKind, tuple[Actor, ...], str] | None:
    """What sort of undertaking an answer presupposes, by whom, and what it was about; None where it does not say so."""
    if not answers(e) or e.about is None:
        return None
    kind = noun_of(e.about.text)
    maker = maker_of(e, known) or next((m.actor for m in e.recipients if not m.unnamed and noun_of(m.actor.name) is None), None)
    if maker is None or kind is None or any(same_actor(maker, m.actor) >= 0.55 for m in e.actors):
        return None
    found = NOUN.search(e.about.text.lower())
    assert found is not None  # noun_of() has seen it
    rest = e.about.text[found.end() :] or e.evidence.text[max(0, e.about.end - e.evidence.start) :]
    content = CONTENT.match(rest)
    if content is None or len(words(content[1])) < 2:
        return None
    return kind, (maker,), content[1].strip()


def maker_of(e: Event, known: Mapping[str, Actor]) -> Actor | None:
    """Whose request, demand … an answer is about, as the words before it say ("granted the agency's request")."""
    on = e.evidence.text[max(0, e.about.start - e.evidence.start) :] if e.about else ""
    whose = (WHOSE.match(e.about.text) or LODGED.match(on)) if e.about else None
    return known.get(fold(whose[1]).removeprefix("the ")) if whose else None


def bare(e: Event) -> bool:
    """Whether an answer is told without who gave it or what it is about ("her appeal was turned down")."""
    return answers(e) and not e.actors and e.about is not None and BARE.match(fold(e.about.text)) is not None


def unlinked(e: Event, known: Mapping[str, Actor]) -> bool:
    """Whether an answer says whose request it answers, or only that it was one, and not what it was about."""
    return bare(e) or (answers(e) and bool(e.actors) and maker_of(e, known) is not None and implied(e, known) is None)
