"""Orders at suppliers as people see them: lists, a board, and one with all that is known of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from hanse.changes.service.hands import Hands
from hanse.engine.manifest import Supplies
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import labels
from hanse.rooms.connections.service import accounts
from hanse.rooms.purchasing.model.parcels import Parcel
from hanse.rooms.purchasing.model.purchases import Purchase
from hanse.rooms.purchasing.model.states import State
from hanse.rooms.purchasing.service import acting, showing, suppliers
from hanse.rooms.purchasing.service.suppliers import Cards
from hanse.rooms.purchasing.store import listing as store
from hanse.rooms.purchasing.store import purchases as purchases_store
from hanse.rooms.purchasing.store import searching

COUNT_MAX = 10_000  # more are not counted
EVENTS_MAX = 100  # of a parcel
ENDS_AT = datetime(2200, 1, 1, tzinfo=UTC)
BEGINS_AT = datetime(2000, 1, 1, tzinfo=UTC)
NEWEST = ENDS_AT, UUID(int=(1 << 128) - 1)
OLDEST = BEGINS_AT, UUID(int=0)
# In the order in which they pass; what came to nothing is at the end.
BOARD = (
    *(State.asking, State.unsure, State.refused, State.waiting, State.quoted, State.placing),
    *(State.unpaid, State.placed, State.sent, State.delivered, State.cancelling),
    *(State.cancelled, State.stopped),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which are wanted. One of late, order, search, supplier and account is looked for at a time,
    in this order; a supplier narrows late and search, states what comes after order."""

    states: tuple[State, ...] = ()
    supplier_id: UUID | None = None
    account_id: UUID | None = None
    order_id: UUID | None = None
    late: bool = False
    search: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    purchase: Purchase
    supplier: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    id: UUID
    order_line_id: UUID
    variant_id: UUID
    offer_id: UUID
    quantity: int
    unwanted: int
    settled: int
    expected_minor: int | None
    price_minor: int | None
    sku: str  # ours
    title: str
    supplier_sku: str
    product_remote_id: str
    variant_remote_id: str


@dataclass(frozen=True, slots=True)
class Step:
    """What was told of a parcel's way."""

    at: datetime | None
    at_text: str
    state: str | None
    word: str
    said: str
    place: str
    heard_at: datetime


@dataclass(frozen=True, slots=True)
class Whole:
    """`remotes` are the orders at the supplier that it became, with the state of each."""

    purchase: Purchase
    supplier: str
    account: str
    platform: str
    card: Supplies | None
    lines: Sequence[ShownLine]
    parcels: Sequence[tuple[Parcel, Sequence[Step]]]
    remotes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    state: State
    count: int
    first: Sequence[Listed]


async def page(
    tx: Tx, asked: Asked, cursor: tuple[datetime, UUID] | None, rows_max: int
) -> Sequence[Listed]:
    """The newest first; what is late by how long, the longest first. Those of an order all."""
    if asked.late:
        return await read(tx, await late(tx, asked.supplier_id, cursor or OLDEST, rows_max))
    if asked.order_id is not None:
        found = await purchases_store.of_orders(tx, [asked.order_id])
        return await listed(tx, found[: rows_max - 1])
    if asked.search.strip():
        args = asked.search, asked.states, asked.supplier_id, cursor or NEWEST, rows_max
        return await read(tx, await searching.search(tx, *args))
    return await read(
        tx,
        await store.page(
            *(tx, asked.states, asked.supplier_id, asked.account_id, cursor or NEWEST, rows_max)
        ),
    )


async def late(
    tx: Tx, supplier_id: UUID | None, after: tuple[datetime, UUID], rows_max: int
) -> Sequence[store.Row]:
    if supplier_id is not None:
        return await searching.late(tx, supplier_id, after, rows_max)
    return await store.late(tx, after, rows_max)


