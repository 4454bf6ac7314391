"""Where a call may go: web addresses on web ports, outside of every private network.

Addresses of shops are typed by people. Whoever types one must not reach what only this machine can
reach, whatever name leads there and however the number is spelled.
"""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import TypeAlias

from yarl import URL

from hanse.base.faults import Denied, Rejected

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network
Lookup: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]

URL_CHARS_MAX = 8_000
WEB_PORTS = frozenset({80, 443, 8080, 8443})

# The registries of special addresses, with what each range is to a person.
CLOSED: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(network), what)
    for what, networks in {
        "this machine itself": "0.0.0.0/8 127.0.0.0/8 ::/127",
        "a private network": "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 fec0::/10",
        "a network between a provider and its customers": "100.64.0.0/10",
        "the local link": "169.254.0.0/16 fe80::/10",
        "a service of the cloud below this machine": "168.63.129.16/32",
        "many machines at once": "224.0.0.0/4 ff00::/8",
        "a tunnel": "192.88.99.0/24 2001::/32 2002::/16",
        "a reserved range": "192.0.0.0/24 192.0.2.0/24 198.18.0.0/15 198.51.100.0/24 "
        "203.0.113.0/24 240.0.0.0/4 2001::/23 2001:db8::/32 3fff::/20",
    }.items()
    for network in networks.split()
)
OPEN_IPV6 = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")  # a network without IPv4 reaches it through these

PLAIN = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
HOST = re.compile(
    r"(?=.{1,253}\.?$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.|$))+", re.IGNORECASE
)
NUMBER = re.compile(r"(?:\d+|0x[0-9a-f]*)\.?", re.IGNORECASE)

ALLOWANCE = (
    "If what you connect really lives there, the operator of this hub names its network in "
    "HANSE_OUTBOUND_ALLOW."
)


@dataclass(frozen=True, slots=True)
class Guard:
    """What the operator allows beside the open internet."""

    allow_private: tuple[Network, ...] = ()
    ports: Collection[int] = WEB_PORTS


async def system_lookup(host: str, port: int) -> Sequence[str]:
    """The addresses that this machine knows for a name."""
    found = await asyncio.get_running_loop().getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
    )
    return [str(sockaddr[0]) for *_, sockaddr in found]


def refusal(address: Address, guard: Guard) -> str:
    """What kind of place the address is, if nobody may go there; empty for an open one."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if any(address in network for network in guard.allow_private):
        return ""
    if address in NAT64:
        return refusal(IPv4Address(int(address) & 0xFFFFFFFF), Guard())
    for network, what in CLOSED:
        if address in network:
            return what
    closed = isinstance(address, IPv6Address) and address not in OPEN_IPV6
    return "a reserved range" if closed else ""


async def open_addresses(host: str, port: int, guard: Guard, lookup: Lookup) -> list[Address]:
    """Looked up once and every one of them checked; one closed address closes the name."""
    addresses = [ip_address(text) for text in await lookup(host, port)]
    for address in addresses:
        if what := refusal(address, guard):
            raise Denied(f"{host} leads to {what}, where this hub does not go.", ALLOWANCE)
    return addresses


def checked_url(text: str, guard: Guard) -> URL:
    """The address, exactly as it will be used; no fault repeats a part that may hold a secret."""
    if len(text) > URL_CHARS_MAX:
        raise Rejected(f"The address has {len(text)} characters; {URL_CHARS_MAX} are the most.")
    if re.search(r"[\x00-\x20\x7f\\]", text):
        raise refused("holds a space, a control character or a backslash")
    try:
        # Written as it is, because other ends sign or compare the very characters.
        url = URL(text, encoded=bool(PLAIN.fullmatch(text))).with_fragment(None)
        port = url.port
    except ValueError:
        raise refused("cannot be read") from None
    if url.scheme not in ("http", "https"):
        raise refused("does not begin with https:// or http://")
    if url.raw_user is not None or url.raw_password is not None or "@" in url.raw_authority:
        raise refused("holds a user name or a password; those belong into the account's keys")
    host = checked_host(url.raw_host or "", guard)
    if port not in guard.ports:
        known = ", ".join(map(str, sorted(guard.ports)[:6]))
        raise Denied(
            f"Port {port} of {host} is not one of the ports that this hub calls ({known}).",
            "Use the usual web address of what you connect.",
        )
    return url


def checked_host(host: str, guard: Guard) -> str:
    last = host.removesuffix(".").rpartition(".")[2]
    if ":" not in host and not (HOST.fullmatch(host) and host.isascii()):
        raise refused("names no host")
    if ":" in host or NUMBER.fullmatch(last):
        try:
            address = ip_address(host)
        except ValueError:
            raise refused("spells a number in a way that can be read as another host") from None
        if "%" in host:
            raise refused("names a network card")
        if what := refusal(address, guard):
            raise Denied(f"{host} is {what}, where this hub does not go.", ALLOWANCE)
    return host


def refused(why: str) -> Rejected:
    return Rejected(
        f"The address {why}.", next_step="Enter it as https://shop.example.com, without more."
    )
