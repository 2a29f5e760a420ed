"""The lexicon keeps its format, and covers PLOVER and every kind of condition."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from vedette.codebook import plover
from vedette.codebook.triggers import OF_STATES, Trigger, classes, triggers
from vedette.domain.situation import ConditionKind

DATA = Path(plover.__file__).parent / "data"
ROWS = list(plover.rows("triggers.tsv"))
STATES = list(plover.rows("states.tsv"))
ALL = [t for found in triggers().values() for t in found]
COLUMNS = "lemma pos frame type mode condition phase roles note".split()
PREPOSITION = r"[a-z]+(_[a-z]+)?"
WORD = r"(@(PER|ORG|GPE|LOC|NORP|FAC|PRON|NUM)|[A-Z]+|[a-zé0-9][a-zé0-9'_-]*)"
TEST = re.compile(
    rf"(noobj|obj|comp|inf|pass|neg|(subj|obj|mod|inf)={WORD}(\|{WORD})*|obl\.{PREPOSITION}(\|{PREPOSITION})*(={WORD}(\|{WORD})*)?)"
)
ROLES = re.compile(r"s>o|s>|o<|s=o|n|s>[a-z|]+")
SPOKEN = "say tell announce confirm add note state report remark comment mention explain".split()


def where(row: dict[str, str]) -> str:
    return f"{row['lemma']} {row['pos']} {row['frame']}"


def test_the_file_has_its_columns_and_order() -> None:
    lines = (DATA / "triggers.tsv").read_text("utf-8").splitlines()
    assert lines[0].split("\t") == COLUMNS
    assert not [x for x in lines if x.count("\t") != len(COLUMNS) - 1]
    keys = [(r["lemma"].split()[0], r["pos"], r["lemma"]) for r in ROWS]
    assert keys == sorted(keys)


def test_columns_are_legal() -> None:
    wrong = [
        where(r)
        for r in ROWS
        if not re.fullmatch(r"[a-zé'_-]+( [a-zé'_-]+)*", r["lemma"])
        or r["pos"] not in ("v", "n", "a")
        or not (r["frame"] == "-" or all(TEST.fullmatch(t) for t in r["frame"].split(";")))
        or not ROLES.fullmatch(r["roles"])
        or (r["roles"] == "n") != (r["pos"] == "n")
        or r["phase"] not in ("opens", "continues", "ends", "-")
        or not (r["condition"] == "-" or r["condition"] in get_args(ConditionKind))
        or (r["condition"] == "-") != (r["phase"] == "-")
    ]
    assert wrong == []


def test_types_and_modes_are_plovers() -> None:
    wrong = [
        where(r)
        for r in ROWS
        if not (r["mode"] == "-" or (r["type"] in plover.types() and r["mode"] in plover.modes(r["type"])))
        or r["type"] not in (*plover.types(), "NONE", "STATE", "-")
    ]
    assert wrong == []


def test_a_sense_that_is_no_event_makes_no_state_and_a_plain_state_confirms_or_ends_one() -> None:
    assert [where(r) for r in ROWS if r["type"] == "-" and r["condition"] != "-"] == []
    assert [where(r) for r in ROWS if r["type"] == "STATE" and r["phase"] not in ("continues", "ends")] == []


def test_lines_on_states_are_legal() -> None:
    wrong = [
        f"{r['words']} {r['pos']} {r['frame']}"
        for r in STATES
        if r["pos"] != "-"
        and (
            not re.fullmatch(r"[a-zé'_-]+( [a-zé'_-]+)*(\|[a-zé'_-]+( [a-zé'_-]+)*)*", r["words"])
            or r["pos"] not in ("v", "n", "a")
            or not (r["frame"] == "-" or all(TEST.fullmatch(t) for t in r["frame"].split(";")))
            or not ROLES.fullmatch(r["roles"])
            or (r["roles"] == "n") != (r["pos"] == "n")
            or r["phase"] not in ("opens", "continues", "ends")
            or r["kind"] not in ("*", *get_args(ConditionKind))
            or ("NAMES" in r["frame"] and r["kind"] not in {n["kind"] for n in STATES if n["pos"] == "-"} | {"*"})
        )
    ]
    assert wrong == []


def test_a_line_of_all_kinds_is_a_row_of_each_with_its_names() -> None:
    rows = [t for t in triggers()["expire", "v"] if t.note == OF_STATES and any("curfew" in c.words for c in t.checks)]
    assert {(t.condition, t.phase, t.type) for t in rows} == {("curfew", "ends", "NONE")}


def test_no_frame_stands_twice() -> None:
    seen = Counter((r["lemma"], r["pos"], frozenset(r["frame"].split(";"))) for r in ROWS)
    assert [k for k, n in seen.items() if n > 1] == []


def test_a_frame_tests_nothing_twice() -> None:
    kinds = [(where(r), [t.split("=")[0] for t in r["frame"].split(";")]) for r in ROWS]
    assert [w for w, k in kinds if "noobj" in k and "obj" in k] == []


@pytest.mark.parametrize("type", plover.types())
def test_every_type_has_its_share(type: str) -> None:
    found = [t for t in ALL if t.type == type]
    assert len(found) >= 50
    assert len({t.head for t in found}) >= 10
    assert {t.pos for t in found} >= {"v", "n"}


@pytest.mark.parametrize(("type", "mode"), [(t, m) for t in plover.types() for m in plover.modes(t)])
def test_every_mode_has_words(type: str, mode: str) -> None:
    assert len([t for t in ALL if (t.type, t.mode) == (type, mode)]) >= 2


@pytest.mark.parametrize("kind", [k for k in get_args(ConditionKind) if k != "other"])
@pytest.mark.parametrize("phase", ["opens", "continues", "ends"])
def test_every_condition_opens_goes_on_and_ends(kind: str, phase: str) -> None:
    assert [t for t in ALL if t.condition == kind and t.phase == phase]


def test_reporting_verbs_are_no_triggers() -> None:
    assert [w for w in SPOKEN if any(t.type != "-" and not t.checks and not t.rest for t in triggers().get((w, "v"), ()))] == []


def test_classes_are_many_and_filled() -> None:
    assert len(classes()) >= 60
    assert [c for c, words in classes().items() if len(words) < 3] == []
    assert [w for words in classes().values() for w in words if w != w.lower() and not w.startswith("@")] == []
    given = [r["class"] for r in plover.rows("classes.tsv")]
    assert given == sorted(set(given))


def test_no_class_is_idle() -> None:
    text = " ".join(r["frame"] for r in [*ROWS, *STATES]) + " " + " ".join(r["lemmas"] for r in plover.rows("classes.tsv"))
    assert [c for c in classes() if not re.search(rf"\b{c}\b", text)] == []


def first(head: str, pos: str, rest: str = "", /, **words: str) -> Trigger:
    """The first row whose tests hold for dependents given as `obj="road"`, `obl_on="alert"`; pass, comp, noobj by name alone."""

    def holds(trigger: Trigger) -> bool:
        if " ".join(trigger.rest) != rest:
            return False
        for check in trigger.checks:
            if check.kind == "obl":
                given = {words[f"obl_{p}"] for p in check.preps if f"obl_{p}" in words}
            elif check.kind == "noobj":
                given = set() if "obj" in words else {"noobj"}
            else:
                given = {words[check.kind]} if check.kind in words else set()
            if not given or (check.words and not given & check.words):
                return False
        return True

    return next(t for t in triggers()[head, pos] if holds(t))


@pytest.mark.parametrize(
    ("trigger", "expected"),
    [
        (first("fire", "v", obl_at="protester"), ("ASSAULT", "firearms", None)),
        (first("fire", "v", obj="minister"), ("NONE", None, "vacancy")),
        (first("fire", "v", obj="rocket"), ("ASSAULT", "heavy-weapons", None)),
        (first("block", "v", obj="road", subj="farmer"), ("PROTEST", "obstruct", "blockade")),
        (first("block", "v", obj="bill"), ("REJECT", "yield", None)),
        (first("hold", "v", obj="talk"), ("CONSULT", None, None)),
        (first("hold", "v", obj="hostage"), ("ASSAULT", "abduct", "detention")),
        (first("hold", "v", obj="election"), ("NONE", None, None)),
        (first("hold", "v", obj="town", subj="rebel"), ("STATE", None, "occupation")),
        (first("charge", "v", obj="man", obl_with="murder"), ("COERCE", "arrest", None)),
        (first("charge", "v", obj="fee"), ("-", None, None)),
        (first("charge", "v", obj="crowd", subj="police"), ("ASSAULT", "crowd-control", None)),
        (first("strike", "v", obj="deal"), ("AGREE", None, None)),
        (first("strike", "v", subj="nurse"), ("PROTEST", "strike", "strike")),
        (first("strike", "v", subj="missile", obj="market"), ("ASSAULT", "heavy-weapons", None)),
        (first("strike", "v", subj="cyclone", obj="coast"), ("NONE", None, None)),
        (first("raise", "v", obj="flag"), ("PROTEST", "demo", None)),
        (first("raise", "v", obj="concern"), ("ACCUSE", "disapprove", None)),
        (first("raise", "v", obj="price"), ("-", None, None)),
        (first("lift", "v", obj="curfew"), ("RETREAT", None, "curfew")),
        (first("lift", "v", obj="blockade"), ("RETREAT", "withdraw", "blockade")),
        (first("meet", "v", obj="demand"), ("CONCEDE", None, None)),
        (first("meet", "v", obj="president"), ("CONSULT", None, None)),
        (first("release", "v", obj="prisoner"), ("RETREAT", "release", "detention")),
        (first("release", "v", obj="statement"), ("-", None, None)),
        (first("call", "v", obj="strike"), ("PROTEST", "strike", "strike")),
        (first("call", "v", obj="election"), ("NONE", None, None)),
        (first("call", "v", "for", obl_for="ceasefire"), ("REQUEST", "yield", None)),
        (first("call", "v", "off", obj="strike"), ("CONCEDE", None, "strike")),
        (first("leave", "v", obj="post", subj="mayor"), ("RETREAT", "resign", "vacancy")),
        (first("take", "v", "down", obj="barricade"), ("RETREAT", "withdraw", "blockade")),
        (first("take", "v", obj="hostage"), ("ASSAULT", "abduct", "detention")),
        (first("shoot", "v", "down", obj="drone"), ("ASSAULT", "aerial", None)),
        (first("come", "v", "under fire"), ("ASSAULT", None, None)),
        (first("step", "v", "down"), ("RETREAT", "resign", "vacancy")),
        (first("put", "v", obl_on="alert", obj="army"), ("MOBILIZE", "troops", "alert")),
        (first("attack", "n", mod="heart"), ("-", None, None)),
        (first("suspend", "v", obj="aid"), ("SANCTION", "discontinue", "suspension")),
        (first("postpone", "v", obj="election"), ("NONE", None, "postponement")),
        (first("reopen", "v", obj="border"), ("RETREAT", "access", "closure")),
        (first("cut", "v", "off", obj="electricity"), ("COERCE", "restrict", "cut-off")),
        (first("demand", "v", obj="release"), ("REQUEST", "yield", None)),
    ],
    ids=lambda x: f"{x.head} {' '.join(x.rest)} {x.frame}" if isinstance(x, Trigger) else "",
)
def test_frames_tell_senses_apart(trigger: Trigger, expected: tuple[str, str | None, str | None]) -> None:
    assert (trigger.type, trigger.mode, trigger.condition) == expected
