"""Search finds its index although row security is forced. Read from the plan of the server."""

from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest

from hanse.engine.postgres.dsns import Dsns

MINE, OTHER = UUID(int=1), UUID(int=2)
ROWS = 200_000

TABLE = """
    create table scratch_products (
        workspace_id uuid not null,
        id integer not null,
        title text not null,
        words tsvector generated always as (to_tsvector('simple', title)) stored,
        primary key (workspace_id, id)
    );
    insert into scratch_products (workspace_id, id, title)
        select ('00000000-0000-0000-0000-00000000000' || 1 + n % 2)::uuid, n,
            'item ' || md5(n::text) || ' of kind ' || n % 1000
        from generate_series(1, 200000) as n;
    create index scratch_products_words on scratch_products using gin (words);
    create index scratch_products_title on scratch_products using gin (title gin_trgm_ops);
    alter table scratch_products enable row level security;
    alter table scratch_products force row level security;
    create policy scratch_products_workspace on scratch_products
        using (workspace_id = (select hanse_workspace()))
        with check (workspace_id = (select hanse_workspace()));
    grant select on scratch_products to hanse_app;
    analyze scratch_products;
"""

QUESTIONS = {
    "words @@ websearch_to_tsquery('simple', 'c4ca4238a0b923820dcc509a6f75849b')": "_words",
    "websearch_to_tsquery('simple', 'c4ca4238a0b923820dcc509a6f75849b') @@ words": "_words",
    "title % 'item c4ca4238a0b923820dcc509a6f75849b of kind 1'": "_title",
    "'c4ca4238a0b923820dcc509a6f75849b' <% title": "_title",
    "'c4ca4238a0b923820dcc509a6f75849b' <<% title": "_title",
    "title like '%c4ca4238a0b923820%'": "_title",
    "title ilike '%C4CA4238A0B923820%'": "_title",
}


@pytest.fixture(scope="module")
async def searched(admin_dsn: str, module_dsns: Dsns) -> AsyncIterator[asyncpg.Connection]:
    owner = await asyncpg.connect(admin_dsn)
    await owner.execute("set role hanse_owner; set statement_timeout = 0;" + TABLE)
    await owner.close()
    app = await asyncpg.connect(module_dsns.app)
    yield app
    await app.close()


async def in_workspace(app: asyncpg.Connection, workspace: UUID, question: str) -> list[str]:
    async with app.transaction():
        await app.execute(f"set local hanse.workspace_id = '{workspace}'")
        return [str(row[0]) for row in await app.fetch(question)]


@pytest.mark.parametrize("condition", QUESTIONS)
async def test_the_index_is_used_under_row_security(
    searched: asyncpg.Connection, condition: str
) -> None:
    question = f"select id from scratch_products where {condition}"
    plan = "\n".join(await in_workspace(searched, MINE, f"explain {question}"))
    assert f"Index Scan on scratch_products{QUESTIONS[condition]}" in plan, plan
    assert "Seq Scan" not in plan


@pytest.mark.parametrize("condition", QUESTIONS)
async def test_the_index_finds_rows_of_one_workspace_only(
    searched: asyncpg.Connection, condition: str
) -> None:
    question = f"select id from scratch_products where {condition}"
    assert await in_workspace(searched, OTHER, question) == ["1"]
    assert await in_workspace(searched, MINE, question) == []


async def test_this_server_is_noted_as_one_with_an_index(searched: asyncpg.Connection) -> None:
    assert (
        await searched.fetchval("select value from engine_facts where name = 'search'") == "index"
    )


async def test_a_pattern_that_could_tell_of_hidden_rows_stays_untrusted(
    searched: asyncpg.Connection,
) -> None:
    """A bad expression in a hidden row would be told by the error that it raises."""
    trusted = await searched.fetch(
        "select proname from pg_proc where proleakproof and proname like 'text%regex%'"
    )
    assert trusted == []


async def test_the_token_table_uses_its_key_without_any_trust(
    searched: asyncpg.Connection, admin_dsn: str
) -> None:
    owner = await asyncpg.connect(admin_dsn)
    await owner.execute(
        "insert into engine_search_tokens (workspace_id, kind, id, token)"
        " select $1, 'product', ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid,"
        " 'w' || n % 1000 from generate_series(1, 20000) as n",
        MINE,
    )
    await owner.execute("analyze engine_search_tokens")
    await owner.close()
    question = "select id from engine_search_tokens where kind = 'product' and token = 'w7'"
    plan = "\n".join(await in_workspace(searched, MINE, f"explain {question}"))
    assert "engine_search_tokens_pkey" in plan, plan
    assert len(await in_workspace(searched, MINE, question)) == 20
    assert await in_workspace(searched, OTHER, question) == []
    # A beginning is a range, from it to the next sign after it.
    begins = "select id from engine_search_tokens where kind = 'product'"
    begins += " and token >= 'w99' and token < 'w9:'"
    plan = "\n".join(await in_workspace(searched, MINE, f"explain {begins}"))
    assert "token >= 'w99'" in plan.partition("Index Cond")[2].partition("Filter")[0], plan
    assert len(await in_workspace(searched, MINE, begins)) == 220
