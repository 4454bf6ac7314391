"""Rows of which the seeded ones are made when asked for; what was written lies over them."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
MATCHES_KEPT = 16  # answers to filters over all seeded rows, so that the next page costs nothing


class Shelf(MutableMapping[int, Row]):
    """Rows by id. Seeded rows have the ids of `seeded`, in the order of their making."""

    def __init__(self, seeded: Sequence[int], make: Callable[[int], Row]) -> None:
        self.seeded = seeded
        self.written: dict[int, Row | None] = {}  # None is gone
        self._make = make
        self.counts: Counter[str] | None = None  # of the seeded rows, by whoever counted them
        self._matches: dict[str, Sequence[int]] = {}
        self._lines: dict[str, Lined] = {}  # for as long as nobody writes

    def __getitem__(self, number: int) -> Row:
        if number in self.written:
            if (row := self.written[number]) is None:
                raise KeyError(number)
            return row
        if number not in self.seeded:
            raise KeyError(number)
        return self.at(self.seeded.index(number))

    def __setitem__(self, number: int, row: Row) -> None:
        self.written[number] = row
        self._lines.clear()

    def __delitem__(self, number: int) -> None:
        self[number]
        if number in self.seeded:
            self.written[number] = None
        else:
            del self.written[number]
        self._lines.clear()

    def __iter__(self) -> Iterator[int]:
        yield from (number for number in self.seeded if number not in self.written)
        yield from (number for number, row in self.written.items() if row is not None)

    def __len__(self) -> int:
        gone = sum(number in self.seeded for number in self.written)
        return len(self.seeded) - gone + sum(row is not None for row in self.written.values())

    def __contains__(self, number: object) -> bool:
        if number in self.written:
            return self.written[number] is not None
        return number in self.seeded

    def at(self, place: int) -> Row:
        """The seeded row of that place as it was seeded."""
        return self._make(place)

    def touched(self) -> list[Row]:
        """Every row that was ever written and still is there."""
        return [row for row in self.written.values() if row is not None]

    def line(self, name: str, make: Callable[[], Lined]) -> Lined:
        """What `make` makes, kept for the next page until somebody writes."""
        if name not in self._lines:
            if len(self._lines) >= MATCHES_KEPT:
                self._lines.clear()
            self._lines[name] = make()
        return self._lines[name]

    def matching(self, name: str, test: Callable[[int], bool], places: range) -> Sequence[int]:
        """The seeded places that pass; looked through once for each name of a filter."""
        name = f"{name}:{places}"
        if name not in self._matches:
            while len(self._matches) >= MATCHES_KEPT:
                del self._matches[next(iter(self._matches))]
            self._matches[name] = array("L", filter(test, places))
        return self._matches[name]


@dataclass(frozen=True, slots=True)
class Lined:
    """Seeded places that fit, those among them that were written over, and the written rows.

    `ranks` says before how many of the seeded ones each written row stands.
    """

    shelf: Shelf
    places: Sequence[int]
    gone: Sequence[int]  # indexes into `places`, rising
    extra: Sequence[Row]
    ranks: Sequence[int]

    @property
    def total(self) -> int:
        return len(self.places) - len(self.gone) + len(self.extra)

    def cut(self, start: int, stop: int) -> list[Row]:
        """Rows start to stop, of the rising order."""
        spots = self.spots(start, stop)
        return [self.shelf.at(spot) if isinstance(spot, int) else spot for spot in spots]

    def spots(self, start: int, stop: int) -> list[Row | int]:
        """The same, with the places of seeded rows instead of the rows."""
        stands = [rank + at for at, rank in enumerate(self.ranks)]
        found: list[Row | int] = []
        for index in range(start, min(stop, self.total)):
            before = bisect_left(stands, index)
            if before < len(stands) and stands[before] == index:
                found.append(self.extra[before])
            else:
                found.append(self.places[self._index(index - before)])
        return found

    def _index(self, rank: int) -> int:
        """Where the seeded row of that rank stands, passing over those that are gone."""
        at = rank
        while (moved := rank + bisect_right(self.gone, at)) != at:
            at = moved
        return at


def lined(
    shelf: Shelf,
    places: Sequence[int],
    fits: Callable[[Row], bool],
    key: Callable[[Row], object],
    *,
    stays: bool,
) -> Lined:
    """Seeded rows and written ones in one rising order.

    `places` are the seeded places that fit. Where a row `stays`, one that was written over keeps
    its place, as by id or by the day it was made; else every written row comes after all seeded
    ones, as by the time of the last change.
    """
    over = sorted(shelf.seeded.index(at) for at in shelf.written if at in shelf.seeded)
    gone = [
        index
        for place in over
        if (index := bisect_left(places, place)) < len(places) and places[index] == place
    ]
    extra = sorted((row for row in shelf.touched() if fits(row)), key=key)  # type: ignore[arg-type]
    kept = len(places) - len(gone)
    ranks = []
    for row in extra:
        if stays and row["id"] in shelf.seeded:
            index = bisect_left(places, shelf.seeded.index(row["id"]))
            ranks.append(index - bisect_left(gone, index))
        else:
            ranks.append(kept)
    return Lined(shelf, places, gone, extra, ranks)
