"""Buyers who want no letters: known by a keyed hash of their address, and nothing else."""

import hmac
from collections.abc import Collection, Mapping
from uuid import UUID

from hanse.engine import vault
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.identity.service.workspaces import workspace
from hanse.rooms.letters.model import links
from hanse.rooms.letters.model.asking import plain
from hanse.rooms.letters.model.links import Link
from hanse.rooms.letters.service import facts
from hanse.rooms.letters.store import stops as store

ADDRESS, LINK = "letters.address", "letters.link"


async def hashes(tx: Tx, emails: Collection[str]) -> Mapping[str, bytes]:
    return await vault.keyed_all(tx, ADDRESS, {plain(each) for each in emails})


async def token(tx: Tx, address_hash: bytes) -> str:
    seal = await vault.keyed(tx, LINK, address_hash.hex())
    return links.write(Link(tx.workspace_id, address_hash, seal))


async def opened(tx: Tx, link: Link) -> str:
    """The name of the workspace that wrote it; `Gone` where nobody here did."""
    name = (await workspace(tx)).name  # first: no key is made for a workspace that is not there
    seal = await vault.keyed(tx, LINK, link.address_hash.hex())
    if not hmac.compare_digest(seal, link.seal):
        raise links.unknown()
    return name


async def look(tx: Tx, link: Link) -> tuple[str, bool]:
    """Who writes, and whether this buyer has asked for no more."""
    name = await opened(tx, link)
    return name, bool(await store.there(tx, [link.address_hash]))


async def choose(tx: Tx, link: Link, *, stopped: bool) -> tuple[str, bool]:
    name = await opened(tx, link)
    if stopped:
        if await store.add(tx, link.address_hash):
            await log.append(tx, facts.BuyerStopped())
    elif await store.remove(tx, link.address_hash):
        await log.append(tx, facts.BuyerResumed())
    return name, stopped


async def count(tx: Tx) -> int:
    return await store.count(tx)


def workspace_of(token: str) -> tuple[UUID, Link]:
    link = links.read(token)
    return link.workspace_id, link
