"""What a platform says of the account itself: that we were removed, that rights changed, that a
person wants to know or to be forgotten."""

from uuid import UUID

from hanse.base.faults import AuthLapsed
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.connections.model import accounts as model
from hanse.rooms.connections.service import facts
from hanse.rooms.connections.store import accounts as store
from hanse.trade.signals import AccountHint, AccountSignal

TEST_JOB = "connections.test"

LOOK_AGAIN = frozenset({AccountHint.scopes_changed, AccountHint.shop_changed})
OF_PERSONS = frozenset({AccountHint.data_asked, AccountHint.person_erased, AccountHint.shop_erased})


async def hear(tx: Tx, account_id: UUID, told: AccountSignal) -> None:
    """A hint as any other: what can be asked is asked."""
    account = await store.hold(tx, account_id)
    if account is None or not account.is_connected:
        return
    if told.hint is AccountHint.uninstalled:
        gone = AuthLapsed("Somebody removed Hanse in the shop, so its keys are dead.")
        fault = model.Fault(gone.code, gone.sentence, gone.next_step, tx.now)
        if await store.lapse(tx, account_id, fault, account.secrets_version):
            await log.append(tx, facts.AccountLeft(account_id, account.platform, account.name))
    elif told.hint in LOOK_AGAIN:
        await enqueue(tx, TEST_JOB, str(account_id), {"account": account_id})
    elif told.hint in OF_PERSONS:
        asked = facts.PrivacyAsked(account_id, account.name, told.hint.value, told.remote_id or "")
        await log.append(tx, asked)
