"""What purchasing is handed: the way to suppliers, for questions that change nothing, and to
services that follow parcels."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast
from uuid import UUID

from hanse.base.money import Money
from hanse.engine.manifest import Connector
from hanse.rooms.connections.service.ports import Platform
from hanse.rooms.connections.service.reach import Opened, Reach
from hanse.rooms.mirror.model.feeds import batches
from hanse.rooms.mirror.service import storing
from hanse.rooms.purchasing.service import ports
from hanse.trade.ports_read import Ask, Kind, Question, Reply
from hanse.trade.ports_read import Reach as Reaches
from hanse.trade.supply import (
    Dispute,
    DisputeLine,
    DisputeTerms,
    Freight,
    FreightAsk,
    Supply,
    SupplyPort,
    SupplyStock,
    Tracked,
)
from hanse.trade.trackers import REGISTER, Allowance, Looked, Taken, TrackerPort
from hanse.trade.tracking import TrackReport
from hanse.trade.trends import Category, Feed, SeenPage, Sought, TrendPort

PRIORITY = 6  # as what is read before something is written
PATIENT = -5  # whatever else wants to be asked goes first


class Supplying(Protocol):
    """A platform that goods are bought at."""

    SUPPLY: SupplyPort


@dataclass(frozen=True, slots=True)
class Suppliers:
    """The way to connected suppliers, as purchasing knows it."""

    reach: Reach

    def card(self, platform: str) -> Connector:
        return self.reach.platform(platform).CARD

    def port(self, platform: str) -> SupplyPort | None:
        return port_of(self.reach.platform(platform))

    async def open(self, workspace_id: UUID, account_id: UUID) -> ports.Opened:
        return await self.reach.open(workspace_id, account_id)

    async def ask(self, opened: ports.Opened, question: Question) -> Reply:
        return await self.reach.ask(cast("Opened", opened), question, priority=PRIORITY)

    async def supplies(
        self, opened: ports.Opened, product_ids: Sequence[str]
    ) -> Mapping[str, Supply]:
        known = cast("Opened", opened)
        port = next(each for each in known.platform.READS if each.kind is Kind.supplied)
        most = next(each.rows_max for each in known.platform.CARD.reads if each.kind == port.kind)
        found: dict[str, Supply] = {}
        for ids in batches(list(product_ids), most):
            ask = Ask(Reaches.named, ids=tuple(ids), rows_max=most)
            asked_at = self.reach.database.clock.now()
            reply = await self.ask(opened, port.question(ask, opened.shop))
            page = port.page(ask, reply, opened.shop)
            async with self.reach.tx(known.workspace_id) as tx:
                await storing.saw(tx, opened.id, Kind.supplied, page.rows, asked_at)
            found |= {row.remote_id: row.value for row in page.rows}
        return found

    def look_points(self, opened: ports.Opened) -> int:
        known = cast("Opened", opened)
        port = next(each for each in known.platform.READS if each.kind is Kind.supplied)
        path = port.question(Ask(Reaches.named, ids=("",), rows_max=1), opened.shop).path
        budget = known.platform.CARD.budget
        return next((each.cost for each in budget.costs if each.path == path), 0) if budget else 0

    async def stocks(self, opened: ports.Opened, product_id: str) -> Sequence[SupplyStock]:
        port = needed(self.port(opened.platform_name))
        if port.stock_question is None or port.stocks is None:
            return ()
        reply = await self.ask(opened, port.stock_question(product_id, opened.shop))
        return port.stocks(product_id, reply, opened.shop)

    async def freights(self, opened: ports.Opened, ask: FreightAsk) -> Sequence[Freight]:
        port = needed(self.port(opened.platform_name))
        questions = port.freight_questions(ask, opened.shop)
        replies = await asyncio.gather(*(self.ask(opened, each) for each in questions))
        return port.freights(ask, replies, opened.shop)

    async def balance(self, opened: ports.Opened) -> Money | None:
        port = needed(self.port(opened.platform_name))
        if port.balance_question is None or port.balance is None:
            return None
        reply = await self.ask(opened, port.balance_question(opened.shop))
        return port.balance(reply, opened.shop)

    async def dispute_lines(self, opened: ports.Opened, order_id: str) -> Sequence[DisputeLine]:
        port = needed(self.port(opened.platform_name))
        if port.dispute_lines_question is None or port.dispute_lines is None:
            return ()
        reply = await self.ask(opened, port.dispute_lines_question(order_id, opened.shop))
        return port.dispute_lines(reply, opened.shop)

    async def dispute_terms(
        self, opened: ports.Opened, order_id: str, lines: Sequence[DisputeLine]
    ) -> DisputeTerms:
        port = needed(self.port(opened.platform_name))
        assert port.dispute_terms_question is not None, "its lines were told"
        assert port.dispute_terms is not None, "its lines were told"
        question = port.dispute_terms_question(order_id, lines, opened.shop)
        return port.dispute_terms(await self.ask(opened, question), opened.shop)

    async def disputes(self, opened: ports.Opened, order_id: str) -> Sequence[Dispute]:
        reads = cast("Opened", opened).platform.READS
        port = next((each for each in reads if each.kind is Kind.disputes), None)
        if port is None:
            return ()
        ask = Ask(Reaches.named, ids=(order_id,))
        reply = await self.ask(opened, port.question(ask, opened.shop))
        return [row.value for row in port.page(ask, reply, opened.shop).rows]

    async def tracked(
        self, opened: ports.Opened, parcels: Sequence[Tracked]
    ) -> Sequence[TrackReport]:
        port = needed(self.port(opened.platform_name))
        if port.track_question is None or port.tracked is None:
            return ()
        return port.tracked(parcels, await self.ask(opened, port.track_question(parcels)))

    def tells_trends(self, platform: str) -> bool:
        known = platform in self.reach.platforms
        port = self.port(platform) if known else None
        return port is not None and port.trends is not None

    async def seen(self, opened: ports.Opened, sought: Sought, page: int) -> SeenPage:
        port = trends_of(self.port(opened.platform_name))
        question = port.question(sought, page, opened.shop)
        known = cast("Opened", opened)
        reply = await self.reach.ask(known, question, priority=PATIENT)
        return port.page(sought, page, reply)

    async def feeds(self, opened: ports.Opened) -> Sequence[Feed]:
        port = trends_of(self.port(opened.platform_name))
        return port.feeds(await self.ask(opened, port.feeds_question()))

    async def categories(self, opened: ports.Opened, parent_id: str) -> Sequence[Category]:
        port = trends_of(self.port(opened.platform_name))
        return port.categories(await self.ask(opened, port.categories_question(parent_id)))


def port_of(platform: Platform) -> SupplyPort | None:
    """Of a platform whose card says that it supplies."""
    return cast("Supplying", platform).SUPPLY if platform.CARD.supplies else None


def needed(port: SupplyPort | None) -> SupplyPort:
    assert port is not None, "its account is a supplier's"
    return port


def trends_of(port: SupplyPort | None) -> TrendPort:
    found = needed(port).trends
    assert found is not None, "only a platform that tells trends is asked for them"
    return found


# Services that follow parcels


class Tracker(Protocol):
    """A platform that numbers are registered at."""

    TRACKER: TrackerPort


@dataclass(frozen=True, slots=True)
class Trackers:
    """The way to them. That a number is followed is no change at a merchant's shop: it is plumbing
    of the card, looked at before, and paid for once however often it is said."""

    reach: Reach

    def platforms(self) -> Collection[str]:
        return [
            name
            for name, each in self.reach.platforms.items()
            if any(row.kind == REGISTER for row in each.CARD.plumbing)
        ]

    def port(self, platform: str) -> TrackerPort:
        return cast("Tracker", self.reach.platform(platform)).TRACKER

    async def open(self, workspace_id: UUID, account_id: UUID) -> ports.Opened:
        return await self.reach.open(workspace_id, account_id)

    async def ask(self, opened: ports.Opened, question: Question) -> Reply:
        return await self.reach.ask(cast("Opened", opened), question)

    async def look(self, opened: ports.Opened, numbers: Sequence[str]) -> Looked:
        port = self.port(opened.platform_name)
        return port.looked(await self.ask(opened, port.look_question(numbers)))

    async def register(self, opened: ports.Opened, numbers: Sequence[str]) -> Taken:
        port = self.port(opened.platform_name)
        return port.registered(await self._have(opened, port.register_question(numbers)))

    async def stop(self, opened: ports.Opened, numbers: Sequence[str]) -> None:
        port = self.port(opened.platform_name)
        await self._have(opened, port.stop_question(numbers))

    async def allowance(self, opened: ports.Opened) -> Allowance:
        port = self.port(opened.platform_name)
        return port.allowance(await self.ask(opened, port.allowance_question()))

    async def _have(self, opened: ports.Opened, question: Question) -> Reply:
        return await self.reach.maintain_remote(cast("Opened", opened), question)
