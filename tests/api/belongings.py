"""What stands behind the ids in addresses: for each kind, how a real one of somebody is made.

A door whose address names something must be found here, or the tests of strangers fail.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from pydantic import BaseModel

from hanse.app.api.app import OWN_DOORS
from hanse.app.api.route import DoorRoute, models_of
from hanse.app.portability import PARTS
from hanse.app.wiring import DOORS as DOORS_OF_ROOMS
from hanse.base.money import Money
from hanse.engine.doors.doors import Door
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.mail.mails import Mail, send
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.goods import State
from hanse.rooms.catalog.service import making, naming
from hanse.rooms.catalog.service import reading as goods
from hanse.rooms.catalog.service.making import NewGoods
from hanse.rooms.config.service import importing
from hanse.rooms.identity.service import businesses, invitations
from hanse.rooms.listings.model.templates import Template
from hanse.rooms.listings.service import showing as listings
from hanse.rooms.listings.service import templating
from hanse.rooms.notices.service import deliveries, endpoints
from hanse.rooms.pricing.model.floors import Subject
from hanse.rooms.pricing.model.layers import Cost, Layers, Markup
from hanse.rooms.pricing.model.places import TaxRate
from hanse.rooms.pricing.model.rules import Rule
from hanse.rooms.pricing.service import floors, taxes
from hanse.rooms.pricing.service import rules as price_rules
from hanse.trade.ports_read import Kind
from tests.api import booked, files, papered, purchased, sets, shops, stocked
from tests.api.hub import Hub, Person, held

DOORS = {
    f"{door.method} {door.path}": door for doors in (*OWN_DOORS, *DOORS_OF_ROOMS) for door in doors
}
NAMING = {name: door for name, door in DOORS.items() if "{" in door.path}
# These name no row of somebody: a role has limits, and an attribute a key, in each workspace.
WORDS = {
    "/media/{name}": f"{'0' * 64}.png",  # for platforms; opened by what its address holds beside it
    "/api/identity/limits/{role}": "manager",
    "/api/jobs/queues/{name}": "engine.send_mail",
    "/api/connections/platforms/{name}": "woocommerce",
    "/api/connections/granted/{platform}": "woocommerce",
    "/api/catalog/attributes/{key}": "width",
    "/api/letters/templates/{name}": "sent.en",
}
# These ask a shop, and there is none.
ASKING = {
    "POST /api/connections/accounts/{id}/keys",
    "POST /api/connections/accounts/{id}/subscriptions",
    "POST /api/connections/accounts/{id}/test",
}
MARK = "Zephyr"  # in every name and text that is theirs, and nowhere else


@dataclass(frozen=True)
class Theirs:
    """A workspace with its people, of whom strangers are to know nothing."""

    hub: Hub
    workspace: UUID
    owner: Person
    clerk: Person
    clerk_member: UUID

    @property
    def people(self) -> tuple[UUID, UUID]:
        return self.owner.id, self.clerk.id


async def settled(hub: Hub) -> Theirs:
    owner = await hub.person(f"{MARK} Owner")
    clerk = await hub.person(f"{MARK} Clerk")
    workspace = await hub.workspace(owner, f"{MARK} Trading")
    return Theirs(hub, workspace, owner, clerk, await hub.join(workspace, clerk, "support"))


Making = Callable[[Theirs, Tx], Awaitable[object]]


async def a_job(theirs: Theirs, tx: Tx) -> object:
    return await enqueue(tx, "engine.send_mail", f"{MARK} {uuid4()}", {"mail": uuid4()})


async def an_event(theirs: Theirs, tx: Tx) -> object:
    return await tx.fetchval(
        "select xact || '-' || seq from events where name = 'identity.member.joined' limit 1"
    )


async def a_mail(theirs: Theirs, tx: Tx) -> object:
    return await send(tx, Mail(theirs.clerk.email, MARK, MARK, ""))


async def a_session(theirs: Theirs, tx: Tx) -> object:
    await theirs.hub.browser(theirs.owner)
    return await theirs.hub.admin.fetchval(
        "select id from identity_sessions where person_id = $1 and ended_at is null",
        theirs.owner.id,
    )


async def a_factor(theirs: Theirs, tx: Tx) -> object:
    admin, owner = theirs.hub.admin, theirs.owner
    await admin.execute("delete from identity_factors where person_id = $1", owner.id)
    await theirs.hub.phone(owner)
    return await admin.fetchval("select id from identity_factors where person_id = $1", owner.id)


async def a_member(theirs: Theirs, tx: Tx) -> object:
    return theirs.clerk_member


async def a_person(theirs: Theirs, tx: Tx) -> object:
    return theirs.clerk.id


async def an_invitation(theirs: Theirs, tx: Tx) -> object:
    address = f"{MARK}-{uuid4().hex}@example.com"
    made = await invitations.invite(tx, address, "viewer", "http://localhost:8700")
    return made.invitation.id


async def a_business(theirs: Theirs, tx: Tx) -> object:
    return (await businesses.make_business(tx, f"{MARK} Shop", "shop")).id


async def a_key(theirs: Theirs, tx: Tx) -> object:
    await theirs.hub.key(theirs.workspace, theirs.owner, sorted(held("owner"))[:3])
    return await theirs.hub.admin.fetchval(
        "select id from identity_keys where workspace_id = $1 limit 1", theirs.workspace
    )


async def a_notice(theirs: Theirs, tx: Tx) -> object:
    notice = uuid4()
    await tx.execute(
        """
        insert into notices_notices
            (workspace_id, id, event_id, person_id, kind, facts, made_at, in_app)
        values ($1, $2, $3, $4, 'identity.member.joined', '{}', $5, true)
        """,
        *(tx.workspace_id, notice, uuid4(), theirs.owner.id, tx.now),
    )
    return notice


async def an_endpoint(theirs: Theirs, tx: Tx) -> object:
    await tx.execute("delete from notices_endpoints")
    made, _ = await endpoints.make_endpoint(tx, f"{MARK} hook", "https://hook.example.com/", [])
    return made.id


async def an_account(theirs: Theirs, tx: Tx) -> object:
    return await shops.account(tx, MARK)


async def a_call(theirs: Theirs, tx: Tx) -> object:
    return await shops.call(tx, await shops.account(tx, MARK), MARK)


async def a_hook(theirs: Theirs, tx: Tx) -> object:
    return await shops.hook(tx, await shops.account(tx, MARK), MARK)


async def a_feed(theirs: Theirs, tx: Tx) -> object:
    return await shops.feed(tx, await shops.account(tx, MARK))


def a_thing(kind: Kind) -> Making:
    async def make(theirs: Theirs, tx: Tx) -> object:
        return await shops.thing(tx, await shops.account(tx, MARK), kind, MARK)

    return make


async def a_set(theirs: Theirs, tx: Tx) -> object:
    account = await shops.account(tx, MARK)
    return (await sets.proposed(tx, account, MARK, theirs.owner.id))[0]


async def a_change(theirs: Theirs, tx: Tx) -> object:
    account = await shops.account(tx, MARK)
    return (await sets.proposed(tx, account, MARK, theirs.owner.id))[1]


async def a_price_rule(theirs: Theirs, tx: Tx) -> object:
    layers = Layers(cost=Cost(), markup=Markup(Decimal(20)))
    return (await price_rules.create(tx, Rule(uuid4(), f"{MARK} rule", layers))).id


async def a_floor(theirs: Theirs, tx: Tx) -> object:
    wanted = [(Subject.variant, uuid4(), Money("EUR", 900))]
    return (await floors.set_floors(tx, wanted))[0].id


async def a_tax(theirs: Theirs, tx: Tx) -> object:
    since = date(2020, 1, 1)
    rate = TaxRate("DE", "standard", Decimal(1), since, None, True, MARK)
    return (await taxes.set_tax(tx, rate)).id


async def a_listing(theirs: Theirs, tx: Tx) -> object:
    account = await shops.account(tx, MARK)
    made = await making.make(tx, [NewGoods({"title": f"{MARK} lamp"})], "typed")
    return (await listings.add_drafts(tx, made.product_ids, [account], ""))[0]


async def a_template(theirs: Theirs, tx: Tx) -> object:
    made = Template(tx.ids.new(), f"{MARK} titles", "title", "{title}")
    return (await templating.save(tx, made, None)).id


async def some_settings(theirs: Theirs, tx: Tx) -> object:
    hook = {"name": f"{MARK} {uuid4()}", "url": "https://hook.example.com/"}
    file = {"format": "hanse-config", "version": 1, "parts": {"webhooks": [hook]}}
    found = await importing.preview(tx, PARTS, file)
    done = await importing.apply(tx, PARTS, file, found.fingerprint)
    assert done is not None, "the name is new"
    return done.id


async def a_delivery(theirs: Theirs, tx: Tx) -> object:
    endpoint = await an_endpoint(theirs, tx)
    assert isinstance(endpoint, UUID)
    return (await deliveries.ping(tx, endpoint)).id


async def a_product(theirs: Theirs, tx: Tx) -> object:
    """Archived, so that it takes no room in the plan."""
    new = NewGoods({"title": MARK, "state": "archived"}, [{"sku": f"{MARK}-{uuid4()}"}])
    return (await making.make(tx, [new], "typed")).product_ids[0]


async def a_variant(theirs: Theirs, tx: Tx) -> object:
    product = await a_product(theirs, tx)
    assert isinstance(product, UUID)
    return (await goods.variants_of(tx, [product]))[product][0].id


async def a_brand(theirs: Theirs, tx: Tx) -> object:
    return (await naming.make_brand(tx, f"{MARK} {uuid4()}")).id


async def a_category(theirs: Theirs, tx: Tx) -> object:
    return (await naming.put_category(tx, None, f"{MARK} {uuid4()}", None, State.active)).id


async def a_picture(theirs: Theirs, tx: Tx) -> object:
    return await files.picture(tx, theirs.hub.ground.settings, MARK)


async def a_table(theirs: Theirs, tx: Tx) -> object:
    return await files.table(tx, theirs.hub.ground.settings, MARK)


async def a_bulk(theirs: Theirs, tx: Tx) -> object:
    return await files.edit_of_many(tx, MARK)


def made_by(make: Callable[[Tx, str], Awaitable[object]]) -> Making:
    return lambda theirs, tx: make(tx, MARK)


MAKERS: Mapping[str, Making] = {
    **{kind: made_by(make) for kind, make in stocked.MAKERS.items()},
    **{kind: made_by(make) for kind, make in booked.MAKERS.items()},
    **{kind: made_by(make) for kind, make in papered.MAKERS.items()},
    **{kind: made_by(make) for kind, make in purchased.MAKERS.items()},
    "/api/catalog/media/{digest}": a_picture,
    "/api/catalog/imports/{id}": a_table,
    "/api/catalog/bulks/{id}": a_bulk,
    "/api/catalog/products/{id}": a_product,
    "/api/catalog/variants/{id}": a_variant,
    "/api/catalog/brands/{id}": a_brand,
    "/api/catalog/categories/{id}": a_category,
    "/api/jobs/{id}": a_job,
    "/api/events/{position}": an_event,
    "/api/mails/{id}": a_mail,
    "/api/identity/sessions/{id}": a_session,
    "/api/identity/factors/{id}": a_factor,
    "/api/identity/members/{id}": a_member,
    "/api/identity/members/{person_id}": a_person,
    "/api/identity/invitations/{id}": an_invitation,
    "/api/identity/businesses/{id}": a_business,
    "/api/identity/keys/{id}": a_key,
    "/api/notices/{id}": a_notice,
    "/api/notices/endpoints/{id}": an_endpoint,
    "/api/notices/deliveries/{id}": a_delivery,
    "/api/connections/accounts/{id}": an_account,
    "/api/connections/calls/{id}": a_call,
    "/api/connections/hooks/{id}": a_hook,
    "/api/mirror/feeds/{id}": a_feed,
    "/api/stock/channels/{account_id}": an_account,
    "/api/letters/settings/{id}": an_account,
    "/api/listings/listings/{id}": a_listing,
    "/api/listings/templates/{id}": a_template,
    "/api/changes/sets/{id}": a_set,
    "/api/changes/changes/{id}": a_change,
    "/api/pricing/rules/{id}": a_price_rule,
    "/api/pricing/floors/{id}": a_floor,
    "/api/pricing/taxes/{id}": a_tax,
    "/api/config/imports/{id}": some_settings,
    **{
        f"/api/mirror/{kind.value}/{{id}}": a_thing(kind)
        for kind in (Kind.products, Kind.offers, Kind.levels, Kind.orders, Kind.buyers)
    },
}


def named_by(door: Door) -> str:
    """The beginning of the address, up to what it names."""
    found = re.match(r"[^{]+\{\w+\}", door.path)
    assert found
    return found[0]


async def thing(door: Door, theirs: Theirs) -> str:
    """The id of something of theirs that this door could name, made just now."""
    kind = named_by(door)
    if kind in WORDS:
        return WORDS[kind]
    assert kind in MAKERS, f"{kind} names something that no test can make: add it to MAKERS"
    async with theirs.hub.database.tx(theirs.workspace, theirs.owner.actor, "r-made") as tx:
        return str(await MAKERS[kind](theirs, tx))


def path_to(door: Door, named: str) -> str:
    query = "?reason=curiosity" if door.path.endswith("/personal") else ""
    return re.sub(r"\{\w+\}", named, door.path) + query


def guess(door: Door) -> str:
    """An id of the right form, of nothing."""
    return "1-1" if "{position}" in door.path else str(uuid4())


def model_of(door: Door) -> type[BaseModel] | None:
    """The model of its body; none where it takes none."""
    taken = DoorRoute(door).body_field
    kind = taken.field_info.annotation if taken else None
    return next(iter(models_of(kind)), None)


def bodies(door: Door) -> Sequence[dict[str, object] | None]:
    """As its model shows them in the reference; none where it takes none."""
    model = model_of(door)
    if model is None:
        return [None]
    extra = model.model_config.get("json_schema_extra")
    assert isinstance(extra, dict), f"{model.__name__} has no example"
    examples = extra["examples"]
    assert isinstance(examples, list)
    return [dict(one) for one in examples if isinstance(one, dict)]
