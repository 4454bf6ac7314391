"""Pictures of a product: named by id where they are there, brought ahead where they are ours."""

import json
from dataclasses import replace
from typing import Any

import pytest

from hanse.base.faults import Gone, OutcomeUnknown, Rejected, Severity
from hanse.connectors.shopify.mapping import goods
from hanse.connectors.shopify.wire import uploads
from hanse.connectors.shopify.writes import media
from hanse.trade.fields import Fields, Picture, same
from hanse.trade.files import Place
from hanse.trade.goods import MediumState, Product
from hanse.trade.ports_read import Kind, Question
from hanse.trade.ports_write import Later, Outcome, Piece, Target, Wanted
from tests.connectors.shopify import documents as made
from tests.connectors.shopify.told import SHOP, received, said, sent
from tests.connectors.shopify.wishes import FRONT, HASH, MEDIA, SIDE, kept, ours, piece_of, refused

FILM = (1, "gid://shopify/Video/77", "ready", "")
PUBLIC = f"https://hub.example/media/{ours(1).name}?w=1&t=secret"


def piece(after: Fields, shown: Fields, *here: Picture) -> Piece:
    return MEDIA.piece(Wanted(Target("12"), shown, after, files=kept(*here)), SHOP)


def body(piece: Piece) -> Any:
    return json.loads(piece.body)


def image(number: int) -> str:
    return f"gid://shopify/MediaImage/{number}"


def shown(**changed: Any) -> Fields:
    read = goods.product(received(made.product(**changed)), SHOP)
    assert isinstance(read, Product)
    (found,) = MEDIA.found(Kind.products, read)
    return found.fields


# What is sent


def test_what_is_there_goes_by_its_id_and_what_is_ours_is_brought_ahead() -> None:
    there = Picture(ours(2).name, "Old words", "https://cdn.example/x.jpg", "82")
    new = piece(
        {"images": (ours(1), ours(2, "New words"), FRONT)},
        {"images": (FRONT, there), "media": ()},
        ours(1),
        ours(2),
    )
    assert body(new) == {
        "files": [
            {
                "originalSource": f"ahead:{ours(1).name}?bytes=4711",
                "alt": "A lamp",
                "contentType": "IMAGE",
                "filename": ours(1).name,
            },
            {"id": image(82), "alt": "New words"},
            {"id": image(81), "alt": "Front"},
        ]
    }
    assert [(each.name, each.size) for each in ahead_of(new)] == [(ours(1).name, 4711)]


def ahead_of(piece: Piece) -> Any:
    assert MEDIA.ahead
    return MEDIA.ahead.files(piece)


def test_what_is_not_kept_here_is_fetched_from_its_public_address() -> None:
    one = ours(1, address=PUBLIC)
    assert body(piece({"images": (one,)}, {}))["files"][0]["originalSource"] == PUBLIC
    assert ahead_of(piece({"images": (one,)}, {})) == []
    assert ahead_of(piece({"images": (one,)}, {}, one)) != []


def test_a_film_keeps_its_place_and_nothing_else_is_lost_with_the_list() -> None:
    failed = (2, image(99), "failed", "Too large.")
    there: Fields = {"images": (FRONT, SIDE), "media": (FILM, failed)}
    told = body(piece({"images": (SIDE, FRONT)}, there))
    assert [each["id"] for each in told["files"]] == [image(82), FILM[1], image(81)]
    assert "detached" not in told
    alone = body(piece({"images": ()}, {"images": (), "media": (FILM,)}))
    assert [each["id"] for each in alone["files"]] == [FILM[1]]


def test_what_leaves_is_taken_off_before_the_list_is_said_and_comes_back_by_its_id() -> None:
    """So it stays a file of the shop, and an undo uploads nothing."""
    less = piece({"images": (SIDE,)}, {"images": (FRONT, SIDE), "media": ()})
    told = sent(MEDIA.request([less], "key-1", SHOP))
    off = [{"id": image(81), "referencesToRemove": ["gid://shopify/Product/12"]}]
    assert told["variables"] == {
        "d0": off,
        "p0": "gid://shopify/Product/12",
        "w0": {"files": [{"id": image(82), "alt": "From the side"}]},
    }
    assert 0 < told["query"].index("d0: fileUpdate") < told["query"].index("w0: productSet")
    back = body(piece({"images": (FRONT, SIDE)}, {"images": (SIDE,), "media": ()}))
    assert back == {
        "files": [{"id": image(81), "alt": "Front"}, {"id": image(82), "alt": "From the side"}]
    }


