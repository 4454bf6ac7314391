"""Buying at a supplier in the demo: CJ of the sandbox is connected, some of what the shops sell
lies there only, and what is bought of it is ordered there by itself, up to a sum."""

import asyncio
import json
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal, cast
from uuid import UUID

from hanse.app import wiring
from hanse.app.demo_shops import DEMO, be_told_again
from hanse.app.demo_stock import both
from hanse.base.faults import Fault
from hanse.base.money import Money
from hanse.changes.model.limits import limit_in
from hanse.changes.model.policies import AUTOMATIC, Rule
from hanse.changes.service import ruling
from hanse.engine.manifest import Wish
from hanse.engine.tx import Actor, Tx
from hanse.engine.wire.wire import Call
from hanse.rooms.connections.model.accounts import ACCOUNTS_MAX, Account, WriteMode
from hanse.rooms.connections.service import accounts, connecting
from hanse.rooms.connections.service.reach import Reach
from hanse.rooms.letters.model.settings import Setting, Teller
from hanse.rooms.letters.service import settings as letters
from hanse.rooms.mirror.service import showing, storing
from hanse.rooms.purchasing.model.offers import Offer
from hanse.rooms.purchasing.model.quoting import in_stock
from hanse.rooms.purchasing.model.suppliers import SUPPLIERS_MAX, Supplier, SupplierState
from hanse.rooms.purchasing.service import linking, suppliers
from hanse.rooms.stock.model.adjusting import Line
from hanse.rooms.stock.model.believing import FRESH_FOR_H_MAX
from hanse.rooms.stock.model.places import Place, PlaceKind
from hanse.rooms.stock.service import adjusting, believing, channels, moving, places
from hanse.trade.ports_read import Kind
from hanse.trade.supply import Supply

log = logging.getLogger("hanse.app")

PLATFORM, NAME, COUNTRY, CURRENCY = "cj", "CJ Dropshipping", "CN", "USD"
NEW = UUID(int=0)  # a supplier and a place get their ids when they are kept
DESK = "http://shops.test/_sandbox/cj/"
# What its people pack is seen to leave and to arrive while somebody looks on.
PACE = {"ship_after_s": 180, "deliver_after_s": 900}
ACCOUNT = {"qps": 0}  # who asks as fast as a demo starts would have a higher level there
SHARED = "HZ-"  # how the sandbox's shops call their goods; the others are the supplier's alone
PRODUCTS = 24
EMPTY_EVERY = 2  # of these nothing lies on our own shelf
BUFFER_MINUTES = 2  # so that one who looks on can stop it, and need not wait long
WISHES = (Wish.no_logo.value, Wish.no_price.value)
BY_ITSELF = Money(CURRENCY, 1_000_00)  # so much a day may be ordered without asking
SPEND_DAY = Money(CURRENCY, 2_000_00)
LOOK_AGAIN_S = 1.0
WITHIN_S = 600.0


async def connect_supplier(reach: Reach, workspace_id: UUID) -> None:
    """Connected once; how fast it sends and is asked is told at every start, for the sandbox
    forgets it."""
    try:
        await asked(reach, "rules", PACE)
        await asked(reach, "accounts", ACCOUNT)
        async with reach.database.tx(workspace_id, DEMO) as tx:
            known = await account_of(tx)
        if known:
            await be_told_again(reach, workspace_id, [known.id])
            return
        [first, *_] = (await asked(reach, "connect"))["accounts"]
        looked = await connecting.look(reach, PLATFORM, {"api_key": first["apiKey"]})
        await connecting.connect(lambda: reach.database.tx(workspace_id, DEMO), looked, NAME)
    except Fault as fault:
        log.warning("demo.supplier.missing", extra={"fault": str(fault)})


async def supply_goods(reach: Reach, workspace_id: UUID, person: Actor) -> None:
    """Once, as soon as its products were read; whole, or not at all."""
    async with reach.database.tx(workspace_id, person) as tx:
        made = await suppliers.page(tx, cards(), None, [*SupplierState], SUPPLIERS_MAX)
    if any(each.account and each.account.platform == PLATFORM for each in made):
        return
    product_ids = await products(reach)
    await ask_for(reach, workspace_id, product_ids)
    ends_at = reach.database.clock.monotonic() + WITHIN_S
    while reach.database.clock.monotonic() < ends_at:
        async with reach.database.tx(workspace_id, person) as tx:
            if await step(tx, product_ids):
                return
        await asyncio.sleep(LOOK_AGAIN_S)
    log.warning("demo.supply.missing")


async def asked(reach: Reach, path: str, document: Mapping[str, object] | None = None) -> Any:
    """At the desk of the sandbox's supplier."""
    body = json.dumps(document).encode() if document else b""
    headers = {"Content-Type": "application/json"} if document else {}
    verb: Literal["GET", "POST"] = "POST" if document else "GET"
    call = Call(verb, f"{DESK}{path}", writes=bool(document), headers=headers, body=body)
    return (await reach.wire.send(call)).json()


