"""The letters that are built in, by language and stage; a merchant may write others."""

from collections.abc import Mapping
from dataclasses import dataclass

from hanse.rooms.letters.model.stages import Stage
from hanse.rooms.letters.model.templates import Template

WAY = "Carrier: {carrier}\nTracking number: {number}\nFollow it here: {link}"
CARA = "Kurir: {carrier}\nNomor resi: {number}\nLacak di sini: {link}"

EN: Mapping[Stage, Template] = {
    Stage.taken: Template(
        "We have your order {order}",
        "Hello {name},\n\nthank you for your order {order} at {shop}. We write again when it is on "
        "its way.",
    ),
    Stage.sent: Template(
        "Your order {order} is on its way",
        f"Hello {{name}},\n\na parcel of your order {{order}} has been sent.\n\n{WAY}",
    ),
    Stage.arriving: Template(
        "Your order {order} comes today",
        "Hello {name},\n\na parcel of your order {order} is out for delivery.\n\n" + WAY,
    ),
    Stage.pickup: Template(
        "Your order {order} waits to be picked up",
        "Hello {name},\n\na parcel of your order {order} waits for you to pick it up. The page of "
        "the carrier says where, and until when.\n\n" + WAY,
    ),
    Stage.delivered: Template(
        "Your order {order} has arrived",
        "Hello {name},\n\na parcel of your order {order} has been delivered. If you do not have "
        "it, ask your neighbours first, then write to {shop}.\n\n" + WAY,
    ),
    Stage.late: Template(
        "Your order {order} takes longer",
        "Hello {name},\n\nyour order {order} is not there by the day that we expected. We are "
        "sorry, and look after it.\n\n" + WAY,
    ),
    Stage.problem: Template(
        "A problem on the way of your order {order}",
        "Hello {name},\n\nthe carrier could not deliver a parcel of your order {order} as planned. "
        "We look after it; the page of the carrier may ask you for something.\n\n" + WAY,
    ),
    Stage.returned: Template(
        "A parcel of your order {order} comes back to us",
        "Hello {name},\n\na parcel of your order {order} could not be delivered and is coming "
        "back. {shop} will write to you about what happens next.\n\n" + WAY,
    ),
}
ID: Mapping[Stage, Template] = {
    Stage.taken: Template(
        "Pesanan {order} sudah kami terima",
        "Halo {name},\n\nterima kasih atas pesanan {order} di {shop}. Kami akan memberi kabar lagi "
        "saat pesanan dikirim.",
    ),
    Stage.sent: Template(
        "Pesanan {order} sedang dalam perjalanan",
        f"Halo {{name}},\n\npaket dari pesanan {{order}} sudah dikirim.\n\n{CARA}",
    ),
    Stage.arriving: Template(
        "Pesanan {order} tiba hari ini",
        "Halo {name},\n\npaket dari pesanan {order} sedang diantar kurir ke alamat Anda.\n\n"
        + CARA,
    ),
    Stage.pickup: Template(
        "Pesanan {order} siap diambil",
        "Halo {name},\n\npaket dari pesanan {order} menunggu Anda ambil. Halaman kurir memuat "
        "tempat dan batas waktunya.\n\n" + CARA,
    ),
    Stage.delivered: Template(
        "Pesanan {order} sudah sampai",
        "Halo {name},\n\npaket dari pesanan {order} sudah diterima. Jika belum ada pada Anda, "
        "tanyakan dulu ke tetangga, lalu hubungi {shop}.\n\n" + CARA,
    ),
    Stage.late: Template(
        "Pesanan {order} terlambat",
        "Halo {name},\n\npesanan {order} belum sampai pada hari yang diperkirakan. Kami mohon maaf "
        "dan sedang menanganinya.\n\n" + CARA,
    ),
    Stage.problem: Template(
        "Ada kendala pengiriman pesanan {order}",
        "Halo {name},\n\nkurir tidak bisa mengantar paket dari pesanan {order} sesuai rencana. "
        "Kami sedang menanganinya; halaman kurir mungkin meminta sesuatu dari Anda.\n\n" + CARA,
    ),
    Stage.returned: Template(
        "Paket pesanan {order} kembali ke kami",
        "Halo {name},\n\npaket dari pesanan {order} tidak bisa diantar dan sedang kembali. {shop} "
        "akan mengabari Anda tentang langkah berikutnya.\n\n" + CARA,
    ),
}
BUILT_IN: Mapping[str, Mapping[Stage, Template]] = {"en": EN, "id": ID}


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands below every letter."""

    why: str
    stop: str


FRAMES: Mapping[str, Frame] = {
    "en": Frame("You get this because you ordered at {shop}.", "No more mails about my orders"),
    "id": Frame(
        "Anda menerima ini karena memesan di {shop}.", "Jangan kirim surel tentang pesanan saya"
    ),
}
