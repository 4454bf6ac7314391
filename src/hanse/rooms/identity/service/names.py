"""Names for those who read the log, which knows people and keys by their ids alone."""

from collections.abc import Collection, Mapping
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.identity.store import names as store


async def names(tx: Tx, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """How the people and keys of this workspace are called; who is not here any more is missing."""
    return await store.names(tx, ids)
