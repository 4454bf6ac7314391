"""A workspace with live shops in it, whose changes go all the way: what tests of sending share."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from hanse.app import wiring
from hanse.base.money import Money
from hanse.changes import commit
from hanse.changes.commit import Road
from hanse.changes.model.planned import Planned, Wish
from hanse.changes.model.policies import Approver
from hanse.changes.model.states import State
from hanse.changes.service import approving, proposing, reading
from hanse.changes.service.hands import Hands
from hanse.changes.service.proposing import Proposed
from hanse.engine.tx import Actor, ActorKind, Tx
from hanse.rooms.connections.model.accounts import Account, WriteMode
from hanse.rooms.connections.store import accounts as accounts_store
from hanse.rooms.connections.store import modes as modes_store
from hanse.trade.fields import Fields
from hanse.trade.goods import Offer
from hanse.trade.ports_read import Kind
from hanse.trade.ports_write import Target
from tests.rooms.shops import Street

SARI = Actor(ActorKind.person, UUID(int=71), "Sari", UUID(int=71))
MEI = Actor(ActorKind.person, UUID(int=72), "Mei", UUID(int=72))


def at_once(hands: Hands) -> Hands:
    """Shops that never lag: what they show by id is so, also right after a lost answer."""
    powers = {
        key: replace(
            power, way=replace(power.way, write=replace(power.way.write, settle_after_s=0))
        )
        for key, power in hands.powers.items()
    }
    return replace(hands, powers=powers)


@dataclass
class Market:
    """One workspace; `shops` are the sandbox's."""

    shops: Street
    workspace: UUID
    hands: Hands
    accounts: dict[str, Account] = field(default_factory=dict)

    @classmethod
    async def open(cls, shops: Street, workspace: UUID, *platforms: str) -> "Market":
        market = cls(shops, workspace, at_once(wiring.hands_of(shops.reach)))
        for platform in platforms:
            account = await shops.connect(workspace, platform)
            market.accounts[platform] = account
            await shops.pull(workspace, Kind.products, Kind.offers)
        await market.switch(WriteMode.live)
        return market

    def tx(self, actor: Actor = SARI) -> AbstractAsyncContextManager[Tx]:
        return self.shops.database.tx(self.workspace, actor)

    async def switch(self, mode: WriteMode) -> None:
        async with self.tx() as tx:
            for account in self.accounts.values():
                await accounts_store.set_mode(tx, account.id, mode)
            found = await modes_store.get(tx)
            if found.write_mode is not mode:
                await modes_store.put(tx, mode, found.version)

    # What is there

    async def offers(self, platform: str, count: int) -> Sequence[tuple[Target, Offer]]:
        """Offers that are sold as products of their own, in the order of their ids here."""
        account = self.accounts[platform]
        found: list[tuple[Target, Offer]] = []
        for row in await self.shops.things(self.workspace, Kind.products):
            if row.account_id == account.id and len(found) < count:
                value = (await self.shops.value(self.workspace, Kind.products, row.id)).value
                for offer in value.offers[:1]:
                    parent = value.remote_id if offer.variant_id else None
                    target = Target(offer.variant_id or value.remote_id, parent)
                    if offer.price is not None:
                        found.append((target, offer))
        return found

    async def dearer(self, platform: str, count: int, percent: int = 10) -> list[Wish]:
        """A new price for so many offers."""
        account = self.accounts[platform]
        wishes = []
        for target, offer in await self.offers(platform, count):
            assert offer.price is not None
            after = Money(offer.price.currency, offer.price.minor * (100 + percent) // 100)
            wishes.append(self.price(account, target, after))
        return wishes

    async def moved_by(self, wish: Wish) -> int:
        """By how much of the smallest unit this price is other than what the shop shows."""
        shown, price = await self.looked(wish), wish.after["price"]
        assert shown is not None
        before = shown["price"]
        assert isinstance(before, Money)
        assert isinstance(price, Money)
        return abs(price.minor - before.minor)

    @staticmethod
    def price(account: Account, target: Target, price: Money) -> Wish:
        return Wish(account.id, "offers.price", target, {"price": price})

    # What is done

    async def propose(self, *wishes: Wish, actor: Actor = SARI) -> Proposed:
        async with self.tx(actor) as tx:
            return await proposing.propose(
                self.hands, tx, wishes, title="New prices", why="Costs have risen."
            )

    async def approve(self, set_id: UUID, actor: Actor = MEI) -> State:
        async with self.tx(actor) as tx:
            preview = (await approving.one_set(tx, set_id)).preview
            return await approving.approve(self.hands, tx, set_id, preview, self.approver(actor))

    @staticmethod
    def approver(actor: Actor) -> Approver:
        assert actor.person_id is not None
        return Approver(actor.person_id, "owner")

    async def agreed(self, *wishes: Wish) -> UUID:
        """Proposed and approved; nothing has left."""
        made = await self.propose(*wishes)
        assert made.set_id is not None
        assert made.refused == ()
        await self.approve(made.set_id)
        return made.set_id

    async def road(self, platform: str) -> Road:
        opened = await self.hands.shops.open(self.workspace, self.accounts[platform].id)
        return Road(self.hands, lambda: self.tx(), opened, uuid4(), self.shops.meter)

    async def send(self, platform: str = "woocommerce") -> None:
        assert await commit.send_all(await self.road(platform), 60.0)

    async def settle(self, platform: str = "woocommerce") -> None:
        await commit.settle_all(await self.road(platform))

    def fault(self, kind: str, **more: object) -> None:
        """The next write meets this at the shop."""
        self.shops.sandbox.faults.set(
            {"kind": kind, "calls": "^(POST|PUT) ", "count": 1, "platform": "", **more}
        )

    def written(self, platform: str = "woocommerce") -> int:
        """How often the shop has changed a product for us, by its own count."""
        kinds = {"woocommerce": "product.update", "shopify": "variant.update"}
        shop = self.shops.shop(platform)
        return sum(shop.ledger.kind(platform, kinds[platform]).values())

    async def changes(self, set_id: UUID) -> list[Planned]:
        async with self.tx() as tx:
            return list(await reading.changes_of_set(tx, set_id, None, None, 100_000))

    async def states(self, set_id: UUID) -> dict[State, int]:
        async with self.tx() as tx:
            whole = await reading.whole(self.hands, tx, set_id)
        found = dict(whole.summary.counts)
        counted: dict[State, int] = {}
        for each in await self.changes(set_id):
            counted[each.change.state] = counted.get(each.change.state, 0) + 1
        assert found == counted, "what is counted as it moves is what is there"
        return found

    async def looked(self, wish: Wish) -> Fields | None:
        """What the shop itself shows now, asked by id."""
        account = next(each for each in self.accounts.values() if each.id == wish.account_id)
        power = self.hands.power(account.platform, wish.kind)
        road = await self.road(account.platform)
        for asked in power.port.readings([wish.target]):
            port = power.reads[asked.kind]
            question = port.question(asked.ask, account.shop)
            reply = await self.hands.shops.ask(road.opened, question)
            for row in port.page(asked.ask, reply, account.shop).rows:
                for found in power.port.found(asked.kind, row.value):
                    if found.target.remote_id == wish.target.remote_id:
                        return found.fields
        return None
