"""Word lists of coding: small closed sets of the language, read from `data/words.tsv` and `data/governors.tsv`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})
"""Parts of speech that head noun phrases."""
_DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[list[str]]:
    """Cells of a tab-separated file of `data/` without its header and comments."""
    lines = (_DATA / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


@cache
def words(*kinds: str) -> frozenset[str]:
    """The words of a list, or of several together; raises KeyError for a list that is not in the file."""
    return _lists()[kinds[0]].union(*(_lists()[kind] for kind in kinds[1:]))


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(members.split("|")) for name, members in rows("words.tsv")}


@cache
def governors() -> dict[tuple[str, str], str]:
    """What a governing word does to the clause or noun under it: (lemma, `v`, `n` or `a`) → effect."""
    return {(lemma, pos): effect for lemma, pos, effect in rows("governors.tsv")}


@cache
def table(name: str) -> dict[str, str]:
    """A two-column file as a mapping."""
    return {row[0]: row[1] for row in rows(name)}
