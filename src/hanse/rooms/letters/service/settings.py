"""Who tells the buyer, of what and in which language."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from hanse.base.faults import Conflict
from hanse.engine.log import events as log
from hanse.engine.mail.mails import check_address
from hanse.engine.tx import Tx
from hanse.rooms.connections.service import accounts
from hanse.rooms.letters.model.settings import EVERY_SHOP, Held, Setting, Teller, held
from hanse.rooms.letters.model.stages import STAGES, Stage
from hanse.rooms.letters.service import facts
from hanse.rooms.letters.store import settings as store

NEVER_SET = Setting()


async def everything(tx: Tx) -> tuple[Setting, Mapping[UUID, Setting]]:
    """Of the workspace, and of the shops that have their own."""
    found = dict(await store.find(tx))
    return found.pop(EVERY_SHOP, NEVER_SET), found


async def of_shops(tx: Tx, account_ids: Collection[UUID]) -> Mapping[UUID, Held]:
    found = await store.find(tx, {*account_ids, EVERY_SHOP})
    usual = found.get(EVERY_SHOP, NEVER_SET)
    return {key: held(usual, found.get(key, NEVER_SET)) for key in account_ids}


async def we_tell(tx: Tx) -> bool:
    """Whether we tell the buyers of any shop at all."""
    usual, own = await everything(tx)
    return any(each.teller is Teller.us for each in (usual, *own.values()))


async def told_by_us(tx: Tx, account_ids: Collection[UUID], stage: Stage) -> frozenset[UUID]:
    """The shops of whose buyers we tell this, so that the shop need not."""
    found = await of_shops(tx, account_ids)
    return frozenset(key for key, each in found.items() if each.tells(stage))


async def change(tx: Tx, account_id: UUID | None, wanted: Setting, expected: int) -> Setting:
    """For a shop, or for the whole workspace; stages in the order in which goods go."""
    if account_id is not None:
        await accounts.account(tx, account_id)
    if wanted.reply_to:
        check_address(wanted.reply_to)
    key = account_id or EVERY_SHOP
    await store.hold(tx)
    before = (await store.find(tx, [key])).get(key, NEVER_SET)
    as_seen(expected, before.version)
    if wanted.stages is not None:
        wanted = replace(wanted, stages=[each for each in STAGES if each in wanted.stages])
    version = await store.save(tx, key, wanted)
    await log.append(tx, facts.SettingChanged(account_id, plain(before), plain(wanted)))
    return replace(wanted, version=version)


def as_seen(expected: int, version: int) -> None:
    """Many are read at once and one is written, so the version stands beside the words."""
    if expected != version:
        raise Conflict(
            f"This was changed meanwhile: you read version {expected}, it is now {version}.",
            "Read it again and repeat your change on what it is now.",
        )


def plain(setting: Setting) -> Mapping[str, object]:
    stages = None if setting.stages is None else [each.value for each in setting.stages]
    teller = setting.teller.value if setting.teller else None
    return {
        "teller": teller,
        "stages": stages,
        "language": setting.language,
        "reply_to": setting.reply_to,
    }
