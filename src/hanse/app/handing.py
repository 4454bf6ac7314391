"""What changes is handed: the shops, what they show, and what is known of prices."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from hanse.changes.service import hands
from hanse.changes.service.hands import FilesOf, Hands, Size
from hanse.engine.files.shelf import Shelf
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import media
from hanse.rooms.connections.service import accounts, modes, writing
from hanse.rooms.connections.service.reach import Opened, Reach
from hanse.rooms.mirror.service import buying, showing, storing
from hanse.rooms.orders.service import recipients
from hanse.rooms.pricing.service import guarding
from hanse.rooms.purchasing.service import disputing
from hanse.trade.fields import Fields
from hanse.trade.files import File, Place
from hanse.trade.goods import Offer, Product
from hanse.trade.ports_read import Kind, Question, Reply, Row
from hanse.trade.ports_write import Target, WritePort
from hanse.trade.stock import ItemStock, Location


@dataclass(frozen=True, slots=True)
class Shops:
    """The way to connected shops, as changes knows it."""

    reach: Reach
    shelf: Shelf

    async def open(self, workspace_id: UUID, account_id: UUID) -> hands.Opened:
        return await self.reach.open(workspace_id, account_id)

    async def ask(self, opened: hands.Opened, question: Question, *, priority: int = 0) -> Reply:
        return await self.reach.ask(cast("Opened", opened), question, priority=priority)

    def turn(
        self, opened: hands.Opened, family: str, cost: float, priority: int, wait_max_s: float
    ) -> AbstractAsyncContextManager[hands.Turn]:
        return turn(self.reach, cast("Opened", opened), family, cost, priority, wait_max_s)

    async def stage(self, opened: hands.Opened, question: Question) -> Reply:
        return await writing.stage(self.reach, cast("Opened", opened), question)

    async def bring(self, opened: hands.Opened, family: str, place: Place, file: File) -> None:
        content = await self.shelf.open(file.digest)
        await writing.bring(self.reach, cast("Opened", opened), family, place, file, content)


@asynccontextmanager
async def turn(
    reach: Reach, opened: Opened, family: str, cost: float, priority: int, wait_max_s: float
) -> AsyncIterator[hands.Turn]:
    async with writing.turn(reach, opened, family, cost, priority, wait_max_s) as mine:
        yield mine


def hands_of(reach: Reach, platforms: Sequence[hands.Platform], shelf: Shelf) -> Hands:
    """All that changes needs of the rooms above it."""
    return Hands(
        database=reach.database,
        shops=Shops(reach, shelf),
        powers=hands.powers(platforms),
        accounts=accounts_of,
        live_for_share=modes.live_for_share,
        shown=shown,
        sizes=sizes,
        known=guarding.known,
        seen=saw,
        files=files_at(reach.base),
        first=first,
        recipients=recipients.named,
    )


async def accounts_of(tx: Tx, account_ids: Sequence[UUID]) -> Mapping[UUID, hands.Account]:
    return {
        each.id: hands.Account(
            *(each.id, each.name, each.platform, each.shop, each.is_connected),
            live=each.effective_mode == "live",
        )
        for each in await accounts.of_ids(tx, account_ids)
    }


async def shown(
    tx: Tx, account_id: UUID, port: WritePort, targets: Sequence[Target]
) -> Mapping[Target, tuple[Fields, str]]:
    """What was last read of these, of whatever kind the port reads them back: a product tells of
    its offers, unless they are read apart."""
    asked: dict[Kind, set[str]] = {Kind.products: parents(targets)}
    for reading in port.readings(targets):
        asked.setdefault(reading.kind, set()).update(reading.ask.ids)
    products = await showing.named(tx, account_id, Kind.products, sorted(asked[Kind.products]))
    offers = await showing.named(tx, account_id, Kind.offers, sorted(asked.get(Kind.offers, ())))
    items = await showing.stocked(tx, account_id, sorted(asked.get(Kind.levels, ())))
    spots = {level.location_id for item in items.values() for level in item.levels}
    titles = Titles(products, await showing.places(tx, account_id, sorted(spots)))
    bought = sorted(asked.get(Kind.purchases, ()))
    purchases = await buying.purchases(tx, account_id, bought, "to see what stands there")
    found: dict[str, tuple[Fields, str]] = {
        each.target.remote_id: (each.fields, value.number or value.remote_id)
        for value in purchases.values()
        for each in port.found(Kind.purchases, value)
        if each.target.remote_id
    }
    for dispute in await disputing.known(tx, account_id, sorted(asked.get(Kind.disputes, ()))):
        for each in port.found(Kind.disputes, dispute):
            if each.target.remote_id:
                found[each.target.remote_id] = (each.fields, dispute.remote_id)
    for kind, values in (
        (Kind.levels, items),
        (Kind.offers, offers),
        (Kind.products, products),
    ):
        for value in values.values():
            for each in port.found(kind, value):
                if each.target.remote_id:
                    found[each.target.remote_id] = (each.fields, titles.of(value, each.target))
    return {
        each: found[each.remote_id]
        for each in targets
        if each.remote_id in found and each.remote_id
    }


async def saw(
    tx: Tx, account_id: UUID, kind: Kind, rows: Sequence[Row[Any]], asked_at: datetime
) -> None:
    """Disputes stand with the orders that they are about; all else is the mirror's."""
    if kind is Kind.disputes:
        await disputing.saw(tx, account_id, [row.value for row in rows])
    else:
        await storing.saw(tx, account_id, kind, rows, asked_at)


