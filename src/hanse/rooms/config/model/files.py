"""The file: what it says of itself, which versions of it are read, and its parts."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from hanse.base.faults import Finding, Rejected, Severity

Document: TypeAlias = Mapping[str, object]
Parts: TypeAlias = Mapping[str, object]  # by name; what stands in each is read by the part

FORMAT = "hanse-config"
VERSION = 1
ITEMS_MAX = 50_000  # of one part
FINDINGS_MAX = 200  # that one answer tells
# What makes the parts of a version those of the next one.
UPGRADES: Mapping[int, Callable[[Parts], Parts]] = {}
HEAD = {"format", "version", "workspace", "exported_at", "parts"}


def opened(
    document: Document,
    version: int = VERSION,
    upgrades: Mapping[int, Callable[[Parts], Parts]] = UPGRADES,
) -> Parts:
    """The parts of the file as this version writes them, or `Rejected`."""
    if document.get("format") != FORMAT:
        raise refused(
            "format_unknown",
            "This is no file of settings of Hanse.",
            "Choose one that was made by Export.",
            "format",
        )
    found = document.get("version")
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise refused(
            "version_unknown",
            "The file does not say of which version it is.",
            f"Give it a version from 1 to {version}.",
            "version",
        )
    if found > version:
        raise refused(
            "version_newer",
            f"The file is of version {found}, and this Hanse reads up to version {version}.",
            "Bring this Hanse to the version that wrote the file, or export it anew here.",
            "version",
        )
    if unknown := sorted(set(document) - HEAD):
        raise refused(
            "field_unknown",
            f"There is no {unknown[0][:80]!r} in such a file.",
            f"Leave it out; there are {', '.join(sorted(HEAD))}.",
            unknown[0][:80],
        )
    parts = document.get("parts")
    if not isinstance(parts, Mapping):
        raise refused("parts_missing", "The file has no parts.", "Export it anew.", "parts")
    for step in range(found, version):
        parts = upgrades[step](parts)
    return parts


def refused(code: str, sentence: str, step: str, field: str) -> Rejected:
    return Rejected(sentence, [Finding(Severity.error, code, sentence, step, field)], step)


def refused_all(findings: Sequence[Finding]) -> Rejected:
    """Nothing is done, and all that is wrong is said at once."""
    most = findings[:FINDINGS_MAX]
    count = f"{len(findings)} things are" if len(findings) > 1 else "One thing is"
    return Rejected(
        f"{count} wrong in the file, so nothing was changed. {findings[0].sentence}",
        most,
        findings[0].next_step,
    )


def rows_of(name: str, given: object, *, one: bool) -> Sequence[object]:
    """The rows of a part: a list, or of a part that is one thing that thing alone."""
    if one:
        return [given]
    if not isinstance(given, list | tuple):
        raise refused(
            "part_no_list",
            f"{name} is no list.",
            "Write its rows between [ and ].",
            f"parts.{name}",
        )
    if len(given) > ITEMS_MAX:
        raise refused(
            "part_too_long",
            f"{name} has {len(given):,} rows; the most is {ITEMS_MAX:,}.",
            "Split the file and import it piece by piece.",
            f"parts.{name}",
        )
    return given
