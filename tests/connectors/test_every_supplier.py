"""Every supplier is asked the same, of its own other side: which goods, how they travel, to order
them once under our number, to be told of the order and of its parcel."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any, cast

import pytest

from hanse.app.wiring import CONNECTORS
from hanse.base.clock import SystemClock
from hanse.base.faults import Conflict, Gone
from hanse.base.money import Money
from hanse.changes.model.kinds import KINDS, joined
from hanse.engine.manifest import Proof, Sureness, Wish
from hanse.rooms.connections.service.ports import Platform
from hanse.sandbox.aliexpress import life
from hanse.sandbox.aliexpress.counter import HubCounter
from hanse.sandbox.aliexpress.mounted import Mounted
from hanse.sandbox.cj import desk
from hanse.sandbox.held import Sandbox, new_sandbox
from hanse.sandbox.serving import application
from hanse.sandbox.world import World
from hanse.trade.access import Access, Tokens
from hanse.trade.fields import Fields
from hanse.trade.people import Address
from hanse.trade.ports_read import Ask, Kind, Question, Reach, ReadPort
from hanse.trade.ports_write import Found, Outcome, Target, Wanted, WritePort
from hanse.trade.shop import Shop
from hanse.trade.supply import (
    Freight,
    FreightAsk,
    Item,
    Purchase,
    PurchaseState,
    Supply,
    SupplyPort,
    Tracked,
    items_value,
)
from hanse.trade.tracking import ParcelState
from tests.connectors.sides import Line, Pair
from tests.engine.wire_servers import wire
from tests.sandbox.served import served

ORDER = "purchases.order"
GOODS = World(seed=7, products=6, customers=2)
SHOP = Shop("USD", 2)
EMMA = Address(
    *("Emma", "Brandt", None, "12 Elm Street", None),
    *("Denver", "Colorado", "80201", "US", "+1 303 555 0100"),
)
BEATRIZ = Address(
    *("Beatriz", "Souza", None, "Rua Augusta 12", None),
    *("Sao Paulo", "Sao Paulo", "01310-100", "BR", "+55 11 91234 5678"),
    tax_number="123.456.789-09",
)


@dataclass(kw_only=True)
class Desk(Line):
    """A line to the supplier's other side, which counts its orders for itself."""

    sku: str  # of something that it sells
    ids: tuple[str, str]  # of the product and its variant, as it calls them
    sandbox: Sandbox
    counted: Callable[[str], int]
    ship: Callable[[str], None]

    @property
    def supply(self) -> SupplyPort:
        return cast("SupplyPort", vars(self.pair.platform)["SUPPLY"])

    @property
    def ordering(self) -> WritePort:
        return next(each for each in writes_of(self.pair.platform) if each.kind == ORDER)

    async def named(self, kind: Kind, remote_id: str) -> Sequence[Any]:
        port: ReadPort[Any] = self.pair.port(kind)
        return [row.value for row in (await self.page(port, asked(remote_id), SHOP)).rows]

    async def product(self) -> Supply:
        [found] = await self.named(Kind.supplied, self.ids[0])
        assert isinstance(found, Supply)
        return found

    async def item(self, quantity: int = 2) -> Item:
        [one] = [each for each in (await self.product()).variants if each.variant_id == self.ids[1]]
        return Item(self.ids[0], one.variant_id, one.key, quantity)

    async def freights(self, item: Item, to: Address = EMMA) -> Sequence[Freight]:
        place = [each or "" for each in (to.country, to.postcode, to.region, to.city)]
        about = FreightAsk((item,), "CN", *place)
        replies = [await self.ask(each) for each in self.supply.freight_questions(about, SHOP)]
        return self.supply.freights(about, replies, SHOP)

    async def after(self, number: str, to: Address = EMMA) -> Fields:
        """What a change that orders says."""
        item = await self.item()
        ways = await self.freights(item, to)
        way = min(ways, key=lambda each: each.price.minor if each.price else 0)
        return {
            "number": number,
            "lines": items_value([item]),
            "country": to.country,
            "from_country": "CN",
            "freight": way.code,
            "ship_to": "order-address:77",
            "ship_to_mark": "a1b2",
            "amount": Money("USD", 20_00),
        }

    def question(self, after: Fields, to: Address = EMMA) -> Question:
        port = self.ordering
        assert port.sealed is not None
        made = port.piece(Wanted(Target(None), {}, after), SHOP)
        return port.sealed.filled(port.request([made], str(after["number"]), SHOP), to)

    async def order(self, after: Fields, to: Address = EMMA) -> Outcome:
        made = self.ordering.piece(Wanted(Target(None), {}, after), SHOP)
        [found] = self.ordering.outcomes([made], await self.ask(self.question(after, to)), SHOP)
        return found

    async def purchase(self, remote_id: str) -> Purchase:
        [found] = await self.named(Kind.purchases, remote_id)
        assert isinstance(found, Purchase)
        return found


