"""API keys: made for oneself, good for what one may, known by their secret, ended at once."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from hanse.base.clock import FixedClock
from hanse.base.faults import Denied, Gone, Rejected
from hanse.base.ids import RandomIds
from hanse.engine.doors.versions import Changed
from hanse.engine.log import history
from hanse.engine.log.history import Filters
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database
from hanse.rooms.identity.model import keys as model
from hanse.rooms.identity.model.keys import FoundKey, KeyState, TooManyKeys
from hanse.rooms.identity.service import keys, names
from hanse.rooms.identity.service.keys import Made
from tests.rooms.identity.rows import (
    OPERATOR,
    SCOPES,
    enter,
    held,
    leave,
    make,
    make_person,
    make_workspace,
)


@pytest.fixture
async def ada(database: Database, workspace: UUID) -> Actor:
    """A manager of the workspace."""
    await make_workspace(database, workspace)
    person = await make_person(database)
    await enter(database, workspace, person, "manager")
    return person


@pytest.fixture
async def boss(database: Database, workspace: UUID, ada: Actor) -> Actor:
    person = await make_person(database, "Bo Berg")
    await enter(database, workspace, person, "admin")
    return person


async def find(database: Database, secret: str) -> FoundKey | None:
    async with database.system_tx("sign-in") as tx:
        return await keys.find_key(tx, secret)


async def happened(database: Database, workspace: UUID) -> list[str]:
    async with database.tx(workspace, OPERATOR) as tx:
        found = await history.read_back(tx, Filters(name="identity.key"), None, 10)
        called = await history.actor_names(tx, names.names, found)
    return [history.sentence(event, called) for event in found]


# Making


async def test_a_key_is_made_with_a_secret_that_is_nowhere_else(
    database: Database, workspace: UUID, ada: Actor
) -> None:
    made = await make(database, workspace, ada, lifetime=timedelta(days=30))
    assert made.secret not in repr(made)
    assert made.secret.startswith(made.key.prefix)
    assert len(made.key.prefix) == 12
    assert made.key.maker == "Ada Lind"
    async with database.tx(workspace, ada) as tx:
        row = await tx.fetchrow("select * from identity_keys where id = $1", made.key.id)
        assert made.secret not in str(row)
        assert (await keys.read_key(tx, made.key.id, everybody=False)).state(
            tx.now
        ) is KeyState.active
        log = await tx.fetchval("select string_agg(payload::text, '') from events")
    assert made.secret not in log
    assert await happened(database, workspace) == [
        f"Ada Lind made the key Stock robot ({made.key.prefix})"
    ]


@pytest.mark.parametrize(
    ("scopes", "code"),
    [
        (["identity.member_key.write"], "scope_not_held"),
        (["shop.nothing.read"], "scope_unknown"),
        (["*"], "scope_unknown"),
        ([], "scopes_count"),
    ],
)
async def test_a_key_has_only_what_exists_and_its_maker_holds(
    database: Database, workspace: UUID, ada: Actor, scopes: list[str], code: str
) -> None:
    with pytest.raises(Rejected) as refused:
        await make(database, workspace, ada, scopes=scopes)
    assert refused.value.findings[0].field == "scopes"
    assert refused.value.findings[0].code == code
    assert await happened(database, workspace) == []


async def test_a_scope_that_is_named_twice_counts_once(
    database: Database, workspace: UUID, ada: Actor
) -> None:
    made = await make(database, workspace, ada, scopes=[*reversed(SCOPES), *SCOPES])
    assert made.key.scopes == sorted(SCOPES)


@pytest.mark.parametrize("lifetime", [timedelta(0), timedelta(seconds=-1), timedelta(days=4_000)])
async def test_a_key_ends_in_the_future_within_ten_years(
    database: Database, workspace: UUID, ada: Actor, lifetime: timedelta
) -> None:
    async with database.tx(workspace, ada) as tx:
        with pytest.raises(Rejected, match="must end in the future, and within ten years"):
            await keys.make_key(
                tx,
                name="Robot",
                scopes=SCOPES,
                expires_at=tx.now + lifetime,
                held=held("manager"),
            )


@pytest.mark.parametrize("name", ["", "  ", "\u202e\u200b", "x" * 101])
async def test_a_key_has_a_name_that_people_can_read(
    database: Database, workspace: UUID, ada: Actor, name: str
) -> None:
    async with database.tx(workspace, ada) as tx:
        with pytest.raises(Rejected) as refused:
            await keys.make_key(tx, name=name, scopes=SCOPES, expires_at=None, held=held("manager"))
    assert refused.value.findings[0].field == "name"


async def test_neither_the_operator_nor_a_key_makes_keys(
    database: Database, workspace: UUID, ada: Actor, ids: RandomIds
) -> None:
    for actor in (OPERATOR, Actor(ActorKind.key, ids.new(), "robot")):
        with pytest.raises(Denied, match="A key acts for a person, and you are none"):
            await make(database, workspace, actor)


async def test_two_at_once_do_not_pass_the_most_of_keys(
    database: Database, workspace: UUID, ada: Actor
) -> None:
    async with database.tx(workspace, ada) as tx:
        for _ in range(model.KEYS_MAX - 1):
            await keys.make_key(
                tx, name="Robot", scopes=SCOPES, expires_at=None, held=held("manager")
            )
    answers = await asyncio.gather(
        *(make(database, workspace, ada) for _ in range(3)), return_exceptions=True
    )
    assert sum(isinstance(answer, TooManyKeys) for answer in answers) == 2
    [made] = [answer for answer in answers if isinstance(answer, Made)]
    async with database.tx(workspace, ada) as tx:
        await keys.revoke_key(tx, made.key.id, everybody=False)
    await make(database, workspace, ada)


# Coming in


async def test_a_key_is_found_with_what_its_maker_is_now(
    database: Database, workspace: UUID, ada: Actor
) -> None:
    made = await make(database, workspace, ada)
    async with database.tx(workspace, ada) as tx:
        await tx.execute(
            """
            insert into identity_limits
                (workspace_id, id, role, amount_minor, currency, items_max)
            values ($1, $2, 'manager', 5000, 'EUR', 7)
            """,
            *(workspace, tx.ids.new()),
        )
        await tx.execute("update identity_workspaces set networks = '{10.0.0.0/8}'")
    found = await find(database, made.secret)
    assert found
    assert found.workspace_id == workspace
    assert (found.role, found.maker, found.made_by) == ("manager", "Ada Lind", ada.id)
    assert (found.amount_minor, found.currency, found.items_max) == (5000, "EUR", 7)
    assert list(found.networks) == ["10.0.0.0/8"]
    assert found.actor_name == f"Stock robot ({made.key.prefix}) of Ada Lind"
    assert found.permissions(held("manager")) == set(SCOPES)


async def test_a_key_loses_what_its_maker_loses(
    database: Database, workspace: UUID, ada: Actor
) -> None:
    made = await make(database, workspace, ada)
    async with database.tx(workspace, OPERATOR) as tx:
        await tx.execute("update identity_members set role = 'viewer'")
    found = await find(database, made.secret)
    assert found
    assert found.role == "viewer"
    assert found.permissions(held(found.role)) == set()


async def test_an_unknown_secret_opens_nothing(database: Database) -> None:
    assert await find(database, model.write_token(b"\7" * 32)) is None
    assert await find(database, "hak_nonsense") is None


async def test_a_revoked_key_opens_nothing_from_then_on_and_stays_in_the_list(
    database: Database, workspace: UUID, ada: Actor
) -> None:
    made = await make(database, workspace, ada)
    async with database.tx(workspace, ada) as tx:
        await keys.revoke_key(tx, made.key.id, everybody=False)
        await keys.revoke_key(tx, made.key.id, everybody=False)
    assert await find(database, made.secret) is None
    async with database.tx(workspace, ada) as tx:
        [key] = await keys.list_keys(tx, everybody=False, before=None, rows_max=10)
        assert key.state(tx.now) is KeyState.revoked
        assert key.ended_by == ada.id
    revoked, created = await happened(database, workspace)
    assert revoked == created.replace("made", "revoked")


async def test_an_expired_key_opens_nothing(
    database: Database, workspace: UUID, ada: Actor, clock: FixedClock
) -> None:
    timed = replace(database, clock=clock)
    async with timed.tx(workspace, OPERATOR) as tx:
        await tx.execute("update identity_members set joined_at = $1", tx.now)
    made = await make(timed, workspace, ada, lifetime=timedelta(hours=1))
    clock.advance(3_599)
    assert await find(timed, made.secret)
    clock.advance(1)
    assert await find(timed, made.secret) is None
    async with timed.tx(workspace, ada) as tx:
        key = await keys.read_key(tx, made.key.id, everybody=False)
        assert key.state(tx.now) is KeyState.expired


async def test_a_key_ends_with_the_membership_and_does_not_come_back_with_it(
    database: Database, workspace: UUID, ada: Actor, boss: Actor
) -> None:
    made = await make(database, workspace, ada)
    await leave(database, workspace, ada)
    assert await find(database, made.secret) is None
    await enter(database, workspace, ada, "owner")
    assert await find(database, made.secret) is None
    async with database.tx(workspace, boss) as tx:
        key = await keys.read_key(tx, made.key.id, everybody=True)
        assert key.state(tx.now) is KeyState.orphaned


async def test_a_key_of_a_closed_account_opens_nothing(
    database: Database, workspace: UUID, ada: Actor
) -> None:
    made = await make(database, workspace, ada)
    async with database.tx(INSTALLATION, OPERATOR) as tx:
        await tx.execute("update identity_people set state = 'closed' where id = $1", ada.id)
    assert await find(database, made.secret) is None


@pytest.mark.parametrize(("state", "opens"), [("closed", False), ("closing", True)])
async def test_a_key_of_a_closed_workspace_opens_nothing(
    database: Database, workspace: UUID, ada: Actor, state: str, opens: bool
) -> None:
    made = await make(database, workspace, ada)
    async with database.tx(workspace, OPERATOR) as tx:
        closes_at = tx.now if state == "closing" else None
        await tx.execute(
            "update identity_workspaces set state = $1, closes_at = $2", *(state, closes_at)
        )
    assert (await find(database, made.secret) is not None) is opens


async def test_use_is_written_at_most_once_a_minute(
    database: Database, workspace: UUID, ada: Actor, clock: FixedClock
) -> None:
    timed = replace(database, clock=clock)
    async with timed.tx(workspace, OPERATOR) as tx:
        await tx.execute("update identity_members set joined_at = $1", tx.now)
    made = await make(timed, workspace, ada)
    seen = []
    for seconds, address in ((0, "192.0.2.1"), (59, "192.0.2.2"), (1, "192.0.2.3")):
        clock.advance(seconds)
        async with timed.system_tx("sign-in") as tx:
            found = await keys.find_key(tx, made.secret)
            assert found
            await keys.touch(tx, found, address)
        async with timed.tx(workspace, ada) as tx:
            key = await keys.read_key(tx, made.key.id, everybody=False)
        seen.append(key.used_from)
        assert key.version == 1
    assert seen == ["192.0.2.1", "192.0.2.1", "192.0.2.3"]


# Whose


async def test_a_manager_sees_the_own_keys_and_an_admin_those_of_all(
    database: Database, workspace: UUID, ada: Actor, boss: Actor
) -> None:
    mine, theirs = [await make(database, workspace, maker) for maker in (ada, boss)]
    async with database.tx(workspace, ada) as tx:
        [key] = await keys.list_keys(tx, everybody=False, before=None, rows_max=10)
        assert key.id == mine.key.id
        for attempt in (
            keys.read_key(tx, theirs.key.id, everybody=False),
            keys.rename_key(tx, theirs.key.id, "Mine", 1, everybody=False),
            keys.revoke_key(tx, theirs.key.id, everybody=False),
        ):
            with pytest.raises(Gone, match="There is no such key, or it is not yours"):
                await attempt
    async with database.tx(workspace, boss) as tx:
        found = await keys.list_keys(tx, everybody=True, before=None, rows_max=10)
        assert [key.id for key in found] == [theirs.key.id, mine.key.id]
        await keys.revoke_key(tx, mine.key.id, everybody=True)
    assert await find(database, mine.secret) is None
    assert await find(database, theirs.secret)


async def test_a_key_sees_the_keys_of_its_maker(
    database: Database, workspace: UUID, ada: Actor, boss: Actor
) -> None:
    made = await make(database, workspace, ada)
    await make(database, workspace, boss)
    async with database.tx(workspace, Actor(ActorKind.key, made.key.id, "robot")) as tx:
        [key] = await keys.list_keys(tx, everybody=False, before=None, rows_max=10)
    assert key.id == made.key.id


async def test_another_workspace_knows_nothing_of_a_key(
    database: Database, workspace: UUID, ada: Actor, ids: RandomIds
) -> None:
    made = await make(database, workspace, ada)
    async with database.tx(ids.new(), ada) as tx:
        assert not await keys.list_keys(tx, everybody=True, before=None, rows_max=10)
        with pytest.raises(Gone):
            await keys.revoke_key(tx, made.key.id, everybody=True)
    assert await find(database, made.secret)


async def test_a_renamed_key_says_what_it_was_called(
    database: Database, workspace: UUID, ada: Actor
) -> None:
    made = await make(database, workspace, ada)
    async with database.tx(workspace, ada) as tx:
        renamed = await keys.rename_key(tx, made.key.id, " Price  robot ", 1, everybody=False)
        assert (renamed.name, renamed.version) == ("Price robot", 2)
        with pytest.raises(Changed):
            await keys.rename_key(tx, made.key.id, "Other", 1, everybody=False)
        same = await keys.rename_key(tx, made.key.id, "Price robot", 2, everybody=False)
        assert same.version == 2
    assert await happened(database, workspace) == [
        f"Ada Lind renamed the key {made.key.prefix} to Price robot",
        f"Ada Lind made the key Stock robot ({made.key.prefix})",
    ]
    assert await find(database, made.secret)


async def test_names_are_those_of_the_workspace_alone(
    database: Database, workspace: UUID, ada: Actor, ids: RandomIds
) -> None:
    made = await make(database, workspace, ada)
    stranger = await make_person(database, "Eve Stranger")
    assert ada.id
    assert stranger.id
    asked = [ada.id, stranger.id, made.key.id]
    async with database.tx(workspace, ada) as tx:
        assert await names.names(tx, asked) == {
            ada.id: "Ada Lind",
            made.key.id: f"Stock robot ({made.key.prefix})",
        }
    async with database.tx(ids.new(), ada) as tx:
        assert await names.names(tx, asked) == {}
