"""An invitation: to whom, as what, until when; and the mail that carries it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from uuid import UUID

from hanse.base.faults import Gone

LIFETIME = timedelta(days=7)
OPEN_MAX = 500  # of one workspace
STATES = ("open", "expired", "accepted", "withdrawn")


@dataclass(frozen=True, slots=True)
class Invitation:
    id: UUID
    email: str
    email_key: str
    role: str
    invited_by: UUID | None  # None: the operator
    made_at: datetime
    expires_at: datetime
    state: str
    ended_at: datetime | None
    accepted_by: UUID | None
    version: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What whoever brings the link may see of an invitation before accepting it."""

    invitation: Invitation
    workspace_id: UUID
    workspace: str
    inviter: str  # empty: the operator, or somebody whose account is gone
    has_account: bool


class NotGood(Gone):
    """The link opens nothing any more, or never did."""

    code = "invitation_not_good"


class Expired(NotGood):
    code = "invitation_expired"


class Withdrawn(NotGood):
    code = "invitation_withdrawn"


class Used(NotGood):
    code = "invitation_used"


def standing(invitation: Invitation, now: datetime) -> str:
    """One of STATES: one that nobody accepted in time is expired."""
    late = invitation.state == "open" and invitation.expires_at <= now
    return "expired" if late else invitation.state


def refuse_ended(invitation: Invitation | None, now: datetime) -> Invitation:
    """The invitation, if it can still be accepted."""
    if invitation is None:
        raise NotGood(
            "This link belongs to no invitation.",
            "Copy it whole from the mail, or ask for a new one.",
        )
    match standing(invitation, now):
        case "expired":
            raise Expired(
                f"The invitation was good until {written(invitation.expires_at)}.",
                "Ask whoever invited you for a new link.",
            )
        case "withdrawn":
            raise Withdrawn(
                "The invitation was withdrawn.", "Ask whoever invited you, if that is a mistake."
            )
        case "accepted":
            raise used()
    return invitation


def used() -> Used:
    return Used(
        "The invitation was used already, and each is good once.",
        "Sign in, or ask whoever invited you for a new one.",
    )


def masked(email: str) -> str:
    """Enough for its owner to know it: `b***@example.com`."""
    name, _, host = email.rpartition("@")
    return f"{name[:1]}***@{host}"


def link(public_url: str, token: str) -> str:
    """Behind the #, so that it is in no log: browsers do not send that part."""
    return f"{public_url.rstrip('/')}/join#{token}"


def written(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


ROLES = {
    "en": {
        "owner": "owner",
        "admin": "admin",
        "manager": "manager",
        "analyst": "analyst",
        "support": "support",
        "viewer": "viewer",
    },
    "id": {
        "owner": "pemilik",
        "admin": "admin",
        "manager": "manajer",
        "analyst": "analis",
        "support": "dukungan",
        "viewer": "pengamat",
    },
}
SUBJECTS = {
    "en": "{inviter} invites you to {workspace}",
    "id": "{inviter} mengundang Anda ke {workspace}",
}
TEXTS = {
    "en": """{inviter} invites you to work in {workspace} on Hanse. Your role: {role}.

Open this link to accept. It is good once, until {until}:

{link}

If you do not know {inviter}, leave it: nothing happens then.
""",
    "id": """{inviter} mengundang Anda bekerja di {workspace} di Hanse. Peran Anda: {role}.

Buka tautan ini untuk menerima. Tautan berlaku satu kali, sampai {until}:

{link}

Jika Anda tidak mengenal {inviter}, abaikan saja: tidak terjadi apa-apa.
""",
}
OPERATOR = {"en": "The operator", "id": "Operator"}


@dataclass(frozen=True, slots=True)
class Written:
    subject: str
    text: str
    html: str


def letter(
    language: str, *, inviter: str, workspace: str, role: str, address: str, until: datetime
) -> Written:
    """The mail that carries the link; what people typed is escaped in its HTML."""
    words = {
        "inviter": inviter or OPERATOR[language],
        "workspace": workspace,
        "role": ROLES[language][role],
        "link": address,
        "until": written(until),
    }
    text = TEXTS[language].format(**words)
    html = "".join(
        f'<p><a href="{escape(part)}">{escape(part)}</a></p>'
        if part == address
        else f"<p>{escape(part)}</p>"
        for part in text.strip().split("\n\n")
    )
    page = f'<!doctype html><html lang="{language}"><body>{html}</body></html>'
    return Written(SUBJECTS[language].format(**words), text, page)