def writes_of(platform: Platform) -> Sequence[WritePort]:
    found: Sequence[WritePort] = vars(platform)["WRITES"]
    return found


def asked(remote_id: str) -> Ask:
    return Ask(Reach.named, ids=(remote_id,), rows_max=1)


SUPPLIERS = [each for each in CONNECTORS if each.CARD.supplies is not None]
every = pytest.mark.parametrize("platform", SUPPLIERS, ids=lambda each: each.CARD.name)


@asynccontextmanager
async def at(platform: Platform) -> AsyncIterator[Desk]:
    sandbox = new_sandbox(SystemClock(), world=GOODS, shops=[("aliexpress", "api-sg")])
    async with served(application(sandbox)) as address, wire() as out:
        access, more = OPENED[platform.CARD.name](sandbox)
        pair = Pair(platform, cast("Any", None))
        found = Desk(pair, out, address, access, sandbox.clock, sandbox=sandbox, **more)
        if question := platform.token_question(access, found.clock.now()):
            tokens = platform.tokens_of(await found.ask(question), found.clock.now())
            found.access = replace(access, tokens=tokens)
        yield found


def of_cj(sandbox: Sandbox) -> tuple[Access, Mapping[str, Any]]:
    cj, sku = sandbox.cj, "HZ-0000003"
    cj.rules.per_ip, cj.rules.ship_after_s, cj.named("").qps = 0, None, 0
    sold = cj.goods.variant(sku)
    assert sold is not None
    return Access({"api_key": cj.named("").api_key}), {
        "sku": sku,
        "ids": (sold.pid, sold.vid),
        "counted": lambda number: desk.counted(cj, number)["exist"],
        "ship": lambda number: desk.act(cj, {"order": number, "do": "ship"}),
    }


def of_aliexpress(sandbox: Sandbox) -> tuple[Access, Mapping[str, Any]]:
    mounted, sku = sandbox.shops.first("aliexpress"), "HZ-0000002"
    assert isinstance(mounted, Mounted)
    hub = mounted.hub
    hub.moods.order_readable_after_s, hub.moods.paid_after_s, hub.moods.ships_after_s = 0, 0, None
    product, variant = HubCounter(hub).found(sku)
    assert variant is not None
    keys = mounted.keys()
    tokens = Tokens(keys["access_token"], refresh_token=keys["refresh_token"])

    def of(number: str) -> list[Any]:
        return [each for each in hub.orders.values() if each.out_id == number]

    return Access({name: keys[name] for name in ("app_key", "app_secret")}, tokens), {
        "sku": sku,
        "ids": (str(product.id), str(variant.id)),
        "counted": lambda number: len(of(number)),
        "ship": lambda number: life.ship(hub, of(number)[0], hub.clock.now(), None, "", ""),
    }


OPENED = {"cj": of_cj, "aliexpress": of_aliexpress}


@every
def test_the_card_says_all_that_a_person_must_know_before_ordering(platform: Platform) -> None:
    card = platform.CARD
    assert card.supplies is not None
    assert {wish for wish, _ in card.supplies.wishes} == set(Wish)
    assert all(isinstance(sureness, Sureness) for _, sureness in card.supplies.wishes)
    ways = joined(card.writes)
    assert set(ways) == {port.kind for port in writes_of(platform)}
    assert set(ways) <= set(KINDS)
    # Ordering twice costs money: it is found again by our number, or known again by it.
    write = ways[ORDER].write
    assert not ways[ORDER].harmless_twice
    assert write.unique_by == "number" or write.proof is Proof.keyed_answer


@every
async def test_goods_have_a_price_and_a_stock(platform: Platform) -> None:
    async with at(platform) as supplier:
        found = await supplier.product()
        assert found.remote_id == supplier.ids[0]
        assert found.on_sale
        [one] = [each for each in found.variants if each.variant_id == supplier.ids[1]]
        assert one.price is not None
        assert one.price.minor > 0
        assert any((each.quantity or 0) > 0 for each in one.stock)


