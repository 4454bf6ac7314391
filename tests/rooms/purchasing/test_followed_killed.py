"""A worker is killed with -9 on the way of a number to the service that follows its parcel: it is
paid for once, by the service's own count."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import pytest

from hanse.engine.jobs.jobs import enqueue
from hanse.engine.postgres.dsns import Dsns, parse
from hanse.engine.seal import KeyRing
from hanse.engine.tx import Database
from hanse.rooms.purchasing.service.followed import FOLLOW_JOB
from tests.changes.frost import Frost, Frozen
from tests.engine.job_workers import until
from tests.rooms.killing import LONG_S, Mortals, Step, committed, unwritten
from tests.rooms.purchasing.posted import ONE, TRACK17, Post, posted
from tests.rooms.shops import OPERATOR

pytestmark = pytest.mark.prove

LATE_S = 600.0


@asynccontextmanager
async def answered_late(frost: Frost) -> AsyncIterator[Frozen]:
    """The service has done it, and its answer is not here."""
    late = {"kind": "slow", "calls": ".*/register", "count": 1, "seconds": LATE_S}
    frost.sandbox.faults.set({**late, "platform": TRACK17})
    ledger = frost.sandbox.track17.first.ledger
    yield lambda: until(lambda: ledger.count(TRACK17, "number.register") == 1, LONG_S)


STEPS: Mapping[str, Step] = {
    "number not handed over": unwritten("purchasing_followed"),
    "numbers left not counted": committed("purchasing_followed", "purchasing_trackers"),
    "registered and not noted": answered_late,
}


@dataclass
class Scene:
    post: Post
    mortals: Mortals


@pytest.fixture
async def scene(
    database: Database, module_dsns: Dsns, admin_dsn: str, ring: KeyRing, workspace: UUID
) -> AsyncIterator[Scene]:
    async with posted(database, workspace) as post:
        told = {
            "app": module_dsns.app,
            "system": module_dsns.system,
            "key": ring.masters[1].hex(),
            "address": post.shops.address,
            "base": post.shops.reach.base,
        }
        app = parse(module_dsns.app).user
        yield Scene(post, Mortals(post.shops, workspace, admin_dsn, json.dumps(told), app))


@pytest.mark.parametrize("step", STEPS)
async def test_a_number_is_paid_for_once_wherever_the_worker_dies(scene: Scene, step: str) -> None:
    post = scene.post
    await post.sends(ONE)
    async with post.shops.database.tx(post.workspace, OPERATOR) as tx:
        await enqueue(tx, FOLLOW_JOB, str(post.account.id), {"account": post.account.id})
    await scene.mortals.killed_at(STEPS[step], lambda: None)
    assert post.registered() == (1 if step == "registered and not noted" else 0)
    await scene.mortals.time_goes_by()

    async def is_followed() -> bool:
        return await post.stages() == {ONE: "followed"}

    async with scene.mortals.another():
        await until(is_followed, LONG_S)
    assert post.registered() == 1
    assert post.shops.sandbox.track17.first.used == 1
