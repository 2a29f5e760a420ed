"""A small desk to triage: six incidents as the merger leaves them, one of which is two, and two of which are one."""

from __future__ import annotations

from pathlib import Path

from tests.web.conftest import KANYE, SOUTHERN, event, report, when, where, who
from vedette.domain import Coded, DeskPlace, Place
from vedette.store import Store

JWANENG = Place(name="Jwaneng", lat=-24.6, lon=24.73, country="BW", feature="PPL", precision="city", geonameid=933778)
BRIDGE = Place(name="Old Bridge", lat=-24.95, lon=25.3, country="BW", feature="BDG", precision="point")

CLOSED = "Guards closed the gate near Kanye on Friday."
SHUT = "The guards closed the bridge near Kanye on Friday."
BLOCKED = "Herders blocked the road at Kanye on Monday."
OBSTRUCTED = "Farmers blocked a highway in the Southern District on Tuesday."
SHOT = "Gunmen shot at a bus near Jwaneng on Sunday."
SEIZED = "Soldiers seized a truck at Jwaneng on Wednesday."
ARRESTED = "Police arrested a herder at Kanye on Thursday."


def many(path: Path) -> str:
    """A database with these reports, in a file that is new."""
    store = Store.open(path)

    def add(key: str, text: str, trigger: str, actor: str, sector: str, day: str, place: Place, at: str, weekday: str, **more: str) -> None:
        told = event(
            key,
            text,
            trigger,
            text,
            text.rstrip("."),
            on=day,
            actors=(who(text, actor, sector),),
            places=(0,),
            times=(0,),
            place=place,
            **more,
        )
        coded = Coded(events=(told,), places=(where(text, at, place),), times=(when(text, weekday, day),), relevant=True)
        store.add(report(key, text, f"Paper {key}", f"{day}T10:00:00Z"), (), coded)

    coerce = {"event_type": "COERCE", "mode": "restrict"}
    protest = {"event_type": "PROTEST", "mode": "obstruct"}
    add("g1", CLOSED, "closed", "Guards", "COP", "2022-01-07", KANYE, "Kanye", "Friday", **coerce)
    add("g2", SHUT, "closed", "guards", "COP", "2022-01-07", KANYE, "Kanye", "Friday", **coerce)
    add("b1", BLOCKED, "blocked", "Herders", "CVL", "2022-01-10", KANYE, "Kanye", "Monday", **protest)
    add("b2", OBSTRUCTED, "blocked", "Farmers", "AGR", "2022-01-11", SOUTHERN, "Southern District", "Tuesday", **protest)
    add("s1", SHOT, "shot", "Gunmen", "UAF", "2022-01-09", JWANENG, "Jwaneng", "Sunday", event_type="ASSAULT", mode="firearms")
    add("t1", SEIZED, "seized", "Soldiers", "MIL", "2022-01-12", JWANENG, "Jwaneng", "Wednesday", event_type="COERCE", mode="seize")
    add("a1", ARRESTED, "arrested", "Police", "COP", "2022-01-13", KANYE, "Kanye", "Thursday", event_type="COERCE", mode="arrest")
    store.put_places([DeskPlace(place=BRIDGE, aliases=("the bridge",))], by="desk")
    store.close()
    return str(path)
