"""HTTP of single changes: lists, receipts, edits."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from hanse.changes.model.settling import Look
from hanse.changes.model.states import State
from hanse.changes.routes.asks import DecideIn, EditIn
from hanse.changes.routes.held import Approving, OfHands
from hanse.changes.routes.permissions import APPROVE_CHANGES, READ_CHANGES, WRITE_SETS
from hanse.changes.routes.sets import before
from hanse.changes.routes.shapes import (
    CHANGE,
    ApprovalOut,
    ChangeOut,
    ChangesOut,
    Id,
    States,
    change_fields,
    changes_out,
)
from hanse.changes.routes.values import fields_in, fields_out
from hanse.changes.service import approving, deciding, reading
from hanse.changes.service.reading import Line, Receipt, Sent
from hanse.engine.doors.doors import Doors, Expected, InTx
from hanse.engine.doors.paging import PAGE_USUAL, Cursor, Limit, cut

doors = Doors("changes")

BODY_CHARS_MAX = 100_000


class LineOut(BaseModel):
    """One move of a change."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "from_state": "proposed",
                    "state": "approved",
                    "sentence": "It was approved as the policy asks.",
                    "at": "2026-11-20T14:03:05Z",
                    "actor": "Sari",
                }
            ]
        }
    )

    from_state: State
    state: State
    sentence: str
    at: datetime
    actor: str


class RequestOut(BaseModel):
    """A request as the platform gets it, without host and keys."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"method": "POST", "path": "products/batch", "body": '{"update":[]}'}]
        }
    )

    method: str
    path: str
    body: str


class SentOut(RequestOut):
    """A call that this change went out in, perhaps with others, and what came back."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "method": "POST",
                    "path": "products/batch",
                    "body": '{"update":[]}',
                    "request_hash": "9c4e",
                    "written_at": "2026-11-20T14:03:05Z",
                    "send_by": "2026-11-20T14:03:15Z",
                    "rows": 1,
                    "sends": 1,
                    "answered_at": "2026-11-20T14:03:06Z",
                    "fault": "",
                    "sentence": "",
                }
            ]
        }
    )

    request_hash: str = Field(
        description="The key by which a platform that keeps keys knows it again"
    )
    written_at: datetime
    send_by: datetime
    rows: int
    sends: int = Field(description="The how manieth sending it was; 0: rehearsed, not sent.")
    answered_at: datetime | None
    fault: str
    sentence: str


class LookOut(BaseModel):
    """What the shop showed when it was asked by id."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "asked_at": "2026-11-20T14:03:06Z",
                    "there": True,
                    "shown": {"price": {"currency": "EUR", "minor": 1190}},
                }
            ]
        }
    )

    asked_at: datetime
    there: bool
    shown: dict[str, JsonValue]


class ReceiptOut(ChangeOut):
    """All that is known of one change."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **CHANGE,
                    "set_title": "Winter sale",
                    "why": "Stock of lamps is too high.",
                    "wisher_name": "Sari",
                    "made_at": "2026-11-20T14:03:05Z",
                    "request": {"method": "POST", "path": "products/batch", "body": "{}"},
                    "ahead": [],
                    "proof": "read back from the shop",
                    "lines": [],
                    "sent": [],
                    "looks": [],
                    "approvals": [],
                    "seconds_to_proof": None,
                }
            ]
        }
    )

    set_title: str
    why: str
    wisher_name: str
    made_at: datetime
    request: RequestOut = Field(description="As if it went alone.")
    ahead: list[RequestOut] = Field(
        description="Calls that go before it. Where a file goes is told by the answer before, so"
        " its path is empty; its body names the file, its size and its hash."
    )
    proof: str = Field(description="How such a change is proven on this platform.")
    lines: list[LineOut]
    sent: list[SentOut]
    looks: list[LookOut]
    approvals: list[ApprovalOut]
    seconds_to_proof: float | None = Field(description="From the wish to the proof.")


