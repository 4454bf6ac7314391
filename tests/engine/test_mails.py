"""Mails: written with the work, sent once, kept without a server, unknown where nobody can tell."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from hanse.base.clock import FixedClock
from hanse.base.faults import Conflict, Fault, Gone, OutcomeUnknown, Rejected, Unavailable
from hanse.engine import keys, vault
from hanse.engine.log.events import START
from hanse.engine.log.history import Filters, read
from hanse.engine.mail import jobs, mails
from hanse.engine.mail.mails import Kept, MailState
from hanse.engine.tx import Database
from tests.conftest import NOBODY
from tests.engine.job_workers import until, working
from tests.engine.mail_rows import ANA, HELLO, row_of, server_at, try_once, written
from tests.engine.smtp_server import HANG_UP, post


async def test_a_mail_is_sent_by_a_worker_after_its_commit(
    database: Database, workspace: UUID
) -> None:
    async with post() as place, working(database, jobs.sending(server_at(place))):
        mail_id = await written(database, workspace)

        async def sent() -> bool:
            return (await row_of(database, workspace, mail_id)).state is MailState.sent

        await until(sent)
    # The worker may have found mails of other tests as well.
    [message] = [one for one in place.messages if str(mail_id) in one["Message-ID"]]
    assert (message["To"], message["From"], message["Subject"]) == (
        ANA,
        "Hub <hub@hub.example>",
        "Hello",
    )
    assert message["Message-ID"] == f"<{mail_id}@hub.example>"
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == HELLO.text
    html = message.get_body(("html",))
    assert html is not None
    assert "<p>A line.</p>" in html.get_content()


async def test_a_mail_of_work_that_was_taken_back_is_never_sent(
    database: Database, workspace: UUID
) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.tx(workspace, NOBODY) as tx:
            mail_id = await mails.send(tx, HELLO)
            raise ZeroDivisionError
    async with database.tx(workspace, NOBODY) as tx:
        with pytest.raises(Gone, match="There is no mail"):
            await mails.one(tx, mail_id)


async def test_without_a_server_a_mail_is_kept_and_can_be_read(
    database: Database, workspace: UUID
) -> None:
    mail_id = await written(database, workspace)
    row = await try_once(database, workspace, mail_id, None)
    assert (row.state, row.tries) == (MailState.kept, 0)
    assert "HANSE_SMTP_URL is empty" in row.why
    async with database.tx(workspace, NOBODY) as tx:
        assert await mails.opened(tx, row, "the operator reads it out") == HELLO
    async with database.system_tx("a test") as tx:
        opened = Filters(workspace_id=workspace, name="engine.secret.opened")
        log = await read(tx, opened, START, 10)
    assert [event.payload["why"] for event in log] == ["the operator reads it out"] * 2


async def test_nothing_of_a_mail_stands_open_in_its_row(
    database: Database, workspace: UUID
) -> None:
    mail_id = await written(database, workspace)
    row = await row_of(database, workspace, mail_id)
    assert row.body is not None
    assert ANA.encode() not in row.head
    assert b"line" not in row.body


async def test_a_mail_is_sent_once_however_often_its_job_runs(
    database: Database, workspace: UUID
) -> None:
    mail_id = await written(database, workspace)
    async with post() as place:
        for _ in range(3):
            row = await try_once(database, workspace, mail_id, server_at(place))
    assert (row.state, row.tries, len(place.texts)) == (MailState.sent, 1, 1)


@pytest.mark.parametrize("lost", [{"text": HANG_UP}])
async def test_a_lost_answer_after_the_text_is_unknown_and_not_sent_again(
    database: Database, workspace: UUID, lost: dict[str, str]
) -> None:
    mail_id = await written(database, workspace)
    async with post(answers=lost) as place:
        with pytest.raises(OutcomeUnknown, match="did not say whether it sends it on"):
            await try_once(database, workspace, mail_id, server_at(place))
        row = await try_once(database, workspace, mail_id, server_at(place))
    assert (row.state, len(place.texts)) == (MailState.unknown, 1)


async def test_a_process_that_died_while_it_sent_leaves_an_unknown_mail(
    database: Database, workspace: UUID
) -> None:
    mail_id = await written(database, workspace)
    async with database.tx(workspace, NOBODY) as tx:
        assert await mails.take_up(tx, mail_id, sends=True)
    async with post() as place:
        row = await try_once(database, workspace, mail_id, server_at(place))
    assert (row.state, place.texts) == (MailState.unknown, [])


async def test_an_unknown_mail_is_sent_again_when_a_person_wants_it(
    database: Database, workspace: UUID
) -> None:
    mail_id = await written(database, workspace)
    async with post(answers={"text": HANG_UP}) as place:
        with pytest.raises(OutcomeUnknown):
            await try_once(database, workspace, mail_id, server_at(place))
        del place.answers["text"]
        async with database.tx(workspace, NOBODY) as tx:
            await mails.send_again(tx, mail_id)
        row = await try_once(database, workspace, mail_id, server_at(place))
    assert row.state is MailState.sent
    first, second = place.messages
    assert first["Message-ID"] == second["Message-ID"]
    async with database.tx(workspace, NOBODY) as tx:
        with pytest.raises(Conflict, match="The mail is sent"):
            await mails.send_again(tx, mail_id)


@pytest.mark.parametrize(
    ("answers", "kind", "state", "words"),
    [
        ({"RCPT": "550 no such person"}, Rejected, MailState.failed, "550: no such person"),
        ({"MAIL": "553 not you"}, Rejected, MailState.failed, "553: not you"),
        ({"text": "554 that is spam"}, Rejected, MailState.failed, "554: that is spam"),
        ({"RCPT": "450 later"}, Unavailable, MailState.waiting, "450: later"),
        ({"DATA": "421 closing"}, Unavailable, MailState.waiting, "421: closing"),
        ({"text": "451 disk full"}, Unavailable, MailState.waiting, "451: disk full"),
        ({"hello": "554 go away"}, Rejected, MailState.failed, "554"),
        ({"hello": HANG_UP}, Unavailable, MailState.waiting, "cannot be reached"),
        ({"RCPT": HANG_UP}, Unavailable, MailState.waiting, "cannot be reached"),
        ({"DATA": HANG_UP}, Unavailable, MailState.waiting, "cannot be reached"),
    ],
)
async def test_what_the_server_says_decides_whether_it_is_tried_again(
    database: Database,
    workspace: UUID,
    answers: dict[str, str],
    kind: type[Fault],
    state: MailState,
    words: str,
) -> None:
    mail_id = await written(database, workspace)
    async with post(answers=answers) as place:
        with pytest.raises(kind, match=words):
            await try_once(database, workspace, mail_id, server_at(place))
    row = await row_of(database, workspace, mail_id)
    assert row.state is state
    assert words in row.why


async def test_after_two_days_a_mail_is_given_up(database: Database, workspace: UUID) -> None:
    mail_id = await written(database, workspace)
    later = replace(database, clock=FixedClock(datetime.now(UTC) + timedelta(days=2, minutes=1)))
    async with post(answers={"RCPT": "450 later"}) as place:
        with pytest.raises(Rejected, match="It was tried for two days"):
            await try_once(later, workspace, mail_id, server_at(place))
    assert (await row_of(database, workspace, mail_id)).state is MailState.failed


async def test_a_server_that_is_not_there_is_tried_again(
    database: Database, workspace: UUID
) -> None:
    mail_id = await written(database, workspace)
    async with post() as place:
        gone = server_at(place)
    with pytest.raises(Unavailable, match="cannot be reached"):
        await try_once(database, workspace, mail_id, gone)
    async with post() as place:
        row = await try_once(database, workspace, mail_id, server_at(place))
    assert (row.state, row.tries, row.why) == (MailState.sent, 2, "")


# Keys and time


async def test_a_new_key_seals_mails_anew(database: Database, workspace: UUID) -> None:
    mail_id = await written(database, workspace)
    async with database.tx(workspace, NOBODY) as tx:
        await keys.renew(tx)
        assert await vault.reseal(tx, mails.HEAD) == 1
        assert await vault.reseal(tx, mails.BODY) == 1
        row = await mails.one(tx, mail_id)
        assert await mails.opened(tx, row, "to look") == HELLO
        assert keys.sealed_by(row.head) == 2


async def test_bodies_go_after_a_week_and_mails_after_a_month(
    database: Database, workspace: UUID
) -> None:
    mail_id = await written(database, workspace)

    async def forgotten_after(days: int) -> Kept | None:
        later = replace(database, clock=FixedClock(datetime.now(UTC) + timedelta(days=days)))
        async with later.system_tx("a test") as tx:
            while await mails.forget(tx):
                pass
        async with database.tx(workspace, NOBODY) as tx:
            return next((row for row in await mails.find(tx, 10) if row.id == mail_id), None)

    row = await forgotten_after(6)
    assert row
    assert row.body
    row = await forgotten_after(8)
    assert row
    assert row.body is None
    async with database.tx(workspace, NOBODY) as tx:
        with pytest.raises(Gone, match="was forgotten"):
            await mails.opened(tx, row, "to look")
    assert await forgotten_after(31) is None
