"""What people ask of orders, and who buys."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from hanse.engine.doors.doors import Body
from hanse.engine.doors.paging import Page
from hanse.rooms.orders.model.exceptions import Answer, Trouble
from hanse.rooms.orders.model.shown import Asked
from hanse.rooms.orders.model.states import State
from hanse.rooms.orders.routes.shapes import ACCOUNT, AT, ID, LISTED, PERSON, BuyerOut, OrderOut
from hanse.rooms.orders.service.acting import TAX_NUMBER_CHARS_MAX
from hanse.rooms.orders.service.selecting import Verb

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


class TaxNumberIn(Body):
    """By which customs know who bought; empty: as the shop knows it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"number": "123.456.789-09"}]})

    number: Annotated[str, Field(max_length=TAX_NUMBER_CHARS_MAX)]


class TagsIn(Body):
    """All its tags."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"tags": ["gift", "vip"]}]})

    tags: Annotated[list[Annotated[str, Field(min_length=1, max_length=40)]], Field(max_length=30)]


class ParcelLineIn(Body):
    """So many pieces of a line."""

    line_id: UUID
    count: Annotated[int, Field(ge=1, le=1_000_000)]


class ParcelIn(Body):
    """What is in a parcel; no line named: all that is left of the order."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "lines": [{"line_id": ID, "count": 1}],
                    "carrier": "DHL",
                    "tracking_number": "JJD1",
                    "tracking_url": "",
                    "notify": True,
                }
            ]
        }
    )

    lines: Annotated[tuple[ParcelLineIn, ...], Field(max_length=500)] = ()
    carrier: Annotated[str, Field(max_length=100)] = ""
    tracking_number: Annotated[str, Field(max_length=100)] = ""
    tracking_url: Annotated[str, Field(max_length=500)] = ""
    notify: bool = True


Cursor = Annotated[str | None, Field(max_length=300)]


class AnswersIn(Body):
    """One answer to many exceptions: to those named, or without ids to all that are open, of a kind
    and a shop where these are given. A batch of these at a time: ask again with the cursor."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ids": [ID], "answer": "accept"}]})

    ids: list[UUID] = Field(default=[], max_length=500)
    answer: Answer
    everything: bool = Field(False, description="All that are open, instead of ids.")
    kind: Trouble | None = None
    account: UUID | None = None
    but: list[UUID] = Field(default=[], max_length=500)
    preview: bool = Field(False, description="Only count them.")
    cursor: Cursor = None


class AnsweredOut(BaseModel):
    """How many of them were open."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"count": 1, "next_cursor": None}]})

    count: int
    next_cursor: str | None = Field(description="Null: that was all.")


class OrderFilterIn(BaseModel):
    """The filters of the list."""

    model_config = ConfigDict(extra="forbid")

    state: Annotated[tuple[State, ...], Field(max_length=9)] = ()
    account: UUID | None = None
    tag: Annotated[str | None, Field(max_length=40)] = None
    exception: Trouble | None = None
    since: Annotated[datetime | None, Field(alias="from")] = None
    until: Annotated[datetime | None, Field(alias="to")] = None
    search: Annotated[str | None, Field(min_length=1, max_length=100)] = None

    def asked(self) -> Asked:
        narrow = self.account, self.tag, self.exception, self.since, self.until, self.search
        return Asked(self.state, *narrow)


class BulkOrdersIn(Body):
    """What is done with all orders that a filter lets through. `words`: the reason, or the tag."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"verb": "hold", "words": "Recount.", "filter": {"tag": "gift"}, "preview": True}
            ]
        }
    )

    verb: Verb
    words: Annotated[str, Field(max_length=300)] = ""
    filter: OrderFilterIn
    but: list[UUID] = Field(default=[], max_length=500)
    preview: bool = Field(True, description="Say what would be; nothing is done.")
    cursor: Cursor = None


class BulkOrdersOut(BaseModel):
    """How many orders the filter reaches with the newest of them, or how many of a batch have
    changed: ask again with the cursor until there is none."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"count": 1, "sample": [LISTED], "changed": 0, "next_cursor": None}]
        }
    )

    count: int = Field(description="In a preview; 100,001 stands for more than 100,000.")
    sample: list[OrderOut]
    changed: int
    next_cursor: str | None
