"""Durable work: asked for in the transaction that makes it necessary, done soon after its commit.

    await enqueue(tx, "stock.push", str(account_id), {"account": account_id})

The same name and key twice while waiting is one job. One that is asked for while it runs is run
once more after it, never beside it. So what a transaction wrote is always seen by a run to come.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from hanse.base.faults import Rejected
from hanse.engine.jobs.handlers import Ids
from hanse.engine.redaction import is_secret
from hanse.engine.tx import Tx

CHANNEL = "hanse_jobs"
# What wakes the workers. It says the same each time, so a transaction sends it once.
WAKE = (
    '{"type": "table_changed_event", "channel": "hanse_jobs", "table": "jobs",'
    ' "operation": "insert", "sent_at": "2026-01-01T00:00:00Z"}'
)
ENQUEUE_MAX = 1_000
KEY_CHARS_MAX = 200
IDS_BYTES_MAX = 8_000
TEXT_ID_CHARS_MAX = 200
PRIORITY_MAX = 1_000

# A waiting job of the same key is held until we commit, so that no worker starts it before it can
# see what we wrote. One that somebody else holds is passed by, and a second row stands in for it
# until a worker takes both at once. So nobody ever waits here for another transaction.
ENQUEUE = """
    with asked as (
        select item.key, item.id, item.ids, item.ord, known.lane as lane_id,
            case when known.lane = '' then '' else item.ids ->> known.lane end as lane
        from jobs_names known cross join (
            select key, id, ids::jsonb as ids, ord
            from unnest($3::text[], $4::uuid[], $5::text[]) with ordinality t(key, id, ids, ord)
        ) item
        where known.name = $2
    ), due as (
        select coalesce($7::timestamptz, clock_timestamp()) as at
    ), twin as (
        select asked.ord, held.id
        from asked cross join lateral (
            select jobs.id from jobs
            where jobs.workspace_id = $1 and jobs.name = $2 and jobs.key = asked.key
              and jobs.state in ('later', 'waiting')
            order by jobs.id desc limit 1
            for update skip locked
        ) held
    ), sooner as (
        update jobs
        set due_at = least(jobs.due_at, due.at), priority = greatest(jobs.priority, $6),
            state = case when least(jobs.due_at, due.at) <= clock_timestamp()
                then 'waiting' else 'later' end
        from twin, due
        where jobs.workspace_id = $1 and jobs.id = twin.id and jobs.tries = 0
          and (due.at < jobs.due_at or $6 > jobs.priority)
    ), made as (
        insert into jobs
            (workspace_id, id, name, key, lane, ids, priority, state, request_id, due_at)
        select $1, asked.id, $2, asked.key, asked.lane, asked.ids, $6,
            case when due.at <= clock_timestamp() then 'waiting' else 'later' end, $8, due.at
        from asked cross join due
        where asked.lane is not null and not exists (select from twin where twin.ord = asked.ord)
    )
    select coalesce(twin.id, asked.id) as id, asked.lane, asked.lane_id,
        (select pg_notify('hanse_jobs', $9) from due where due.at <= clock_timestamp()) as woken
    from asked left join twin using (ord)
    order by asked.ord
"""


class UnknownJob(Rejected):
    code = "job_unknown"


async def enqueue(
    tx: Tx, name: str, key: str, ids: Ids, *, priority: int = 0, at: datetime | None = None
) -> UUID:
    """Ask for one run after this transaction's commit, or not before `at`; the job's id.

    It is the id of the waiting job if there is one: that stays as it is, only sooner or with more
    priority if this asks for it.
    """
    [job_id] = await enqueue_many(tx, name, [(key, ids)], priority=priority, at=at)
    return job_id


async def enqueue_many(
    tx: Tx,
    name: str,
    items: Iterable[tuple[str, Ids]],
    *,
    priority: int = 0,
    at: datetime | None = None,
) -> Sequence[UUID]:
    """The same for up to ENQUEUE_MAX keys at once; the ids of the jobs in the same order."""
    wanted = list(items)
    if len(wanted) > ENQUEUE_MAX:
        raise Rejected(
            f"{len(wanted):,} jobs of {name} at once; the limit is {ENQUEUE_MAX:,}.",
            next_step="Ask in batches, or let one job do more.",
        )
    if abs(priority) > PRIORITY_MAX:
        raise Rejected(f"Priority {priority} is beyond {PRIORITY_MAX}.")
    by_key: dict[str, Ids] = {}
    for key, ids in wanted:
        by_key.setdefault(key, ids)
    rows = await tx.fetch(
        ENQUEUE,
        tx.workspace_id,
        name,
        [checked_key(name, key) for key in by_key],
        [tx.ids.new() for _ in by_key],
        [encoded(name, ids) for ids in by_key.values()],
        priority,
        at,
        tx.request_id,
        WAKE,
    )
    if not rows and by_key:
        raise await unknown(tx, name)
    for row in rows:
        if row["lane"] is None:
            raise Rejected(
                f"{name} runs in lanes by {row['lane_id']!r}, and that id is missing.",
                next_step=f"Hand it over: {{'{row['lane_id']}': ...}}.",
            )
    found = dict(zip(by_key, (row["id"] for row in rows), strict=True))
    return [found[key] for key, _ in wanted]


async def unknown(tx: Tx, name: str) -> UnknownJob:
    import difflib  # only a misspelt name needs it

    names = [row["name"] for row in await tx.fetch("select name from jobs_names order by name")]
    near = difflib.get_close_matches(name, names, 1)
    return UnknownJob(
        f"No job is called {name!r}.",
        next_step=f"Did you mean {near[0]}?" if near else "Declare it in its room's jobs.py.",
    )


def checked_key(name: str, key: str) -> str:
    if not 0 <= len(key) <= KEY_CHARS_MAX or "\0" in key:
        raise Rejected(
            f"The key of {name} has {len(key):,} characters; the limit is {KEY_CHARS_MAX}.",
            next_step="A key names what the job is about, such as the id of an account.",
        )
    return key


def encoded(name: str, ids: Ids) -> str:
    """The ids as JSON; anything that is no id is refused, for facts go stale and secrets leak."""
    for label, value in ids.items():
        if is_secret(label):
            raise Rejected(
                f"{label!r} of {name} is named like a secret; a job gets ids only.",
                next_step="Keep it sealed in the vault and hand over its id.",
            )
        for one in value if isinstance(value, list | tuple) else [value]:
            if isinstance(one, bool) or not isinstance(one, UUID | str | int):
                raise Rejected(
                    f"{label!r} of {name} is a {type(one).__name__}; a job gets ids only.",
                    next_step="Keep it in a table and hand over its id.",
                )
            if isinstance(one, str) and len(one) > TEXT_ID_CHARS_MAX:
                raise Rejected(
                    f"{label!r} of {name} has {len(one):,} characters, too many for an id "
                    f"(at most {TEXT_ID_CHARS_MAX}).",
                    next_step="Keep it in a table and hand over its id.",
                )
    text = msgspec.json.encode(ids).decode()
    if len(text) > IDS_BYTES_MAX:
        raise Rejected(
            f"The ids of {name} take {len(text):,} bytes; the limit is {IDS_BYTES_MAX:,}.",
            next_step="Keep the list in a table and hand over its id.",
        )
    return text
