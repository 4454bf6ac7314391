"""The secret of an API key: one word that tells by its form what it is."""

import re

import pytest

from hanse.rooms.identity.model import keys as model
from hanse.rooms.identity.routes import keys as routes


@pytest.mark.parametrize("random", [bytes(32), b"\xff" * 32, bytes(range(32))])
def test_a_secret_is_one_word_with_a_checksum(random: bytes) -> None:
    token = model.write_token(random)
    assert re.fullmatch(r"hak_[0-9A-Za-z]{49}", token)
    assert model.is_token(token)
    assert model.is_token(routes.SECRET)


def test_other_randomness_makes_another_secret() -> None:
    assert model.write_token(bytes(32)) != model.write_token(b"\1" + bytes(31))


@pytest.mark.parametrize("spoilt", ["", "hak_", "hop_secret", "hak_" + "é" * 49, "hak_" + "0" * 49])
def test_what_is_no_key_is_known_by_its_form(spoilt: str) -> None:
    assert not model.is_token(spoilt)


def test_a_mistyped_or_cut_secret_is_known_by_its_form() -> None:
    token = model.write_token(bytes(range(32)))
    for place in range(4, len(token)):
        other = "a" if token[place] != "a" else "b"
        assert not model.is_token(token[:place] + other + token[place + 1 :])
    assert not model.is_token(token[:-1])
    assert not model.is_token(token + "\n")
