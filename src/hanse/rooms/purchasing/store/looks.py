"""Statements about look-ups of suppliers' stock: planned, taken, counted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.looks import DayPlan, Look, Unfresh, Why

EVERYWHERE = """
    select distinct workspace_id, account_id from purchasing_suppliers
    where state = 'active' and account_id is not null limit $1
"""
ACCOUNTS = """
    select distinct account_id from purchasing_suppliers
    where workspace_id = $1 and state = 'active' and account_id is not null limit $2
"""
OFFERED = """
    select offer.id, offer.variant_id, offer.product_remote_id, offer.price_minor, offer.stock,
        offer.read_at, supplier.currency
    from purchasing_suppliers as supplier
    join purchasing_offers as offer
      on offer.workspace_id = supplier.workspace_id and offer.supplier_id = supplier.id
    where supplier.workspace_id = $1 and supplier.account_id = $2 and supplier.state = 'active'
      and offer.state = 'active' and offer.product_remote_id <> '' and offer.id > $3
    order by offer.id limit $4
"""
# Whoever plans anew and whoever looks wait for each other here.
HOLD = """
    select budget - spent as room from purchasing_plans
    where workspace_id = $1 and account_id = $2 and day = $3 for no key update
"""
BEGIN = """
    insert into purchasing_plans (workspace_id, account_id, day, made_at, budget, planned,
        loss_minor, told)
    values ($1, $2, $3, $4, $5, 0, 0, '{}') on conflict do nothing
"""
PUT = """
    update purchasing_plans set made_at = $4, budget = $5, planned = $6, loss_minor = $7,
        loss_next_minor = $8, told = $9::jsonb
    where workspace_id = $1 and account_id = $2 and day = $3
"""
STANDING = """
    select day, made_at, spent from purchasing_plans
    where workspace_id = $1 and account_id = $2 and day >= $3
"""
CLEAR = """
    delete from purchasing_looks
    where workspace_id = $1 and account_id = $2 and day = $3 and done_at is null
"""
OVER = "delete from purchasing_looks where workspace_id = $1 and account_id = $2 and day < $3"
FORGET = "delete from purchasing_plans where workspace_id = $1 and account_id = $2 and day < $3"
ADD = """
    insert into purchasing_looks (workspace_id, account_id, day, product_remote_id, at, cost)
    select $1, $2, $3, given.* from unnest($4::text[], $5::timestamptz[], $6::integer[]) as given
    on conflict do nothing
"""
# A product that is due twice, for nobody was at work, is looked at once.
OVERTAKEN = """
    delete from purchasing_looks as look using purchasing_looks as later
    where look.workspace_id = $1 and look.account_id = $2 and look.day = $3
      and look.done_at is null and later.workspace_id = $1 and later.account_id = $2
      and later.day = $3 and later.product_remote_id = look.product_remote_id
      and later.done_at is null and later.at <= $4 and look.at < later.at
"""
TAKE = """
    update purchasing_looks as look set done_at = $4
    from (
        select product_remote_id, at, sum(cost) over (order by at, product_remote_id) as up_to
        from (
            select product_remote_id, at, cost from purchasing_looks
            where workspace_id = $1 and account_id = $2 and day = $3 and done_at is null
              and at <= $4
            order by at, product_remote_id limit $5) as first) as due
    where look.workspace_id = $1 and look.account_id = $2 and look.day = $3
      and look.product_remote_id = due.product_remote_id and look.at = due.at
      and look.done_at is null and due.up_to <= $6
    returning look.product_remote_id, look.at, look.cost
"""
SPEND = """
    update purchasing_plans set spent = greatest(spent + $4, 0)
    where workspace_id = $1 and account_id = $2 and day = $3
"""
PUT_BACK = """
    update purchasing_looks as look set done_at = null
    from unnest($4::text[], $5::timestamptz[]) as given (product, at)
    where look.workspace_id = $1 and look.account_id = $2 and look.day = $3
      and look.product_remote_id = given.product and look.at = given.at
"""
GONE = """
    update purchasing_offers as offer set stock = 0, stock_sure = 0, read_at = $2,
        version = offer.version + 1
    from purchasing_suppliers as supplier
    where supplier.workspace_id = $1 and supplier.account_id = $3
      and offer.workspace_id = $1 and offer.supplier_id = supplier.id
      and offer.product_remote_id = any($4::text[])
