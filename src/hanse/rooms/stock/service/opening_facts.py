"""What the log tells about opening counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log.events import declare

IDS_MAX = 500  # in one event


@declare("stock.variant.opened", "The opening counts of {count} variants were set: {how}")
@dataclass(frozen=True, slots=True)
class VariantsOpened:
    """From now on they are counted here. `basis` available: open orders are left out of the counts
    already; on_hand: these pieces are part of them."""

    variant_ids: Sequence[UUID]
    basis: str
    how: str
    count: int


@declare("stock.shop_place.named", "{actor} said which place of ours {count} places of a shop are")
@dataclass(frozen=True, slots=True)
class ShopPlacesNamed:
    account_id: UUID
    count: int
