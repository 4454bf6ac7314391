"""Ways to send, each with a price and an age that follow from weight and country alone. Which ways
there are and what they cost is guessed; of what an order needs, the tips say the rule."""

import re
from dataclasses import dataclass
from typing import Any

from hanse.sandbox.cj.call import Answer, Call, Record
from hanse.sandbox.cj.goods import WAREHOUSES, Variant
from hanse.sandbox.cj.order import dollars
from hanse.sandbox.cj.refusals import Refusal

EUROPE = ("DE", "FR", "NL", "AT", "BE", "IT", "ES", "PL", "IE")
FAR = ("US", "CA", "GB", "AU", "JP", "SG", "MY", "ID", "TH", "PH", "BR", "MX", "CH", "NO", "YK")
COUNTRIES = (*EUROPE, *FAR, "CN")  # guessed: CJ's table is longer; Kosovo is YK in it
WEIGHT_MAX_G = 20_000
YUAN = 7.2


@dataclass(frozen=True, slots=True)
class Way:
    id: str
    name: str
    start: str
    ends: tuple[str, ...]
    aging: str
    base: int  # cents
    per_100_g: int
    weight_max_g: int = WEIGHT_MAX_G


WAYS = (
    Way("1", "CJPacket Ordinary", "CN", (*EUROPE, *FAR), "7-15", 210, 95, 2_000),
    Way("2", "CJPacket Fast Line", "CN", ("US", "GB", *EUROPE), "5-9", 380, 130),
    Way("3", "DHL Official", "CN", (*EUROPE, *FAR), "3-7", 2400, 310),
    Way("4", "USPS+", "US", ("US",), "2-5", 460, 60),
    Way("5", "DHL Paket", "DE", EUROPE, "2-4", 520, 45),
)
BY_NAME = {way.name: way for way in WAYS}
# What is asked of a recipient, as an expression; a hard one that is not met holds the order.
TIPS: tuple[Record, ...] = (
    {
        "type": "phone",
        "expression": r"^\+?[0-9][0-9 -]{5,19}$",
        "min": 6,
        "max": 20,
        "msgCode": "phone",
        "msgEn": "The phone number must have 6 to 20 digits",
        "interceptType": 0,
    },
    {
        "type": "address",
        "expression": r"^.{3,200}$",
        "min": 3,
        "max": 200,
        "msgCode": "address",
        "msgEn": "The address must have 3 to 200 characters",
        "interceptType": 0,
    },
    {
        "type": "zip",
        "expression": r"^.{3,10}$",
        "min": 3,
        "max": 10,
        "msgCode": "zip",
        "msgEn": "The zip looks unusual",
        "interceptType": 1,
    },
)
HELD_BY = {"phone": "shippingPhone", "address": "shippingAddress"}


def calculate(call: Call) -> Answer:
    """An empty list is no way at all."""
    start, end = call.told("startCountryCode"), call.told("endCountryCode")
    known(start)
    known(end)
    lines = [
        (_variant(call, row, "vid"), counted(row, "quantity")) for row in call.rows("products")
    ]
    rows = []
    for way in ways(start, end, weight_of(lines)):
        cents = price(way, weight_of(lines))
        rows.append(
            {
                "logisticName": way.name,
                "logisticAging": way.aging,
                "logisticPrice": dollars(cents),
                "logisticPriceCn": round(cents / 100 * YUAN, 2),
                "taxesFee": 0,
                "clearanceOperationFee": 0,
                "totalPostageFee": dollars(cents),
            }
        )
    return Answer(rows)


def tips(call: Call) -> Answer:
    rows: list[Record] = []
    for asked in call.rows("reqDTOS"):
        if not isinstance(asked, dict):
            raise Refusal(1600300)
        start, end = str(asked.get("srcAreaCode", "")), str(asked.get("destAreaCode", ""))
        known(start)
        known(end)
        weight, more = asked.get("weight"), asked.get("wrapWeight", 0)
        if not isinstance(weight, int | float) or not isinstance(more, int | float):
            raise Refusal(1600300, "weight must be a number")
        weight_g = int(weight + more)
        for way in ways(start, end, weight_g):
            cents = price(way, weight_g)
            rows.append(
                {
                    "arrivalTime": way.aging,
                    "postage": dollars(cents),
                    "discountFee": 0,
                    "wrapPostage": dollars(cents),
                    "remoteFee": 0,
                    "taxesFee": 0,
                    "totalPostageFee": dollars(cents),
                    "option": {"enName": way.name, "id": way.id},
                    "channel": {"enName": way.name, "id": way.id},
                    "ruleTips": [dict(tip) for tip in TIPS],
                    "error": None,
                    "errorEn": None,
                    "message": None,
                }
            )
    return Answer(rows)


def known(country: str) -> None:
    if country not in COUNTRIES:
        raise Refusal(1605002)


def ways(start: str, end: str, weight_g: int) -> list[Way]:
    return [
        way
        for way in WAYS
        if way.start == start and end in way.ends and weight_g <= way.weight_max_g
    ]


def price(way: Way, weight_g: int) -> int:
    return way.base + way.per_100_g * -(-weight_g // 100)


def weight_of(lines: list[tuple[Variant, int]]) -> int:
    return sum(each.weight_g * count for each, count in lines)


def chosen(name: str, start: str, end: str, weight_g: int) -> Way:
    """The way of this name, to the letter. One that does not go there is 1605001, guessed."""
    if name not in BY_NAME:
        raise Refusal(1605000)
    if BY_NAME[name] not in ways(start, end, weight_g):
        raise Refusal(1605001)
    return BY_NAME[name]


def held(address: dict[str, str]) -> list[Record]:
    """Why an order to this address does not go on: the hard tips that are not met. guessed: a
    phone number that is not given is none that is wrong."""
    return [
        {"code": tip["msgCode"], "message": tip["msgEn"]}
        for tip in TIPS
        if (text := address.get(HELD_BY.get(str(tip["type"]), ""), "")) or tip["type"] == "address"
        if tip["interceptType"] == 0 and not re.match(str(tip["expression"]), text)
    ]


def counted(row: Any, name: str) -> int:
    found = row.get(name) if isinstance(row, dict) else None
    if isinstance(found, bool) or not isinstance(found, int) or not 1 <= found <= 100_000:
        raise Refusal(1600300, f"{name} must be a number of 1 or more")
    return found


def _variant(call: Call, row: Any, *names: str) -> Variant:
    """By the first of the names that the row has; refuses what is not sold."""
    given = [name for name in names if isinstance(row, dict) and row.get(name)]
    if not given:
        raise Refusal(1600300, f"{' or '.join(names)} must not be empty")
    goods = call.supplier.goods
    held = goods.by_vid if given[0] == "vid" else goods.by_sku
    found = held.get(str(row[given[0]]))
    if found is None:
        raise Refusal(1602000)
    return found


def sold(call: Call, row: Any) -> Variant:
    """What an order may name: by vid or SKU, and not off the shelf."""
    found = _variant(call, row, "vid", "sku")
    if not call.supplier.goods.good_of(found).is_on:
        raise Refusal(1602002)
    if not found.is_on:
        raise Refusal(1602003)
    return found


def starts_at(country: str) -> str:
    """The storage of a country that goods leave from."""
    if country not in WAREHOUSES:
        raise Refusal(1608001)
    return WAREHOUSES[country].storage
