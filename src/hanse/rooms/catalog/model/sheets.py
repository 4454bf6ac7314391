"""Tables of goods: which column is which field, and what the rows ask for."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from hanse.base.faults import Finding, Rejected, Severity
from hanse.base.money import UnitCost
from hanse.base.text import fold
from hanse.rooms.catalog.model import fields
from hanse.rooms.catalog.model.cells import Cell, Names, Reading, kind_of, read, text_of
from hanse.trade.fields import Fields, Value

PRODUCT_ID, VARIANT_ID, GROUP = "product_id", "variant_id", "group"
NAMING = (PRODUCT_ID, VARIANT_ID, GROUP)
CURRENCY = "currency"
VARIANT_STATE = "variant_state"
COSTS = ("cost.supplier", "cost.landed")
OF_VARIANT = ("sku", "gtin", "choices", "weight_g", "price", "position")
OF_PRODUCT = fields.PRODUCT
TARGETS = (*NAMING, CURRENCY, *OF_PRODUCT, *OF_VARIANT, VARIANT_STATE, *COSTS)
NEAR = 0.82
GROUP_CHARS_MAX = 200
FINDINGS_MAX = 50  # of one row

# What people call these, in English, Indonesian and German, and what exports of shops call them.
CALLED: Mapping[str, str] = {
    PRODUCT_ID: "product id|id produk|produkt id|produkt-id",
    VARIANT_ID: "variant id|id varian|varianten id|varianten-id",
    GROUP: "group|product group|parent sku|kelompok|induk|gruppe|parent|artikelgruppe",
    CURRENCY: "currency|mata uang|währung",
    "title": "title|name|product|product name|product title|judul|nama|nama produk|titel|"
    "produktname|bezeichnung|artikelname|artikel|produk",
    "description_html": "description|body html|body (html)|deskripsi|beschreibung|"
    "produktbeschreibung|deskripsi produk|description html",
    "summary_html": "summary|short description|ringkasan|deskripsi singkat|kurzbeschreibung",
    "handle": "handle|slug|url handle|url key|alamat",
    "seo_title": "seo title|meta title|judul seo|seo titel|meta titel",
    "seo_description": "seo description|meta description|deskripsi seo|seo beschreibung|"
    "meta beschreibung",
    "brand_id": "brand|vendor|manufacturer|merek|marke|hersteller|brands",
    "category_id": "category|categories|product category|type|kategori|kategorie|kategorien",
    "tags": "tags|labels|tag|label|schlagwörter|schlagworte",
    "options": "options|option names|pilihan|optionen",
    "state": "state|status|product state|keadaan|zustand",
    "sku": "sku|variant sku|item number|article number|kode barang|kode sku|artikelnummer|"
    "bestellnummer|seller sku",
    "gtin": "gtin|ean|upc|isbn|barcode|variant barcode|kode batang|strichcode|gtin ean",
    "choices": "choices|option values|variant|varian|pilihan varian|variante|ausprägung",
    "weight_g": "weight|weight g|weight (g)|variant grams|grams|berat|berat (g)|berat gram|"
    "gewicht|gewicht (g)|gewicht g",
    "price": "price|list price|variant price|regular price|harga|harga jual|preis|verkaufspreis|"
    "listenpreis",
    "position": "position|sort order|posisi|urutan|reihenfolge",
    VARIANT_STATE: "variant state|variant status|keadaan varian|zustand der variante",
    "cost.supplier": "cost|cost per item|supplier cost|purchase price|harga beli|harga modal|"
    "einkaufspreis|ek|biaya",
    "cost.landed": "landed cost|biaya sampai gudang|einstandspreis",
}
USUAL = Reading()
WORDS: Mapping[str, str] = {
    word: target for target, words in CALLED.items() for word in (target, *words.split("|"))
}


@dataclass(frozen=True, slots=True)
class Places:
    """Which column goes where; a column without a place is left out."""

    columns: Mapping[int, str]
    reading: Reading = USUAL
    creates: bool = False  # rows that name nothing of ours become products


@dataclass(frozen=True, slots=True)
class Wish:
    """What a row asks for: who it is about, and what shall stand in which field."""

    number: int
    product_id: UUID | None = None
    variant_id: UUID | None = None
    group: str = ""
    product: Fields = field(default_factory=dict)
    variant: Fields = field(default_factory=dict)
    costs: Mapping[str, UnitCost] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def suggested(heads: Sequence[str], attributes: Mapping[str, str]) -> Mapping[int, str]:
    """For each column the field that is called like it, each at most once; names before guesses."""
    words = {**{fold(word): target for word, target in WORDS.items()}}
    words |= {fold(name): f"{fields.ATTRIBUTE}{key}" for key, name in attributes.items()}
    found: dict[int, str] = {}
    for place, head in enumerate(heads):
        target = exact(head, words)
        if target and target not in found.values():
            found[place] = target
    for place, head in enumerate(heads):
        if place in found or len(head) < 3:
            continue
        near = difflib.get_close_matches(plain(head), words, 1, NEAR)
        if near and words[near[0]] not in found.values():
            found[place] = words[near[0]]
    return dict(sorted(found.items()))


def exact(head: str, words: Mapping[str, str]) -> str | None:
    if re.fullmatch(r"(translations\.[A-Za-z-]{2,20}|attributes)\.\w{1,60}", head):
        return head
    return words.get(fold(head)) or words.get(plain(head))


def plain(head: str) -> str:
    return " ".join(re.findall(r"\w+", fold(head).replace("_", " ")))


def checked(mapping: Places, heads: Sequence[str], names: Names) -> None:
    """Raise if a column goes nowhere, two to one place, or nothing says what a row is about."""
    findings = []
    seen: dict[str, int] = {}
    for place, target in mapping.columns.items():
        where = f"columns.{place}"
        if not 0 <= place < len(heads):
            sentence = f"There is no column {place + 1}; the table has {len(heads)}."
            findings.append(wrong("no_column", sentence, "Choose one of these.", where))
        elif not is_target(target, names):
            sentence = f"'{heads[place][:60]}' goes to '{target[:60]}', which is no field."
            findings.append(wrong("no_field", sentence, "Choose a field that there is.", where))
        elif target in seen:
            sentence = f"'{heads[seen[target]][:60]}' and '{heads[place][:60]}' go to one field."
            findings.append(wrong("twice", sentence, "Leave one of the two out.", where))
        else:
            seen[target] = place
    named = {PRODUCT_ID, VARIANT_ID, "sku"} & set(seen) or (mapping.creates and "title" in seen)
    if not findings and not named:
        sentence = "No column says which product or variant a row is about."
        step = "Choose one for the SKU or an id; or one for the title, and have new ones made."
        findings.append(wrong("nameless", sentence, step, "columns"))
    if findings:
        raise Rejected(findings[0].sentence, findings, findings[0].next_step)


def is_target(target: str, names: Names) -> bool:
    if target in TARGETS:
        return True
    if target.startswith(fields.TRANSLATION):
        return not isinstance(fields.checked(target, "x", names.known), Finding)
    return kind_of(target, names.known) is not None


def wished(number: int, cells: Sequence[Cell], width: int, mapping: Places, names: Names) -> Wish:
    """What the row asks for, with all that is wrong with it. Cells that are missing at its end are
    empty; more of them than there are heads would be lost, so that is refused."""
    findings: list[Finding] = []
    if len(cells) > width and any(each != "" for each in cells[width:]):
        sentence = f"The row has {len(cells)} cells, and there are {width} heads."
        step = "See whether a text with the dividing sign in it lacks its quotation marks."
        findings.append(wrong("too_wide", sentence, step, ""))
    ids: dict[str, UUID] = {}
    product: dict[str, Value] = {}
    variant: dict[str, Value] = {}
    costs: dict[str, UnitCost] = {}
    group = ""
    reading = reading_of(cells, mapping)
    for place, target in mapping.columns.items():
        cell = cells[place] if place < len(cells) else ""
        if target == CURRENCY:
            continue
        if target == GROUP:
            group = fold(text_of(cell))[:GROUP_CHARS_MAX]
        elif target in NAMING:
            found = id_of(target, cell)
            if isinstance(found, Finding):
                findings.append(found)
            elif found:
                ids[target] = found
        elif cell != "" or (mapping.reading.empty == "clear" and target not in COSTS):
            name = "state" if target == VARIANT_STATE else target
            value = read(name, cell, reading, names)
            if isinstance(value, Finding):
                findings.append(value)
            elif isinstance(value, UnitCost):
                costs[target.removeprefix("cost.")] = value
            elif target in OF_VARIANT or target == VARIANT_STATE:
                variant[name] = value
            else:
                product[target] = value
    return Wish(
        *(number, ids.get(PRODUCT_ID), ids.get(VARIANT_ID), group),
        *(product, variant, costs, tuple(findings[:FINDINGS_MAX])),
    )


def reading_of(cells: Sequence[Cell], mapping: Places) -> Reading:
    """The currency is that of the row, where a column says it."""
    place = next((at for at, target in mapping.columns.items() if target == CURRENCY), None)
    said = text_of(cells[place]).strip().upper() if place is not None and place < len(cells) else ""
    return replace(mapping.reading, currency=said) if said else mapping.reading


def id_of(target: str, cell: Cell) -> UUID | Finding | None:
    text = text_of(cell).strip()
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        sentence = f"'{text[:60]}' is no id of ours."
        return wrong("no_id", sentence, "Take it as an export wrote it, or leave it empty.", target)


def wrong(code: str, sentence: str, step: str, where: str) -> Finding:
    return Finding(Severity.error, code, sentence, step, where)
