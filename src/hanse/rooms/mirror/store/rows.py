"""Statements about what accounts show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hanse.base.money import Money
from hanse.engine.tx import Tx
from hanse.rooms.mirror.model.rows import Draft, Known, Label, Shown
from hanse.trade.ports_read import Kind

LOCK = "select pg_advisory_xact_lock(hashtextextended('mirror_rows ' || $1 || ' ' || $2, 0))"
KNOWN = """
    select id, remote_id, checksum, modified_at, read_at, gone_at is not null as is_gone
    from mirror_rows
    where workspace_id = $1 and account_id = $2 and kind = $3 and remote_id = any($4::text[])
"""
ADD = """
    insert into mirror_rows
        (workspace_id, account_id, kind, id, remote_id, parent_id, title, sku, state, amount_minor,
        currency, image_url, happened_at, modified_at, findings, checksum, value, document, prices,
        read_at, read_by)
    select $1, $2, $3, given.*, $20, $21
    from unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
        $10::bigint[], $11::text[], $12::text[], $13::timestamptz[], $14::timestamptz[],
        $15::int[], $16::bytea[], $17::bytea[], $18::bytea[], $19::bytea[]) as given
"""
CHANGE = """
    update mirror_rows as held
    set parent_id = given.parent_id, title = given.title, sku = given.sku, state = given.state,
        amount_minor = given.amount_minor, currency = given.currency, image_url = given.image_url,
        happened_at = given.happened_at, modified_at = given.modified_at,
        findings = given.findings, checksum = given.checksum, value = given.value,
        document = given.document, prices = given.prices, read_at = $19, read_by = $20,
        gone_at = null,
        version = held.version + 1
    from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
        $9::bigint[], $10::text[], $11::text[], $12::timestamptz[], $13::timestamptz[], $14::int[],
        $15::bytea[], $16::bytea[], $17::bytea[], $18::bytea[])
        as given (id, remote_id, parent_id, title, sku, state, amount_minor, currency, image_url,
        happened_at, modified_at, findings, checksum, value, document, prices)
    where held.workspace_id = $1 and held.account_id = $2 and held.id = given.id
"""
GONE = """
    update mirror_rows set gone_at = $5, version = version + 1
    where workspace_id = $1 and account_id = $2 and kind = $3 and remote_id = any($4::text[])
      and gone_at is null and read_at <= $5
    returning id
"""
GONE_CHILDREN = """
    update mirror_rows set gone_at = $5, version = version + 1
    where workspace_id = $1 and account_id = $2 and kind = $3 and parent_id = any($4::text[])
      and gone_at is null and (cardinality($6::text[]) = 0 or not remote_id = any($6::text[]))
    returning id
"""
UNSEEN = """
    select held.remote_id
    from mirror_rows held
    where held.workspace_id = $1 and held.account_id = $2 and held.kind = $3
      and held.gone_at is null and held.read_at < $5
      and not exists (
        select from (
            select unnest(remote_ids) as remote_id from mirror_seen
            where workspace_id = $1 and feed_id = $4
        ) seen where seen.remote_id = held.remote_id)
    order by held.remote_id limit $6
"""
ADD_SEEN = "insert into mirror_seen (workspace_id, id, feed_id, remote_ids) values ($1, $2, $3, $4)"
FORGET_SEEN = "delete from mirror_seen where workspace_id = $1 and feed_id = $2"
FIND = """
    select id, account_id, kind, remote_id, parent_id, title, sku, state, amount_minor, currency,
        image_url, happened_at, modified_at, findings, read_at, read_by, gone_at, version
    from mirror_rows
    where workspace_id = $1 and kind = $2
      and ($3::uuid is null or account_id = $3)
      and ($4::text[] is null or state = any($4))
      and ($5::boolean or gone_at is null)
      and ($6::text is null or sku = $6 or remote_id = $6
        or lower(left(title, 100)) like $7::text)
      and ($8::uuid is null or id < $8)
      and ($10::text is null or parent_id = $10)
    order by id desc limit $9
"""
FIND_HAPPENED = """
    select id, account_id, kind, remote_id, parent_id, title, sku, state, amount_minor, currency,
        image_url, happened_at, modified_at, findings, read_at, read_by, gone_at, version
    from mirror_rows
    where workspace_id = $1 and kind = $2 and happened_at is not null
      and ($3::uuid is null or account_id = $3)
      and ($4::text[] is null or state = any($4))
      and ($5::boolean or gone_at is null)
      and ($6::text is null or remote_id = $6 or title = $6 or title = '#' || $6)
      and ($7::timestamptz is null or (happened_at, id) < ($7, $8))
      and ($10::text is null or parent_id = $10)
    order by happened_at desc, id desc limit $9
"""
GET = """
    select id, account_id, kind, remote_id, parent_id, title, sku, state, amount_minor, currency,
        image_url, happened_at, modified_at, findings, read_at, read_by, gone_at, version, value,
        document
    from mirror_rows where workspace_id = $1 and kind = $2 and id = $3