"""
TOLD = """
    select supplier.id as supplier_id, supplier.name, supplier.from_country, supplier.place_id,
        offer.variant_id, offer.stock
    from purchasing_suppliers as supplier
    join purchasing_offers as offer
      on offer.workspace_id = supplier.workspace_id and offer.supplier_id = supplier.id
    where supplier.workspace_id = $1 and supplier.account_id = $2 and supplier.state = 'active'
      and offer.state = 'active' and offer.product_remote_id = any($3::text[])
      and offer.stock is not null
    order by supplier.id, offer.variant_id
"""
PIECES = """
    select line.purchase_id, line.variant_id, supplier.place_id, sum(line.quantity) as quantity
    from purchasing_order_lines line
        join purchasing_orders held on held.workspace_id = $1 and held.id = line.purchase_id
        join purchasing_suppliers supplier
            on supplier.workspace_id = $1 and supplier.id = held.supplier_id
    where line.workspace_id = $1 and line.purchase_id = any($2::uuid[])
        and supplier.place_id is not null
    group by 1, 2, 3 order by 1, 2, 3
"""
PLACED = """
    update purchasing_suppliers set place_id = $3
    where workspace_id = $1 and id = $2 and place_id is null
"""
PLANS = """
    select plan.account_id, plan.day, plan.made_at, plan.budget, plan.spent, plan.loss_minor,
        plan.planned, plan.loss_next_minor, plan.told,
        array(select name from purchasing_suppliers as supplier
            where supplier.workspace_id = $1 and supplier.account_id = plan.account_id
              and supplier.state <> 'archived' order by name) as names
    from purchasing_plans as plan
    where plan.workspace_id = $1 and plan.day >= $2
    order by plan.day, plan.account_id limit $3
"""
HOURS = """
    select account_id, day, date_trunc('hour', at) as hour, count(*) as looks,
        count(done_at) as done
    from purchasing_looks
    where workspace_id = $1 and day >= $2 and account_id = any($3::uuid[])
    group by account_id, day, date_trunc('hour', at) order by hour
