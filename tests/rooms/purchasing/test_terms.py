"""Suppliers, what they offer, vouchers, and orders there as lists show them."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from hanse.base.faults import Rejected
from hanse.base.money import Money
from hanse.engine.doors.versions import Changed
from hanse.engine.manifest import Sureness, Wish
from hanse.rooms.purchasing.model.booking import Booked, VoucherState
from hanse.rooms.purchasing.model.offers import Given, Line
from hanse.rooms.purchasing.model.states import Move, State
from hanse.rooms.purchasing.model.suppliers import SupplierState
from hanse.rooms.purchasing.model.vouchers import Buying
from hanse.rooms.purchasing.service import (
    linking,
    offers,
    saving,
    suppliers,
    vouchers,
    watching,
)
from hanse.rooms.purchasing.service import listing as showing
from hanse.rooms.purchasing.store import (
    disputes,
    listing,
    marks,
    offerings,
    restocks,
    searching,
)
from hanse.rooms.purchasing.store import purchases as purchases_store
from hanse.rooms.purchasing.store import vouchers as voucher_store
from hanse.trade.supply import PriceBreak, Stocked, Supply, SupplyVariant
from tests.rooms.purchasing.conftest import CARDS, Desk, supplier_of

STANDS = """
    update purchasing_orders set state = 'placed' where workspace_id = $1 and id = any($2::uuid[])
"""
PARCEL = """
    insert into purchasing_parcels (workspace_id, id, purchase_id, account_id, number, former,
        state, state_since, made_at)
    values ($1, $2, $2, $3, $4, $5, 'in_transit', $6, $6)
