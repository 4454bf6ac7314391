"""The entrance for tests: people who come with a password, their mails, and a browser."""

import asyncio
import contextlib
import re
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp

from hanse.app.api.app import build
from hanse.app.api.callers import by_cookie
from hanse.app.api.ground import Ground
from hanse.app.api.serving import listen, serve
from hanse.base.clock import FixedClock
from hanse.engine.mail import mails
from hanse.engine.mail.mails import Mail
from hanse.engine.passwords import Passwords
from hanse.engine.tx import INSTALLATION, Database
from hanse.rooms.identity.model.people import Language, Person
from hanse.rooms.identity.routes import passwords as password_routes
from hanse.rooms.identity.routes import people as people_routes
from hanse.rooms.identity.routes import sessions as session_routes
from hanse.rooms.identity.routes import sign_in as sign_in_routes
from hanse.rooms.identity.routes import tokens as token_routes
from hanse.rooms.identity.routes.held import Held
from hanse.rooms.identity.service import people, sign_in
from hanse.rooms.identity.service.people import VISITOR, actor_of
from hanse.rooms.identity.service.registration import Newcomer
from hanse.rooms.identity.service.sign_in import Halfway, Origin, SignedIn

PASSWORD = "lemon orbit stable quiet"
OTHER = "copper window slow river"
SITE = "https://hub.example.com"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
LINK = re.compile(r"https://hub\.example\.com/sign-in/\w+#(\S+)")
LIMIT_S = 60.0

DOORS = (
    sign_in_routes.doors,
    people_routes.doors,
    password_routes.doors,
    session_routes.doors,
    token_routes.doors,
)


def anywhere() -> Origin:
    """From an address that nobody else in the tests comes from."""
    return Origin(FIREFOX, f"2001:db8:{secrets.token_hex(2)}:{secrets.token_hex(2)}::1", "r-1")


def newcomer(email: str = "", name: str = "Ada Lind", password: str = PASSWORD) -> Newcomer:
    address = email or f"{secrets.token_hex(8)}@example.com"
    return Newcomer(name, address, password, Language.en, "Asia/Jakarta")


@dataclass(slots=True)
class Entrance:
    """A database by a clock that stands still, and what hashes."""

    database: Database
    passwords: Passwords
    clock: FixedClock

    async def person(self, *, confirmed: bool = True, language: str = "en") -> Person:
        """Somebody whose password is PASSWORD."""
        return await self.somebody(await self.passwords.hash(PASSWORD), confirmed, language)

    async def somebody(
        self, hashed: str | None, confirmed: bool = True, language: str = "en"
    ) -> Person:
        asked = newcomer()
        async with self.database.tx(INSTALLATION, VISITOR) as tx:
            return await people.make_person(
                tx,
                name=asked.name,
                email=asked.email,
                password_hash=hashed,
                language=language,
                zone=asked.zone,
                confirmed=confirmed,
            )

    async def sign_in(
        self, email: str, password: str = PASSWORD, origin: Origin | None = None
    ) -> SignedIn | Halfway:
        source = origin or anywhere()
        return await sign_in.sign_in(
            *(self.database, self.passwords),
            email=email,
            password=password,
            agent=source.agent,
            address=source.address,
            request_id=source.request_id,
            brought=source.brought,
        )

    async def signed_in(self, person: Person, password: str = PASSWORD) -> SignedIn:
        done = await self.sign_in(person.email, password)
        assert isinstance(done, SignedIn)
        return done

    async def again(self, person: Person) -> Person:
        async with self.database.tx(INSTALLATION, actor_of(person)) as tx:
            return await people.person(tx, person.id)

    async def mails_to(self, address: str) -> list[Mail]:
        """Newest first."""
        async with self.database.tx(INSTALLATION, VISITOR) as tx:
            kept = await mails.find(tx, 200)
            heads = await mails.opened_heads(tx, kept, "a test reads it")
            mine = [one for one in kept if heads[one.id][0] == address]
            return [await mails.opened(tx, one, "a test reads it") for one in mine]

    async def token_sent_to(self, address: str) -> str:
        """What stands behind the # in the newest mail."""
        found = LINK.search((await self.mails_to(address))[0].text)
        assert found
        return found[1]

    async def events_of(self, name: str) -> list[tuple[str, str | None]]:
        """The payloads of the events of this name, and whose they are."""
        async with self.database.tx(INSTALLATION, VISITOR) as tx:
            rows = await tx.fetch(
                "select payload::text, person_id::text from events where name = $1 order by seq",
                name,
            )
            return [tuple(row) for row in rows]


@dataclass(slots=True)
class Browser:
    """Keeps the cookie of a running door and sends the token of our own pages along."""

    address: str
    session: aiohttp.ClientSession
    held: Held
    cookie: str = ""
    csrf: str = ""
    set_cookie: str = ""  # the header as it came
    headers: dict[str, str] = field(default_factory=lambda: {"User-Agent": FIREFOX})

    async def ask(
        self, method: str, path: str, status: int = 200, json: object = None, **headers: str
    ) -> Any:
        """The answer as it was sent, after the status was compared."""
        sent = {**self.headers, **{name.replace("_", "-"): text for name, text in headers.items()}}
        if self.cookie:
            sent["Cookie"] = f"__Host-hanse={self.cookie}"
        if self.csrf:
            sent["Hanse-Csrf"] = self.csrf
        async with self.session.request(
            method, self.address + path, json=json, headers=sent
        ) as response:
            text = await response.text()
            assert response.status == status, text
            if "__Host-hanse" in response.cookies:
                self.cookie = response.cookies["__Host-hanse"].value
                self.set_cookie = response.headers["Set-Cookie"]
            return await response.json(content_type=None) if text else None

    def another(self) -> "Browser":
        """Another browser at the same door, with no cookie."""
        return Browser(self.address, self.session, self.held)

    async def sign_in(self, email: str, password: str = PASSWORD) -> None:
        asked = {"email": email, "password": password}
        answer = await self.ask("POST", "/api/identity/sign_in", json=asked)
        assert answer["state"] == "signed_in"
        self.csrf = (await self.ask("GET", "/api/identity/me"))["csrf_token"]


@contextlib.asynccontextmanager
async def browsing(ground: Ground, held: Held) -> AsyncIterator[Browser]:
    """A browser at a door of the room that runs on a free port."""
    app = build(ground)
    app.state.identity = held
    stop = asyncio.Event()
    sock = listen("127.0.0.1", 0)
    running = asyncio.create_task(serve(app, ground.settings, [sock], stop))
    jar, timeout = aiohttp.DummyCookieJar(), aiohttp.ClientTimeout(total=LIMIT_S)
    try:
        async with aiohttp.ClientSession(timeout=timeout, cookie_jar=jar) as session:
            yield Browser(f"http://127.0.0.1:{sock.getsockname()[1]}", session, held)
    finally:
        stop.set()
        async with asyncio.timeout(LIMIT_S):
            await running


def for_people(ground: Ground) -> Ground:
    """The ground with the doors of people, and who is known by a cookie."""

    return replace(ground, doors=DOORS, authenticate=by_cookie(ground.database))
