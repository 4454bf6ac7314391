"""Ports for ways of telling that nobody has filled yet. Until then they show as not set up."""

from typing import Protocol
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.notices.model.kinds import Channel
from hanse.rooms.notices.model.notices import Read


class Sms(Protocol):
    """A service that sends short messages."""

    async def send(self, tx: Tx, person_id: UUID, number: str, notice: Read) -> None:
        """Have it sent after the commit, once."""
        ...


class Push(Protocol):
    """A service that wakes a browser which is closed."""

    async def send(self, tx: Tx, person_id: UUID, subscription: UUID, notice: Read) -> None:
        """Have it sent after the commit, once."""
        ...


# Why a channel cannot be chosen; what is not in here can.
NOT_CHOSEN = {
    Channel.webhook: "Webhooks are set up for the whole workspace, under Webhooks.",
    Channel.sms: "Not set up: this hub has no service that sends short messages.",
    Channel.push: "Not set up: this hub does not push to browsers yet.",
}
