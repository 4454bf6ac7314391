"""`hanse mail`: what was sent or kept; read one, send one again, try the mail server."""

import argparse
import asyncio
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from hanse.base.faults import Rejected
from hanse.engine.mail import mailbox, mails, smtp
from hanse.engine.mail.mailbox import Listed
from hanse.engine.mail.mails import Mail

if TYPE_CHECKING:
    from hanse.app.opened import Opened

PURPOSE = "hanse mail"
LIST_MAX = 50


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("mail", help="list and read mails, try the mail server")
    verbs = command.add_subparsers(dest="verb", required=True)
    listing = verbs.add_parser("list", help="the newest mails, of all workspaces")
    listing.add_argument("--limit", type=int, default=LIST_MAX, help="default: %(default)s")
    verbs.add_parser("show", help="one mail with what it says").add_argument("id", type=UUID)
    again = verbs.add_parser("again", help="send one again that did not arrive, or was kept")
    again.add_argument("id", type=UUID)
    test = verbs.add_parser("test", help="send a mail to this address now, and say what happened")
    test.add_argument("address")


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    await VERBS[args.verb](args, opened)
    return 0


async def show_list(args: argparse.Namespace, opened: "Opened") -> None:
    found = await mailbox.newest(opened.database, PURPOSE, args.limit)
    for mail in found:
        opened.out(line(mail))
    if not found:
        opened.out("No mail was written in the last 30 days.")


def line(mail: Listed) -> str:
    row = mail.row
    words = [str(row.id), f"{row.state:<8}", clock(row.made_at), mail.to, mail.subject, row.why]
    return "  ".join(filter(None, words))


def clock(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


async def show_one(args: argparse.Namespace, opened: "Opened") -> None:
    row, mail = await mailbox.read(opened.database, PURPOSE, args.id)
    facts = {
        "to": mail.to,
        "subject": mail.subject,
        "state": f"{row.state} {row.why}".strip(),
        "written": clock(row.made_at),
        "sent": clock(row.sent_at) if row.sent_at else "",
    }
    for name, value in facts.items():
        if value:
            opened.out(f"{name:<8} {value}")
    opened.out("")
    opened.out(mail.text)


async def send_again(args: argparse.Namespace, opened: "Opened") -> None:
    await mailbox.again(opened.database, PURPOSE, args.id)
    opened.out("It is sent again as soon as a worker comes to it.")


async def send_test(args: argparse.Namespace, opened: "Opened") -> None:
    settings = opened.settings
    ca_file = Path(settings.outbound_ca_file) if settings.outbound_ca_file else None
    server = smtp.server_of(settings.smtp_url, settings.mail_from, settings.public_url, ca_file)
    if server is None:
        raise Rejected(
            "No mail server is set, so mails are kept here.",
            next_step="Set HANSE_SMTP_URL, for example to smtps://user:password@mail.example.com.",
        )
    mail = mails.checked(Mail(args.address, "Hanse sends mails", TEST))
    message = smtp.compose(mail, opened.ids.new(), server.sender, opened.clock.now())
    await asyncio.to_thread(smtp.deliver, server, message)
    opened.out(f"{server.host} took a mail to {args.address} from {server.sender.addr_spec}.")


TEST = "This mail was asked for with `hanse mail test`. The mail server works.\n"

VERBS = {"list": show_list, "show": show_one, "again": send_again, "test": send_test}