async def products(reach: Reach) -> Sequence[str]:
    """Of what the shops sell as well, the first few."""
    found = (await asked(reach, "variants"))["variants"]
    shared = {each["spu"]: each["pid"] for each in found if each["spu"].startswith(SHARED)}
    return [shared[each] for each in sorted(shared)[:PRODUCTS]]


async def ask_for(reach: Reach, workspace_id: UUID, product_ids: Sequence[str]) -> None:
    async with reach.database.tx(workspace_id, DEMO) as tx:
        account = await account_of(tx)
        if account is not None:
            named = [(Kind.supplied, each, "") for each in product_ids]
            await storing.want(tx, account.id, named)


def cards() -> suppliers.Cards:
    return {each.CARD.name: each.CARD for each in wiring.CONNECTORS}


async def account_of(tx: Tx) -> Account | None:
    found = await accounts.list_accounts(tx, None, None, ACCOUNTS_MAX)
    ours = [each for each in found if each.platform == PLATFORM and each.is_connected]
    return min(ours, key=lambda each: each.id, default=None)  # the demo's own is the oldest


async def step(tx: Tx, product_ids: Sequence[str]) -> bool:
    """Do what can be done now; whether nothing is left to do."""
    account, shops = await account_of(tx), await both(tx)
    if account is None or shops is None:
        return False
    named = await showing.named(tx, account.id, Kind.supplied, product_ids)
    if len(named) < len(product_ids):
        return False
    supplies = cast("list[Supply]", [named[each] for each in product_ids])
    offers = await offered(tx, account, supplies)
    await let_out(tx, account)
    await lie_there(tx, supplies, offers)
    emptied = {each.remote_id for each in supplies[1::EMPTY_EVERY]}
    await leave_none(tx, {each.variant_id for each in offers if each.product_remote_id in emptied})
    channel = (await channels.one(tx, shops.plain)).channel
    await channels.change(tx, replace(channel, supplied=True), channel.version)
    await letters.change(tx, shops.plain, Setting(Teller.us), 0)
    return True


async def offered(tx: Tx, account: Account, supplies: Sequence[Supply]) -> Sequence[Offer]:
    wanted = Supplier(
        id=NEW,
        name=NAME,
        account_id=account.id,
        email="",
        state=SupplierState.active,
        currency=CURRENCY,
        from_country=COUNTRY,
        minimum_minor=0,
        lead_days=Decimal(12),
        lead_spread=Decimal(3),
        buffer_minutes=BUFFER_MINUTES,
        above_percent=Decimal(10),
        margin_percent=Decimal(5),
        dispute_days=None,
        wishes=dict.fromkeys(WISHES, True),
        memo="",
        accepted=(),
        accepted_by=None,
        accepted_at=None,
        version=1,
        made_at=tx.now,
    )
    made = await suppliers.make(tx, cards(), wanted)
    await suppliers.accept(tx, cards(), made.id, WISHES, made.version)
    return (await linking.link_by_sku(tx, made.id, supplies)).offers


async def let_out(tx: Tx, account: Account) -> None:
    """Orders there go out by themselves; where somebody has said otherwise, that holds."""
    await accounts.set_mode(tx, account.id, WriteMode.live, account.name, account.version)
    policy, limits = await ruling.policy(tx), await ruling.limits(tx)
    rule = Rule(AUTOMATIC, frozenset({"purchases.order"}), stake_max=(BY_ITSELF,))
    if not policy.version:
        await ruling.set_policy(tx, replace(policy, rules=(*policy.rules, rule)), policy.version)
    if limit_in(limits.spend_day_max, CURRENCY) is None:
        spend = (*limits.spend_day_max, SPEND_DAY)
        await ruling.set_limits(tx, replace(limits, spend_day_max=spend), limits.version)


async def lie_there(tx: Tx, supplies: Sequence[Supply], offers: Sequence[Offer]) -> None:
    """What the supplier has is a place, of which one shop sells too."""
    wanted = Place(NEW, NAME, PlaceKind.supplier, COUNTRY, 2, fresh_for_h=FRESH_FOR_H_MAX)
    place = await places.make(tx, wanted)
    counts = {
        (supply.remote_id, each.variant_id): in_stock(each, COUNTRY)
        for supply in supplies
        for each in supply.variants
    }
    said = [
        (each.variant_id, count, None, None)
        for each in offers
        if (count := counts[each.product_remote_id, each.variant_remote_id])
    ]
    await believing.told(tx, place.id, said)


async def leave_none(tx: Tx, variant_ids: Collection[UUID]) -> None:
    """On our own shelf; what somebody was promised stays."""
    own = {each.id for each in await places.places(tx) if each.kind is PlaceKind.own}
    here = [
        each
        for levels in (await moving.levels(tx, sorted(variant_ids))).values()
        for each in levels
        if each.place_id in own
    ]
    kept = {each.variant_id for each in here if each.on_hand != each.available}
    lines = [
        Line(at, each.variant_id, "", each.place_id, to=0, reason="Bought at the supplier now")
        for at, each in enumerate(here)
        if each.on_hand and each.variant_id not in kept
    ]
    if lines:
        await adjusting.adjust(tx, lines, preview=False)
