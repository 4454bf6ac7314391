"""Statements about matching: what is to be looked at, which codes shops bear, what waits for a
person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from hanse.base.faults import Finding, Severity
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.matching import Candidate, How, Why

ADD_LOOKS = """
    insert into catalog_looks (workspace_id, id, account_id, kind, row_id)
    select $1, given.id, $2, $3, given.row_id
    from unnest($4::uuid[], $5::uuid[]) as given (id, row_id)
"""
LOOKS = """
    select id, kind, row_id from catalog_looks
    where workspace_id = $1 and account_id = $2 and is_coded = $3
    order by id limit $4 for update skip locked
"""
WAITS = "select exists (select from catalog_looks where workspace_id = $1 and account_id = $2)"
CODED = """
    update catalog_looks set is_coded = true where workspace_id = $1 and id = any($2::uuid[])
"""
DROP_LOOKS = "delete from catalog_looks where workspace_id = $1 and id = any($2::uuid[])"
DROP_LISTED = """
    delete from catalog_listed
    where workspace_id = $1 and account_id = $2 and remote_product_id = any($3::text[])
"""
ADD_LISTED = """
    insert into catalog_listed
        (workspace_id, account_id, remote_product_id, remote_name, sku, gtin_key)
    select $1, $2, given.* from unnest($3::text[], $4::text[], $5::text[], $6::text[]) as given
    on conflict do nothing
"""
THERE = """
    select 'sku' as how, sku as code, count(distinct remote_name) as offers from catalog_listed
    where workspace_id = $1 and account_id = $2 and sku = any($3::text[]) and sku <> ''
    group by sku
    union all
    select 'barcode', gtin_key, count(distinct remote_name) from catalog_listed
    where workspace_id = $1 and account_id = $2 and gtin_key = any($4::text[]) group by gtin_key
"""
SOLD = """
    select variant_id, coalesce(remote_variant_id, remote_product_id) from catalog_offers
    where workspace_id = $1 and account_id = $2 and variant_id = any($3::uuid[])
"""
PUT = """
    insert into catalog_matches (workspace_id, id, account_id, remote_product_id, title, sku,
        image_url, why, candidates, product_id, state, found_at)
    select $1, given.id, $2, given.remote_product_id, given.title, given.sku, given.image_url,
        given.why, given.candidates, given.product_id, 'open', $3
    from jsonb_to_recordset($4::jsonb) as given (id uuid, remote_product_id text, title text,
        sku text, image_url text, why text, candidates jsonb, product_id uuid)
    on conflict (workspace_id, account_id, remote_product_id) do update
    set title = excluded.title, sku = excluded.sku, image_url = excluded.image_url,
        why = excluded.why, candidates = excluded.candidates, product_id = excluded.product_id
    where catalog_matches.state = 'open'
"""
DROP_OF_LISTINGS = """
    delete from catalog_matches
    where workspace_id = $1 and account_id = $2 and remote_product_id = any($3::text[])
      and state <> 'rejected'
"""
DROP = "delete from catalog_matches where workspace_id = $1 and id = any($2::uuid[])"
ANSWERED = """
    select remote_product_id from catalog_matches
    where workspace_id = $1 and account_id = $2 and remote_product_id = any($3::text[])
      and (state <> 'open' or why = 'unlinked')
"""
MATCHES = """
    select id, account_id, remote_product_id, title, sku, image_url, why, candidates, product_id,
        state, finding, found_at
    from catalog_matches where workspace_id = $1
"""
FIND = f"""{MATCHES} and state = $2 and ($3::uuid is null or account_id = $3)
      and ($4::boolean is null or (product_id is not null) = $4)
      and ($5::uuid is null or id > $5)
    order by id limit $6
"""
LOCKED = f"{MATCHES} and id = any($2::uuid[]) order by id for update"
TO_MAKE = f"""{MATCHES} and account_id = $2 and state = 'making'
    order by id limit $3 for update skip locked
"""
SET_STATE = """
    update catalog_matches set state = $3, finding = null
    where workspace_id = $1 and id = any($2::uuid[])
"""
MAKE_ALL = """
    update catalog_matches set state = 'making', finding = null
    where workspace_id = $1 and account_id = $2 and state = 'open'
      and ($3::boolean is null or (product_id is not null) = $3)
    returning id
"""
PUT_BACK = """
    update catalog_matches set state = 'open', finding = $3
    where workspace_id = $1 and account_id = $2 and state = 'making'
"""
COUNTS = """
    select account_id, state, count(*) as matches,
        count(*) filter (where product_id is not null) as hinted
    from catalog_matches where workspace_id = $1 group by account_id, state
