"""Statements about topics that are watched at suppliers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.topics import Topic, TopicState
from hanse.trade.trends import By, Sought

COLUMNS = """id, account_id, by_what, words, category_id, feed, country, currency, pages, state,
    due_at, made_at, version, reading_on, page_done, first_on, read_on, read_at, products,
    said_code, said"""
ALL = f"""
    select {COLUMNS} from purchasing_topics where workspace_id = $1 order by id
"""  # noqa: S608 - our own columns
GET = f"""
    select {COLUMNS} from purchasing_topics where workspace_id = $1 and id = $2
"""  # noqa: S608 - our own columns
HOLD = f"{GET} for no key update"
# Two who add at once wait for each other, so that both count right.
LOCK = "select pg_advisory_xact_lock(hashtextextended('purchasing_topics ' || $1, 0))"
ADD = """
    insert into purchasing_topics (workspace_id, id, account_id, by_what, words, category_id, feed,
        country, currency, pages, state, due_at, made_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    on conflict do nothing returning id
"""
CHANGE = """
    update purchasing_topics set pages = $3, state = $4, due_at = $5, version = version + 1
    where workspace_id = $1 and id = $2
"""
DROP_DAYS = "delete from purchasing_trend_days where workspace_id = $1 and topic_id = $2"
DROP_TRENDS = "delete from purchasing_trends where workspace_id = $1 and topic_id = $2"
DROP = "delete from purchasing_topics where workspace_id = $1 and id = $2"
EVERYWHERE = """
    select distinct workspace_id, account_id from purchasing_topics
    where state = 'active' and due_at <= $1 limit $2
"""
DUE = f"""
    select {COLUMNS} from purchasing_topics
    where workspace_id = $1 and account_id = $2 and state = 'active' and due_at <= $3
    order by due_at, id limit 1
"""  # noqa: S608 - our own columns
# Whoever comes second with the same page changes nothing.
BEGIN = """
    update purchasing_topics set reading_on = $3, page_done = 0
    where workspace_id = $1 and id = $2 and reading_on is distinct from $3
"""
PAGE = """
    update purchasing_topics set page_done = $4
    where workspace_id = $1 and id = $2 and reading_on = $3 and page_done = $4 - 1
    returning id
"""
DONE = """
    update purchasing_topics set first_on = coalesce(first_on, $3), read_on = $3, read_at = $4,
        products = $5, due_at = $6, said_code = '', said = ''
    where workspace_id = $1 and id = $2
"""
PUT_OFF = """
    update purchasing_topics set due_at = $3, said_code = $4, said = $5
    where workspace_id = $1 and id = $2
"""
MINE = """
    select distinct on (offer.product_remote_id) offer.product_remote_id, offer.variant_id
    from purchasing_suppliers as supplier
    join purchasing_offers as offer
      on offer.workspace_id = supplier.workspace_id and offer.supplier_id = supplier.id
    where supplier.workspace_id = $1 and supplier.account_id = $2 and supplier.state <> 'archived'
      and offer.workspace_id = $1 and offer.state = 'active'
      and offer.product_remote_id <> '' and offer.product_remote_id = any($3::text[])
    order by offer.product_remote_id, offer.id
"""


async def all_of(tx: Tx) -> Sequence[Topic]:
    return [topic_of(row) for row in await tx.fetch(ALL, tx.workspace_id)]


async def get(tx: Tx, topic_id: UUID, *, lock: bool = False) -> Topic | None:
    about = tx.workspace_id, topic_id
    row = await tx.fetchrow(HOLD, *about) if lock else await tx.fetchrow(GET, *about)
    return topic_of(row) if row else None


async def lock(tx: Tx) -> None:
    await tx.execute(LOCK, str(tx.workspace_id))


async def add(tx: Tx, topic: Topic) -> bool:
    """False where the same is watched already."""
    sought = topic.sought
    made = await tx.fetchval(
        ADD,
        *(tx.workspace_id, topic.id, topic.account_id, sought.by.value, sought.words),
        *(sought.category_id, sought.feed, sought.country, sought.currency, topic.pages),
        *(topic.state.value, topic.due_at, topic.made_at),
    )
    return made is not None


async def change(tx: Tx, topic: Topic) -> None:
    await tx.execute(
        CHANGE, tx.workspace_id, topic.id, topic.pages, topic.state.value, topic.due_at
    )


async def drop(tx: Tx, topic_id: UUID) -> None:
    await tx.execute(DROP_DAYS, tx.workspace_id, topic_id)
    await tx.execute(DROP_TRENDS, tx.workspace_id, topic_id)
    await tx.execute(DROP, tx.workspace_id, topic_id)


async def everywhere(tx: Tx, rows_max: int) -> Sequence[tuple[UUID, UUID]]:
    rows = await tx.fetch(EVERYWHERE, tx.now, rows_max)
    return [(row["workspace_id"], row["account_id"]) for row in rows]


async def due(tx: Tx, account_id: UUID) -> Topic | None:
    row = await tx.fetchrow(DUE, tx.workspace_id, account_id, tx.now)
    return topic_of(row) if row else None


async def begin(tx: Tx, topic_id: UUID, day: date) -> None:
    await tx.execute(BEGIN, tx.workspace_id, topic_id, day)


async def next_page(tx: Tx, topic_id: UUID, day: date, page: int) -> bool:
    """Whether this page is the next one to be kept, which from now on it is no more."""
    found = await tx.fetchval(PAGE, tx.workspace_id, topic_id, day, page)
    return found is not None


async def done(tx: Tx, topic_id: UUID, day: date, products: int, due_at: datetime) -> None:
    await tx.execute(DONE, tx.workspace_id, topic_id, day, tx.now, products, due_at)


async def put_off(tx: Tx, topic_id: UUID, due_at: datetime, code: str, sentence: str) -> None:
    await tx.execute(PUT_OFF, tx.workspace_id, topic_id, due_at, code, sentence)


async def mine(tx: Tx, account_id: UUID, product_ids: Sequence[str]) -> Mapping[str, UUID]:
    """Of these products those that a variant of ours is offered by."""
    rows = await tx.fetch(MINE, tx.workspace_id, account_id, list(product_ids))
    return {row["product_remote_id"]: row["variant_id"] for row in rows}


def topic_of(row: Any) -> Topic:
    names = ("words", "category_id", "feed", "country", "currency")
    others = (
        *("id", "account_id", "pages", "due_at", "made_at", "version", "reading_on", "page_done"),
        *("first_on", "read_on", "read_at", "products", "said_code", "said"),
    )
    return Topic(
        sought=Sought(By(row["by_what"]), *(row[name] for name in names)),
        state=TopicState(row["state"]),
        **{name: row[name] for name in others},
    )
