"""Links that are good once, and the mails that carry them; or a hand, where there is no mail."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from hanse.base.faults import Gone, Rejected
from hanse.engine.log import events
from hanse.engine.mail import mails
from hanse.engine.mail.mails import Mail
from hanse.engine.tx import Tx
from hanse.rooms.identity.model.letters import Letter, written
from hanse.rooms.identity.model.links import HANDED_LIFETIME, LIFETIMES, Link, LinkKind, url
from hanse.rooms.identity.model.people import Person, PersonState
from hanse.rooms.identity.model.tokens import TokenKind, token_hash
from hanse.rooms.identity.service import people
from hanse.rooms.identity.service.minting import new_token
from hanse.rooms.identity.store import links as store


@events.declare(
    "identity.link.made", "{actor} had a link made: {kind}", subject=("identity.link", "link_id")
)
@dataclass(frozen=True, slots=True)
class LinkMade:
    link_id: UUID
    person_id: UUID
    kind: str


@events.declare(
    "identity.link.used", "{actor} used a link: {kind}", subject=("identity.link", "link_id")
)
@dataclass(frozen=True, slots=True)
class LinkUsed:
    link_id: UUID
    person_id: UUID
    kind: str


class LinkOver(Gone):
    """The link was used, has run out, or was replaced by a newer one."""

    code = "link_over"


async def link_for(tx: Tx, person_id: UUID, kind: str, public_url: str) -> str:
    """A link to hand over by other means than mail; older ones of its kind are good no more.

    It confirms the person's address, or sets a new password.
    """
    wanted = LinkKind(kind)
    person = await people.person(tx, person_id)
    if wanted is LinkKind.email:
        raise Rejected("A change of address is asked for by the person itself.")
    if wanted is LinkKind.confirm and person.state is not PersonState.unconfirmed:
        raise Rejected("The address is confirmed already.", next_step="Sign in.")
    if person.state is PersonState.closed:
        raise Rejected("The account is closed.", next_step="Invite the person anew.")
    return await make_link(tx, person_id, wanted, public_url, lifetime=HANDED_LIFETIME)


async def make_link(
    tx: Tx,
    person_id: UUID,
    kind: LinkKind,
    public_url: str,
    *,
    email: str | None = None,
    lifetime: timedelta | None = None,
) -> str:
    token = new_token(TokenKind.link)
    link = Link(tx.ids.new(), person_id, kind, email, tx.now + (lifetime or LIFETIMES[kind]))
    await store.forget(tx, person_id, kind)
    await store.add(tx, link, token_hash(token))
    await events.append(tx, LinkMade(link.id, person_id, kind))
    return url(public_url, kind, token)


async def look_at_link(tx: Tx, kind: LinkKind, token: str) -> Link:
    """The link, if it is still good; it stays so."""
    found = await store.find(tx, kind, token_hash(token))
    if found is None:
        raise link_over()
    return found


async def use_link(tx: Tx, kind: LinkKind, token: str) -> Link:
    """Use it up; of two at once only one gets it. `LinkOver` if it is not good."""
    found = await store.use(tx, kind, token_hash(token))
    if found is None:
        raise link_over()
    await events.append(tx, LinkUsed(found.id, found.person_id, kind))
    return found


async def forget_links(tx: Tx, person_id: UUID, kind: LinkKind) -> None:
    """All of this kind that were given out are good no more."""
    await store.forget(tx, person_id, kind)


async def tell(
    tx: Tx, person: Person, letter: Letter, link: str = "", *, to: str = "", **facts: str
) -> None:
    """Write to the person, at another address if one is named."""
    words = written(letter, person.language, link, name=person.name, **facts)
    await mails.send(tx, Mail(to or person.email, words.subject, words.text, words.html))


def link_over() -> LinkOver:
    return LinkOver(
        "This link is not good, or not any more: each is good once, and for some time.",
        "Ask for a new one.",
    )
