"""The keys that sign access tokens: made when there is none, renewed, and known for a minute."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hanse.engine import vault
from hanse.engine.log import events
from hanse.engine.tx import INSTALLATION, Database, Tx
from hanse.engine.vault import Resealing, SealedColumn
from hanse.rooms.identity.model.tokens import SIGNING_KEY_LIFETIME, SigningKey
from hanse.rooms.identity.service.people import VISITOR
from hanse.rooms.identity.store import tokens as store
from hanse.rooms.identity.store.tokens import Signer

SIGNING_KEY = SealedColumn(
    "identity_signing_keys", "sealed", Resealing(store.older_seals, store.replace_seals)
)

KNOWN_FOR_S = 60.0
ASK_EVERY_S = 1.0  # for a key that nobody knows, as anybody may name one


@events.declare(
    "identity.signing_key.made",
    "A new key signs access tokens",
    subject=("identity.signing_key", "key_id"),
)
@dataclass(frozen=True, slots=True)
class SigningKeyMade:
    key_id: UUID


@dataclass(frozen=True, slots=True)
class Own:
    """What signs, opened."""

    id: UUID
    private: Ed25519PrivateKey = field(repr=False)


@dataclass(slots=True)
class Signing:
    """What one process knows of the keys, and since when; one is held for all requests."""

    public: Mapping[UUID, Ed25519PublicKey] = field(default_factory=dict)
    read_at_s: float = float("-inf")
    own: Own | None = field(default=None, repr=False)
    opened_at_s: float = float("-inf")


async def own_key(tx: Tx, signing: Signing) -> Own:
    """What signs now. `tx` is on the installation."""
    now_s = tx.clock.monotonic()
    if signing.own is not None and now_s - signing.opened_at_s < KNOWN_FOR_S:
        return signing.own
    made_after = tx.now - SIGNING_KEY_LIFETIME
    signer = await store.newest_signer(tx, made_after)
    if signer is None:
        await store.make_alone(tx)
        signer = await store.newest_signer(tx, made_after)
    if signer is None:
        return await make_key(tx)  # remembered when it is read again: this may be taken back
    raw = await vault.take(tx, SIGNING_KEY, signer.key.id, signer.sealed, "to sign tokens")
    signing.own = Own(signer.key.id, Ed25519PrivateKey.from_private_bytes(raw))
    signing.opened_at_s = now_s
    return signing.own


async def make_key(tx: Tx) -> Own:
    own = Own(tx.ids.new(), Ed25519PrivateKey.generate())
    sealed = await vault.put(tx, SIGNING_KEY, own.id, own.private.private_bytes_raw())
    public = own.private.public_key().public_bytes_raw()
    await store.add_signer(tx, Signer(SigningKey(own.id, public), sealed))
    await events.append(tx, SigningKeyMade(own.id))
    return own


async def public_key(database: Database, signing: Signing, key_id: UUID) -> Ed25519PublicKey | None:
    """The public half of this key, if it is one of ours."""
    age_s = database.clock.monotonic() - signing.read_at_s
    if age_s >= KNOWN_FOR_S or (key_id not in signing.public and age_s >= ASK_EVERY_S):
        async with database.tx(INSTALLATION, VISITOR) as tx:
            keys = await store.public_keys(tx)
        signing.public = {
            key.id: Ed25519PublicKey.from_public_bytes(key.public_key) for key in keys
        }
        signing.read_at_s = database.clock.monotonic()
    return signing.public.get(key_id)
