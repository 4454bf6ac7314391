"""What people do with orders at suppliers."""

from collections.abc import Sequence
from uuid import UUID

from hanse.base.faults import Conflict, Finding, Gone, Rejected, Severity
from hanse.base.money import Money
from hanse.changes.model.planned import Target, Wish
from hanse.changes.service import proposing
from hanse.changes.service.hands import Hands
from hanse.engine.log import events as log
from hanse.engine.manifest import Ends
from hanse.engine.tx import Tx
from hanse.rooms.mirror.service import storing
from hanse.rooms.purchasing.model.purchases import Purchase
from hanse.rooms.purchasing.model.quoting import AGREEABLE, Code
from hanse.rooms.purchasing.model.states import Move, State
from hanse.rooms.purchasing.service import facts, following, needing, quoting, supplier_places
from hanse.rooms.purchasing.service.ports import Suppliers
from hanse.rooms.purchasing.store import purchases as store
from hanse.trade.ports_read import Kind

IDS_MAX = 500
ID_CHARS_MAX = 100


async def chosen(tx: Tx, ids: Sequence[UUID]) -> Sequence[Purchase]:
    """Locked, all of them there."""
    if len(ids) > IDS_MAX:
        raise Rejected(
            f"{len(ids):,} supplier orders at once; {IDS_MAX} are the most.",
            next_step="Choose fewer.",
        )
    found = await store.ones(tx, sorted(set(ids)), lock=True)
    if len(found) < len(set(ids)):
        raise Gone("There is no such supplier order here, or not any more.")
    return list(found.values())


async def place_now(tx: Tx, ids: Sequence[UUID]) -> int:
    """The buffer ends at once; how many it did for. What is held waits for its order."""
    quoted = [each for each in await chosen(tx, ids) if each.state is State.quoted]
    found = [each for each in quoted if not each.held]
    if found:
        await store.put_off(tx, [each.id for each in found], tx.now)
    for account_id in sorted({each.account_id for each in found}):
        await quoting.ask_place(tx, account_id, tx.now)
    return len(found)


async def stop(tx: Tx, ids: Sequence[UUID]) -> int:
    await chosen(tx, ids)
    return len((await needing.stop_these(tx, ids)).stopped)


async def agree(tx: Tx, ids: Sequence[UUID]) -> int:
    """Somebody says yes to what was asked, as it stands. What nobody can say yes to must become
    otherwise first: that is asked for again."""
    found = [each for each in await chosen(tx, ids) if each.state is State.asking]
    for each in found:
        codes = {Code(str(one["code"])) for one in each.findings}
        if strange := sorted(codes - AGREEABLE):
            raise Conflict(
                f"Supplier order {each.number} cannot go as it is: {', '.join(strange)}.",
                "Put that right, then have it quoted again.",
            )
    yes = [each.id for each in found]
    await store.said_yes(tx, yes, tx.actor.person_id or tx.actor.id)
    went = await store.move(tx, yes, Move.agreed)
    await store.put_off(tx, went, tx.now)
    await log.append(
        tx,
        *(
            facts.Agreed(each.id, each.order_id, each.number)
            for each in found
            if each.id in set(went)
        ),
    )
    for account_id in sorted({each.account_id for each in found}):
        await quoting.ask_place(tx, account_id, tx.now)
    return len(went)


async def again(tx: Tx, ids: Sequence[UUID]) -> int:
    """Quoted anew, with whatever has been put right; a yes that was said counts no more. What the
    buyer has taken back as a whole stays stopped."""
    parts = await store.parts(tx, list(ids))
    wanted = {key for key, found in parts.items() if any(each.wanted for each in found)}
    found = [each for each in await chosen(tx, ids) if each.id in wanted]
    await store.said_yes(tx, [each.id for each in found], None)
    went = set(await store.move(tx, [each.id for each in found], Move.again))
    await store.put_off(tx, sorted(went), tx.now)
    await needing.ask_quotes(tx, {each.account_id for each in found if each.id in went})
    return len(went)


