"""The web door of tests/api, for tests of what a room declares."""

from tests.api.conftest import changed, ground

__all__ = ["changed", "ground"]
