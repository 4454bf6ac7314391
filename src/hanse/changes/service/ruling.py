"""What a workspace lets nobody do without asking, and who has to agree."""

from dataclasses import replace

import msgspec

from hanse.changes.model.limits import Limits, check_limits
from hanse.changes.model.policies import Policy, check_policy
from hanse.changes.service import facts
from hanse.changes.store import agreeing as store
from hanse.engine.doors.versions import Changed, same_version
from hanse.engine.log import events as log
from hanse.engine.tx import Tx


async def limits(tx: Tx) -> Limits:
    return await store.limits(tx)


async def policy(tx: Tx) -> Policy:
    return await store.policy(tx)


async def set_limits(tx: Tx, wanted: Limits, expected: int) -> Limits:
    """From now on; what is under way is measured by these as well when its turn comes."""
    before = await store.limits(tx)
    same_version(expected, before.version)
    check_limits(wanted)
    version = await store.put(tx, "limits", wanted, before.version)
    if version is None:
        raise Changed("The limits were changed by somebody else just now.", "Read them again.")
    after = replace(wanted, version=version)
    told = facts.LimitsChanged(msgspec.to_builtins(before), msgspec.to_builtins(after), version)
    await log.append(tx, told)
    return after


async def set_policy(tx: Tx, wanted: Policy, expected: int) -> Policy:
    """What was agreed to under the old one is asked for anew."""
    before = await store.policy(tx)
    same_version(expected, before.version)
    check_policy(wanted)
    version = await store.put(tx, "policy", wanted, before.version)
    if version is None:
        raise Changed("The policy was changed by somebody else just now.", "Read it again.")
    after = replace(wanted, version=version)
    told = facts.PolicyChanged(msgspec.to_builtins(before), msgspec.to_builtins(after), version)
    await log.append(tx, told)
    return after
