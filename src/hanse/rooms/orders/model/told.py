"""What people are told of orders: that one came in, and what keeps one from going its way."""

from hanse.rooms.notices.model.kinds import Audience, Kind, Words, declare_notice

ORDER = "/orders/{subject}"

ORDER_PLACED = declare_notice(
    Kind(
        "orders.order.placed",
        event="orders.order.placed",
        to=Audience.members,
        permission="orders.order.read",
        usual=(),  # a shop that sells well would fill every bell
        link=ORDER,
        words={
            "en": Words("Order {number} came in", "It is {payment}.", called="An order came in"),
            "id": Words("Pesanan {number} masuk", "Pembayaran: {payment}.", called="Pesanan masuk"),
        },
    )
)
EXCEPTION_FOUND = declare_notice(
    Kind(
        "orders.exception.found",
        event="orders.exception.found",
        to=Audience.members,
        permission="orders.exception.write",
        when={"recent": ("True",)},  # not for all that a new shop has sold before
        link=ORDER,
        words={
            "en": Words(
                "Order {number} needs a look",
                "It does not go its way: {kind}. The list of exceptions says what to do next.",
                called="An order needs a look",
            ),
            "id": Words(
                "Pesanan {number} perlu dilihat",
                "Pesanan ini tertahan: {kind}. Daftar pengecualian memuat langkah berikutnya.",
                called="Pesanan perlu dilihat",
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
                "The reason is: {reason}. Approve the return, or decline it.",
                called="A return was requested",
            ),
            "id": Words(
                "Barang pesanan {number} akan dikembalikan",
                "Alasannya: {reason}. Setujui atau tolak pengembalian ini.",
                called="Pengembalian diminta",
            ),
        },
    )
)
