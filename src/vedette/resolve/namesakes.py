"""Places abroad that have the name of a place at home, or a name that many places have.

Who watches a land mostly reads of it. A name that a place there has, too, is that place's, unless the text names the other land, or it is a capital of the
world and the place at home is small. And in the lands where every district has its San Lorenzo, one that the gazetteer has elsewhere alone is not meant.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set

from vedette.resolve.place_names import HALF, Option, prior

WATCHED = 1.5
"""The vote of a country that the desk watches, in names of the text."""
BESIDE_HOME = 2.0
"""Taken from a place elsewhere where the desk's own land has one of that name: of a state of whose name only half is said ("Trinidad") always, of
others where the text tells of nothing else in their land."""
TOWN = 3.0
"""Prior from which a place at home stands beside a capital elsewhere."""
FAMED = 3.0
"""By how much better a city elsewhere is known that stands beside a small place at home as a capital does."""
OF_ITS_PEOPLE, KNOWN_TO_ALL = 0.5, 3.5
"""What a place elsewhere of this prior gains of whose people the text tells, and not of home's ("French police in Paris")."""
LANDS, AHEAD = 3, 1.0
"""Countries from which a name is everybody's, where no place of it is so much better known than the next one elsewhere."""
SPANISH = frozenset("AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PH PR PY SV UY VE".split())
SAINTS = frozenset("San Santa Santo El La Los Las Puerto Villa".split())
"""First words of the names that they have in common."""


def everybodys(core: str, options: Sequence[Option], home: Set[str]) -> bool:
    """Whether places of many countries have a name, home among them or likely to be, and none is the one that comes to mind."""
    best: dict[str, float] = {}
    for o in options:
        if o.cost <= 0 and o.place.country:
            best[o.place.country] = max(best.get(o.place.country, 0.0), prior(o))
    first, *others = sorted(best.values(), reverse=True) or [0.0]
    if len(best) < LANDS or first - others[0] >= AHEAD:
        return False
    first_word, *more = core.split()
    saint = bool(more) and first_word in SAINTS and not SPANISH.isdisjoint(home)
    return saint or any(o.place.country in home and o.cost < HALF for o in options)


def at_home(options: Sequence[Option], home: Set[str], everybody: bool) -> float:
    """The prior of the best known place at home of a name, be it, of a name that is everybody's, the first part of its own ("San Ignacio"); 0 without one."""
    return max((prior(o) for o in options if o.place.country in home and (o.cost <= 0 or (everybody and o.cost < HALF))), default=0.0)


def handicap(option: Option, beside: float, named: bool, peoples: Collection[str]) -> float:
    """What is taken from a place elsewhere with the name of one at home of the prior `beside`; `named`: the text tells of something else in its land; `peoples` are
    the lands of the peoples of which it tells ("French police"), where none is of home.
    """
    if option.cost == HALF:
        return BESIDE_HOME
    place = option.place
    if named or place.country in peoples:
        return 0.0 if named or option.cost > 0 or prior(option) < KNOWN_TO_ALL else -OF_ITS_PEOPLE
    if place.feature.startswith("PCL") and (peoples or beside < TOWN):
        return 0.0  # "Russian troops entered Georgia"
    known = place.feature == "PPLC" or prior(option) - beside >= FAMED
    return 0.0 if known and beside < TOWN else BESIDE_HOME
