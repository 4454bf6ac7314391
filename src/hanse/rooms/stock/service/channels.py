"""How each shop is told of stock, as people say it: on and off, held and why, rhythm and buffer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from hanse.base.faults import Conflict, Rejected
from hanse.base.text import clean
from hanse.changes.model.owners import Owner
from hanse.changes.service import owning
from hanse.engine.doors.versions import same_version
from hanse.engine.log import events as log
from hanse.engine.tx import Database, Tx
from hanse.rooms.connections.model.accounts import Account, AccountState
from hanse.rooms.connections.service import accounts
from hanse.rooms.stock.model import channels as model
from hanse.rooms.stock.model.channels import Channel, ChannelState
from hanse.rooms.stock.service import pushing
from hanse.rooms.stock.service.channel_facts import ChannelChanged, PushAsked
from hanse.rooms.stock.service.safety import Cards
from hanse.rooms.stock.store import channels as store
from hanse.rooms.stock.store.channels import Figures, Sync

FIELDS = {"offers": ["quantity"]}
RECENT = timedelta(days=7)  # over which the usual latency is told
DUE_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Stand:
    """A shop, how it is told, and how it stands."""

    account: Account
    channel: Channel
    figures: Figures


async def list_channels(
    tx: Tx, cards: Cards, before: UUID | None, rows_max: int
) -> Sequence[Stand]:
    """Of every shop, also of those of which nothing was ever said; a supplier is told nothing."""
    shops = [platform for platform, card in cards.items() if card.writes and card.supplies is None]
    return await stands(tx, await accounts.list_accounts(tx, before, None, rows_max, shops))


async def one(tx: Tx, account_id: UUID) -> Stand:
    return (await stands(tx, [await accounts.account(tx, account_id)]))[0]


async def stands(tx: Tx, found: Sequence[Account]) -> Sequence[Stand]:
    ids = [each.id for each in found]
    channels = {each.account_id: each for each in await store.of_ids(tx, ids)}
    figures = await store.figures(tx, ids, tx.now - RECENT)
    return [
        Stand(each, channels.get(each.id, Channel(each.id)), figures.get(each.id, Figures()))
        for each in found
    ]


async def change(tx: Tx, wanted: Channel, expected: int) -> Stand:
    """Rhythm and buffer; what the shop shows follows them soon."""
    account, before = await held(tx, wanted.account_id)
    same_version(expected, before.version)
    made = replace(wanted, state=before.state, held_why=before.held_why, pushed_at=before.pushed_at)
    if findings := [*model.what_is_wrong(made)]:
        raise Rejected(findings[0].sentence, findings, findings[0].next_step)
    if made.rhythm is not before.rhythm:
        made = replace(made, next_at=model.next_at(made.rhythm, tx.now))
    else:
        made = replace(made, next_at=before.next_at)
    await put(tx, account, before, made, "changed the rules for")
    if made.is_on and model.moves_numbers(before, made):
        await pushing.ask_whole(tx, account.id, "rules")
    return await one(tx, account.id)


async def switch_on(tx: Tx, account_id: UUID) -> Stand:
    """From now on the hub says how many can be bought there."""
    account, before = await held(tx, account_id)
    if before.is_on:
        return await one(tx, account_id)
    if account.state is not AccountState.active:
        raise Conflict(f"{account.name} is not connected.", "Connect it again first.")
    if not await store.anything_opened(tx, account_id):
        raise Conflict(
            f"Nothing that {account.name} sells has an opening count yet, so there is nothing to "
            "tell it.",
            "Set the opening counts first: by this shop's numbers, by the lowest, or by counting.",
        )
    await owning.hand_over_shop(tx, account_id, FIELDS, Owner.hub, persons=False)
    at = model.next_at(before.rhythm, tx.now)
    made = replace(before, state=ChannelState.on, held_why="", next_at=at)
    await put(tx, account, before, made, "switched on")
    await pushing.ask_whole(tx, account_id, "on")
    return await one(tx, account_id)


async def switch_off(tx: Tx, account_id: UUID) -> Stand:
    """The shop counts for itself again; what waits to go out does not go."""
    account, before = await held(tx, account_id)
    if before.state is ChannelState.off:
        return await one(tx, account_id)
    await pushing.give_up(tx, account_id)
    await owning.hand_over_shop(tx, account_id, FIELDS, Owner.channel, persons=False)
    made = replace(before, state=ChannelState.off, held_why="", next_at=None)
    await put(tx, account, before, made, "switched off")
    return await one(tx, account_id)


async def hold(tx: Tx, account_id: UUID, why: str) -> Stand:
    """Nothing goes out until somebody lets it; what moves meanwhile is told then."""
    account, before = await held(tx, account_id)
    said = clean(why)
    if not 0 < len(said) <= model.WHY_CHARS_MAX:
        raise Rejected(
            f"Say in 1 to {model.WHY_CHARS_MAX} characters why; this has {len(said)}.",
            next_step="Others will ask.",
        )
    check_on(account, before)
    await pushing.give_up(tx, account_id)
    made = replace(before, state=ChannelState.held, held_why=said)
    await put(tx, account, before, made, "held")
    return await one(tx, account_id)


async def resume(tx: Tx, account_id: UUID) -> Stand:
    account, before = await held(tx, account_id)
    if before.is_on:
        return await one(tx, account_id)
    check_on(account, before)
    at = model.next_at(before.rhythm, tx.now)
    made = replace(before, state=ChannelState.on, held_why="", next_at=at)
    await put(tx, account, before, made, "let go on")
    await pushing.ask_whole(tx, account_id, "asked")
    return await one(tx, account_id)


async def push_now(tx: Tx, account_id: UUID) -> Stand:
    """All of the shop is compared, and what is other is told."""
    account, before = await held(tx, account_id)
    if before.state is ChannelState.held:
        raise Conflict(
            f"{account.name} is held: {before.held_why}", "Let it go on, then everything is told."
        )
    check_on(account, before)
    await log.append(tx, PushAsked(account_id, account.name))
    await pushing.ask_whole(tx, account_id, "asked")
    return await one(tx, account_id)


def check_on(account: Account, channel: Channel) -> None:
    if channel.state is ChannelState.off:
        raise Conflict(f"{account.name} is not told of stock.", "Switch it on first.")


async def held(tx: Tx, account_id: UUID) -> tuple[Account, Channel]:
    account = await accounts.account(tx, account_id)
    return account, await store.hold(tx, account_id) or Channel(account_id)


async def put(tx: Tx, account: Account, before: Channel, made: Channel, what: str) -> None:
    version = await store.put(tx, made)
    about = (account.id, account.name, what, seen(before), seen(made), version)
    told = ChannelChanged(*about, made.held_why)
    await log.append(tx, told)


def seen(channel: Channel) -> Mapping[str, object]:
    return {
        "state": channel.state.value,
        "held_why": channel.held_why,
        "rhythm": channel.rhythm.value,
        "places": [str(each) for each in channel.places],
        "supplied": channel.supplied,
        "keep_percent": str(channel.keep_percent),
        "keep_count": channel.keep_count,
        "show_max": channel.show_max,
        "safety": channel.safety,
        "when_out": channel.when_out.value,
    }


async def syncs(tx: Tx, account_id: UUID, before: UUID | None, rows_max: int) -> Sequence[Sync]:
    await accounts.account(tx, account_id)
    return await store.syncs(tx, account_id, before, rows_max)


async def tend(database: Database, job: str) -> int:
    """Every shop whose time has come is compared; how many there were."""
    async with database.system_tx(job) as tx:
        due = await store.due(tx, DUE_MAX)
    by_workspace: dict[UUID, list[UUID]] = {}
    for workspace_id, account_id in due:
        by_workspace.setdefault(workspace_id, []).append(account_id)
    for workspace_id, account_ids in by_workspace.items():
        async with database.tx(workspace_id, tx.actor) as own:
            found = await store.of_ids(own, account_ids)
            times = [(each.account_id, model.next_at(each.rhythm, own.now)) for each in found]
            await store.plan(own, times)
            for each in found:  # as many as there are shops
                await pushing.ask_whole(own, each.account_id, "clock")
    return len(due)
