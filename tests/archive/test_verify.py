"""The scrub finds a flipped byte anywhere, and tells damage from leftovers."""

import gzip
import random
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from archive import Archive
from archive.answers import Verification


def _verify(data: Path) -> Verification:
    with Archive.open(data) as archive:
        return archive.verify()


def _codes(found: Verification) -> set[str]:
    return {finding.code for finding in found.findings}


def _change(data: Path, statement: str) -> None:
    connection = sqlite3.connect(data / "archive.sqlite")
    connection.execute(statement)
    connection.commit()
    connection.close()


def _warc_files(data: Path) -> list[Path]:
    return sorted((data / "warc").rglob("*.warc.gz"))


def test_a_sound_archive_is_sound(data: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with Archive.open(data) as archive:
        found = archive.verify(lambda *step: told.append(step))
    assert found.findings == ()
    assert (found.payloads, found.texts, found.versions, found.captures) == (7, 7, 7, 7)
    assert found.bytes_read == sum(file.stat().st_size for file in _warc_files(data))
    assert ("WARC files", 3, 3) in told


def test_a_flipped_byte_anywhere_in_a_warc_file_is_found(own_data: Path) -> None:
    chance = random.Random(11)
    for file in _warc_files(own_data):
        whole = file.read_bytes()
        for _ in range(25):
            at = chance.randrange(len(whole))
            damaged = bytearray(whole)
            damaged[at] ^= 1 << chance.randrange(8)
            file.write_bytes(damaged)
            if _harmless_bit(whole, bytes(damaged)):
                continue
            assert _codes(_verify(own_data)) & {
                "record_damaged",
                "payload_damaged",
                "record_wrong",
                "record_missing",
            }, at
        file.write_bytes(whole)
    assert _verify(own_data).sound


def _harmless_bit(whole: bytes, damaged: bytes) -> bool:
    """Some bits of a gzip header (time, system) mean nothing: every content is as it was."""
    try:
        return gzip.decompress(whole) == gzip.decompress(damaged)
    except (OSError, EOFError, zlib.error):
        return False


def test_damage_costs_one_record_only(own_data: Path) -> None:
    file = _warc_files(own_data)[0]
    with Archive.open(own_data) as archive:
        evidence = archive.evidence("石角镇 2016")
    content = bytearray(file.read_bytes())
    content[evidence.warc_offset + evidence.warc_length // 2] ^= 0xFF
    file.write_bytes(content)
    found = _verify(own_data)
    assert not found.sound
    assert [finding.code for finding in found.findings] == ["record_damaged"]
    assert found.findings[0].where == f"{evidence.warc_file} at {evidence.warc_offset}"
    assert found.payloads == 6


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE text SET body = replace(body, '86', '87') WHERE body LIKE '%86%'", "text_damaged"),
        ("UPDATE text SET body = CAST(X'E4B8' AS TEXT) WHERE body LIKE '%86%'", "text_damaged"),
        ("UPDATE text SET comparison_digest = 'x' WHERE body LIKE '%86%'", "comparison_damaged"),
        ("UPDATE blob SET warc_offset = warc_offset + 1 WHERE rowid = 1", "record_missing"),
        ("UPDATE capture SET digest = 'x' WHERE id = 4", "record_wrong"),
        ("UPDATE report SET current_seq = 9 WHERE year = 2014", "report_without_current"),
        ("DELETE FROM rendition WHERE seq = 2", "version_without_rendition"),
        ("UPDATE rendition SET seq = 7 WHERE seq = 2", "rendition_without_version"),
        ("UPDATE version SET text_digest = 'x' WHERE id = 1", "dangling_reference"),
        ("UPDATE version SET published_at = '2024-01-01' WHERE published_at IS NULL", "version_not_indexed"),
        ("UPDATE report SET merged_into = 'nowhere' WHERE year = 2014", "report_merged_nowhere"),
    ],
)
def test_a_wrong_row_is_found(own_data: Path, statement: str, code: str) -> None:
    _change(own_data, statement)
    found = _verify(own_data)
    assert not found.sound
    assert code in _codes(found)


def _remove(data: Path) -> None:
    _warc_files(data)[0].unlink()


def _cut(data: Path) -> None:
    file = _warc_files(data)[0]
    file.write_bytes(file.read_bytes()[:-900])


def _swap(data: Path) -> None:
    files = _warc_files(data)
    first, second = files[0].read_bytes(), files[1].read_bytes()
    files[0].write_bytes(second)
    files[1].write_bytes(first)


@pytest.mark.parametrize(
    ("damage", "codes"),
    [
        (_remove, {"file_missing"}),
        (_cut, {"record_damaged", "record_missing"}),
        (_swap, {"record_missing", "record_wrong", "payload_damaged"}),
    ],
    ids=["removed", "cut short", "swapped"],
)
def test_a_wrong_file_is_found(own_data: Path, damage: Callable[[Path], None], codes: set[str]) -> None:
    damage(own_data)
    found = _verify(own_data)
    assert not found.sound
    assert _codes(found) & codes


def test_leftovers_are_told_and_harmless(own_data: Path) -> None:
    first, *_, last = _warc_files(own_data)
    (first.parent / "orphan.warc.gz").write_bytes(first.read_bytes())
    (first.parent / "dead.warc.gz.open").write_bytes(last.read_bytes()[:50])
    _change(own_data, "DELETE FROM rendition WHERE seq = 0")
    found = _verify(own_data)
    assert found.sound
    assert _codes(found) == {"file_unknown", "file_left_open"}


def test_a_record_without_a_row_is_an_orphan(own_data: Path) -> None:
    held = _warc_files(own_data)[-1]
    _change(own_data, "DELETE FROM version WHERE published_at IS NULL")
    _change(own_data, "DELETE FROM rendition WHERE url LIKE '%2018%'")
    _change(own_data, "DELETE FROM reading WHERE url LIKE '%2018%'")
    _change(own_data, "DELETE FROM blob WHERE digest IN (SELECT digest FROM capture WHERE url LIKE '%2018%')")
    _change(own_data, "DELETE FROM capture WHERE url LIKE '%2018%'")
    with (own_data / "warc").joinpath(_warc_files(own_data)[0].relative_to(own_data / "warc")).open("ab") as stream:
        stream.write(held.read_bytes())
    found = _verify(own_data)
    assert found.sound
    assert "record_orphan" in _codes(found)


def test_a_page_of_the_database_that_cannot_be_read_is_a_finding(own_data: Path) -> None:
    _change(own_data, "PRAGMA wal_checkpoint(TRUNCATE)")
    file = own_data / "archive.sqlite"
    content = bytearray(file.read_bytes())
    connection = sqlite3.connect(file)
    (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'capture'").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    content[(root - 1) * size : root * size] = bytes(size)
    file.write_bytes(content)
    found = _verify(own_data)
    assert not found.sound
    assert "database_damaged" in _codes(found)
    assert found.texts == 7
