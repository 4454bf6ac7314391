"""Statements about connected accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from hanse.engine.tx import Tx
from hanse.rooms.connections.model.accounts import Account, AccountState, Fault, WriteMode
from hanse.trade.shop import Shop

COLUMNS = """
        id, platform, name, address, shop_key, state, write_mode, currency, decimals, time_zone,
        language, weight_unit, dimension_unit, prices_include_tax, platform_version, scopes,
        missing, may_write, ca_pem, calls_a_second, secrets_version, token_expires_at,
        consent_expires_at, warned_days, fault_code, fault, fault_step, fault_at, read_at,
        written_at, checked_at, silent_since, made_at, connected_at, disconnected_at, version,
        (select write_mode from connections_modes where workspace_id = $1) as workspace_mode
"""
GET = f"""
    select {COLUMNS} from connections_accounts where workspace_id = $1 and id = $2
"""  # noqa: S608 - our own columns
HOLD = f"""
    select {COLUMNS} from connections_accounts where workspace_id = $1 and id = $2 for update
"""  # noqa: S608 - our own columns
HOLD_SHOP = f"""
    select {COLUMNS} from connections_accounts
    where workspace_id = $1 and platform = $2 and shop_key = $3 for update
"""  # noqa: S608 - our own columns
FIND = f"""
    select {COLUMNS} from connections_accounts
    where workspace_id = $1 and ($2::uuid is null or id < $2)
      and ($3::text[] is null or state = any($3))
      and ($4::text[] is null or platform = any($4))
    order by id desc limit $5
"""  # noqa: S608 - our own columns
OF_IDS = f"""
    select {COLUMNS} from connections_accounts where workspace_id = $1 and id = any($2::uuid[])
"""  # noqa: S608 - our own columns
# Whoever switches one of the two waits until what was decided by it is committed.
MODE_FOR_SHARE = """
    select state, write_mode from connections_accounts
    where workspace_id = $1 and id = $2 for share
"""
CLOCKS = f"""
    select {COLUMNS} from connections_accounts
    where workspace_id = $1 and state <> 'disconnected'
      and (token_expires_at is not null or consent_expires_at is not null)
    order by least(token_expires_at, consent_expires_at) limit $2
"""  # noqa: S608 - our own columns
COUNT = (
    "select count(*) from connections_accounts where workspace_id = $1 and state <> 'disconnected'"
)
LOCK = "select pg_advisory_xact_lock(hashtextextended('connections_accounts ' || $1::text, 0))"
ADD = """
    insert into connections_accounts
        (workspace_id, id, platform, name, address, shop_key, state, currency, decimals, time_zone,
        language, weight_unit, dimension_unit, prices_include_tax, platform_version, scopes,
        missing, may_write, ca_pem, secrets, token_expires_at, consent_expires_at, made_by, made_at,
        connected_at, calls_a_second)
    values ($1, $2, $3, $4, $5, $6, 'active', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
        $18, $19, $20, $21, $22, $23, $23, $24)
"""
CONNECT_AGAIN = """
    update connections_accounts
    set name = $3, address = $4, state = 'active', currency = $5, decimals = $6, time_zone = $7,
        language = coalesce($8, language), weight_unit = $9, dimension_unit = $10,
        prices_include_tax = $11, platform_version = $12, scopes = $13, missing = $14,
        may_write = $15, ca_pem = $16,
        secrets = $17, secrets_version = secrets_version + 1, token_expires_at = $18,
        consent_expires_at = $19, connected_at = $20, calls_a_second = $21,
        disconnected_at = null, renewing_until = null,
        warned_days = null, fault_code = '', fault = '', fault_step = '', fault_at = null,
        version = version + 1
    where workspace_id = $1 and id = $2
"""
NOTE_PROBE = """
    update connections_accounts
    set address = $3, currency = $4, decimals = $5, time_zone = $6, weight_unit = $7,
        dimension_unit = $8, prices_include_tax = $9, platform_version = $10, scopes = $11,
        missing = $12, may_write = $13, language = coalesce($14, language), read_at = $15,
        calls_a_second = $16,
        version = version + 1,
        fault_code = '', fault = '', fault_step = '', fault_at = null
    where workspace_id = $1 and id = $2
