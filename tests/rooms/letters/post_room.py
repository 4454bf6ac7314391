"""A shop that sells, and what its buyers are told: letters are written as the program does."""

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from hanse.changes.service.hands import Hands
from hanse.engine.log import events as log
from hanse.engine.log.followers import advance, enrol
from hanse.engine.mail.mails import Mail
from hanse.engine.tx import Database, Tx
from hanse.rooms.connections.model.accounts import WriteMode
from hanse.rooms.connections.store import accounts as accounts_store
from hanse.rooms.connections.store import modes as modes_store
from hanse.rooms.letters.model.settings import Setting, Teller
from hanse.rooms.letters.service import settings
from hanse.rooms.orders.jobs.lettering import follower
from hanse.rooms.orders.model.sending import Sending
from hanse.rooms.orders.service import sending, showing
from hanse.rooms.purchasing.service import facts as bought
from hanse.trade.people import Buyer
from tests.engine.mail_rows import server_at, try_once
from tests.engine.smtp_server import post
from tests.rooms.identity.team import mailed
from tests.rooms.orders.some import some_line, some_order
from tests.rooms.orders.till import Till

BASE = "https://hub.example.com"
LINK = re.compile(rf"{BASE}/letters/stop#(\S+)")
SUPPLIER = """
    insert into purchasing_suppliers (workspace_id, id, name, state, currency, from_country,
        buffer_minutes, above_percent, margin_percent, accepted, made_at)
    values ($1, $2, 'Supplier', 'active', 'USD', 'CN', 0, 10, 0, '{}', $3)
"""
PURCHASE = """
    insert into purchasing_orders (workspace_id, id, number, supplier_id, account_id, order_id,
        state, state_since, country, ship_to, made_at)
    values ($1, $2, $3, $4, $5, $6, 'sent', $7, 'DE', 'x', $7)
"""
PARCEL = """
    insert into purchasing_parcels (workspace_id, id, purchase_id, account_id, number, carrier, url,
        state, state_since, made_at)
    values ($1, $2, $3, $4, $5, 'CJPacket', 'https://track.example/CJ1', 'pending', $6, $6)
"""
LETTERS = """
    select stage, state, why, language from letters_letters
    where workspace_id = $1 order by made_at, id
"""
CONNECTED = "update connections_accounts set made_at = $2 where workspace_id = $1"


@dataclass
class PostRoom:
    till: Till
    hands: Hands

    @classmethod
    async def open(cls, database: Database, workspace: UUID, hands: Hands) -> "PostRoom":
        room = cls(await Till.open(database, workspace, "Lampen"), hands)
        await room.switch(WriteMode.live)
        async with room.tx() as tx:
            await tx.execute(CONNECTED, tx.workspace_id, tx.now - timedelta(days=10))
        await enrol(database, [follower(BASE)])
        return room

    @property
    def database(self) -> Database:
        return self.till.database

    def tx(self) -> AbstractAsyncContextManager[Tx]:
        return self.till.tx()

    async def switch(self, mode: WriteMode) -> None:
        async with self.tx() as tx:
            await accounts_store.set_mode(tx, self.till.account_id, mode)
            found = await modes_store.get(tx)
            if found.write_mode is not mode:
                await modes_store.put(tx, mode, found.version)

    async def we_tell(self, **more: Any) -> None:
        async with self.tx() as tx:
            usual, _ = await settings.everything(tx)
            wanted = replace(Setting(Teller.us), **more)
            await settings.change(tx, None, wanted, usual.version)

    async def sold(self, number: str = "5001", **changes: Any) -> UUID:
        """An order that came in just now, of two lamps that lie here."""
        if not await self.has_lamps():
            await self.till.stocked(50)
        now = self.database.clock.now() - timedelta(minutes=1)
        order = some_order(remote_id=number, number=number, lines=(some_line(),), placed_at=now)
        await self.till.shows(replace(order, **changes))
        await self.till.take()
        await self.follow()
        async with self.tx() as tx:
            rows = await tx.fetch("select id from orders_orders where number = $1", number)
        [row] = rows
        found: UUID = row["id"]
        return found

    async def has_lamps(self) -> bool:
        async with self.tx() as tx:
            return bool(await tx.fetchval("select count(*) from stock_items"))

    async def goes_out(self, order_id: UUID, number: str = "JJD1", url: str = "") -> UUID:
        async with self.tx() as tx:
            asked = Sending({}, "DHL", number, url)
            parcel_id = await sending.send(self.hands, tx, order_id, asked)
        await self.follow()
        return parcel_id

    async def supplied(self, order_id: UUID) -> tuple[UUID, UUID]:
        """A supplier sent a parcel for it: the purchase, and the parcel."""
        async with self.tx() as tx:
            supplier, purchase, parcel = (tx.ids.new() for _ in range(3))
            own = tx.workspace_id
            await tx.execute(SUPPLIER, own, supplier, tx.now)
            of = purchase, f"P{purchase.hex[:8]}", supplier, supplier, order_id, tx.now
            await tx.execute(PURCHASE, own, *of)
            await tx.execute(PARCEL, own, parcel, purchase, supplier, "CJ1", tx.now)
        await self.happens(bought.Sent(purchase, order_id, "P1", [parcel]))
        return purchase, parcel

    async def moves(self, order_id: UUID, purchase: UUID, parcel: UUID, state: str) -> None:
        await self.happens(bought.ParcelMoved(purchase, order_id, "P1", parcel, "CJ1", state))

    async def happens(self, *events: object) -> None:
        async with self.tx() as tx:
            await log.append(tx, *events)
        await self.follow()

    async def follow(self) -> None:
        while await advance(self.database, follower(BASE)):
            pass

    async def letters(self) -> Sequence[tuple[str, str, str]]:
        async with self.tx() as tx:
            rows = await tx.fetch(LETTERS, tx.workspace_id)
        return [(row["stage"], row["state"], row["why"]) for row in rows]

    async def mails(self) -> Sequence[Mail]:
        """As they were written, the oldest first."""
        found = await mailed(self.database, self.till.workspace)
        return [each for each in reversed(found) if "/letters/stop#" in each.text]

    async def delivered(self) -> Sequence[EmailMessage]:
        """All that wait are handed to a mail server, which shows what it was given."""
        async with self.tx() as tx:
            rows = await tx.fetch("select mail_id from letters_letters where mail_id is not null")
        async with post() as place:
            for row in rows:
                mail_id = row["mail_id"]
                await try_once(self.database, self.till.workspace, mail_id, server_at(place))
                await try_once(self.database, self.till.workspace, mail_id, server_at(place))
            return place.messages

    async def timeline(self, order_id: UUID) -> Sequence[tuple[str, Mapping[str, str]]]:
        async with self.tx() as tx:
            found = await showing.timeline(tx, order_id)
        letters = [each for each in found if each.event.name.startswith("letters.")]
        return [(each.sentence, each.told) for each in reversed(letters)]


def buyer(email: str | None, name: str = "Eve") -> Buyer:
    return Buyer(None, email, name, "Baker", None)


def token_in(mail: Mail) -> str:
    found = LINK.search(mail.text)
    assert found is not None
    return found[1]
