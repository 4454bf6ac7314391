"""HTTP of tracking numbers as a table."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Doors, FileBrought, InTx
from hanse.engine.sheets.reading import BYTES_MAX
from hanse.rooms.orders.model.tracking import Fate, Tracked
from hanse.rooms.orders.routes import permissions
from hanse.rooms.orders.routes.held import OfHands
from hanse.rooms.orders.routes.shapes import ACCOUNT, ID
from hanse.rooms.orders.service import tracking as service
from hanse.rooms.orders.service.tracking import Brought

doors = Doors("orders")

SHOWN_MAX = 500
PART: JsonDict = {"title": "Lamp", "sku": "L-1", "count": 2}
TRACKED: JsonDict = {
    "rows": [2],
    "order": "5001",
    "order_id": ID,
    "account_id": ACCOUNT,
    "carrier": "DHL",
    "tracking_number": "JJD1",
    "fate": "send",
    "parts": [PART],
    "complete": True,
    "findings": [],
}
BROUGHT: JsonDict = {
    "written": False,
    "count": 1,
    "sent": 1,
    "same": 0,
    "refused": 0,
    "parcels": [TRACKED],
}


class TrackedFindingOut(BaseModel):
    """Why a row cannot be, and what to do."""

    row: int
    code: str
    field: str
    sentence: str
    next_step: str


class TrackedPartOut(BaseModel):
    title: str
    sku: str
    count: int


class TrackedOut(BaseModel):
    """A parcel that rows ask for, and what becomes of it."""

    rows: list[int] = Field(description="Their numbers, as a spreadsheet shows them.")
    order: str
    order_id: UUID | None = Field(description="Null: there is none such here.")
    account_id: UUID | None
    carrier: str
    tracking_number: str
    fate: Fate = Field(description="same: the order has a parcel with this number already.")
    parts: list[TrackedPartOut]
    complete: bool = Field(description="Nothing of the order is left to send then.")
    findings: list[TrackedFindingOut]


class BroughtParcelsOut(BaseModel):
    """What would become of the parcels, or what became of them: those with findings first, then
    those that are sent; 500 at most."""

    model_config = ConfigDict(json_schema_extra={"examples": [BROUGHT]})

    written: bool
    count: int
    sent: int
    same: int
    refused: int
    parcels: list[TrackedOut]


@doors.post("/api/orders/files/parcels", needs=permissions.WRITE, file_bytes_max=BYTES_MAX)
async def import_parcels(
    tx: InTx,
    hands: OfHands,
    content: FileBrought,
    preview: Annotated[bool, Query(description="Say what would be; nothing is done.")] = True,
    leave: Annotated[
        bool, Query(description="Leave out what cannot go; otherwise it stops all.")
    ] = False,
) -> BroughtParcelsOut:
    """Bring tracking numbers in as a table, CSV or XLSX: rows of order, carrier and
    tracking_number, with sku and quantity for a part of an order. First look at what each row
    would do; then the parcels are sent, and each is told to its shop once. The same table twice
    changes nothing the second time."""
    return brought_out(await service.bring(hands, tx, content, preview=preview, leave=leave))


def brought_out(done: Brought) -> BroughtParcelsOut:
    order = (Fate.refused, Fate.send, Fate.same)
    shown = sorted(done.parcels, key=lambda each: order.index(each.fate))[:SHOWN_MAX]
    return BroughtParcelsOut(
        written=done.written,
        count=len(done.parcels),
        sent=done.count(Fate.send),
        same=done.count(Fate.same),
        refused=done.count(Fate.refused),
        parcels=[tracked_out(each) for each in shown],
    )


def tracked_out(each: Tracked) -> TrackedOut:
    first, packed = each.lines[0], each.packed
    return TrackedOut(
        rows=[line.number for line in each.lines],
        order=each.order.number if each.order else first.order,
        order_id=each.order.id if each.order else None,
        account_id=each.order.account_id if each.order else None,
        carrier=first.carrier,
        tracking_number=first.tracking_number,
        fate=each.fate,
        parts=[
            TrackedPartOut(title=line.title, sku=line.sku, count=count)
            for line, count in (packed.chosen if packed else ())
        ],
        complete=packed is not None and packed.complete,
        findings=[
            TrackedFindingOut(
                row=row,
                code=finding.code,
                field=finding.field,
                sentence=finding.sentence,
                next_step=finding.next_step,
            )
            for row, finding in each.findings
        ],
    )
