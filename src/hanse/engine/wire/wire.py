"""The only outbound HTTP client: one call out, one answer or one named fault back.

A call says whether it writes. A write is sent once, on a connection of its own; when its answer is
lost it is `OutcomeUnknown`, and only a write that never got a connection is `Unavailable`.
"""

import asyncio
import io
import logging
import re
import socket
import ssl
from collections.abc import Callable, Collection, Mapping
from ipaddress import ip_address
from pathlib import Path
from types import SimpleNamespace
from typing import Self, TypeAlias
from urllib.parse import urljoin

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from hanse.base.clock import Clock
from hanse.base.faults import Denied, Fault, Rejected
from hanse.engine.redaction import redacted
from hanse.engine.wire.body import TooLarge, Unpacking, Unreadable
from hanse.engine.wire.call import Answer, Call, Limits, Observe, Quota, Timeouts, Trace, Words
from hanse.engine.wire.guard import (
    ALLOWANCE,
    WEB_PORTS,
    Guard,
    Lookup,
    Network,
    checked_url,
    open_addresses,
    refusal,
    system_lookup,
)
from hanse.engine.wire.progress import Progress
from hanse.engine.wire.status import by_status, retry_after

# Whoever sends needs these; the files beside this one are its own affair.
__all__ = [
    "Answer",
    "Call",
    "Limits",
    "Observe",
    "Quota",
    "Timeouts",
    "Trace",
    "Wire",
    "Words",
    "by_status",
]

Carry: TypeAlias = Callable[[], Mapping[str, str]]

log = logging.getLogger(__name__)

CONNECTIONS_MAX = 100
FOLLOWED = frozenset({301, 302, 303, 307, 308})
# What may go along to another host; anything else could let it act in our name.
HARMLESS = frozenset({"accept", "accept-encoding", "accept-language", "user-agent"})
OWN_HEADERS = {"User-Agent": "Hanse", "Accept-Encoding": "gzip"}
HEADER_NAME = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)


class Wire:
    """The connections of one process. Nothing of the surroundings is used: no proxy, no cookie."""

    def __init__(
        self,
        clock: Clock,
        guard: Guard,
        kept: aiohttp.ClientSession,
        alone: aiohttp.ClientSession,
        observe: Observe | None,
        carry: Carry,
    ) -> None:
        self._clock = clock
        self._guard = guard
        self._kept = kept
        self._alone = alone
        self._observe = observe
        self._carry = carry

    @classmethod
    async def open(
        cls,
        clock: Clock,
        *,
        allow_private: tuple[Network, ...] = (),
        ports: Collection[int] = WEB_PORTS,
        ca_file: Path | None = None,
        proxy: str = "",
        observe: Observe | None = None,
        carry: Carry = dict,
        lookup: Lookup = system_lookup,
    ) -> Self:
        """`observe` is told of each call; `carry` gives headers that every call carries along.

        With a proxy, the proxy looks names up, and it decides which addresses are closed.
        """
        guard = Guard(allow_private, ports)
        trust = trusted(ca_file)
        kept, alone = (
            session(connector(trust, None if proxy else Door(guard, lookup), lone), proxy)
            for lone in (False, True)
        )
        return cls(clock, guard, kept, alone, observe, carry)

    async def close(self) -> None:
        await self._kept.close()
        await self._alone.close()

    async def send(self, call: Call, words: Words = by_status) -> Answer:
        """The answer, or the fault; `words` says which answers are faults, and may read them."""
        progress = Progress(call, asyncio.get_running_loop().time(), asyncio.timeout(None))
        try:
            answer = await self._in_time(progress)
            if fault := words(answer):
                raise fault
        except Fault as fault:
            progress.outcome, progress.fault = fault.code, call.shown(redacted(fault.sentence))
            raise
        else:
            progress.outcome = "ok"
            return answer
        finally:
            self._tell(progress)

    async def _in_time(self, progress: Progress) -> Answer:
        try:
            async with progress.timer:
                return await self._follow(progress)
        except TimeoutError:
            fault = progress.late()
        except NotAgain as carried:
            fault = broken(carried.error, progress)
        except (aiohttp.ClientError, OSError) as error:
            fault = broken(error, progress)
        except Unreadable as packed:
            fault = progress.lost(f"sent an answer that {packed}")
        except TooLarge:
            fault = progress.too_large()
        # Outside of the except, so that no error of the library, which may quote us, hangs on it.
        raise fault

    async def _follow(self, progress: Progress) -> Answer:
        call = progress.call
        check(call)
        url = checked_url(call.address, self._guard)
        while True:
            progress.host = url.host or ""
            answer = await self._ask(url, progress)
            if not (onward := next_address(answer)):
                return answer
            progress.redirects += 1
            if progress.redirects > call.limits.redirects_max:
                itself = ", the last time to the same address" if onward == str(url) else ""
                raise Rejected(
                    f"{progress.host} sent the call on {progress.redirects} times{itself}; "
                    f"{call.limits.redirects_max} are followed.",
                    next_step="Enter the address at which it answers by itself.",
                )
            url = onward_url(answer, checked_url(onward, self._guard))

    async def _ask(self, url: URL, progress: Progress) -> Answer:
        progress.begins()
        if progress.call.writes:
            return await self._exchange(self._alone, url, progress)
        try:
            return await self._exchange(self._kept, url, progress)
        except NotAgain:
            if not progress.reused:
                raise
        # The other side had closed the connection that we kept: a read is simply asked anew.
        progress.begins()
        return await self._exchange(self._alone, url, progress)

    async def _exchange(
        self, session: aiohttp.ClientSession, url: URL, progress: Progress
    ) -> Answer:
        call = progress.call
        async with session.request(
            call.method,
            url,
            headers={**self._carry(), **call.headers},
            data=None if call.body is None else io.BytesIO(call.body),
            allow_redirects=False,
            trace_request_ctx=progress,
        ) as response:
            progress.has_head(response.status)
            headers = response.headers
            unpacking = Unpacking(
                headers.get("Content-Encoding", ""), call.limits.received_bytes_max
            )
            async for piece in response.content.iter_any():
                progress.received_bytes += len(piece)
                unpacking.feed(piece)
            wait_s = retry_after(
                headers.get("Retry-After", ""), headers.get("Date", ""), self._clock.now()
            )
            return Answer(
                call, url, response.status, headers, unpacking.end(), progress.elapsed_s, wait_s
            )

    def _tell(self, progress: Progress) -> None:
        if self._observe is None:
            return
        try:
            self._observe(progress.trace())
        except Exception:
            # The call has been made, and its answer is worth more than its trace.
            log.exception("wire.trace.lost")


