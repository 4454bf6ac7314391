"""What is told of changes at shops: what the guard holds, a shop refuses, or nobody knows."""

from hanse.rooms.notices.model.kinds import Audience, Channel, Kind, Words, declare_notice

SET = "/changes/{subject}"

SET_HELD = declare_notice(
    Kind(
        "changes.set.held",
        event="changes.set.held",
        to=Audience.members,
        permission="changes.set.approve",
        usual=(Channel.in_app, Channel.email),
        link=SET,
        words={
            "en": Words(
                "The guard held {title}",
                "{first} Nothing of it goes out until somebody releases it by name, edits it or "
                "withdraws it.",
                called="The guard held changes",
            ),
            "id": Words(
                "Penjaga menahan {title}",
                "{first} Tidak ada yang dikirim sampai seseorang melepasnya atas nama sendiri, "
                "mengubahnya, atau menariknya.",
                called="Penjaga menahan perubahan",
            ),
        },
    )
)
CHANGE_REFUSED = declare_notice(
    Kind(
        "changes.change.refused",
        event="changes.change.refused",
        to=Audience.members,
        permission="changes.set.write",
        link=SET,
        words={
            "en": Words(
                "A shop refused changes: {count}",
                "Each says what the shop said. The others of the set go on. Correct what was "
                "refused and propose it again.",
                called="A shop refused changes",
            ),
            "id": Words(
                "Toko menolak perubahan: {count}",
                "Masing-masing memuat jawaban toko. Perubahan lain dalam kumpulan itu tetap "
                "berjalan. Perbaiki yang ditolak lalu usulkan lagi.",
                called="Toko menolak perubahan",
            ),
        },
    )
)
CHANGE_LOST = declare_notice(
    Kind(
        "changes.change.lost",
        event="changes.change.lost",
        to=Audience.members,
        permission="changes.change.approve",
        link=SET,
        words={
            "en": Words(
                "What became of changes is not known: {count}",
                "The shop's answer was lost, so they may have happened. The shop is read by "
                "itself, and mostly that settles it. Propose nothing twice meanwhile.",
                called="The answer to a change was lost",
            ),
            "id": Words(
                "Nasib perubahan belum diketahui: {count}",
                "Jawaban toko hilang, jadi mungkin sudah terjadi. Toko dibaca dengan sendirinya, "
                "dan biasanya itu memberi kepastian. Sementara itu jangan mengusulkannya lagi.",
                called="Jawaban atas perubahan hilang",
            ),
        },
    )
)
CHANGE_CONTESTED = declare_notice(
    Kind(
        "changes.change.contested",
        event="changes.change.contested",
        to=Audience.members,
        permission="changes.change.approve",
        usual=(Channel.in_app, Channel.email),
        link=SET,
        words={
            "en": Words(
                "A shop shows something else than we wrote: {count}",
                "Somebody else was there meanwhile. Each shows what the shop shows now: keep "
                "that, or have ours proposed over it.",
                called="A shop shows something else than we wrote",
            ),
            "id": Words(
                "Toko menampilkan hal lain dari yang kami tulis: {count}",
                "Sementara itu ada pihak lain yang mengubahnya. Masing-masing memuat apa yang kini "
                "tampil di toko: biarkan, atau usulkan milik kita di atasnya.",
                called="Toko menampilkan hal lain dari yang kami tulis",
            ),
        },
    )
)
DRIFT_FOUND = declare_notice(
    Kind(
        "changes.drift.found",
        event="changes.drift.found",
        to=Audience.members,
        permission="changes.drift.approve",
        when={"day_first": ("True",)},  # once a day for each shop, however much is found
        link="/changes/drift",
        words={
            "en": Words(
                "Somebody changed what is ours at a shop",
                "{first} Keep what the shop shows, have ours proposed over it, or hand the field "
                "over to the shop. What else is found today is in the list.",
                called="Somebody changed what is ours at a shop",
            ),
            "id": Words(
                "Ada yang mengubah milik kita di sebuah toko",
                "{first} Biarkan apa yang tampil di toko, usulkan milik kita di atasnya, atau "
                "serahkan isian itu kepada toko. Temuan lain hari ini ada di daftar.",
                called="Ada yang mengubah milik kita di sebuah toko",
            ),
        },
    )
)
