"""How a person wants to be told: channels by kind, quiet hours, a digest."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hanse.base.faults import Finding, Rejected, Severity
from hanse.rooms.notices.model.hours import CLOCK, Hours
from hanse.rooms.notices.model.kinds import NOTICES, Channel, Kind

CHOSEN = (Channel.in_app, Channel.email)  # what a person chooses per kind
ZONE_CHARS_MAX = 60


@dataclass(frozen=True, slots=True)
class Preferences:
    """What differs from the usual. Version 0: nothing was ever chosen."""

    choices: Mapping[str, Collection[Channel]] = field(default_factory=dict)
    quiet_from: str | None = None
    quiet_until: str | None = None
    zone: str | None = None  # none: the person's own
    digest_at: str | None = None
    version: int = 0

    def channels(self, kind: Kind) -> Collection[Channel]:
        return self.choices.get(kind.name, kind.usual)

    def hours(self, zone: str) -> Hours:
        return Hours(self.zone or zone, self.quiet_from, self.quiet_until, self.digest_at)


USUAL = Preferences()


def checked(
    choices: Mapping[str, Sequence[str]],
    quiet_from: str | None,
    quiet_until: str | None,
    zone: str | None,
    digest_at: str | None,
) -> Preferences:
    """The preferences, or `Rejected` with a finding for every field that is wrong."""
    findings = [
        *(wrong for name, chosen in choices.items() for wrong in wrong_choice(name, chosen)),
        *(
            finding("clock_wrong", f"{text[:20]!r} is no time of day.", "Write it as 22:30.", name)
            for name, text in (
                ("quiet_from", quiet_from),
                ("quiet_until", quiet_until),
                ("digest_at", digest_at),
            )
            if text is not None and not CLOCK.fullmatch(text)
        ),
    ]
    if (quiet_from is None) != (quiet_until is None):
        findings.append(
            finding(
                "quiet_half",
                "Quiet hours have a beginning and an end.",
                "Give both, or neither.",
                "quiet_until" if quiet_until is None else "quiet_from",
            )
        )
    if zone is not None and not is_zone(zone):
        findings.append(
            finding(
                "zone_unknown",
                "There is no such time zone.",
                "Choose one, as Asia/Jakarta, or none for that of your profile.",
                "zone",
            )
        )
    if findings:
        raise Rejected(
            " ".join(found.sentence for found in findings), findings, findings[0].next_step
        )
    different = {
        name: tuple(map(Channel, chosen))
        for name, chosen in choices.items()
        if set(chosen) != set(NOTICES[name].usual)
    }
    return Preferences(different, quiet_from, quiet_until, zone, digest_at)


def wrong_choice(name: str, chosen: Sequence[str]) -> Sequence[Finding]:
    kind = NOTICES.get(name)
    at = f"choices.{name[:60]}"
    if kind is None:
        return [
            finding("kind_unknown", f"There is no notice {name[:60]!r}.", "Take a listed one.", at)
        ]
    return [
        finding(
            "channel_unknown",
            f"{name} cannot be told by {channel[:20]!r}.",
            "Choose among in_app and email; what the account itself mails is always mailed.",
            at,
        )
        for channel in chosen
        if channel not in CHOSEN or (kind.by_letter and channel == Channel.email)
    ]


def finding(code: str, sentence: str, step: str, at: str) -> Finding:
    return Finding(Severity.error, code, sentence, step, at)


def is_zone(zone: str) -> bool:
    try:
        ZoneInfo(zone[:ZONE_CHARS_MAX])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
