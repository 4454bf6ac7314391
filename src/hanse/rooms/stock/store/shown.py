"""Statements about what shops show of stock, and about what is to be looked at again."""

from collections.abc import Collection, Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.stock.model.shown import RemotePlace, ShownRow

COLUMNS = """account_id, target, parent, remote_product_id, remote_place, offer_id, variant_id,
    quantity, buyable, seen_at, moved_at, asked, asked_at, proven_at, latency_ms, hidden_at"""
OF_VARIANTS = f"""
    select {COLUMNS} from stock_shown
    where workspace_id = $1 and variant_id = any($2::uuid[])
      and ($3::uuid is null or account_id = $3)
    order by variant_id, account_id, target
"""  # noqa: S608 - our own columns
# In the order in which pushes lock them, so that nobody waits crosswise.
OF_PRODUCTS = f"""
    select {COLUMNS} from stock_shown
    where workspace_id = $1 and account_id = $2 and remote_product_id = any($3::text[])
    order by target for update
"""  # noqa: S608 - our own columns
PUT = """
    insert into stock_shown (workspace_id, account_id, target, parent, remote_product_id,
        remote_place, offer_id, variant_id, quantity, buyable, seen_at)
    select $1, $2, given.* from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[],
        $8::uuid[], $9::bigint[], $10::boolean[], $11::timestamptz[]) as given
    order by 3
    on conflict (workspace_id, account_id, target) do update
    set parent = excluded.parent, remote_product_id = excluded.remote_product_id,
        remote_place = excluded.remote_place, offer_id = excluded.offer_id,
        variant_id = excluded.variant_id, quantity = excluded.quantity,
        buyable = excluded.buyable, seen_at = excluded.seen_at
"""
DROP = """
    delete from stock_shown
    where workspace_id = $1 and account_id = $2 and target = any($3::text[])
      and remote_product_id = any($4::text[])
"""
ADD_LOOKS = """
    insert into stock_looks (workspace_id, account_id, remote_product_id)
    select $1, $2, given.name from unnest($3::text[]) as given (name) order by 3
    on conflict do nothing
"""
# What is taken is gone before it is looked at: whoever asks meanwhile asks for one look more.
TAKE_LOOKS = """
    with taken as (
        select remote_product_id from stock_looks where workspace_id = $1 and account_id = $2
        order by remote_product_id limit $3 for update skip locked
    )
    delete from stock_looks held using taken
    where held.workspace_id = $1 and held.account_id = $2
      and held.remote_product_id = taken.remote_product_id
    returning held.remote_product_id
"""
WAITS = "select exists (select from stock_looks where workspace_id = $1)"
NAMES = """
    select distinct remote_product_id from stock_shown
    where workspace_id = $1 and account_id = $2 and remote_product_id > $3
    order by remote_product_id limit $4
"""
OFFERED = """
    select distinct account_id, remote_product_id from stock_shown
    where workspace_id = $1 and offer_id = any($2::uuid[])
"""
BEGIN_READING = """
    insert into stock_readings (workspace_id, account_id, begun_at)
    select $1, given.id, $3 from unnest($2::uuid[]) as given (id)
    on conflict do nothing returning account_id
"""
READ = "select account_id from stock_readings where account_id = any($1::uuid[])"
LEFT = "select distinct workspace_id, account_id from stock_looks limit $1"
PLACES = """
    select remote_id, name, active, place_id from stock_remote_places
    where workspace_id = $1 and account_id = $2 order by remote_id
"""
PUT_PLACES = """
    insert into stock_remote_places (workspace_id, account_id, remote_id, name, active, place_id)
    select $1, $2, given.remote_id, given.name, given.active, (
        select id from stock_places
        where workspace_id = $1 and state = 'active' and kind = 'own'
          and lower(name) = lower(given.name))
    from unnest($3::text[], $4::text[], $5::boolean[]) as given (remote_id, name, active)
    on conflict (workspace_id, account_id, remote_id) do update
    set name = excluded.name, active = excluded.active,
        place_id = coalesce(stock_remote_places.place_id, excluded.place_id)
"""
DROP_PLACES = """
    delete from stock_remote_places
    where workspace_id = $1 and account_id = $2 and remote_id = any($3::text[])
"""
SET_PLACES = """
    update stock_remote_places held set place_id = given.place_id
    from unnest($3::text[], $4::uuid[]) as given (remote_id, place_id)
    where held.workspace_id = $1 and held.account_id = $2 and held.remote_id = given.remote_id
"""


