"""What people are told by mail about their second factors, in their language."""

from collections.abc import Mapping
from enum import StrEnum
from html import escape

from hanse.rooms.identity.model.letters import Written
from hanse.rooms.identity.model.people import Language


class Told(StrEnum):
    added = "added"
    removed = "removed"
    codes_made = "codes_made"
    code_used = "code_used"
    copied = "copied"


# Subject and sentence. Its person typed the name of a factor, so it stands in quotation marks.
WORDS: Mapping[Language, Mapping[Told, tuple[str, str]]] = {
    Language.en: {
        Told.added: (
            "A second factor was added",
            "The second factor “{name}” was added to your account.",
        ),
        Told.removed: (
            "A second factor was removed",
            "The second factor “{name}” was removed from your account.",
        ),
        Told.codes_made: (
            "New recovery codes were made",
            "New recovery codes were made for your account. The ones from before are void.",
        ),
        Told.code_used: (
            "A recovery code was used",
            "Somebody signed in or proved to be you with one of your recovery codes. Left: {left}.",
        ),
        Told.copied: (
            "A passkey was refused",
            "The passkey “{name}” was refused: its count went back, so a copy of it may exist. "
            "Remove it and add it anew.",
        ),
    },
    Language.id: {
        Told.added: (
            "Faktor kedua ditambahkan",
            "Faktor kedua “{name}” ditambahkan ke akun Anda.",
        ),
        Told.removed: (
            "Faktor kedua dihapus",
            "Faktor kedua “{name}” dihapus dari akun Anda.",
        ),
        Told.codes_made: (
            "Kode pemulihan baru dibuat",
            "Kode pemulihan baru dibuat untuk akun Anda. Kode yang lama tidak berlaku lagi.",
        ),
        Told.code_used: (
            "Kode pemulihan dipakai",
            "Seseorang masuk atau membuktikan diri sebagai Anda dengan salah satu kode pemulihan "
            "Anda. Tersisa: {left}.",
        ),
        Told.copied: (
            "Kunci sandi ditolak",
            "Kunci sandi “{name}” ditolak: hitungannya mundur, jadi mungkin ada salinannya. "
            "Hapus kunci itu lalu tambahkan lagi.",
        ),
    },
}
NOT_ME: Mapping[Language, str] = {
    Language.en: "If it was not you, change your password now and look at your sessions.",
    Language.id: "Jika bukan Anda, ganti kata sandi sekarang dan periksa sesi Anda.",
}
HELLO: Mapping[Language, str] = {Language.en: "Hello {name},", Language.id: "Halo {name},"}


def written(
    told: Told, language: Language, person: str, factor: str = "", left: int = 0
) -> Written:
    subject, sentence = WORDS[language][told]
    lines = [
        HELLO[language].format(name=person),
        sentence.format(name=factor, left=left),
        NOT_ME[language],
    ]
    parts = "".join(f"<p>{escape(line)}</p>" for line in lines)
    page = f'<!doctype html><html lang="{language}"><body>{parts}</body></html>'
    return Written(subject, "\n\n".join(lines) + "\n", page)
