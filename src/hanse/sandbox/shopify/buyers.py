"""Which seeded orders belong to which customer: looked through once, twelve bytes for each."""

from array import array
from dataclasses import dataclass
from itertools import accumulate

from hanse.sandbox.world import World, state_and_buyer


@dataclass(frozen=True, slots=True)
class Buyers:
    """The orders, those of each customer together, and where those of each begin."""

    orders: "array[int]"
    starts: "array[int]"

    def of(self, customer: int) -> "array[int]":
        """Both are counted as the world counts them."""
        if not 0 <= customer < len(self.starts) - 1:
            return array("I")
        return self.orders[self.starts[customer] : self.starts[customer + 1]]


def buyers_of(world: World) -> Buyers:
    drawn = array("I", (state_and_buyer(world, number)[1] for number in range(world.orders)))
    counts = array("I", bytes(4 * world.customers))
    for buyer in drawn:
        counts[buyer] += 1
    starts = array("I", accumulate(counts, initial=0))
    places, orders = starts[:], array("I", bytes(4 * world.orders))
    for number, buyer in enumerate(drawn):
        orders[places[buyer]] = number
        places[buyer] += 1
    return Buyers(orders, starts)
