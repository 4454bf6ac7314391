"""What goes in and out of the routes of changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field, JsonValue
from pydantic.config import JsonDict

from hanse.base.faults import Finding
from hanse.changes.model.changes import Wisher
from hanse.changes.model.owners import Owner
from hanse.changes.model.planned import Planned
from hanse.changes.model.policies import Stage
from hanse.changes.model.states import State
from hanse.changes.routes.values import DifferenceOut, value_out
from hanse.changes.service import reading
from hanse.changes.service.reading import Held, Passing, Share, Summary, Whole
from hanse.engine.doors.paging import Page
from hanse.engine.tx import Tx

ID = "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c61"
ACCOUNT = "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c21"

Id = Annotated[UUID, Path(description="Its id.")]
Busy = Literal["", "gathered", "agreed", "released", "tripped", "withdrawn", "edited"]
States = Annotated[
    list[State] | None, Query(alias="state", max_length=13, description="Any of these.")
]

FINDING: JsonDict = {
    "severity": "error",
    "code": "below_floor",
    "sentence": "Lamp: Price 9.90 EUR is below the floor 12.00 EUR set on 3 May.",
    "next_step": "Raise the price or change the floor.",
    "field": "price",
}
SET: JsonDict = {
    "id": ID,
    "title": "Winter sale",
    "why": "Stock of lamps is too high.",
    "wisher": "person",
    "wisher_name": "Sari",
    "made_at": "2026-11-20T14:03:05Z",
    "not_before": None,
    "not_after": None,
    "undoes": None,
    "preview": "5f2c",
    "counts": {"proposed": 2},
    "busy": "",
    "version": 2,
}
CHANGE: JsonDict = {
    "id": ID,
    "set_id": ID,
    "account_id": ACCOUNT,
    "platform": "shopify",
    "kind": "offers.price",
    "thing": "offers/4711",
    "remote_id": "4711",
    "parent_id": "42",
    "title": "Brass lamp, large",
    "differences": [
        {
            "field": "price",
            "before": {"currency": "EUR", "minor": 1290},
            "after": {"currency": "EUR", "minor": 1190},
        }
    ],
    "state": "proposed",
    "reason": "",
    "state_at": "2026-11-20T14:03:05Z",
    "finding": None,
    "findings": [],
    "owners": [{"field": "price", "now": "channel", "after": "person"}],
    "version": 1,
}


class FindingOut(BaseModel):
    """What a check has to say, and what to do about it."""

    model_config = ConfigDict(json_schema_extra={"examples": [FINDING]})

    severity: str
    code: str
    sentence: str
    next_step: str
    field: str


class SetOut(BaseModel):
    """Changes that were wanted together, and how far they are."""

    model_config = ConfigDict(json_schema_extra={"examples": [SET]})

    id: UUID
    title: str
    why: str
    wisher: Wisher
    wisher_name: str
    made_at: datetime
    not_before: datetime | None
    not_after: datetime | None
    undoes: UUID | None
    preview: str = Field(description="The hash of what would be sent; an approval names it.")
    counts: dict[State, int]
    busy: Busy = Field(
        description="What is being carried out on all of it, part by part; empty: nothing."
    )
    version: int


class SetsOut(Page[SetOut]):
    """Sets of changes, the newest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [SET], "next_cursor": None}]}
    )


class ShareOut(BaseModel):
    """What of a set goes to one shop, and what that costs with what is left of its quota now."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "account_id": ACCOUNT,
                    "kind": "offers.price",
                    "count": 2,
                    "calls": 1,
                    "seconds": 0.1,
                    "units": 12,
                    "left": 980,
                }
            ]
        }
    )

    account_id: UUID
    kind: str
    count: int
    calls: int
    seconds: float
    units: int = Field(description="Of the platform's own quota; 0 where it has none.")
    left: int | None = Field(description="So much of that is left now; null where it has none.")


class ApprovalOut(BaseModel):
    """One person's word for one preview."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"name": "Sari", "role": "owner", "at": "2026-11-20T14:03:05Z", "counts": True}
            ]
        }
    )

    name: str
    role: str
    at: datetime
    counts: bool = Field(description="False: it was for a preview that is no longer this one.")


class StageOut(BaseModel):
    """So many persons of these roles; no role: whoever may approve."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"persons": 1, "roles": []}]})

    persons: int
    roles: list[str]


class WholeOut(SetOut):
    """A set as somebody looks at it who is to agree to it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{**SET, "shares": [], "approvals": [], "stages": [], "missing": None}]
        }
    )

    shares: list[ShareOut]
    approvals: list[ApprovalOut]
    stages: list[StageOut] = Field(description="Who has to agree, in this order.")
    missing: StageOut | None = Field(description="Who has to agree next.")


