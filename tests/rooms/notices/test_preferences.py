"""How a person wants to be told, and that it is told so."""

import pytest

from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.identity.service.members import MemberChanged
from hanse.rooms.notices.service import mailing
from tests.api.conftest import Door
from tests.rooms.identity.team import Person, bearer, enter, founded, mailed, somebody, told
from tests.rooms.notices.desk import (
    BASE,
    Team,
    asked,
    bell_of,
    happen,
    later,
    of_room,
    stop_job,
    titles,
    waiting_jobs,
)

PATH = "/api/notices/preferences"
JOB = "jobs.job.failed"


async def choose(door: Door, team: Team, person: Person, **wanted: object) -> None:
    who = bearer(person, team.workspace)
    version = (await asked(door, "GET", PATH, who))["version"]
    headers = {"If-Match": f'"{version}"'}
    grid = await asked(door, "PUT", PATH, who, headers=headers, json=wanted)
    assert grid["version"] == version + 1


async def test_the_grid_names_every_kind_and_channel_in_the_persons_language(
    door: Door, database: Database, team: Team
) -> None:
    sari = await somebody(database, "Sari", language="id")
    await enter(database, team.workspace, sari, "viewer")
    grid = await asked(door, "GET", PATH, bearer(sari, team.workspace))
    rows = {row["kind"]: row for row in grid["kinds"]}
    assert rows[JOB]["title"] == "Sebuah tugas berhenti"
    assert (rows[JOB]["channels"], rows[JOB]["group"]) == (["in_app"], "jobs")
    assert rows["identity.password.changed"]["always_mailed"]
    columns = {column["channel"]: column for column in grid["channels"]}
    assert [name for name, column in columns.items() if column["chosen"]] == ["in_app", "email"]
    assert "Not set up" in columns["sms"]["why_not"]
    assert (grid["version"], grid["zone"], grid["own_zone"]) == (0, "UTC", False)


async def test_what_was_switched_off_is_not_told(
    door: Door, database: Database, team: Team
) -> None:
    await choose(door, team, team.manager, choices={JOB: []})
    await stop_job(database, team.workspace)
    assert await titles(database, team.manager, team.workspace) == []
    assert len(await titles(database, team.owner, team.workspace)) == 1


async def test_a_choice_holds_in_every_workspace_of_the_person(
    door: Door, database: Database, team: Team
) -> None:
    other = await somebody(database, "Other")
    second = await founded(database, other, "Second")
    await enter(database, second, team.manager, "manager")
    await choose(door, team, team.manager, choices={JOB: ["email"]})
    await stop_job(database, second)
    assert await bell_of(database, team.manager, second) == []
    assert str(team.manager.id) in await waiting_jobs(database, "notices.mail")


async def mail_now(database: Database, team: Team, person: Person, **after: float) -> None:
    async with later(database, **after).tx(team.workspace, person.actor) as tx:
        await mailing.mail(tx, person.id, BASE)


async def test_what_comes_close_together_is_one_mail_and_none_twice(
    door: Door, database: Database, team: Team
) -> None:
    await choose(door, team, team.owner, choices={JOB: ["email", "in_app"]})
    await stop_job(database, team.workspace, "stock.push")
    await stop_job(database, team.workspace, "stock.count")
    await mail_now(database, team, team.owner, minutes=1)
    assert await mailed(database, team.workspace) == []
    for _ in range(3):
        await mail_now(database, team, team.owner, minutes=3)
    [mail] = await mailed(database, team.workspace)
    assert mail.to == team.owner.email
    assert mail.subject == "2 notices from Hanse (Toko Ada)"
    assert "The job stock.push stopped" in mail.text
    assert f"{BASE}/jobs?open=" in mail.text
    assert "The job stock.count stopped" in mail.html


async def test_quiet_hours_hold_back_what_is_not_urgent(
    door: Door, database: Database, team: Team
) -> None:
    await choose(
        door,
        team,
        team.viewer,
        quiet_from="00:00",
        quiet_until="23:59",
        choices={"identity.role.changed": ["email"]},
    )
    changed = MemberChanged(database.ids.new(), team.viewer.id, "Cik", "viewer", "manager", 2)
    await happen(database, team.workspace, changed, team.owner.actor)
    await mail_now(database, team, team.viewer, minutes=5)
    assert await mailed(database, team.workspace) == []
    await mail_now(database, team, team.viewer, days=1)
    [mail] = await mailed(database, team.workspace)
    assert mail.subject == "Your role is now manager (Toko Ada)"


