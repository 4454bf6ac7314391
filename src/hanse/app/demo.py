"""The world of the demo: a workspace with three people of different roles, ready to sign in."""

import json
import secrets
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from uuid import UUID

from hanse.base.faults import Conflict
from hanse.engine.passwords import Passwords
from hanse.engine.settings import Settings, as_text
from hanse.engine.tx import INSTALLATION, Actor, ActorKind, Database
from hanse.rooms.identity.service import businesses, members, people, workspaces
from hanse.rooms.identity.service import passwords as own_passwords

FILE = "demo-sign-ins.json"
SETTINGS_FILE = "demo-settings.toml"
# What a command must know to find the demo and its shops.
KEPT = ("home", "port", "outbound_allow", "outbound_routes")
WORKSPACE = "Kopi & Kain"
BUSINESSES = (
    ("Kopi Nusantara", "shop"),
    ("Rumah Kain", "dropshipping"),
    ("Kopi Links", "affiliate"),
)
SHOPS = (
    "Two shops of a sandbox are connected; their own pages, where you can buy, are named under"
    " Connections."
)
DEMO = Actor(ActorKind.system, None, "demo")


@dataclass(frozen=True, slots=True)
class SignIn:
    """How somebody of the demo signs in."""

    name: str
    email: str
    role: str
    password: str = field(repr=False)


PEOPLE = (
    ("Ayu Lestari", "ayu@demo.example", "owner"),
    ("Bayu Hartono", "bayu@demo.example", "manager"),
    ("Mei Tan", "mei@demo.example", "viewer"),
)


async def ready(database: Database, passwords: Passwords, home: Path) -> Sequence[SignIn]:
    """The people of this demo, made at its first start; the same at every later one."""
    file = home / FILE
    lost = not file.exists()
    if lost:
        write(file)
    sign_ins = [SignIn(**each) for each in json.loads(file.read_text("utf-8"))]
    # At every start: one that was cut off is carried on, and what is there already stays.
    ids = [await known_or_made(database, passwords, each, anew=lost) for each in sign_ins]
    await make_workspace(database, ids)
    return sign_ins


def write(file: Path) -> None:
    """New passwords, known before anybody has them."""
    made = [
        SignIn(name, email, role, f"try-hanse-{secrets.token_hex(4)}")
        for name, email, role in PEOPLE
    ]
    part = file.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text(json.dumps([asdict(each) for each in made], indent=1), "utf-8")
    part.replace(file)


def keep_settings(settings: Settings) -> Path:
    """For commands, which are not told what the demo told its own processes."""
    file = settings.home / SETTINGS_FILE
    lines = [f"{name} = {json.dumps(as_text(getattr(settings, name)))}\n" for name in KEPT]
    file.write_text("".join(lines), "utf-8")
    return file


async def known_or_made(
    database: Database, passwords: Passwords, wanted: SignIn, *, anew: bool
) -> UUID:
    """`anew`: the file of the passwords was lost, so whoever is there gets the new one."""
    async with database.tx(INSTALLATION, DEMO) as tx:
        known = await people.by_email(tx, wanted.email)
    if known and not anew:
        return known.id
    hashed = await passwords.hash(wanted.password)
    async with database.tx(INSTALLATION, DEMO) as tx:
        if known:
            await own_passwords.set_password(tx, known, hashed, "demo")
            return known.id
        made = await people.make_person(
            tx,
            name=wanted.name,
            email=wanted.email,
            password_hash=hashed,
            language="en",
            zone="Asia/Jakarta",
            confirmed=True,
        )
    return made.id


async def workspace(database: Database) -> UUID:
    """Where the shops of the demo belong."""
    owner = (await actor(database, 0)).id
    assert owner is not None, "a person has an id"
    return workspace_of(owner)


async def actor(database: Database, place: int) -> Actor:
    """One of PEOPLE, as who acts."""
    async with database.tx(INSTALLATION, DEMO) as tx:
        person = await people.by_email(tx, PEOPLE[place][1])
    assert person is not None, "the people of the demo come first"
    return people.actor_of(person)


def workspace_of(owner: UUID) -> UUID:
    """The same at every start."""
    return UUID(int=owner.int ^ 1)


async def make_workspace(database: Database, people_ids: Sequence[UUID]) -> None:
    owner, *others = people_ids
    workspace_id = workspace_of(owner)
    try:
        async with database.tx(workspace_id, DEMO) as tx:
            await workspaces.make_workspace(tx, name=WORKSPACE, owner_id=owner)
            for person_id, (_, _, role) in zip(others, PEOPLE[1:], strict=True):
                await members.add_member(tx, person_id, role)
            for name, kind in BUSINESSES:
                await businesses.make_business(tx, name, kind)
    except Conflict:
        pass  # it is there


def told(sign_ins: Sequence[SignIn], settings_file: Path) -> str:
    """For the terminal: who can sign in, and with what; and how commands find the demo."""
    width = max(len(each.email) for each in sign_ins)
    rows = "".join(
        f"  {each.email:<{width}}  {each.password}  ({each.role})\n" for each in sign_ins
    )
    hanse = Path(sys.executable).with_name("hanse")
    commands = f"For commands: HANSE_CONFIG={settings_file} {hanse} connections list"
    return f"Sign in as one of these:\n{rows}{SHOPS}\n{commands}"
