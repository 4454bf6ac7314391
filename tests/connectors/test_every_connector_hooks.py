"""Every connector is asked the same: webhooks as the platform's own side sends them, and files."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pytest

from hanse.engine.wire.body import decode
from hanse.engine.wire.wire import Call
from hanse.sandbox.webhooks import Manners
from hanse.trade.ports_bulk import BulkState
from hanse.trade.ports_read import Ask, Kind, Reach, Row
from hanse.trade.signals import Hint
from tests.connectors.sides import Pair, Side, every, side, to, whole
from tests.sandbox.served import Receiver, served

Letter = tuple[Mapping[str, str], bytes]


@dataclass
class Told:
    """A shop that tells a receiver when a product has changed."""

    shop: Side
    receiver: Receiver
    product: str

    async def letters(self, count: int) -> list[Letter]:
        """The next ones that are about our topic; a ping is none."""
        async with asyncio.timeout(60):
            while len(self.known()) < count:
                await self.receiver.until(len(self.receiver.got) + 1)
        return self.known()

    def known(self) -> list[Letter]:
        signals = self.shop.pair.platform.signals
        topic = self.shop.pair.suite.TOPIC
        got = [(dict(headers), body) for headers, body in self.receiver.got]
        return [each for each in got if signals(*each).topic == topic]

    def edit(self, title: str) -> None:
        self.shop.shop.counter.edit(self.product, {"title": title})


@asynccontextmanager
async def told(pair: Pair, manners: Manners | None = None) -> AsyncIterator[Told]:
    receiver = Receiver()
    async with served(receiver, lifespan="off") as address, side(pair) as shop:
        shop.sandbox.clock.change_rate(50)  # the platform does not send at once
        port = pair.port(Kind.products)
        (product,) = (await shop.page(port, Ask(Reach.everything, rows_max=1))).seen_ids
        await shop.ask(shop.subscribe(f"{address}/in"))
        if manners:
            shop.shop.outbox.manners = manners
        yield Told(shop, receiver, product)


@every
async def test_a_webhook_of_the_platform_is_known_and_says_what_to_look_at(pair: Pair) -> None:
    async with told(pair) as hub:
        hub.edit("Another name")
        ((headers, body),) = await hub.letters(1)
        assert pair.platform.verify(headers, body, hub.shop.access)
        delivery = pair.platform.signals(headers, body)
        assert delivery.delivery_id
        assert [(each.kind, each.hint, each.remote_id) for each in delivery.signals] == [
            (Kind.products, Hint.changed, hub.product)
        ]


@every
async def test_a_forged_webhook_is_refused(pair: Pair) -> None:
    async with told(pair) as hub:
        hub.edit("Another name")
        ((headers, body),) = await hub.letters(1)
        access, verify = hub.shop.access, pair.platform.verify
        assert not verify(headers, body + b" ", access)
        assert not verify(headers, b"", access)
        assert not verify({}, body, access)
        assert not verify(headers, body, pair.suite.webhook_stranger_of(access))
        signed = {name for name in headers if "signature" in name or "hmac" in name}
        assert signed
        for name in signed:
            for forged in ("", "AAAA", headers[name][::-1], headers[name] + "=", "é" * 44):
                assert not verify({**headers, name: forged}, body, access)


@every
async def test_a_webhook_that_comes_twice_is_one_and_two_are_two(pair: Pair) -> None:
    async with told(pair, Manners(twice_share=1.0)) as hub:
        hub.edit("Another name")
        first = await hub.letters(2)
        hub.edit("A third name")
        ids = [pair.platform.signals(*each).delivery_id for each in await hub.letters(4)]
        assert len(first) == 2
        assert (len(ids), len(set(ids))) == (4, 2)


@every
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"id":{}}', b"\xff", b"[" * 9999])
async def test_a_webhook_that_cannot_be_read_says_so_and_hints_at_nothing(
    pair: Pair, body: bytes
) -> None:
    async with told(pair) as hub:
        hub.edit("Another name")
        ((headers, _),) = await hub.letters(1)
        delivery = pair.platform.signals(headers, body)
        assert delivery.signals == ()
        assert delivery.note
        assert pair.platform.signals({}, body).signals == ()


@every
async def test_a_file_of_everything_tells_the_same_as_the_pages(pair: Pair) -> None:
    """Where the platform writes none, the pages are all that there is."""
    bulk = pair.platform.BULK
    if bulk is None:
        assert not [each for each in pair.platform.CARD.plumbing if each.kind.startswith("bulk")]
        return
    async with side(pair) as shop:
        for kind in sorted(bulk.kinds):
            port = pair.port(kind)
            paged = [row for page in await shop.pages(port, whole(port)) for row in page.rows]
            rows = await filed(shop, kind)
            assert [row.remote_id for row in rows] == [row.remote_id for row in paged], kind
            # What the file does not tell whole is read by name.
            told = {row.remote_id: row.value for row in rows if not partial(row.value)}
            assert not [each for value in told.values() for each in value.findings], kind
            assert told == {row.remote_id: row.value for row in paged if row.remote_id in told}
            assert told, kind


def partial(value: object) -> bool:
    return bool(getattr(value, "incomplete", False))


async def filed(shop: Side, kind: Kind) -> list[Row[Any]]:
    """The rows of one file, asked for, waited for, fetched and put together."""
    bulk = shop.pair.platform.BULK
    assert bulk is not None
    report = bulk.started(await shop.ask(bulk.start(kind, shop.pair.suite.SHOP)))
    async with asyncio.timeout(60):
        while report.state is BulkState.running:
            report = bulk.report(await shop.ask(bulk.poll(report.remote_id)))
    assert report.state is BulkState.done, report.why
    assert report.url
    answer = await shop.out.send(to(shop.url, Call("GET", report.url, writes=False)))
    lines = [decode(line, 64) for line in answer.body.splitlines()]
    groups = [key for key, _ in groupby(lines, bulk.group)]
    assert len(groups) == len(set(groups)), "lines of one thing stand together"
    page = bulk.page(kind, lines, shop.pair.suite.SHOP)
    assert page.findings == ()
    assert json.dumps(groups)
    return list(page.rows)
