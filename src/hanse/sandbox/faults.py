"""Faults on request: which calls, what goes wrong, how often."""

import random
import re
from dataclasses import dataclass, field
from typing import Any

# What stands in a document, and what happens then; a platform knows how it looks with it.
KINDS = {
    "lost_before": "the connection closes before anything was done",
    "lost_after": "the call is done, then the connection closes without an answer",
    "half_answer": "the call is done, half of the answer arrives",
    "throttled": "429",
    "maintenance": "503 with a page for people",
    "database_down": "500 with a page for people",
    "gateway": "502 of the web server",
    "too_large": "413 of the web server",
    "noise": "a warning stands before the answer",
    "bom": "a byte order mark stands before the answer",
    "plain_permalinks": "301 onto itself, for ever",
    "key_lost": "the key is gone from now on",
}
REFUSING = {
    "lost_before",
    "throttled",
    "maintenance",
    "database_down",
    "gateway",
    "too_large",
    "plain_permalinks",
    "key_lost",
}


@dataclass(slots=True)
class Switch:
    platform: str
    kind: str
    calls: str = ".*"  # a pattern for "METHOD /path"
    share: float = 1.0
    count: int | None = None  # how many more times; None is without end


@dataclass(slots=True)
class Switches:
    chance: random.Random
    rows: list[Switch] = field(default_factory=list)
    struck: dict[str, int] = field(default_factory=dict)

    def set(self, document: dict[str, Any]) -> Switch:
        """One switch more; says what is wrong with the document."""
        kind = document.get("kind")
        if kind not in KINDS:
            raise ValueError(f"There is no fault {kind!r}; there are {', '.join(sorted(KINDS))}.")
        unknown = set(document) - {"platform", "kind", "calls", "share", "count"}
        if unknown:
            raise ValueError(f"A fault has no {', '.join(sorted(unknown))}.")
        pattern = str(document.get("calls", ".*"))
        try:
            re.compile(pattern)
        except re.error as wrong:
            raise ValueError(
                f"The pattern {pattern!r} of calls cannot be read: {wrong}."
            ) from wrong
        count = document.get("count")
        switch = Switch(
            str(document.get("platform", "woocommerce")),
            str(kind),
            pattern,
            float(document.get("share", 1.0)),
            int(count) if count is not None else None,
        )
        self.rows.append(switch)
        return switch

    def strike(self, platform: str, call: str) -> str | None:
        """The fault that hits this call, the first that fits; a counted one is used up."""
        for switch in self.rows:
            if switch.platform != platform or not re.search(switch.calls, call):
                continue
            if switch.count == 0 or self.chance.random() >= switch.share:
                continue
            if switch.count is not None:
                switch.count -= 1
            self.struck[switch.kind] = self.struck.get(switch.kind, 0) + 1
            return switch.kind
        return None
