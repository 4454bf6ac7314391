"""Recovery codes, which stand in for a second factor that was lost; and what people are told."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.faults import Conflict, Denied, Rejected
from hanse.engine.log import events
from hanse.engine.mail.mails import Mail, send
from hanse.engine.tx import Tx
from hanse.rooms.identity.model import factors as model
from hanse.rooms.identity.model.factor_mails import Told, written
from hanse.rooms.identity.model.people import Person, PersonState
from hanse.rooms.identity.service.people import actor_of
from hanse.rooms.identity.store import factors as store
from hanse.rooms.identity.store import people


@events.declare(
    "identity.recovery.made",
    "{actor} got {codes} recovery codes",
    subject=("identity.person", "person_id"),
)
@dataclass(frozen=True, slots=True)
class RecoveryMade:
    person_id: UUID
    codes: int


@events.declare(
    "identity.recovery.spent",
    "{actor} used a recovery code; {left} are left",
    subject=("identity.person", "person_id"),
)
@dataclass(frozen=True, slots=True)
class RecoverySpent:
    person_id: UUID
    left: int


async def renew_codes(tx: Tx, person_id: UUID) -> Sequence[str]:
    """New recovery codes, shown this once; all from before are void."""
    person = await lock(tx, person_id)
    if not await store.confirmed_kinds(tx, person.id):
        raise Conflict(
            "Recovery codes stand in for a second factor, and you have none.",
            "Add an authenticator or a passkey: you get the codes with it.",
        )
    codes = await make_codes(tx, person.id)
    await tell(tx, person, Told.codes_made)
    return codes


async def make_codes(tx: Tx, person_id: UUID) -> Sequence[str]:
    letters = model.RECOVERY_ALPHABET
    codes = [
        "".join(secrets.choice(letters) for _ in range(model.RECOVERY_CHARS))
        for _ in range(model.RECOVERY_CODES)
    ]
    await store.replace_codes(tx, person_id, [model.recovery_hash(person_id, one) for one in codes])
    await events.append(tx, RecoveryMade(person_id, len(codes)))
    return [model.spelled_recovery(one) for one in codes]


async def check_recovery(tx: Tx, person: Person, code: str) -> Rejected | None:
    """Use a recovery code up; why not, if it is not good."""
    if not await store.spend_code(tx, person.id, model.recovery_hash(person.id, code)):
        return Rejected(
            "This recovery code is not right, or was used already.",
            next_step="Take another one of your list: each is good once.",
        )
    left = await store.codes_left(tx, person.id)
    await events.append(acting(tx, person), RecoverySpent(person.id, left))
    await tell(tx, person, Told.code_used, left=left)
    return None


async def lock(tx: Tx, person_id: UUID) -> Person:
    """The person as it is now; what else it does with factors waits until we are done."""
    person = await people.lock(tx, person_id)
    if person is None or person.state is not PersonState.active:
        raise Denied("This account is not open.", "Ask the operator, if that is a mistake.")
    return person


def acting(tx: Tx, person: Person) -> Tx:
    """The same transaction by the person, who has just shown who it is."""
    return replace(tx, actor=actor_of(person))


async def tell(tx: Tx, person: Person, told: Told, factor: str = "", left: int = 0) -> None:
    mail = written(told, person.language, person.name, factor, left)
    await send(tx, Mail(person.email, mail.subject, mail.text, mail.html))
