"""A mail server on loopback that takes mails as it is told to, and keeps what it was told."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

HANG_UP = "hang up"


@dataclass
class Post:
    """The server as the test sees it. `answers` replaces the usual one to a command.

    The answer to `text` is the one that follows the text; HANG_UP closes without a word.
    """

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    extensions: tuple[str, ...] = ()
    tls: ssl.SSLContext | None = None
    heard: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)  # whether each text came encrypted
    texts: list[bytes] = field(default_factory=list)

    @property
    def messages(self) -> list[EmailMessage]:
        return [
            message_from_bytes(text, _class=EmailMessage, policy=policy.SMTP) for text in self.texts
        ]


USUAL: Mapping[str, str] = {
    "MAIL": "250 fine",
    "RCPT": "250 fine",
    "DATA": "354 go on",
    "text": "250 taken",
    "QUIT": "221 bye",
    "AUTH": "235 welcome",
    "RSET": "250 fine",
}


@asynccontextmanager
async def post(
    *,
    at_once: bool = False,
    tls: ssl.SSLContext | None = None,
    extensions: tuple[str, ...] = (),
    answers: Mapping[str, str] | None = None,
) -> AsyncIterator[Post]:
    """With `tls` it offers to encrypt; `at_once` it does so from the first byte."""
    here = Post(answers=dict(answers or {}), extensions=extensions, tls=None if at_once else tls)
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await converse(here, reader, writer, encrypted=at_once)
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(serve, "0.0.0.0", 0, ssl=tls if at_once else None)
    here.port = server.sockets[0].getsockname()[1]
    try:
        yield here
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def converse(
    here: Post, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, encrypted: bool
) -> None:
    async def say(words: str) -> bool:
        if words == HANG_UP:
            return False
        writer.write(words.encode() + b"\r\n")
        await writer.drain()
        return True

    if not await say(here.answers.get("hello", "220 post.example at your service")):
        return
    while line := (await reader.readuntil(b"\r\n")).decode():
        here.heard.append(line.strip())
        verb = line.strip().partition(" ")[0].upper()
        if verb == "EHLO":
            offered = [*here.extensions, *(["STARTTLS"] if here.tls and not encrypted else [])]
            words = "\r\n".join([*(f"250-{one}" for one in ["post.example", *offered]), "250 HELP"])
        elif verb == "STARTTLS" and here.tls:
            await say("220 go ahead")
            await writer.start_tls(here.tls)
            encrypted = True
            continue
        else:
            words = here.answers.get(verb) or USUAL.get(verb, "502 what?")
        if not await say(words):
            return
        if verb == "DATA" and words.startswith("354"):
            text = await reader.readuntil(b"\r\n.\r\n")
            here.texts.append(text.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n."))
            here.encrypted.append(encrypted)
            if not await say(here.answers.get("text") or USUAL["text"]):
                return
