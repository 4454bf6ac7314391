"""Mails of notices, to the byte as they are kept in snapshots/.

After a wanted change: python -m tests.rooms.notices.test_letters, then look at them.
"""

from pathlib import Path

import pytest

from hanse.rooms.notices.model.letters import SHOWN_MAX, Letter, letter
from hanse.rooms.notices.model.notices import Read

FOLDER = Path(__file__).with_name("snapshots")
BASE = "https://hub.example.com"
STOPPED = Read(
    "The job stock.push stopped",
    "It is kept as failed until somebody looks: unavailable.",
    "/jobs?open=01930b6e-7c1a-7d52-9a54-0d7c8f0f6c12",
)
BERHENTI = Read(
    "Tugas stock.push berhenti",
    "Tugas ini disimpan sebagai failed sampai ada yang memeriksanya: unavailable.",
    "/jobs?open=01930b6e-7c1a-7d52-9a54-0d7c8f0f6c12",
)
JOINED = Read("Dewi <b>Baru</b> joined as analyst", "The new colleague can work at once.", "")

LETTERS = {
    "one-en": letter([STOPPED], 1, "Toko Ada", BASE, "en"),
    "one-id": letter([BERHENTI], 1, "Toko Ada", BASE, "id"),
    "several-en": letter([STOPPED, JOINED], 2, "Toko <Ada>", BASE, "en"),
    "many-id": letter([BERHENTI] * 30, 30, "", BASE, "id"),
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_is_as_it_was_looked_at(name: str) -> None:
    written = LETTERS[name]
    assert f"{written.subject}\n\n{written.text}" == (FOLDER / f"{name}.txt").read_text("utf-8")
    assert written.html == (FOLDER / f"{name}.html").read_text("utf-8")


def test_words_of_people_are_no_markup() -> None:
    html = LETTERS["several-en"].html
    assert "Dewi &lt;b&gt;Baru&lt;/b&gt; joined" in html
    assert "Toko &lt;Ada&gt;" in html


@pytest.mark.parametrize("written", LETTERS.values(), ids=LETTERS)
def test_nothing_is_fetched_and_every_link_leads_home(written: Letter) -> None:
    html = written.html
    for word in ("<img", "<link", "<script", "<style", "url(", "@import"):
        assert word not in html
    assert html.count("http") == html.count(BASE)
    assert f"{BASE}/me/notices" in written.text


def test_a_long_list_is_cut_and_says_so() -> None:
    many = LETTERS["many-id"]
    assert many.subject == "30 pemberitahuan dari Hanse"
    assert many.text.count(BERHENTI.title) == SHOWN_MAX
    assert "Dan 10 lagi: https://hub.example.com/notices" in many.text


if __name__ == "__main__":
    for name, written in LETTERS.items():
        text = f"{written.subject}\n\n{written.text}"
        (FOLDER / f"{name}.txt").write_text(text, "utf-8")
        (FOLDER / f"{name}.html").write_text(written.html, "utf-8")
