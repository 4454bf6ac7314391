"""Data keys: what seals a workspace's secrets and a person's facts, themselves wrapped.

Nothing here is cached between transactions: a key that was destroyed opens nothing from the next
statement on, in every process. Ask once per transaction and owner; `data_keys` asks for many.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import asyncpg

from hanse.base.faults import Denied, Gone, Unavailable
from hanse.engine.seal import VERSION_BYTES, new_key, open_sealed, seal, wrapped_by
from hanse.engine.tx import Tx


@dataclass(frozen=True, slots=True)
class DataKey:
    """The key of one owner, in every version that still opens something."""

    workspace_id: UUID
    owner_id: UUID
    current: int
    versions: Mapping[int, bytes] = field(repr=False)

    def seal(self, plaintext: bytes, aad: bytes) -> bytes:
        """Opens only in this workspace, for this owner, by this key version and with this `aad`."""
        return version_bytes(self.current) + seal(
            self.versions[self.current], plaintext, self._bound(self.current, aad)
        )

    def open(self, sealed: bytes, aad: bytes) -> bytes:
        version = sealed_by(sealed)
        key = self.versions.get(version)
        if key is None:
            raise Gone(
                f"Version {version} of a data key is no longer there.",
                "The value was not sealed anew when the key changed; restore it from a backup.",
            )
        return open_sealed(key, sealed[VERSION_BYTES:], self._bound(version, aad))

    def _bound(self, version: int, aad: bytes) -> bytes:
        """Every part but the last has a fixed length, so no two places read alike."""
        return version_bytes(version) + self.workspace_id.bytes + self.owner_id.bytes + aad


def version_bytes(version: int) -> bytes:
    """How a sealed value begins: of two, the one sealed by the older version sorts first."""
    return version.to_bytes(VERSION_BYTES, "big")


def sealed_by(sealed: bytes) -> int:
    """The version of the data key that sealed this value."""
    return int.from_bytes(sealed[:VERSION_BYTES], "big")


async def data_key(tx: Tx, owner: UUID | None = None) -> DataKey:
    """The key of a person, or of the workspace; made if there is none. `Gone` once destroyed."""
    owner_id = owner or tx.workspace_id
    return (await data_keys(tx, [owner_id]))[owner_id]


async def data_keys(tx: Tx, owners: Collection[UUID]) -> Mapping[UUID, DataKey]:
    """The keys of many owners in one look, made where there is none. `Gone` if one is destroyed."""
    found = await _rows(tx, owners)
    if missing := sorted(set(owners) - found.keys()):
        await _make(tx, missing)
        found |= await _rows(tx, missing)
    for owner_id, rows in found.items():
        if rows[-1]["wrapped"] is None:
            raise Gone(
                f"The key of {owner_id} was destroyed, as an erasure demands.",
                "Nothing more can be sealed for this person or read about it.",
            )
    return {owner_id: _unwrapped(tx, owner_id, rows) for owner_id, rows in found.items()}


async def living_keys(tx: Tx, owners: Collection[UUID]) -> Mapping[UUID, DataKey]:
    """For readers: the keys that exist and are not destroyed. Makes none, raises nothing."""
    return {
        owner_id: _unwrapped(tx, owner_id, rows)
        for owner_id, rows in (await _rows(tx, owners)).items()
        if rows[-1]["wrapped"] is not None
    }


async def destroy(tx: Tx, owner: UUID) -> None:
    """Nothing sealed for this person opens again, and no new key is made for it."""
    await tx.execute(
        """
        insert into engine_data_keys (workspace_id, id, owner_id, version, made_at, destroyed_at)
        values ($1, $2, $3, 1, $4, $4) on conflict (workspace_id, owner_id, version) do nothing
        """,
        *(tx.workspace_id, tx.ids.new(), owner, tx.now),
    )
    await _lock(tx, owner)
    await tx.execute(
        """
        update engine_data_keys set wrapped = null, master_version = null, destroyed_at = $3
        where workspace_id = $1 and owner_id = $2 and wrapped is not null
        """,
        *(tx.workspace_id, owner, tx.now),
    )


async def destroy_all(tx: Tx) -> None:
    """Nothing sealed in this workspace opens again, whoever's it was; no new key is made for it."""
    await tx.execute(
        """
        update engine_data_keys set wrapped = null, master_version = null, destroyed_at = $2
        where workspace_id = $1 and wrapped is not null
        """,
        *(tx.workspace_id, tx.now),
    )
    await destroy(tx, tx.workspace_id)


async def renew(tx: Tx) -> DataKey:
    """A new version of the workspace's key seals from now on; the older ones still open.

    The key of a person is never renewed: the log holds what it sealed and is never rewritten.
    """
    await data_key(tx)
    await _lock(tx, tx.workspace_id)
    await _make(tx, [tx.workspace_id], (await data_key(tx)).current + 1)
    return await data_key(tx)


async def forget_replaced(tx: Tx, before: datetime) -> int:
    """Delete the versions of the workspace's key that were replaced before this instant.

    Only after everything that they sealed was sealed anew.
    """
    return await tx.execute(
        """
        delete from engine_data_keys as older
        where workspace_id = $1 and owner_id = $1 and wrapped is not null and exists (
            select from engine_data_keys as newer
            where newer.workspace_id = $1 and newer.owner_id = $1
              and newer.version > older.version and newer.made_at < $2)
        """,
        *(tx.workspace_id, before),
    )


