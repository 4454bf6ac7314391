"""Statements about listings and what is said for one of them alone."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from hanse.base.faults import Finding, Severity
from hanse.engine.tx import Tx
from hanse.rooms.listings.model.listings import Listing, Status
from hanse.rooms.listings.model.plans import Result
from hanse.trade.fields import Fields, Value, decoded, encoded

# Id, remote id, what it was compared by, its version and its product's.
Line: TypeAlias = tuple[UUID, str | None, bytes | None, int, int]

ADD = """
    insert into listings_listings
        (workspace_id, id, account_id, market, product_id, remote_id, status, made_at)
    select $1, given.*, $8
    from unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[]) as given
    on conflict (workspace_id, account_id, market, product_id, coalesce(remote_id, ''))
        do nothing
    returning id
"""
GET = """
    select id, account_id, market, product_id, status, remote_id, score, errors, warnings, differs,
        drifts, owner, set_id, finding::text as finding, compared, version
    from listings_listings where workspace_id = $1 and id = any($2::uuid[]) order by id
"""
HOLD = """
    select id from listings_listings
    where workspace_id = $1 and id = any($2::uuid[]) order by id for update
"""
OF_PRODUCTS = """
    select id, account_id, market, product_id, status, remote_id, score, errors, warnings, differs,
        drifts, owner, set_id, finding::text as finding, compared, version
    from listings_listings
    where workspace_id = $1 and product_id = any($2::uuid[])
      and ($3::uuid is null or account_id = $3)
    order by product_id, account_id, market, id limit $4
"""
OF_REMOTE = """
    select id, account_id, market, product_id, status, remote_id, score, errors, warnings, differs,
        drifts, owner, set_id, finding::text as finding, compared, version
    from listings_listings
    where workspace_id = $1 and account_id = $2 and remote_id = any($3::text[])
"""
# The listings of a shop with what decides whether anything of them has to be looked at.
PAGE = """
    select held.id, held.remote_id, held.compared, held.version, coalesce(known.version, 0) as goods
    from listings_listings held
    left join listings_products known
        on known.workspace_id = held.workspace_id and known.product_id = held.product_id
    where held.workspace_id = $1 and held.account_id = $2
      and ($3::uuid is null or held.id > $3)
    order by held.id limit $4
"""
LINES = """
    select held.id, held.remote_id, held.compared, held.version, coalesce(known.version, 0) as goods
    from listings_listings held
    left join listings_products known
        on known.workspace_id = held.workspace_id and known.product_id = held.product_id
    where held.workspace_id = $1 and held.id = any($2::uuid[])
"""
DUE = """
    select id from listings_listings
    where workspace_id = $1 and account_id = $2 and compared is null
      and ($3::uuid is null or id > $3)
    order by id limit $4
"""
IDS = """
    select id from listings_listings
    where workspace_id = $1 and account_id = $2 and ($3::uuid is null or id > $3)
    order by id limit $4
"""
TO_DO = """
    update listings_listings set compared = null
    where workspace_id = $1 and compared is not null
      and (product_id = any($2::uuid[]) or id = any($4::uuid[])
        or (account_id = $3 and remote_id = any($5::text[])))
"""
FOUND = """
    update listings_listings held
    set differs = given.differs, drifts = given.drifts, owner = given.owner,
        compared = given.compared
    from unnest($2::uuid[], $3::int[], $4::int[], $5::text[], $6::bytea[])
        as given (id, differs, drifts, owner, compared)
    where held.workspace_id = $1 and held.id = given.id
"""
JUDGED = """
    update listings_listings held
    set score = given.score, errors = given.errors, warnings = given.warnings,
        status = given.status
    from unnest($2::uuid[], $3::int[], $4::int[], $5::int[], $6::text[])
        as given (id, score, errors, warnings, status)
    where held.workspace_id = $1 and held.id = given.id
"""
MOVE = """
    update listings_listings held
    set status = given.status, remote_id = coalesce(given.remote_id, held.remote_id),
        finding = given.finding::jsonb, compared = null
    from unnest($2::uuid[], $3::text[], $4::text[], $5::text[])
        as given (id, status, remote_id, finding)
    where held.workspace_id = $1 and held.id = given.id
"""
REPOINT = """
    update listings_listings held set product_id = given.product_id, compared = null
    from unnest($2::uuid[], $3::uuid[]) as given (id, product_id)
    where held.workspace_id = $1 and held.id = given.id
