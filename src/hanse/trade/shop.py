"""What a connected shop says about itself, and what every mapped value is read by."""

import re
from dataclasses import dataclass

from hanse.base.currency import exponent
from hanse.base.faults import Rejected

DECIMALS_MAX = 8
LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8}){0,4}")


@dataclass(frozen=True, slots=True)
class Shop:
    """`decimals` are those of its prices on the wire; they may be fewer or more than the currency
    has."""

    currency: str
    decimals: int
    time_zone: str | None = None
    weight_unit: str | None = None
    dimension_unit: str | None = None
    prices_include_tax: bool | None = None

    def __post_init__(self) -> None:
        exponent(self.currency)
        if not 0 <= self.decimals <= DECIMALS_MAX:
            raise Rejected(
                f"A shop with {self.decimals} decimals in its prices cannot be connected.",
                next_step=f"Set it to between 0 and {DECIMALS_MAX} in the shop.",
            )


def language_tag(told: str | None) -> str | None:
    """A language as browsers write it, such as `id-ID`; none where the word cannot be one."""
    known = told is not None and LANGUAGE.fullmatch(told)
    return told.replace("_", "-") if told and known else None
