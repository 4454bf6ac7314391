"""Statements about floors."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hanse.base.money import Money
from hanse.engine.tx import Tx
from hanse.rooms.pricing.model.floors import Floor, Subject

COLUMNS = "id, subject, subject_id, price_minor, currency, since, person, version"
FIND = f"""
    select {COLUMNS} from pricing_floors
    where workspace_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3
"""  # noqa: S608 - our own columns
GET = f"""
    select {COLUMNS} from pricing_floors where workspace_id = $1 and id = $2 for update
"""  # noqa: S608 - our own columns
OF = f"""
    select {COLUMNS} from pricing_floors
    where workspace_id = $1 and subject_id = any($2::uuid[])
"""  # noqa: S608 - our own columns
PUT = f"""
    insert into pricing_floors as held (workspace_id, id, subject, subject_id, price_minor,
        currency, since, person_id, person)
    select $1, given.id, given.subject, given.subject_id, given.price_minor, given.currency, $7,
        $8, $9
    from unnest($2::uuid[], $3::text[], $4::uuid[], $5::bigint[], $6::text[])
        as given (id, subject, subject_id, price_minor, currency)
    on conflict (workspace_id, subject, subject_id) do update
    set price_minor = excluded.price_minor, currency = excluded.currency, since = excluded.since,
        person_id = excluded.person_id, person = excluded.person, version = held.version + 1
    returning {COLUMNS}
"""  # noqa: S608 - our own columns
IS_ANY = "select exists (select from pricing_floors where workspace_id = $1)"
REMOVE = "delete from pricing_floors where workspace_id = $1 and id = $2"


def floor(
    id: UUID,  # noqa: A002
    subject: str,
    subject_id: UUID,
    price_minor: int,
    currency: str,
    since: datetime,
    person: str,
    version: int,
) -> Floor:
    price = Money(currency, price_minor)
    return Floor(id, Subject(subject), subject_id, price, since, person, version)


async def find(tx: Tx, before: UUID | None, rows_max: int) -> Sequence[Floor]:
    return [floor(*row) for row in await tx.fetch(FIND, tx.workspace_id, before, rows_max)]


async def get(tx: Tx, floor_id: UUID) -> Floor | None:
    row = await tx.fetchrow(GET, tx.workspace_id, floor_id)
    return floor(*row) if row else None


async def of(tx: Tx, subject_ids: Sequence[UUID]) -> Sequence[Floor]:
    """Whatever they are of: ids are of one thing only."""
    return [floor(*row) for row in await tx.fetch(OF, tx.workspace_id, list(subject_ids))]


async def is_any(tx: Tx) -> bool:
    found: bool = await tx.fetchval(IS_ANY, tx.workspace_id)
    return found


async def put(
    tx: Tx, wanted: Sequence[tuple[Subject, UUID, Money]], person_id: UUID | None, person: str
) -> Sequence[Floor]:
    rows = await tx.fetch(
        PUT,
        tx.workspace_id,
        [tx.ids.new() for _ in wanted],
        [subject.value for subject, _, _ in wanted],
        [subject_id for _, subject_id, _ in wanted],
        [price.minor for _, _, price in wanted],
        [price.currency for _, _, price in wanted],
        *(tx.now, person_id, person),
    )
    return [floor(*row) for row in rows]


async def remove(tx: Tx, floor_id: UUID) -> None:
    await tx.execute(REMOVE, tx.workspace_id, floor_id)
