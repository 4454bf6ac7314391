"""What goes over the line: headers that nobody can forge, encryption, sign-in, the settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email.headerregistry import Address
from uuid import UUID

import pytest

from hanse.base.faults import Rejected, Unavailable
from hanse.engine.mail import mails, smtp
from hanse.engine.mail.mails import Mail, MailFile, MailState
from hanse.engine.mail.smtp import MailServer
from hanse.engine.settings import load
from hanse.engine.tx import Database, Tx
from tests.engine.mail_rows import ANA, HELLO, row_of, server_at, try_once, written
from tests.engine.smtp_server import Post, post
from tests.engine.test_wire_tls import Authority

# What must not get into a header


@pytest.mark.parametrize(
    "to",
    [
        "",
        "ana",
        "ana@",
        "a@b@c",
        "ana@shop.example\nBcc: all@shop.example",
        "ana@shop.example\r\n",
        "ana@shop.example, ben@shop.example",
        "Ana <ana@shop.example>",
        "ana@shop.example ",
        "ana\u202e@shop.example",
        "ana\0@shop.example",
        "a" * 400 + "@shop.example",
    ],
)
async def test_anything_but_one_address_is_refused(tx: Tx, to: str) -> None:
    with pytest.raises(Rejected, match="no single mail address"):
        await mails.send(tx, Mail(to, "Hello", "Text"))
    if to:
        with pytest.raises(Rejected, match="no single mail address"):
            await mails.send(tx, Mail(ANA, "Hello", "Text", reply_to=to))


@pytest.mark.parametrize(
    "subject",
    ["Hello\nBcc: all@shop.example", "Hello\r\n\r\nA body", "Hello\x00\x0bBcc: x", "A\u2028B: c"],
)
async def test_no_subject_begins_another_header(
    database: Database, workspace: UUID, subject: str
) -> None:
    mail_id = await written(database, workspace, replace(HELLO, subject=subject, html=""))
    async with post() as place:
        await try_once(database, workspace, mail_id, server_at(place))
    [message] = place.messages
    assert sorted(message.keys()) == sorted(
        [
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Auto-Submitted",
            "Content-Type",
            "Content-Transfer-Encoding",
            "MIME-Version",
        ]
    )
    assert [line.lower() for line in place.heard if "rcpt" in line.lower()] == [f"rcpt to:<{ANA}>"]


@pytest.mark.parametrize("name", ["Hub\nBcc: x", "Hub\r\nX: y"])
def test_no_name_begins_another_header(name: str) -> None:
    with pytest.raises(ValueError, match=r"invalid arguments|carriage return"):
        smtp.compose(
            HELLO,
            UUID(int=1),
            Address(name, "hub", "hub.example"),
            datetime(2026, 1, 1, tzinfo=UTC),
        )


def test_a_file_is_sent_along_beside_the_words() -> None:
    file = MailFile("PO-1.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")
    mail = replace(HELLO, files=(file,))
    sender = Address("Hub", "hub", "hub.example")
    message = smtp.compose(mail, UUID(int=1), sender, datetime(2026, 1, 1, tzinfo=UTC))
    [sent] = message.iter_attachments()
    assert (sent.get_filename(), sent.get_content_type()) == ("PO-1.pdf", "application/pdf")
    assert sent.get_content() == file.content
    assert "..two dots" in str(message.get_body(("plain",)))


async def test_answers_go_elsewhere_and_the_page_that_ends_it_is_named_whole(
    database: Database, workspace: UUID
) -> None:
    page = f"https://hub.example/letters/stop#{'Ab_-' * 30}"
    mail = replace(HELLO, reply_to="help@shop.example", stop=page)
    mail_id = await written(database, workspace, mail)
    async with post() as place:
        await try_once(database, workspace, mail_id, server_at(place))
    [message], [sent] = place.messages, place.texts
    assert message["Reply-To"] == "help@shop.example"
    assert f"\r\nList-Unsubscribe: <{page}>\r\n".encode() in sent


@pytest.mark.parametrize(
    "page", ["/stop", "https://x> <mailto:a", "https://x\r\nBcc: y", "mailto:a"]
)
def test_what_is_no_page_is_not_named(page: str) -> None:
    sender = Address("Hub", "hub", "hub.example")
    mail = replace(HELLO, stop=page)
    message = smtp.compose(mail, UUID(int=1), sender, datetime(2026, 1, 1, tzinfo=UTC))
    assert "List-Unsubscribe" not in message


async def test_a_mail_of_any_size_is_not_taken(tx: Tx) -> None:
    with pytest.raises(Rejected, match="files of the mail have 10,000,001 bytes"):
        await mails.send(tx, Mail(ANA, "A", "B", "", (MailFile("a", "a/b", bytes(10_000_001)),)))
    with pytest.raises(Rejected, match="500,000 are the most"):
        await mails.send(tx, Mail(ANA, "Hello", "x" * 500_001))


async def test_long_and_foreign_words_arrive_as_they_were(
    database: Database, workspace: UUID
) -> None:
    mail = Mail(
        ANA, "Selamat datang di Toko Bunga \u2014 \u5e97 " + "x" * 90, "\u5e97" * 2_000 + "\n"
    )
    mail_id = await written(database, workspace, mail)
    async with post() as place:
        await try_once(database, workspace, mail_id, server_at(place))
    [message] = place.messages
    assert message["Subject"] == mail.subject
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == mail.text
    assert max(map(len, place.texts[0].split(b"\r\n"))) < 998


async def test_an_address_with_other_letters_needs_a_server_that_takes_them(
    database: Database, workspace: UUID
) -> None:
    mail = replace(HELLO, to="b\u00e4r@k\u00f6ln.example")
    mail_id = await written(database, workspace, mail)
    async with post() as place:
        with pytest.raises(Rejected, match="no address that has other letters"):
            await try_once(database, workspace, mail_id, server_at(place))
    mail_id = await written(database, workspace, mail)
    async with post(extensions=("SMTPUTF8", "8BITMIME")) as place:
        row = await try_once(database, workspace, mail_id, server_at(place))
    assert row.state is MailState.sent
    assert any("b\u00e4r@xn--kln-sna.example" in line for line in place.heard)


# Encryption and sign-in


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@asynccontextmanager
async def secure(authority: Authority, *, at_once: bool) -> AsyncIterator[Post]:
    context = authority.server("localhost")
    async with post(tls=context, at_once=at_once, extensions=("AUTH PLAIN",)) as place:
        yield place


@pytest.mark.parametrize(("scheme", "at_once"), [("smtp", False), ("smtps", True)])
async def test_a_password_travels_encrypted(
    database: Database, workspace: UUID, authority: Authority, scheme: str, at_once: bool
) -> None:
    mail_id = await written(database, workspace)
    async with secure(authority, at_once=at_once) as place:
        server = server_at(
            place,
            scheme,
            host="localhost",
            user="hub",
            password="open sesame",
            ca_file=authority.file,
        )
        row = await try_once(database, workspace, mail_id, server)
    assert (row.state, place.encrypted) == (MailState.sent, [True])


async def test_a_certificate_of_a_stranger_is_not_trusted(
    database: Database, workspace: UUID, authority: Authority
) -> None:
    mail_id = await written(database, workspace)
    async with secure(authority, at_once=False) as place:
        with pytest.raises(Unavailable, match="certificate that cannot be trusted"):
            await try_once(
                database, workspace, mail_id, server_at(place, host="localhost", password="secret!")
            )
    assert not any(line.startswith("AUTH") for line in place.heard)


async def test_a_server_elsewhere_must_encrypt(database: Database, workspace: UUID) -> None:
    """127.0.0.2 is not among the names of this machine, so it stands for any other one."""
    mail_id = await written(database, workspace)
    async with post() as place:
        with pytest.raises(Unavailable, match="does not offer what is needed to encrypt"):
            await try_once(database, workspace, mail_id, server_at(place, host="127.0.0.2"))
        plain = server_at(place, "smtp+plain", host="127.0.0.2")
        assert (await try_once(database, workspace, mail_id, plain)).state is MailState.sent


async def test_a_wrong_password_is_told_without_the_password(
    database: Database, workspace: UUID
) -> None:
    mail_id = await written(database, workspace)
    refusal = {"AUTH": "535 open sesame is wrong"}
    async with post(answers=refusal, extensions=("AUTH PLAIN",)) as place:
        with pytest.raises(Unavailable, match="does not accept the user or the password") as told:
            await try_once(
                database,
                workspace,
                mail_id,
                server_at(place, user="hub", password="open sesame"),
            )
    assert "sesame" not in str(told.value)
    assert "sesame" not in (await row_of(database, workspace, mail_id)).why


# Settings


def mail_server(**environ: str) -> MailServer | None:
    settings = load({f"HANSE_{name.upper()}": text for name, text in environ.items()}).settings
    return smtp.server_of(settings.smtp_url, settings.mail_from, settings.public_url)


def test_the_settings_name_the_server_and_the_sender() -> None:
    assert mail_server() is None
    found = mail_server(
        smtp_url="smtp://hub%40example.com:p%40ss%2Fword@mail.example.com",
        public_url="https://hub.example.com",
    )
    assert found is not None
    assert (found.host, found.port) == ("mail.example.com", 587)
    assert (found.user, found.password) == ("hub@example.com", "p@ss/word")
    assert str(found.sender) == "Hanse <hanse@hub.example.com>"
    assert "p@ss" not in repr(found)
    other = mail_server(smtp_url="smtps://mail.example.com", mail_from="Our hub <us@example.com>")
    assert other is not None
    assert (other.port, str(other.sender)) == (465, "Our hub <us@example.com>")


@pytest.mark.parametrize(
    "environ",
    [
        {"smtp_url": "mail.example.com"},
        {"smtp_url": "http://mail.example.com"},
        {"smtp_url": "smtp://"},
        {"smtp_url": "smtp://user@mail.example.com"},
        {"smtp_url": "smtp://mail.example.com:port"},
        {"smtp_url": "smtp://mail.example.com/path"},
        {"smtp_url": "smtp+plain://user:password@mail.example.com"},
        {"mail_from": "hub"},
        {"mail_from": "a@example.com, b@example.com"},
        {"mail_from": "Hub\nBcc: x <hub@example.com>"},
        {"registration": "closed"},
        {"access_minutes": "0"},
    ],
)
def test_a_setting_that_is_not_right_stops_the_start(environ: dict[str, str]) -> None:
    with pytest.raises(Rejected, match="It must be"):
        mail_server(**environ)
