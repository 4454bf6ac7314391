"""One declared door as a route: who may come in, the transaction, the kept answer, the tag."""

import asyncio
import inspect
import re
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import Any, get_args, get_type_hints
from uuid import UUID

from fastapi.datastructures import Default
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.datastructures import State
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hanse.app.api.ground import Ground, ground_of
from hanse.app.api.problems import refusal
from hanse.app.api.reading import (
    Limits,
    ReadRequest,
    check_file_type,
    for_file,
    parse,
    read_body,
)
from hanse.base.checksum import Json
from hanse.base.faults import Denied, Finding, Rejected, Severity
from hanse.engine.doors.access import Caller, Public
from hanse.engine.doors.doors import KEY_PATTERN, Door, open_tx, version_expected
from hanse.engine.doors.kept_answers import Answer, Asked, asked, keep, kept
from hanse.engine.doors.versions import TAG
from hanse.engine.tx import INSTALLATION, Actor, ActorKind

VISITOR = Caller(Actor(ActorKind.system, None, "visitor"), INSTALLATION, frozenset(), "")
PROOF_S = 600.0  # for so long a person is taken to be who it showed to be
KEY = "idempotency-key"
NOT_KEPT = {"content-length", "date"}

Handler = Callable[[Request], Awaitable[Response]]


class DoorRoute(APIRoute):
    def __init__(self, door: Door) -> None:
        self.door = door
        super().__init__(
            typed_path(door),
            door.endpoint,
            methods=[door.method],
            status_code=door.status,
            response_class=response_class(door),
            summary=summary(door),
            operation_id=door.endpoint.__name__,
            tags=[door.room],
            responses={status: {"model": model} for status, model in door.also.items()},
        )
        self.in_tx = uses(self.dependant, open_tx)
        parameters = get_flat_params(self.dependant)
        self.query_names = {one.alias for one in parameters if isinstance(one.field_info, Query)}
        check(self)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def handle(request: Request) -> Response:
            ground = ground_of(request)
            caller = admit(self.door, request.state, ground.clock.now())
            refuse_unknown(self.query_names, request)
            if writes_version(self.door):
                demand_version(request)
            limits = ground.limits
            if self.door.file_bytes_max:
                limits = for_file(limits, self.door.file_bytes_max)
            async with asyncio.timeout(limits.request_s):
                read = await self.read(request, limits)
                if self.door.ready:
                    await asyncio.to_thread(self.door.ready)
                if not self.in_tx:
                    response = await answer(read)
                else:
                    response = await self.in_transaction(ground, caller, read, answer)
            return unless_known(request, response)

        return handle

    async def read(self, request: Request, limits: Limits) -> ReadRequest:
        """The body, whole and checked; what a route does not take is refused like any field."""
        if self.door.method in ("GET", "DELETE"):
            return ReadRequest(request, b"", None)
        if self.door.file_bytes_max:
            check_file_type(request.headers.get("content-type", ""))
            return ReadRequest(request, await read_body(request, limits), None)
        body = await read_body(request, limits)
        document: Json = None
        if body:
            document = parse(body, request.headers.get("content-type", ""), limits)
        if document and self.body_field is None:
            raise Rejected("This takes no body.", next_step="Send it without one.")
        return ReadRequest(request, body, document)

    async def in_transaction(
        self, ground: Ground, known: Caller | None, request: ReadRequest, answer: Handler
    ) -> Response:
        """Work and kept answer are committed together, and before the answer leaves."""
        under_key = await self.asked(known, request) if known else None
        caller = known or VISITOR
        workspace_id = INSTALLATION if self.door.personal else caller.workspace_id
        async with ground.database.tx(
            workspace_id, caller.actor, request.state.request_id, caller.limits
        ) as tx:
            request.state.tx = tx
            if under_key and (before := await kept(tx, under_key)):
                return repeated(before)
            response = await answer(request)
            if under_key:
                await keep(tx, under_key, None if self.door.shows_secret else sent(response))
            return response

    async def asked(self, caller: Caller, request: ReadRequest) -> Asked | None:
        key = request.headers.get(KEY)
        if key is None or self.door.method != "POST":
            return None
        if not re.fullmatch(KEY_PATTERN, key):
            raise Rejected(
                "The Idempotency-Key must have 1 to 255 letters, digits and signs of ASCII.",
                next_step="Send a random one, such as a UUID.",
            )
        target = request.url.path.encode(), request.scope["query_string"]
        if_match = request.headers.get("if-match", "").encode()
        return asked(caller.name_for_limits, key, *target, if_match, await request.body())


def admit(door: Door, state: State, now: datetime) -> Caller | None:
    """The caller that may come in; none only where everybody may."""
    caller: Caller | None = state.caller
    if isinstance(door.needs, Public):
        return caller
    if state.refused:
        raise state.refused
    if caller is None:
        raise refusal(
            401,
            "not_signed_in",
            "This needs a caller that we know, and the request names none.",
            "Send the header Authorization: Bearer with a token that is good.",
            www_authenticate='Bearer realm="hanse"',
        )
    if not caller.may(door.needs):
        if caller.withheld:
            raise Denied(f"{caller.withheld} This needs {door.needs.name}.")
        raise Denied(f"This needs the permission {door.needs.name}, which you do not have.")
    if door.step_up:
        demand_proof(caller, now)
    return caller