"""
RENAME = """
    update connections_accounts set name = $3, version = version + 1
    where workspace_id = $1 and id = $2
"""
SET_MODE = """
    update connections_accounts set write_mode = $3, version = version + 1
    where workspace_id = $1 and id = $2
"""
DISCONNECT = """
    update connections_accounts
    set state = 'disconnected', secrets = null, secrets_version = secrets_version + 1,
        token_expires_at = null, consent_expires_at = null, renewing_until = null,
        write_mode = 'dry', disconnected_at = $3, fault_code = '', fault = '', fault_step = '',
        fault_at = null, silent_since = null, version = version + 1
    where workspace_id = $1 and id = $2
"""
LAPSE = """
    update connections_accounts
    set state = 'lapsed', fault_code = $3, fault = $4, fault_step = $5, fault_at = $6,
        version = version + 1
    where workspace_id = $1 and id = $2 and state = 'active' and secrets_version = $7
"""
RECOVER = """
    update connections_accounts
    set state = 'active', fault_code = '', fault = '', fault_step = '', fault_at = null,
        version = version + 1
    where workspace_id = $1 and id = $2 and state = 'lapsed'
"""
NOTE_FAULT = """
    update connections_accounts set fault_code = $3, fault = $4, fault_step = $5, fault_at = $6
    where workspace_id = $1 and id = $2 and state = 'active'
"""
NOTE_LEFT = """
    update connections_accounts set fault_code = $3, fault = $4, fault_step = $5, fault_at = $6
    where workspace_id = $1 and id = $2 and state = 'disconnected'
"""
NOTE_READ = """
    update connections_accounts
    set read_at = $3, fault_code = '', fault = '', fault_step = '', fault_at = null
    where workspace_id = $1 and id = $2 and state = 'active'
"""
NOTE_WRITTEN = """
    update connections_accounts
    set written_at = $3, fault_code = '', fault = '', fault_step = '', fault_at = null
    where workspace_id = $1 and id = $2 and state = 'active'
"""
NOTE_WARNED = "update connections_accounts set warned_days = $3 where workspace_id = $1 and id = $2"
NOTE_CHECKED = """
    update connections_accounts set checked_at = $3 where workspace_id = $1 and id = $2
"""
NOTE_SILENT = """
    update connections_accounts set silent_since = $3, version = version + 1
    where workspace_id = $1 and id = $2 and state = 'active'
"""
TAKE_RENEWAL = """
    update connections_accounts set renewing_until = clock_timestamp() + $3::interval
    where workspace_id = $1 and id = $2 and secrets_version = $4 and state = 'active'
      and (renewing_until is null or renewing_until < clock_timestamp())
    returning id
"""
RENEWED = """
    update connections_accounts
    set secrets = $3, secrets_version = secrets_version + 1, renewing_until = null,
        token_expires_at = $4, consent_expires_at = $5,
        warned_days = case when consent_expires_at is distinct from $5 then null
            else warned_days end
    where workspace_id = $1 and id = $2 and state = 'active' and secrets_version = $6
    returning secrets_version
"""
RELEASE_RENEWAL = """
    update connections_accounts set renewing_until = null where workspace_id = $1 and id = $2
