"""What is asked of the routes of changes, and what they answer to that."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from hanse.changes.model.states import State
from hanse.changes.routes.shapes import ACCOUNT, FINDING, ID, FindingOut
from hanse.changes.routes.values import FieldsJson
from hanse.changes.service.deciding import Decision
from hanse.engine.doors.doors import Body
from hanse.engine.doors.instants import At

CHANGES_MAX = 1_000


class WishIn(Body):
    """What shall be otherwise about one thing at one shop."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "account_id": ACCOUNT,
                    "kind": "offers.price",
                    "remote_id": "4711",
                    "parent_id": "42",
                    "after": {"price": {"currency": "EUR", "minor": 1190}},
                }
            ]
        }
    )

    account_id: UUID
    kind: Annotated[str, Field(max_length=40, description="Such as offers.price.")]
    remote_id: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    parent_id: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    after: FieldsJson


class SetIn(Body):
    """Changes that are wanted together, and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "title": "Winter sale",
                    "why": "Stock of lamps is too high.",
                    "changes": [
                        {
                            "account_id": ACCOUNT,
                            "kind": "offers.price",
                            "remote_id": "4711",
                            "parent_id": "42",
                            "after": {"price": {"currency": "EUR", "minor": 1190}},
                        }
                    ],
                }
            ]
        }
    )

    title: Annotated[str, Field(min_length=1, max_length=200)]
    why: Annotated[str, Field(min_length=1, max_length=500)]
    changes: Annotated[list[WishIn], Field(min_length=1, max_length=CHANGES_MAX)]
    not_before: At | None = Field(None, description="Not sent earlier than this.")
    not_after: At | None = Field(None, description="Not sent later than this.")


class RefusedOut(BaseModel):
    """A wish that cannot be a change, by its place in the list, counted from 0."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"place": 3, "findings": [FINDING]}]})

    place: int
    findings: list[FindingOut]


class ProposedOut(BaseModel):
    """What became of the wishes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"set_id": ID, "count": 1, "same": 0, "refused": [], "state": "proposed"}]
        }
    )

    set_id: UUID | None = Field(description="None if nothing of it is a change.")
    count: int
    same: int = Field(description="So many are at the shop already.")
    refused: list[RefusedOut]
    state: State | None


class ApproveIn(Body):
    """The preview that was looked at."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"preview": "5f2c"}]})

    preview: Annotated[str, Field(min_length=1, max_length=100)]


class StateOut(BaseModel):
    """Where it stands now."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"state": "approved"}]})

    state: State


class ReleaseIn(Body):
    """Why the limits do not count here."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"why": "The old price was a typing error."}]}
    )

    why: Annotated[str, Field(min_length=1, max_length=500)]


class TimeIn(Body):
    """When it goes out. What is left out is not said any more."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"not_before": None}]})

    not_before: At | None = Field(None, description="Not sent earlier than this.")
    not_after: At | None = Field(None, description="Not sent later than this.")


class WithdrawIn(Body):
    """All that was not sent, or these alone."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"change_ids": []}]})

    change_ids: list[UUID] = Field(default_factory=list, max_length=CHANGES_MAX)


class WithdrawnOut(BaseModel):
    """How many are not wanted any more."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"count": 2}]})

    count: int


class EditIn(Body):
    """Other values for the same wish."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"after": {"price": {"currency": "EUR", "minor": 1250}}}]}
    )

    after: FieldsJson


class UndoIn(Body):
    """All of the set, or these changes, or these fields alone."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"change_ids": [], "fields": []}]})

    change_ids: list[UUID] = Field(default_factory=list, max_length=CHANGES_MAX)
    fields: list[Annotated[str, Field(max_length=60)]] = Field(default_factory=list, max_length=50)


class UndoSinceIn(Body):
    """Everything that was proven since then."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"since": "2026-11-20T14:00:00Z"}]})

    since: At


class LeftOut(BaseModel):
    """What cannot be undone, and why; no field: all of the change."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"change_id": ID, "field": "price", "finding": FINDING}]}
    )

    change_id: UUID
    field: str
    finding: FindingOut


class UndoneOut(BaseModel):
    """The set that takes it back, which goes the way of every set, and what it leaves."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"set_id": ID, "count": 1, "state": "proposed", "left": []}]
        }
    )

    set_id: UUID | None
    count: int
    state: State | None
    left: list[LeftOut]


class DecideIn(Body):
    """Whose word counts, or what a person found at the shop."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"decision": "theirs"}]})

    decision: Decision
