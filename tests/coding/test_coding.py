"""Events from texts: the cases of `tests/cases/coding.jsonl` and the parts that need no model."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.coding.conftest import Coder
from vedette.coding.counts import value
from vedette.coding.telling import dateline
from vedette.coding.words import governors, rows, table, words
from vedette.domain import Event
from vedette.language import Reader

CASES = [json.loads(line) for line in (Path(__file__).parent.parent / "cases" / "coding.jsonl").read_text("utf-8").splitlines()]
DATA = Path(__file__).parent.parent.parent / "src" / "vedette" / "coding" / "data"


def seen(e: Event) -> dict[str, Any]:
    """An event in the terms of the cases."""
    return {
        "trigger": e.trigger.text,
        "type": e.event_type,
        "mode": e.mode,
        "actors": [m.actor.code for m in e.actors],
        "recipients": [m.actor.code for m in e.recipients],
        "unnamed": any(m.unnamed for m in e.actors),
        "affected": e.about.text if e.about else None,
        "about": e.about.text if e.about else None,
        "begin": e.begin,
        "last": e.last,
        "due": e.due,
        "place": e.place.name if e.place else None,
        "attribution": e.attribution.source.text if e.attribution else None,
        "modality": e.modality,
        "polarity": e.polarity,
        "phase": e.phase,
        "condition": e.condition,
        "background": e.background,
        "quantities": [[q.kind, q.low, q.high] for q in e.quantities],
    }


def fits(wanted: dict[str, Any], e: Event) -> bool:
    got = seen(e)
    for key, v in wanted.items():
        if key == "contexts":
            ok = v in e.contexts
        elif key in ("actors", "recipients"):
            ok = len(got[key]) == len(v) and all((g or "").startswith(w) for g, w in zip(got[key], v, strict=True))
        elif key == "attribution":
            ok = got[key] is not None and v.lower().removeprefix("the ") in got[key].lower()
        else:
            ok = got[key] == v
        if not ok:
            return False
    return True


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_cases(coder: Coder, case: dict[str, Any]) -> None:
    coded = coder.code(case["text"], case["published"])
    told = [seen(e) for e in coded.events]
    for wanted in case["events"]:
        assert any(fits(wanted, e) for e in coded.events), (wanted, told)
    if "count" in case:
        assert len(coded.events) == case["count"], told
    if "dateline" in case:
        assert coded.dateline == case["dateline"]
    if "relevant" in case:
        assert coded.relevant is case["relevant"]


def test_every_span_is_of_the_text(coder: Coder) -> None:
    text = "\n\n".join(c["text"] for c in CASES)
    coded = coder.code(text, "2024-05-10")
    assert coded.events
    for e in coded.events:
        spans: list[Any] = [e.trigger, e.evidence, *([e.about] if e.about else [])]
        if e.attribution:
            spans.append(e.attribution.cue)
        for s in [*spans, *e.actors, *e.recipients]:
            assert text[s.start : s.end] == s.text
        assert e.evidence.start <= e.trigger.start < e.trigger.end <= e.evidence.end
        assert 0 < len(e.headline) <= 140
        assert e.reasons
        assert 0 < e.confidence <= 1
        assert e.event_type or e.what
    assert [e.id for e in coded.events] == [f"t#{n}" for n in range(1, len(coded.events) + 1)]
    assert len(coded.entity_actors) == len(Reader().read(text).entities)


@pytest.mark.parametrize("text", ["", " ", "…", "?!", "Yes.", "(AP) —"])
def test_texts_with_nothing_in_them(coder: Coder, text: str) -> None:
    assert coder.code(text, None).events == ()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("1,000", (1000, 1000, True)),
        ("two", (2, 2, True)),
        ("thirty-five", (35, 35, True)),
        ("2.5 million", (2_500_000, 2_500_000, True)),
        ("several hundred", (200, None, False)),
        ("dozens", (24, None, False)),
        ("tens of thousands", (20_000, None, False)),
        ("the", None),
    ],
)
def test_number_words(given: str, expected: object) -> None:
    assert value(given.split()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NAIROBI (Reuters) - Police fired tear gas.", "NAIROBI (Reuters)"),
        ("LAGOS, Nigeria (AP) — Gunmen attacked.", "LAGOS, Nigeria (AP)"),
        ("DHAKA: Students marched.", "DHAKA"),
        ("Geneva, 4 May 2024 – The agency said so.", None),
        ("The army said so - again.", None),
        ("(Corrects the spelling of a name)\n\nMALAKAL, South Sudan, May 3 (NTA) - Police said", "MALAKAL, South Sudan, May 3 (NTA)"),
    ],
)
def test_datelines(text: str, expected: str | None) -> None:
    assert dateline(text) == expected


@pytest.mark.parametrize("path", sorted(DATA.glob("*.tsv")), ids=lambda p: p.name)
def test_data_files_are_sorted_and_free_of_repeats(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    body = lines[1:]
    assert body == sorted(body)
    assert len({tuple(x.split("\t")[:-1]) for x in body}) == len(body)
    assert len({x.count("\t") for x in lines}) == 1


def test_lists_hold_their_words() -> None:
    assert set(governors().values()) <= {
        "speech", "requested", "promised", "threatened", "planned", "possible", "denied", "negative", "tried", "aspect", "ends", "emotion", "idle",
    }  # fmt: skip
    for name, members in rows("words.tsv"):
        assert len(members.split("|")) == len(words(name)), f"{name} repeats a word"
    asked = {name for p in DATA.parent.glob("*.py") for name in re.findall(r'\bwords\("([^"]+)"\)', p.read_text("utf-8"))}
    assert asked <= {name for name, _ in rows("words.tsv")}
    assert set(table("topics.tsv").values()) == {"security", "politics", "sport", "business", "entertainment"}
