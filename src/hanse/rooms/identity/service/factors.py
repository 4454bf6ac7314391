"""Second factors of a person: add, list, rename, remove; the codes of authenticators.

All of it stands in the transaction of the installation. What one person does with factors happens
one after the other, for a lock on the person is taken first: so no code is right for two at once.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pyotp

from hanse.base.faults import Conflict, Gone, Rejected
from hanse.engine import vault
from hanse.engine.log import events
from hanse.engine.tx import Tx
from hanse.engine.vault import SealedColumn
from hanse.rooms.identity.model import factors as model
from hanse.rooms.identity.model.factor_mails import Told
from hanse.rooms.identity.model.factors import Authenticator, Factor, FactorKind, Way
from hanse.rooms.identity.model.people import Person
from hanse.rooms.identity.model.proof import LIFETIMES, Challenge, ChallengeKind
from hanse.rooms.identity.model.tokens import TokenKind, token_hash
from hanse.rooms.identity.service.minting import new_token
from hanse.rooms.identity.service.recovery import acting, lock, make_codes, tell
from hanse.rooms.identity.store import factors as store
from hanse.rooms.identity.store import proof as challenges

ISSUER = "Hanse"
SECRET = SealedColumn("identity_factors", "sealed")


@events.declare(
    "identity.factor.begun",
    "{actor} began to add the second factor {name}",
    subject=("identity.factor", "factor_id"),
    personal=("name",),
    person="person_id",
)
@dataclass(frozen=True, slots=True)
class FactorBegun:
    factor_id: UUID
    person_id: UUID
    kind: str
    name: str


@events.declare(
    "identity.factor.added",
    "{actor} added the second factor {name}",
    subject=("identity.factor", "factor_id"),
    personal=("name",),
    person="person_id",
)
@dataclass(frozen=True, slots=True)
class FactorAdded:
    factor_id: UUID
    person_id: UUID
    kind: str
    name: str


@events.declare(
    "identity.factor.renamed",
    "{actor} renamed the second factor {before} to {after}",
    subject=("identity.factor", "factor_id"),
    personal=("before", "after"),
    person="person_id",
)
@dataclass(frozen=True, slots=True)
class FactorRenamed:
    factor_id: UUID
    person_id: UUID
    before: str
    after: str


@events.declare(
    "identity.factor.removed",
    "{actor} removed the second factor {name}",
    subject=("identity.factor", "factor_id"),
    personal=("name",),
    person="person_id",
)
@dataclass(frozen=True, slots=True)
class FactorRemoved:
    factor_id: UUID
    person_id: UUID
    kind: str
    name: str


@events.declare(
    "identity.factor.shown", "{actor} showed a {kind}", subject=("identity.factor", "factor_id")
)
@dataclass(frozen=True, slots=True)
class FactorShown:
    factor_id: UUID
    person_id: UUID
    kind: str


@events.declare(
    "identity.challenge.made",
    "A second factor was asked for",
    subject=("identity.person", "person_id"),
)
@dataclass(frozen=True, slots=True)
class ChallengeMade:
    person_id: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class Held:
    """What a person has; how many recovery codes are good still."""

    factors: Sequence[Factor]
    codes_left: int


@dataclass(frozen=True, slots=True)
class Begun:
    """The secret of an authenticator, shown this once, and its address for a QR code."""

    id: UUID
    secret: str
    uri: str


@dataclass(frozen=True, slots=True)
class Added:
    """A factor that counts from now on, and recovery codes if these are the person's first."""

    factor: Factor
    recovery_codes: Sequence[str]


async def ways(tx: Tx, person_id: UUID) -> tuple[str, ...]:
    """By what the person can show a second factor at sign-in; empty if it has none."""
    kinds = await store.confirmed_kinds(tx, person_id)
    if not kinds:
        return ()
    left = [Way.recovery] if await store.codes_left(tx, person_id) else []
    return (*sorted(kind.value for kind in kinds), *left)


async def start_challenge(tx: Tx, person_id: UUID) -> str:
    """Keep that the password was right; the token that the second half of the sign-in brings."""
    token = new_token(TokenKind.challenge)
    await open_challenge(tx, person_id, ChallengeKind.second_factor, token_hash(token))
    return token


async def open_challenge(
    tx: Tx, person_id: UUID, kind: ChallengeKind, hashed: bytes, question: bytes | None = None
) -> None:
    await challenges.forget_old(tx, person_id)
    until = tx.now + LIFETIMES[kind]
    made = Challenge(tx.ids.new(), person_id, kind, hashed, question, tx.now, until)
    await challenges.add(tx, made)
    await events.append(tx, ChallengeMade(person_id, kind))


async def end_challenges(tx: Tx, person_id: UUID) -> None:
    """No half sign-in of this person goes on: for a password that was changed, for example."""
    await challenges.forget_all(tx, person_id)


async def held(tx: Tx, person_id: UUID, *, limit: int, after: UUID | None) -> Held:
    """At most so many of a person's factors that come after one, oldest first."""
    all_held = await store.factors(tx, person_id)
    following = [one for one in all_held if after is None or one.id > after]
    return Held(following[:limit], await store.codes_left(tx, person_id))


