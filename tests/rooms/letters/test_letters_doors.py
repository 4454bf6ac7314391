"""Letters over HTTP: settings, words, a preview with a real order, and a buyer who wants none."""

from typing import Any

from tests.api.conftest import Door
from tests.rooms.letters.post_room import PostRoom, token_in


async def asked(
    door: Door, method: str, path: str, who: str = "", status: int = 200, **more: object
) -> Any:
    async with door.ask(method, path, who, **more) as answer:
        said = await answer.json(content_type=None)
        assert answer.status == status, said
        return said


async def test_who_tells_is_set_for_all_shops_and_for_one(
    door: Door, room: PostRoom, manager: str, viewer: str
) -> None:
    path, shop = "/api/letters/settings", room.till.account_id
    seen = await asked(door, "GET", path, viewer)
    assert (seen["usual"]["teller"], seen["usual"]["version"], seen["shops"]) == (None, 0, [])
    body = {"teller": "us", "stages": ["delivered", "sent"], "version": 0}
    kept = await asked(door, "PUT", path, manager, json=body)
    assert kept["usual"] == {
        "teller": "us",
        "stages": ["sent", "delivered"],
        "language": None,
        "reply_to": None,
        "version": 1,
    }
    await asked(door, "PUT", path, manager, status=409, json=body)
    await asked(door, "PUT", path, viewer, status=403, json={**body, "version": 1})
    own = await asked(door, "PUT", f"{path}/{shop}", manager, json={"teller": "shop"})
    [one] = own["shops"]
    assert (one["account_id"], one["teller"], one["stages"]) == (str(shop), "shop", None)
    answers = {"teller": "us", "reply_to": " help@shop.example ", "version": 1}
    kept = await asked(door, "PUT", path, manager, json=answers)
    assert kept["usual"]["reply_to"] == "help@shop.example"
    odd = {"reply_to": "help@shop.example, me@shop.example", "version": 2}
    said = await asked(door, "PUT", path, manager, status=422, json=odd)
    assert "no single mail address" in said["detail"]
    nobody = f"{path}/01930b6e-7c1a-7d52-9a54-0d7c8f0f6c11"
    await asked(door, "PUT", nobody, manager, status=404, json={"teller": "shop"})


async def test_words_are_changed_refused_shown_with_a_real_order_and_restored(
    door: Door, room: PostRoom, manager: str, viewer: str
) -> None:
    await room.sold("5001")
    path = "/api/letters/templates"
    listed = await asked(door, "GET", path, viewer)
    assert len(listed["items"]) == 16
    assert "link" in listed["fields"]
    wrong = {"subject": "Order {ordr}", "text": "Hello", "version": 0}
    refused = await asked(door, "PUT", f"{path}/taken.en", manager, status=422, json=wrong)
    assert refused["fields"][0]["code"] == "unknown_field"
    words = {"subject": "Thanks for {order}", "text": "Dear {name},\nyours, {shop}", "version": 0}
    preview = {"stage": "taken", "language": "en", "subject": words["subject"]}
    shown = await asked(
        *(door, "POST", "/api/orders/letters/preview", manager),
        json={**preview, "text": words["text"]},
    )
    assert shown["subject"] == "Thanks for 5001"
    assert shown["text"].startswith("Dear Eve,\nyours, Lampen\n")
    assert "Dear Eve,<br>" in shown["html"]
    body = {"stage": "taken", "language": "en"}
    await asked(door, "POST", "/api/orders/letters/preview", viewer, status=403, json=body)
    await asked(door, "PUT", f"{path}/taken.en", manager, json=words)
    await room.we_tell()
    await room.sold("5002")
    [mail] = await room.mails()
    assert mail.subject == "Thanks for 5002"
    back = await asked(door, "DELETE", f"{path}/taken.en?version=1", manager)
    assert (back["version"], back["subject"]) == (0, "We have your order {order}")


async def test_a_buyer_asks_for_no_more_letters_by_a_link_and_takes_it_back(
    door: Door, room: PostRoom
) -> None:
    await room.we_tell()
    await room.sold("5001")
    [mail] = await room.mails()
    token = token_in(mail)
    look, stop = "/api/letters/stops/look", "/api/letters/stops"
    seen = await asked(door, "POST", look, json={"token": token})
    assert seen == {"sender": "Lampenladen", "stopped": False}
    assert (await asked(door, "POST", look, json={"token": token}))["stopped"] is False
    done = await asked(door, "POST", stop, json={"token": token, "stopped": True})
    assert done == {"sender": "Lampenladen", "stopped": True}
    await asked(door, "POST", stop, json={"token": token, "stopped": True})
    await room.sold("5002")
    assert len(await room.mails()) == 1
    await asked(door, "POST", stop, json={"token": token, "stopped": False})
    await room.sold("5003")
    assert len(await room.mails()) == 2
    changed = token[:-6] + ("AAAA" if token[-6:-2] != "AAAA" else "BBBB") + token[-2:]
    nobody = "A" * 64
    for wrong in ("abc", changed, nobody):
        await asked(door, "POST", stop, status=404, json={"token": wrong, "stopped": True})
