"""The calls that there are, by their names."""

from collections.abc import Callable
from dataclasses import dataclass

from hanse.sandbox.aliexpress import finding, freight, places, placing, products, reading, tokens
from hanse.sandbox.aliexpress.asked import Asked
from hanse.sandbox.aliexpress.envelope import Document
from hanse.sandbox.aliexpress.hub import Hub

System = Callable[[Hub, dict[str, str]], Document]


@dataclass(frozen=True, slots=True)
class Method:
    work: Callable[[Asked], Document]
    needs_token: bool = True


def unregistered(_asked: Asked) -> Document:
    """What all affiliate calls say until the publisher was approved, which here nobody is."""
    return {"resp_result": {"resp_code": 401, "resp_msg": "publisher not registered"}}


SYSTEM: dict[str, System] = {
    "/auth/token/create": tokens.create,
    "/auth/token/refresh": tokens.refresh,
    "/auth/token/security/create": tokens.create_secure,
    "/auth/token/security/refresh": tokens.refresh_secure,
}
BUSINESS: dict[str, Method] = {
    "aliexpress.ds.product.get": Method(products.get),
    "aliexpress.ds.product.wholesale.get": Method(products.get),
    "aliexpress.ds.text.search": Method(finding.search),
    "aliexpress.ds.feedname.get": Method(finding.feed_names),
    "aliexpress.ds.feed.itemids.get": Method(finding.feed_ids),
    "aliexpress.ds.recommend.feed.get": Method(finding.feed_products),
    "aliexpress.ds.category.get": Method(finding.categories),
    "aliexpress.ds.freight.query": Method(freight.query),
    "aliexpress.ds.order.create": Method(placing.create),
    "aliexpress.trade.buy.placeorder": Method(placing.place),
    "aliexpress.trade.ds.order.get": Method(reading.get),
    "aliexpress.ds.trade.order.get": Method(reading.get),  # as older SDKs spell it
    "aliexpress.ds.order.tracking.get": Method(reading.tracking),
    "aliexpress.ds.address.get": Method(places.tree),
    "aliexpress.ds.member.benefit.get": Method(places.benefits),
    **{
        f"aliexpress.affiliate.{name}": Method(unregistered, needs_token=False)
        for name in (
            "category.get",
            "hotproduct.query",
            "link.generate",
            "order.list",
            "product.query",
            "productdetail.get",
        )
    },
}