"""
# Several thousand orders of one supplier, each with its name there and a parcel.
MANY = (
    """
    insert into purchasing_orders (workspace_id, id, number, supplier_id, account_id, order_id,
        order_number, state, state_since, country, ship_to, arrives_by, made_at)
    select $1, gen_random_uuid(), 'A-' || place, $2, $3, gen_random_uuid(), 'B-' || place,
        case place % 3 when 0 then 'placed' when 1 then 'sent' else 'delivered' end,
        $4::timestamptz, 'DE', 'o',
        $4::timestamptz + interval '1 day', $4::timestamptz - place * interval '1 second'
    from generate_series(1, 5000) as place
    """,
    """
    insert into purchasing_remotes (workspace_id, account_id, remote_id, purchase_id, heard_at)
    select $1, $3, 'R' || number, id, $4 from purchasing_orders
    where workspace_id = $1 and supplier_id = $2
    """,
    """
    insert into purchasing_parcels (workspace_id, id, purchase_id, account_id, number, former,
        state, state_since, made_at)
    select $1, gen_random_uuid(), id, $3, 'P' || number, array['F' || number], 'pending', $4, $4
    from purchasing_orders where workspace_id = $1 and supplier_id = $2
    """,
)
HEARD = "update purchasing_remotes set state = $2, heard_at = $3 where workspace_id = $1"
WANTED = "delete from mirror_wanted where workspace_id = $1 returning remote_id"


async def test_a_supplier_keeps_what_holds_for_its_orders(desk: Desk) -> None:
    connected = desk.connected
    async with desk.tx() as tx:
        [shown] = await suppliers.shown(tx, CARDS, [connected])
        assert shown.card is not None
        assert shown.card.sureness(Wish.no_logo) is Sureness.memo_only
        with pytest.raises(Rejected, match="called factory already"):
            await suppliers.make(tx, CARDS, replace(connected, name="factory"))
        with pytest.raises(Rejected, match="is no supplier"):
            await suppliers.make(tx, {}, replace(connected, name="Other"))
        with pytest.raises(Rejected, match="paid in USD, not in EUR"):
            wanted = replace(connected, name="Other", currency="EUR")
            await suppliers.make(tx, CARDS, wanted)
    async with desk.tx() as tx:
        with pytest.raises(Rejected, match="here it is confirmed"):
            await suppliers.accept(tx, CARDS, connected.id, ["voucher"], 1)
        accepted = await suppliers.accept(tx, CARDS, connected.id, ["no_logo"], 1)
        assert (accepted.accepted, accepted.accepted_by) == (("no_logo",), tx.actor.person_id)
        with pytest.raises(Changed):
            await suppliers.change(tx, CARDS, replace(accepted, memo="x"), 1)
        made = await suppliers.set_defaults(tx, {"no_price": True}, "With love", 0)
        assert (made.version, made.gift_note) == (1, "With love")
        with pytest.raises(Changed):
            await suppliers.set_defaults(tx, {}, "", 0)
    offer_id = await desk.offer(connected, 0, price=Decimal("4.50"))
    await desk.buy(offer_id, 0)
    async with desk.tx() as tx:
        with pytest.raises(Rejected, match="Orders for buyers stand at the account"):
            await suppliers.change(tx, CARDS, replace(accepted, account_id=None), 2)
        gone = replace(accepted, state=SupplierState.archived)
        archived = await suppliers.change(tx, CARDS, gone, 2)
        assert archived.state is SupplierState.archived
        assert await suppliers.make(tx, CARDS, supplier_of("Factory", None, tx))


async def test_offers_are_set_together_and_taken_out_as_they_are_brought_in(desk: Desk) -> None:
    def line(number: int, supplier_id: UUID, sku: str, **given: object) -> Line:
        return Line(number, supplier_id, "", None, sku, Given(**given))  # type: ignore[arg-type]

    first, second = desk.skus[:2]
    steps = ((10, Decimal("4.20")), (100, Decimal(4)))
    lines = [
        line(0, desk.connected.id, first, price=Decimal("4.50"), breaks=steps, minimum=2),
        line(1, desk.written.id, first, price=Decimal("4.501")),
        line(2, desk.connected.id, "nothing"),
        line(3, desk.connected.id, first, minimum=3),
    ]
    async with desk.tx() as tx:
        looked = await offers.put(tx, lines, preview=True)
        assert [bool(each.findings) for each in looked.planned] == [False, True, True, True]
        with pytest.raises(Rejected, match="3 of 4 lines cannot be"):
            await offers.put(tx, lines, preview=False)
        assert not await offers.page(tx, None, None, None, 10)
        share = line(1, desk.written.id, first, price=Decimal(5), share_percent=Decimal(20))
        done = await offers.put(tx, [lines[0], share], preview=False)
        assert (done.changed, done.refused) == (2, 0)
        of_variant = await offers.page(tx, None, desk.goods[0], None, 10)
        assert {each.supplier.name for each in of_variant} == {"Factory", "Weaver"}
        [one] = await offers.page(tx, desk.connected.id, None, None, 10)
        assert one.offer.breaks == ((10, 420), (100, 400))
    file = b"".join([part async for part in offers.table(desk.tx, None)])
    async with desk.tx() as tx:
        again = await offers.bring(tx, file, None, preview=False)
        assert (again.changed, again.refused) == (0, 0)
        table = f"sku;price;breaks;state\n{first};4,70;-;off\n{second};1;;\n".encode()
        with pytest.raises(Rejected, match="is no number"):
            await offers.bring(tx, table, desk.connected.id, preview=False)
        table = table.replace(b"4,70", b"4.70")
        assert (await offers.bring(tx, table, desk.connected.id, preview=False)).changed == 2
        [other] = await offers.page(tx, desk.connected.id, None, None, 10)
        assert other.offer.variant_id == desk.goods[1]


async def test_products_of_a_supplier_are_linked_by_their_skus(desk: Desk) -> None:
    def variant(name: str, sku: str, minor: int) -> SupplyVariant:
        price = Money("USD", minor)
        stock = (Stocked("CN", 9, 4),)
        return SupplyVariant(name, f"key {name}", sku, None, price, (PriceBreak(5, price),), stock)

    first = desk.skus[0]
    supply = Supply(
        *("77", "Lamp", True),
        (variant("1", first, 450), variant("2", "theirs", 300), variant("3", "unknown", 1)),
    )
    await desk.offer(desk.connected, 1, sku="theirs")
    async with desk.tx() as tx:
        found = await linking.link_by_sku(tx, desk.connected.id, [supply])
        assert (found.made, len(found.offers), found.left) == (1, 2, {"unknown": "unknown"})
        again = await linking.link_by_sku(tx, desk.connected.id, [supply])
        assert (again.offers, again.same) == ([], 2)
        both = await offers.page(tx, desk.connected.id, None, None, 10)
        known = {each.offer.variant_id: each.offer for each in both}
        assert known[desk.goods[0]].price_minor == 450
        linked = known[desk.goods[1]]
        assert (linked.product_remote_id, linked.order_key, linked.stock_sure) == ("77", "key 2", 4)
        other = Supply("78", "Lamp", True, (variant("1", first, 1),))
        assert (await linking.link_by_sku(tx, desk.connected.id, [other])).left == {first: "linked"}
        looked, missing = await linking.link_read(tx, desk.connected.id, ["79"])
        assert (looked.offers, missing) == ([], ["79"])


def booked(desk: Desk, code: str, **more: object) -> Booked:
    usual = Booked(
        id=UUID(int=0),
        supplier_id=desk.connected.id,
        code=code,
        currency="",
        off_minor=500,
        off_percent=None,
        off_max_minor=None,
        spend_min_minor=0,
        valid_from=None,
        valid_to=None,
        uses_max=1,
        store_id="",
        product_ids=(),
        note="",
        state=VoucherState.active,
        version=1,
        made_at=desk.connected.made_at,
    )
    return replace(usual, **more)  # type: ignore[arg-type]


async def test_a_use_of_a_voucher_is_never_given_twice(desk: Desk) -> None:
    offer_id = await desk.offer(desk.connected, 0, price=Decimal(10))
    ids = [await desk.buy(offer_id, 0) for _ in range(4)]
    buys = [Buying(each, desk.connected.id, "", {"77": Money("USD", 1000)}) for each in ids]
    async with desk.tx() as tx:
        await vouchers.book(tx, booked(desk, "TWICE", uses_max=2))
        with pytest.raises(Rejected, match="booked already"):
            await vouchers.book(tx, booked(desk, "TWICE"))

    async def choose(buy: Buying) -> bool:
        async with desk.tx() as tx:
            kept = await saving.choose(tx, desk.connected.id, "USD", [buy])
            return buy.id in kept

    assert sum(await asyncio.gather(*map(choose, buys))) == 2
    async with desk.tx() as tx:
        rows = await purchases_store.ones(tx, ids)
        having = [each for each in ids if rows[each].voucher_code == "TWICE"]
        assert len(having) == 2
        [voucher] = await vouchers.page(tx, desk.connected.id, "", 10, off=False)
        assert (voucher.kept, voucher.left) == (2, 0)
        assert await saving.free(tx, having) == 0, "they are wanted still"
        await purchases_store.move(tx, having[:1], Move.stopped)
        assert await saving.free(tx, having) == 1
        assert not (await purchases_store.ones(tx, having[:1]))[having[0]].voucher_code
        kept = await saving.choose(
            tx, desk.connected.id, "USD", [each for each in buys if each.id not in having]
        )
        assert len(kept) == 1
        for move in (Move.quoted, Move.proposed, Move.proven):
            await purchases_store.move(tx, having[1:], move)
        assert await saving.used(tx, ids) == 1
        with pytest.raises(Rejected, match="kept or used 2 times"):
            await vouchers.change(tx, replace(voucher, uses_max=1), 1)
        [voucher] = await vouchers.page(tx, desk.connected.id, "", 10, off=False)
        assert (voucher.kept, voucher.used) == (1, 1)


async def test_a_table_of_vouchers_is_booked_whole_or_not_at_all(desk: Desk) -> None:
    table = b"code,off,percent,currency,uses\nA1,5.00,,USD,2\nB2,,10,USD,1\n"
    async with desk.tx() as tx:
        looked = await vouchers.bring(tx, desk.connected.id, table, preview=True)
        assert (len(looked.new), looked.written) == (2, False)
        with pytest.raises(Rejected, match="paid in USD, not in EUR"):
            await vouchers.bring(
                tx, desk.connected.id, table.replace(b"10,USD", b"10,EUR"), preview=False
            )
        await vouchers.bring(tx, desk.connected.id, table, preview=False)
        again = await vouchers.bring(
            tx, desk.connected.id, table.replace(b"5.00", b"6.00"), preview=False
        )
        assert (len(again.new), len(again.changed), again.same) == (0, 1, 1)
        found = await vouchers.page(tx, desk.connected.id, "", 10, off=False)
        assert [(each.code, each.off_minor) for each in found] == [("A1", 600), ("B2", None)]


async def test_orders_at_suppliers_are_listed_counted_and_shown(desk: Desk) -> None:
    offer_id = await desk.offer(desk.connected, 0, price=Decimal(10), sku="theirs")
    ids = [await desk.buy(offer_id, 0, count=2) for _ in range(3)]
    async with desk.tx() as tx:
        await purchases_store.move(tx, ids[:1], Move.stopped)
        everything = await showing.page(tx, showing.Asked(), None, 2)
        assert [each.purchase.id for each in everything] == [ids[2], ids[1]]
        place = showing.place(everything[-1], late=False)
        assert [each.purchase.id for each in await showing.page(tx, showing.Asked(), place, 9)] == [
            ids[0]
        ]
        for asked in (
            showing.Asked((State.stopped,)),
            showing.Asked((State.stopped,), supplier_id=desk.connected.id),
            showing.Asked((State.stopped,), account_id=desk.connected.account_id),
            showing.Asked(order_id=everything[-1].purchase.order_id),
        ):
            assert len(await showing.page(tx, asked, None, 9)) == 1
        assert not await showing.page(tx, showing.Asked(late=True), None, 9)
        columns, late = await showing.board(tx, 1)
        assert {each.state: each.count for each in columns if each.count} == {
            State.waiting: 2,
            State.stopped: 1,
        }
        assert (late, sum(len(each.first) for each in columns)) == (0, 2)
        whole = await showing.one(tx, CARDS, ids[1])
        [line] = whole.lines
        assert (line.sku, line.supplier_sku, line.expected_minor) == (desk.skus[0], "theirs", 1000)
        assert (whole.supplier, whole.platform, whole.parcels) == ("Factory", "woocommerce", [])


async def test_no_list_walks_through_its_table(desk: Desk) -> None:
    async with desk.tx() as tx:
        for way in ("seqscan", "bitmapscan", "sort"):
            await tx.execute(f"set local enable_{way} = off")
        ws, other, at = tx.workspace_id, tx.ids.new(), tx.now
        states = [each.value for each in State]
        asked = (
            (listing.OF_STATES, (ws, at, other, 51, states), "purchasing_orders_list"),
            (listing.OF_SUPPLIER, (ws, at, other, 51, states, other), "purchasing_orders_supplier"),
            (listing.OF_ACCOUNT, (ws, at, other, 51, states, other), "purchasing_orders_account"),
            (listing.LATE, (ws, at, at, other, 51), "purchasing_orders_late"),
            (offerings.OF_SUPPLIER, (ws, other, other, 51, True), "purchasing_offers_"),
            (offerings.OF_VARIANT, (ws, other, other, 51), "purchasing_offers_"),
            (offerings.EVERYTHING, (ws, other, 51, True), "purchasing_offers_pkey"),
            (voucher_store.OF_SUPPLIER, (ws, other, "", 51, True), "purchasing_vouchers_"),
            (voucher_store.EVERYTHING, (ws, other, 51, True), "purchasing_vouchers_"),
            (voucher_store.LET_GO, (ws, [other], at), "purchasing_voucher_uses_purchase"),
            (restocks.OF_STATES, (ws, at, other, 51, ["sent"], None), "purchasing_restocks_list"),
            (restocks.COMING, (ws, [other]), "purchasing_restock_lines_variant"),
            (marks.COUNTS, (ws, [other], at), "purchasing_marks_"),
            (searching.LATE_OF, (ws, at, at, other, 51, other), "purchasing_orders_supplier_late"),
            (disputes.OF_PURCHASE, (ws, other), "purchasing_disputes_"),
            (disputes.OF_REMOTES, (ws, other, ["D"]), "purchasing_disputes_remote"),
            (disputes.OF_ORDERS, (ws, other, ["R"]), "purchasing_disputes_"),
            (disputes.DUE, (ws, other, at, 51), "purchasing_disputes_"),
        )
        for statement, given, index in asked:
            rows = await tx.fetch(f"explain {statement}", *given)
            plan = "\n".join(row[0] for row in rows)
            assert "Seq Scan on" not in plan, plan
            assert index in plan, plan


async def test_an_order_is_found_by_every_number_that_it_is_called_by(desk: Desk) -> None:
    given = {"product_remote_id": "P", "variant_remote_id": "V"}
    offer_id = await desk.offer(desk.connected, 0, **given)
    first, second = [await desk.buy(offer_id, 0) for _ in range(2)]
    async with desk.tx() as tx:
        await purchases_store.name(tx, [(first, ["R-817001"])])
        account_id, number = desk.connected.account_id, f"LP{tx.ids.new()}"
        await tx.execute(PARCEL, desk.workspace, first, account_id, number, ["OLD-77"], tx.now)
        ours = (await purchases_store.ones(tx, [first]))[first].number
        other = tx.ids.new()

        async def found(text: str, supplier: UUID | None = None) -> set[UUID]:
            asked = showing.Asked(supplier_id=supplier, search=text)
            return {each.purchase.id for each in await showing.page(tx, asked, None, 51)}

        for called in (ours, ours.lower(), ours[:9], "R-817001", "R-81", number, "OLD-77"):
            assert await found(called) == {first}, called
        assert await found("1001") == {first, second}
        assert await found("#1001") == set()
        assert await found("100") == {first, second}
        assert await found("10") == set()
        assert await found("1%1") == set()
        assert await found("1001", other) == set()
        board, _ = await showing.board(tx, 5, desk.connected.id)
        nobody, _ = await showing.board(tx, 5, other)
        assert sum(each.count for each in board) == 2
        assert sum(each.count for each in nobody) == 0


async def test_among_many_orders_a_search_and_the_board_of_one_supplier_walk_through_none(
    desk: Desk,
) -> None:
    async with desk.tx() as tx:
        for statement in MANY:
            await tx.execute(statement, desk.workspace, desk.connected.id, tx.ids.new(), tx.now)
        ws, of, states = tx.workspace_id, desk.connected.id, [each.value for each in State]
        found = searching.searched(tx, "A-77", (), None, (tx.now, ws), 51)
        asked = (
            (searching.COUNTS_OF, (ws, states, 51, of), ["purchasing_orders_supplier"]),
            (searching.FIRSTS_OF, (ws, states, 51, of), ["purchasing_orders_supplier"]),
            (searching.COUNT_LATE_OF, (ws, tx.now, 51, of), ["purchasing_orders_supplier_late"]),
            (
                searching.SEARCH,
                found,
                [
                    *("purchasing_orders_number", "purchasing_orders_order_number"),
                    *("purchasing_remotes_remote", "purchasing_parcels_number"),
                    "purchasing_parcels_former",
                ],
            ),
        )
        for statement, given, indexes in asked:
            rows = await tx.fetch(f"explain {statement}", *given)
            plan = "\n".join(row[0] for row in rows)
            assert "Seq Scan on" not in plan, plan
            assert [each for each in indexes if each not in plan] == [], plan


async def test_what_stands_there_and_was_not_told_of_is_asked_about_sooner_while_it_is_unpaid(
    desk: Desk,
) -> None:
    given = {"product_remote_id": "P", "variant_remote_id": "V"}
    purchase_id = await desk.buy(await desk.offer(desk.connected, 0, **given), 0)
    account_id = desk.connected.account_id
    assert account_id is not None
    async with desk.tx() as tx:
        await tx.execute(STANDS, desk.workspace, [purchase_id])
        await purchases_store.name(tx, [(purchase_id, ["R-1"])])
        asked = {}
        for state, minutes in (("placed", 5), ("unpaid", 5), ("placed", 121)):
            heard_at = tx.now - timedelta(minutes=minutes)
            await tx.execute(HEARD, desk.workspace, state, heard_at)
            await watching.ask_silent(tx, account_id)
            rows = await tx.fetch(WANTED, desk.workspace)
            asked[state, minutes] = [row["remote_id"] for row in rows]
        assert asked == {("placed", 5): [], ("unpaid", 5): ["R-1"], ("placed", 121): ["R-1"]}
