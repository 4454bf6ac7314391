"""Shipping zones and the ways of paying: what there is, as far as anybody asks."""

from collections.abc import MutableMapping

from hanse.sandbox.woocommerce.envelope import Answer, Call, created, links, single
from hanse.sandbox.woocommerce.errors import Refusal
from hanse.sandbox.woocommerce.schema import as_int
from hanse.sandbox.woocommerce.store import Record

ZONES = "/wc/v3/shipping/zones"
GATEWAYS = {"bacs": "Direct bank transfer", "cheque": "Check payments", "cod": "Cash on delivery"}


def _zones(call: Call) -> MutableMapping[int, Record]:
    # guessed words: zone 0 is the rest of the world
    rest = {"id": 0, "name": "Locations not covered by your other zones", "order": 0}
    return call.store.rows.setdefault("zones", {0: rest})


def _zone(call: Call, row: Record) -> Record:
    path = f"{ZONES}/{row['id']}"
    places = [{"href": f"{call.api}{path}/locations"}]
    return row | {"_links": links(call, path) | {"describedby": places}}


def list_zones(call: Call) -> Answer:
    return Answer(200, [_zone(call, row) for row in _zones(call).values()])


def create_zone(call: Call) -> Answer:
    zones = _zones(call)
    row: Record = {
        "id": call.store.next("zone"),
        "name": str(call.body["name"]),
        "order": as_int(call.body.get("order")),
    }
    zones[row["id"]] = row
    call.store.ledger.note("woocommerce", "zone.create", row["name"])
    return created(call, _zone(call, row), f"{ZONES}/{row['id']}")


def get_zone(call: Call) -> Answer:
    if (row := _zones(call).get(as_int(call.ids["id"]))) is None:
        # guessed code and words
        raise Refusal(404, "woocommerce_rest_shipping_zone_invalid", "Resource does not exist.")
    return single(call, _zone(call, row))


def list_nothing(call: Call) -> Answer:
    """Places and methods of a zone: nobody has set any up."""
    get_zone(call)
    return Answer(200, [])


def list_gateways(call: Call) -> Answer:
    """All of them offline: none can send money back by itself."""
    return Answer(200, [_gateway(call, name) for name in GATEWAYS])


def get_gateway(call: Call) -> Answer:
    if call.ids["id"] not in GATEWAYS:
        # guessed code and words
        raise Refusal(404, "woocommerce_rest_payment_gateway_invalid", "Resource does not exist.")
    return single(call, _gateway(call, call.ids["id"]))


def _gateway(call: Call, name: str) -> Record:
    return {
        "id": name,
        "title": GATEWAYS[name],
        "enabled": name == "bacs",
        "method_supports": ["products"],
        "_links": links(call, f"/wc/v3/payment_gateways/{name}"),
    }
