"""Whether a later sentence tells in the very words that what was asked or promised was done: "publish the report on the ferry", "the report on the ferry was published"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from datetime import date

from vedette.codebook.wording import fold, sequence, words
from vedette.domain import Actor
from vedette.domain.compare import is_name
from vedette.situation.passages import Passage

LEAST = 2
"""Words of what it is done to that a sentence must have, or all where there is but one and a party is named."""
SHARE = 0.6
"""Share of those words that it must have."""
PLAIN = frozenset("be have do go come make take get give let put keep hold start begin continue stay work allow help".split())
"""Verbs that tell too little of what is done."""
PAST = re.compile(
    r"\w+(?:ed|en|wn|lt|nt|id|ght|pt)$|^(?:met|held|shut|cut|put|set|let|gave|took|came|went|flew|drew|left|won|lost|began|ran|hung|struck|spoke|wrote|rose)$"
)
PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being|got|gets)$|\b(?:was|were|is|are|been)\b(?: \w+){1,2}$")
"""What stands before a participle that tells what was done."""
OPEN = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|yet|fail\w*|refus\w*|reject\w*|deni\w*|will|would|shall|should|must|may|might|could|can|to be|if|unless|until|before|"
    r"ask\w*|demand\w*|request\w*|promis\w*|pledg\w*|call(?:s|ed|ing)? (?:for|on)|want\w*|urg\w*|plan\w*|threat\w*|warn\w*|expect\w*|due|deadline|hop(?:e|es|ed|ing)|"
    r"appeal\w*|propos\w*|offer\w*|insist\w*|order\w*|agre\w*|partly|half|only)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words of a sentence that does not plainly tell that something was done."""
LONG_AGO = re.compile(r"\b(?:ago|(?:years?|months?) (?:since|earlier|before)|last year|anniversary)\b", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def done_in_words(
    what: str,
    deed: str,
    by: Sequence[Actor],
    to: Sequence[Actor],
    asked: bool,
    spoken: Mapping[str, Sequence[Passage]],
    own: Set[str],
    first: int,
    last: int,
) -> Passage | None:
    """The first sentence of the days `first` to `last`, of no report of its `own`, that tells so; `spoken` are the sentences by their words, in the order of their days, `deed` is the verb of `what`, `by` and `to` are the parties and `asked` says whether it is for
    those of `to` to do. In the active voice it must be they who did it.
    """
    if not deed or deed in PLAIN:
        return None
    parties = words(" . ".join(a.name for a in (*by, *to)))
    names = words(" . ".join(a.name for a in (*by, *to) if is_name(a)))
    doers = words(" . ".join(a.name for a in (to if asked else by) if is_name(a)))
    things = frozenset(w for w in words(what) - {deed} - parties if not w.isdigit())
    if not things:
        return None
    for p in spoken.get(deed, ()):
        if p.at is None or not first <= p.at <= last or p.report in own:
            continue
        told = frozenset(one for _, one in p.told)
        common = things & told
        enough = len(common) >= LEAST and len(common) >= SHARE * len(things)
        if not enough and not (len(things) == 1 and common and names & told):
            continue
        if not OPEN.search(p.span.text) and not _of_old(p) and _was_done(p, deed, bool(doers & told)):
            return p
    return None


def _of_old(p: Passage) -> bool:
    """Whether a sentence tells of what was long before its report ("was built by settlers in 1931")."""
    if LONG_AGO.search(p.span.text):
        return True
    return p.at is not None and any(int(y[0]) < date.fromordinal(p.at).year for y in YEAR.finditer(p.span.text))


def _was_done(p: Passage, deed: str, theirs: bool) -> bool:
    """Whether the deed stands in the past there: done to something, or by those who were to do it."""
    for found in re.finditer(r"[^\W\d_]+", p.span.text):
        word = fold(found[0])
        if sequence(word)[:1] != (deed,) or not PAST.match(word):
            continue
        if theirs or PASSIVE.search(fold(p.span.text[: found.start()]).rstrip()):
            return True
    return False
