"""HTTP of listings of which nobody knows what they are: the list, and what a person says."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body, Doors, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, Page, cut, read_id
from hanse.rooms.catalog.model.goods import Product
from hanse.rooms.catalog.routes.permissions import READ_MATCHES, WRITE_MATCHES
from hanse.rooms.catalog.routes.shapes import ID, OTHER_ID
from hanse.rooms.catalog.service import deciding, making, reading
from hanse.rooms.catalog.service.deciding import Asked

doors = Doors("catalog")

CANDIDATE: JsonDict = {"product_id": ID, "title": "Brass lamp", "how": "sku", "nearness": 1.0}
MATCH: JsonDict = {
    "id": OTHER_ID,
    "account_id": ID,
    "remote_product_id": "4711",
    "title": "Lamp of brass",
    "sku": "L-1",
    "image_url": None,
    "why": "twice_there",
    "candidates": [CANDIDATE],
    "state": "open",
    "problem": "",
    "found_at": "2026-11-20T14:03:05Z",
}
COUNT: JsonDict = {"account_id": ID, "state": "open", "matches": 12, "hinted": 5}
MatchState = Literal["open", "making", "rejected"]
WhyWord = Literal[
    "unknown",
    "some",
    "several",
    "disagree",
    "twice_here",
    "twice_there",
    "taken",
    "new_variant",
    "unlinked",
]
OfAccount = Annotated[UUID | None, Query(alias="account", description="Of this account alone.")]
Hinted = Annotated[
    bool | None, Query(alias="hinted", description="Only with a candidate, or only without one.")
]


class CandidateOut(BaseModel):
    """A product that the listing may be; `nearness` is 1 where a code says so."""

    model_config = ConfigDict(json_schema_extra={"examples": [CANDIDATE]})

    product_id: UUID
    title: str
    how: Literal["sku", "barcode", "likeness", "person", "made"]
    nearness: float


class MatchOut(BaseModel):
    """A listing of which a person is to say what it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [MATCH]})

    id: UUID
    account_id: UUID
    remote_product_id: str
    title: str
    sku: str
    image_url: str | None
    why: WhyWord
    candidates: list[CandidateOut]
    state: MatchState
    problem: str = Field(description="Why what was asked for could not be done.")
    found_at: datetime


class MatchesOut(Page[MatchOut]):
    """Listings that wait, in the order in which they were met."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [MATCH], "next_cursor": None}]}
    )


class MatchCountOut(BaseModel):
    """How many listings of an account are in a state; `hinted` of them have a candidate."""

    model_config = ConfigDict(json_schema_extra={"examples": [COUNT]})

    account_id: UUID
    state: MatchState
    matches: int
    hinted: int


class MatchCountsOut(BaseModel):
    """Of all accounts."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [COUNT]}]})

    items: list[MatchCountOut]


class DecideMatchesIn(Body):
    """What a person says: of these listings, or, to make new ones, of all that wait at a shop."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"answer": "accept", "ids": [OTHER_ID]}]}
    )

    answer: Literal["accept", "reject", "make", "reopen"]
    ids: Annotated[list[UUID], Field(default_factory=list, max_length=deciding.DECIDE_MAX)]
    account_id: UUID | None = Field(default=None, description="Make all that wait here.")
    hinted: bool | None = Field(default=None, description="Of these, with one proposed.")
    product_id: UUID | None = Field(default=None, description="Accept as this product.")


class MatchesDecidedOut(BaseModel):
    """How many listings were decided on, or offers are known now."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"count": 1}]})

    count: int


class UnlinkIn(Body):
    """Offers that are to be known as nothing of ours."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"offer_ids": [OTHER_ID]}]})

    offer_ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]


@doors.get("/api/catalog/matches", needs=READ_MATCHES)
async def list_matches(
    tx: InTx,
    state: MatchState = "open",
    account: OfAccount = None,
    hinted: Hinted = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> MatchesOut:
    """List listings of which nobody knows what they are, with the products that they may be."""
    found = await deciding.list_matches(tx, state, account, hinted, read_id(cursor), limit + 1)
    page, following = cut(found, limit, lambda each: [each.id])
    return MatchesOut(items=await shaped(tx, page), next_cursor=following)


@doors.get("/api/catalog/matches/counts", needs=READ_MATCHES)
async def count_matches(tx: InTx) -> MatchCountsOut:
    """Show how many listings of each account wait, are being made, or were said to be none."""
    return MatchCountsOut(
        items=[
            MatchCountOut(account_id=account, state=state, matches=matches, hinted=hinted)  # type: ignore[arg-type]
            for (account, state), (matches, hinted) in (await deciding.counts(tx)).items()
        ]
    )


@doors.post("/api/catalog/matches/decide", needs=WRITE_MATCHES)
async def decide_matches(tx: InTx, asked: DecideMatchesIn) -> MatchesDecidedOut:
    """Say that listings are products of ours, are none, or that products are made of them.

    Products are made as soon as a worker is free.
    """
    if asked.answer == "make" and asked.account_id:
        return MatchesDecidedOut(
            count=await deciding.make_all_new(tx, asked.account_id, asked.hinted)
        )
    if not asked.ids:
        raise making.refused("ids", "No listing is named.")
    match asked.answer:
        case "accept":
            count = await deciding.accept(tx, asked.ids, asked.product_id)
        case "reject":
            count = await deciding.reject(tx, asked.ids)
        case "make":
            count = await deciding.make_new(tx, asked.ids)
        case "reopen":
            count = await deciding.reopen(tx, asked.ids)
    return MatchesDecidedOut(count=count)


@doors.post("/api/catalog/offers/unlink", needs=WRITE_MATCHES)
async def unlink_offers(tx: InTx, asked: UnlinkIn) -> MatchesDecidedOut:
    """Take offers of shops from their products. In the shops nothing changes."""
    return MatchesDecidedOut(count=await deciding.unlink(tx, asked.offer_ids))


async def shaped(tx: InTx, page: Sequence[Asked]) -> list[MatchOut]:
    ids = {one.product_id for each in page for one in each.candidates}
    products = await reading.products(tx, sorted(ids))
    return [match_out(each, dict(products)) for each in page]


def match_out(asked: Asked, products: dict[UUID, Product]) -> MatchOut:
    return MatchOut(
        id=asked.id,
        account_id=asked.account_id,
        remote_product_id=asked.remote_product_id,
        title=asked.title,
        sku=asked.sku,
        image_url=asked.image_url,
        why=asked.why.value,
        candidates=[
            CandidateOut(
                product_id=each.product_id,
                title=products[each.product_id].title,
                how=each.how.value,
                nearness=each.nearness,
            )
            for each in asked.candidates
            if each.product_id in products
        ],
        state=asked.state,  # type: ignore[arg-type]
        problem=str(asked.finding) if asked.finding else "",
        found_at=asked.found_at,
    )