def parents(targets: Sequence[Target]) -> set[str]:
    return {name for each in targets if (name := each.parent_id or each.remote_id)}


@dataclass(frozen=True, slots=True)
class Titles:
    """As a person knows it: the product, of an offer what a buyer chooses, of stock the place."""

    products: Mapping[str, Product | Offer]
    places: Mapping[str, Location]

    def of(self, value: Product | Offer | ItemStock, target: Target) -> str:
        above = value if isinstance(value, Product) else self.products.get(target.parent_id or "")
        product = above if isinstance(above, Product) else None
        variant = value.variant_id if isinstance(value, ItemStock) else target.remote_id
        offer = value if isinstance(value, Offer) else offer_in(product, variant)
        chosen = [each.value for each in offer.choices if each.value] if offer else []
        name = product.title if product else value.sku if isinstance(value, ItemStock) else None
        title = ", ".join(filter(None, [name, *chosen]))
        if not isinstance(value, ItemStock):
            return title
        place = self.places.get((target.remote_id or "").rpartition("@")[2])
        return f"{title} ({place.name})" if place and place.name else title


def offer_in(product: Product | None, variant_id: str | None) -> Offer | None:
    offers = product.offers if product else ()
    return next((each for each in offers if each.variant_id == variant_id), None)


def files_at(base: str) -> FilesOf:
    """Pictures of the catalogue, which are named in changes as they are to platforms."""

    async def files(tx: Tx, names: Sequence[str]) -> Mapping[str, File]:
        known = await media.files_of(tx, {each.partition(".")[0] for each in names})
        named = {each.file_name: each for each in known.values()}
        return {
            name: File(name, each.media_type, each.bytes, media.address(tx, base, each) or "")
            for name in names
            if (each := named.get(name))
        }

    return files


async def first(tx: Tx, account_id: UUID, rows_max: int) -> Sequence[str]:
    wanted = showing.Wanted(account_id=account_id)
    found = await showing.list_things(tx, Kind.products, wanted, None, rows_max)
    return [each.remote_id for each in found]


async def sizes(tx: Tx, account_ids: Sequence[UUID]) -> Mapping[UUID, Size]:
    """Counted in products. A shop that sells without counting has what it shows."""
    found = await showing.sizes(tx, account_ids)
    return {each: Size(rows, live) for each, (rows, live) in found.items()}