async def begin_totp(tx: Tx, person_id: UUID, name: str) -> Begun:
    """A new secret that waits for its first code; one that waited before is void."""
    name = model.clean_name(name)
    person = await lock(tx, person_id)
    await store.forget_begun(tx, person.id)
    model.refuse_more(len(await store.factors(tx, person.id)))
    factor_id, secret = tx.ids.new(), pyotp.random_base32()
    sealed = await vault.put(tx, SECRET, factor_id, secret.encode(), person=person.id)
    await store.add_authenticator(tx, factor_id, person.id, name, sealed)
    await events.append(tx, FactorBegun(factor_id, person.id, FactorKind.totp, name))
    uri = pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=ISSUER)
    return Begun(factor_id, secret, uri)


async def confirm_totp(
    tx: Tx, person_id: UUID, factor_id: UUID, code: str, session_id: UUID | None
) -> Added:
    """Let the authenticator count from now on, since it showed a code that is right."""
    person = await lock(tx, person_id)
    factor = named(await store.factors(tx, person.id), factor_id)
    begun = [one for one in await store.authenticators(tx, person.id) if one.id == factor_id]
    if factor.confirmed_at is not None or not begun:
        raise Conflict("This second factor counts already.", "Use it at your next sign-in.")
    if not model.is_begun(begun[0], tx.now):
        raise Gone(
            "The secret is older than an hour and was never confirmed, so it is void.",
            "Begin again: you get a new one.",
        )
    if refused := await check_codes(tx, person, begun, code):
        raise refused
    await store.confirm(tx, factor_id)
    return await added(tx, person, factor_id, session_id)


async def added(tx: Tx, person: Person, factor_id: UUID, session_id: UUID | None) -> Added:
    """Tell of a factor that counts now, and make recovery codes if the person has none.

    It was shown within the session, which so is one with both: no new sign-in is needed.
    """
    if session_id is not None:
        await challenges.note_factor(tx, session_id)
    factor = named(await store.factors(tx, person.id), factor_id)
    await events.append(tx, FactorAdded(factor_id, person.id, factor.kind, factor.name))
    await tell(tx, person, Told.added, factor.name)
    codes: Sequence[str] = ()
    if not await store.codes_left(tx, person.id):
        codes = await make_codes(tx, person.id)
    return Added(factor, codes)


async def rename_factor(tx: Tx, person_id: UUID, factor_id: UUID, name: str) -> Factor:
    name = model.clean_name(name)
    await lock(tx, person_id)
    factor = named(await store.factors(tx, person_id), factor_id)
    if name != factor.name:
        await store.rename(tx, factor_id, name)
        await events.append(tx, FactorRenamed(factor_id, person_id, factor.name, name))
    return named(await store.factors(tx, person_id), factor_id)


async def remove_factor(tx: Tx, person_id: UUID, factor_id: UUID, requiring: Sequence[str]) -> None:
    """Take a factor away; with the last one go the recovery codes, which stand for it.

    `requiring` names the person's workspaces that ask for a second factor.
    """
    person = await lock(tx, person_id)
    all_held = await store.factors(tx, person.id)
    factor = named(all_held, factor_id)
    model.refuse_last(factor, all_held, requiring)
    await store.remove(tx, factor_id)
    if not await store.confirmed_kinds(tx, person.id):
        await store.forget_codes(tx, person.id)
    await events.append(tx, FactorRemoved(factor_id, person.id, factor.kind, factor.name))
    if factor.confirmed_at is not None:
        await tell(tx, person, Told.removed, factor.name)


async def remove_all(tx: Tx, person_id: UUID) -> int:
    """For who lost all of them: the password alone signs in again; how many there were.

    Only for the operator, who knows the person by other means.
    """
    person = await lock(tx, person_id)
    held = await store.factors(tx, person_id)
    for factor in held:
        await remove_factor(tx, person.id, factor.id, ())
    return len(held)


async def check_code(tx: Tx, person: Person, code: str) -> Rejected | None:
    """Take a code of any of the person's authenticators; why not, if it is not right."""
    held = await store.authenticators(tx, person.id)
    return await check_codes(tx, person, [one for one in held if one.confirmed_at], code)


async def check_codes(
    tx: Tx, person: Person, authenticators: Sequence[Authenticator], typed: str
) -> Rejected | None:
    code = model.clean_code(typed)
    if not code:
        return Rejected("A code has six digits.", next_step="Type the one that your app shows now.")
    if not authenticators:
        return Rejected("You have no authenticator.", next_step="Show another second factor.")
    sealed = {one.id: one.sealed for one in authenticators}
    secrets_of = await vault.take_all(tx, SECRET, sealed, "to compare a code", person=person.id)
    for one in authenticators:
        step = step_with(secrets_of[one.id], code, tx.now)
        if step is None:
            continue
        if not await store.spend_step(tx, one.id, step):
            return Rejected(
                "This code, or a later one, was used already, and each is good once.",
                next_step="Wait until your app shows the next one: at most 30 s.",
            )
        await events.append(acting(tx, person), FactorShown(one.id, person.id, FactorKind.totp))
        return None
    return Rejected(
        "This code is not right.",
        next_step="Type the one that your app shows now. If it stays wrong, set the clock of the "
        "phone to automatic: a code is good for about 30 s.",
    )


def step_with(secret: bytes, code: str, now: datetime) -> int | None:
    """The step around now that has this code; each is compared, so that time tells nothing."""
    shown = pyotp.TOTP(secret.decode())
    right = [
        step
        for step in model.steps_around(now)
        if hmac.compare_digest(shown.generate_otp(step), code)
    ]
    return right[0] if right else None


def named(factors: Sequence[Factor], factor_id: UUID) -> Factor:
    """The one of these; whose it is not, for that person it is not there."""
    for factor in factors:
        if factor.id == factor_id:
            return factor
    raise Gone("You have no such second factor.", "Look at the list again.")
