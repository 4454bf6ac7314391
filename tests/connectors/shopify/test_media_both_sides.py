"""Pictures between the connector and its other side: brought, named, put in order, taken back."""

import hashlib
import json

from hanse.base.clock import FixedClock
from hanse.connectors.shopify.wire import uploads
from hanse.engine.wire.form import form
from hanse.engine.wire.wire import Call
from hanse.trade.fields import Fields, Picture, same
from hanse.trade.files import File
from hanse.trade.pictures import pictures_of
from hanse.trade.ports_read import Question
from hanse.trade.ports_write import Later, Outcome, Target, Wanted
from tests.connectors.shopify.agreeing import SHOPIFY
from tests.connectors.shopify.test_writes_both_sides import shown, there
from tests.connectors.shopify.told import SHOP
from tests.connectors.shopify.wishes import MEDIA
from tests.connectors.sides import AT, Side, side, to
from tests.rooms.catalog.pictures import drawn


def kept(content: bytes) -> tuple[Picture, File]:
    name = f"{hashlib.sha256(content).hexdigest()}.png"
    return Picture(name, "A lamp"), File(name, "image/png", len(content))


async def fields(shop: Side, target: Target) -> Fields:
    return (await shown(shop, MEDIA, target))[target.remote_id or ""]


async def put(shop: Side, target: Target, after: Fields, *contents: bytes) -> Outcome:
    """As changes do: what is named goes ahead, its address is written into the request."""
    assert MEDIA.ahead
    here = {file.name: (file, each) for each in contents for _, file in [kept(each)]}
    files = {name: file for name, (file, _) in here.items()}
    now = await fields(shop, target)
    piece = MEDIA.piece(Wanted(target, now, after, files=files), SHOP)
    addresses: dict[str, str] = {}
    if ahead := MEDIA.ahead.files(piece):
        reply = await shop.ask(MEDIA.ahead.question(ahead, SHOP))
        for file, place in zip(ahead, MEDIA.ahead.places(ahead, reply), strict=True):
            body, told = form(place.fields, file.name, file.media_type, here[file.name][1])
            headers = {"Content-Type": told}
            call = Call("POST", place.url, writes=False, headers=headers, body=body)
            assert (await shop.out.send(to(shop.url, call))).status == 201
            addresses[file.name] = place.address
    question: Question = MEDIA.ahead.filled(MEDIA.request([piece], "k", SHOP), addresses)
    (told_of,) = MEDIA.outcomes([piece], await shop.ask(question), SHOP)
    return told_of


async def test_pictures_are_brought_once_put_in_order_taken_away_and_come_back() -> None:
    clock = FixedClock(AT)
    async with side(SHOPIFY, clock=clock) as shop:
        target = (await there(shop, MEDIA))[0].target
        first = await fields(shop, target)
        contents = [drawn(each) for each in ("red", "blue")]
        red, blue = [kept(each)[0] for each in contents]
        wishes: list[Fields] = [
            {"images": (red, *(pictures_of(first["images"]) or ()), blue)},
            {"images": (blue, red)},
            {"images": (blue,)},
            {"images": first["images"]},
        ]
        ids: dict[str, set[str]] = {}
        for after in wishes:
            outcome = await put(shop, target, after, *contents)
            assert outcome.fault is None, outcome.fault
            clock.advance(60)
            now = await fields(shop, target)
            assert same(now["images"], after["images"]), now
            for each in pictures_of(now["images"]) or ():
                ids.setdefault(each.name, set()).add(each.remote_id)
        assert {len(each) for each in ids.values()} == {1}


async def test_what_is_no_picture_is_waited_for_and_then_refused_in_its_words() -> None:
    clock = FixedClock(AT)
    async with side(SHOPIFY, clock=clock) as shop:
        target = (await there(shop, MEDIA))[0].target
        before = await fields(shop, target)
        broken = b"no picture at all"
        after: Fields = {"images": (*(pictures_of(before["images"]) or ()), kept(broken)[0])}
        outcome = await put(shop, target, after, broken)
        assert outcome.fault is None, outcome.fault
        assert MEDIA.later
        assert MEDIA.later(before, await fields(shop, target)) == Later()
        clock.advance(60)
        told = MEDIA.later(before, await fields(shop, target))
        assert told is not None
        assert told.finding is not None
        assert "It says:" in told.finding.sentence


async def test_the_platform_counts_what_we_count() -> None:
    async with side(SHOPIFY) as shop:
        target = (await there(shop, MEDIA))[0].target
        now = await fields(shop, target)
        piece = MEDIA.piece(Wanted(target, now, {"images": ()}), SHOP)
        assert "detached" in json.loads(piece.body)
        file = kept(drawn())[1]
        for question in (MEDIA.request([piece], "k", SHOP), uploads.question([file], SHOP)):
            document = (await shop.answer(question)).json()
            assert document["extensions"]["cost"]["requestedQueryCost"] == question.cost
