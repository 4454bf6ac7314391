"""The words of letters: built in, or written anew by the merchant."""

from collections.abc import Mapping

from hanse.engine.log import events as log
from hanse.engine.tx import Tx
from hanse.rooms.letters.model import links
from hanse.rooms.letters.model.layout import Written, written
from hanse.rooms.letters.model.stages import Stage
from hanse.rooms.letters.model.templates import Template, checked
from hanse.rooms.letters.model.words import BUILT_IN
from hanse.rooms.letters.service import facts
from hanse.rooms.letters.service.settings import as_seen
from hanse.rooms.letters.store import templates as store


async def everything(tx: Tx) -> Mapping[tuple[Stage, str], Template]:
    built_in = {
        (stage, language): template
        for language, stages in BUILT_IN.items()
        for stage, template in stages.items()
    }
    return {**built_in, **await store.find(tx)}


async def change(
    tx: Tx, stage: Stage, language: str, subject: str, text: str, expected: int
) -> Template:
    wanted = checked(subject, text)
    await store.hold(tx)
    before = (await everything(tx))[stage, language]
    as_seen(expected, before.version)
    await store.save(tx, stage, language, wanted)
    await note(tx, stage, language, before, wanted)
    return (await everything(tx))[stage, language]


async def restore(tx: Tx, stage: Stage, language: str, expected: int) -> Template:
    """As it is built in."""
    await store.hold(tx)
    before = (await everything(tx))[stage, language]
    as_seen(expected, before.version)
    await store.remove(tx, stage, language)
    await note(tx, stage, language, before, BUILT_IN[language][stage])
    return BUILT_IN[language][stage]


async def note(tx: Tx, stage: Stage, language: str, before: Template, after: Template) -> None:
    was = {"subject": before.subject, "text": before.text}
    now = {"subject": after.subject, "text": after.text}
    await log.append(tx, facts.TemplateChanged(stage.value, language, was, now))


def preview(template: Template, values: Mapping[str, str], language: str, base: str) -> Written:
    """As the buyer would read it; its link to stop letters stops none."""
    kept = checked(template.subject, template.text)
    return written(kept, values, language, f"{base}{links.PAGE}")
