"""Why something did not happen, named by what the caller does next.

    Throttled       wait `after_s`, then repeat the same call
    Unavailable     try again later; the other side is not there, nothing was changed
    AuthLapsed      stop; a person connects the account again
    Rejected        change what was sent; the findings say where
    Gone            stop; the thing is not there any more
    Conflict        read again, decide anew
    OutcomeUnknown  do not repeat; look what happened first
    Denied          stop; somebody else may, or nobody

Anything else that is raised is a mistake of the program.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Severity(StrEnum):
    error = "error"
    warning = "warning"
    hint = "hint"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check has to say: what is wrong, and what to do about it."""

    severity: Severity
    code: str
    sentence: str
    next_step: str = ""
    field: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, [self.sentence, self.next_step]))


class Fault(Exception):  # noqa: N818 - a fault is named by what to do next, not by its being an error
    """The sentence says what happened and what it means, the next step what to do about it."""

    code: ClassVar[str] = "fault"
    usual_step: ClassVar[str] = "Look into the log for the reason."

    def __init__(self, sentence: str, next_step: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step or self.usual_step

    def __str__(self) -> str:
        return f"{self.sentence} {self.next_step}"


class Throttled(Fault):
    """The other side asks us to slow down; the same call is right after `after_s` seconds."""

    code = "throttled"

    def __init__(self, sentence: str, after_s: float, next_step: str = "") -> None:
        super().__init__(sentence, next_step or f"Try again in {after_s:g} s.")
        self.after_s = after_s


class Unavailable(Fault):
    """Nobody answered, and nothing was changed."""

    code = "unavailable"
    usual_step = "Try again later."


class AuthLapsed(Fault):
    """The consent or the key is no longer good; waiting does not help."""

    code = "auth_lapsed"
    usual_step = "Connect the account again."


class Rejected(Fault):
    """What was sent is wrong and will be wrong again; the findings say where."""

    code = "rejected"
    usual_step = "Correct it and send it again."

    def __init__(
        self, sentence: str, findings: Sequence[Finding] = (), next_step: str = ""
    ) -> None:
        super().__init__(sentence, next_step)
        self.findings = tuple(findings)


class Gone(Fault):
    """The thing that was asked for is not there, or not any more."""

    code = "gone"
    usual_step = "Look at the list again: it may have been removed or moved."


class Conflict(Fault):
    """Somebody else was faster; what we knew is no longer true."""

    code = "conflict"
    usual_step = "Read it again and decide anew."


class OutcomeUnknown(Fault):
    """It may have happened and it may not; repeating it could do it twice."""

    code = "outcome_unknown"
    usual_step = "Look whether it happened before you repeat it."


class Denied(Fault):
    """Whoever asked may not do this."""

    code = "denied"
    usual_step = "Ask an administrator of the workspace for the permission."
