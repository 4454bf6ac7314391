"""Statements about vouchers, and which order of a supplier each is kept for."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.booking import Booked, VoucherState

NAMES = tuple(each.name for each in fields(Booked))

# Counted of the ids that were found, so that of a page a page of uses is read.
USES = """
    select voucher_id, count(*) filter (where state = 'kept')::integer as kept,
        count(*) filter (where state = 'used')::integer as used
    from purchasing_voucher_uses where workspace_id = $1 and voucher_id = any($2::uuid[])
    group by voucher_id
"""
OF_SUPPLIER = """
    select * from purchasing_vouchers
    where workspace_id = $1 and supplier_id = $2 and code > $3 and ($5 or state = 'active')
    order by code limit $4
"""
EVERYTHING = """
    select * from purchasing_vouchers
    where workspace_id = $1 and ($2::uuid is null or id < $2) and ($4 or state = 'active')
    order by id desc limit $3
"""
GET = "select * from purchasing_vouchers where workspace_id = $1 and id = $2"
LOCKED = "select * from purchasing_vouchers where workspace_id = $1 and id = $2 for update"
COUNT = "select count(*) from purchasing_vouchers where workspace_id = $1 and supplier_id = $2"
OF_CODES = """
    select * from purchasing_vouchers
    where workspace_id = $1 and supplier_id = $2 and code = any($3::text[])
    order by id for update
"""
ADD = """
    insert into purchasing_vouchers (workspace_id, id, supplier_id, code, currency, off_minor,
        off_percent, off_max_minor, spend_min_minor, valid_from, valid_to, uses_max, store_id,
        product_ids, note, state, made_at)
    select $1, given.id, given.supplier_id, given.code, given.currency, given.off, given.percent,
        given.most, given.spend, given.valid_from, given.valid_to, given.uses, given.store,
        coalesce(string_to_array(nullif(given.products, ''), ' '), '{}'), given.note,
        given.state, $2
    from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::bigint[], $8::numeric[],
        $9::bigint[], $10::bigint[], $11::timestamptz[], $12::timestamptz[], $13::integer[],
        $14::text[], $15::text[], $16::text[], $17::text[])
        as given (id, supplier_id, code, currency, off, percent, most, spend, valid_from, valid_to,
            uses, store, products, note, state)
    order by given.code
    on conflict do nothing
    returning id
"""
PUT = """
    update purchasing_vouchers as held set currency = given.currency, off_minor = given.off,
        off_percent = given.percent, off_max_minor = given.most, spend_min_minor = given.spend,
        valid_from = given.valid_from, valid_to = given.valid_to, uses_max = given.uses,
        store_id = given.store,
        product_ids = coalesce(string_to_array(nullif(given.products, ''), ' '), '{}'),
        note = given.note, state = given.state, version = held.version + 1
    from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::numeric[],
        $8::bigint[], $9::bigint[], $10::timestamptz[], $11::timestamptz[], $12::integer[],
        $13::text[], $14::text[], $15::text[], $16::text[])
        as given (id, supplier_id, code, currency, off, percent, most, spend, valid_from, valid_to,
            uses, store, products, note, state)
    where held.workspace_id = $1 and held.id = given.id
"""
# Whoever chooses holds them until it is done: what is left of each is counted again after that.
CHOICE = """
    select * from purchasing_vouchers as held
    where workspace_id = $1 and supplier_id = $2 and state = 'active' and currency = $3
      and (valid_from is null or valid_from <= $4) and (valid_to is null or valid_to > $4)
      and uses_max > (select count(*) from purchasing_voucher_uses as other
        where other.workspace_id = $1 and other.voucher_id = held.id
          and other.state in ('kept', 'used'))
    order by valid_to nulls last, id limit $5 for update
"""
# One order keeps one voucher; a voucher that is used up meanwhile is not kept.
KEEP = """
    with given as (
        select *, row_number() over (partition by voucher_id order by purchase_id) as place
        from unnest($2::uuid[], $3::uuid[], $4::bigint[]) as each (purchase_id, voucher_id, off)
    ), kept as (
        insert into purchasing_voucher_uses as held (workspace_id, voucher_id, purchase_id, state,
            off_minor, at)
        select $1, given.voucher_id, given.purchase_id, 'kept', given.off, $5
        from given join purchasing_vouchers as voucher
          on voucher.workspace_id = $1 and voucher.id = given.voucher_id
        where given.place + (select count(*) from purchasing_voucher_uses as other
            where other.workspace_id = $1 and other.voucher_id = given.voucher_id
              and other.state in ('kept', 'used')) <= voucher.uses_max
        on conflict (workspace_id, voucher_id, purchase_id) do update
        set state = 'kept', off_minor = excluded.off_minor, at = excluded.at
        where held.state = 'free'
        returning voucher_id, purchase_id
    )
    update purchasing_orders as purchase set voucher_id = kept.voucher_id,
        voucher_code = voucher.code
    from kept join purchasing_vouchers as voucher
      on voucher.workspace_id = $1 and voucher.id = kept.voucher_id
    where purchase.workspace_id = $1 and purchase.id = kept.purchase_id
    returning purchase.id, kept.voucher_id
