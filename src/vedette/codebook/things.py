"""What sort of thing is closed, cut off, suspended, banned or put off, by the words that name it: the airport is not the highway that leads to it."""

from __future__ import annotations

from functools import cache

from vedette.codebook.plover import rows
from vedette.codebook.wording import words
from vedette.domain import Event

SORTED = frozenset({"ban", "closure", "cut-off", "postponement", "suspension"})
"""States of which things of different sorts have each their own."""
FIRST = 6
"""Words of what is closed, put off … among which it is named."""


@cache
def _sorts(of: str) -> dict[str, str]:
    """The sort of a thing, or of those on strike, by the words of its names, from `data/things.tsv`."""
    return {one: row["sort"] for row in rows("things.tsv") if row["of"] == of for name in row["words"].split() for one in words(name)}


def things(e: Event) -> frozenset[str]:
    """The sorts of things of which a state is told: of what is closed, cut off or put off, else of its headline; of a strike those of who stops work. None
    where the state is of no such kind.
    """
    if e.condition == "strike":
        told = [e.headline, *(m.text for m in e.actors)]
        return frozenset(sort for text in told for w in words(text) if (sort := _sorts("strike").get(w)))
    if e.condition not in SORTED:
        return frozenset()
    known = _sorts("things")
    told = [" ".join(e.about.text.split()[:FIRST]) if e.about else "", e.headline]
    return next((found for text in told if (found := frozenset(known[w] for w in words(text) if w in known))), frozenset())


@cache
def nobody() -> frozenset[str]:
    """Nouns that end as those for people do and name none ("container", "tree", "list"; `data/nobody.tsv`)."""
    return frozenset(row["word"] for row in rows("nobody.tsv"))
