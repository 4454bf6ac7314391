"""Which recordings count, why the others do not, and how each that counts is answered here."""

from collections.abc import Iterator

from tests.sandbox.woocommerce.between import step
from tests.sandbox.woocommerce.records import recording
from tests.sandbox.woocommerce.replay import differences, recorded_store

LAST = 229
# Calls of the store to others: compared in test_webhooks, test_deliveries, test_consent.
DELIVERIES = {157, *range(165, 171), 182, 215, 229}
# Pages for people, reached by a browser with cookies: compared in test_consent.py.
PAGES = {175, 176, 177, 178, 179, 180, 181, 183, 184}
LEFT_OUT = {
    2: "the recorder kept names of routes only, and most of them are nothing that we serve",
    26: "the words of settings that nobody here reads, with all countries of the world",
    107: "the description of all parameters; the recorder kept their numbers only",
    154: "the interface of the shop's own pages, which nobody here calls",
    187: "shortcodes are not expanded: a gallery shows images of the whole shop",
    188: "cleaning of the gallery's own markup",
}


def answers() -> Iterator[tuple[str, list[str]]]:
    """Each recorded call that counts, done again in its turn, with where the answers differ."""
    store = recorded_store()
    for number in range(1, LAST + 1):
        if number in DELIVERIES | PAGES:
            continue
        answer = step(store, number)
        if number not in LEFT_OUT:
            yield f"{number} {recording(number)['name']}", differences(number, answer)
