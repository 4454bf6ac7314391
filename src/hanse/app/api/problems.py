"""The one shape of every error: RFC 9457 with a code, a sentence, a next step and fields."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from types import MappingProxyType

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from hanse.base.faults import (
    AuthLapsed,
    Conflict,
    Denied,
    Fault,
    Finding,
    Gone,
    OutcomeUnknown,
    Rejected,
    Severity,
    Throttled,
    Unavailable,
)
from hanse.engine.doors.versions import Changed
from hanse.engine.outages import as_fault

FIELDS_MAX = 50  # that one answer names; a caller mends these first
FIELD_CHARS_MAX = 200
MEDIA_TYPE = "application/problem+json"

STATUSES: Mapping[type[Fault], int] = MappingProxyType(
    {
        Rejected: 422,
        Denied: 403,
        Gone: 404,
        Changed: 412,
        Conflict: 409,
        Throttled: 429,
        Unavailable: 503,
        AuthLapsed: 409,
        # Clients repeat after 502 to 504 by themselves, and this must not be repeated.
        OutcomeUnknown: 409,
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request was not carried out."""

    status: int
    code: str
    sentence: str
    next_step: str
    fields: Sequence[Finding] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def with_header(self, name: str, value: str) -> "Problem":
        return replace(self, headers={**self.headers, name: value})


class Refused(Exception):  # noqa: N818 - like a fault, named by what happened
    """The HTTP ground itself refuses a request, with a status that no fault has."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem


class FieldProblem(BaseModel):
    field: str
    code: str
    severity: Severity
    sentence: str
    next_step: str


class ProblemOut(BaseModel):
    """Every error has this shape, whatever refused the request."""

    type: str = Field(description="Always about:blank: `code` tells problems apart.")
    title: str = Field(description="The words of the HTTP status.")
    status: int
    detail: str = Field(description="What happened and what it means, for people.")
    code: str = Field(description="What happened, for programs.")
    next_step: str = Field(description="What to do about it, for people.")
    fields: list[FieldProblem] = Field(description="Which fields are wrong, and why.")
    request_id: str = Field(description="Find this request in the log by it.")


def refusal(status: int, code: str, sentence: str, next_step: str, **headers: str) -> Refused:
    """`retry_after="2"` becomes the header Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Refused(Problem(status, code, sentence, next_step, headers=named))


def problem_of(error: Exception) -> Problem:
    """What a caller may know of an error. Of a mistake of ours, nothing but that it happened."""
    match error:
        case Refused():
            return error.problem
        case Fault():
            return of_fault(error)
        case RequestValidationError():
            return of_wrong_fields(error)
        case HTTPException():
            return of_status(error)
    if fault := as_fault(error):
        return of_fault(fault)
    if isinstance(error, TimeoutError):
        return Problem(503, "too_slow", "This took too long and was stopped.", "Ask for less.")
    return Problem(
        500,
        "mistake",
        "Something went wrong inside Hanse, and what this request had begun was taken back.",
        "Try again. If it stays, give the operator the request id: the log says more.",
    )


def of_fault(fault: Fault) -> Problem:
    status = next((STATUSES[kind] for kind in type(fault).__mro__ if kind in STATUSES), 500)
    fields = fault.findings if isinstance(fault, Rejected) else ()
    headers = {"retry-after": str(math.ceil(fault.after_s))} if isinstance(fault, Throttled) else {}
    return Problem(status, fault.code, fault.sentence, fault.next_step, fields, headers)


def of_wrong_fields(error: RequestValidationError) -> Problem:
    """Says where and why, and never repeats the value: it may be a secret."""
    findings = [
        Finding(
            Severity.error,
            str(wrong["type"]),
            f"{wrong['msg']}.".replace("..", "."),
            field=(".".join(map(str, wrong["loc"][1:])) or str(wrong["loc"][0]))[:FIELD_CHARS_MAX],
        )
        for wrong in error.errors()[:FIELDS_MAX]
    ]
    names = ", ".join(dict.fromkeys(finding.field for finding in findings))
    return Problem(
        422, "rejected", f"The request is wrong in: {names}.", "Correct it; see fields.", findings
    )


WORDS = {
    404: ("not_found", "There is nothing at this address.", "Look at /api/openapi.json."),
    405: ("method_not_allowed", "This address does not take that method.", "See header Allow."),
}


# As RFC 9110 has them; older Pythons use older words.
TITLES = {413: "Content Too Large", 414: "URI Too Long", 422: "Unprocessable Content"}


def title(status: int) -> str:
    return TITLES.get(status) or HTTPStatus(status).phrase


def of_status(error: HTTPException) -> Problem:
    """The framework's own refusals."""
    phrase = title(error.status_code)
    code, sentence, step = WORDS.get(
        error.status_code, (phrase.lower().replace(" ", "_"), f"{phrase}.", "Correct the request.")
    )
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    return Problem(error.status_code, code, sentence, step, headers=headers)


def render(problem: Problem, request_id: str) -> Response:
    document = ProblemOut(
        type="about:blank",
        title=title(problem.status),
        status=problem.status,
        detail=problem.sentence,
        code=problem.code,
        next_step=problem.next_step,
        fields=[
            FieldProblem(
                field=finding.field,
                code=finding.code,
                severity=finding.severity,
                sentence=finding.sentence,
                next_step=finding.next_step,
            )
            for finding in problem.fields
        ],
        request_id=request_id,
    )
    return Response(
        json.dumps(document.model_dump(mode="json"), ensure_ascii=True),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers=dict(problem.headers),
    )