async def workspaces(tx: Tx) -> list[UUID]:
    """Those that have a key of their own. Needs a system transaction."""
    rows = await tx.fetch(
        """
        select distinct workspace_id from engine_data_keys
        where owner_id = workspace_id and wrapped is not null order by workspace_id
        """
    )
    return [row["workspace_id"] for row in rows]


async def usage(tx: Tx) -> Mapping[int, int]:
    """How many keys each master key wraps, over all workspaces. Needs a system transaction."""
    rows = await tx.fetch(
        """
        select master_version, count(*) as keys from engine_data_keys
        where master_version is not null group by master_version
        """
    )
    return {row["master_version"]: row["keys"] for row in rows}


async def try_masters(tx: Tx) -> None:
    """Unwrap one key of each master key in use. `Unavailable` if one is missing or another."""
    rows = await tx.fetch(
        """
        with recursive used (master) as (
            select min(master_version) from engine_data_keys
            union all
            select (select min(master_version) from engine_data_keys where master_version > master)
            from used where master is not null)
        select sample.* from used, lateral (
            select workspace_id, owner_id, id, wrapped from engine_data_keys
            where master_version = master limit 1) as sample
        """
    )
    for row in rows:
        try:
            tx.ring.unwrap(row["wrapped"], place(row["workspace_id"], row["owner_id"], row["id"]))
        except Denied as other:
            raise Unavailable(
                f"Master key {wrapped_by(row['wrapped'])} is another than the one that was used.",
                "Put the key file back from its copy: without it, what is sealed is lost.",
            ) from other


async def rewrap(tx: Tx, master_version: int, rows_max: int) -> int:
    """Wrap keys of this master key by the current one instead, at most so many; how many."""
    rows = await tx.fetch(
        """
        select workspace_id, owner_id, id, wrapped from engine_data_keys
        where master_version = $1 order by workspace_id, id limit $2 for update
        """,
        *(master_version, rows_max),
    )
    anew = []
    for row in rows:
        bound = place(row["workspace_id"], row["owner_id"], row["id"])
        anew.append(tx.ring.wrap(tx.ring.unwrap(row["wrapped"], bound), bound))
    return await tx.execute(
        """
        update engine_data_keys set wrapped = anew.wrapped, master_version = anew.master_version
        from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::integer[])
            as anew (workspace_id, id, wrapped, master_version)
        where engine_data_keys.workspace_id = anew.workspace_id and engine_data_keys.id = anew.id
        """,
        [row["workspace_id"] for row in rows],
        [row["id"] for row in rows],
        anew,
        [wrapped_by(key) for key in anew],
    )


async def _lock(tx: Tx, owner_id: UUID) -> None:
    """Renewals and a destruction of one owner come one after the other."""
    await tx.fetch(
        """
        select id from engine_data_keys
        where workspace_id = $1 and owner_id = $2 order by version for update
        """,
        *(tx.workspace_id, owner_id),
    )


async def _rows(tx: Tx, owners: Collection[UUID]) -> dict[UUID, list[asyncpg.Record]]:
    """By owner, the oldest version first."""
    rows: dict[UUID, list[asyncpg.Record]] = {}
    for row in await tx.fetch(
        """
        select owner_id, id, version, wrapped from engine_data_keys
        where workspace_id = $1 and owner_id = any($2::uuid[]) order by owner_id, version
        """,
        *(tx.workspace_id, list(owners)),
    ):
        rows.setdefault(row["owner_id"], []).append(row)
    return rows


async def _make(tx: Tx, owners: Sequence[UUID], version: int = 1) -> None:
    """Two who make the same key at once: the second waits here and then finds the first one's."""
    made = [(owner_id, tx.ids.new()) for owner_id in owners]
    wrapped = [
        tx.ring.wrap(new_key(), place(tx.workspace_id, owner_id, key_id))
        for owner_id, key_id in made
    ]
    await tx.execute(
        """
        insert into engine_data_keys
            (workspace_id, id, owner_id, version, master_version, wrapped, made_at)
        select $1, id, owner_id, $5, master_version, wrapped, $6
        from unnest($2::uuid[], $3::uuid[], $4::bytea[], $7::integer[])
            as made (id, owner_id, wrapped, master_version)
        on conflict (workspace_id, owner_id, version) do nothing
        """,
        tx.workspace_id,
        [key_id for _, key_id in made],
        [owner_id for owner_id, _ in made],
        wrapped,
        version,
        tx.now,
        [wrapped_by(key) for key in wrapped],
    )


def _unwrapped(tx: Tx, owner_id: UUID, rows: Sequence[asyncpg.Record]) -> DataKey:
    versions = {
        row["version"]: tx.ring.unwrap(row["wrapped"], place(tx.workspace_id, owner_id, row["id"]))
        for row in rows
    }
    return DataKey(tx.workspace_id, owner_id, max(versions), versions)


def place(workspace_id: UUID, owner_id: UUID, key_id: UUID) -> bytes:
    """What a wrapped key is bound to, so that one copied into another row does not open."""
    return b"engine_data_keys" + workspace_id.bytes + owner_id.bytes + key_id.bytes
