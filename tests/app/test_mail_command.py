"""`hanse mail`: what an operator sees of mails, and how the mail server is tried."""

import argparse
from collections.abc import Callable, Coroutine
from uuid import UUID

import pytest

from hanse.app.cli import mail
from hanse.app.opened import Opened
from hanse.base.clock import SystemClock
from hanse.base.faults import Conflict, Gone, Rejected, Unavailable
from hanse.base.ids import RandomIds
from hanse.engine.mail.mails import MailState
from hanse.engine.settings import load
from hanse.engine.tx import Database
from tests.engine.mail_rows import ANA, HELLO, row_of, try_once, written
from tests.engine.smtp_server import post

Hanse = Callable[..., Coroutine[None, None, int]]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def hanse(database: Database, said: list[str]) -> Hanse:
    """`hanse mail ...` with these settings, and the words of its output in `said`."""
    clock = SystemClock()

    async def run(*words: object, **settings: str) -> int:
        loaded = load({f"HANSE_{name.upper()}": text for name, text in settings.items()})
        opened = Opened(loaded, clock, RandomIds(clock), said.append, opened_database=database)
        parser = argparse.ArgumentParser()
        mail.add(parser.add_subparsers(dest="command"))
        said.clear()
        return await mail.run(parser.parse_args(["mail", *map(str, words)]), opened)

    return run


async def test_a_mail_that_was_kept_is_listed_and_read(
    hanse: Hanse, said: list[str], database: Database, workspace: UUID
) -> None:
    mail_id = await written(database, workspace)
    await try_once(database, workspace, mail_id, None)
    assert await hanse("list", "--limit", 1) == 0
    [line] = said
    assert line.startswith(f"{mail_id}  kept")
    assert f"{ANA}  Hello" in line
    assert await hanse("show", mail_id) == 0
    assert said[0] == f"to       {ANA}"
    assert said[-1] == HELLO.text


async def test_a_kept_mail_is_sent_again_once_there_is_a_server(
    hanse: Hanse, database: Database, workspace: UUID
) -> None:
    mail_id = await written(database, workspace)
    with pytest.raises(Conflict, match="The mail is waiting"):
        await hanse("again", mail_id)
    await try_once(database, workspace, mail_id, None)
    assert await hanse("again", mail_id) == 0
    assert (await row_of(database, workspace, mail_id)).state is MailState.waiting


async def test_a_mail_that_is_not_there_is_told(hanse: Hanse) -> None:
    with pytest.raises(Gone, match="There is no mail"):
        await hanse("show", UUID(int=5))


async def test_the_mail_server_is_tried(hanse: Hanse, said: list[str]) -> None:
    with pytest.raises(Rejected, match="No mail server is set"):
        await hanse("test", ANA)
    async with post() as place:
        url = f"smtp://127.0.0.1:{place.port}"
        assert await hanse("test", ANA, smtp_url=url, mail_from="hub@hub.example") == 0
    assert said == [f"127.0.0.1 took a mail to {ANA} from hub@hub.example."]
    assert place.messages[0]["To"] == ANA
    with pytest.raises(Unavailable, match="cannot be reached"):
        await hanse("test", ANA, smtp_url=url)
    with pytest.raises(Rejected, match="no single mail address"):
        await hanse("test", "ana", smtp_url=url)
