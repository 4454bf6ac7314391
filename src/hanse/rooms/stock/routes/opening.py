"""HTTP of opening counts: what waits for one, and what a person says; when it could be bought."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.rooms.stock.model.opening import BULK_MAX, COUNT_MAX, Basis, Rule, Ruling, Waiting
from hanse.rooms.stock.routes.permissions import READ_LEVELS, WRITE_LEVELS
from hanse.rooms.stock.service import setting_out, showing
from hanse.rooms.stock.service.setting_out import Asked, Typed

doors = Doors("stock")

ID = "0190a2b4-0000-7000-8000-000000000001"
OTHER = "0190a2b4-0000-7000-8000-000000000002"
SHOP: JsonDict = {"account_id": OTHER, "quantity": 7}
WAITING: JsonDict = {
    "variant_id": ID,
    "product_id": OTHER,
    "title": "Brass lamp, Red",
    "sku": "L-1",
    "why": "differ",
    "shops": [SHOP],
    "count": None,
}
TYPED: JsonDict = {"variant_id": ID, "count": 8, "basis": "on_hand"}
PERIOD: JsonDict = {"account_id": OTHER, "from_at": "2026-11-20T14:03:05Z", "until_at": None}
WhyWord = Literal["reading", "differ", "not_there", ""]
RuleWord = Literal["count", "lowest", "shop"]


class ShopNumberOut(BaseModel):
    """What a shop shows of a variant; null: it sells it without counting."""

    model_config = ConfigDict(json_schema_extra={"examples": [SHOP]})

    account_id: UUID
    quantity: int | None


class WaitingOut(BaseModel):
    """A variant that no shop is told of until its opening count is set."""

    model_config = ConfigDict(json_schema_extra={"examples": [WAITING]})

    variant_id: UUID
    product_id: UUID
    title: str
    sku: str
    why: WhyWord = Field(
        description="The shops are still read, they differ, or the shop of the rule has none."
    )
    shops: list[ShopNumberOut]
    count: int | None = Field(description="In an answer: with so many it begins.")


class OpeningsOut(Page[WaitingOut]):
    """Variants that wait for an opening count."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [WAITING], "next_cursor": None}]}
    )


class OpeningCountIn(Body):
    """A number that a person sets: of what may still be sold, or of what lies there."""

    model_config = ConfigDict(json_schema_extra={"examples": [TYPED]})

    variant_id: UUID
    count: Annotated[int, Field(ge=0, le=COUNT_MAX)]
    basis: Basis = Basis.available


class OpeningIn(Body):
    """How what waits begins: by one shop's numbers, by the lowest, or by counts that are set here.
    Without `variant_ids` a rule is for all that wait, 10,000 at once."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"rule": "count", "counts": [TYPED], "preview": True}]}
    )

    rule: RuleWord
    account_id: UUID | None = None
    counts: Annotated[list[OpeningCountIn], Field(max_length=1_000)] | None = None
    variant_ids: Annotated[list[UUID], Field(max_length=BULK_MAX)] | None = None
    place_id: UUID | None = Field(None, description="Null: the first place of your own.")
    preview: bool = False


class OpeningFindingOut(BaseModel):
    """Why a variant goes on waiting."""

    code: str
    sentence: str
    next_step: str
    field: str


class OpeningOut(BaseModel):
    """What was opened, or in a preview would be."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"count": 1, "left": 0, "items": [WAITING], "findings": []}]
        }
    )

    count: int
    left: int = Field(description="So many wait still.")
    items: list[WaitingOut] = Field(description="The first 100.")
    findings: list[OpeningFindingOut] = Field(description="The first 100.")


class PeriodOut(BaseModel):
    """From when to when it could be bought; null: it still can."""

    model_config = ConfigDict(json_schema_extra={"examples": [PERIOD]})

    account_id: UUID
    from_at: datetime
    until_at: datetime | None


class PeriodsOut(BaseModel):
    """Periods by shop, the newest first, 2,000 at most."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [PERIOD]}]})

    items: list[PeriodOut]


@doors.get("/api/stock/opening", needs=READ_LEVELS)
async def list_opening(tx: InTx, cursor: Cursor = None, limit: Limit = PAGE_USUAL) -> OpeningsOut:
    """List variants that wait for an opening count, with what each shop shows."""
    found = await setting_out.waiting(tx, read_id(cursor), limit + 1)
    rows, after = cut(found, limit, lambda each: [each.variant_id])
    return OpeningsOut(items=waiting_out(rows), next_cursor=after)


@doors.post("/api/stock/opening", needs=WRITE_LEVELS)
async def set_opening(tx: InTx, asked: OpeningIn) -> OpeningOut:
    """Set opening counts by a rule or by number, or preview what that would do."""
    rule = Rule.ask if asked.rule == "count" else Rule(asked.rule)
    typed = [Typed(each.variant_id, each.count, each.basis) for each in asked.counts or ()]
    wanted = Asked(Ruling(rule, asked.account_id), typed, asked.variant_ids, asked.place_id)
    done = await setting_out.set_out(tx, wanted, preview=asked.preview)
    return OpeningOut(
        count=done.count,
        left=done.left,
        items=waiting_out(done.rows),
        findings=[
            OpeningFindingOut(
                code=each.code, sentence=each.sentence, next_step=each.next_step, field=each.field
            )
            for each in done.findings
        ],
    )


@doors.get("/api/stock/levels/{variant_id}/periods", needs=READ_LEVELS)
async def list_periods(
    tx: InTx,
    variant_id: Annotated[UUID, Path(description="The id of the variant.")],
    account: Annotated[UUID | None, Query(description="At this shop alone.")] = None,
) -> PeriodsOut:
    """Show from when to when a variant could be bought at each shop."""
    found = await showing.periods(tx, variant_id, account)
    return PeriodsOut(
        items=[
            PeriodOut(account_id=each.account_id, from_at=each.from_at, until_at=each.until_at)
            for each in found
        ]
    )


def waiting_out(rows: Sequence[Waiting]) -> list[WaitingOut]:
    return [
        WaitingOut(
            variant_id=each.variant_id,
            product_id=each.product_id,
            title=each.title,
            sku=each.sku,
            why=each.why.value,  # type: ignore[arg-type]
            shops=[
                ShopNumberOut(account_id=account_id, quantity=quantity)
                for account_id, quantity in each.shops
            ],
            count=each.count,
        )
        for each in rows
    ]
