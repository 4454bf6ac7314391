"""Statements about papers and who sells. What was issued is read and never changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from hanse.base.money import Money
from hanse.engine.tx import Tx
from hanse.rooms.orders.model.papers.invoices import PaperKind

SELLERS_MAX = 500
CREDITS_MAX = 1_000

SELLERS = """
    select business_id, facts, logo, version from orders_sellers
    where workspace_id = $1 order by business_id limit $2
"""
SELLER = """
    select business_id, facts, logo, version from orders_sellers
    where workspace_id = $1 and business_id = $2
"""
PUT_SELLER = """
    insert into orders_sellers
        (workspace_id, business_id, facts, logo, changed_by, changed_at, version)
    values ($1, $2, $3::jsonb, $4, $5, $6, 1)
    on conflict (workspace_id, business_id) do update
    set facts = excluded.facts, logo = excluded.logo, changed_by = excluded.changed_by,
        changed_at = excluded.changed_at, version = orders_sellers.version + 1
    where orders_sellers.version = $7
    returning version
"""
# Whoever comes second waits here until the first has committed or taken it back.
NEXT = """
    insert into orders_counters as held (workspace_id, business_id, kind, period, last)
    values ($1, $2, $3, $4, case when exists (
        select from orders_counters
        where workspace_id = $1 and business_id = $2 and kind = $3) then 1 else $5 end)
    on conflict (workspace_id, business_id, kind, period) do update set last = held.last + 1
    returning last
"""
LOCK = "select pg_advisory_xact_lock(hashtextextended('orders_papers ' || $1::uuid || $2::uuid, 0))"
ADD = """
    insert into orders_papers (workspace_id, id, business_id, kind, number, period, ordinal,
        order_id, order_number, corrects, issued_on, issued_at, issued_by, currency, net_minor,
        tax_minor, total_minor, country, findings, pdf_digest, xml_digest)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
        $19::jsonb, $20, $21)
"""
ADD_FILES = """
    insert into orders_paper_files (workspace_id, paper_id, form, id, content)
    select $1, $2, given.form, given.id, given.content
    from unnest($3::text[], $4::uuid[], $5::bytea[]) as given (form, id, content)
"""
GET = """
    select id, business_id, kind, number, order_id, order_number, corrects, issued_on, issued_at,
        currency, net_minor, tax_minor, total_minor, country, findings, pdf_digest, xml_digest
    from orders_papers where workspace_id = $1 and id = $2
"""
LIST = """
    select id, business_id, kind, number, order_id, order_number, corrects, issued_on, issued_at,
        currency, net_minor, tax_minor, total_minor, country, findings, pdf_digest, xml_digest
    from orders_papers
    where workspace_id = $1 and ($2::timestamptz is null or (issued_at, id) < ($2, $3))
    order by issued_at desc, id desc limit $4
"""
LIST_OF_BUSINESS = """
    select id, business_id, kind, number, order_id, order_number, corrects, issued_on, issued_at,
        currency, net_minor, tax_minor, total_minor, country, findings, pdf_digest, xml_digest
    from orders_papers
    where workspace_id = $1 and business_id = $5
        and ($2::timestamptz is null or (issued_at, id) < ($2, $3))
    order by issued_at desc, id desc limit $4
"""
OF_ORDER = """
    select id, business_id, kind, number, order_id, order_number, corrects, issued_on, issued_at,
        currency, net_minor, tax_minor, total_minor, country, findings, pdf_digest, xml_digest
    from orders_papers where workspace_id = $1 and order_id = $2 order by id limit $3
"""
CREDITS = """
    select id from orders_papers where workspace_id = $1 and corrects = $2 order by id limit $3
"""
FILES = """
    select paper_id, id, content from orders_paper_files
    where workspace_id = $1 and paper_id = any($2::uuid[]) and form = $3
"""
OLDER = """
    select id, content from orders_paper_files where substr(content, 1, 4) < $1
    limit $2 for update
"""
REPLACE = "update orders_paper_files set content = $3 where id = $1 and content = $2"


@dataclass(frozen=True, slots=True)
class SellerRow:
    business_id: UUID
    facts: Mapping[str, object]
    logo: str | None
    version: int


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper as it stands in lists; what it says is in its files."""

    id: UUID
    business_id: UUID
    kind: PaperKind
    number: str
    order_id: UUID | None
    order_number: str
    corrects: UUID | None
    issued_on: date
    issued_at: datetime
    net: Money
    tax: Money
    total: Money
    country: str
    findings: Sequence[str]
    pdf_digest: str
    xml_digest: str | None


@dataclass(frozen=True, slots=True)
class Counted:
    period: str
    ordinal: int


