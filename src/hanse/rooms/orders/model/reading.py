"""A shop's order read for the book: sums that add up or say what is left, texts without cards."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from hanse.base import card_numbers as cards
from hanse.base.faults import Rejected
from hanse.rooms.orders.model import addresses, sums
from hanse.rooms.orders.model.orders import Draft, DraftLine, DraftParcel, Person, Reason
from hanse.rooms.orders.model.states import OUT, Means, State, standing
from hanse.rooms.orders.model.sums import minor
from hanse.trade.orders import Order, OrderLine, Refund, RefundLine
from hanse.trade.people import Address

TEXT_CHARS_MAX = 2_000
SHORT_CHARS_MAX = 300
LINES_MAX = 1_000
PIECES_MAX = 1_000_000_000
FINDINGS_MAX = 20
NOT_DIGITS = re.compile(r"\D")
PHONE_DIGITS = 9  # the last ones: with and without the country's code it is the same telephone
PHONE_DIGITS_MIN = 7


class Scanner:
    """Takes the numbers of cards out of texts and notes in which field one stood."""

    def __init__(self) -> None:
        self.found: dict[str, None] = {}

    def text(self, field: str, given: str | None, chars_max: int = SHORT_CHARS_MAX) -> str:
        return self._kept(field, given, cards.without_cards(given or ""), chars_max)

    def code(self, field: str, given: str | None) -> str:
        """What the merchant types: a barcode is none."""
        plain = cards.without_cards(given or "", cards.CODE_DIGITS_MIN)
        return self._kept(field, given, plain, SHORT_CHARS_MAX)

    def phone(self, field: str, given: str | None) -> str:
        return self._kept(field, given, cards.without_cards_in_phone(given or ""), SHORT_CHARS_MAX)

    def address(self, field: str, given: Address | None) -> Address | None:
        if given is None:
            return None
        readers = {"phone": self.phone, "tax_number": self.code}
        read = {
            each.name: readers.get(each.name, self.text)(
                f"{field}.{each.name}", getattr(given, each.name)
            )
            or None
            for each in fields(Address)
        }
        return addresses.normalised(Address(**read))

    def _kept(self, field: str, given: str | None, plain: str, chars_max: int) -> str:
        if plain != (given or ""):
            self.found[field] = None
        return plain.replace("\0", "")[:chars_max]


def read(order: Order, refunds: Sequence[Refund], means: Means) -> Draft:
    """The same for the same document, whatever was known before."""
    scanner = Scanner()
    stands = standing(order, refunds, means)
    person = person_of(order, scanner)
    ships = person.shipping or person.billing
    faults = addresses.what_is_wrong(person.shipping) if person.shipping else ()
    draft_lines = lines_of(order, refunds, stands.state, scanner)
    number = scanner.text("number", order.number)
    coupons = tuple(scanner.text("coupons", each) for each in order.coupons[:LINES_MAX])
    method = scanner.text("payment", order.payment_title or order.payment_method)
    said = [
        *(
            Reason(each.code, scanner.text("findings", each.sentence))
            for each in order.findings[:FINDINGS_MAX]
        ),
        *(
            Reason(
                "card_number",
                f"'{field}' held the number of a card; it was not kept.",
                {"field": field},
            )
            for field in scanner.found
        ),
    ]
    return Draft(
        remote_id=order.remote_id,
        number=number or order.remote_id,
        state=stands.state,
        state_word=scanner.text("state", order.state_word),
        payment=stands.payment,
        paid_word=scanner.text("payment", order.paid_word),
        placed_at=order.placed_at,
        paid_at=order.paid_at,
        modified_at=order.modified_at,
        sums=sums.of_shop(order, refunds),
        buyer_sums=sums.of_buyer(order),
        prices_include_tax=order.prices_include_tax,
        buyer_id=order.buyer.remote_id if order.buyer else None,
        person=person,
        country=ships.country if ships else None,
        region=ships.region if ships else None,
        payment_method=method,
        coupons=coupons,
        lines=draft_lines,
        parcels=tuple(parcels_of(order, scanner)),
        findings=tuple(said),
        unknown=tuple(scanner.text("state", each) for each in stands.unknown),
        address_faults=faults,
        ships=person.shipping is not None,
    )


def person_of(order: Order, scanner: Scanner) -> Person:
    buyer, home = order.buyer, order.shipping_to or order.billing
    first, last = (buyer.first_name, buyer.last_name) if buyer else (None, None)
    if not (first or last) and home:
        first, last = home.first_name, home.last_name
    phone = (buyer.phone if buyer else None) or (home.phone if home else None)
    return Person(
        name=scanner.text("name", " ".join(filter(None, (first, last)))),
        email=scanner.text("email", buyer.email if buyer else None),
        phone=scanner.phone("phone", phone),
        billing=scanner.address("billing", order.billing),
        shipping=scanner.address("shipping", order.shipping_to),
        note=scanner.text("note", order.note, TEXT_CHARS_MAX),
    )


@dataclass(frozen=True, slots=True)
class Back:
    """Pieces of a line whose money went back, and those of them that lie in the shop again."""

    pieces: int = 0
    returned: int = 0
    returned_at: datetime | None = None

    def and_also(self, line: RefundLine, at: datetime | None) -> "Back":
        count = line.quantity or 0
        if not line.came_back:
            return replace(self, pieces=self.pieces + count)
        newest = max(filter(None, (self.returned_at, at)), default=None)
        return Back(self.pieces + count, self.returned + count, newest)


def lines_of(
    order: Order, refunds: Sequence[Refund], state: State, scanner: Scanner
) -> tuple[DraftLine, ...]:
    back: dict[str, Back] = {}
    for refund in refunds:
        for each in refund.lines:
            if each.order_line_id:
                there = back.get(each.order_line_id, Back())
                back[each.order_line_id] = there.and_also(each, refund.refunded_at)
    sent = {key for each in order.fulfilments for key in each.order_line_ids}
    # A parcel that names no lines holds all of the order.
    whole = state in OUT or any(not each.order_line_ids for each in order.fulfilments)
    return tuple(
        line_of(
            *(each, place, back.get(each.remote_id, Back())),
            *(whole or each.remote_id in sent, scanner),
        )
        for place, each in enumerate(order.lines[:LINES_MAX])
    )


def line_of(line: OrderLine, place: int, back: Back, is_out: bool, scanner: Scanner) -> DraftLine:
    quantity = max(line.quantity or 0, 0)
    if quantity > PIECES_MAX:
        raise Rejected(f"A line has {quantity:,} pieces; {PIECES_MAX:,} are the most.")
    refunded = min(back.pieces, quantity)
    kept = quantity - refunded
    return DraftLine(
        remote_id=line.remote_id,
        position=place,
        remote_product_id=line.product_id,
        remote_variant_id=line.variant_id,
        sku=scanner.code("lines.sku", line.sku),
        title=scanner.text("lines.title", line.title),
        quantity=quantity,
        refunded=refunded,
        shipped=kept if is_out else 0,
        returned=min(back.returned, refunded),
        returned_at=back.returned_at,
        unit_price=line.unit_price.value if line.unit_price else None,
        subtotal_minor=minor(line.subtotal),
        total_minor=minor(line.total),
        tax_minor=minor(line.tax),
    )


def parcels_of(order: Order, scanner: Scanner) -> Sequence[DraftParcel]:
    return [
        DraftParcel(
            remote_id=each.remote_id,
            carrier=scanner.text("parcels.carrier", each.carrier),
            tracking_number=scanner.code("parcels.tracking", each.tracking_number),
            tracking_url=scanner.code("parcels.address", each.tracking_url),
            shipped_at=each.shipped_at,
            line_ids=each.order_line_ids,
        )
        for each in order.fulfilments
    ]


# What a search looks for


def plain_email(email: str) -> str:
    return email.strip().casefold()


def plain_phone(phone: str) -> str:
    digits = NOT_DIGITS.sub("", phone)
    return digits[-PHONE_DIGITS:] if len(digits) >= PHONE_DIGITS_MIN else ""


# Why one looks twice

RISK_ORDERS_AN_HOUR = 4
RISK_TIMES_USUAL = 3


def risks(draft: Draft, within_the_hour: int, usual_high: int | None) -> tuple[Reason, ...]:
    """Simple rules, each with its reason; they hold nothing back by themselves."""
    person, total = draft.person, draft.sums.total
    found: list[Reason] = []
    home = person.billing.country if person.billing else None
    away = person.shipping.country if person.shipping else None
    if home and away and home != away:
        said = f"It is paid in {home} and goes to {away}."
        found.append(Reason("countries", said, {"home": home, "away": away}))
    if within_the_hour >= RISK_ORDERS_AN_HOUR:
        said = f"The same buyer placed {within_the_hour} orders within an hour."
        found.append(Reason("many", said, {"count": str(within_the_hour)}))
    if usual_high and total and total > RISK_TIMES_USUAL * usual_high:
        times = total // usual_high
        said = f"It is {times} times what orders of this shop reach at most."
        found.append(Reason("high", said, {"times": str(times)}))
    return tuple(found)
