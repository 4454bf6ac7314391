"""Statements about products of suppliers as they were seen day by day, and what is said of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.trends import Judged, Note, Part, Scored, Snap, Standing
from hanse.trade.trends import Seen

# A product that moved to the next page meanwhile stands where it was seen first.
ADD_DAYS = """
    insert into purchasing_trend_days (workspace_id, topic_id, day, product_id, rank, price_minor,
        sold, at_least, liked)
    select $1, $2, $3, given.* from unnest($4::text[], $5::integer[], $6::bigint[], $7::bigint[],
        $8::boolean[], $9::numeric[]) as given
    on conflict do nothing
"""
PUT = """
    insert into purchasing_trends as held (workspace_id, topic_id, first_on, last_on, product_id,
        rank, price_minor, sold, at_least, liked, title, image_url, url)
    select $1, $2, $3, $3, given.* from unnest($4::text[], $5::integer[], $6::bigint[],
        $7::bigint[], $8::boolean[], $9::numeric[], $10::text[], $11::text[], $12::text[]) as given
    on conflict (workspace_id, topic_id, product_id) do update
    set last_on = excluded.last_on, rank = excluded.rank, price_minor = excluded.price_minor,
        sold = excluded.sold, at_least = excluded.at_least, liked = excluded.liked,
        title = case when excluded.title = '' then held.title else excluded.title end,
        image_url = coalesce(excluded.image_url, held.image_url), url = excluded.url
    where held.last_on < excluded.last_on
"""
HISTORY = """
    select product_id, day, rank, sold, at_least, price_minor from purchasing_trend_days
    where workspace_id = $1 and topic_id = $2 and day >= $3
"""
# One that was not seen for longer than is looked at is gone.
JUDGE = """
    update purchasing_trends as held set standing = coalesce(given.standing, 'gone'),
        points = coalesce(given.points, 0), told = coalesce(given.told, '{}')::jsonb
    from purchasing_trends as every left join unnest($3::text[], $4::text[], $5::numeric[],
        $6::text[]) as given (product_id, standing, points, told)
      on given.product_id = every.product_id
    where every.workspace_id = $1 and every.topic_id = $2 and held.workspace_id = $1
      and held.topic_id = $2 and held.product_id = every.product_id
"""
FORGET_DAYS = """
    delete from purchasing_trend_days where workspace_id = $1 and topic_id = $2 and day < $3
"""
FORGET = """
    delete from purchasing_trends where workspace_id = $1 and topic_id = $2 and last_on < $3
"""
SEEN = """
    select count(*) from purchasing_trend_days
    where workspace_id = $1 and topic_id = $2 and day = $3
"""
SHOWN = """topic_id, product_id, title, image_url, url, rank, price_minor, sold, at_least, liked,
    first_on, last_on, standing, points, told"""
OF_TOPIC = f"""
    select {SHOWN} from purchasing_trends
    where workspace_id = $1 and topic_id = $2 and standing = any($3::text[])
      and points <= $4 and (points < $4 or product_id > $6)
    order by points desc, product_id limit $5
"""  # noqa: S608 - our own columns
EVERYTHING = f"""
    select {SHOWN} from purchasing_trends
    where workspace_id = $1 and standing = any($2::text[])
      and points <= $3 and (points < $3 or (topic_id, product_id) > ($5::uuid, $6::text))
    order by points desc, topic_id, product_id limit $4
"""  # noqa: S608 - our own columns
COURSE = """
    select day.topic_id, day.product_id, day.day, day.rank, day.sold, day.at_least, day.price_minor
    from unnest($2::uuid[], $3::text[]) as given (topic_id, product_id)
    join purchasing_trend_days as day
      on day.workspace_id = $1 and day.topic_id = given.topic_id and day.day >= $4
      and day.product_id = given.product_id
    where day.workspace_id = $1
"""
COUNTS = """
    select topic_id, standing, count(*) as count from purchasing_trends
    where workspace_id = $1 group by topic_id, standing