"""
VALUES = """
    select id, value from mirror_rows
    where workspace_id = $1 and kind = $2 and id = any($3::uuid[])
"""
NAMED_VALUES = """
    select remote_id, value from mirror_rows
    where workspace_id = $1 and account_id = $2 and kind = $3 and remote_id = any($4::text[])
      and gone_at is null
"""
VALUES_OF_PARENTS = """
    select value from mirror_rows
    where workspace_id = $1 and account_id = $2 and kind = $3 and parent_id = any($4::text[])
      and gone_at is null
    order by parent_id, id
"""
SIZES = """
    select account_id, count(*) as rows, count(*) filter (where state = 'live') as live
    from mirror_rows
    where workspace_id = $1 and account_id = any($2::uuid[]) and kind = 'products'
      and gone_at is null
    group by account_id
"""
COUNTS = """
    select account_id, kind, count(*) as rows, count(*) filter (where findings > 0) as doubtful
    from mirror_rows
    where workspace_id = $1 and gone_at is null and ($2::uuid is null or account_id = $2)
    group by account_id, kind
"""
OLDER_VALUES = """
    select id, value from mirror_rows
    where kind in ('orders', 'refunds', 'buyers', 'purchases') and substr(value, 1, 4) < $1
    limit $2 for update
"""
REPLACE_VALUES = "update mirror_rows set value = $3 where id = $1 and value = $2"
OLDER_DOCUMENTS = """
    select id, document from mirror_rows
    where kind in ('orders', 'refunds', 'buyers', 'purchases') and substr(document, 1, 4) < $1
    limit $2 for update
"""
REPLACE_DOCUMENTS = "update mirror_rows set document = $3 where id = $1 and document = $2"


@dataclass(frozen=True, slots=True)
class Whole:
    """A thing with what was received and understood; sealed where it is about persons."""

    shown: Shown
    value: bytes
    document: bytes


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to."""

    account_id: UUID | None = None
    states: Sequence[str] | None = None
    gone_too: bool = False
    text: str | None = None
    parent_id: str | None = None


async def lock(tx: Tx, account_id: UUID, kind: Kind) -> None:
    """One transaction at a time decides what is new of a kind."""
    await tx.execute(LOCK, str(account_id), kind.value)


async def known(
    tx: Tx, account_id: UUID, kind: Kind, remote_ids: Sequence[str]
) -> Mapping[str, Known]:
    rows = await tx.fetch(KNOWN, tx.workspace_id, account_id, kind.value, list(remote_ids))
    return {row["remote_id"]: Known(**row) for row in rows}


async def add(
    tx: Tx,
    account_id: UUID,
    kind: Kind,
    drafts: Sequence[tuple[UUID, Draft]],
    read_by: str,
) -> None:
    columns = columns_of(drafts)
    await tx.execute(ADD, tx.workspace_id, account_id, kind.value, *columns, tx.now, read_by)


async def change(
    tx: Tx, account_id: UUID, drafts: Sequence[tuple[UUID, Draft]], read_by: str
) -> None:
    await tx.execute(CHANGE, tx.workspace_id, account_id, *columns_of(drafts), tx.now, read_by)


def columns_of(drafts: Sequence[tuple[UUID, Draft]]) -> Sequence[Sequence[Any]]:
    rows = [
        (
            *(row_id, each.remote_id, each.label.parent_id, each.label.title, each.label.sku),
            *(each.label.state, each.label.amount and each.label.amount.minor),
            *(each.label.amount and each.label.amount.currency, each.label.image_url),
            *(each.label.happened_at, each.label.modified_at, each.label.findings),
            *(each.checksum, each.value, each.document, each.prices),
        )
        for row_id, each in drafts
    ]
    return [list(column) for column in zip(*rows, strict=True)]


async def gone(
    tx: Tx, account_id: UUID, kind: Kind, remote_ids: Sequence[str], asked_at: datetime
) -> Sequence[UUID]:
    """Those that were there until now; what was read after we asked is not gone."""
    rows = await tx.fetch(GONE, tx.workspace_id, account_id, kind.value, list(remote_ids), asked_at)
    return [row["id"] for row in rows]


async def gone_children(
    tx: Tx, account_id: UUID, kind: Kind, parents: Sequence[str], but: Sequence[str] = ()
) -> Sequence[UUID]:
    rows = await tx.fetch(
        GONE_CHILDREN,
        *(tx.workspace_id, account_id, kind.value, list(parents), tx.now, list(but)),
    )
    return [row["id"] for row in rows]


async def unseen(
    tx: Tx, account_id: UUID, kind: Kind, feed_id: UUID, before: datetime, rows_max: int
) -> Sequence[str]:
    rows = await tx.fetch(
        UNSEEN, tx.workspace_id, account_id, kind.value, feed_id, before, rows_max
    )
    return [row["remote_id"] for row in rows]


