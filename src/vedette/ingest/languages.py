"""Which language a text is in: English by its function words, any other by `py3langid`."""

from __future__ import annotations

import math
import re

_COMMON = frozenset(
    """the of and to in a that is was for on with as by at from it its has have had be are were been not but this which or an he she they
    his her their who will would after before over said says more than into about between against during also when there out up all
    one two no if could may you we i our your do so what can just""".split()
)
_WORD = re.compile(r"[^\W\d_]+")
SAMPLE = 4000


def identify(text: str) -> str | None:
    """ISO 639-1 code of a text's language, None where there are no letters to tell by.

    A text too short to tell (under four words, or a headline in plain Latin letters) counts as English, the language
    Vedette reads.
    """
    words = [w.lower() for w in _WORD.findall(text[:SAMPLE])]
    if not words:
        return None
    share = sum(w in _COMMON for w in words) / len(words)
    plain = sum(w.isascii() for w in words) / len(words)
    if share >= 0.2 or (share >= 0.12 and plain > 0.9):
        return "en"
    if plain > 0.9 and len(words) < 4:
        return "en"
    code, sure = _guess(text[:SAMPLE])
    if code != "en" and len(words) < 12 and plain > 0.9 and (share > 0 or sure < 0.9):
        return "en"
    return code


def _guess(text: str) -> tuple[str, float]:
    """The likeliest language and its probability (of the log scores that `py3langid` ranks by)."""
    import py3langid

    ranked = [(str(code), float(score)) for code, score in py3langid.rank(text)]
    best = ranked[0][1]
    return ranked[0][0], 1 / sum(math.exp(score - best) for _, score in ranked)
