"""What of letters can be carried to another workspace: who tells the buyer, and the own words.

Which buyers want none is no setting: it stays where they said so.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, cast

import msgspec

from hanse.base.faults import Finding, Rejected, Severity
from hanse.engine.mail.mails import check_address
from hanse.engine.tx import Tx
from hanse.rooms.connections.service import portable as connections
from hanse.rooms.letters.model.settings import EVERY_SHOP, Setting, Teller
from hanse.rooms.letters.model.stages import STAGES, Stage
from hanse.rooms.letters.model.templates import checked
from hanse.rooms.letters.service import settings, templates
from hanse.rooms.letters.store import settings as settings_store
from hanse.rooms.letters.store import templates as templates_store

ALL_SHOPS, GONE = "all shops", "(not there any more)"
Language = Literal["en", "id"]


class TellerRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No account: all shops. What is left out is as in all shops, and there as usual."""

    account: str | None = None
    teller: Teller | None = None
    stages: tuple[Stage, ...] | None = None
    language: Language | None = None
    reply_to: str | None = None


class LetterRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A letter that was written anew."""

    stage: Stage
    language: Language
    subject: str
    text: str


# Who tells


def teller_name(item: TellerRow) -> str:
    return item.account or ALL_SHOPS


async def tellers(tx: Tx) -> Sequence[TellerRow]:
    shops = await connections.account_names(tx)
    rows = [
        teller_row(None if key == EVERY_SHOP else shops.get(key, GONE), each)
        for key, each in sorted((await settings_store.find(tx)).items())
    ]
    return [each for each in rows if each != TellerRow(each.account)]


def teller_row(account: str | None, setting: Setting) -> TellerRow:
    stages = None if setting.stages is None else tuple(setting.stages)
    language = cast("Language | None", setting.language)  # the column takes no other
    return TellerRow(account, setting.teller, stages, language, setting.reply_to)


def settled_teller(given: TellerRow) -> TellerRow:
    stages = given.stages
    reply_to = (given.reply_to or "").strip() or None
    if reply_to:
        fits(reply_to)
    return msgspec.structs.replace(
        given,
        account=given.account or None,
        stages=None if stages is None else tuple(each for each in STAGES if each in stages),
        reply_to=reply_to,
    )


def fits(reply_to: str) -> None:
    try:
        check_address(reply_to)
    except Rejected as refused:
        said, step = refused.sentence, refused.next_step
        finding = Finding(Severity.error, "address", said, step, "reply_to")
        raise Rejected(said, [finding], step) from None


async def apply_tellers(tx: Tx, moves: Sequence[tuple[TellerRow | None, TellerRow | None]]) -> None:
    ids = {name: each for each, name in (await connections.account_names(tx)).items()}
    here = await settings_store.find(tx)
    missing: list[Finding] = []
    for before, after in moves:
        row = after or TellerRow(before.account if before else None)
        if row.account and row.account not in ids:
            missing.append(no_shop(row.account))
            continue
        account_id = ids[row.account] if row.account else None
        version = here.get(account_id or EVERY_SHOP, Setting()).version
        await settings.change(tx, account_id, setting_of(row), version)
    if missing:
        raise Rejected("Letters name shops that are not here.", missing)


def setting_of(row: TellerRow) -> Setting:
    return Setting(row.teller, row.stages, row.language, reply_to=row.reply_to)


def no_shop(name: str) -> Finding:
    sentence = f"There is no shop '{name}' here."
    step = "Connect it under this name, then import again."
    return Finding(Severity.error, "name_unknown", sentence, step, f"{name}.account")


# Words


def letter_name(item: LetterRow) -> str:
    return f"{item.stage}.{item.language}"


async def letters(tx: Tx) -> Sequence[LetterRow]:
    return [
        LetterRow(stage, cast("Language", language), each.subject, each.text)
        for (stage, language), each in sorted((await templates_store.find(tx)).items())
    ]


def settled_letter(given: LetterRow) -> LetterRow:
    kept = checked(given.subject, given.text)
    return msgspec.structs.replace(given, subject=kept.subject, text=kept.text)


async def apply_letters(tx: Tx, moves: Sequence[tuple[LetterRow | None, LetterRow | None]]) -> None:
    here: Mapping[tuple[Stage, str], int] = {
        key: each.version for key, each in (await templates.everything(tx)).items()
    }
    for before, after in moves:
        row = after or before
        assert row is not None, "a move is from something or to something"
        version = here[row.stage, row.language]
        if after is None:
            await templates.restore(tx, row.stage, row.language, version)
        else:
            words = after.subject, after.text
            await templates.change(tx, row.stage, row.language, *words, version)
