"""Papers that are issued: no gap, no double, bytes that stay, corrected by credit notes alone."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from hanse.app.api.ground import Ground
from hanse.app.wiring import CARDS
from hanse.base.faults import Conflict, Gone, Rejected
from hanse.engine.doors.doors import Doors, InTx
from hanse.engine.files.shelf import Shelf
from hanse.engine.tx import Database, Tx
from hanse.engine.vault import reseal
from hanse.rooms.identity.store import businesses
from hanse.rooms.mirror.service import storing
from hanse.rooms.mirror.service.storing import Source
from hanse.rooms.orders.model.papers.crediting import Back
from hanse.rooms.orders.model.papers.invoices import PaperKind
from hanse.rooms.orders.routes import paper_permissions, papers, picks
from hanse.rooms.orders.routes import sellers as seller_doors
from hanse.rooms.orders.service import intake, preparing
from hanse.rooms.orders.service.papers import drawing as drawing  # loaded before any transaction
from hanse.rooms.orders.service.papers import issuing, kept, sellers
from hanse.rooms.orders.service.papers.issuing import Wish
from hanse.rooms.orders.store.papers import Issued
from hanse.trade.ports_read import Kind, Row
from tests.api.conftest import Door, by_role, ground, opened
from tests.conftest import NOBODY
from tests.rooms.catalog.pictures import drawn as picture
from tests.rooms.orders.paper import SELLER, eur, item, sale, shop_order

__all__ = ["ground"]

ORDER = UUID(int=55)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
async def business(database: Database, workspace: UUID) -> UUID:
    async with database.tx(workspace, NOBODY) as tx:
        made = tx.ids.new()
        await businesses.add(tx, made, "Lamps", "shop")
        await sellers.set_seller(tx, replace(SELLER, business_id=made), 0)
        return made


async def issued(tx: Tx, shelf: Shelf, order_id: UUID | None = ORDER) -> Issued:
    sold = sale(item("a", 1_000, 190, 2), item("b", 333, 63, 3))
    return await issuing.issue_invoice(tx, shelf, replace(sold, order_id=order_id))


# What the driver says of a connection that ended, by the moment at which it notices.
LOST = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)


async def test_numbers_of_many_at_once_have_no_gap_and_no_double_whoever_fails_or_dies(
    database: Database, workspace: UUID, business: UUID, admin_dsn: str
) -> None:
    """Of forty, every fourth takes its work back, and two lose their connection while they hold
    the counter."""
    admin = await asyncpg.connect(admin_dsn)

    async def one(at: int) -> str | None:
        try:
            async with database.tx(workspace, NOBODY) as tx:
                seller = await sellers.seller(tx, business)
                number, _ = await issuing.count(tx, seller, PaperKind.invoice)
                if at % 4 == 0:
                    raise ZeroDivisionError
                if at in (5, 18):
                    pid = await tx.fetchval("select pg_backend_pid()")
                    await admin.execute("select pg_terminate_backend($1, 5000)", pid)
                    await tx.execute("select 1")
                return number
        except (ZeroDivisionError, *LOST):
            return None

    found = [each for each in await asyncio.gather(*map(one, range(40))) if each]
    await admin.close()
    year = database.clock.now().year
    assert sorted(found) == [f"INV-{year}-{at:05}" for at in range(1, 29)]


async def test_what_was_issued_stays_as_it_is_byte_by_byte(
    database: Database, workspace: UUID, business: UUID, shelf: Shelf, admin_dsn: str
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        await sellers.set_logo(tx, shelf, business, picture(), 1)
        first = await issued(tx, shelf)
    async with database.tx(workspace, NOBODY) as tx:
        _, pdf = await kept.content(tx, first.id, "pdf")
        _, xml = await kept.content(tx, first.id, "xml")
        assert pdf.startswith(b"%PDF")
        assert (first.number[-6:], hashlib.sha256(pdf).hexdigest()) == ("-00001", first.pdf_digest)
        assert b"CrossIndustryInvoice" in xml
        # The business moves; what was printed before does not.
        moved = replace(SELLER, business_id=business, footer="We have moved.")
        await sellers.set_seller(tx, moved, 2)
    async with database.tx(workspace, NOBODY) as tx:
        assert await kept.content(tx, first.id, "pdf") == (first, pdf)
        [listed] = await kept.list_papers(tx, business, None, 10)
        assert (listed.issued, listed.buyer) == (first, "Łucja Żółć")
        with pytest.raises(Conflict, match="Order 1001 has an invoice: INV-"):
            await issued(tx, shelf)
    for statement in ("update orders_papers set number = 'x'", "delete from orders_paper_files"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with database.tx(workspace, NOBODY) as tx:
                await tx.execute(statement)
    async with database.tx(workspace, NOBODY) as tx:
        assert await reseal(tx, kept.CONTENT) == 0
    admin = await asyncpg.connect(admin_dsn)
    other = "select content from orders_paper_files where paper_id = $1 and form = 'xml'"
    alter = (
        f"update orders_paper_files set content = ({other}) where paper_id = $1 and form = 'pdf'"
    )
    await admin.execute(alter, first.id)
    await admin.close()
    async with database.tx(workspace, NOBODY) as tx:
        with pytest.raises(Exception, match=r"does not open|are not those"):
            await kept.content(tx, first.id, "pdf")


async def test_credit_notes_take_what_is_left_and_no_more_also_two_at_once(
    database: Database, workspace: UUID, business: UUID, shelf: Shelf
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        invoice = await issued(tx, shelf)

    async def credit(wish: Wish) -> Issued | Rejected:
        try:
            async with database.tx(workspace, NOBODY) as tx:
                return await issuing.issue_credit(tx, shelf, invoice.id, wish)
        except Rejected as refused:
            return refused

    two = Wish([Back("a", 2)])
    both = await asyncio.gather(credit(two), credit(two))
    [done] = [each for each in both if isinstance(each, Issued)]
    [refused] = [each for each in both if isinstance(each, Rejected)]
    assert refused.sentence == "2 pieces of Lamp a were to be credited; 0 are left."
    assert (done.total, done.corrects) == (eur(1_190), invoice.id)
    part = await credit(Wish(amount=eur(100)))
    rest = await credit(Wish(note="All of it."))
    assert isinstance(part, Issued)
    assert isinstance(rest, Issued)
    assert [each.number[-5:] for each in (done, part, rest)] == ["00001", "00002", "00003"]
    assert part.total == eur(100)
    assert (done.total + part.total + rest.total, done.tax + part.tax + rest.tax) == (
        invoice.total,
        invoice.tax,
    )
    over = await credit(Wish())
    assert isinstance(over, Rejected)
    assert "is left for this credit note" in over.sentence
    async with database.tx(workspace, NOBODY) as tx:
        with pytest.raises(Rejected, match="is a credit note, which is not corrected"):
            await issuing.issue_credit(tx, shelf, rest.id, Wish())
        assert len(await kept.of_order(tx, ORDER)) == 4


async def test_what_is_missing_uses_no_number_and_is_said(
    database: Database, workspace: UUID, shelf: Shelf
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        with pytest.raises(Rejected, match="Nobody has said yet what papers say"):
            await issued(tx, shelf)
        made = tx.ids.new()
        await businesses.add(tx, made, "Lamps", "shop")
        nameless = replace(SELLER, business_id=made, party=replace(SELLER.party, name=""))
        with pytest.raises(Rejected, match="Papers of Lamps cannot be issued like this"):
            await sellers.set_seller(tx, nameless, 0)
        first = replace(SELLER, business_id=made, invoice_first=700)
        await sellers.set_seller(tx, first, 0)
        with pytest.raises(
            Rejected, match=r"The lines add up to EUR 1\.19, the order says EUR 5\.00"
        ):
            odd = sale(item("a", 100, 19), whole=500)
            await issuing.issue_invoice(tx, shelf, odd, made)
        # A business goes on where the program before Hanse ended.
        assert (await issued(tx, shelf)).number.endswith("-00700")
        assert (await issued(tx, shelf, None)).number.endswith("-00701")
        with pytest.raises(Gone):
            await kept.issued(tx, UUID(int=1))
        other = tx.ids.new()
        await businesses.add(tx, other, "Rugs", "shop")
        await sellers.set_seller(tx, replace(SELLER, business_id=other), 0)
        with pytest.raises(Rejected, match="Several businesses issue papers here"):
            await issued(tx, shelf, None)
        with pytest.raises(Rejected, match="1 of these shops are not here"):
            await sellers.set_shops(tx, other, [UUID(int=1)])
    with pytest.raises(Conflict, match="Somebody else has changed"):
        async with database.tx(workspace, NOBODY) as tx:
            await sellers.set_seller(tx, first, 7)


probe = Doors("orders")
loaded: list[datetime] = []


@probe.get(
    "/api/orders/probe",
    needs=paper_permissions.READ_INVOICES,
    ready=lambda: loaded.append(datetime.now(UTC)),
)
async def read_probe(tx: InTx) -> dict[str, bool]:
    """Show whether its transaction began after what it needs was there."""
    began: datetime = await tx.fetchval("select now()")
    return {"ready_first": [each <= began for each in loaded] == [True]}


@pytest.fixture(scope="module")
async def door(ground: Ground) -> AsyncIterator[Door]:
    doors = (papers.doors, picks.doors, seller_doors.doors, probe)
    async with opened(replace(ground, doors=doors, authenticate=by_role)) as running:
        yield running


async def in_the_book(tx: Tx) -> UUID:
    """An order of a shop, read as every order is."""
    account_id = tx.ids.new()
    source = Source(tx.ids.new(), account_id, Kind.orders, "pull", tx.now)
    order = shop_order()
    # Goods at another rate than the shop's own: 3.00 is neither 19 % nor 7 % of 20.00.
    line = replace(order.lines[0], tax=eur(300))
    order = replace(order, lines=(line,), tax=eur(395), total=eur(2_895))
    await storing.store_rows(tx, source, [Row("55", {"id": 55}, order)])
    means = CARDS["woocommerce"].ours
    [ready] = (await preparing.prepare(tx, account_id, ["55"], means)).ready
    assert await intake.write(tx, ready, {})
    return ready.id


async def test_an_order_is_invoiced_printed_and_credited_over_http(
    door: Door, database: Database, workspace: UUID, business: UUID
) -> None:
    async with database.tx(workspace, NOBODY) as tx:
        order_id = await in_the_book(tx)
    who = f"manager:{workspace}"
    base = f"/api/orders/orders/{order_id}"

    async def get(path: str, role: str = "manager") -> tuple[int, bytes]:
        async with door.ask("GET", path, f"{role}:{workspace}") as answer:
            return answer.status, await answer.read()

    async def post(path: str, body: object) -> tuple[int, dict[str, object]]:
        async with door.ask("POST", path, who, json=body) as answer:
            return answer.status, await answer.json(content_type=None)

    # What loads slowly is loaded before a transaction begins, or the first invoice is given up on.
    assert await get("/api/orders/probe") == (200, b'{"ready_first":true}')
    printing = {each.path for each in papers.doors if each.ready is issuing.drawing_loaded}
    assert {"/api/orders/orders/{id}/invoice", "/api/orders/invoices/{id}/credit"} <= printing
    status, told = await get(f"{base}/taxes")
    assert (status, b"The shop took EUR 3.00 of tax on Lamp" in told) == (200, True)
    status, made = await post(f"{base}/invoice", {})
    assert (status, made["buyer"], made["total"]) == (
        *(201, "Budi Santoso"),
        {"currency": "EUR", "minor": 2_895},
    )
    invoice = f"/api/orders/invoices/{made['id']}"
    assert (await get(f"{invoice}/paper.pdf"))[1].startswith(b"%PDF")
    assert b"<ram:ID>INV-" in (await get(f"{invoice}/paper.xml", "support"))[1]
    assert (await get(f"{invoice}/paper.pdf", "viewer"))[0] == 403
    body = {"lines": [{"key": "7", "quantity": 1}, {"key": "shipping", "quantity": 1}]}
    status, credit = await post(f"{invoice}/credit", body)
    assert (status, credit["corrects"], credit["total"]) == (
        *(201, made["id"]),
        {"currency": "EUR", "minor": 1_150 + 595},
    )
    shown = await get(invoice)
    assert b'"quantity_left":1' in shown[1]
    status, listed = await get(f"{base}/papers")
    assert (status, listed.count(b"Budi Santoso")) == (200, 2)
    status, page = await get("/api/orders/invoices?limit=1")
    assert (status, b'"next_cursor":"' in page) == (200, True)
    status, again = await post(f"{base}/invoice", {})
    assert (status, "has an invoice" in str(again)) == (409, True)
    for path in (f"{base}/slip.pdf?prices=true", f"/api/orders/picks.pdf?order={order_id}"):
        status, content = await get(path)
        assert (status, content[:4]) == (200, b"%PDF"), content