async def add_seen(tx: Tx, feed_id: UUID, remote_ids: Sequence[str]) -> None:
    await tx.execute(ADD_SEEN, tx.workspace_id, tx.ids.new(), feed_id, list(remote_ids))


async def forget_seen(tx: Tx, feed_id: UUID) -> None:
    await tx.execute(FORGET_SEEN, tx.workspace_id, feed_id)


async def find(
    tx: Tx, kind: Kind, wanted: Wanted, before: UUID | None, rows_max: int
) -> Sequence[Shown]:
    rows = await tx.fetch(
        FIND,
        *(tx.workspace_id, kind.value, wanted.account_id, wanted.states and list(wanted.states)),
        *(wanted.gone_too, wanted.text, begins(wanted.text), before, rows_max, wanted.parent_id),
    )
    return [shown(*row) for row in rows]


async def find_happened(
    tx: Tx,
    kind: Kind,
    wanted: Wanted,
    before: tuple[datetime, UUID] | None,
    rows_max: int,
) -> Sequence[Shown]:
    rows = await tx.fetch(
        FIND_HAPPENED,
        *(tx.workspace_id, kind.value, wanted.account_id, wanted.states and list(wanted.states)),
        *(wanted.gone_too, wanted.text, *(before or (None, None)), rows_max, wanted.parent_id),
    )
    return [shown(*row) for row in rows]


async def get(tx: Tx, kind: Kind, row_id: UUID) -> Whole | None:
    row = await tx.fetchrow(GET, tx.workspace_id, kind.value, row_id)
    return Whole(shown(*row[:-2]), row["value"], row["document"]) if row else None


async def values(tx: Tx, kind: Kind, row_ids: Sequence[UUID]) -> Mapping[UUID, bytes]:
    rows = await tx.fetch(VALUES, tx.workspace_id, kind.value, list(row_ids))
    return {row["id"]: row["value"] for row in rows}


async def named_values(
    tx: Tx, account_id: UUID, kind: Kind, remote_ids: Sequence[str]
) -> Mapping[str, bytes]:
    rows = await tx.fetch(NAMED_VALUES, tx.workspace_id, account_id, kind.value, list(remote_ids))
    return {row["remote_id"]: row["value"] for row in rows}


async def values_of_parents(
    tx: Tx, account_id: UUID, kind: Kind, parent_ids: Sequence[str]
) -> Sequence[bytes]:
    rows = await tx.fetch(
        VALUES_OF_PARENTS, tx.workspace_id, account_id, kind.value, list(parent_ids)
    )
    return [row["value"] for row in rows]


async def sizes(tx: Tx, account_ids: Sequence[UUID]) -> Mapping[UUID, tuple[int, int]]:
    """Products of each shop, and those of them that buyers see."""
    rows = await tx.fetch(SIZES, tx.workspace_id, list(account_ids))
    return {row["account_id"]: (row["rows"], row["live"]) for row in rows}


async def counts(tx: Tx, account_id: UUID | None) -> Mapping[tuple[UUID, Kind], tuple[int, int]]:
    """Of each kind of each account: how many there are, and how many say something strange."""
    return {
        (row["account_id"], Kind(row["kind"])): (row["rows"], row["doubtful"])
        for row in await tx.fetch(COUNTS, tx.workspace_id, account_id)
    }


async def older_values(tx: Tx, before: bytes, rows_max: int) -> Sequence[tuple[UUID, bytes]]:
    return [(row["id"], row["value"]) for row in await tx.fetch(OLDER_VALUES, before, rows_max)]


async def replace_values(tx: Tx, rows: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    await tx.executemany(REPLACE_VALUES, rows)


async def older_documents(tx: Tx, before: bytes, rows_max: int) -> Sequence[tuple[UUID, bytes]]:
    rows = await tx.fetch(OLDER_DOCUMENTS, before, rows_max)
    return [(row["id"], row["document"]) for row in rows]


async def replace_documents(tx: Tx, rows: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    await tx.executemany(REPLACE_DOCUMENTS, rows)


def begins(text: str | None) -> str | None:
    if text is None:
        return None
    plain = text[:100].lower()
    for sign in ("\\", "%", "_"):
        plain = plain.replace(sign, f"\\{sign}")
    return f"{plain}%"


def shown(
    row_id: UUID,
    account_id: UUID,
    kind: str,
    remote_id: str,
    parent_id: str | None,
    title: str | None,
    sku: str | None,
    state: str | None,
    amount_minor: int | None,
    currency: str | None,
    image_url: str | None,
    happened_at: datetime | None,
    modified_at: datetime | None,
    findings: int,
    read_at: datetime,
    read_by: str,
    gone_at: datetime | None,
    version: int,
) -> Shown:
    amount = Money(currency, amount_minor) if amount_minor is not None and currency else None
    label = Label(
        *(parent_id, title, sku, state, amount, image_url, happened_at, modified_at, findings)
    )
    found = Kind(kind)
    return Shown(row_id, account_id, found, remote_id, label, read_at, read_by, gone_at, version)
