"""What a supplier offers for a variant of ours: what a line asks for, and what becomes of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Finding, Rejected
from hanse.base.money import UnitCost, plain
from hanse.rooms.catalog.model.goods import Label
from hanse.rooms.purchasing.model.suppliers import Supplier, SupplierState
from hanse.rooms.stock.model.naming import called
from hanse.rooms.stock.model.wording import wrong

LINES_MAX = 1_000
FINDINGS_MAX = 100
BREAKS_MAX = 19  # with the price of one piece as many as a reorder reckons with
PIECES_MAX = 1_000_000
REMOTE_CHARS_MAX = 200
SKU_CHARS_MAX = 120
NOBODY = UUID(int=0)


class OfferState(StrEnum):
    active = "active"
    off = "off"


Breaks = tuple[tuple[int, int], ...]  # from so many pieces on, each costs so much


@dataclass(frozen=True, slots=True)
class Offer:
    """Sums are in the supplier's currency. `stock` and `stock_sure` are as the supplier told them
    at `read_at`; a person sets none of these."""

    id: UUID
    supplier_id: UUID
    variant_id: UUID
    state: OfferState = OfferState.active
    product_remote_id: str = ""
    variant_remote_id: str = ""
    order_key: str = ""
    sku: str = ""
    from_country: str = ""
    price_minor: int | None = None
    breaks: Breaks = ()
    minimum: int = 1
    case_pack: int = 1
    lead_days: Decimal | None = None
    share_percent: Decimal = Decimal(100)
    stock: int | None = None
    stock_sure: int | None = None
    read_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Given:
    """What a line says; None where it says nothing, so nothing changes. Prices are as written."""

    state: OfferState | None = None
    product_remote_id: str | None = None
    variant_remote_id: str | None = None
    sku: str | None = None
    from_country: str | None = None
    price: Decimal | None = None
    breaks: tuple[tuple[int, Decimal], ...] | None = None
    minimum: int | None = None
    case_pack: int | None = None
    lead_days: Decimal | None = None
    share_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """`number` is the one by which a person knows it."""

    number: int
    supplier_id: UUID | None
    supplier: str  # its name, where a person wrote that
    variant_id: UUID | None
    goods: str  # our SKU
    given: Given
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What lines are held against: `goods` by SKU, `named` suppliers by their small names."""

    suppliers: Mapping[UUID, Supplier]
    named: Mapping[str, UUID]
    by_sku: Mapping[str, UUID]
    labels: Mapping[UUID, Label]
    offers: Mapping[tuple[UUID, UUID], Offer]  # by supplier and variant


@dataclass(frozen=True, slots=True)
class Planned:
    line: Line
    supplier: Supplier | None = None
    label: Label | None = None
    before: Offer | None = None
    after: Offer | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def changes(self) -> bool:
        return self.after is not None and self.after != self.before


def plan(lines: Sequence[Line], ground: Ground) -> Sequence[Planned]:
    """What becomes of each; of two lines about the same offer the second is refused."""
    seen: dict[tuple[UUID, UUID], int] = {}
    planned = []
    for line in lines:
        made = planned_one(line, ground)
        if made.supplier and made.label:
            key = made.supplier.id, made.label.variant_id
            if (first := seen.setdefault(key, line.number)) != line.number:
                sentence = f"It is the same offer as line {first}."
                twice = wrong("twice", sentence, "Leave one of them out.", f"lines.{line.number}")
                made = replace(made, findings=(*made.findings, twice))
        planned.append(made)
    return planned


def planned_one(line: Line, ground: Ground) -> Planned:
    at = f"lines.{line.number}."
    supplier, label, findings = found_in(line, ground, at)
    if supplier is None or label is None:
        return Planned(line, supplier, label, findings=tuple(findings))
    before = ground.offers.get((supplier.id, label.variant_id))
    after, said = merged(line.given, before, supplier, label, at)
    return Planned(line, supplier, label, before, after, (*findings, *said))


def found_in(
    line: Line, ground: Ground, at: str
) -> tuple[Supplier | None, Label | None, list[Finding]]:
    findings = list(line.findings)
    supplier_id = line.supplier_id or ground.named.get(line.supplier.lower(), NOBODY)
    supplier = ground.suppliers.get(supplier_id)
    if supplier is None:
        called_so = f" called {line.supplier[:80]!r}" if line.supplier else ""
        sentence = f"There is no supplier{called_so}."
        findings.append(wrong("supplier", sentence, "Choose one of the list.", f"{at}supplier"))
    elif supplier.state is SupplierState.archived:
        sentence = f"{supplier.name} is archived."
        findings.append(wrong("archived", sentence, "Take it up again first.", f"{at}supplier"))
    variant_id = line.variant_id or ground.by_sku.get(line.goods, NOBODY)
    label = ground.labels.get(variant_id)
    if label is None:
        sentence = f"No variant has the SKU {line.goods[:80]!r}."
        if line.variant_id or not line.goods:
            sentence = "It is not said which of our variants is meant."
        step = "Give the SKU of one of our variants."
        findings.append(wrong("unknown_sku", sentence, step, f"{at}sku"))
    elif label.is_bundle:
        sentence = f"{called(label)} is a bundle: its parts are bought."
        findings.append(wrong("bundle", sentence, "Name the parts.", f"{at}sku"))
    return supplier, label, findings


