"""The hash chain over the log: what a row hashes to, what a block is, how a head is computed.

docs/reference/events.md says the same in words, so that others can check a log without this code.
"""

import hashlib
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hanse.engine.log.events import START, Position

# PostgreSQL's own binary form of a row: for each column its type, its length and its bytes, so
# that no two rows read alike. The personal fields are in it as they are stored, sealed.
ROW_HASH = """
    sha256(record_send(row(workspace_id, id, xact, seq, recorded_at, happened_at, name, form,
        actor_kind, actor_id, actor_name, request_id, subject_kind, subject_id, version, person_id,
        personal_fields, personal, payload)))
"""
ENTRY = struct.Struct(">16sq32s")  # the id, microseconds since 2000, the hash of the row
HEAD = struct.Struct(">q qq qq q qqq 32s 32s")
HEAD_LABEL = b"hanse block 1\n"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
NO_HEAD = bytes(32)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as its block lists it."""

    id: UUID
    recorded_at: datetime
    hash: bytes


@dataclass(frozen=True, slots=True)
class Block:
    """A closed stretch of the log: all that stands after one position, up to another."""

    number: int
    after: Position
    last: Position
    rows: int
    first_recorded_at: datetime
    last_recorded_at: datetime
    closed_at: datetime
    digest: bytes = field(repr=False)
    previous: bytes = field(repr=False)

    @property
    def head(self) -> bytes:
        packed = HEAD.pack(
            self.number,
            self.after.xact,
            self.after.seq,
            self.last.xact,
            self.last.seq,
            self.rows,
            microseconds(self.first_recorded_at),
            microseconds(self.last_recorded_at),
            microseconds(self.closed_at),
            self.digest,
            self.previous,
        )
        return hashlib.sha256(HEAD_LABEL + packed).digest()


def close(
    number: int,
    previous: bytes,
    after: Position,
    last: Position,
    entries: Sequence[Entry],
    closed_at: datetime,
) -> tuple[Block, bytes]:
    """The next block of the chain, and the list of its rows."""
    listed = write_list(entries)
    instants = [entry.recorded_at for entry in entries]
    block = Block(
        number=number,
        after=after,
        last=last,
        rows=len(entries),
        first_recorded_at=min(instants),
        last_recorded_at=max(instants),
        closed_at=closed_at,
        digest=hashlib.sha256(listed).digest(),
        previous=previous,
    )
    return block, listed


def follows(block: Block, before: Block | None) -> bool:
    """Whether this is the block after that one, or the very first."""
    if before is None:
        return (block.number, block.previous, block.after) == (1, NO_HEAD, START)
    return (block.number, block.previous, block.after) == (
        before.number + 1,
        before.head,
        before.last,
    )


def write_list(entries: Sequence[Entry]) -> bytes:
    return b"".join(
        ENTRY.pack(entry.id.bytes, microseconds(entry.recorded_at), entry.hash) for entry in entries
    )


def read_list(listed: bytes) -> list[Entry]:
    return [
        Entry(UUID(bytes=id_), EPOCH + MICROSECOND * instant, hash_)
        for id_, instant, hash_ in ENTRY.iter_unpack(listed)
    ]


def microseconds(instant: datetime) -> int:
    """As PostgreSQL counts them."""
    return (instant - EPOCH) // MICROSECOND


def month_of(instant: datetime) -> date:
    return instant.astimezone(UTC).date().replace(day=1)


def months(block: Block) -> Iterator[date]:
    """The months that rows of the block were recorded in, and those between."""
    month, last = month_of(block.first_recorded_at), month_of(block.last_recorded_at)
    while month <= last:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)
