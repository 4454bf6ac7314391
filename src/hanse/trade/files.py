"""Files of ours on their way to a platform."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class File:
    """One that we keep. `name` is the hash of its bytes with its ending; `address` is where anybody
    can fetch it, if this hub has a public address."""

    name: str
    media_type: str
    size: int  # in bytes
    address: str = ""

    @property
    def digest(self) -> str:
        return self.name.partition(".")[0]


NO_FILES: Mapping[str, File] = {}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the bytes of a file go, as the platform said when it was asked. With `fields` they go
    as a form whose last part is the file. `address` names the file in the change that needs it."""

    method: Literal["POST", "PUT"]
    url: str
    address: str
    headers: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
