"""A live shop whose goods are counted here: what tests of pushing share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from hanse.changes.model.planned import Wish
from hanse.engine.log.followers import advance, enrol
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import OfferLink
from hanse.rooms.catalog.service import offering
from hanse.rooms.stock.jobs.pushing import follower
from hanse.rooms.stock.model.moves import Move, MoveKind
from hanse.rooms.stock.service import channels, moving, places, pushing
from hanse.rooms.stock.service.pushing import Pushed
from hanse.trade.ports_write import Target
from tests.changes.market import Market
from tests.rooms.catalog.some import made, variant_ids
from tests.rooms.shops import Street
from tests.rooms.stock.conftest import TEST

WOO = "woocommerce"
SHOWN = """
    insert into stock_shown (workspace_id, account_id, target, parent, remote_product_id,
        variant_id, quantity, seen_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
ROW = "select * from stock_shown where workspace_id = $1 and target = $2"
LATENCIES = "select variant_id, ms from stock_latencies where workspace_id = $1 order by at"
SETS = "select id from changes_sets where workspace_id = $1 and title = $2 order by id"
RESTED = """
    update stock_shown set listing_tried_at = listing_tried_at - $3::interval
    where workspace_id = $1 and target = $2
"""
EVENTS = """
    select payload from events where workspace_id = $1 and name = $2 order by seq
"""


@dataclass
class Till:
    """`targets` and `variants` are of the same goods, in their order."""

    market: Market
    place_id: UUID
    targets: list[Target]
    variants: list[UUID]

    @classmethod
    async def open(cls, shops: Street, workspace: UUID, count: int, on_hand: int = 10) -> "Till":
        """Goods of a shop that it counts, of which it shows as many as are here."""
        market = await Market.open(shops, workspace, WOO)
        account_id = market.accounts[WOO].id
        await enrol(shops.database, [follower()])
        async with market.tx() as tx:
            place = await places.first_own(tx)
        till = cls(market, place.id, [], [])
        for target, offer in await market.offers(WOO, 40):
            level = offer.stock
            if level is None or level.quantity is None or len(till.targets) == count:
                continue
            product = target.parent_id or target.remote_id
            assert product
            assert target.remote_id
            async with market.tx() as tx:
                product_id = await made(tx, f"Lamp {len(till.targets)}")
                [variant_id] = await variant_ids(tx, product_id)
                ids = (account_id, product_id, variant_id)
                await offering.link(
                    tx, [OfferLink(tx.ids.new(), *ids, product, offer.variant_id)], "person"
                )
                row = (target.remote_id, target.parent_id, product, variant_id, level.quantity)
                await tx.execute(SHOWN, workspace, account_id, *row, tx.now)
                move = Move(variant_id, place.id, MoveKind.receipt, on_hand)
                await moving.move(tx, [move], TEST)
            till.targets.append(target)
            till.variants.append(variant_id)
        assert len(till.targets) == count, "the world has too few goods that are counted"
        return till

    @property
    def account_id(self) -> UUID:
        return self.market.accounts[WOO].id

    def opener(self) -> Any:
        return self.market.shops.opener(self.market.workspace)

    async def switch_on(self) -> None:
        async with self.market.tx() as tx:
            await channels.switch_on(tx, self.account_id)

    async def move(self, place: int, by: int) -> None:
        async with self.market.tx() as tx:
            move = Move(self.variants[place], self.place_id, MoveKind.adjustment, by)
            await moving.move(tx, [move], TEST)

    async def follow(self) -> None:
        while await advance(self.market.shops.database, follower()):
            pass

    async def push(self) -> Pushed:
        await self.follow()
        return await pushing.push(self.market.hands, self.opener(), self.account_id)

    async def compare(self) -> Pushed:
        await self.follow()
        hands, opener = self.market.hands, self.opener()
        return await pushing.compare(hands, opener, self.account_id, "clock")

    async def proven(self) -> Pushed:
        """Pushed, sent, and told."""
        done = await self.push()
        await self.market.send(WOO)
        await self.follow()
        return done

    async def row(self, place: int) -> Any:
        async with self.market.tx() as tx:
            remote_id = self.targets[place].remote_id
            return await tx.fetchrow(ROW, tx.workspace_id, remote_id)

    async def moved(self, place: int) -> Any:
        """Once the shops that sell it know that it moved."""
        await self.follow()
        return await self.row(place)

    async def shown(self, place: int) -> int:
        """What the shop itself shows now."""
        wish = Wish(self.account_id, pushing.KIND, self.targets[place], {pushing.FIELD: 0})
        found = await self.market.looked(wish)
        assert found is not None
        value = found["quantity"]
        assert isinstance(value, int)
        return value

    async def latencies(self) -> Sequence[tuple[UUID, int]]:
        async with self.market.tx() as tx:
            rows = await tx.fetch(LATENCIES, tx.workspace_id)
        return [(row["variant_id"], row["ms"]) for row in rows]

    async def sets(self, title: str) -> Sequence[UUID]:
        """The sets of changes that are called so, oldest first."""
        async with self.market.tx() as tx:
            return [row["id"] for row in await tx.fetch(SETS, tx.workspace_id, title)]

    async def rested(self, place: int, time: timedelta) -> None:
        """What was asked of its listing was asked for so long before."""
        async with self.market.tx() as tx:
            await tx.execute(RESTED, tx.workspace_id, self.targets[place].remote_id, time)

    async def told(self, name: str) -> int:
        async with self.market.tx() as tx:
            return len(await tx.fetch(EVENTS, tx.workspace_id, name))


async def locked_version(tx: Tx, variant_id: UUID) -> int:
    """That of the row that says how it is counted."""
    version: int = await tx.fetchval(
        "select version from stock_items where workspace_id = $1 and variant_id = $2",
        *(tx.workspace_id, variant_id),
    )
    return version
