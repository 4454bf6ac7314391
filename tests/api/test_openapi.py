"""The OpenAPI document: complete, with examples, the same as the committed one."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from hanse.app.api.app import routes_of
from hanse.app.api.document import MEANINGS, document
from hanse.app.wiring import DOORS
from hanse.engine.doors.access import PUBLIC
from tests.api import shelf
from tests.api.conftest import Door
from tools.openapi import pages

ROOT = Path(__file__).resolve().parents[2]
ROUTES = {route.operation_id: route for route in routes_of([shelf.doors, *DOORS])}
DOCUMENT = json.loads(json.dumps(document("0.0.1", list(ROUTES.values()))))
OPERATIONS = {
    operation["operationId"]: operation
    for methods in DOCUMENT["paths"].values()
    for operation in methods.values()
}
OURS = [name for name, route in ROUTES.items() if route.door.room != "shelf"]


def test_the_committed_pages_are_what_the_doors_declare() -> None:
    stale = [name for name, text in pages().items() if (ROOT / name).read_text("utf-8") != text]
    assert stale == [], "run: make fix"


def test_every_route_is_an_operation_named_verb_noun() -> None:
    assert set(OPERATIONS) == set(ROUTES)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)+", name) for name in OPERATIONS)


@pytest.mark.parametrize("name", ROUTES)
def test_an_operation_says_what_it_needs_and_how_it_fails(name: str) -> None:
    operation, needs = OPERATIONS[name], ROUTES[name].door.needs
    assert operation["summary"]
    assert operation["description"]
    if needs is PUBLIC:
        assert operation["security"] == []
    else:
        assert operation["security"] == [{"token": []}]
        assert operation["x-permission"] == needs.name
        assert {"401", "403", "429"} <= set(operation["responses"])
    assert {"400", "422", "500", "503"} <= set(operation["responses"])
    for status, answer in operation["responses"].items():
        if "$ref" in answer:
            assert answer["$ref"] == f"#/components/responses/Problem{status}"


@pytest.mark.parametrize("name", OURS)
def test_an_operation_shows_examples(name: str) -> None:
    for status, answer in OPERATIONS[name]["responses"].items():
        for content in answer.get("content", {}).values():
            assert "example" in content or example(content["schema"]), f"{name} {status}"
    body = OPERATIONS[name].get("requestBody")
    for content in (body or {}).get("content", {}).values():
        assert "example" in content or example(content["schema"])


def example(schema: dict[str, Any]) -> object:
    [schema, *_] = schema.get("anyOf", [schema])
    if "$ref" not in schema:
        return schema == {}  # any JSON at all: the document itself
    return DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]].get("examples")


def test_every_problem_is_described_once() -> None:
    responses = DOCUMENT["components"]["responses"]
    assert set(responses) == {f"Problem{status}" for status in MEANINGS}
    assert "Retry-After" in responses["Problem429"]["headers"]
    assert "HTTPValidationError" not in DOCUMENT["components"]["schemas"]


def test_headers_that_a_route_takes_are_described() -> None:
    def headers(name: str) -> dict[str, bool]:
        return {
            parameter["name"]: parameter["required"]
            for parameter in OPERATIONS[name].get("parameters", [])
            if parameter["in"] == "header"
        }

    assert headers("create_book") == {"Idempotency-Key": False}
    assert headers("change_book") == {"If-Match": True}
    assert headers("read_book") == {}
    assert OPERATIONS["read_book"]["responses"]["200"]["headers"]["ETag"]
    assert "304" in OPERATIONS["read_book"]["responses"]


async def test_the_program_serves_its_own_reference(door: Door) -> None:
    async with door.ask("GET", "/api/openapi.json") as response:
        served = await response.json()
    assert served == DOCUMENT
    async with door.ask("GET", "/api/docs") as response:
        page = await response.text()
        assert response.content_type == "text/html"
    assert "<code>PUT /api/shelf/books/{id}</code><td>shelf.book.write" in page
    assert "<script" not in page
