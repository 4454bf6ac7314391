"""The library's sessions, as we want them: checked addresses, nothing kept, nothing sent twice."""

import socket
import ssl
from ipaddress import ip_address
from types import SimpleNamespace

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from hanse.base.faults import Denied
from hanse.engine.wire.guard import ALLOWANCE, Guard, Lookup, open_addresses, refusal

CONNECTIONS_MAX = 100
OWN_HEADERS = {"User-Agent": "Hanse", "Accept-Encoding": "gzip"}


class NotAgain(Exception):  # noqa: N818 - an order to the library
    """Carries an error past the library, which would send a PUT or a DELETE a second time."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class Door(AbstractResolver):
    """Looks names up and opens sockets, for checked addresses only: the name cannot change between
    the check and the connection, because what is connected to is the address itself."""

    def __init__(self, guard: Guard, lookup: Lookup) -> None:
        self._guard = guard
        self._lookup = lookup

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        addresses = await open_addresses(host, port, self._guard, self._lookup)
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=port,
                family=socket.AF_INET if address.version == 4 else socket.AF_INET6,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in addresses
        ]

    def open_socket(self, info: aiohttp.AddrInfoType) -> socket.socket:
        """The last look: whatever the library made of the host, here is where it would go."""
        family, kind, proto, _, place = info
        if what := refusal(ip_address(place[0]), self._guard):
            raise Denied(f"The address leads to {what}, where this hub does not go.", ALLOWANCE)
        return socket.socket(family, kind, proto)

    async def close(self) -> None:
        pass


def connector(trust: ssl.SSLContext, door: Door | None, lone: bool) -> aiohttp.TCPConnector:
    return aiohttp.TCPConnector(
        ssl=trust,
        resolver=door,
        socket_factory=door.open_socket if door else None,
        limit=CONNECTIONS_MAX,
        force_close=lone,
    )


def session(connector: aiohttp.TCPConnector, proxy: str) -> aiohttp.ClientSession:
    steps = aiohttp.TraceConfig()
    steps.on_connection_create_end.append(on_connected)
    steps.on_connection_reuseconn.append(on_reused)
    return aiohttp.ClientSession(
        connector=connector,
        proxy=proxy or None,
        headers=OWN_HEADERS,
        skip_auto_headers=("Content-Type",),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
        auto_decompress=False,
        trace_configs=[steps],
        middlewares=(never_again,),
    )


async def on_connected(_: aiohttp.ClientSession, context: SimpleNamespace, __: object) -> None:
    context.trace_request_ctx.has_connection(reused=False)


async def on_reused(_: aiohttp.ClientSession, context: SimpleNamespace, __: object) -> None:
    context.trace_request_ctx.has_connection(reused=True)


async def never_again(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    try:
        return await handler(request)
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise NotAgain(error) from None
