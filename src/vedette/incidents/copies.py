"""Reports that copy one another, and where a report comes from.

A copy shares most of its sentences with another report, be it cut at the tail, given another lead or dateline, or lightly
reworded; or it tells, a day or two later and sentence by sentence in other words, all that another tells. Two reports that tell of one event in
words of their own are not copies, nor is an outlet's next version of its story.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache, cached_property
from pathlib import Path

from vedette.codebook.commonness import likeness, weight
from vedette.codebook.wording import gist
from vedette.domain import Copies, Report
from vedette.domain.compare import day

SHINGLE = 3
"""Words in a row that are compared as one."""
COMMON = 40
"""A shingle of more reports than this is compared with its first report only: it tells little, and boilerplate would pair all with all."""
SAMPLE = 2
"""One shingle of so many is looked up to find candidates; all are compared afterwards."""
SHARED = 0.3
"""Least share of the shorter report's shingles that the other must have to be looked at closely."""
ALIGNED = 0.5
"""Least share of the shorter report's words that stand in sentences which the other has too."""
OWN = 0.8
"""The same for two reports of one outlet: what it tells again with other numbers is news."""
HINT = 0.04
"""Least share of the shorter report's shingles that the other must have to be asked whether it tells the same in other words."""
REWRITTEN = 0.55
"""Least likeness (0..1) of two long reports' words, each weighed by how much it tells, for one to be the other rewritten."""
CREDITED = 0.36
"""The same where one credits the other, or both credit one: their other stories of the same days are at 0.25 at most."""
LONG = 45
"""Content words of a long report: of short ones, two that tell of one event are alike by themselves."""
BRIEF = 25
"""Content words of a report that is not long, but long enough to be told sentence by sentence in other words."""
AKIN = 0.45
"""Least likeness of two such reports for one to be the other retold."""
RETOLD = 0.5
"""The least share of what the shorter one's sentences tell that single sentences of the other tell, too. Of 2,842 pairs of two outlets in our watches none has both."""
SOON = 2
"""Most days between a report and one that rewrites it."""
ALIKE = 0.5
"""Least likeness (0..1) of two sentences, word by word, for one to be the other reworded."""
SHORT = 3
"""Letters of a name in brackets that is no credit ("AP" is known as an agency)."""
SHORTEST = 12
"""A report of fewer words is nobody's copy."""
APART = 14
"""Most days between two publications for the later to be a copy of the earlier."""

_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n+")
_DATELINE = re.compile(r"^[^\n]{0,60}?\(([^()\n]{2,40})\)")
_CREDIT = re.compile(r"\(([^()\n]{2,40})\)\s*$")
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec "
    "january february march april may june july august september october november december".split()
)


def fold(reports: Sequence[Report]) -> tuple[Copies, ...]:
    """Groups of copies: in each the earliest published first, then what copies it. A report is in at most one group.

    Pure and independent of the order of `reports`. About linear in their number, as only reports that share rare runs of words meet.
    """
    return Folder().fold(reports)


class Folder:
    """Folds again and again as reports come and go, as `fold` would, and compares only those that it has not compared before."""

    def __init__(self) -> None:
        self._held: dict[str, _Made] = {}
        self._pairs: dict[tuple[str, str], float] = {}

    def fold(self, reports: Sequence[Report]) -> tuple[Copies, ...]:
        """As the function of this name; what is not among `reports` is forgotten."""
        before, self._held = self._held, {}
        fresh = set()
        for r in reports:
            made = before.get(r.key)
            if made is None or not made.is_of(r):
                made = _Made(r)
                fresh.add(r.key)
            self._held[r.key] = made
        self._pairs = {p: v for p, v in self._pairs.items() if all(k in self._held and k not in fresh for k in p)}
        ordered = sorted(reports, key=lambda r: (r.published is None, r.published or "", r.key))
        made_of = [self._held[r.key] for r in ordered]
        near: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for (left, right), share in _candidates([m.shingles for m in made_of]).items():
            pair = (ordered[left].key, ordered[right].key)
            if pair not in self._pairs:
                self._pairs[pair] = _copied(made_of[left], made_of[right], share)
            if self._pairs[pair]:
                near[right].append((self._pairs[pair], left))
        group = list(range(len(ordered)))
        source: dict[int, int] = {}
        for right in sorted(near):
            _, left = max(near[right], key=lambda pair: (round(pair[0], 2), -pair[1]))
            source[right], group[right] = left, group[left]
        members = defaultdict(list)
        for i, g in enumerate(group):
            members[g].append(i)
        return tuple(
            Copies(
                reports=tuple(ordered[i].key for i in found),
                copy_of=tuple((ordered[i].key, ordered[source[i]].key) for i in found[1:]),
                agency=next((a for look in (_credited, agency) for i in found if (a := look(ordered[i]))), None),
            )
            for found in members.values()
            if len(found) > 1
        )


