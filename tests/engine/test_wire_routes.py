"""Routes: calls to some hosts go elsewhere, and stay what they are."""

import pytest

from hanse.base.faults import Denied, Rejected
from hanse.engine.routing import Route, opened_by_person
from hanse.engine.settings import load, shown_value
from hanse.engine.wire.wire import Limits
from tests.engine.wire_servers import get, http, in_turn, put, saying, stranger, wire

FINE = saying(http(200, b"{}"))


async def test_a_call_goes_where_its_route_leads_and_says_whom_it_wanted() -> None:
    async with stranger(FINE) as box:
        routes = (Route("*.myshopify.com", box.url("").rstrip("/")),)
        async with wire(routes=routes) as out:
            answer = await out.send(put("https://mugs.myshopify.com/admin/x?a=1%202"))
            await out.send(get("http://mugs.myshopify.com:8080/"))
    first, second = box.requests
    assert str(answer.url) == "https://mugs.myshopify.com/admin/x?a=1%202"
    assert first.startswith(b"PUT /admin/x?a=1%202 HTTP/1.1\r\n")
    assert b"\r\nHost: mugs.myshopify.com\r\n" in first
    assert b"\r\nX-Forwarded-Proto: https\r\n" in first
    assert b"\r\nHost: mugs.myshopify.com:8080\r\n" in second
    assert b"\r\nX-Forwarded-Proto: http\r\n" in second


async def test_a_route_leads_nowhere_that_the_operator_did_not_allow() -> None:
    async with stranger(FINE) as box:
        routes = (Route("shop.test", box.url("").rstrip("/")),)
        async with wire(routes=routes, allow_private=()) as out:
            with pytest.raises(Denied, match=r"127\.0\.0\.1 is this machine itself"):
                await out.send(get("https://shop.test/"))
            with pytest.raises(Rejected, match="holds a user name"):
                await out.send(get("https://me:secret@shop.test/"))
    assert box.requests == []


async def test_other_hosts_go_their_own_way() -> None:
    async with stranger(FINE) as box, stranger(FINE) as shop:
        routes = (Route("*.test", box.url("").rstrip("/")),)
        async with wire(routes=routes) as out:
            await out.send(get(shop.url()))
    assert (len(box.requests), len(shop.requests)) == (0, 1)


async def test_a_redirect_between_routed_hosts_is_judged_by_their_own_names() -> None:
    moved = saying(http(301, Location="https://other.test/there"))
    async with stranger(in_turn([moved, FINE])) as box:
        routes = (Route("*.test", box.url("").rstrip("/")),)
        async with wire(routes=routes) as out:
            call = get("https://shop.test/", limits=Limits(redirects_max=1))
            assert str((await out.send(call)).url) == "https://other.test/there"
    assert b"\r\nHost: other.test\r\n" in box.requests[1]


@pytest.mark.parametrize(
    ("host", "taken"),
    [
        ("mugs.shop.test", True),
        ("MUGS.SHOP.TEST.", True),
        ("a.b.shop.test", True),
        ("shop.test", False),
        ("myshop.test", False),
        ("shop.test.example", False),
        ("one.example", True),
        ("two.one.example", False),
    ],
)
def test_a_route_takes_the_hosts_that_it_names(host: str, taken: bool) -> None:
    routes = (Route("*.shop.test", "http://127.0.0.1:1"), Route("one.example", "http://[::1]:2"))
    assert (opened_by_person(f"https://{host}/", routes) != f"https://{host}/") is taken


def test_a_browser_finds_what_is_routed_to_loopback_below_localhost() -> None:
    routes = (
        Route("*.myshopify.com", "http://127.0.0.1:8799"),
        Route("*.test", "https://proxy.example"),
    )
    url = "https://mugs.myshopify.com/admin/x?state=1#top"
    assert opened_by_person(url, routes) == (
        "http://mugs.myshopify.com.localhost:8799/admin/x?state=1#top"
    )
    for other in ("https://shop.test/x", "https://example.com/x"):
        assert opened_by_person(other, routes) == other
    assert opened_by_person(url, ()) == url


def test_the_operator_writes_routes_as_one_setting() -> None:
    text = "*.myshopify.com=http://127.0.0.1:8799,shop.test=https://box.example/"
    settings = load({"HANSE_OUTBOUND_ROUTES": text}).settings
    assert settings.outbound_routes == (
        Route("*.myshopify.com", "http://127.0.0.1:8799"),
        Route("shop.test", "https://box.example"),
    )
    assert shown_value(settings, "outbound_routes") == text.rstrip("/")
    for wrong in (
        "shop.test",
        "shop.test=box:1",
        "*=http://127.0.0.1",
        "a b=http://c",
        "=http://c",
        "shop.test=http://127.0.0.1/path",
    ):
        with pytest.raises(Rejected, match="It must be hosts and where they are called instead"):
            load({"HANSE_OUTBOUND_ROUTES": wrong})
