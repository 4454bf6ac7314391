"""The ways in which goods can travel. Each item of an order is asked for apart; what serves all of
them is a way for the order."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

from hanse.base.faults import Finding, Severity
from hanse.base.money import Money
from hanse.connectors.aliexpress.mapping import odd
from hanse.connectors.aliexpress.mapping.odd import flag, many, result_of
from hanse.trade.documents import Document
from hanse.trade.supply import Freight


def freights(answers: Sequence[object]) -> Sequence[Freight]:
    """In the order of the first answer; none where one item cannot be sent at all."""
    told = [by_code(each) for each in answers]
    if not told:
        return []
    codes = [code for code in told[0] if all(code in each for each in told)]
    return [reduce(together, [each[code] for each in told]) for code in codes]


def by_code(answer: object) -> Mapping[str, Freight]:
    result = result_of(Document(answer if isinstance(answer, Mapping) else {}))
    found = (way(each) for each in many(result, "delivery_options"))
    return {each.code: each for each in found if each}


def way(option: Document) -> Freight | None:
    """Without a code it cannot be ordered. `shipping_fee_cent` is in whole units, whatever it is
    called."""
    option = Document(option.fields, option.path)
    code = option.text("code")
    if not code:
        return None
    free = flag(option, "free_shipping") is True
    currency = option.filled("shipping_fee_currency")
    price = odd.money(option, "shipping_fee_cent", currency) if currency else None
    if price is None and free and currency:
        price = Money(currency, 0)
    if price is None:
        option.need("shipping_fee_cent", "shipping_fee_currency")
    return Freight(
        code=code,
        name=option.filled("company") or code,
        price=price,
        days_min=option.whole("min_delivery_days"),
        days_max=option.whole("max_delivery_days"),
        tracked=flag(option, "tracking"),
        free=free,
        findings=option.said,
    )


def together(one: Freight, other: Freight) -> Freight:
    """Both on the same way: what they cost in all, by the slower; tracked only if both are."""
    price, doubts = added(one.price, other.price)
    return Freight(
        code=one.code,
        name=one.name,
        price=price,
        days_min=slower(one.days_min, other.days_min),
        days_max=slower(one.days_max, other.days_max),
        tracked=both(one.tracked, other.tracked),
        free=one.free and other.free,
        findings=tuple(dict.fromkeys([*one.findings, *other.findings, *doubts])),
    )


def added(one: Money | None, other: Money | None) -> tuple[Money | None, Iterable[Finding]]:
    if one is None or other is None:
        return None, ()
    if one.currency != other.currency:
        sentence = f"The way costs {one} for one item and {other} for another, which do not add up."
        return None, (Finding(Severity.warning, "two_currencies", sentence),)
    return one + other, ()


def slower(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)


def both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return True if one and other else None
