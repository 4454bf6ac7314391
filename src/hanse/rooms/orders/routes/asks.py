"""What people ask of orders, and who buys."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body
from hanse.engine.doors.paging import Page
from hanse.rooms.orders.model.exceptions import Answer
from hanse.rooms.orders.routes.shapes import ACCOUNT, AT, ID, PERSON, BuyerOut

CUSTOMER: JsonDict = {
    "id": ID,
    "account_id": ACCOUNT,
    "remote_id": "12",
    "country": "DE",
    "seen_at": AT,
    "erased": False,
    "person": PERSON,
    "orders": 3,
    "others": [],
}


class CustomerOut(BaseModel):
    """One customer of one shop; in lists without who it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [CUSTOMER]}, from_attributes=True)

    id: UUID
    account_id: UUID
    remote_id: str | None = Field(description="Null: a guest.")
    country: str | None
    seen_at: datetime
    erased: bool
    person: BuyerOut | None
    orders: int
    others: list[UUID] = Field(description="The same person at other shops.")


class CustomersOut(Page[CustomerOut]):
    """A page of customers."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [CUSTOMER], "next_cursor": None}]}
    )


class HoldIn(Body):
    """Why an order waits."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"why": "The buyer asked."}]})

    why: Annotated[str, Field(min_length=1, max_length=300)]


class NoteIn(Body):
    """Words about an order."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "Call before noon."}]})

    text: Annotated[str, Field(min_length=1, max_length=2_000)]


class TagsIn(Body):
    """All its tags."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"tags": ["gift", "vip"]}]})

    tags: Annotated[list[Annotated[str, Field(min_length=1, max_length=40)]], Field(max_length=30)]


class AnswersIn(Body):
    """One answer to many exceptions."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ids": [ID], "answer": "accept"}]})

    ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]
    answer: Answer


class AnsweredOut(BaseModel):
    """How many of them were open."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"count": 1}]})

    count: int
