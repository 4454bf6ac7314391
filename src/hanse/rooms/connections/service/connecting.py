"""A shop is connected: looked at before anything is saved, and the same shop is known again."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.faults import AuthLapsed, Fault, Rejected, Unavailable
from hanse.base.text import clean
from hanse.engine import pace
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log import events as log
from hanse.engine.sending import Line
from hanse.engine.tx import Tx
from hanse.rooms.connections.model import accounts as model
from hanse.rooms.connections.model.accounts import Account, AccountState
from hanse.rooms.connections.service import authority, facts, glancing, keeping
from hanse.rooms.connections.service.opening import OpenTx
from hanse.rooms.connections.service.ports import Platform
from hanse.rooms.connections.service.reach import Opened, Reach, remind, there
from hanse.rooms.connections.store import accounts as store
from hanse.rooms.connections.store import keys as keys_store
from hanse.rooms.connections.store.accounts import Seen
from hanse.trade.access import Access, Probe
from hanse.trade.ports_read import Reply

CHECK_JOB = "connections.check"


@dataclass(frozen=True, slots=True)
class Looked:
    """A shop as it was found, with what opens it."""

    platform: Platform
    access: Access
    probe: Probe
    fault: Fault | None = None  # why nothing can be read there
    ahead_s: float = 0.0  # the platform's clock


@contextmanager
def attempt(reach: Reach, platform_name: str) -> Iterator[None]:
    """Counts how an attempt to connect a shop ended."""
    platform = reach.platform(platform_name).CARD.name
    ended = "connected"
    try:
        yield
    except Fault as fault:
        ended = fault.code
        raise
    finally:
        reach.outbound.meter.count("hanse_connects_total", platform=platform, ended=ended)


async def look(
    reach: Reach, platform_name: str, fields: Mapping[str, str], ca_pem: str = ""
) -> Looked:
    """Try what was typed, and change nothing anywhere. `ca_pem` stays unless another is typed."""
    platform = reach.platform(platform_name)
    return await probe(reach, platform, authority.entered(platform, fields, ca_pem))


async def probe(
    reach: Reach,
    platform: Platform,
    access: Access,
    ahead_s: float = 0.0,
    line: Line | None = None,
) -> Looked:
    """`line` is that of an account which is kept: its pace counts for a look as well."""
    now = reach.database.clock.now()
    question = platform.token_question(access, now) if access.tokens is None else None
    if question is not None:
        [reply], ahead_s = await glancing.look(reach, platform, access, [question], ahead_s, line)
        if isinstance(reply, Fault):
            raise reply
        access = replace(access, tokens=platform.tokens_of(reply, now))
    questions = platform.probe_questions(access)
    replies, ahead_s = await glancing.look(reach, platform, access, questions, ahead_s, line)
    found = platform.probed(replies, access)
    found = replace(found, address=reach.opened_by_person(found.address))
    first = Looked(platform, access, found, hindrance(found, replies), ahead_s)
    if not found.instead:
        return first
    other = replace(access, fields={**access.fields, **found.instead})
    questions = platform.probe_questions(other)
    replies, ahead_s = await glancing.look(reach, platform, other, questions, ahead_s, line)
    better = platform.probed(replies, other)
    return Looked(platform, other, better, ahead_s=ahead_s) if better.may_read else first


def hindrance(found: Probe, replies: Sequence[Reply | Fault]) -> Fault | None:
    """That its key is dead, or else that it did not answer; none if something could be read."""
    lapsed = [each for each in replies if isinstance(each, AuthLapsed)]
    if found.may_read is False and lapsed:
        return lapsed[0]
    away = [each for each in replies if isinstance(each, Unavailable)]
    return away[0] if found.shop is None and away else None


async def connect(open_tx: OpenTx, looked: Looked, name: str) -> Account:
    """Save it; a shop that was connected before is the same account, with all that hangs on it."""
    async with open_tx() as tx:
        return await save(tx, looked, name)


async def save(tx: Tx, looked: Looked, name: str) -> Account:
    model.check_probe(looked.probe)
    platform = looked.platform.CARD.name
    known = await store.hold_shop(tx, platform, looked.probe.key)
    seen = seen_of(looked, model.check_name(name or clean(looked.probe.name)))
    if known is not None:
        return await again(tx, known, looked, seen)
    if await store.count(tx) >= model.ACCOUNTS_MAX:
        raise model.TooManyAccounts(
            f"There are {model.ACCOUNTS_MAX} accounts, the most for one workspace.",
            "Disconnect one that is not needed any more.",
        )
    account_id = tx.ids.new()
    access = replace(looked.access, hook_secret=new_secret())
    sealed = await keeping.seal(tx, keeping.SECRETS, account_id, access)
    ends = keeping.expiries(access)
    await store.add(tx, account_id, platform, looked.probe.key, seen, sealed, ends)
    await log.append(tx, facts.AccountConnected(account_id, platform, seen.name, seen.address))
    await begin(tx, account_id, access, looked)
    return there(await store.get(tx, account_id))


async def connect_again(open_tx: OpenTx, looked: Looked, account_id: UUID) -> Account:
    """New keys for an account, which stays the shop that it was."""
    model.check_probe(looked.probe)
    async with open_tx() as tx:
        account = there(await store.hold(tx, account_id))
        model.check_same_shop(account, looked.probe)
        return await again(tx, account, looked, seen_of(looked, account.name))


async def again(tx: Tx, account: Account, looked: Looked, seen: Seen) -> Account:
    sealed_before, _ = await keys_store.secrets(tx, account.id)
    secret = new_secret()
    if sealed_before is not None:
        why = "its webhooks are signed with the secret that stays"
        old = await keeping.unseal(tx, keeping.SECRETS, account.id, sealed_before, why)
        secret = old.hook_secret or secret
    access = replace(looked.access, hook_secret=secret)
    sealed = await keeping.seal(tx, keeping.SECRETS, account.id, access)
    await store.connect_again(tx, account.id, seen, sealed, keeping.expiries(access))
    reconnected = facts.AccountReconnected(
        account.id, account.platform, seen.name, seen.address, account.version + 1
    )
    await log.append(tx, reconnected)
    await begin(tx, account.id, access, looked)
    return there(await store.get(tx, account.id))


async def begin(tx: Tx, account_id: UUID, access: Access, looked: Looked) -> None:
    """Keep what its clock shows, ask for its webhooks, and have its token renewed in time. What
    the look asked counts: whoever asks next waits for it."""
    await pace.note_skew(tx, account_id, looked.ahead_s)
    await pace.let_through(tx, account_id)
    asked = {each.family for each in looked.platform.probe_questions(looked.access)}
    for rate in looked.platform.CARD.rates:
        if rate.windowed and rate.family in asked:
            await pace.take(tx, pace.Bucket(account_id, rate))
    await remind(tx, account_id, keeping.expiries(access)[0])
    await enqueue(tx, CHECK_JOB, str(account_id), {"account": account_id})


async def test(reach: Reach, open_tx: OpenTx, workspace_id: UUID, account_id: UUID) -> Probe:
    """Look at a connected shop as if for the first time, and write down what was found."""
    opened = await reach.open(workspace_id, account_id)
    try:
        looked = await look_again(reach, opened)
    except Fault as fault:
        await reach.note_failed(opened, fault)
        raise
    if looked.fault is not None:
        await reach.note_failed(opened, looked.fault)
    if looked.fault is not None or looked.probe.shop is None:
        return looked.probe
    async with open_tx() as tx:
        account = there(await store.hold(tx, account_id))
        if account.is_connected and looked.probe.key == account.shop_key:
            await store.note_probe(tx, account_id, seen_of(looked, account.name))
            await pace.note_skew(tx, account_id, looked.ahead_s)
            await pace.let_through(tx, account_id)
            if account.state is AccountState.lapsed:
                await recover(tx, account)
    return looked.probe


async def look_again(reach: Reach, opened: Opened) -> Looked:
    """With a token that is good; one that is refused is renewed as for any other call."""
    if opened.access.tokens is not None:
        opened = await reach.fresh(opened)
    try:
        return await probe(reach, opened.platform, opened.access, opened.skew_s, reach.line(opened))
    except AuthLapsed:
        now = reach.database.clock.now()
        renewable = opened.platform.token_question(opened.access, now) is not None
        if not renewable or opened.account.state is not AccountState.active:
            raise
    opened = await reach.renew(opened)
    return await probe(reach, opened.platform, opened.access, opened.skew_s, reach.line(opened))


async def recover(tx: Tx, account: Account) -> None:
    """Its key is good again without anybody having typed one: the platform had been mistaken."""
    if await store.recover(tx, account.id):
        await log.append(tx, facts.AccountRecovered(account.id, account.name))


def seen_of(looked: Looked, name: str) -> Seen:
    probe = looked.probe
    if probe.shop is None:
        raise Rejected("The shop does not tell its currency.")
    return Seen(
        name=name,
        address=probe.address,
        shop=probe.shop,
        language=probe.language,
        platform_version=probe.version,
        scopes=probe.scopes,
        missing=probe.missing,
        may_write=probe.may_write,
        ca_pem=authority.of_account(looked.access.fields),
        calls_a_second=probe.calls_a_second,
    )


def new_secret() -> str:
    return secrets.token_urlsafe(32)


async def known_as(tx: Tx, looked: Looked) -> str | None:
    """The name of the account that this shop is already."""
    found = await store.hold_shop(tx, looked.platform.CARD.name, looked.probe.key)
    return found.name if found else None
