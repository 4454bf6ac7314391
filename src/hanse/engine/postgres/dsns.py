"""The addresses of the three database roles, derived from the one that the operator gives."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode

from hanse.engine.postgres.faults import AddressUnusable

OWNER: Final = "hanse_owner"
APP: Final = "hanse_app"
SYSTEM: Final = "hanse_system"

SCRAM_ROUNDS: Final = 4096
SCRAM_SALT_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Dsns:
    """hanse_owner migrates, hanse_app runs the program, hanse_system sees the listed tables."""

    owner: str = field(repr=False)
    app: str = field(repr=False)
    system: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Address:
    """One database address, taken apart."""

    scheme: str
    user: str
    password: str = field(repr=False)
    hosts: str
    database: str
    options: tuple[tuple[str, str], ...] = ()

    def text(self) -> str:
        who = quote(self.user, safe="")
        if self.password:
            who += ":" + quote(self.password, safe="")
        netloc = f"{who}@{self.hosts}" if who else self.hosts
        query = urlencode(self.options, quote_via=quote, safe="/")
        where = f"{self.scheme}://{netloc}/{quote(self.database, safe='')}"
        return f"{where}?{query}" if query else where


def parse(dsn: str) -> Address:
    """Take an address apart; user, password and database may also stand among the options.

    By hand, because an address of several hosts is none that urllib takes apart.
    """
    scheme, _, rest = dsn.partition("://")
    if scheme not in {"postgresql", "postgres"}:
        raise AddressUnusable(
            "The database address does not begin with postgresql://.",
            next_step="Write it as postgresql://user:password@host:5432/database.",
        )
    rest, _, query = rest.partition("?")
    netloc, _, database = rest.partition("/")
    who, _, hosts = netloc.rpartition("@")
    user, _, password = who.partition(":")
    options = dict(parse_qsl(query, keep_blank_values=True))
    return Address(
        scheme=scheme,
        user=unquote(user) or options.pop("user", ""),
        password=unquote(password) or options.pop("password", ""),
        hosts=hosts,
        database=unquote(database) or options.pop("dbname", "") or options.pop("database", ""),
        options=tuple(options.items()),
    )


def derive(admin_dsn: str, app_dsn: str = "", system_dsn: str = "") -> Dsns:
    """The three addresses; every process that has the admin address works out the same ones.

    An operator who has made the roles, or whose admin address holds no password to derive from,
    gives the other two in HANSE_DATABASE_APP_URL and HANSE_DATABASE_SYSTEM_URL. Then nobody goes
    in as the owner: the admin takes that role on for the migrations.
    """
    if app_dsn and system_dsn:
        return Dsns(owner=admin_dsn, app=app_dsn, system=system_dsn)
    admin = parse(admin_dsn)
    if not admin.password:
        raise AddressUnusable(
            "The database address holds no password, so the passwords of hanse_app and"
            " hanse_system cannot be derived from it.",
            next_step="Put the password into HANSE_DATABASE_URL, or name both roles yourself in"
            " HANSE_DATABASE_APP_URL and HANSE_DATABASE_SYSTEM_URL.",
        )
    return Dsns(
        owner=as_role(admin, OWNER),
        app=app_dsn or as_role(admin, APP),
        system=system_dsn or as_role(admin, SYSTEM),
    )


def as_role(admin: Address, role: str) -> str:
    password = role_password(admin.password, role)
    return Address(admin.scheme, role, password, admin.hosts, admin.database, admin.options).text()


def role_password(admin_secret: str, role: str) -> str:
    """The same on every machine that knows the admin secret, and no way back from it."""
    message = f"hanse database role {role}".encode()
    return hmac.new(admin_secret.encode(), message, hashlib.sha256).hexdigest()


def scram_verifier(password: str, role: str) -> str:
    """What the server keeps of a password. Sent in its place, so that no log ever shows one.

    The salt comes from the password and the role, so that the same password gives the same text.
    """
    salt = hmac.new(password.encode(), f"salt {role}".encode(), hashlib.sha256)
    return _verifier(password, salt.digest()[:SCRAM_SALT_BYTES])


def _verifier(password: str, salt: bytes) -> str:
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, SCRAM_ROUNDS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    salt_text, stored_text, server_text = (
        base64.b64encode(part).decode() for part in (salt, stored, server)
    )
    return f"SCRAM-SHA-256${SCRAM_ROUNDS}:{salt_text}${stored_text}:{server_text}"


def without_password(dsn: str) -> tuple[str, dict[str, str]]:
    """The address for a command line, where everybody can read it, and the rest for the
    environment, where only we can."""
    at = parse(dsn)
    bare = Address(at.scheme, at.user, "", at.hosts, at.database, at.options).text()
    return bare, {"PGPASSWORD": at.password} if at.password else {}


def on_database(dsn: str, database: str) -> str:
    """The same server and role, another database."""
    at = parse(dsn)
    return Address(at.scheme, at.user, at.password, at.hosts, database, at.options).text()
