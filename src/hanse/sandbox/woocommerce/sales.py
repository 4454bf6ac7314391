"""The routes of what is sold: orders, refunds, notes, coupons, customers, taxes."""

from hanse.sandbox.woocommerce import (
    coupons,
    customers,
    refunds,
    reports,
    shipping,
    taxes,
    webhooks,
)
from hanse.sandbox.woocommerce import order_rows as orders
from hanse.sandbox.woocommerce.orders import PATH, STATUSES
from hanse.sandbox.woocommerce.routes import (
    DATED,
    PAGE,
    Endpoint,
    Route,
    batched,
    collection,
    item,
    one,
)
from hanse.sandbox.woocommerce.schema import Rule

ORDER: dict[str, Rule] = {
    "status": tuple(STATUSES),
    "customer_id": "integer",
    "billing": "address",
    "shipping": "object",
    **dict.fromkeys(("line_items", "shipping_lines", "fee_lines", "coupon_lines"), "array"),
    "meta_data": "array",
    "set_paid": "boolean",
}
ORDER_LIST: dict[str, Rule] = {
    **DATED,
    "orderby": ("date", "id", "include", "title", "slug", "modified"),
    "status": f"list:any,trash,{','.join(STATUSES)}",
}
WEBHOOK_STATUSES = ("active", "paused", "disabled")
NUMBER = r"/(?P<id>[\d]+)"
CHILD = PATH + r"/(?P<order_id>[\d]+)"
SALES = [
    batched(PATH, orders.create_order, orders.update_order, orders.delete_order),
    one(f"{PATH}/statuses", orders.list_statuses),
    one("/wc/v3/reports/orders/totals", orders.count_orders),
    one("/wc/v3/reports/products/totals", reports.count_products),
    one("/wc/v3/reports/customers/totals", reports.count_customers),
    one("/wc/v3/reports/sales", reports.sales),
    collection(PATH, orders.list_orders, orders.create_order, read=ORDER_LIST, write=ORDER),
    item(PATH + NUMBER, orders.get_order, orders.update_order, orders.delete_order, write=ORDER),
    collection(
        f"{CHILD}/notes",
        orders.list_notes,
        orders.create_note,
        write={"note": "string"},
        required=("note",),
    ),
    item(f"{CHILD}/notes{NUMBER}", orders.get_note, delete=orders.delete_note),
    Route(
        f"{CHILD}/refunds",
        {
            "GET": Endpoint(refunds.list_refunds, PAGE),
            "POST": Endpoint(refunds.create_refund, {"amount": "string", "reason": "string"}),
        },
    ),
    item(f"{CHILD}/refunds{NUMBER}", refunds.get_refund, delete=refunds.delete_refund),
    collection("/wc/v3/refunds", refunds.list_all_refunds),
    batched(coupons.PATH, coupons.create_coupon, coupons.update_coupon, coupons.delete_coupon),
    collection(
        coupons.PATH,
        coupons.list_coupons,
        coupons.create_coupon,
        write={"code": "string"},
        required=("code",),
    ),
    item(coupons.PATH + NUMBER, coupons.get_coupon, coupons.update_coupon, coupons.delete_coupon),
    batched(
        customers.PATH,
        customers.create_customer,
        customers.update_customer,
        customers.delete_customer,
    ),
    collection(
        customers.PATH,
        customers.list_customers,
        customers.create_customer,
        write={"email": "string"},
        required=("email",),
    ),
    item(
        customers.PATH + NUMBER,
        customers.get_customer,
        customers.update_customer,
        customers.delete_customer,
    ),
    batched(
        webhooks.PATH,
        webhooks.create_webhook,
        webhooks.update_webhook,
        webhooks.delete_webhook,
    ),
    collection(
        webhooks.PATH,
        webhooks.list_webhooks,
        webhooks.create_webhook,
        write={"topic": "string", "delivery_url": "string", "status": WEBHOOK_STATUSES},
        required=("topic", "delivery_url"),
    ),
    item(
        webhooks.PATH + NUMBER,
        webhooks.get_webhook,
        webhooks.update_webhook,
        webhooks.delete_webhook,
        write={"status": WEBHOOK_STATUSES},
    ),
    collection(
        shipping.ZONES,
        shipping.list_zones,
        shipping.create_zone,
        write={"name": "string", "order": "integer"},
        required=("name",),
    ),
    item(shipping.ZONES + NUMBER, shipping.get_zone),
    one(f"{shipping.ZONES}{NUMBER}/(?:locations|methods)", shipping.list_nothing),
    one("/wc/v3/payment_gateways", shipping.list_gateways),
    one(r"/wc/v3/payment_gateways/(?P<id>[\w-]+)", shipping.get_gateway),
    batched(taxes.PATH, taxes.create_tax, taxes.update_tax, taxes.delete_tax),
    collection(f"{taxes.PATH}/classes", taxes.list_classes),
    collection(taxes.PATH, taxes.list_taxes, taxes.create_tax),
    item(taxes.PATH + NUMBER, taxes.get_tax, taxes.update_tax, taxes.delete_tax),
]