"""


@dataclass(frozen=True, slots=True)
class Offered:
    id: UUID
    variant_id: UUID
    product_id: str
    cost_minor: int | None
    stock: int | None
    read_at: datetime | None
    currency: str


@dataclass(frozen=True, slots=True)
class Hour:
    at: datetime
    looks: int
    done: int


@dataclass(frozen=True, slots=True)
class Notes:
    """What a plan says beside its numbers."""

    since: datetime
    until: datetime
    currency: str
    products: int
    loss_without_minor: int
    more_points: int
    unfresh_more: int
    unfresh_count: int
    unfresh: Sequence[Unfresh]


@dataclass(frozen=True, slots=True)
class Shown:
    account_id: UUID
    names: Sequence[str]
    day: date
    made_at: datetime
    budget: int
    spent: int
    planned: int
    loss_minor: int
    loss_more_minor: int | None
    notes: Notes


@dataclass(frozen=True, slots=True)
class Lying:
    """What a supplier said that it has of one of our variants."""

    supplier_id: UUID
    name: str
    country: str
    place_id: UUID | None
    variant_id: UUID
    stock: int


async def everywhere(tx: Tx, rows_max: int) -> Sequence[tuple[UUID, UUID]]:
    rows = await tx.fetch(EVERYWHERE, rows_max)
    return [(row["workspace_id"], row["account_id"]) for row in rows]


async def accounts(tx: Tx, rows_max: int) -> Sequence[UUID]:
    return [row["account_id"] for row in await tx.fetch(ACCOUNTS, tx.workspace_id, rows_max)]


async def offered(tx: Tx, account_id: UUID, after: UUID, rows_max: int) -> Sequence[Offered]:
    rows = await tx.fetch(OFFERED, tx.workspace_id, account_id, after, rows_max)
    return [Offered(*row.values()) for row in rows]


async def standing(tx: Tx, account_id: UUID, since: date) -> Mapping[date, tuple[datetime, int]]:
    """When each day from then on was planned, and what of it is spent."""
    rows = await tx.fetch(STANDING, tx.workspace_id, account_id, since)
    return {row["day"]: (row["made_at"], row["spent"]) for row in rows}


async def put(tx: Tx, account_id: UUID, day: date, budget: int, plan: DayPlan) -> None:
    """In place of what was planned for the day and is not done; `budget` is of the whole day."""
    about = tx.workspace_id, account_id, day
    await tx.execute(BEGIN, *about, tx.now, budget)
    await tx.fetchrow(HOLD, *about)
    await tx.execute(CLEAR, *about)
    notes = Notes(
        *(plan.since, plan.until, plan.currency, plan.products, plan.loss_without_minor),
        *(plan.more_points, plan.unfresh_more, plan.unfresh_count, plan.unfresh),
    )
    numbers = plan.points, plan.loss_minor, plan.loss_more_minor
    await tx.execute(PUT, *about, tx.now, budget, *numbers, json.dumps(asdict(notes), default=str))
    columns = [
        [each.product_id for each in plan.looks],
        [each.at for each in plan.looks],
        [each.cost for each in plan.looks],
    ]
    await tx.execute(ADD, *about, *columns)


async def forget(tx: Tx, account_id: UUID, today: date, keep_from: date) -> None:
    """Looks of days that are over, and plans of those long over."""
    await tx.execute(OVER, tx.workspace_id, account_id, today)
    await tx.execute(FORGET, tx.workspace_id, account_id, keep_from)


async def take(tx: Tx, account_id: UUID, day: date, rows_max: int) -> Sequence[Look]:
    """Those that are due and paid for. They are counted before anybody asks: who is killed now
    has looked at nothing, and has not spent more than the day has either."""
    about = tx.workspace_id, account_id, day
    row = await tx.fetchrow(HOLD, *about)
    if row is None:
        return ()
    await tx.execute(OVERTAKEN, *about, tx.now)
    rows = await tx.fetch(TAKE, *about, tx.now, rows_max, row["room"])
    taken = [Look(*each.values()) for each in rows]
    if taken:
        await tx.execute(SPEND, *about, sum(each.cost for each in taken))
    return sorted(taken, key=lambda each: each.at)


async def put_back(tx: Tx, account_id: UUID, day: date, looks: Sequence[Look]) -> None:
    """Those that were taken and not asked for."""
    about = tx.workspace_id, account_id, day
    await tx.fetchrow(HOLD, *about)
    names, times = [each.product_id for each in looks], [each.at for each in looks]
    await tx.execute(PUT_BACK, *about, names, times)
    await tx.execute(SPEND, *about, -sum(each.cost for each in looks))


async def gone(tx: Tx, account_id: UUID, product_ids: Sequence[str]) -> None:
    if product_ids:
        await tx.execute(GONE, tx.workspace_id, tx.now, account_id, list(product_ids))


async def lying(tx: Tx, account_id: UUID, product_ids: Sequence[str]) -> Sequence[Lying]:
    rows = await tx.fetch(TOLD, tx.workspace_id, account_id, list(product_ids))
    return [Lying(*row.values()) for row in rows]


async def pieces(
    tx: Tx, purchase_ids: Sequence[UUID]
) -> Mapping[UUID, Mapping[tuple[UUID, UUID], int]]:
    """By purchase: how many of what are bought at which place of a supplier, where it has one."""
    found: dict[UUID, dict[tuple[UUID, UUID], int]] = {}
    for row in await tx.fetch(PIECES, tx.workspace_id, sorted(purchase_ids)):
        key = row["variant_id"], row["place_id"]
        found.setdefault(row["purchase_id"], {})[key] = row["quantity"]
    return found


async def placed(tx: Tx, supplier_id: UUID, place_id: UUID) -> None:
    await tx.execute(PLACED, tx.workspace_id, supplier_id, place_id)


async def plans(tx: Tx, since: date, rows_max: int) -> Sequence[Shown]:
    rows = await tx.fetch(PLANS, tx.workspace_id, since, rows_max)
    return [
        Shown(
            *(row["account_id"], row["names"], row["day"], row["made_at"], row["budget"]),
            *(row["spent"], row["planned"], row["loss_minor"], row["loss_next_minor"]),
            notes_of(row["told"]),
        )
        for row in rows
    ]


def notes_of(text: str) -> Notes:
    found = json.loads(text)
    unfresh = [
        Unfresh(**{**each, "variant_id": UUID(each["variant_id"]), "why": Why(each["why"])})
        for each in found.pop("unfresh")
    ]
    since, until = (datetime.fromisoformat(found.pop(name)) for name in ("since", "until"))
    return Notes(**found, since=since, until=until, unfresh=unfresh)


async def hours(
    tx: Tx, since: date, account_ids: Sequence[UUID]
) -> Sequence[tuple[UUID, date, Hour]]:
    rows = await tx.fetch(HOURS, tx.workspace_id, since, list(account_ids))
    return [
        (row["account_id"], row["day"], Hour(row["hour"], row["looks"], row["done"]))
        for row in rows
    ]
