"""Somebody who works in a workspace."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

# Lists are sorted by so much of a name; what is alike until there, by when it came.
SORTED_CHARS = 60
MEMBERS_MAX = 5_000  # of one workspace


@dataclass(frozen=True, slots=True)
class Member:
    id: UUID
    person_id: UUID
    name: str
    email: str
    role: str
    joined_at: datetime
    version: int
    place: str = ""  # in a sorted list
