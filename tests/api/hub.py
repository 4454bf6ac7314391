"""A whole hub behind a real web door, and browsers and programs that come to it from anywhere."""

import contextlib
import ipaddress
import json
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import aiohttp
import asyncpg
import pyotp

from hanse.app import wiring
from hanse.app.api.callers import by_access_token, by_cookie, by_key
from hanse.app.api.ground import Ground
from hanse.app.api.operator import any_of, by_operator_token
from hanse.app.portability import PARTS
from hanse.app.supplying import Suppliers
from hanse.base.clock import Clock
from hanse.engine.doors import cookies
from hanse.engine.doors.access import ROLES, Authenticate, Caller, Knock, Role
from hanse.engine.doors.doors import Doors
from hanse.engine.jobs.handlers import collect
from hanse.engine.jobs.workers import prepare
from hanse.engine.live.live import Hub as Live
from hanse.engine.mail import jobs as mail_jobs
from hanse.engine.metrics import Meter
from hanse.engine.passwords import Passwords
from hanse.engine.setting_values import networks
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database
from hanse.rooms.identity.model.factors import STEP_S, step_of
from hanse.rooms.identity.service import factors, keys, members, people, sessions, workspaces
from hanse.rooms.identity.service.tokens import Verifier
from tests.api.conftest import identity, opened, reaching

PASSWORD = "lemon orbit stable quiet"
OTHER_PASSWORD = "copper window slow river"
OPERATOR_TOKEN = "hop_" + "x" * 43
SETUP = Actor(ActorKind.system, None, "setup")


@dataclass(frozen=True)
class Person:
    """Somebody whose password is PASSWORD."""

    id: UUID
    name: str
    email: str

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind.person, self.id, self.name)


@dataclass(frozen=True)
class Phone:
    """An authenticator app of somebody."""

    secret: str
    clock: Clock

    def code(self, steps: int = 0) -> str:
        """What it shows now, or so many steps of 30 s from now."""
        return pyotp.TOTP(self.secret).generate_otp(step_of(self.clock.now()) + steps)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    cookies: Sequence[str]
    text: str

    @property
    def body(self) -> Any:
        return json.loads(self.text) if self.text else None

    @property
    def code(self) -> str:
        """What a problem is called; empty if it is none."""
        return str(self.body.get("code", "")) if self.status >= 400 else ""


@dataclass
class Visitor:
    """A browser that keeps its cookie and sends the token of our pages; or a program with a key."""

    address: str  # of the hub
    session: aiohttp.ClientSession
    place: str = ""  # the address that it comes from
    cookie: str = ""
    csrf: str = ""
    token: str = ""
    workspace: UUID | None = None
    agent: str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

    def headers(self) -> dict[str, str]:
        """What it sends along with every request."""
        sent = {
            "User-Agent": self.agent,
            "X-Forwarded-For": self.place,
            "Cookie": f"{cookies.NAME}={self.cookie}" if self.cookie else "",
            "Hanse-CSRF": self.csrf,
            "Authorization": f"Bearer {self.token}" if self.token else "",
            "Hanse-Workspace": str(self.workspace or ""),
        }
        return {name: value for name, value in sent.items() if value}

    async def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
        data: bytes | None = None,
    ) -> Answer:
        sent = {**self.headers(), **(headers or {})}
        if data is not None:
            sent["Content-Type"] = "application/json"
        async with self.session.request(
            method,
            self.address + path,
            json=body,
            data=data,
            headers=sent,
            allow_redirects=False,
        ) as response:
            text = await response.text(errors="replace")  # a picture is no text
            if kept := response.cookies.get(cookies.NAME):
                self.cookie = kept.value
                self.csrf = cookies.csrf_token(kept.value) if kept.value else ""
            return Answer(
                response.status, response.headers, response.headers.getall("Set-Cookie", []), text
            )

    async def sign_in(self, person: Person, password: str = PASSWORD) -> Answer:
        asked = {"email": person.email, "password": password}
        return await self.ask("POST", "/api/identity/sign_in", asked)


