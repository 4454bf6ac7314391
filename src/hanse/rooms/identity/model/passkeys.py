"""Passkeys: for which name and from which address they are good, and what a count tells."""

import ipaddress
import json
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from hanse.base.faults import Rejected

TRANSPORTS = ("usb", "nfc", "ble", "smart-card", "internal", "cable", "hybrid")
CREDENTIAL_BYTES_MAX = 1_023  # as WebAuthn has it
LOCAL = "localhost"
HTTPS_PORT = 443


@dataclass(frozen=True, slots=True)
class Site:
    """What a passkey is bound to: the name, and the addresses from which it may answer."""

    name: str
    origins: Sequence[str]


@dataclass(frozen=True, slots=True)
class Passkey:
    id: UUID
    person_id: UUID
    name: str
    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: Sequence[str]


@dataclass(frozen=True, slots=True)
class Made:
    """What a browser answers when it made a passkey; all in base64url, as browsers write it."""

    id: str
    client_data: str
    attestation: str
    transports: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Signed:
    """What a browser answers when a passkey signed a question."""

    id: str
    client_data: str
    authenticator_data: str
    signature: str


def site_of(public_url: str, host: str) -> Site:
    """Where passkeys live: the public address, or localhost if that is where we were called.

    `host` is the header of the request. It is believed for localhost alone, for which no other
    site can obtain a passkey. `Rejected` with the address to use if there is no good name.
    """
    address, called = split(public_url), split(f"//{host}")
    name = address.hostname or ""
    if address.scheme == "https" and name != LOCAL and not is_ip(name):
        return public_site(address, ascii_name(name))
    here = called.hostname or ""
    if here == LOCAL or here.endswith(f".{LOCAL}"):
        return Site(here, [f"{scheme}://{called.netloc.lower()}" for scheme in ("http", "https")])
    raise no_site(address, called)


def public_site(address: SplitResult, name: str) -> Site:
    port = "" if address.port in (None, HTTPS_PORT) else f":{address.port}"
    return Site(name, [f"https://{name}{port}"])


def ascii_name(name: str) -> str:
    """As browsers spell it in an origin."""
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        raise Rejected(
            f"{name[:80]!r}, the public address of this server, is no name that browsers know.",
            next_step="Have the operator correct HANSE_PUBLIC_URL.",
        ) from None


def no_site(address: SplitResult, called: SplitResult) -> Rejected:
    """Says why there is no good name, and which address to use."""
    name = address.hostname or LOCAL
    if is_ip(name):
        return Rejected(
            f"Passkeys need a name, and the public address of this server is the number {name}.",
            next_step="Have the operator set HANSE_PUBLIC_URL to an https address with a name, "
            "such as https://hanse.example.com, and open that.",
        )
    if name != LOCAL:
        return Rejected(
            f"Browsers keep passkeys for https only, and the public address is http://{name}.",
            next_step=f"Have the operator set HANSE_PUBLIC_URL to https://{name}, with a "
            "certificate, and open that.",
        )
    port = address.port or called.port
    local = f"{address.scheme or 'http'}://{LOCAL}" + (f":{port}" if port else "")
    return Rejected(
        f"Passkeys need a name, and {called.hostname or 'this address'} is none of this server.",
        next_step=f"Open {local} on this machine, or have the operator set HANSE_PUBLIC_URL to an "
        "https address with a name.",
    )


def split(address: str) -> SplitResult:
    """An address taken apart; nothing of it if it is none."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises where it is no number
    except ValueError:
        return urlsplit("")
    return parts


def is_ip(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def unpacked(text: str) -> bytes:
    """Bytes of base64url, with or without its padding. `ValueError` if it is none."""
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def question_in(client_data: str) -> bytes:
    """The question that an answer says it answers; empty if it says none."""
    try:
        document = json.loads(unpacked(client_data))
        asked = document["challenge"] if isinstance(document, dict) else ""
        return unpacked(asked) if isinstance(asked, str) else b""
    except (ValueError, KeyError, RecursionError):
        return b""


def known_transports(transports: Sequence[str]) -> list[str]:
    """Those that we know, once each: the rest is of no use to a browser of today."""
    return [one for one in TRANSPORTS if one in transports]


def went_back(passkey: Passkey, count: int) -> bool:
    """Whether a copy must have answered: a passkey that counts goes forward at every answer.

    Many count nothing and always say 0.
    """
    return (passkey.sign_count > 0 or count > 0) and count <= passkey.sign_count
