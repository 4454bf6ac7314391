"""How a worker takes jobs, over all workspaces and lanes.

A claim takes turns with every other claim, so it counts what runs in a lane exactly. It walks over
the queues (a name in a lane of a workspace) that hold something, from where the last one stopped,
looks at the head of each, and serves first whoever has least running.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import asyncpg
import msgspec

from hanse.engine.jobs.handlers import Ids
from hanse.engine.tx import INSTALLATION, Tx

QUEUES_MAX = 500  # that one walk looks at; the next one goes on behind them
WALKS_MAX = 20  # that find nothing, before others get their turn
DUE_MAX = 1_000

# The table is empty at one moment and full at the next, so the planner's figures are never right.
# And only plain index scans clear away the entries of rows that are gone.
BY_INDEX = """
    set local enable_seqscan = off;
    set local enable_bitmapscan = off;
    set local plan_cache_mode = force_generic_plan;
"""
TAKE_TURNS = "lock table jobs_pauses in exclusive mode"
BEGIN_CLAIM = BY_INDEX + TAKE_TURNS
MAKE_DUE = """
    update jobs set state = 'waiting'
    where (workspace_id, id) in (
        select workspace_id, id from jobs
        where state = 'later' and due_at <= clock_timestamp()
        order by due_at limit $1
        for update skip locked)
"""
NEXT_DUE_S = """
    select extract(epoch from min(due_at) - clock_timestamp())::float8
    from jobs where state = 'later'
