"""The vault: a secret opens in its place alone, and only for a reason."""

import json
import logging
import re
from pathlib import Path
from uuid import UUID

import pytest

from hanse.base.faults import Denied, Gone, Rejected
from hanse.base.ids import RandomIds
from hanse.engine import keys, vault
from hanse.engine.tx import Database, Tx
from hanse.engine.vault import SealedColumn
from tests.conftest import NOBODY
from tests.engine.sealed_tokens import TOKEN

SRC = Path(vault.__file__).parents[1]

OTHER_COLUMN = SealedColumn("room_tokens", "refresh_token", TOKEN.resealing)
OTHER_TABLE = SealedColumn("room_keys", "token", TOKEN.resealing)
ADDRESS = SealedColumn("room_customers", "address")


async def test_a_secret_opens_in_its_place(tx: Tx, ids: RandomIds) -> None:
    row = ids.new()
    sealed = await vault.put(tx, TOKEN, row, b"token")
    assert b"token" not in sealed
    assert await vault.take(tx, TOKEN, row, sealed, "to ask the shop") == b"token"


@pytest.mark.parametrize("column", [OTHER_COLUMN, OTHER_TABLE], ids=["column", "table"])
async def test_a_copy_in_another_column_or_table_does_not_open(
    tx: Tx, ids: RandomIds, column: SealedColumn
) -> None:
    row = ids.new()
    sealed = await vault.put(tx, TOKEN, row, b"token")
    with pytest.raises(Denied, match="does not open in this place"):
        await vault.take(tx, column, row, sealed, "a test")


async def test_a_copy_in_another_row_does_not_open(tx: Tx, ids: RandomIds) -> None:
    sealed = await vault.put(tx, TOKEN, ids.new(), b"token")
    with pytest.raises(Denied, match="does not open in this place"):
        await vault.take(tx, TOKEN, ids.new(), sealed, "a test")


async def test_a_copy_in_another_workspace_does_not_open(
    tx: Tx, database: Database, ids: RandomIds
) -> None:
    row = ids.new()
    sealed = await vault.put(tx, TOKEN, row, b"token")
    async with database.tx(ids.new(), NOBODY) as other:
        with pytest.raises(Denied, match="does not open in this place"):
            await vault.take(other, TOKEN, row, sealed, "a test")


async def test_a_copy_under_another_key_version_does_not_open(tx: Tx, ids: RandomIds) -> None:
    row = ids.new()
    sealed = await vault.put(tx, TOKEN, row, b"token")
    await keys.renew(tx)
    with pytest.raises(Denied, match="does not open in this place"):
        await vault.take(tx, TOKEN, row, keys.version_bytes(2) + sealed[4:], "a test")
    assert await vault.take(tx, TOKEN, row, sealed, "a test") == b"token"


async def test_a_fact_of_a_person_opens_by_the_key_of_that_person_alone(
    tx: Tx, ids: RandomIds
) -> None:
    row, ada, ben = ids.new(), ids.new(), ids.new()
    sealed = await vault.put(tx, ADDRESS, row, b"1 Mole End", ada)
    assert await vault.take(tx, ADDRESS, row, sealed, "to ship", ada) == b"1 Mole End"
    for person in (ben, None):
        with pytest.raises(Denied):
            await vault.take(tx, ADDRESS, row, sealed, "to ship", person)
    await keys.destroy(tx, ada)
    with pytest.raises(Gone):
        await vault.take(tx, ADDRESS, row, sealed, "to ship", ada)


async def test_what_could_not_be_sealed_anew_is_not_sealed_by_the_workspace(
    tx: Tx, ids: RandomIds
) -> None:
    with pytest.raises(TypeError, match="name the person"):
        await vault.put(tx, ADDRESS, ids.new(), b"1 Mole End")


