"""What people are told by mail about their account, in their language."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from hanse.rooms.identity.model.people import Language


class Letter(StrEnum):
    """What a mail is about."""

    confirm = "confirm"
    known = "known"  # somebody registered with an address that has an account
    reset = "reset"
    password_changed = "password_changed"  # noqa: S105 - a word
    email_new = "email_new"
    email_known = "email_known"  # somebody wants an address that has an account
    email_asked = "email_asked"
    email_changed = "email_changed"
    token_reused = "token_reused"  # noqa: S105 - a word


@dataclass(frozen=True, slots=True)
class Words:
    """A subject, sentences before the link, and what to do with it."""

    subject: str
    sentences: tuple[str, ...]
    button: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    subject: str
    text: str
    html: str


EN: Mapping[Letter, Words] = {
    Letter.confirm: Words(
        "Confirm your address",
        (
            "Hello {name},",
            "somebody registered at Hanse with this address. If it was you, confirm it here.",
        ),
        "Confirm the address",
        "The link is good once, for 3 days. If it was not you, do nothing: no account is opened.",
    ),
    Letter.known: Words(
        "You have an account already",
        (
            "Hello {name},",
            "somebody registered at Hanse with this address, which has an account already. "
            "Nothing was changed. If it was you, sign in, or set a new password.",
        ),
        "Sign in",
    ),
    Letter.reset: Words(
        "Set a new password",
        ("Hello {name},", "somebody asked for a new password for your account at Hanse."),
        "Set a new password",
        "The link is good once, for 1 hour. If it was not you, do nothing: the old one stays.",
    ),
    Letter.password_changed: Words(
        "Your password was changed",
        (
            "Hello {name},",
            "the password of your account at Hanse was changed, and all other sessions ended. "
            "If it was not you, set a new one at once and tell whoever runs your Hanse.",
        ),
        "Sign in",
    ),
    Letter.email_new: Words(
        "Confirm your new address",
        (
            "Hello {name},",
            "you want to sign in to Hanse with this address from now on. Confirm that it is yours.",
        ),
        "Confirm the new address",
        "The link is good once, for 24 hours. Until then the old address stays.",
    ),
    Letter.email_known: Words(
        "This address has an account already",
        (
            "Hello {name},",
            "somebody wants to sign in to Hanse with this address, which has an account already. "
            "Nothing was changed. If it was you, sign in with it, or choose another address.",
        ),
    ),
    Letter.email_asked: Words(
        "A change of your address was asked for",
        (
            "Hello {name},",
            "your account at Hanse is to get the address {email}. It changes when that is "
            "confirmed. If it was not you, change your password now.",
        ),
    ),
    Letter.email_changed: Words(
        "Your address was changed",
        (
            "Hello {name},",
            "your account at Hanse now has the address {email}; this one no longer signs in. "
            "If it was not you, tell whoever runs your Hanse at once.",
        ),
    ),
    Letter.token_reused: Words(
        "A machine was signed out",
        (
            "Hello {name},",
            "the machine “{machine}” used a token that had been exchanged before. Somebody may "
            "have copied it, so the machine was signed out. Sign it in again. If you do not know "
            "it, change your password and look at your sessions.",
        ),
    ),
}

ID: Mapping[Letter, Words] = {
    Letter.confirm: Words(
        "Konfirmasi alamat Anda",
        (
            "Halo {name},",
            "seseorang mendaftar di Hanse dengan alamat ini. Jika itu Anda, konfirmasi di sini.",
        ),
        "Konfirmasi alamat",
        "Tautan ini berlaku sekali, selama 3 hari. Jika bukan Anda, abaikan: akun tidak dibuka.",
    ),
    Letter.known: Words(
        "Anda sudah punya akun",
        (
            "Halo {name},",
            "seseorang mendaftar di Hanse dengan alamat ini, yang sudah punya akun. "
            "Tidak ada yang berubah. Jika itu Anda, masuk, atau buat kata sandi baru.",
        ),
        "Masuk",
    ),
    Letter.reset: Words(
        "Buat kata sandi baru",
        ("Halo {name},", "seseorang meminta kata sandi baru untuk akun Anda di Hanse."),
        "Buat kata sandi baru",
        "Tautan ini berlaku sekali, selama 1 jam. Jika bukan Anda, abaikan: yang lama tetap.",
    ),
    Letter.password_changed: Words(
        "Kata sandi Anda diganti",
        (
            "Halo {name},",
            "kata sandi akun Anda di Hanse diganti, dan semua sesi lain diakhiri. "
            "Jika bukan Anda, segera buat yang baru dan beri tahu pengelola Hanse Anda.",
        ),
        "Masuk",
    ),
    Letter.email_new: Words(
        "Konfirmasi alamat baru Anda",
        (
            "Halo {name},",
            "mulai sekarang Anda ingin masuk ke Hanse dengan alamat ini. "
            "Konfirmasi bahwa alamat ini milik Anda.",
        ),
        "Konfirmasi alamat baru",
        "Tautan ini berlaku sekali, selama 24 jam. Sampai saat itu alamat lama tetap.",
    ),
    Letter.email_known: Words(
        "Alamat ini sudah punya akun",
        (
            "Halo {name},",
            "seseorang ingin masuk ke Hanse dengan alamat ini, yang sudah punya akun. "
            "Tidak ada yang berubah. Jika itu Anda, masuk dengan alamat ini atau pilih yang lain.",
        ),
    ),
    Letter.email_asked: Words(
        "Perubahan alamat Anda diminta",
        (
            "Halo {name},",
            "akun Anda di Hanse akan memakai alamat {email}. Alamat berubah setelah dikonfirmasi. "
            "Jika bukan Anda, ganti kata sandi sekarang.",
        ),
    ),
    Letter.email_changed: Words(
        "Alamat Anda diganti",
        (
            "Halo {name},",
            "akun Anda di Hanse kini memakai alamat {email}; alamat ini tidak bisa masuk lagi. "
            "Jika bukan Anda, segera beri tahu pengelola Hanse Anda.",
        ),
    ),
    Letter.token_reused: Words(
        "Sebuah mesin dikeluarkan",
        (
            "Halo {name},",
            "mesin “{machine}” memakai token yang sudah pernah ditukar. Mungkin seseorang "
            "menyalinnya, jadi mesin itu dikeluarkan. Masukkan lagi mesin itu. Jika Anda tidak "
            "mengenalnya, ganti kata sandi dan periksa sesi Anda.",
        ),
    ),
}

SPOKEN: Mapping[Language, Mapping[Letter, Words]] = {Language.en: EN, Language.id: ID}


def written(letter: Letter, language: Language, link: str = "", **facts: str) -> Written:
    """The mail as text and as HTML; facts are typed by people, so the HTML holds none of theirs."""
    words = SPOKEN[language][letter]
    sentences = [sentence.format(**facts) for sentence in words.sentences]
    lines = [*sentences, *([link] if link else []), *([words.after] if words.after else [])]
    parts = [f"<p>{escape(sentence)}</p>" for sentence in sentences]
    if link:
        parts.append(f'<p><a href="{escape(link)}">{escape(words.button)}</a></p>')
        parts.append(f"<p>{escape(link)}</p>")
    if words.after:
        parts.append(f"<p>{escape(words.after)}</p>")
    page = f'<!doctype html><html lang="{language}"><body>{"".join(parts)}</body></html>'
    return Written(words.subject, "\n\n".join(lines) + "\n", page)
