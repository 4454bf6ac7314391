"""Marked secrets, and the search for them in whatever left the program."""

import base64
import io
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import quote

from hanse.engine.settings import Settings
from hanse.engine.telemetry import start_logging


def canaries(*doors: str) -> dict[str, str]:
    """A secret for each door by which one goes in; it looks like no other text."""
    return {door: f"Zyx@{door}/wvut+srqp~zzyx" for door in doors}


def spellings(secret: str) -> set[bytes]:
    """As it is, and as programs write bytes and addresses."""
    raw = secret.encode()
    # Base64 of a text inside of another depends on where in a group of three it begins.
    shifted = (base64.b64encode(b"-" * shift + raw)[4:-4] for shift in range(3))
    return {raw, raw.hex().encode(), quote(secret, safe="").encode(), *shifted}


def caught(secrets: Mapping[str, str], text: str | bytes) -> list[str]:
    """The doors by which the secrets in this text went in."""
    raw = text.encode() if isinstance(text, str) else text
    return [
        door
        for door, secret in secrets.items()
        if any(spelling in raw for spelling in spellings(secret))
    ]


@contextmanager
def all_that_is_logged(settings: Settings) -> Iterator[io.StringIO]:
    """Every line of every library, at the lowest level, written as in production."""
    before = logging.root.handlers[:], logging.root.level
    stream = io.StringIO()
    start_logging(settings, stream)
    logging.root.setLevel(logging.DEBUG)
    try:
        yield stream
    finally:
        logging.root.handlers[:] = before[0]
        logging.root.setLevel(before[1])
        logging.captureWarnings(False)