async def test_a_mail_that_waits_is_asked_for_again_until_its_time(
    door: Door, database: Database, team: Team
) -> None:
    await choose(door, team, team.owner, choices={JOB: ["email"]}, digest_at="08:00")
    await stop_job(database, team.workspace)
    await mail_now(database, team, team.owner)
    assert str(team.owner.id) in await waiting_jobs(database, "notices.mail")
    await mail_now(database, team, team.owner, days=1)
    assert len(await mailed(database, team.workspace)) == 1


async def test_whoever_has_not_confirmed_the_address_gets_no_mail(
    database: Database, team: Team
) -> None:
    newcomer = await somebody(database, "New", confirmed=False)
    await enter(database, team.workspace, newcomer, "viewer")
    changed = MemberChanged(database.ids.new(), newcomer.id, "New", "viewer", "manager", 2)
    await happen(database, team.workspace, changed, team.owner.actor)
    [shown] = await bell_of(database, newcomer, team.workspace)
    assert shown.notice.mail_at is None


async def test_whoever_has_left_meanwhile_gets_no_mail(
    door: Door, database: Database, team: Team
) -> None:
    await choose(door, team, team.manager, choices={JOB: ["email"]})
    await stop_job(database, team.workspace)
    async with of_room(database, team.workspace) as tx:
        await tx.execute("delete from identity_members where person_id = $1", team.manager.id)
    await mail_now(database, team, team.manager, minutes=5)
    assert await mailed(database, team.workspace) == []


async def test_two_tabs_do_not_overwrite_each_other(
    door: Door, database: Database, team: Team
) -> None:
    who = bearer(team.viewer, team.workspace)
    headers = {"If-Match": '"0"'}
    await asked(door, "PUT", PATH, who, headers=headers, json={"digest_at": "08:00"})
    refusal = await asked(door, "PUT", PATH, who, 412, headers=headers, json={})
    assert refusal["code"] == "changed_meanwhile"
    await asked(door, "PUT", PATH, who, 428, json={})
    [changed] = [
        event
        for event in await told(database, INSTALLATION, "notices.preference.changed")
        if event.subject and event.subject.id == team.viewer.id
    ]
    assert isinstance(changed.after, dict)
    assert changed.after["digest_at"] == "08:00"


@pytest.mark.parametrize(
    ("wanted", "code", "field"),
    [
        ({"choices": {"shop.order.lost": []}}, "kind_unknown", "choices.shop.order.lost"),
        ({"choices": {JOB: ["sms"]}}, "channel_unknown", f"choices.{JOB}"),
        ({"choices": {JOB: ["webhook"]}}, "channel_unknown", f"choices.{JOB}"),
        (
            {"choices": {"identity.password.changed": ["email"]}},
            "channel_unknown",
            "choices.identity.password.changed",
        ),
        ({"quiet_from": "25:00", "quiet_until": "07:00"}, "clock_wrong", "quiet_from"),
        ({"quiet_from": "22:00"}, "quiet_half", "quiet_until"),
        ({"digest_at": "8:00"}, "clock_wrong", "digest_at"),
        ({"zone": "Mars/Olympus"}, "zone_unknown", "zone"),
        ({"zone": "../../etc/passwd"}, "zone_unknown", "zone"),
    ],
)
async def test_what_cannot_be_chosen_is_told_at_its_field(
    door: Door, team: Team, wanted: object, code: str, field: str
) -> None:
    who = bearer(team.viewer, team.workspace)
    headers = {"If-Match": '"0"'}
    refusal = await asked(door, "PUT", PATH, who, 422, headers=headers, json=wanted)
    [finding] = refusal["fields"]
    assert (finding["code"], finding["field"]) == (code, field)


async def test_nobody_chooses_for_another(door: Door, team: Team) -> None:
    who = bearer(team.viewer, team.workspace)
    wanted = {"person_id": str(team.owner.id)}
    await asked(door, "PUT", PATH, who, 422, headers={"If-Match": '"0"'}, json=wanted)
