"""Files in a backup: each once, back with the rows that name it, or told by its hash."""

import json
import secrets
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from hanse.engine.backup import files, parcel
from hanse.engine.backup.taking import Place
from hanse.engine.files import names
from hanse.engine.files import shelf as files_shelf
from hanse.engine.postgres.dsns import Dsns

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)


@pytest.fixture
async def admin(admin_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(admin_dsn)
    yield connection
    await connection.execute("delete from catalog_media")
    await connection.close()


NAME_IT = """
    insert into catalog_media (workspace_id, digest, media_type, bytes, width, height, small, token,
        made_at)
    values (gen_random_uuid(), $1, 'image/png', 1, 1, 1, $2::jsonb, 't', now())"""


async def named(admin: asyncpg.Connection, media: Path, content: bytes, small: bytes) -> list[str]:
    """A picture and its small one on the shelf, then in a row."""
    digests = [files_shelf.put(media, each) for each in (content, small)]
    await admin.execute(NAME_IT, digests[0], json.dumps({"240": digests[1]}))
    return digests


def contents(media: Path) -> dict[str, bytes]:
    found = (path for part in files_shelf.folders(media) for path in part.iterdir())
    return {path.name: path.read_bytes() for path in found}


async def test_files_come_back_with_the_rows_that_name_them(
    admin: asyncpg.Connection, module_dsns: Dsns, tmp_path: Path
) -> None:
    """Sealed; larger than a piece; one that was put between two backups; one of a small picture."""
    media, backups, key = tmp_path / "media", tmp_path / "backups", b"k" * 32
    system = module_dsns.system

    async def take() -> files.Told:
        return await files.take(names.pages(system), media, backups, key)

    async def looked() -> files.Told:
        told = files.Told()
        await files.look_for(names.pages(system), backups, key, told, whole=True)
        return told

    large = secrets.token_bytes(3 << 20)
    ours = [*await named(admin, media, large, b"small"), files_shelf.put(media, b"named by nobody")]
    told = await take()
    assert (told.files, told.new, told.good) == (3, 3, True)
    later = await named(admin, media, b"between", b"two")
    files.bring(media, backups, key, all_of_them=False)  # every five minutes
    assert (await take()).new == 0
    kept = files.store(backups, key)
    assert all(path.read_bytes().startswith(parcel.MARK) for path in kept.rglob("*.sealed"))
    told = await looked()
    assert (told.files, told.good) == (4, True)
    assert files.put_back(backups, key, tmp_path / "back").files == 5
    assert contents(tmp_path / "back") == contents(media)

    # What is lost, and what is not itself any more, is said by its hash, and keeps nobody else.
    (media / ours[1][:2] / ours[1]).unlink()
    kept_later, kept_large = (files.kept_in(kept, each, key) for each in (later[0], ours[0]))
    kept_later.write_bytes(kept_later.read_bytes()[:-1] + b"x")
    kept_large.unlink()
    (media / ours[0][:2] / ours[0]).write_bytes(b"rot")
    told = await take()
    assert (told.changed, told.missing) == ([ours[0]], [])
    told = await looked()
    assert (told.missing, told.changed) == ([ours[0]], [later[0]])
    assert [*told.sentences()] == [
        f"1 file is named, but not there: {ours[0]}.",
        f"1 file is no longer what the hash says: {later[0]}.",
    ]
    told = files.put_back(backups, key, tmp_path / "again")
    await files.not_there(names.pages(system), tmp_path / "again", told)
    assert (told.files, told.changed, told.missing) == (3, [later[0]], [ours[0]])
    assert (tmp_path / "again" / ours[1][:2] / ours[1]).read_bytes() == b"small"


async def test_a_copy_goes_when_no_second_that_can_come_back_names_it(
    admin: asyncpg.Connection, module_dsns: Dsns, tmp_path: Path
) -> None:
    media, shop = tmp_path / "media", await named(admin, tmp_path / "media", b"kept", b"kept small")
    gone = files_shelf.put(media, b"gone")
    plain, sealed = (Place(tmp_path, key, 7, media, "") for key in (None, b"k" * 32))
    files.bring(media, tmp_path, None)
    (media / gone[:2] / gone).unlink()
    (media / shop[0][:2] / shop[0]).unlink()  # lost, and still named: its copy is all that is left
    named_now = await names.all_named(module_dsns.system)
    copies = files.store(tmp_path, None)

    def thrown(place: Place, days: int) -> int:
        at = (place.shelf, place.key)
        return files.throw_away(media, at, named_now, NOW + timedelta(days=days), place.days)

    assert [thrown(plain, days) for days in (0, 7, 8)] == [0, 0, 1]
    assert {digest for part in copies.iterdir() for digest, _ in files.copies(part)} == {*shop}
    # From the day of a key on, files are sealed, and what was plain goes when nobody needs it.
    assert files.bring(media, tmp_path, sealed.key).new == 1
    for days, there in ((9, True), (16, True), (17, False)):
        thrown(sealed, days)
        assert copies.is_dir() is there
