"""A product of AliExpress as a search or a feed shows it: at what place, how often sold."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from urllib.parse import urlsplit

from hanse.connectors.aliexpress.mapping import odd
from hanse.connectors.aliexpress.mapping.goods import sold
from hanse.trade.documents import Document
from hanse.trade.trends import Seen

ITEM = "https://www.aliexpress.com/item/{}.html"
ALL = Decimal(100)
URL_CHARS_MAX = 2000


def hits(rows: Iterable[Document], first: int) -> Sequence[Seen]:
    """Of a search by words. One without an id keeps its place and is left out."""
    return [read for rank, row in enumerate(rows, first) if (read := hit(row, rank))]


def hit(row: Document, rank: int) -> Seen | None:
    item_id = row.key("itemId")
    if item_id is None:
        return None
    currency = row.filled("targetOriginalPriceCurrency")
    return Seen(
        product_id=item_id,
        rank=rank,
        title=row.filled("title"),
        price=odd.money(row, "targetSalePrice", currency) if currency else None,
        sold=sold(row, "orders"),
        at_least=is_rounded(row, "orders"),
        liked=share(row, "evaluateRate"),
        image_url=safe(row.filled("itemMainPic")),
        url=safe(row.filled("itemUrl")) or ITEM.format(item_id),
    )


def fed(rows: Iterable[Document], first: int) -> Sequence[Seen]:
    """Of a feed. guessed: that its fields are those of the affiliate set."""
    return [read for rank, row in enumerate(rows, first) if (read := of_feed(row, rank))]


def of_feed(row: Document, rank: int) -> Seen | None:
    item_id = row.key("product_id")
    if item_id is None:
        return None
    currency = row.filled("target_sale_price_currency")
    # The platform's own spelling; in some of its lists it is right.
    name = "lastest_volume" if "lastest_volume" in row.fields else "latest_volume"
    return Seen(
        product_id=item_id,
        rank=rank,
        title=row.filled("product_title"),
        price=odd.money(row, "target_sale_price", currency) if currency else None,
        sold=sold(row, name),
        at_least=is_rounded(row, name),
        liked=share(row, "evaluate_rate"),
        image_url=safe(row.filled("product_main_image_url")),
        url=safe(row.filled("product_detail_url")) or ITEM.format(item_id),
    )


def is_rounded(row: Document, name: str) -> bool:
    return odd.said(row, name).endswith("+")


def share(row: Document, name: str) -> Decimal | None:
    """In per cent, with its sign or without."""
    text = odd.said(row, name).removesuffix("%").strip()
    number = Document({name: text}, row.path, row.findings).number(name)
    return number if number is not None and 0 <= number <= ALL else None


def safe(url: str | None) -> str | None:
    """An address that a browser may open."""
    if url is None or len(url) > URL_CHARS_MAX:
        return None
    url = f"https:{url}" if url.startswith("//") else url
    try:
        found = urlsplit(url)
    except ValueError:
        return None
    return url if found.scheme == "https" and found.netloc else None
