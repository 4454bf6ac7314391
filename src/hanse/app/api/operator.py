"""The operator's token: made at the first start, kept in a file that only its owner reads.

Who holds it may do everything, in the installation itself or in the workspace that the header
Hanse-Workspace names. Programs compare fingerprints in constant time; the token stays in the file.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from hanse.base.faults import Denied, Rejected, Unavailable
from hanse.engine.doors.access import PERMISSIONS, Authenticate, Caller, Knock
from hanse.engine.tx import INSTALLATION, Actor, ActorKind

TOKEN_FILE = "operator.token"  # noqa: S105 - the name of the file, not the token
PREFIX = "hop_"
TOKEN_BYTES = 32
SETUP_CODE_CHARS = 16

OPERATOR = Actor(ActorKind.system, None, "operator")
MONITOR = Actor(ActorKind.system, None, "monitor")
METRICS = "system.metric.read"


def operator_token(home: Path) -> str:
    """The token of this home; made if there is none. Two that make it at once end with the same."""
    file = home / TOKEN_FILE
    if not file.exists():
        make(file)
    if file.stat().st_mode & 0o077:
        raise Denied(
            f"{file} can be read by others, and who reads it may do everything.",
            f"Run: chmod 600 {file}. If somebody may have read it, delete it and start again.",
        )
    token = file.read_text("ascii").strip()
    if len(token) < TOKEN_BYTES:
        raise Denied(f"{file} holds no token.", "Delete it and start again.")
    return token


def setup_code(token: str) -> str:
    """What the first person shows, so that it is nobody who merely found the address."""
    return hmac.new(token.encode(), b"setup", hashlib.sha256).hexdigest()[:SETUP_CODE_CHARS]


def make(file: Path) -> None:
    """Written whole beside its place, then linked there: nobody reads half a token."""
    if not file.parent.is_dir():
        raise Unavailable(
            f"There is no folder {file.parent} yet, so there is no token either.",
            "Start Hanse once with this HANSE_HOME: `hanse up`.",
        )
    new = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as opened:
            opened.write(PREFIX + secrets.token_urlsafe(TOKEN_BYTES) + "\n")
        file.hardlink_to(new)
    except FileExistsError:
        pass  # somebody else was faster, and theirs is as good
    finally:
        new.unlink()


def by_operator_token(token: str) -> Authenticate:
    """Knows the operator by the token that the header Authorization bears."""
    known = fingerprint(token)

    async def authenticate(knock: Knock) -> Caller | None:
        if not hmac.compare_digest(fingerprint(bearer(knock.headers)), known):
            return None
        workspace_id = named_workspace(knock.headers.get("hanse-workspace", ""))
        return Caller(OPERATOR, workspace_id, frozenset(PERMISSIONS), "operator")

    return authenticate


def by_metrics_token(token: str) -> Authenticate:
    """Knows the collector of figures, which may read them and do nothing else."""
    known = fingerprint(token)

    async def authenticate(knock: Knock) -> Caller | None:
        if not token or not hmac.compare_digest(fingerprint(bearer(knock.headers)), known):
            return None
        return Caller(MONITOR, INSTALLATION, frozenset({METRICS}), "monitor")

    return authenticate


def any_of(*ways: Authenticate) -> Authenticate:
    """The first that knows the caller."""

    async def authenticate(knock: Knock) -> Caller | None:
        for way in ways:
            if caller := await way(knock):
                return caller
        return None

    return authenticate


def fingerprint(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def bearer(headers: Mapping[str, str]) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def named_workspace(text: str) -> UUID:
    try:
        return UUID(text) if text else INSTALLATION
    except ValueError:
        raise Rejected(
            "The header Hanse-Workspace names no workspace.",
            next_step="Give it the id of a workspace, or leave it out for the installation.",
        ) from None
