"""`vedette places`, `times`, `actors`: one answer a line, nulls where nothing is known, and a bad record that stops nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

import vedette
from vedette.cli.main import cli
from vedette.errors import UsageError
from vedette.pipeline import parts

NO_PLACE = ("name", "geonameid", "lat", "lon", "country", "admin1", "feature", "precision", "part", "radius_km")


def answers(command: str, *records: Any) -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, answers and talk of a command that is given these records (a string: a line as it is)."""
    lines = "".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in records)
    done = CliRunner().invoke(cli, [command, "-"], input=lines, standalone_mode=False)
    assert done.exception is None, done.exception
    return done.return_value or 0, [json.loads(x) for x in done.stdout.splitlines()], done.stderr


def test_places_resolves_the_spans_given_in_their_order() -> None:
    text = "Guards from Nairobi met the wzzk clan at Mombasa."
    spans = [[41, 48], [12, 19], [28, 32]]
    code, (answer,), _ = answers("places", {"id": 7, "text": text, "spans": spans})
    assert (code, answer["id"]) == (0, 7)
    assert [[p["start"], p["end"], p["text"], p["name"]] for p in answer["places"]] == [
        [41, 48, "Mombasa", "Mombasa"], [12, 19, "Nairobi", "Nairobi"], [28, 32, "wzzk", None],
    ]  # fmt: skip
    assert [answer["places"][2][k] for k in NO_PLACE] == [None] * len(NO_PLACE)
    assert answers("places", {"id": "none", "text": text, "spans": []})[1] == [{"id": "none", "places": []}]


def test_times_counts_from_the_publication() -> None:
    code, found, _ = answers("times", {"id": "a", "text": "It closed on Friday.", "published": "2022-12-18"}, {"text": "It closed."})
    assert code == 0
    assert [t["value"] for t in found[0]["times"]] == ["2022-12-16"]
    assert found[1] == {"id": None, "times": []}


def test_an_unknown_actor_has_null_fields() -> None:
    code, found, _ = answers(
        "actors", {"id": 1, "text": "the Kenyan police"}, {"id": 2, "text": "the thing"}, {"id": 3, "text": "", "on": ""}
    )
    nothing: dict[str, Any] = {"name": None, "country": None, "sectors": [], "code": None, "confidence": 0.0}
    assert (code, found[0]["code"]) == (0, "KENCOP")
    assert found[1:] == [{"id": 2, **nothing}, {"id": 3, **nothing}]


@pytest.mark.parametrize(
    ("command", "record", "words"),
    [
        ("actors", {"id": "bad", "text": "the police", "on": "garbage"}, '"on" must be a day'),
        ("actors", {"id": "bad", "text": "the police", "on": 2022}, '"on" must be a day'),
        ("times", {"id": "bad", "text": "It closed on Friday.", "published": "18 December"}, '"published" must be a day'),
        ("times", {"id": "bad", "text": "It closed on Friday.", "published": "2022-13-40"}, '"published" must be a day'),
        ("places", {"id": "bad", "text": "Goma", "spans": [[0, 9]]}, "must lie inside"),
        ("places", {"id": "bad", "text": None}, 'no "text"'),
    ],
)
def test_a_bad_record_gives_an_error_and_the_others_are_answered(command: str, record: dict[str, Any], words: str) -> None:
    code, found, talk = answers(command, {"id": 1, "text": "Kenya"}, record, "{no json", {"id": 2, "text": "Kenya"})
    assert code == 3
    assert [r.get("id") for r in found] == [1, "bad", None, 2]
    assert ["error" in r for r in found] == [False, True, True, False]
    assert words in found[1]["error"]["message"]
    assert words in talk
    assert "Traceback" not in talk


def test_a_fault_of_ours_costs_one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(records: parts.Records, desk: object = ()) -> Any:
        for r in records:
            yield {"id": r["id"], "places": [1 / len(r["text"])]}

    monkeypatch.setattr(parts, "places", faulty)
    code, found, talk = answers("places", *({"id": n, "text": "x" * n} for n in (1, 0, 2)))
    assert (code, [r["id"] for r in found]) == (3, [1, 0, 2])
    assert found[1]["error"]["kind"] == "uncoded"
    assert len(talk.splitlines()) == 1


def test_halves_of_surrogate_pairs_are_read_as_unknown_signs() -> None:
    _, (answer,), _ = answers("places", r'{"id": 1, "text": "\ud800 Nairobi"}')
    assert [(p["start"], p["end"], p["name"]) for p in answer["places"]] == [(2, 9, "Nairobi")]
    _, (answer,), _ = answers("times", r'{"id": 1, "text": "\udfff on 3 May 2020"}')
    assert [(t["start"], t["value"]) for t in answer["times"]] == [(5, "2020-05-03")]
    assert answers("actors", r'{"id": 1, "text": "\ud800"}')[0] == 0
    assert [p.text for p in vedette.places("\ud800 Nairobi")] == ["Nairobi"]
    assert [t.text for t in vedette.times("\ud800 on 3 May 2020")] == ["3 May 2020"]


def test_empty_input_and_no_input_are_told() -> None:
    code, found, talk = answers("times")
    assert (code, len(found)) == (3, 1)
    assert found[0]["error"]["kind"] == "empty"
    assert "standard input: empty" in talk


def test_a_day_that_is_none_is_refused_in_python_too() -> None:
    with pytest.raises(UsageError, match="on garbage: not a day"):
        vedette.actors("Kurti", on="garbage")
