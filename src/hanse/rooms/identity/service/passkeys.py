"""Passkeys as a second factor: made and asked by WebAuthn, bound to the name of this server.

Which device made one is not asked (no attestation): what counts is that the same key answers again.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    bytes_to_base64url,
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
    encode_cbor,
    options_to_json_dict,
    parse_cbor,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from hanse.base.faults import Conflict, Rejected
from hanse.engine.log import events
from hanse.engine.tx import Tx
from hanse.rooms.identity.model import passkeys as model
from hanse.rooms.identity.model.factor_mails import Told
from hanse.rooms.identity.model.factors import FactorKind, clean_name, refuse_more
from hanse.rooms.identity.model.passkeys import Made, Passkey, Signed, Site
from hanse.rooms.identity.model.people import Person
from hanse.rooms.identity.model.proof import QUESTION_BYTES, ChallengeKind, question_hash
from hanse.rooms.identity.service.factors import Added, FactorShown, added, open_challenge
from hanse.rooms.identity.service.recovery import acting, lock, tell
from hanse.rooms.identity.store import factors as factor_store
from hanse.rooms.identity.store import passkeys as store
from hanse.rooms.identity.store import proof as challenges

ANSWER_S = 300  # as long as the question is good
# What the library and the mathematics below it raise at bytes that are no answer.
MALFORMED = (WebAuthnException, ValueError, TypeError, LookupError, AttributeError)

Options = Mapping[str, object]


@events.declare(
    "identity.passkey.refused",
    "The passkey {name} was refused: its count went from {before} back to {after}",
    subject=("identity.factor", "factor_id"),
    personal=("name",),
    person="person_id",
)
@dataclass(frozen=True, slots=True)
class PasskeyRefused:
    factor_id: UUID
    person_id: UUID
    name: str
    before: int
    after: int


async def begin_passkey(tx: Tx, person_id: UUID, site: Site) -> Options:
    """What a browser needs to make a passkey, as `parseCreationOptionsFromJSON` takes it."""
    person = await lock(tx, person_id)
    refuse_more(len(await factor_store.factors(tx, person.id)))
    question = secrets.token_bytes(QUESTION_BYTES)
    await open_challenge(tx, person.id, ChallengeKind.passkey, question_hash(question), question)
    return options_to_json_dict(
        generate_registration_options(
            rp_id=site.name,
            rp_name="Hanse",
            user_id=person.id.bytes,
            user_name=person.email,
            user_display_name=person.name,
            challenge=question,
            timeout=ANSWER_S * 1_000,
            exclude_credentials=described(await store.passkeys(tx, person.id)),
            # The password comes first, so the key need not be found without a name.
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.DISCOURAGED,
                user_verification=UserVerificationRequirement.PREFERRED,
            ),
        )
    )


async def add_passkey(
    tx: Tx, person_id: UUID, site: Site, name: str, made: Made, session_id: UUID | None
) -> Added:
    """Keep a passkey that a browser made; it counts at once, for it has answered."""
    name = clean_name(name)
    person = await lock(tx, person_id)
    refuse_more(len(await factor_store.factors(tx, person.id)))
    question = await take_question(tx, ChallengeKind.passkey, person.id, made.client_data)
    if question is None:
        raise unasked()
    try:
        passkey = read_made(tx.ids.new(), person.id, name, site, question, made)
    except MALFORMED as wrong:
        raise Rejected(
            "What came is not the answer of a passkey to this server.",
            next_step=f"Open {site.origins[0]} and try again there.",
        ) from wrong
    if not await store.add(tx, passkey):
        raise Conflict(
            "This passkey is kept already.", "Use it as it is, or make one on another device."
        )
    return await added(tx, person, passkey.id, session_id)


def read_made(
    factor_id: UUID, person_id: UUID, name: str, site: Site, question: bytes, made: Made
) -> Passkey:
    attestation = parse_cbor(model.unpacked(made.attestation))
    # We ask for no attestation; what some devices attest all the same is left unread.
    bare = encode_cbor({"fmt": "none", "attStmt": {}, "authData": attestation["authData"]})
    answer = {"clientDataJSON": made.client_data, "attestationObject": bytes_to_base64url(bare)}
    verified = verify_registration_response(
        credential=document(made.id, answer),
        expected_challenge=question,
        expected_rp_id=site.name,
        expected_origin=list(site.origins),
    )
    name_bytes = verified.credential_id
    if len(name_bytes) > model.CREDENTIAL_BYTES_MAX or name_bytes != model.unpacked(made.id):
        raise ValueError("The name of the key is too long, or is not the one that it signed.")
    # A key that no answer could ever be verified with would lock its person out.
    decoded_public_key_to_cryptography(decode_credential_public_key(verified.credential_public_key))
    return Passkey(
        factor_id,
        person_id,
        name,
        name_bytes,
        verified.credential_public_key,
        verified.sign_count,
        model.known_transports(made.transports),
    )


async def ask(tx: Tx, person_id: UUID, site: Site, kind: ChallengeKind) -> Options:
    """A question for the person's passkeys, as `parseRequestOptionsFromJSON` takes it."""
    passkeys = await store.passkeys(tx, person_id)
    if not passkeys:
        raise Conflict("You have no passkey.", "Use a code of your authenticator.")
    question = secrets.token_bytes(QUESTION_BYTES)
    await open_challenge(tx, person_id, kind, question_hash(question), question)
    return options_to_json_dict(
        generate_authentication_options(
            rp_id=site.name,
            challenge=question,
            timeout=ANSWER_S * 1_000,
            allow_credentials=described(passkeys),
            user_verification=UserVerificationRequirement.PREFERRED,
        )
    )


