"""Questions to CJ by their endpoint, each with a pace of its own, and what an answer holds."""

import json
from collections.abc import Iterable, Mapping, Sequence

from hanse.base.faults import Unavailable
from hanse.connectors.cj.wire.access import LOGIN, LOGOUT, REFRESH
from hanse.trade.documents import Document
from hanse.trade.ports_read import Ask, Question, Reach, Reply

PRODUCT = "product/query"
INVENTORY = "product/stock/getInventoryByPid"
FREIGHT = "logistic/freightCalculate"
DETAIL = "shopping/order/getOrderDetail"
CREATE = "shopping/order/createOrderV2"
CONFIRM = "shopping/order/confirmOrder"
DELETE = "shopping/order/deleteOrder"
PAY = "shopping/pay/payBalance"
BALANCE = "shopping/pay/getBalance"
TRACK = "logistic/trackInfo"
DISPUTE_LINES = "disputes/disputeProducts"
DISPUTE_TERMS = "disputes/disputeConfirmInfo"
DISPUTE = "disputes/create"
UNDISPUTE = "disputes/cancel"
DISPUTES = "disputes/getDisputeList"
SETTINGS = "setting/get"
WEBHOOKS = "webhook/set"

# CJ counts each endpoint by itself.
FAMILIES: Mapping[str, str] = {
    PRODUCT: "products",
    INVENTORY: "stock",
    FREIGHT: "freight",
    DETAIL: "orders",
    CREATE: "ordering",
    CONFIRM: "confirming",
    DELETE: "cancelling",
    PAY: "paying",
    BALANCE: "balance",
    TRACK: "tracking",
    DISPUTE_LINES: "dispute lines",
    DISPUTE_TERMS: "dispute terms",
    DISPUTE: "disputing",
    UNDISPUTE: "withdrawing",
    DISPUTES: "disputes",
    SETTINGS: "settings",
    WEBHOOKS: "webhooks",
    LOGIN: "keys",
    REFRESH: "refreshing",
    LOGOUT: "leaving",
}


def get(path: str, *query: tuple[str, str]) -> Question:
    return Question(path, query, FAMILIES[path])


def post(path: str, document: Mapping[str, object]) -> Question:
    """One that reads, though it is sent with a body."""
    return Question(path, (), FAMILIES[path], "POST", json.dumps(document).encode())


def one_id(ask: Ask) -> str:
    if ask.reach is not Reach.named or len(ask.ids) != 1:
        raise ValueError("CJ is asked for one by its id, each in a call of its own.")
    return ask.ids[0]


# What came back


def envelope(reply: Reply) -> Document:
    return Document(reply.document if isinstance(reply.document, Mapping) else {})


def code_of(reply: Reply) -> int | None:
    return envelope(reply).whole("code")


def data_of(reply: Reply) -> Document:
    """The object in it; one without fields where there is none."""
    data = envelope(reply).fields.get("data")
    return Document(data if isinstance(data, Mapping) else {})


def rows_of(reply: Reply) -> Iterable[Document]:
    """Of an answer that is a list; nothing at all may be null instead of an empty one."""
    data = envelope(reply).fields.get("data")
    if data is not None and not isinstance(data, list):
        raise Unavailable("CJ answered, but not with a list.")
    return Document({"data": data}).many("data")


def found_in(reply: Reply) -> Sequence[object]:
    """The one object that was asked for, or none."""
    data = envelope(reply).fields.get("data")
    return [data] if isinstance(data, Mapping) and data else []
