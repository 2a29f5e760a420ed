"""The table of sorts of things keeps its format, and tells what is closed, put off … of which sort."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.incidents.factories import actor, event
from vedette.codebook.plover import rows
from vedette.codebook.things import SORTED, things
from vedette.codebook.wording import words
from vedette.incidents import merge

ROWS = list(rows("things.tsv"))


def test_the_table_is_sound() -> None:
    assert {r["of"] for r in ROWS} == {"things", "strike"}
    assert [r["sort"] for r in ROWS if not re.fullmatch(r"[a-z]+", r["sort"])] == []
    assert [n for n, k in Counter((r["of"], r["sort"]) for r in ROWS).items() if k > 1] == []
    named = Counter((r["of"], w) for r in ROWS for name in set(r["words"].split()) for w in {" ".join(sorted(words(name)))})
    both = [
        (of, w)
        for of, w in named
        if len({r["sort"] for r in ROWS if r["of"] == of for name in r["words"].split() if " ".join(sorted(words(name))) == w}) > 1
    ]
    assert both == []
    assert [r["sort"] for r in ROWS if not r["words"].split()] == []


@pytest.mark.parametrize(
    ("kind", "about", "headline", "sorts"),
    [
        ("closure", "the airport", "the army closed the airport", {"air"}),
        ("closure", "the highway", "the army closed the highway", {"way"}),
        ("ban", "fishing on the lake", "the prefect banned fishing", {"river"}),
        ("closure", "it", "the schools stay shut", {"school"}),
        ("blockade", "the airport", "farmers blocked the airport", set()),
        ("strike", None, "pilots went on strike", {"air"}),
    ],
)  # fmt: skip
def test_of_which_sort(kind: str, about: str | None, headline: str, sorts: set[str]) -> None:
    assert things(event("r03#1", "COERCE/restrict", headline, condition=kind, **({"about": about} if about else {}))) == sorts  # type: ignore[arg-type]


def test_what_is_of_another_sort_is_another_incident() -> None:
    assert "closure" in SORTED
    army = (actor("army", "ZQA", "MIL"),)
    made = [
        event(f"r0{n}#1", "COERCE/restrict", f"the army closed the {what}", by=army, at="Velin", on="2031-05-03", condition="closure", about=f"the {what}")
        for n, what in ((3, "airport"), (4, "highway"), (5, "airport"))
    ]  # fmt: skip
    assert sorted(len(i.events) for i in merge(made, {}, ())) == [1, 2]
