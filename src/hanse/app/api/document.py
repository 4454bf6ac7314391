"""The OpenAPI document: what FastAPI finds out, and what only our doors know."""

from collections.abc import Iterable

from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from hanse.app.api.problems import MEDIA_TYPE, ProblemOut, title
from hanse.app.api.reading import FILE
from hanse.app.api.route import DoorRoute, writes_version
from hanse.engine.doors.access import Public
from hanse.engine.doors.doors import KEY_PATTERN, KEY_WORDS

DESCRIPTION = """Every error is a problem document (RFC 9457) with a code, a sentence and a
next step.

Lists come in pages: `limit` and `cursor`, and `next_cursor` in the answer. A POST may carry an
`Idempotency-Key`: the same request again gets the same answer for 24 hours and does nothing twice.
`RateLimit` in each answer says how much you may still ask. The operator names a workspace by the
header `Hanse-Workspace`.
"""

EXAMPLE = {
    "type": "about:blank",
    "title": "Unprocessable Content",
    "status": 422,
    "detail": "The request is wrong in: limit.",
    "code": "rejected",
    "next_step": "Correct it; see fields.",
    "fields": [
        {
            "field": "limit",
            "code": "less_than_equal",
            "severity": "error",
            "sentence": "Input should be less than or equal to 200.",
            "next_step": "",
        }
    ],
    "request_id": "01930b6e-7c1a-7d52-9a54-0d7c8f0f6c11",
}

MEANINGS = {
    400: "The request cannot be read.",
    401: "The caller is not known.",
    403: "The caller lacks the permission.",
    404: "There is no such thing.",
    405: "The address does not take this method.",
    408: "The body took too long.",
    409: "It does not fit what is there now, or its Idempotency-Key was used.",
    412: "The thing was changed meanwhile.",
    413: "The body is too large.",
    414: "The address is too long.",
    415: "The body is not of the type that this takes.",
    422: "A field is wrong or unknown.",
    428: "The version is missing: send If-Match.",
    429: "Too many requests; Retry-After says when.",
    431: "The headers are too large.",
    500: "A mistake of the program.",
    503: "Something that is needed is not there at the moment.",
}

FILE_EXAMPLE = "sku,title\r\nLMP-1,Brass Lamp\r\n"
TAG_PATTERN = '^"[0-9]{1,18}"$'
ALWAYS = (400, 405, 414, 422, 431, 500, 503)
WITH_BODY = (408, 413, 415)


def document(version: str, routes: Iterable[BaseRoute]) -> dict[str, object]:
    """The whole document; the same for the same program, so it can be compared."""
    ours = [route for route in routes if isinstance(route, DoorRoute)]
    schema = get_openapi(
        title="Hanse",
        version=version,
        description=DESCRIPTION,
        routes=ours,
        openapi_version="3.1.0",
    )
    for route in ours:
        complete(schema["paths"][route.door.path][route.door.method.lower()], route)
    parts = schema.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    problem = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs")
    schemas["Problem"] = problem | {"title": "Problem", "examples": [EXAMPLE]}
    parts["schemas"] = dict(sorted(schemas.items()))
    parts["responses"] = {f"Problem{status}": problem_response(status) for status in MEANINGS}
    parts["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "A token of the operator."}
    }
    return schema


def complete(operation: dict[str, object], route: DoorRoute) -> None:
    """Add to one operation its permission, its headers and every problem that it may answer."""
    door = route.door
    answers = operation["responses"]
    parameters = operation.setdefault("parameters", [])
    assert isinstance(answers, dict)
    assert isinstance(parameters, list)
    answers.pop("422", None)
    for media_type in getattr(route.response_class, "media_types", ()):
        answers["200"]["content"].setdefault(media_type, {"schema": {"type": "string"}})
    if door.example:
        for content in answers["200"]["content"].values():
            content["example"] = door.example
    for status in problems(route):
        answers.setdefault(str(status), {"$ref": f"#/components/responses/Problem{status}"})
    if door.versioned and door.method == "GET":
        answers["200"]["headers"] = {"ETag": header("The version of the thing.")}
        answers["304"] = {"description": "You have this version already."}
    if door.file_bytes_max:
        words = f"The file as it is, of {door.file_bytes_max:,} bytes at most."
        schema = {"type": "string", "format": "binary"}
        operation["requestBody"] = {
            "description": words,
            "required": True,
            "content": {FILE: {"schema": schema, "example": FILE_EXAMPLE}},
        }
    operation["responses"] = dict(sorted(answers.items()))
    parameters += headers_taken(route)
    if not parameters:
        del operation["parameters"]
    if isinstance(door.needs, Public):
        operation["security"] = []
    else:
        operation["security"] = [{"token": []}]
        operation["x-permission"] = door.needs.name


def problems(route: DoorRoute) -> list[int]:
    door = route.door
    statuses = {*ALWAYS}
    if door.path.startswith(("/api/", "/metrics")):
        statuses |= {429}
    if not isinstance(door.needs, Public):
        statuses |= {401, 403}
    elif door.method == "POST":
        statuses |= {403, 404}  # it may bring a link or a token that is not good
    if "{" in door.path or door.versioned:
        statuses |= {404}
    if door.method != "GET":
        # Whoever may write may still be refused by the room, or come too late.
        statuses |= {403, 404, 409}
    if door.method in ("POST", "PUT", "PATCH"):
        statuses |= {*WITH_BODY}
    if writes_version(door):
        statuses |= {412, 428}
    return sorted(statuses)


def headers_taken(route: DoorRoute) -> list[dict[str, object]]:
    door = route.door
    taken: list[dict[str, object]] = []
    if door.method == "POST" and route.in_tx:
        taken.append(parameter("Idempotency-Key", KEY_WORDS, KEY_PATTERN, required=False))
    if writes_version(door):
        words = "The ETag that was read; another version is refused."
        taken.append(parameter("If-Match", words, TAG_PATTERN, required=True))
    return taken


def parameter(name: str, description: str, pattern: str, *, required: bool) -> dict[str, object]:
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": description,
        "schema": {"type": "string", "pattern": pattern},
    }


def header(description: str) -> dict[str, object]:
    return {"description": description, "schema": {"type": "string"}}


def problem_response(status: int) -> dict[str, object]:
    content = {"schema": {"$ref": "#/components/schemas/Problem"}}
    answer: dict[str, object] = {
        "description": f"{title(status)}: {MEANINGS[status]}",
        "content": {MEDIA_TYPE: content},
    }
    if status == 429:
        answer["headers"] = {"Retry-After": header("Seconds to wait.")}
    return answer
