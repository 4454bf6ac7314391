"""What is told of stock: what runs low, what is sold out, and a shop that somebody holds."""

from hanse.rooms.notices.model.kinds import Audience, Channel, Kind, Words, declare_notice

RAN_LOW = declare_notice(
    Kind(
        "stock.variant.lowered",
        event="stock.variant.lowered",
        to=Audience.members,
        permission="stock.level.read",
        link="/stock/{variant_id}",  # where it is one alone
        otherwise="/stock/alerts?level=low",
        words={
            "en": Words(
                "Runs low: {first}",
                "Variants that run low: {count}. Each is told once, until it was enough again. The "
                "list shows how long each lasts at the pace at which it sells.",
                called="Goods run low",
            ),
            "id": Words(
                "Stok menipis: {first}",
                "Varian yang stoknya menipis: {count}. Masing-masing diberitahukan sekali sampai "
                "stoknya cukup lagi. Daftarnya memuat perkiraan kapan masing-masing habis.",
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
        link="/stock/{variant_id}",
        otherwise="/stock/alerts?level=out",
        words={
            "en": Words(
                "Sold out: {first}",
                "Variants of which nothing is left to sell: {count}. Shops that are told of stock "
                "show it, or hide the listing, as each is set.",
                called="Goods are sold out",
            ),
            "id": Words(
                "Stok habis: {first}",
                "Varian yang stoknya habis: {count}. Toko yang sinkron stoknya aktif menampilkan "
                "0 atau menyembunyikan produknya, sesuai pengaturan tiap toko.",
                called="Stok barang habis",
            ),
        },
    )
)
CHANNEL_HELD = declare_notice(
    Kind(
        "stock.channel.held",
        event="stock.channel.changed",
        to=Audience.members,
        permission="stock.channel.write",
        when={"what": ("held",)},
        usual=(Channel.in_app, Channel.email),
        link="/stock/shops/{subject}",
        words={
            "en": Words(
                "{actor} holds the stock of {name}",
                "Nothing is sent to the shop until somebody lets it go on: it keeps showing the "
                "numbers of now, and may sell what is not there. The reason: {why}",
                called="The stock of a shop is held",
            ),
            "id": Words(
                "{actor} menahan stok di {name}",
                "Tidak ada stok yang dikirim ke toko itu sampai dilanjutkan lagi: toko tetap "
                "menampilkan angka sekarang dan bisa menjual barang yang tidak ada. Alasannya: "
                "{why}",
                called="Stok di sebuah toko ditahan",
            ),
        },
    )
)
