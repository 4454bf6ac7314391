"""Statements about pictures."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from hanse.base.faults import Finding
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.media import Media, Placed

# The words that somebody wrote for it are kept, whoever brings the picture again.
ADD = """
    insert into catalog_media (workspace_id, digest, media_type, bytes, width, height, small, token,
        alt, made_at)
    values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10)
    on conflict (workspace_id, digest) do update
    set alt = case when excluded.alt = '' then catalog_media.alt else excluded.alt end
"""
NAMED = """
    select digest, media_type, bytes, width, height, small, token, alt from catalog_media
    where workspace_id = $1 and digest = any($2::text[])
"""
LOCK = """
    select pg_advisory_xact_lock(
        hashtextextended('catalog_product_media ' || $1::uuid || $2::uuid, 0))
"""
OF_PRODUCTS = """
    select product_id, digest, variant_id, alt from catalog_product_media
    where workspace_id = $1 and product_id = any($2::uuid[]) order by product_id, position
"""
FIRST = """
    select distinct on (product_id) product_id, digest from catalog_product_media
    where workspace_id = $1 and product_id = any($2::uuid[]) order by product_id, position
"""
CLEAR = "delete from catalog_product_media where workspace_id = $1 and product_id = $2"
PLACE = """
    insert into catalog_product_media (workspace_id, product_id, position, digest, variant_id, alt)
    select $1, $2, given.position - 1, given.digest, given.variant_id, given.alt
    from unnest($3::text[], $4::uuid[], $5::text[]) with ordinality
        as given (digest, variant_id, alt, position)
"""
SOURCES = """
    select url_digest, digest from catalog_media_sources
    where workspace_id = $1 and url_digest = any($2::text[])
"""
KEEP_SOURCE = """
    insert into catalog_media_sources (workspace_id, url_digest, url, digest, finding, fetched_at)
    values ($1, $2, $3, $4, $5::jsonb, $6)
    on conflict (workspace_id, url_digest) do update
    set digest = excluded.digest, finding = excluded.finding, fetched_at = excluded.fetched_at
"""
UNUSED = """
    select digest, media_type, bytes, width, height, small, token, alt from catalog_media as held
    where workspace_id = $1 and digest > $2 and not exists (
        select from catalog_product_media as placed
        where placed.workspace_id = $1 and placed.digest = held.digest)
    order by digest limit $3
"""
USED_BY = """
    select p.title from catalog_product_media m
    join catalog_products p on p.workspace_id = m.workspace_id and p.id = m.product_id
    where m.workspace_id = $1 and m.digest = $2 order by p.title limit 1
"""
# Whoever puts it somewhere waits for us, or we for them.
LOCK_ONE = "select alt from catalog_media where workspace_id = $1 and digest = $2 for update"
DELETE = "delete from catalog_media where workspace_id = $1 and digest = $2"
# What was deleted is fetched again where it is linked to a shop again.
FORGET_SOURCES = "delete from catalog_media_sources where workspace_id = $1 and digest = $2"


async def add(tx: Tx, media: Media) -> None:
    small = json.dumps({str(side): digest for side, digest in media.small.items()})
    await tx.execute(
        ADD,
        *(tx.workspace_id, media.digest, media.media_type, media.bytes, media.width, media.height),
        *(small, media.token, media.alt, tx.now),
    )


async def named(tx: Tx, digests: Collection[str]) -> Mapping[str, Media]:
    rows = await tx.fetch(NAMED, tx.workspace_id, list(digests))
    return {row["digest"]: media_of(row) for row in rows}


async def unused(tx: Tx, after: str, rows_max: int) -> Sequence[Media]:
    return [media_of(row) for row in await tx.fetch(UNUSED, tx.workspace_id, after, rows_max)]


async def lock_one(tx: Tx, digest: str) -> bool:
    return await tx.fetchrow(LOCK_ONE, tx.workspace_id, digest) is not None


async def used_by(tx: Tx, digest: str) -> str | None:
    """The title of a product that shows it."""
    title: str | None = await tx.fetchval(USED_BY, tx.workspace_id, digest)
    return title


async def delete(tx: Tx, digest: str) -> None:
    await tx.execute(FORGET_SOURCES, tx.workspace_id, digest)
    await tx.execute(DELETE, tx.workspace_id, digest)


async def lock(tx: Tx, product_id: UUID) -> None:
    await tx.execute(LOCK, tx.workspace_id, product_id)


async def of_products(tx: Tx, product_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Placed]]:
    found: dict[UUID, list[Placed]] = {each: [] for each in product_ids}
    for row in await tx.fetch(OF_PRODUCTS, tx.workspace_id, list(product_ids)):
        found[row["product_id"]].append(Placed(row["digest"], row["variant_id"], row["alt"]))
    return found


async def first_of(tx: Tx, product_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    rows = await tx.fetch(FIRST, tx.workspace_id, list(product_ids))
    return {row["product_id"]: row["digest"] for row in rows}


async def put(tx: Tx, product_id: UUID, placed: Sequence[Placed]) -> None:
    await tx.execute(CLEAR, tx.workspace_id, product_id)
    columns = [
        [each.digest for each in placed],
        [each.variant_id for each in placed],
        [each.alt for each in placed],
    ]
    await tx.execute(PLACE, tx.workspace_id, product_id, *columns)


async def sources(tx: Tx, url_digests: Sequence[str]) -> Mapping[str, str | None]:
    """Of each address that was fetched: the picture, or none."""
    rows = await tx.fetch(SOURCES, tx.workspace_id, list(url_digests))
    return {row["url_digest"]: row["digest"] for row in rows}


async def keep_source(
    tx: Tx, url_digest: str, url: str, digest: str | None, finding: Finding | None
) -> None:
    said = json.dumps([finding.code, finding.sentence]) if finding else None
    await tx.execute(KEEP_SOURCE, tx.workspace_id, url_digest, url, digest, said, tx.now)


def media_of(row: Any) -> Media:
    return Media(
        digest=row["digest"],
        media_type=row["media_type"],
        bytes=row["bytes"],
        width=row["width"],
        height=row["height"],
        small={int(side): digest for side, digest in json.loads(row["small"]).items()},
        token=row["token"],
        alt=row["alt"],
    )