async def of_variants(
    tx: Tx, account_id: UUID | None, variant_ids: Collection[UUID]
) -> Sequence[ShownRow]:
    rows = await tx.fetch(OF_VARIANTS, tx.workspace_id, list(variant_ids), account_id)
    return [ShownRow(*row) for row in rows]


async def of_products(tx: Tx, account_id: UUID, names: Sequence[str]) -> Sequence[ShownRow]:
    """Held until the transaction ends."""
    rows = await tx.fetch(OF_PRODUCTS, tx.workspace_id, account_id, list(names))
    return [ShownRow(*row) for row in rows]


async def put(tx: Tx, account_id: UUID, rows: Sequence[ShownRow]) -> None:
    """What the shop shows; what it was asked for stays as it is."""
    columns = zip(
        *(
            (
                *(each.target, each.parent, each.remote_product_id, each.remote_place),
                *(each.offer_id, each.variant_id, each.quantity, each.buyable, each.seen_at),
            )
            for each in rows
        ),
        strict=True,
    )
    await tx.execute(PUT, tx.workspace_id, account_id, *map(list, columns))


async def drop(tx: Tx, account_id: UUID, targets: Sequence[str], products: Sequence[str]) -> None:
    """Those that these products have no more; one that another product took over stays."""
    await tx.execute(DROP, tx.workspace_id, account_id, list(targets), list(products))


async def add_looks(tx: Tx, account_id: UUID, names: Collection[str]) -> None:
    await tx.execute(ADD_LOOKS, tx.workspace_id, account_id, list(names))


async def take_looks(tx: Tx, account_id: UUID, rows_max: int) -> Sequence[str]:
    rows = await tx.fetch(TAKE_LOOKS, tx.workspace_id, account_id, rows_max)
    return [row["remote_product_id"] for row in rows]


async def waits(tx: Tx) -> bool:
    """Whether anything is to be looked at."""
    found: bool = await tx.fetchval(WAITS, tx.workspace_id)
    return found


async def names(tx: Tx, account_id: UUID, after: str, rows_max: int) -> Sequence[str]:
    """Products of which something is shown."""
    rows = await tx.fetch(NAMES, tx.workspace_id, account_id, after, rows_max)
    return [row["remote_product_id"] for row in rows]


async def offered(tx: Tx, offer_ids: Sequence[UUID]) -> Sequence[tuple[UUID, str]]:
    """By shop, the products in which these offers are."""
    rows = await tx.fetch(OFFERED, tx.workspace_id, list(offer_ids))
    return [(row["account_id"], row["remote_product_id"]) for row in rows]


async def begin_reading(tx: Tx, account_ids: Sequence[UUID]) -> Sequence[UUID]:
    """Those that had not begun before."""
    rows = await tx.fetch(BEGIN_READING, tx.workspace_id, list(account_ids), tx.now)
    return [row["account_id"] for row in rows]


async def read_of(tx: Tx, account_ids: Sequence[UUID]) -> set[UUID]:
    """In the system's transaction: those that have begun."""
    return {row["account_id"] for row in await tx.fetch(READ, list(account_ids))}


async def left(tx: Tx, rows_max: int) -> Sequence[tuple[UUID, UUID]]:
    """In the system's transaction: by workspace, shops of which something is to be looked at."""
    return [(row["workspace_id"], row["account_id"]) for row in await tx.fetch(LEFT, rows_max)]


async def places(tx: Tx, account_id: UUID) -> Sequence[RemotePlace]:
    return [RemotePlace(*row) for row in await tx.fetch(PLACES, tx.workspace_id, account_id)]


async def put_places(tx: Tx, account_id: UUID, found: Sequence[RemotePlace]) -> None:
    """One that nobody has said of which of ours it is, is that of the same name."""
    await tx.execute(
        PUT_PLACES,
        *(tx.workspace_id, account_id, [each.remote_id for each in found]),
        *([each.name for each in found], [each.active for each in found]),
    )


async def drop_places(tx: Tx, account_id: UUID, remote_ids: Sequence[str]) -> None:
    await tx.execute(DROP_PLACES, tx.workspace_id, account_id, list(remote_ids))


async def set_places(tx: Tx, account_id: UUID, found: Sequence[RemotePlace]) -> None:
    await tx.execute(
        SET_PLACES,
        *(tx.workspace_id, account_id, [each.remote_id for each in found]),
        [each.place_id for each in found],
    )
