"""What lists of changes are read with: a page costs what it shows, however many there are."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg
import pytest

from hanse.changes.model.states import State
from hanse.changes.store.finding import END, FIND, FIND_IN, find
from hanse.engine.tx import Database, Tx
from tests.conftest import NOBODY
from tests.engine.plans import most_rows, plan_of

CHANGES = 5_000
HELD = 7
PAGE = 51
# One in seven hundred is held, and these are those that moved first.
MANY = """
    insert into changes_changes (workspace_id, id, set_id, account_id, platform, kind, thing, title,
        before, after, state, state_at, basis, fingerprint, piece, piece_group, made_at)
    select $1, gen_random_uuid(), $2, $2, 'woocommerce', 'offers.price', 'offers/' || n, 'Lamp',
        '{}', '{}', case when n <= $4 then 'held' else 'proven' end,
        $3::timestamptz + n * interval '1 second',
        '{"before": {}, "owners": {}, "rule": "", "policy": 0, "card": ""}', '', '', '', $3
    from generate_series(1, $5) as n
"""
SET = """
    insert into changes_sets (workspace_id, id, title, why, wisher, wisher_name, made_at)
    values ($1, $2, 'Many', 'They are wanted.', 'sync', 'the hub', $3)
"""


@pytest.fixture
async def many(database: Database, workspace: UUID, admin_dsn: str) -> UUID:
    set_id = database.ids.new()
    async with database.tx(workspace, NOBODY) as tx:
        await tx.execute(SET, workspace, set_id, tx.now)
        await tx.execute(MANY, workspace, set_id, tx.now, HELD, CHANGES)
    admin = await asyncpg.connect(admin_dsn)
    await admin.execute("analyze changes_changes")
    await admin.close()
    return workspace


@pytest.mark.parametrize("mode", ["force_generic_plan", "force_custom_plan"])
async def test_a_page_of_all_reads_no_more_than_it_shows(
    database: Database, many: UUID, mode: str
) -> None:
    async with database.tx(many, NOBODY) as tx:
        plan = await page_of(tx, mode, FIND, [])
        assert len(await find(tx, None, None, None, None, PAGE)) == PAGE
    assert most_rows(plan) <= PAGE, plan


@pytest.mark.parametrize("mode", ["force_generic_plan", "force_custom_plan"])
async def test_the_few_in_a_state_are_found_however_many_are_in_others(
    database: Database, many: UUID, mode: str
) -> None:
    async with database.tx(many, NOBODY) as tx:
        plan = await page_of(tx, mode, FIND_IN, ["held", "unknown"])
        found = await find(tx, [State.held, State.unknown], None, None, None, PAGE)
        assert len(found) == HELD
        at = [each.change.state_at for each in found]
        assert at == sorted(at, key=lambda each: each or END[0], reverse=True)
    assert most_rows(plan) <= PAGE, plan


async def page_of(tx: Tx, mode: str, statement: str, states: Sequence[str]) -> str:
    kinds = ["uuid", "uuid", "text", "timestamptz", "uuid", "int", *(["text[]"] if states else [])]
    given = [
        *(f"'{tx.workspace_id}'", "null", "null", f"'{END[0]}'", f"'{END[1]}'", str(PAGE)),
        *([f"'{{{','.join(states)}}}'"] if states else []),
    ]
    return await plan_of(tx, mode, statement, ", ".join(kinds), ", ".join(given))
