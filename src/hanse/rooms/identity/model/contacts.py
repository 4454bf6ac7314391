"""How somebody who works here is reached."""

from dataclasses import dataclass
from uuid import UUID

from hanse.rooms.identity.model.people import Language, PersonState


@dataclass(frozen=True, slots=True)
class Contact:
    person_id: UUID
    name: str
    email: str
    language: Language
    zone: str
    state: PersonState
    role: str | None  # in the workspace that was asked for; none in the installation

    @property
    def mailable(self) -> bool:
        """Whether the person has shown that the address is theirs."""
        return self.state is PersonState.active
