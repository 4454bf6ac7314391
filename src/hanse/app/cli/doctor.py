"""`hanse doctor`: look at everything, say what is wrong and what to do; 1 if anything is."""

import argparse
import json
import textwrap
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from hanse.app.callbacks import CALLERS
from hanse.app.shelving import place_of
from hanse.base.faults import Fault, Unavailable
from hanse.engine.health import certificates, doctor, health, public_address
from hanse.engine.health.checks import Check, document, failed
from hanse.engine.health.health import within_limit
from hanse.engine.postgres.home import Layout
from hanse.engine.wire.guard import Guard
from hanse.engine.wire.wire import Call, Timeouts, Wire

if TYPE_CHECKING:
    from hanse.app.opened import Opened
    from hanse.engine.tx import Database

PATIENCE = Timeouts(connect_s=5.0, first_byte_s=5.0, whole_s=10.0)
WEB = Path(__file__).parents[1] / "web"
MARGIN = " " * 8
INDENTED = textwrap.TextWrapper(
    width=100,
    initial_indent=MARGIN,
    subsequent_indent=MARGIN,
    break_long_words=False,
    break_on_hyphens=False,
)
WITHOUT_DATABASE = True  # it opens the database itself, to tell what stands in the way

AGAINST_THE_DATABASE: dict[str, Callable[["Database"], Awaitable[Check]]] = {
    "processes": doctor.running,
    "jobs": doctor.kept_jobs,
    "followers": doctor.follower_states,
    "server": doctor.server_version,
    "roles": doctor.role_rights,
    "clock": doctor.clock_skew,
    "archive": doctor.archiver,
    "vault": doctor.master_keys,
}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("doctor", help="look for what is wrong and say what to do")
    command.add_argument("--json", action="store_true", help="as one JSON object")


async def run(args: argparse.Namespace, opened: "Opened") -> int:
    checks = [
        doctor.settings_file(opened.loaded),
        doctor.key_files(opened.settings),
        *await database_checks(opened),
        backup_check(opened),
        *certificate_checks(opened),
        web_check(),
        doctor.proxies(opened.settings),
        await address_check(opened),
    ]
    ok = all(check.ok for check in checks)
    if args.json:
        rows = [document(check) for check in checks]
        opened.out(json.dumps({"status": "ok" if ok else "error", "checks": rows}, indent=2))
    else:
        for check in checks:
            opened.out(spelled(check))
        opened.out(doctor.summary(checks))
    return 0 if ok else 1


async def database_checks(opened: "Opened") -> list[Check]:
    """What the database and its server say, or the one row that says why they say nothing."""
    from hanse.app.opening import database_of, server_of

    settings = opened.settings
    if settings.own_database and not Layout(settings.home, settings.home).data.exists():
        sentence = f"There is no database under {settings.home} yet."
        return [Check("database", True, sentence, "The first `hanse up` makes it.")]
    async with AsyncExitStack() as stack:
        try:
            server = await stack.enter_async_context(server_of(settings))
            database = await stack.enter_async_context(database_of(opened, server))
        except Fault as fault:
            return [failed("database", fault), health.disk(settings.home)]
        found = await health.ready(database, settings.home)
        if found[0].ok:
            found += [
                await within_limit(name, look(database))
                for name, look in AGAINST_THE_DATABASE.items()
            ]
        return found


def backup_check(opened: "Opened") -> Check:
    try:
        shelf = place_of(opened.settings).shelf
    except Fault as fault:
        return failed("backup", fault)
    return health.backup_age(shelf, opened.clock.now())


def web_check() -> Check:
    """The screens come built with the package, so nobody who runs it needs Node."""
    if (WEB / "index.html").exists():
        return Check("web", True, "The screens are built in; Node is not needed.")
    step = "Install the package from its wheel, or run `make web` in a checkout."
    return Check("web", False, "The built screens are missing.", step)


def certificate_checks(opened: "Opened") -> list[Check]:
    if (files := certificates.tls_files(opened.settings, opened.clock)) is None:
        return []
    return [certificates.check(files, opened.settings.public_url, opened.clock.now())]


async def address_check(opened: "Opened") -> Check:
    """Look at the public address as a platform would, with the operator's authorities trusted."""
    settings = opened.settings
    guard = Guard(settings.outbound_allow, range(1, 65_536))
    ca_file = Path(settings.outbound_ca_file) if settings.outbound_ca_file else None

    async def ask(url: str) -> None:
        wire = await Wire.open(
            opened.clock, allow_private=guard.allow_private, ports=guard.ports, ca_file=ca_file
        )
        try:
            answer = await wire.send(Call("GET", url, writes=False, timeouts=PATIENCE))
            if "alive" not in answer.json().get("status", ""):
                raise Unavailable(f"{answer.host} answers, but it is not Hanse.")
        finally:
            await wire.close()

    return await public_address.check(settings.public_url, CALLERS, guard, ask)


def spelled(check: Check) -> str:
    """A mark, the sentence, the next step; what is long goes on below, indented."""
    mark = "ERROR" if not check.ok else "note" if check.next_step else "ok"
    lines = INDENTED.wrap(f"{check.name}: {check.sentence}")
    if check.next_step:
        lines += INDENTED.wrap(f"-> {check.next_step}")
    return f"{mark:<8}" + "\n".join(lines).removeprefix(MARGIN)