"""
CLAIM = """
    with recursive walk as (
        (select workspace_id, lane, name from jobs
         where state = 'waiting' and (workspace_id, lane, name) > ($3::uuid, $4::text, $5::text)
         order by workspace_id, lane, name limit 1)
        union all
        select further.workspace_id, further.lane, further.name
        from walk cross join lateral (
            select jobs.workspace_id, jobs.lane, jobs.name from jobs
            where jobs.state = 'waiting' and (jobs.workspace_id, jobs.lane, jobs.name)
                > (walk.workspace_id, walk.lane, walk.name)
            order by jobs.workspace_id, jobs.lane, jobs.name limit 1
        ) further
    ), seen as materialized (
        select workspace_id, lane, name, row_number() over () as number
        from (select * from walk limit $6) near
    ), running as materialized (
        select workspace_id, lane, name, key from jobs where state = 'running'
    ), busy as (
        select workspace_id, lane, count(*) as running from running group by workspace_id, lane
    ), open as (
        select seen.workspace_id, seen.lane, seen.name, known.lane_max,
            coalesce(busy.running, 0) as running
        from seen
        left join jobs_names known using (name)
        left join busy on busy.workspace_id = seen.workspace_id and busy.lane = seen.lane
        where seen.name = any($2::text[])
          and (known.lane_max is null or coalesce(busy.running, 0) < known.lane_max)
          and not exists (select from jobs_pauses
              where scope in (seen.name, split_part(seen.name, '.', 1)))
    ), heads as (
        select open.*, head.id, head.priority,
            row_number() over (
                partition by open.workspace_id, open.name, head.key
                order by head.priority desc, head.id) as of_its_key
        from open cross join lateral (
            select waiting.id, waiting.key, waiting.priority from jobs waiting
            where waiting.state = 'waiting' and waiting.workspace_id = open.workspace_id
              and waiting.lane = open.lane and waiting.name = open.name
              and (waiting.workspace_id, waiting.name, waiting.key)
                  not in (select workspace_id, name, key from running)
            order by waiting.priority desc, waiting.id
            limit least($7::bigint, open.lane_max - open.running)
        ) head
    ), ranked as (
        select heads.*, running + row_number() over (
            partition by workspace_id, lane order by priority desc, id) as place
        from heads where of_its_key = 1
    ), chosen as (
        select workspace_id, id, priority, place from ranked
        where lane_max is null or place <= lane_max
        order by priority desc, place, id limit $7
    ), held as (
        select jobs.workspace_id, jobs.id, chosen.priority, chosen.place
        from chosen join jobs using (workspace_id, id)
        where jobs.worker is null and jobs.ended_at is null -- still
        for update of jobs skip locked
    ), taken as (
        update jobs
        set state = 'running', worker = $1, tries = tries + 1, cancel = false, done = null,
            total = null, message = '', started_at = clock_timestamp(),
            heartbeat_at = clock_timestamp()
        from held where jobs.workspace_id = held.workspace_id and jobs.id = held.id
        returning jobs.workspace_id, jobs.id, jobs.name, jobs.key, jobs.ids, jobs.tries,
            jobs.strikes, jobs.request_id, jobs.worker, jobs.priority, held.place,
            extract(epoch from clock_timestamp() - jobs.asked_at)::float8 as age_s
    ), twins as (
        select twin.workspace_id, twin.id
        from taken join jobs twin on twin.workspace_id = taken.workspace_id
            and twin.name = taken.name and twin.key = taken.key
            and twin.state in ('later', 'waiting') and twin.id <> taken.id
        for update of twin skip locked
    ), merged as (
        delete from jobs using twins
        where jobs.workspace_id = twins.workspace_id and jobs.id = twins.id
    ), forgotten as (
        delete from jobs_tries using twins
        where jobs_tries.workspace_id = twins.workspace_id and job_id = twins.id
    )
    select taken.*, seen.workspace_id as seen_workspace, seen.lane as seen_lane,
        seen.name as seen_name, coalesce(seen.number, 0) as seen_number
    from (select max(number) as number from seen) last
    left join seen using (number)
    left join taken on true
    order by taken.priority desc, taken.place, taken.id
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One try of one job. Worker and number of the try are the fence: a late end finds no row."""

    workspace_id: UUID
    id: UUID
    name: str
    key: str
    ids: Ids
    tries: int
    strikes: int
    request_id: str
    worker: str
    age_s: float  # since it was asked for


@dataclass(frozen=True, slots=True)
class Place:
    """A queue, as the walk of a claim orders them."""

    workspace_id: UUID
    lane: str
    name: str


START = Place(INSTALLATION, "", "")


@dataclass(frozen=True, slots=True)
class Claimed:
    runs: Sequence[Run]
    stopped: Place  # where the next claim goes on
    next_due_s: float | None = None  # until the next job's time comes, if nothing was there now


async def claim(
    tx: Tx,
    worker: str,
    names: Collection[str],
    jobs_max: int,
    after: Place = START,
    queues_max: int = QUEUES_MAX,
) -> Claimed:
    """Take up to that many jobs, each of which is ours until it ends or we fall silent."""
    await tx.execute(BEGIN_CLAIM)
    await tx.execute(MAKE_DUE, DUE_MAX)
    claimed = Claimed((), after)
    for _ in range(WALKS_MAX):
        claimed = await walk(tx, worker, names, jobs_max, claimed.stopped, queues_max)
        if claimed.runs:
            return claimed
        if claimed.stopped == START:
            if after == START:
                return replace(claimed, next_due_s=await tx.fetchval(NEXT_DUE_S))
            after = START  # once more, over those before the place where we began
    return replace(claimed, next_due_s=0.0)


async def walk(
    tx: Tx, worker: str, names: Collection[str], jobs_max: int, after: Place, queues_max: int
) -> Claimed:
    rows = await tx.fetch(
        CLAIM,
        worker,
        list(names),
        after.workspace_id,
        after.lane,
        after.name,
        queues_max,
        jobs_max,
    )
    first = rows[0]
    stopped = START
    if first["seen_number"] == queues_max:
        stopped = Place(first["seen_workspace"], first["seen_lane"], first["seen_name"])
    return Claimed([run_of(row) for row in rows if row["id"] is not None], stopped)


def run_of(row: asyncpg.Record) -> Run:
    return Run(
        workspace_id=row["workspace_id"],
        id=row["id"],
        name=row["name"],
        key=row["key"],
        ids=msgspec.json.decode(row["ids"]),
        tries=row["tries"],
        strikes=row["strikes"],
        request_id=row["request_id"],
        worker=row["worker"],
        age_s=row["age_s"],
    )
