"""The board in other languages: every text is marked, the catalogues are whole, and days are written as the language writes them."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from gettext import NullTranslations
from pathlib import Path
from typing import Any, get_args

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from fastapi.testclient import TestClient
from jinja2 import nodes
from lxml import etree, html

from tests.conftest import ROOT
from tests.web.conftest import BOTSWANA, KANYE
from vedette import domain
from vedette.domain import (
    Actor,
    ActorMention,
    Attribution,
    Coded,
    Event,
    EventType,
    OffsetMap,
    Quantity,
    Report,
    Situation,
    Source,
    TimeMention,
    span,
)
from vedette.domain import events as event_codes
from vedette.domain import incidents as incident_codes
from vedette.domain import places as place_codes
from vedette.domain import situation as situation_codes
from vedette.incidents.alike import SAYS
from vedette.pipeline.choices import kinds
from vedette.store import Store
from vedette.web import languages, words
from vedette.web.app import create_app
from vedette.web.desk import Desk
from vedette.web.languages import CURRENT, LOCALES, Language
from vedette.web.render import ENVIRONMENT, HERE
from vedette.web.routes import ROUTERS

OTHERS = sorted(path.stem for path in LOCALES.glob("*.po"))


# -- every text of a page is marked -----------------------------------------------------------------------------------


class Bracketed(NullTranslations):
    """A language whose every text stands in brackets, so that a text that went by it can be seen."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


PSEUDO = Language(tag="zh", locale=Locale("zh"), catalogue=Bracketed())
"""Its days and numbers hold no letters of ours."""
TEXT = "Στρατιώτες έκλεισαν τη γέφυρα την Παρασκευή, είπε η αστυνομία. Δύο τραυματίστηκαν."
SECOND = "Η κυβέρνηση ζήτησε από τους βοσκούς να φύγουν ως την Τρίτη."


def coded(key: str, text: str, kind: EventType, mode: str | None, evidence: str, **more: Any) -> Event:
    """An event of a Greek text, with all that pages show of one."""
    start = text.index(evidence)
    who = ActorMention(start=start, end=start + 6, text=text[start : start + 6], actor=Actor(name="Στρατός"))
    more = {"begin": "2022-01-07", "last": "2022-01-07", **more}
    return Event(
        id=f"{key}#1", report=key, event_type=kind, mode=mode, trigger=span(text, start, start + 5), evidence=span(text, start, start + len(evidence)),
        headline=evidence[:30], confidence=0.8, actors=(who,), recipients=(who,), time_precision="day", times=(0,), about=span(text, start, start + 4),
        attribution=Attribution(source=who, cue=span(text, start, start + 3)), contexts=("military",), **more,
    )  # fmt: skip


def read(key: str, text: str, source: str, published: str, event: Event, **more: Any) -> tuple[Report, Coded]:
    report = Report(id=key, text=text, raw=text, offsets=OffsetMap.identity(len(text)), source=source, published=published, **more)
    day = TimeMention(start=0, end=3, text=text[:3], type="DATE", value="2022-01-07", begin="2022-01-07", last="2022-01-07", precision="day", anchor="published")  # fmt: skip
    return report, Coded(events=(event,), times=(day,), relevant=True)


