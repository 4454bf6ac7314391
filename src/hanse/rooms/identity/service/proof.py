"""Who is there: the second half of a sign-in, and the proof that dangerous acts ask for.

A try is counted and committed before it is compared, and so is what it uses up: whoever tries many
at once gains nothing. What went wrong is raised after the transaction that noted it.
"""

from collections.abc import Sequence
from uuid import UUID

from hanse.base.faults import Gone, Rejected
from hanse.engine.passwords import Passwords
from hanse.engine.tx import INSTALLATION, Actor, Database, Tx
from hanse.rooms.identity.model.attempts import Counter, counter, network
from hanse.rooms.identity.model.passkeys import Site
from hanse.rooms.identity.model.people import Person
from hanse.rooms.identity.model.proof import ChallengeKind, Shown, one_shown, proves
from hanse.rooms.identity.model.tokens import token_hash
from hanse.rooms.identity.service import attempts, passkeys, sessions
from hanse.rooms.identity.service.factors import check_code, remove_factor, ways
from hanse.rooms.identity.service.passkeys import Options
from hanse.rooms.identity.service.people import VISITOR, own_id
from hanse.rooms.identity.service.recovery import acting, check_recovery, lock
from hanse.rooms.identity.service.sign_in import Origin, SignedIn, check_own_password
from hanse.rooms.identity.service.standing import memberships
from hanse.rooms.identity.store import proof as store


async def question(tx: Tx, challenge: str, site: Site) -> Options:
    """A question for the passkeys of whoever is halfway signed in."""
    found = await store.find(tx, ChallengeKind.second_factor, token_hash(challenge))
    if found is None:
        raise over()
    return await passkeys.ask(tx, found.person_id, site, ChallengeKind.passkey)


async def finish_challenge(
    database: Database, *, challenge: str, shown: Shown, site: Site | None, origin: Origin
) -> SignedIn:
    """Sign in whose password was right before and who shows a second factor now."""
    one_shown(shown)
    hashed = token_hash(challenge)
    async with database.tx(INSTALLATION, VISITOR, origin.request_id) as tx:
        found = await store.find(tx, ChallengeKind.second_factor, hashed)
        if found is None:
            raise over()
        own, here = counters(found.person_id, origin)
        await attempts.begin(tx, [own, here])
    async with database.tx(INSTALLATION, VISITOR, origin.request_id) as tx:
        person = await lock(tx, found.person_id)
        refused = await check_factor(tx, person, shown, site, ChallengeKind.passkey)
        if refused is None:
            if not await store.take(tx, ChallengeKind.second_factor, hashed, person.id):
                raise over()
            await attempts.succeed(tx, [own], [here])
            await sessions.end_brought(tx, origin.brought)
            opened = await sessions.open_session(
                acting(tx, person),
                person.id,
                agent=origin.agent,
                address=origin.address,
                second_factor=True,
            )
            return SignedIn(person, opened)
    raise refused


async def ways_to_prove(database: Database, person_id: UUID, request_id: str) -> Sequence[str]:
    """By what the person may prove who it is now; the password is one where it is enough."""
    requiring = await requiring_factor(database, person_id, request_id)
    async with database.tx(INSTALLATION, VISITOR, request_id) as tx:
        return proves(await ways(tx, person_id), requiring)


async def ask_for_proof(tx: Tx, person_id: UUID, site: Site) -> Options:
    """A question for the person's passkeys; its answer proves, and signs nobody in."""
    return await passkeys.ask(tx, person_id, site, ChallengeKind.step_up)


async def prove(
    database: Database,
    passwords: Passwords,
    *,
    actor: Actor,
    session_id: UUID,
    shown: Shown,
    site: Site | None,
    origin: Origin,
) -> None:
    """Note in the session that its person showed again who it is."""
    one_shown(shown)
    person_id = own_id(actor)
    if shown.password is not None:
        await prove_by_password(database, passwords, person_id, shown.password, origin)
        async with database.tx(INSTALLATION, actor, origin.request_id) as tx:
            await sessions.prove(tx, session_id)
        return
    async with database.tx(INSTALLATION, actor, origin.request_id) as tx:
        own, here = counters(person_id, origin)
        await attempts.begin(tx, [own, here])
    async with database.tx(INSTALLATION, actor, origin.request_id) as tx:
        person = await lock(tx, person_id)
        refused = await check_factor(tx, person, shown, site, ChallengeKind.step_up)
        if refused is None:
            await attempts.succeed(tx, [own], [here])
            await store.note_factor(tx, session_id)
            await sessions.prove(tx, session_id)
            return
    raise refused


async def prove_by_password(
    database: Database, passwords: Passwords, person_id: UUID, password: str, origin: Origin
) -> None:
    """`Rejected` if it is another, or is not enough where the person works."""
    requiring = await requiring_factor(database, person_id, origin.request_id)
    async with database.tx(INSTALLATION, VISITOR, origin.request_id) as tx:
        if "password" not in proves(await ways(tx, person_id), requiring):
            raise not_enough(requiring)
    await check_own_password(database, passwords, person_id, password, origin)


async def check_factor(
    tx: Tx, person: Person, shown: Shown, site: Site | None, kind: ChallengeKind
) -> Rejected | None:
    """Take the second factor that is shown; why not, if it is not right."""
    if shown.code is not None:
        return await check_code(tx, person, shown.code)
    if shown.recovery is not None:
        return await check_recovery(tx, person, shown.recovery)
    if shown.passkey is not None and site is not None:
        return await passkeys.check_answer(tx, person, site, kind, shown.passkey)
    return Rejected("A password is no second factor.", next_step="Send code, recovery or passkey.")


async def remove_own(database: Database, actor: Actor, factor_id: UUID, request_id: str) -> None:
    """Take one of the person's own factors away, unless a workspace needs it to stay."""
    requiring = await requiring_factor(database, own_id(actor), request_id)
    async with database.tx(INSTALLATION, actor, request_id) as tx:
        await remove_factor(tx, own_id(actor), factor_id, requiring)


async def requiring_factor(database: Database, person_id: UUID, request_id: str) -> Sequence[str]:
    """The names of the person's workspaces that ask for a second factor."""
    async with database.system_tx("second factor", request_id=request_id) as tx:
        found = await memberships(tx, person_id)
    return [one.workspace_name for one in found if one.second_factor_required]


def counters(person_id: UUID, origin: Origin) -> tuple[Counter, Counter]:
    """Apart from those of passwords, which whoever knows the password can clear."""
    return counter("factor", str(person_id)), counter("address", network(origin.address))


def over() -> Gone:
    return Gone(
        "This sign-in was finished already, or was begun more than 10 minutes ago.",
        "Sign in again with your address and password.",
    )


def not_enough(requiring: Sequence[str]) -> Rejected:
    return Rejected(
        f"The password alone is not enough: {', '.join(requiring)} asks for a second factor.",
        next_step="Show a code, a passkey or a recovery code.",
    )
