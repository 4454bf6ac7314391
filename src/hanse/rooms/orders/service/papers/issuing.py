"""Issued once: a number without a gap, bytes that are kept, corrected by credit notes alone.

The number is counted in the transaction that keeps the paper, and its row stays locked until that
has ended: what is taken back gives its number to the next one.
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from uuid import UUID

import msgspec

from hanse.base.faults import Conflict, Finding, Rejected
from hanse.base.money import Money
from hanse.engine import vault
from hanse.engine.files.shelf import Shelf
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.orders.model.papers import cii, crediting, numbers
from hanse.rooms.orders.model.papers.crediting import Back, Left
from hanse.rooms.orders.model.papers.invoices import Paper, PaperKind
from hanse.rooms.orders.model.papers.making import Sale, invoice_of
from hanse.rooms.orders.model.papers.parties import Seller
from hanse.rooms.orders.service.papers import facts, kept, sellers
from hanse.rooms.orders.store import papers as store
from hanse.rooms.orders.store.papers import Counted, Issued

NOT_YET = "?"  # in the place of a number that is not counted yet


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be credited: lines, an amount with tax, or all that is left."""

    backs: Sequence[Back] = ()
    amount: Money | None = None
    note: str = ""


async def issue_invoice(
    tx: Tx, shelf: Shelf, sale: Sale, business_id: UUID | None = None, note: str = ""
) -> Issued:
    """The invoice of a sale; `Rejected` with all that is missing, and no number is used."""
    seller = await sellers.of_order(tx, business_id, sale.order_id)
    if sale.order_id:
        await store.lock(tx, sale.order_id)
        for each in await store.of_order(tx, sale.order_id):
            if each.kind is PaperKind.invoice:
                raise Conflict(
                    f"Order {sale.order_number} has an invoice: {each.number}.",
                    "Print that one; what is wrong in it is corrected by a credit note.",
                )
    whole(invoice_of(sale, seller, NOT_YET, tx.now.date(), note))
    number, counted = await count(tx, seller, PaperKind.invoice)
    paper = whole(invoice_of(sale, seller, number, tx.now.date(), note))
    issued = await keep(tx, shelf, paper, counted, None)
    await log.append(
        tx,
        facts.InvoiceIssued(
            *(issued.id, number, issued.order_id, issued.order_number, paper.currency),
            *(paper.total.minor, issued.pdf_digest),
        ),
    )
    return issued


async def issue_credit(tx: Tx, shelf: Shelf, invoice_id: UUID, wish: Wish) -> Issued:
    """A credit note of the invoice, never beyond what is left of it."""
    invoice = await kept.issued(tx, invoice_id)
    if invoice.kind is not PaperKind.invoice:
        raise Rejected(
            f"{invoice.number} is a credit note, which is not corrected.",
            next_step="Name the invoice that it corrects, or issue a new invoice.",
        )
    await store.lock(tx, invoice_id)
    paper, left = await left_of(tx, invoice)
    backs = wanted(left, wish)
    # What is printed of the business is as of today, what was sold as of then.
    seller = await sellers.the_one(tx, invoice.business_id)
    whole(crediting.credit_of(paper, left, backs, NOT_YET, tx.now.date(), wish.note))
    number, counted = await count(tx, seller, PaperKind.credit)
    credit = whole(crediting.credit_of(paper, left, backs, number, tx.now.date(), wish.note))
    issued = await keep(tx, shelf, credit, counted, invoice_id)
    await log.append(
        tx,
        facts.InvoiceCorrected(
            *(invoice_id, invoice.number, issued.id, number, issued.order_id, credit.currency),
            *(credit.total.minor, issued.pdf_digest),
        ),
    )
    return issued


def drawing_loaded() -> ModuleType:
    """Its libraries take a second to load. Doors that print have them loaded before they hold a
    transaction; no command that prints nothing loads them."""
    from hanse.rooms.orders.service.papers import drawing

    return drawing


async def left_of(tx: Tx, invoice: Issued) -> tuple[Paper, Mapping[str, Left]]:
    """What the invoice says, and what its credit notes have left of each line."""
    earlier = await store.credits_of(tx, invoice.id)
    if len(earlier) >= store.CREDITS_MAX:
        raise Conflict(
            f"Invoice {invoice.number} has {len(earlier)} credit notes, the most for one.",
            "Credit what is left outside of Hanse.",
        )
    papers = await kept.papers(tx, [invoice.id, *earlier], "a credit note is worked out")
    paper = papers[invoice.id]
    return paper, crediting.left_of(paper, [papers[each] for each in earlier])


def wanted(left: Mapping[str, Left], wish: Wish) -> Sequence[Back]:
    if wish.amount is not None:
        shared = crediting.of_amount(left, wish.amount)
        if isinstance(shared, Finding):
            raise Rejected(shared.sentence, [shared], shared.next_step)
        return shared
    return wish.backs or crediting.everything(left)


def whole(made: Paper | list[Finding]) -> Paper:
    if isinstance(made, Paper):
        return made
    sentence = made[0].sentence
    if len(made) > 1:
        sentence = f"{len(made)} things keep this paper from being issued. {sentence}"
    raise Rejected(sentence, made, made[0].next_step)


async def count(tx: Tx, seller: Seller, kind: PaperKind) -> tuple[str, Counted]:
    is_invoice = kind is PaperKind.invoice
    pattern = seller.invoice_pattern if is_invoice else seller.credit_pattern
    first = seller.invoice_first if is_invoice else seller.credit_first
    year = tx.now.year
    period = numbers.period(pattern, year)
    ordinal = await store.next_number(tx, seller.business_id, kind, period, first)
    return numbers.spelled(pattern, year, ordinal), Counted(period, ordinal)


async def keep(
    tx: Tx, shelf: Shelf, paper: Paper, counted: Counted, corrects: UUID | None
) -> Issued:
    drawing = drawing_loaded()
    finding = cii.cannot(paper)
    xml = None if finding else cii.xml_of(paper)
    logo = await shelf.open(paper.seller.logo) if paper.seller.logo else None
    pdf = await asyncio.to_thread(drawing.drawn, paper, tx.now, xml, logo)
    said = [finding.sentence] if finding else []
    if unknown := await asyncio.to_thread(drawing.unprintable, paper):
        said.append(f"Letters that cannot be printed are shown by a sign: {unknown}")
    issued = Issued(
        id=tx.ids.new(),
        business_id=paper.seller.business_id,
        kind=paper.kind,
        number=paper.number,
        order_id=paper.order_id,
        order_number=paper.order_number,
        corrects=corrects,
        issued_on=paper.issued_on,
        issued_at=tx.now,
        net=paper.net,
        tax=paper.tax,
        total=paper.total,
        country=paper.buyer.country,
        findings=said,
        pdf_digest=hashlib.sha256(pdf).hexdigest(),
        xml_digest=hashlib.sha256(xml).hexdigest() if xml else None,
    )
    await store.add(tx, issued, counted)
    contents = {"value": msgspec.json.encode(paper), "pdf": pdf, "xml": xml}
    ids = {form: tx.ids.new() for form, content in contents.items() if content}
    plain = {ids[form]: content for form, content in contents.items() if content}
    sealed = await vault.put_all(tx, kept.CONTENT, plain)
    files = [(form, row, sealed[row]) for form, row in ids.items()]
    await store.add_files(tx, issued.id, files)
    return issued
