"""A key makes a write happen once, however often it is sent."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hanse.sandbox.shopify.ask import Ask
from hanse.sandbox.shopify.refusals import Refusal

Args = dict[str, Any]
KEPT_HOURS = 24
REQUIRED_FROM = "2026-04"


def once(
    ask: Ask, args: Args, refused: Callable[[str, str], Args], work: Callable[[], Args]
) -> Args:
    """Run it, or answer as the first time. `refused` makes the answer for a code and its words."""
    if ask.key is None:
        if ask.version >= REQUIRED_FROM:
            text = "The @idempotent directive is required for this mutation but was not provided."
            raise Refusal(text, "BAD_REQUEST")
        return work()
    if not ask.key.strip():  # guessed words
        raise Refusal("The idempotency key must not be blank.", "BAD_REQUEST")
    now = ask.shop.clock.now()
    said = json.dumps(args, sort_keys=True, default=str)
    place = (ask.app.client_id, ask.key)
    known: tuple[datetime, str, Args] | None = ask.shop.remembered.get(place)
    if known is not None and now < known[0] + timedelta(hours=KEPT_HOURS):
        if known[1] != said:
            return refused(
                "IDEMPOTENCY_KEY_PARAMETER_MISMATCH",
                "The idempotency key was used before with other parameters.",
            )
        ask.shop.note("write.replayed", ask.key)
        return known[2]
    answer = work()
    ask.shop.remembered[place] = (now, said, answer)
    return answer
