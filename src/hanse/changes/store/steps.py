"""Statements about the moves of a change, the lines of its receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hanse.changes.model.states import BY_WAY, Reason, State
from hanse.engine.tx import Tx

OF_CHANGE = """
    select origin, reason, state, at, person_id, actor from changes_steps
    where workspace_id = $1 and change_id = $2 order by id
"""


@dataclass(frozen=True, slots=True)
class Line:
    origin: State
    to: State
    reason: Reason
    sentence: str
    at: datetime
    actor: str


async def of_change(tx: Tx, change_id: UUID) -> Sequence[Line]:
    rows = await tx.fetch(OF_CHANGE, tx.workspace_id, change_id)
    lines = []
    for row in rows:
        origin, reason = State(row["origin"]), Reason(row["reason"])
        sentence = BY_WAY[origin, reason].sentence
        lines.append(Line(origin, State(row["state"]), reason, sentence, row["at"], row["actor"]))
    return lines
