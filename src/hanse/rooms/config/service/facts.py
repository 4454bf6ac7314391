"""What the log keeps of imports."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from hanse.engine.log import events

SUBJECT = ("config.import", "import_id")


@events.declare("config.import.applied", "{actor} imported settings", subject=SUBJECT)
@dataclass(frozen=True, slots=True)
class ImportApplied:
    import_id: UUID
    counts: Mapping[str, object]  # by part: how many were added, changed and removed
    version: int = 1


@events.declare("config.import.undone", "{actor} took an import of settings back", subject=SUBJECT)
@dataclass(frozen=True, slots=True)
class ImportUndone:
    import_id: UUID
    counts: Mapping[str, object]
    left: int  # so many were changed since by somebody else, and stay
    version: int = 2
