"""What fields may measure, and how a text is held against it."""

from hanse.base.faults import Finding, Severity
from hanse.engine.manifest import Limit

# The store checks nothing in a batch (sheet, section 5); these keep one from being cut or lost.
LIMITS = (
    # Recording 206: 150 characters are taken. The column by which a SKU is looked up holds 100.
    Limit("sku", 100, "guessed: the column for looking it up is no longer"),
    Limit("gtin", 100, "guessed: the column for looking it up is no longer"),
    Limit("title", 65_535, "guessed: the column of WordPress", unit="bytes"),
    Limit("summary_html", 65_535, "guessed: the column of WordPress", unit="bytes"),
    # Recording 222: a host refuses a body that is too large, and rows share one.
    Limit("description_html", 200_000, "guessed: twenty share a call", unit="bytes"),
    Limit("images", 100, "guessed: more than a buyer looks at", unit="images"),
    Limit("image_alt", 500, "guessed: more than anybody has read to him"),
    Limit("categories", 50, "guessed: more than a shop has use for", unit="categories"),
    Limit("tag_terms", 200, "guessed: more than a shop has use for", unit="tags"),
    Limit("option", 200, "guessed: the column for a name of WordPress"),
    Limit("options", 20, "guessed: more than a buyer chooses by", unit="options"),
    Limit("option_values", 500, "guessed: more than a buyer looks through", unit="values"),
)


def size(text: str, unit: str) -> int:
    return len(text.encode("utf-8", "surrogatepass")) if unit == "bytes" else len(text)


def too_many(name: str, count: int, field: str = "") -> tuple[Finding, ...]:
    """`field`: ours, where the card calls it otherwise."""
    return tuple(
        Finding(
            Severity.error,
            "too_many",
            f"There are {count} {limit.unit}; at most {limit.size_max} can be written.",
            f"Take {count - limit.size_max} of them away.",
            field or name,
        )
        for limit in LIMITS
        if limit.field == name and count > limit.size_max
    )


def too_long(name: str, text: str, field: str = "") -> tuple[Finding, ...]:
    return tuple(
        Finding(
            Severity.error,
            "too_long",
            f"The {TITLES[name]} has {size(text, limit.unit)} {limit.unit}; WooCommerce takes"
            f" {limit.size_max}.",
            f"Shorten it by {size(text, limit.unit) - limit.size_max} {limit.unit}.",
            field or name,
        )
        for limit in LIMITS
        if limit.field == name and size(text, limit.unit) > limit.size_max
    )


TITLES = {
    "option": "name or value of an option",
    "image_alt": "text of a picture",
    "sku": "SKU",
    "gtin": "barcode",
    "title": "title",
    "summary_html": "short description",
    "description_html": "description",
}
