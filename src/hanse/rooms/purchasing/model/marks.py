"""What a supplier did with an order of ours, as marks that its score is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from hanse.rooms.purchasing.model.parcels import Parcel
from hanse.rooms.purchasing.model.purchases import Purchase
from hanse.rooms.purchasing.model.restocks import Restock, RestockState
from hanse.rooms.purchasing.model.scores import Counted, Part
from hanse.rooms.purchasing.model.states import State


class Kind(StrEnum):
    placed = "placed"
    refused = "refused"
    price_kept = "price_kept"
    price_above = "price_above"
    on_time = "on_time"
    late = "late"
    delivered = "delivered"  # so many pieces
    defect = "defect"  # so many of them


@dataclass(frozen=True, slots=True)
class Mark:
    """`about` is the order or purchase order that it was seen at."""

    supplier_id: UUID
    kind: Kind
    about: UUID
    count: int = 1


STOOD = frozenset({State.unpaid, State.placed, State.sent, State.delivered})
ON_ITS_WAY = frozenset({State.sent, State.delivered})


def of_purchase(found: Purchase, pieces: int, arrived_at: datetime | None) -> Sequence[Mark]:
    """All that can be said of it as it stands; the same again says nothing new. Its price is
    judged once the supplier shows what it took, or else when it is on its way."""
    kinds: list[tuple[Kind, int]] = []
    if found.state is State.refused:
        kinds.append((Kind.refused, 1))
    if found.state in STOOD:
        kinds.append((Kind.placed, 1))
        if price := price_mark(found):
            kinds.append((price, 1))
    if found.state is State.delivered:
        kinds.append((Kind.delivered, pieces))
        if found.arrives_by is not None and arrived_at is not None:
            in_time = arrived_at <= found.arrives_by
            kinds.append((Kind.on_time if in_time else Kind.late, 1))
    return [Mark(found.supplier_id, kind, found.id, count) for kind, count in kinds]


def last_arrival(found: Purchase, parcels: Sequence[Parcel]) -> datetime | None:
    """Of all its parcels, as their carriers say; else when that it is delivered was first seen."""
    told = [each.delivered_at for each in parcels]
    known = [each for each in told if each is not None]
    return max(known) if known and len(known) == len(told) else found.delivered_at


def price_mark(found: Purchase) -> Kind | None:
    if found.paid_minor is not None and found.total_minor is not None:
        return Kind.price_kept if found.paid_minor <= found.total_minor else Kind.price_above
    if found.state not in ON_ITS_WAY or found.expected_minor is None or found.goods_minor is None:
        return None
    return Kind.price_kept if found.goods_minor <= found.expected_minor else Kind.price_above


def of_restock(found: Restock, today: date) -> Sequence[Mark]:
    """Of what came so far; whether it was in time is said when it is closed."""
    came = sum(each.received for each in found.lines)
    defects = sum(each.defective for each in found.lines)
    kinds: list[tuple[Kind, int]] = []
    if came:
        kinds += [(Kind.placed, 1), (Kind.delivered, came)]
    if defects:
        kinds.append((Kind.defect, defects))
    if found.state is RestockState.closed and found.expected_on is not None:
        whole = all(not each.left for each in found.lines)
        in_time = whole and today <= found.expected_on
        kinds.append((Kind.on_time if in_time else Kind.late, 1))
    return [Mark(found.supplier_id, kind, found.id, count) for kind, count in kinds]


def counted(counts: Mapping[Kind, int]) -> Mapping[Part, Counted]:
    """Of the parts of a score: how many went well, of how many."""

    def of(well: Kind, ill: Kind) -> Counted:
        return Counted(counts.get(well, 0), counts.get(well, 0) + counts.get(ill, 0))

    pieces = counts.get(Kind.delivered, 0)
    defects = min(counts.get(Kind.defect, 0), pieces)
    return {
        Part.on_time: of(Kind.on_time, Kind.late),
        Part.accepted: of(Kind.placed, Kind.refused),
        Part.price_kept: of(Kind.price_kept, Kind.price_above),
        Part.sound: Counted(pieces - defects, pieces),
    }
