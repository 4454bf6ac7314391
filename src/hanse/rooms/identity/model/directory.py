"""Everybody and every workspace in one list, for the operator."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A person with one of the workspaces that it works in; both empty if there is none."""

    id: UUID
    name: str
    email: str
    state: str
    workspace: str
    role: str


@dataclass(frozen=True, slots=True)
class ListedWorkspace:
    id: UUID
    name: str
    state: str
    members: int
    owners: tuple[str, ...]
