"""What of listings can be carried to another workspace: templates, mappings and forbidden words.

Shops and categories stand in it by their names. What one listing alone says is no setting.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Literal
from uuid import UUID

import msgspec

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.text import clean, fold
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import portable as catalog
from hanse.rooms.connections.service import portable as connections
from hanse.rooms.listings.model import words as words_model
from hanse.rooms.listings.model.mappings import SAVE_MAX, Noun, Pair
from hanse.rooms.listings.model.templates import Template
from hanse.rooms.listings.model.words import ANYWHERE, Word
from hanse.rooms.listings.service import mapping, templating

GONE = "(not there any more)"
Path = tuple[str, ...]


class TemplateRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No account, market or category: at all of them. `nth`: of several with one name, by age."""

    name: str
    field: str
    text: str
    account: str | None = None
    market: str = ""
    category: Path | None = None
    nth: int = 1


class MappingRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of a category by its path, or of an attribute by its key; `value` is one of its choices."""

    platform: str
    theirs: str
    category: Path | None = None
    attribute: str | None = None
    theirs_name: str = ""
    value: str = ""
    their_value: str = ""
    requires: tuple[str, ...] = ()


class WordRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    severity: Literal["error", "warning", "hint"]
    why: str = ""
    platform: str = ANYWHERE
    market: str = ANYWHERE


# Templates


def template_name(item: TemplateRow) -> str:
    return item.name if item.nth == 1 else f"{item.name} no. {item.nth}"


async def templates(tx: Tx) -> Sequence[TemplateRow]:
    return [row for row, _ in (await by_name(tx)).values()]


async def by_name(tx: Tx) -> Mapping[str, tuple[TemplateRow, Template]]:
    """The oldest first: of two that hold alike the older one is taken."""
    shops, paths = await connections.account_names(tx), await catalog.category_paths(tx)
    counts: Counter[str] = Counter()
    found: dict[str, tuple[TemplateRow, Template]] = {}
    for each in await templating.list_templates(tx):
        counts[each.name] += 1
        row = TemplateRow(
            *(each.name, each.field, each.text),
            shops.get(each.account_id, GONE) if each.account_id else None,
            each.market,
            paths.get(each.category_id, (GONE,)) if each.category_id else None,
            counts[each.name],
        )
        found[template_name(row)] = (row, each)
    return found


def settled_template(given: TemplateRow) -> TemplateRow:
    return msgspec.structs.replace(
        given,
        name=clean(given.name),
        market=given.market.strip().upper(),
        account=given.account or None,
        category=given.category or None,
    )


async def apply_templates(
    tx: Tx, moves: Sequence[tuple[TemplateRow | None, TemplateRow | None]]
) -> None:
    here = await by_name(tx)
    shops = {name: each for each, name in (await connections.account_names(tx)).items()}
    paths = {path: each for each, path in (await catalog.category_paths(tx)).items()}
    findings: list[Finding] = []
    for before, after in moves:
        found = here[template_name(before)][1] if before else None
        if after is None:
            assert found is not None, "what goes is there"
            await templating.remove(tx, found.id, found.version)
            continue
        name = template_name(after)
        missing = [
            *(
                [no_shop(name, after.account)]
                if after.account and after.account not in shops
                else []
            ),
            *(
                [no_category(name, after.category)]
                if after.category and after.category not in paths
                else []
            ),
        ]
        findings += missing
        if missing:
            continue
        wanted = Template(
            found.id if found else tx.ids.new(),
            *(after.name, after.field, after.text),
            shops[after.account] if after.account else None,
            after.market,
            paths[after.category] if after.category else None,
        )
        try:
            await templating.save(tx, wanted, found.version if found else None)
        except Rejected as refused:
            findings += catalog.named(name, refused).findings or [said(name, refused)]
    if findings:
        raise Rejected("The templates cannot be kept.", findings)


# Mappings


def mapping_name(item: MappingRow) -> str:
    ours = catalog.titled(item.category) if item.category else (item.attribute or "")
    return ": ".join(filter(None, (item.platform, ours, item.value)))


async def mappings(tx: Tx) -> Sequence[MappingRow]:
    paths = {str(each): path for each, path in (await catalog.category_paths(tx)).items()}
    found: list[MappingRow] = []
    after: tuple[str, str, str, str] | None = None
    while page := await mapping.list_mappings(tx, None, None, after, SAVE_MAX):
        found += [row_of(each, paths) for each in page]
        after = page[-1].key
    return found


def row_of(pair: Pair, paths: Mapping[str, Path]) -> MappingRow:
    is_category = pair.noun is Noun.category
    return MappingRow(
        pair.platform,
        pair.theirs,
        paths.get(pair.ours, (GONE, pair.theirs)) if is_category else None,
        None if is_category else pair.ours,
        pair.theirs_name,
        pair.value,
        pair.their_value,
        pair.requires,
    )


def settled_mapping(platforms: Collection[str], given: MappingRow) -> MappingRow:
    if given.platform not in platforms:
        sentence = f"There is no platform {given.platform[:40]!r}."
        step = f"Use {', '.join(sorted(platforms))}."
        finding = Finding(Severity.error, "platform_unknown", sentence, step, "platform")
        raise Rejected(sentence, [finding], step)
    if bool(given.category) is bool(given.attribute):
        sentence = "A mapping is of a category or of an attribute: one of the two."
        raise Rejected(
            sentence, [Finding(Severity.error, "mapping", sentence, "Leave one out.", "category")]
        )
    return msgspec.structs.replace(
        given,
        category=given.category or None,
        attribute=given.attribute or None,
        theirs=clean(given.theirs),
        theirs_name=clean(given.theirs_name),
        their_value=clean(given.their_value),
        requires=tuple(dict.fromkeys(given.requires)),
    )


async def apply_mappings(
    tx: Tx, moves: Sequence[tuple[MappingRow | None, MappingRow | None]]
) -> None:
    paths = {path: each for each, path in (await catalog.category_paths(tx)).items()}
    removed = [pair_of(before, paths) for before, after in moves if before and after is None]
    findings: list[Finding] = []
    kept: list[Pair] = []
    for _, after in moves:
        if after is None:
            continue
        if after.category and after.category not in paths:
            findings.append(no_category(mapping_name(after), after.category))
        else:
            kept.append(pair_of(after, paths))
    if findings:
        raise Rejected("Mappings name what is not here.", findings)
    known = {each.platform for each in (*kept, *removed)}
    for start in range(0, len(removed), SAVE_MAX):
        await mapping.save(tx, known, [], removed[start : start + SAVE_MAX])
    for start in range(0, len(kept), SAVE_MAX):
        await mapping.save(tx, known, kept[start : start + SAVE_MAX], [])


def pair_of(row: MappingRow, paths: Mapping[Path, UUID]) -> Pair:
    noun = Noun.category if row.category else Noun.attribute
    ours = str(paths[row.category]) if row.category else str(row.attribute)
    rest = (row.value, row.their_value, row.requires)
    return Pair(row.platform, noun, ours, row.theirs, row.theirs_name, *rest)


# Words


def word_name(item: WordRow) -> str:
    where = [each for each in (item.platform, item.market) if each != ANYWHERE]
    text = fold(item.text)  # as words are compared
    return f"{text} ({', '.join(where)})" if where else text


async def words(tx: Tx) -> Sequence[WordRow]:
    return [word_row(each) for each in await mapping.list_words(tx)]


def word_row(word: Word) -> WordRow:
    severity: Literal["error", "warning", "hint"] = word.severity.value
    return WordRow(word.text, severity, word.why, word.platform, word.market)


def settled_word(given: WordRow) -> WordRow:
    kept, findings = words_model.checked([word_of(given)])
    if findings:
        raise Rejected(findings[0].sentence, [replace(each, field="text") for each in findings])
    return word_row(kept[0])


def word_of(row: WordRow) -> Word:
    return Word(row.text, Severity(row.severity), row.why, row.platform, row.market)


async def apply_words(tx: Tx, moves: Sequence[tuple[WordRow | None, WordRow | None]]) -> None:
    """Words are kept as one list, so the moves are made in it."""
    held = {word_name(word_row(each)): each for each in await mapping.list_words(tx)}
    for before, after in moves:
        if before:
            held.pop(word_name(before), None)
        if after:
            held[word_name(after)] = word_of(after)
    await mapping.save_words(tx, list(held.values()))


# What is not here


def no_shop(name: str, shop: str | None) -> Finding:
    sentence = f"There is no shop '{shop}' here."
    step = "Connect it under this name, then import again."
    return Finding(Severity.error, "name_unknown", sentence, step, f"{name}.account")


def no_category(name: str, path: Path | None) -> Finding:
    sentence = f"There is no category '{catalog.titled(path or ())}' here."
    step = "Make it, or give it a row under categories, then import again."
    return Finding(Severity.error, "name_unknown", sentence, step, f"{name}.category")


def said(name: str, refused: Rejected) -> Finding:
    return Finding(Severity.error, refused.code, refused.sentence, refused.next_step, name)
