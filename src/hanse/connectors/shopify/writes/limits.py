"""What a field may measure, and where that is written."""

from collections.abc import Mapping

from hanse.engine.manifest import Limit

SHEET = "documents of the vendor"

# guessed: that characters are counted as we count them, by code points.
LIMITS: tuple[Limit, ...] = (
    Limit("title", 255, SHEET),
    Limit("vendor", 255, SHEET),
    Limit("product_type", 255, SHEET),
    Limit("handle", 255, SHEET),
    Limit("sku", 255, SHEET),
    Limit("barcode", 255, SHEET),
    Limit("description_html", 512 * 1024, "guessed", unit="bytes"),
    Limit("options", 3, SHEET, unit="options"),
    Limit("option_name", 255, SHEET),
    Limit("option_value", 255, "guessed"),
    Limit("variants", 2048, SHEET, unit="variants"),
    Limit("tags", 250, SHEET, unit="tags"),
    Limit("tag", 255, SHEET),
    Limit("images", 250, "guessed", unit="images"),
    Limit("image", 20 * 1024**2, SHEET, unit="bytes"),
    Limit("image_alt", 512, SHEET),
)
LIMIT: Mapping[str, Limit] = {each.field: each for each in LIMITS}

# More than these is stored, but a page of results shows no more of it: it is advice.
ADVISED: Mapping[str, int] = {"seo_title": 70, "seo_description": 320}

# Money is below this. The documents of the vendor say so.
PRICE_BELOW = 10**18