class PassingOut(BaseModel):
    """Whose a field is now, and whose it is once the change is approved."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"field": "price", "now": "channel", "after": "person"}]}
    )

    field: str = Field(description="Empty: all of what is made.")
    now: Owner | None = Field(description="Null: it is not there.")
    after: Owner


class ChangeOut(BaseModel):
    """One thing at one shop that is to be otherwise, or is otherwise now."""

    model_config = ConfigDict(json_schema_extra={"examples": [CHANGE]})

    id: UUID
    set_id: UUID
    account_id: UUID
    platform: str
    kind: str
    thing: str
    remote_id: str | None
    parent_id: str | None
    title: str
    differences: list[DifferenceOut]
    state: State
    reason: str
    state_at: datetime | None
    finding: FindingOut | None = Field(description="Why it stands where it does.")
    findings: list[FindingOut] = Field(description="What the platform's rules have to say.")
    owners: list[PassingOut] = Field(
        description="While it waits for approval: what gets another owner by it, and what is of"
        " another than whoever wants it."
    )
    version: int


class ChangesOut(Page[ChangeOut]):
    """Changes."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [CHANGE], "next_cursor": None}]}
    )


class CountsOut(BaseModel):
    """How many changes of the workspace are in each state."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"counts": {"proven": 12}}]})

    counts: dict[State, int]


def finding_out(finding: Finding) -> FindingOut:
    return FindingOut(
        severity=finding.severity.value,
        code=finding.code,
        sentence=finding.sentence,
        next_step=finding.next_step,
        field=finding.field,
    )


def findings_out(findings: Sequence[Finding]) -> list[FindingOut]:
    return [finding_out(each) for each in findings]


def busy(held: Held) -> str:
    if not held.whole:
        return "gathered"
    return held.errand.reason.value if held.errand else ""


def set_out(summary: Summary) -> SetOut:
    return SetOut.model_validate(set_fields(summary))


def set_fields(summary: Summary) -> dict[str, object]:
    held = summary.held
    made, when = held.set, held.schedule
    return {
        "id": made.id,
        "title": made.title,
        "why": made.why,
        "wisher": made.origin.wisher,
        "wisher_name": made.origin.name,
        "made_at": made.made_at,
        "not_before": when.not_before,
        "not_after": when.not_after,
        "undoes": made.undoes,
        "preview": held.preview,
        "counts": dict(summary.counts),
        "busy": busy(held),
        "version": made.version,
    }


def whole_out(whole: Whole) -> WholeOut:
    preview = whole.summary.held.preview
    approvals = [
        ApprovalOut(name=name, role=each.role, at=each.at, counts=each.preview == preview)
        for name, each in whole.approvals
    ]
    return WholeOut.model_validate(
        {
            **set_fields(whole.summary),
            "shares": [share_out(each) for each in whole.shares],
            "approvals": approvals,
            "stages": [stage_out(each) for each in whole.stages],
            "missing": stage_out(whole.missing) if whole.missing else None,
        }
    )


def share_out(share: Share) -> ShareOut:
    return ShareOut(
        account_id=share.account_id,
        kind=share.kind,
        count=share.count,
        calls=share.calls,
        seconds=share.seconds,
        units=share.units,
        left=share.left,
    )


def stage_out(stage: Stage) -> StageOut:
    return StageOut(persons=stage.persons, roles=sorted(stage.roles))


async def changes_out(tx: Tx, planned: Sequence[Planned]) -> list[ChangeOut]:
    passing = await reading.passing(tx, planned)
    return [
        ChangeOut.model_validate(change_fields(each, passing.get(each.change.id, ())))
        for each in planned
    ]


def change_fields(planned: Planned, passing: Sequence[Passing]) -> dict[str, object]:
    change = planned.change
    differences: list[JsonValue] = [
        {"field": each.field, "before": value_out(each.before), "after": value_out(each.after)}
        for each in change.differences
    ]
    return {
        "id": change.id,
        "set_id": change.set_id,
        "account_id": change.account_id,
        "platform": planned.platform,
        "kind": change.kind,
        "thing": change.thing.ours,
        "remote_id": change.thing.remote_id,
        "parent_id": change.thing.parent_id,
        "title": change.thing.title,
        "differences": differences,
        "state": change.state,
        "reason": change.reason or "",
        "state_at": change.state_at,
        "finding": finding_out(planned.finding) if planned.finding else None,
        "findings": findings_out(planned.findings),
        "owners": [
            PassingOut(field=each.field, now=each.now, after=each.after) for each in passing
        ],
        "version": change.version,
    }
