"""`hanse up`: the web door and a worker as children of one process; together they live and stop."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass

STOP_TIMEOUT_S = 20.0
RESTART_DELAY_S = 1.0
QUICK_DEATH_S = 10.0
QUICK_DEATHS_MAX = 3
# A child ends so when it has said what a person must put right: trying again helps nobody.
NEEDS_A_PERSON = 78


@dataclass(frozen=True, slots=True)
class Child:
    """One `hanse` process of ours. It stops by itself when its standard input closes."""

    name: str
    words: Sequence[str]


async def supervise(
    children: Sequence[Child], environ: Mapping[str, str], say: Callable[[str], None]
) -> int:
    """Run the children until a signal comes or one of them cannot be kept alive."""
    stop = stop_on_signals()
    failed: list[str] = []

    async def keep(child: Child) -> None:
        if not await keep_alive(child, environ, stop, say):
            failed.append(child.name)
            stop.set()

    async with asyncio.TaskGroup() as group:
        for child in children:
            group.create_task(keep(child))
    return 1 if failed else 0


def stop_on_signals() -> asyncio.Event:
    """Set when somebody asks this process to end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


async def keep_alive(
    child: Child, environ: Mapping[str, str], stop: asyncio.Event, say: Callable[[str], None]
) -> bool:
    """Start it again when it dies; give up when a person is needed, or when it dies at once,
    three times in a row."""
    loop = asyncio.get_running_loop()
    quick_deaths = 0
    while not stop.is_set():
        started = loop.time()
        code = await run_once(child, environ, stop)
        if stop.is_set():
            return True
        if code == NEEDS_A_PERSON:
            return False
        quick_deaths = quick_deaths + 1 if loop.time() - started < QUICK_DEATH_S else 0
        if quick_deaths >= QUICK_DEATHS_MAX:
            say(f"{child.name} ended {quick_deaths} times at once (code {code}); stopping all.")
            return False
        say(f"{child.name} ended with code {code}; starting it again.")
        await first_of(stop.wait(), asyncio.sleep(RESTART_DELAY_S))
    return True


async def run_once(child: Child, environ: Mapping[str, str], stop: asyncio.Event) -> int:
    """One life of a child; asks it to end when we end, and makes it end when it does not."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hanse", *child.words, env=environ, stdin=asyncio.subprocess.PIPE
    )
    await first_of(process.wait(), stop.wait())
    if process.returncode is None:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_TIMEOUT_S)
        except TimeoutError:
            process.kill()
            await process.wait()
    return process.returncode or 0


async def first_of(*waits: Coroutine[None, None, object]) -> None:
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def stop_when_orphaned(stop: asyncio.Event) -> None:
    """Our parent holds the other end of standard input: when it is gone, so are we.

    Only for children of `hanse up`: a service manager starts us with an empty standard input.
    """
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(0, "rb"))
    while await reader.read(1_024):
        pass
    stop.set()