def demand_proof(caller: Caller, now: datetime) -> None:
    """What is dangerous asks once more who is there, if that was long ago."""
    if caller.actor.kind is ActorKind.system:
        return
    if caller.actor.kind is ActorKind.key:
        raise Denied("A key may not do this, whatever its scopes.", "Sign in and do it yourself.")
    # To come: then the clock was wrong when it was shown, or is now.
    if caller.proven_at is None or abs((now - caller.proven_at).total_seconds()) > PROOF_S:
        raise refusal(
            403,
            "proof_needed",
            "This is dangerous, so it asks again who you are.",
            "Send your password or second factor to /api/identity/proof, then ask again.",
        )


def refuse_unknown(known: set[str], request: Request) -> None:
    findings = [
        Finding(
            Severity.error,
            "extra_forbidden",
            f"There is no parameter {name[:80]!r} here.",
            f"Those there are: {', '.join(sorted(known)) or 'none'}.",
            name[:80],
        )
        for name in dict.fromkeys(request.query_params.keys())
        if name not in known
    ]
    if findings:
        raise Rejected(findings[0].sentence, findings, findings[0].next_step)


def demand_version(request: Request) -> None:
    if "if-match" not in request.headers:
        raise refusal(
            428,
            "version_missing",
            "This changes a thing that others may be changing too, so it needs its version.",
            "Read it first and send its ETag back as If-Match.",
        )


def unless_known(request: Request, response: Response) -> Response:
    """304 without a body when the caller has this version already."""
    have = request.headers.get("if-none-match", "")
    if request.method != "GET" or response.status_code != 200 or not have:
        return response
    now = TAG.fullmatch(response.headers.get("etag", ""))
    versions = {found[1] for tag in have.split(",") if (found := TAG.fullmatch(tag.strip()))}
    if now and now[1] in versions:
        return Response(status_code=304, headers={"etag": response.headers["etag"]})
    return response


def sent(response: Response) -> Answer:
    headers = [pair for pair in response.headers.items() if pair[0] not in NOT_KEPT]
    return Answer(response.status_code, headers, bytes(response.body))


def repeated(answer: Answer) -> Response:
    response = Response(answer.body, answer.status)
    for name, value in answer.headers:
        response.headers[name] = value
    response.headers["idempotency-replayed"] = "true"
    return response


# What must be so before the program starts.


def check(route: DoorRoute) -> None:
    door = route.door
    at = f"{door.method} {door.path}"
    public = isinstance(door.needs, Public)
    if public and route.in_tx and not door.personal:
        raise TypeError(f"{at}: a public route has no workspace, so it cannot take InTx.")
    free = public or door.personal or door.repeatable
    if door.method == "POST" and not free and not route.in_tx:
        raise TypeError(f"{at}: a POST takes InTx, so that Idempotency-Key can be honoured.")
    if writes_version(door) and not uses(route.dependant, version_expected):
        raise TypeError(f"{at}: a versioned write takes Expected, the version that it changes.")
    for call in calls_of(route.dependant):
        if not inspect.iscoroutinefunction(call):
            raise TypeError(f"{at}: {call} is not async, so each request would start a thread.")
    for model in models_of(route.body_field.field_info.annotation if route.body_field else None):
        if model.model_config.get("extra") != "forbid":
            raise TypeError(f"{at}: {model.__name__} drops unknown fields; make it a Body.")


def models_of(kind: object, seen: frozenset[object] = frozenset()) -> list[type[BaseModel]]:
    """The models that a type names, with those inside them."""
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in seen:
        inside = [field.annotation for field in kind.model_fields.values()]
        return [kind, *(model for part in inside for model in models_of(part, seen | {kind}))]
    return [model for part in get_args(kind) for model in models_of(part, seen)]


def typed_path(door: Door) -> str:
    """With its ids marked as such: `/keys/{id}` is no address for what is at `/keys/question`."""
    kinds = get_type_hints(door.endpoint)

    def typed(found: re.Match[str]) -> str:
        return f"{{{found[1]}:uuid}}" if kinds.get(found[1]) is UUID else found[0]

    return re.sub(r"\{(\w+)\}", typed, door.path)


def response_class(door: Door) -> Any:
    """What the answer is made with, when it is not made of a model."""
    answer = get_type_hints(door.endpoint).get("return")
    made = isinstance(answer, type) and issubclass(answer, Response)
    return answer if made else Default(JSONResponse)


def summary(door: Door) -> str:
    """The first sentence of its docstring."""
    text = inspect.getdoc(door.endpoint) or ""
    return re.split(r"[.:](?:\s|$)", " ".join(text.split()), maxsplit=1)[0]


def writes_version(door: Door) -> bool:
    """Whether it changes a thing that its caller must have read."""
    return door.versioned and door.method != "GET"


def uses(dependant: Dependant, call: Callable[..., object]) -> bool:
    return call in calls_of(dependant)


def calls_of(dependant: Dependant) -> list[object]:
    """All that is called before the route itself."""
    parts = dependant.dependencies
    return [call for part in parts for call in (part.call, *calls_of(part))]
