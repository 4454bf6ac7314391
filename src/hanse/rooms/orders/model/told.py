"""What people are told of orders: that one came in, and what keeps one from going its way."""

from hanse.rooms.notices.model.kinds import Audience, Channel, Kind, Words, declare_notice

ORDER = "/orders/{subject}"
EXCEPTIONS = "/orders/exceptions"  # what cannot be read is no order yet
NOW = {"recent": ("True",)}  # not for all that a new shop has sold before

PAYMENTS = {
    "unpaid": "not paid yet",
    "authorised": "authorised",
    "paid": "paid",
    "part_refunded": "partly refunded",
    "refunded": "refunded",
    "reversed": "not paid any more",
    "unknown": "not known",
}
PEMBAYARAN = {
    "unpaid": "belum dibayar",
    "authorised": "diotorisasi",
    "paid": "sudah dibayar",
    "part_refunded": "dikembalikan sebagian",
    "refunded": "dana dikembalikan",
    "reversed": "pembayaran dibatalkan",
    "unknown": "belum diketahui",
}
TROUBLES = {
    "unreadable": "it could not be read",
    "unmatched": "a line of it is of nothing that we know",
    "no_stock": "goods of it are not there",
    "loss": "it is sold at a loss",
    "address": "its address is not complete",
    "reversed": "its payment was taken back",
    "stuck": "it stands still for longer than usual",
    "remainder": "its sums do not add up",
    "unknown_word": "the shop says a word that we do not know",
    "tax": "its tax differs from the table",
    "supplier": "its supplier's order wants a person",
}
KENDALA = {
    "unreadable": "pesanan tidak bisa dibaca",
    "unmatched": "ada produk yang tidak kami kenal",
    "no_stock": "stoknya kurang",
    "loss": "dijual rugi",
    "address": "alamatnya belum lengkap",
    "reversed": "pembayarannya dibatalkan",
    "stuck": "tertahan lebih lama dari biasanya",
    "remainder": "jumlahnya tidak cocok",
    "unknown_word": "toko memakai status yang tidak kami kenal",
    "tax": "pajaknya berbeda dari tabel",
    "supplier": "pesanan ke pemasoknya menunggu keputusan",
}
REASONS = {
    "damaged": "damaged",
    "wrong": "the wrong thing came",
    "not_as_described": "not as described",
    "too_late": "it came too late",
    "not_wanted": "not wanted any more",
    "other": "something else",
}
ALASAN = {
    "damaged": "barang rusak",
    "wrong": "barang yang dikirim salah",
    "not_as_described": "tidak sesuai deskripsi",
    "too_late": "datang terlambat",
    "not_wanted": "tidak jadi",
    "other": "lainnya",
}

# Before every order that came in: both are made of the same event.
ORDER_RISKY = declare_notice(
    Kind(
        "orders.order.risky",
        event="orders.order.placed",
        to=Audience.members,
        permission="orders.order.write",
        when={"risky": ("True",)},
        link=ORDER,
        words={
            "en": Words(
                "Look at order {number} before it goes out",
                "Something about it is unusual; its page says what. It is not held by itself.",
                called="An order came in that looks risky",
            ),
            "id": Words(
                "Periksa pesanan {number} sebelum dikirim",
                "Ada yang tidak biasa; halaman pesanan menjelaskannya. Pesanan ini tidak ditahan "
                "otomatis.",
                called="Pesanan berisiko masuk",
            ),
        },
    )
)
ORDER_PLACED = declare_notice(
    Kind(
        "orders.order.placed",
        event="orders.order.placed",
        to=Audience.members,
        permission="orders.order.read",
        usual=(),  # a shop that sells well would fill every bell
        link=ORDER,
        words={
            "en": Words(
                "Order {number} came in",
                "Its payment: {payment}.",
                called="An order came in",
                codes={"payment": PAYMENTS},
            ),
            "id": Words(
                "Pesanan {number} masuk",
                "Pembayaran: {payment}.",
                called="Pesanan masuk",
                codes={"payment": PEMBAYARAN},
            ),
        },
    )
)
# Before all exceptions: somebody believes that it is sent, and the buyer is not told.
PARCEL_REFUSED = declare_notice(
    Kind(
        "orders.parcel.refused",
        event="orders.exception.found",
        to=Audience.members,
        permission="orders.exception.write",
        when={"kind": ("not_told",)},
        usual=(Channel.in_app, Channel.email),
        link=ORDER,
        otherwise=EXCEPTIONS,
        words={
            "en": Words(
                "A shop did not take the parcel of order {number}",
                "The goods are sent, and the shop does not know it: the buyer has no tracking "
                "number. The order says why; put that right, then tell the shop again.",
                called="A shop did not take a parcel",
            ),
            "id": Words(
                "Toko menolak resi pesanan {number}",
                "Barang sudah dikirim, tetapi toko belum tahu: pembeli belum punya nomor resi. "
                "Halaman pesanan memuat sebabnya; perbaiki, lalu kirim lagi ke toko.",
                called="Toko menolak resi",
            ),
        },
    )
)
EXCEPTION_FOUND = declare_notice(
    Kind(
        "orders.exception.found",
        event="orders.exception.found",
        to=Audience.members,
        permission="orders.exception.write",
        when=NOW,
        link=ORDER,
        otherwise=EXCEPTIONS,
        words={
            "en": Words(
                "Order {number} needs a look",
                "It does not go its way: {kind}. The list of exceptions says what to do next.",
                called="An order needs a look",
                codes={"kind": TROUBLES},
            ),
            "id": Words(
                "Pesanan {number} perlu ditangani",
                "Pesanan ini terkendala: {kind}. Daftar kendala memuat langkah berikutnya.",
                called="Pesanan perlu ditangani",
                codes={"kind": KENDALA},
            ),
        },
    )
)
RETURN_REQUESTED = declare_notice(
    Kind(
        "orders.return.requested",
        event="orders.return.requested",
        to=Audience.members,
        permission="orders.return.write",
        link=ORDER,
        words={
            "en": Words(
                "Goods of order {number} are to come back",
                "The reason: {reason}. Approve the return, or decline it.",
                called="A return was requested",
                codes={"reason": REASONS},
            ),
            "id": Words(
                "Permintaan pengembalian barang pesanan {number}",
                "Alasannya: {reason}. Setujui atau tolak pengembalian ini.",
                called="Pengembalian barang diminta",
                codes={"reason": ALASAN},
            ),
        },
    )
)
