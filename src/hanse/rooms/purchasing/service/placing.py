"""What was quoted, and can be stopped no more, becomes a change: one order at the supplier under
one number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Fault
from hanse.base.money import Money
from hanse.changes.model.planned import Target, Wish
from hanse.changes.service import proposing
from hanse.changes.service.hands import Hands
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model.purchases import Purchase
from hanse.rooms.purchasing.model.quoting import QUOTE_GOOD_FOR, Code, Line, Said
from hanse.rooms.purchasing.model.states import Move
from hanse.rooms.purchasing.service import facts, needing
from hanse.rooms.purchasing.service.needing import KIND
from hanse.rooms.purchasing.service.ports import Suppliers
from hanse.rooms.purchasing.service.quoting import PLACE_JOB, OpenTx
from hanse.rooms.purchasing.store import offers as offers_store
from hanse.rooms.purchasing.store import purchases as store
from hanse.trade.fields import Fields
from hanse.trade.people import Recipient
from hanse.trade.supply import Item, items_value

PAGE = 20
WHY = "An order of a buyer is bought at its supplier."


@dataclass(frozen=True, slots=True)
class Placed:
    proposed: int
    asked: int


async def place(
    hands: Hands, suppliers: Suppliers, open_tx: OpenTx, workspace_id: UUID, account_id: UUID
) -> Placed:
    """All of one supplier whose time has come. How much is left of a balance is asked once, and
    what it does not hold waits for a person to fill it up."""
    left = await balance_of(suppliers, workspace_id, account_id)
    proposed = asked = 0
    async with open_tx() as tx:
        if left is not None:
            await waited_for_money(tx, account_id, left)
    while True:
        async with open_tx() as tx:
            due = await store.due(tx, account_id, tx.now, PAGE)
            if not due:
                await look_again(tx, account_id)
                return Placed(proposed, asked)
            ready, spent = await sorted_out(hands, tx, due, left)
            asked += len(due) - len(ready)
            proposed += await propose(hands, tx, ready)
            left = None if left is None else left - spent


async def balance_of(suppliers: Suppliers, workspace_id: UUID, account_id: UUID) -> int | None:
    """In minor units; None where none is kept, or the supplier does not tell now: then it refuses
    by itself what is not there."""
    opened = await suppliers.open(workspace_id, account_id)
    try:
        found = await suppliers.balance(opened)
    except Fault:
        return None
    return found.minor if found else None


async def look_again(tx: Tx, account_id: UUID) -> None:
    """At the moment when the next buffer ends."""
    at = await store.next_due(tx, account_id)
    if at is not None:
        await enqueue(tx, PLACE_JOB, str(account_id), {"account": account_id}, at=at)


async def waited_for_money(tx: Tx, account_id: UUID, left: int) -> None:
    """Those that waited for nothing but the balance, as far as it holds them now."""
    for purchase_id, total in await store.without_money(tx, account_id):
        if total > left:
            return
        left -= total
        await store.move(tx, [purchase_id], Move.again)
        await needing.ask_quotes(tx, [account_id])


async def sorted_out(
    hands: Hands, tx: Tx, due: Sequence[Purchase], left: int | None
) -> tuple[Sequence[tuple[Purchase, Recipient]], int]:
    """Those that go out now, and what they cost. An old quote is asked for anew, another address
    too; whom nobody knows any more is a question to a person."""
    people = await hands.recipients(tx, sorted({each.ship_to for each in due}))
    ready: list[tuple[Purchase, Recipient]] = []
    anew: list[UUID] = []
    nobody: list[Purchase] = []
    poor: list[Purchase] = []
    spent = 0
    for each in due:
        there = people.get(each.ship_to)
        if there is None:
            nobody.append(each)
        elif old(each, tx) or there.mark != each.ship_to_mark:
            await store.readdress(tx, each.id, there)
            anew.append(each.id)
        elif left is not None and spent + (each.total_minor or 0) > left:
            poor.append(each)
        else:
            spent += each.total_minor or 0
            ready.append((each, there))
    if anew:
        await store.move(tx, anew, Move.again)
        await needing.ask_quotes(tx, {each.account_id for each in due})
    await doubt(tx, nobody, Said(Code.address, {}))
    await doubt(tx, poor, Said(Code.no_balance, {}))
    return ready, spent


def old(purchase: Purchase, tx: Tx) -> bool:
    return purchase.quoted_at is None or purchase.quoted_at + QUOTE_GOOD_FOR < tx.now


async def doubt(tx: Tx, purchases: Sequence[Purchase], said: Said) -> None:
    if not purchases:
        return
    await store.move(tx, [each.id for each in purchases], Move.doubted, [said])
    await log.append(
        tx,
        *(facts.Asked(each.id, each.order_id, each.number, [said.code]) for each in purchases),
    )


async def propose(hands: Hands, tx: Tx, ready: Sequence[tuple[Purchase, Recipient]]) -> int:
    """In one set, which the policy and the guard look at like at any other."""
    if not ready:
        return 0
    ids = [each.id for each, _ in ready]
    lines = await store.lines_of(tx, ids)
    keys = await offers_store.keys(
        tx, sorted({line.offer_id for found in lines.values() for line in found})
    )
    wishes = [
        Wish(
            *(each.account_id, KIND, Target(None), fields_of(each, lines[each.id], keys, there)),
            title=f"Supplier order {each.number}",
            mark=str(each.id),
        )
        for each, there in ready
    ]
    first = ready[0][0].number
    title = f"Supplier order {first}" if len(ready) == 1 else f"{len(ready)} supplier orders"
    made = await proposing.propose(hands, tx, wishes, title=title, why=WHY)
    refused = {each.place: each for each in made.refused}
    if made.set_id is not None:
        going = [
            (each.id, made.set_id, there.mark)
            for place, (each, there) in enumerate(ready)
            if place not in refused
        ]
        await store.placing(tx, going)
    for place, why in refused.items():
        finding = why.findings[0]
        said = Said(Code.refused, {"why": finding.sentence, "next": finding.next_step})
        await doubt(tx, [ready[place][0]], said)
    return len(ready) - len(refused)


def fields_of(
    purchase: Purchase, lines: Sequence[Line], keys: Mapping[UUID, str], there: Recipient
) -> Fields:
    pieces: dict[tuple[str, str, str], int] = {}
    for each in lines:  # two lines of one variant are one to the supplier
        name = each.product_remote_id, each.variant_remote_id, keys[each.offer_id]
        pieces[name] = pieces.get(name, 0) + each.quantity
    items = [Item(*name, count) for name, count in pieces.items()]
    assert purchase.currency is not None, "it was quoted"
    said = {"memo": purchase.memo, "voucher": purchase.voucher_code}
    return {
        "number": purchase.number,
        "lines": items_value(items),
        "country": purchase.country,
        "from_country": purchase.from_country,
        "freight": purchase.freight_code,
        "ship_to": purchase.ship_to,
        "ship_to_mark": there.mark,
        "amount": Money(purchase.currency, purchase.total_minor or 0),
        **{name: text for name, text in said.items() if text},
    }
