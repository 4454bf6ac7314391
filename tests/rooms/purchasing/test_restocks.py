"""Purchase orders for our own shelf, what is proposed for them, and scores of suppliers."""

import asyncio
import io
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from pypdf import PdfReader

from hanse.base.faults import Conflict, Rejected
from hanse.base.money import UnitCost
from hanse.engine.doors.versions import Changed
from hanse.engine.log import events as log
from hanse.engine.log.followers import advance, enrol
from hanse.engine.mail import mails
from hanse.rooms.catalog.service import costing
from hanse.rooms.purchasing.jobs.marking import follower
from hanse.rooms.purchasing.model.reorder import Demand
from hanse.rooms.purchasing.model.restocks import Restock, RestockState
from hanse.rooms.purchasing.model.scores import Part
from hanse.rooms.purchasing.model.states import Move
from hanse.rooms.purchasing.service import facts, reordering, restocks, scoring, taking_in
from hanse.rooms.purchasing.service.reordering import Chosen
from hanse.rooms.purchasing.service.restocks import Head, Wanted
from hanse.rooms.purchasing.service.taking_in import Came
from hanse.rooms.purchasing.store import purchases as purchases_store
from hanse.rooms.stock.model.moves import Cause, MoveKind
from hanse.rooms.stock.model.moves import Move as StockMove
from hanse.rooms.stock.service import moving, places, selling
from tests.rooms.purchasing.conftest import Desk

WORKSPACE = """
    insert into identity_workspaces (workspace_id, id, name, state, made_at)
    values ($1, $1, 'Lamps and more', 'active', $2)
"""
SALE = """
    insert into stock_moves (workspace_id, id, at, variant_id, place_id, kind, on_hand, reserved,
        promised, left_count, account_id, cause, cause_id, line_id, reason, person_id, actor)
    select $1, gen_random_uuid(), $2::timestamptz - make_interval(days => day), $3, $4, 'sale',
        -$5::bigint, 0, 0, 0, $6, 'a test', null, null, '', null, 'test'
    from generate_series(0, 55) as day
"""


async def sent_out(desk: Desk) -> Restock:
    """A hundred of one and fifty of another, confirmed for in five days."""
    await desk.offer(desk.written, 0, price=Decimal(5), breaks=((100, Decimal(4)),), case_pack=30)
    lines = [
        Wanted(0, None, desk.skus[0], 100),
        Wanted(1, desk.goods[1], "", 50, price_minor=200),
    ]
    async with desk.tx() as tx:
        with pytest.raises(Rejected, match="is not known what"):
            wrong = [Wanted(0, desk.goods[1], "", 1)]
            await restocks.draft(tx, desk.written.id, Head(), wrong)
        await tx.execute(WORKSPACE, tx.workspace_id, tx.now)
        made = await restocks.draft(tx, desk.written.id, Head(freight_minor=5_001), lines)
        assert [each.price_minor for each in made.lines] == [400, 200]
        draft = await taking_in.paper(tx, made.id)
        assert made.number in "".join(
            page.extract_text() for page in PdfReader(io.BytesIO(draft)).pages
        )
    async with desk.tx() as tx:
        sent = await taking_in.send(tx, made.id, 1, by_mail=True)
        [kept, *_] = await mails.find(tx, 1)
        mail = await mails.opened(tx, kept, "a test")
        assert (mail.to, mail.files[0].name) == ("ana@factory.example", f"{made.number}.pdf")
    async with desk.tx() as tx:
        assert await taking_in.paper(tx, made.id) == mail.files[0].content, "as it was sent"
        with pytest.raises(Changed):
            await taking_in.send(tx, made.id, 1, by_mail=True)
        with pytest.raises(Conflict, match="was sent, so its lines stay"):
            await restocks.change(tx, made.id, Head(), lines, sent.version)
        day = tx.now.date() + timedelta(days=5)
        sure = await restocks.confirm(tx, made.id, "W-1", day, sent.version)
        assert (sure.state, sure.reference, sure.expected_on) == (
            RestockState.confirmed,
            "W-1",
            day,
        )
    return sure


