"""The job that sends a mail, and the one that forgets old ones."""

import asyncio
from datetime import timedelta

from hanse.base.faults import Fault, Gone, OutcomeUnknown, Rejected, Unavailable
from hanse.engine.jobs.handlers import Job, Jobs
from hanse.engine.mail import mails, smtp
from hanse.engine.mail.mails import JOB, MailState
from hanse.engine.mail.smtp import MailServer
from hanse.engine.metrics import Meter
from hanse.engine.tx import Database

TIME_S = 180.0
GIVE_UP = timedelta(days=2)
TRIES_MAX = 1_000  # the days decide
AT_ONCE_MAX = 4  # of one workspace


def sending(server: MailServer | None, meter: Meter | None = None) -> Jobs:
    """The jobs of mails, by the server of the settings; without one, mails are kept."""
    jobs = Jobs("engine")

    @jobs.job(JOB, time_s=TIME_S, tries_max=TRIES_MAX, lane_max=AT_ONCE_MAX)
    async def send_mail(job: Job, database: Database) -> None:
        await send_one(job, database, server, meter)

    @jobs.job("engine.forget_mails")
    async def forget_mails(job: Job, database: Database) -> None:
        forgotten = 1
        while forgotten:
            async with database.system_tx(job.name) as tx:
                forgotten = await mails.forget(tx)

    jobs.every("engine.forget_mails", "47 * * * *")
    return jobs


async def send_one(
    job: Job, database: Database, server: MailServer | None, meter: Meter | None = None
) -> None:
    """Send it once. It is marked before, so that a process that dies in between repeats nothing."""
    mail_id = job.one("mail")
    async with job.tx(database) as tx:
        row = await mails.take_up(tx, mail_id, sends=server is not None)
        if row is None or server is None:
            return
        try:
            mail = await mails.opened(tx, row, "to send it")
        except Gone as gone:
            await mails.end(tx, mail_id, MailState.failed, gone.sentence)
            return
        message = smtp.compose(mail, mail_id, server.sender, row.made_at)
        late = tx.now - row.made_at > GIVE_UP
    try:
        await asyncio.to_thread(smtp.deliver, server, message)
    except Fault as fault:
        count(meter, await note(job, database, fault, last=late))
        if late and isinstance(fault, Unavailable):
            sentence = f"{fault.sentence} It was tried for two days."
            raise Rejected(sentence, next_step=fault.next_step) from None
        raise
    async with job.tx(database) as tx:
        await mails.end(tx, mail_id, MailState.sent)
    count(meter, MailState.sent)


def count(meter: Meter | None, state: MailState) -> None:
    if meter:
        meter.count("hanse_mails_total", state=state)


async def note(job: Job, database: Database, fault: Fault, *, last: bool) -> MailState:
    """The state that a mail has after this."""
    mail_id = job.one("mail")
    async with job.tx(database) as tx:
        if isinstance(fault, Unavailable) and not last:
            await mails.wait_again(tx, mail_id, fault.sentence)
            return MailState.waiting
        lost = isinstance(fault, OutcomeUnknown)
        state = MailState.unknown if lost else MailState.failed
        await mails.end(tx, mail_id, state, fault.sentence)
        return state
