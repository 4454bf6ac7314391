"""Where a call may go, and that it goes exactly there."""

import ipaddress
import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from hanse.base.faults import Denied, Fault, Rejected, Unavailable
from hanse.engine.wire.guard import CLOSED, Address, Guard, checked_url, refusal, system_lookup
from hanse.engine.wire.sessions import Door
from hanse.engine.wire.wire import Call
from tests.engine.wire_servers import everybody_at, http, saying, stranger, unused_port, wire

STRICT = Guard()
FINE = saying(http(200, b"{}"))


def get(url: str) -> Call:
    return Call("GET", url, writes=False)


# Addresses


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("0.0.0.0", "this machine itself"),
        ("127.0.0.1", "this machine itself"),
        ("127.255.255.254", "this machine itself"),
        ("::1", "this machine itself"),
        ("::", "this machine itself"),
        ("10.1.2.3", "a private network"),
        ("172.16.0.1", "a private network"),
        ("172.31.255.255", "a private network"),
        ("192.168.1.1", "a private network"),
        ("fd00:ec2::254", "a private network"),
        ("fec0::1", "a private network"),
        ("100.64.0.1", "a network between a provider and its customers"),
        ("100.100.100.200", "a network between a provider and its customers"),
        ("169.254.169.254", "the local link"),
        ("fe80::1", "the local link"),
        ("fe80::1%eth0", "the local link"),
        ("168.63.129.16", "a service of the cloud below this machine"),
        ("224.0.0.1", "many machines at once"),
        ("239.255.255.255", "many machines at once"),
        ("ff02::1", "many machines at once"),
        ("192.88.99.1", "a tunnel"),
        ("2002:0a00:0001::", "a tunnel"),
        ("2002:5db8:d822::", "a tunnel"),
        ("2001:0:0a00:1::", "a tunnel"),
        ("240.0.0.1", "a reserved range"),
        ("255.255.255.255", "a reserved range"),
        ("192.0.2.1", "a reserved range"),
        ("198.18.0.1", "a reserved range"),
        ("2001:db8::1", "a reserved range"),
        ("3fff::1", "a reserved range"),
        ("100::1", "a reserved range"),
        ("::7f00:1", "a reserved range"),
        ("64:ff9b:1::a00:1", "a reserved range"),
        ("4000::1", "a reserved range"),
        ("::ffff:127.0.0.1", "this machine itself"),
        ("::ffff:10.0.0.1", "a private network"),
        ("::ffff:169.254.169.254", "the local link"),
        ("64:ff9b::10.0.0.1", "a private network"),
        ("64:ff9b::127.0.0.1", "this machine itself"),
        ("93.184.216.34", ""),
        ("172.15.255.255", ""),
        ("172.32.0.0", ""),
        ("100.63.255.255", ""),
        ("100.128.0.0", ""),
        ("2606:4700::1111", ""),
        ("2a00:1450::1", ""),
        ("::ffff:93.184.216.34", ""),
        ("64:ff9b::93.184.216.34", ""),
    ],
)
def test_each_kind_of_address_is_known(address: str, what: str) -> None:
    assert refusal(ip_address(address), STRICT) == what


IPV4 = st.integers(0, 2**32 - 1).map(IPv4Address)
IPV6 = st.integers(0, 2**128 - 1).map(IPv6Address)
NEAR_CLOSED = st.sampled_from([network for network, _ in CLOSED]).flatmap(
    lambda network: st.integers(
        max(int(network.network_address) - 2, 0), int(network.network_address) + 2
    ).map(IPv4Address if network.version == 4 else IPv6Address)
)


@given(st.one_of(IPV4, IPV6, NEAR_CLOSED))
def test_what_is_open_is_open_by_the_registries_too(address: Address) -> None:
    """The standard library has its own list; ours may be stricter and never laxer."""
    if not refusal(address, STRICT):
        seen = address
        if isinstance(address, IPv6Address):
            seen = address.ipv4_mapped or address
            if address in ip_network("64:ff9b::/96"):
                seen = IPv4Address(int(address) % 2**32)
        assert seen.is_global
        kinds = ["private", "loopback", "link_local", "multicast", "reserved", "unspecified"]
        assert not any(getattr(seen, f"is_{kind}") for kind in kinds)


@given(IPV4)
def test_an_address_in_disguise_is_as_closed_as_it_is(address: IPv4Address) -> None:
    plain = refusal(address, STRICT)
    number = int(address)
    for disguise in (0xFFFF << 32 | number, int(IPv6Address("64:ff9b::")) | number):
        assert refusal(IPv6Address(disguise), STRICT) == plain
    for tunnel in (0x2002 << 112 | number << 80, 0x20010000 << 96 | number, number):
        assert refusal(IPv6Address(tunnel), STRICT)


