"""Each word by which AliExpress refuses something, and what we do next: two tables and no more.

What is unknown of an order is `OutcomeUnknown`: it is sent again under the same number, which
AliExpress knows for a day, and so never becomes two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hanse.base.faults import (
    AuthLapsed,
    Conflict,
    Denied,
    Fault,
    Gone,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unavailable,
)

AGAIN = "Connect the account again: a person has to agree on AliExpress's page."
KEYS = (
    "Copy the App Key and the App Secret again from the console, and check this computer's clock."
)
OURS = "Tell whoever runs Hanse: what was sent is not what AliExpress takes."
RIGHTS = (
    "In AliExpress's console ask for the Drop Shipping permission; in the DS Center accept the"
    " agreement with the account that you order from."
)


@dataclass(frozen=True, slots=True)
class Word:
    """`why` goes on after "AliExpress". `write`: the fault where it was to change something."""

    fault: type[Fault]
    why: str
    step: str = ""
    write: type[Fault] | None = None

    def kind(self, writes: bool) -> type[Fault]:
        return self.write if writes and self.write else self.fault


BUSY = Word(Unavailable, "failed on its side.", write=OutcomeUnknown)
LAPSED = Word(AuthLapsed, "does not accept our token, or not any more.", AGAIN)
CODE = Word(AuthLapsed, "does not accept the code: it is good once, for three minutes.", AGAIN)
NO_KEY = Word(AuthLapsed, "does not accept our key, or what we signed with it.", KEYS)
MISTAKE = Word(Rejected, "does not understand what we sent.", OURS)
NOT_OURS = Word(Denied, "does not allow this to the account.", RIGHTS)
NOT_THERE = Word(
    Gone,
    "has no such order for this account.",
    "Look for it under the account that placed it; a new one can be read 10 s later.",
)

# Of the gateway, by `code` or `sub_code`, before anything was done.
GATEWAY: Mapping[str, Word] = MappingProxyType(
    {
        "ApiCallLimit": Word(Throttled, "asks us to slow down."),
        "ServiceUnavailable": BUSY,
        "isp.service-unavailable": BUSY,
        "InternalError": BUSY,
        "IllegalAccessToken": LAPSED,
        "IllegalRefreshToken": LAPSED,
        "InvalidCode": CODE,
        "isv.402": CODE,
        "IncompleteSignature": NO_KEY,
        "InvalidAppkey": NO_KEY,
        "AUTH_TYPE_UNSUPPORTED": MISTAKE,
        "UnsupportedParamMapping": MISTAKE,
        "MissingParameter": MISTAKE,
        "isv.insufficient-permission": NOT_OURS,
        "isv.invalid-authorization": NOT_OURS,
    }
)
RIGHTS_MISSING = frozenset({"isv.insufficient-permission", "isv.invalid-authorization"})
PROVIDER = "isp."  # begins what failed on their side
SYSTEM = "SYSTEM"


@dataclass(frozen=True, slots=True)
class OrderWord:
    """Why an order was not made. `field` is of the change or of the address; `code` is ours."""

    fault: type[Fault]
    sentence: str
    step: str
    field: str = ""
    code: str = "refused"


ADDRESS = "Correct the address in the order, then order again."
CPF = "Enter the tax number (CPF) of the person who receives it, then order again."
ALERT = "Sign in to AliExpress with the account that orders, and see what it is told there."
SAME_NUMBER = "It is sent again under the same number, under which there cannot be two."
BUYER = "does not let this account order"

# Of an order, by `error_code`. B_..., A... and PRICE... were refused before it was made.
ORDER_REFUSALS: Mapping[str, OrderWord] = MappingProxyType(
    {
        "B_DROPSHIPPER_DELIVERY_ADDRESS_VALIDATE_FAIL": OrderWord(
            Rejected, "AliExpress does not accept the address.", ADDRESS, "ship_to", "address"
        ),
        "B_DROPSHIPPER_DELIVERY_ADDRESS_CPF_CN_INVALID": OrderWord(
            Rejected,
            "AliExpress does not accept the tax number (CPF).",
            CPF,
            "tax_number",
            "tax_number",
        ),
        "B_DROPSHIPPER_DELIVERY_ADDRESS_CPF_NOT_MATCH": OrderWord(
            Rejected,
            "The tax number (CPF) is not that of the person whom the address names.",
            CPF,
            "tax_number",
            "tax_number",
        ),
        "PRICE_PAY_CURRENCY_ERROR": OrderWord(
            Rejected,
            "AliExpress does not take the currency in which this was to be paid.",
            "Let the account pay in US dollars.",
            "amount",
            "currency",
        ),
        "DELIVERY_METHOD_NOT_EXIST": OrderWord(
            Rejected,
            "This way of sending is not offered for the item and the country any more.",
            "Ask for the ways again and choose one of them.",
            "freight",
            "no_freight",
        ),
        "A002_INVALID_ZONE": OrderWord(
            Rejected,
            "AliExpress does not know the region or the city of the address.",
            ADDRESS,
            "ship_to.region",
            "address",
        ),
        "A004_CANNOT_USER_COUPON": OrderWord(
            Rejected,
            "The voucher cannot be used for this order.",
            "Choose another voucher or none, then order again.",
            "voucher",
            "voucher",
        ),
        "A005_INVALID_COUNTRIES": OrderWord(
            Rejected,
            "AliExpress does not deliver this to the country of the address.",
            "Choose another supplier for this country.",
            "ship_to.country",
            "country",
        ),
        "BLACKLIST_BUYER_IN_LIST": OrderWord(Denied, f"AliExpress {BUYER}: it is blocked.", ALERT),
        "USER_ACCOUNT_DISABLED": OrderWord(Denied, f"AliExpress {BUYER}: it is off.", ALERT),
        "A001": OrderWord(Denied, f"AliExpress {BUYER} (A001).", ALERT),
        "A003": OrderWord(Denied, f"AliExpress {BUYER} (A003).", ALERT),
        "A006": OrderWord(Denied, f"AliExpress {BUYER} (A006).", ALERT),
        "INVENTORY_HOLD_ERROR": OrderWord(
            Rejected,
            "The stock is gone: AliExpress could not hold as many pieces as were ordered.",
            "Look at the stock again, then order again or choose another supplier.",
            "lines",
            "no_stock",
        ),
        "ERROR_WHEN_BUILD_FOR_PLACE_ORDER": OrderWord(
            OutcomeUnknown,
            "AliExpress broke off while it made the order, and does not say what became of it.",
            SAME_NUMBER,
        ),
        "REPEATED_ORDER_ERROR": OrderWord(
            Conflict,
            "AliExpress has an order under this number already.",
            "Look for it among the orders at AliExpress; do not order again.",
            "number",
            "number_taken",
        ),
    }
)
REPEATED = "REPEATED_ORDER_ERROR"
SHORT = ("A001", "A002", "A003", "A004", "A005", "A006")  # told with or without what follows


def order_word(code: str) -> OrderWord | None:
    """The code as it stands, or by its first part or its last, for documents shorten both."""
    if code in ORDER_REFUSALS:
        return ORDER_REFUSALS[code]
    first = code.partition("_")[0]
    if first in SHORT:
        return next(word for name, word in ORDER_REFUSALS.items() if name.startswith(first))
    endings = ("CPF_CN_INVALID", "CPF_NOT_MATCH")
    for ending in endings:
        if code.endswith(f"_{ending}"):
            return ORDER_REFUSALS[f"B_DROPSHIPPER_DELIVERY_ADDRESS_{ending}"]
    return None


# What stands in an answer that is one, by `code` or its words.
NOT_FOR_SALE = frozenset({"602", "605"})  # not to this country, not there
BROKE = "404"  # "System Error" of a product
NO_WAY, NO_DELIVERY = "505", "DELIVERY_NOT_AVAILABLE_TO_YOUR_ADDRESS"
NO_ITEM = "DELIVERY_INFO_EMPTY"
NOT_YET = "1001"  # no tracking yet, or ever
GOOD = frozenset({"200", "0", ""})
