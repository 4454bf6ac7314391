"""How an account is: what went well last, what is used up, what is closed, what went wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.engine import calls, hooks, pace
from hanse.engine.calls import KeptCall
from hanse.engine.pace import Breaker, BucketState
from hanse.engine.tx import Tx
from hanse.rooms.connections.service.accounts import account


@dataclass(frozen=True, slots=True)
class Health:
    families: Sequence[BucketState]
    outcomes: Sequence[tuple[str, int]]  # of the calls kept
    hook_at: datetime | None


async def health(tx: Tx, account_id: UUID) -> Health:
    await account(tx, account_id)
    families = await pace.states(tx, [account_id])
    outcomes = await calls.outcomes(tx, account_id)
    heard = await hooks.last_at(tx, [account_id])
    return Health(families, outcomes, heard.get(account_id))


async def heard(tx: Tx, account_ids: Sequence[UUID]) -> Mapping[UUID, datetime]:
    """When each of them last told us something."""
    return await hooks.last_at(tx, account_ids)


async def left_alone(tx: Tx, account_ids: Sequence[UUID]) -> Mapping[tuple[UUID, str], BucketState]:
    """What does not answer and is not asked at the moment, by account and family."""
    found = await pace.states(tx, account_ids)
    shut = [each for each in found if each.breaker is not Breaker.closed]
    return {(each.account_id, each.family): each for each in shut}


async def list_calls(
    tx: Tx,
    account_id: UUID,
    before: UUID | None,
    rows_max: int,
    outcomes: Sequence[str] | None,
    family: str | None,
) -> Sequence[KeptCall]:
    await account(tx, account_id)
    return await calls.find(tx, account_id, before, rows_max, outcomes, family)


async def one_call(tx: Tx, call_id: UUID) -> KeptCall:
    return await calls.one(tx, call_id, "somebody looks at it")
