"""A mail is a row, sealed, and a job in the same transaction; where it stands is told to people.

    await send(tx, Mail("ana@example.com", "You are invited", text, html))

Without a mail server it stays here for the operator, who reads it to whom it is for. Once the
server may have taken it, nobody sends it again by himself: its state is `unknown` until a person
has looked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import asyncpg
import msgspec

from hanse.base.faults import Conflict, Gone, Rejected
from hanse.base.text import HIDDEN, clean, truncate
from hanse.engine import vault
from hanse.engine.jobs.jobs import enqueue
from hanse.engine.log import events
from hanse.engine.tx import Tx
from hanse.engine.vault import Resealing, SealedColumn

JOB = "engine.send_mail"

ADDRESS_CHARS_MAX = 320
SUBJECT_CHARS_MAX = 200
BODY_CHARS_MAX = 500_000
FILES_BYTES_MAX = 10_000_000
PAGE_MAX = 200
KEPT_FOR = timedelta(days=30)
BODY_KEPT_FOR = timedelta(days=7)  # bodies hold links that open something
FORGET_ROWS_MAX = 5_000
WHY_CHARS_MAX = 500

# One address alone: without a name, a comment, a second one, or anything that ends a header.
ADDRESS = re.compile(r'[^\s@<>()\[\],;:\\"]{1,64}@[^\s@<>()\[\],;:\\"]{1,253}')


class MailState(StrEnum):
    """Where a mail stands."""

    waiting = "waiting"
    sending = "sending"
    sent = "sent"  # the mail server has taken it
    kept = "kept"  # there is no mail server: the operator reads it to whom it is for
    failed = "failed"  # it was not sent, and will not be
    unknown = "unknown"  # the server may have taken it: look before it is sent again


@dataclass(frozen=True, slots=True)
class MailFile:
    """What is sent along; `media_type` as in `application/pdf`."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """What is to be sent, to one address."""

    to: str
    subject: str
    text: str
    html: str = ""
    files: tuple[MailFile, ...] = ()
    reply_to: str = ""  # otherwise whoever sends
    stop: str = ""  # the page on which one asks for no more of these


class Body(msgspec.Struct, array_like=True, frozen=True):
    """As it is sealed; one that was kept without the last of these is read as well."""

    text: str
    html: str
    files: tuple[MailFile, ...] = ()
    reply_to: str = ""
    stop: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A mail as its row has it, still sealed."""

    workspace_id: UUID
    id: UUID
    state: MailState
    made_at: datetime
    sent_at: datetime | None
    tries: int
    why: str
    head: bytes
    body: bytes | None


@events.declare(
    "engine.mail.written",
    "{actor} had a mail written",
    subject=("engine.mail", "mail_id"),
    routine=True,
)
@dataclass(frozen=True, slots=True)
class MailWritten:
    mail_id: UUID


@events.declare(
    "engine.mail.ended", "A mail is {state}", subject=("engine.mail", "mail_id"), routine=True
)
@dataclass(frozen=True, slots=True)
class MailEnded:
    mail_id: UUID
    state: str


@events.declare(
    "engine.mail.retried",
    "{actor} had a mail sent again",
    subject=("engine.mail", "mail_id"),
    routine=True,
)
@dataclass(frozen=True, slots=True)
class MailRetried:
    mail_id: UUID


async def older_heads(tx: Tx, before: bytes, rows_max: int) -> Sequence[tuple[UUID, bytes]]:
    rows = await tx.fetch(
        "select id, head from engine_mails where head < $1 order by head limit $2 for update",
        *(before, rows_max),
    )
    return [(row["id"], row["head"]) for row in rows]


