"""Statements about what shops show, what they were last to show, and what is to be looked at."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.engine.tx import Tx

COLUMNS = """target, parent, remote_product_id, remote_place, variant_id, quantity, moved_at,
    marked_at, asked, asked_at, proven_at, seen_at, latency_ms"""
# In order, so that whoever marks and whoever pushes never wait for each other crosswise. Marks are
# for shops that are told as soon as something moves; the others are compared by the clock.
MARK = """
    with chosen as (
        select held.account_id, held.target, given.at, channel.rhythm = 'events' as at_once
        from unnest($2::uuid[], $3::timestamptz[]) as given (variant_id, at)
        join stock_shown held
            on held.workspace_id = $1 and held.variant_id = given.variant_id
        join stock_channels channel
            on channel.workspace_id = $1 and channel.account_id = held.account_id
            and channel.state = 'on'
        order by held.account_id, held.target for update of held
    ), marked as (
        update stock_shown held
        set moved_at = coalesce(held.moved_at, chosen.at),
            marked_at = case when chosen.at_once then coalesce(held.marked_at, chosen.at)
                else held.marked_at end
        from chosen where held.workspace_id = $1 and held.account_id = chosen.account_id
          and held.target = chosen.target
        returning held.account_id, chosen.at_once
    )
    select distinct account_id from marked where at_once
"""
HOLD_STILL = """
    with wanted as (
        select account_id, target from stock_shown
        where workspace_id = $1 and variant_id = any($2::uuid[])
        union
        select account_id, target from unnest($3::uuid[], $4::text[]) as given (account_id, target)
    )
    select from wanted join stock_shown held
        on held.workspace_id = $1 and held.account_id = wanted.account_id
        and held.target = wanted.target
    order by held.account_id, held.target for update of held
"""
MARK_AGAIN = """
    with chosen as (
        select target from stock_shown
        where workspace_id = $1 and account_id = $2 and target = any($3::text[])
        order by target for update
    )
    update stock_shown held
    set marked_at = coalesce(held.marked_at, $4), moved_at = coalesce(held.moved_at, $4),
        asked = null
    from chosen where held.workspace_id = $1 and held.account_id = $2
      and held.target = chosen.target
"""
MARKED = f"""
    select {COLUMNS} from stock_shown
    where workspace_id = $1 and account_id = $2 and marked_at is not null
    order by target limit $3 for update
"""  # noqa: S608 - our own columns
PAGE = f"""
    select {COLUMNS} from stock_shown
    where workspace_id = $1 and account_id = $2 and target > $3
    order by target limit $4 for update
"""  # noqa: S608 - our own columns
OF_VARIANTS = f"""
    select {COLUMNS} from stock_shown
    where workspace_id = $1 and account_id = $2 and variant_id = any($3::uuid[]) order by target
"""  # noqa: S608 - our own columns
NAMED = f"""
    select {COLUMNS} from stock_shown
    where workspace_id = $1 and account_id = $2 and target = any($3::text[])
    order by target for update
"""  # noqa: S608 - our own columns
# Where a whole shop is compared, most of it is as it should be and is not written.
LOOKED = """
    update stock_shown held
    set marked_at = null, moved_at = given.moved_at, asked = given.asked,
        asked_at = case when given.anew then $6 else held.asked_at end
    from unnest($3::text[], $4::timestamptz[], $5::bigint[], $7::boolean[])
        as given (target, moved_at, asked, anew)
    where held.workspace_id = $1 and held.account_id = $2 and held.target = given.target
      and (given.anew or held.marked_at is not null
        or (held.moved_at, held.asked) is distinct from (given.moved_at, given.asked))
"""
PROVEN = """
    update stock_shown held
    set quantity = given.quantity, seen_at = greatest(held.seen_at, $5), proven_at = $5,
        latency_ms = coalesce(given.ms, held.latency_ms), moved_at = given.moved_at,
        marked_at = given.marked_at
    from unnest($3::text[], $4::bigint[], $6::bigint[], $7::timestamptz[], $8::timestamptz[])
        as given (target, quantity, ms, moved_at, marked_at)
    where held.workspace_id = $1 and held.account_id = $2 and held.target = given.target
"""
LEAVE = """
    update stock_shown held set asked = null, moved_at = case when $4 then null
        else held.moved_at end
    where held.workspace_id = $1 and held.account_id = $2 and held.target = any($3::text[])
"""
UNMARK = """
    update stock_shown set marked_at = null, moved_at = null, asked = null
    where workspace_id = $1 and account_id = $2
      and (marked_at is not null or moved_at is not null or asked is not null)
"""
ASKED = """
    select target from stock_shown
    where workspace_id = $1 and account_id = $2 and asked is not null
      and (proven_at is null or proven_at < asked_at)
    order by target limit $3
"""
ON_ITS_WAY = """
    select exists (select from stock_shown
        where workspace_id = $1 and account_id = $2 and asked is not null and asked_at > $3
          and (proven_at is null or proven_at < asked_at))
"""
WAITING = """
    select account_id, count(*) as count from stock_shown where moved_at is not null
    group by account_id
"""

OF_PRODUCTS = f"""
    select {COLUMNS} from stock_shown
    where workspace_id = $1 and account_id = $2 and remote_product_id = any($3::text[])
    order by target
