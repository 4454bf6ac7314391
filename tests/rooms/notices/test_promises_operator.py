"""What the hub finds out about itself at night is told to the owners of its first workspace."""

from uuid import UUID

from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.notices.service import telling
from tests.rooms.notices.desk import Team, bell_of, stop_job, titles, waiting_jobs


async def test_a_night_that_found_the_log_altered_is_told_to_whoever_set_the_hub_up(
    database: Database, team: Team
) -> None:
    await stop_job(database, INSTALLATION, "engine.verify_log")
    [key] = await waiting_jobs(database, telling.OPERATOR_JOB)
    async with database.system_tx("a test") as tx:
        subject = await tx.fetchval(
            "select ids ->> 'subject' from jobs where name = $1", telling.OPERATOR_JOB
        )
    await telling.tell_operator(database, UUID(key), "jobs.job.stopped", UUID(subject))
    [shown] = await bell_of(database, team.owner, team.workspace)
    assert shown.words.title == "The nightly check of the log failed"
    assert "hanse audit verify" in shown.words.text
    assert shown.notice.mail_at is not None, "it is urgent, and mailed"
    assert await titles(database, team.viewer, team.workspace) == []
