"""Instants as the wire spells them: whole seconds in UTC, so that text sorts as time does."""

from datetime import UTC, datetime
from functools import lru_cache


def spelled(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(maxsize=4096)
def spelled_second(second: int) -> str:
    return spelled(datetime.fromtimestamp(second, UTC))


def offset_form(text: str) -> str:
    """REST and webhooks write an offset where GraphQL writes a Z."""
    return text.removesuffix("Z") + "+00:00"


def nanoseconds(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond:06d}000Z"
