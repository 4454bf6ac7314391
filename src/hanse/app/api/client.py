"""From where a request comes, when proxies that we trust stand in between."""

import ipaddress
from collections.abc import Sequence

from hanse.engine.setting_values import Network

UNKNOWN = "unknown"
IPV6_PREFIX = 64  # one line of a provider, which may change the rest at will

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def client_address(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """The nearest address that is no proxy of ours.

    X-Forwarded-For is read from its end, because only what our own proxies wrote there is true.
    """
    nearest = UNKNOWN
    for hop in [peer, *reversed(forwarded.split(","))]:
        address = parsed(hop)
        if address is None:
            return nearest
        nearest = str(address)
        if not any(address in network for network in trusted):
            return nearest
    return nearest


def parsed(hop: str) -> Address | None:
    """`192.0.2.1`, `192.0.2.1:5000`, `2001:db8::1` or `[2001:db8::1]:5000`."""
    text = hop.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        # A zone means something on one machine only, and may be any text.
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def name_for_limits(address: str) -> str:
    """All addresses of one IPv6 line share one limit."""
    if ":" in address:
        line = ipaddress.ip_network(f"{address.partition('%')[0]}/{IPV6_PREFIX}", strict=False)
        return f"address {line.network_address}"
    return f"address {address}"
