"""Deliveries to a real receiver: signed, repeated under one id, given up, never inward."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import pytest

from hanse.engine.jobs.handlers import collect
from hanse.engine.tx import Database
from hanse.engine.wire.wire import Wire
from hanse.rooms.identity.service.members import MemberJoined
from hanse.rooms.notices.model.webhooks import Delivery, DeliveryState, EndpointState
from hanse.rooms.notices.service import deliveries, endpoints, tidying
from hanse.rooms.notices.service.endpoints import Wanted
from tests.api.conftest import Door
from tests.engine.job_workers import until, working
from tests.engine.wire_servers import (
    Answers,
    Stranger,
    http,
    in_turn,
    resets,
    saying,
    stranger,
    unused_port,
)
from tests.engine.wire_servers import wire as opened_wire
from tests.rooms.identity.team import bearer, told
from tests.rooms.notices.desk import (
    Team,
    asked,
    follow,
    happen,
    jobs_with,
    later,
    of_room,
    stop_job,
    titles,
    waiting_jobs,
)

FINE = saying(http(200, b"thank you"))


@dataclass(frozen=True)
class Received:
    headers: Mapping[str, str]
    body: bytes


def received(request: bytes) -> Received:
    head, _, body = request.partition(b"\r\n\r\n")
    lines = [line.decode().partition(": ") for line in head.split(b"\r\n")[1:]]
    return Received({name.lower(): value for name, _, value in lines}, body)


async def listening(
    database: Database, team: Team, url: str, kinds: tuple[str, ...] = ()
) -> tuple[UUID, str]:
    async with database.tx(team.workspace, team.owner.actor) as tx:
        made, secret = await endpoints.make_endpoint(tx, "Warehouse", url, kinds)
    return made.id, secret


async def delivery_of(database: Database, team: Team, endpoint_id: UUID) -> Delivery:
    """The newest."""
    async with of_room(database, team.workspace) as tx:
        [found, *_] = await deliveries.list_deliveries(tx, endpoint_id, None, None, 10)
    return found


async def send(
    database: Database, team: Team, wire: Wire, endpoint_id: UUID, **after: float
) -> Delivery:
    found = await delivery_of(database, team, endpoint_id)
    there = later(database, **after) if after else database
    await deliveries.send(lambda: of_room(there, team.workspace), wire, found.id)
    return await delivery_of(database, team, endpoint_id)


async def tried(
    database: Database, team: Team, wire: Wire, answers: Answers
) -> tuple[Delivery, Stranger]:
    """One try against a receiver that answers so."""
    async with stranger(answers) as receiver:
        endpoint_id, _ = await listening(database, team, receiver.url())
        await stop_job(database, team.workspace)
        return await send(database, team, wire, endpoint_id), receiver


async def test_what_happens_is_sent_by_a_worker_and_signed(
    database: Database, team: Team, wire: Wire
) -> None:
    async with stranger(FINE) as receiver:
        endpoint_id, secret = await listening(database, team, receiver.url("/hooks?a=1"))
        await stop_job(database, team.workspace)
        async with working(database, collect(jobs_with(wire))):

            async def arrived() -> bool:
                found = await delivery_of(database, team, endpoint_id)
                return found.state is DeliveryState.delivered

            await until(arrived)
    [request] = receiver.requests
    assert request.startswith(b"POST /hooks?a=1 HTTP/1.1")
    got = received(request)
    stamp, mark = (part.partition("=")[2] for part in got.headers["hanse-signature"].split(","))
    signed = f"{stamp}.".encode() + got.body
    assert mark == hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    found = await delivery_of(database, team, endpoint_id)
    assert got.headers["hanse-delivery"] == str(found.id)
    assert got.headers["hanse-kind"] == "jobs.job.failed"
    document = json.loads(got.body)
    assert (document["kind"], document["title"]) == (
        "jobs.job.failed",
        "The job stock.push stopped",
    )
    assert document["facts"]["name"] == "stock.push"
    assert (found.status, found.answer, found.tries) == (200, "thank you", 1)
    assert found.took_ms is not None


async def test_an_endpoint_gets_the_kinds_that_it_takes_each_event_once(
    database: Database, team: Team
) -> None:
    all_of_them, _ = await listening(database, team, "https://all.example/")
    some, _ = await listening(database, team, "https://some.example/", ("jobs.job.failed",))
    await stop_job(database, team.workspace)
    newcomer = MemberJoined(database.ids.new(), team.viewer.id, "Cik Viewer", "viewer")
    await happen(database, team.workspace, newcomer)
    await follow(database)
    async with of_room(database, team.workspace) as tx:
        kinds = {
            endpoint_id: [
                one.kind
                for one in await deliveries.list_deliveries(tx, endpoint_id, None, None, 10)
            ]
            for endpoint_id in (all_of_them, some)
        }
        body = (await deliveries.list_deliveries(tx, all_of_them, None, None, 1))[0].body
    assert kinds[some] == ["jobs.job.failed"]
    assert kinds[all_of_them] == ["identity.member.joined", "jobs.job.failed"]
    assert "Cik" not in body, "nothing personal leaves"
    assert json.loads(body)["person_id"] == str(team.viewer.id)


@pytest.mark.parametrize(
    ("answers", "status", "why"),
    [
        (saying(http(500, b"oops")), 500, "It answered 500"),
        (saying(http(302, Location="http://127.0.0.1/")), 302, "is not followed"),
        (saying(http(410)), 410, "It answered 410"),
        (resets, None, "may have been done all the same"),
    ],
)
async def test_what_did_not_arrive_or_may_not_have_is_tried_again_under_its_id(
    database: Database,
    team: Team,
    wire: Wire,
    answers: Answers,
    status: int | None,
    why: str,
) -> None:
    async with stranger(in_turn([answers, FINE])) as receiver:
        endpoint_id, _ = await listening(database, team, receiver.url())
        await stop_job(database, team.workspace)
        first = await send(database, team, wire, endpoint_id)
        assert (first.state, first.status, first.tries) == (DeliveryState.waiting, status, 1)
        assert why in first.why
        assert str(first.id) in await waiting_jobs(database, deliveries.JOB)
        second = await send(database, team, wire, endpoint_id)
    assert (second.state, second.tries, second.why) == (DeliveryState.delivered, 2, "")
    ids = {received(request).headers["hanse-delivery"] for request in receiver.requests}
    assert (len(receiver.requests), ids) == (2, {str(first.id)})


async def test_a_receiver_that_is_not_there_is_tried_for_a_day(
    database: Database, team: Team, wire: Wire
) -> None:
    endpoint_id, _ = await listening(database, team, f"http://127.0.0.1:{await unused_port()}/")
    await stop_job(database, team.workspace)
    found = await send(database, team, wire, endpoint_id)
    assert found.state is DeliveryState.waiting
    found = await send(database, team, wire, endpoint_id, hours=24)
    assert (found.state, found.status) == (DeliveryState.failed, None)
    [ended, *_] = await told(database, team.workspace, "notices.delivery.ended")
    assert (ended.payload["state"], ended.payload["tries"]) == ("failed", 2)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080/",
        "http://localhost:8080/",
        "http://[::1]:8080/",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://example.com:22/",
    ],
)
async def test_nothing_is_sent_into_a_private_network(
    database: Database, team: Team, url: str
) -> None:
    endpoint_id, _ = await listening(database, team, url)
    await stop_job(database, team.workspace)
    async with opened_wire(allow_private=(), ports=(80, 443, 8080)) as strict:
        found = await send(database, team, strict, endpoint_id)
    assert (found.state, found.status, found.tries) == (DeliveryState.failed, None, 1)
    assert found.why


async def test_a_redirect_is_not_followed(database: Database, team: Team, wire: Wire) -> None:
    async with stranger(FINE) as secret_place:
        moved = saying(http(307, Location=secret_place.url()))
        found, _ = await tried(database, team, wire, moved)
    assert (found.status, secret_place.requests) == (307, [])


async def test_of_an_answer_the_first_thousand_bytes_are_kept_and_no_secret(
    database: Database, team: Team, wire: Wire
) -> None:
    async with stranger(saying(http(400, b"\x00<b>" + b"x" * 5_000))) as receiver:
        endpoint_id, secret = await listening(database, team, receiver.url())
        await stop_job(database, team.workspace)
        found = await send(database, team, wire, endpoint_id)
    assert found.answer == "<b>" + "x" * 996
    echo = saying(http(400, f"your secret is {secret}".encode()))
    async with stranger(echo) as receiver:
        async with database.tx(team.workspace, team.owner.actor) as tx:
            wanted = Wanted(url=receiver.url())
            await endpoints.change_endpoint(tx, endpoint_id, wanted, 1)
        found = await send(database, team, wire, endpoint_id)
    assert found.answer == "your secret is ********"


async def test_after_three_days_an_endpoint_is_switched_off_and_somebody_is_told(
    database: Database, team: Team, wire: Wire
) -> None:
    async with stranger(saying(http(503))) as receiver:
        endpoint_id, _ = await listening(database, team, receiver.url())
        await stop_job(database, team.workspace, count=2)
        await send(database, team, wire, endpoint_id)
        await send(database, team, wire, endpoint_id, days=3, minutes=1)
    async with of_room(database, team.workspace) as tx:
        endpoint = await endpoints.endpoint(tx, endpoint_id)
        states = {
            one.state for one in await deliveries.list_deliveries(tx, endpoint_id, None, None, 10)
        }
    assert endpoint.state is EndpointState.disabled
    assert states == {DeliveryState.failed}, "what waited is given up"
    await follow(database)
    assert "The webhook Warehouse was switched off" in await titles(
        database, team.owner, team.workspace
    )
    before = len(receiver.requests)
    await stop_job(database, team.workspace)
    assert len(receiver.requests) == before
    async with database.tx(team.workspace, team.owner.actor) as tx:
        again = await endpoints.change_endpoint(
            tx, endpoint_id, Wanted(active=True), endpoint.version
        )
    assert (again.state, again.failing_since) == (EndpointState.active, None)


async def test_one_that_arrives_ends_the_count_of_failures(
    database: Database, team: Team, wire: Wire
) -> None:
    async with stranger(in_turn([saying(http(503)), FINE])) as receiver:
        endpoint_id, _ = await listening(database, team, receiver.url())
        await stop_job(database, team.workspace)
        await send(database, team, wire, endpoint_id)
        async with of_room(database, team.workspace) as tx:
            assert (await endpoints.endpoint(tx, endpoint_id)).failing_since
        await send(database, team, wire, endpoint_id)
    async with of_room(database, team.workspace) as tx:
        assert (await endpoints.endpoint(tx, endpoint_id)).failing_since is None


async def test_a_delivery_is_sent_again_under_its_id_when_somebody_asks(
    door: Door, database: Database, team: Team, wire: Wire
) -> None:
    who = bearer(team.owner, team.workspace)
    async with stranger(FINE) as receiver:
        endpoint_id, _ = await listening(database, team, receiver.url())
        await stop_job(database, team.workspace)
        await send(database, team, wire, endpoint_id)
        await send(database, team, wire, endpoint_id)
        assert len(receiver.requests) == 1, "what has arrived is not sent by itself"
        path = f"/api/notices/endpoints/{endpoint_id}/deliveries?state=delivered"
        [listed] = (await asked(door, "GET", path, who))["items"]
        path = f"/api/notices/deliveries/{listed['id']}"
        assert json.loads((await asked(door, "GET", path, who))["body"])["kind"]
        waits = await asked(door, "POST", f"{path}/redeliver", who, 202)
        assert (waits["state"], waits["tries"]) == ("waiting", 0)
        await send(database, team, wire, endpoint_id)
    first, second = map(received, receiver.requests)
    assert first.headers["hanse-delivery"] == second.headers["hanse-delivery"]
    assert first.body == second.body


async def test_a_test_is_sent_once_also_to_an_endpoint_that_is_switched_off(
    door: Door, database: Database, team: Team, wire: Wire
) -> None:
    who = bearer(team.owner, team.workspace)
    async with stranger(saying(http(500))) as receiver:
        endpoint_id, _ = await listening(database, team, receiver.url())
        async with database.tx(team.workspace, team.owner.actor) as tx:
            await endpoints.change_endpoint(tx, endpoint_id, Wanted(active=False), 1)
        path = f"/api/notices/endpoints/{endpoint_id}/ping"
        asked_for = await asked(door, "POST", path, who, 202)
        assert (asked_for["kind"], asked_for["event_id"]) == ("notices.endpoint.pinged", None)
        found = await send(database, team, wire, endpoint_id)
        assert (found.state, found.status) == (DeliveryState.failed, 500)
        path = f"/api/notices/deliveries/{found.id}/redeliver"
        refusal = await asked(door, "POST", path, who, 409)
    assert "is switched off" in refusal["detail"]
    assert len(receiver.requests) == 1


async def test_what_waits_for_an_endpoint_goes_with_it(
    database: Database, team: Team, wire: Wire
) -> None:
    async with stranger(FINE) as receiver:
        endpoint_id, _ = await listening(database, team, receiver.url())
        await stop_job(database, team.workspace)
        found = await delivery_of(database, team, endpoint_id)
        async with database.tx(team.workspace, team.owner.actor) as tx:
            await endpoints.remove_endpoint(tx, endpoint_id, 1)
        await deliveries.send(lambda: of_room(database, team.workspace), wire, found.id)
    assert receiver.requests == []


async def test_deliveries_are_forgotten_after_30_days(database: Database, team: Team) -> None:
    endpoint_id, _ = await listening(database, team, "https://warehouse.example/")
    await stop_job(database, team.workspace)
    for days, left in ((29, 1), (31, 0)):
        async with later(database, days=days).system_tx("a test") as tx:
            while await tidying.forget(tx):
                pass
        async with of_room(database, team.workspace) as tx:
            found = await deliveries.list_deliveries(tx, endpoint_id, None, None, 10)
        assert len(found) == left
