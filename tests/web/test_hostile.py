"""What people with bad intent send, and what texts from outside hold: refused, or harmless. Walks all routes, so that none is forgotten."""

from __future__ import annotations

import asyncio
import io
import re
import threading
import zipfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
import uvicorn
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import StreamingResponse
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from tests.web import signing
from tests.web.conftest import KANYE, event, report, where, who
from tests.web.signing import sign_in
from tests.web.test_browser import chromium
from vedette.domain import ROLES, Coded, Role, Situation, Source
from vedette.store import Store
from vedette.web import gate
from vedette.web.app import create_app
from vedette.web.desk import Desk
from vedette.web.guard import OPEN, READS, role_of, unguarded
from vedette.web.routes import ROUTERS
from vedette.web.serve import listening, names

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["chromium"]
SCRIPT = """"'><script>window.hacked=1</script><img src=x onerror="window.hacked=1"><a href="javascript:window.hacked=1">x</a>"""
ID = """../..'"><script>window.hacked=1</script>"""
TEXT = f"Guards {SCRIPT} closed the gate near Kanye on Friday, {{{{ 7*7 }}}} police said."
ROUTES = [r for router in ROUTERS for r in router.routes if isinstance(r, APIRoute)]
WRITES = [(method, r) for r in ROUTES for method in sorted((r.methods or set()) - READS) if r.path != "/signin"]
STREAMS = {"/live"}
"""Answers that do not end by themselves."""


