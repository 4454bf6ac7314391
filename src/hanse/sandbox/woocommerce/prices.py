"""Prices as the store cleans and prints them. Nothing is refused; what is no digit goes."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

SPAN = '<span class="woocommerce-Price-amount amount"{hidden}><bdi>{inner}</bdi></span>'
SYMBOL = '<span class="woocommerce-Price-currencySymbol">&#36;</span>'


def clean(value: Any, decimal_separator: str = ".") -> str:
    """The text kept for a price: digits, minus signs and at most one point."""
    if value is None:
        return ""
    if isinstance(value, float):
        value = f"{value:.10f}".rstrip("0").rstrip(".")
    text = str(value).replace(decimal_separator, ".")
    whole, point, part = text.rpartition(".")
    kept = f"{whole.replace('.', '')}{point}{part}" if point else part
    # A point counts only where something follows it, as in "12." it does not.
    cleaned = re.sub(r"[^\d.\-]", "", kept)
    return cleaned.rstrip(".")


def number(text: str) -> Decimal:
    """What a kept price is worth in sums; a kept text that is no number is worth nothing."""
    try:
        return Decimal(text or "0")
    except InvalidOperation:
        return Decimal(0)


def two_places(amount: Decimal) -> str:
    return str(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))


def shown(text: str, *, hidden: bool = False) -> str:
    """A price in the shop's markup, with the symbol before it."""
    amount = number(text)
    inner = f"{SYMBOL}{abs(amount).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"
    sign = "-" if amount < 0 else ""
    return SPAN.format(hidden=' aria-hidden="true"' if hidden else "", inner=sign + inner)


def sale_html(regular: str, sale: str) -> str:
    before, now = (f"&#036;{number(text):,.2f}" for text in (regular, sale))
    return (
        f'<del aria-hidden="true">{shown(regular)}</del> '
        f'<span class="screen-reader-text">Original price was: {before}.</span>'
        f'<ins aria-hidden="true">{shown(sale)}</ins>'
        f'<span class="screen-reader-text">Current price is: {now}.</span>'
    )


def range_html(low: str, high: str) -> str:
    first, last = (f"&#36;{number(text):,.2f}" for text in (low, high))
    return (
        f'{shown(low, hidden=True)} <span aria-hidden="true">&ndash;</span> '
        f"{shown(high, hidden=True)}"
        f'<span class="screen-reader-text">Price range: {first} through {last}</span>'
    )
