"""Listings in two shops: only what is asked for is proposed, and then it is proven."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from hanse.base.faults import Conflict, Rejected
from hanse.base.money import Money
from hanse.changes.model.drifts import Drift, DriftDecision
from hanse.changes.model.owners import Owner
from hanse.changes.model.states import State
from hanse.changes.service import owning, restoring, undoing
from hanse.changes.store import drifts
from hanse.engine.files.shelf import Shelf as Files
from hanse.engine.tx import Tx
from hanse.rooms.catalog.model.attributes import Attribute, AttributeType
from hanse.rooms.catalog.model.goods import OfferLink
from hanse.rooms.catalog.model.media import Placed
from hanse.rooms.catalog.service import editing, media, merging, naming, offering, reading
from hanse.rooms.catalog.service.editing import Edit as ProductEdit
from hanse.rooms.catalog.service.making import NewGoods
from hanse.rooms.connections.model.accounts import WriteMode
from hanse.rooms.listings.model.listings import Act, Listing, Status
from hanse.rooms.listings.model.overlays import Edit, OverlayMode
from hanse.rooms.listings.model.templates import Template
from hanse.rooms.listings.service import mapping, showing, templating
from hanse.trade.fields import Fields
from hanse.trade.goods import Product
from hanse.trade.ports_read import Kind
from tests.rooms.catalog.pictures import drawn
from tests.rooms.catalog.some import made, made_all
from tests.rooms.listings.shelf import Shelf


async def retitle(tx: Tx, product_id: UUID, was: str, now: str) -> None:
    edited = await editing.edit(tx, [ProductEdit(product_id, "title", was, now)])
    edited.demand_all()


async def test_connecting_two_shops_that_differ_proposes_nothing(shelf: Shelf) -> None:
    product_id = await shelf.linked("Our own lamp", "OURS-1")
    found = await shelf.plan()
    assert (found.compared, found.differ, found.proposed) == (2, 2, 0)
    assert (await shelf.plan(whole=True)).compared == 0, "what did not change is not unpacked"
    one, two = await shelf.listings(product_id)
    assert {one.status, two.status} == {Status.live}
    assert (one.owner, one.drifts, one.score is not None) == ("channel", 0, True)
    async with shelf.market.tx() as tx:
        await retitle(tx, product_id, "Our own lamp", "Our other lamp")
    await shelf.follow()
    assert (await shelf.plan()).proposed == 0, "not even where the product changes"
    refused = await shelf.act(Act.plan, one, two)
    assert (refused.set_id, refused.refusals) == (None, ())
    assert await shelf.sets() == 0


async def test_what_is_handed_over_to_the_hub_is_kept_by_it(shelf: Shelf) -> None:
    product_id = await shelf.linked("Our own lamp", "OURS-1")
    one, _two = await shelf.listings(product_id)
    async with shelf.market.tx() as tx:
        thing = f"products/{one.remote_id}"
        await owning.hand_over(tx, one.account_id, [(thing, "title")], Owner.hub)
    await shelf.follow()
    assert (await shelf.plan()).proposed == 1
    [listing, untouched] = await shelf.listings(product_id)
    assert (listing.owner, untouched.set_id, listing.differs) == ("mixed", None, 2)
    assert await shelf.through(listing.set_id) == {State.proven: 1}
    await shelf.plan()
    [listing, _] = await shelf.listings(product_id)
    assert (listing.differs, listing.drifts) == (1, 0), "the SKU is the shop's still"
    async with shelf.market.tx() as tx:
        await retitle(tx, product_id, "Our own lamp", "Our brass lamp")
    await shelf.follow()
    assert (await shelf.plan()).proposed == 1, "the hub goes on keeping it"
    [listing, _] = await shelf.listings(product_id)
    await kept(shelf, listing, "What the shop made of it")
    async with shelf.market.tx() as tx:
        whole = await showing.side_by_side(shelf.desk, tx, listing.id)
    assert whole.loaded.own == {"title": "What the shop made of it"}, "it is said for it alone now"
    assert (await shelf.plan()).proposed == 0, "and nobody puts ours over it again"


async def kept(shelf: Shelf, listing: Listing, theirs: str) -> None:
    """Somebody edited the title at the shop, and somebody else says that it stays so."""
    async with shelf.market.tx() as tx:
        thing, owner = f"products/{listing.remote_id}", Owner.hub
        drift = Drift(
            *(tx.ids.new(), listing.account_id, thing, None, "title", "Lamp", owner),
            *("Lamp", "Lamp", theirs, tx.now, tx.now, None),
        )
        [found] = await drifts.found(tx, listing.account_id, [drift])
        await restoring.decide(shelf.market.hands, tx, [found.id], DriftDecision.keep)
    await shelf.follow()


async def test_a_title_for_two_shops_is_previewed_approved_and_proven(shelf: Shelf) -> None:
    product_id = await shelf.linked("Our own lamp", "OURS-1")
    await shelf.plan()
    one, two = await shelf.listings(product_id)
    edit = Edit("title", OverlayMode.overridden, "Brass lamp for small rooms", None)
    async with shelf.market.tx() as tx:
        _, judged = await showing.tried(shelf.desk, tx, one.id, [edit])
        seen = await showing.edit(shelf.desk, tx, [one.id, two.id], [edit])
    assert next(each.judged.score for each in seen) == judged.score, "as it was shown while typing"
    preview = await shelf.act(Act.plan, one, two, dry=True)
    assert (preview.set_id, preview.count) == (None, 2)
    assert {each.listing_id for each in preview.items} == {one.id, two.id}
    assert {
        str(line.after) for each in preview.items for line in each.planned.change.differences
    } == {"Brass lamp for small rooms"}
    assert await shelf.sets() == 0, "a preview proposes nothing"
    done = await shelf.act(Act.plan, one, two)
    assert done.count == 2
    assert await shelf.through(done.set_id) == {State.proven: 2}
    for account in shelf.accounts:
        assert (await shelf.remote(account)).title == "Brass lamp for small rooms"
    async with shelf.market.tx() as tx:
        whole = await showing.side_by_side(shelf.desk, tx, one.id)
        with pytest.raises(Conflict, match="was changed meanwhile"):
            await showing.edit(
                shelf.desk, tx, [one.id], [edit, Edit("title", OverlayMode.inherited, "", "X")]
            )
    [title] = [each for each in whole.lines if each.field == "title"]
    assert (title.owner, title.ours, title.theirs) == (Owner.person, title.theirs, title.ours)


async def test_a_new_product_is_published_once_and_known_to_the_catalogue(shelf: Shelf) -> None:
    price = Money(shelf.accounts[0].shop.currency, 1290)
    async with shelf.market.tx() as tx:
        single, several = await made_all(
            tx,
            NewGoods(
                {"title": "Lamp of ours", "description_html": "<p>Warm.</p>"},
                [{"sku": "NEW-1", "price": price}],
            ),
            NewGoods(
                {"title": "Shirt", "options": ("Size",)},
                [
                    {"sku": "S", "choices": ("S",), "price": price},
                    {"sku": "M", "choices": ("M",), "price": price},
                ],
            ),
        )
        await showing.add_drafts(tx, [single, several], [each.id for each in shelf.accounts], "")
    await shelf.follow()
    await shelf.plan()
    listings = await shelf.listings(single)
    assert [each.status for each in listings] == [Status.ready, Status.ready]
    both = await shelf.act(Act.publish, *await shelf.listings(several))
    assert (list(both.refusals), both.count) == ([], 5), (
        "one shop makes variants in calls of their own"
    )
    assert await shelf.through(both.set_id) == {State.proven: 5}
    assert [each.status for each in await shelf.listings(several)] == [Status.live, Status.live]
    async with shelf.market.tx() as tx:
        known = await offering.links_of(tx, [several])
        sizes = (await reading.variants_of(tx, [several]))[several]
    for account in shelf.accounts:
        here = [each for each in known if each.account_id == account.id]
        assert {each.variant_id for each in here} == {each.id for each in sizes}
        assert len({each.remote_variant_id for each in here}) == 2
    done = await shelf.act(Act.publish, *listings)
    assert await shelf.through(done.set_id) == {State.proven: 2}
    published = await shelf.listings(single)
    assert [each.status for each in published] == [Status.live, Status.live]
    async with shelf.market.tx() as tx:
        links = await offering.links_of(tx, [single])
    assert {each.remote_product_id for each in links} == {each.remote_id for each in published}
    again = await shelf.act(Act.publish, *published)
    assert {each.findings[0].code for each in again.refusals} == {"not_now"}, "not a second time"
    hidden = await shelf.act(Act.end, *published)
    assert await shelf.through(hidden.set_id) == {State.proven: 2}
    ended = [each.status for each in await shelf.listings(single)]
    assert ended == [Status.hidden, Status.ended], "one platform has no word for it but draft"
    shown = await shelf.act(Act.relist, *await shelf.listings(single))
    assert await shelf.through(shown.set_id) == {State.proven: 2}
    assert {each.status for each in await shelf.listings(single)} == {Status.live}


async def test_a_refused_creation_says_why(shelf: Shelf) -> None:
    price = Money(shelf.accounts[0].shop.currency, 1290)
    taken = (await shelf.remote(shelf.accounts[0])).sku
    async with shelf.market.tx() as tx:
        [product_id] = await made_all(
            tx, NewGoods({"title": "Lamp"}, [{"sku": taken, "price": price}])
        )
        await showing.add_drafts(tx, [product_id], [shelf.accounts[0].id], "")
    await shelf.follow()
    [listing] = await shelf.listings(product_id)
    done = await shelf.act(Act.publish, listing)
    assert await shelf.through(done.set_id) == {State.refused: 1}
    [listing] = await shelf.listings(product_id)
    assert listing.status is Status.refused
    assert listing.finding is not None
    assert listing.finding.sentence


async def caps(shelf: Shelf, skus: Mapping[str, str]) -> UUID:
    """In sizes, and not at the shop yet, which makes variants in calls of their own."""
    shop = shelf.accounts[0]
    price = Money(shop.shop.currency, 1290)
    async with shelf.market.tx() as tx:
        sizes: list[Fields] = [
            {"sku": sku, "choices": (each,), "price": price} for each, sku in skus.items()
        ]
        [product_id] = await made_all(tx, NewGoods({"title": "Cap", "options": ("Size",)}, sizes))
        await showing.add_drafts(tx, [product_id], [shop.id], "")
    await shelf.follow()
    return product_id


async def test_a_variant_that_is_refused_leaves_a_draft_and_it_alone_is_made_again(
    shelf: Shelf,
) -> None:
    """All of it is seen before it is agreed to; an answer that is lost makes nothing twice."""
    taken = (await shelf.remote(shelf.accounts[0])).sku
    product_id = await caps(shelf, {"S": "CAP-S", "M": taken or ""})
    preview = await shelf.act(Act.publish, *await shelf.listings(product_id), dry=True)
    first, *_, last = planned = [each.planned.change for each in preview.items]
    kinds = ["products.create", "offers.create", "offers.create", "products.state"]
    assert [each.kind for each in planned] == kinds
    assert [len(each.waits_for) for each in planned] == [0, 1, 1, 3]
    assert (first.after["state"], last.before["state"], last.after["state"]) == (
        *("draft", "draft", "live"),
    )
    shelf.market.fault("half_answer")
    done = await shelf.act(Act.publish, *await shelf.listings(product_id))
    assert await shelf.through(done.set_id) == {State.proven: 1, State.approved: 3}
    waiting = await shelf.act(Act.publish, *await shelf.listings(product_id), dry=True)
    assert waiting.count == 3, "what is there is not made again"
    await shelf.market.send()
    await shelf.follow()
    counts = {State.proven: 2, State.refused: 1, State.cancelled: 1}
    assert done.set_id
    assert await shelf.market.states(done.set_id) == counts
    [listing] = await shelf.listings(product_id)
    assert listing.finding
    assert (listing.status, listing.finding.code) == (Status.hidden, "variant_refused")
    async with shelf.market.tx() as tx:
        variants = (await reading.variants_of(tx, [product_id]))[product_id]
        [one] = [each for each in variants if each.sku == taken]
        (await editing.edit(tx, [ProductEdit(one.id, "sku", taken, "CAP-M")])).demand_all()
    await shelf.follow()
    again = await shelf.act(Act.publish, listing)
    assert await shelf.through(again.set_id) == {State.proven: 2}
    await taken_back(shelf, product_id, done.set_id)


async def taken_back(shelf: Shelf, product_id: UUID, set_id: UUID) -> None:
    """It is live with all of it, and ours; and then it is hidden again."""
    [listing] = await shelf.listings(product_id)
    assert (listing.status, listing.finding) == (Status.live, None)
    await shelf.read_offers(listing.account_id)
    async with shelf.market.tx() as tx:
        assert len(await offering.links_of(tx, [product_id])) == 2
        thing = f"products/{listing.remote_id}"
        held = await owning.owned(tx, listing.account_id, [thing])
        back = await undoing.undo_set(shelf.market.hands, tx, set_id, frozenset(), frozenset())
    state = held[thing, "state"]
    assert (state.owner, state.ours) == (Owner.hub, "live"), "no drift from what we did ourselves"
    assert back.left == ()
    assert back.proposed
    assert await shelf.through(back.proposed.set_id) == {State.proven: 2}
    assert [each.status for each in await shelf.listings(product_id)] == [Status.hidden]


async def test_what_is_rehearsed_is_rehearsed_with_all_that_follows(shelf: Shelf) -> None:
    product_id = await caps(shelf, {"S": "CAP-S", "M": "CAP-M"})
    await shelf.market.switch(WriteMode.dry)
    done = await shelf.act(Act.publish, *await shelf.listings(product_id))
    assert await shelf.through(done.set_id) == {State.rehearsed: 4}


async def test_pictures_follow_the_catalogue_as_a_title_does(shelf: Shelf, tmp_path: Path) -> None:
    """The shop fetches them from our address; where there is none, that is said before."""
    product_id = await shelf.linked("Our own lamp", "OURS-1")
    one, _ = await shelf.listings(product_id)
    thing = f"products/{one.remote_id}"
    async with shelf.market.tx() as tx:
        kept = [await media.add(tx, Files(tmp_path), drawn(each)) for each in ("red", "blue")]
        digests = [each.digest for each in kept]
        await media.arrange(tx, product_id, [Placed(each, None, "Lamp") for each in digests], [])
    await shelf.follow()
    assert (await shelf.plan()).proposed == 0, "as found is the shop's"
    red, blue = [f"{each}.png" for each in digests]
    edit = Edit("images", OverlayMode.overridden, (blue,), None)
    async with shelf.market.tx() as tx:
        await showing.edit(shelf.desk, tx, [one.id], [edit])
    [no] = (await shelf.act(Act.plan, one, dry=True)).refusals
    assert [each.code for each in no.findings] == ["no_address"]
    shelf.desk = replace(shelf.desk, base="https://hub.example.com")
    done = await shelf.act(Act.plan, one)
    assert await shelf.through(done.set_id) == {State.proven: 1}
    assert await shelf.pictures(one) == [(blue, "Lamp")]
    async with shelf.market.tx() as tx:
        back = Edit("images", OverlayMode.inherited, None, (blue,))
        await showing.edit(shelf.desk, tx, [one.id], [back])
        await owning.hand_over(tx, one.account_id, [(thing, "images")], Owner.hub)
        wanted = [Placed(digests[1], None, "At night"), Placed(digests[0])]
        await media.arrange(tx, product_id, wanted, digests)
    await shelf.follow()
    assert (await shelf.plan()).proposed == 1, "the hub keeps their order and their words"
    [one, _] = await shelf.listings(product_id)
    assert await shelf.through(one.set_id) == {State.proven: 1}
    assert await shelf.pictures(one) == [(blue, "At night"), (red, "")]


async def test_a_template_holds_for_whatever_inherits(shelf: Shelf) -> None:
    product_id = await shelf.linked("lamp", "OURS-1")
    await shelf.plan()
    one, two = await shelf.listings(product_id)
    async with shelf.market.tx() as tx:
        made = Template(tx.ids.new(), "Ours", "title", "{title|upper} at {account}", one.account_id)
        [shown] = await templating.preview(shelf.desk, tx, made, [one.id])
        kept = await templating.save(tx, made, None)
        whole = await showing.side_by_side(shelf.desk, tx, one.id)
        other = await showing.side_by_side(shelf.desk, tx, two.id)
    assert shown.made.text == f"LAMP at {shelf.accounts[0].name}"
    assert whole.loaded.fields["title"].value == shown.made.text
    assert other.loaded.fields["title"].value == "lamp"
    assert (await shelf.plan(whole=True)).compared == 1, "only where it holds"
    async with shelf.market.tx() as tx:
        await templating.remove(tx, kept.id, kept.version)
        whole = await showing.side_by_side(shelf.desk, tx, one.id)
    assert whole.loaded.fields["title"].value == "lamp"


async def test_values_that_are_called_alike_are_suggested_of_what_buyers_choose_there(
    shelf: Shelf,
) -> None:
    [account, *_], market = shelf.accounts, shelf.market
    rows = await market.shops.things(market.workspace, Kind.products)
    ours = [row.id for row in rows if row.account_id == account.id]
    shown = [
        (await market.shops.value(market.workspace, Kind.products, each)).value for each in ours
    ]
    varied: Product = next(each for each in shown if each.options)
    option = varied.options[0]
    async with market.tx() as tx:
        product_id = await made(tx, "Lamp", "OURS-1")
        [variant] = (await reading.variants_of(tx, [product_id]))[product_id]
        link = (account.id, product_id, variant.id, varied.remote_id, None)
        await offering.link(tx, [OfferLink(tx.ids.new(), *link)], "person")
        choices = (f"{option.values[0]} !", "qqq")
        kept = Attribute(tx.ids.new(), "size", "Size", AttributeType.choice, choices=choices)
        await naming.put_attribute(tx, kept)
        [found] = await mapping.suggest_values(tx, account.id, "size", 1)
        with pytest.raises(Rejected, match="no such attribute"):
            await mapping.suggest_values(tx, account.id, "weight", 1)
    assert (found.ours, found.theirs, found.theirs_name) == (
        *(choices[0], option.name, option.values[0]),
    )


async def test_what_is_merged_keeps_what_was_said_for_it(shelf: Shelf) -> None:
    product_id = await shelf.linked("Our own lamp", "OURS-1")
    one, two = await shelf.listings(product_id)
    async with shelf.market.tx() as tx:
        edit = Edit("title", OverlayMode.overridden, "Mine", None)
        await showing.edit(shelf.desk, tx, [one.id], [edit])
        [into] = await made_all(tx, NewGoods({"title": "The same lamp"}, [{"sku": "OURS-2"}]))
        await merging.merge(tx, into, product_id)
    await shelf.follow()
    moved = await shelf.listings(into)
    assert [each.id for each in moved] == [one.id, two.id]
    async with shelf.market.tx() as tx:
        whole = await showing.side_by_side(shelf.desk, tx, one.id)
        links = await offering.links_of(tx, [into])
        assert whole.loaded.own == {"title": "Mine"}
        await offering.unlink(tx, [each.id for each in links])
    await shelf.follow()
    assert await shelf.listings(into) == [], "what is known of no product is no listing"