@given(st.sampled_from(CLOSED), st.integers(min_value=0), st.booleans())
def test_the_operator_opens_a_network_and_nothing_beside_it(
    closed: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, str], step: int, inside: bool
) -> None:
    network, what = closed
    guard = Guard(allow_private=(network,))
    size = network.num_addresses
    made = IPv4Address if network.version == 4 else IPv6Address
    space = 2 ** (32 if network.version == 4 else 128)
    start = int(network.network_address)
    offset = step % size if inside else size + step % (space - size)
    address = made((start + offset) % space)
    if address in network:
        assert refusal(address, guard) == ""
        assert refusal(address, STRICT) == what or what == "a reserved range"
    else:
        assert refusal(address, guard) == refusal(address, STRICT)


def test_an_allowed_network_holds_for_the_mapped_spelling_but_not_for_translators() -> None:
    guard = Guard(allow_private=(ip_network("10.0.0.0/8"),))
    assert refusal(ip_address("::ffff:10.0.0.1"), guard) == ""
    assert refusal(ip_address("64:ff9b::10.0.0.1"), guard) == "a private network"


# Spellings


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://shop.example/\r\nX: y", "a space, a control character or a backslash"),
        ("https://shop.example/a b", "a space, a control character or a backslash"),
        ("https://shop.example\\@10.0.0.1/", "a space, a control character or a backslash"),
        ("ftp://shop.example/", "does not begin with https:// or http://"),
        ("file:///etc/passwd", "does not begin with https:// or http://"),
        ("//shop.example/", "does not begin with https:// or http://"),
        ("shop.example", "does not begin with https:// or http://"),
        ("javascript:alert(1)", "does not begin with https:// or http://"),
        ("https://ada:canary@shop.example/", "holds a user name or a password"),
        ("https://canary@shop.example/", "holds a user name or a password"),
        ("https://:canary@shop.example/", "holds a user name or a password"),
        ("https://@shop.example/", "holds a user name or a password"),
        ("https://shop.example@10.0.0.1/", "holds a user name or a password"),
        ("https:///path", "names no host"),
        ("https://sh%6fp.example/", "names no host"),
        ("https://127.0.0.1%2f.example/", "names no host"),
        ("https://-shop.example/", "names no host"),
        ("https://shop..example/", "names no host"),
        ("https://2130706433/", "spells a number"),
        ("https://0x7f000001/", "spells a number"),
        ("https://0x7f.0.0.1/", "spells a number"),
        ("https://0177.0.0.1/", "spells a number"),
        ("https://127.1/", "spells a number"),
        ("https://127.0.0.1./", "spells a number"),
        ("https://127.0.0.1.1/", "spells a number"),
        ("https://shop.0/", "spells a number"),
        ("https://[fe80::1%25eth0]/", ""),
        ("https://[::1/", "cannot be read"),
        ("https://shop.example:port/", "cannot be read"),
        ("https://shop.example:99999/", "cannot be read"),
    ],
)
def test_an_address_that_is_not_plain_is_refused(url: str, why: str) -> None:
    with pytest.raises(Rejected) as raised:
        checked_url(url, Guard(ports=range(1, 65_536)))
    assert why in str(raised.value)
    assert "canary" not in str(raised.value)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[0:0:0:0:0:ffff:7f00:1]/",
        "https://１２７.０.０.１/",
        "https://①②⑦.0.0.1/",
        "https://10.0.0.1:443/",
        "https://169.254.169.254/latest/meta-data/",
    ],
)
def test_a_closed_address_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(Denied, match="where this hub does not go"):
        checked_url(url, STRICT)


def test_the_message_says_what_to_do() -> None:
    with pytest.raises(Denied) as raised:
        checked_url("https://192.168.1.20/shop", STRICT)
    assert str(raised.value) == (
        "192.168.1.20 is a private network, where this hub does not go. If what you connect really "
        "lives there, the operator of this hub names its network in HANSE_OUTBOUND_ALLOW."
    )


@pytest.mark.parametrize("port", [0, 22, 25, 5432, 6379, 8081, 65_535])
def test_only_ports_of_the_web_are_called(port: int) -> None:
    with pytest.raises(Denied) as raised:
        checked_url(f"https://shop.example:{port}/", STRICT)
    assert f"Port {port} of shop.example is not one of" in str(raised.value)
    assert "(80, 443, 8080, 8443)" in str(raised.value)


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("https://shop.example", "https://shop.example"),
        ("https://shop.example/a%2Fb?sig=%2b+%7E'&x", "https://shop.example/a%2Fb?sig=%2b+%7E'&x"),
        ("https://shop.example:8443/#part", "https://shop.example:8443/"),
        ("https://münchen.example/ü", "https://xn--mnchen-3ya.example/%C3%BC"),
        ("https://93.184.216.34/", "https://93.184.216.34/"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
        ("https://under_score.shop.example./", "https://under_score.shop.example./"),
    ],
)
def test_a_plain_address_is_sent_as_it_is(text: str, sent: str) -> None:
    assert str(checked_url(text, STRICT)) == sent


