"""Statements about products by shops, as lists show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.listings.model.listings import Status

FIND = """
    select known.product_id, known.title
    from listings_products known
    where known.workspace_id = $1
      and ($2::uuid is null or known.product_id < $2)
      and ($3::text is null or lower(left(known.title, 100)) like $3)
      and ($12::uuid[] is null or known.product_id = any($12))
      and (not $4::boolean or exists (
        select from listings_listings held
        where held.workspace_id = $1 and held.product_id = known.product_id
          and ($5::uuid is null or held.account_id = $5)
          and ($6::text[] is null or held.status = any($6))
          and (not $7::boolean or held.differs > 0)
          and (not $8::boolean or held.drifts > 0)
          and ($9::int is null or held.score < $9)))
      and ($10::uuid is null or not exists (
        select from listings_listings held
        where held.workspace_id = $1 and held.product_id = known.product_id
          and held.account_id = $10 and held.status in ('live', 'hidden')))
    order by known.product_id desc limit $11
"""
COUNTS = """
    select account_id, status, count(*) as count, count(*) filter (where differs > 0) as differ,
        count(*) filter (where drifts > 0) as drifted, count(*) filter (where errors > 0) as faulty
    from listings_listings where workspace_id = $1 group by account_id, status
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the matrix is narrowed to. All but the last three are about one and the same listing."""

    account_id: UUID | None = None
    statuses: Sequence[Status] | None = None
    differs: bool = False
    drifted: bool = False
    score_below: int | None = None
    not_at: UUID | None = None
    text: str | None = None
    product_ids: Sequence[UUID] | None = None

    @property
    def narrows(self) -> bool:
        by_listing = (self.account_id, self.statuses, self.score_below)
        return self.differs or self.drifted or any(each is not None for each in by_listing)


@dataclass(frozen=True, slots=True)
class Count:
    """Of one shop and status."""

    account_id: UUID
    status: Status
    count: int
    differ: int
    drifted: int
    faulty: int


async def find(
    tx: Tx, wanted: Wanted, before: UUID | None, rows_max: int
) -> Sequence[tuple[UUID, str]]:
    """Products, those that we met last first."""
    statuses = None if wanted.statuses is None else [each.value for each in wanted.statuses]
    rows = await tx.fetch(
        FIND,
        *(tx.workspace_id, before, begins(wanted.text), wanted.narrows, wanted.account_id),
        *(statuses, wanted.differs),
        *(wanted.drifted, wanted.score_below, wanted.not_at, rows_max),
        None if wanted.product_ids is None else list(wanted.product_ids),
    )
    return [(row["product_id"], row["title"]) for row in rows]


async def counts(tx: Tx) -> Sequence[Count]:
    return [
        Count(row[0], Status(row[1]), *row[2:]) for row in await tx.fetch(COUNTS, tx.workspace_id)
    ]


def begins(text: str | None) -> str | None:
    if text is None:
        return None
    plain = text[:100].lower()
    for sign in ("\\", "%", "_"):
        plain = plain.replace(sign, f"\\{sign}")
    return f"{plain}%"