async def name(tx: Tx, purchase_id: UUID, remote_id: str) -> None:
    """A person says under which number one stands there, where the supplier never told us."""
    plain = remote_id.strip()
    if not plain or len(plain) > ID_CHARS_MAX or not plain.isascii():
        sentence = f"The supplier's number has 1 to {ID_CHARS_MAX} plain characters."
        finding = Finding(Severity.error, "remote_id", sentence, "Copy it from there.", "remote_id")
        raise Rejected(sentence, [finding], finding.next_step)
    [purchase] = await chosen(tx, [purchase_id])
    if purchase.remote_id is not None:
        raise Conflict(f"It is known there as {purchase.remote_id}.", "Leave it as it is.")
    taken = await store.of_remotes(tx, purchase.account_id, [plain])
    if taken.get(plain, purchase_id) != purchase_id:
        raise Conflict(f"{plain} belongs to another supplier order.", "Look at the number again.")
    await store.name(tx, [(purchase_id, [plain])])
    if purchase.state in (State.unsure, State.placing):
        went = await store.move(tx, [purchase_id], Move.proven)
        await supplier_places.bought(tx, went)
        about = purchase.id, purchase.order_id, purchase.number
        await log.append(tx, *(facts.Placed(*about, plain) for _ in went))
    await storing.want(tx, purchase.account_id, [(Kind.purchases, plain, "")])


async def pay(hands: Hands, tx: Tx, ids: Sequence[UUID]) -> UUID | None:
    """Those that stand there unpaid are paid, by a change of its own; its set."""
    found = [each for each in await chosen(tx, ids) if each.state is State.unpaid]
    wishes = [
        Wish(
            *(each.account_id, needing.PAY, Target(each.remote_id)),
            {"paid": True, **amount_of(each)},
            title=f"Payment of supplier order {each.number}",
        )
        for each in found
        if each.remote_id
    ]
    if not wishes:
        raise Conflict("None of them stands unpaid at its supplier.", "Look at them again.")
    why = "Somebody has the supplier paid."
    title = "Payment of supplier orders"
    made = await proposing.propose(hands, tx, wishes, title=title, why=why)
    if made.refused:
        refused = made.refused[0].findings
        raise Rejected(refused[0].sentence, list(refused), refused[0].next_step)
    return made.set_id


def amount_of(purchase: Purchase) -> dict[str, Money]:
    minor = purchase.paid_minor if purchase.paid_minor is not None else purchase.total_minor
    return {"amount": Money(purchase.currency, minor)} if purchase.currency and minor else {}


async def cancel(hands: Hands, suppliers: Suppliers, tx: Tx, purchase_id: UUID) -> UUID | None:
    """One that stands there, where its supplier lets us end it by a call."""
    [purchase] = await chosen(tx, [purchase_id])
    account = (await hands.accounts(tx, [purchase.account_id])).get(purchase.account_id)
    if account is None:
        raise Gone("Its supplier is connected no more.", "Connect it again, or end it there.")
    card = suppliers.card(account.platform).supplies
    unpaid = purchase.state is State.unpaid
    ends = Ends.never if card is None else card.ends_unpaid if unpaid else card.ends_paid
    if ends is not Ends.by_call or purchase.remote_id is None:
        where = "on its own site" if ends is Ends.by_site else "by asking it"
        raise Conflict(
            f"{account.name} lets us end no order like {purchase.number}.",
            f"End it there {where}; what becomes of it is seen here.",
        )
    wish = Wish(
        *(purchase.account_id, following.CANCEL, Target(purchase.remote_id), {"cancelled": True}),
        title=f"Cancellation of supplier order {purchase.number}",
    )
    title = f"Cancellation of supplier order {purchase.number}"
    why = "Somebody ends an order at a supplier."
    made = await proposing.propose(hands, tx, [wish], title=title, why=why)
    if made.refused:
        refused = made.refused[0].findings
        raise Rejected(refused[0].sentence, list(refused), refused[0].next_step)
    await store.move(tx, [purchase.id], Move.ending)
    return made.set_id