@doors.get("/api/changes/changes", needs=READ_CHANGES)
async def list_changes(
    tx: InTx,
    state: States = None,
    account: Annotated[UUID | None, Query(description="At this shop alone.")] = None,
    thing: Annotated[
        str | None, Query(max_length=300, description="Of this thing, as offers/4711.")
    ] = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> ChangesOut:
    """List changes, those that moved last first."""
    found = await reading.list_changes(tx, state, account, thing, before(cursor), limit + 1)
    page, following = cut(found, limit, place)
    return ChangesOut(items=await changes_out(tx, page), next_cursor=following)


def place(each: reading.Planned) -> list[datetime | UUID]:
    return [each.change.state_at or each.change.made_at, each.change.id]


@doors.get("/api/changes/changes/{id}", needs=READ_CHANGES)
async def read_change(tx: InTx, hands: OfHands, id: Id) -> ReceiptOut:  # noqa: A002
    """Show all that is known of a change: who, why, what was sent, answered and read back."""
    return receipt_out(await reading.receipt(hands, tx, id))


@doors.patch("/api/changes/changes/{id}", needs=WRITE_SETS)
async def edit_change(
    tx: InTx,
    hands: OfHands,
    approver: Approving,
    id: Id,  # noqa: A002
    asked: EditIn,
    expected: Expected,
) -> ChangeOut:
    """Want other values. Whoever had agreed is asked anew."""
    after = fields_in(asked.after)
    edited = await approving.edit(hands, tx, id, after, expected, approver.person_id)
    return (await changes_out(tx, [edited]))[0]


@doors.post("/api/changes/changes/{id}/decide", needs=APPROVE_CHANGES)
async def decide_change(
    tx: InTx,
    hands: OfHands,
    approver: Approving,
    id: Id,  # noqa: A002
    asked: DecideIn,
) -> ChangeOut:
    """Say whose word counts where both wrote, or what you found at the shop."""
    decided = await deciding.decide(hands, tx, id, asked.decision, approver.person_id)
    return (await changes_out(tx, [decided]))[0]


def receipt_out(receipt: Receipt) -> ReceiptOut:
    change, made = receipt.planned.change, receipt.held.set
    question = receipt.asked.question
    preview = receipt.held.preview
    proven = change.state in (State.proven, State.undone)
    took = (change.state_at - made.made_at).total_seconds() if proven and change.state_at else None
    return ReceiptOut.model_validate(
        {
            **change_fields(receipt.planned, receipt.passing),
            "set_title": made.title,
            "why": made.why,
            "wisher_name": made.origin.name,
            "made_at": made.made_at,
            "request": RequestOut(
                method=question.method, path=question.path, body=text_of(question.body or b"")
            ),
            "ahead": [
                RequestOut(method=each.method, path=each.path, body=text_of(each.body))
                for each in receipt.asked.ahead
            ],
            "proof": receipt.proof,
            "lines": [line_out(each) for each in receipt.lines],
            "sent": [sent_out(each) for each in receipt.sent],
            "looks": [look_out(each) for each in receipt.looks],
            "approvals": [
                ApprovalOut(name=name, role=each.role, at=each.at, counts=each.preview == preview)
                for name, each in receipt.approvals
            ],
            "seconds_to_proof": took,
        }
    )


def text_of(body: bytes) -> str:
    return body.decode("utf-8", "replace")[:BODY_CHARS_MAX]


def line_out(line: Line) -> LineOut:
    return LineOut(
        from_state=line.origin,
        state=line.to,
        sentence=line.sentence,
        at=line.at,
        actor=line.actor,
    )


def sent_out(sent: Sent) -> SentOut:
    intent = sent.intent
    return SentOut(
        method=sent.method,
        path=sent.path,
        body=text_of(sent.body),
        request_hash=intent.wire_key,
        written_at=intent.written_at,
        send_by=intent.send_by,
        rows=len(intent.change_ids),
        sends=intent.sends,
        answered_at=intent.answered_at,
        fault=sent.fault,
        sentence=sent.sentence,
    )


def look_out(look: Look) -> LookOut:
    return LookOut(
        asked_at=look.at,
        there=look.fields is not None,
        shown=fields_out(look.fields or {}),
    )
