"""Heads of the chain, written down outside the database.

Whoever owns the database could make the whole chain anew, and it would fit. Not to heads that were
exported before and are kept where that person cannot reach them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hanse.base.faults import Rejected
from hanse.engine.tx import Tx


@dataclass(frozen=True, slots=True)
class ExportedHead:
    """The head of one block, and when the block was closed."""

    number: int
    closed_at: datetime
    head: bytes


async def export(tx: Tx) -> list[ExportedHead]:
    """The last head of each day: enough to prove everything before it, and to name the day."""
    rows = await tx.fetch(
        """
        select distinct on ((closed_at at time zone 'UTC')::date) number, closed_at, head
        from events_blocks order by (closed_at at time zone 'UTC')::date, number desc
        """
    )
    return [ExportedHead(row["number"], row["closed_at"], row["head"]) for row in rows]


def write(heads: Sequence[ExportedHead]) -> str:
    """One JSON document a line."""
    return "".join(
        json.dumps(
            {"block": head.number, "closed_at": head.closed_at.isoformat(), "head": head.head.hex()}
        )
        + "\n"
        for head in heads
    )


def read(text: str) -> list[ExportedHead]:
    heads = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            found = json.loads(line)
            closed_at = datetime.fromisoformat(found["closed_at"])
            heads.append(ExportedHead(int(found["block"]), closed_at, bytes.fromhex(found["head"])))
        except (ValueError, KeyError, TypeError) as wrong:
            raise Rejected(
                f"Line {number} of the exported heads does not read: {wrong}.",
                next_step="Take the file as `hanse audit heads --export` wrote it.",
            ) from wrong
    return heads


async def compare(tx: Tx, exported: Sequence[ExportedHead]) -> str:
    """The first block whose head is not the exported one; nothing if all are there."""
    rows = await tx.fetch(
        "select number, head from events_blocks where number = any($1::bigint[])",
        [head.number for head in exported],
    )
    kept = {row["number"]: row["head"] for row in rows}
    for head in sorted(exported, key=lambda head: head.number):
        closed = f"closed {head.closed_at:%Y-%m-%d %H:%M:%S}"
        if head.number not in kept:
            return (
                f"Block {head.number}, {closed}, was exported and is not there any more: the log "
                "was cut off before it, or the database is an older copy."
            )
        if kept[head.number] != head.head:
            return (
                f"Block {head.number} has another head than the exported one, {closed}: the chain "
                "was made anew up to there."
            )
    return ""
