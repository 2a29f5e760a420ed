"""PLOVER's tables are complete, and say what the manual and the public record say."""

from __future__ import annotations

import pytest

from vedette.codebook import plover
from vedette.codebook.catalogue import SECTORS
from vedette.domain import Actor

MODES = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons "
    "crowd-control unconventional",
}
SCORES = {
    "AGREE": (1, 2.5),
    "CONSULT": (1, 2.5),
    "SUPPORT": (1, 5),
    "CONCEDE": (1, 4.5),
    "COOPERATE": (2, 9.5),
    "AID": (2, 10),
    "RETREAT": (2, 6.5),
    "REQUEST": (3, 0),
    "ACCUSE": (3, -3),
    "REJECT": (3, -2),
    "THREATEN": (3, -3.5),
    "PROTEST": (4, -5),
    "SANCTION": (4, -6),
    "MOBILIZE": (4, -5.5),
    "COERCE": (4, -7),
    "ASSAULT": (4, -9),
}
SUB_EVENTS = {
    "Battles": {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"},
    "Explosions/Remote violence": {
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    },
    "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
    "Protests": {"Peaceful protest", "Protest with intervention", "Excessive force against protesters"},
    "Riots": {"Violent demonstration", "Mob violence"},
    "Strategic developments": {
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    },
}


def of(sector: str | None) -> list[Actor]:
    """One actor of a sector, of none, or (`-`) no actor."""
    return [] if sector == "-" else [Actor(name="someone", country="KEN", sectors=(sector,) if sector else ())]


PAIRS = [(t, m) for t in plover.types() for m in (None, *plover.modes(t))]


@pytest.mark.parametrize("type", plover.types())
def test_types_have_the_manuals_modes_quads_and_scores(type: str) -> None:
    assert " ".join(plover.modes(type)) == MODES.get(type, "")
    assert (plover.quad(type), plover.intensity(type)) == SCORES[type]


@pytest.mark.parametrize(("type", "mode"), PAIRS)
def test_every_mode_has_a_score_on_its_types_side_and_a_cameo_code(type: str, mode: str | None) -> None:
    score = plover.intensity(type, mode)
    assert -10 <= score <= 10
    assert abs(score - plover.intensity(type)) <= 2
    if type != "REQUEST":
        assert score * plover.intensity(type) > 0
    code = plover.cameo(type, mode)
    assert code.isdigit()
    assert 3 <= len(code) <= 4
    assert 3 <= int(code[:2]) <= 20


@pytest.mark.parametrize(("type", "mode"), PAIRS)
def test_acled_counterparts_are_acleds(type: str, mode: str | None) -> None:
    for victims in ("MIL", "CVL"):
        name = plover.acled(type, mode, by=of("REB"), to=of(victims))
        if name is None:
            continue
        event = next(e for e in SUB_EVENTS if name.startswith(e + "/"))
        assert name.removeprefix(event + "/") in SUB_EVENTS[event]


@pytest.mark.parametrize(
    ("type", "mode", "cameo", "acled"),
    [
        ("PROTEST", "obstruct", "144", "Protests/Peaceful protest"),
        ("PROTEST", "riot", "145", "Riots/Violent demonstration"),
        ("COERCE", "arrest", "173", "Strategic developments/Arrests"),
        ("COERCE", "curfew", "1723", None),
        ("RETREAT", "release", "0841", None),
        ("RETREAT", "ceasefire", "0871", "Strategic developments/Agreement"),
        ("ASSAULT", "drone", "195", "Explosions/Remote violence/Air/drone strike"),
        ("REQUEST", "yield", "105", None),
        ("AGREE", None, "030", "Strategic developments/Agreement"),
    ],
)
def test_counterparts(type: str, mode: str | None, cameo: str, acled: str | None) -> None:
    assert plover.cameo(type, mode) == cameo
    assert plover.acled(type, mode) == acled


@pytest.mark.parametrize(
    ("mode", "by", "to", "expected"),
    [
        ("firearms", "REB", "MIL", "Battles/Armed clash"),
        ("firearms", "-", "COP", "Battles/Armed clash"),  # who shoots is armed
        ("primitive", "REB", "MIL", "Battles/Armed clash"),
        ("beat", "CVL", "COP", None),
        (None, "-", "COP", None),
        (None, "UAF", "COP", "Battles/Armed clash"),
        ("firearms", "-", "CVL", "Violence against civilians/Attack"),
        ("firearms", "MIL", "JRN", "Violence against civilians/Attack"),
        (None, "COP", "OPP", "Violence against civilians/Attack"),
        ("beat", "CVL", "CVL", "Violence against civilians/Attack"),
        ("firearms", "REB", "-", None),
        ("firearms", "MIL", None, None),
        ("firearms", "COP", "CRM", None),
        ("aerial", "-", "-", "Explosions/Remote violence/Air/drone strike"),
        ("abduct", "-", "-", "Violence against civilians/Abduction/forced disappearance"),
    ],
)
def test_arms_decide_between_a_battle_and_violence_against_civilians(
    mode: str | None, by: str, to: str | None, expected: str | None
) -> None:
    assert plover.acled("ASSAULT", mode, by=of(by), to=of(to)) == expected


def test_one_armed_actor_arms_its_side_and_armed_sectors_are_plovers() -> None:
    assert plover.armed([*of("CVL"), *of("COP")]) is True
    assert plover.armed([*of(None), *of("CVL")]) is False
    assert plover.armed(of(None)) is None
    assert set(SECTORS) >= plover.ARMED


def test_the_public_record_of_a_roadblock() -> None:
    assert (plover.quad("PROTEST"), plover.intensity("PROTEST", "obstruct")) == (4, -4.5)


def test_an_unknown_mode_reads_as_its_type_and_an_unknown_type_is_an_error() -> None:
    assert plover.intensity("PROTEST", "no such mode") == plover.intensity("PROTEST")
    with pytest.raises(KeyError):
        plover.quad("FIGHT")


@pytest.mark.parametrize("name", ["plover.tsv", "cameo.tsv", "acled.tsv"])
def test_tables_name_each_pair_once_and_none_beyond_plovers(name: str) -> None:
    keys = [(r["type"], r["mode"]) for r in plover.rows(name)]
    assert len(keys) == len(set(keys))
    legal = {(t, m or "-") for t, m in PAIRS}
    assert set(keys) <= legal
    if name != "acled.tsv":
        assert set(keys) == legal