@dataclass
class Hub:
    """The door that runs, and what tests do behind its back."""

    address: str
    session: aiohttp.ClientSession
    ground: Ground
    database: Database
    admin: asyncpg.Connection  # sees and changes everything
    knocks: list[Knock]  # all that were asked who they are
    passwords: "Counted"
    password_hash: str = field(repr=False)

    def visitor(self, place: str = "") -> Visitor:
        """From a network of its own, if none is named."""
        return Visitor(self.address, self.session, place or somewhere())

    async def person(self, name: str = "Ada Lind", email: str = "") -> Person:
        async with self.database.tx(INSTALLATION, SETUP) as tx:
            made = await people.make_person(
                tx,
                name=name,
                email=email or f"{secrets.token_hex(8)}@example.com",
                password_hash=self.password_hash,
                language="en",
                zone="Asia/Jakarta",
                confirmed=True,
            )
        return Person(made.id, made.name, made.email)

    async def workspace(self, owner: Person, name: str = "Toko Ada") -> UUID:
        made = await workspaces.found_workspace(self.database, owner.actor, "r-1", name)
        return made.id

    async def join(self, workspace: UUID, person: Person, role: str) -> UUID:
        async with self.database.tx(workspace, SETUP) as tx:
            return (await members.add_member(tx, person.id, role)).id

    async def browser(self, person: Person, place: str = "") -> Visitor:
        """Signed in a moment ago, past the door."""
        visitor = self.visitor(place)
        async with self.database.tx(INSTALLATION, person.actor) as tx:
            made = await sessions.open_session(
                tx, person.id, agent=visitor.agent, address=visitor.place, second_factor=False
            )
        visitor.cookie, visitor.csrf = made.token, cookies.csrf_token(made.token)
        return visitor

    async def key(
        self, workspace: UUID, person: Person, scopes: Sequence[str], role: str = "owner"
    ) -> Visitor:
        """A program with a new key of this person, which has this role there."""
        async with self.database.tx(workspace, person.actor) as tx:
            made = await keys.make_key(
                tx, name="Stock robot", scopes=scopes, expires_at=None, held=held(role)
            )
        program = self.visitor()
        program.token = made.secret
        return program

    async def phone(self, person: Person) -> Phone:
        """Set up by its code of the step before, so that the one of now is good."""
        async with self.database.tx(INSTALLATION, person.actor) as tx:
            begun = await factors.begin_totp(tx, person.id, "Phone")
            before = int(tx.now.timestamp()) - STEP_S
            code = pyotp.TOTP(begun.secret).at(before)
            await factors.confirm_totp(tx, person.id, begun.id, code, None)
        return Phone(begun.secret, self.database.clock)

    async def age(self, person: Person, column: str, by: str) -> None:
        """Let this instant of the person's sessions be so much longer ago."""
        await self.admin.execute(
            f"update identity_sessions set {column} = {column} - $2::text::interval "
            "where person_id = $1",
            *(person.id, by),
        )

    async def rules(self, workspace: UUID, rules: str) -> None:
        """Change the rules of a workspace past all guards."""
        await self.admin.execute(f"update identity_workspaces set {rules} where id = $1", workspace)

    async def checksum(self, workspace: UUID, *persons: UUID) -> str:
        """Of all rows of a workspace, and of those that stand elsewhere and are of these people."""
        tables = await self.admin.fetch(TABLES)
        sums = []
        for table, columns in tables:
            own = [name for name in ("person_id", "id") if name in columns]
            of_person = " or ".join(f"{name} = any($2)" for name in own) or "false"
            sums.append(
                await self.admin.fetchval(
                    "select md5(coalesce(string_agg(row::text, ';' order by row::text), '')) "
                    f"from {table} row where workspace_id = $1 or ($2::uuid[] is not null "
                    f"and ({of_person}))",
                    *(workspace, list(persons)),
                )
            )
        return " ".join(f"{table}={sum_}" for (table, _), sum_ in zip(tables, sums, strict=True))


