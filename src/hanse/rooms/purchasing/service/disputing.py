"""Disputes with suppliers: what one could be about, opened as a change, followed until decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from hanse.base.faults import Conflict, Fault, Finding, Gone, Rejected, Severity
from hanse.base.text import clean_lines
from hanse.changes.model.changes import Lane
from hanse.changes.model.planned import Planned, Target, Wish, mark_of
from hanse.changes.model.states import Reason
from hanse.changes.service import proposing, reading, undoing
from hanse.changes.service.hands import Hands
from hanse.engine.log import events as log
from hanse.engine.log.history import Event
from hanse.engine.manifest import Ends
from hanse.engine.tx import Tx
from hanse.rooms.connections.service import accounts
from hanse.rooms.purchasing.model import disputes as model
from hanse.rooms.purchasing.model.disputes import Cannot, Kept, Line, State
from hanse.rooms.purchasing.model.purchases import Purchase
from hanse.rooms.purchasing.service import acting, following, listing, showing, suppliers
from hanse.rooms.purchasing.service.dispute_facts import DisputeAsked, DisputeLeft, DisputeMoved
from hanse.rooms.purchasing.service.ports import Suppliers
from hanse.rooms.purchasing.service.quoting import OpenTx
from hanse.rooms.purchasing.service.suppliers import Cards
from hanse.rooms.purchasing.store import disputes as store
from hanse.trade.fields import Fields
from hanse.trade.supply import (
    DISPUTED,
    Dispute,
    DisputeLine,
    DisputeTerms,
    RefundTo,
    Wants,
    dispute_lines_value,
)

OPENING, WITHDRAWING = "purchases.dispute", "purchases.undispute"
KINDS = (OPENING, WITHDRAWING)
WATCH_JOB, FOLLOW_JOB = "purchasing.watch_disputes", "purchasing.follow_disputes"
ASKED_AFTER = timedelta(hours=2)
FOLLOWED_MAX = 200
NOTE_CHARS_MAX = 500
WHY = "Somebody opens a dispute with a supplier."
SAID: Mapping[Cannot, tuple[str, str]] = {
    Cannot.by_site: (
        "{account} offers no call by which a dispute is opened.",
        "Open it on the supplier's own site.",
    ),
    Cannot.never: ("{account} knows no disputes.", "Write to the supplier."),
    Cannot.unnamed: (
        "The supplier's number of {number} is not known.",
        "Say it first; then open the dispute.",
    ),
    Cannot.not_there: (
        "Supplier order {number} was not sent, nor paid and waiting to be.",
        "Stop it, or end it there.",
    ),
    Cannot.over: (
        "The last day for a dispute about {number} was {day}.",
        "Write to the supplier.",
    ),
    Cannot.live: ("A dispute about {number} is open or on its way.", "Look at that one."),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """All about one order; `cannot` is why none can be opened now, in words for people."""

    purchase: Purchase
    account: str
    how: Ends
    disputes: Sequence[Kept]
    cannot: Cannot | None
    why_not: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person wants. No lines: all of them, whole."""

    lines: Mapping[str, int]
    reason: str = ""
    wants: Wants = Wants.refund
    refund_to: RefundTo = RefundTo.balance
    note: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """What the supplier says of it. `chosen` are the lines that its terms are about."""

    lines: Sequence[DisputeLine]
    titles: Mapping[str, str]
    chosen: Sequence[DisputeLine]
    terms: DisputeTerms


async def shown(tx: Tx, cards: Cards, purchase_id: UUID) -> Shown:
    purchase = await showing.one(tx, purchase_id)
    found = await accounts.of_ids(tx, [purchase.account_id])
    account = found[0] if found else None
    card = suppliers.card_of(cards, account)
    how = card.disputes if card else Ends.never
    name = account.name if account else "Its supplier"
    kept = await store.of_purchase(tx, purchase_id)
    why = model.cannot(purchase, how, kept, tx.now)
    sentence, step = words(why, purchase, name) if why else ("", "")
    return Shown(purchase, name, how, kept, why, sentence, step)


