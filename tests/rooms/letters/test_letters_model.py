"""Words, fields and links of letters."""

import base64
from uuid import UUID

import pytest

from hanse.base.faults import Gone, Rejected
from hanse.rooms.letters.model import links
from hanse.rooms.letters.model.asking import Addressee, Why, why_not
from hanse.rooms.letters.model.layout import written
from hanse.rooms.letters.model.links import Link
from hanse.rooms.letters.model.settings import Held, Setting, Teller, held, language_of
from hanse.rooms.letters.model.stages import STAGES, Stage, stage_of
from hanse.rooms.letters.model.templates import Template, checked, filled, values_of
from hanse.rooms.letters.model.words import BUILT_IN, FRAMES
from hanse.trade.tracking import ParcelState

GIVEN = {"order": "5001", "shop": "Lampen & Licht", "name": "Eve", "carrier": "DHL", "number": "J1"}
STOP = "https://hub.example.com/letters/stop#abc"


def test_a_field_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(Rejected, match=r"\{ordr\} is no field of a letter") as refused:
        checked("Order {ordr}", "Hello {name} {} {email}")
    assert [(each.code, each.field) for each in refused.value.findings] == [
        ("unknown_field", "subject"),
        ("unknown_field", "text"),
        ("unknown_field", "text"),
    ]
    assert "{order}, {shop}, {name}, {carrier}, {number}, {link}" in refused.value.next_step
    with pytest.raises(Rejected, match="empty"):
        checked("  ", "Text")


def test_a_line_of_which_nothing_is_known_is_left_out() -> None:
    values = values_of({**GIVEN, "carrier": "", "link": "javascript:alert(1)"})
    text = "Hello {name},\n\nCarrier: {carrier}\nNumber: {number}\n{link}\n\nBye"
    assert filled(text, values) == "Hello Eve,\n\nNumber: J1\n\nBye"


def test_what_is_filled_in_is_escaped_and_never_looked_through_for_fields() -> None:
    given = {**GIVEN, "name": "<b>{link}</b>\nBcc: x", "link": 'https://d.example/?a=1&b="2'}
    made = written(Template("To {name}", "Hi {name}\n{link}"), given, "en", STOP)
    assert made.subject == "To <b>{link}</b> Bcc: x"
    assert "&lt;b&gt;{link}&lt;/b&gt; Bcc: x" in made.html
    assert "<b>" not in made.html
    assert 'href="https://d.example/?a=1&amp;b="' not in made.html
    good = written(
        Template("S", "{link}"), {**GIVEN, "link": "https://d.example/?a=1&b=2"}, "en", STOP
    )
    assert 'href="https://d.example/?a=1&amp;b=2"' in good.html
    assert f"No more mails about my orders: {STOP}" in good.text
    assert "Lampen &amp; Licht" in good.html
    assert "Eve" not in repr(made)


@pytest.mark.parametrize("language", list(BUILT_IN))
def test_every_stage_has_words_in_every_language_that_pass_their_own_check(language: str) -> None:
    assert list(BUILT_IN[language]) == list(STAGES)
    for template in BUILT_IN[language].values():
        kept = checked(template.subject, template.text)
        assert kept == template
    assert FRAMES[language].stop


def test_which_ways_of_a_parcel_are_told() -> None:
    told = {state: stage_of(state.value) for state in ParcelState}
    assert {state.value for state, stage in told.items() if stage is None} == {
        *("pending", "in_transit", "expired"),
    }
    assert stage_of("a word") is None


def test_a_shop_is_as_the_workspace_where_it_says_nothing() -> None:
    assert held(Setting(), Setting()) == Held(Teller.shop, frozenset(STAGES), None)
    ours = held(Setting(Teller.us, [Stage.sent], "id"), Setting(stages=[]))
    assert ours == Held(Teller.us, frozenset(), "id")
    assert not ours.tells(Stage.sent)
    usual = held(Setting(Teller.us), Setting())
    assert [language_of(usual, each) for each in ("id-ID", "de", None)] == ["id", "en", "en"]
    assert language_of(ours, "en") == "id"
    answers, own = Setting(reply_to="us@x.example"), Setting(reply_to="shop@x.example")
    assert [held(answers, each).reply_to for each in (own, Setting())] == [
        "shop@x.example",
        "us@x.example",
    ]


@pytest.mark.parametrize(
    ("email", "why"),
    [
        ("eve@example.com", None),
        (" Eve@Example.com ", None),
        ("", Why.no_address),
        ("eve", Why.odd_address),
        ("eve@example.com, ben@example.com", Why.odd_address),
        ("x@marketplace.amazon.co.uk", Why.relay),
        ("x@m.marketplace.amazon.com", Why.relay),
        ("x@members.ebay.de", Why.relay),
        ("x@scs2.tiktok.com", Why.relay),
        ("x@notmarketplace.amazon.example", None),
    ],
)
def test_whom_nothing_is_sent(email: str, why: Why | None) -> None:
    assert why_not(Addressee("Eve", email)) is why
    assert why_not(None) is Why.erased


def test_a_link_is_read_as_it_was_written_and_nothing_else_is() -> None:
    link = Link(UUID(int=5), b"a" * 16, b"b" * 16)
    token = links.write(link)
    assert links.read(token) == link
    for wrong in ("", "abc", token[:-4], token + "AAAA", "ü" * 64, base64.b64encode(b"x").decode()):
        with pytest.raises(Gone, match="not one of ours"):
            links.read(wrong)