TABLES = """
    select class.oid::regclass::text, array_agg(attribute.attname::text)
    from pg_class class join pg_attribute attribute
        on attribute.attrelid = class.oid and attribute.attnum > 0 and not attribute.attisdropped
    where class.relkind in ('r', 'p') and not class.relispartition
        and class.relnamespace = 'public'::regnamespace
    group by class.oid having 'workspace_id' = any(array_agg(attribute.attname))
    order by 1
"""


class Counted(Passwords):
    """Hashes as always, and counts how often: that is the work of a sign-in."""

    hashed = 0

    async def hash(self, text: str) -> str:
        self.hashed += 1
        return await super().hash(text)

    async def verify(self, known: str | None, text: str) -> bool:
        self.hashed += 1
        return await super().verify(known, text)


def held(role: str) -> frozenset[str]:
    return frozenset(permission.name for permission in ROLES[Role(role)])


def somewhere() -> str:
    """An address in a network from where nobody else comes."""
    line = f"2001:db8:{secrets.token_hex(2)}:{secrets.token_hex(2)}::1"
    return str(ipaddress.ip_address(line))


def known(database: Database, held: wiring.Held, knocks: list[Knock]) -> Authenticate:
    """As the program knows its callers; with a list of all who came."""
    ways = any_of(
        by_cookie(database),
        by_key(database),
        by_access_token(database, Verifier(database, held.signing)),
        by_operator_token(OPERATOR_TOKEN),
    )

    async def authenticate(knock: Knock) -> Caller | None:
        knocks.append(knock)
        return await ways(knock)

    return authenticate


@contextlib.asynccontextmanager
async def running(
    ground: Ground,
    admin_dsn: str,
    clock: Clock | None = None,
    doors: Sequence[Doors] = wiring.DOORS,
    **different: Any,
) -> AsyncIterator[Hub]:
    """The hub with all its doors, behind a proxy on this machine that says from where one comes."""
    database = replace(ground.database, clock=clock or ground.database.clock)
    passwords = Counted()
    held = replace(identity(), passwords=passwords)
    meter = Meter()
    knocks: list[Knock] = []
    lines_out = contextlib.AsyncExitStack()
    reach = await lines_out.enter_async_context(reaching(database, meter))
    rooms = wiring.jobs_of(reach.wire, reach, meter)
    await prepare(database, collect([mail_jobs.sending(None), *rooms]))
    whole = replace(
        ground,
        database=database,
        clock=clock or ground.clock,
        doors=doors,
        authenticate=known(database, held, knocks),
        settings=replace(ground.settings, trusted_proxies=networks("127.0.0.0/8")),
        meter=meter,
        hub=Live(database, meter),
        held={
            "identity": held,
            "reach": reach,
            "hands": wiring.hands_of(reach),
            "suppliers": Suppliers(reach),
            "config": PARTS,
        },
        **different,
    )
    admin = await asyncpg.connect(admin_dsn)
    try:
        async with opened(whole) as door:
            jar, timeout = aiohttp.DummyCookieJar(), aiohttp.ClientTimeout(total=60)
            # Sooner than the server, so that no request goes into a line that is being closed.
            lines = aiohttp.TCPConnector(keepalive_timeout=5)
            async with aiohttp.ClientSession(
                cookie_jar=jar, timeout=timeout, connector=lines
            ) as session:
                yield Hub(
                    door.address,
                    session,
                    whole,
                    database,
                    admin,
                    knocks,
                    passwords,
                    await passwords.hash(PASSWORD),
                )
    finally:
        passwords.close()
        await admin.close()
        await lines_out.aclose()
