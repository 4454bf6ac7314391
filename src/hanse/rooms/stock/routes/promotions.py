"""HTTP of promotions: pieces kept for a shop from then to then."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.engine.doors.instants import At
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.rooms.catalog.model.goods import Label
from hanse.rooms.stock.model.adjusting import PIECES_MAX
from hanse.rooms.stock.model.promotions import (
    LINES_MAX,
    NAME_CHARS_MAX,
    Asked,
    Promotion,
    PromotionState,
)
from hanse.rooms.stock.routes.permissions import READ_PROMOTIONS, WRITE_LEVELS
from hanse.rooms.stock.routes.shapes import ID, OTHER_ID, Sku
from hanse.rooms.stock.service import promoting as service

doors = Doors("stock")

TIMES: JsonDict = {"from_at": "2026-11-27T00:00:00Z", "until_at": "2026-11-30T00:00:00Z"}
PROMOTION_IN: JsonDict = {
    **TIMES,
    "name": "Black Friday",
    "account_id": OTHER_ID,
    "place_id": None,
    "lines": [{"sku": "L-1", "count": 50}],
}
PROMOTION: JsonDict = {
    **TIMES,
    "id": ID,
    "name": "Black Friday",
    "account_id": OTHER_ID,
    "variant_id": ID,
    "title": "Brass lamp, large",
    "sku": "L-1",
    "place_id": ID,
    "count": 50,
    "left": 38,
    "short": 0,
    "state": "running",
    "version": 2,
}


class PromotionLineIn(Body):
    """So many of a variant or an SKU."""

    variant_id: UUID | None = None
    sku: Sku = ""
    count: Annotated[int, Field(ge=1, le=PIECES_MAX)]


class PromotionIn(Body):
    """What is kept for which shop, from when to when; at the first place, if none is named."""

    model_config = ConfigDict(json_schema_extra={"examples": [PROMOTION_IN]})

    name: Annotated[str, Field(min_length=1, max_length=NAME_CHARS_MAX)]
    account_id: UUID
    place_id: UUID | None = None
    lines: Annotated[list[PromotionLineIn], Field(min_length=1, max_length=LINES_MAX)]
    from_at: At
    until_at: At


class PromotionOut(BaseModel):
    """Pieces of one variant kept for one shop. `left` are kept now; `short` were not there when it
    began."""

    model_config = ConfigDict(json_schema_extra={"examples": [PROMOTION]})

    id: UUID
    name: str
    account_id: UUID
    variant_id: UUID
    title: str
    sku: str
    place_id: UUID
    count: int
    left: int
    short: int
    from_at: datetime
    until_at: datetime
    state: PromotionState
    version: int


class PromotionsOut(Page[PromotionOut]):
    """Promotions, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [PROMOTION], "next_cursor": None}]}
    )


@doors.get("/api/stock/promotions", needs=READ_PROMOTIONS)
async def list_promotions(
    tx: InTx,
    state: Annotated[PromotionState | None, Query(description="Of this state alone.")] = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> PromotionsOut:
    """List promotions, the newest first."""
    found = await service.list_promotions(tx, state, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: [each.id])
    names = await service.labels_of(tx, page)
    return PromotionsOut(items=[promotion_out(each, names) for each in page], next_cursor=following)


@doors.post("/api/stock/promotions", needs=WRITE_LEVELS, status=201)
async def plan_promotion(tx: InTx, asked: PromotionIn) -> PromotionsOut:
    """Have pieces kept for a shop, one promotion for each variant. What begins now is kept now."""
    lines = [
        Asked(number, each.variant_id, each.sku, each.count)
        for number, each in enumerate(asked.lines)
    ]
    made = await service.plan(
        tx,
        *(asked.name, asked.account_id, asked.place_id, lines, asked.from_at, asked.until_at),
    )
    names = await service.labels_of(tx, made)
    return PromotionsOut(items=[promotion_out(each, names) for each in made], next_cursor=None)


@doors.post("/api/stock/promotions/{id}/end", needs=WRITE_LEVELS)
async def end_promotion(
    tx: InTx,
    id: Annotated[UUID, Path(description="The id of the promotion.")],  # noqa: A002
) -> PromotionOut:
    """End a promotion before its time: what is still kept is free again."""
    found = await service.end(tx, id)
    return promotion_out(found, await service.labels_of(tx, [found]))


def promotion_out(found: Promotion, names: Mapping[UUID, Label]) -> PromotionOut:
    label = names.get(found.variant_id)
    return PromotionOut(
        id=found.id,
        name=found.name,
        account_id=found.account_id,
        variant_id=found.variant_id,
        title=label.title if label else "",
        sku=label.sku if label else "",
        place_id=found.place_id,
        count=found.count,
        left=found.left,
        short=found.short,
        from_at=found.from_at,
        until_at=found.until_at,
        state=found.state,
        version=found.version,
    )
