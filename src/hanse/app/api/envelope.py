"""The outermost layer: request id, safe headers, a line in the log, an answer to every error."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hanse.app.api.client import client_address
from hanse.app.api.ground import Ground
from hanse.app.api.problems import problem_of, refusal, render
from hanse.engine.telemetry import in_request

log = logging.getLogger("hanse.http")

REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{8,100}")

POLICY = (
    # Pictures of products lie at the shops.
    "default-src 'self'; img-src 'self' data: https:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'"
)
SAFE: Mapping[str, str] = MappingProxyType(
    {
        "cache-control": "no-store",
        "content-security-policy": POLICY,
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
    }
)
ONLY_HTTPS = "max-age=31536000"


@dataclass(slots=True)
class Sent:
    """What went out so far."""

    status: int = 0
    bytes: int = 0


class Envelope:
    def __init__(self, app: ASGIApp, ground: Ground) -> None:
        self._app = app
        self._ground = ground
        self._limits = ground.limits
        self._safe = dict(SAFE)
        if ground.settings.public_url.startswith("https"):
            self._safe["strict-transport-security"] = ONLY_HTTPS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = headers.get("x-request-id", "")
        if not REQUEST_ID.fullmatch(request_id):
            request_id = str(self._ground.ids.new())
        peer = scope["client"][0] if scope.get("client") else ""
        address = client_address(
            peer, headers.get("x-forwarded-for", ""), self._ground.settings.trusted_proxies
        )
        scope["state"] |= {
            "request_id": request_id,
            "address": address,
            "caller": None,
            "refused": None,
            "limits": {},
        }
        sent, started = Sent(), self._ground.clock.monotonic()

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent.status = message["status"]
                headers_out = MutableHeaders(scope=message)
                headers_out.update({"x-request-id": request_id, **scope["state"]["limits"]})
                for name, value in self._safe.items():
                    headers_out.setdefault(name, value)
            else:
                sent.bytes += len(message.get("body", b""))
            await send(message)

        with in_request(request_id):
            try:
                self._check_size(scope)
                with self._ground.tracer.span("http.request", method=scope["method"]):
                    await self._app(scope, receive, send_safely)
            except Exception as error:  # noqa: BLE001 - every error becomes an answer
                await self._answer(error, scope, receive, send_safely, sent)
            finally:
                self._note(scope, sent, self._ground.clock.monotonic() - started)

    def _check_size(self, scope: Scope) -> None:
        query = scope["query_string"]
        path = scope["raw_path"]
        if len(query) + len(path) > self._limits.query_bytes:
            raise refusal(
                414,
                "address_too_long",
                f"The address is longer than {self._limits.query_bytes:,} bytes.",
                "Send less in the query.",
            )
        if b"%00" in query + path:
            raise refusal(400, "nul_in_address", "The address holds a NUL.", "Leave it out.")
        if sum(map(len, (part for pair in scope["headers"] for part in pair))) > (
            self._limits.header_bytes
        ):
            raise refusal(
                431,
                "headers_too_large",
                f"The headers are larger than {self._limits.header_bytes:,} bytes.",
                "Send fewer or shorter headers, such as cookies.",
            )

    async def _answer(
        self, error: Exception, scope: Scope, receive: Receive, send: Send, sent: Sent
    ) -> None:
        problem = problem_of(error)
        self._ground.meter.count("hanse_http_refusals_total", code=problem.code)
        if problem.status == 500:
            log.error("http.request.failed", exc_info=error)
        elif problem.status > 500:
            log.warning("http.request.unavailable", extra={"why": problem.sentence})
        if sent.status:
            return  # too late for another answer: the connection ends and the caller sees it cut
        await render(problem, scope["state"]["request_id"])(scope, receive, send)

    def _note(self, scope: Scope, sent: Sent, seconds: float) -> None:
        """The path without its query, which may hold what is nobody's business."""
        route = getattr(scope.get("route"), "path_format", "none")
        meter = self._ground.meter
        labels = {"route": route, "method": scope["method"]}
        meter.count("hanse_http_requests_total", **labels, status=str(sent.status))
        meter.observe("hanse_http_request_seconds", seconds, **labels)
        caller = scope["state"]["caller"]
        log.info(
            "http.request.answered",
            extra={
                "method": scope["method"],
                "path": scope["path"],
                "status": sent.status,
                "bytes": sent.bytes,
                "ms": round(seconds * 1_000, 1),
                "caller": caller.actor.name if caller else "",
                "address": scope["state"]["address"],
            },
        )