@every
async def test_what_is_not_sold_there_is_missing_and_no_mistake(platform: Platform) -> None:
    async with at(platform) as supplier:
        found: Sequence[Any] = []
        with suppress(Gone):
            found = await supplier.named(Kind.supplied, "1005999999999999")
        assert [each.on_sale for each in found] in ([], [False])


@every
async def test_every_way_of_sending_has_a_code_and_a_price(platform: Platform) -> None:
    async with at(platform) as supplier:
        ways = await supplier.freights(await supplier.item())
        assert ways
        assert all(each.code and each.price is not None for each in ways)
        assert len({each.code for each in ways}) == len(ways)


@every
async def test_an_order_is_made_once_and_read_back_as_it_was_agreed_to(platform: Platform) -> None:
    async with at(platform) as supplier:
        after = await supplier.after("H-1")
        made = await supplier.order(after)
        assert made.fault is None
        assert made.remote_id
        bought = await supplier.purchase(made.remote_id)
        assert bought.remote_id == made.remote_id
        assert bought.number in ("H-1", None)  # some do not tell it again
        assert bought.state in (PurchaseState.unpaid, PurchaseState.ordered, PurchaseState.paying)
        assert [each.quantity for each in bought.lines] == [2]
        assert bought.total is not None
        assert bought.total.minor > 0
        assert supplier.counted("H-1") == 1


@every
async def test_the_same_sent_again_makes_no_second_order(platform: Platform) -> None:
    """As after an answer that was lost: the second says that there is one, and who looks finds
    one."""
    async with at(platform) as supplier:
        after = await supplier.after("H-2")
        first = await supplier.order(after)
        assert first.fault is None
        with suppress(Conflict):
            again = await supplier.order(after)
            assert again.number_taken or again.remote_id == first.remote_id
        assert supplier.counted("H-2") == 1
        lookup = supplier.ordering.lookup
        if lookup is not None:
            wanted = Wanted(Target(None), {}, after)
            reply = await supplier.ask(lookup.question(wanted, SHOP))
            [found] = lookup.found(wanted, reply, SHOP)
            assert found.target.remote_id == first.remote_id


@every
async def test_a_number_that_nobody_ordered_under_is_found_as_nothing(platform: Platform) -> None:
    async with at(platform) as supplier:
        lookup = supplier.ordering.lookup
        if lookup is None:
            [write] = [each for each in platform.CARD.writes if each.kind == ORDER]
            assert write.proof is Proof.keyed_answer
            return
        wanted = Wanted(Target(None), {}, await supplier.after("H-3"))
        found: Sequence[Found] = []
        with suppress(Gone):
            found = lookup.found(wanted, await supplier.ask(lookup.question(wanted, SHOP)), SHOP)
        assert list(found) == []


@every
async def test_whom_it_goes_to_is_in_no_piece_and_in_what_leaves(platform: Platform) -> None:
    async with at(platform) as supplier:
        after = await supplier.after("H-4")
        made = supplier.ordering.piece(Wanted(Target(None), {}, after), SHOP)
        assert b"Emma" not in made.body
        assert b"Elm Street" not in made.body
        sent = supplier.question(after).body or b""
        assert b"Emma" in sent
        assert b"Elm" in sent


@every
async def test_a_country_that_wants_a_number_of_the_person_gets_it_as_it_leaves(
    platform: Platform,
) -> None:
    async with at(platform) as supplier:
        after = await supplier.after("H-6", BEATRIZ)
        made = supplier.ordering.piece(Wanted(Target(None), {}, after), SHOP)
        assert b"456" not in made.body
        assert (await supplier.order(after, BEATRIZ)).fault is None
        assert supplier.counted("H-6") == 1


@every
async def test_the_way_of_a_parcel_is_told_in_one_vocabulary(platform: Platform) -> None:
    async with at(platform) as supplier:
        made = await supplier.order(await supplier.after("H-5"))
        assert made.remote_id
        await supplier.purchase(made.remote_id)  # by now it is paid
        supplier.ship("H-5")
        bought = await supplier.purchase(made.remote_id)
        [parcel] = bought.parcels
        assert parcel.number
        about = [Tracked(made.remote_id, parcel.number, parcel.carrier or "")]
        port = supplier.supply
        assert port.track_question is not None
        assert port.tracked is not None
        [report] = port.tracked(about, await supplier.ask(port.track_question(about)))
        assert report.number == parcel.number
        assert report.state in (*ParcelState, None)
        assert all(each.word for each in report.events)
