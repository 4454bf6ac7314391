"""What may be guessed is counted before it is tried, so that many at once gain nothing.

await begin(tx, counters)       # commits with `tx`; raises `TooOften` while the next try waits
await succeed(tx, account, at)  # afterwards, if it was no failure
"""

import math
from collections.abc import Sequence
from datetime import timedelta

from hanse.base.faults import Throttled
from hanse.engine.tx import Tx
from hanse.rooms.identity.model import attempts as model
from hanse.rooms.identity.model.attempts import Counter
from hanse.rooms.identity.store import attempts as store


class TooOften(Throttled):
    """The next try waits; until then nothing is tried and nothing is counted."""

    code = "too_many_tries"


async def begin(tx: Tx, counters: Sequence[Counter]) -> None:
    """Count one failure ahead, in each of these; `TooOften` while one of them waits.

    Commit it before the outcome is known: then guesses that run beside each other are counted too.
    """
    wait = await tried(tx, counters)
    if wait:
        raise too_often(wait)


async def tried(tx: Tx, counters: Sequence[Counter]) -> timedelta:
    """Like `begin`, but says how long to wait: for what goes on as if nothing were the matter."""
    names = [counter.name for counter in counters]
    await store.lock(tx, names)
    tallies = await store.tallies(tx, names)
    wait = model.longest([tallies.get(name) for name in names], tx.now)
    if not wait:
        kept = {
            counter.name: model.failed(counter, tallies.get(counter.name), tx.now)
            for counter in counters
        }
        await store.keep(tx, kept)
    return wait


async def succeed(tx: Tx, cleared: Sequence[Counter], taken_back: Sequence[Counter] = ()) -> None:
    """It was no failure: forget those before it, or only take this one back.

    An address is not cleared: whoever has one account there could guess at others for ever.
    """
    await store.lock(tx, [counter.name for counter in (*cleared, *taken_back)])
    before = await store.tallies(tx, [counter.name for counter in taken_back])
    after = {name: model.taken_back(tally, tx.now) for name, tally in before.items()}
    await store.keep(tx, {name: tally for name, tally in after.items() if tally is not None})
    over = [name for name, tally in after.items() if tally is None]
    await store.forget(tx, [*over, *(counter.name for counter in cleared)])


def too_often(wait: timedelta) -> TooOften:
    seconds = max(math.ceil(wait.total_seconds()), 1)
    return TooOften(
        f"Too many tries went wrong. The next one waits for {seconds} s.",
        seconds,
        f"Wait {seconds} s and try again. Each further failure waits longer, up to 15 minutes.",
    )
