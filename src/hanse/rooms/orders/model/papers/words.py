"""What stands on papers beside their facts, by language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hanse.rooms.orders.model.papers.invoices import DUTY, TIP, Category

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}


@dataclass(frozen=True, slots=True)
class Words:
    invoice: str
    credit: str
    date: str
    supplied: str
    order: str
    corrects: str
    bill_to: str
    ship_to: str
    goods: str
    sku: str
    quantity: str
    price: str
    tax: str
    amount: str
    discount: str
    shipping: str
    fee: str
    allowance: str
    net: str
    total: str
    paid: str
    paid_back: str
    due: str
    pay_by: str
    rate: str
    base: str
    page: str
    tax_id: str
    registration: str
    account: str
    rounded: Mapping[str, str]
    reasons: Mapping[Category, str]
    unknown: str
    slip: str
    parcel: str
    ordered: str
    carrier: str
    sender: str
    note: str
    picks: str
    pieces: str
    orders: str
    from_place: str
    beside: Mapping[str, str]  # what is charged beside the lines, by its key


EN = Words(
    *("Invoice", "Credit note", "Date", "Supplied on", "Order", "Corrects invoice"),
    *("Bill to", "Ship to", "Item", "SKU", "Qty", "Unit price", "Tax", "Amount", "Discount"),
    *("Shipping", "Fee", "Allowance", "Net", "Total", "Paid", "Paid back", "Amount due"),
    *("Please pay by {date}.", "Tax rate", "Net amount", "Page {page} of {pages}", "Tax no."),
    *("Reg. no.", "Account"),
    rounded={
        "line": "Tax is rounded line by line.",
        "rate": "Tax is rounded once for each rate.",
        "shop": "Tax as it was taken when the order was placed.",
    },
    reasons={
        Category.zero: "No tax is due on this supply.",
        Category.export: "Export outside the European Union: free of VAT.",
        Category.within_union: "Intra-Community supply: free of VAT.",
        Category.not_taxed: "The seller is not registered for tax.",
    },
    unknown="\N{REPLACEMENT CHARACTER} stands for letters that cannot be printed here.",
    slip="Packing slip",
    parcel="Parcel {parcel} of {parcels}",
    ordered="Ordered",
    carrier="Carrier",
    sender="From",
    note="Note",
    picks="Pick list",
    pieces="{count} pieces",
    orders="Orders",
    from_place="Place",
    beside={TIP: "Tip", DUTY: "Import duties"},
)
ID = Words(
    *("Faktur", "Nota kredit", "Tanggal", "Tanggal pengiriman", "Pesanan", "Koreksi faktur"),
    *("Ditagihkan kepada", "Dikirim ke", "Barang", "SKU", "Jml", "Harga satuan", "Pajak", "Jumlah"),
    *("Diskon", "Ongkos kirim", "Biaya", "Potongan", "Sebelum pajak", "Total", "Dibayar"),
    *("Dikembalikan", "Harus dibayar", "Mohon dibayar sebelum {date}.", "Tarif pajak"),
    *("Dasar pengenaan", "Halaman {page} dari {pages}", "NPWP", "No. registrasi", "Rekening"),
    rounded={
        "line": "Pajak dibulatkan per baris.",
        "rate": "Pajak dibulatkan sekali per tarif.",
        "shop": "Pajak sesuai yang dipungut saat pesanan dibuat.",
    },
    reasons={
        Category.zero: "Tidak ada pajak atas penyerahan ini.",
        Category.export: "Ekspor: bebas PPN.",
        Category.within_union: "Penyerahan intra-Uni Eropa: bebas PPN.",
        Category.not_taxed: "Penjual tidak terdaftar sebagai wajib pajak.",
    },
    unknown="\N{REPLACEMENT CHARACTER} menggantikan huruf yang tidak dapat dicetak di sini.",
    slip="Surat jalan",
    parcel="Paket {parcel} dari {parcels}",
    ordered="Dipesan",
    carrier="Kurir",
    sender="Dari",
    note="Catatan",
    picks="Daftar pengambilan",
    pieces="{count} buah",
    orders="Pesanan",
    from_place="Tempat",
    beside={TIP: "Tip", DUTY: "Bea masuk"},
)
DE = Words(
    *("Rechnung", "Gutschrift", "Datum", "Leistungsdatum", "Bestellung", "Korrigiert Rechnung"),
    *("Rechnung an", "Lieferung an", "Artikel", "Art.-Nr.", "Menge", "Einzelpreis", "Steuer"),
    *("Betrag", "Rabatt", "Versand", "Gebühr", "Nachlass", "Netto", "Gesamt", "Bezahlt"),
    *("Erstattet", "Zu zahlen", "Bitte zahlen Sie bis {date}.", "Steuersatz", "Nettobetrag"),
    *("Seite {page} von {pages}", "USt-IdNr.", "Handelsregister", "Konto"),
    rounded={
        "line": "Die Steuer ist je Zeile gerundet.",
        "rate": "Die Steuer ist je Steuersatz einmal gerundet.",
        "shop": "Steuer, wie sie bei der Bestellung berechnet wurde.",
    },
    reasons={
        Category.zero: "Auf diese Lieferung fällt keine Steuer an.",
        Category.export: "Steuerfreie Ausfuhrlieferung.",
        Category.within_union: "Steuerfreie innergemeinschaftliche Lieferung.",
        Category.not_taxed: "Der Verkäufer weist keine Umsatzsteuer aus.",
    },
    unknown="\N{REPLACEMENT CHARACTER} steht für Buchstaben, die hier nicht druckbar sind.",
    slip="Lieferschein",
    parcel="Paket {parcel} von {parcels}",
    ordered="Bestellt",
    carrier="Versand mit",
    sender="Absender",
    note="Notiz",
    picks="Pickliste",
    pieces="{count} Stück",
    orders="Bestellungen",
    from_place="Ort",
    beside={TIP: "Trinkgeld", DUTY: "Zölle"},
)
WORDS = {"en": EN, "id": ID, "de": DE}


def day(on: date, language: str) -> str:
    month = MONTHS[language].split()[on.month - 1]
    return f"{on.day}. {month} {on.year}" if language == "de" else f"{on.day} {month} {on.year}"
