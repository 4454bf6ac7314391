"""Parcels are followed by a service for all carriers: each number is paid for once, told of at
once, and let go when its parcel has arrived."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from hanse.app.supplying import Trackers
from hanse.base.faults import OutcomeUnknown
from hanse.engine.tx import Database
from hanse.rooms.mirror.service import refreshing
from hanse.rooms.purchasing.model.followed import Stage, Wanted, chosen
from hanse.rooms.purchasing.service import followed, hearing, ports
from hanse.rooms.purchasing.service.followed import Done
from hanse.rooms.purchasing.store import parcels as parcels_store
from hanse.trade.trackers import Allowance, Taken
from hanse.trade.tracking import ParcelState, TrackEvent, TrackReport
from tests.engine.job_workers import until
from tests.rooms.purchasing.posted import (
    ONE,
    SHOWN,
    STAGES,
    SUPPLIER_ACCOUNT,
    THREE,
    TWO,
    Post,
    posted,
)
from tests.rooms.shops import OPERATOR

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture
async def post(database: Database, workspace: UUID) -> AsyncIterator[Post]:
    async with posted(database, workspace) as found:
        yield found


async def test_a_number_is_registered_once_asked_for_and_let_go_when_its_parcel_has_arrived(
    post: Post,
) -> None:
    await post.sends(ONE)
    post.do("course", number=ONE, course="delivered")
    assert (await post.follow()).registered == 1
    assert (await post.follow()).registered == 0
    post.do("advance", number=ONE, steps=20)
    await post.later()
    await post.follow()
    assert await post.states() == {ONE: "delivered"}
    assert [each["state"] for each in await post.said("purchasing.parcel.moved")][-1] == "delivered"
    assert (await post.follow()).stopped == 1
    assert await post.stages() == {ONE: "ended"}
    await post.later()
    assert await post.follow() == Done()
    assert post.registered(ONE) == 1
    assert len(await post.said("purchasing.order.delivered")) == 1
    [shown] = await post.read(SHOWN)
    assert shown["events_seen"] > 3


async def test_a_number_whose_registering_was_never_answered_is_looked_for_and_paid_for_once(
    post: Post,
) -> None:
    class Lost(Trackers):
        """The service has done it, and nobody learns of it."""

        async def register(self, opened: ports.Opened, numbers: Sequence[str]) -> Taken:
            await super().register(opened, numbers)
            raise OutcomeUnknown("no answer")

    class Never(Trackers):
        """Killed before a byte has left."""

        async def register(self, opened: ports.Opened, numbers: Sequence[str]) -> Taken:
            raise OutcomeUnknown("no answer")

    await post.sends(ONE)
    for broken in (Never(post.shops.reach), Lost(post.shops.reach)):
        with pytest.raises(OutcomeUnknown):
            await post.follow(broken)
        assert await post.stages() == {ONE: "asking"}
    await post.follow()
    assert await post.stages() == {ONE: "followed"}
    assert post.registered() == 1
    assert post.shops.sandbox.track17.first.used == 1


async def test_of_the_last_numbers_those_are_spent_whose_promise_is_near(post: Post) -> None:
    await post.sends(ONE)
    await post.sends(TWO, timedelta(days=30))
    await post.sends(THREE, timedelta(days=1))
    post.do("account", quota=10)
    post.shops.sandbox.track17.first.used = 9
    await post.follow()
    assert await post.stages() == {ONE: "wanted", TWO: "wanted", THREE: "followed"}
    post.do("account", quota=100)
    await post.follow()
    assert set((await post.stages()).values()) == {"followed"}


async def test_a_full_day_holds_new_numbers_back_and_loses_none(post: Post) -> None:
    await post.sends(ONE)
    post.do("refuse", code=-18019907, call="register", count=1)
    await post.follow()
    assert await post.stages() == {ONE: "wanted"}
    await post.follow()  # it waits
    assert post.registered() == 0


async def test_a_number_that_nobody_can_follow_is_not_tried_again(post: Post) -> None:
    await post.sends(ONE)
    await post.sends("with a blank")
    post.do("refuse", code=-18019903, call="register", number=ONE)
    await post.follow()
    post.do("refuse")
    await post.follow()
    assert await post.stages() == {ONE: "refused", "with a blank": "refused"}
    assert all(row["why"] for row in await post.read(STAGES))


async def test_what_the_service_says_by_itself_moves_the_parcel_at_once(post: Post) -> None:
    await post.sends(ONE)
    post.do("course", number=ONE, course="delivered")
    await post.follow()
    post.do("account", url=f"{post.shops.reach.base}/api/hooks/{post.account.id}")
    post.do("advance", number=ONE, steps=20)
    opener = post.shops.opener(post.workspace)

    async def arrived() -> bool:
        await refreshing.refresh(
            post.shops.reach, opener, post.workspace, post.account.id, hearing.hear
        )
        return await post.states() == {ONE: "delivered"}

    await until(arrived)
    assert len(await post.said("purchasing.order.delivered")) == 1
    assert (await post.follow()).stopped == 1


async def test_a_parcel_with_another_number_is_followed_by_that_one(post: Post) -> None:
    parcel_id = await post.sends(ONE)
    await post.follow()
    async with post.shops.database.tx(post.workspace, OPERATOR) as tx:
        await parcels_store.renumber(tx, [(parcel_id, TWO, "", "")])
    await post.follow()
    await post.later()
    await post.follow()
    assert await post.stages() == {ONE: "ended", TWO: "followed"}
    assert (post.registered(ONE), post.registered(TWO)) == (1, 1)


async def test_what_we_sent_ourselves_is_followed_and_told_to_its_order(post: Post) -> None:
    await post.follow()
    order_id = UUID(int=4)
    row = order_id, "DHL", TWO, ""
    for _ in range(2):
        async with post.shops.database.tx(post.workspace, OPERATOR) as tx:
            await followed.sent(tx, [row, (order_id, "DHL", "", "")])
    post.do("course", number=TWO, course="delivered")
    await post.follow()
    post.do("advance", number=TWO, steps=20)
    await post.later()
    await post.follow()
    told = await post.said("purchasing.own_parcel.moved")
    assert (told[-1]["order_id"], told[-1]["tracking"]) == (str(order_id), TWO)
    assert told[-1]["state"] == "delivered"
    assert post.registered() == 1


async def test_what_is_delivered_without_a_scan_is_doubted(post: Post) -> None:
    await post.sends(ONE)
    await post.follow()
    async with post.shops.database.tx(post.workspace, OPERATOR) as tx:
        told = TrackReport(ONE, "3011", ParcelState.delivered)
        await hearing.hear(tx, post.account.id, [told], ())
    assert [each["code"] for each in await post.said("purchasing.order.doubted")] == ["unscanned"]


async def test_a_supplier_that_signs_nothing_is_believed_its_scans_and_asked_for_the_state(
    post: Post,
) -> None:
    await post.sends(ONE)
    event = TrackEvent(None, "2026-11-27 08:00:00", ParcelState.delivered, "12", "Signed", "US")
    async with post.shops.database.tx(post.workspace, OPERATOR) as tx:
        told = TrackReport(ONE, "CJPacket", None, (event,))
        await hearing.hear(tx, SUPPLIER_ACCOUNT, [told, told], ())
    [shown] = await post.read(SHOWN)
    assert (shown["state"], shown["events_seen"]) == ("pending", 1)
    waiting = await post.read(
        "select name from jobs where workspace_id = $1 and name = 'purchasing.track'"
    )
    assert len(waiting) == 1


# What is chosen


def wanted(*days: int | None) -> list[Wanted]:
    return [
        Wanted(
            f"N{place}",
            UUID(int=place),
            Stage.wanted,
            None if each is None else NOW + timedelta(days=each),
        )
        for place, each in enumerate(days)
    ]


@pytest.mark.parametrize(
    ("allowance", "found"),
    [
        (Allowance(None, None), ["N3", "N1", "N2", "N0"]),
        (Allowance(100, 50), ["N3", "N1", "N2", "N0"]),
        (Allowance(100, 12), ["N3", "N1"]),
        (Allowance(100, 13), ["N3", "N1", "N2"]),
        (Allowance(100, 10), ["N3", "N1"]),
        (Allowance(100, 1), ["N3"]),
        (Allowance(100, 50, 1), ["N3"]),
        (Allowance(100, 0), []),
    ],
)
def test_a_tenth_is_kept_for_what_is_promised_soon(allowance: Allowance, found: list[str]) -> None:
    # None, near, far, late.
    rows = wanted(None, 2, 30, -1)
    assert [each.number for each in chosen(rows, allowance, NOW)] == found
