"""What was really written, counted by platform, kind and key: the stranger's own answer. And what
programs asked for, with the points that the platform took for it."""

import contextlib
from collections import Counter
from collections.abc import Iterator
from typing import Any


class Ledger:
    """One shop's counts go into the counts of all as well."""

    def __init__(self, above: "Ledger | None" = None) -> None:
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self._above = above
        self._hand = ""
        self._calls: Counter[str] = Counter()
        self._points: dict[str, float] = {}

    def note(self, platform: str, kind: str, key: str) -> None:
        kind = f"{self._hand}{kind}"
        self._counts[platform, kind, key] += 1
        if self._above:
            self._above.note(platform, kind, key)

    @contextlib.contextmanager
    def by(self, who: str) -> Iterator[None]:
        """What is written inside was not done through the platform's interface.

        It is counted apart, as `merchant:product.update` or `shopper:order.create`, so that the
        plain kinds are what programs did.
        """
        before, self._hand = self._hand, f"{who}:"
        try:
            yield
        finally:
            self._hand = before

    def count(self, platform: str, kind: str, key: str | None = None) -> int:
        """How often this was written; without a key, for all keys together."""
        return sum(
            number
            for (at, what, whose), number in self._counts.items()
            if (at, what) == (platform, kind) and key in (None, whose)
        )

    def kind(self, platform: str, kind: str) -> dict[str, int]:
        """The counts of one kind by key."""
        counts = self._counts.items()
        return {key: n for (at, what, key), n in counts if (at, what) == (platform, kind)}

    def paid(self, what: str, points: float = 0.0) -> None:
        """One call of the interface, whatever became of it."""
        self._calls[what] += 1
        self._points[what] = self._points.get(what, 0.0) + points
        if self._above:
            self._above.paid(what, points)

    def asked(self) -> dict[str, Any]:
        """How often each was asked for, and for how many points."""
        return {
            "calls": dict(sorted(self._calls.items())),
            "points": dict(sorted(self._points.items())),
        }

    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for (platform, kind, key), number in sorted(self._counts.items()):
            found.setdefault(platform, {}).setdefault(kind, {})[key] = number
        return found
