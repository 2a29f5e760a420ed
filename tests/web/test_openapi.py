"""The description at `/openapi.json`: complete, tidy, and true (schemathesis sends what it allows, and what it does not)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from tests.web.test_hostile import ROUTES, STREAMS
from vedette.web.app import create_app
from vedette.web.description import described
from vedette.web.desk import Desk
from vedette.web.guard import READS, role_of
from vedette.web.routes import ROUTERS

POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
EXAMPLES = {"reads": {POSITIVE: 2}, "writes": {POSITIVE: 2, NEGATIVE: 2}}
"""Requests to each operation: such as the description allows, and such as it does not."""
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return described(ROUTERS)


def operations(told: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def test_every_route_is_described_once_with_words_and_a_name(told: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(told)]
    assert len(ids) == len(set(ids))
    assert {(m, p) for m, p, _ in operations(told)} == {(m, r.path_format) for r in ROUTES for m in r.methods or () if m != "HEAD"}
    for method, path, operation in operations(told):
        assert operation["description"].strip(), path
        assert operation["tags"], path
        if method not in READS:
            assert operation["requestBody"]["content"], path
            assert {"400", "401", "403", "413"} - set(operation["responses"]) <= ({"401"} if path == "/signin" else set()), path


def test_it_says_which_role_each_needs(told: dict[str, Any]) -> None:
    for route in ROUTES:
        for method in (route.methods or set()) - {"HEAD"}:
            words = told["paths"][route.path_format][method.lower()]["description"]
            assert (f"Needs the role {role_of(route) or 'viewer'}." in words) == (route.path not in ("/signin", "/health"))


def test_it_is_served_and_nothing_draws_it_from_elsewhere(client: TestClient) -> None:
    answer = client.get("/openapi.json")
    assert answer.json()["openapi"].startswith("3.")
    assert answer.json()["paths"].keys() == described(ROUTERS)["paths"].keys()
    for page in ("/docs", "/redoc"):
        assert client.get(page).status_code == 404


def test_the_board_answers_as_described_whatever_is_sent(db: str, tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    shutil.copyfile(db, path)
    desk = Desk(str(path))
    app = create_app(desk, ["127.0.0.1"])
    token = {"X-Token": app.state.token, "Accept": "application/json", "Host": "127.0.0.1"}
    schema = schemathesis.openapi.from_dict(app.openapi())
    schema.app = app
    wrong: list[str] = []
    for found in schema.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr] # a description that cannot be read fails here
        if operation.path in STREAMS or operation.path in ("/signin", "/people"):
            continue  # a stream does not end; an account that is made ends the desk's own right to ask

        for mode, count in EXAMPLES["reads" if operation.method.upper() in READS else "writes"].items():

            @settings(max_examples=count, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
            @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: schemathesis.Case[Any]) -> None:
                case.validate_response(case.call(headers=token), checks=CHECKS)

            try:
                ask()
            except (Exception, BaseExceptionGroup) as e:  # one bad operation hides no other
                wrong.append(f"{operation.method} {operation.path}: {e}"[:900])
    desk.close()
    assert not wrong, "\n\n".join(wrong)
