"""The trigger lexicon: which words tell of an event, in which frame, of what type, and which state they open or end.

`data/triggers.tsv` and `data/classes.tsv` are our own work. Their format:

- `lemma`: the head's lemma, then what must depend on it (`put up`, `come under fire`); `pos`: `v`, `n`, `a`.
- `frame`: tests joined by `;`. `subj`, `obj`, `obl.PREP`, `mod` compare a dependent with classes and lemmas joined by `|`;
  `comp`, `obj`, `obl.PREP`, `inf`, `noobj`, `pass`, `neg` alone ask whether there is one; `inf=ask|demand`: one of these, also of purpose. `-`: no test.
- `type`: a PLOVER type, `NONE` (a happening without one), `STATE` (a plain statement of a state), `-` (this sense is no event).
- `mode`, `condition`, `phase`: PLOVER's mode, the kind of state that is opened, confirmed or ended; `-`: none.
- `roles`: who acts on whom (`s>o`, `s>`, `o<`, `s=o`, `s>PREP`, `n`).
- `note`: `firm` where the frame alone decides, whatever the reading model makes of the word; else for the reader.

`data/states.tsv` says in fewer lines how states are told to begin, hold and end; each of its lines stands for several rows, which come after those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, cast, get_args

from vedette.codebook.plover import cells, lines, rows
from vedette.domain.events import EventType
from vedette.domain.situation import ConditionKind

Pos = Literal["v", "n", "a"]
Kind = Literal["subj", "obj", "obl", "mod", "comp", "inf", "noobj", "pass", "neg"]
TriggerType = EventType | Literal["NONE", "STATE", "-"]
TriggerPhase = Literal["opens", "continues", "ends"]

OF_STATES = "a state alone"
"""The note of the rows that come from `states.tsv`."""
FIRM = "firm"
"""The note of the rows whose frame alone decides, whatever the reading model makes of the word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One test of a frame.

    `words` are the lemmas that the dependent may have, lower-case, words of one lemma separated by blanks; beside lemmas
    `@PER`, `@ORG`, `@GPE`, `@LOC`, `@NORP`, `@FAC` (it is, or heads, a name of that label), `@PRON` (a personal pronoun)
    and `@NUM` (a number). Empty `words` of `obj`: any object will do. `preps` are the prepositions of `obl`.
    """

    kind: Kind
    preps: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trigger:
    """A row of the lexicon, equal to itself alone. `rest` are the words that must depend on `head`; `mode`, `condition`, `phase` are None for `-`."""

    head: str
    rest: tuple[str, ...]
    pos: Pos
    checks: tuple[Check, ...]
    type: TriggerType
    mode: str | None
    condition: ConditionKind | None
    phase: TriggerPhase | None
    roles: str
    frame: str
    note: str = ""

    @property
    def called_off(self) -> bool:
        """Whether it tells that something will not be on its day ("will not take place before spring"), which is so by now."""
        return self.condition == "postponement" and any(c.kind == "neg" for c in self.checks)


@cache
def triggers() -> dict[tuple[str, str], tuple[Trigger, ...]]:
    """Rows by head lemma and part of speech, in order of precedence: more words first, then more tests, then the earlier row.

    Raises ValueError where a row is not of the format.
    """
    return {k: _made(*k) for k in _given()}


@lru_cache(maxsize=20_000)
def triggers_of(lemma: str, pos: str) -> tuple[Trigger, ...]:
    """The rows of one head lemma and part of speech, as `triggers` has them; only those asked for are made."""
    return _made(lemma, pos) if (lemma, pos) in _given() else ()


@cache
def _made(head: str, pos: str) -> tuple[Trigger, ...]:
    mine = [_trigger(cells(_header(), line)) for line in _given()[head, pos]]
    return tuple(sorted(mine, key=lambda t: (-len(t.rest), -len(t.checks))))


@cache
def _header() -> list[str]:
    return next(lines("triggers.tsv")).split("\t")


@cache
def _given() -> dict[tuple[str, str], list[str]]:
    """The file's lines by head lemma and part of speech: its first two columns."""
    found: dict[tuple[str, str], list[str]] = {}
    given = lines("triggers.tsv")
    next(given)
    for line in (*given, *_states()):
        lemma, pos, _ = line.split("\t", 2)
        found.setdefault((lemma.split(None, 1)[0], pos.strip()), []).append(line)
    return found


def _states() -> Iterator[str]:
    """The lines of `states.tsv` as lines of `triggers.tsv`: one for each of their words, and for each kind where they are of all.

    Raises ValueError where a line has too few or too many cells.
    """
    given = [line.split("\t") for line in lines("states.tsv")][1:]
    names = {kind: of for of, pos, _, kind, _, _ in given if pos == "-"}
    for of, pos, frame, kind, phase, roles in given:
        for k in () if pos == "-" else names if kind == "*" else (kind,):
            test = frame.replace("NAMES", names.get(k, ""))
            type_ = "STATE" if phase == "continues" else "NONE"
            yield from (f"{word}\t{pos}\t{test}\t{type_}\t-\t{k}\t{phase}\t{roles}\t{OF_STATES}" for word in of.split("|"))