"""


@dataclass(frozen=True, slots=True)
class Look:
    id: UUID
    kind: str
    row_id: UUID


@dataclass(frozen=True, slots=True)
class Asked:
    """A listing of which a person is to say what it is."""

    id: UUID
    account_id: UUID
    remote_product_id: str
    title: str
    sku: str
    image_url: str | None
    why: Why
    candidates: tuple[Candidate, ...]
    product_id: UUID | None
    state: str
    finding: Finding | None
    found_at: datetime


async def add_looks(tx: Tx, account_id: UUID, kind: str, row_ids: Sequence[UUID]) -> None:
    ids = [tx.ids.new() for _ in row_ids]
    await tx.execute(ADD_LOOKS, tx.workspace_id, account_id, kind, ids, list(row_ids))


async def looks(tx: Tx, account_id: UUID, rows_max: int, *, coded: bool) -> Sequence[Look]:
    rows = await tx.fetch(LOOKS, tx.workspace_id, account_id, coded, rows_max)
    return [Look(*row) for row in rows]


async def waits(tx: Tx, account_id: UUID) -> bool:
    """Whether listings of it are still to be looked at."""
    found: bool = await tx.fetchval(WAITS, tx.workspace_id, account_id)
    return found


async def note_coded(tx: Tx, ids: Sequence[UUID]) -> None:
    await tx.execute(CODED, tx.workspace_id, list(ids))


async def drop_looks(tx: Tx, ids: Sequence[UUID]) -> None:
    await tx.execute(DROP_LOOKS, tx.workspace_id, list(ids))


async def put_listed(
    tx: Tx,
    account_id: UUID,
    remote_product_ids: Sequence[str],
    rows: Sequence[tuple[str, str, str, str | None]],
) -> None:
    """Listing, offer, SKU and barcode of all offers of these listings."""
    await tx.execute(DROP_LISTED, tx.workspace_id, account_id, list(remote_product_ids))
    columns = [list(each) for each in zip(*rows, strict=True)] or [[], [], [], []]
    await tx.execute(ADD_LISTED, tx.workspace_id, account_id, *columns)


async def there(
    tx: Tx, account_id: UUID, skus: Sequence[str], gtin_keys: Sequence[str]
) -> Mapping[tuple[How, str], int]:
    """How many offers of the shop bear each of these codes."""
    rows = await tx.fetch(THERE, tx.workspace_id, account_id, list(skus), list(gtin_keys))
    return {(How(how), code): offers for how, code, offers in rows}


async def sold(tx: Tx, account_id: UUID, variant_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    rows = await tx.fetch(SOLD, tx.workspace_id, account_id, list(variant_ids))
    return {variant_id: name for variant_id, name in rows}  # noqa: C416 - rows are records


async def put(tx: Tx, account_id: UUID, asked: Sequence[Asked]) -> None:
    rows = [
        {
            "id": each.id,
            "remote_product_id": each.remote_product_id,
            "title": each.title,
            "sku": each.sku,
            "image_url": each.image_url,
            "why": each.why.value,
            "candidates": each.candidates,
            "product_id": each.product_id,
        }
        for each in asked
    ]
    document = msgspec.json.encode(rows).decode()
    await tx.execute(PUT, tx.workspace_id, account_id, tx.now, document)


async def drop_of_listings(tx: Tx, account_id: UUID, remote_ids: Sequence[str]) -> None:
    """Those that are known now, or that the shop does not show any more."""
    await tx.execute(DROP_OF_LISTINGS, tx.workspace_id, account_id, list(remote_ids))


async def drop(tx: Tx, ids: Sequence[UUID]) -> None:
    await tx.execute(DROP, tx.workspace_id, list(ids))


async def answered(tx: Tx, account_id: UUID, remote_ids: Sequence[str]) -> set[str]:
    """Listings of which a person has said something already."""
    rows = await tx.fetch(ANSWERED, tx.workspace_id, account_id, list(remote_ids))
    return {row["remote_product_id"] for row in rows}


async def find(
    tx: Tx,
    state: str,
    account_id: UUID | None,
    hinted: bool | None,
    after: UUID | None,
    rows_max: int,
) -> Sequence[Asked]:
    rows = await tx.fetch(FIND, tx.workspace_id, state, account_id, hinted, after, rows_max)
    return [asked_of(row) for row in rows]


async def locked(tx: Tx, ids: Sequence[UUID]) -> Sequence[Asked]:
    return [asked_of(row) for row in await tx.fetch(LOCKED, tx.workspace_id, list(ids))]


async def to_make(tx: Tx, account_id: UUID, rows_max: int) -> Sequence[Asked]:
    rows = await tx.fetch(TO_MAKE, tx.workspace_id, account_id, rows_max)
    return [asked_of(row) for row in rows]


async def set_state(tx: Tx, ids: Sequence[UUID], state: str) -> int:
    return await tx.execute(SET_STATE, tx.workspace_id, list(ids), state)


async def make_all(tx: Tx, account_id: UUID, hinted: bool | None) -> int:
    """All that are open at this account; how many."""
    return len(await tx.fetch(MAKE_ALL, tx.workspace_id, account_id, hinted))


async def put_back(tx: Tx, account_id: UUID, finding: Finding) -> None:
    """They cannot be made, and why; they are open again."""
    document = msgspec.json.encode(finding).decode()
    await tx.execute(PUT_BACK, tx.workspace_id, account_id, document)


async def counts(tx: Tx) -> Mapping[tuple[UUID, str], tuple[int, int]]:
    """How many are in each state at each account, and how many of them have a candidate."""
    return {
        (row["account_id"], row["state"]): (row["matches"], row["hinted"])
        for row in await tx.fetch(COUNTS, tx.workspace_id)
    }


def asked_of(row: Any) -> Asked:
    found = msgspec.json.decode(row["finding"]) if row["finding"] else None
    return Asked(
        id=row["id"],
        account_id=row["account_id"],
        remote_product_id=row["remote_product_id"],
        title=row["title"],
        sku=row["sku"],
        image_url=row["image_url"],
        why=Why(row["why"]),
        candidates=msgspec.json.decode(row["candidates"], type=tuple[Candidate, ...]),
        product_id=row["product_id"],
        state=row["state"],
        finding=Finding(**{**found, "severity": Severity(found["severity"])}) if found else None,
        found_at=row["found_at"],
    )
