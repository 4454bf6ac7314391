"""A letter for each stage and parcel of which we tell the buyer: once, or it is said why not.

The row that says so, the mail and its job are written in one transaction, so one that ends anywhere
has written all of them or none.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import AuthLapsed
from hanse.engine.log import events as log
from hanse.engine.mail.erasing import erase as erase_mails
from hanse.engine.mail.mails import Mail
from hanse.engine.mail.mails import send as send_mail
from hanse.engine.tx import Tx
from hanse.rooms.connections.model.accounts import Account
from hanse.rooms.connections.service import accounts, modes
from hanse.rooms.letters.model import links
from hanse.rooms.letters.model.asking import WORDS, Addressee, Ask, Why, plain, why_not
from hanse.rooms.letters.model.layout import written
from hanse.rooms.letters.model.settings import Held, language_of
from hanse.rooms.letters.model.stages import Stage
from hanse.rooms.letters.model.templates import Template
from hanse.rooms.letters.service import facts, settings, stops, templates
from hanse.rooms.letters.store import letters as store
from hanse.rooms.letters.store import stops as stops_store

# Who bought, by order; asked for when something is to be told, for it opens what is sealed.
Look = Callable[[Sequence[UUID]], Awaitable[Mapping[UUID, Addressee]]]


@dataclass(frozen=True, slots=True)
class Desk:
    """What letters of one moment are written with."""

    buyers: Mapping[UUID, Addressee]
    hashes: Mapping[str, bytes]
    stopped: frozenset[bytes]
    shops: Mapping[UUID, Account]
    tellers: Mapping[UUID, Held]
    templates: Mapping[tuple[Stage, str], Template]
    base: str

    def language(self, ask: Ask) -> str:
        shop = self.shops.get(ask.account_id)
        return language_of(self.tellers[ask.account_id], shop.language if shop else None)


async def tell(tx: Tx, asks: Sequence[Ask], look: Look, base: str) -> None:
    """Of what nobody was told yet, and of what we are to tell."""
    tellers = await settings.of_shops(tx, {each.account_id for each in asks})
    ours = {each.key: each for each in asks if tellers[each.account_id].tells(each.stage)}
    order_ids = sorted({each.order_id for each in ours.values()})
    for order_id in order_ids:
        await store.lock(tx, order_id)
    told = await store.told(tx, order_ids) if order_ids else set()
    fresh = [each for key, each in ours.items() if key not in told]
    if not fresh:
        return
    desk = await desk_of(tx, fresh, look, tellers, base)
    for each in fresh:
        await write(tx, each, desk)


async def desk_of(
    tx: Tx, asks: Sequence[Ask], look: Look, tellers: Mapping[UUID, Held], base: str
) -> Desk:
    buyers = await look(sorted({each.order_id for each in asks}))
    hashes = await stops.hashes(tx, [each.email for each in buyers.values()])
    shops = await accounts.of_ids(tx, sorted({each.account_id for each in asks}))
    return Desk(
        buyers,
        hashes,
        await stops_store.there(tx, list(hashes.values())),
        {each.id: each for each in shops},
        tellers,
        await templates.everything(tx),
        base,
    )


async def write(tx: Tx, ask: Ask, desk: Desk) -> None:
    language = desk.language(ask)
    buyer = desk.buyers.get(ask.order_id)
    why = why_not(buyer)
    if why is None and buyer and desk.hashes[plain(buyer.email)] in desk.stopped:
        why = Why.stopped
    live = False
    if why is None:
        try:
            live = await modes.live_for_share(tx, ask.account_id)
        except AuthLapsed:
            why = Why.disconnected
    if why is not None or buyer is None:
        await skip(tx, ask, why or Why.erased, language)
    elif not live:
        mine = await store.add(tx, ask, "rehearsed", None, language, None)
        await log.append(tx, facts.LetterRehearsed(ask.order_id, mine, ask.stage.value))
    else:
        await send(tx, ask, buyer, desk, language)


async def skip(tx: Tx, ask: Ask, why: Why, language: str) -> None:
    mine = await store.add(tx, ask, "skipped", why, language, None)
    fact = facts.LetterSkipped(ask.order_id, mine, ask.stage.value, why.value, WORDS[why])
    await log.append(tx, fact)


async def send(tx: Tx, ask: Ask, buyer: Addressee, desk: Desk, language: str) -> None:
    email = plain(buyer.email)
    stop = links.page(desk.base, await stops.token(tx, desk.hashes[email]))
    shop = desk.shops.get(ask.account_id)
    values = values_of(ask, buyer.name, shop.name if shop else "")
    made = written(desk.templates[ask.stage, language], values, language, stop)
    reply_to = desk.tellers[ask.account_id].reply_to or ""
    to = buyer.email.strip()
    mail_id = await send_mail(
        tx, Mail(to, made.subject, made.text, made.html, reply_to=reply_to, stop=stop)
    )
    mine = await store.add(tx, ask, "written", None, language, mail_id)
    fact = facts.LetterWritten(ask.order_id, mine, mail_id, ask.stage.value, language)
    await log.append(tx, fact)


def values_of(ask: Ask, name: str, shop: str) -> Mapping[str, str]:
    parcel = {"carrier": ask.carrier, "number": ask.number, "link": ask.link}
    return {"order": ask.order, "shop": shop, "name": name, **parcel}


async def erase(tx: Tx, order_ids: Sequence[UUID]) -> None:
    """What was written to a buyer who is erased is gone, and what still waits is not sent."""
    await erase_mails(tx, await store.mails(tx, order_ids))