"""
TITLE_CHARS_MAX = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """A product as it was last seen, and what is said of it."""

    topic_id: UUID
    product_id: str
    title: str
    image_url: str | None
    url: str | None
    rank: int
    price_minor: int | None
    sold: int | None
    at_least: bool
    liked: Decimal | None
    first_on: date
    last_on: date
    judged: Judged


After = tuple[Decimal, UUID, str]  # points, topic and product of the last one shown


async def keep(tx: Tx, topic_id: UUID, day: date, seen: Sequence[Seen]) -> None:
    """Whatever was seen of these before on this day stays."""
    rows = list({each.product_id: each for each in reversed(seen)}.values())
    told = [
        [each.product_id for each in rows],
        [each.rank for each in rows],
        [each.price.minor if each.price else None for each in rows],
        [each.sold for each in rows],
        [each.at_least for each in rows],
        [each.liked for each in rows],
    ]
    shown: list[list[str | None]] = [
        [(each.title or "")[:TITLE_CHARS_MAX] for each in rows],
        [each.image_url for each in rows],
        [each.url for each in rows],
    ]
    about = tx.workspace_id, topic_id, day
    await tx.execute(ADD_DAYS, *about, *told)
    await tx.execute(PUT, *about, *told, *shown)


async def history(tx: Tx, topic_id: UUID, since: date) -> Mapping[str, Sequence[Snap]]:
    found: dict[str, list[Snap]] = {}
    for row in await tx.fetch(HISTORY, tx.workspace_id, topic_id, since):
        found.setdefault(row["product_id"], []).append(snap_of(row))
    return found


def snap_of(row: Any) -> Snap:
    return Snap(row["day"], row["rank"], row["sold"], row["at_least"], row["price_minor"])


async def judge(tx: Tx, topic_id: UUID, judged: Mapping[str, Judged]) -> None:
    names = sorted(judged)
    await tx.execute(
        JUDGE,
        *(tx.workspace_id, topic_id, names, [judged[name].standing.value for name in names]),
        *([judged[name].points for name in names], [text_of(judged[name]) for name in names]),
    )


def text_of(found: Judged) -> str:
    parts = [
        [each.part.value, each.now, each.before, each.share, str(each.points)]
        for each in found.parts
    ]
    return json.dumps(
        {
            "parts": parts,
            "notes": [each.value for each in found.notes],
            "per_day": found.per_day,
            "before": found.before_per_day,
            "needs": found.needs_days,
        }
    )


def judged_of(row: Any) -> Judged:
    told = json.loads(row["told"])
    parts = tuple(
        Scored(Part(part), now, before, share, Decimal(points))
        for part, now, before, share, points in told.get("parts", ())
    )
    notes = tuple(Note(each) for each in told.get("notes", ()))
    rates = told.get("per_day"), told.get("before")
    standing = Standing(row["standing"])
    return Judged(standing, row["points"], parts, notes, *rates, told.get("needs", 0))


async def forget(tx: Tx, topic_id: UUID, keep_from: date) -> None:
    await tx.execute(FORGET_DAYS, tx.workspace_id, topic_id, keep_from)
    await tx.execute(FORGET, tx.workspace_id, topic_id, keep_from)


async def seen(tx: Tx, topic_id: UUID, day: date) -> int:
    count: int = await tx.fetchval(SEEN, tx.workspace_id, topic_id, day)
    return count


async def page(
    tx: Tx, topic_id: UUID | None, standings: Sequence[Standing], after: After, rows_max: int
) -> Sequence[Shown]:
    words = [each.value for each in standings]
    points, last_topic, last = after
    if topic_id is None:
        about = words, points, rows_max, last_topic, last
        rows = await tx.fetch(EVERYTHING, tx.workspace_id, *about)
    else:
        rows = await tx.fetch(OF_TOPIC, tx.workspace_id, topic_id, words, points, rows_max, last)
    return [shown_of(row) for row in rows]


def shown_of(row: Any) -> Shown:
    return Shown(
        topic_id=row["topic_id"],
        product_id=row["product_id"],
        title=row["title"],
        image_url=row["image_url"],
        url=row["url"],
        rank=row["rank"],
        price_minor=row["price_minor"],
        sold=row["sold"],
        at_least=row["at_least"],
        liked=row["liked"],
        first_on=row["first_on"],
        last_on=row["last_on"],
        judged=judged_of(row),
    )


async def courses(
    tx: Tx, found: Sequence[Shown], since: date
) -> Mapping[tuple[UUID, str], Sequence[Snap]]:
    topics, products = [each.topic_id for each in found], [each.product_id for each in found]
    known: dict[tuple[UUID, str], list[Snap]] = {}
    for row in await tx.fetch(COURSE, tx.workspace_id, topics, products, since):
        known.setdefault((row["topic_id"], row["product_id"]), []).append(snap_of(row))
    return {key: sorted(each, key=lambda snap: snap.day) for key, each in known.items()}


async def counts(tx: Tx) -> Mapping[UUID, Mapping[Standing, int]]:
    found: dict[UUID, dict[Standing, int]] = {}
    for row in await tx.fetch(COUNTS, tx.workspace_id):
        found.setdefault(row["topic_id"], {})[Standing(row["standing"])] = row["count"]
    return found
