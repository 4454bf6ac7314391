"""Rows of a batch: each worked or did not, and the order is that of the asking.

One bad row never takes the others with it. Only a `Fault` is a result; anything else that is
raised is a mistake of the program and goes up.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from hanse.base.faults import Fault

Key = TypeVar("Key")
Item = TypeVar("Item")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Done(Generic[Key, Value]):
    key: Key
    value: Value


@dataclass(frozen=True, slots=True)
class Failed(Generic[Key]):
    key: Key
    fault: Fault


Row: TypeAlias = Done[Key, Value] | Failed[Key]


@dataclass(frozen=True, slots=True)
class Counts:
    done: int
    failed: int
    by_code: dict[str, int]  # of the faults, most frequent first

    def __str__(self) -> str:
        kinds = ", ".join(f"{count} {code}" for code, count in self.by_code.items())
        return f"{self.done} done, {self.failed} failed" + (f" ({kinds})" if kinds else "")


def attempt(
    rows: Iterable[tuple[Key, Item]], work: Callable[[Item], Value]
) -> list[Row[Key, Value]]:
    """Do the work for each row; a fault becomes the result of its row."""
    return [_attempt(key, item, work) for key, item in rows]


def _attempt(key: Key, item: Item, work: Callable[[Item], Value]) -> Row[Key, Value]:
    try:
        return Done(key, work(item))
    except Fault as fault:
        return Failed(key, fault)


def partition(
    rows: Iterable[Row[Key, Value]],
) -> tuple[list[Done[Key, Value]], list[Failed[Key]]]:
    """What worked and what did not, each in the order of the rows."""
    done: list[Done[Key, Value]] = []
    failed: list[Failed[Key]] = []
    for row in rows:
        if isinstance(row, Done):
            done.append(row)
        else:
            failed.append(row)
    return done, failed


def counts(rows: Iterable[Row[Key, Value]]) -> Counts:
    done, failed = partition(rows)
    codes = Counter(row.fault.code for row in failed)
    return Counts(len(done), len(failed), dict(codes.most_common()))
