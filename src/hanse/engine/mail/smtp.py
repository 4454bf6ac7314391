"""Hands one mail to the mail server. Blocking, so it runs in a thread, with a limit on each wait.

Until the server has said that it wants the text, nothing can have arrived. From then until its
last answer it may have: a connection that breaks there is `OutcomeUnknown`.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

from hanse.base.faults import Fault, OutcomeUnknown, Rejected, Unavailable
from hanse.base.text import clean, truncate
from hanse.engine.mail.mails import Mail
from hanse.engine.redaction import hide, redacted

WAIT_S = 20.0  # for each word of the server
WORDS_CHARS_MAX = 200
PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
GO_ON = 354
PAGE = re.compile(r"https?://[!-;=?-~]+")  # what can stand between < and >
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class OneLine(UnstructuredHeader, BaseHeader):
    """An address of a page, which nobody can follow once it is broken into lines."""

    def fold(self, *, policy: policy.Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", OneLine)
PLAIN = policy.SMTP.clone(header_factory=HEADERS)
INTERNATIONAL = policy.SMTPUTF8.clone(header_factory=HEADERS)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed over, and who they say they are from.

    `smtps` is encrypted from the first byte. `smtp` begins to encrypt before anything is told, and
    does without only where the server is this machine. `smtp+plain` never does.
    """

    scheme: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    sender: Address
    ca_file: Path | None = None


def server_of(
    smtp_url: str, mail_from: str, public_url: str, ca_file: Path | None = None
) -> MailServer | None:
    """The server of the settings, if they name one."""
    if not smtp_url:
        return None
    parts = urlsplit(smtp_url)
    host = urlsplit(public_url).hostname or socket.gethostname()
    sender = one_address(mail_from) if mail_from else Address("Hanse", "hanse", ascii_host(host))
    return MailServer(
        scheme=parts.scheme,
        host=parts.hostname or "",
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=sender,
        ca_file=ca_file,
    )


def one_address(text: str) -> Address:
    """`hub@example.com` or `Our hub <hub@example.com>`."""
    name, address = parseaddr(text)
    user, _, domain = address.rpartition("@")
    return Address(name, user, ascii_host(domain))


def ascii_host(host: str) -> str:
    return host if host.isascii() else host.encode("idna").decode()


def compose(mail: Mail, mail_id: UUID, sender: Address, at: datetime) -> EmailMessage:
    """The message. Its id is the mail's own, so whoever gets it twice knows that it is one."""
    to, reply_to = bare(mail.to), bare(mail.reply_to) if mail.reply_to else None
    plain = to.username.isascii() and (reply_to is None or reply_to.username.isascii())
    message = EmailMessage(policy=PLAIN if plain else INTERNATIONAL)
    message["From"] = sender
    message["To"] = to
    if reply_to:
        message["Reply-To"] = reply_to
    if PAGE.fullmatch(mail.stop):
        message["List-Unsubscribe"] = f"<{mail.stop}>"
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{mail_id}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    for each in mail.files:
        kind, _, sort = each.media_type.partition("/")
        message.add_attachment(each.content, maintype=kind, subtype=sort, filename=each.name)
    return message


def bare(address: str) -> Address:
    user, _, domain = address.rpartition("@")
    return Address("", user, ascii_host(domain))


def deliver(server: MailServer, message: EmailMessage) -> None:
    """Hand it over. `Unavailable` and `Rejected`: it was not taken."""
    [to] = message["To"].addresses
    international = message.policy is INTERNATIONAL
    with connected(server) as smtp:
        try:
            begin(smtp, server, to.addr_spec, international=international)
            code, words = smtp.docmd("DATA")
        except OSError as error:
            fault = untaken(server, error)
        else:
            if code == GO_ON:
                hand_over(smtp, server, message.as_bytes())
                return
            fault = refused(server, code, words)
    # Outside of the except, so that the other side's words do not hang on it.
    raise fault


