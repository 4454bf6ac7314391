"""Whether a workspace lets changes go out to its shops at all."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.text import clean
from hanse.rooms.connections.model.accounts import WriteMode


@dataclass(frozen=True, slots=True)
class Mode:
    write_mode: WriteMode
    changed_by: UUID | None
    changed_at: datetime | None
    version: int


NEVER_SET = Mode(WriteMode.dry, None, None, 0)


def confirmed(typed: str, workspace_name: str) -> None:
    """Whoever switches writing on for all shops types the name of the workspace."""
    if clean(typed) != workspace_name:
        raise Rejected(
            f"To let Hanse write to shops, type the name of the workspace: {workspace_name}.",
            [Finding(Severity.error, "confirm", "This is not the name.", field="confirm")],
        )
