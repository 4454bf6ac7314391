"""Pictures of a product: named by id where they are there, fetched where they are ours and new."""

import json
from dataclasses import replace
from typing import Any

import pytest

from hanse.base.faults import Rejected
from hanse.connectors.woocommerce import mapping
from hanse.connectors.woocommerce.writes import media
from hanse.trade.fields import Fields, Picture, all_same
from hanse.trade.files import File
from hanse.trade.goods import Image
from hanse.trade.pictures import picture_of, pictures_of
from hanse.trade.ports_read import Kind
from hanse.trade.ports_write import Target, Wanted
from tests.connectors.sides import side
from tests.connectors.woocommerce.recorded import body
from tests.connectors.woocommerce.test_both_sides import SHOP, WOO, sent, shown, targets
from tests.connectors.woocommerce.test_writes import VARIATION, outcomes, piece, refused, said

PORT = media.PORT
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def ours(number: int, alt: str = "A lamp") -> Picture:
    name = f"{number:02d}{HASH[2:]}.jpg"
    return Picture(name, alt, f"https://hub.example/media/{name}?t=secret")


FRONT = Picture("11", "Front", "https://shop.example/case-a.png", "11")


def test_what_is_there_goes_by_its_id_and_what_is_new_by_its_address() -> None:
    kept = Picture(ours(1).name, "Side", "https://shop.example/x-1.jpg", "12")
    after: Fields = {"images": (ours(2), ours(1, "Aside"), FRONT)}
    made = piece(PORT, after, {"images": (FRONT, kept)})
    assert json.loads(made.body) == {
        "id": 12,
        "images": [
            {"src": ours(2).address, "alt": "A lamp"},
            {"id": 12, "alt": "Aside"},
            {"id": 11, "alt": "Front"},
        ],
    }
    assert made.findings == ()


def test_what_is_kept_here_is_fetched_from_our_public_address_and_without_one_it_is_said() -> None:
    name, bare = ours(1).name, replace(ours(1), address="")
    for address in (ours(1).address, ""):
        file = File(name, "image/jpeg", 4711, address)
        wanted = Wanted(Target("12"), {"images": ()}, {"images": (bare,)}, files={name: file})
        if address:
            told = json.loads(PORT.piece(wanted, SHOP).body)
            assert told["images"] == [{"src": address, "alt": "A lamp"}]
        else:
            with pytest.raises(Rejected) as raised:
                PORT.piece(wanted, SHOP)
            assert [each.code for each in raised.value.findings] == ["no_address"]


def test_a_picture_that_was_taken_away_comes_back_by_the_id_that_it_had() -> None:
    """So an undo uploads nothing a second time."""
    gone = Picture(ours(1).name, "Side", "https://shop.example/x-1.jpg", "12")
    made = piece(PORT, {"images": (gone,)}, {"images": ()})
    assert json.loads(made.body)["images"] == [{"id": 12, "alt": "Side"}]


def at(address: str, **more: Any) -> Fields:
    return {"images": (Picture(more.get("name", ours(1).name), "A lamp", address),)}


@pytest.mark.parametrize(
    ("after", "code"),
    [
        ({"images": ("11",)}, "no_pictures"),
        ({"images": (FRONT, FRONT)}, "picture_twice"),
        ({"images": (Picture("11", ""),)}, "alt_stays"),
        ({"images": (Picture("11", "<b>Front</b>"),)}, "cleaned"),
        ({"images": (Picture("11", "Front &amp; back"),)}, "cleaned"),
        ({"images": (Picture("11", "x" * 501),)}, "too_long"),
        ({"images": tuple(map(ours, range(9)))}, "too_many_new"),
        ({"images": tuple(Picture(str(n)) for n in range(20, 121))}, "too_many"),
        (at(""), "no_address"),
        (at(f"https://hub.example:8443/{ours(1).name}"), "no_address"),
        (at(f"ftp://hub.example/{ours(1).name}"), "no_address"),
        (at("https://[hub/x.jpg"), "no_address"),
        (at("https://hub.example/lamp"), "no_address"),
        (at("https://else.example/lamp.jpg"), "not_ours"),
        (at("https://else.example/lamp.jpg", name="lamp.jpg"), "not_ours"),
    ],
)
def test_pictures_that_the_store_would_not_take_are_refused(after: Fields, code: str) -> None:
    assert [each.code for each in refused(PORT, after, {"images": (FRONT,)})] == [code]


def test_a_product_without_a_picture_is_warned_of() -> None:
    made = piece(PORT, {"images": ()}, {"images": (FRONT,)})
    assert said(made.findings) == [("no_picture_left", "warning")]


def test_a_variation_has_no_pictures_of_this_sort() -> None:
    with pytest.raises(Rejected, match="has none of this"):
        piece(PORT, {"images": ()}, target=VARIATION)


def test_a_product_shows_its_pictures() -> None:
    """Recording 041."""
    (found,) = PORT.found(Kind.products, mapping.product(body(41), SHOP))
    (picture,) = pictures_of(found.fields["images"]) or ()
    assert (picture.name, picture.alt, picture.remote_id) == ("11", "Front", "11")
    assert picture.address.endswith("/case-a.png")


@pytest.mark.parametrize(
    "file", [f"{HASH}.jpg", f"{HASH}-1.jpg", f"{HASH}-scaled.jpg", f"{HASH}_3f2a-11.JPG?v=17"]
)
def test_a_picture_of_ours_is_known_again_by_its_hash(file: str) -> None:
    assert picture_of(Image("81", f"https://shop.example/a/b/{file}", None)) == Picture(
        f"{HASH}.jpg", "", f"https://shop.example/a/b/{file}", "81"
    )


async def test_pictures_are_fetched_once_put_in_order_and_taken_away() -> None:
    async with side(WOO) as shop:
        (one, *_), _ = await targets(shop)
        first = (await shown(shop, PORT, [one]))[one]
        wishes: list[Fields] = [
            {"images": (ours(1), ours(2, "Side"))},
            {"images": (ours(2, "Aside"), ours(1), ours(3))},
            {"images": (ours(3),)},
            {"images": first["images"]},
        ]
        ids: dict[str, set[str]] = {}
        for after in wishes:
            now = (await shown(shop, PORT, [one]))[one]
            (told,) = await sent(shop, PORT, [PORT.piece(Wanted(one, now, after), SHOP)])
            assert told.fault is None, told.fault
            now = (await shown(shop, PORT, [one]))[one]
            assert all_same(after, now, after), now
            for each in pictures_of(now["images"]) or ():
                ids.setdefault(each.name, set()).add(each.remote_id)
        assert {len(each) for each in ids.values()} == {1}


def test_a_picture_that_cannot_be_fetched_is_refused_in_the_words_of_the_store() -> None:
    """Recording 051, in a row as recording 082 has it."""
    made = piece(PORT, {"images": (ours(1),)})
    (told,) = outcomes(PORT, [made], {"update": [{"id": 12, "error": body(51)}]})
    assert isinstance(told.fault, Rejected)
    assert "remote image" in told.fault.sentence


def test_what_is_not_there_has_no_pictures() -> None:
    with pytest.raises(Rejected):
        PORT.piece(Wanted(Target(None), {}, {"images": (FRONT,)}), SHOP)
