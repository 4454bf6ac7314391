"""Whether a variant is low or out, told once each time that it becomes so."""

from collections.abc import Mapping
from enum import StrEnum

LOW_AT = 5


class LevelState(StrEnum):
    fine = "fine"
    low = "low"
    out = "out"


class Crossing(StrEnum):
    ran_low = "ran_low"
    ran_out = "ran_out"
    came_back = "came_back"


def level_of(available: int, low_at: int) -> LevelState:
    if available <= 0:
        return LevelState.out
    return LevelState.low if available <= low_at else LevelState.fine


# What is told of a move from one to the other. Up again is one word, wherever from it comes: it
# can be sold again. From low to fine nothing is told, for nothing was missing.
CROSSINGS: Mapping[tuple[LevelState, LevelState], Crossing] = {
    (LevelState.fine, LevelState.low): Crossing.ran_low,
    (LevelState.fine, LevelState.out): Crossing.ran_out,
    (LevelState.low, LevelState.out): Crossing.ran_out,
    (LevelState.out, LevelState.low): Crossing.came_back,
    (LevelState.out, LevelState.fine): Crossing.came_back,
}
