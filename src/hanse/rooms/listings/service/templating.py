"""Templates: kept when nothing in them is unknown, and seen on products before that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from hanse.base.faults import Conflict, Gone, Rejected
from hanse.base.text import clean
from hanse.engine.doors.versions import same_version
from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.catalog.service import naming
from hanse.rooms.connections.service import accounts
from hanse.rooms.listings.model import overlays, templates
from hanse.rooms.listings.model.templates import Made, Template
from hanse.rooms.listings.service import facts, planning
from hanse.rooms.listings.service.loading import TEMPLATES_MAX, Desk, Loaded, load
from hanse.rooms.listings.store import listings as store
from hanse.rooms.listings.store import rules

PREVIEW_MAX = 20
ACCOUNTS_MAX = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """What a template makes of one listing, beside what stands there now."""

    listing_id: UUID
    title: str
    now: str
    made: Made


async def list_templates(tx: Tx) -> Sequence[Template]:
    return await rules.templates(tx, TEMPLATES_MAX)


async def save(tx: Tx, given: Template, expected: int | None) -> Template:
    """A new one, or another version of one that is there."""
    made = templates.checked(tidy(given), await keys(tx))
    await check_place(tx, made)
    if expected is None:
        if len(await rules.templates(tx, TEMPLATES_MAX)) >= TEMPLATES_MAX:
            raise Conflict(f"There are {TEMPLATES_MAX} templates.", "Remove one that is not used.")
        before: Template | None = None
        await rules.add_template(tx, made)
    else:
        before = await one(tx, made.id)
        same_version(expected, before.version)
        made = replace(made, version=before.version + 1)
        await rules.change_template(tx, made)
    was = document(before) if before else {}
    await log.append(tx, facts.TemplateSaved(made.id, made.name, was, document(made), made.version))
    await compare_anew(tx, made, *([before] if before else []))
    return made


async def remove(tx: Tx, template_id: UUID, expected: int) -> None:
    before = await one(tx, template_id)
    same_version(expected, before.version)
    await rules.remove_template(tx, template_id)
    await log.append(tx, facts.TemplateRemoved(template_id, before.name, document(before)))
    await compare_anew(tx, before)


async def one(tx: Tx, template_id: UUID) -> Template:
    found = await rules.template(tx, template_id)
    if found is None:
        raise Gone("There is no such template here, or not any more.")
    return found


async def preview(
    desk: Desk, tx: Tx, given: Template, listing_ids: Sequence[UUID]
) -> Sequence[Shown]:
    """What it would make of these listings; what is wrong with it stands at each."""
    if len(listing_ids) > PREVIEW_MAX:
        raise Rejected(
            f"These are {len(listing_ids)} listings; {PREVIEW_MAX} are shown at once.",
            next_step="Choose fewer.",
        )
    known = await keys(tx)
    loaded = await load(desk, tx, await store.get(tx, listing_ids))
    return [shown(each, tidy(given), known) for each in loaded]


def shown(loaded: Loaded, template: Template, known: frozenset[str]) -> Shown:
    translated = overlays.translation_of(loaded.goods, loaded.translation)
    values = templates.variables(loaded.goods, translated, loaded.place)
    made = templates.render(template, values, known)
    now = loaded.fields.get(template.field)
    return Shown(loaded.listing.id, loaded.goods.title, str(now.inherited) if now else "", made)


async def keys(tx: Tx) -> frozenset[str]:
    return frozenset(await naming.attributes(tx))


async def check_place(tx: Tx, made: Template) -> None:
    if made.account_id is not None and not await accounts.of_ids(tx, [made.account_id]):
        raise Rejected("There is no such shop here.", next_step="Choose one of the list.")
    known = {each.id for each in await naming.categories(tx, None)} if made.category_id else set()
    if made.category_id is not None and made.category_id not in known:
        raise Rejected("There is no such category.", next_step="Choose one of the catalogue.")


async def compare_anew(tx: Tx, *changed: Template) -> None:
    """Whatever shops they hold for are compared again."""
    named = {each.account_id for each in changed}
    shops = named - {None}
    if None in named:
        shops = {each.id for each in await accounts.list_accounts(tx, None, None, ACCOUNTS_MAX)}
    await planning.ask_whole(tx, [each for each in shops if each])


def tidy(template: Template) -> Template:
    return replace(template, name=clean(template.name), market=template.market.strip().upper())


def document(template: Template) -> Mapping[str, object]:
    return {
        "name": template.name,
        "field": template.field,
        "text": template.text,
        "account_id": str(template.account_id) if template.account_id else None,
        "market": template.market,
        "category_id": str(template.category_id) if template.category_id else None,
    }
