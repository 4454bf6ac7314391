"""The only outbound HTTP client: one call out, one answer or one named fault back.

A call says whether it writes. A write is sent once, on a connection of its own; when its answer is
lost it is `OutcomeUnknown`, and only a write that never got a connection is `Unavailable`.
"""

import asyncio
import io
import logging
import re
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Mapping,
    Sequence,
)
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self, TypeAlias, TypeVar
from urllib.parse import urljoin

import aiohttp
from yarl import URL

from hanse.base.clock import Clock
from hanse.base.faults import Fault, Rejected
from hanse.engine.routing import Route, opened_by_person
from hanse.engine.wire.body import TooLarge, Unpacking, Unreadable
from hanse.engine.wire.call import Answer, Call, Limits, Observe, Quota, Timeouts, Trace, Words
from hanse.engine.wire.guard import (
    WEB_PORTS,
    Guard,
    Lookup,
    Network,
    checked_url,
    system_lookup,
)
from hanse.engine.wire.lost import broken
from hanse.engine.wire.progress import Progress
from hanse.engine.wire.routes import routed
from hanse.engine.wire.sessions import Door, NotAgain, connector, session
from hanse.engine.wire.status import ANSWERS, by_status, retry_after
from hanse.engine.wire.trust import Trust

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

Done = TypeVar("Done")

STREAM_READ_S = 30.0
STREAM_WHOLE_S = 3_600.0
FAULT_BYTES_MAX = 1_048_576  # of an answer that is not what was to be streamed
FOLLOWED = frozenset({301, 302, 303, 307, 308})
# What may go along to another host; anything else could let it act in our name.
HARMLESS = frozenset({"accept", "accept-encoding", "accept-language", "user-agent"})
HEADER_NAME = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)


class Wire:
    """The connections of one process. Nothing of the surroundings is used: no proxy, no cookie."""

    def __init__(
        self,
        clock: Clock,
        guard: Guard,
        trust: Trust,
        routes: Sequence[Route],
        kept: aiohttp.ClientSession,
        alone: aiohttp.ClientSession,
        observe: Observe | None,
        carry: Carry,
    ) -> None:
        self._clock = clock
        self._guard = guard
        self._trust = trust
        self._routes = routes
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
        routes: Sequence[Route] = (),
        proxy: str = "",
        observe: Observe | None = None,
        carry: Carry = dict,
        lookup: Lookup = system_lookup,
    ) -> Self:
        """`observe` is told of each call; `carry` gives headers that every call carries along.

        With a proxy, the proxy looks names up, and it decides which addresses are closed.
        """
        guard = Guard(allow_private, ports)
        trust = Trust(ca_file)
        kept, alone = (
            session(connector(trust.usual, None if proxy else Door(guard, lookup), lone), proxy)
            for lone in (False, True)
        )
        return cls(clock, guard, trust, routes, kept, alone, observe, carry)

    async def close(self) -> None:
        await self._kept.close()
        await self._alone.close()

    async def send(self, call: Call, words: Words = by_status) -> Answer:
        """The answer, or the fault; `words` says which answers are faults, and may read them."""
        progress = Progress(call, asyncio.get_running_loop().time(), asyncio.timeout(None))
        try:
            answer = await self._in_time(progress, self._follow(progress))
            if fault := words(answer):
                raise fault
        except Fault as fault:
            progress.ended_by(fault)
            raise
        else:
            progress.outcome = "ok"
            return answer
        finally:
            self._tell(progress)

    def opened_by_person(self, url: str) -> str:
        """The address for a link that a browser is to open."""
        return opened_by_person(url, self._routes)

    async def _in_time(self, progress: Progress, step: Awaitable[Done]) -> Done:
        try:
            async with progress.timer:
                return await step
        except TimeoutError:
            fault = progress.late()
        except NotAgain as carried:
            fault = broken(carried.error, progress)
        except (aiohttp.ClientError, OSError) as error:
            fault = broken(error, progress)
        except (Unreadable, TooLarge) as wrong:
            fault = progress.ended_by(wrong)
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
        async with self._asked(session, url, progress) as response:
            return await self._read(
                response, url, progress, progress.call.limits.received_bytes_max
            )

    @asynccontextmanager
    async def _asked(
        self, session: aiohttp.ClientSession, url: URL, progress: Progress
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        call = progress.call
        to, named = routed(url, self._routes, self._guard)
        async with session.request(
            call.method,
            to,
            headers={**self._carry(), **call.headers, **named},
            data=None if call.body is None else io.BytesIO(call.body),
            allow_redirects=False,
            trace_request_ctx=progress,
            ssl=self._trust.of(call.ca_pem),
        ) as response:
            progress.has_head(response.status)
            yield response

    async def _read(
        self, response: aiohttp.ClientResponse, url: URL, progress: Progress, bytes_max: int
    ) -> Answer:
        call, headers = progress.call, response.headers
        unpacking = Unpacking(headers.get("Content-Encoding", ""), bytes_max)
        async for piece in response.content.iter_any():
            progress.received_bytes += len(piece)
            unpacking.feed(piece)
        wait_s = retry_after(
            headers.get("Retry-After", ""), headers.get("Date", ""), self._clock.now()
        )
        body = unpacking.end()
        return Answer(call, url, response.status, headers, body, progress.elapsed_s, wait_s)

    async def stream(
        self,
        call: Call,
        words: Words = by_status,
        *,
        bytes_max: int,
        read_s: float = STREAM_READ_S,
        whole_s: float = STREAM_WHOLE_S,
    ) -> AsyncGenerator[bytes, None]:
        """The body of a large answer, unpacked, piece by piece; at most `bytes_max` of it.

        Follows no redirect. `words` is asked about answers that are not what was wanted. Whoever
        stops before the end closes it: `async with aclosing(wire.stream(...))`.
        """
        limits = replace(call.limits, received_bytes_max=bytes_max, redirects_max=0)
        call = replace(call, limits=limits, timeouts=replace(call.timeouts, whole_s=whole_s))
        progress = Progress(call, asyncio.get_running_loop().time(), asyncio.timeout(None))
        async with AsyncExitStack() as stack:
            try:
                response = await self._in_time(progress, self._begin(stack, progress, words))
                unpacking = Unpacking(response.headers.get("Content-Encoding", ""), bytes_max)
                while packed := await self._next(response, progress, read_s):
                    progress.received_bytes += len(packed)
                    for piece in unpacking.pieces(packed):
                        yield piece
                unpacking.end()
            except (Unreadable, TooLarge, Fault) as wrong:
                fault = progress.ended_by(wrong)
            else:
                progress.outcome = "ok"
                return
            finally:
                self._tell(progress)
            raise fault

    async def _begin(
        self, stack: AsyncExitStack, progress: Progress, words: Words
    ) -> aiohttp.ClientResponse:
        """The answer whose body is to be read, or the fault that it is."""
        check(progress.call)
        url = checked_url(progress.call.address, self._guard)
        progress.host = url.host or ""
        progress.begins()
        response = await stack.enter_async_context(self._asked(self._alone, url, progress))
        if response.status in ANSWERS:
            return response
        answer = await self._read(response, url, progress, FAULT_BYTES_MAX)
        fault = words(answer) or by_status(answer)
        assert fault is not None, "the default table names a fault for every other status"
        raise fault

    async def _next(
        self, response: aiohttp.ClientResponse, progress: Progress, read_s: float
    ) -> bytes:
        progress.waits_for_piece(read_s)
        return await self._in_time(progress, response.content.readany())

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