def place(found: Listed, *, late: bool) -> tuple[datetime, UUID]:
    """Where a page of such a list ends."""
    at = found.purchase.arrives_by if late else found.purchase.made_at
    return at or found.purchase.made_at, found.purchase.id


async def read(tx: Tx, rows: Sequence[store.Row]) -> Sequence[Listed]:
    return await listed(tx, [purchases_store.read(row) for row in rows])


async def listed(tx: Tx, found: Sequence[Purchase]) -> Sequence[Listed]:
    names = await suppliers.names(tx, [each.supplier_id for each in found])
    return [Listed(each, names[each.supplier_id].name) for each in found]


async def board(
    tx: Tx, each_max: int, supplier_id: UUID | None = None
) -> tuple[Sequence[Column], int]:
    """How many stand where, with the newest of each state; and how many are late. Of all
    suppliers, or of one."""
    if supplier_id is None:
        counts, late_ones = await store.counts(tx, COUNT_MAX), await store.count_late(tx, COUNT_MAX)
        rows = await store.firsts(tx, BOARD, each_max) if each_max else ()
    else:
        counts = await searching.counts(tx, supplier_id, COUNT_MAX)
        late_ones = await searching.count_late(tx, supplier_id, COUNT_MAX)
        rows = await searching.firsts(tx, supplier_id, BOARD, each_max) if each_max else ()
    names = await read(tx, rows)
    by_state: dict[State, list[Listed]] = {}
    for each in names:
        by_state.setdefault(each.purchase.state, []).append(each)
    columns = [Column(each, counts.get(each, 0), by_state.get(each, ())) for each in BOARD]
    return columns, late_ones


async def one(tx: Tx, cards: Cards, purchase_id: UUID) -> Whole:
    purchase = await showing.one(tx, purchase_id)
    supplier = (await suppliers.names(tx, [purchase.supplier_id]))[purchase.supplier_id]
    found = await accounts.of_ids(tx, [purchase.account_id])
    account = found[0] if found else None
    remotes = await purchases_store.remotes(tx, [purchase_id])
    return Whole(
        *(purchase, supplier.name, account.name if account else ""),
        account.platform if account else "",
        suppliers.card_of(cards, account),
        await lines_of(tx, purchase_id),
        await parcels_of(tx, purchase_id),
        remotes.get(purchase_id, {}),
    )


async def pay(hands: Hands, tx: Tx, ids: Sequence[UUID]) -> tuple[int, UUID | None]:
    """How many of these stood unpaid, and the set of changes that pays them."""
    found = await purchases_store.ones(tx, sorted(set(ids)), lock=True)
    unpaid = [each for each in found.values() if each.state is State.unpaid and each.remote_id]
    return len(unpaid), await acting.pay(hands, tx, ids)


async def lines_of(tx: Tx, purchase_id: UUID) -> Sequence[ShownLine]:
    rows = await store.lines(tx, [purchase_id])
    called = await labels.labels(tx, sorted({row["variant_id"] for row in rows}))
    return [
        ShownLine(
            *(row["id"], row["order_line_id"], row["variant_id"], row["offer_id"]),
            *(row["quantity"], row["unwanted"], row["settled"]),
            *(row["expected_minor"], row["price_minor"]),
            *((label.sku, label.title) if label else ("", "")),
            *(row["sku"], row["product_remote_id"], row["variant_remote_id"]),
        )
        for row in rows
        for label in [called.get(row["variant_id"])]
    ]


async def parcels_of(tx: Tx, purchase_id: UUID) -> Sequence[tuple[Parcel, Sequence[Step]]]:
    parcels = await showing.parcels(tx, purchase_id)
    steps: dict[UUID, list[Step]] = {}
    for row in await store.events(tx, [each.id for each in parcels], EVENTS_MAX):
        steps.setdefault(row["parcel_id"], []).append(
            Step(
                *(row["at"], row["at_text"], row["state"], row["word"], row["said"]),
                *(row["place"], row["heard_at"]),
            )
        )
    return [(each, steps.get(each.id, ())) for each in parcels]