def words(why: Cannot, purchase: Purchase, account: str) -> tuple[str, str]:
    sentence, step = SAID[why]
    day = f"{purchase.dispute_by:%d %B %Y}" if purchase.dispute_by else ""
    return sentence.format(number=purchase.number, account=account, day=day), step


async def possible(tx: Tx, cards: Cards, purchase_id: UUID) -> Purchase:
    found = await shown(tx, cards, purchase_id)
    if found.cannot is not None:
        raise Conflict(found.why_not, found.next_step)
    return found.purchase


async def offer(
    way: Suppliers, open_tx: OpenTx, cards: Cards, purchase_id: UUID, asked: Asked
) -> tuple[Offered, Sequence[Dispute]]:
    """What the supplier says of a dispute about these lines, and which there were before. It is
    asked between two short transactions, and changes nothing."""
    async with open_tx() as tx:
        purchase = await possible(tx, cards, purchase_id)
        lines = await listing.lines_of(tx, purchase_id)
        workspace_id = tx.workspace_id
    opened = await way.open(workspace_id, purchase.account_id)
    order_id = purchase.remote_id or ""
    found = [each for each in await way.dispute_lines(opened, order_id) if each.may]
    if not found:
        raise Conflict(
            f"The supplier lets no line of {purchase.number} be disputed.", "Write to it."
        )
    chosen = chosen_of(found, asked.lines)
    terms = await way.dispute_terms(opened, order_id, chosen)
    before = await way.disputes(opened, order_id)
    titles = {each.variant_remote_id: each.title or each.sku for each in lines}
    named = {each.line_id: titles.get(each.variant_id) or each.sku for each in found}
    return Offered(found, named, chosen, terms), before


def chosen_of(found: Sequence[DisputeLine], asked: Mapping[str, int]) -> Sequence[DisputeLine]:
    """As many of each as are asked for; `Rejected` where they are not in the order."""
    if not asked:
        return found
    by_id = {each.line_id: each for each in found}
    chosen: list[DisputeLine] = []
    for line_id, quantity in asked.items():
        line = by_id.get(line_id)
        if line is None or not 1 <= quantity <= line.quantity:
            raise wrong("lines", "So many of this line are not in the order.", "Count again.")
        chosen.append(DisputeLine(line_id, quantity, line.price, line.sku, line.variant_id))
    return chosen


def wrong(field: str, sentence: str, step: str) -> Rejected:
    return Rejected(sentence, [Finding(Severity.error, field, sentence, step, field)], step)


async def open_one(
    hands: Hands,
    way: Suppliers,
    open_tx: OpenTx,
    cards: Cards,
    purchase_id: UUID,
    asked: Asked,
) -> Kept:
    """A change like any other: previewed, agreed to, sent once and read back."""
    offered, before = await offer(way, open_tx, cards, purchase_id, asked)
    checked(offered.terms, asked)
    async with open_tx() as tx:
        await acting.chosen(tx, [purchase_id])  # locked: one dispute at a time
        purchase = await possible(tx, cards, purchase_id)
        count = len(await store.of_purchase(tx, purchase_id))
        made = kept_of(tx, purchase, count, offered, asked)
        if not await store.add(tx, made, tx.actor.person_id or tx.actor.id):
            raise Conflict(*words(Cannot.live, purchase, ""))
        others = [each.remote_id for each in before]
        await propose(hands, tx, purchase, made, fields_of(made, offered, asked, others))
        await log.append(
            tx, DisputeAsked(*about(purchase), made.number, made.reason, asked.wants.value)
        )
        found = await store.one(tx, made.id)
    assert found is not None, "it was just written"
    return found


def checked(terms: DisputeTerms, asked: Asked) -> None:
    if asked.reason not in dict(terms.reasons):
        raise wrong("reason", "It is no reason that the supplier lists.", "Choose one of them.")
    if asked.wants not in terms.wants:
        sentence = f"The supplier offers no {asked.wants.value} for these lines."
        raise wrong("wants", sentence, "Choose the other one.")
    note = clean_lines(asked.note)
    if not 0 < len(note) <= NOTE_CHARS_MAX:
        sentence = f"Say in 1 to {NOTE_CHARS_MAX} characters what is wrong."
        raise wrong("note", sentence, "The supplier reads it.")


