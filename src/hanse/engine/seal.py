"""AES-256-GCM, and the ring of master keys that wrap every other key."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hanse.base.faults import Denied, Unavailable

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION_BYTES = 4


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plaintext: bytes, aad: bytes) -> bytes:
    """The nonce, then the ciphertext; opens only with the same key and the same `aad`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, aad)


def open_sealed(key: bytes, sealed: bytes, aad: bytes) -> bytes:
    """The plaintext, or `Denied` when the key, the place or a single bit is not the right one."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad)
    except (InvalidTag, ValueError) as wrong:
        raise Denied(
            "A sealed value does not open in this place.",
            "It was moved or altered, or its key was changed. Restore it from a backup.",
        ) from wrong


Masters = tuple[Mapping[int, bytes], int]


def never_changed() -> Masters | None:
    return None


@dataclass(slots=True)
class KeyRing:
    """Master keys by version. New keys are wrapped by the current one; old ones still unwrap.

    `reread` gives the master keys anew when their source has changed since it was last asked, so
    that a rotation by another process needs no restart of this one.
    """

    masters: Mapping[int, bytes] = field(repr=False)
    current: int
    reread: Callable[[], Masters | None] = field(default=never_changed, repr=False)

    def refresh(self) -> None:
        if changed := self.reread():
            self.masters, self.current = changed

    def wrap(self, key: bytes, aad: bytes) -> bytes:
        """The version of the master key, then the sealed key."""
        self.refresh()
        version = self.current.to_bytes(VERSION_BYTES, "big")
        return version + seal(self.masters[self.current], key, version + aad)

    def unwrap(self, wrapped: bytes, aad: bytes) -> bytes:
        number = wrapped_by(wrapped)
        if number not in self.masters:
            self.refresh()
        if number not in self.masters:
            raise Unavailable(
                f"Master key {number} is not on this machine.",
                "Put the key file back from its copy, or add the key to HANSE_VAULT_KEY.",
            )
        version = wrapped[:VERSION_BYTES]
        return open_sealed(self.masters[number], wrapped[VERSION_BYTES:], version + aad)


def wrapped_by(wrapped: bytes) -> int:
    """The version of the master key that this key is wrapped with."""
    return int.from_bytes(wrapped[:VERSION_BYTES], "big")