def check(call: Call) -> None:
    for name, value in call.headers.items():
        if not HEADER_NAME.fullmatch(name) or re.search(r"[\r\n\0]", value):
            raise Rejected(f"The header {name[:40]!r} holds a character that ends a header.")
    size, most = len(call.body or b""), call.limits.sent_bytes_max
    if size > most:
        raise Rejected(f"The call would send {size} bytes; {most} are the most.")


def next_address(answer: Answer) -> str:
    """Where a read is sent on to, if its caller wants to follow; a write never follows."""
    call = answer.call
    reads = call.method in ("GET", "HEAD") and not call.writes
    if not (reads and call.limits.redirects_max and answer.status in FOLLOWED):
        return ""
    try:
        location = answer.headers.get("Location", "")
        return urljoin(str(answer.url), location) if location else ""
    except ValueError:
        return ""


def onward_url(answer: Answer, url: URL) -> URL:
    """The next address, unless the call would lose its encryption or hand over its keys there."""
    before, call = answer.url, answer.call
    usual_ports = before.is_default_port() and url.is_default_port()
    same = before.host == url.host and (usual_ports or before.port == url.port)
    if before.scheme == "https" and url.scheme == "http":
        why = "without encryption"
    elif not same and (call.body or {name.lower() for name in call.headers} - HARMLESS):
        why = "which must not get the keys of this one"
    else:
        return url
    raise Rejected(
        f"{answer.host} sends the call on to {call.shown(url.host or '')}, {why}.",
        next_step="If it has moved there, connect it under its new address.",
    )


# What the library raises, the first that fits; the sentence goes on after the host.
BEFORE: tuple[tuple[type[Exception], str, str], ...] = (
    (
        aiohttp.ClientConnectorDNSError,
        "is a name that leads nowhere.",
        "See that the address is spelled as in the browser.",
    ),
    (
        aiohttp.ClientConnectorCertificateError,
        "shows a certificate that cannot be trusted",
        "Ask whoever runs it to renew it; if an authority of your own signed it, name its file in "
        "HANSE_OUTBOUND_CA_FILE.",
    ),
    (aiohttp.ClientSSLError, "does not speak TLS as it should.", ""),
    (aiohttp.ClientProxyConnectionError, "is behind a proxy that does not answer.", ""),
    (aiohttp.ClientHttpProxyError, "is behind a proxy that does not let us through.", ""),
    (Exception, "does not take connections there.", ""),
)
AFTER: tuple[tuple[type[Exception], str, str], ...] = (
    (aiohttp.ServerDisconnectedError, "hung up without an answer.", ""),
    (aiohttp.ClientPayloadError, "sent only a part of its answer.", ""),
    (aiohttp.ClientResponseError, "answered something that is not HTTP.", ""),
    (Exception, "broke the connection.", ""),
)


def broken(error: Exception, progress: Progress) -> Fault:
    """What an error of the library means: without a connection, nothing was sent."""
    table = AFTER if progress.connected else BEFORE
    what, step = next((what, step) for kind, what, step in table if isinstance(error, kind))
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        what += f" ({getattr(error.certificate_error, 'verify_message', 'no reason given')})."
    return progress.lost(what, step)


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


def trusted(ca_file: Path | None) -> ssl.SSLContext:
    """The authorities of the system, and those of the operator beside them."""
    context = ssl.create_default_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except OSError as wrong:
            raise Rejected(
                f"{ca_file} cannot be read as certificates of authorities: {wrong}.",
                next_step="HANSE_OUTBOUND_CA_FILE names a PEM file.",
            ) from wrong
    return context
