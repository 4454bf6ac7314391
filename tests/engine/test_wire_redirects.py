"""Redirects are followed when asked, and never with keys into other hands."""

import pytest

from hanse.base.faults import Denied, Fault, OutcomeUnknown, Rejected, Unavailable
from hanse.engine.wire.wire import Call, Limits, Trace
from tests.engine.wire_servers import (
    everybody_at,
    http,
    in_turn,
    saying,
    stranger,
    unused_port,
    wire,
)

FOLLOW = Limits(redirects_max=3)
FINE = saying(http(200, b"{}"))


def to(location: str, status: int = 302) -> bytes:
    return http(status, Location=location)


async def test_a_redirect_is_not_followed_unless_asked() -> None:
    async with stranger(saying(to("/next"))) as shop, wire() as out:
        with pytest.raises(Rejected, match="answered 302: it sends the call to another address"):
            await out.send(Call("GET", shop.url(), writes=False))
    assert len(shop.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_read_follows_when_asked(status: int, method: str) -> None:
    traces: list[Trace] = []
    empty = saying(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    async with (
        stranger(in_turn([saying(to("next?page=2", status)), empty])) as shop,
        wire(traces) as out,
    ):
        answer = await out.send(
            Call(method, shop.url("/a/b"), writes=False, limits=FOLLOW)  # type: ignore[arg-type]
        )
    assert answer.status == 200
    assert str(answer.url) == shop.url("/a/next?page=2")
    assert shop.requests[1].startswith(f"{method} /a/next?page=2 HTTP/1.1".encode())
    assert (traces[0].redirects, traces[0].status) == (1, 200)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, Rejected),
        (302, OutcomeUnknown),
        (303, OutcomeUnknown),
        (307, Rejected),
        (308, Rejected),
    ],
)
async def test_a_write_never_follows(status: int, kind: type[Fault]) -> None:
    """302 and 303 are also how a server says that it is done and shows the result elsewhere."""
    async with stranger(saying(to("/next", status))) as shop, wire() as out:
        with pytest.raises(kind):
            await out.send(Call("POST", shop.url(), writes=True, body=b"{}", limits=FOLLOW))
    assert len(shop.requests) == 1


async def test_a_get_that_writes_does_not_follow_either() -> None:
    async with stranger(saying(to("/next", 301))) as shop, wire() as out:
        with pytest.raises(Rejected):
            await out.send(Call("GET", shop.url(), writes=True, limits=FOLLOW))
    assert len(shop.requests) == 1


async def test_a_redirect_to_where_nobody_listens_says_so() -> None:
    location = f"http://127.0.0.1:{await unused_port()}/"
    async with stranger(saying(to(location))) as shop, wire() as out:
        with pytest.raises(Unavailable, match="does not take connections there"):
            await out.send(Call("GET", shop.url(), writes=False, limits=FOLLOW))


async def test_a_loop_ends() -> None:
    async with stranger(saying(to("/", 301))) as shop, wire() as out:
        with pytest.raises(Rejected) as raised:
            await out.send(Call("GET", shop.url(), writes=False, limits=FOLLOW))
    assert str(raised.value) == (
        "127.0.0.1 sent the call on 4 times, the last time to the same address; 3 are followed. "
        "Enter the address at which it answers by itself."
    )
    assert len(shop.requests) == 4


KEYS = [
    {"headers": {"Authorization": "Bearer canary-key-1"}},
    {"headers": {"X-Odd-Name-Of-A-Key": "canary-key-1"}},
    {"headers": {"Cookie": "canary-key-1"}},
    {"body": b"canary-key-1"},
]


@pytest.mark.parametrize("keys", KEYS)
@pytest.mark.parametrize("where", ["http://other.example:{port}/", "http://shop.example:{other}/"])
async def test_keys_never_go_to_another_host(keys: dict[str, object], where: str) -> None:
    async with stranger(FINE) as other:
        location = where.format(port=other.port, other=other.port)
        async with (
            stranger(saying(to(location))) as shop,
            wire(lookup=everybody_at("127.0.0.1")) as out,
        ):
            with pytest.raises(Rejected) as raised:
                await out.send(
                    Call(
                        "GET",
                        shop.url(host="shop.example"),
                        writes=False,
                        limits=FOLLOW,
                        **keys,  # type: ignore[arg-type]
                    )
                )
    assert "which must not get the keys of this one" in str(raised.value)
    assert "canary" not in str(raised.value)
    assert other.requests == []


async def test_a_read_without_keys_may_go_to_another_host() -> None:
    async with stranger(FINE) as other:
        location = f"//files.example:{other.port}/report"
        async with (
            stranger(saying(to(location))) as shop,
            wire(lookup=everybody_at("127.0.0.1")) as out,
        ):
            call = Call(
                "GET",
                shop.url(host="shop.example"),
                writes=False,
                query=[("token", "canary-key-1")],
                headers={"Accept": "text/csv"},
                limits=FOLLOW,
            )
            answer = await out.send(call)
    assert answer.host == "files.example"
    assert b"canary" not in other.requests[0]


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("http://127.0.0.2:22/", Denied),  # not a port of the web
        ("http://10.0.0.1/", Denied),
        ("http://[::ffff:10.0.0.1]/", Denied),
        ("http://0x7f.1/", Rejected),
        ("http://user:pass@127.0.0.1/", Rejected),
        ("ftp://127.0.0.1/", Rejected),
        ("file:///etc/passwd", Rejected),
    ],
)
async def test_the_guard_stands_at_every_step(location: str, kind: type[Fault]) -> None:
    async with stranger(saying(to(location))) as shop:
        ports = [shop.port, 80]
        async with wire(ports=ports) as out:
            with pytest.raises(kind) as raised:
                await out.send(Call("GET", shop.url(), writes=False, limits=FOLLOW))
    assert "pass" not in str(raised.value).replace("password", "")


@pytest.mark.parametrize("location", ["", "http://[broken/"])
async def test_a_redirect_to_nowhere_is_named(location: str) -> None:
    async with stranger(saying(to(location))) as shop, wire() as out:
        with pytest.raises(Rejected, match="It points to nowhere"):
            await out.send(Call("GET", shop.url(), writes=False, limits=FOLLOW))
