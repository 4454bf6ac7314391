"""Every route by every kind of caller; and routes that the program would not start with."""

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from pydantic import BaseModel

from hanse.app.api.app import OWN_DOORS, build
from hanse.app.api.ground import Ground
from hanse.app.wiring import DOORS as DOORS_OF_ROOMS
from hanse.engine.doors.access import PUBLIC, ROLES, Permission, Role
from hanse.engine.doors.doors import Body, Door, Doors, InTx
from tests.api import shelf
from tests.api.conftest import Door as Running

STREAMS = {"follow_system", "follow_changes"}
DOORS = {
    f"{door.method} {door.path}": door
    for doors in (*OWN_DOORS, shelf.doors, *DOORS_OF_ROOMS)
    for door in doors
}
GUARDED = {name: door for name, door in DOORS.items() if isinstance(door.needs, Permission)}


def address(door: Door) -> str:
    return re.sub(r"\{\w+\}", str(uuid4()), door.path)


@pytest.mark.parametrize("name", DOORS)
async def test_a_stranger_comes_in_where_everybody_may(door: Running, name: str) -> None:
    route = DOORS[name]
    async with door.ask(route.method, address(route)) as response:
        if route.needs is PUBLIC:
            assert response.status not in (401, 403)
        else:
            assert response.status == 401
            assert response.headers["WWW-Authenticate"] == 'Bearer realm="hanse"'


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", GUARDED)
async def test_a_role_comes_in_where_it_holds_the_permission(
    door: Running, name: str, role: Role
) -> None:
    route = GUARDED[name]
    assert isinstance(route.needs, Permission)
    async with door.ask(route.method, address(route), f"{role}:{uuid4()}") as response:
        assert response.status != 401
        assert response.status < 500
        # What the room itself refuses, to people who are none, names no permission.
        refused = response.status == 403 and route.needs.name in await response.text()
        assert refused is (route.needs not in ROLES[role])


class Loose(BaseModel):
    """Drops what it does not know."""

    name: str


class Holding(Body):
    inside: list[Loose] | None = None


def built(ground: Ground, doors: Doors) -> None:
    build(replace(ground, doors=(doors,)))


def test_a_body_that_drops_unknown_fields_stops_the_start(ground: Ground) -> None:
    doors = Doors("thing")

    @doors.post("/api/thing/parts", needs=shelf.WRITE)
    async def create_part(tx: InTx, asked: Holding) -> None:
        """Make a part."""

    with pytest.raises(TypeError, match="Loose drops unknown fields; make it a Body"):
        built(ground, doors)


def test_a_public_route_in_a_workspace_stops_the_start(ground: Ground) -> None:
    doors = Doors("thing")

    @doors.get("/api/thing/parts", needs=PUBLIC)
    async def list_parts(tx: InTx) -> None:
        """List parts."""

    with pytest.raises(TypeError, match="a public route has no workspace"):
        built(ground, doors)


def test_a_post_that_cannot_keep_its_answer_stops_the_start(ground: Ground) -> None:
    doors = Doors("thing")

    @doors.post("/api/thing/parts", needs=shelf.WRITE)
    async def create_part() -> None:
        """Make a part."""

    with pytest.raises(TypeError, match="so that Idempotency-Key can be honoured"):
        built(ground, doors)


def test_a_versioned_write_that_ignores_the_version_stops_the_start(ground: Ground) -> None:
    doors = Doors("thing")

    @doors.put("/api/thing/{id}", needs=shelf.WRITE)
    async def change_part(tx: InTx, id: str) -> None:  # noqa: A002
        """Change a part."""

    with pytest.raises(TypeError, match="a versioned write takes Expected"):
        built(ground, doors)


def test_two_routes_with_one_address_stop_the_start(ground: Ground) -> None:
    doors = Doors("thing")

    @doors.get("/api/thing/{id}", needs=PUBLIC)
    async def read_part(id: str) -> None:  # noqa: A002
        """Read a part."""

    @doors.get("/api/thing/{name}", needs=PUBLIC)
    async def read_piece(name: str) -> None:
        """Read a piece."""

    with pytest.raises(ValueError, match="declared twice"):
        built(ground, doors)