def named(value: Any) -> str:
    return f"{value.endpoint.__module__.rpartition('.')[2]}-{value.name}" if isinstance(value, APIRoute) else str(value)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    signing.quick(monkeypatch)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store whose every text from outside holds a script."""
    path = tmp_path_factory.mktemp("hostile") / "h.db"
    store = Store.open(path)
    for id, source, url in (
        (ID, SCRIPT, "javascript:window.hacked=1"),
        ("h2", "Post", f"https://example.org/{SCRIPT}"),
        ("h3", "P", "data:text/html,x"),
    ):
        closed = event(
            id,
            TEXT,
            "closed",
            TEXT,
            f"Guards closed {SCRIPT}",
            mode="restrict",
            on="2022-01-07",
            actors=(replace(who(TEXT, "Guards", "COP"), actor=replace(who(TEXT, "Guards").actor, name=SCRIPT)),),
            places=(0,),
            place=replace(KANYE, name=SCRIPT),
            condition="closure",
        )
        added = report(id, TEXT, source, "2022-01-08", title=f"{id} {SCRIPT}", url=url)
        store.add(added, (), Coded(events=(closed,), places=(where(TEXT, "Kanye", KANYE),), relevant=True))
    store.put_situation(Situation(name=SCRIPT, area=("BW",), zone="Africa/Gaborone"), by=SCRIPT)
    store.put_source(Source(name=SCRIPT, side=SCRIPT, ownership=SCRIPT, note=SCRIPT), by="desk", reason=SCRIPT)
    store.add_log(SCRIPT, by="desk", tell=SCRIPT, subject=f"{ID}#1")
    store.close()
    desk = Desk(str(path))
    with TestClient(create_app(desk, ["127.0.0.1"]), base_url="http://127.0.0.1", follow_redirects=False) as client:
        token = client.get("/me.json").json()["token"]
        signed = client.post("/handover", data={"token": token, "name": "<b>night", "to": "<b>day", "note": SCRIPT})
        assert signed.status_code in (201, 303), signed.text
    desk.close()
    return str(path)


@pytest.fixture(scope="module")
def answers(hostile: str) -> dict[str, Any]:
    """What every page and twin answers."""
    desk = Desk(hostile)
    with TestClient(create_app(desk, ["127.0.0.1"]), base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        found = {a: client.get(a) for a in addresses(client)}
    desk.close()
    return found


@pytest.fixture
def board(db: str, tmp_path: Path) -> Iterator[TestClient]:
    with signing.board(signing.peopled(db, tmp_path)) as made:
        yield made


def addresses(client: TestClient, key: str = "h2") -> list[str]:
    """Every page and twin that can be read, with an id of each kind."""
    incident = client.get("/board.json?situation=").json()["incidents"][0]["id"]
    ids = {"id": incident, "key": key, "name": "desk", "form": "md"}
    found = [
        re.sub(r"\{(\w+)(:\w+)?\}", lambda m: ids.get(m[1], "1"), r.path)
        for r in ROUTES
        if "GET" in (r.methods or ()) and r.path not in STREAMS
    ]
    more = [
        f"/reports/{ID.replace('/', '%2F')}",
        "/reports/h2?event=h2%231",
        "/reports/h2.json",
        f"/?incident={incident}",
        "/handover/1",
        "/sitrep.html",
        "/sitrep.docx?situation=",
        f"/sitrep.md?situation={SCRIPT}",
        f"/incidents.csv?situation={SCRIPT}",
    ]
    return [*found, *more, *(f"{p}?q={SCRIPT}" for p in ("/search", "/reports")), f"/audit?by={SCRIPT}", f"/log?show={SCRIPT}"]


# -- scripts in texts -------------------------------------------------------------------------------------------------


def test_no_text_from_outside_becomes_markup_on_any_page(answers: dict[str, Any]) -> None:
    shown = 0
    for address, answer in answers.items():
        assert answer.status_code < 500, (address, answer.text[:500])
        kind = answer.headers["content-type"]
        assert "nosniff" in answer.headers["x-content-type-options"]
        if kind.startswith("text/html"):
            assert not re.search(r"<script(?![^>]*\ssrc=\"/)|<img|\son\w+\s*=\s*[\"'w]|\sstyle=", without_strings(answer.text)), address
            assert not re.search(r"(?:href|src|action)\s*=\s*[\"']?\s*(?:javascript|data):", without_strings(answer.text), re.IGNORECASE), (
                address
            )
            shown += "window.hacked" in answer.text
            assert "unsafe" not in answer.headers["content-security-policy"]
        elif kind.startswith("application/atom"):
            read = ElementTree.fromstring(answer.text)
            assert all(e.tag.startswith("{http://www.w3.org/2005/Atom}") for e in read.iter()), address
            assert not [e for e in read.iter() if e.get("href", "").startswith(("javascript:", "data:"))], address
        assert "49 police" not in answer.text, "no text is run as a template"
    assert shown >= 8, "the pages do show the text"


def without_strings(text: str) -> str:
    """Markup without the values of its attributes where these are quoted and hold no quote: what is in there is no markup."""
    return re.sub(r'="[^"<>]*"', lambda m: m[0] if re.match(r'="(/|javascript:|data:)', m[0]) else '=""', text)


def test_no_script_runs_in_a_browser_and_no_policy_is_offended(hostile: str, answers: dict[str, Any], chromium: Browser) -> None:
    desk = Desk(hostile)
    app = create_app(desk, ["127.0.0.1"])
    wrong: list[str] = []
    pages = [a for a, r in answers.items() if r.headers["content-type"].startswith("text/html") and "window.hacked" in r.text]
    with listening("127.0.0.1", 0) as sock:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        base = f"http://127.0.0.1:{sock.getsockname()[1]}"
        with chromium.new_page() as page:
            page.on("console", lambda m: wrong.append(f"{page.url} {m.text}") if "Content Security Policy" in m.text else None)
            page.on("dialog", lambda d: wrong.append(f"{page.url} {d.message}"))
            page.on("request", lambda r: None if r.url.startswith((base, "data:", "blob:")) else wrong.append(r.url))
            for address in pages:
                page.goto(base + address, wait_until="load")
                assert page.evaluate("window.hacked") is None, address
                assert page.locator("main img[src=x], [onerror], a[href^='javascript:']").count() == 0, address
        server.should_exit = True
        thread.join(20)
    desk.close()
    assert wrong == []
    assert len(pages) >= 8


def test_a_word_file_holds_the_text_as_text(answers: dict[str, Any]) -> None:
    with zipfile.ZipFile(io.BytesIO(answers["/sitrep.docx?situation="].content)) as z:
        written = z.read("word/document.xml").decode()
    assert "<script" not in written
    assert "window.hacked" in written


def test_what_is_saved_has_a_name_without_a_path(answers: dict[str, Any]) -> None:
    saved = {a: r.headers["content-disposition"] for a, r in answers.items() if "content-disposition" in r.headers}
    assert saved
    for address, named_so in saved.items():
        assert not re.search(r"[/\\<>\r\n]|\.\.", named_so), address


# -- who writes -------------------------------------------------------------------------------------------------------


def test_every_route_that_writes_asks_who_it_is() -> None:
    assert [u for router in ROUTERS for u in unguarded(router.routes)] == []
    assert len(WRITES) >= 20
    forgetful = APIRouter()

    @forgetful.post("/forgotten")
    def forgotten() -> None: ...

    assert unguarded(forgetful.routes) == ["POST /forgotten"]
    assert role_of(next(r for r in ROUTES if r.path == "/people" and "POST" in (r.methods or ()))) == "admin"


def filled(route: APIRoute) -> str:
    return re.sub(r"\{\w+(:\w+)?\}", "1", route.path)


def test_each_write_is_refused_to_strangers_to_lower_roles_and_to_forged_forms(board: TestClient) -> None:
    tokens = {}
    for role in ROLES:
        board.cookies.clear()
        tokens[role] = (sign_in(board, role), str(board.cookies["vedette"]))
    before = board.get("/health").json()["revision"]
    for method, route in WRITES:
        path, needed = filled(route), role_of(route)
        assert needed is not None
        board.cookies.clear()
        assert board.request(method, path, data={"token": "x"}).status_code == 401, path
        for role in ROLES[: ROLES.index(needed)][-1:]:
            token, session = tokens[role]
            board.cookies.set("vedette", session)
            answer = board.request(method, path, data={"token": token}, headers={"accept": "application/json"})
            assert (answer.status_code, f"needs the role {needed}" in answer.text) == (403, True), (path, role)
        token, session = tokens[needed]
        board.cookies.set("vedette", session)
        other = tokens["viewer" if needed != "viewer" else "admin"][0]
        for forged in ({}, {"token": other}):
            answer = board.request(method, path, data=forged)
            assert (answer.status_code, "out of date" in answer.text) == (403, True), (path, forged)
    token, session = tokens["admin"]
    board.cookies.set("vedette", session)
    for almost in ("", token[:-1], token + "x", "\u00e9", token.swapcase()):
        assert board.post("/people", data={"token": almost}).status_code == 403
    assert board.post("/people", json={"token": token}).status_code == 403, "another site can send what reads as JSON"
    elsewhere = board.post("/people", data={"token": token}, headers={"sec-fetch-site": "cross-site"})
    assert (elsewhere.status_code, "another site" in elsewhere.text) == (403, True)
    assert board.get("/health").json()["revision"] == before, "nothing was written"


def test_a_viewer_reads_and_writes_nothing_but_who_they_are() -> None:
    mine = {r.path for _, r in WRITES if role_of(r) == "viewer"}
    assert mine == {"/signout", "/password"}


def test_no_page_shows_a_viewer_more_of_a_text_than_events_rest_on(board: TestClient) -> None:
    sign_in(board, "viewer")
    more = ("/search?q=hurt", "/reports?q=hurt", "/reports.csv?q=hurt", "/reports/a2", "/reports/a2.json", "/reports/a2.txt", "/board.json")
    read = {a: board.get(a) for a in [*addresses(board, "a2"), *more]}
    assert [a for a, r in read.items() if r.status_code >= 500] == []
    assert [a for a, r in read.items() if "people were hurt" in r.text] == []
    board.cookies.clear()
    sign_in(board, "analyst")
    assert all("people were hurt" in board.get(a).text for a in ("/reports/a2", "/reports/a2.json", "/reports/a2.txt"))


def test_signing_in_by_another_sites_form_is_refused(board: TestClient) -> None:
    fields = {"name": "viewer", "password": signing.WORD}
    assert board.post("/signin", data=fields).status_code == 403
    assert board.post("/signin", data={**fields, "token": "guessed"}).status_code == 403
    token = re.search(r'name="token" value="([^"]+)"', board.get("/signin").text)
    assert token
    assert board.post("/signin", data={**fields, "token": token[1]}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    board.cookies.clear()
    assert board.post("/signin", data={**fields, "token": token[1]}).status_code == 403


def test_who_comes_through_a_proxy_is_not_the_desk(client: TestClient) -> None:
    for header in ["x-forwarded-for", "forwarded", "via", "x-real-ip", "x-forwarded-host"]:
        assert client.get("/board.json").status_code == 200
        answer = client.get("/board.json", headers={header: "198.51.100.7"})
        assert answer.status_code == 401
        assert "No account was made yet" in client.get("/signin", headers={header: "198.51.100.7"}).text


def test_who_asks_from_another_machine_is_not_the_desk(db: str) -> None:
    desk = Desk(db)
    app = create_app(desk, names("127.0.0.1"))
    with TestClient(app, base_url="http://127.0.0.1", client=("198.51.100.7", 1)) as far:
        assert far.get("/board.json").status_code == 401
    with TestClient(app, base_url="http://127.0.0.1", client=("::1", 1)) as near:
        assert near.get("/board.json").status_code == 200
    desk.close()


def test_a_stream_ends_with_the_session(db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = FastAPI()

    @app.get("/stream")
    def stream(request: Request) -> StreamingResponse:
        async def lines() -> AsyncIterator[str]:
            for n in range(5):
                if n == 2:
                    desk.writer.end_session(token)
                yield f"data: {n}\n\n"
                await asyncio.sleep(0)

        return StreamingResponse(lines(), media_type="text/event-stream")

    desk = Desk(signing.peopled(db, tmp_path))
    token = desk.writer.begin_session("viewer")
    app.state.desk, app.state.here, app.state.token = desk, False, "x"
    app.add_middleware(gate.Gate, hosts=["*"])
    with TestClient(app, base_url=signing.HOST) as client:
        client.cookies.set("vedette", token)
        monkeypatch.setattr(gate, "ASKED_AGAIN", -1.0)
        assert client.get("/stream").text == "data: 0\n\ndata: 1\n\n"
    desk.close()


# -- what is sent -----------------------------------------------------------------------------------------------------


def test_too_much_at_once_is_refused_announced_or_not(board: TestClient) -> None:
    token = sign_in(board, "admin")
    answer = board.post("/people", content=b"x" * (gate.LARGEST + 1), headers={"x-token": token})
    assert (answer.status_code, "more than 2 MB at once" in answer.text) == (413, True)

    def chunks() -> Iterator[bytes]:
        for _ in range(gate.LARGEST // 100_000 + 1):
            yield b"name=" + b"x" * 100_000

    for kind in ("application/x-www-form-urlencoded", "application/json"):
        answer = board.post("/people", content=chunks(), headers={"x-token": token, "content-type": kind})
        assert (answer.status_code, "more than 2 MB at once" in answer.text) == (413, True), kind
    assert board.post("/people", content=b"x", headers={"x-token": token, "content-length": "9" * 30}).status_code == 413
    assert board.post("/people", content=b"x", headers={"x-token": token, "content-length": "-1"}).status_code == 400


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{" * 100_000, "application/json"),
        (b'{"name": "\\ud800", "password": "\\ud800\\ud800\\ud800\\ud800abcdefghijkl", "role": "viewer"}', "application/json"),
        (b'{"name": 10000000000000000000000, "role": [], "password": {}}', "application/json"),
        (b"\xff\xfe\x00", "application/json"),
        (b"name=%00%ff&password=%00&role=%00", "application/x-www-form-urlencoded"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"x", "multipart/form-data"),
        (b"a=1&" * 200_000, "application/x-www-form-urlencoded"),
    ],
)
def test_nonsense_is_refused_in_one_line(board: TestClient, body: bytes, kind: str) -> None:
    token = sign_in(board, "admin")
    answer = board.post("/people", content=body, headers={"x-token": token, "content-type": kind, "accept": "application/json"})
    assert 400 <= answer.status_code < 500, answer.text
    said = answer.json()["error"]["message"]
    assert said == said.splitlines()[0]
    assert "Traceback" not in answer.text


def test_an_address_is_of_a_sane_length_and_made_of_letters(client: TestClient) -> None:
    assert client.get("/reports?q=" + "x" * 9000).status_code == 414
    assert client.get("/" + "x" * 9000).status_code == 414
    assert client.get("/reports?q=%00").status_code == 400
    assert client.get("/reports/%00").status_code == 400
    assert client.get("/reports/a%0d%0aset-cookie:x").status_code == 400
    assert client.get("/reports?q=%ff%fe").status_code == 200
    assert client.get("/reports?q=%ED%A0%80").status_code == 200
    assert client.get("/audit?before=99999999999999999999999").status_code in (200, 400)
    assert client.get("/audit?before=-99999999999999999999999").status_code in (200, 400)


def test_another_host_is_refused(client: TestClient) -> None:
    for host in ["evil.example", "127.0.0.1.evil.example", "evil.example:80@127.0.0.1", "127.0.0.1/evil", "", "[::1", "a b", "localhost."]:
        answer = client.get("/board.json", headers={"host": host})
        assert answer.status_code == 400
        assert "host name" in answer.json()["error"]["message"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "[::1]:8000", "LOCALHOST"])
def test_this_machines_names_are_its_own(db: str, host: str) -> None:
    desk = Desk(db)
    with TestClient(create_app(desk, names("127.0.0.1")), base_url="http://127.0.0.1") as client:
        assert client.get("/health", headers={"host": host}).status_code == 200
    desk.close()


def test_fixed_files_lie_in_their_folder(client: TestClient) -> None:
    for path in [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/..%5capp.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/dist/../guard.py",
        "/dist/%2e%2e/%2e%2e/errors.py",
        "/static/",
        "/static/nothing.js",
    ]:
        answer = client.get(path)
        assert answer.status_code == 404, answer.text[:200]
        assert "import" not in answer.text


def test_an_id_is_no_path(client: TestClient) -> None:
    for key in [
        "../../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e%2f",
        "....//",
        "/etc/passwd",
        "C:%5cwindows",
        "a/1/../../x",
        "~root",
        "$(id)",
        "a;b",
    ]:
        for form in ("", ".json", ".txt"):
            answer = client.get(f"/reports/{key}{form}")
            assert answer.status_code == 404
            assert "root:x:" not in answer.text
        assert client.get(f"/incidents/{key}", follow_redirects=False).status_code in (307, 404)


# -- what is answered -------------------------------------------------------------------------------------------------


def test_every_answer_bears_the_headers(client: TestClient, board: TestClient) -> None:
    answers = [client.get(p) for p in ("/", "/nowhere", "/static/style.css", "/board.json", "/reports/none.txt", "/static/none", "/signin")]
    answers += [
        client.post("/people"),
        client.put("/"),
        client.get("/", headers={"host": "evil.example"}),
        board.get("/"),
        board.get("/board.json"),
    ]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        for part in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
            assert part in policy
        for name, value in gate.HEADERS.items():
            assert answer.headers[name] == value
        assert answer.headers["cache-control"] in ("no-store", "no-cache")
        assert "server" not in answer.headers


def test_a_fault_of_ours_tells_nothing_of_the_inside(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(db)

    def broken(*_: Any) -> None:
        raise RuntimeError("secret: /home/somebody")

    monkeypatch.setattr(desk, "situations", broken)
    with TestClient(create_app(desk, ["127.0.0.1"]), base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        for path in ("/", "/board.json"):
            answer = client.get(path)
            assert answer.status_code == 500
            assert "secret" not in answer.text
            assert "a fault of Vedette" in answer.text
            assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    desk.close()


def test_a_role_is_one_of_five() -> None:
    found: set[Role] = {role for r in ROUTES if (role := role_of(r))}
    assert found <= set(ROLES)
    assert sorted(OPEN) == ["/health", "/signin"]
