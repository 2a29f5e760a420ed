"""Time expressions: spans, values, days, and what they are counted from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vedette.resolve
from tests.conftest import cases
from vedette.domain import Annotated, TimeMention
from vedette.language import Reader
from vedette.resolve.time_calendar import day_of, easter, extent, hijri, moved, orthodox_easter, part_of
from vedette.resolve.times import times


def plain(text: str, published: str | None = "2022-12-18") -> tuple[TimeMention, ...]:
    return times(Annotated(text=text, sentences=(), entities=()), published)


def shown(found: tuple[TimeMention, ...]) -> list[list[str | None]]:
    return [[t.text, t.type, t.value, t.begin, t.last, *([t.relation] if t.relation != "at" else [])] for t in found]


@pytest.mark.parametrize("case", cases("times"))
def test_times(case: dict[str, Any], reader: Reader) -> None:
    found = times(reader.read(case["text"]), case["published"])
    assert shown(found) == case["times"]
    if not case.get("tree"):
        assert plain(case["text"], case["published"]) == found
    for t in found:
        assert case["text"][t.start : t.end] == t.text


@pytest.mark.parametrize(
    ("text", "published", "anchors"),
    [
        ("Shots were fired on 3 May 2020 and on Friday.", "2022-12-18", ["none", "published"]),
        ("KIRUNA, May 3 (Agency) - Shots were fired on Friday.", "2022-05-05", ["dateline", "dateline"]),
        ("KIRUNA, May 3 (Agency) - Shots were fired on Friday.", "2022-05-03", ["published", "published"]),
        ("On 3 May 2020 shots were fired. The next day it was calm.", "2022-12-18", ["none", "text"]),
        ("SITREP 12, 3 May 2020\n\nShots were fired yesterday.", None, ["none", "dateline"]),
        ("Shots were fired yesterday.", None, ["none"]),
    ],
)
def test_anchor(text: str, published: str | None, anchors: list[str]) -> None:
    assert [t.anchor for t in plain(text, published)] == anchors


@pytest.mark.parametrize(
    "text",
    [
        "He may march on.",
        "They marched for 3 km and fired 1500 rounds.",
        "She is 31 years old.",
        "It cost $1999 and 2,015 more.",
        "Version 1.2.2 of the plan.",
        "The sun rose; he sat.",
    ],
)
def test_no_times(text: str) -> None:
    assert plain(text) == ()


def test_undated_report_keeps_the_words() -> None:
    found = plain("They left on Monday, came back last week and will go in March.", None)
    assert [(t.text, t.begin, t.last) for t in found] == [("Monday", None, None), ("last week", None, None), ("March", None, None)]
    assert [t.precision for t in found] == ["day", "week", "month"]
    assert [t.value for t in found] == [None, None, "XXXX-03"]


def test_impossible_days_never_roll_over() -> None:
    for text in ("31 April 2021", "30 February 2021", "February 29, 2021", "2021-02-30", "31.11.2021", "June 31"):
        found = plain(f"It ended on {text}.")
        assert [(t.text, t.value, t.begin, t.last) for t in found] == [(text, None, None, None)]


def test_bad_publication_counts_as_none() -> None:
    assert plain("They left on Monday.", "unknown") == plain("They left on Monday.", None)
    assert plain("They left on Monday.", "2022-12-18T23:59") == plain("They left on Monday.", "2022-12-18")


def test_old_stories_follow_their_own_dates() -> None:
    text = "The siege began on 3 May 1944. In July the town fell.\nOn 2 August 1945 it was rebuilt. In September people came back. By March 1946 all had."
    assert [t.value for t in plain(text)] == ["1944-05-03", "1944-07", "1945-08-02", "1945-09", "1946-03"]


def test_day_and_month_in_brackets_need_a_near_day() -> None:
    assert [t.value for t in plain("The raid (10/12) and the other (25/12).")] == ["2022-12-10", "2022-12-25"]
    assert plain("Fighters of the unit (10/12) left.", None) == ()


def test_named_days_are_sorted_and_exist() -> None:
    header, *rows = (Path(vedette.resolve.__file__).parent / "data" / "time_days.tsv").read_text("utf-8").splitlines()
    assert header == "name\tmonth\tday"
    assert rows == sorted(set(rows))
    for row in rows:
        name, month, day = row.split("\t")
        assert name == name.lower().strip()
        if month in ("easter", "pascha"):
            assert -60 < int(day) < 60
        elif month.startswith("hijri"):
            assert 1 <= int(month.removeprefix("hijri")) <= 12
            assert 1 <= int(day) <= 30
        else:
            assert day_of(2001, int(month), int(day))


@pytest.mark.parametrize(
    ("year", "month", "day", "found"),
    [
        (2024, 10, 1, "2024-04-10"),
        (2024, 12, 10, "2024-06-17"),
        (2023, 12, 10, "2023-06-29"),
        (2000, 10, 1, "2000-01-08"),
        (1991, 1, 10, "1991-07-23"),
    ],
)
def test_islamic_calendar(year: int, month: int, day: int, found: str) -> None:
    made = hijri(year, month, day)
    assert made is not None
    assert abs((made - date.fromisoformat(found)).days) <= 1


def test_orthodox_easter() -> None:
    assert [orthodox_easter(y).isoformat() for y in (2010, 2022, 2024)] == ["2010-04-04", "2022-04-24", "2024-05-05"]


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet=st.sampled_from(list("0123456789/-.: ,\nMayDecFridythnslwk'’éß")), max_size=60),
    st.sampled_from([None, "2022-12-18", "0001-01-01", "9999-12-31"]),
)
def test_any_text_gives_sound_spans(text: str, published: str | None) -> None:
    until = 0
    for t in plain(text, published):
        assert until <= t.start < t.end <= len(text)
        assert text[t.start : t.end] == t.text
        assert t.begin is None or t.last is None or t.begin <= t.last
        until = t.end


@pytest.mark.parametrize(
    "word", ["three days", "two weeks", "five months", "4000 years", "99999999999 days", "30 centuries", "two decades"]
)
@pytest.mark.parametrize("form", ["{} ago", "{} later", "the past {}", "within {}", "the next {}", "last {}"])
@pytest.mark.parametrize("published", ["2024-02-29", "0001-01-02", "9999-12-30"])
def test_far_away_days_are_unknown_not_wrong(word: str, form: str, published: str) -> None:
    for t in plain("It ended " + form.format(word) + ".", published):
        for day in (t.begin, t.last):
            assert day is None or date.fromisoformat(day).isoformat() == day


def test_calendar() -> None:
    assert [easter(y) for y in (1961, 2000, 2022, 2038)] == [date(1961, 4, 2), date(2000, 4, 23), date(2022, 4, 17), date(2038, 4, 25)]
    assert moved(date(2024, 2, 29), years=1) == date(2025, 2, 28)
    assert moved(date(2022, 1, 31), months=1) == date(2022, 2, 28)
    assert moved(date(1, 1, 1), years=-1) is None
    assert day_of(2021, 4, 31) is None
    assert extent("2022-W49") == (date(2022, 12, 5), date(2022, 12, 11), "week")
    assert extent("2022-WI") == (date(2022, 12, 1), date(2023, 2, 28), "month")
    assert extent("2021-Q4") == (date(2021, 10, 1), date(2021, 12, 31), "month")
    assert extent("9999-WI") == (None, None, "unknown")
    assert extent("199") == (date(1990, 1, 1), date(1999, 12, 31), "year")
    assert extent("PAST_REF") == extent(None) == (None, None, "unknown")
    assert part_of(date(2022, 11, 1), date(2022, 11, 30), "early") == (date(2022, 11, 1), date(2022, 11, 10))


@pytest.mark.parametrize(
    ("text", "published", "values"),
    [
        ("The gate was shut for 5000000 days.", "2022-12-18", ["P5000000D"]),
        ("It took 2.5 hours.", "2022-12-18", ["PT2.5H"]),
        ("It ended 5000000 days ago.", "2022-12-18", ["PAST_REF"]),
        (f"It took {'9' * 400} days.", "2022-12-18", ["PXD"]),
        ("It opens next month.", "9999-12-01", [None]),
        ("It opens next decade, or next century.", "9999-12-01", [None, None]),
        ("It opens tomorrow, next week or next Monday.", "9999-12-31", [None, None, None]),
        ("It opened last month, last year and yesterday.", "0001-01-01", [None, None, None]),
    ],
)
def test_values_are_whole_and_stay_in_the_calendar(text: str, published: str, values: list[str | None]) -> None:
    found = plain(text, published)
    assert [t.value for t in found] == values
    assert all(t.value or t.begin is t.last is None for t in found)


@pytest.mark.parametrize(
    ("text", "published"), [("After 31 December it opened.", "9999-12-31"), ("Before 1 January it opened.", "0001-01-01")]
)
def test_no_day_lies_outside_the_calendar(text: str, published: str) -> None:
    (found,) = plain(text, published)
    assert found.begin is found.last is None


def test_each_time_says_how_it_was_found_and_what_cannot_be_is_marked() -> None:
    found = {t.text: (t.impossible, t.reason) for t in plain("On 31 April 2022 it closed, on 5 May 2022 and since Friday it is open.")}
    assert found == {
        "31 April 2022": (True, "no such day; kept as it is written"),
        "5 May 2022": (False, "as it is written"),
        "Friday": (False, "counted from the day of publication; its first day"),
    }
    assert [t.reason for t in plain("It closed on Friday.", None)] == ["nothing here says which day is meant"]


UNITS = ("second", "minute", "hour", "day", "night", "week", "fortnight", "weekend", "month", "quarter", "year", "decade", "century")


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    "form",
    ["the past {0}", "over the last {0}", "in the next {0}", "three {0}s", "{0}s ago", "two {0}s ago", "the {0} before", "late last {0}"],
)
def test_every_unit_can_stand_in_every_form(unit: str, form: str) -> None:
    for text in (f"It closed {form.format(unit)}, they said.", f"It will open {form.format(unit)}."):
        for t in plain(text):
            assert text[t.start : t.end] == t.text


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("They had signed the evening before in silence.", "2022-12-17"),
        ("On 12 December they met. Shots had been heard the night before round the gate.", "2022-12-11"),
        ("They came the night before the vote.", None),
        ("They came the day after.", None),
    ],
)
def test_the_evening_before(text: str, begin: str | None) -> None:
    found = [t for t in plain(text) if "before" in t.text or "after" in t.text]
    assert [t.begin for t in found] == ([begin] if begin else [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They were carrying oak branches for Christmas Eve when a car hit them on January 6.", "2031-01-06"),
        ("The Orthodox bishop led the prayers on Christmas Day.", "2031-01-07"),
        ("Shots fell on January 6 in a hamlet of herders. The two had carried branches for Christmas Eve.", "2031-01-06"),
        ("Shops in Lagos were shut on Christmas Eve.", "2030-12-24"),
        ("The Jan. 6 committee sat until Christmas Eve.", "2030-12-24"),
        ("Ultra-Orthodox protesters blocked a road on Christmas Day.", "2030-12-25"),
    ],
)
def test_christmas_is_that_of_the_calendar_that_the_text_goes_by(text: str, value: str) -> None:
    found = [t.value for t in times(Reader().read(text), "2031-01-08") if "Christmas" in t.text]
    assert found == [value]


@pytest.mark.parametrize(
    ("text", "begin", "last"),
    [
        ("The camp must be empty by the fifteenth, the mayor said.", None, "2031-05-15"),
        ("They gave the herders until the first of June to leave.", None, "2031-06-01"),
        ("It was shelled on the twenty-third of April.", "2031-04-23", "2031-04-23"),
        ("The doses will be sent by mid-month.", None, "2031-05-15"),
        ("The road would be open again by mid-June.", None, "2031-06-15"),
        ("The members would reply by midweek.", None, "2031-05-14"),
        ("The list will be out before the end of the month.", None, "2031-05-31"),
        ("The wages would be paid by the end of next week.", None, "2031-05-18"),
        ("The bridge will be open by the start of July.", None, "2031-07-01"),
        ("The envoy would come before Friday of next week.", None, "2031-05-15"),
        ("They met on Tuesday of last week.", "2031-04-29", "2031-04-29"),
        ("The ransom must be there by Sunday week.", None, "2031-05-18"),
        ("The Sunday week of prayer was calm.", "2031-05-04", "2031-05-04"),
        ("All of them will be gone within 24 to 48 hours.", "2031-05-10", "2031-05-12"),
        ("They would march if the wage was not paid on the 20th.", "2031-05-20", "2031-05-20"),
        ("They would have marched had it been paid on Monday.", "2031-05-05", "2031-05-05"),
        ("He will name a head before the month is out.", "2031-05-10", "2031-05-31"),
        ("By month's end it will be paid.", None, "2031-05-31"),
        ("Both sides decided to confirm Sunday's truce in writing.", "2031-05-04", "2031-05-04"),
        ("The camp demanded that the court stop the oath on 30 June.", "2031-06-30", "2031-06-30"),
        ("The army asked for their return before the feast on 20 June.", "2031-06-20", "2031-06-20"),
        ("The group wanted nine million crowns by June 18.", None, "2031-06-18"),
        ("The tenants demanded a reply by 2 June.", None, "2031-06-02"),
        ("The prefect promised the wages by June 15.", None, "2031-06-15"),
        ("The inspectors expected the ledger by May 2.", None, "2031-05-02"),
        ("The bridge was finished by May 31.", None, "2030-05-31"),
        ("The camp had been emptied by 3 May.", None, "2031-05-03"),
        ("The column had left the valley by November 3.", None, "2030-11-03"),
    ],
)
def test_days_in_words_and_days_ahead(text: str, begin: str | None, last: str | None, reader: Reader) -> None:
    found = [t for t in times(reader.read(text), "2031-05-10") if t.precision != "unknown"]
    assert [(t.begin, t.last) for t in found] == ([(begin, last)] if begin or last else [])


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Tal, Friday 14, around dusk: seven killed.", ["2032-05-14"]),
        ("He comes on Friday the 28th.", ["2032-05-28"]),
        ("On Friday 14 people were killed.", ["2032-05-21"]),
        ("On Monday 18, gunmen attacked.", ["2032-05-24"]),
        ("On Friday 14, including two children, were killed.", ["2032-05-21"]),
        ("The raid on Friday 14:30 failed.", ["2032-05-21", "2032-05-21"]),
        ("On Sunday 2.5 km from Goma.", ["2032-05-23"]),
        ("On Wednesday 19, gunmen attacked. The raid followed clashes on Friday 14, in which two died.", ["2032-05-19", "2032-05-14"]),
        ("Shells hit Goma on Wednesday 12 and Thursday 13, killing ten.", ["2032-05-12", "2032-05-13"]),
        ("Deaths by day: Monday 10, Tuesday 4, Wednesday 12.", ["2032-05-24", "2032-05-18", "2032-05-19"]),
    ],
)
def test_a_number_behind_a_weekday_is_its_day_where_it_counts_nothing(text: str, begins: list[str]) -> None:
    assert [t.begin for t in plain(text, "2032-05-24")] == begins


def test_the_day_at_the_head_of_an_entry_is_that_of_its_hours() -> None:
    log = "1. 19 MAY. 0410h flares seen. 0645h patrol out.\n\n2. 21 MAY. 1755h attack.\n\n3. 0600h patrol left."
    days = ["2032-05-19", "2032-05-19", "2032-05-19", "2032-05-21", "2032-05-21", "2032-05-24"]
    assert [t.begin for t in plain(log, "2032-05-24")] == days
    two = "1. 21 MAY. 1755h attack. 22 May 0600h patrol left. 0800h shots."
    assert [t.begin for t in plain(two, "2032-05-24")] == ["2032-05-21"] * 2 + ["2032-05-22"] * 3
