"""Amounts as the wire spells them. Inside they are whole numbers of the smallest unit."""

from decimal import Decimal
from typing import Any

from hanse.base.currency import exponent


def plain(minor: int, currency: str) -> str:
    """The scalar Money and every amount of REST: always two decimals where the currency has two."""
    digits = exponent(currency)
    if digits == 2 and minor >= 0:  # the case that counts, for it is asked a million times
        return f"{minor // 100}.{minor % 100:02d}"
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"


def short(minor: int, currency: str) -> str:
    """The scalar Decimal: the shortest form with at least one decimal, such as 14.0."""
    text = plain(minor, currency)
    if "." not in text:
        return f"{text}.0"
    text = text.rstrip("0")
    return f"{text}0" if text.endswith(".") else text


def minor_of(text: str, currency: str) -> int:
    """What the smallest unit counts; half of it is rounded to even, which is guessed."""
    return round(Decimal(text).scaleb(exponent(currency)))


def money(minor: int, currency: str) -> dict[str, Any]:
    return {"amount": short(minor, currency), "currencyCode": currency}


def bag(minor: int, currency: str) -> dict[str, Any]:
    """Shoppers pay in the shop's own money here, so both sides are the same."""
    one = money(minor, currency)
    return {"shopMoney": one, "presentmentMoney": one}


def rest_bag(minor: int, currency: str) -> dict[str, Any]:
    one = {"amount": plain(minor, currency), "currency_code": currency}
    return {"shop_money": one, "presentment_money": one}
