"""What this platform alone can do to its callers, and how fast an order goes its way."""

from dataclasses import dataclass, fields
from typing import Any

NUMBER_MAX = 1_000_000_000
# Words that a mood may have, where it is one of several.
WORDS = {
    "payment": ("works", "fails", "fails_later"),
    "simple_as": ("bare", "named", "full"),
}


@dataclass(slots=True)
class Moods:
    """Times are seconds of the sandbox's clock; of those that may be None, None is never."""

    launched: bool = True  # an app in test has tokens that live for a day
    approves: bool = False  # the page that lets an app in needs no click
    omits_refresh_token: bool = False  # a refresh tells no new refresh token: the old one stays
    # What `simplify` leaves out: the name of the call and the kinds of lists, these, or nothing.
    # The documents say that both may be left out; a program that many use reads both.
    simple_as: str = "bare"
    order_readable_after_s: float = 10.0  # until then an order is nobody's
    repeated_names_orders: bool = False  # whether a repeated order tells the ids of the first
    splits_lines: bool = False  # each line an order of its own, not only each store
    payment: str = "works"  # of an order that asks to be paid by itself
    paid_after_s: float = 5.0
    ships_after_s: float | None = 86_400.0
    delivers_after_s: float | None = 864_000.0  # after it was shipped
    cancel_takes_s: float = 86_400.0  # of a paid order
    order_error: str = ""  # what the next orders are answered instead of being made
    order_error_next: int = 0
    product_error: int = 404  # what the next products are answered
    product_error_next: int = 0
    system_error_next: int = 0  # so many calls find no service, before anything was done
    remote_error_next: int = 0  # so many are done, and answered as failed at the far end

    def spend(self, name: str) -> bool:
        """Whether this call is one of the next; then it is one less."""
        left: int = getattr(self, name)
        setattr(self, name, max(0, left - 1))
        return left > 0

    def document(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}


def set_moods(moods: Moods, document: dict[str, Any]) -> None:
    """As the document says; where a part of it cannot be, nothing changes."""
    usual = Moods().document()
    if unknown := set(document) - set(usual):
        raise ValueError(f"There is no {', '.join(sorted(unknown))}, only {', '.join(usual)}.")
    for name, value in document.items():
        if value is None and name in ("ships_after_s", "delivers_after_s"):
            continue
        wanted = type(usual[name])
        is_number = wanted is float and type(value) is int
        if type(value) is not wanted and not is_number:
            raise ValueError(f"{name} is a {wanted.__name__}, not {value!r}.")
        if wanted in (float, int) and not 0 <= value <= NUMBER_MAX:
            raise ValueError(f"{name} cannot be {value}: give 0 to {NUMBER_MAX}.")
    for name, words in WORDS.items():
        if document.get(name, words[0]) not in words:
            raise ValueError(f"{name} is one of {', '.join(words)}.")
    for name, value in document.items():
        setattr(
            moods, name, float(value) if type(usual[name]) is float and value is not None else value
        )
