"""How fast the sandbox alone serves products to a bare client, and how fast its letters leave.

It runs in a process of its own, as `hanse sandbox`; the client asks four pages of a hundred at a
time and reads the bytes, nothing more. Pulls are measured against it, so it must not be what they
wait for.

Twice the products: the same a second, and the same memory.
"""

import asyncio
import base64
import json
import os
import signal
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from typing import Any

import aiohttp
import uvloop

from bench.ground import say

PRODUCTS = 100_000
PAGES = 300
AT_ONCE = 4
LETTERS = 2_000
PATH = "/wp-json/wc/v3/products?per_page=100&page={page}&context=edit&orderby=id&order=asc"
LIMIT_S = 60


async def measure() -> dict[str, Any]:
    words = ["--port", "0", "--products", str(PRODUCTS), "--shoppers", "0", "--clock-rate", "50"]
    command = [sys.executable, "-m", "hanse", "sandbox", *words]
    with tempfile.TemporaryDirectory(prefix="hanse-b") as folder:
        environ = {**os.environ, "HANSE_HOME": folder}
        process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, env=environ)
        try:
            reach = await said(process)
            async with aiohttp.ClientSession() as session:
                return await figures(session, reach, process.pid)
        finally:
            process.send_signal(signal.SIGINT)
            await process.communicate()


async def said(process: Process) -> str:
    """Where it serves; it says so first."""
    assert process.stdout
    async with asyncio.timeout(LIMIT_S):
        line = (await process.stdout.readline()).decode()
    return next(word.rstrip(",") for word in line.split() if word.startswith("http"))


async def figures(session: aiohttp.ClientSession, reach: str, pid: int) -> dict[str, Any]:
    async with session.get(f"{reach}/_sandbox/connect") as found:
        rows = (await found.json())["shops"]
    keys = next(row["keys"] for row in rows if row["platform"] == "woocommerce")
    pair = f"{keys['consumer_key']}:{keys['consumer_secret']}".encode()
    basic = f"Basic {base64.b64encode(pair).decode()}"
    session.headers.update({"Authorization": basic, "X-Forwarded-Proto": "https"})
    products_per_s = await read(session, reach)
    letters_per_s = await told(session, reach)
    with open(f"/proc/{pid}/status", encoding="utf-8") as status:  # noqa: PTH123, ASYNC230
        memory_kb = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    return {
        "bench": "sandbox",
        "products_per_s": round(products_per_s),
        "letters_per_s": round(letters_per_s),
        "memory_mb": memory_kb // 1024,
    }


async def read(session: aiohttp.ClientSession, reach: str) -> float:
    pages = iter(range(1, PAGES + 1))

    async def one() -> None:
        for page in pages:
            async with session.get(f"{reach}{PATH.format(page=page)}") as found:
                assert found.status == 200
                await found.read()

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(AT_ONCE)))
    return PAGES * 100 / (time.perf_counter() - began)


async def told(session: aiohttp.ClientSession, reach: str) -> float:
    """Letters of one webhook, which leave one after the other."""
    came: list[float] = []
    done = asyncio.Event()

    async def receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = next(
                int(line.split(b":")[1])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length")
            )
            await reader.readexactly(length)
            came.append(time.perf_counter())
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            if len(came) > LETTERS:
                done.set()
                return

    server = await asyncio.start_server(receive, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    api = f"{reach}/wp-json/wc/v3"
    body = {"topic": "product.updated", "delivery_url": address}
    async with session.post(f"{api}/webhooks", json=body) as made:
        assert made.status == 201
    ids = [1004 + 4 * at for at in range(LETTERS * 2) if (at + 1) % 10][:LETTERS]
    for first in range(0, LETTERS, 100):
        rows = [{"id": at, "regular_price": "5"} for at in ids[first : first + 100]]
        async with session.post(f"{api}/products/batch", json={"update": rows}) as found:
            assert found.status == 200
    async with asyncio.timeout(LIMIT_S):
        await done.wait()
    server.close()
    return LETTERS / (came[-1] - came[1])


def main() -> None:
    found = uvloop.run(measure())
    say("one process on one core; the client on the other")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