"""
REMOVE_OWN = (
    "delete from listings_overlays where workspace_id = $1 and listing_id = any($2::uuid[])"
)
REMOVE = "delete from listings_listings where workspace_id = $1 and id = any($2::uuid[])"
NOTE_SET = """
    update listings_listings set set_id = $3, finding = null
    where workspace_id = $1 and id = any($2::uuid[])
"""
OWN = """
    select listing_id, field, value::text as value from listings_overlays
    where workspace_id = $1 and listing_id = any($2::uuid[])
"""
SET_OWN = """
    insert into listings_overlays as held (workspace_id, listing_id, field, mode, value)
    select $1, given.listing_id, given.field, 'overridden', given.value::jsonb
    from unnest($2::uuid[], $3::text[], $4::text[]) as given (listing_id, field, value)
    on conflict (workspace_id, listing_id, field) do update set value = excluded.value
"""
DROP_OWN = """
    delete from listings_overlays held
    using unnest($2::uuid[], $3::text[]) as given (listing_id, field)
    where held.workspace_id = $1 and held.listing_id = given.listing_id
      and held.field = given.field
"""
EDITED = """
    update listings_listings set version = version + 1, compared = null
    where workspace_id = $1 and id = any($2::uuid[])
"""
KNOW = """
    insert into listings_products as held (workspace_id, product_id, title, version)
    select $1, given.* from unnest($2::uuid[], $3::text[], $4::int[]) as given
    on conflict (workspace_id, product_id) do update
    set title = excluded.title, version = excluded.version
    where (held.title, held.version) is distinct from (excluded.title, excluded.version)
"""
FORGET = "delete from listings_products where workspace_id = $1 and product_id = any($2::uuid[])"


async def add(tx: Tx, listings: Sequence[Listing]) -> Sequence[UUID]:
    """The ids of those that were not there."""
    rows = await tx.fetch(
        ADD,
        tx.workspace_id,
        [each.id for each in listings],
        [each.account_id for each in listings],
        [each.market for each in listings],
        [each.product_id for each in listings],
        [each.remote_id for each in listings],
        [each.status.value for each in listings],
        tx.now,
    )
    return [row["id"] for row in rows]


async def get(tx: Tx, ids: Sequence[UUID]) -> Sequence[Listing]:
    return [listing(row) for row in await tx.fetch(GET, tx.workspace_id, list(ids))]


async def hold(tx: Tx, ids: Sequence[UUID]) -> None:
    """Nobody else edits or moves these before we have committed."""
    await tx.fetch(HOLD, tx.workspace_id, list(ids))


async def of_products(
    tx: Tx, product_ids: Sequence[UUID], account_id: UUID | None, rows_max: int
) -> Sequence[Listing]:
    rows = await tx.fetch(OF_PRODUCTS, tx.workspace_id, list(product_ids), account_id, rows_max)
    return [listing(row) for row in rows]


async def of_remote(tx: Tx, account_id: UUID, remote_ids: Sequence[str]) -> Sequence[Listing]:
    rows = await tx.fetch(OF_REMOTE, tx.workspace_id, account_id, list(remote_ids))
    return [listing(row) for row in rows]


async def page(tx: Tx, account_id: UUID, after: UUID | None, rows_max: int) -> Sequence[Line]:
    rows = await tx.fetch(PAGE, tx.workspace_id, account_id, after, rows_max)
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


async def lines(tx: Tx, ids: Sequence[UUID]) -> Sequence[Line]:
    rows = await tx.fetch(LINES, tx.workspace_id, list(ids))
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


async def due(tx: Tx, account_id: UUID, after: UUID | None, rows_max: int) -> Sequence[UUID]:
    rows = await tx.fetch(DUE, tx.workspace_id, account_id, after, rows_max)
    return [row["id"] for row in rows]


async def ids_of(tx: Tx, account_id: UUID, after: UUID | None, rows_max: int) -> Sequence[UUID]:
    rows = await tx.fetch(IDS, tx.workspace_id, account_id, after, rows_max)
    return [row["id"] for row in rows]


async def to_do(
    tx: Tx,
    *,
    product_ids: Sequence[UUID] = (),
    ids: Sequence[UUID] = (),
    account_id: UUID | None = None,
    remote_ids: Sequence[str] = (),
) -> int:
    """What was compared of these counts no longer."""
    return await tx.execute(
        TO_DO, tx.workspace_id, list(product_ids), account_id, list(ids), list(remote_ids)
    )


async def found(tx: Tx, results: Sequence[Result]) -> None:
    await tx.execute(
        FOUND,
        tx.workspace_id,
        [each.listing_id for each in results],
        [each.differs for each in results],
        [each.drifts for each in results],
        [each.owner for each in results],
        [each.compared for each in results],
    )


async def judged(tx: Tx, rows: Sequence[tuple[UUID, int, int, int, Status]]) -> None:
    """Score, errors, warnings and where it stands then."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    await tx.execute(JUDGED, tx.workspace_id, *columns)


