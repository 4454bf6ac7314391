"""The stages of which a buyer can be told, in the order in which goods go through them."""

from collections.abc import Mapping
from enum import StrEnum

from hanse.trade.tracking import ParcelState


class Stage(StrEnum):
    taken = "taken"
    sent = "sent"
    arriving = "arriving"
    pickup = "pickup"
    delivered = "delivered"
    late = "late"
    problem = "problem"
    returned = "returned"


STAGES = tuple(Stage)

# That a parcel moves between depots is no news for who waits for it.
OF_PARCELS: Mapping[ParcelState, Stage] = {
    ParcelState.out_for_delivery: Stage.arriving,
    ParcelState.ready_for_pickup: Stage.pickup,
    ParcelState.delivered: Stage.delivered,
    ParcelState.failed_attempt: Stage.problem,
    ParcelState.exception: Stage.problem,
    ParcelState.returned: Stage.returned,
}


BY_WORD = {state.value: stage for state, stage in OF_PARCELS.items()}


def stage_of(state: str) -> Stage | None:
    """By the word that stands in the log; None: nobody is told of it."""
    return BY_WORD.get(state)