def test_a_long_address_is_refused() -> None:
    with pytest.raises(Rejected, match="has 8021 characters; 8000 are the most"):
        checked_url("https://shop.example/" + "a" * 8_000, STRICT)


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "https://127.0.0.1"]))
def test_no_text_leads_to_a_closed_address(text: str, begin: str) -> None:
    """Whatever is typed is refused by a fault, or names a host that the look-up can judge."""
    try:
        url = checked_url(begin + text, STRICT)
    except Fault:
        return
    assert isinstance(url, URL)
    host = url.raw_host
    assert host
    try:
        address = ip_address(host)
    except ValueError:
        assert not is_number(host)
    else:
        assert refusal(address, STRICT) == ""


def is_number(host: str) -> bool:
    """Whether the system would take the host for an address, in whatever base it is written."""
    try:
        return bool(socket.inet_aton(host))
    except OSError:
        return False


# Names


@pytest.mark.parametrize(
    "addresses",
    [["10.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["2606:4700::1111", "::1"], ["fe80::1%lo"]],
)
async def test_one_closed_address_closes_the_name(addresses: list[str]) -> None:
    async def lookup(host: str, port: int) -> Sequence[str]:
        return addresses

    async with wire(allow_private=(), ports=[80], lookup=lookup) as out:
        with pytest.raises(Denied) as raised:
            await out.send(get("http://shop.example/"))
    assert str(raised.value).startswith("shop.example leads to ")
    assert "10.0.0.1" not in str(raised.value), "what stands inside is nobody's business"


async def test_localhost_is_closed_unless_allowed() -> None:
    async with stranger(FINE) as shop:
        async with wire(allow_private=()) as out:
            with pytest.raises(Denied, match="localhost leads to this machine itself"):
                await out.send(get(shop.url(host="localhost")))
        assert shop.connections == 0
        async with wire() as out:
            assert (await out.send(get(shop.url(host="localhost")))).status == 200


async def test_a_name_that_changes_between_check_and_connection_changes_nothing() -> None:
    """The first look-up leads to an open place, every later one to ours: one look-up counts."""
    asked: list[str] = []
    async with stranger(FINE) as inside:

        async def rebinding(host: str, port: int) -> Sequence[str]:
            asked.append(host)
            return ["127.0.0.2" if len(asked) == 1 else "127.0.0.1"]

        allowed = (ip_network("127.0.0.2/32"),)
        async with wire(allow_private=allowed, lookup=rebinding) as out:
            with pytest.raises(Unavailable, match="does not take connections"):
                await out.send(get(inside.url(host="shop.example")))
            assert asked == ["shop.example"]
    assert inside.connections == 0


async def test_the_name_that_was_asked_for_is_the_name_that_is_told() -> None:
    async with stranger(FINE) as shop, wire(lookup=everybody_at("127.0.0.1")) as out:
        await out.send(get(shop.url(host="shop.example")))
    assert f"Host: shop.example:{shop.port}".encode() in shop.requests[0]


async def test_the_last_door_looks_once_more() -> None:
    door = Door(STRICT, everybody_at("93.184.216.34"))
    info = (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 80))
    with pytest.raises(Denied, match="The address leads to this machine itself"):
        door.open_socket(info)
    (found,) = await door.resolve("shop.example", 443)
    assert (found["host"], found["port"]) == ("93.184.216.34", 443)


async def test_the_system_knows_this_machine() -> None:
    assert set(await system_lookup("localhost", 80)) <= {"127.0.0.1", "::1"}


# Proxies


async def test_a_proxy_is_used_only_when_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stranger(FINE) as shop, stranger(FINE) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url())
        monkeypatch.setenv("ALL_PROXY", proxy.url())
        async with wire() as out:
            await out.send(get(shop.url()))
        assert (len(shop.requests), len(proxy.requests)) == (1, 0)
        address = f"http://ada:canary-pass@127.0.0.1:{proxy.port}"
        async with wire(proxy=address, allow_private=()) as out:
            await out.send(get(f"http://shop.example:{shop.port}/a"))
            with pytest.raises(Denied):
                await out.send(get(shop.url()))
        assert (len(shop.requests), len(proxy.requests)) == (1, 1)
    head = proxy.requests[0]
    assert head.startswith(f"GET http://shop.example:{shop.port}/a HTTP/1.1".encode())
    assert b"Proxy-Authorization: Basic " in head


@pytest.mark.parametrize("writes", [False, True])
async def test_a_proxy_that_fails_has_let_nothing_through(writes: bool) -> None:
    call = Call("PUT", "https://shop.example/", writes=writes)
    async with stranger(saying(http(407))) as proxy, wire(proxy=proxy.url()) as out:
        with pytest.raises(Unavailable) as raised:
            await out.send(call)
    assert raised.value.sentence == "shop.example is behind a proxy that does not let us through."
    async with wire(proxy=f"http://127.0.0.1:{await unused_port()}") as out:
        with pytest.raises(Unavailable, match="is behind a proxy that does not answer"):
            await out.send(call)