"""
LET_GO = """
    update purchasing_voucher_uses set state = 'free', at = $3
    where workspace_id = $1 and purchase_id = any($2::uuid[]) and state = 'kept'
    returning voucher_id, purchase_id
"""
UNNAMED = """
    update purchasing_orders set voucher_id = null, voucher_code = ''
    where workspace_id = $1 and id = any($2::uuid[]) and voucher_id is not null
"""
USED = """
    update purchasing_voucher_uses set state = 'used', at = $3
    where workspace_id = $1 and purchase_id = any($2::uuid[]) and state = 'kept'
"""


def read(row: Any, uses: Mapping[UUID, tuple[int, int]]) -> Booked:
    values = {name: row[name] for name in NAMES if name not in ("kept", "used")}
    kept, used = uses.get(values["id"], (0, 0))
    return Booked(
        **{
            **values,
            "product_ids": tuple(values["product_ids"]),
            "state": VoucherState(values["state"]),
            "kept": kept,
            "used": used,
        }
    )


async def counted(tx: Tx, rows: Sequence[Any]) -> Sequence[Booked]:
    ids = [row["id"] for row in rows]
    found = await tx.fetch(USES, tx.workspace_id, ids) if ids else ()
    uses = {row["voucher_id"]: (row["kept"], row["used"]) for row in found}
    return [read(row, uses) for row in rows]


async def of_supplier(
    tx: Tx, supplier_id: UUID, after: str, rows_max: int, *, off: bool
) -> Sequence[Booked]:
    """Sorted by their codes."""
    args = tx.workspace_id, supplier_id, after, rows_max, off
    return await counted(tx, await tx.fetch(OF_SUPPLIER, *args))


async def everything(tx: Tx, before: UUID | None, rows_max: int, *, off: bool) -> Sequence[Booked]:
    rows = await tx.fetch(EVERYTHING, tx.workspace_id, before, rows_max, off)
    return await counted(tx, rows)


async def get(tx: Tx, voucher_id: UUID, *, lock: bool = False) -> Booked | None:
    if lock:
        row = await tx.fetchrow(LOCKED, tx.workspace_id, voucher_id)
    else:
        row = await tx.fetchrow(GET, tx.workspace_id, voucher_id)
    return (await counted(tx, [row]))[0] if row else None


async def count(tx: Tx, supplier_id: UUID) -> int:
    return int(await tx.fetchval(COUNT, tx.workspace_id, supplier_id))


async def of_codes(tx: Tx, supplier_id: UUID, codes: Sequence[str]) -> Mapping[str, Booked]:
    """Locked."""
    rows = await tx.fetch(OF_CODES, tx.workspace_id, supplier_id, list(codes))
    return {each.code: each for each in await counted(tx, rows)}


def columns(vouchers: Sequence[Booked]) -> Sequence[list[object]]:
    rows = [
        (
            *(each.id, each.supplier_id, each.code, each.currency, each.off_minor),
            *(each.off_percent, each.off_max_minor, each.spend_min_minor, each.valid_from),
            *(each.valid_to, each.uses_max, each.store_id, " ".join(each.product_ids)),
            *(each.note, each.state.value),
        )
        for each in vouchers
    ]
    return [list(each) for each in zip(*rows, strict=True)]


async def add(tx: Tx, vouchers: Sequence[Booked]) -> Sequence[UUID]:
    """Those whose code was not there."""
    rows = await tx.fetch(ADD, tx.workspace_id, tx.now, *columns(vouchers)) if vouchers else ()
    return [row["id"] for row in rows]


async def put(tx: Tx, vouchers: Sequence[Booked]) -> None:
    if vouchers:
        await tx.execute(PUT, tx.workspace_id, *columns(vouchers))


async def choice(tx: Tx, supplier_id: UUID, currency: str, rows_max: int) -> Sequence[Booked]:
    """Those that are good now, locked; their uses are counted after that."""
    rows = await tx.fetch(CHOICE, tx.workspace_id, supplier_id, currency, tx.now, rows_max)
    return await counted(tx, rows)


async def keep(tx: Tx, uses: Sequence[tuple[UUID, UUID, int]]) -> Mapping[UUID, UUID]:
    """Purchase, voucher, and what it takes off; of each purchase the voucher that it keeps."""
    if not uses:
        return {}
    given = [list(each) for each in zip(*uses, strict=True)]
    rows = await tx.fetch(KEEP, tx.workspace_id, *given, tx.now)
    return {row["id"]: row["voucher_id"] for row in rows}


async def let_go(tx: Tx, purchase_ids: Sequence[UUID]) -> int:
    """What was kept and not used is free again; the orders name it no more."""
    rows = await tx.fetch(LET_GO, tx.workspace_id, list(purchase_ids), tx.now)
    freed = sorted({row["purchase_id"] for row in rows})
    if freed:
        await tx.execute(UNNAMED, tx.workspace_id, freed)
    return len(rows)


async def used(tx: Tx, purchase_ids: Sequence[UUID]) -> int:
    return await tx.execute(USED, tx.workspace_id, list(purchase_ids), tx.now)
