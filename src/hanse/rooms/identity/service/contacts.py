"""How people are reached by those who have something to tell them."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.identity.model.contacts import Contact
from hanse.rooms.identity.store import contacts as store


async def contacts(tx: Tx, person_ids: Collection[UUID]) -> Mapping[UUID, Contact]:
    """Those of them who work in this workspace; in the installation, all of them."""
    return await store.contacts(tx, person_ids) if person_ids else {}


async def with_roles(tx: Tx, roles: Collection[str], rows_max: int) -> Sequence[Contact]:
    """The members with one of these roles, those first who came first."""
    return await store.with_roles(tx, roles, rows_max) if roles else ()


async def inviters(tx: Tx, invitation_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Who wrote each invitation; the operator's are missing."""
    return await store.inviters(tx, invitation_ids) if invitation_ids else {}


async def first_workspace(tx: Tx) -> UUID | None:
    """The workspace of whoever set this hub up. Needs a system transaction."""
    return await store.first_workspace(tx)