async def sellers(tx: Tx) -> Sequence[SellerRow]:
    return [seller_of(row) for row in await tx.fetch(SELLERS, tx.workspace_id, SELLERS_MAX)]


async def seller(tx: Tx, business_id: UUID) -> SellerRow | None:
    row = await tx.fetchrow(SELLER, tx.workspace_id, business_id)
    return seller_of(row) if row else None


async def put_seller(
    tx: Tx, business_id: UUID, facts: bytes, logo: str | None, expected: int
) -> int | None:
    """The new version; None if another has changed it meanwhile."""
    version: int | None = await tx.fetchval(
        PUT_SELLER,
        *(tx.workspace_id, business_id, facts.decode(), logo, tx.actor.id, tx.now, expected),
    )
    return version


def seller_of(row: Any) -> SellerRow:
    return SellerRow(row["business_id"], json.loads(row["facts"]), row["logo"], row["version"])


async def lock(tx: Tx, thing_id: UUID) -> None:
    """An order while its invoice is written, an invoice while it is credited."""
    await tx.execute(LOCK, tx.workspace_id, thing_id)


async def next_number(tx: Tx, business_id: UUID, kind: PaperKind, period: str, first: int) -> int:
    number: int = await tx.fetchval(NEXT, tx.workspace_id, business_id, kind, period, first)
    return number


async def add(tx: Tx, issued: Issued, counted: Counted) -> None:
    await tx.execute(
        ADD,
        *(tx.workspace_id, issued.id, issued.business_id, issued.kind, issued.number),
        *(counted.period, counted.ordinal, issued.order_id, issued.order_number, issued.corrects),
        *(issued.issued_on, issued.issued_at, tx.actor.id, issued.total.currency),
        *(issued.net.minor, issued.tax.minor, issued.total.minor, issued.country),
        *(json.dumps(list(issued.findings)), issued.pdf_digest, issued.xml_digest),
    )


async def add_files(tx: Tx, paper_id: UUID, files: Sequence[tuple[str, UUID, bytes]]) -> None:
    forms, ids, contents = zip(*files, strict=True)
    await tx.execute(ADD_FILES, tx.workspace_id, paper_id, list(forms), list(ids), list(contents))


async def get(tx: Tx, paper_id: UUID) -> Issued | None:
    row = await tx.fetchrow(GET, tx.workspace_id, paper_id)
    return issued_of(row) if row else None


async def find(
    tx: Tx, business_id: UUID | None, before: tuple[datetime, UUID] | None, rows_max: int
) -> Sequence[Issued]:
    """Newest first."""
    at, last = before or (None, None)
    if business_id:
        rows = await tx.fetch(LIST_OF_BUSINESS, tx.workspace_id, at, last, rows_max, business_id)
    else:
        rows = await tx.fetch(LIST, tx.workspace_id, at, last, rows_max)
    return [issued_of(row) for row in rows]


async def of_order(tx: Tx, order_id: UUID) -> Sequence[Issued]:
    rows = await tx.fetch(OF_ORDER, tx.workspace_id, order_id, CREDITS_MAX)
    return [issued_of(row) for row in rows]


async def credits_of(tx: Tx, invoice_id: UUID) -> Sequence[UUID]:
    rows = await tx.fetch(CREDITS, tx.workspace_id, invoice_id, CREDITS_MAX)
    return [row["id"] for row in rows]


async def files(tx: Tx, paper_ids: Sequence[UUID], form: str) -> Mapping[UUID, tuple[UUID, bytes]]:
    """By paper: the id that the seal is bound to, and the sealed bytes."""
    rows = await tx.fetch(FILES, tx.workspace_id, list(paper_ids), form)
    return {row["paper_id"]: (row["id"], row["content"]) for row in rows}


async def older(tx: Tx, before: bytes, rows_max: int) -> Sequence[tuple[UUID, bytes]]:
    return [(row["id"], row["content"]) for row in await tx.fetch(OLDER, before, rows_max)]


async def replace(tx: Tx, rows: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    await tx.executemany(REPLACE, rows)


def issued_of(row: Any) -> Issued:
    currency = row["currency"]
    return Issued(
        id=row["id"],
        business_id=row["business_id"],
        kind=PaperKind(row["kind"]),
        number=row["number"],
        order_id=row["order_id"],
        order_number=row["order_number"],
        corrects=row["corrects"],
        issued_on=row["issued_on"],
        issued_at=row["issued_at"],
        net=Money(currency, row["net_minor"]),
        tax=Money(currency, row["tax_minor"]),
        total=Money(currency, row["total_minor"]),
        country=row["country"],
        findings=json.loads(row["findings"]),
        pdf_digest=row["pdf_digest"],
        xml_digest=row["xml_digest"],
    )
