"""A table that is brought in: uploaded, given its places, checked, applied. Each row once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Conflict, Finding
from hanse.base.money import UnitCost
from hanse.rooms.catalog.model.edits import Edit
from hanse.rooms.catalog.model.sheets import Places
from hanse.trade.fields import Fields


class ImportState(StrEnum):
    uploaded = "uploaded"
    checking = "checking"
    checked = "checked"
    applying = "applying"
    done = "done"
    failed = "failed"
    cancelled = "cancelled"


class Step(StrEnum):
    check = "check"
    apply = "apply"
    cancel = "cancel"


class RowState(StrEnum):
    ready = "ready"
    same = "same"
    refused = "refused"
    changed = "changed"
    made = "made"
    moved = "moved"


# From where each step leads, and whereto. What is applied cannot be checked again.
MOVES: Mapping[tuple[ImportState, Step], ImportState] = {
    **{
        (each, Step.check): ImportState.checking
        for each in (ImportState.uploaded, ImportState.checked, ImportState.failed)
    },
    (ImportState.checked, Step.apply): ImportState.applying,
    **{
        (each, Step.cancel): ImportState.cancelled
        for each in (
            *(ImportState.uploaded, ImportState.checking, ImportState.checked),
            *(ImportState.applying, ImportState.failed),
        )
    },
}


def next_state(state: ImportState, step: Step) -> ImportState:
    found = MOVES.get((state, step))
    if found is None:
        able = ", ".join(sorted(each for at, each in MOVES if at is state)) or "nothing"
        raise Conflict(
            f"The import is {state}, so there is nothing to {step}.", f"It can now: {able}."
        )
    return found


@dataclass(frozen=True, slots=True)
class Import:
    id: UUID
    name: str
    state: ImportState
    digest: str
    bytes: int
    format: str
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    findings: tuple[Finding, ...]
    places: Places | None
    counts: Mapping[str, int]
    made_at: datetime
    made_by: UUID | None
    made_by_name: str
    state_at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True)
class Template:
    """Which heads go where, under a name; of whatever file has such heads."""

    id: UUID
    name: str
    heads: Mapping[str, str]
    places: Places


@dataclass(frozen=True, slots=True)
class Plan:
    """What a row will do: edits of what there is, or a new variant of a new product."""

    edits: tuple[Edit, ...] = ()
    makes: tuple[Fields, Fields] | None = None
    costs: Mapping[str, UnitCost] = field(default_factory=dict)
    variant_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ImportRow:
    number: int
    lead: int
    state: RowState
    plan: Plan = Plan()
    findings: Sequence[Finding] = ()
    product_id: UUID | None = None