def merged(
    given: Given, before: Offer | None, supplier: Supplier, label: Label, at: str
) -> tuple[Offer, Sequence[Finding]]:
    """The offer as it will be; what the supplier told of another product of it is forgotten."""
    made = before or Offer(NOBODY, supplier.id, label.variant_id)
    plainly = ("state", "product_remote_id", "variant_remote_id", "sku", "from_country")
    counted = ("minimum", "case_pack", "lead_days", "share_percent")
    said = {
        name: value for name in (*plainly, *counted) if (value := getattr(given, name)) is not None
    }
    made = replace(made, **said)
    if before and told_of(made) != told_of(before):
        made = replace(made, order_key="", stock=None, stock_sure=None, read_at=None)
    findings: list[Finding] = []
    if given.price is not None:
        made = replace(made, price_minor=minor(given.price, supplier, f"{at}price", findings))
    if given.breaks is not None:
        steps = [
            (count, minor(price, supplier, f"{at}breaks", findings) or 0)
            for count, price in sorted(given.breaks)
        ]
        made = replace(made, breaks=tuple(steps))
    findings += what_is_wrong(made, at)
    return made, findings


def told_of(offer: Offer) -> tuple[str, str]:
    return offer.product_remote_id, offer.variant_remote_id


def minor(price: Decimal, supplier: Supplier, place: str, findings: list[Finding]) -> int | None:
    """What does not fit into the currency's smallest unit is refused, never rounded."""
    try:
        found = UnitCost(supplier.currency, price).to_money(place)
    except Rejected as fault:
        findings.append(wrong("price", fault.sentence, fault.next_step, place))
        return None
    if isinstance(found, Finding):
        findings.append(found)
        return None
    if found.minor < 0:
        sentence = f"{found} is no price of a piece."
        findings.append(wrong("price", sentence, "Give 0 or more.", place))
        return None
    return found.minor


def what_is_wrong(made: Offer, at: str) -> Iterable[Finding]:
    if made.variant_remote_id and not made.product_remote_id:
        sentence = "The supplier's variant is named without its product."
        yield wrong("no_product", sentence, "Give both of its ids.", f"{at}product_remote_id")
    counts = [count for count, _ in made.breaks]
    if len(set(counts)) < len(counts):
        sentence = "Two price breaks begin at the same number of pieces."
        yield wrong("breaks", sentence, "Leave one of them out.", f"{at}breaks")
    if len(counts) > BREAKS_MAX:
        sentence = f"There are {len(counts)} price breaks; {BREAKS_MAX} are the most."
        yield wrong("breaks", sentence, "Leave some out.", f"{at}breaks")
    if not 0 <= made.share_percent <= 100:
        sentence = f"A share of {plain(made.share_percent)} per cent is none."
        yield wrong("share", sentence, "Give 0 to 100.", f"{at}share_percent")
    for name in ("minimum", "case_pack"):
        if not 1 <= getattr(made, name) <= PIECES_MAX:
            sentence = f"{getattr(made, name):,} pieces are no {name.replace('_', ' ')}."
            yield wrong(name, sentence, f"Give 1 to {PIECES_MAX:,}.", f"{at}{name}")
    if made.lead_days is not None and not 0 <= made.lead_days <= 365:
        sentence = f"{plain(made.lead_days)} days are no lead time."
        yield wrong("lead_days", sentence, "Give 0 to 365.", f"{at}lead_days")


def price_of(offer: Offer, quantity: int) -> int | None:
    """Of one piece, where so many are taken."""
    reached = [step for step in offer.breaks if step[0] <= quantity]
    return max(reached)[1] if reached else offer.price_minor


@dataclass(frozen=True, slots=True)
class Done:
    """What becomes of each line, in their order. `written`: it has been done."""

    planned: Sequence[Planned]
    written: bool

    @property
    def changed(self) -> int:
        return sum(1 for each in self.planned if not each.findings and each.changes)

    @property
    def refused(self) -> int:
        return sum(1 for each in self.planned if each.findings)
