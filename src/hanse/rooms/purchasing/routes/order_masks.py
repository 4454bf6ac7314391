"""What is taken out of a supplier order for whoever may not see what it costs."""

from collections.abc import Mapping
from typing import TypeVar

from hanse.rooms.purchasing.routes.order_shapes import PurchaseOut, PurchaseWholeOut, Word

Shape = TypeVar("Shape", bound=PurchaseOut)

# Facts of findings that are sums of money, or tell them.
SUMS = frozenset({"is", "expected", "left", "sale", "limit"})
OF_QUOTE = (
    *("goods_minor", "freight_minor", "expected_minor", "sale_minor", "sold_minor"),
    *("rate", "rate_on"),
)
OF_LINE = ("expected_minor", "price_minor")


def seen(out: Shape, *, costs: bool) -> Shape:
    """As it is, or without what it costs and what remains of the sale."""
    if costs:
        return out
    given: dict[str, object] = {
        "costs_hidden": True,
        "total_minor": None,
        "findings": [said(each) for each in out.findings],
    }
    if isinstance(out, PurchaseWholeOut):
        nothing = dict.fromkeys(OF_QUOTE)
        given["paid_minor"] = None
        given["quote"] = out.quote.model_copy(update={**nothing, "discount_minor": 0})
        given["lines"] = [each.model_copy(update=dict.fromkeys(OF_LINE)) for each in out.lines]
    return out.model_copy(update=given)


def said(finding: Mapping[str, Word]) -> Mapping[str, Word]:
    """`currency` names moneys and no sums."""
    if finding.get("code") == "currency":
        return finding
    return {name: fact for name, fact in finding.items() if name not in SUMS}