def kept_of(tx: Tx, purchase: Purchase, count: int, offered: Offered, asked: Asked) -> Kept:
    most = offered.terms.most
    return Kept(
        id=tx.ids.new(),
        number=model.number_of(purchase, count),
        purchase_id=purchase.id,
        account_id=purchase.account_id,
        order_remote_id=purchase.remote_id or "",
        state=State.opening,
        state_since=tx.now,
        reason=dict(offered.terms.reasons)[asked.reason],
        wants=asked.wants,
        refund_to=asked.refund_to,
        currency=most.currency if most else None,
        amount_minor=most.minor if most else None,
        lines=[
            Line(each.line_id, offered.titles.get(each.line_id, ""), each.quantity)
            for each in offered.chosen
        ],
        set_id=None,
        end_set_id=None,
        remote_id="",
        word="",
        decided_minor=None,
        resend_id="",
        why="",
        made_at=tx.now,
    )


def fields_of(made: Kept, offered: Offered, asked: Asked, others: Sequence[str]) -> Fields:
    most = offered.terms.most
    return {
        DISPUTED: True,
        "number": made.number,
        "lines": dispute_lines_value(offered.chosen),
        "reason": asked.reason,
        "reason_name": made.reason,
        "wants": asked.wants.value,
        "refund_to": asked.refund_to.value,
        "note": clean_lines(asked.note),
        "others": tuple(sorted(others)),
        **({"amount": most} if most else {}),
    }


async def propose(hands: Hands, tx: Tx, purchase: Purchase, made: Kept, fields: Fields) -> None:
    title = f"Dispute about supplier order {purchase.number}"
    target = Target(None, made.order_remote_id)
    wish = Wish(made.account_id, OPENING, target, fields, title=title, mark=str(made.id))
    found = await proposing.propose(hands, tx, [wish], title=title, why=WHY)
    if found.refused:
        refused = found.refused[0].findings
        raise Rejected(refused[0].sentence, list(refused), refused[0].next_step)
    await store.in_set(tx, made.id, found.set_id)


def about(purchase: Purchase) -> tuple[UUID, UUID, str]:
    return purchase.id, purchase.order_id, purchase.number


async def withdraw(hands: Hands, tx: Tx, dispute_id: UUID) -> Kept:
    """What waits to be sent is not sent; what is open is taken back by a change of its own."""
    kept = await store.one(tx, dispute_id, lock=True)
    if kept is None:
        raise Gone("There is no such dispute here, or not any more.")
    purchase = await showing.one(tx, kept.purchase_id)
    if kept.state is State.opening:
        lane = Lane(kept.account_id, f"purchases/new/{kept.id}", OPENING)
        if not await proposing.make_room(tx, [lane], Reason.withdrawn):
            raise Conflict("It is on its way to the supplier.", "Wait until it is open.")
        await store.move(tx, kept.id, State.withdrawn, [State.opening])
    elif kept.state is State.opened and kept.set_id is not None:
        undone = await undoing.undo_set(hands, tx, kept.set_id, frozenset(), frozenset())
        if undone.proposed is None or undone.proposed.set_id is None:
            left = undone.left[0].finding if undone.left else None
            raise Conflict(
                left.sentence if left else "It cannot be taken back from here.",
                left.next_step if left else "Withdraw it on the supplier's own site.",
            )
        await store.ends_in(tx, kept.id, undone.proposed.set_id)
    else:
        raise Conflict(
            f"The dispute {kept.number} is {kept.state.value}.", "Only an open one is withdrawn."
        )
    await log.append(tx, DisputeLeft(*about(purchase), kept.number))
    return await store.one(tx, dispute_id) or kept


# What became of it


