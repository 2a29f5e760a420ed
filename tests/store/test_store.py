"""The store keeps what it acknowledged, says clearly what is wrong, and forgets for good."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.event import listen

from vedette.domain import (
    Actor,
    ActorMention,
    Citation,
    Coded,
    Entity,
    Event,
    OffsetMap,
    Place,
    PlaceMention,
    Report,
    Section,
    Sitrep,
    SitrepSentence,
    Situation,
    span,
)
from vedette.errors import Conflict, NotFound, Refused, StoreError, UsageError
from vedette.store import Store, schema

TEXT = "Guards at Oveto closed the gate near Kanye. Nobody said why; Zqxjword."
KANYE = Place(name="Kanye", lat=-24.98, lon=25.35, country="BW", feature="PPL", precision="city", geonameid=933677)


def report(id: str | int = "r1", text: str = TEXT, **more: object) -> Report:
    return replace(Report(id=id, text=text, raw=text, offsets=OffsetMap.identity(len(text))), **more)  # type: ignore[arg-type]


def coded(key: str = "r1", text: str = TEXT) -> Coded:
    guards = ActorMention(start=0, end=6, text="Guards", actor=Actor(name="Guards", country="BWA", sectors=("COP",)))
    event = Event(
        id=f"{key}#1",
        report=key,
        event_type="COERCE",
        mode="restrict",
        trigger=span(text, 16, 22),
        evidence=span(text, 0, 43),
        headline="Guards closed the gate",
        actors=(guards,),
        place=KANYE,
        begin="2022-01-01",
        last="2022-01-01",
    )
    mention = PlaceMention(start=37, end=42, text="Kanye", place=KANYE, role="literal", confidence=0.9)
    return Coded(events=(event,), places=(mention,), relevant=True)


ENTITIES = (Entity(start=37, end=42, text="Kanye", label="GPE", confidence=0.9),)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "v.db")
    yield store
    store.close()


def test_what_goes_in_comes_out(store: Store) -> None:
    given = report(7, published="2022-01-02", title="Gate closed", source="Post", text_kind="restated")
    assert store.add(given, ENTITIES, coded("7")) == "new"
    held = store.report("7")
    assert held == replace(given, received=held.received, relevant=True)
    assert isinstance(held.id, int)
    assert store.reading("7") == (ENTITIES, coded("7"))
    assert store.events() == list(coded("7").events)
    assert store.search("gate kanye") == ["7"]
    assert store.search("gate nowhere") == []
    assert store.events_in(-30, 20, -20, 30) == ["7#1"]
    assert store.events_in(0, 0, 10, 10) == []


def test_the_same_report_is_kept_once_and_another_text_under_its_id_is_refused(store: Store) -> None:
    assert store.add(report(), ENTITIES, coded()) == "new"
    assert store.add(report(text=TEXT.replace(" ", "  ")), ENTITIES, coded()) == "known"
    with pytest.raises(Conflict, match="another text"):
        store.add(report(text="Something else."), (), Coded())
    assert store.counts()["report"] == 1
    assert len(store.events()) == 1


def test_a_further_reading_counts_and_the_first_stays(store: Store) -> None:
    store.add(report(), ENTITIES, coded())
    dated = replace(store.report("r1"), published="2022-01-03", published_estimated=True)
    store.read_again(dated, ENTITIES, Coded(), reason="dated by a copy")
    assert store.events() == []
    assert store.counts()["event"] == 1
    assert store.report("r1").published_estimated
    assert [h["action"] for h in store.history("r1")] == ["report added", "report read again"]


def test_reports_are_cut_by_the_time_at_which_they_were_known(store: Store) -> None:
    for id, day in (("a", "2022-01-05"), ("b", "2022-01-02T10:00"), ("c", "2022-01-09")):
        store.add(report(id, text=f"{TEXT} {id}", published=day), (), Coded())
    assert [r.key for r in store.reports()] == ["b", "a", "c"]
    assert [r.key for r in store.reports("2022-01-05T23:59:59Z")] == ["b", "a"]


@pytest.mark.parametrize(
    ("published", "by", "zone", "known"),
    [
        ("2022-12-18", "2022-12-18T00:30", "UTC", False),
        ("2022-12-18", "2022-12-18T23:59:59Z", "UTC", True),
        ("2022-12-18", "2022-12-18", "Europe/Belgrade", True),
        ("2022-12-18", "2022-12-18", "America/Bogota", True),
        ("2022-12-18", "2022-12-17", "America/Bogota", False),
        ("2022-12-18T23:30:00Z", "2022-12-18", "Europe/Belgrade", False),
        ("2022-12-19T04:30:00Z", "2022-12-18", "America/Bogota", True),
        ("2022-12-18T00:30+05:00", "2022-12-17T20:00Z", "UTC", True),
        ("2022-12-18T15:46", "2022-12-18T15:46:00Z", "UTC", True),
        ("2022-12-18T15:46:30Z", "2022-12-18T17:46+02:00", "UTC", False),
    ],
)
def test_what_was_known_is_told_by_the_clock_not_by_the_letters(store: Store, published: str, by: str, zone: str, known: bool) -> None:
    store.add(report(published=published), (), Coded())
    assert store.report("r1").published == published
    assert bool(store.reports(by, zone)) == known


def test_an_older_database_has_its_times_brought_to_one_scale(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "v.db")
    store.add(report("a", text=f"{TEXT} a", published="2022-01-02T01:00+05:00"), (), Coded())
    store.add(report("b", text=f"{TEXT} b", published="2022-01-01T21:00Z"), (), Coded())
    with store._writes() as connection:
        connection.exec_driver_sql("UPDATE report SET known = published")
        connection.exec_driver_sql("DELETE FROM migration WHERE number = 2")
    store.close()
    assert [r.key for r in Store.open(tmp_path / "v.db").reports()] == ["a", "b"]


def test_forgetting_removes_the_words_everywhere_and_leaves_a_tombstone(store: Store, tmp_path: Path) -> None:
    store.add(report(), ENTITIES, coded())
    store.add(report("r2", text="Guards opened the gate again."), (), Coded())
    said = SitrepSentence(text="Guards closed the gate, Zqxjword [1].", citations=(1,))
    citation = Citation(number=1, report="r1", start=0, end=len(TEXT), text=TEXT)
    section = Section(title="Incidents", sentences=(said,))
    store.issue_sitrep(Sitrep(title="S", as_of=None, known_at=None, since=None, sections=(section,), citations=(citation,)), None, by="me")
    with pytest.raises(UsageError, match="reason"):
        store.forget("r1", reason=" ", by="me")
    store.forget("r1", reason="a person asked", by="me")
    assert store.search("gate") == ["r2"]
    assert store.events() == []
    with pytest.raises(NotFound, match="a person asked"):
        store.report("r1")
    last = store.last_sitrep(None)
    assert last is not None
    assert last[1].citations[0].text == last[1].sections[0].sentences[0].text == "[forgotten]"
    store.close()
    for file in tmp_path.iterdir():
        assert b"Zqxjword" not in file.read_bytes()
    with pytest.raises(Refused, match="a person asked"):
        store.add(report("other-id"), ENTITIES, coded())


def test_forgetting_blanks_every_sentence_that_rests_on_the_report(store: Store) -> None:
    for id in ("r1", "r2", "r10"):
        store.add(report(id, text=f"{TEXT} {id}"), (), Coded())
    sentences = (
        SitrepSentence(text="Both.", citations=(1, 2), subject="i1", events=("r1#1", "r2#1")),
        SitrepSentence(text="Not cited.", citations=(2,), subject="i2", events=("r2#2", "r1#7")),
        SitrepSentence(text="Of the same.", citations=(2,), subject="i2", events=("r2#2",)),
        SitrepSentence(text="Another's.", citations=(2,), subject="i3", events=("r2#3", "r10#1")),
    )
    citations = tuple(Citation(number=n, report=r, start=0, end=6, text="Guards") for n, r in ((1, "r1"), (2, "r2")))
    made = Sitrep(
        title="S", as_of=None, known_at=None, since=None, sections=(Section(title="I", sentences=sentences),), citations=citations
    )
    store.issue_sitrep(made, None, by="me")
    store.forget("r1", reason="asked", by="me")
    last = store.last_sitrep(None)
    assert last is not None
    assert [s.text for s in last[1].sections[0].sentences] == ["[forgotten]", "[forgotten]", "[forgotten]", "Another's."]
    assert [c.text for c in last[1].citations] == ["[forgotten]", "Guards"]


def test_forgetting_beside_a_reader_says_so_and_is_finished_when_repeated(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "v.db", wait=0.02)
    store.add(report(), ENTITIES, coded())
    other = sqlite3.connect(tmp_path / "v.db", isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM report").fetchall()
    with pytest.raises(StoreError, match="another process is reading it; r1 is forgotten, but its words may still be"):
        store.forget("r1", reason="asked", by="me")
    other.execute("ROLLBACK")
    other.close()
    store.forget("r1", reason="asked", by="me")
    for file in tmp_path.iterdir():
        assert b"Zqxjword" not in file.read_bytes()
    assert [h["action"] for h in store.history("r1")] == ["report added", "report forgotten"]
    with pytest.raises(NotFound, match="r9: no such report"):
        store.forget("r9", reason="asked", by="me")


def test_forgetting_that_fails_in_the_driver_says_so_and_can_be_repeated(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add(report(), ENTITIES, coded())

    def full(connection: object) -> bool:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("vedette.store.sqlite.rewrite", full)
        with pytest.raises(StoreError, match=r"the disk is full;.*; r1 is forgotten, but"):
            store.forget("r1", reason="asked", by="me")
    store.forget("r1", reason="asked", by="me")


def test_every_change_leaves_an_audit_row(store: Store) -> None:
    before = store.revision()
    store.put_situation(Situation(name="North", area=("BW",)), by="Mpho")
    store.put_situation(Situation(name="North", area=("BW", "ZA")), by="Mpho")
    rows = store.history("North")
    assert [r["by"] for r in rows] == ["Mpho", "Mpho"]
    assert rows[1]["data"]["before"]["area"] == ["BW"]
    assert store.revision() == before + 2
    with pytest.raises(NotFound, match='there are: "North"'):
        store.situation("South")
    store.drop_situation("North", by="Mpho")
    assert store.situations() == []


def test_migrations_run_once_and_listing_them_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    Store.open(path).close()
    stamp = path.read_bytes()
    store = Store.open(path)
    with store._reads() as connection:
        assert schema.pending(connection) == []
        assert schema.newest(connection) == len(schema.MIGRATIONS)
    store.close()
    assert path.read_bytes() == stamp


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda p: p.mkdir(), "is a folder"),
        (lambda p: p.write_bytes(b"no database at all, just words" * 40), "no Vedette database"),
        (lambda p: sqlite3.connect(p).execute("CREATE TABLE t(a)").connection.close(), "another program"),
    ],
)
def test_a_file_that_is_no_database_of_ours_gets_one_clear_line(tmp_path: Path, make: object, message: str) -> None:
    path = tmp_path / "x.db"
    make(path)  # type: ignore[operator]
    with pytest.raises(StoreError, match=message) as e:
        Store.open(path)
    assert "\n" not in str(e.value)


def test_a_database_is_named_by_file_or_address(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path}/v.db").close()
    assert Store.open(tmp_path / "v.db", create=False).counts()["report"] == 0
    with pytest.raises(UsageError, match="only SQLite"):
        Store.open("postgresql://desk/vedette")


def test_a_newer_database_a_missing_folder_and_a_missing_file_are_told(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO migration VALUES (999, 'later', '2030-01-01')")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="newer Vedette"):
        Store.open(path)
    with pytest.raises(StoreError, match="folder exists"):
        Store.open(tmp_path / "none" / "v.db")
    with pytest.raises(StoreError, match="no such database"):
        Store.open(tmp_path / "w.db", create=False)
    assert not (tmp_path / "w.db").exists()


def test_a_second_writer_waits_and_then_says_who_is_in_the_way(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    store = Store.open(path, wait=0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another process is writing"):
        store.add(report(), ENTITIES, coded())
    assert store.reports() == []  # readers are not in its way
    other.execute("ROLLBACK")
    other.close()
    assert store.add(report(), ENTITIES, coded()) == "new"


def test_a_full_disk_is_told_and_what_was_acknowledged_stays(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "v.db")
    store.add(report(), ENTITIES, coded())
    with store._engine.connect() as connection:
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar() or 0)
    listen(store._engine, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count={pages}"))
    long = "Words and words. " * 5000
    with pytest.raises(StoreError, match="disk is full"):
        store.add(report("r2", text=long), (), Coded())
    assert [r.key for r in store.reports()] == ["r1"]
    assert store.check() == []


def test_a_damaged_page_is_found(store: Store, tmp_path: Path) -> None:
    for n in range(40):
        store.add(report(f"r{n}", text=f"{TEXT} {n}"), (), coded(f"r{n}"))
    assert store.check() == []
    store.close()
    with (tmp_path / "v.db").open("r+b") as file:
        file.seek(4096 * 12)
        file.write(b"\xff" * 4096 * 6)
    try:
        found = Store.open(tmp_path / "v.db").check()
    except StoreError as e:
        found = [str(e)]
    assert found


def test_a_search_ranks_a_few_and_takes_the_newest_of_very_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(tmp_path / "s.db")
    for n in range(6):
        text = "A bridge was shut near the mill." if n != 2 else "Bridge, bridge, bridge."
        store.add(Report(id=f"b{n}", text=text, raw=text, offsets=OffsetMap.identity(len(text))), (), Coded())
    assert store.search("bridge", 2)[0] == "b2"
    monkeypatch.setattr("vedette.store.sqlite.RANKED", 5)
    assert store.search("bridge", 2) == ["b5", "b4"]
    store.close()