async def check_answer(
    tx: Tx, person: Person, site: Site, kind: ChallengeKind, signed: Signed
) -> Rejected | None:
    """Take the answer of one of the person's passkeys; why not, if it is not right.

    The question is used up in any case.
    """
    question = await take_question(tx, kind, person.id, signed.client_data)
    if question is None:
        return unasked()
    answering = [
        passkey
        for passkey in await store.passkeys(tx, person.id)
        if bytes_to_base64url(passkey.credential_id) == signed.id.rstrip("=")
    ]
    if not answering:
        return Rejected(
            "This passkey is none of yours here.", next_step="Use one that is in your list."
        )
    [passkey] = answering
    try:
        count = read_count(passkey, site, question, signed)
    except MALFORMED:
        return Rejected(
            "The passkey did not give the answer that was asked for.",
            next_step=f"Open {site.origins[0]} and try again there.",
        )
    if model.went_back(passkey, count) or not await store.count_on(tx, passkey.id, count):
        return await refuse_copy(tx, person, passkey, count)
    await events.append(acting(tx, person), FactorShown(passkey.id, person.id, FactorKind.passkey))
    return None


def read_count(passkey: Passkey, site: Site, question: bytes, signed: Signed) -> int:
    """How often the key says it was used, once its signature is verified."""
    answer = {
        "clientDataJSON": signed.client_data,
        "authenticatorData": signed.authenticator_data,
        "signature": signed.signature,
    }
    return verify_authentication_response(
        credential=document(signed.id, answer),
        expected_challenge=question,
        expected_rp_id=site.name,
        expected_origin=list(site.origins),
        credential_public_key=passkey.public_key,
        # The library compares counts before it verifies who says so; we compare after.
        credential_current_sign_count=0,
    ).new_sign_count


async def refuse_copy(tx: Tx, person: Person, passkey: Passkey, count: int) -> Rejected:
    """Tell the person that a copy of the key may exist. Commit this, though the answer is no."""
    await events.append(
        tx, PasskeyRefused(passkey.id, person.id, passkey.name, passkey.sign_count, count)
    )
    await tell(tx, person, Told.copied, passkey.name)
    return Rejected(
        f"The passkey {passkey.name} was refused: its count went back, so a copy of it may exist.",
        next_step="Use another second factor, remove this passkey and add it anew.",
    )


async def take_question(
    tx: Tx, kind: ChallengeKind, person_id: UUID, client_data: str
) -> bytes | None:
    """The question that this answers, used up; none if it was not put, is over or was answered."""
    question = model.question_in(client_data)
    taken = await challenges.take(tx, kind, question_hash(question), person_id)
    return None if taken is None else taken.question


def unasked() -> Rejected:
    return Rejected(
        "The question that this answers was not put to you, was answered already or is older than "
        f"{ANSWER_S // 60} minutes.",
        next_step="Try again: you get a new question.",
    )


def document(credential_id: str, response: Mapping[str, str]) -> dict[str, object]:
    """As browsers write it."""
    plain = credential_id.rstrip("=")
    return {"id": plain, "rawId": plain, "type": "public-key", "response": dict(response)}


def described(passkeys: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=passkey.credential_id,
            transports=[AuthenticatorTransport(one) for one in passkey.transports],
        )
        for passkey in passkeys
    ]
