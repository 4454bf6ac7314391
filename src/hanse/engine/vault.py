"""Secrets and personal facts at rest: sealed for one place, opened only with a reason.

A sealed value is bound to its workspace, table, row, column and the version of its key, so that a
copy of it opens nowhere else. Whoever opens one says why, and the log keeps who it was.
"""

import hashlib
import hmac
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from hanse.base.faults import Rejected
from hanse.engine.keys import data_key, version_bytes
from hanse.engine.log import events
from hanse.engine.tx import Tx

log = logging.getLogger(__name__)

ROWS_MAX = 500
HASH_BYTES = 16


@events.declare(
    "engine.secret.opened",
    "{actor} opened {place}: {why}",
    subject=("engine.secret", "row"),
    routine=True,
)
@dataclass(frozen=True, slots=True)
class SecretOpened:
    row: UUID
    place: str
    why: str


@events.declare(
    "engine.secret.listed", "{actor} opened {count} of {place} for a list: {why}", routine=True
)
@dataclass(frozen=True, slots=True)
class SecretsListed:
    """Many at once are one event: else a page that is looked at often would fill the log."""

    rows: tuple[UUID, ...]
    count: int
    place: str
    why: str


@dataclass(frozen=True, slots=True)
class Resealing:
    """How a room hands over its sealed values when the key of the workspace is renewed.

    `older(tx, before, rows_max)` gives rows whose value sorts before these bytes, for update;
    `replace(tx, rows)` writes (row, old value, new value) where the old one still stands.
    """

    older: Callable[[Tx, bytes, int], Awaitable[Sequence[tuple[UUID, bytes]]]]
    replace: Callable[[Tx, Sequence[tuple[UUID, bytes, bytes]]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of sealed values. Without `resealing` it holds values of persons only.

    A person's key is never renewed: it ends with the person's erasure.
    """

    table: str
    column: str
    resealing: Resealing | None = None

    def place(self, row: UUID) -> bytes:
        """Names hold no zero byte and the row has a fixed length: no two places read alike."""
        return f"{self.table}\0{self.column}\0".encode() + row.bytes


async def put(
    tx: Tx, column: SealedColumn, row: UUID, plaintext: bytes, person: UUID | None = None
) -> bytes:
    """The sealed bytes to write into this row; sealed by the person's own key if one is named."""
    return (await put_all(tx, column, {row: plaintext}, person))[row]


async def put_all(
    tx: Tx,
    column: SealedColumn,
    plaintexts: Mapping[UUID, bytes],
    person: UUID | None = None,
) -> dict[UUID, bytes]:
    if person is None and column.resealing is None:
        raise TypeError(f"{column.table}.{column.column} has no resealing: name the person.")
    key = await data_key(tx, person)
    return {row: key.seal(plain, column.place(row)) for row, plain in plaintexts.items()}


async def take(
    tx: Tx,
    column: SealedColumn,
    row: UUID,
    sealed: bytes,
    why: str,
    person: UUID | None = None,
) -> bytes:
    """Open one value. Who did it and why is in the log, also if the transaction fails later."""
    return (await take_all(tx, column, {row: sealed}, why, person))[row]


async def take_all(
    tx: Tx,
    column: SealedColumn,
    sealed: Mapping[UUID, bytes],
    why: str,
    person: UUID | None = None,
) -> dict[UUID, bytes]:
    if not why.strip():
        raise Rejected("A secret was to be opened without a reason.", next_step="Say why.")
    place = f"{column.table}.{column.column}"
    # The events go with the transaction; this line stays whatever becomes of it.
    who = str(tx.actor.id or tx.actor.name)  # a person's name does not belong into files
    log.info(
        "engine.secret.opened",
        extra={"place": place, "rows": len(sealed), "actor": who, "why": why},
    )
    key = await data_key(tx, person)
    opened = {row: key.open(value, column.place(row)) for row, value in sealed.items()}
    rows = tuple(opened)
    if len(rows) > 1:
        await events.append(tx, SecretsListed(rows, len(rows), place, why))
    else:
        await events.append(tx, *(SecretOpened(row, place, why) for row in rows))
    return opened


async def keyed(tx: Tx, purpose: str, text: str) -> bytes:
    """A hash by which this text is found again without being kept."""
    return (await keyed_all(tx, purpose, [text]))[text]


async def keyed_all(tx: Tx, purpose: str, texts: Collection[str]) -> dict[str, bytes]:
    """The same for many. It differs by workspace and purpose, and nobody without the key can try
    out texts. Its key is never renewed, or nothing would be found any more; like that of a person
    it is wrapped anew with the master key, and ends with the workspace."""
    return (await keyed_each(tx, {purpose: texts}))[purpose]


async def keyed_each(
    tx: Tx, texts_by_purpose: Mapping[str, Collection[str]]
) -> dict[str, dict[str, bytes]]:
    """The same for several purposes at once."""
    if not any(texts_by_purpose.values()):
        return {purpose: {} for purpose in texts_by_purpose}
    owner = uuid5(tx.workspace_id, "keyed hashes")
    key = (await data_key(tx, owner)).versions[1]
    return {
        purpose: {
            text: hmac.digest(key, purpose.encode() + b"\0" + text.encode(), hashlib.sha256)[
                :HASH_BYTES
            ]
            for text in texts
        }
        for purpose, texts in texts_by_purpose.items()
    }


async def reseal(tx: Tx, column: SealedColumn, rows_max: int = ROWS_MAX) -> int:
    """Seal values of this workspace by its newest key, at most so many; how many there were."""
    if column.resealing is None:
        return 0
    key = await data_key(tx)
    rows = await column.resealing.older(tx, version_bytes(key.current), rows_max)
    anew = []
    for row, value in rows:
        place = column.place(row)
        anew.append((row, value, key.seal(key.open(value, place), place)))
    await column.resealing.replace(tx, anew)
    return len(rows)
