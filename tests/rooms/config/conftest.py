"""Workspaces that settings are carried between."""

from tests.api.conftest import ground
from tests.rooms.billing.conftest import workspace

__all__ = ["ground", "workspace"]
