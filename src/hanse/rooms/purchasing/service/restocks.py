"""Purchase orders for our own shelf: drafted, sent, confirmed, taken in, closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

from hanse.base.faults import Conflict, Finding, Gone
from hanse.base.text import clean, clean_lines
from hanse.engine.doors.versions import same_version
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import Label
from hanse.rooms.catalog.service import labels
from hanse.rooms.purchasing.model import restocks as model
from hanse.rooms.purchasing.model.offers import Offer, price_of
from hanse.rooms.purchasing.model.purchases import number_of
from hanse.rooms.purchasing.model.restocks import Restock, RestockLine, RestockMove, RestockState
from hanse.rooms.purchasing.model.suppliers import Supplier
from hanse.rooms.purchasing.service import suppliers
from hanse.rooms.purchasing.service.restock_facts import RestockChanged
from hanse.rooms.purchasing.store import offerings as offers_store
from hanse.rooms.purchasing.store import restocks as store
from hanse.rooms.stock.model.naming import called
from hanse.rooms.stock.model.places import PlaceKind
from hanse.rooms.stock.model.wording import refused, wrong
from hanse.rooms.stock.service import places

NEWEST = datetime(2200, 1, 1, tzinfo=UTC), UUID(int=(1 << 128) - 1)
FINDINGS_MAX = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many of a variant or an SKU; the price of a piece is the offer's, unless another was
    agreed on."""

    number: int
    variant_id: UUID | None
    sku: str
    quantity: int
    price_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What holds for a purchase order as a whole."""

    place_id: UUID | None = None
    expected_on: date | None = None
    note: str = ""
    reference: str = ""
    freight_minor: int = 0
    duty_minor: int = 0
    other_minor: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """With what its supplier, its goods and the supplier's offers of them are."""

    restock: Restock
    supplier: Supplier
    labels: Mapping[UUID, Label]
    offers: Mapping[UUID, Offer]


async def page(
    tx: Tx,
    states: Sequence[RestockState],
    supplier_id: UUID | None,
    cursor: tuple[datetime, UUID] | None,
    rows_max: int,
) -> Sequence[Shown]:
    """The newest first. No state: of every state."""
    given = list(states) or list(RestockState)
    found = await store.page(tx, given, supplier_id, cursor or NEWEST, rows_max)
    return await shown(tx, found)


async def one(tx: Tx, restock_id: UUID, *, lock: bool = False) -> Restock:
    found = await store.get(tx, restock_id, lock=lock)
    if found is None:
        raise Gone("There is no such purchase order here, or not any more.")
    return found


async def shown(tx: Tx, found: Sequence[Restock]) -> Sequence[Shown]:
    names = await suppliers.names(tx, [each.supplier_id for each in found])
    lines = [(each.supplier_id, line.variant_id) for each in found for line in each.lines]
    goods = await labels.labels(tx, sorted({variant_id for _, variant_id in lines}))
    offers = await offers_store.pairs(tx, sorted(set(lines)), lock=False)
    return [
        Shown(
            *(each, names[each.supplier_id], goods),
            {variant: offer for (of, variant), offer in offers.items() if of == each.supplier_id},
        )
        for each in found
    ]


async def draft(
    tx: Tx, supplier_id: UUID, head: Head, wanted: Sequence[Wanted], why: Sequence[object] = ()
) -> Restock:
    """Nothing goes out by it: somebody sends it."""
    supplier = await suppliers.usable(tx, supplier_id)
    await check_place(tx, head.place_id)
    lines = await lines_of(tx, supplier, wanted)
    made_id = tx.ids.new()
    made = with_head(
        Restock(
            id=made_id,
            number=number_of("PO", made_id),
            supplier_id=supplier.id,
            place_id=None,
            state=RestockState.draft,
            state_since=tx.now,
            currency=supplier.currency,
            freight_minor=0,
            duty_minor=0,
            other_minor=0,
            expected_on=None,
            note="",
            reference="",
            why=why,
            made_at=tx.now,
            made_by=tx.actor.person_id or tx.actor.id,
            sent_at=None,
            closed_at=None,
            version=1,
            lines=tuple(lines),
        ),
        head,
    )
    await store.add(tx, made)
    await tell(tx, made, "drafted", None)
    return made


def with_head(found: Restock, head: Head) -> Restock:
    return replace(
        found,
        place_id=head.place_id,
        expected_on=head.expected_on,
        note=clean_lines(head.note),
        reference=clean(head.reference),
        freight_minor=head.freight_minor,
        duty_minor=head.duty_minor,
        other_minor=head.other_minor,
    )


def head_of(found: Restock) -> Head:
    return Head(
        *(found.place_id, found.expected_on, found.note, found.reference),
        *(found.freight_minor, found.duty_minor, found.other_minor),
    )


async def check_place(tx: Tx, place_id: UUID | None) -> None:
    if place_id is None:
        return
    place = await places.usable(tx, place_id)
    if place.kind is not PlaceKind.own:
        sentence = f"{place.name} is no place of your own."
        raise refused([wrong("place", sentence, "Choose where they are to lie.", "place_id")])


