"""Sealing: opens with the right key in the right place, and with nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.base.faults import Denied, Unavailable
from hanse.engine.seal import KeyRing, Masters, new_key, open_sealed, seal, wrapped_by

KEY = new_key()


@given(plaintext=st.binary(max_size=300), aad=st.binary(max_size=50))
def test_what_was_sealed_opens_again(plaintext: bytes, aad: bytes) -> None:
    sealed = seal(KEY, plaintext, aad)
    assert open_sealed(KEY, sealed, aad) == plaintext


@given(plaintext=st.binary(max_size=50), data=st.data())
def test_one_turned_bit_is_noticed(plaintext: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(KEY, plaintext, b"here"))
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Denied):
        open_sealed(KEY, bytes(sealed), b"here")


@pytest.mark.parametrize("torn", [b"", b"short", bytes(12), bytes(27)])
def test_a_torn_value_is_refused_with_a_sentence(torn: bytes) -> None:
    with pytest.raises(Denied, match=r"does not open in this place\. It was moved or altered"):
        open_sealed(KEY, torn, b"")


def test_another_place_or_another_key_does_not_open_it() -> None:
    sealed = seal(KEY, b"token", b"row 1")
    with pytest.raises(Denied):
        open_sealed(KEY, sealed, b"row 2")
    with pytest.raises(Denied):
        open_sealed(new_key(), sealed, b"row 1")


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert seal(KEY, b"token", b"") != seal(KEY, b"token", b"")


def test_the_ring_wraps_by_its_newest_key_and_opens_by_each() -> None:
    old = KeyRing({1: KEY}, 1)
    both = KeyRing({1: KEY, 2: new_key()}, 2)
    by_old, by_new = old.wrap(b"k" * 32, b"a"), both.wrap(b"k" * 32, b"a")
    assert (wrapped_by(by_old), wrapped_by(by_new)) == (1, 2)
    assert both.unwrap(by_old, b"a") == both.unwrap(by_new, b"a") == b"k" * 32


def test_a_missing_master_key_is_named() -> None:
    by_seven = KeyRing({7: KEY}, 7).wrap(b"k" * 32, b"a")
    with pytest.raises(Unavailable, match=r"Master key 7 is not on this machine\. Put"):
        KeyRing({1: KEY}, 1).unwrap(by_seven, b"a")


def test_a_version_that_was_relabelled_does_not_open() -> None:
    ring = KeyRing({1: KEY, 2: KEY}, 1)
    wrapped = ring.wrap(b"k" * 32, b"a")
    with pytest.raises(Denied):
        ring.unwrap((2).to_bytes(4, "big") + wrapped[4:], b"a")


def test_a_running_ring_learns_of_a_new_master_key() -> None:
    newer = new_key()
    found: list[Masters | None] = [None, ({1: KEY, 2: newer}, 2)]
    ring = KeyRing({1: KEY}, 1, reread=lambda: found.pop(0) if found else None)
    assert wrapped_by(ring.wrap(b"k" * 32, b"")) == 1
    by_other_process = KeyRing({2: newer}, 2).wrap(b"k" * 32, b"")
    assert ring.unwrap(by_other_process, b"") == b"k" * 32
    assert wrapped_by(ring.wrap(b"k" * 32, b"")) == 2


def test_no_key_shows_in_a_description() -> None:
    ring = KeyRing({1: b"A" * 32}, 1)
    assert "AAA" not in repr(ring)
