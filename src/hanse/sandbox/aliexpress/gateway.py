"""One call: who asks, whether it was signed so, what for, and the answer around it."""

import hmac
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from hanse.sandbox.aliexpress import consent, life
from hanse.sandbox.aliexpress.asked import Asked
from hanse.sandbox.aliexpress.envelope import Document, Refusal, answered, flat, missing, refused
from hanse.sandbox.aliexpress.hub import Hub
from hanse.sandbox.aliexpress.limits import BAN_S, banned
from hanse.sandbox.aliexpress.methods import BUSINESS, SYSTEM
from hanse.sandbox.aliexpress.replies import Reply, json_reply, page, refusing, sent
from hanse.sandbox.aliexpress.signing import METHODS, signature

SYNC, REST = "/sync", "/rest"
SKEW_S = 7200
CHINA = timezone(timedelta(hours=8))
FORM = "application/x-www-form-urlencoded"
UNSIGNED = "The request signature does not conform to platform standards"  # guessed words, as below
NO_TOKEN = "The specified access token is invalid or expired"  # noqa: S105 (a sentence)

Params = dict[str, str]


async def answer(hub: Hub, request: Request, content: bytes, fault: str | None) -> Response:
    """The whole way of one request. A fault that refuses does so before anything was done."""
    life.settle(hub)
    if (found := refusing(fault)) is None:
        found = _routed(hub, request, content, fault)
    return sent(found, fault)


def _routed(hub: Hub, request: Request, content: bytes, fault: str | None) -> Reply:
    path = request.url.path
    if path.startswith(consent.AUTHORIZE):
        return consent.answer(hub, path, dict(request.query_params))
    is_system = path.startswith(f"{REST}/")
    if (path != SYNC and not is_system) or request.method not in ("GET", "POST"):
        return page(404, "Not Found", "")
    params = read(request, content)
    request_id = f"2141{hub.secret_text('request', 28)}"
    try:
        if is_system:
            body = _system(hub, params, path.removeprefix(REST), fault)
            return json_reply(flat(body, request_id))
        return json_reply(_sync(hub, params, request_id, fault))
    except Refusal as refusal:
        return json_reply(refused(refusal, request_id, system=is_system))


def read(request: Request, content: bytes) -> Params:
    """All that was sent, in the address and in the body; of files there is no call here."""
    params = dict(request.query_params)
    if request.headers.get("content-type", "").startswith(FORM):
        text = content.decode("utf-8", "replace")
        params |= dict(parse_qsl(text, keep_blank_values=True))
    return params


def _system(hub: Hub, params: Params, path: str, fault: str | None) -> Document:
    """guessed: here only SHA-256 is taken."""
    if params.get("sign_method") == "md5":
        raise Refusal("IncompleteSignature", UNSIGNED)
    check(hub, params, path)
    if (work := SYSTEM.get(path)) is None:
        raise _unknown(path)
    _admit(hub, params, path, fault)
    return work(hub, params)


def _sync(hub: Hub, params: Params, request_id: str, fault: str | None) -> Document:
    name = params.get("method", "")
    if not name:
        raise missing("method")
    check(hub, params, name if "/" in name else "")
    if params.get("format", "json") != "json":
        raise Refusal("UnsupportedParamMapping", "Only json is answered here")
    simple_as = hub.moods.simple_as if params.get("simplify") == "true" else "full"
    if system := SYSTEM.get(name):
        _admit(hub, params, name, fault)
        body: Document = {"code": "0", **system(hub, params)}
        return answered(name, body, request_id, simple_as)
    if (method := BUSINESS.get(name)) is None:
        raise _unknown(name)
    if method.needs_token:
        _let_in(hub, params, fault)
    _admit(hub, params, name, fault)
    if hub.moods.spend("system_error_next"):
        raise Refusal("ServiceUnavailable", "The service is unavailable", kind="SYSTEM")
    payload = method.work(Asked(hub, params))
    if hub.moods.spend("remote_error_next"):
        sub = ("isp.service-unavailable", "The remote service did not answer in time")
        raise Refusal("15", "Remote service error", kind="ISP", sub=sub)
    return answered(name, payload, request_id, simple_as)


def check(hub: Hub, params: Params, path: str) -> None:
    """The app, the time and the signature."""
    for name in ("app_key", "timestamp", "sign_method", "sign"):
        if not params.get(name):
            raise missing(name)
    if params["app_key"] != hub.app.key:
        raise Refusal("InvalidAppkey", "The specified App Key is invalid")
    at = _instant(params["timestamp"])
    is_near = at is not None and abs((hub.clock.now() - at).total_seconds()) <= SKEW_S
    if not is_near or params["sign_method"] not in METHODS:
        raise Refusal("IncompleteSignature", UNSIGNED)
    wanted = signature(params, hub.app.secret, path)
    if not hmac.compare_digest(wanted.encode(), params["sign"].encode()):
        raise Refusal("IncompleteSignature", UNSIGNED)


def _instant(text: str) -> datetime | None:
    """Milliseconds, or a time of day in China, whose zone is that of the old documents."""
    try:
        if text.isdecimal():
            return datetime.fromtimestamp(int(text) / 1000, UTC)
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
    except (ValueError, OverflowError, OSError):
        return None


def _let_in(hub: Hub, params: Params, fault: str | None) -> None:
    """The documents call the token `access_token`, the platform's own program sends `session`."""
    text = params.get("session") or params.get("access_token", "")
    if not text:
        raise missing("session")
    held = hub.keys.tokens.get(text)
    if held and fault == "token_lost":
        del hub.keys.tokens[text]
    if held and fault == "key_lost":  # the buyer has taken the app out: nothing can be renewed
        hub.keys.forget(held.grant)
    if hub.keys.holder(text, params["app_key"], hub.clock.now()) is None:
        raise Refusal("IllegalAccessToken", NO_TOKEN)


def _admit(hub: Hub, params: Params, name: str, fault: str | None) -> None:
    """Counted whatever becomes of it. The platform says in an answer of status 200 that it is too
    much."""
    hub.ledger.paid(name)
    if fault == "throttled":
        raise banned(BAN_S)
    hub.limits.take(params["app_key"], name, hub.clock.now().timestamp())


def _unknown(name: str) -> Refusal:
    return Refusal("InvalidApiPath", f"There is no API {name}")  # guessed