class _Made:
    """A report made ready for comparing."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.shingles = _shingles(_words(report.text))

    def is_of(self, report: Report) -> bool:
        """Whether it is of such a report."""
        mine = self.report
        return (mine.text, mine.published, mine.source, mine.dateline) == (report.text, report.published, report.source, report.dateline)

    @cached_property
    def gist(self) -> frozenset[str]:
        """The content words of its text."""
        return gist(self.report.text)

    @cached_property
    def sentences(self) -> tuple[frozenset[str], ...]:
        """The content words of each sentence."""
        return tuple(g for s in _SENTENCE.split(self.report.text) if (g := gist(s)))


def _copied(left: _Made, right: _Made, share: float) -> float:
    """How much of one report is the other's, `ALIGNED` to 1, or less where it is rewritten throughout; 0 where it is no copy."""
    a, b = left.report, right.report
    own = a.source is not None and a.source == b.source
    aligned = _aligned(a.text, b.text) if share >= SHARED and _near_in_time(a, b) else 0.0
    if aligned >= (OWN if own else ALIGNED):
        return aligned
    size = min(len(left.gist), len(right.gist))
    if own or not _near_in_time(a, b, SOON) or size < BRIEF or not _one_agency(a, b):
        return 0.0
    found = likeness(left.gist, right.gist)
    whole = min(size, len(left.shingles), len(right.shingles)) >= LONG and found >= (CREDITED if _one_credit(a, b) else REWRITTEN)
    copied = whole or (found >= AKIN and _retold(left, right) >= RETOLD)
    return found * ALIGNED if copied else 0.0  # whatever is aligned comes before it


def _retold(left: _Made, right: _Made) -> float:
    """Share of what the shorter report's sentences tell, by the weights of their words, that the likest sentence of the longer one tells, too."""
    few, many = sorted((left.sentences, right.sentences), key=lambda found: sum(map(len, found)))
    total = sum(weight(w) for s in few for w in sorted(s))
    best = (max((sum(weight(w) for w in sorted(s & o)) for o in many), default=0.0) for s in few)
    return sum(best) / total if total else 0.0


def agency(report: Report) -> str | None:
    """The news agency that a report credits (in its dateline, at its end, in brackets after its source), else the one that it is of itself."""
    return _credited(report) or _named([report.source or ""])


def origins(reports: Mapping[str, Report], copies: Iterable[Copies]) -> dict[str, str]:
    """Whose word each report is, by report key: reports of one origin are one source.

    Copies share one origin. It is the agency, else the outlet of the first of them, else that report itself.
    """
    heads = {key: c for c in copies for key in c.reports}
    found: dict[str, str] = {}
    for key, report in reports.items():
        group = heads.get(key)
        first = reports.get(group.reports[0], report) if group else report
        found[key] = (group.agency if group else agency(report)) or first.source or first.key
    return found


def _credited(report: Report) -> str | None:
    places = [m[1] for pattern in (_DATELINE, _CREDIT) if (m := pattern.search(report.text.strip()))]
    for text in (report.dateline, report.source):
        places += re.findall(r"\(([^()]+)\)", text or "")
    if report.source and " / " in report.source:
        places += report.source.split(" / ")[1:]
    return _named(places)


def _named(texts: Iterable[str]) -> str | None:
    """The first agency among texts, or among their parts."""
    for text in texts:
        for part in (text, *re.split(r"\s+[-–—]\s+|\s*[,;|/]\s*", text)):
            if found := _agencies().get(part.strip()):
                return found
    return None


