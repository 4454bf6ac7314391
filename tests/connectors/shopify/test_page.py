"""What the page about Shopify says in its own words is true."""

import re
from pathlib import Path

from hanse.connectors.shopify.wire import page, query

PAGE = (Path(__file__).parents[3] / "docs" / "connectors" / "shopify.md").read_text("utf-8")


def test_how_much_a_page_shows_is_true() -> None:
    assert f"shows {query.VARIANTS} variants of a product, {query.MEDIA} pictures" in PAGE.replace(
        "\n  ", " "
    )
    assert f"{query.LINES} lines of an order" in PAGE
    assert page.OVERLAP.total_seconds() == 120
    assert "two minutes late" in PAGE


def test_what_a_fault_says_stands_on_the_page() -> None:
    source = "".join(path.read_text("utf-8") for path in (Path(page.__file__).parent).glob("*.py"))
    for said in re.findall(r"^\| ((?:does|is|takes) [^|]+?) \|", PAGE, re.MULTILINE):
        assert said.rstrip(".") in source, said