async def lines_of(tx: Tx, supplier: Supplier, wanted: Sequence[Wanted]) -> Sequence[RestockLine]:
    by_sku = await labels.labels_of_skus(
        tx, sorted({each.sku for each in wanted if each.sku and not each.variant_id})
    )
    ids = {*by_sku.values(), *(each.variant_id for each in wanted if each.variant_id)}
    goods = await labels.labels(tx, sorted(ids))
    offers = await offers_store.pairs(tx, [(supplier.id, each) for each in sorted(ids)], lock=False)
    lines: dict[UUID, RestockLine] = {}
    findings: list[Finding] = []
    for each in wanted:
        label = goods.get(each.variant_id or by_sku.get(each.sku, UUID(int=0)))
        at = f"lines.{each.number}."
        if label is None or label.is_bundle or label.variant_id in lines:
            findings.append(not_so(label, each.sku, at))
            continue
        offer = offers.get((supplier.id, label.variant_id))
        price = each.price_minor
        if price is None and offer is not None:
            price = price_of(offer, each.quantity)
        if price is None:
            sentence = f"It is not known what {called(label)} costs at {supplier.name}."
            findings.append(wrong("no_price", sentence, "Give its price.", f"{at}price_minor"))
            continue
        lines[label.variant_id] = RestockLine(
            *(tx.ids.new(), label.variant_id, offer.id if offer else None, each.quantity, price)
        )
    if findings:
        raise refused(findings[:FINDINGS_MAX])
    return list(lines.values())


def not_so(label: Label | None, sku: str, at: str) -> Finding:
    if label is None:
        sentence = f"No variant has the SKU {sku[:80]!r}." if sku else "There is no such variant."
        return wrong("unknown_sku", sentence, "Give the SKU of one of ours.", f"{at}sku")
    if label.is_bundle:
        sentence = f"{called(label)} is a bundle: its parts are bought."
        return wrong("bundle", sentence, "Name the parts.", f"{at}sku")
    sentence = f"{called(label)} stands in two lines."
    return wrong("twice", sentence, "Put them together.", f"{at}sku")


async def change(
    tx: Tx, restock_id: UUID, head: Head, wanted: Sequence[Wanted] | None, expected: int
) -> Restock:
    """Its lines as long as it is a draft; what it costs beside the goods until the end, for that is
    often known last."""
    before = await one(tx, restock_id, lock=True)
    same_version(expected, before.version)
    if before.state is RestockState.cancelled:
        raise Conflict(f"Purchase order {before.number} is cancelled.", "Make another one.")
    if wanted is not None and before.state is not RestockState.draft:
        raise Conflict(
            f"Purchase order {before.number} was sent, so its lines stay.",
            "Close it and make another one for what is missing.",
        )
    if head.place_id != before.place_id:
        await check_place(tx, head.place_id)
    supplier = await suppliers.one(tx, before.supplier_id)
    lines = None if wanted is None else await lines_of(tx, supplier, wanted)
    made = with_head(before, head)
    made = replace(made, lines=before.lines if lines is None else tuple(lines))
    await store.put(tx, made, lines)
    made = replace(made, version=before.version + 1)
    await tell(tx, made, "changed", before)
    return made


async def move(tx: Tx, found: Restock, by: RestockMove) -> Restock:
    """Its row is locked."""
    to = model.after(found.state, by)
    if to is None:
        raise Conflict(
            f"Purchase order {found.number} is {found.state.value.replace('_', ' ')}.",
            "Look at it again.",
        )
    await store.move(tx, found.id, to)
    since = found.state_since if to is found.state else tx.now
    return replace(found, state=to, state_since=since, version=found.version + 1)


async def confirm(
    tx: Tx, restock_id: UUID, reference: str | None, expected_on: date | None, expected: int
) -> Restock:
    """The supplier said yes, with its own number and the day, where it named them."""
    before = await one(tx, restock_id, lock=True)
    same_version(expected, before.version)
    made = await move(tx, before, RestockMove.confirmed)
    head = head_of(before)
    made = with_head(
        made,
        replace(
            head,
            reference=head.reference if reference is None else reference,
            expected_on=expected_on or head.expected_on,
        ),
    )
    await store.put(tx, made, None)
    made = replace(made, version=made.version + 1)
    await tell(tx, made, "noted that its supplier confirmed", before)
    return made


async def cancel(tx: Tx, restock_id: UUID, expected: int) -> Restock:
    """Before anything of it came. The supplier is not told by it."""
    before = await one(tx, restock_id, lock=True)
    same_version(expected, before.version)
    made = await move(tx, before, RestockMove.cancelled)
    await tell(tx, made, "cancelled", before)
    return made


async def tell(tx: Tx, made: Restock, what: str, before: Restock | None) -> None:
    was = seen(before) if before else {}
    told = RestockChanged(made.id, made.number, what, was, seen(made), made.version)
    await log.append(tx, told)


def seen(found: Restock) -> Mapping[str, object]:
    return {
        "state": found.state.value,
        "place_id": str(found.place_id) if found.place_id else None,
        "expected_on": found.expected_on.isoformat() if found.expected_on else None,
        "reference": found.reference,
        "freight_minor": found.freight_minor,
        "duty_minor": found.duty_minor,
        "other_minor": found.other_minor,
        "lines": len(found.lines),
        "goods_minor": found.goods_minor,
    }


async def coming(tx: Tx, variant_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """Pieces that are drafted or ordered for our shelf, and have not come."""
    return await store.coming(tx, variant_ids)
