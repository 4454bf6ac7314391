"""What row security costs: the same statements in a transaction, with it and without it.

Twice the rows: one more level of the index at most, on both sides; the ratio stays.
"""

import asyncio
import statistics
import time
from uuid import UUID

import asyncpg

from bench.ground import Ground, ground, print_figures, say
from hanse.engine.tx import Actor, ActorKind, leave_nothing

ROWS = 200_000
WORKSPACES = 20
ROUNDS = 2_000
REPEATS = 5
NOBODY = Actor(ActorKind.system, None, "bench")

TABLES = """
    create table {name} (workspace_id uuid not null, id uuid not null, sku text, stock int,
                         primary key (workspace_id, id));
    insert into {name}
    select md5('w' || (n % {workspaces}))::uuid, md5(n::text)::uuid, 'SKU ' || n, n
    from generate_series(1, {rows}) n;
    analyze {name};
    grant select, update on {name} to hanse_app;"""
SECURED = """
    alter table bench_secured enable row level security;
    alter table bench_secured force row level security;
    create policy bench_secured_workspace on bench_secured
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));"""


async def main() -> None:
    async with ground() as here:
        admin = await asyncpg.connect(here.cluster.admin_dsn)
        for name in ("bench_plain", "bench_secured"):
            await admin.execute(TABLES.format(name=name, rows=ROWS, workspaces=WORKSPACES))
        await admin.execute(SECURED)
        rows = await admin.fetch(
            "select workspace_id, id from bench_plain order by id limit $1", ROUNDS
        )
        await admin.close()
        things = [(row["workspace_id"], row["id"]) for row in rows]
        plain, secured = await measure(here, things)
    say(f"plain {plain * 1e6:.0f} us, with row security {secured * 1e6:.0f} us a transaction")
    print_figures(ratio=secured / plain, plain_us=plain * 1e6, secured_us=secured * 1e6)


async def measure(here: Ground, things: list[tuple[UUID, UUID]]) -> tuple[float, float]:
    """Medians of the two, measured in turn, so that a slow minute hits both."""
    plain_pool = await asyncpg.create_pool(
        here.cluster.dsns.app, min_size=1, max_size=1, reset=leave_nothing
    )
    plains, secureds = [], []
    for _ in range(REPEATS):
        plains.append(await plain(plain_pool, things))
        secureds.append(await secured(here, things))
    await plain_pool.close()
    return statistics.median(plains), statistics.median(secureds)


async def plain(pool: "asyncpg.Pool[asyncpg.Record]", things: list[tuple[UUID, UUID]]) -> float:
    """The same transaction, the workspace asked for by hand."""
    started = time.perf_counter()
    for workspace, thing in things:
        async with pool.acquire() as connection:
            await connection.execute("begin")
            await connection.fetchrow(
                "select * from bench_plain where workspace_id = $1 and id = $2", workspace, thing
            )
            await connection.fetch(
                "select * from bench_plain where workspace_id = $1 order by id limit 50", workspace
            )
            await connection.execute(
                "update bench_plain set stock = stock + 1 where workspace_id = $1 and id = $2",
                workspace,
                thing,
            )
            await connection.execute("commit")
    return (time.perf_counter() - started) / len(things)


async def secured(here: Ground, things: list[tuple[UUID, UUID]]) -> float:
    started = time.perf_counter()
    for workspace, thing in things:
        async with here.database.tx(workspace, NOBODY) as tx:
            await tx.fetchrow("select * from bench_secured where id = $1", thing)
            await tx.fetch("select * from bench_secured order by id limit 50")
            await tx.execute("update bench_secured set stock = stock + 1 where id = $1", thing)
    return (time.perf_counter() - started) / len(things)


if __name__ == "__main__":
    asyncio.run(main())
