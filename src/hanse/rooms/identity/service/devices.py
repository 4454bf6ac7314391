"""Devices, as far as sessions tell of them."""

from collections.abc import Collection
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.identity.store import devices as store


async def new_devices(tx: Tx, session_ids: Collection[UUID]) -> set[UUID]:
    """Those of these sessions that were opened on a device which the person had not used before."""
    return await store.new(tx, session_ids) if session_ids else set()
