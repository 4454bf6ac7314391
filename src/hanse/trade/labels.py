"""The port of whoever makes labels for parcels: a carrier, or a service that knows several. Nothing
implements it yet; until then a return holds a label that a person typed."""

from dataclasses import dataclass
from typing import Protocol

from hanse.trade.people import Address


@dataclass(frozen=True, slots=True, repr=False)
class LabelWanted:
    """`mark`: our name for it, under which the carrier gives the same label again."""

    mark: str
    sender: Address
    receiver: Address
    grams: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    carrier: str
    tracking_number: str
    pdf: bytes


class LabelPort(Protocol):
    async def label(self, wanted: LabelWanted) -> Label:
        """Made once for a mark; `Rejected` with every finding where a carrier takes it not."""
        ...
