"""The way to every connected account: its keys are opened, its calls signed, its tokens renewed.

One object a process. Whoever reads goes through `ask`; what maintains a connection goes through
`maintain_remote`, which the card of the platform must list. Neither changes a merchant's data.
"""

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from hanse.base.faults import AuthLapsed, Fault, Gone, OutcomeUnknown, Rejected, Unavailable
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log import events as log
from hanse.engine.manifest import Rate
from hanse.engine.outbound import Outbound
from hanse.engine.pace import SKEW_WORTH_S, CircuitOpen, skew_s
from hanse.engine.sending import Line
from hanse.engine.tx import Actor, ActorKind, Database, Tx
from hanse.engine.wire.wire import Call, Wire
from hanse.rooms.connections.model import accounts as model
from hanse.rooms.connections.model.accounts import Account, AccountState, NotConnected
from hanse.rooms.connections.service import facts, keeping
from hanse.rooms.connections.service.ports import Platform
from hanse.rooms.connections.store import accounts as store
from hanse.rooms.connections.store import keys as keys_store
from hanse.trade.access import Access
from hanse.trade.ports_read import Question, Reply
from hanse.trade.shop import Shop

RENEW_JOB = "connections.renew"
OPENED_FOR_S = 600.0  # a key stays open in a process for so long, then the log says so again
NEAR_END = timedelta(seconds=60)
WAIT_FOR_OTHER_S = 20.0
LOOK_AGAIN_S = 0.25
NOTE_EVERY_S = 60.0


@dataclass(frozen=True, slots=True)
class Opened:
    """An account with its keys, for calls made now."""

    workspace_id: UUID
    account: Account
    platform: Platform
    access: Access
    skew_s: float = 0.0

    @property
    def id(self) -> UUID:
        return self.account.id

    @property
    def shop(self) -> Shop:
        return self.account.shop

    @property
    def platform_name(self) -> str:
        return self.account.platform


