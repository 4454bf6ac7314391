"""Rows of one kind: the seeded ones are made when asked for, what was written lies over them."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from heapq import merge
from itertools import chain
from typing import Any

Record = dict[str, Any]
Key = tuple[Any, int]
FRESH_MAX = 1024
IN_ORDER = ("id", "createdAt", "updatedAt", "processedAt")  # seeded rows are in all these orders


@dataclass(slots=True)
class Table:
    """Ids run without a hole from `first`, and after `skip` of them on from there; a deleted row is
    None among the written ones."""

    first: int
    seeded: int
    make: Callable[[int], Record]
    stamp: Callable[[int], str]  # when the seeded row was made and last changed
    skip: int = 0
    written: dict[int, Record | None] = field(default_factory=dict)
    added: int = 0
    gone: int = 0
    version: int = 0
    sorted_by: dict[str, tuple[int, list[Key]]] = field(default_factory=dict)
    fresh: dict[int, Record] = field(default_factory=dict)  # seeded rows that were just made

    @property
    def end(self) -> int:
        return self.first + self.seeded + self.skip + self.added

    def total(self) -> int:
        return self.seeded + self.added - self.gone

    def row(self, number: int) -> Record | None:
        if number in self.written:
            return self.written[number]
        if (made := self.fresh.get(number)) is not None:
            return made
        index = number - self.first
        if not 0 <= index < self.seeded:
            return None
        if len(self.fresh) >= FRESH_MAX:
            self.fresh.clear()
        made = self.fresh[number] = self.make(index)
        return made

    def edit(self, number: int) -> Record:
        """The row itself, to be changed in place; from now on it counts as written."""
        row = self.row(number)
        if row is None:
            raise KeyError(number)
        self.written[number] = row
        self.version += 1
        return row

    def add(self, row: Record) -> Record:
        row["id"] = self.end
        self.added += 1
        self.written[row["id"]] = row
        self.version += 1
        return row

    def remove(self, number: int) -> bool:
        if self.row(number) is None:
            return False
        self.written[number] = None
        self.gone += 1
        self.version += 1
        return True

    def walk(
        self,
        order: str,
        *,
        reverse: bool,
        low: Key | None,
        high: Key | None,
        since: str | None = None,
    ) -> Iterator[int]:
        """Ids in the given order, from just after `low` to just before `high`. What nobody has
        written since the seed is left out where it is older than `since`."""
        if order not in IN_ORDER:
            yield from self._sorted_whole(order, reverse, low, high)
            return
        start = 0 if low is None else self._place(order, low, after=True)
        stop = self.seeded if high is None else self._place(order, high, after=False)
        if since is not None:
            start = max(start, bisect_left(range(self.seeded), since, key=self.stamp))
        inside = range(start, max(start, stop))
        written = self._written(order)
        lie_over = self.written
        spans: Any = reversed(inside) if reverse else inside
        seeds = (self.first + at for at in spans if self.first + at not in lie_over)
        begin = 0 if low is None else bisect_left(written, (low[0], low[1] + 1))
        end = len(written) if high is None else bisect_left(written, high)
        rows = written[begin:end]
        if not rows:
            yield from seeds
            return
        if order == "id":
            ids = [number for _, number in rows]
            yield from merge(seeds, reversed(ids) if reverse else ids, reverse=reverse)
            return
        keyed = ((self.stamp(number - self.first), number) for number in seeds)
        both = merge(keyed, reversed(rows) if reverse else rows, reverse=reverse)
        yield from (number for _, number in both)

    def _place(self, order: str, key: Key, *, after: bool) -> int:
        """How many seeded rows stand before the key, itself counted where `after`."""
        value, number = key
        if order == "id":
            place = (number if after else number - 1) - self.first + 1
        else:
            place = bisect_left(
                range(self.seeded),
                (value, number + 1 if after else number),
                key=lambda at: (self.stamp(at), self.first + at),
            )
        return min(max(place, 0), self.seeded)

    def _written(self, order: str) -> list[Key]:
        kept = self.sorted_by.get(order)
        if kept is None or kept[0] != self.version:
            rows = ((n, row) for n, row in self.written.items() if row is not None)
            keys = sorted((row[order] if order != "id" else n, n) for n, row in rows)
            kept = self.sorted_by[order] = (self.version, keys)
        return kept[1]

    def _sorted_whole(
        self, order: str, reverse: bool, low: Key | None, high: Key | None
    ) -> Iterator[int]:
        """An order that the seed does not have costs a walk over everything."""
        past = self.first + self.seeded
        added = (number for number in self.written if number >= past)
        rows = map(self.row, chain(range(self.first, past), added))
        keys: list[Key] = [(sort_value(row, order), row["id"]) for row in rows if row is not None]
        keys.sort(reverse=reverse)
        for key in keys:
            if (low is None or key > low) and (high is None or key < high):
                yield key[1]


def sort_value(row: Record, order: str) -> Any:
    value = row["id"] if order == "id" else row.get(order)
    return "" if value is None else value
