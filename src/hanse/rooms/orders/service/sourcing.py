"""A person says of which supplier goods of an order are bought: who could send them, best first,
and what another one costs more or takes longer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Conflict, Finding, Gone, Rejected, Severity
from hanse.base.money import Money
from hanse.engine.jobs.jobs import enqueue_many
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.orders.model.sending import Standing
from hanse.rooms.orders.service import buying, facts
from hanse.rooms.orders.store import bought as store
from hanse.rooms.orders.store import parcels as parcels_store
from hanse.rooms.orders.store import queue
from hanse.rooms.orders.store.bought import Source
from hanse.rooms.purchasing.model.purchases import Purchase
from hanse.rooms.purchasing.model.quoting import NeedLine
from hanse.rooms.purchasing.model.ranking import Placed
from hanse.rooms.purchasing.model.states import BEFORE, OPEN, State
from hanse.rooms.purchasing.service import choosing, needing, showing


@dataclass(frozen=True, slots=True)
class Now:
    """Of which supplier order pieces of a line come as it is."""

    purchase: Purchase
    offer_id: UUID
    pieces: int

    @property
    def may_go(self) -> bool:
        """Whether somebody else can be asked still: nothing has left for this one."""
        return self.purchase.state in BEFORE


@dataclass(frozen=True, slots=True)
class Offered:
    """An alternative, and how it stands against what is bought now, else against the best."""

    placed: Placed
    dearer: Money | None
    days_later: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """`pieces`: so many can be bought elsewhere, or for the first time."""

    line: Source
    now: Now | None
    pieces: int
    offered: Sequence[Offered]


@dataclass(frozen=True, slots=True)
class Pick:
    line_id: UUID
    offer_id: UUID


@dataclass(frozen=True, slots=True)
class Taken:
    """`before`: where lines were bought that are bought elsewhere now."""

    purchase_ids: Sequence[UUID]
    before: Sequence[Pick]


async def choices(tx: Tx, order_id: UUID) -> Sequence[Choice]:
    """Of each line that anybody could send."""
    lines = await store.sources(tx, order_id)
    if not lines:
        await there(tx, order_id)
    now = await standing(tx, order_id)
    pieces = {each.id: pieces_of(each, now.get(each.id)) for each in lines}
    # One that has left for its supplier is shown too, with what it would have been elsewhere.
    asked = [
        (each.id, each.variant_id, pieces[each.id] or max(each.bought, 1))
        for each in lines
        if each.variant_id and (pieces[each.id] or each.id in now)
    ]
    ranked = await choosing.alternatives(tx, asked)
    return [
        Choice(each, now.get(each.id), pieces[each.id], offered(ranked[each.id], now.get(each.id)))
        for each in lines
        if ranked.get(each.id)
    ]


def pieces_of(line: Source, now: Now | None) -> int:
    """What nobody sends yet, and what another one can be asked for still."""
    if now is None:
        return line.left
    return line.left + now.pieces if now.may_go else 0


def offered(placed: Sequence[Placed], now: Now | None) -> Sequence[Offered]:
    usual = next((each for each in placed if each.usable), None)
    is_now = now.offer_id if now else None
    against = next((each for each in placed if each.alternative.id == is_now), usual)
    return [Offered(each, *between(each, against)) for each in placed]


def between(one: Placed, other: Placed | None) -> tuple[Money | None, int | None]:
    """By how much it is dearer and slower; None where one of the two is not known."""
    if other is None:
        return None, None
    mine, theirs = one.alternative, other.alternative
    dearer = mine.cost - theirs.cost if mine.cost is not None and theirs.cost is not None else None
    if mine.days is None or theirs.days is None:
        return dearer, None
    return dearer, mine.days - theirs.days


async def standing(tx: Tx, order_id: UUID) -> Mapping[UUID, Now]:
    """By line, the supplier order that it is bought with and that did not come to nothing."""
    found: dict[UUID, Now] = {}
    for purchase in (await showing.of_orders(tx, [order_id])).get(order_id, ()):
        if purchase.state not in OPEN or purchase.state is State.delivered:
            continue
        for each in await showing.lines(tx, purchase.id):
            found[each.order_line_id] = Now(purchase, each.offer_id, each.wanted)
    return found


async def there(tx: Tx, order_id: UUID) -> Standing:
    order = (await parcels_store.standing(tx, [order_id])).get(order_id)
    if order is None:
        raise Gone("There is no such order here, or not any more.")
    return order


async def take(tx: Tx, order_id: UUID, picks: Sequence[Pick]) -> Taken:
    """What waits at another supplier is stopped there first, with all that stands in it: what of
    that nobody picked is asked for anew where it was. What the shelf holds is let go when the order
    is read again."""
    await parcels_store.lock(tx, [order_id])
    order = await there(tx, order_id)
    if order.state not in buying.GOES or order.held_why is not None:
        raise Conflict(
            f"Order {order.number} is {'held' if order.held_why else order.state.value}.",
            "What is bought for it waits until it goes on.",
        )
    lines = {each.id: each for each in await store.sources(tx, order_id)}
    now = await standing(tx, order_id)
    check(picks, lines, now)
    moving = {now[each.line_id].purchase.id for each in picks if each.line_id in now}
    picked = {each.line_id for each in picks}
    stays = [
        Pick(line_id, each.offer_id)
        for line_id, each in now.items()
        if each.purchase.id in moving and line_id not in picked
    ]
    wanted = [
        need(lines[each.line_id], each, now.get(each.line_id))
        for each in (*picks, *stays)
        if each.line_id in lines
    ]
    await usable(tx, wanted, picked)
    await let_go(tx, moving)
    pieces = {each.order_line_id: each.quantity for each in wanted}
    made = await buying.begin(tx, order_id, order.number, wanted, pieces)
    if not made:
        raise Conflict("That supplier cannot be asked now.", "Look at its offer.")
    chosen = facts.SupplierChosen(order_id, order.account_id, order.number, sorted(picked))
    await log.append(tx, chosen)
    await read_again(tx, order)
    before = [Pick(each, now[each].offer_id) for each in sorted(picked) if each in now]
    return Taken(made, before)


async def read_again(tx: Tx, order: Standing) -> None:
    await queue.want(tx, order.account_id, [order.remote_id])
    account = order.account_id
    await enqueue_many(tx, buying.INTAKE_JOB, [(str(account), {"account": account})])


def check(picks: Sequence[Pick], lines: Mapping[UUID, Source], now: Mapping[UUID, Now]) -> None:
    if len({each.line_id for each in picks}) < len(picks):
        raise wrong("A line is named twice.", "Choose one supplier for each.")
    for each in picks:
        line, at = lines.get(each.line_id), now.get(each.line_id)
        if line is None or line.variant_id is None:
            raise wrong("It is no line of this order that can be bought.", "Choose one of them.")
        if at is not None and not at.may_go:
            raise Conflict(
                f"{line.title}: supplier order {at.purchase.number} has left for its supplier.",
                "Cancel it there, where that supplier lets us.",
            )
        if at is not None and at.offer_id == each.offer_id:
            raise Conflict(
                f"{line.title} is bought there already: {at.purchase.number}.", "Nothing is to do."
            )
        if pieces_of(line, at) < 1:
            raise Conflict(f"Of {line.title} nothing is left to buy.", "Look at it again.")


def wrong(sentence: str, step: str) -> Rejected:
    finding = Finding(Severity.error, "line", sentence, step, "lines")
    return Rejected(sentence, [finding], step)


def need(line: Source, pick: Pick, now: Now | None) -> NeedLine:
    assert line.variant_id is not None, "only such are bought"
    count = pieces_of(line, now)
    sale = None
    if line.currency and line.total_minor is not None and line.quantity:
        sale = Money(line.currency, line.total_minor * count // line.quantity)
    return NeedLine(line.id, line.variant_id, pick.offer_id, count, sale)


async def let_go(tx: Tx, purchase_ids: set[UUID]) -> None:
    """As if another supplier had been asked at first: the follower of its end frees its pieces."""
    if not purchase_ids:
        return
    gone = await needing.pass_over(tx, sorted(purchase_ids))
    if gone.too_late or len(gone.stopped) < len(purchase_ids):
        numbers = ", ".join(each.number for each in gone.too_late)
        raise Conflict(f"It has left for its supplier meanwhile: {numbers}.", "Look at it again.")


async def usable(tx: Tx, wanted: Sequence[NeedLine], picked: set[UUID]) -> None:
    """An offer is of the line's own variant, and its supplier can be asked."""
    asked = [(each.order_line_id, each.variant_id, each.quantity) for each in wanted]
    ranked = await choosing.alternatives(tx, asked)
    for each in wanted:
        known = {one.alternative.id for one in ranked.get(each.order_line_id, ())}
        if each.order_line_id in picked and each.offer_id not in known:
            raise wrong("No such offer is of this line's goods.", "Choose one of the list.")
