"""An edit of many things at once: previewed, applied, undone from what stood there before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from hanse.base.faults import Conflict, Finding
from hanse.rooms.catalog.model import fields
from hanse.rooms.catalog.model.bulk import Operation, edited
from hanse.rooms.catalog.model.cells import Names
from hanse.rooms.catalog.model.edits import Edit
from hanse.trade.fields import Fields, Value, same

IDS_MAX = 10_000
OPERATIONS_MAX = 20


class BulkState(StrEnum):
    counting = "counting"
    previewed = "previewed"
    applying = "applying"
    done = "done"
    undoing = "undoing"
    undone = "undone"
    failed = "failed"
    cancelled = "cancelled"


class Step(StrEnum):
    apply = "apply"
    undo = "undo"
    cancel = "cancel"


class FieldState(StrEnum):
    ready = "ready"
    refused = "refused"
    changed = "changed"
    moved = "moved"
    undone = "undone"
    kept = "kept"  # somebody changed it since, so it was not undone


MOVES: Mapping[tuple[BulkState, Step], BulkState] = {
    (BulkState.previewed, Step.apply): BulkState.applying,
    (BulkState.done, Step.undo): BulkState.undoing,
    # What was applied until then can be undone.
    (BulkState.applying, Step.cancel): BulkState.done,
    (BulkState.counting, Step.cancel): BulkState.cancelled,
    (BulkState.previewed, Step.cancel): BulkState.cancelled,
}


def next_state(state: BulkState, step: Step) -> BulkState:
    found = MOVES.get((state, step))
    if found is None:
        able = ", ".join(sorted(each for at, each in MOVES if at is state)) or "nothing"
        raise Conflict(
            f"The edit is {state}, so there is nothing to {step}.", f"It can now: {able}."
        )
    return found


@dataclass(frozen=True, slots=True)
class Selection:
    """Products by their ids, or all that the filters of the table let through."""

    ids: tuple[UUID, ...] = ()
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bulk:
    """`after`: how far it has come, for the products are gone through by their ids."""

    id: UUID
    state: BulkState
    selection: Selection
    operations: tuple[Operation, ...]
    after: UUID | None
    counts: Mapping[str, int]
    finding: Finding | None
    made_at: datetime
    made_by: UUID | None
    made_by_name: str
    state_at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One field of one thing."""

    id: UUID
    thing_id: UUID
    title: str
    field: str
    was: Value
    now: Value
    state: FieldState
    finding: Finding | None = None

    @property
    def edit(self) -> Edit:
        return Edit(self.thing_id, self.field, self.was, self.now)

    @property
    def undo(self) -> Edit:
        return Edit(self.thing_id, self.field, self.now, self.was)


def outcome(
    operations: Sequence[Operation], standing: Fields, names: Names
) -> Sequence[tuple[str, Value, Value, Finding | None]]:
    """Of each field: what stands there, what shall, and why it cannot. Operations on one field
    stand upon each other."""
    now: dict[str, Value] = {}
    refused: dict[str, Finding] = {}
    for each in operations:
        if each.field in refused:
            continue
        value = edited(each, now.get(each.field, standing.get(each.field)), names)
        if isinstance(value, Finding):
            refused[each.field] = value
        else:
            now[each.field] = value
    told = [(name, standing.get(name), None, finding) for name, finding in refused.items()]
    return [
        *((*each,) for each in told),
        *(
            (name, standing.get(name), value, None)
            for name, value in now.items()
            if name not in refused and not same(value, standing.get(name))
        ),
    ]


def is_translation(operation: Operation) -> bool:
    return operation.field.startswith(fields.TRANSLATION)
