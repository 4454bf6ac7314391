"""Letters leave in lanes: who hangs holds up himself alone, and nobody overtakes in a lane."""

import asyncio
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from hanse.base.clock import SystemClock
from hanse.sandbox.held import new_sandbox
from hanse.sandbox.serving import application
from hanse.sandbox.webhooks import Letter, Outbox, Parcel, Postmen
from tests.sandbox.served import Receiver, served

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def outbox() -> Outbox:
    return Outbox(random.Random(1))


def letter(
    lane: str, number: int, done: Callable[[int | None], None] = lambda _status: None
) -> Letter:
    parcel = Parcel(f"http://{lane}.test/", {}, str(number).encode())
    return Letter(NOW, f"{lane}:{number}", lambda: parcel, done, lane)


async def test_in_a_lane_nobody_overtakes_and_beside_it_others_pass() -> None:
    box, came, gate = outbox(), [], asyncio.Event()

    async def send(parcel: Parcel) -> int:
        if parcel.url == "http://slow.test/":
            await gate.wait()
        came.append((parcel.url[7:11], parcel.content))
        return 200

    for number in range(3):
        box.post(letter("slow", number))
        box.post(letter("fast", number))
    task = asyncio.create_task(box.deliver_due(NOW, send))
    while len(came) < 3:
        await asyncio.sleep(0)
    assert came == [("fast", b"0"), ("fast", b"1"), ("fast", b"2")]
    gate.set()
    assert await task == 6
    assert came[3:] == [("slow", b"0"), ("slow", b"1"), ("slow", b"2")]


async def test_what_waits_in_its_lane_is_not_queued_twice_and_what_is_under_way_is() -> None:
    box, gate, came = outbox(), asyncio.Event(), []

    async def send(parcel: Parcel) -> int:
        came.append(parcel.content)
        await gate.wait()
        return 200

    box.post(letter("a", 1))
    box.post(letter("a", 2))
    postmen = Postmen(send)
    postmen.walk(box, NOW)
    await asyncio.sleep(0)
    assert came == [b"1"]
    assert not box.post(letter("a", 2))
    assert box.post(letter("a", 1))
    assert box.count() == len(box.waiting) == 2
    gate.set()
    postmen.walk(box, NOW)
    while box.count():
        await asyncio.sleep(0)
        postmen.walk(box, NOW)
    assert came == [b"1", b"2", b"1"]


async def test_a_lane_is_walked_by_one_postman_at_a_time_and_they_are_bounded() -> None:
    box, gate = outbox(), asyncio.Event()
    walking = most = 0

    async def send(_parcel: Parcel) -> int:
        nonlocal walking, most
        walking += 1
        most = max(most, walking)
        await gate.wait()
        walking -= 1
        return 200

    for lane in range(10):
        for number in range(3):
            box.post(letter(f"l{lane}", number))
    postmen = Postmen(send, lanes_at_once=4)
    for _ in range(5):
        postmen.walk(box, NOW)
        await asyncio.sleep(0)
    assert (walking, len(postmen.walking)) == (4, 4)
    gate.set()
    while box.count():
        postmen.walk(box, NOW)
        await asyncio.sleep(0)
    assert (most, box.sent) == (4, 30)
    await postmen.stop()


async def test_a_letter_is_not_sent_before_its_time() -> None:
    box, came = outbox(), []

    async def send(parcel: Parcel) -> int:
        came.append(parcel.content)
        return 200

    late = letter("a", 1)
    late.due_at += timedelta(seconds=10)
    box.post(late)
    box.post(letter("a", 2))
    assert await box.deliver_due(NOW, send) == 1
    assert await box.deliver_due(NOW + timedelta(seconds=10), send) == 1
    assert came == [b"2", b"1"]


async def test_what_fails_while_it_is_made_does_not_close_its_lane() -> None:
    box, came = outbox(), []

    async def send(parcel: Parcel) -> int:
        came.append(parcel.content)
        return 200

    def broken() -> Parcel:
        raise RuntimeError("a row is gone")

    box.post(Letter(NOW, "broken", broken, lambda _status: None, "a"))
    box.post(letter("a", 1))
    with pytest.raises(RuntimeError):
        await box.deliver_due(NOW, send)
    assert await box.deliver_due(NOW, send) == 1
    assert came == [b"1"]


async def test_a_receiver_that_hangs_does_not_keep_the_letters_of_others() -> None:
    sandbox = new_sandbox(SystemClock(), rate=1000)
    store = sandbox.woocommerce
    hanging, quick = Receiver(hangs=True), Receiver()
    async with (
        served(hanging, lifespan="off") as first,
        served(quick, lifespan="off") as second,
        served(application(sandbox)),
    ):
        for number, address in enumerate((first, second), 1):
            store.outbox.post(posted(f"{address}/hook", number))
        await hanging.until(1)
        began = time.perf_counter()
        for number in range(300):
            store.outbox.post(posted(f"{second}/hook", 100 + number))
        await quick.until(301)
        assert time.perf_counter() - began < 30
        assert [body for _, body in quick.got[1:]] == [b"%d" % (100 + at) for at in range(300)]
        assert len(hanging.got) == 1
        hanging.hangs = False


def posted(url: str, number: int) -> Letter:
    parcel = Parcel(url, {}, b"%d" % number)
    return Letter(NOW, f"{url}:{number}", lambda: parcel, lambda _status: None, url)