class Reach:
    """Held by a process; it keeps keys open for a while, so that not every call opens them."""

    def __init__(
        self,
        database: Database,
        outbound: Outbound,
        wire: Wire,
        platforms: Mapping[str, Platform],
        base: str,
    ) -> None:
        self.database = database
        self.outbound = outbound
        self.wire = wire
        self.platforms = platforms
        self.base = base
        self._open: dict[tuple[UUID, int], tuple[float, Access]] = {}
        self._noted: dict[UUID, tuple[bool, float]] = {}
        self._written: dict[UUID, float] = {}

    def opened_by_person(self, url: str) -> str:
        """The address as the person's own browser reaches it."""
        return self.wire.opened_by_person(url)

    def platform(self, name: str) -> Platform:
        found = self.platforms.get(name)
        if found is None:
            raise Gone(f"Hanse knows no platform called {name}.", "Choose one of the list.")
        return found

    def tx(self, workspace_id: UUID, request_id: str = "") -> AbstractAsyncContextManager[Tx]:
        actor = Actor(ActorKind.system, None, "connections")
        return self.database.tx(workspace_id, actor, request_id)

    async def open(self, workspace_id: UUID, account_id: UUID, request_id: str = "") -> Opened:
        """The account, if it can be called. Who lapsed may still be looked at: see `glancing`."""
        async with self.tx(workspace_id, request_id) as tx:
            account = there(await store.get(tx, account_id))
            if account.state is AccountState.disconnected:
                raise NotConnected(f"{account.name} is disconnected.", "Connect it again.")
            access = await self._access(tx, account)
            skew = await skew_s(tx, account_id)
        return Opened(workspace_id, account, self.platform(account.platform), access, skew)

    async def _access(self, tx: Tx, account: Account) -> Access:
        now = tx.clock.monotonic()
        key = (account.id, account.secrets_version)
        held = self._open.get(key)
        if held and now - held[0] < OPENED_FOR_S:
            return held[1]
        sealed, version = await keys_store.secrets(tx, account.id)
        if sealed is None:
            raise NotConnected(f"{account.name} is disconnected.", "Connect it again.")
        access = await keeping.unseal(tx, keeping.SECRETS, account.id, sealed, "to call the shop")
        for old in [each for each in self._open if each[0] == account.id]:
            del self._open[old]
        self._open[account.id, version] = (now, access)
        return access

    async def ask(
        self,
        opened: Opened,
        question: Question,
        *,
        priority: int = 0,
        wait_max_s: float = 60.0,
    ) -> Reply:
        """The answer to a question that reads."""
        if question.writes:
            raise ValueError(f"{question.plumbing} writes: it goes through maintain_remote.")
        return await self._ask(opened, question, priority, wait_max_s)

    async def maintain_remote(self, opened: Opened, question: Question) -> Reply:
        """Have the platform do something for the connection, of a kind that its card lists.

        Repeatable, so a lost answer is settled by looking and asking again.
        """
        kinds = {each.kind for each in opened.platform.CARD.plumbing}
        if question.plumbing not in kinds:
            raise ValueError(f"The card of {opened.account.platform} lists no {question.plumbing}.")
        reply = await self._ask(opened, question, 0, 30.0)
        async with self.tx(opened.workspace_id) as tx:
            name = opened.account.name
            await log.append(tx, facts.PlumbingDone(opened.id, name, question.plumbing))
        return reply

    async def _ask(
        self, opened: Opened, question: Question, priority: int, wait_max_s: float
    ) -> Reply:
        try:
            reply = await self._answer(opened, question, priority, wait_max_s)
        except CircuitOpen:
            raise  # nobody asked; why not has been noted
        except Unavailable as fault:
            await self.note(opened, fault)
            raise
        await self.note(opened, None)
        return reply

    async def _answer(
        self, opened: Opened, question: Question, priority: int, wait_max_s: float
    ) -> Reply:
        opened = await self.fresh(opened)
        ahead_s = self._ahead_s(opened)
        try:
            return await self._send(opened, question, priority, wait_max_s)
        except AuthLapsed as lapsed:
            opened = await self._mended(opened, lapsed, ahead_s)
        try:
            return await self._send(opened, question, priority, wait_max_s)
        except AuthLapsed as again:
            await self._lapse(opened, again)
            raise

    async def _mended(self, opened: Opened, lapsed: AuthLapsed, ahead_s: float) -> Opened:
        """With a new token, or the time as the refusal told it, it may be asked once more: what was
        refused has done nothing."""
        if opened.platform.token_question(opened.access, self._at(opened)) is not None:
            return await self.renew(opened)
        if abs(self._ahead_s(opened) - ahead_s) > SKEW_WORTH_S:
            return opened
        await self._lapse(opened, lapsed)
        raise lapsed

    async def _send(
        self, opened: Opened, question: Question, priority: int, wait_max_s: float
    ) -> Reply:
        platform = opened.platform
        answer = await self.outbound.ask(
            self.line(opened),
            lambda: self.call(opened, question),  # a signature is good for one sending
            platform.words,
            family=question.family,
            cost=question.cost,
            priority=priority,
            wait_max_s=wait_max_s,
            quota_of=platform.quota_of,
        )
        return platform.reply_of(answer)

    def call(self, opened: Opened, question: Question) -> Call:
        """Signed for this moment; good for one sending."""
        nonce = self.database.ids.new().hex
        call = opened.platform.call_for(question, opened.access, self._at(opened), nonce)
        return replace(call, ca_pem=opened.account.ca_pem) if opened.account.ca_pem else call

    def line(self, opened: Opened) -> Line:
        card = opened.platform.CARD
        rates = {rate.family: raised(rate, opened.account.calls_a_second) for rate in card.rates}
        return Line(opened.workspace_id, opened.id, card.name, rates)

    def _at(self, opened: Opened) -> datetime:
        """Now, by the platform's own clock."""
        return self.database.clock.now() + timedelta(seconds=self._ahead_s(opened))

    def _ahead_s(self, opened: Opened) -> float:
        return self.outbound.ahead_s(opened.id, opened.skew_s)

    # Tokens

    async def fresh(self, opened: Opened) -> Opened:
        """With a token that is good for a minute at least."""
        ends_at = opened.access.tokens.expires_at if opened.access.tokens else None
        wanted = opened.platform.token_question(opened.access, self._at(opened)) is not None
        missing = opened.access.tokens is None and wanted
        if missing or (ends_at and wanted and ends_at <= self._at(opened) + NEAR_END):
            return await self.renew(opened)
        return opened

    async def renew(self, opened: Opened) -> Opened:
        """New tokens, asked for by one worker only; the others wait for what it gets."""
        version = opened.account.secrets_version
        lease_s = model.RENEW_LEASE.total_seconds()
        until = self.database.clock.monotonic() + WAIT_FOR_OTHER_S
        while True:
            now = await self.open(opened.workspace_id, opened.id)
            if now.account.secrets_version != version:
                return now
            async with self.tx(opened.workspace_id) as tx:
                if await store.take_renewal(tx, opened.id, lease_s, version):
                    break
            if self.database.clock.monotonic() > until:
                raise Unavailable(f"Another worker renews the token of {now.account.name}.")
            await asyncio.sleep(LOOK_AGAIN_S)
        try:
            return await self._renew(now)
        except AuthLapsed as lapsed:
            await self._lapse(now, lapsed)
            raise
        except Rejected as refused:
            over = AuthLapsed(refused.sentence, refused.next_step)
            await self._lapse(now, over)
            raise over from None
        except Fault:
            async with self.tx(opened.workspace_id) as tx:
                await store.release_renewal(tx, opened.id)
            raise

    async def _renew(self, opened: Opened) -> Opened:
        tokens = opened.platform.tokens_of(await self._granted(opened), self.database.clock.now())
        access = replace(opened.access, tokens=tokens)
        async with self.tx(opened.workspace_id) as tx:
            sealed = await keeping.seal(tx, keeping.SECRETS, opened.id, access)
            version = await store.renewed(
                tx,
                opened.id,
                sealed,
                keeping.expiries(access),
                opened.account.secrets_version,
            )
            if version is None:
                raise OutcomeUnknown(f"The keys of {opened.account.name} were changed meanwhile.")
            await remind(tx, opened.id, tokens.expires_at)
            if tokens.expires_at:
                ends = tokens.expires_at.isoformat(timespec="seconds")
                await log.append(tx, facts.TokenRenewed(opened.id, opened.account.name, ends))
        return await self.open(opened.workspace_id, opened.id)

    async def _granted(self, opened: Opened, refused: AuthLapsed | None = None) -> Reply:
        """By the refresh token; where that is refused, by the keys, if they are enough."""
        question = opened.platform.token_question(opened.access, self._at(opened))
        if question is None:
            raise refused or AuthLapsed(f"{opened.account.name} gives no new token by itself.")
        try:
            return await self._send(opened, question, 1, 30.0)
        except AuthLapsed as lapsed:
            tokens = opened.access.tokens
            if refused is not None or tokens is None or tokens.refresh_token is None:
                raise
            bare = replace(opened, access=replace(opened.access, tokens=None))
            return await self._granted(bare, lapsed)

    # How it went

    async def note_failed(self, opened: Opened, fault: Fault) -> None:
        """What a look at the shop met stands at the account as that of any other call would."""
        if isinstance(fault, AuthLapsed):
            await self._lapse(opened, fault)
        elif isinstance(fault, Unavailable) and not isinstance(fault, CircuitOpen):
            await self._write(opened, fault)

    async def refused(self, opened: Opened, why: AuthLapsed) -> None:
        """The key was refused: a new one is got where that needs no person."""
        if opened.platform.token_question(opened.access, self._at(opened)) is None:
            await self._lapse(opened, why)
        else:
            await self.renew(opened)

    async def _lapse(self, opened: Opened, why: AuthLapsed) -> None:
        async with self.tx(opened.workspace_id) as tx:
            fault = model.Fault(why.code, why.sentence, why.next_step, tx.now)
            account = opened.account
            if await store.lapse(tx, opened.id, fault, account.secrets_version):
                await log.append(
                    tx,
                    facts.AccountLapsed(opened.id, account.platform, account.name, why.sentence),
                )

    async def note(self, opened: Opened, fault: Unavailable | None) -> None:
        """That it answers, or not any more, stands at the account.

        The same at most once a minute for each account: a pull asks twenty times a second.
        """
        now, well = self.database.clock.monotonic(), fault is None
        before, noted_at = self._noted.get(opened.id, (not well, now))
        if before is well and now - noted_at < NOTE_EVERY_S:
            return
        await self._write(opened, fault)

    async def note_written(self, opened: Opened) -> None:
        """That it took a change stands at the account, at most once a minute as well."""
        now = self.database.clock.monotonic()
        if now - self._written.get(opened.id, now - NOTE_EVERY_S) >= NOTE_EVERY_S:
            self._written[opened.id] = now
            async with self.tx(opened.workspace_id) as tx:
                await store.note_written(tx, opened.id)

    async def _write(self, opened: Opened, fault: Unavailable | None) -> None:
        self._noted[opened.id] = (fault is None, self.database.clock.monotonic())
        async with self.tx(opened.workspace_id) as tx:
            if fault is None:
                await store.note_read(tx, opened.id)
            else:
                told = model.Fault(fault.code, fault.sentence, fault.next_step, tx.now)
                await store.note_fault(tx, opened.id, told)


def raised(rate: Rate, calls_a_second: int | None) -> Rate:
    """The pace of an account whose level bears more than the lowest one."""
    if not rate.by_level or calls_a_second is None or calls_a_second <= (rate.units or 0):
        return rate
    return replace(rate, units=calls_a_second, at_once_max=calls_a_second)


async def remind(tx: Tx, account_id: UUID, expires_at: datetime | None) -> None:
    """Have the token renewed ahead of its end."""
    if expires_at is not None:
        due = model.renewal_at(expires_at, tx.now)
        await enqueue(tx, RENEW_JOB, str(account_id), {"account": account_id}, at=due)


def there(found: Account | None) -> Account:
    if found is None:
        raise Gone("There is no such account here, or not any more.")
    return found
