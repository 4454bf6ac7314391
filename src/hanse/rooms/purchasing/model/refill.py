"""Which of our goods are due to be ordered again, of whom, and how many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.money import Money
from hanse.rooms.purchasing.model.offers import Offer
from hanse.rooms.purchasing.model.reorder import (
    Break,
    Demand,
    Holding,
    Lead,
    Policy,
    Proposal,
    Terms,
    proposed,
)
from hanse.rooms.purchasing.model.suppliers import Supplier

NOTHING = Demand(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Due:
    variant_id: UUID
    offer: Offer
    supplier: Supplier
    demand: Demand
    lead: Lead
    proposal: Proposal


def due(
    offers: Mapping[UUID, Sequence[Offer]],
    suppliers: Mapping[UUID, Supplier],
    demands: Mapping[UUID, Demand],
    holdings: Mapping[UUID, Holding],
    policy: Policy,
) -> Sequence[Due]:
    """By variant; one that nobody offers at a price is left out, as is what is not due."""
    found = []
    for variant_id in sorted(offers):
        offer = bought_of(offers[variant_id])
        if offer is None:
            continue
        supplier = suppliers[offer.supplier_id]
        demand = demands.get(variant_id, NOTHING)
        days = supplier.lead_days if offer.lead_days is None else offer.lead_days
        lead = Lead(float(days), float(supplier.lead_spread))
        holding = holdings.get(variant_id, Holding(0))
        proposal = proposed(demand, lead, terms_of(offer, supplier), holding, policy)
        if proposal.pieces:
            found.append(Due(variant_id, offer, supplier, demand, lead, proposal))
    return found


def bought_of(offers: Sequence[Offer]) -> Offer | None:
    """Whose share is the largest; of equals the cheapest."""
    priced = [each for each in offers if each.price_minor is not None and each.share_percent > 0]
    return min(
        priced,
        key=lambda each: (-each.share_percent, each.price_minor or 0, each.id),
        default=None,
    )


def terms_of(offer: Offer, supplier: Supplier) -> Terms:
    steps = {1: offer.price_minor or 0, **dict(offer.breaks)}
    breaks = tuple(
        Break(pieces, Money(supplier.currency, minor).exact)
        for pieces, minor in sorted(steps.items())
    )
    return Terms(breaks, offer.case_pack, offer.minimum)
