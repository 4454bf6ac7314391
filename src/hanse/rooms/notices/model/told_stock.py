"""What is told of stock: what runs low, and what is sold out."""

from hanse.rooms.notices.model.kinds import Audience, Channel, Kind, Words, declare_notice

RAN_LOW = declare_notice(
    Kind(
        "stock.variant.lowered",
        event="stock.variant.lowered",
        to=Audience.members,
        permission="stock.level.read",
        link="/stock/alerts?level=low",
        words={
            "en": Words(
                "Runs low: {first}",
                "Variants that run low: {count}. Each is told once, until it was enough again. The "
                "list shows how long each lasts at the pace at which it sells.",
                called="Goods run low",
            ),
            "id": Words(
                "Stok menipis: {first}",
                "Varian yang stoknya menipis: {count}. Masing-masing diberitahukan sekali, sampai "
                "cukup lagi. Daftar menunjukkan berapa lama masing-masing masih bertahan.",
                called="Stok barang menipis",
            ),
        },
    )
)
RAN_OUT = declare_notice(
    Kind(
        "stock.variant.emptied",
        event="stock.variant.emptied",
        to=Audience.members,
        permission="stock.level.read",
        usual=(Channel.in_app, Channel.email),
        link="/stock/alerts?level=out",
        words={
            "en": Words(
                "Sold out: {first}",
                "Variants of which nothing is left to sell: {count}. Shops that are told of stock "
                "show it, or hide the listing, as each is set.",
                called="Goods are sold out",
            ),
            "id": Words(
                "Habis terjual: {first}",
                "Varian yang tidak tersisa untuk dijual: {count}. Toko yang diberi tahu stok "
                "menampilkannya, atau menyembunyikan produknya, sesuai aturan tiap toko.",
                called="Barang habis terjual",
            ),
        },
    )
)
