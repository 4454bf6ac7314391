"""Who speaks, and whether they may ask once more this minute."""

import math

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from hanse.app.api.buckets import Buckets, Verdict
from hanse.app.api.client import name_for_limits
from hanse.app.api.ground import Ground
from hanse.app.api.problems import Refused, refusal
from hanse.base.faults import Denied, Rejected
from hanse.engine.doors.access import Knock

# Pages and health checks are cheap and must load; what costs something stands below these.
GUARDED = ("/api/", "/metrics")


class Admission:
    """Learns the caller of a request and counts it; too many, and it goes no further."""

    def __init__(self, app: ASGIApp, ground: Ground) -> None:
        self._app = app
        self._authenticate = ground.authenticate
        self._requests = Buckets(ground.clock, ground.settings.requests_per_minute)
        self._failures = Buckets(ground.clock, ground.settings.wrong_credentials_per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(GUARDED):
            await self._app(scope, receive, send)
            return
        headers, state = Headers(scope=scope), scope["state"]
        address = name_for_limits(state["address"])
        tried = "authorization" in headers
        if tried and not (failures := self._failures.look(address)).allowed:
            raise too_many(failures, "wrong credentials from your address")
        knock = Knock(headers, scope["method"], state["address"], state["request_id"])
        caller, refused = None, None
        try:
            caller = await self._authenticate(knock)
        except (Refused, Denied, Rejected) as refusing:
            refused = refusing  # told by doors that need a caller; sign-in is open all the same
        if tried and caller is None and refused is None:
            self._failures.take(address)
        verdict = self._requests.take(caller.name_for_limits if caller else address)
        state |= {
            "caller": caller,
            "refused": refused,
            "knock": knock,
            "limits": limit_headers(verdict),
        }
        if not verdict.allowed:
            raise too_many(verdict, "requests from you")
        await self._app(scope, receive, send)


def limit_headers(verdict: Verdict) -> dict[str, str]:
    """In the words of the IETF's draft on RateLimit header fields."""
    return {
        "ratelimit-policy": f'"caller";q={verdict.quota};w=60',
        "ratelimit": f'"caller";r={verdict.remaining};t={math.ceil(verdict.reset_s)}',
    }


def too_many(verdict: Verdict, what: str) -> Refused:
    seconds = max(math.ceil(verdict.wait_s), 1)
    return refusal(
        429,
        "too_many_requests",
        f"More than {verdict.quota} {what} in a minute.",
        f"Wait {seconds} s and go slower; RateLimit in each answer says what is left.",
        retry_after=str(seconds),
    )
