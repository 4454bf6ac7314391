"""Tokens: long and random, known by their beginning, and kept as a hash alone."""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

SIGNING_KEY_LIFETIME = timedelta(days=90)
RETIRED_KEY_LIFETIME = timedelta(days=2)  # longer than any access token


class TokenKind(StrEnum):
    """How a token begins, by which people and scanners know what they have found."""

    session = "hse_"
    refresh = "hrt_"
    link = "hln_"
    invitation = "hin_"
    challenge = "hch_"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """What signs access tokens, and until when it may still be met."""

    id: UUID
    public_key: bytes


@dataclass(frozen=True, slots=True)
class Claims:
    """What a good access token says."""

    person_id: UUID
    session_id: UUID


@dataclass(frozen=True, slots=True)
class Issued:
    """What a machine gets: one token for minutes, and one to get the next pair with, once."""

    session_id: UUID
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: int


def token_hash(token: str) -> bytes:
    """A fast hash is enough: nobody guesses 32 random bytes."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
