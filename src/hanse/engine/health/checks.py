"""What a look at the installation found: one row a check, the same for readiness and `doctor`."""

from collections.abc import Sequence
from dataclasses import dataclass

from hanse.base.checksum import Json
from hanse.base.faults import Fault


@dataclass(frozen=True, slots=True)
class Check:
    """`ok` with a next step is advice; not ok is an error, and the next step mends it."""

    name: str
    ok: bool
    sentence: str
    next_step: str = ""
    figure: float | None = None


def failed(name: str, fault: Fault) -> Check:
    return Check(name, False, fault.sentence, fault.next_step)


def document(check: Check) -> dict[str, Json]:
    return {
        "name": check.name,
        "ok": check.ok,
        "sentence": check.sentence,
        "next_step": check.next_step,
        "figure": check.figure,
    }


def readiness(checks: Sequence[Check]) -> dict[str, Json]:
    """What `/health/ready` answers."""
    ready = all(check.ok for check in checks)
    return {"status": "ready" if ready else "not ready", "checks": [*map(document, checks)]}
