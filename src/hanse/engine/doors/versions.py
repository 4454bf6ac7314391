"""Versions of things in HTTP: the ETag that a reader gets, the If-Match that a writer brings."""

import re

from hanse.base.faults import Conflict, Rejected

# What stands behind the dash is the coding of the bytes; the version is of the thing.
TAG = re.compile(r'(?:W/)?"(\d{1,18})(?:-[a-z]+)?"')


class Changed(Conflict):
    """Somebody else changed the thing since the caller read it."""

    code = "changed_meanwhile"


def etag(version: int) -> str:
    return f'"{version}"'


def expected_version(if_match: str) -> int:
    """The version that an If-Match header names."""
    found = TAG.fullmatch(if_match.strip())
    if found is None:
        raise Rejected(
            f"If-Match is {if_match[:80]!r}, which names no version.",
            next_step='Send the ETag that the last answer carried, such as If-Match: "3".',
        )
    return int(found[1])


def same_version(expected: int, found: int) -> None:
    """Raise `Changed` unless the thing is still as the caller read it."""
    if expected != found:
        raise Changed(
            f"This was changed meanwhile: you read version {expected}, it is now {found}.",
            "Read it again and repeat your change on what it is now.",
        )
