"""The link by which a buyer asks for no more letters: a workspace, a keyed hash and a seal."""

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID

from hanse.base.faults import Gone

PART_BYTES = 16
PAGE = "/letters/stop"


@dataclass(frozen=True, slots=True)
class Link:
    """`seal` is made with the key of the workspace, so nobody writes one for somebody else."""

    workspace_id: UUID
    address_hash: bytes
    seal: bytes


def write(link: Link) -> str:
    whole = link.workspace_id.bytes + link.address_hash + link.seal
    return base64.urlsafe_b64encode(whole).decode()


def read(token: str) -> Link:
    try:
        whole = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        whole = b""
    if len(whole) != 3 * PART_BYTES:
        raise unknown()
    parts = [whole[at : at + PART_BYTES] for at in range(0, len(whole), PART_BYTES)]
    return Link(UUID(bytes=parts[0]), parts[1], parts[2])


def unknown() -> Gone:
    return Gone(
        "This link is not one of ours, or not whole.",
        "Open it once more from the mail, all of it.",
    )


def page(base: str, token: str) -> str:
    """Behind the mark, so that the token stands in no log of visits."""
    return f"{base}{PAGE}#{token}"
