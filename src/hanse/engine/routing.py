"""Calls to some hosts go to another address instead: a sandbox or a proxy in front of a shop."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Route:
    """`hosts` is one host, or `*.example.com` for all below it; `to` is scheme, host and port."""

    hosts: str
    to: str

    def __str__(self) -> str:
        return f"{self.hosts}={self.to}"

    def takes(self, host: str) -> bool:
        if self.hosts.startswith("*."):
            return host.endswith(self.hosts[1:])
        return host == self.hosts


def route_of(host: str, routes: Sequence[Route]) -> Route | None:
    """The first that takes this host."""
    plain = host.lower().removesuffix(".")
    return next((route for route in routes if route.takes(plain)), None)


def opened_by_person(url: str, routes: Sequence[Route]) -> str:
    """The address for a link that a browser is to open.

    A browser finds every name below `localhost` on its own machine, so what is routed to loopback
    is found there under its name with that ending.
    """
    parts = urlsplit(url)
    route = route_of(parts.hostname or "", routes)
    if route is None:
        return url
    to = urlsplit(route.to)
    if not is_loopback(to.hostname or ""):
        return url
    port = f":{to.port}" if to.port else ""
    host = f"{(parts.hostname or '').removesuffix('.')}.localhost{port}"
    return parts._replace(scheme=to.scheme, netloc=host).geturl()


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
