"""What is told from the beginning: jobs, backups, the account, the team, webhooks."""

from hanse.rooms.notices.model.kinds import Audience, Channel, Kind, Words, declare_notice

BELL = (Channel.in_app,)
BELL_AND_MAIL = (Channel.in_app, Channel.email)
SECURITY = "/me/security"
PEOPLE = "/people"

# Before the jobs of workspaces: all are made of the same event.
BACKUP_FAILED = declare_notice(
    Kind(
        "engine.backup.failed",
        event="jobs.job.stopped",
        to=Audience.operator,
        when={"name": ("engine.back_up",)},
        usual=BELL_AND_MAIL,
        urgent=True,
        link="/settings/health",
        words={
            "en": Words(
                "The backup failed",
                "Since then, nothing new can be brought back after a loss. `hanse doctor` says "
                "why, and `hanse backup` tries again.",
                called="A backup failed",
            ),
            "id": Words(
                "Pencadangan gagal",
                "Sejak itu, data baru tidak dapat dipulihkan jika hilang. `hanse doctor` "
                "menjelaskan sebabnya, dan `hanse backup` mencoba lagi.",
                called="Pencadangan gagal",
            ),
        },
    )
)
CHECK_FAILED = declare_notice(
    Kind(
        "engine.check.failed",
        event="jobs.job.stopped",
        to=Audience.operator,
        when={"name": ("engine.verify_log",)},
        usual=BELL_AND_MAIL,
        urgent=True,
        link="/settings/health",
        words={
            "en": Words(
                "The nightly check of the log failed",
                "The log may have been changed after it was sealed, or it could not be read. "
                "`hanse audit verify` says which, and names the first row that is wrong.",
                called="The nightly check of the log failed",
            ),
            "id": Words(
                "Pemeriksaan malam atas catatan gagal",
                "Catatan mungkin diubah setelah disegel, atau tidak dapat dibaca. "
                "`hanse audit verify` menjelaskan yang mana dan menyebut baris pertama yang salah.",
                called="Pemeriksaan malam atas catatan gagal",
            ),
        },
    )
)
JOB_FAILED = declare_notice(
    Kind(
        "jobs.job.failed",
        event="jobs.job.stopped",
        to=Audience.members,
        permission="jobs.job.read",
        link="/jobs?open={subject}",
        words={
            "en": Words(
                "The job {name} stopped",
                "It is kept as {state} until somebody looks: {fault}. Its story says what "
                "happened; there it can be tried again.",
                called="A job stopped",
            ),
            "id": Words(
                "Tugas {name} berhenti",
                "Tugas ini disimpan sebagai {state} sampai ada yang memeriksanya: {fault}. "
                "Riwayatnya menjelaskan apa yang terjadi; di sana tugas bisa dicoba lagi.",
                called="Sebuah tugas berhenti",
            ),
        },
    )
)
SESSION_NEW = declare_notice(
    Kind(
        "identity.session.opened",
        event="identity.session.opened",
        to=Audience.person,
        usual=BELL_AND_MAIL,
        urgent=True,
        link="/me/sessions",
        words={
            "en": Words(
                "Your account was opened on a new device",
                "If it was you, there is nothing to do. If not, end that session and change your "
                "password now.",
                called="Sign-in on a new device",
            ),
            "id": Words(
                "Akun Anda dibuka di perangkat baru",
                "Jika itu Anda, tidak perlu berbuat apa-apa. Jika bukan, akhiri sesi itu dan "
                "segera ganti kata sandi Anda.",
                called="Masuk di perangkat baru",
            ),
        },
    )
)
TOKEN_REUSED = declare_notice(
    Kind(
        "identity.token.reused",
        event="identity.session.ended",
        to=Audience.person,
        when={"reason": ("token_reused",)},
        urgent=True,
        by_letter=True,
        link="/me/sessions",
        words={
            "en": Words(
                "A machine was signed out",
                "It used a token that had been exchanged before, so somebody may have copied it. "
                "Sign the machine in again; if you do not know it, change your password.",
                called="A machine used an old token",
            ),
            "id": Words(
                "Sebuah mesin dikeluarkan",
                "Mesin itu memakai token yang sudah pernah ditukar, jadi mungkin ada yang "
                "menyalinnya. Masukkan lagi mesin itu; jika tidak Anda kenal, ganti kata sandi.",
                called="Mesin memakai token lama",
            ),
        },
    )
)
PASSWORD_CHANGED = declare_notice(
    Kind(
        "identity.password.changed",
        event="identity.password.changed",
        to=Audience.person,
        urgent=True,
        by_letter=True,
        link=SECURITY,
        words={
            "en": Words(
                "Your password was changed",
                "If it was not you, set a new one now with the link for a forgotten password.",
                called="Password changed",
            ),
            "id": Words(
                "Kata sandi Anda diganti",
                "Jika bukan Anda, segera buat yang baru lewat tautan lupa kata sandi.",
                called="Kata sandi diganti",
            ),
        },
    )
)
EMAIL_CHANGED = declare_notice(
    Kind(
        "identity.email.changed",
        event="identity.email.changed",
        to=Audience.person,
        urgent=True,
        by_letter=True,
        link=SECURITY,
        words={
            "en": Words(
                "Your mail address was changed",
                "You sign in with the new one. If it was not you, tell your operator now.",
                called="Mail address changed",
            ),
            "id": Words(
                "Alamat surel Anda diganti",
                "Anda masuk dengan alamat baru. Jika bukan Anda, segera beri tahu pengelola.",
                called="Alamat surel diganti",
            ),
        },
    )
)
FACTOR_ADDED = declare_notice(
    Kind(
        "identity.factor.added",
        event="identity.factor.added",
        to=Audience.person,
        urgent=True,
        by_letter=True,
        link=SECURITY,
        words={
            "en": Words(
                "A second factor was added",
                "From now on it is asked for when you sign in. If it was not you, remove it and "
                "change your password.",
                called="Second factor added",
            ),
            "id": Words(
                "Faktor kedua ditambahkan",
                "Mulai sekarang faktor itu diminta saat Anda masuk. Jika bukan Anda, hapus lalu "
                "ganti kata sandi.",
                called="Faktor kedua ditambahkan",
            ),
        },
    )
)
FACTOR_REMOVED = declare_notice(
    Kind(
        "identity.factor.removed",
        event="identity.factor.removed",
        to=Audience.person,
        urgent=True,
        by_letter=True,
        link=SECURITY,
        words={
            "en": Words(
                "A second factor was removed",
                "It is not asked for any more. If it was not you, change your password and look "
                "at your sessions.",
                called="Second factor removed",
            ),
            "id": Words(
                "Faktor kedua dihapus",
                "Faktor itu tidak diminta lagi. Jika bukan Anda, ganti kata sandi dan periksa "
                "sesi Anda.",
                called="Faktor kedua dihapus",
            ),
        },
    )
)
MEMBER_JOINED = declare_notice(
    Kind(
        "identity.member.joined",
        event="identity.member.joined",
        to=Audience.members,
        permission="identity.member.write",
        link=PEOPLE,
        words={
            "en": Words(
                "{person} joined as {role}",
                "The new colleague can work at once.",
                called="Somebody joined the workspace",
            ),
            "id": Words(
                "{person} bergabung sebagai {role}",
                "Rekan baru bisa langsung bekerja.",
                called="Seseorang bergabung",
            ),
        },
    )
)
INVITATION_ACCEPTED = declare_notice(
    Kind(
        "identity.invitation.accepted",
        event="identity.invitation.accepted",
        to=Audience.inviter,
        usual=(Channel.email,),  # the bell tells of the colleague
        link=PEOPLE,
        words={
            "en": Words(
                "{person} accepted your invitation",
                "The new colleague can work at once.",
                called="Your invitation was accepted",
            ),
            "id": Words(
                "{person} menerima undangan Anda",
                "Rekan baru bisa langsung bekerja.",
                called="Undangan Anda diterima",
            ),
        },
    )
)
ROLE_CHANGED = declare_notice(
    Kind(
        "identity.role.changed",
        event="identity.member.changed",
        to=Audience.person,
        usual=BELL_AND_MAIL,
        link=PEOPLE,
        words={
            "en": Words(
                "Your role is now {after}",
                "{actor} changed it; before, it was {before}. What you see and may do has changed "
                "with it.",
                called="Your role changed",
            ),
            "id": Words(
                "Peran Anda kini {after}",
                "{actor} mengubahnya; sebelumnya {before}. Yang Anda lihat dan boleh lakukan ikut "
                "berubah.",
                called="Peran Anda berubah",
            ),
        },
    )
)
WORKSPACE_CLOSING = declare_notice(
    Kind(
        "identity.workspace.closing",
        event="identity.workspace.deletion_asked",
        to=Audience.members,
        permission="notices.notice.read",
        usual=BELL_AND_MAIL,
        urgent=True,
        link="/settings",
        words={
            "en": Words(
                "This workspace will be deleted",
                "{actor} asked for it. Until {closes_at} an owner can take it back; then "
                "everything in it is gone.",
                called="The workspace will be deleted",
            ),
            "id": Words(
                "Ruang kerja ini akan dihapus",
                "{actor} memintanya. Sampai {closes_at} pemilik bisa membatalkannya; setelah itu "
                "semua isinya hilang.",
                called="Ruang kerja akan dihapus",
            ),
        },
    )
)
ENDPOINT_DISABLED = declare_notice(
    Kind(
        "notices.endpoint.disabled",
        event="notices.endpoint.disabled",
        to=Audience.members,
        permission="notices.endpoint.read",
        usual=BELL_AND_MAIL,
        link="/settings/webhooks?open={subject}",
        words={
            "en": Words(
                "The webhook {name} was switched off",
                "For three days nothing arrived there. Look at its last deliveries, mend the "
                "receiver, and switch it on again.",
                called="A webhook was switched off",
            ),
            "id": Words(
                "Webhook {name} dimatikan",
                "Selama tiga hari tidak ada yang sampai di sana. Periksa kiriman terakhirnya, "
                "perbaiki penerima, lalu hidupkan lagi.",
                called="Webhook dimatikan",
            ),
        },
    )
)
