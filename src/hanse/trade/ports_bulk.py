"""What a platform writes into a file for us when we ask for everything at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hanse.trade.ports_read import Kind, Page, Question, Reply
from hanse.trade.shop import Shop


class BulkState(StrEnum):
    running = "running"
    done = "done"
    failed = "failed"  # for good: ask for a new one


@dataclass(frozen=True, slots=True)
class BulkReport:
    """`url` is None where there is no row at all. It needs no key and is good for days."""

    remote_id: str
    state: BulkState
    rows: int | None = None  # so far
    url: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class BulkPort:
    """The file has one JSON document a line. Lines of one thing stand together: `group` names the
    thing of a line, and `page` gets whole groups only."""

    kinds: frozenset[Kind]
    start: Callable[[Kind, Shop], Question]
    started: Callable[[Reply], BulkReport]
    poll: Callable[[str], Question]
    report: Callable[[Reply], BulkReport]
    group: Callable[[object], str | None]
    page: Callable[[Kind, Sequence[object], Shop], Page[Any]]
    family: str  # of the files themselves, which may lie elsewhere