"""  # noqa: S608 - our own columns


@dataclass(frozen=True, slots=True)
class Row:
    """One number that a shop shows: a listing, or a listing at a place of the shop."""

    target: str
    parent: str | None
    product_id: str
    remote_place: str
    variant_id: UUID | None
    quantity: int | None
    moved_at: datetime | None
    marked_at: datetime | None
    asked: int | None
    asked_at: datetime | None
    proven_at: datetime | None
    seen_at: datetime | None = None
    latency_ms: int | None = None

    @property
    def pending(self) -> bool:
        """Whether what it was last to show has not come to an end yet."""
        return self.asked_at is not None and self.asked is not None and not self.is_proven

    @property
    def is_proven(self) -> bool:
        return self.proven_at is not None and (
            self.asked_at is None or self.proven_at >= self.asked_at
        )

    @property
    def will_show(self) -> int | None:
        """What it shows once all has gone out that was asked of it."""
        return self.asked if self.pending else self.quantity


@dataclass(frozen=True, slots=True)
class Looked:
    """What is noted of a row that was looked at; `anew`: it was asked for just now."""

    target: str
    moved_at: datetime | None
    asked: int | None
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What a proof showed; `moved_at`: the shop is behind still, since then."""

    target: str
    quantity: int
    ms: int | None
    moved_at: datetime | None
    marked_at: datetime | None


async def mark(tx: Tx, moved: Mapping[UUID, datetime]) -> Sequence[UUID]:
    """The shops that are told at once. All in one statement, which locks in one order: so two who
    mark and push at once wait for each other, and not in a ring."""
    rows = await tx.fetch(MARK, tx.workspace_id, list(moved), list(moved.values()))
    return [row["account_id"] for row in rows]


async def hold_still(
    tx: Tx, variant_ids: Collection[UUID], places: Collection[tuple[UUID, str]]
) -> None:
    shops, targets = [shop for shop, _ in places], [target for _, target in places]
    await tx.fetch(HOLD_STILL, tx.workspace_id, list(variant_ids), shops, targets)


async def mark_again(tx: Tx, account_id: UUID, targets: Sequence[str], at: datetime) -> None:
    await tx.execute(MARK_AGAIN, tx.workspace_id, account_id, list(targets), at)


async def marked(tx: Tx, account_id: UUID, rows_max: int) -> Sequence[Row]:
    return [Row(*row) for row in await tx.fetch(MARKED, tx.workspace_id, account_id, rows_max)]


async def page(tx: Tx, account_id: UUID, after: str, rows_max: int) -> Sequence[Row]:
    found = await tx.fetch(PAGE, tx.workspace_id, account_id, after, rows_max)
    return [Row(*row) for row in found]


async def of_variants(tx: Tx, account_id: UUID, variant_ids: Sequence[UUID]) -> Sequence[Row]:
    rows = await tx.fetch(OF_VARIANTS, tx.workspace_id, account_id, list(variant_ids))
    return [Row(*row) for row in rows]


async def named(tx: Tx, account_id: UUID, targets: Sequence[str]) -> Sequence[Row]:
    return [Row(*row) for row in await tx.fetch(NAMED, tx.workspace_id, account_id, list(targets))]


async def looked(tx: Tx, account_id: UUID, rows: Sequence[Looked]) -> None:
    await tx.execute(
        LOOKED,
        *(tx.workspace_id, account_id, [each.target for each in rows]),
        *([each.moved_at for each in rows], [each.asked for each in rows], tx.now),
        [each.anew for each in rows],
    )


async def proven(tx: Tx, account_id: UUID, rows: Sequence[Seen]) -> None:
    await tx.execute(
        PROVEN,
        *(tx.workspace_id, account_id, [each.target for each in rows]),
        *([each.quantity for each in rows], tx.now, [each.ms for each in rows]),
        *([each.moved_at for each in rows], [each.marked_at for each in rows]),
    )


async def leave(tx: Tx, account_id: UUID, targets: Sequence[str], *, settled: bool) -> None:
    """What was asked is not pending any more. Not settled: the shop is behind still."""
    await tx.execute(LEAVE, tx.workspace_id, account_id, list(targets), settled)


async def unmark(tx: Tx, account_id: UUID) -> None:
    await tx.execute(UNMARK, tx.workspace_id, account_id)


async def asked(tx: Tx, account_id: UUID, rows_max: int) -> Sequence[str]:
    rows = await tx.fetch(ASKED, tx.workspace_id, account_id, rows_max)
    return [row["target"] for row in rows]


async def on_its_way(tx: Tx, account_id: UUID, since: datetime) -> bool:
    """Whether something was asked of the shop since then and has not come to an end."""
    found: bool = await tx.fetchval(ON_ITS_WAY, tx.workspace_id, account_id, since)
    return found


async def behind_everywhere(tx: Tx) -> int:
    """In the system's transaction: so many listings are behind what they should show."""
    return sum(row["count"] for row in await tx.fetch(WAITING))


async def of_products(tx: Tx, account_id: UUID, product_ids: Sequence[str]) -> Sequence[Row]:
    rows = await tx.fetch(OF_PRODUCTS, tx.workspace_id, account_id, list(product_ids))
    return [Row(*row) for row in rows]
