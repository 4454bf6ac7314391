"""The same orders taken in by Medusa, the peer, on the same server of PostgreSQL.

It is installed from its registry into a folder outside the repository, once (about 700 MB, 3 min),
and never in CI. It is asked by its own workflow, in its own process, without HTTP; ours writes the
stock that each order needs as well.
"""

import asyncio
import json
import os
import shutil
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg

from bench.ground import Ground, say
from bench.shops import free_port

VERSION = "2.21.2"
PACKAGES = [f"@medusajs/{name}@{VERSION}" for name in ("medusa", "framework", "cli")]
SCRIPT = Path(__file__).with_name("peer.cjs")
CONFIG = """
const { defineConfig } = require("@medusajs/framework/utils")
module.exports = defineConfig({
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    databaseDriverOptions: { connection: { ssl: false } },
    http: { storeCors: "*", adminCors: "*", authCors: "*", jwtSecret: "s", cookieSecret: "s" },
  },
  admin: { disable: true },
})
"""
CHUNK = 65_536


async def per_s(here: Ground, folder: Path, orders: int) -> float:
    """Orders a second, with as many at once as is fastest for it."""
    await install(folder)
    admin = await asyncpg.connect(here.cluster.admin_dsn)
    await admin.execute("create role peer login superuser password 'peer'")
    await admin.execute("create database peer owner peer")
    await admin.close()
    async with doorway(here) as port:
        environ = {
            **os.environ,
            "DATABASE_URL": f"postgresql://peer:peer@127.0.0.1:{port}/peer",
            "MEDUSA_DISABLE_TELEMETRY": "true",
            "NODE_ENV": "production",
        }
        await run(folder, environ, "npx", "medusa", "db:migrate", "--skip-scripts")
        best = 0.0
        for at_once in (1, 8):
            out = await run(folder, environ, "node", SCRIPT.name, str(orders), str(at_once))
            found = float(json.loads(out.splitlines()[-1])["per_s"])
            say(f"Medusa {VERSION}, {at_once} at once: {found:,.1f} orders a second")
            best = max(best, found)
    return best


async def install(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "node_modules/@medusajs/medusa").exists():
        (folder / "package.json").write_text('{"private": true}', "utf-8")
        flags = ("--ignore-scripts", "--no-audit", "--no-fund")
        await run(folder, os.environ, "npm", "install", *flags, *PACKAGES)
    (folder / "medusa-config.js").write_text(CONFIG, "utf-8")
    shutil.copy(SCRIPT, folder)


async def run(folder: Path, environ: Mapping[str, str], *words: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *words, cwd=folder, env=dict(environ), stdout=PIPE, stderr=PIPE
    )
    out, wrong = await process.communicate()
    if process.returncode:
        raise SystemExit(f"{' '.join(words)}: {(out + wrong).decode()[-2_000:]}")
    return out.decode()


@asynccontextmanager
async def doorway(here: Ground) -> AsyncIterator[int]:
    """Our server listens on a socket in the file system; the peer knows ports alone."""
    asked = parse_qs(urlsplit(here.cluster.admin_dsn).query)
    path = f"{asked['host'][0]}/.s.PGSQL.{asked.get('port', ['5432'])[0]}"

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while some := await reader.read(CHUNK):
                writer.write(some)
                await writer.drain()
        finally:
            writer.close()

    async def enter(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(path)
        await asyncio.gather(pipe(reader, back), pipe(there, writer), return_exceptions=True)

    port = free_port()
    server = await asyncio.start_server(enter, "127.0.0.1", port)
    try:
        yield port
    finally:
        server.close()
