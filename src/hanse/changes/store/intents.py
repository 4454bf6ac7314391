"""Statements about what is sent and answered: written once, never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from hanse.changes.model.intents import Intent
from hanse.changes.model.settling import Look, Looked
from hanse.engine.tx import Tx
from hanse.trade.fields import kept, restored

# The times are the database's own: the clocks of two machines differ.
ADD = """
    with made as (
        insert into changes_intents (workspace_id, id, account_id, kind, wire_key, owner,
            written_at, send_by, timeout_s, sends, first_at, method, path, body)
        select $1, $2, $3, $4, $5, $6, at, at + $7, $8, $9, coalesce($10, at), $11, $12, $13
        from clock_timestamp() as at
        returning written_at, send_by, first_at
    ), named as (
        insert into changes_intent_rows (workspace_id, intent_id, position, change_id)
        select $1, $2, item.position, item.id
        from unnest($14::uuid[]) with ordinality as item (id, position)
    )
    select written_at, send_by, first_at from made
"""
COLUMNS = """
    held.id, held.account_id, held.kind, held.wire_key, held.owner, held.written_at, held.send_by,
    held.timeout_s, held.sends, held.first_at, held.method, held.path, held.body,
    reply.answered_at, reply.fault, reply.sentence, reply.outcomes
"""
# The newest sending of each change, with all changes that went along.
NEWEST = f"""
    with last as (
        select distinct on (change_id) change_id, intent_id from changes_intent_rows
        where workspace_id = $1 and change_id = any($2::uuid[])
        order by change_id, intent_id desc
    )
    select {COLUMNS}, array(
        select change_id from changes_intent_rows named
        where named.workspace_id = $1 and named.intent_id = held.id order by position) as change_ids
    from changes_intents held left join changes_answers reply
      on reply.workspace_id = held.workspace_id and reply.intent_id = held.id
    where held.workspace_id = $1 and held.id in (select intent_id from last)
"""  # noqa: S608 - our own columns
ONE = f"""
    select {COLUMNS}, array(
        select change_id from changes_intent_rows named
        where named.workspace_id = $1 and named.intent_id = held.id order by position) as change_ids
    from changes_intents held left join changes_answers reply
      on reply.workspace_id = held.workspace_id and reply.intent_id = held.id
    where held.workspace_id = $1 and held.id = $2
"""  # noqa: S608 - our own columns
OF_CHANGE = f"""
    select {COLUMNS}, array(
        select change_id from changes_intent_rows named
        where named.workspace_id = $1 and named.intent_id = held.id order by position) as change_ids
    from changes_intent_rows mine join changes_intents held
      on held.workspace_id = mine.workspace_id and held.id = mine.intent_id
    left join changes_answers reply
      on reply.workspace_id = held.workspace_id and reply.intent_id = held.id
    where mine.workspace_id = $1 and mine.change_id = $2 order by held.id
"""  # noqa: S608 - our own columns
ANSWER = """
    insert into changes_answers
        (workspace_id, intent_id, answered_at, fault, sentence, outcomes)
    values ($1, $2, clock_timestamp(), $3, $4, $5)
    on conflict (workspace_id, intent_id) do nothing
    returning answered_at
"""
LOOK = """
    insert into changes_looks (workspace_id, id, change_id, asked_at, how, cached, shown)
    select $1, given.* from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[],
        $6::boolean[], $7::jsonb[]) as given
"""
LOOKS = """
    select change_id, asked_at, how, cached, shown from changes_looks
    where workspace_id = $1 and change_id = $2 order by id
"""
NOW = "select clock_timestamp()"


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer said of one change."""

    fault: str = ""
    sentence: str = ""
    remote_id: str | None = None
    number_taken: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """An intent with its request, and what came back, if anything did."""

    intent: Intent
    method: str
    path: str
    body: bytes
    fault: str
    sentence: str
    outcomes: tuple[Told, ...]

    def told(self, change_id: UUID) -> Told:
        return self.outcomes[self.intent.change_ids.index(change_id)]


