"""robots.txt as RFC 9309 reads it."""

from __future__ import annotations

import time

import pytest

from vedette.ingest.robots import Rules

SITE = "https://post.example"
FOR_ALL = "User-agent: *\n"


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("no rules here\nSitemap: https://post.example/map.xml", "/a", True),
        (f"{FOR_ALL}Disallow:", "/a", True),
        (f"{FOR_ALL}Disallow: /", "/a", False),
        (f"{FOR_ALL}Disallow: /", "", False),
        (f"{FOR_ALL}Allow: /\nDisallow: /private/", "/private/a", False),
        (f"{FOR_ALL}Allow: /\nDisallow: /private/", "/news", True),
        (f"{FOR_ALL}Disallow: /\nAllow: /news/", "/news/1", True),
        (f"{FOR_ALL}Disallow: /\nAllow: /news/", "/newsroom", False),
        (f"{FOR_ALL}Disallow: /a\nAllow: /a", "/a", True),
        (f"{FOR_ALL}Disallow: /*?print=", "/news/1?print=yes", False),
        (f"{FOR_ALL}Disallow: /*?print=", "/news/1?page=2", True),
        (f"{FOR_ALL}Disallow: /*.pdf$", "/a/b.pdf", False),
        (f"{FOR_ALL}Disallow: /*.pdf$", "/a/b.pdf?x", True),
        (f"{FOR_ALL}Disallow: /a*b*c$", "/axbxbc", False),
        (f"{FOR_ALL}Disallow: /ab*bc$", "/abc", True),
        (f"{FOR_ALL}Disallow: /only$", "/only", False),
        (f"{FOR_ALL}Disallow: /only$", "/only/a", True),
        (f"{FOR_ALL}Disallow: /%C4%8Da", "/ča/1", False),
        (f"{FOR_ALL}Disallow: /ča", "/%c4%8da/1", False),
        (f"{FOR_ALL}disallow : /a # a remark", "/a", False),
        ("\ufeffUSER-AGENT: *\r\nDISALLOW: /a\r\n", "/a", False),
        ("Disallow: /a", "/a", True),
        (f"User-agent: vedette\nDisallow: /a\n\n{FOR_ALL}Disallow: /b", "/a", False),
        (f"User-agent: vedette\nDisallow: /a\n\n{FOR_ALL}Disallow: /b", "/b", True),
        ("User-agent: other\nUser-agent: Vedette\nDisallow: /a", "/a", False),
        ("User-agent: other\nCrawl-delay: 5\nUser-agent: vedette\nDisallow: /a", "/a", False),
        ("User-agent: vedette\nDisallow: /a\n\nUser-agent: other\nDisallow: /b\n\nUser-agent: vedette\nDisallow: /c", "/c", False),
        ("User-agent: vedette-like\nDisallow: /", "/a", True),
        ("User-agent: other\nDisallow: /", "/a", True),
    ],
)
def test_the_longest_rule_for_us_counts(text: str, path: str, allowed: bool) -> None:
    assert Rules(text, "Vedette").allow(SITE + path) is allowed


def test_rules_made_to_be_slow_are_not() -> None:
    rules = Rules(FOR_ALL + f"Disallow: /{'*a' * 500}$\n" * 300, "Vedette")
    started = time.monotonic()
    assert rules.allow(f"{SITE}/{'a' * 400}b")
    assert time.monotonic() - started < 2
