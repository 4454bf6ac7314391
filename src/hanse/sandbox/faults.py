"""Faults on request: which calls, what goes wrong, how often."""

import random
import re
from dataclasses import dataclass, field
from typing import Any

# What stands in a document, and what happens then; a platform knows how it looks with it.
KINDS = {
    "lost_before": "nothing is done and no answer comes, until the caller gives up",
    "lost_after": "the call is done and no answer comes, until the caller gives up",
    "slow": "the call is done, its answer comes after so many seconds",
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
    "token_lost": "the token, or the key where there are none, is gone from now on",
    # Of the supplier alone, whose platform is cj.
    "busy": "nothing is done, and the answer says that the platform is busy",
    "read_timeout": "the call is done, and the answer says that it was not heard of in time",
    # Of the bank alone, whose platform is ecb.
    "not_found": "404 with a page for people",
    "page": "200 with a page for people",
    "cut_short": "half of the file, as if it were the whole",
    "yesterday": "the file of the working day before",
    "unknown_currency": "a currency more, that nobody knows",
    "missing_currency": "a currency less: the dollar",
    "no_number": "N/A where the dollar's rate should be",
    "twice": "the newest day stands there twice",
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
    "token_lost",
}
SLOW_S = 5.0
SLOW_S_MAX = 600.0


@dataclass(slots=True)
class Switch:
    platform: str  # empty for all
    kind: str
    calls: str = ".*"  # a pattern for "METHOD /path"
    share: float = 1.0
    count: int | None = None  # how many more times; None is without end
    host: str = ""  # of one shop; empty for all
    seconds: float = SLOW_S  # for slow alone

    def fits(self, platform: str, call: str, host: str) -> bool:
        return (
            self.platform in ("", platform)
            and self.host in ("", host)
            and self.count != 0
            and bool(re.search(self.calls, call))
        )

    def document(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in NAMES}


NAMES = ("platform", "host", "kind", "calls", "share", "count", "seconds")


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
        if unknown := set(document) - set(NAMES):
            raise ValueError(f"A fault has no {', '.join(sorted(unknown))}.")
        pattern = str(document.get("calls", ".*"))
        try:
            re.compile(pattern)
        except re.error as wrong:
            raise ValueError(
                f"The pattern {pattern!r} of calls cannot be read: {wrong}."
            ) from wrong
        host, count = str(document.get("host", "")), document.get("count")
        switch = Switch(
            platform=str(document.get("platform", "" if host else "woocommerce")),
            kind=str(kind),
            calls=pattern,
            share=_bounded(document, "share", 1.0, 1.0),
            count=None if count is None else max(0, int(count)),
            host=host,
            seconds=_bounded(document, "seconds", SLOW_S, SLOW_S_MAX),
        )
        self.rows.append(switch)
        return switch

    def strike(self, platform: str, call: str, host: str = "") -> Switch | None:
        """The fault that hits this call, the first that fits; a counted one is used up."""
        for switch in self.rows:
            if not switch.fits(platform, call, host) or self.chance.random() >= switch.share:
                continue
            if switch.count is not None:
                switch.count -= 1
            self.struck[switch.kind] = self.struck.get(switch.kind, 0) + 1
            return switch
        return None


def _bounded(document: dict[str, Any], name: str, usual: float, most: float) -> float:
    found = float(document.get(name, usual))
    if not 0 <= found <= most:
        raise ValueError(f"{name} is from 0 to {most:g}, not {found:g}.")
    return found
