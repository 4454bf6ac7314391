"""Which calls there are, and who answers them."""

from collections.abc import Awaitable, Callable

from hanse.sandbox.cj import (
    catalog,
    choosing,
    disputes,
    freight,
    limits,
    order_reads,
    ordering,
    paying,
    stock,
    tokens,
    tracking,
    webhooks,
)
from hanse.sandbox.cj.call import Answer, Call

FOLDER = "/api2.0/v1"
Work = Callable[[Call], Answer | Awaitable[Answer]]

# What needs no token.
OPEN: dict[str, tuple[str, Work]] = {
    "/authentication/getAccessToken": ("POST", tokens.grant),
    "/authentication/refreshAccessToken": ("POST", tokens.refresh),
}
PLACES: dict[str, tuple[str, Work]] = {
    "/authentication/logout": ("POST", tokens.logout),
    "/setting/get": ("GET", limits.settings),
    "/product/getCategory": ("GET", catalog.categories),
    "/product/list": ("GET", catalog.list_goods),
    "/product/listV2": ("GET", catalog.find_goods),
    "/product/query": ("GET", catalog.one_good),
    "/product/variant/query": ("GET", catalog.variants),
    "/product/variant/queryByVid": ("GET", catalog.one_variant),
    "/product/stock/queryByVid": ("GET", stock.by_vid),
    "/product/stock/queryBySku": ("GET", stock.by_sku),
    "/product/stock/getInventoryByPid": ("GET", stock.by_pid),
    "/product/globalWarehouseList": ("GET", stock.warehouses),
    "/warehouse/detail": ("GET", stock.one_warehouse),
    "/product/addToMyProduct": ("POST", choosing.choose),
    "/product/myProduct/query": ("GET", choosing.chosen),
    "/product/productComments": ("GET", choosing.comments),
    "/product/sourcing/create": ("POST", choosing.look_for),
    "/product/sourcing/query": ("POST", choosing.looked_for),
    "/logistic/freightCalculate": ("POST", freight.calculate),
    "/logistic/freightCalculateTip": ("POST", freight.tips),
    "/logistic/trackInfo": ("GET", tracking.track),
    "/logistic/getTrackInfo": ("GET", tracking.offline),
    "/shopping/order/createOrderV2": ("POST", ordering.create_v2),
    "/shopping/order/createOrderV3": ("POST", ordering.create_v3),
    "/shopping/order/addCart": ("POST", ordering.add_to_cart),
    "/shopping/order/addCartConfirm": ("POST", ordering.confirm_cart),
    "/shopping/order/saveGenerateParentOrder": ("POST", paying.open_payment),
    "/shopping/order/confirmOrder": ("PATCH", ordering.confirm_order),
    "/shopping/order/deleteOrder": ("DELETE", ordering.delete),
    "/shopping/order/list": ("GET", order_reads.list_orders),
    "/shopping/order/getOrderDetail": ("GET", order_reads.one_order),
    "/shopping/order/changeWarehouse": ("POST", ordering.change_warehouse),
    "/shopping/pay/getBalance": ("GET", paying.balance),
    "/shopping/pay/payBalance": ("POST", paying.pay_order),
    "/shopping/pay/payBalanceV2": ("POST", paying.pay_shipment),
    "/webhook/set": ("POST", webhooks.register),
    "/disputes/disputeProducts": ("GET", disputes.products),
    "/disputes/disputeConfirmInfo": ("POST", disputes.confirm),
    "/disputes/create": ("POST", disputes.create),
    "/disputes/cancel": ("POST", disputes.withdraw),
    "/disputes/getDisputeList": ("GET", disputes.list_disputes),
}
