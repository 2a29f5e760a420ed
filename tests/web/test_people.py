"""Signing in and out, roles, accounts and the audit trail, as pages and on the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from tests.web import signing
from tests.web.signing import HOST, WORD, sign_in
from vedette.cli.common import person
from vedette.cli.main import cli
from vedette.cli.users import users
from vedette.errors import UsageError
from vedette.store import Store, accounts
from vedette.web.limits import FIRST, FREE, LONGEST, Limiter, spoken
from vedette.web.routes.people import local
from vedette.web.serve import run


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    signing.quick(monkeypatch)


@pytest.fixture
def path(db: str, tmp_path: Path) -> str:
    return signing.peopled(db, tmp_path)


@pytest.fixture
def stranger(path: str) -> Iterator[TestClient]:
    with signing.board(path) as made:
        yield made


def form(client: TestClient, **fields: str) -> dict[str, str]:
    """The sign-in form as a browser sends it."""
    token = re.search(r'name="token" value="([^"]+)"', client.get("/signin").text)
    assert token
    return {"token": token[1], "name": "analyst", "password": WORD, **fields}


# -- who has not signed in --------------------------------------------------------------------------------------------


def test_a_stranger_is_shown_nothing_but_the_way_in(stranger: TestClient) -> None:
    for page in ("/", "/reports/a2?event=a2%231", "/triage", "/people", "/audit", "/nowhere"):
        answer = stranger.get(page)
        assert answer.status_code == 303, page
        assert answer.headers["location"].startswith("/signin?next=%2F"), page
        assert answer.text == ""
    assert stranger.get("/reports/a2?event=a2%231").headers["location"] == "/signin?next=%2Freports%2Fa2%3Fevent%3Da2%25231"
    for twin in ("/board.json", "/reports/a2.json", "/reports/a2.txt", "/sitrep.md", "/openapi.json", "/me.json", "/audit.csv"):
        answer = stranger.get(twin)
        assert (answer.status_code, "sign in first" in answer.text) == (401, True), twin
    assert stranger.get("/health").json() == {"ok": True}
    assert stranger.get("/static/style.css").status_code == 200
    assert stranger.get("/signin").status_code == 200
    assert "Sign in to Vedette" in stranger.get("/signin").text
    for sneaky in ("/signin/", "/signinx", "/health/../board.json", "/static/../board.json", "//board.json", "/STATIC/../board.json"):
        assert stranger.get(sneaky).status_code in (303, 401, 404), sneaky


def test_a_person_signs_in_by_form_and_out(stranger: TestClient, path: str) -> None:
    answer = stranger.post("/signin", data=form(stranger, next="/reports?q=gate"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/reports?q=gate")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("vedette="))
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie
    page = stranger.get("/reports/a2")
    assert page.status_code == 200
    assert "people were hurt" in page.text, "an analyst reads whole texts"
    me = stranger.get("/me.json").json()
    assert (me["name"], me["role"]) == ("analyst", "analyst")
    kept = str(stranger.cookies["vedette"])
    assert stranger.post("/signout", data={"token": me["token"]}).headers["location"] == "/signin"
    stranger.cookies.set("vedette", kept)
    assert stranger.get("/board.json").status_code == 401, "a session that has ended opens nothing"


def test_over_https_the_cookie_never_travels_in_the_open(path: str) -> None:
    with signing.board(path) as client:
        client.base_url = "https://board.example"
        answer = client.post("/signin", data=form(client))
        cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("__Host-vedette="))
        assert "Secure" in cookie
        assert "Domain" not in cookie
        assert client.get("/board.json").status_code == 200


def test_a_program_signs_in_and_is_told_its_token(stranger: TestClient) -> None:
    answer = stranger.post("/signin", data=form(stranger), headers={"accept": "application/json"})
    assert answer.status_code == 200
    assert answer.json() == {"name": "analyst", "role": "analyst", "token": stranger.get("/me.json").json()["token"]}


def test_signing_in_makes_a_session_of_its_own(stranger: TestClient) -> None:
    def session() -> str:
        return next(c.partition(";")[0].partition("=")[2] for c in answer.headers.get_list("set-cookie") if c.startswith("vedette="))

    fields = form(stranger)
    chosen = {"cookie": f"vedette=chosen-by-somebody-else; vedette-form={fields['token']}"}
    answer = stranger.post("/signin", data=fields, headers=chosen)
    first = session()
    assert first != "chosen-by-somebody-else"
    answer = stranger.post("/signin", data=fields, headers={"cookie": f"vedette={first}; vedette-form={fields['token']}"})
    second = session()
    stranger.cookies.clear()
    assert stranger.get("/board.json", headers={"cookie": f"vedette={second}"}).status_code == 200
    assert stranger.get("/board.json", headers={"cookie": f"vedette={first}"}).status_code == 401, "the session before has ended"


@pytest.mark.parametrize("session", ["", "x", "0" * 5000, "../../etc/passwd", "' OR 1=1 --"])
def test_a_made_up_session_opens_nothing(stranger: TestClient, session: str) -> None:
    stranger.cookies.set("vedette", session)
    assert stranger.get("/board.json").status_code == 401


def test_an_idle_and_a_disabled_session_open_nothing(stranger: TestClient, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(stranger, "editor")
    assert stranger.get("/board.json").status_code == 200
    store = Store.open(path)
    store.disable("editor", by="admin", reason="left")
    assert stranger.get("/board.json").status_code == 401
    store.close()
    sign_in(stranger, "viewer")
    late = datetime.now(UTC).replace(microsecond=0) + accounts.IDLE
    monkeypatch.setattr(accounts, "now", lambda: late.strftime("%Y-%m-%dT%H:%M:%SZ"))
    assert stranger.get("/board.json").status_code == 401


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/log?day=2022-01-01", "/log?day=2022-01-01"),
        ("/reports/a%2F1#evidence", "/reports/a%2F1#evidence"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
        ("/\t/evil.example", "/"),
        ("/signin", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_to_no_other_site(stranger: TestClient, asked: str, led: str) -> None:
    assert local(asked) == led
    answer = stranger.post("/signin", data=form(stranger, next=asked))
    assert answer.headers["location"] == led


# -- guessing ---------------------------------------------------------------------------------------------------------


def test_a_wrong_name_and_a_wrong_password_are_told_alike_and_then_made_to_wait(stranger: TestClient, path: str) -> None:
    fields = form(stranger, password="wrong")
    said = [stranger.post("/signin", data={**fields, "token": form(stranger)["token"]}) for _ in range(FREE)]
    assert {a.status_code for a in said} == {401}
    unknown = stranger.post("/signin", data=form(stranger, name="nobody", password="wrong"))
    alert = re.compile(r'role="alert">([^<]+)')
    assert alert.findall(unknown.text) == alert.findall(said[0].text) == ["The name or the password is not right."]
    waits = stranger.post("/signin", data=form(stranger))
    assert waits.status_code == 429, "the right password does not help now"
    assert 1 <= int(waits.headers["retry-after"]) <= FIRST
    assert re.search(r"Too many tries; try again in \d seconds?", waits.text)
    assert stranger.get("/board.json").status_code == 401
    assert stranger.post("/signin", data=form(stranger, name="viewer")).status_code == 303, "others are not kept out"
    store = Store.open(path)
    (row,) = store.trail(private=True, action="session refused")
    store.close()
    assert (row.subject, row.after["tries"]) == ("analyst", FREE)


def test_the_delay_grows_and_is_forgotten() -> None:
    at = [0.0]
    limiter = Limiter(clock=lambda: at[0])
    keys = {"account a": 3, "address x": 100}
    waits = []
    for _ in range(12):
        wait = limiter.attempt(keys)
        if wait:
            waits.append(wait)
            at[0] += wait
            assert limiter.attempt(keys) == 0
    assert waits == sorted(waits)
    assert waits[:3] == [FIRST, 2 * FIRST, 4 * FIRST]
    assert max(waits) <= LONGEST
    assert limiter.attempt({"account b": 3, "address x": 100}) == 0
    assert limiter.attempt(keys) > 0
    limiter.right("account a", "address x")
    assert limiter.attempt(keys) == 0
    for _ in range(2):
        limiter.attempt(keys)
    assert limiter.attempt(keys) > 0
    at[0] += 2 * 3600
    assert limiter.tries("account a") == 3
    assert limiter.attempt(keys) == 0
    assert limiter.tries("account a") == 1


def test_an_address_that_tries_many_names_waits_too() -> None:
    limiter = Limiter(clock=lambda: 0.0)
    waits = [limiter.attempt({f"account {n}": 5, "address x": 20}) for n in range(30)]
    assert waits[:20] == [0.0] * 20
    assert min(waits[20:]) > 0


def test_what_is_remembered_of_tries_is_bounded() -> None:
    limiter = Limiter(clock=lambda: 0.0, kept=50)
    for n in range(1000):
        limiter.attempt({f"account {n}": 5})
    assert len(limiter._kept) == 50


def test_a_time_to_wait_is_told_in_words() -> None:
    assert [spoken(s) for s in (0.2, 1.0, 4.1, 119, 121, 300)] == [
        "1 second",
        "1 second",
        "5 seconds",
        "119 seconds",
        "3 minutes",
        "5 minutes",
    ]


# -- accounts ---------------------------------------------------------------------------------------------------------


def test_an_admin_makes_changes_and_disables_accounts(stranger: TestClient, path: str) -> None:
    token = sign_in(stranger, "admin")
    add = {"token": token, "name": "night <b>", "password": WORD, "role": "reporter"}
    assert stranger.post("/people", data=add).status_code == 400
    assert stranger.post("/people", data={**add, "name": "night 1"}).headers["location"] == "/people"
    assert stranger.post("/people", data={**add, "name": "Night 1"}).status_code == 409
    page = stranger.get("/people").text
    assert 'action="/people/night%201/role"' in page
    assert WORD not in page
    change = {"token": token, "reason": "second reader"}
    assert stranger.post("/people/night%201/role", data={**change, "role": "editor"}).status_code == 303
    assert stranger.post("/people/night%201/role", data={**change, "role": "king"}).status_code == 400
    assert stranger.post("/people/nobody/role", data={**change, "role": "editor"}).status_code == 404
    assert stranger.post("/people/night%201/password", data={**change, "password": "short"}).status_code == 400
    assert stranger.post("/people/night%201/password", data={**change, "password": WORD + " on"}).status_code == 303
    assert stranger.post("/people/night%201/disable", data=change).status_code == 303
    listed = {a["name"]: a for a in stranger.get("/people.json").json()["accounts"]}
    assert listed["night 1"]["role"] == "editor"
    assert listed["night 1"]["disabled"]
    assert stranger.post("/people/night%201/enable", data=change).status_code == 303
    last = stranger.post("/people/admin/disable", data=change, headers={"accept": "application/json"})
    assert (last.status_code, last.json()["error"]["message"]) == (400, "admin is the last admin; make another one first")
    rows = stranger.get("/audit.json?subject=night 1").json()["changes"]
    assert [r["action"] for r in rows] == ["account enabled", "account disabled", "account password", "account role", "account made"]
    assert {r["by"] for r in rows} == {"admin"}
    assert (rows[3]["before"], rows[3]["after"], rows[3]["reason"]) == ({"role": "reporter"}, {"role": "editor"}, "second reader")


def test_a_person_takes_another_password(stranger: TestClient, path: str) -> None:
    other = sign_in(stranger, "viewer")
    elsewhere = str(stranger.cookies["vedette"])
    stranger.cookies.clear()
    token = sign_in(stranger, "viewer")
    assert other != token
    change = {"token": token, "current": WORD, "password": "nine brown otters swim"}
    assert stranger.post("/password", data={**change, "current": "wrong"}).status_code == 403
    assert stranger.post("/password", data=change).headers["location"] == "/signin?changed=1"
    assert "Your password was changed" in stranger.get("/signin?changed=1").text
    assert stranger.get("/board.json").status_code == 200
    stranger.cookies.set("vedette", elsewhere)
    assert stranger.get("/board.json").status_code == 401
    stranger.cookies.clear()
    assert stranger.post("/signin", data=form(stranger, name="viewer", password="nine brown otters swim")).status_code == 303


def test_on_this_machine_nobody_signs_in_until_an_account_is_made(client: TestClient, db: str, tmp_path: Path) -> None:
    assert client.get("/me.json").json()["name"] == "desk"
    path = signing.peopled(db, tmp_path, roles=())
    with signing.board(path, hosts=("127.0.0.1",)) as here:
        here.base_url = "http://127.0.0.1"
        me = here.get("/me.json").json()
        assert (me["name"], me["role"], me["signed_in"]) == ("desk", "admin", False)
        assert "whoever sits at it is the desk" in here.get("/signin").text
        add = {"token": me["token"], "name": "chief", "password": WORD, "role": "viewer"}
        assert here.post("/people", data=add).status_code == 400, "the first is an admin"
        assert here.post("/people", data={**add, "role": "admin"}).status_code == 303
        assert here.get("/board.json").status_code == 401
        assert here.get("/people").headers["location"] == "/signin?next=%2Fpeople"
        assert here.post("/people", data={**add, "name": "chief 2", "role": "admin"}).status_code == 401


# -- the audit trail --------------------------------------------------------------------------------------------------


def test_the_audit_trail_is_filtered_and_has_twins(stranger: TestClient, path: str) -> None:
    store = Store.open(path)
    store.set_role("reporter", "viewer", by="admin", reason="=HYPERLINK(1)")
    store.close()
    sign_in(stranger, "admin")
    page = stranger.get("/audit?by=admin&action=account").text
    assert re.search(r"role:</span> reporter</div>.*role:</span> viewer</div>", page, re.DOTALL)
    assert "report added" not in page
    assert len(stranger.get("/audit.json?action=report").json()["changes"]) == 6
    csv = stranger.get("/audit.csv?by=admin&subject=reporter")
    assert csv.headers["content-type"] == "text/csv; charset=utf-8"
    head, row = csv.text.splitlines()[:2]
    assert head == "id,at,by,action,subject,before,after,reason"
    assert row.endswith(""""{""role"": ""reporter""}","{""role"": ""viewer""}",'=HYPERLINK(1)"""), "no formula for a spreadsheet"
    rows = stranger.get("/audit.json").json()["changes"]
    assert [r["id"] for r in rows] == sorted((r["id"] for r in rows), reverse=True)
    assert stranger.get(f"/audit.json?before={rows[3]['id']}").json()["changes"] == rows[4:]
    assert "No change fits" in stranger.get("/audit?by=nobody").text