"""
WORKSPACE_OF = """
    select workspace_id, platform, secrets_version from connections_accounts
    where id = $1 and state <> 'disconnected'
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is written of a look at the shop."""

    name: str
    address: str
    shop: Shop
    language: str | None
    platform_version: str | None
    scopes: tuple[str, ...]
    missing: tuple[str, ...]
    may_write: bool | None
    ca_pem: str
    calls_a_second: int | None = None


async def get(tx: Tx, account_id: UUID) -> Account | None:
    row = await tx.fetchrow(GET, tx.workspace_id, account_id)
    return account(dict(row)) if row else None


async def hold(tx: Tx, account_id: UUID) -> Account | None:
    row = await tx.fetchrow(HOLD, tx.workspace_id, account_id)
    return account(dict(row)) if row else None


async def hold_shop(tx: Tx, platform: str, shop_key: str) -> Account | None:
    row = await tx.fetchrow(HOLD_SHOP, tx.workspace_id, platform, shop_key)
    return account(dict(row)) if row else None


async def of_ids(tx: Tx, account_ids: Sequence[UUID]) -> Sequence[Account]:
    return [
        account(dict(row)) for row in await tx.fetch(OF_IDS, tx.workspace_id, list(account_ids))
    ]


async def mode_for_share(tx: Tx, account_id: UUID) -> tuple[AccountState, WriteMode] | None:
    """None if it is not there."""
    row = await tx.fetchrow(MODE_FOR_SHARE, tx.workspace_id, account_id)
    return (AccountState(row["state"]), WriteMode(row["write_mode"])) if row else None


async def find(
    tx: Tx,
    before: UUID | None,
    states: Sequence[str] | None,
    rows_max: int,
    platforms: Sequence[str] | None = None,
) -> Sequence[Account]:
    wanted = [each if each is None else list(each) for each in (states or None, platforms)]
    rows = await tx.fetch(FIND, tx.workspace_id, before, *wanted, rows_max)
    return [account(dict(row)) for row in rows]


async def clocks(tx: Tx, rows_max: int) -> Sequence[Account]:
    return [account(dict(row)) for row in await tx.fetch(CLOCKS, tx.workspace_id, rows_max)]


async def count(tx: Tx) -> int:
    """Whoever counts holds the list until its transaction ends."""
    await tx.fetchval(LOCK, str(tx.workspace_id))
    found: int = await tx.fetchval(COUNT, tx.workspace_id)
    return found


async def add(
    tx: Tx,
    account_id: UUID,
    platform: str,
    shop_key: str,
    seen: Seen,
    secrets: bytes,
    expiries: tuple[datetime | None, datetime | None],
) -> None:
    shop = seen.shop
    await tx.execute(
        ADD,
        *(tx.workspace_id, account_id, platform, seen.name, seen.address, shop_key),
        *(shop.currency, shop.decimals, shop.time_zone, seen.language, shop.weight_unit),
        *(shop.dimension_unit, shop.prices_include_tax, seen.platform_version, list(seen.scopes)),
        *(list(seen.missing), seen.may_write, seen.ca_pem, secrets, *expiries),
        *(tx.actor.id, tx.now, seen.calls_a_second),
    )


async def connect_again(
    tx: Tx,
    account_id: UUID,
    seen: Seen,
    secrets: bytes,
    expiries: tuple[datetime | None, datetime | None],
) -> None:
    shop = seen.shop
    await tx.execute(
        CONNECT_AGAIN,
        *(tx.workspace_id, account_id, seen.name, seen.address, shop.currency, shop.decimals),
        *(shop.time_zone, seen.language, shop.weight_unit, shop.dimension_unit),
        *(shop.prices_include_tax, seen.platform_version, list(seen.scopes), list(seen.missing)),
        *(seen.may_write, seen.ca_pem, secrets, *expiries, tx.now, seen.calls_a_second),
    )


async def note_probe(tx: Tx, account_id: UUID, seen: Seen) -> None:
    shop = seen.shop
    await tx.execute(
        NOTE_PROBE,
        *(tx.workspace_id, account_id, seen.address, shop.currency, shop.decimals),
        *(shop.time_zone, shop.weight_unit, shop.dimension_unit, shop.prices_include_tax),
        *(seen.platform_version, list(seen.scopes), list(seen.missing), seen.may_write),
        *(seen.language, tx.now, seen.calls_a_second),
    )


async def rename(tx: Tx, account_id: UUID, name: str) -> None:
    await tx.execute(RENAME, tx.workspace_id, account_id, name)


async def set_mode(tx: Tx, account_id: UUID, mode: WriteMode) -> None:
    await tx.execute(SET_MODE, tx.workspace_id, account_id, mode.value)


async def disconnect(tx: Tx, account_id: UUID) -> None:
    await tx.execute(DISCONNECT, tx.workspace_id, account_id, tx.now)


async def lapse(tx: Tx, account_id: UUID, fault: Fault, secrets_version: int) -> bool:
    """Unless somebody has put in another key meanwhile."""
    rows = await tx.execute(LAPSE, tx.workspace_id, account_id, *astuple(fault), secrets_version)
    return rows > 0


async def recover(tx: Tx, account_id: UUID) -> bool:
    return await tx.execute(RECOVER, tx.workspace_id, account_id) > 0


async def note_fault(tx: Tx, account_id: UUID, fault: Fault) -> None:
    """Where its key lapsed, that stays the reason."""
    await tx.execute(NOTE_FAULT, tx.workspace_id, account_id, *astuple(fault))


async def note_left(tx: Tx, account_id: UUID, fault: Fault) -> None:
    """What of ours is still there although we have gone."""
    await tx.execute(NOTE_LEFT, tx.workspace_id, account_id, *astuple(fault))


async def note_read(tx: Tx, account_id: UUID) -> None:
    await tx.execute(NOTE_READ, tx.workspace_id, account_id, tx.now)


async def note_written(tx: Tx, account_id: UUID) -> None:
    await tx.execute(NOTE_WRITTEN, tx.workspace_id, account_id, tx.now)


async def note_warned(tx: Tx, account_id: UUID, days: int) -> None:
    await tx.execute(NOTE_WARNED, tx.workspace_id, account_id, days)


async def note_checked(tx: Tx, account_id: UUID) -> None:
    await tx.execute(NOTE_CHECKED, tx.workspace_id, account_id, tx.now)


async def note_silent(tx: Tx, account_id: UUID, since: datetime | None) -> None:
    await tx.execute(NOTE_SILENT, tx.workspace_id, account_id, since)


async def take_renewal(tx: Tx, account_id: UUID, lease_s: float, secrets_version: int) -> bool:
    """Whether it is ours to ask for new tokens; whoever dies over it keeps it no longer than the
    lease."""
    lease = timedelta(seconds=lease_s)
    taken = await tx.fetchval(TAKE_RENEWAL, tx.workspace_id, account_id, lease, secrets_version)
    return taken is not None


async def renewed(
    tx: Tx,
    account_id: UUID,
    secrets: bytes,
    expiries: tuple[datetime | None, datetime | None],
    secrets_version: int,
) -> int | None:
    """The new version; none if others came first."""
    found: int | None = await tx.fetchval(
        RENEWED, tx.workspace_id, account_id, secrets, *expiries, secrets_version
    )
    return found


async def release_renewal(tx: Tx, account_id: UUID) -> None:
    await tx.execute(RELEASE_RENEWAL, tx.workspace_id, account_id)


async def workspace_of(tx: Tx, account_id: UUID) -> tuple[UUID, str, int] | None:
    """In the system's transaction: whose the account is, where it is, the version of its keys."""
    row = await tx.fetchrow(WORKSPACE_OF, account_id)
    return (row["workspace_id"], row["platform"], row["secrets_version"]) if row else None


def account(row: Mapping[str, object]) -> Account:
    found = dict(row)
    shop = Shop(
        **{name: found.pop(name) for name in SHOP},  # type: ignore[arg-type]
    )
    code, sentence, step, at = (found.pop(name) for name in FAULT)
    fault = Fault(str(code), str(sentence), str(step), at) if isinstance(at, datetime) else None
    found |= {
        "state": AccountState(str(found["state"])),
        "write_mode": WriteMode(str(found["write_mode"])),
        "workspace_mode": WriteMode(str(found["workspace_mode"] or WriteMode.dry)),
        "scopes": tuple(found["scopes"]),  # type: ignore[arg-type]
        "missing": tuple(found["missing"]),  # type: ignore[arg-type]
    }
    return Account(**found, shop=shop, fault=fault)  # type: ignore[arg-type]


SHOP = (
    *("currency", "decimals", "time_zone", "weight_unit", "dimension_unit"),
    "prices_include_tax",
)
FAULT = ("fault_code", "fault", "fault_step", "fault_at")
