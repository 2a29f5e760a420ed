from __future__ import annotations

from dataclasses import replace

import pytest

from tests.incidents.factories import event, report
from vedette.domain import Event, Incident, Quantity, QuantityKind, Report, Span
from vedette.incidents import merge
from vedette.situation import retold

Numbers = tuple[tuple[QuantityKind, int, str], ...]
AMBUSH = "Gunmen ambushed a convoy near Tovar on Friday and burned five trucks, the mayor said."
RAID = "Police arrested 38 people in Velin on Friday after a mob set fire to a warehouse."


def told(
    key: str,
    text: str,
    numbers: Numbers,
    kind: str = "ASSAULT/destroy",
    at: str = "Tovar",
    on: str = "2031-05-09",
    trigger: str = "ambushed",
) -> Event:
    """An event of the first sentence of a text, with numbers where their words stand."""
    first = text[: text.index(".") + 1]
    counted = tuple(Quantity(kind=k, low=n, high=n, start=text.index(word), end=text.index(word) + len(word)) for k, n, word in numbers)
    made = event(f"{key}#0", kind, first, on=on, at=at, evidence=first)
    start = text.index(trigger)
    return replace(made, trigger=Span(start=start, end=start + len(trigger), text=trigger), quantities=counted)


def drawn(events: list[Event], *reports: Report) -> tuple[Incident, ...]:
    known = {r.key: r for r in reports}
    return retold(merge(events, known, ()), {e.id: e for e in events}, known, known)


def shown(incidents: tuple[Incident, ...], kind: QuantityKind) -> set[tuple[int | None, str]]:
    return {(c.low, r) for i in incidents for c in i.numbers if c.kind == kind for r in c.reports}


@pytest.mark.parametrize(
    "later",
    [
        "The hauliers have corrected the account of Friday's ambush near Tovar. It was eight trucks that were burned, not five, they said.",
        "Not five but eight trucks were burned near Tovar on Friday, the hauliers say.",
        "The figure of five trucks burned near Tovar on Friday was too low. A visit counted eight.",
    ],
)
def test_another_number_of_another_report_is_shown_with_it(later: str) -> None:
    events = [told("A", AMBUSH, (("vehicles", 5, "five"),))]
    found = drawn(events, report("A", text=AMBUSH), report("B", "2031-05-11", text=later))
    assert shown(found, "vehicles") == {(5, "A"), (8, "B")}


@pytest.mark.parametrize(
    "later",
    [
        "Eight trucks were burned near Dorim on Sunday, not five, the hauliers say.",  # another place and day
        "Near Tovar a market reopened on Sunday. Eight trucks brought maize.",
        "The hauliers of Tovar want eight trucks of their own.",
        "Another eight trucks were burned near Tovar on Sunday.",
        "The convoy ambushed near Tovar had carried 400 tonnes.",
        "Eight lorries waited near Tovar on Friday, the mayor said.",
    ],
)
def test_numbers_of_other_things_places_and_days_are_not(later: str) -> None:
    events = [
        told("A", AMBUSH, (("vehicles", 5, "five"),)),
        event("C#0", "ASSAULT/destroy", "trucks were burned near Dorim", on="2031-05-11", at="Dorim"),
    ]
    found = drawn(events, report("A", text=AMBUSH), report("B", "2031-05-12", text=later), report("C", "2031-05-12"))
    assert shown(found, "vehicles") == {(5, "A")}


def test_two_sources_of_one_report() -> None:
    later = "Lawyers for those arrested in Velin on Friday say that not 38 but 52 people are in custody, among them seven women."
    events = [told("A", RAID, (("arrested", 38, "38"),), "COERCE/arrest", "Velin", trigger="arrested")]
    found = drawn(events, report("A", text=RAID), report("B", "2031-05-11", text=later))
    assert shown(found, "arrested") == {(38, "A"), (52, "B")}


def test_a_number_is_not_taken_from_another_incident_of_the_same_day() -> None:
    other = "In Dorim police arrested 20 people on Friday for a brawl, the mayor said."
    events = [
        told("A", RAID, (("arrested", 38, "38"),), "COERCE/arrest", "Velin", trigger="arrested"),
        told("B", other, (("arrested", 20, "20"),), "COERCE/arrest", "Dorim", trigger="arrested"),
    ]
    found = drawn(events, report("A", text=RAID), report("B", "2031-05-10", text=other))
    assert sorted(tuple(sorted((c.low, c.reports) for c in i.numbers)) for i in found) == [((20, ("B",)),), ((38, ("A",)),)]


def test_sides_of_one_happening_share_what_it_cost() -> None:
    first = "Villagers stopped a convoy near Tovar on Friday. They emptied its 12 trucks."
    later = "On 9 May four trucks were looted near Tovar."
    block = told("A", first, (("vehicles", 12, "12"),), "PROTEST/obstruct", trigger="stopped")
    loot = told("A", first, (("vehicles", 12, "12"),), "COERCE/seize", trigger="emptied")
    loot = replace(loot, id="A#1", evidence=Span(start=49, end=len(first), text=first[49:]))
    again = told("B", later, (("vehicles", 4, "four"),), "COERCE/seize", trigger="looted")
    found = drawn([block, loot, again], report("A", text=first), report("B", "2031-05-11", text=later))
    assert [shown((i,), "vehicles") for i in found if i.event_type == "PROTEST"] == [{(12, "A"), (4, "B")}]


def test_two_sources_on_things_that_no_event_counts() -> None:
    text = "Residents of Velin blocked the railway on Friday. The company says 37 wagons stand still. The union speaks of 90."
    events = [told("A", text, (), "PROTEST/obstruct", "Velin", trigger="blocked")]
    assert shown(drawn(events, report("A", text=text)), "other") == {(37, "A"), (90, "A")}


def test_what_one_report_counts_of_things_twice_is_shown_with_who_says_so() -> None:
    first = "Farmers blocked the bridge at Velin with four roadblocks on Friday."
    later = "There are still seven roadblocks around Velin, the farmers' leader said on Sunday."
    events = [told("A", first, (), "PROTEST/obstruct", "Velin", trigger="blocked")]
    found = drawn(events, report("A", text=first), report("B", "2031-05-11", text=later))
    assert shown(found, "other") == {(4, "A"), (7, "B")}


def test_one_happening_that_was_not_merged_has_the_numbers_of_both() -> None:
    first = "Police cleared a roadblock of peasants at Velin on Friday and detained 16 peasants, the ministry said."
    later = "Twenty-nine peasants were detained when police cleared the roadblock at Velin on Friday, the league said."
    events = [
        told("A", first, (("arrested", 16, "16"),), "COERCE/restrict", "Velin", trigger="cleared"),
        told("B", later, (("arrested", 29, "Twenty-nine"),), "COERCE/arrest", "Velin", trigger="detained"),
    ]
    found = drawn(events, report("A", text=first), report("B", "2031-05-10", text=later))
    assert all(shown((i,), "arrested") == {(16, "A"), (29, "B")} for i in found)
