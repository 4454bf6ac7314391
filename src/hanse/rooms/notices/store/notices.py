"""Statements about notices."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from hanse.engine.tx import INSTALLATION, Tx
from hanse.rooms.notices.model.notices import Fact, Notice

ADD = """
    insert into notices_notices (workspace_id, id, event_id, person_id, kind, facts, actor_id,
        about_id, subject_kind, subject_id, made_at, in_app, mail_at)
    select $1, id, event_id, person_id, kind, facts::jsonb, actor_id, about_id, subject_kind,
        subject_id, $2, in_app, mail_at
    from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::uuid[],
        $9::uuid[], $10::text[], $11::uuid[], $12::boolean[], $13::timestamptz[])
        as new (id, event_id, person_id, kind, facts, actor_id, about_id, subject_kind,
            subject_id, in_app, mail_at)
    on conflict (workspace_id, event_id, person_id) do nothing
    returning id
"""
# What concerns the person alone stands in the installation and shows in every workspace. Each half
# is read along its index as far as the page goes, however many there are.
FIND = """
    select * from (
        (select workspace_id, id, event_id, person_id, kind, facts, actor_id, about_id,
            subject_kind, subject_id, made_at, in_app, read_at, mail_at
        from notices_notices
        where workspace_id = $1 and person_id = $3 and in_app
            and ($4::boolean is not true or read_at is null) and ($5::uuid is null or id < $5)
        order by id desc limit $6)
        union all
        (select workspace_id, id, event_id, person_id, kind, facts, actor_id, about_id,
            subject_kind, subject_id, made_at, in_app, read_at, mail_at
        from notices_notices
        where workspace_id = $2 and $1 <> $2 and person_id = $3 and in_app
            and ($4::boolean is not true or read_at is null) and ($5::uuid is null or id < $5)
        order by id desc limit $6)) as both_kinds
    order by id desc limit $6
"""
UNREAD = """
    select count(*) from (
        select from notices_notices
        where workspace_id in ($1, $2) and person_id = $3 and in_app and read_at is null
        limit $4) as unread
"""
GET = """
    select workspace_id, id, event_id, person_id, kind, facts, actor_id, about_id, subject_kind,
        subject_id, made_at, in_app, read_at, mail_at
    from notices_notices
    where workspace_id in ($1, $2) and person_id = $3 and in_app and id = $4
"""
READ = """
    update notices_notices set read_at = $5
    where workspace_id in ($1, $2) and person_id = $3 and in_app and read_at is null and id = $4
"""
READ_ALL = """
    update notices_notices set read_at = $5
    where (workspace_id, id) in (
        select workspace_id, id from notices_notices
        where workspace_id in ($1, $2) and person_id = $3 and in_app and read_at is null
            and ($4::uuid is null or id <= $4)
        limit $6)
"""
DUE = """
    select workspace_id, id, event_id, person_id, kind, facts, actor_id, about_id, subject_kind,
        subject_id, made_at, in_app, read_at, mail_at
    from notices_notices
    where workspace_id = $1 and person_id = $2 and mail_at <= $3 and mailed_at is null
    order by mail_at, id limit $4
    for update
"""
MAILED = """
    update notices_notices set mailed_at = $3 where workspace_id = $1 and id = any($2::uuid[])
"""
NEXT_MAIL = """
    select min(mail_at) from notices_notices
    where workspace_id = $1 and person_id = $2 and mail_at is not null and mailed_at is null
"""
FORGET = """
    delete from notices_notices where (workspace_id, id) in (
        select workspace_id, id from notices_notices where made_at < $1 order by made_at limit $2)
"""


async def add(tx: Tx, notices: Sequence[Notice]) -> Collection[UUID]:
    """Those of them that are new: a person is told of an event once."""
    rows = await tx.fetch(
        ADD,
        tx.workspace_id,
        tx.now,
        [one.id for one in notices],
        [one.event_id for one in notices],
        [one.person_id for one in notices],
        [one.kind for one in notices],
        [msgspec.json.encode(one.facts).decode() for one in notices],
        [one.actor_id for one in notices],
        [one.about_id for one in notices],
        [one.subject_kind for one in notices],
        [one.subject_id for one in notices],
        [one.in_app for one in notices],
        [one.mail_at for one in notices],
    )
    return {row["id"] for row in rows}


async def find(
    tx: Tx, person_id: UUID, *, unread: bool, before: UUID | None, rows_max: int
) -> Sequence[Notice]:
    rows = await tx.fetch(FIND, tx.workspace_id, INSTALLATION, person_id, unread, before, rows_max)
    return [notice(row) for row in rows]


async def unread(tx: Tx, person_id: UUID, rows_max: int) -> int:
    count: int = await tx.fetchval(UNREAD, tx.workspace_id, INSTALLATION, person_id, rows_max)
    return count


async def get(tx: Tx, person_id: UUID, notice_id: UUID) -> Notice | None:
    row = await tx.fetchrow(GET, tx.workspace_id, INSTALLATION, person_id, notice_id)
    return notice(row) if row else None


async def read(tx: Tx, person_id: UUID, notice_id: UUID) -> bool:
    """Whether it was unread."""
    touched = await tx.execute(READ, tx.workspace_id, INSTALLATION, person_id, notice_id, tx.now)
    return touched > 0


async def read_all(tx: Tx, person_id: UUID, until: UUID | None, rows_max: int) -> int:
    return await tx.execute(
        READ_ALL, tx.workspace_id, INSTALLATION, person_id, until, tx.now, rows_max
    )


async def due(tx: Tx, person_id: UUID, rows_max: int) -> Sequence[Notice]:
    """What is to be told by mail now; ours until the transaction ends."""
    rows = await tx.fetch(DUE, tx.workspace_id, person_id, tx.now, rows_max)
    return [notice(row) for row in rows]


async def mailed(tx: Tx, notice_ids: Collection[UUID]) -> None:
    await tx.execute(MAILED, tx.workspace_id, list(notice_ids), tx.now)


async def next_mail(tx: Tx, person_id: UUID) -> datetime | None:
    at: datetime | None = await tx.fetchval(NEXT_MAIL, tx.workspace_id, person_id)
    return at


async def forget(tx: Tx, before: datetime, rows_max: int) -> int:
    return await tx.execute(FORGET, before, rows_max)


def notice(row: Iterable[Any]) -> Notice:
    """Every statement names the columns in the order of the fields."""
    values = list(row)
    values[FACTS_AT] = read_facts(values[FACTS_AT])
    return Notice(*values)


FACTS_AT = list(Notice.__dataclass_fields__).index("facts")
read_facts = msgspec.json.Decoder(dict[str, Fact]).decode