@pytest.mark.parametrize(
    ("after", "code"),
    [
        (("11",), "no_pictures"),
        ((FRONT, FRONT), "picture_twice"),
        ((replace(FRONT, alt="x" * 513),), "too_long"),
        ((replace(FRONT, alt="\x00"),), "unfit_character"),
        (tuple(map(ours, range(11))), "too_many_new"),
        (tuple(Picture(str(each)) for each in range(20, 271)), "too_many"),
        ((ours(20),), "no_address"),
        ((ours(20, address="http://hub.example/1.jpg"),), "no_address"),
        ((ours(20, address="https://hub.example:8443/1.jpg"),), "no_address"),
        ((ours(20, address="https://[hub"),), "no_address"),
        ((Picture("lamp.jpg", "", "https://else.example/lamp.jpg"),), "not_ours"),
        ((Picture(f"{HASH}.avif", "", "https://hub.example/1.avif"),), "no_such_type"),
    ],
)
def test_pictures_that_shopify_would_not_take_are_refused(after: Any, code: str) -> None:
    with pytest.raises(Rejected) as raised:
        piece({"images": after}, {"images": (FRONT,), "media": ()}, *map(ours, range(11)))
    wrong = [each for each in raised.value.findings if each.severity is Severity.error]
    assert [each.code for each in wrong] == [code]
    assert wrong[0].next_step


def test_a_picture_that_is_too_large_is_refused_before_it_is_brought() -> None:
    large = {name: replace(each, size=21 * 1024**2) for name, each in kept(ours(1)).items()}
    with pytest.raises(Rejected, match="take this change") as raised:
        MEDIA.piece(Wanted(Target("12"), {}, {"images": (ours(1),)}, files=large), SHOP)
    assert [each.code for each in raised.value.findings] == ["too_large"]


def test_a_list_that_was_not_read_whole_is_not_replaced() -> None:
    (found,) = refused(MEDIA, {"images": (FRONT,)}, {"media": None})
    assert found.code == "not_read"


def test_a_product_without_a_picture_is_warned_of() -> None:
    made_of = piece_of(MEDIA, {"images": ()}, {"images": (FRONT,), "media": ()})
    assert [each.code for each in made_of.findings] == ["no_picture_left"]


# Files that go ahead


def test_a_file_goes_where_the_platform_says_and_the_change_names_that() -> None:
    assert MEDIA.ahead
    one, other = ours(1), ours(2)
    new = piece({"images": (one, other)}, {}, one, other)
    question = uploads.question(ahead_of(new), SHOP)
    assert (question.writes, question.plumbing, question.change) == (True, "files.stage", "")
    assert sent(question)["variables"]["input"][0] == {
        "resource": "IMAGE",
        "filename": one.name,
        "mimeType": "image/jpeg",
        "httpMethod": "POST",
        "fileSize": "4711",
    }
    reply = said({"stagedUploadsCreate": {"stagedTargets": [target(1), target(2)]}})
    first, second = uploads.places(ahead_of(new), reply)
    assert first == Place(
        "POST", "https://store.example/", "https://store.example/1", fields=(("key", "tmp/1"),)
    )
    asked = MEDIA.request([new], "key-1", SHOP)
    addresses = {one.name: first.address, other.name: f'{second.address}"'}
    full = MEDIA.ahead.filled(asked, addresses)
    assert sources(full) == [first.address, f'{second.address}"']
    assert replace(full, body=asked.body) == asked
    assert MEDIA.ahead.filled(asked, {}) == asked


def target(number: int) -> dict[str, object]:
    return {
        "url": "https://store.example/",
        "resourceUrl": f"https://store.example/{number}",
        "parameters": [{"name": "key", "value": f"tmp/{number}"}],
    }


def sources(question: Question) -> list[str]:
    return [each["originalSource"] for each in sent(question)["variables"]["w0"]["files"]]


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {"stagedUploadsCreate": {"stagedTargets": []}},
        {"stagedUploadsCreate": {"stagedTargets": [target(1) | {"url": None}]}},
        {"stagedUploadsCreate": {"stagedTargets": [target(1) | {"parameters": [{"name": "x"}]}]}},
        {"stagedUploadsCreate": {"stagedTargets": [target(1), target(2)]}},
    ],
)
def test_where_it_is_not_said_where_a_file_goes_none_goes(data: object) -> None:
    with pytest.raises(OutcomeUnknown, match="where each"):
        uploads.places(list(kept(ours(1)).values()), said(data))