@cache
def mostly() -> dict[tuple[str, str], str]:
    """The roles that most rows of a part of speech and type have."""
    kind, roles = _header().index("type"), _header().index("roles")
    count: dict[tuple[str, str], Counter[str]] = {}
    for (_, pos), mine in _given().items():
        for line in mine:
            at = line.split("\t")
            count.setdefault((pos, at[kind].strip()), Counter())[at[roles].strip() or "s>o"] += 1
    return {of: found.most_common(1)[0][0] for of, found in count.items()}


@cache
def left() -> frozenset[tuple[str, str, str]]:
    """Types of deeds with the kinds of states and the phases that some row gives them, read without making the rows."""
    at = [_header().index(name) for name in ("type", "condition", "phase")]
    rows = (line.split("\t") for mine in _given().values() for line in mine)
    found = {(row[at[0]].strip(), row[at[1]].strip(), row[at[2]].strip()) for row in rows}
    return frozenset(f for f in found if not {"", "-", "STATE", "NONE"} & set(f))


@cache
def forms() -> dict[str, str]:
    """Lexicon verbs by their regular inflected forms ("boycotted", "raked"), for words of which no lemma of the lexicon is known."""
    out: dict[str, str] = {}
    for head, pos in _given():
        if pos == "v" and head.isalpha():
            out |= dict.fromkeys(_inflected(head), head)
    return out


def _inflected(verb: str) -> list[str]:
    """The regular past and gerund of a verb, in each way in which it may be spelt."""
    if verb.endswith("ie"):
        return [f"{verb}d", f"{verb[:-2]}ying"]
    if verb.endswith("e"):
        return [f"{verb}d", f"{verb}ing" if verb.endswith(("ee", "oe", "ye")) else f"{verb[:-1]}ing"]
    if verb[-1:] == "y" and verb[-2:-1] not in "aeiou":
        return [f"{verb[:-1]}ied", f"{verb}ing"]
    doubled = verb[-1:] not in "aeiouwxyhs" and verb[-2:-1] in "aeiou" and verb[-3:-2] not in "aeiou"
    short = doubled and sum(c in "aeiouy" for c in verb) == 1
    plain = [] if short else [f"{verb}ed", f"{verb}ing"]
    return [*plain, f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing"] if doubled else plain


@cache
def classes() -> dict[str, frozenset[str]]:
    """Classes of lemmas by name; a class may name other classes among its lemmas and takes in theirs.

    Raises ValueError where a class names one that is not in the file.
    """
    given = {row["class"]: row["lemmas"].split() for row in rows("classes.tsv")}

    def expand(name: str) -> frozenset[str]:
        if name not in given:
            raise ValueError(f"classes.tsv has no class {name}")
        return frozenset(w for item in given[name] for w in (expand(item) if _is_class(item) else (item.replace("_", " "),)))

    return {name: expand(name) for name in given}


@cache
def lemmas_of(*names: str) -> frozenset[str]:
    """The lemmas of some classes together; raises KeyError for a class that is not in the file."""
    return frozenset().union(*(classes()[name] for name in names))


def _is_class(item: str) -> bool:
    return item.isupper() and not item.startswith("@")


def _words(items: list[str]) -> frozenset[str]:
    """Lemmas, and those of the classes (in capitals) among `items`; raises ValueError for an unknown class."""
    named = list(filter(_is_class, items))
    if unknown := [i for i in named if i not in classes()]:
        raise ValueError(f"classes.tsv has no class {unknown[0]}")
    return frozenset([i.replace("_", " ") for i in items if i not in named]).union(*[classes()[i] for i in named])


def _trigger(row: dict[str, str]) -> Trigger:
    head, *rest = row["lemma"].split()
    return Trigger(
        head=head,
        rest=tuple(rest),
        pos=cast(Pos, row["pos"]),
        checks=() if row["frame"] == "-" else tuple(_check(t) for t in row["frame"].split(";")),
        type=cast(TriggerType, row["type"]),
        mode=_or_none(row["mode"]),
        condition=cast("ConditionKind | None", _or_none(row["condition"])),
        phase=cast("TriggerPhase | None", _or_none(row["phase"])),
        roles=row["roles"] or "s>o",
        frame=row["frame"],
        note=row["note"],
    )


@cache
def _check(test: str) -> Check:
    """`obl.on|over=ROAD|bridge` → kind, prepositions, lemmas."""
    left, _, right = test.partition("=")
    kind, _, preps = left.partition(".")
    if kind not in get_args(Kind):
        raise ValueError(f"triggers.tsv: {test!r} is no test of a frame")
    return Check(
        kind=cast(Kind, kind),
        preps=tuple(preps.replace("_", " ").split("|")) if preps else (),
        words=_words(right.split("|")) if right else frozenset(),
    )


def _or_none(cell: str) -> str | None:
    return None if cell in ("", "-") else cell
