"""What shops are called where no id can stand: in a file for another workspace.

Write modes are not carried: a shop is switched to live on purpose, by a person, where it is.
"""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.connections.service import accounts

ACCOUNTS_MAX = 10_000


async def account_names(tx: Tx) -> Mapping[UUID, str]:
    """`shopify/Mugs`; of several with one name the second is `shopify/Mugs no. 2`, by age."""
    counts: Counter[str] = Counter()
    found: dict[UUID, str] = {}
    for each in reversed(await accounts.list_accounts(tx, None, None, ACCOUNTS_MAX)):
        name = f"{each.platform}/{each.name}"
        counts[name] += 1
        found[each.id] = name if counts[name] == 1 else f"{name} no. {counts[name]}"
    return found
