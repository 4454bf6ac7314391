"""How much one caller may ask, and from where a request comes."""

import ipaddress
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest

from hanse.app.api.buckets import Buckets
from hanse.app.api.client import client_address, name_for_limits
from hanse.app.api.ground import Ground
from hanse.base.clock import FixedClock
from tests.api.conftest import opened

PROXIES = (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("fd00::/8"))


async def test_too_many_requests_are_told_when_to_come_back(
    ground: Ground, changed: Callable[..., Ground]
) -> None:
    few = replace(ground.settings, requests_per_minute=2)
    who, other = f"manager:{uuid4()}", f"manager:{uuid4()}"
    async with opened(changed(settings=few)) as door:
        left = []
        for _ in range(2):
            async with door.ask("GET", "/api/shelf/books", who) as response:
                assert response.status == 200
                assert response.headers["RateLimit-Policy"] == '"caller";q=2;w=60'
                left.append(response.headers["RateLimit"].partition(";t=")[0])
        assert left == ['"caller";r=1', '"caller";r=0']
        async with door.ask("GET", "/api/shelf/books", who) as response:
            problem = await response.json(content_type=None)
            assert (response.status, problem["code"]) == (429, "too_many_requests")
            assert problem["detail"] == "More than 2 requests from you in a minute."
            assert 1 <= int(response.headers["Retry-After"]) <= 30
            assert response.headers["RateLimit"].startswith('"caller";r=0;t=')
        async with door.ask("GET", "/api/shelf/books", other) as response:
            assert response.status == 200
        for _ in range(5):
            async with door.ask("GET", "/health/live") as response:
                assert response.status == 200


async def test_guessing_tokens_ends_soon(ground: Ground, changed: Callable[..., Ground]) -> None:
    few = replace(ground.settings, wrong_credentials_per_minute=20)
    async with opened(changed(settings=few)) as door:
        statuses = []
        for _ in range(21):
            async with door.ask("GET", "/api/shelf/books", "guess:x") as response:
                statuses.append(response.status)
                problem = await response.json(content_type=None)
        assert statuses == [401] * 20 + [429]
        assert "wrong credentials from your address" in problem["detail"]
        async with door.ask("GET", "/health/ready") as response:
            assert response.status == 200


def test_a_bucket_fills_again_with_time(clock: FixedClock) -> None:
    buckets = Buckets(clock, per_minute=60)
    assert [buckets.take("a").remaining for _ in range(60)] == [*range(59, -1, -1)]
    refused = buckets.take("a")
    assert not refused.allowed
    assert refused.wait_s == pytest.approx(1.0, abs=0.01)
    assert refused.reset_s == pytest.approx(60.0)
    clock.advance(2.5)
    assert [buckets.take("a").allowed for _ in range(3)] == [True, True, False]
    assert buckets.look("b").remaining == 59
    assert buckets.take("b").remaining == 59


def test_a_crowd_of_names_fills_no_memory(clock: FixedClock) -> None:
    buckets = Buckets(clock, per_minute=1, names_max=3)
    for name in "abcd":
        assert buckets.take(name).allowed
    assert not buckets.take("d").allowed
    assert buckets.take("a").allowed


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.7, 10.1.1.1", "198.51.100.7"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "evil, 10.2.2.2", "10.2.2.2"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("fd00::1", "[2001:db8::7]:5000", "2001:db8::7"),
        ("10.0.0.1", "198.51.100.7:5000", "198.51.100.7"),
        ("::ffff:10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("", "198.51.100.7", "unknown"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(
    peer: str, forwarded: str, address: str
) -> None:
    assert client_address(peer, forwarded, PROXIES) == address


def test_one_line_of_a_provider_has_one_limit() -> None:
    assert name_for_limits("2001:db8:1:2::7") == name_for_limits("2001:db8:1:2:ffff::1")
    assert name_for_limits("2001:db8:1:2::7") != name_for_limits("2001:db8:1:3::7")
    assert name_for_limits("192.0.2.1") == "address 192.0.2.1"
    assert name_for_limits("unknown") == "address unknown"


async def test_behind_a_proxy_the_caller_is_the_one_that_it_names(
    ground: Ground, changed: Callable[..., Ground], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "hanse.http")
    behind = replace(ground.settings, trusted_proxies=(ipaddress.ip_network("127.0.0.0/8"),))
    async with (
        opened(changed(settings=behind)) as door,
        door.ask("GET", "/health/live", headers={"X-Forwarded-For": "198.51.100.7"}) as response,
    ):
        assert response.status == 200
    assert [vars(line)["address"] for line in caplog.records if line.name == "hanse.http"] == [
        "198.51.100.7"
    ]
