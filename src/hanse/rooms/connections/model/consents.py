"""A consent that was begun: a person is at the platform's page and comes back with its answer."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

LIFE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Pending:
    id: UUID
    workspace_id: UUID
    platform: str
    account_id: UUID | None
    name: str
    person_id: UUID | None
    expires_at: datetime
    granted: bool

    def is_open(self, now: datetime) -> bool:
        return now < self.expires_at


def hashed(state: str) -> bytes:
    """The state is as good as a key while it is open, so only its hash is kept."""
    return hashlib.sha256(state.encode()).digest()
