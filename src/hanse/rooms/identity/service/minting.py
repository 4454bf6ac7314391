"""New tokens, which nobody can guess."""

import secrets

from hanse.rooms.identity.model.tokens import TokenKind

RANDOM_BYTES = 32


def new_token(kind: TokenKind) -> str:
    return kind + secrets.token_urlsafe(RANDOM_BYTES)
