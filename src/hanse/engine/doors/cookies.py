"""The cookie that a signed-in browser brings along.

Its name begins with `__Host-`: browsers keep it only from an https address or from localhost, for
this host alone, and no script reads it.
"""

import hashlib
import hmac
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie

from starlette.responses import Response

NAME = "__Host-hanse"
CSRF_HEADER = "hanse-csrf"
READS = ("GET", "HEAD", "OPTIONS")


def keep(response: Response, token: str, lifetime_s: int) -> None:
    """Let the browser keep the token for so long."""
    response.set_cookie(
        NAME, token, max_age=lifetime_s, path="/", secure=True, httponly=True, samesite="lax"
    )


def drop(response: Response) -> None:
    response.delete_cookie(NAME, path="/", secure=True, httponly=True, samesite="lax")


def brought(headers: Mapping[str, str]) -> str:
    """The token in the request; empty if there is none."""
    cookies: SimpleCookie = SimpleCookie()
    try:
        cookies.load(headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookies[NAME].value if NAME in cookies else ""


def csrf_token(session_token: str) -> str:
    """What our own pages send along with every write: other sites cannot read it."""
    return hashlib.sha256(b"csrf\0" + session_token.encode()).hexdigest()


def is_ours(headers: Mapping[str, str], method: str, session_token: str) -> bool:
    """Whether a request with this cookie comes from our own pages, or only reads."""
    if method in READS:
        return True
    return hmac.compare_digest(headers.get(CSRF_HEADER, ""), csrf_token(session_token))
