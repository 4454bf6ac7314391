"""The SKU and the barcode of what is sold. The store refuses either of them a second time."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from hanse.base.faults import Finding
from hanse.connectors.woocommerce.writes import batch
from hanse.connectors.woocommerce.writes.batch import error, warning
from hanse.connectors.woocommerce.writes.limits import TITLES, too_long
from hanse.trade.fields import Fields
from hanse.trade.goods import Offer, Product
from hanse.trade.ports_read import Kind
from hanse.trade.ports_write import Found, Piece, Target, Wanted, WritePort
from hanse.trade.shop import Shop

KIND = "offers.codes"
NAMES = {"sku": "SKU", "gtin": "GTIN, UPC, EAN or ISBN"}
WIRE = {"sku": "sku", "gtin": "global_unique_id"}

# Recording 185: blanks at the edges are cut off. That it also takes out tags, characters written
# as %41 and blanks in a row is guessed, for it cleans both codes as one line of a form.
CLEANED = re.compile(r"^ | $|  |<|%[\da-fA-F]{2}|[\x00-\x1f\x7f\ud800-\udfff]")
# guessed: other characters are taken out of a barcode; an X is the last sign of an old ISBN.
GTIN = re.compile(r"[\d-]*[\dXx]", re.ASCII)


def piece(wanted: Wanted, shop: Shop) -> Piece:
    findings: list[Finding] = []
    row = codes(wanted.after, findings)
    return batch.piece(wanted, row, findings, WIRE)


def codes(
    after: Fields, findings: list[Finding], comma: Callable[..., Finding] = warning
) -> Mapping[str, str]:
    """The codes among the fields, under the names of the store; none is an empty text. `comma`:
    how bad it is where a SKU cannot be looked for."""
    row: dict[str, str] = {}
    for field in [each for each in WIRE if each in after]:
        value = after[field]
        if value is None:
            row[WIRE[field]] = ""
        elif not isinstance(value, str) or not value:
            findings.append(
                error("no_code", f"The {TITLES[field]} is none.", "Enter one, or nothing.", field)
            )
        else:
            findings.extend(of_code(value, field))
            if field == "sku" and "," in value:
                # Recording 074: the store looks for a list, parted by commas.
                findings.append(
                    comma(
                        "comma",
                        f"The store cannot look for the SKU '{value}', for it has a comma.",
                        "Choose one without.",
                        field,
                    )
                )
            row[WIRE[field]] = value
    return row


def of_code(code: str, field: str) -> Iterable[Finding]:
    if long := tuple(too_long(field, code)):
        yield from long
    elif CLEANED.search(code):
        yield error(
            "cleaned",
            f"The store would spell the {TITLES[field]} '{code}' otherwise: it takes out blanks"
            " at the edges or in a row, tags, and what begins with % or cannot be seen.",
            "Write it without them.",
            field,
        )
    elif field == "gtin" and not GTIN.fullmatch(code):
        yield error(
            "no_gtin",
            f"'{code}' is no barcode: it has digits, and hyphens between them.",
            "Enter the digits below the bars.",
            field,
        )


def found(kind: Kind, value: Any) -> Sequence[Found]:
    if kind is Kind.products and isinstance(value, Product):
        missing = batch.unread(value.findings)
        return tuple(Found(Target(value.remote_id), shown(each, missing)) for each in value.offers)
    if kind is Kind.offers and isinstance(value, Offer) and value.variant_id:
        missing = batch.unread(value.findings)
        return (Found(Target(value.variant_id, value.product_id), shown(value, missing)),)
    return ()


def shown(offer: Offer, missing: frozenset[str]) -> Fields:
    told = {"sku": offer.sku, "gtin": offer.gtin}
    return {name: value for name, value in told.items() if WIRE[name] not in missing}


PORT = WritePort(
    KIND,
    frozenset(WIRE),
    piece,
    batch.updating(KIND),
    batch.updated,
    batch.readings,
    found,
    names=NAMES,
)
