"""Every refusal has the one shape, whoever refuses and however the request is wrong."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

import pytest

from hanse.app.api.problems import STATUSES, title
from hanse.base import faults
from tests.api import shelf
from tests.api.conftest import Door

BOOKS = "/api/shelf/books"
SHAPE = {"type", "title", "status", "detail", "code", "next_step", "fields", "request_id"}
FIELD_SHAPE = {"field", "code", "severity", "sentence", "next_step"}
SOMEBODY = f"manager:{uuid4()}"
JSON = {"Content-Type": "application/json"}
NESTED = b'{"title":' + b"[" * 40 + b"]" * 40 + b"}"


@dataclass(frozen=True)
class Case:
    """A wrong request, and what its answer must be."""

    status: int
    code: str
    says: str
    method: str = "GET"
    path: str = BOOKS
    who: str = SOMEBODY
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def posted(status: int, code: str, says: str, body: bytes, **more: str) -> Case:
    return Case(status, code, says, "POST", body=body, headers={**JSON, **more})


CASES = {
    "no caller": Case(401, "not_signed_in", "names none", who=""),
    "wrong caller": Case(401, "not_signed_in", "names none", who="stranger:x"),
    "no permission": Case(
        403, "denied", "shelf.book.write", "POST", who=f"viewer:{uuid4()}", body=b"{}", headers=JSON
    ),
    "no such address": Case(404, "not_found", "nothing at this address", path="/api/nothing"),
    "no such file": Case(404, "not_found", "nothing at this address", path="/nothing.js", who=""),
    "no such method": Case(405, "method_not_allowed", "does not take that method", "PATCH"),
    "no such thing": Case(404, "gone", "There is no book", path=f"{BOOKS}/{uuid4()}"),
    "no id": Case(404, "not_found", "There is nothing at this", path=f"{BOOKS}/seven"),
    "unknown parameter": Case(422, "rejected", "no parameter 'colour'", path=f"{BOOKS}?colour=red"),
    "limit too large": Case(422, "rejected", "wrong in: limit", path=f"{BOOKS}?limit=201"),
    "broken cursor": Case(422, "rejected", "cursor is not one", path=f"{BOOKS}?cursor=abc"),
    "made up cursor": Case(422, "rejected", "cursor is not one", path=f"{BOOKS}?cursor=WzFd"),
    "NUL in the address": Case(400, "nul_in_address", "holds a NUL", path=f"{BOOKS}?cursor=%00"),
    "long address": Case(
        414, "address_too_long", "8,000 bytes", path=f"{BOOKS}?cursor={'x' * 9_000}"
    ),
    "large headers": Case(431, "headers_too_large", "32,000", headers={"Cookie": "x" * 33_000}),
    "wrong fields": posted(422, "rejected", "wrong in: title", b'{"title": 7}'),
    "unknown field": posted(422, "rejected", "wrong in: colour", b'{"title":"a","colour":"red"}'),
    "a number as text": posted(
        422, "rejected", "wrong in: mark.row", b'{"title":"a","mark":{"row":"1"}}'
    ),
    "a truth for a number": posted(
        422, "rejected", "wrong in: mark.row", b'{"title":"a","mark":{"row":true}}'
    ),
    "unknown field inside": posted(
        422, "rejected", "wrong in: mark.shelf", b'{"title":"a","mark":{"row":1,"shelf":2}}'
    ),
    "no body": posted(422, "rejected", "wrong in: body", b""),
    "text, not JSON": Case(
        415, "not_json", "text/plain", "POST", body=b"a", headers={"Content-Type": "text/plain"}
    ),
    "a form": Case(
        *(415, "not_json", "x-www-form-urlencoded", "POST"),
        body=b"title=a",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    ),
    "broken JSON": posted(400, "json_malformed", "line 1, column 2", b"{title}"),
    "not UTF-8": posted(400, "json_malformed", "not UTF-8", b'{"title":"\xff"}'),
    "twin keys": posted(
        400, "json_malformed", "'title' stands twice", b'{"title":"a","title":"b"}'
    ),
    "NaN": posted(400, "json_malformed", "NaN is no number", b'{"title":NaN}'),
    "infinity": posted(400, "json_malformed", "-Infinity is no", b'{"title":-Infinity}'),
    "too large a number": posted(400, "json_malformed", "too large", b'{"title":1e999}'),
    "too many digits": posted(
        400, "json_malformed", "too large", b'{"title":' + b"9" * 5_000 + b"}"
    ),
    "a NUL": posted(400, "json_malformed", "character NUL", rb'{"title":"a\u0000"}'),
    "half a character": posted(400, "json_malformed", "surrogate", rb'{"title":"\ud800"}'),
    "nested": posted(400, "json_malformed", "32 levels", NESTED),
    "nested without end": posted(400, "json_malformed", "32 levels", b"[" * 100_000),
    "long text": posted(400, "json_malformed", "200,000", b'{"title":"' + b"x" * 200_001 + b'"}'),
    "large body": posted(413, "body_too_large", "1,000,000 bytes", b" " * 1_000_001),
    "a body where none goes": Case(
        422, "rejected", "takes no body", "POST", "/api/shelf/keys", body=b'{"a":1}', headers=JSON
    ),
    "no version": Case(428, "version_missing", "needs its version", "DELETE", f"{BOOKS}/{uuid4()}"),
    "no real version": Case(
        422,
        "rejected",
        "names no version",
        "DELETE",
        f"{BOOKS}/{uuid4()}",
        headers={"If-Match": "*"},
    ),
    "empty key": posted(422, "rejected", "1 to 255", b'{"title":"a"}', **{"Idempotency-Key": ""}),
    "a key with a space": posted(
        422, "rejected", "1 to 255", b'{"title":"a"}', **{"Idempotency-Key": "a b"}
    ),
    "long key": posted(
        422, "rejected", "1 to 255", b'{"title":"a"}', **{"Idempotency-Key": "x" * 256}
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_a_wrong_request_is_told_what_is_wrong(door: Door, name: str) -> None:
    case = CASES[name]
    sent = {"headers": case.headers, "data": case.body}
    async with door.ask(case.method, case.path, case.who, **sent) as response:
        problem = await response.json(content_type="application/problem+json")
        assert (response.status, problem["code"]) == (case.status, case.code), problem
        assert case.says in problem["detail"]
        assert problem["request_id"] == response.headers["X-Request-Id"]
    assert set(problem) == SHAPE
    assert problem["type"] == "about:blank"
    assert problem["title"] == title(case.status)
    assert problem["status"] == case.status
    assert problem["next_step"]
    assert all(set(wrong) == FIELD_SHAPE for wrong in problem["fields"])


@pytest.mark.parametrize("name", shelf.FAULTS)
async def test_a_fault_has_its_status_and_its_words(door: Door, name: str) -> None:
    fault = shelf.FAULTS[name]
    async with door.ask("GET", f"/api/shelf/faults/{name}") as response:
        problem = await response.json(content_type="application/problem+json")
        assert response.status == STATUSES[type(fault)]
        assert response.headers.get("Retry-After") == ("2" if name == "throttled" else None)
    assert (problem["code"], problem["detail"]) == (fault.code, fault.sentence)
    assert problem["next_step"] == fault.next_step
    if name == "rejected":
        assert problem["fields"] == [
            {
                "field": "price",
                "code": "below_floor",
                "severity": "error",
                "sentence": "9.90 is below 12.00.",
                "next_step": "Raise it.",
            }
        ]


def test_every_fault_there_is_has_a_status() -> None:
    kinds = {
        kind
        for kind in vars(faults).values()
        if isinstance(kind, type) and issubclass(kind, faults.Fault) and kind is not faults.Fault
    }
    assert kinds <= set(STATUSES)


async def test_a_mistake_of_ours_tells_nothing_but_its_request_id(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    async with door.ask("GET", "/api/shelf/mistakes") as response:
        text = await response.text()
        assert response.status == 500
    assert json.loads(text)["code"] == "mistake"
    assert "ZeroDivision" not in text
    assert "do-not-tell" not in text
    assert "ZeroDivisionError" in caplog.text


async def test_a_refused_value_is_not_repeated(door: Door, manager: str) -> None:
    """It may be a password that was put into the wrong field."""
    body = {"title": {"secret": "hunter2-and-more"}}
    async with door.ask("POST", BOOKS, manager, json=body) as response:
        assert response.status == 422
        assert "hunter2" not in await response.text()


async def test_a_405_names_every_method_of_the_address(door: Door) -> None:
    async with door.ask("PATCH", BOOKS) as response:
        assert response.headers.getall("Allow") == ["GET, POST"]
    async with door.ask("POST", f"{BOOKS}/{uuid4()}") as response:
        assert response.headers.getall("Allow") == ["DELETE, GET, PUT"]
