"""What the web app costs a merchant's browser: bytes, time to the first screen, jumps, blank rows.

A demo runs with a log of 100,000 events. A real browser, slowed down four times as a cheap phone
would be, opens the first page as somebody who is signed in, with nothing in its cache. Beside the
time stands the time of an empty page of the same server in the same browser: what no app can beat.

More rooms: the first load stays, for every screen is a chunk of its own. Twice the rows: the same.
"""

import asyncio
import gzip
import json
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from bench.api import FILL, free_port, serve
from bench.ground import Ground, ground, print_figures, say
from hanse.app import demo
from hanse.app.api.ground import WEB
from hanse.engine.passwords import Passwords
from tools.browser import found

EVENTS = 100_000
KIB = 1_024
CHARTS = re.compile(r"[Cc]hart|echarts|zrender")


async def main() -> None:
    async with ground() as here:
        passwords = Passwords()
        owner, *_ = await demo.ready(here.database, passwords, here.home)
        passwords.close()
        await fill(here)
        port = free_port()
        server = await serve(here, port)
        try:
            seen = await asyncio.to_thread(look, owner, port)
        finally:
            server.terminate()
            await server.wait()
    say(json.dumps(seen.screens))
    for line in seen.violations:
        say(line)
    print_figures(
        first_load_kb=sum(size(name) for name in seen.scripts),
        chunk_max_kb=max(size(path.name) for path in chunks() if path.name not in seen.scripts),
        first_screen_ms=seen.first_screen_ms,
        empty_page_ms=seen.empty_page_ms,
        layout_shift=seen.layout_shift,
        blank_ms=seen.blank_ms,
        axe_violations=len(seen.violations),
    )


async def fill(here: Ground) -> None:
    admin = await asyncpg.connect(here.cluster.admin_dsn)
    say(f"making {EVENTS:,} events")
    await admin.execute(FILL[-1].replace("ROWS", str(EVENTS)))
    await admin.execute("vacuum (analyze)")
    await admin.close()


def chunks() -> list[Path]:
    """The scripts of the app, without what draws charts, which is loaded when one is shown."""
    return [path for path in (WEB / "assets").glob("*.js") if not is_chart(path)]


def is_chart(path: Path) -> bool:
    return bool(CHARTS.search(path.name)) or "zrender" in path.read_text("utf-8")


def size(name: str) -> float:
    """As it travels, in KiB."""
    return len(gzip.compress((WEB / "assets" / name).read_bytes(), 6)) / KIB


@dataclass(frozen=True, slots=True)
class Seen:
    """What the browser told."""

    scripts: list[str]
    violations: list[str]
    screens: dict[str, int]
    first_screen_ms: float
    empty_page_ms: float
    layout_shift: float
    blank_ms: float


def look(owner: demo.SignIn, port: int) -> Seen:
    script = Path(__file__).with_name("web.mjs")
    with tempfile.NamedTemporaryFile("r", suffix=".json") as told:
        given = {
            "address": f"http://localhost:{port}",
            "email": owner.email,
            "password": owner.password,
            "chromium": found(),
            "told": told.name,
        }
        subprocess.run(
            ["node", script], env=os.environ | {"GIVEN": json.dumps(given)}, check=True, timeout=300
        )
        return Seen(**json.load(told))


if __name__ == "__main__":
    asyncio.run(main())