def _candidates(shingles: list[frozenset[int]]) -> dict[tuple[int, int], float]:
    """Pairs of indexes that share some rare shingles, with the share of the shorter one's shingles that both have, `HINT` at least."""
    holders: dict[int, list[int]] = defaultdict(list)
    for i, found in enumerate(shingles):
        for s in found:
            if s % SAMPLE == 0:
                holders[s].append(i)
    met: Counter[tuple[int, int]] = Counter()
    for where in holders.values():
        if len(where) <= COMMON:
            met.update((a, b) for n, b in enumerate(where) for a in where[:n])
        else:
            met.update((where[0], b) for b in where[1:])
    found_pairs = {}
    for (a, b), n in met.items():
        least = min(len(shingles[a]), len(shingles[b]))
        if n * SAMPLE * 2 >= HINT * least:
            share = len(shingles[a] & shingles[b]) / least
            if share >= HINT:
                found_pairs[a, b] = share
    return found_pairs


def _near_in_time(a: Report, b: Report, most: int = APART) -> bool:
    left, right = day(a.published), day(b.published)
    return left is None or right is None or abs(left - right) <= most


def _one_agency(a: Report, b: Report) -> bool:
    """Whether two reports can be of one agency's story: those of two agencies are none."""
    left, right = agency(a), agency(b)
    return left is None or right is None or left == right


def _one_credit(a: Report, b: Report) -> bool:
    """Whether two reports credit one outlet, or one of them the other, be it an agency that is known or not ("(Andes Wire, with Mercury staff)")."""
    left, right = (_brackets(r) for r in (a, b))
    named = [(one, (other.source or "").lower()) for one, other in ((left, b), (right, a))]
    return bool(left & right) or any(credit == source or source.startswith(f"{credit} ") for given, source in named for credit in given)


def _brackets(report: Report) -> frozenset[str]:
    """The names in the brackets of its dateline and at its end, in small letters."""
    places = [m[1] for pattern in (_DATELINE, _CREDIT) if (m := pattern.search(report.text.strip()))]
    parts = (part.strip().lower() for text in places for part in re.split(r"\s*[,;/|]\s*|\s+with\s+", text))
    return frozenset(p for p in parts if len(p) > SHORT)


def _aligned(left: str, right: str) -> float:
    """Share of the shorter text's words in sentences that the longer has too, reworded or not."""
    a, b = (_sentences(t) for t in (left, right))
    if sum(map(len, a)) > sum(map(len, b)):
        a, b = b, a
    total = sum(map(len, a))
    if total < SHORTEST:
        return 0.0
    counts = [Counter(s) for s in b]
    found = 0.0
    for sentence in a:
        best = 0.0
        have = Counter(sentence)
        for other, count in zip(b, counts, strict=True):
            common = sum((have & count).values())
            if common < 0.45 * len(sentence):
                continue
            matcher = SequenceMatcher(None, sentence, other, autojunk=False)
            same = sum(m.size for m in matcher.get_matching_blocks() if m.size > 1)
            best = max(best, same / len(sentence))
            if best == 1.0:
                break
        if best >= ALIKE:
            found += len(sentence)
    return found / total


def _sentences(text: str) -> list[list[str]]:
    return [w for w in (_words(s) for s in _SENTENCE.split(text)) if w]


def _words(text: str) -> list[str]:
    """Lower-case words, without days and months: a reprint changes them first."""
    return [w for w in _WORD.findall(text.lower()) if w not in _DAYS]


def _shingles(words: list[str]) -> frozenset[int]:
    """Hashes of all runs of `SHINGLE` words; the same in every run of the program."""
    return frozenset(zlib.crc32(" ".join(words[i : i + SHINGLE]).encode()) for i in range(max(len(words) - SHINGLE + 1, 1) if words else 0))


@cache
def _agencies() -> dict[str, str]:
    lines = (Path(__file__).parent / "data" / "agencies.tsv").read_text("utf-8").splitlines()
    pairs = [line.split("\t") for line in lines[2:]]
    return {form: name for name, forms in pairs for form in forms.split("|")}