async def test_a_purchase_order_goes_out_and_comes_in_at_what_it_costs(desk: Desk) -> None:
    sure = await sent_out(desk)
    first, second = sure.lines
    async with desk.tx() as tx:
        with pytest.raises(Rejected, match="Only 100 of this line"):
            await taking_in.receive(tx, sure.id, [Came(first.id, 101)], None, sure.version)
        came = [Came(first.id, 60, 2)]
        part = await taking_in.receive(tx, sure.id, came, None, sure.version)
        assert part.state is RestockState.received_in_part
        with pytest.raises(Changed):
            await taking_in.receive(tx, sure.id, came, None, sure.version)
        here = (await places.first_own(tx)).id
        levels = await moving.levels(tx, desk.goods)
        assert [(each.place_id, each.on_hand) for each in levels[desk.goods[0]]] == [(here, 58)]
        assert await restocks.coming(tx, desk.goods) == {desk.goods[0]: 40, desk.goods[1]: 50}
        # 40,000 + 10,000 of goods and 5,001 of freight: four fifths of it is 4,001.
        costs = await costing.costs(tx, desk.goods)
        assert costs[desk.goods[0]]["landed"] == UnitCost("USD", Decimal("4.400100"))
    async with desk.tx() as tx:
        head = Head(freight_minor=10_000, reference="W-1", expected_on=sure.expected_on)
        changed = await taking_in.change(tx, sure.id, head, None, part.version)
        costs = await costing.costs(tx, desk.goods)
        assert costs[desk.goods[0]]["landed"] == UnitCost("USD", Decimal("4.800000"))
        rest = [Came(first.id, 40), Came(second.id, 50)]
        done = await taking_in.receive(tx, sure.id, rest, None, changed.version)
        assert done.state is RestockState.closed
        with pytest.raises(Conflict, match="is closed"):
            await restocks.cancel(tx, sure.id, done.version)
        [listed] = await restocks.page(tx, [RestockState.closed], desk.written.id, None, 10)
        assert listed.restock.id == sure.id
        score = (await scoring.scores(tx, [desk.written.id]))[desk.written.id]
        seen = {each.part: (each.counted.well, each.counted.of) for each in score.parts}
        assert seen == {
            Part.on_time: (1, 1),
            Part.accepted: (1, 1),
            Part.price_kept: (0, 0),
            Part.sound: (148, 150),
        }


async def sells(desk: Desk, place: int, on_hand: int, a_day: int) -> None:
    async with desk.tx() as tx:
        here = (await places.first_own(tx)).id
        came = StockMove(desk.goods[place], here, MoveKind.receipt, on_hand)
        await moving.move(tx, [came], Cause("test.stock", None, "a test"))
        shop = desk.connected.account_id
        await tx.execute(SALE, tx.workspace_id, tx.now, desk.goods[place], here, a_day, shop)


async def test_what_is_due_is_proposed_and_drafted_once(desk: Desk) -> None:
    for place in range(2):
        await desk.offer(desk.written, place, price=Decimal(5), case_pack=6)
    await sells(desk, 0, 3, 2)
    await sells(desk, 1, 500, 2)
    async with desk.tx() as tx:
        sold = await selling.sold(tx, desk.goods, reordering.SOLD_DAYS)
        assert (sold[desk.goods[0]].mean, sold[desk.goods[0]].spread) == (2.0, 0.0)
        page = await reordering.page(tx, None, 10)
        [due] = page.items
        assert (due.due.variant_id, due.holding.on_hand, page.next) == (desk.goods[0], 3, None)
        # 14 sell in the 7 days of the lead, and its spread of 2 days asks for 7 more.
        assert due.due.proposal.point == 21
        assert due.due.proposal.pieces % 6 == 0
        later = {desk.goods[1]: Demand(90.0, 10.0)}
        known = await reordering.look(tx, desk.goods, demands=later)
        assert [each.due.variant_id for each in known] == [desk.goods[1]]

    async def draft() -> bool:
        try:
            async with desk.tx() as tx:
                [made] = await reordering.draft(tx, [Chosen(desk.goods[0])])
            return made.state is RestockState.draft and bool(made.why)
        except Rejected:
            return False

    assert sorted(await asyncio.gather(draft(), draft())) == [False, True]
    async with desk.tx() as tx:
        assert not (await reordering.page(tx, None, 10)).items
        assert not await mails.find(tx, 1), "nothing goes out by itself"


async def test_what_became_of_orders_is_noted_once(desk: Desk) -> None:
    await enrol(desk.database, [follower()])
    offer_id = await desk.offer(desk.connected, 0, price=Decimal(10))
    ids = [await desk.buy(offer_id, 0, count=3) for _ in range(2)]

    async def tell(purchase_id: UUID) -> None:
        async with desk.tx() as tx:
            await log.append(tx, facts.Delivered(purchase_id, purchase_id, "1"))
            await log.append(tx, facts.Refused(purchase_id, purchase_id, "1", "no"))
        while await advance(desk.database, follower()):
            pass

    async with desk.tx() as tx:
        for move in (Move.quoted, Move.proposed):
            await purchases_store.move(tx, ids, move)
        await purchases_store.move(tx, ids[:1], Move.delivered)
        await purchases_store.move(tx, ids[1:], Move.turned_down)
        await tx.execute(
            "update purchasing_orders set arrives_by = $2, total_minor = 3000, paid_minor = 3000 "
            "where workspace_id = $1",
            *(tx.workspace_id, tx.now + timedelta(days=1)),
        )
    for each in (*ids, *ids):
        await tell(each)
    async with desk.tx() as tx:
        score = (await scoring.scores(tx, [desk.connected.id]))[desk.connected.id]
    seen = {each.part: (each.counted.well, each.counted.of) for each in score.parts}
    assert seen == {
        Part.on_time: (1, 1),
        Part.accepted: (1, 2),
        Part.price_kept: (1, 1),
        Part.sound: (3, 3),
    }
