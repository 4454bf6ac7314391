"""What was really written, counted by platform, kind and key: the stranger's own answer."""

from collections import Counter
from typing import Any


class Ledger:
    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, str]] = Counter()

    def note(self, platform: str, kind: str, key: str) -> None:
        self._counts[platform, kind, key] += 1

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

    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for (platform, kind, key), number in sorted(self._counts.items()):
            found.setdefault(platform, {}).setdefault(kind, {})[key] = number
        return found
