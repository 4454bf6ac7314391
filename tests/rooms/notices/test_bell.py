"""The bell over HTTP: one's own notices, read one by one or all at once."""

from uuid import UUID

from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.identity.service.passwords import PasswordChanged
from hanse.rooms.notices.service import tidying
from tests.api.conftest import Door
from tests.rooms.identity.team import bearer, told
from tests.rooms.notices.desk import Team, asked, happen, later, stop_job


async def test_a_person_lists_what_it_was_told_the_newest_first(
    door: Door, database: Database, team: Team
) -> None:
    await stop_job(database, team.workspace, "stock.push")
    await happen(database, INSTALLATION, PasswordChanged(team.owner.id, "reset", 1))
    await stop_job(database, team.workspace, "stock.count")
    who = bearer(team.owner, team.workspace)
    page = await asked(door, "GET", "/api/notices?limit=2", who)
    assert [item["title"] for item in page["items"]] == [
        "The job stock.count stopped",
        "Your password was changed",
    ]
    rest = await asked(door, "GET", f"/api/notices?cursor={page['next_cursor']}", who)
    assert [item["title"] for item in rest["items"]] == ["The job stock.push stopped"]
    assert (rest["next_cursor"], rest["unread"]) == (None, 3)


async def test_a_notice_is_read_once_and_the_count_goes_down(
    door: Door, database: Database, team: Team
) -> None:
    await stop_job(database, team.workspace, count=2)
    await happen(database, INSTALLATION, PasswordChanged(team.owner.id, "reset", 1))
    who = bearer(team.owner, team.workspace)
    assert await asked(door, "GET", "/api/notices/unread", who) == {"unread": 3}
    for item in (await asked(door, "GET", "/api/notices", who))["items"][:2]:
        for _ in range(2):
            read = await asked(door, "POST", f"/api/notices/{item['id']}/read", who)
            assert read["read_at"]
    assert await asked(door, "GET", "/api/notices/unread", who) == {"unread": 1}
    left = await asked(door, "GET", "/api/notices?unread=true", who)
    assert [item["read_at"] for item in left["items"]] == [None]
    assert len(await told(database, team.workspace, "notices.notice.read")) == 2


async def test_all_are_read_up_to_the_newest_that_was_seen(
    door: Door, database: Database, team: Team
) -> None:
    await stop_job(database, team.workspace)
    who = bearer(team.owner, team.workspace)
    [seen] = (await asked(door, "GET", "/api/notices", who))["items"]
    await stop_job(database, team.workspace)
    until = {"until": seen["id"]}
    assert await asked(door, "POST", "/api/notices/read_all", who, json=until) == {"unread": 1}
    assert await asked(door, "POST", "/api/notices/read_all", who) == {"unread": 0}
    assert await asked(
        door, "GET", "/api/notices/unread", bearer(team.manager, team.workspace)
    ) == {"unread": 2}, "what one reads, the others have not read"


async def test_nobody_reads_what_others_were_told(
    door: Door, database: Database, team: Team
) -> None:
    await stop_job(database, team.workspace)
    [notice] = (await asked(door, "GET", "/api/notices", bearer(team.owner, team.workspace)))[
        "items"
    ]
    for who in (team.viewer, team.manager):
        path = f"/api/notices/{notice['id']}/read"
        refusal = await asked(door, "POST", path, bearer(who, team.workspace), 404)
        assert "There is no such notice" in refusal["detail"]
    unread = await asked(door, "GET", "/api/notices/unread", bearer(team.owner, team.workspace))
    assert unread == {"unread": 1}


async def test_notices_are_for_people(door: Door) -> None:
    for path in ("/api/notices", "/api/notices/unread", "/api/notices/preferences"):
        refusal = await asked(door, "GET", path, "operator", 403)
        assert "Notices are for people" in refusal["detail"]


async def test_that_something_was_told_is_itself_told_live(database: Database, team: Team) -> None:
    await stop_job(database, team.workspace, count=3)
    [made, *_] = await told(database, team.workspace, "notices.notice.made")
    assert (made.payload["notices"], made.payload["people"]) == (6, 2)


async def test_notices_are_forgotten_after_90_days(
    door: Door, database: Database, team: Team
) -> None:
    await stop_job(database, team.workspace)
    for days, left in ((89, 1), (91, 0)):
        async with later(database, days=days).system_tx("a test") as tx:
            while await tidying.forget(tx):
                pass
        unread = await asked(door, "GET", "/api/notices/unread", bearer(team.owner, team.workspace))
        assert unread == {"unread": left}


async def test_a_notice_that_is_not_there_is_told(door: Door, team: Team) -> None:
    who = bearer(team.owner, team.workspace)
    refusal = await asked(door, "POST", f"/api/notices/{UUID(int=5)}/read", who, 404)
    assert "They are kept for 90 days" in refusal["next_step"]
