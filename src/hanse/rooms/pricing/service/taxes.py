"""Tax rates: the table that comes with the program, and a workspace's own before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import msgspec

from hanse.base.faults import Finding, Gone, Rejected, Severity
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.pricing.model import places
from hanse.rooms.pricing.model.places import Taxes, TaxRate
from hanse.rooms.pricing.service import facts
from hanse.rooms.pricing.store import taxes as store

WORD_CHARS_MAX = 40


@dataclass(frozen=True, slots=True)
class Row:
    """`id` is None for what comes with the program."""

    id: UUID | None
    rate: TaxRate


async def taxes(tx: Tx) -> Taxes:
    own = await store.find(tx)
    return places.table().with_own(rate for _, rate in own) if own else places.table()


async def list_taxes(tx: Tx) -> Sequence[Row]:
    """Own ones first, then the table by place."""
    own = [Row(tax_id, rate) for tax_id, rate in await store.find(tx)]
    known = [Row(None, each) for held in places.table().rates.values() for each in held]
    return own + sorted(known, key=lambda row: (row.rate.place, row.rate.sort, row.rate.since))


async def set_tax(tx: Tx, wanted: TaxRate) -> Row:
    """A workspace's own rate; the same place, sort and first day again is a correction."""
    findings = [
        Finding(Severity.error, "tax", sentence, step, name)
        for name, wrong, sentence, step in (
            (
                *("percent", not 0 <= wanted.percent < Decimal(1000)),
                *(f"{wanted.percent} % is no tax.", "Enter 0 or more."),
            ),
            (
                *("until", wanted.until is not None and wanted.until <= wanted.since),
                *("It ends before it begins.", "Exchange the days, or leave the end open."),
            ),
        )
        if wrong
    ]
    if findings:
        raise Rejected("This tax rate cannot be kept.", findings)
    tax_id = await store.put(tx, wanted)
    after = msgspec.to_builtins(wanted)
    await log.append(tx, facts.TaxChanged(wanted.place, wanted.sort, {}, after))
    return Row(tax_id, wanted)


async def remove_tax(tx: Tx, tax_id: UUID) -> None:
    """The table's own rate counts again."""
    found = dict(await store.find(tx)).get(tax_id)
    if found is None:
        raise Gone("There is no such tax rate of yours, or not any more.")
    await store.remove(tx, tax_id)
    before = msgspec.to_builtins(found)
    await log.append(tx, facts.TaxChanged(found.place, found.sort, before, {}))
