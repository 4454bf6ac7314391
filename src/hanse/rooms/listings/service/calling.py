"""What shops call what we have, from the mappings that a person accepted."""

from collections.abc import Collection, Mapping
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import naming
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.listings.model import calling
from hanse.rooms.listings.model.calling import Called
from hanse.rooms.listings.store import rules
from hanse.trade.goods import Label


async def called_at(tx: Tx, shops: Collection[Account]) -> Mapping[UUID, Called]:
    """Two statements, and one for each shop."""
    by_id = {each.id: each for each in shops}
    pairs = await rules.of_platforms(tx, sorted({each.platform for each in by_id.values()}))
    if not pairs:
        return {account_id: Called() for account_id in by_id}
    names = {key: (each.key, each.name) for key, each in (await naming.attributes(tx)).items()}
    found = {}
    for account_id, account in by_id.items():  # as many as there are shops
        known = [
            Label(each.remote_id, each.name)
            for each in await naming.categories(tx, account_id)
            if each.remote_id
        ]
        mine = [each for each in pairs if each.platform == account.platform]
        found[account_id] = calling.called(mine, names, known)
    return found
