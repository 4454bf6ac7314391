"""All recorded answers again, field by field. What does not count says why."""

from tests.sandbox.woocommerce.counted import DELIVERIES, LEFT_OUT, PAGES, answers
from tests.sandbox.woocommerce.records import FOLDER


def test_the_list_of_what_counts_names_every_recording_once() -> None:
    numbers = {int(path.name[:3]) for path in FOLDER.iterdir()}
    assert len(numbers) == 229
    assert not DELIVERIES & PAGES
    assert not (DELIVERIES | PAGES) & set(LEFT_OUT)
    assert numbers >= DELIVERIES | PAGES | set(LEFT_OUT)


def test_the_recorded_calls_are_answered_as_the_real_store_did() -> None:
    found = dict(answers())
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert len(found) == 204
