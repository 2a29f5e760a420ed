"""Times of publication out of addresses and heads of texts."""

from __future__ import annotations

import pytest

from vedette.ingest.dates import from_text, from_url


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://news.example/world/2022/11/09/curfew-lifted.html", "2022-11-09"),
        ("https://news.example/world/2022/nov/09/curfew-lifted", "2022-11-09"),
        ("https://news.example/2022-11-9/curfew", "2022-11-09"),
        ("https://news.example/a/20221109-curfew-lifted", "2022-11-09"),
        ("https://news.example/09-november-2022/curfew", "2022-11-09"),
        ("https://news.example/november-9-2022-curfew", "2022-11-09"),
        ("https://news.example/story?id=7&date=2021-02-28", "2021-02-28"),
        ("https://news.example/2022/02/31/impossible", None),
        ("https://news.example/2022/11/", None),
        ("https://news.example/article/20229911", None),
        ("https://news.example/article/1202211091", None),
        ("https://news.example/top-10-roads-of-2022", None),
        ("http://[broken", None),
        ("", None),
    ],
)
def test_day_in_an_address(url: str, day: str | None) -> None:
    assert from_url(url) == day


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Curfew lifted in Bamenda\n\n09:05 | November 9, 2022\n\nShops opened again.", "2022-11-09T09:05"),
        ("Curfew lifted\nPublished: 9 November 2022\nShops opened again.", "2022-11-09"),
        ("Curfew lifted\nPosted on November 9, 2022 at 4:30 p.m. by the news desk\nShops opened.", "2022-11-09T16:30"),
        ("By A. Writer | 9 Nov 2022 12:15\nShops opened again.", "2022-11-09T12:15"),
        ("GOMA, 12 March 2021 (Agency) - Shops opened again.", "2021-03-12"),
        ("Berlin, March 12, 2021 – Shops opened again.", "2021-03-12"),
        ("SITREP 14\nDTG 120630Z DEC 22\n1. Situation calm.", "2022-12-12T06:30"),
        ("Daily report\nAs of 2021-03-12, all crossings were open.", "2021-03-12"),
        ("Published: 31 April 2021\nShops opened again.", None),
        ("The treaty of 9 November 1989 was signed in the old town hall.", None),
        ("Shops opened again.", None),
        ("", None),
    ],
)
def test_time_at_the_head_of_a_text(text: str, time: str | None) -> None:
    assert from_text(text) == time
