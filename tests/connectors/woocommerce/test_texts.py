"""Names and descriptions on their way to a store, and what it makes of them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.connectors.woocommerce import mapping
from hanse.connectors.woocommerce.writes import texts
from tests.connectors.woocommerce.recorded import body, recording
from tests.connectors.woocommerce.test_writes import piece, refused, said


def test_a_name_comes_back_as_it_was_sent() -> None:
    """Recordings 185 and 188: encoded once, and not again when it is put back."""
    sent = recording(185).request["body"]["name"]
    assert json.loads(piece(texts.PORT, {"title": sent}).body)["name"] == sent
    for number in (185, 188):
        assert mapping.plain(body(number)["name"]) == sent


@given(st.text(st.sampled_from("&a;mp lt#39x"), max_size=20))
def test_a_name_that_looks_like_an_entity_is_kept(title: str) -> None:
    sent = texts.encoded(title)
    kept = texts.SIGN.sub(texts.as_kept, sent)  # as the store does (recording 185)
    assert mapping.plain(kept) == title


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("title", "", "no_title"),
        ("title", " Lamp", "blank_edges"),
        ("title", "x" * 65_536, "too_long"),
        ("title", "a\x07b", "no_character"),
        ("title", "half \ud83d", "no_character"),
        ("description_html", "<p>a & b</p>", "respelled"),
        ("description_html", "1 < 2", "respelled"),
        ("description_html", "a<br/>b", "respelled"),
        ("description_html", "it&#39;s", "respelled"),
        ("description_html", "&nosuch;", "respelled"),
        ("description_html", "é" * 100_001, "too_long"),
        ("summary_html", None, "no_text"),
    ],
)
def test_a_text_that_would_come_back_otherwise_is_refused(
    field: str, text: str | None, code: str
) -> None:
    (found,) = refused(texts.PORT, {field: text})
    assert (found.code, found.field) == (code, field)


def test_what_the_store_takes_out_of_a_text_is_said() -> None:
    sent = recording(41).request["body"]["description"]
    made = piece(texts.PORT, {"description_html": sent, "title": "Lamp"})
    assert said(made.findings) == [("stripped", "warning")]
    assert "<script>" in made.findings[0].sentence
    handler = piece(texts.PORT, {"summary_html": '<a href="#" onclick="x()">l</a>'})
    assert "onclick" in handler.findings[0].sentence
    styled = piece(texts.PORT, {"summary_html": '<p style="color: red;">l</p>'})
    assert said(styled.findings) == [("restyled", "warning")]
    fine = '<p>It&#039;s &amp; &lt;3</p><br /><a href="https://example.test?a=1&amp;b=2">on</a>'
    assert piece(texts.PORT, {"description_html": fine}).findings == ()
