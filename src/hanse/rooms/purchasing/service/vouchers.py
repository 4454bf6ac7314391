"""Vouchers: booked by hand and as a table, changed, switched off."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.faults import Finding, Gone
from hanse.base.text import clean
from hanse.engine.doors.versions import same_version
from hanse.engine.log import events as log
from hanse.engine.sheets import reading as sheets
from hanse.engine.tx import Tx
from hanse.rooms.purchasing.model import booking as model
from hanse.rooms.purchasing.model import voucher_rows
from hanse.rooms.purchasing.model.booking import Booked, VoucherState
from hanse.rooms.purchasing.model.suppliers import Supplier
from hanse.rooms.purchasing.model.voucher_rows import Row
from hanse.rooms.purchasing.service import suppliers
from hanse.rooms.purchasing.service.term_facts import VouchersChanged
from hanse.rooms.purchasing.store import suppliers as suppliers_store
from hanse.rooms.purchasing.store import vouchers as store
from hanse.rooms.stock.model.wording import refused, wrong

FINDINGS_MAX = 100
TOLD_MAX = 100


@dataclass(frozen=True, slots=True)
class Brought:
    """What a table makes: new ones, and others that are as it says from now on."""

    new: Sequence[Booked]
    changed: Sequence[Booked]
    same: int
    findings: Sequence[Finding]
    written: bool


async def page(
    tx: Tx,
    supplier_id: UUID | None,
    after: str | UUID | None,
    rows_max: int,
    *,
    off: bool,
) -> Sequence[Booked]:
    """Of a supplier by their codes; of all the newest first."""
    if supplier_id is None:
        before = after if isinstance(after, UUID) else None
        return await store.everything(tx, before, rows_max, off=off)
    await suppliers.meant(tx, supplier_id)
    code = after if isinstance(after, str) else ""
    return await store.of_supplier(tx, supplier_id, code, rows_max, off=off)


async def one(tx: Tx, voucher_id: UUID, *, lock: bool = False) -> Booked:
    found = await store.get(tx, voucher_id, lock=lock)
    if found is None:
        raise Gone("There is no such voucher here, or not any more.")
    return found


async def book(tx: Tx, wanted: Booked) -> Booked:
    supplier = await suppliers.usable(tx, wanted.supplier_id)
    made = tidied(replace(wanted, id=tx.ids.new(), currency=wanted.currency or supplier.currency))
    if findings := [*model.what_is_wrong(made, supplier.currency)]:
        raise refused(findings)
    await suppliers_store.hold_all(tx, [supplier.id])
    if await store.count(tx, supplier.id) >= model.BOOKED_MAX:
        sentence = f"{supplier.name} has {model.BOOKED_MAX:,} vouchers, and no more fit."
        raise refused([wrong("many", sentence, "Switch off those that are over.", "code")])
    if not await store.add(tx, [made]):
        sentence = f"This code of {supplier.name} is booked already."
        raise refused([wrong("taken", sentence, "Change the one that is there.", "code")])
    await tell(tx, supplier, "booked", [made.id])
    return made


def tidied(wanted: Booked) -> Booked:
    names = sorted({each for name in wanted.product_ids if (each := "".join(name.split()))})
    return replace(
        wanted, code=wanted.code.strip(), note=clean(wanted.note), product_ids=tuple(names)
    )


async def tell(tx: Tx, supplier: Supplier, what: str, ids: Sequence[UUID]) -> None:
    told = VouchersChanged(supplier.id, supplier.name, what, len(ids), ids[:TOLD_MAX])
    await log.append(tx, told)


async def change(tx: Tx, wanted: Booked, expected: int) -> Booked:
    """What is kept for an order stays kept. Its code is its name and stays."""
    before = await one(tx, wanted.id, lock=True)
    same_version(expected, before.version)
    supplier = await suppliers.one(tx, before.supplier_id)
    made = replace(tidied(wanted), code=before.code, version=before.version + 1)
    findings = [*model.what_is_wrong(made, supplier.currency)]
    if made.uses_max < before.kept + before.used:
        count = before.kept + before.used
        sentence = f"It is kept or used {count:,} times already."
        step = f"Give {count:,} or more, or switch it off."
        findings.append(wrong("uses", sentence, step, "uses_max"))
    if findings:
        raise refused(findings)
    await store.put(tx, [made])
    off = made.state is VoucherState.off and before.state is not made.state
    await tell(tx, supplier, "switched off" if off else "changed", [made.id])
    return made


async def bring(tx: Tx, supplier_id: UUID, content: bytes, *, preview: bool) -> Brought:
    """Every row is checked first; then all are booked, or none. A code that is booked becomes what
    the table says of it; the same table twice changes nothing."""
    supplier = await suppliers.usable(tx, supplier_id)
    rows = await asyncio.to_thread(rows_of, content, supplier)
    findings = [finding for row in rows for finding in row.findings]
    findings += voucher_rows.twice(rows)
    given = [booked_of(row, supplier, tx) for row in rows if row.voucher]
    for row, each in zip([row for row in rows if row.voucher], given, strict=True):
        if row.voucher and len(row.voucher.stores) > 1:
            sentence = "A voucher is good at one store, or at all of them."
            step = "Write one row for each store."
            findings.append(wrong("stores", sentence, step, f"rows.{row.number}.stores"))
        findings += model.what_is_wrong(each, supplier.currency, f"rows.{row.number}.")
    await suppliers_store.hold_all(tx, [supplier.id])
    there = await store.of_codes(tx, supplier.id, sorted({each.code for each in given}))
    new = [each for each in given if each.code not in there]
    known = [
        (there[each.code], as_told(there[each.code], each)) for each in given if each.code in there
    ]
    changed = [made for was, made in known if made != was]
    if await store.count(tx, supplier.id) + len(new) > model.BOOKED_MAX:
        sentence = f"With these {supplier.name} would have more than {model.BOOKED_MAX:,} vouchers."
        findings.append(wrong("many", sentence, "Bring fewer.", "file"))
    done = Brought(new, changed, len(known) - len(changed), findings[:FINDINGS_MAX], not preview)
    if preview:
        return done
    if findings:
        raise refused(done.findings)
    await store.add(tx, [replace(each, id=tx.ids.new()) for each in new])
    await store.put(tx, changed)
    if new or changed:
        await tell(tx, supplier, "booked", [each.id for each in changed])
    return done


def rows_of(content: bytes, supplier: Supplier) -> Sequence[Row]:
    facts = sheets.facts_of(content)
    columns = voucher_rows.columns_of(facts.columns)
    found: list[Row] = []
    names = {supplier.name: supplier.id}
    for row in sheets.rows_of(content, facts):
        made = None
        if row.number > 1:
            made = voucher_rows.parse(row.number, row.cells, columns, names, UUID(int=row.number))
        if made:
            found.append(made)
        if len(found) > voucher_rows.ROWS_MAX:
            sentence = f"The table has more than {voucher_rows.ROWS_MAX:,} vouchers."
            raise refused([wrong("many", sentence, "Divide it into several files.", "file")])
    return found


def booked_of(row: Row, supplier: Supplier, tx: Tx) -> Booked:
    given = row.voucher
    assert given is not None, "rows without one were left out"
    return tidied(
        Booked(
            id=given.id,
            supplier_id=supplier.id,
            code=given.code,
            currency=given.currency,
            off_minor=given.off.minor if given.off else None,
            off_percent=given.percent,
            off_max_minor=given.cap.minor if given.cap else None,
            spend_min_minor=given.spend_min.minor if given.spend_min else 0,
            valid_from=given.valid_from,
            valid_to=given.valid_to,
            uses_max=given.uses_left,
            store_id=min(given.stores, default=""),
            product_ids=tuple(sorted(given.products)),
            note="",
            state=VoucherState.active,
            version=1,
            made_at=tx.now,
        )
    )


def as_told(there: Booked, given: Booked) -> Booked:
    return replace(
        given,
        id=there.id,
        note=there.note,
        version=there.version,
        made_at=there.made_at,
        kept=there.kept,
        used=there.used,
        uses_max=max(given.uses_max, there.kept + there.used),
    )