@pytest.fixture(scope="module")
def greek(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A board whose every word from outside is Greek; ids are numbers."""
    path = tmp_path_factory.mktemp("greek") / "g.db"
    store = Store.open(path)
    place = replace(KANYE, name="Κάνιε", admin1=None)
    closed = coded("1", TEXT, "COERCE", "restrict", TEXT[:62], place=place, condition="closure", quantities=(Quantity(kind="wounded", low=2, high=3, start=63, end=66),))  # fmt: skip
    rows = [
        read("1", TEXT, "Πρωινή", "2022-01-08", closed, title="Γέφυρα"),
        read("2", TEXT, "Καθρέφτης", "2022-01-09", replace(closed, id="2#1", report="2"), text_kind="restated", published_estimated=True),
        read("3", SECOND, "Ημερησία", "2022-01-11", coded("3", SECOND, "REQUEST", "yield", SECOND, place=replace(BOTSWANA, name="Μποτσουάνα"), due="2022-01-12")),
        read("4", SECOND + " Λόφος.", "Ημερησία", "2022-01-10", coded("4", SECOND, "THREATEN", "violence", SECOND, place=place, modality="planned")),
        read("5", "Πορεία στο Κάνιε." + SECOND, "Πρωινή", "2022-01-10", coded("5", "Πορεία στο Κάνιε." + SECOND, "COERCE", "arrest", "Πορεία στο Κάνιε.", place=place, begin="2022-01-09", last="2022-01-09", condition="detention")),
    ]  # fmt: skip
    for report, found in rows:
        store.add(report, (), found)
    store.put_situation(Situation(name="Νότος", area=("BW",), zone="UTC"), by="γραφείο")
    store.put_source(Source(name="Πρωινή", reliability="B", side="βορράς"), by="γραφείο")
    entry = store.add_log("Ειδοποιήθηκε η περίπολος", by="γραφείο", tell="περίπολος")
    store.add_log("Σιωπή", by="γραφείο", tell="φρουρά")
    store.told_log(entry.id, by="γραφείο")
    store.withdraw_log(store.add_log("Λάθος", by="γραφείο").id, by="γραφείο", reason="λάθος")
    store.close()
    desk = Desk(str(path))
    with TestClient(create_app(desk, ["127.0.0.1"]), base_url="http://127.0.0.1", follow_redirects=True) as client:
        yield client
    desk.close()


def filled(client: TestClient) -> list[str]:
    """Addresses of pages with something of everything on them; what they need is written first."""
    token = client.get("/me.json").json()["token"]
    head = {"X-Token": token, "accept": "application/json"}
    ids = [i["id"] for i in client.get("/incidents.json?all=1").json()["incidents"]]
    for id, act, fields in ((ids[0], "grade", {"credibility": "3"}), (ids[0], "confirm", {}), (ids[1], "edit", {"field": "title", "value": "Τίτλος"}), (ids[1], "reject", {"reason": "λάθος"})):  # fmt: skip
        answer = client.post(f"/incidents/{id}/{act}", data=fields, headers=head)
        assert answer.status_code == 200, answer.text
    draft = client.post("/sitrep", headers=head).json()["sitrep"]
    done = client.post("/sitrep", headers=head).json()
    assert client.post(f"/sitrep/{done['sitrep']}/release", data={"seen": done["seen"]}, headers=head).status_code == 200
    last = client.post("/sitrep", headers=head).json()["sitrep"]
    handover = client.post("/handover", data={"name": "α", "to": "β", "note": "ησυχία"}, headers=head).json()["handover"]["id"]
    pages = [
        "/", f"/?incident={ids[0]}&all=1", "/?map=1", "/?as_of=2022-01-09", "/triage", "/triage?settled=1", *(f"/triage?incident={i}" for i in ids),
        "/inforce", "/inforce?all=1", "/undertakings", "/map", "/reports", "/reports?q=γέφυρα", "/reports?q=λλλ", *(f"/reports/{n}" for n in "1234"),
        "/reports/1?event=1%231", "/reports/3?event=3%231", "/reports/2?event=gone", *(f"/incidents/{i}" for i in ids), "/search", "/search?q=γέφυρα",
        "/search?type=AID", "/sources", "/sources?source=Πρωινή", "/compare", "/compare?day=2022-01-08", "/compare?day=2020-01-01", "/log", "/log?show=open",
        f"/log?subject={ids[0]}", "/handover", f"/handover/{handover}", "/sitrep", "/sitrep?since=last", f"/sitrep/{draft}", f"/sitrep/{done['sitrep']}",
        f"/sitrep/{last}", "/field", "/field?sent=new", "/paste", "/signin", "/people", "/audit", "/nowhere", "/?known_at=2000-01-01",
        "/head", "/alerts", "/alerts?show=all", "/alerts?show=told", "/alerts?show=rules", "/search?type=COERCE",
    ]  # fmt: skip
    assert {p.partition("?")[0] for p in pages if p.count("/") == 1} >= paths(client) - {"/audit"}
    return pages


def paths(client: TestClient) -> set[str]:
    """Addresses of all pages that need no id."""
    found: set[str] = set()
    for route in (route for router in ROUTERS for route in router.routes):
        path = getattr(route, "path", "")
        if "GET" in (getattr(route, "methods", None) or ()) and "{" not in path and "." not in path and path not in ("/live", "/health"):
            found.add(path)
    return found


SHOWN = ("title", "aria-label", "aria-valuetext", "placeholder", "alt", "data-tag")
"""Attributes that people read or hear."""
OURS = re.compile(
    r"Vedette|GeoJSON|JSON|CSV|Atom|Markdown|Word|Zulu|UTC|Natural Earth|TLP:[A-Z+]+|UNCLASSIFIED|RESTRICTED|Shift|Enter|Esc|Space"
    r"|\b(json|csv|atom|geojson|desk|ingest|[A-Z]{2})\b|\d+Z\b|[A-F][1-6]?\b|sha256|Français|English|village|vedette sitrep --verify FILE"
)
"""What is the same in all languages: names, forms of files, grades, keys, and who the desk is in the audit trail."""


def bare(page: str) -> list[str]:
    """Words of a page that stand outside the brackets and are said to be in no other language."""
    runs: list[str] = []

    def walk(e: etree._Element, foreign: bool) -> None:
        if not isinstance(e.tag, str) or e.tag in ("script", "style", "code", "pre", "kbd"):
            return
        foreign = foreign or (e.tag != "html" and "lang" in e.attrib)
        if not foreign:
            runs.extend(str(e.get(name, "")) for name in SHOWN)
            runs.append(e.text or "")
        for child in e:
            walk(child, foreign)
            runs.append("" if foreign else child.tail or "")

    walk(html.fromstring(page), False)
    rest = "\0".join(runs)  # a text may hold elements, so that its brackets stand in two runs
    while (stripped := re.sub(r"⟦[^⟦⟧]*⟧", "", rest)) != rest:
        rest = stripped
    return [" ".join(run.split()) for run in OURS.sub("", rest).split("\0") if re.search(r"[A-Za-z]{2,}", run)]


def test_every_text_of_every_page_is_marked(greek: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = filled(greek)
    monkeypatch.setattr(languages, "chosen", lambda request: PSEUDO)
    found = {address: rest for address in pages if (rest := bare(greek.get(address).text))}
    assert found == {}, "\n".join(f"{a}: {r}" for a, r in found.items())


def test_a_text_that_is_not_marked_is_found() -> None:
    page = '<html lang="zh"><body><p>⟦Marked %(n)s⟧ Bare</p><p title="Also bare"><b lang="en">Quoted</b></p></body></html>'
    assert bare(page) == ["Bare", "Also bare"]
    assert unmarked('<p title="{{ _("x") }}">Bare {{ _("Marked") }}{{ "about " if x else y }}</p>') == ["Bare", "about "]


def unmarked(source: str) -> list[str]:
    """Words of a template that are shown as they are, also where no page came by them."""

    def constants(e: nodes.Node) -> Iterator[str]:
        if isinstance(e, nodes.Const) and isinstance(e.value, str) and re.search(r"[A-Z][a-z]|[a-z] ", e.value):
            yield e.value
        elif isinstance(e, (nodes.CondExpr, nodes.Concat, nodes.Or, nodes.And)):
            for child in e.iter_child_nodes(exclude=("test",)):
                yield from constants(child)

    outputs = ENVIRONMENT.parse(source).find_all(nodes.Output)
    shown = [text for out in outputs for e in out.nodes for text in constants(e)]
    plain = re.sub(r"\{% block body %\}.*?endblock %\}|\{% trans.*?endtrans %\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", source, flags=re.S)
    return [*bare(f"<html><body>{plain}</body></html>"), *shown]


@pytest.mark.parametrize("path", sorted((HERE / "templates").glob("*.html")), ids=lambda p: p.name)
def test_every_text_of_every_template_is_marked(path: Path) -> None:
    assert unmarked(path.read_text("utf-8")) == []


# -- the catalogues ---------------------------------------------------------------------------------------------------


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def test_the_template_of_the_catalogues_holds_every_text_of_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = re.search(r"^\t@?\$\(BIN\)/pybabel (-q extract .*)$", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert recipe
    monkeypatch.chdir(ROOT)
    held = recipe[1].replace("$(LOCALES)/messages.pot", str(tmp_path / "now.pot"))
    CommandLineInterface().run(["pybabel", *shlex.split(held)])  # type: ignore[no-untyped-call]
    now, kept = ({(m.id, m.context) for m in catalogue(p) if m.id} for p in (tmp_path / "now.pot", LOCALES / "messages.pot"))
    assert now == kept, "run make catalogues"


@pytest.mark.parametrize("tag", OTHERS)
def test_a_catalogue_is_whole(tag: str) -> None:
    asked = {m.id for m in catalogue(LOCALES / "messages.pot") if m.id}
    held = {m.id: m for m in catalogue(LOCALES / f"{tag}.po") if m.id}
    assert set(held) == asked, "run make catalogues"
    for id, m in held.items():
        ones = [id] if isinstance(id, str) else list(id)
        texts = [m.string] if isinstance(m.string, str) else list(m.string or ())
        assert all(texts), f"{id}: no translation"
        assert not m.fuzzy, f"{id}: fuzzy"
        for text in texts:
            wanted = {frozenset(holes(one)) for one in ones}
            assert holes(text) in wanted, f"{id}: {text}"
            assert (text[:1].isspace(), text[-1:].isspace(), text.count("<kbd>")) == (ones[0][:1].isspace(), ones[0][-1:].isspace(), ones[0].count("<kbd>")), id  # fmt: skip


def holes(text: str) -> frozenset[str]:
    """The placeholders of a text."""
    return frozenset(re.findall(r"%\(\w+\)s|%%|%(?!\()", text))


def test_every_code_that_pages_show_is_in_the_catalogues() -> None:
    known = {m.id for m in catalogue(LOCALES / "messages.pot")}
    codes = {
        c for name in ("ConditionKind", "ConditionState", "UndertakingKind", "Outcome") for c in get_args(getattr(situation_codes, name))
    }
    codes |= {c for name in ("Modality", "Phase", "QuantityKind") for c in get_args(getattr(event_codes, name))}
    codes |= {*get_args(incident_codes.Status), *get_args(incident_codes.JudgementKind), *get_args(incident_codes.Slot)}
    codes |= {
        *get_args(place_codes.Precision),
        *domain.ROLES,
        *domain.RELIABILITY.values(),
        *domain.KIND_NOTES,
        *domain.KIND_NOTES.values(),
    }
    codes |= {type.capitalize() for type in get_args(event_codes.EventType)}
    codes |= {mode.replace("-", " ").replace("_", " ") for _type, modes in kinds() for mode in modes}
    codes |= {said for pair in SAYS.values() for said in pair if said} | set(words.CREDIBILITY.values())
    topics = (ROOT / "src/vedette/coding/data/contexts.tsv").read_text("utf-8").splitlines()
    codes |= {line.split("\t")[1] for line in topics if "\t" in line and not line.endswith("\tcontext")}
    assert codes <= known, codes - known


# -- which language, and how it writes --------------------------------------------------------------------------------


def test_a_page_answers_in_the_language_asked_for_and_remembers_it(client: TestClient) -> None:
    assert '<html lang="en">' in client.get("/").text
    for header, tag in (("fr-CA,fr;q=0.9,en;q=0.5", "fr"), ("de, fr;q=0.1", "fr"), ("en-GB, fr;q=0.9", "en"), ("q=;;,*,fr;q=x", "en"), ("fr;q=0", "en")):  # fmt: skip
        assert f'<html lang="{tag}">' in client.get("/", headers={"accept-language": header}).text, header
    assert '<html lang="en">' in client.get("/?lang=../../x").text
    answer = client.get("/?lang=fr")
    assert '<html lang="fr">' in answer.text
    assert "Max-Age=" in answer.headers["set-cookie"]
    assert "SameSite=Lax" in answer.headers["set-cookie"]
    assert '<html lang="fr">' in client.get("/inforce").text
    assert '<html lang="fr">' in client.get("/nowhere").text
    assert '<html lang="en">' in client.get("/inforce?lang=en").text


def test_french_pages_write_days_and_words_in_french(client: TestClient) -> None:
    text = client.get("/?lang=fr").text
    assert "7 janv. 2022" in text
    assert "7 Jan 2022" not in text
    assert "En cours" in text
    found = client.get("/reports/a%2F1?event=a%2F1%231").text
    assert "8 janv. 2022" in found
    assert "blessés" in found
    assert 'lang="en"' in found, "what reports say stays English, and says so"
    assert "Cette page n’existe pas" in client.get("/incidents/none").text
    back = client.get("/?lang=en").text
    assert "7 Jan 2022" in back
    assert "janv." not in back, "nothing of a picture that is kept holds words of one language"


@pytest.mark.parametrize(
    ("tag", "day", "span", "number", "time"),
    [("en", "10 Dec 2022", "8 to 10 Dec 2022", "12,345.7", "08:05"), ("fr", "10 déc. 2022", "8–10 déc. 2022", "12 345,7", "08:05")],
)
def test_days_and_numbers_are_written_as_the_language_writes_them(tag: str, day: str, span: str, number: str, time: str) -> None:
    token = CURRENT.set(languages.language(tag))
    try:
        assert words.day("2022-12-10T09:00") == day
        assert words.span("2022-12-08", "2022-12-10", "day") == span
        assert languages.number(12345.67, 1).replace("\u202f", " ") == number
        assert words.moment("2022-12-10T08:05:00Z").removeprefix(f"{day} ") == time
        assert words.span("2022-12-01", "2022-12-31", "month") == day.partition(" ")[2]
        assert words.amount(1234, None).replace("\u202f", " ").endswith("1,234" if tag == "en" else "1 234")
    finally:
        CURRENT.reset(token)


def test_scripts_find_their_texts_in_the_page(client: TestClient) -> None:
    assert "data-words" not in client.get("/triage").text
    body = html.fromstring(client.get("/triage?lang=fr").text).find("body")
    given = json.loads(body.get("data-words"))
    used = {
        t
        for name in languages.SCRIPTS["triage"]
        for t in re.findall(r'\b_\("((?:[^"\\]|\\.)*)"', (HERE / "static" / name).read_text("utf-8"))
    }
    assert used
    assert set(given) == used
