"""What became of what shops were asked for: once, whoever tells it and however often."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.engine.log import events as log
from hanse.engine.log.history import Event
from hanse.engine.tx import Tx
from hanse.rooms.orders.model.refunds import Refund
from hanse.rooms.orders.service import refund_facts as facts
from hanse.rooms.orders.service.refunding import WHAT, amount
from hanse.rooms.orders.store import refunds as store
from hanse.rooms.orders.store import returns
from hanse.rooms.stock.model.holding import Back
from hanse.rooms.stock.service import holding

DONE = "changes.change.proven"
# As what it ended without being done. What is unknown or contested is not over.
ENDINGS: Mapping[str, str] = {
    DONE: "",
    "changes.change.refused": "refused",
    "changes.change.cancelled": "withdrawn",
    "changes.change.expired": "late",
    "changes.change.superseded": "withdrawn",
    "changes.change.rehearsed": "rehearsed",
}
TAKEN_IN = "refunded and taken back"


async def follow(tx: Tx, happened: Sequence[Event]) -> None:
    for name, outcome in ENDINGS.items():
        sets = {UUID(str(each.payload["set_id"])) for each in happened if each.name == name}
        if not sets:
            continue
        ended = await store.end(tx, sorted(sets), "done" if name == DONE else "ended", outcome)
        if ended and name == DONE:
            await done(tx, ended)
        elif ended:
            await log.append(tx, *(not_made(each) for each in ended))


async def done(tx: Tx, ended: Sequence[Refund]) -> None:
    """Goods that it took back lie here again, and a return that it was for is closed."""
    found = await store.to_take_in(tx, [each.id for each in ended])
    back = [
        Back(
            *(each.line_id, each.order_id, each.variant_id, each.place_id, each.count),
            each.account_id,
        )
        for each in found
    ]
    if back:
        await holding.take_back(tx, back, TAKEN_IN)
    closed = await returns.close(tx, [each.return_id for each in ended if each.return_id])
    await log.append(
        tx,
        *(
            facts.RefundMade(each.order_id, each.id, each.number, WHAT[each.kind], amount(each))
            for each in ended
        ),
        *(
            facts.ReturnMoved(each.order_id, each.return_id, each.number, "received", "closed")
            for each in ended
            if each.return_id in closed and each.return_id
        ),
    )


def not_made(refund: Refund) -> facts.RefundEnded:
    what = WHAT[refund.kind]
    return facts.RefundEnded(refund.order_id, refund.id, refund.number, what, refund.outcome)
