"""A form with a file in it is read as it was meant, by a reader that is not ours."""

from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP

from hypothesis import given
from hypothesis import strategies as st

from hanse.engine.wire.form import form

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=12)


@given(st.lists(st.tuples(WORDS.filter(bool), WORDS), max_size=5), WORDS, st.binary(max_size=200))
def test_the_fields_come_in_their_order_and_the_file_last(
    fields: list[tuple[str, str]], name: str, content: bytes
) -> None:
    body, told = form(fields, name, "image/png", content)
    read = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {told}\r\n\r\n".encode() + body)
    assert isinstance(read, EmailMessage)
    mark = told.partition("boundary=")[2].encode()
    parts = body.split(b"--" + mark)
    assert len(parts) == len(fields) + 3
    for part, (_, value) in zip(parts[1:], fields, strict=False):
        assert part.partition(b"\r\n\r\n")[2] == f"{value}\r\n".encode()
    assert [each.get_content_type() for each in read.iter_parts()][-1] == "image/png"
    assert parts[-2].partition(b"\r\n\r\n")[2] == content + b"\r\n"
    assert mark not in content


def test_a_name_cannot_end_itself() -> None:
    body, _ = form([('a"\r\nb', "1")], 'x".jpg', "image/jpeg", b"")
    assert b'name="a%22%0D%0Ab"' in body
    assert b'filename="x%22.jpg"' in body
