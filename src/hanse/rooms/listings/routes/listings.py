"""HTTP of listings: the matrix, one side by side, own values, and what is done with them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, JsonValue
from pydantic.config import JsonDict

from hanse.changes.model.states import State
from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, cut, read_id
from hanse.rooms.listings.model.plans import Refusal
from hanse.rooms.listings.routes.asks import ListingActIn, ListingTryIn, OverlaysIn, edits_in
from hanse.rooms.listings.routes.held import OfDesk
from hanse.rooms.listings.routes.permissions import READ, WRITE
from hanse.rooms.listings.routes.shapes import (
    ACCOUNT,
    FINDING,
    ID,
    PRODUCT,
    WHOLE,
    Id,
    ListingCountOut,
    ListingCountsOut,
    ListingFindingOut,
    ListingLineOut,
    ListingTriedOut,
    ListingWholeOut,
    MatrixOut,
    MatrixRowOut,
    NotAt,
    OfAccount,
    ResolvedOut,
    ScoreBelow,
    Statuses,
    Text,
    finding_out,
    listing_out,
    score_out,
    value_out,
)
from hanse.rooms.listings.service import acting, showing
from hanse.rooms.listings.service.acting import Acted, Item
from hanse.rooms.listings.service.comparing import Seen
from hanse.rooms.listings.service.loading import Loaded
from hanse.rooms.listings.service.showing import Wanted

doors = Doors("listings")

Products = Annotated[
    list[UUID] | None, Query(alias="product", max_length=200, description="Of these products.")
]
Flag = Annotated[bool, Query()]
ITEM: JsonDict = {
    "listing_id": ID,
    "account_id": ACCOUNT,
    "kind": "products.texts",
    "title": "Brass lamp",
    "differences": [{"field": "title", "before": "Lamp", "after": "Brass lamp"}],
    "findings": [],
}


class ListingDifferenceOut(BaseModel):
    """One field, before and after."""

    field: str
    before: JsonValue
    after: JsonValue


class ListingItemOut(BaseModel):
    """One change as it would go out."""

    model_config = ConfigDict(json_schema_extra={"examples": [ITEM]})

    listing_id: UUID
    account_id: UUID
    kind: str
    title: str
    differences: list[ListingDifferenceOut]
    findings: list[ListingFindingOut]


class ListingRefusedOut(BaseModel):
    """A listing of which nothing is proposed, and why."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"listing_id": ID, "findings": [FINDING]}]}
    )

    listing_id: UUID
    findings: list[ListingFindingOut]


class ListingActedOut(BaseModel):
    """What was proposed, or with `dry` what would be."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "set_id": None,
                    "state": None,
                    "listings": 2,
                    "count": 2,
                    "same": 0,
                    "items": [ITEM],
                    "refusals": [],
                }
            ]
        }
    )

    set_id: UUID | None = Field(description="The set of changes; null: nothing was proposed.")
    state: State | None
    listings: int = Field(description="So many were chosen.")
    count: int = Field(description="So many changes.")
    same: int = Field(description="So many are at the shop already.")
    items: list[ListingItemOut] = Field(description="Of a preview, the first 100.")
    refusals: list[ListingRefusedOut]


class DraftsIn(Body):
    """Products that shall be listed at shops; nothing is published by that."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"product_ids": [PRODUCT], "account_ids": [ACCOUNT]}]}
    )

    product_ids: Annotated[list[UUID], Field(min_length=1, max_length=200)]
    account_ids: Annotated[list[UUID], Field(min_length=1, max_length=50)]
    market: Annotated[str, Field(max_length=10, pattern=r"^([A-Z]{2})?$")] = ""


class DraftsOut(BaseModel):
    """The listings that are new."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"listing_ids": [ID]}]})

    listing_ids: list[UUID]


class ListingsEditedOut(BaseModel):
    """The listings as they are now, side by side."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [WHOLE]}]})

    items: list[ListingWholeOut]


