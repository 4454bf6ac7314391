"""HTTP of transfers between places."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.engine.doors.instants import Day
from hanse.engine.doors.paging import Cursor, Page, cut, read_id
from hanse.rooms.catalog.model.goods import Label
from hanse.rooms.stock.model.adjusting import PIECES_MAX
from hanse.rooms.stock.model.transfers import (
    LINES_MAX,
    NOTE_CHARS_MAX,
    Asked,
    Transfer,
    TransferState,
)
from hanse.rooms.stock.routes.permissions import READ_TRANSFERS, WRITE_LEVELS
from hanse.rooms.stock.routes.shapes import ID, OTHER_ID, Sku
from hanse.rooms.stock.service import transferring as service

doors = Doors("stock")

LINE_IN: JsonDict = {"sku": "L-1", "count": 20}
TRANSFER_IN: JsonDict = {
    "from_id": ID,
    "to_id": OTHER_ID,
    "lines": [LINE_IN],
    "expected_on": "2026-11-24",
    "note": "Two boxes",
}
TRANSFER: JsonDict = {
    "id": ID,
    "from_id": ID,
    "to_id": OTHER_ID,
    "state": "sent",
    "note": "Two boxes",
    "sent_at": "2026-11-20T14:03:05Z",
    "sent_by": None,
    "expected_on": "2026-11-24",
    "ended_at": None,
    "on_the_way": 20,
    "version": 1,
    "lines": [
        {"variant_id": ID, "title": "Brass lamp, large", "sku": "L-1", "count": 20, "received": 0}
    ],
}

Id = Annotated[UUID, Path(description="The id of the transfer.")]


class TransferLineIn(Body):
    """So many of a variant or an SKU."""

    variant_id: UUID | None = None
    sku: Sku = ""
    count: Annotated[int, Field(ge=1, le=PIECES_MAX)]


class SendIn(Body):
    """What is sent from where to where."""

    model_config = ConfigDict(json_schema_extra={"examples": [TRANSFER_IN]})

    from_id: UUID
    to_id: UUID
    lines: Annotated[list[TransferLineIn], Field(min_length=1, max_length=LINES_MAX)]
    expected_on: Day | None = None
    note: Annotated[str, Field(max_length=NOTE_CHARS_MAX)] = ""


class ArrivedIn(Body):
    """What has come; without lines, all that is on the way."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"lines": [LINE_IN]}]})

    lines: Annotated[list[TransferLineIn], Field(min_length=1, max_length=LINES_MAX)] | None = None


class TransferLineOut(BaseModel):
    variant_id: UUID
    title: str
    sku: str
    count: int
    received: int


class TransferOut(BaseModel):
    """Goods between two places; `on_the_way` of them are sold nowhere."""

    model_config = ConfigDict(json_schema_extra={"examples": [TRANSFER]})

    id: UUID
    from_id: UUID
    to_id: UUID
    state: TransferState
    note: str
    sent_at: datetime
    sent_by: UUID | None
    expected_on: date | None
    ended_at: datetime | None
    on_the_way: int
    version: int
    lines: list[TransferLineOut]


class TransfersOut(Page[TransferOut]):
    """Transfers, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [TRANSFER], "next_cursor": None}]}
    )


@doors.get("/api/stock/transfers", needs=READ_TRANSFERS)
async def list_transfers(
    tx: InTx,
    state: Annotated[TransferState | None, Query(description="Of this state alone.")] = None,
    limit: Annotated[int, Query(ge=1, le=50, description="How many rows at most.")] = 20,
    cursor: Cursor = None,
) -> TransfersOut:
    """List transfers, the newest first."""
    found = await service.list_transfers(tx, state, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: [each.id])
    names = await service.labels_of(tx, page)
    return TransfersOut(items=[transfer_out(each, names) for each in page], next_cursor=following)


@doors.post("/api/stock/transfers", needs=WRITE_LEVELS, status=201)
async def send_transfer(tx: InTx, asked: SendIn) -> TransferOut:
    """Send goods to another place. Until they are received they are on the way."""
    made = await service.send(
        tx, asked.from_id, asked.to_id, lines_of(asked.lines), asked.expected_on, asked.note
    )
    return transfer_out(made, await service.labels_of(tx, [made]))


@doors.get("/api/stock/transfers/{id}", needs=READ_TRANSFERS)
async def read_transfer(tx: InTx, id: Id) -> TransferOut:  # noqa: A002
    """Show a transfer."""
    found = await service.transfer(tx, id)
    return transfer_out(found, await service.labels_of(tx, [found]))


@doors.post("/api/stock/transfers/{id}/receive", needs=WRITE_LEVELS)
async def receive_transfer(tx: InTx, id: Id, asked: ArrivedIn) -> TransferOut:  # noqa: A002
    """Receive what has come, all or part; the rest stays on the way."""
    lines = None if asked.lines is None else lines_of(asked.lines)
    found = await service.receive(tx, id, lines)
    return transfer_out(found, await service.labels_of(tx, [found]))


@doors.post("/api/stock/transfers/{id}/cancel", needs=WRITE_LEVELS)
async def cancel_transfer(tx: InTx, id: Id) -> TransferOut:  # noqa: A002
    """Bring what is on the way back to where it came from."""
    found = await service.cancel(tx, id)
    return transfer_out(found, await service.labels_of(tx, [found]))


def lines_of(lines: list[TransferLineIn]) -> list[Asked]:
    return [
        Asked(number, each.variant_id, each.sku, each.count) for number, each in enumerate(lines)
    ]


def transfer_out(found: Transfer, names: Mapping[UUID, Label]) -> TransferOut:
    return TransferOut(
        id=found.id,
        from_id=found.from_id,
        to_id=found.to_id,
        state=found.state,
        note=found.note,
        sent_at=found.sent_at,
        sent_by=found.sent_by,
        expected_on=found.expected_on,
        ended_at=found.ended_at,
        on_the_way=found.on_the_way,
        version=found.version,
        lines=[
            TransferLineOut(
                variant_id=each.variant_id,
                title=names[each.variant_id].title if each.variant_id in names else "",
                sku=names[each.variant_id].sku if each.variant_id in names else "",
                count=each.count,
                received=each.received,
            )
            for each in found.lines
        ],
    )