async def add(
    tx: Tx,
    intent_id: UUID,
    account_id: UUID,
    kind: str,
    change_ids: Sequence[UUID],
    wire_key: str,
    owner: UUID,
    life: Any,
    timeout_s: float,
    sends: int,
    first_at: datetime | None,
    request: tuple[str, str, bytes],
) -> Intent:
    row = await tx.fetchrow(
        ADD,
        *(tx.workspace_id, intent_id, account_id, kind, wire_key, owner, life, timeout_s, sends),
        *(first_at, *request, list(change_ids)),
    )
    assert row is not None, "an insert of one row returns it"
    return Intent(
        *(intent_id, account_id, kind, tuple(change_ids), wire_key, owner),
        *(row["written_at"], row["send_by"], timeout_s, sends, row["first_at"]),
    )


async def newest(tx: Tx, change_ids: Sequence[UUID]) -> Mapping[UUID, Sent]:
    """Of each change the sending that counts."""
    found = [sent_of(row) for row in await tx.fetch(NEWEST, tx.workspace_id, list(change_ids))]
    # A change may have gone along with others earlier: its own newest one is the later.
    by_change: dict[UUID, Sent] = {}
    for sent in sorted(found, key=lambda each: each.intent.id.int):
        for change_id in sent.intent.change_ids:
            by_change[change_id] = sent
    return {each: by_change[each] for each in change_ids if each in by_change}


async def one(tx: Tx, intent_id: UUID) -> Sent:
    """Of one that is there."""
    return sent_of(await tx.fetchrow(ONE, tx.workspace_id, intent_id))


async def of_change(tx: Tx, change_id: UUID) -> Sequence[Sent]:
    return [sent_of(row) for row in await tx.fetch(OF_CHANGE, tx.workspace_id, change_id)]


async def answer(
    tx: Tx, intent_id: UUID, fault: str, sentence: str, outcomes: Sequence[Told]
) -> datetime | None:
    """When it was written down; none if there is an answer already."""
    told = msgspec.json.encode(outcomes).decode()
    at: datetime | None = await tx.fetchval(
        ANSWER, tx.workspace_id, intent_id, fault, sentence, told
    )
    return at


async def note_looks(tx: Tx, looks: Mapping[UUID, Look]) -> None:
    shown = [
        None if each.fields is None else msgspec.json.encode(kept(each.fields)).decode()
        for each in looks.values()
    ]
    await tx.execute(
        LOOK,
        tx.workspace_id,
        [tx.ids.new() for _ in looks],
        list(looks),
        [each.at for each in looks.values()],
        [each.how.value for each in looks.values()],
        [each.cached for each in looks.values()],
        shown,
    )


async def looks_of(tx: Tx, change_id: UUID) -> Sequence[Look]:
    rows = await tx.fetch(LOOKS, tx.workspace_id, change_id)
    return [
        Look(
            None if row["shown"] is None else restored(msgspec.json.decode(row["shown"])),
            row["asked_at"],
            Looked(row["how"]),
            row["cached"],
        )
        for row in rows
    ]


async def clock(tx: Tx) -> datetime:
    """The database's, by which intents are measured."""
    at: datetime = await tx.fetchval(NOW)
    return at


def sent_of(row: Any) -> Sent:
    intent = Intent(
        *(row["id"], row["account_id"], row["kind"], tuple(row["change_ids"]), row["wire_key"]),
        *(row["owner"], row["written_at"], row["send_by"], row["timeout_s"], row["sends"]),
        *(row["first_at"], row["answered_at"]),
    )
    outcomes = row["outcomes"] or "[]"
    return Sent(
        intent,
        *(row["method"], row["path"], row["body"], row["fault"] or "", row["sentence"] or ""),
        msgspec.json.decode(outcomes, type=tuple[Told, ...]),
    )
