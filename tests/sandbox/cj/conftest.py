"""One sandbox is served for the tests of a file; each test has a supplier of its own in it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from hanse.base.clock import FixedClock
from hanse.sandbox.serving import Sandbox, application, new_sandbox
from hanse.sandbox.world import World
from tests.sandbox.cj.caller import FIRST, Caller, anew
from tests.sandbox.served import served


@pytest.fixture(scope="module")
async def place() -> AsyncIterator[tuple[Sandbox, str, aiohttp.ClientSession]]:
    sandbox = new_sandbox(FixedClock(FIRST), world=World(seed=7, products=60), shops=())
    async with served(application(sandbox)) as address, aiohttp.ClientSession() as session:
        yield sandbox, address, session


@pytest.fixture
async def limited(place: tuple[Sandbox, str, aiohttp.ClientSession]) -> Caller:
    """As a new account is."""
    caller = anew(*place)
    await caller.sign_in()
    return caller


@pytest.fixture
async def caller(place: tuple[Sandbox, str, aiohttp.ClientSession]) -> Caller:
    """Without limits, for the clock stands still."""
    caller = anew(*place)
    await caller.at_desk("cj/rules", {"per_ip": 0})
    await caller.at_desk("cj/accounts", {"qps": 0, "verified": True})
    await caller.sign_in()
    return caller
