"""What every answer carries: a request id, safe headers, a line in the log, figures; packed."""

import gzip
import logging

import brotli
import pytest

from hanse.app.api.compress import coding, tagged
from hanse.engine.metrics import render
from tests.api.conftest import Door

BOOKS = "/api/shelf/books"


async def test_every_answer_is_safe_by_its_headers(door: Door) -> None:
    for path in ("/", "/health/live", "/api/nothing", "/api/shelf/mistakes"):
        async with door.ask("GET", path) as response:
            headers = response.headers
            policy = headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'self';")
            assert "unsafe" not in policy
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["X-Frame-Options"] == "DENY"
            assert headers["Referrer-Policy"] == "same-origin"
            assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
            assert "Server" not in headers
            assert "Strict-Transport-Security" not in headers
            assert not [name for name in headers if name.startswith("Access-Control")]


async def test_answers_of_the_program_are_never_kept_by_caches(door: Door) -> None:
    for path in ("/health/live", "/api/system", "/api/nothing"):
        async with door.ask("GET", path) as response:
            assert response.headers["Cache-Control"] == "no-store"


async def test_other_sites_may_not_ask(door: Door) -> None:
    origin = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    async with door.ask("OPTIONS", BOOKS, headers=origin) as response:
        assert response.status == 405
        assert not [name for name in response.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize(
    ("given", "kept"), [("a-request-1", True), ("x", False), ("a b\tc d ef", False)]
)
async def test_a_request_id_that_comes_in_goes_out(door: Door, given: str, kept: bool) -> None:
    async with door.ask("GET", "/health/live", headers={"X-Request-Id": given}) as response:
        assert (response.headers["X-Request-Id"] == given) is kept


async def test_a_request_is_one_line_in_the_log_without_its_query(
    door: Door, manager: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "hanse.http")
    async with door.ask("GET", f"{BOOKS}?limit=7", manager):
        pass
    line = vars(next(line for line in caplog.records if line.name == "hanse.http"))
    assert line["message"] == "http.request.answered"
    assert (line["method"], line["path"], line["status"]) == ("GET", BOOKS, 200)
    assert (line["caller"], line["address"]) == ("Test manager", "127.0.0.1")


async def test_a_request_is_counted_by_its_route_and_not_by_its_address(door: Door) -> None:
    for name in ("one", "two"):
        async with door.ask("GET", f"/api/made-up-{name}") as response:
            assert response.status == 404
    async with door.ask("GET", "/api/shelf/faults/gone") as response:
        assert response.status == 404
    figures = render(door.ground.meter).decode()
    assert 'method="GET",route="/api/shelf/faults/{name}",status="404"' in figures
    assert "made-up" not in figures


async def test_long_answers_are_packed_as_the_caller_likes(door: Door, manager: str) -> None:
    for number in range(20):
        async with door.ask(
            "POST", BOOKS, manager, json={"title": f"a long title {number}"}
        ) as response:
            assert response.status == 201
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}
    plain = b""
    for accepted in ("identity", "br", "gzip"):
        headers = {"Accept-Encoding": accepted}
        async with door.session.get(
            door.address + BOOKS,
            headers={**headers, "Authorization": f"Bearer {manager}"},
            auto_decompress=False,
        ) as response:
            body = await response.read()
            assert response.headers.get("Content-Encoding", "identity") == accepted
            assert response.headers["Vary"] == "Accept-Encoding"
        plain = plain or body
        assert unpack.get(accepted, bytes)(body) == plain
        assert accepted == "identity" or len(body) < len(plain)


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("gzip;q=0.0, *", "br"),
        ("*;q=0", ""),
        ("", ""),
        ("identity", ""),
    ],
)
def test_the_best_coding_that_is_accepted_is_chosen(accepted: str, chosen: str) -> None:
    assert coding(accepted) == chosen


def test_other_bytes_have_another_tag_of_the_same_version() -> None:
    assert tagged('"3"', "br") == '"3-br"'
