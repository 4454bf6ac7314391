"""Up to where a role may approve what others prepared."""

from dataclasses import dataclass
from uuid import UUID

from hanse.base.currency import EXPONENTS
from hanse.base.faults import Finding, Rejected, Severity

AMOUNT_MAX = 10**15  # minor units: more is a slip of the keyboard
ITEMS_MAX = 1_000_000


@dataclass(frozen=True, slots=True)
class RoleLimits:
    """None is no limit. Version 0 says that nobody has set one."""

    id: UUID | None
    role: str
    amount_minor: int | None = None
    currency: str | None = None
    items_max: int | None = None
    version: int = 0


def check(amount_minor: int | None, currency: str | None, items_max: int | None) -> None:
    """`Rejected`, with all that is wrong, unless this can be a limit."""
    findings = [
        Finding(Severity.error, code, sentence, step, field)
        for is_wrong, code, sentence, step, field in [
            (
                amount_minor is not None and currency is None,
                "currency_missing",
                "The amount has no currency.",
                "Name it, such as IDR.",
                "currency",
            ),
            (
                amount_minor is None and currency is not None,
                "amount_missing",
                f"There is no amount of {currency}.",
                "Name one, or leave out the currency.",
                "amount_minor",
            ),
            (
                currency is not None and currency not in EXPONENTS,
                "currency_unknown",
                f"{str(currency)[:10]!r} is not a currency that we know.",
                "Use a code of ISO 4217 in capitals, such as SGD, IDR or EUR.",
                "currency",
            ),
            (
                not 0 <= (amount_minor or 0) <= AMOUNT_MAX,
                "amount_out_of_range",
                f"The amount is not between 0 and {AMOUNT_MAX:,}.",
                "Leave it out for no limit.",
                "amount_minor",
            ),
            (
                not 0 <= (items_max or 0) <= ITEMS_MAX,
                "items_out_of_range",
                f"The number of items is not between 0 and {ITEMS_MAX:,}.",
                "Leave it out for no limit.",
                "items_max",
            ),
        ]
        if is_wrong
    ]
    if findings:
        raise Rejected(findings[0].sentence, findings, findings[0].next_step)
