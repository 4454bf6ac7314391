"""How an offer stands for the rules of prices: flat, for a million of them are gone through."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

PAGE_ROWS = 5_000


class Standing(NamedTuple):
    """A cost is in millionths of its currency; where it is finer than that, or beyond all measure,
    it stands exactly beside. `known`: its product and its variant are there."""

    id: UUID
    account_id: UUID
    variant_id: UUID
    remote_product_id: str
    remote_variant_id: str | None
    category_id: UUID | None
    brand_id: UUID | None
    tags: Sequence[str] | None
    list_minor: int | None
    list_currency: str | None
    supplier_fine: int | None
    supplier_exact: Decimal | None
    supplier_currency: str | None
    landed_fine: int | None
    landed_exact: Decimal | None
    landed_currency: str | None
    known: bool | None = True