# What comes back


def outcome(after: Fields, data: object) -> Outcome:
    there: Fields = {"images": (FRONT, SIDE), "media": ()}
    (told,) = MEDIA.outcomes([piece(after, there)], said(data), SHOP)
    return told


def test_a_list_that_is_refused_after_something_was_taken_off_is_looked_at() -> None:
    less: Fields = {"images": (SIDE,)}
    off = {"files": [{"id": image(81)}], "userErrors": []}
    kept_on = {"files": [], "userErrors": [{"field": ["files"], "message": "No.", "code": "X"}]}
    bad = [{"field": ["input", "files", "0", "id"], "message": "Not ready.", "code": "INVALID"}]
    good = {"product": {"id": made.of("Product", 12)}, "userErrors": []}
    no = {"product": None, "userErrors": bad}
    assert outcome(less, {"d0": off, "w0": good}) == Outcome(remote_id="12")
    assert outcome(less, {"d0": kept_on, "w0": good}).fault is None
    assert isinstance(outcome(less, {"d0": kept_on, "w0": no}).fault, Rejected)
    half = outcome(less, {"d0": off, "w0": no}).fault
    assert isinstance(half, OutcomeUnknown)
    assert "Not ready." in half.sentence


def test_a_product_shows_its_pictures_in_order_and_what_stands_beside_them() -> None:
    url = f"https://cdn.example/files/{HASH}_3f2a-11.jpg?v=17"
    read = shown(
        media=made.nodes(
            made.picture(81, preview={"image": {"url": url}}),
            made.film(77),
            made.picture(83, status="PROCESSING", preview=None),
            made.picture(84, status="FAILED", preview=None, mediaErrors=[error("Too large.")]),
            made.picture(85),
        )
    )
    assert read == {
        "images": (
            Picture(f"{HASH}.jpg", "From the front", url, "81"),
            Picture("83", "From the front", "", "83"),
            Picture("85", "From the front", "https://cdn.example/85.png", "85"),
        ),
        "media": (
            (1, "gid://shopify/Video/77", "ready", ""),
            (2, image(83), "waiting", ""),
            (3, image(84), "failed", "Too large."),
        ),
    }


def error(message: str) -> dict[str, str]:
    return {"code": "IMAGE_PROCESSING_FAILURE", "message": message}


@pytest.mark.parametrize(
    "listed",
    [
        made.nodes(made.picture(81), more=True),
        made.nodes(*(made.picture(each) for each in range(1, 52))),
        made.nodes(made.picture(81, status="LOST")),
        made.nodes(made.picture(81, id=None)),
        None,
    ],
)
def test_a_list_that_is_not_whole_shows_no_pictures(listed: object) -> None:
    assert shown(media=listed) == {"media": None}


def later(before: Fields, now: Fields) -> Later | None:
    assert MEDIA.later
    return MEDIA.later(before, now)


def test_what_is_at_work_is_waited_for_and_what_failed_is_said() -> None:
    old = (0, image(70), "failed", "Broken.")
    waiting = (1, image(83), MediumState.waiting.value, "")
    failed = (2, image(84), MediumState.failed.value, "Image too large.")
    before: Fields = {"media": (old,)}
    assert later(before, {"media": (old,)}) is None
    assert later(before, {"media": None}) is None
    assert later(before, {"media": (old, FILM)}) is None
    assert later(before, {"media": (waiting, failed)}) == Later()
    told = later(before, {"media": (old, failed)})
    assert told is not None
    assert told.finding is not None
    assert "Image too large." in told.finding.sentence


def test_what_is_read_back_is_what_was_wanted() -> None:
    url = f"https://cdn.example/files/{ours(1).name}"
    now = shown(media=made.nodes(made.picture(90, alt="A lamp", preview={"image": {"url": url}})))
    assert same(now["images"], (ours(1),))


def test_what_is_gone_is_refused() -> None:
    bad = {"userErrors": [{"field": ["input"], "message": "Product does not exist", "code": None}]}
    assert isinstance(outcome({"images": ()}, {"w0": bad}).fault, Gone)
    assert media.PORT is MEDIA
