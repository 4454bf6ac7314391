"""Every door that names something, asked for what belongs to another workspace or person."""

from collections.abc import AsyncIterator, Sequence

import pytest

from hanse.app.api.ground import Ground
from hanse.engine.doors.access import ROLES, Public, Role
from hanse.engine.doors.doors import Door
from tests.api.belongings import (
    ASKING,
    MAKERS,
    MARK,
    NAMING,
    WORDS,
    Theirs,
    bodies,
    guess,
    named_by,
    path_to,
    settled,
    thing,
)
from tests.api.hub import Answer, Hub, Visitor, held, running

# What somebody did is looked for in the own workspace, where those who left have done something
# too. Of strangers nothing is found.
SOUGHT = {"/api/identity/members/{person_id}"}
NOTHING: dict[str, object] = {"items": [], "next_cursor": None}
REAL = [name for name, door in NAMING.items() if named_by(door) in MAKERS]


@pytest.fixture(scope="module")
async def hub(ground: Ground, admin_dsn: str) -> AsyncIterator[Hub]:
    async with running(ground, admin_dsn) as opened:
        yield opened


@pytest.fixture(scope="module")
async def theirs(hub: Hub) -> Theirs:
    return await settled(hub)


@pytest.fixture(scope="module")
async def strangers(hub: Hub, theirs: Theirs) -> Sequence[Visitor]:
    """The owner of another workspace, by cookie and by a key for all that an owner may do; then
    both again, who pretend to be in theirs."""
    person = await hub.person("Bo Stranger")
    own = await hub.workspace(person, "Other Goods")
    program, pretending = [await hub.key(own, person, sorted(held("owner"))) for _ in range(2)]
    owner, pretender = await hub.browser(person), await hub.browser(person)
    pretender.workspace = pretending.workspace = theirs.workspace
    return [owner, program, pretender, pretending]


async def ask(who: Visitor, door: Door, named: str, body: object) -> Answer:
    return await who.ask(door.method, path_to(door, named), body, headers={"If-Match": '"1"'})


def allowed(who: Visitor, door: Door) -> set[int]:
    """What the answer may be: an owner gets as far as that there is no such thing."""
    if isinstance(door.needs, Public):
        return {404}  # what was begun is known by its state alone, whoever brings it
    if named_by(door) in WORDS and who.workspace is None:
        return {200, 403, 409, 412}  # of the own workspace, in the same words
    if named_by(door) in SOUGHT and who.workspace is None:
        return {200}
    holds = door.needs in ROLES[Role.owner]
    if who.workspace or who.token or not holds:
        return {403, 404}
    return {404}


def test_of_every_door_that_names_something_it_is_known_what() -> None:
    missing = {named_by(door) for door in NAMING.values()} - {*MAKERS, *WORDS}
    assert not missing, f"add to MAKERS how one is made: {sorted(missing)}"


@pytest.mark.parametrize("name", NAMING)
async def test_nobody_reaches_what_is_of_another_workspace(
    hub: Hub, theirs: Theirs, strangers: Sequence[Visitor], name: str
) -> None:
    door = NAMING[name]
    named = await thing(door, theirs)
    before = await hub.checksum(theirs.workspace, *theirs.people)
    for who in strangers:
        for body in bodies(door):
            answer = await ask(who, door, named, body)
            assert answer.status in allowed(who, door), answer.text
            if answer.status == 200 and named_by(door) in SOUGHT:
                assert answer.body == NOTHING
            assert MARK not in answer.text
            assert str(theirs.workspace) not in answer.text
    assert await hub.checksum(theirs.workspace, *theirs.people) == before


@pytest.mark.parametrize("name", REAL)
async def test_its_owner_reaches_it(hub: Hub, name: str) -> None:
    """So that the tests around this one ask for what is there."""
    door, own = NAMING[name], await settled(hub)
    named = await thing(door, own)
    owner = await hub.browser(own.owner)
    for body in bodies(door)[:1]:
        answer = await ask(owner, door, named, body)
        if door.needs in ROLES[Role.owner]:
            assert answer.status not in (401, 403, 404, 428), answer.text
            assert answer.status < 500 or (name in ASKING and answer.status == 503)
        else:
            assert answer.status == 403


@pytest.mark.parametrize("name", REAL)
async def test_what_is_of_others_looks_like_what_never_was(
    theirs: Theirs, strangers: Sequence[Visitor], name: str
) -> None:
    """Ids are guessed in vain: whoever hits one cannot tell."""
    door, owner = NAMING[name], strangers[0]
    real, guessed = await thing(door, theirs), guess(door)
    for body in bodies(door):
        hit = await ask(owner, door, real, body)
        miss = await ask(owner, door, guessed, body)
        assert shape(hit, real) == shape(miss, guessed)


def shape(answer: Answer, named: str) -> tuple[int, str, set[str]]:
    """All of an answer but its ids."""
    text = answer.text.replace(answer.headers["X-Request-Id"], "").replace(named, "")
    return answer.status, text, set(answer.headers)


async def test_nobody_becomes_the_owner_of_what_is_another_workspaces(
    theirs: Theirs, strangers: Sequence[Visitor], hub: Hub
) -> None:
    """Ids in bodies are as good as those in addresses."""
    asked = {"person_id": str(theirs.clerk.id)}
    before = await hub.checksum(theirs.workspace, *theirs.people)
    for who in strangers:
        answer = await who.ask("POST", "/api/identity/transfer", asked)
        assert answer.status in (403, 404)
        assert MARK not in answer.text
    assert await hub.checksum(theirs.workspace, *theirs.people) == before


async def test_lists_and_searches_hold_nothing_of_another_workspace(
    theirs: Theirs, strangers: Sequence[Visitor]
) -> None:
    """Also where a cursor or a filter points at it."""
    owner = strangers[0]
    for path in (
        "/api/jobs",
        "/api/events",
        "/api/events?actor_id={person}",
        "/api/identity/sessions",
        "/api/identity/members",
        f"/api/identity/members?q={MARK}",
        "/api/identity/invitations",
        "/api/identity/businesses",
        "/api/identity/keys",
        "/api/identity/activity",
        "/api/notices",
        "/api/notices/endpoints",
    ):
        answer = await owner.ask("GET", path.format(person=theirs.owner.id))
        assert answer.status == 200, answer.text
        assert MARK not in answer.text
        assert str(theirs.workspace) not in answer.text