async def test_nothing_opens_without_a_reason(tx: Tx, ids: RandomIds) -> None:
    row = ids.new()
    sealed = await vault.put(tx, TOKEN, row, b"token")
    with pytest.raises(Rejected, match="without a reason"):
        await vault.take(tx, TOKEN, row, sealed, "  ")


async def test_an_opening_stands_in_the_log_with_who_and_why(tx: Tx, ids: RandomIds) -> None:
    row = ids.new()
    sealed = await vault.put(tx, TOKEN, row, b"token")
    await vault.take(tx, TOKEN, row, sealed, "to ask the shop")
    [found] = await tx.fetch("select * from events where name like 'engine.secret.%'")
    assert found["name"] == "engine.secret.opened"
    assert (found["actor_id"], found["subject_id"]) == (NOBODY.id, row)
    assert json.loads(found["payload"]) == {
        "row": str(row),
        "place": "room_tokens.token",
        "why": "to ask the shop",
    }


async def test_many_that_are_opened_at_once_are_one_event_that_names_each(
    tx: Tx, ids: RandomIds
) -> None:
    rows = [ids.new(), ids.new()]
    sealed = await vault.put_all(tx, TOKEN, dict.fromkeys(rows, b"token"))
    await vault.take_all(tx, TOKEN, sealed, "to ask the shop")
    [found] = await tx.fetch("select * from events where name like 'engine.secret.%'")
    assert (found["name"], found["actor_id"]) == ("engine.secret.listed", NOBODY.id)
    assert json.loads(found["payload"]) == {
        "rows": [str(row) for row in rows],
        "count": 2,
        "place": "room_tokens.token",
        "why": "to ask the shop",
    }


async def test_an_opening_is_logged_even_if_the_work_is_taken_back(
    database: Database, workspace: UUID, ids: RandomIds, caplog: pytest.LogCaptureFixture
) -> None:
    async def open_and_fail() -> None:
        async with database.tx(workspace, NOBODY) as tx:
            row = ids.new()
            sealed = await vault.put(tx, TOKEN, row, b"token")
            await vault.take(tx, TOKEN, row, sealed, "to ask the shop")
            raise ZeroDivisionError

    caplog.set_level(logging.INFO)
    with pytest.raises(ZeroDivisionError):
        await open_and_fail()
    (record,) = [record for record in caplog.records if record.msg == "engine.secret.opened"]
    assert (
        vars(record).items()
        >= {
            "place": "room_tokens.token",
            "rows": 1,
            "actor": str(NOBODY.id),
            "why": "to ask the shop",
        }.items()
    )


def test_only_these_hold_data_keys() -> None:
    """Whoever else wants something sealed asks the vault, which logs each opening."""
    holders = {
        path.relative_to(SRC).as_posix()
        for path in SRC.rglob("*.py")
        if re.search(r"\bdata_keys?\(|\bliving_keys\(", path.read_text("utf-8"))
    }
    assert holders == {
        "engine/keys.py",
        "engine/vault.py",
        "engine/rotation.py",  # renews them and opens nothing
        "engine/log/events.py",  # seals the personal fields of the log
        "engine/log/personal.py",  # opens those, and logs it like the vault
        "engine/doors/kept_answers.py",  # an answer that its own caller gets a second time
        "engine/hooks.py",  # a webhook that waits is read by the program; a person asks the vault
    }


async def test_a_keyed_hash_stays_when_the_key_is_renewed_and_differs_by_purpose_and_workspace(
    tx: Tx, database: Database, ids: RandomIds
) -> None:
    before = await vault.keyed(tx, "email", "eve@example.com")
    await keys.renew(tx)
    assert await vault.keyed(tx, "email", "eve@example.com") == before
    assert await vault.keyed(tx, "phone", "eve@example.com") != before
    assert await vault.keyed(tx, "email", "adam@example.com") != before
    async with database.tx(ids.new(), NOBODY) as other:
        assert await vault.keyed(other, "email", "eve@example.com") != before