async def move(tx: Tx, rows: Sequence[tuple[UUID, Status, str | None, Finding | None]]) -> None:
    """Status, the shop's id where it is new, and why it was refused."""
    if not rows:
        return
    await tx.execute(
        MOVE,
        tx.workspace_id,
        [listing_id for listing_id, *_ in rows],
        [status.value for _, status, *_ in rows],
        [remote_id for _, _, remote_id, _ in rows],
        [finding_text(finding) for *_, finding in rows],
    )


async def repoint(tx: Tx, rows: Sequence[tuple[UUID, UUID]]) -> None:
    """These are of other products now."""
    if rows:
        await tx.execute(REPOINT, tx.workspace_id, *map(list, zip(*rows, strict=True)))


async def remove(tx: Tx, ids: Sequence[UUID]) -> None:
    """With what was said for them alone."""
    if ids:
        await tx.execute(REMOVE_OWN, tx.workspace_id, list(ids))
        await tx.execute(REMOVE, tx.workspace_id, list(ids))


async def note_set(tx: Tx, ids: Sequence[UUID], set_id: UUID) -> None:
    await tx.execute(NOTE_SET, tx.workspace_id, list(ids), set_id)


# What is said for one listing alone


async def own(tx: Tx, ids: Sequence[UUID]) -> Mapping[UUID, Fields]:
    found: dict[UUID, dict[str, Value]] = {each: {} for each in ids}
    for row in await tx.fetch(OWN, tx.workspace_id, list(ids)):
        found[row["listing_id"]][row["field"]] = decoded(json.loads(row["value"]))
    return found


async def set_own(tx: Tx, before: Mapping[UUID, Fields], after: Mapping[UUID, Fields]) -> None:
    """The difference of both is written."""
    put = [
        (listing_id, name, json.dumps(encoded(value)))
        for listing_id, fields in after.items()
        for name, value in fields.items()
    ]
    gone = [
        (listing_id, name)
        for listing_id, fields in before.items()
        for name in fields.keys() - after[listing_id].keys()
    ]
    if put:
        await tx.execute(SET_OWN, tx.workspace_id, *map(list, zip(*put, strict=True)))
    if gone:
        await tx.execute(DROP_OWN, tx.workspace_id, *map(list, zip(*gone, strict=True)))
    await tx.execute(EDITED, tx.workspace_id, list(after))


# What lists need of products


async def know(tx: Tx, rows: Sequence[tuple[UUID, str, int]]) -> None:
    columns = [list(column) for column in zip(*rows, strict=True)]
    await tx.execute(KNOW, tx.workspace_id, *columns)


async def forget(tx: Tx, product_ids: Sequence[UUID]) -> None:
    await tx.execute(FORGET, tx.workspace_id, list(product_ids))


def finding_text(finding: Finding | None) -> str | None:
    if finding is None:
        return None
    return json.dumps(
        [finding.severity.value, finding.code, finding.sentence, finding.next_step, finding.field]
    )


def finding_of(text: str | None) -> Finding | None:
    if text is None:
        return None
    severity, *rest = json.loads(text)
    return Finding(Severity(severity), *rest)


def listing(row: Any) -> Listing:
    return Listing(
        id=row["id"],
        account_id=row["account_id"],
        market=row["market"],
        product_id=row["product_id"],
        status=Status(row["status"]),
        remote_id=row["remote_id"],
        score=row["score"],
        errors=row["errors"],
        warnings=row["warnings"],
        differs=row["differs"],
        drifts=row["drifts"],
        owner=row["owner"],
        set_id=row["set_id"],
        finding=finding_of(row["finding"]),
        compared=row["compared"],
        version=row["version"],
    )