def test_who_reads_the_audit_trail(stranger: TestClient) -> None:
    sign_in(stranger, "reporter")
    assert stranger.get("/audit").status_code == 403
    assert stranger.get("/audit.csv").status_code == 403
    sign_in(stranger, "analyst")
    actions = {r["action"].split()[0] for r in stranger.get("/audit.json").json()["changes"]}
    assert "report" in actions
    assert not actions & {"account", "session"}, "accounts are an admin's business"


# -- on the command line ----------------------------------------------------------------------------------------------


def vedette(db: str, *words: str, given: str = "") -> str:
    """What a command says; what it refuses is raised."""
    done = CliRunner().invoke(cli, ["--db", db, "users", *words], input=given, catch_exceptions=False, standalone_mode=False)
    return done.output


def test_accounts_on_the_command_line(tmp_path: Path) -> None:
    db = str(tmp_path / "c.db")
    Store.open(db).close()
    with pytest.raises(UsageError, match="the first account must be an admin's"):
        vedette(db, "add", "analyst 1", "--role", "analyst", given=WORD + "\n")
    with pytest.raises(UsageError, match="on standard input"):
        vedette(db, "add", "chief", "--role", "admin")
    assert vedette(db, "add", "chief", "--role", "admin", given=WORD + "\r\n") == "chief may sign in as admin\n"
    assert vedette(db, "add", "analyst 1", "--role", "analyst", given=WORD) == "analyst 1 may sign in as analyst\n"
    vedette(db, "role", "analyst 1", "editor", "--reason", "second reader")
    vedette(db, "password", "analyst 1", given="nine brown otters swim")
    vedette(db, "disable", "analyst 1")
    with pytest.raises(UsageError, match="chief is the last admin"):
        vedette(db, "disable", "chief")
    listed = [json.loads(line) for line in vedette(db, "list").splitlines()]
    assert [(a["name"], a["role"], bool(a["disabled"])) for a in listed] == [("analyst 1", "editor", True), ("chief", "admin", False)]
    vedette(db, "enable", "analyst 1")
    store = Store.open(db)
    assert store.fits("chief", WORD)
    assert store.fits("analyst 1", "nine brown otters swim")
    assert {r.by for r in store.trail(private=True)} == {person()}
    store.close()


def test_no_command_takes_a_password_as_an_argument(tmp_path: Path) -> None:
    for command in users.commands.values():
        assert not {"password", "secret"} & {p.name for p in command.params}


def test_a_board_that_others_can_reach_is_not_served_without_accounts(db: str, path: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"other machines can reach 0\.0\.0\.0.*users add NAME --role admin"):
        run(db, "0.0.0.0", 0)
    with pytest.raises(UsageError, match="give both"):
        run(path, "0.0.0.0", 0, certificate="board.pem")
    (tmp_path / "board.pem").write_text("no certificate", "utf-8")
    with pytest.raises(UsageError, match="are no certificate and key that fit"):
        run(path, "0.0.0.0", 0, certificate=str(tmp_path / "board.pem"), key=str(tmp_path / "board.pem"))


def test_the_sign_in_page_holds_nothing_inline(stranger: TestClient) -> None:
    for hostile in ("/", '"><script>alert(1)</script>', "/x?'\"><svg onload=alert(1)>"):
        text = stranger.get("/signin", params={"next": hostile}).text
        assert not re.search(r"<script|<svg|\sstyle=|\son\w+=", text)
    assert stranger.get("/signin").url.copy_with() == f"{HOST}/signin"