@doors.get("/api/listings/listings", needs=READ)
async def list_matrix(
    tx: InTx,
    account: OfAccount = None,
    status: Statuses = None,
    differs: Annotated[bool, Query(description="The shop shows something else.")] = False,
    drifted: Annotated[bool, Query(description="Somebody changed it at the shop.")] = False,
    score_below: ScoreBelow = None,
    not_at: NotAt = None,
    q: Text = None,
    product: Products = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> MatrixOut:
    """List products by shops. Filters about a listing are all about one and the same."""
    wanted = Wanted(account, status, differs, drifted, score_below, not_at, q, product)
    found = await showing.list_matrix(tx, wanted, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: [each.product_id])
    items = [
        MatrixRowOut(
            product_id=each.product_id,
            title=each.title,
            listings=[listing_out(one) for one in each.cells],
        )
        for each in page
    ]
    return MatrixOut(items=items, next_cursor=following)


@doors.get("/api/listings/counts", needs=READ)
async def count_listings(tx: InTx) -> ListingCountsOut:
    """Count the listings of each shop by where they stand."""
    return ListingCountsOut(
        counts=[
            ListingCountOut(
                account_id=each.account_id,
                status=each.status,
                count=each.count,
                differ=each.differ,
                drifted=each.drifted,
                faulty=each.faulty,
            )
            for each in await showing.counts(tx)
        ]
    )


@doors.post("/api/listings/listings", needs=WRITE, status=201)
async def add_listings(tx: InTx, asked: DraftsIn) -> DraftsOut:
    """Make listings of products at shops, to be published later. What is there stays."""
    made = await showing.add_drafts(tx, asked.product_ids, asked.account_ids, asked.market)
    return DraftsOut(listing_ids=list(made))


@doors.get("/api/listings/listings/{id}", needs=READ)
async def read_listing(tx: InTx, desk: OfDesk, id: Id) -> ListingWholeOut:  # noqa: A002
    """Show a listing side by side: the product, its own values, the shop, findings and score."""
    return whole_out(await showing.side_by_side(desk, tx, id))


@doors.put("/api/listings/overlays", needs=WRITE, versioned=False)
async def edit_overlays(tx: InTx, desk: OfDesk, asked: OverlaysIn) -> ListingsEditedOut:
    """Say what listings show by themselves, or that they inherit it again.

    Each edit brings the own value that its editor saw: two who edit different fields both win.
    """
    ids = list(dict.fromkeys(asked.listing_ids))
    seen = await showing.edit(desk, tx, ids, edits_in(asked.edits))
    return ListingsEditedOut(items=[whole_out(each) for each in seen])


@doors.post("/api/listings/listings/{id}/try", needs=READ)
async def try_listing(
    tx: InTx,
    desk: OfDesk,
    id: Id,  # noqa: A002
    asked: ListingTryIn,
) -> ListingTriedOut:
    """Show findings and score of a listing as it would be with these values. Nothing is kept."""
    loaded, judged = await showing.tried(desk, tx, id, edits_in(asked.edits))
    return ListingTriedOut(
        fields=fields_out(loaded),
        findings=[finding_out(each) for each in judged.findings],
        score=score_out(judged.score),
    )


@doors.post("/api/listings/acts", needs=WRITE)
async def act_on_listings(tx: InTx, desk: OfDesk, asked: ListingActIn) -> ListingActedOut:
    """Propose what shops should show, or publish, hide, end and relist.

    It becomes a set of changes, which goes the way of every set. With `dry` nothing is proposed.
    """
    ids = list(dict.fromkeys(asked.listing_ids))
    return acted_out(await acting.act(desk, tx, asked.act, ids, asked.account_id, dry=asked.dry))


def acted_out(found: Acted) -> ListingActedOut:
    return ListingActedOut(
        set_id=found.set_id,
        state=found.state,
        listings=found.listings,
        count=found.count,
        same=found.same,
        items=[item_out(each) for each in found.items],
        refusals=[refusal_out(each) for each in found.refusals[: acting.SHOWN_MAX]],
    )


def item_out(found: Item) -> ListingItemOut:
    change = found.planned.change
    return ListingItemOut(
        listing_id=found.listing_id,
        account_id=change.account_id,
        kind=change.kind,
        title=change.thing.title,
        differences=[
            ListingDifferenceOut(
                field=each.field, before=value_out(each.before), after=value_out(each.after)
            )
            for each in change.differences
        ],
        findings=[finding_out(each) for each in found.planned.findings],
    )


def refusal_out(found: Refusal) -> ListingRefusedOut:
    return ListingRefusedOut(
        listing_id=found.listing_id, findings=[finding_out(each) for each in found.findings]
    )


def fields_out(loaded: Loaded) -> list[ResolvedOut]:
    return [
        ResolvedOut(
            field=each.field,
            mode=each.mode,
            source=each.source,
            value=value_out(each.value),
            inherited=value_out(each.inherited),
            template=each.template,
        )
        for each in loaded.fields.values()
    ]


def whole_out(seen: Seen) -> ListingWholeOut:
    lines = [
        ListingLineOut(
            field=line.field,
            thing=side.thing,
            owner=line.owner,
            base=value_out(line.base),
            ours=value_out(line.ours),
            theirs=value_out(line.theirs),
            differs=line.differs,
            wanted=line.wanted,
        )
        for side, _, compared in seen.sides
        for line in compared.lines
    ]
    return ListingWholeOut(
        listing=listing_out(seen.loaded.listing),
        title=seen.loaded.goods.title,
        account=seen.loaded.account.name,
        platform=seen.loaded.account.platform,
        lines=lines,
        fields=fields_out(seen.loaded),
        findings=[finding_out(each) for each in seen.judged.findings],
        score=score_out(seen.judged.score),
    )