@contextmanager
def connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A session that is encrypted as the address says and signed in; closed without a wait."""
    fault = None
    smtp = None
    try:
        smtp = connect(server)
        sign_in(smtp, server)
    except OSError as error:
        fault = untaken(server, error)
    if smtp is None or fault:
        if smtp:
            smtp.close()
        raise fault or Unavailable("The mail server cannot be reached.")
    try:
        yield smtp
    finally:
        # Whatever it says to our farewell, the mail has been taken or not before.
        with suppress(OSError):
            smtp.quit()
        smtp.close()


def connect(server: MailServer) -> smtplib.SMTP:
    trust = ssl.create_default_context()
    if server.ca_file:
        trust.load_verify_locations(server.ca_file)
    ours = server.sender.domain
    if server.scheme == "smtps":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, ours, timeout=WAIT_S, context=trust
        )
        smtp.ehlo_or_helo_if_needed()
        return smtp
    smtp = smtplib.SMTP(server.host, server.port, ours, timeout=WAIT_S)
    smtp.ehlo_or_helo_if_needed()
    if server.scheme == "smtp" and (smtp.has_extn("starttls") or server.host not in LOOPBACK):
        if not smtp.has_extn("starttls"):
            smtp.close()
            raise NotEncryptedError
        smtp.starttls(context=trust)
        smtp.ehlo()
    return smtp


class NotEncryptedError(OSError):
    """The server does not encrypt, and the settings do not say that it need not."""


def sign_in(smtp: smtplib.SMTP, server: MailServer) -> None:
    if server.user:
        smtp.login(server.user, server.password)


def begin(smtp: smtplib.SMTP, server: MailServer, to: str, *, international: bool) -> None:
    """From whom and to whom."""
    options: tuple[str, ...] = ()
    if international:
        if not smtp.has_extn("smtputf8"):
            raise smtplib.SMTPResponseException(
                553, b"it takes no address that has other letters than a to z"
            )
        options = ("SMTPUTF8", "BODY=8BITMIME")
    for code, words in (smtp.mail(server.sender.addr_spec, options), smtp.rcpt(to)):
        if code // 100 != 2:
            raise smtplib.SMTPResponseException(code, words)


def hand_over(smtp: smtplib.SMTP, server: MailServer, message: bytes) -> None:
    """From its first byte on it may arrive, whatever we hear."""
    try:
        # A line of one dot ends the text, so a line that begins with one gets another.
        smtp.send(re.sub(rb"(?m)^\.", b"..", message) + b"\r\n.\r\n")
        code, words = smtp.getreply()
    except OSError as error:
        lost = type(error).__name__
    else:
        if code // 100 == 2:
            return
        raise refused(server, code, words)
    raise OutcomeUnknown(
        f"The mail server at {server.host} took the mail and did not say whether it sends it on "
        f"({lost}).",
        "Ask whom it was for; `hanse mail again` sends it once more.",
    )


def untaken(server: MailServer, error: OSError) -> Fault:
    """What an error means before the text was sent: nothing has arrived."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        why = f"does not accept the user or the password: {said(server, error.smtp_error)}"
    elif isinstance(error, smtplib.SMTPResponseException):
        return refused(server, error.smtp_code, error.smtp_error)
    elif isinstance(error, NotEncryptedError | smtplib.SMTPNotSupportedError):
        why = "does not offer what is needed to encrypt or to sign in."
    elif isinstance(error, ssl.SSLCertVerificationError):
        why = f"shows a certificate that cannot be trusted ({error.verify_message})."
    elif isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        why = f"did not answer within {WAIT_S:g} s."
    else:
        why = f"cannot be reached ({type(error).__name__})."
    return Unavailable(
        f"The mail server at {server.host}:{server.port} {why}",
        "See that HANSE_SMTP_URL is right: `hanse mail test` tries it.",
    )


def refused(server: MailServer, code: int, words: bytes | str) -> Fault:
    """Codes of 400 say: later. Those of 500: never."""
    sentence = f"The mail server at {server.host} answered {code}: {said(server, words)}"
    if code // 100 == 5:
        return Rejected(sentence, next_step="Correct the address, or ask whoever runs the server.")
    return Unavailable(sentence)


def said(server: MailServer, words: bytes | str) -> str:
    text = words if isinstance(words, str) else words.decode("utf-8", "replace")
    return truncate(redacted(hide(clean(text), [server.password])), WORDS_CHARS_MAX)
