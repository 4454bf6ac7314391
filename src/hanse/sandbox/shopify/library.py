"""What a shop keeps of files: bytes that were handed in, and the files made of them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hanse.sandbox.shopify.spool import Spool

Record = dict[str, Any]
FILE_FIRST = 9_300_000_000_000_001
BYTES_MAX = 1024**3  # of all pictures of one shop, on disk
STAGED_FOR = timedelta(hours=24)


@dataclass(slots=True)
class Staged:
    """A place that was promised for bytes. `held` is where they lie once they came."""

    key: str
    filename: str
    mime: str
    resource: str
    by_form: bool
    parameters: list[tuple[str, str]]
    signature: str
    expires_at: datetime
    held: tuple[int, int] | None = None  # from where, how many


@dataclass(slots=True)
class Library:
    spool: Spool = field(default_factory=Spool)
    staged: dict[str, Staged] = field(default_factory=dict)
    files: dict[int, Record] = field(default_factory=dict)  # pictures, by their number
    names: dict[str, int] = field(default_factory=dict)

    def keep(self, content: bytes) -> tuple[int, int] | None:
        """Where it lies from now on; None where there is no room."""
        if self.spool.size + len(content) > BYTES_MAX:
            return None
        at = self.spool.size
        self.spool.write(content)
        return at, len(content)

    def content(self, held: tuple[int, int]) -> bytes:
        return self.spool.part(*held)

    def promised(self, key: str, now: datetime) -> Staged | None:
        """What is still good."""
        found = self.staged.get(key)
        return found if found and now < found.expires_at else None

    def forget_old(self, now: datetime) -> None:
        for key in [key for key, row in self.staged.items() if row.expires_at <= now]:
            del self.staged[key]

    def named(self, name: str) -> Record | None:
        return self.files.get(self.names.get(name, 0))