async def replace_heads(tx: Tx, rows: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    await tx.executemany("update engine_mails set head = $3 where id = $1 and head = $2", rows)


async def older_bodies(tx: Tx, before: bytes, rows_max: int) -> Sequence[tuple[UUID, bytes]]:
    rows = await tx.fetch(
        "select id, body from engine_mails where body < $1 order by body limit $2 for update",
        *(before, rows_max),
    )
    return [(row["id"], row["body"]) for row in rows]


async def replace_bodies(tx: Tx, rows: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    await tx.executemany("update engine_mails set body = $3 where id = $1 and body = $2", rows)


HEAD = SealedColumn("engine_mails", "head", Resealing(older_heads, replace_heads))
BODY = SealedColumn("engine_mails", "body", Resealing(older_bodies, replace_bodies))


async def send(tx: Tx, mail: Mail) -> UUID:
    """Have it sent after this transaction's commit, or kept where there is no server; its id."""
    mail = checked(mail)
    mail_id = tx.ids.new()
    body = msgspec.msgpack.encode(Body(mail.text, mail.html, mail.files, mail.reply_to, mail.stop))
    await tx.execute(
        """
        insert into engine_mails (workspace_id, id, head, body, state, made_at)
        values ($1, $2, $3, $4, 'waiting', $5)
        """,
        tx.workspace_id,
        mail_id,
        await vault.put(tx, HEAD, mail_id, msgspec.msgpack.encode((mail.to, mail.subject))),
        await vault.put(tx, BODY, mail_id, body),
        tx.now,
    )
    await events.append(tx, MailWritten(mail_id))
    await enqueue(tx, JOB, str(mail_id), {"mail": mail_id})
    return mail_id


def checked(mail: Mail) -> Mail:
    """The mail as it can be sent: one address, one line of subject, a body of some size."""
    check_address(mail.to)
    if mail.reply_to:
        check_address(mail.reply_to)
    if (size := len(mail.text) + len(mail.html)) > BODY_CHARS_MAX:
        raise Rejected(
            f"The mail has {size:,} characters; {BODY_CHARS_MAX:,} are the most.",
            next_step="Send a link to what it is about.",
        )
    if (size := sum(len(each.content) for each in mail.files)) > FILES_BYTES_MAX:
        raise Rejected(
            f"The files of the mail have {size:,} bytes; {FILES_BYTES_MAX:,} are the most.",
            next_step="Send a link to them.",
        )
    subject = truncate(clean(mail.subject), SUBJECT_CHARS_MAX)
    text, html = HIDDEN.sub("", mail.text), HIDDEN.sub("", mail.html)
    return replace(mail, subject=subject, text=text, html=html)


def check_address(text: str) -> None:
    if len(text) > ADDRESS_CHARS_MAX or not ADDRESS.fullmatch(text) or HIDDEN.search(text):
        raise Rejected(
            f"{text[:80]!r} is no single mail address.",
            next_step="Give one address such as ana@example.com, without a name.",
        )


SELECT = """
    select workspace_id, id, state, made_at, sent_at, tries, why, head, body from engine_mails
    where ($1::uuid is null or id = $1) and ($2::uuid is null or id < $2)
    order by id desc limit $3
"""


async def find(tx: Tx, rows_max: int, before: UUID | None = None) -> Sequence[Kept]:
    """The newest mails, older than `before`; of all workspaces in a system transaction."""
    return [kept(row) for row in await tx.fetch(SELECT, None, before, min(rows_max, PAGE_MAX + 1))]


async def one(tx: Tx, mail_id: UUID) -> Kept:
    rows = await tx.fetch(SELECT, mail_id, None, 1)
    if not rows:
        raise Gone(
            f"There is no mail {mail_id}.", "Mails are forgotten after 30 days; list those there."
        )
    return kept(rows[0])


def kept(row: asyncpg.Record) -> Kept:
    return Kept(
        row["workspace_id"],
        row["id"],
        MailState(row["state"]),
        row["made_at"],
        row["sent_at"],
        row["tries"],
        row["why"],
        row["head"],
        row["body"],
    )


async def opened_heads(tx: Tx, mails: Sequence[Kept], why: str) -> dict[UUID, tuple[str, str]]:
    """To whom they are and what about; all of the transaction's workspace."""
    heads = await vault.take_all(tx, HEAD, {mail.id: mail.head for mail in mails}, why)
    return {
        mail_id: msgspec.msgpack.decode(head, type=tuple[str, str])
        for mail_id, head in heads.items()
    }


async def opened(tx: Tx, mail: Kept, why: str) -> Mail:
    """What it says; `Gone` once its body was forgotten."""
    if mail.body is None:
        raise Gone(
            "What this mail said was forgotten: links in mails are kept for seven days.",
            "Have it made anew, for example by inviting the person again.",
        )
    heads = await opened_heads(tx, [mail], why)
    body = await vault.take(tx, BODY, mail.id, mail.body, why)
    kept_body = msgspec.msgpack.decode(body, type=Body)
    to, subject = heads[mail.id]
    return Mail(
        *(to, subject, kept_body.text, kept_body.html, kept_body.files),
        *(kept_body.reply_to, kept_body.stop),
    )


async def take_up(tx: Tx, mail_id: UUID, *, sends: bool) -> Kept | None:
    """Make the mail ours before it is sent; none if nothing is to be done any more.

    One that was being sent when its process ended may have arrived, so it becomes unknown.
    """
    rows = await tx.fetch(TAKE_UP, tx.workspace_id, mail_id)
    if not rows:
        return None
    mail = kept(rows[0])
    if mail.state is MailState.sending:
        await end(tx, mail_id, MailState.unknown, "The program ended while it was being sent.")
        return None
    if mail.state is not MailState.waiting:
        return None
    if not sends:
        await end(tx, mail_id, MailState.kept, "No mail server is set: HANSE_SMTP_URL is empty.")
        return None
    await tx.execute(
        """
        update engine_mails set state = 'sending', tries = tries + 1
        where workspace_id = $1 and id = $2
        """,
        *(tx.workspace_id, mail_id),
    )
    return mail


TAKE_UP = """
    select workspace_id, id, state, made_at, sent_at, tries, why, head, body from engine_mails
    where workspace_id = $1 and id = $2 for update
"""


async def wait_again(tx: Tx, mail_id: UUID, why: str) -> None:
    """It was not taken; another try may do."""
    await tx.execute(
        """
        update engine_mails set state = 'waiting', why = $3
        where workspace_id = $1 and id = $2 and state = 'sending'
        """,
        *(tx.workspace_id, mail_id, why[:WHY_CHARS_MAX]),
    )


async def end(tx: Tx, mail_id: UUID, state: MailState, why: str = "") -> None:
    sent_at = tx.now if state is MailState.sent else None
    await tx.execute(
        """
        update engine_mails set state = $3, sent_at = $4, why = $5
        where workspace_id = $1 and id = $2
        """,
        *(tx.workspace_id, mail_id, state.value, sent_at, why[:WHY_CHARS_MAX]),
    )
    await events.append(tx, MailEnded(mail_id, state.value))


async def send_again(tx: Tx, mail_id: UUID) -> None:
    """Send one that was kept or failed, or that somebody looked after and found not arrived."""
    mail = await one(tx, mail_id)
    if mail.body is None or mail.state not in AGAIN:
        forgotten = "" if mail.body else ", and what it said was forgotten"
        raise Conflict(
            f"The mail is {mail.state}{forgotten}.",
            "Only one that is kept, failed or unknown, and not older than a week, is sent again.",
        )
    await tx.execute(
        """
        update engine_mails set state = 'waiting', why = '', made_at = $3
        where workspace_id = $1 and id = $2
        """,
        *(tx.workspace_id, mail_id, tx.now),
    )
    await events.append(tx, MailRetried(mail_id))
    await enqueue(tx, JOB, str(mail_id), {"mail": mail_id})


AGAIN = (MailState.kept, MailState.failed, MailState.unknown)


async def forget(tx: Tx) -> int:
    """Delete what is older than a month, and bodies older than a week, in all workspaces; how many.

    Repeat until it is none.
    """
    deleted = await tx.execute(FORGET, tx.now - KEPT_FOR, FORGET_ROWS_MAX)
    return deleted + await tx.execute(FORGET_BODIES, tx.now - BODY_KEPT_FOR, FORGET_ROWS_MAX)


FORGET = """
    delete from engine_mails where (workspace_id, id) in (
        select workspace_id, id from engine_mails where made_at < $1 order by made_at limit $2)
"""
FORGET_BODIES = """
    update engine_mails set body = null where (workspace_id, id) in (
        select workspace_id, id from engine_mails where made_at < $1 and body is not null
        order by made_at limit $2)
"""
