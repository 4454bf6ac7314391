"""A platform writes everything into a file; it is read line by line, and found again after a
kill."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec

from hanse.base.faults import OutcomeUnknown, Unavailable
from hanse.engine.wire.wire import Call
from hanse.rooms.connections.service.reach import Opened, Reach
from hanse.rooms.mirror.model.feeds import Feed
from hanse.rooms.mirror.service import storing
from hanse.rooms.mirror.service.cursors import NOTHING, Bulk, Cursor, Read
from hanse.trade.ports_bulk import BulkPort, BulkReport, BulkState

POLL_S = 1.0
FILE_BYTES_MAX = 20 * 1024**3
LINES_MAX = 20_000  # of one thing
GROUPS_MAX = 250  # things written in one transaction
STARTS_MAX = 3

# A file of a million lines is read by the fast reader; the strict one would take minutes of it.
LINES = msgspec.json.Decoder(float_hook=Decimal)


async def bulk_pages(
    reach: Reach, opened: Opened, port: BulkPort, feed: Feed, begun: Bulk | None
) -> AsyncGenerator[Read, None]:
    """The file in parts. While it is being written there, parts without rows say which it is."""
    bulk = begun or await start(reach, opened, port, feed, 1)
    if begun is None:
        yield Read(NOTHING, (), bulk.asked_at, Cursor(bulk=bulk))
    while True:
        report = port.report(await reach.ask(opened, port.poll(bulk.remote_id)))
        if report.state is BulkState.done:
            break
        if report.state is BulkState.failed:
            if bulk.starts >= STARTS_MAX:
                # Whoever tries again begins anew: of this file there is nothing to hope for.
                yield Read(NOTHING, (), bulk.asked_at, Cursor())
                raise Unavailable(
                    f"{opened.account.name} could not write its {feed.kind} into a file: "
                    f"{report.why}"
                )
            bulk = await start(reach, opened, port, feed, bulk.starts + 1)
        yield Read(replace(NOTHING, total=report.rows), (), bulk.asked_at, Cursor(bulk=bulk))
        await asyncio.sleep(POLL_S)
    async for part in parts(reach, opened, port, feed, bulk, report):
        yield part
    yield Read(NOTHING, (), bulk.asked_at, None)


async def start(reach: Reach, opened: Opened, port: BulkPort, feed: Feed, starts: int) -> Bulk:
    asked_at = reach.database.clock.now()
    question = port.start(feed.kind, opened.account.shop)
    try:
        report = port.started(await reach.maintain_remote(opened, question))
    except OutcomeUnknown as lost:
        # It may be writing one already; another does no harm, and nobody has to look first.
        raise Unavailable(lost.sentence, "The file is asked for again by itself.") from lost
    return Bulk(remote_id=report.remote_id, asked_at=asked_at, starts=starts)


async def parts(
    reach: Reach, opened: Opened, port: BulkPort, feed: Feed, bulk: Bulk, report: BulkReport
) -> AsyncGenerator[Read, None]:
    """Whole things only: the lines of one stand together."""
    if report.url is None:
        return
    call = Call("GET", report.url, writes=False, secrets=(report.url,))
    stream = reach.outbound.stream(
        reach.line(opened), call, family=port.family, bytes_max=FILE_BYTES_MAX
    )
    async with aclosing(stream) as raws:
        async for read in grouped(raws, opened, port, feed, bulk):
            yield read


async def grouped(
    raws: AsyncIterator[bytes], opened: Opened, port: BulkPort, feed: Feed, bulk: Bulk
) -> AsyncGenerator[Read, None]:
    lines: list[Any] = []
    groups, current, number = 0, None, 0
    async for raw in raws:
        number += 1
        if number <= bulk.lines or not raw.strip():
            continue
        document = decoded(raw, opened, number)
        group = port.group(document)
        if group != current:
            current = group
            groups += 1
            if groups > GROUPS_MAX or len(lines) > LINES_MAX:
                yield part(opened, port, feed, bulk, lines, number - 1)
                lines, groups = [], 1
        lines.append(document)
    if lines:
        yield part(opened, port, feed, bulk, lines, number)


def decoded(raw: bytes, opened: Opened, number: int) -> object:
    try:
        return LINES.decode(raw)
    except msgspec.DecodeError as wrong:
        raise Unavailable(
            f"Line {number} of the file of {opened.account.name} is no JSON: {wrong}.",
            "Something on the way changes answers. It is read again from that line on by itself.",
        ) from wrong


def part(
    opened: Opened, port: BulkPort, feed: Feed, bulk: Bulk, lines: list[Any], number: int
) -> Read:
    page = port.page(feed.kind, lines, opened.account.shop)
    onward = Cursor(bulk=msgspec.structs.replace(bulk, lines=number))
    ready = storing.drafts(feed.kind, page.rows)
    return Read(page, tuple(ready), bulk.asked_at, onward)
