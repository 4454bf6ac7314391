"""One call as a handler sees it, and how its parameters are read."""

import json
from dataclasses import dataclass
from typing import Any

from hanse.sandbox.aliexpress.envelope import missing, unreadable
from hanse.sandbox.aliexpress.hub import Hub

DIGITS_MAX = 18


@dataclass(frozen=True, slots=True)
class Asked:
    hub: Hub
    params: dict[str, str]

    def text(self, name: str, usual: str | None = None) -> str:
        """A parameter; without a usual value it must be there."""
        found = self.params.get(name, "")
        if found:
            return found
        if usual is None:
            raise missing(name)
        return usual

    def number(self, name: str, usual: int | None = None) -> int:
        found = self.text(name, None if usual is None else str(usual))
        if not found.isdecimal() or len(found) > DIGITS_MAX:
            raise unreadable(name)
        return int(found)

    def document(self, name: str, usual: str | None = None) -> dict[str, Any]:
        """A parameter that is the text of a JSON object."""
        try:
            found = json.loads(self.text(name, usual))
        except ValueError as wrong:
            raise unreadable(name) from wrong
        if not isinstance(found, dict):
            raise unreadable(name)
        return found


def whole(value: Any) -> int:
    """A number inside a JSON text, which may stand there as text; -1 is none."""
    text = str(value)
    return int(text) if text.isdecimal() and len(text) <= DIGITS_MAX else -1
