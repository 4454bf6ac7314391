"""Whom a change goes to is looked up as it leaves and kept nowhere: it is who was agreed to."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hanse.base.faults import Finding, Rejected, Severity
from hanse.changes.model.planned import Planned
from hanse.changes.service.hands import Hands
from hanse.engine.tx import Tx
from hanse.trade.people import Address
from hanse.trade.ports_write import Piece, WritePort
from hanse.trade.shop import Shop

Addresses = Mapping[UUID, Address]


async def addresses_of(
    hands: Hands, tx: Tx, port: WritePort, going: Sequence[Planned], shop: Shop
) -> tuple[Addresses, Mapping[UUID, Finding]]:
    """Of each change that goes to somebody; and why one may not leave."""
    if port.sealed is None or not going:
        return {}, {}
    names = {each.change.id: str(each.change.after.get(port.sealed.name)) for each in going}
    known = await hands.recipients(tx, sorted(set(names.values())))
    found: dict[UUID, Address] = {}
    moved: dict[UUID, Finding] = {}
    for each in going:
        there = known.get(names[each.change.id])
        if there is None:
            moved[each.change.id] = gone(each)
        elif there.mark != each.change.after.get(port.sealed.mark_name):
            moved[each.change.id] = other(each)
        elif why := unfit(port, each.piece, there.address, shop):
            moved[each.change.id] = why
        else:
            found[each.change.id] = there.address
    return found, moved


def unfit(port: WritePort, piece: Piece, address: Address, shop: Shop) -> Finding | None:
    """Why the platform would send nothing there, known before it is said that anything leaves."""
    assert port.sealed is not None, "it goes to somebody"
    try:
        port.sealed.filled(port.request([piece], "", shop), address)
    except Rejected as why:
        return Finding(Severity.error, "address_unfit", why.sentence, why.next_step)
    return None


def gone(each: Planned) -> Finding:
    return Finding(
        Severity.error,
        "nobody",
        f"{each.change.thing.title}: whom it should go to is not known any more.",
        "Withdraw it.",
    )


def other(each: Planned) -> Finding:
    return Finding(
        Severity.error,
        "address_moved",
        f"{each.change.thing.title}: the address is another than when this was agreed to.",
        "Withdraw it, and order anew for the address as it is now.",
    )
