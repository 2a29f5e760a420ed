"""Who is held: of what people a custody is, and how many they are, so that one is told from another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from vedette.codebook.wording import bases, fold, words
from vedette.domain import ActorMention
from vedette.domain.compare import is_name
from vedette.situation.signs import Sign

NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
LEADING = re.compile(
    rf"(?:the |these |those |some |about |all |at least |nearly |more than |over )*(\d[\d,]*|{'|'.join(NUMBERS)})\b", re.IGNORECASE
)
ANYONE = frozenset("people person man woman civilian citizen resident suspect detainee prisoner hostage captive member individual".split())
"""Nouns by which those who are held are told from nobody else."""
SEVERAL = re.compile(
    r"(?:(?:the|these|those|all|last|other|first|remaining) )*(?:some |about |at least |more than |nearly |over )*(?:\d|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds|several|many)\b"
)
"""A number of people."""
SOME_OF = re.compile(
    r"\b(\d+|some|two|three|four|five|six|seven|eight|nine|ten) of (the|their|its|some|about)? ?(\d|\w+teen|twenty|\w+ty\b|\w+ )"
)
"""Part of a number that the text gives ("12 of the 17 arrested")."""
THEY = frozenset({"they", "them", "both", "all"})
"""Those told of before."""
OF = re.compile(
    r"(?<!\ball)(?<!\bboth)(?<!\bmost)(?<!\bmany)(?<!\bsome)(?<!dozens)(?<!scores)(?<!hundreds)(?<!thousands)(?<!number)(?<!\blot)(?<!\bhalf)(?<!\d) (?:of|at) .*"
)
"""What stands behind the noun of one thing ("the trial of 26 workers")."""
FACTOR = 2.0
"""How many times as many the ones must be to be others."""
APART = 2
"""Days between two dated beginnings from which the one custody is not the other, where nothing says that they are of the same people."""


def people(s: Sign) -> tuple[ActorMention, ...]:
    """Those of whom a sign of a custody tells: to whom it was done, or, of an end told in other words, who came free ("four of them came home")."""
    return s.event.recipients or (s.event.actors if s.step == "ends" and s.event.learnt else ())


def trades(given: Iterable[ActorMention]) -> frozenset[str]:
    """By what those who are held can be known: the words of their descriptions and names."""
    return frozenset(w for m in given for w in words(m.actor.name)) - words(" ".join(ANYONE))


def count(s: Sign) -> int | None:
    """How many a sign says they are."""
    told = [q.low for q in s.event.quantities if q.kind in ("arrested", "abducted") and q.low]
    if told:
        return max(told)
    for m in people(s):
        found = LEADING.match(m.text)
        if found:
            word = found[1].lower().replace(",", "")
            return NUMBERS.index(word) + 1 if word in NUMBERS else int(word)
    return None


def others(s: Sign, known: Sequence[Sign]) -> bool:
    """Whether a sign that begins or confirms a custody is of other people than the signs known of one: many more, or taken on another day, and by no word the same."""
    mine = trades(people(s))
    theirs = trades(m for o in known for m in people(o))
    if mine & theirs:
        return False
    mine_all, theirs_all = count(s), [n for o in known if (n := count(o))]
    if mine_all and theirs_all and not min(theirs_all) / FACTOR <= mine_all <= max(theirs_all) * FACTOR:
        return True
    opened = [o.when for o in known if o.step == "opens" and o.exact]
    return s.step == "opens" and s.exact and bool(opened) and all(abs(s.when - day) > APART for day in opened)


def let_another_go(s: Sign, known: Sequence[Sign]) -> bool:
    """Whether one is let go, told of by what he is, of whom nothing that is known of the custody tells ("the driver was released", of a minister's arrest)."""
    gone, held = people(s), [m for o in known for m in people(o)]
    if len(gone) != 1 or is_name(gone[0].actor) or plural(s) or count(s) or fold(gone[0].text) in ANYONE | THEY:
        return False
    told = words(" . ".join(o.event.evidence.text for o in known))
    return bool(held) and all(is_name(m.actor) and not m.unnamed for m in held) and bool(trades(gone)) and not trades(gone) & told


def many(s: Sign) -> bool:
    """Whether those who are held are more than one."""
    if any(q.kind in ("arrested", "abducted") and (q.low or 0) > 1 for q in s.event.quantities):
        return True
    held = people(s)
    if len(held) == 1 and is_name(held[0].actor) and not held[0].unnamed and not held[0].actor.name.endswith("s"):
        return False  # whatever is told of beside: "bail of 200,000 meticais"
    if SEVERAL.match(s.event.headline.lower()) or SOME_OF.search(s.event.headline.lower()):
        return True
    text = s.event.about.text.lower() if s.event.about else ""
    return bool(SEVERAL.match(text)) or plural(s) or any(fold(m.text) in THEY for m in held)


def plural(s: Sign) -> bool:
    """Whether what is opened or ended is more than one: the noun of the state ("barricades") stands in the plural."""
    text = OF.sub("", fold(s.event.about.text if s.event.about else s.event.headline))
    doers = {w for m in s.event.actors for w in fold(m.text).split()}
    return any(words(w) and w.endswith("s") and len(bases(w)) > 1 and w not in doers for w in text.replace(",", " ").split()[:5])
