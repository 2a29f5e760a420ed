"""The state of a situation: what is in force, what was asked and promised, whether it gets worse, what belongs to it, and the report on it. Pure functions."""

from vedette.situation.checks import checked
from vedette.situation.conditions import conditions
from vedette.situation.counts_retold import retold
from vedette.situation.followed import Follow
from vedette.situation.inside import bears_on, beside, inside, mostly
from vedette.situation.makers import ended_by_makers
from vedette.situation.records import Record, Word, keeping, records
from vedette.situation.sitrep import Grouping, sitrep
from vedette.situation.tension import Area, Tension, area, tensions
from vedette.situation.undertakings import undertakings

__all__ = [
    "Area",
    "Follow",
    "Grouping",
    "Record",
    "Tension",
    "Word",
    "area",
    "bears_on",
    "beside",
    "checked",
    "conditions",
    "ended_by_makers",
    "inside",
    "keeping",
    "mostly",
    "records",
    "retold",
    "sitrep",
    "tensions",
    "undertakings",
]
