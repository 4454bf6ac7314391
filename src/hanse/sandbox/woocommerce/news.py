"""Which call makes which topic. Forced and batch deletes make none."""

from hanse.sandbox.woocommerce import coupons, customers, refunds
from hanse.sandbox.woocommerce import order_rows as orders
from hanse.sandbox.woocommerce import product_rows as products
from hanse.sandbox.woocommerce.batch import Handler
from hanse.sandbox.woocommerce.envelope import Answer, Call
from hanse.sandbox.woocommerce.webhooks import tell

TOPICS: dict[Handler, tuple[str, ...]] = {
    products.create_product: ("product.created",),
    products.duplicate_product: ("product.created",),
    products.update_product: ("product.updated",),
    products.delete_product: ("product.deleted",),
    products.create_variation: ("product.updated",),
    products.update_variation: ("product.updated",),
    orders.create_order: ("order.created", "order.updated"),
    orders.update_order: ("order.updated",),
    orders.delete_order: ("order.deleted",),
    coupons.create_coupon: ("coupon.created",),
    coupons.update_coupon: ("coupon.updated",),
    coupons.delete_coupon: ("coupon.deleted",),
    customers.create_customer: ("customer.created",),
    customers.update_customer: ("customer.updated",),
}
STOCK = {orders.create_order, orders.update_order, refunds.create_refund}


def telling(handler: Handler) -> Handler:
    """The same handler, which tells the webhooks what it did."""
    topics = TOPICS.get(handler, ())
    if not topics and handler not in STOCK:
        return handler

    def run(call: Call) -> Answer:
        call.store.moved.clear()
        answer = handler(call)
        number = call.ids.get("order_id") or answer.body.get("id")
        for topic in topics:
            if not (topic.endswith("deleted") and call.force):
                tell(call.store, topic, number)
        if handler is refunds.create_refund:
            tell(call.store, "order.updated", number)
        for moved in sorted(call.store.moved):
            tell(call.store, "product.updated", moved)
        return answer

    return run
