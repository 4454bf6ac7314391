"""Permissions, roles, and doors that say what they need."""

from pathlib import Path
from uuid import UUID

import pytest
from fastapi import APIRouter

from hanse.app.api.app import OWN_DOORS, check
from hanse.app.wiring import DOORS
from hanse.engine.doors import access
from hanse.engine.doors.access import PERMISSIONS, PUBLIC, ROLES, Caller, Permission, Role
from hanse.engine.doors.doors import Doors
from tests.conftest import NOBODY

READ = access.declare("thing.part.read", "See the parts.", *access.READERS)
ROOT = Path(__file__).resolve().parents[2]


async def read_part() -> None:
    """Read a part."""


def test_a_permission_is_declared_once_by_its_name() -> None:
    assert PERMISSIONS["thing.part.read"] == READ
    with pytest.raises(ValueError, match="declared twice"):
        access.declare("thing.part.read", "Again.")
    for name in ("thing.read", "thing.part.delete", "Thing.part.read", "thing.part.read.more"):
        with pytest.raises(ValueError, match=r"write room\.noun\.read, \.write or \.approve"):
            access.declare(name, "Wrong.")


def test_a_role_is_a_set_of_permissions() -> None:
    assert set(ROLES) == set(Role)
    assert READ in ROLES[Role.analyst]
    assert READ not in ROLES[Role.viewer]
    assert ROLES[Role.admin] <= ROLES[Role.owner]
    assert ROLES[Role.manager] <= ROLES[Role.admin]


def test_what_no_role_holds_is_the_operators_alone() -> None:
    metrics = PERMISSIONS["system.metric.read"]
    assert not [role for role in Role if metrics in ROLES[role]]


def test_a_caller_may_what_his_permissions_say() -> None:
    caller = Caller(NOBODY, UUID(int=1), frozenset({"thing.part.read"}), "x")
    assert caller.may(READ)
    assert not caller.may(PERMISSIONS["system.metric.read"])


def test_a_topic_is_for_those_who_may_read_its_noun() -> None:
    assert access.topic_permission("orders.order.placed") == "orders.order.read"


@pytest.mark.parametrize(
    "needs", [None, "", "thing.part.read", Permission("a.b.read", "Not declared.")]
)
def test_a_door_that_does_not_say_what_it_needs_stops_the_start(needs: object) -> None:
    with pytest.raises(TypeError, match="needs= must be a declared Permission or PUBLIC"):
        Doors("thing").get("/api/thing/parts", needs=needs)(read_part)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="needs"):
        Doors("thing").get("/api/thing/parts")(read_part)  # type: ignore[call-arg]


def test_a_door_is_named_as_everybody_expects() -> None:
    doors = Doors("thing")
    with pytest.raises(ValueError, match="write the path as"):
        doors.get("/api/thing/Parts", needs=READ)(read_part)

    async def parts() -> None:
        """List."""

    async def list_parts() -> None: ...

    with pytest.raises(ValueError, match="verb_noun"):
        doors.get("/api/thing/parts", needs=READ)(parts)
    with pytest.raises(ValueError, match="give list_parts a docstring"):
        doors.get("/api/thing/parts", needs=READ)(list_parts)
    doors.get("/api/thing/parts", needs=PUBLIC)(read_part)
    assert [door.path for door in doors] == ["/api/thing/parts"]


def test_a_route_that_came_in_past_the_doors_stops_the_start() -> None:
    router = APIRouter()
    router.get("/api/secret")(read_part)
    with pytest.raises(TypeError, match="was not declared by Doors"):
        check(router.routes)


def test_the_page_of_permissions_is_that_of_the_doors() -> None:
    needed = {door.needs for doors in (*OWN_DOORS, *DOORS) for door in doors}
    page = ROOT / "docs/reference/permissions.md"
    permissions = [needs for needs in needed if isinstance(needs, Permission)]
    assert page.read_text("utf-8") == access.reference(permissions), "write it anew"
