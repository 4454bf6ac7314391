"""A change on its way to a piece: each field is read as what it must be, and all that the platform
could not take is collected before anything is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.money import Money
from hanse.base.text import clean
from hanse.connectors.shopify.writes.limits import ADVISED, LIMIT, PRICE_BELOW
from hanse.engine.manifest import Limit
from hanse.trade.fields import Value, shown, spelled
from hanse.trade.ports_write import Piece, Target, Wanted
from hanse.trade.shop import Shop

# What JSON or the platform cannot carry: the zero byte, and halves of a pair.
UNFIT = re.compile("[\x00\ud800-\udfff]")
SCRIPT = re.compile(r"<\s*/?\s*script\b", re.IGNORECASE)
NAMED_MAX = 5
LIMIT_OF: Mapping[str, str] = {"gtin": "barcode"}


def quoted(value: Value) -> str:
    """For a sentence, without what cannot be kept."""
    return clean(shown(value))


@dataclass(frozen=True, slots=True)
class Draft:
    """`names` are the port's fields, as people know them at the shop."""

    wanted: Wanted
    shop: Shop
    names: Mapping[str, str]
    findings: list[Finding] = field(default_factory=list)

    def wants(self, name: str) -> bool:
        return name in self.wanted.after

    def value(self, name: str) -> Value:
        """What the field will show: what is wanted, else what is there."""
        return self.wanted.after.get(name, self.wanted.shown.get(name))

    def refuse(self, name: str, code: str, sentence: str, step: str) -> None:
        self.findings.append(Finding(Severity.error, code, sentence, step, name))

    def warn(self, name: str, code: str, sentence: str, step: str = "") -> None:
        self.findings.append(Finding(Severity.warning, code, sentence, step, name))

    def hint(self, name: str, code: str, sentence: str, step: str = "") -> None:
        self.findings.append(Finding(Severity.hint, code, sentence, step, name))

    def called(self, name: str) -> str:
        return self.names.get(name, name)

    def needs(self, *names: str) -> None:
        for name in names:
            if not self.wants(name):
                said = f"{self.called(name)} is missing."
                self.refuse(name, "missing", said, "Give it: nothing is sold without.")

    # Texts

    def text(self, name: str) -> str:
        """A text that may not be missing."""
        value, called = self.wanted.after.get(name), self.called(name)
        if not isinstance(value, str):
            self.refuse(
                name,
                "wrong_type",
                f"{called} must be a text, and it is {quoted(value)}.",
                "Write a text.",
            )
            return ""
        self.fits(name, called, value, LIMIT.get(LIMIT_OF.get(name, name)))
        if name != "description_html" and value.strip() not in ("", value):
            # guessed: that they are cut off
            self.warn(
                name,
                "outer_blanks",
                f"{called} begins or ends with blanks, which Shopify may cut off: then the shop"
                " will not show what was written.",
                "Remove the blanks.",
            )
        return value

    def clearable(self, name: str) -> str | None:
        """A text, or None where there is to be none. The platform makes no difference between none
        and an empty one, and shows none."""
        value = self.wanted.after.get(name)
        if value is None:
            return None
        if isinstance(value, str) and not value.strip():
            self.refuse(
                name,
                "empty_text",
                f"{self.called(name)} would be empty, which Shopify shows as nothing.",
                "Remove it instead of writing an empty text.",
            )
            return None
        return self.text(name)

    def fits(self, name: str, called: str, value: str, limit: Limit | None) -> None:
        """Whether it can be sent, and is not too long."""
        if UNFIT.search(value):
            self.refuse(
                name,
                "unfit_character",
                f"{called} holds a character that cannot be sent.",
                "Remove it; it is mostly left over from a file that was read in the wrong way.",
            )
            return
        advised = ADVISED.get(name)
        if limit:
            size = len(value.encode()) if limit.unit == "bytes" else len(value)
            if size > limit.size_max:
                self.refuse(
                    name,
                    "too_long",
                    f"{called} has {size} {limit.unit}; Shopify takes at most {limit.size_max}.",
                    f"Shorten it by {size - limit.size_max} {limit.unit}.",
                )
        if advised and len(value) > advised:
            self.hint(
                name,
                "longer_than_shown",
                f"{called} has {len(value)} characters; search engines show about {advised}.",
                "Say what matters first.",
            )

    def html(self, name: str) -> str:
        value = self.text(name)
        if SCRIPT.search(value):
            self.warn(
                name,
                "script_removed",
                f"{self.called(name)} holds a script, which Shopify takes out: the shop will not"
                " show what was written, so it cannot be proven.",
                "Remove the script; put it into the theme if it is needed.",
            )
        return value

    def filled(self, name: str) -> str:
        """A text with something in it."""
        value = self.text(name)
        if isinstance(self.wanted.after.get(name), str) and not value.strip():
            self.refuse(name, "blank", f"{self.called(name)} is blank.", "Write something.")
        return value

    # Money

    def money(self, name: str) -> str:
        """With the decimals of the shop; nothing is rounded here."""
        value, called = self.wanted.after.get(name), self.called(name)
        if not isinstance(value, Money):
            self.refuse(
                name,
                "wrong_type",
                f"{called} must be an amount of money, and it is {quoted(value)}.",
                f"Write an amount in {self.shop.currency}.",
            )
            return ""
        if value.currency != self.shop.currency:
            self.refuse(
                name,
                "other_currency",
                f"{called} is {value}, and the shop sells in {self.shop.currency}.",
                f"Convert it into {self.shop.currency} first.",
            )
            return ""
        if value.minor < 0 or value.amount >= PRICE_BELOW:
            self.refuse(
                name,
                "out_of_range",
                f"{called} is {value}; Shopify takes amounts from 0 to below {PRICE_BELOW}.",
                "Enter another amount.",
            )
            return ""
        amount = value.on_wire(self.shop.decimals, name)
        if isinstance(amount, Finding):
            self.findings.append(amount)
            return ""
        return f"{amount:f}"

    # What comes of it

    @property
    def refused(self) -> bool:
        return any(each.severity is Severity.error for each in self.findings)

    def known(self) -> None:
        """Only what the port knows can be written, and something must be."""
        strange = sorted(set(self.wanted.after) - set(self.names))
        for name in strange[:NAMED_MAX]:
            said = f"{quoted(name)} is nothing that this changes."
            self.refuse(clean(name), "not_written", said, "Leave it out.")
        if not self.wanted.after:
            self.refuse("", "nothing_wanted", "It changes nothing.", "Leave it out.")

    def piece(self, document: Mapping[str, object], target: Target | None = None) -> Piece:
        """`Rejected` with all that was found if any of it is wrong."""
        if self.refused:
            raise Rejected(
                "Shopify could not take this change.",
                self.findings,
                "Correct what is named, then look at it again.",
            )
        body = spelled(document).encode()
        return Piece(target or self.wanted.target, body, findings=tuple(self.findings))
