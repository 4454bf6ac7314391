"""Keys and tokens at rest: sealed as one document, opened with a reason."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

import msgspec

from hanse.engine import vault
from hanse.engine.tx import Tx
from hanse.engine.vault import Resealing, SealedColumn
from hanse.rooms.connections.store import consents, keys
from hanse.trade.access import Access

SECRETS = SealedColumn(
    "connections_accounts",
    "secrets",
    Resealing(keys.older_secrets, keys.replace_secrets),
)
TYPED = SealedColumn(
    "connections_consents", "secrets", Resealing(consents.older_secrets, consents.replace_secrets)
)
GRANTED = SealedColumn(
    "connections_consents", "granted", Resealing(consents.older_granted, consents.replace_granted)
)


async def seal(tx: Tx, column: SealedColumn, row: UUID, access: Access) -> bytes:
    return await vault.put(tx, column, row, msgspec.json.encode(asdict(access)))


async def unseal(tx: Tx, column: SealedColumn, row: UUID, sealed: bytes, why: str) -> Access:
    plain = await vault.take(tx, column, row, sealed, why)
    return msgspec.json.decode(plain, type=Access)


def expiries(access: Access) -> tuple[datetime | None, datetime | None]:
    """When the token ends, and when the consent behind it does."""
    tokens = access.tokens
    return (tokens.expires_at, tokens.refresh_expires_at) if tokens else (None, None)
