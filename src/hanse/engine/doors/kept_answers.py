"""Answers to requests that carry an Idempotency-Key: the same request again does nothing twice.

The answer is kept in the transaction that did the work. So either both are there or neither is,
and a process that dies in between leaves nothing that a repeat could stumble over.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from hanse.base.faults import Conflict, Gone
from hanse.engine.keys import data_key
from hanse.engine.tx import Tx

KEEP_HOURS = 24
FORGET_ROWS_MAX = 5_000


class KeyRunning(Conflict):
    code = "idempotency_key_running"


class KeyReused(Conflict):
    code = "idempotency_key_reused"


class KeySpent(Conflict):
    code = "idempotency_key_spent"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it left: status, headers and the bytes of its body."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """A request under its key: who sent it, and a fingerprint of everything that it asked for."""

    caller: str
    key: bytes
    fingerprint: bytes


def asked(caller: str, key: str, *parts: bytes) -> Asked:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return Asked(caller, hashlib.sha256(key.encode()).digest(), digest.digest())


async def kept(tx: Tx, request: Asked) -> Answer | None:
    """The answer that this request got before; none if it is new, and then it is ours alone."""
    if not await tx.fetchval("select pg_try_advisory_xact_lock($1)", lock_number(tx, request)):
        raise KeyRunning(
            "A request with this Idempotency-Key is running at this moment.",
            "Wait a second and send it again: you will get its answer.",
        )
    row = await tx.fetchrow(
        """
        select id, fingerprint, sealed from engine_answers
        where workspace_id = $1 and caller = $2 and key = $3
          and made_at > clock_timestamp() - make_interval(hours => $4)
        """,
        *(tx.workspace_id, request.caller, request.key, KEEP_HOURS),
    )
    if row is None:
        return None
    if row["fingerprint"] != request.fingerprint:
        raise KeyReused(
            "This Idempotency-Key was used for another request in the last 24 hours.",
            "Give every new request a key of its own.",
        )
    return await _opened(tx, row["id"], row["sealed"])


async def keep(tx: Tx, request: Asked, answer: Answer | None) -> None:
    """Remember the answer for a day; none means that it showed a secret and is not to be kept."""
    answer_id = tx.ids.new()
    sealed = None
    if answer is not None:
        key = await data_key(tx)
        sealed = key.seal(msgspec.msgpack.encode(answer), _place(answer_id))
    await tx.execute(
        """
        insert into engine_answers (workspace_id, id, caller, key, fingerprint, sealed, made_at)
        values ($1, $2, $3, $4, $5, $6, clock_timestamp())
        on conflict (workspace_id, caller, key) do update
        set id = excluded.id, fingerprint = excluded.fingerprint, sealed = excluded.sealed,
            made_at = excluded.made_at
        """,
        tx.workspace_id,
        answer_id,
        request.caller,
        request.key,
        request.fingerprint,
        sealed,
    )


async def forget_old_answers(tx: Tx) -> int:
    """Delete what is older than a day, in all workspaces; how many. Repeat until it is none."""
    return await tx.execute(
        """
        delete from engine_answers where (workspace_id, id) in (
            select workspace_id, id from engine_answers
            where made_at < clock_timestamp() - make_interval(hours => $1)
            order by made_at limit $2)
        """,
        KEEP_HOURS,
        FORGET_ROWS_MAX,
    )


async def _opened(tx: Tx, answer_id: UUID, sealed: bytes | None) -> Answer:
    try:
        if sealed is not None:
            key = await data_key(tx)
            return msgspec.msgpack.decode(key.open(sealed, _place(answer_id)), type=Answer)
    except Gone:
        pass  # the key was changed and the old one forgotten: told below like a secret
    raise KeySpent(
        "This request was carried out, but its answer is not kept: it showed a secret, "
        "or the key that sealed it is gone.",
        "Look at what it made. If the secret is lost, make a new one with a new key.",
    )


def lock_number(tx: Tx, request: Asked) -> int:
    """One number for this key of this caller in this workspace, as an advisory lock needs it."""
    words = tx.workspace_id.bytes + request.key + request.caller.encode()
    return int.from_bytes(hashlib.sha256(words).digest()[:8], "big", signed=True)


def _place(answer_id: UUID) -> bytes:
    return b"engine_answers.sealed" + answer_id.bytes
