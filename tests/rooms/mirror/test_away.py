"""While a shop does not answer, it is told how old what is shown is, and when it is tried again."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from hanse.base.faults import Unavailable
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.connections.service import connecting
from hanse.rooms.mirror.service import away
from hanse.rooms.mirror.service.away import Away
from hanse.trade.ports_read import Kind
from tests.rooms.shops import OPERATOR, Street

OPEN_FOR = timedelta(seconds=15)


async def told(
    shops: Street, workspace: UUID, account: Account | None = None, kind: Kind | None = None
) -> Sequence[Away]:
    of = account.id if account else None
    async with shops.database.tx(workspace, OPERATOR) as tx:
        return await away.away(tx, shops.reach.platforms, of, kind)


async def ask_in_vain(shops: Street, workspace: UUID, kind: Kind, times: int = 2) -> None:
    """Each look asks three times, and five times in a row are enough."""
    for _ in range(times):
        with suppress(Unavailable):
            await shops.look(workspace, kind)


async def test_of_a_shop_that_answers_nothing_is_told(shops: Street, workspace: UUID) -> None:
    await shops.connect(workspace)
    await shops.pull(workspace)
    assert await told(shops, workspace) == []


async def test_what_is_shown_is_as_old_as_the_last_look_that_was_answered(
    shops: Street, workspace: UUID
) -> None:
    account = await shops.connect(workspace)
    await shops.pull(workspace)
    await shops.look(workspace, Kind.products)
    looked_at = (await shops.feeds(workspace))[Kind.products].looked_at
    shops.sandbox.faults.set({"kind": "maintenance"})
    await ask_in_vain(shops, workspace, Kind.products)
    [found] = await told(shops, workspace, account, Kind.products)
    assert found.read_at == looked_at
    assert found.since is not None
    assert found.next_try_at is not None
    assert abs(found.next_try_at - found.since - OPEN_FOR) < timedelta(seconds=0.5)
    assert await told(shops, workspace) != []


async def test_each_kind_has_an_age_of_its_own_and_only_some_are_left_alone(
    shops: Street, workspace: UUID
) -> None:
    await shops.connect(workspace)
    await shops.pull(workspace)
    shops.sandbox.faults.set({"kind": "gateway", "calls": "/products"})
    await ask_in_vain(shops, workspace, Kind.products)
    await shops.look(workspace, Kind.orders)  # and with that the shop has answered
    found = await told(shops, workspace)
    feeds = await shops.feeds(workspace)
    assert Kind.products in {each.kind for each in found}
    assert Kind.orders not in {each.kind for each in found}
    assert {each.kind: each.read_at for each in found} == {
        each.kind: feeds[each.kind].looked_at for each in found
    }


async def test_one_call_without_an_answer_is_told_before_it_is_left_alone(
    shops: Street, workspace: UUID
) -> None:
    await shops.connect(workspace)
    await shops.pull(workspace)
    shops.sandbox.faults.set({"kind": "maintenance"})
    await ask_in_vain(shops, workspace, Kind.orders, times=1)
    found = {each.kind: each for each in await told(shops, workspace)}
    assert found[Kind.orders].since is None
    assert found[Kind.products].read_at is not None


async def test_a_shop_that_is_back_is_told_of_no_more(shops: Street, workspace: UUID) -> None:
    account = await shops.connect(workspace)
    await shops.pull(workspace)
    shops.sandbox.faults.set({"kind": "maintenance"})
    await ask_in_vain(shops, workspace, Kind.products)
    shops.sandbox.faults.rows.clear()
    await connecting.test(shops.reach, shops.opener(workspace), workspace, account.id)
    assert await told(shops, workspace) == []
    await shops.look(workspace, Kind.products)


async def test_of_a_kind_that_was_never_read_whole_no_age_is_told(
    shops: Street, workspace: UUID
) -> None:
    account = await shops.connect(workspace)
    shops.sandbox.faults.set({"kind": "maintenance"})
    await connecting.test(shops.reach, shops.opener(workspace), workspace, account.id)
    assert {each.read_at for each in await told(shops, workspace, account)} == {None}


async def test_another_workspace_is_told_nothing(shops: Street, workspace: UUID) -> None:
    account = await shops.connect(workspace)
    shops.sandbox.faults.set({"kind": "maintenance"})
    await connecting.test(shops.reach, shops.opener(workspace), workspace, account.id)
    assert await told(shops, workspace) != []
    assert await told(shops, shops.database.ids.new(), account) == []


async def test_why_it_is_left_alone_stays_at_the_feed(shops: Street, workspace: UUID) -> None:
    await shops.connect(workspace)
    await shops.pull(workspace)
    shops.sandbox.faults.set({"kind": "maintenance"})
    await ask_in_vain(shops, workspace, Kind.products, times=4)
    trouble = (await shops.feeds(workspace))[Kind.products].trouble
    assert trouble is not None
    assert "under maintenance" in trouble.sentence