async def hear(tx: Tx, happened: Sequence[Event]) -> None:
    for event in happened:
        if event.name != following.SHOWN:
            ids = following.ids_in(event, "change_ids")
            if found := await reading.of_kinds(tx, ids, KINDS):
                await followed(tx, event.name, found)


async def followed(tx: Tx, name: str, found: Sequence[Planned]) -> None:
    """Changes that open disputes, by the mark of each, which is our own id."""
    for each in found:
        mark = mark_of(each.change)
        if each.change.kind != OPENING or not mark:
            continue
        why = each.finding.sentence if each.finding else ""
        if name == following.PROVEN:
            remote_id = each.target.remote_id or ""
            await moved(tx, UUID(mark), State.opened, (State.opening, State.unsure), "", remote_id)
        elif name in (following.LOST, following.CONTESTED):
            await moved(tx, UUID(mark), State.unsure, (State.opening,), why)
        elif name == following.REFUSED:
            froms = (State.opening, State.unsure)
            await moved(tx, UUID(mark), State.refused, froms, why)
        else:
            await moved(tx, UUID(mark), State.withdrawn, (State.opening, State.unsure), "")
    ended = [each for each in found if each.change.kind == WITHDRAWING]
    if name != following.PROVEN:
        return
    for each in ended:
        names = [each.target.remote_id] if each.target.remote_id else []
        kept = await store.of_remotes(tx, each.change.account_id, names)
        for one in kept.values():
            await moved(tx, one.id, State.withdrawn, (State.opened,), "")


async def moved(
    tx: Tx, dispute_id: UUID, to: State, froms: Sequence[State], why: str, remote_id: str = ""
) -> None:
    if not await store.move(tx, dispute_id, to, froms, why, remote_id):
        return
    kept = await store.one(tx, dispute_id)
    assert kept is not None, "it has just moved"
    purchase = await showing.one(tx, kept.purchase_id)
    if remote_id:
        await store.name(tx, purchase.id, remote_id)
    await log.append(tx, DisputeMoved(*about(purchase), kept.number, to.value))


async def saw(tx: Tx, account_id: UUID, shown: Sequence[Dispute]) -> None:
    """What a supplier shows of disputes that we know."""
    known = await store.of_remotes(tx, account_id, [each.remote_id for each in shown])
    for each in shown:
        kept = known.get(each.remote_id)
        if kept is None:
            continue
        to = model.moved(kept, each)
        await store.seen(tx, kept.id, to, each)
        if to is not kept.state:
            purchase = await showing.one(tx, kept.purchase_id)
            await log.append(tx, DisputeMoved(*about(purchase), kept.number, to.value))


async def known(tx: Tx, account_id: UUID, order_ids: Sequence[str]) -> Sequence[Dispute]:
    """As they were last seen, by the orders there."""
    if not order_ids:
        return ()
    return [
        Dispute(
            each.remote_id, each.order_remote_id, model.TOLD.get(each.state), each.word, each.reason
        )
        for each in await store.of_orders(tx, account_id, order_ids)
    ]


async def follow(way: Suppliers, open_tx: OpenTx, workspace_id: UUID, account_id: UUID) -> int:
    """The open ones of a supplier, those first that were asked about longest ago."""
    async with open_tx() as tx:
        due = await store.due(tx, account_id, tx.now - ASKED_AFTER, FOLLOWED_MAX)
        await store.asked(tx, [each.id for each in due])
    if not due:
        return 0
    opened = await way.open(workspace_id, account_id)
    orders = dict.fromkeys(each.order_remote_id for each in due)
    for order_id in orders:
        try:
            found = await way.disputes(opened, order_id)
        except Fault:
            continue  # it is asked again in two hours
        async with open_tx() as tx:
            await saw(tx, account_id, found)
    return len(orders)


async def everywhere(tx: Tx, rows_max: int) -> Sequence[tuple[UUID, UUID]]:
    """In the system's transaction: where an open one was not asked about for long."""
    return await store.everywhere(tx, tx.now - ASKED_AFTER, rows_max)
