"""Secrets that a caller sends come back in no answer, no log line and no document."""

import io
import json
from collections.abc import Iterator, Mapping
from urllib.parse import quote

import pytest

from hanse.app.api.app import build
from hanse.app.api.document import document
from hanse.base.checksum import Json
from hanse.engine.redaction import is_secret
from hanse.engine.settings import load
from tests.api.conftest import Door
from tests.engine.canaries import all_that_is_logged, canaries, caught

CANARIES = canaries("authorization", "cookie", "query", "name", "field", "json", "key")
QUERY = quote(CANARIES["query"], safe="")


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    with all_that_is_logged(load({"HANSE_LOG_FORMAT": "json"}).settings) as stream:
        yield stream


async def test_a_refused_request_is_not_quoted(
    door: Door, manager: str, logged: io.StringIO
) -> None:
    told = b""
    for who, method, path, body in (
        ("", "GET", "/api/shelf/books", b""),
        (manager, "GET", f"/api/shelf/books?access_token={QUERY}", b""),
        (manager, "GET", f"/api/shelf/books?limit={QUERY}", b""),
        (manager, "GET", f"/api/shelf/mistakes?access_token={QUERY}", b""),
        (manager, "GET", f"/nowhere?access_token={QUERY}", b""),
        (manager, "POST", "/api/shelf/books", json.dumps({"title": [CANARIES["field"]]}).encode()),
        (manager, "POST", "/api/shelf/books", f'{{"title": "{CANARIES["json"]}"'.encode()),
        (manager, "POST", "/api/shelf/failures", json.dumps({"title": "x"}).encode()),
    ):
        headers = {"Cookie": f"session={CANARIES['cookie']}", "Content-Type": "application/json"}
        if not who:
            headers["Authorization"] = f"Bearer {CANARIES['authorization']}"
        if body:
            headers["Idempotency-Key"] = CANARIES["key"]
        async with door.ask(method, path, who, headers=headers, data=body or None) as answer:
            assert answer.status >= 400, path
            told += await answer.read() + str(answer.headers).encode()
    assert caught(CANARIES, told) == []
    assert logged.getvalue().count("http.request.answered") == 8
    assert caught(CANARIES, logged.getvalue()) == []


async def test_the_examples_of_the_document_hold_no_secret(door: Door) -> None:
    found = document("1", build(door.ground).router.routes)
    secrets = [
        (name, value)
        for example in examples(found)
        for name, value in leaves(example)
        if is_secret(name) and value not in MADE_UP
    ]
    assert secrets == []


# What people and machines show when they come in looks like this, and opens nothing.
MADE_UP = {
    "A" * 64,  # of a letter to a buyer
    *("", None, "lemon orbit stable quiet", "copper window slow river"),
    "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c23",
    "0c7f5a3e",
    "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    "MEUCIQDTGOPm",
    "eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl",
    "hak_00000000000000000000000000000000000000000001jgBk2",
    "hin_0000000000000000000000000000000000000000000",
    "hln_q2S0c7f5Yx1dW4mJb9kR3nT6vZ8aE0gHuLpXyKoIwQs",
    "hrt_q2S0c7f5Yx1dW4mJb9kR3nT6vZ8aE0gHuLpXyKoIwQs",
    "hwh_CdT3mU0iQ6Wm7b1bTqJ2gq1nYyM0o8Y0c3bO2hH4k5E",
}


def examples(value: object) -> Iterator[object]:
    """Whatever stands under `example` or `examples`, however deep."""
    match value:
        case Mapping():
            for name, inner in value.items():
                if name in ("example", "examples"):
                    yield inner
                yield from examples(inner)
        case list():
            for inner in value:
                yield from examples(inner)


def leaves(value: object, name: str = "") -> Iterator[tuple[str, Json]]:
    match value:
        case Mapping():
            for inner_name, inner in value.items():
                yield from leaves(inner, str(inner_name))
        case list():
            for inner in value:
                yield from leaves(inner, name)
        case str() | int() | float() | None:
            yield name, value
