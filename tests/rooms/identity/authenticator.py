"""A passkey in software: it makes real attestations of the kind `none` and signs real answers."""

import hashlib
import json
import secrets
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field, replace

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def packed(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def unpacked(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(slots=True)
class Authenticator:
    """One key of one site. `step` 0 counts nothing, as keys that are copied between devices do."""

    origin: str
    step: int = 1
    count: int = 0
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def clone(self) -> "Authenticator":
        """Another device with the same key, which counts on by itself."""
        return replace(self)

    def make(self, options: dict[str, object]) -> dict[str, object]:
        """Answer registration options, as a browser would hand it on."""
        rp = options["rp"]
        assert isinstance(rp, dict)
        attested = (
            bytes(16)
            + struct.pack(">H", len(self.credential_id))
            + self.credential_id
            + self.public_key()
        )
        data = self.data(str(rp["id"]), PRESENT | VERIFIED | ATTESTED) + attested
        return {
            "id": packed(self.credential_id),
            "client_data": packed(self.client_data("webauthn.create", str(options["challenge"]))),
            "attestation": packed(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
            "transports": ["internal", "hybrid"],
        }

    def sign(self, options: dict[str, object]) -> dict[str, object]:
        """Answer a question."""
        self.count += self.step
        data = self.data(str(options["rpId"]), PRESENT | VERIFIED)
        client_data = self.client_data("webauthn.get", str(options["challenge"]))
        signed = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return {
            "id": packed(self.credential_id),
            "client_data": packed(client_data),
            "authenticator_data": packed(data),
            "signature": packed(signed),
        }

    def data(self, site: str, flags: int) -> bytes:
        return hashlib.sha256(site.encode()).digest() + struct.pack(">BI", flags, self.count)

    def client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def public_key(self) -> bytes:
        point = self.key.public_key().public_numbers()
        return cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        )
