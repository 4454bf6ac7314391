"""Connections: which rows of a list one page shows, and the cursors around it."""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from hanse.sandbox.shopify.refusals import Refusal
from hanse.sandbox.shopify.search import Search
from hanse.sandbox.shopify.table import Key, Record, Table, sort_value

PAGE_MAX = 250
COUNTED = ("id", "totalInventory")  # orders whose values are numbers; the others are text
VARIANTS_MAX = 2000  # of one product that is asked for alone


@dataclass(slots=True)
class Page:
    rows: list[Any]
    cursors: list[Any]  # as many as rows: what the cursor of each is made of
    more_after: bool
    more_before: bool

    def mark(self, at: int) -> str:
        return base64.b64encode(json.dumps(self.cursors[at]).encode()).decode()


@dataclass(slots=True)
class Rows:
    """A list as its arguments want it: a page of it, or all of it for a bulk operation."""

    def page(self, args: Record) -> Page:
        raise NotImplementedError

    def __iter__(self) -> Iterator[Any]:
        raise NotImplementedError


@dataclass(slots=True)
class Listed(Rows):
    """A list that its owner holds whole."""

    rows: list[Any]
    most: int = PAGE_MAX

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def page(self, args: Record) -> Page:
        count, backward = wanted(args, self.most)
        numbered = list(enumerate(self.rows))
        if args.get("reverse"):
            numbered.reverse()
        places = [place for place, _ in numbered]
        start, stop = 0, len(numbered)
        if args.get("after"):
            start = _place(places, args["after"]) + 1
        if args.get("before"):
            stop = _place(places, args["before"])
        first = max(stop - count, start) if backward else start
        last = stop if backward else min(start + count, stop)
        shown = numbered[first:last]
        cursors = [{"last_id": place, "last_value": place} for place, _ in shown]
        return Page([row for _, row in shown], cursors, last < len(numbered), first > 0)


@dataclass(slots=True)
class Streamed(Rows):
    """A list by id that is too long to be held, and that is read forwards."""

    after: Callable[[int | None], Iterator[Record]]  # the rows behind this id

    def __iter__(self) -> Iterator[Record]:
        return self.after(None)

    def page(self, args: Record) -> Page:
        count, backward = wanted(args)
        if backward or args.get("reverse") or args.get("before"):
            return Listed(list(self.after(None))).page(args)
        last = opened(args["after"])[0] if args.get("after") else None
        rows = list(islice(self.after(last), count + 1))
        more = len(rows) > count
        del rows[count:]
        cursors = [{"last_id": row["id"], "last_value": row["id"]} for row in rows]
        return Page(rows, cursors, more, last is not None)


def _place(places: list[int], cursor: str) -> int:
    number = opened(cursor)[0]
    if number not in places:
        raise _foreign()
    return places.index(number)


@dataclass(slots=True)
class Found(Rows):
    """Rows of a table that a search lets pass, in one order."""

    table: Table
    order: str
    reverse: bool
    search: Search | None
    only: Iterable[int] | None = None  # ids to which a search by number or SKU comes down
    hidden_from: str | None = None  # what was written since then is not in the index yet
    depth_max: int = 25_000

    def __iter__(self) -> Iterator[Record]:
        return self._walk(self.reverse, None, None)

    def page(self, args: Record) -> Page:
        count, backward = wanted(args)
        after = self._key(args.get("after"))
        before = self._key(args.get("before"))
        seen = int(opened(args["after"])[2]) if args.get("after") else 0
        if seen >= self.depth_max:  # guessed words and code
            raise Refusal(
                f"Pagination beyond {self.depth_max} objects is not supported.", "BAD_REQUEST"
            )
        low, high = (before, after) if self.reverse else (after, before)
        found = self._walk(self.reverse != backward, low, high)
        rows = list(islice(found, count + 1))
        more = len(rows) > count
        del rows[count:]
        if backward:
            rows.reverse()
        cursors = [
            {"last_id": row["id"], "last_value": sort_value(row, self.order), "at": seen + at + 1}
            for at, row in enumerate(rows)
        ]
        if backward:
            return Page(rows, cursors, args.get("before") is not None, more)
        return Page(rows, cursors, more, args.get("after") is not None)

    def _key(self, cursor: str | None) -> Key | None:
        if not cursor:
            return None
        number, value, _ = opened(cursor)
        if isinstance(value, int) != (self.order in COUNTED):
            raise _foreign()
        return value, number

    def _walk(self, reverse: bool, low: Key | None, high: Key | None) -> Iterator[Record]:
        if self.only is not None:
            keyed = ((n, self.table.row(n)) for n in self.only)
            chosen = [(sort_value(r, self.order), n) for n, r in keyed if r is not None]
            chosen.sort(reverse=reverse)
            ids: Iterable[int] = [
                key[1]
                for key in chosen
                if (low is None or key > low) and (high is None or key < high)
            ]
        else:
            bound = self.search.low() if self.search and self.order == "id" else None
            if bound is not None and (low is None or bound > low):
                low = bound
            since = self.search.since() if self.search else None
            ids = self.table.walk(self.order, reverse=reverse, low=low, high=high, since=since)
        passes = self.search.passes if self.search else None
        for number in ids:
            row = self.table.row(number)
            if row is None or (passes is not None and not passes(row)):
                continue
            if self.hidden_from is not None and row["updatedAt"] > self.hidden_from:
                continue
            yield row


def wanted(args: Record, most: int = PAGE_MAX) -> tuple[int, bool]:
    """How many rows, and whether they are the last ones."""
    first, last = args.get("first"), args.get("last")
    if (first is None) == (last is None):
        which = "only one of" if first is not None else "one of"
        raise Refusal(f"you must provide {which} first or last", "BAD_REQUEST")
    count = int(first if first is not None else last or 0)
    if count < 0 or count > most:  # guessed words
        raise Refusal(f"The page size of {count} is outside 0 to {most}.", "BAD_REQUEST")
    return count, first is None


def opened(cursor: str) -> tuple[int, Any, int]:
    """What a cursor holds: the last id, the last value, and how many rows came before its end."""
    try:
        inside = json.loads(base64.b64decode(cursor, validate=True))
        return int(inside["last_id"]), inside["last_value"], int(inside.get("at", 0))
    except (ValueError, KeyError, TypeError) as wrong:
        raise _foreign() from wrong


def _foreign() -> Refusal:
    return Refusal("Invalid cursor for current pagination sort.", "BAD_REQUEST")  # guessed words
