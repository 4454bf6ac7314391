"""A person opens counts: what waits, what an answer would do, and the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Finding, Rejected, Severity
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import reading
from hanse.rooms.stock.model.opening import (
    BULK_MAX,
    Basis,
    Counting,
    Rule,
    Ruling,
    Waiting,
    Why,
    shops_of,
)
from hanse.rooms.stock.service import opening
from hanse.rooms.stock.service import places as our_places
from hanse.rooms.stock.store import opening as store

FINDINGS_MAX = 100
SHOWN_MAX = 100
HOW = {
    Rule.ask: "counted by a person",
    Rule.lowest: "the lowest of the shops",
    Rule.shop: "the shop that a person chose",
}
NO_NUMBER = {
    Why.not_there: "is not counted by that shop",
    Why.nobody: "is counted by no shop",
    Why.bundle: "is a bundle, which has no stock of its own",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """A number that a person set."""

    variant_id: UUID
    count: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class Asked:
    """`ruling` for these variants, or for all that wait; with the rule `ask`, the numbers that a
    person typed."""

    ruling: Ruling
    typed: Sequence[Typed] = ()
    variant_ids: Sequence[UUID] | None = None
    place_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened, or in a preview would be; `left` wait still, for `findings` or because one
    answer reaches no further."""

    count: int
    left: int
    rows: Sequence[Waiting]
    findings: Sequence[Finding]


async def waiting(tx: Tx, after: UUID | None, rows_max: int) -> Sequence[Waiting]:
    """What waits for a number, with what each shop shows."""
    whys = await store.waiting(tx, after, rows_max)
    return await rows_of(tx, whys, {})


async def rows_of(
    tx: Tx, whys: Mapping[UUID, Why], counts: Mapping[UUID, int]
) -> Sequence[Waiting]:
    ids = list(whys)
    known = await opening.known_of(tx, ids)
    variants = await reading.variants(tx, ids)
    products = await reading.products(tx, sorted({each.product_id for each in variants.values()}))
    return [
        Waiting(
            variant_id=each,
            product_id=variants[each].product_id,
            title=", ".join(
                filter(None, (products[variants[each].product_id].title, *variants[each].choices))
            ),
            sku=variants[each].sku,
            why=whys[each],
            shops=shops_of(known.numbers.get(each, {})),
            count=counts.get(each),
        )
        for each in ids
        if each in variants and variants[each].product_id in products
    ]


async def set_out(tx: Tx, asked: Asked, *, preview: bool) -> Opened:
    """Open what is asked for; where the answer does not fit a variant, a finding says why and it
    goes on waiting."""
    if asked.place_id is not None:
        await our_places.usable(tx, asked.place_id)
    if asked.ruling.rule is Rule.ask:
        counts, findings = await typed_counts(tx, asked.typed)
    else:
        counts, findings = await ruled_counts(tx, asked)
    total = sum(map(len, counts.values()))
    flat = {each: count for some in counts.values() for each, count in some.items()}
    rows = await rows_of(tx, dict.fromkeys(list(flat)[:SHOWN_MAX], Why.none), flat)
    if not preview:
        how = HOW[asked.ruling.rule]
        total = 0
        for basis, some in counts.items():
            total += await opening.open_counts(tx, some, asked.place_id, basis, how)
    left = await store.count_waiting(tx) - (total if preview else 0)
    return Opened(total, max(left, 0), rows, findings[:FINDINGS_MAX])


async def typed_counts(
    tx: Tx, typed: Sequence[Typed]
) -> tuple[Mapping[Basis, Mapping[UUID, int]], Sequence[Finding]]:
    """All of them, or none: a person looks at each."""
    if not typed:
        raise refused([wrong("counts", "No number was set.", "Set one for each variant.")])
    states = await store.states(tx, [each.variant_id for each in typed])
    variants = await reading.variants(tx, [each.variant_id for each in typed])
    bundles = (await opening.known_of(tx, [each.variant_id for each in typed])).bundles
    findings: list[Finding] = []
    counts: dict[Basis, dict[UUID, int]] = {}
    taken: set[UUID] = set()
    for place, each in enumerate(typed):
        found = variants.get(each.variant_id)
        name = (found.sku if found else "") or f"The variant in row {place + 1}"
        said: tuple[str, str] | None = None
        if found is None:
            said = "is none of ours", "Take it out."
        elif each.variant_id in taken:
            said = "is there twice", "Keep one of them."
        elif each.variant_id in bundles:
            said = "is a bundle, which has no stock of its own", "Count its parts."
        elif states.get(each.variant_id, (None,))[0] is Counting.counted:
            said = "is counted already", "Correct its stock, or count it."
        if said:
            findings.append(wrong(f"counts.{place}", f"{name} {said[0]}.", said[1]))
        taken.add(each.variant_id)
        counts.setdefault(each.basis, {})[each.variant_id] = each.count
    if findings:
        raise refused(findings)
    return counts, []


async def ruled_counts(
    tx: Tx, asked: Asked
) -> tuple[Mapping[Basis, Mapping[UUID, int]], Sequence[Finding]]:
    """Of those that wait, or of these: what the rule says; the others wait on."""
    if asked.ruling.rule is Rule.shop and asked.ruling.account_id is None:
        raise refused([wrong("account_id", "No shop was chosen.", "Say whose numbers count.")])
    ids = list(dict.fromkeys(asked.variant_ids or ()))
    states = {each: state for each, (state, _) in (await store.states(tx, ids)).items()}
    if asked.variant_ids is None:
        ids = list(await store.waiting(tx, None, BULK_MAX))
        states = dict.fromkeys(ids, Counting.waiting)
    known = await opening.known_of(tx, ids)
    counts: dict[UUID, int] = {}
    why: dict[UUID, str] = {}
    for each in ids:
        found = opening.decision_of(each, known, asked.ruling)
        if states.get(each) is not Counting.waiting:
            why[each] = "does not wait for a number"
        elif found.count is not None:
            counts[each] = found.count
        else:
            why[each] = NO_NUMBER.get(found.why, "is in the ledger already")
    few = list(why)[:FINDINGS_MAX]
    names = {each: one.sku for each, one in (await reading.variants(tx, few)).items()}
    step = "Set its number yourself, or leave it out."
    return {Basis.available: counts}, [
        wrong("variant_ids", f"{names.get(each) or each} {why[each]}.", step) for each in few
    ]


def wrong(field: str, sentence: str, step: str) -> Finding:
    return Finding(Severity.error, "refused", sentence, step, field)


def refused(findings: Sequence[Finding]) -> Rejected:
    return Rejected(findings[0].sentence, findings[:FINDINGS_MAX], findings[0].next_step)
