"""100,000 rows into a tenant table: COPY into a temporary table, then INSERT ON CONFLICT.

Twice the rows: twice the time; unchanged rows are compared and not written.
"""

import asyncio
import time
from uuid import UUID

import asyncpg

from bench.ground import Ground, ground, print_figures, say
from hanse.engine.tx import INSTALLATION, Actor, ActorKind

ROWS = 100_000
NOBODY = Actor(ActorKind.system, None, "bench")
COLUMNS = ("id", "sku", "title", "price_minor", "currency", "stock", "document")

TABLE = """
    create table bench_products (
        workspace_id uuid not null, id uuid not null, sku text not null, title text not null,
        price_minor bigint not null, currency text not null, stock int not null,
        document jsonb not null, primary key (workspace_id, id));
    alter table bench_products enable row level security;
    alter table bench_products force row level security;
    create policy bench_products_workspace on bench_products
    using (workspace_id = (select hanse_workspace()))
    with check (workspace_id = (select hanse_workspace()));
    grant select, insert, update on bench_products to hanse_app;"""

INCOMING = """
    create temporary table incoming (id uuid, sku text, title text, price_minor bigint,
        currency text, stock int, document jsonb) on commit drop"""

MERGE = """
    insert into bench_products as old
        (workspace_id, id, sku, title, price_minor, currency, stock, document)
    select hanse_workspace(), id, sku, title, price_minor, currency, stock, document from incoming
    on conflict (workspace_id, id) do update set
        sku = excluded.sku, title = excluded.title, price_minor = excluded.price_minor,
        currency = excluded.currency, stock = excluded.stock, document = excluded.document
    where (old.sku, old.title, old.price_minor, old.currency, old.stock, old.document)
        is distinct from (excluded.sku, excluded.title, excluded.price_minor, excluded.currency,
                          excluded.stock, excluded.document)"""

Row = tuple[UUID, str, str, int, str, int, str]


async def main() -> None:
    rows: list[Row] = [
        (
            UUID(int=n),
            f"SKU-{n:07}",
            f"A product with a title as long as most are, number {n}",
            n * 7,
            "IDR",
            n % 50,
            f'{{"colour": "blue", "weight_g": {n % 900}}}',
        )
        for n in range(ROWS)
    ]
    async with ground() as here:
        admin = await asyncpg.connect(here.cluster.admin_dsn)
        await admin.execute(TABLE)
        floor = await copy_alone(admin, rows)
        insert_s, _ = await upsert(here, rows)
        unchanged_s, rewritten = await upsert(here, rows)
        await admin.close()
    say(f"the physical limit, COPY of the same rows alone: {floor:.2f} s")
    print_figures(
        insert_s=insert_s, unchanged_s=unchanged_s, rows_rewritten=rewritten, copy_alone_s=floor
    )


async def copy_alone(admin: asyncpg.Connection, rows: list[Row]) -> float:
    await admin.execute("create table bench_floor (like bench_products)")
    await admin.execute("alter table bench_floor alter workspace_id drop not null")
    started = time.perf_counter()
    await admin.copy_records_to_table("bench_floor", records=rows, columns=list(COLUMNS))
    return time.perf_counter() - started


async def upsert(here: Ground, rows: list[Row]) -> tuple[float, int]:
    """Seconds, and how many rows were written."""
    started = time.perf_counter()
    async with here.database.tx(INSTALLATION, NOBODY) as tx:
        await tx.execute(INCOMING)
        await tx.copy("incoming", COLUMNS, rows)
        written = await tx.execute(MERGE)
    return time.perf_counter() - started, written


if __name__ == "__main__":
    asyncio.run(main())
