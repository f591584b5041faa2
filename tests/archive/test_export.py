"""Exports hold every report with its way to the bytes, appear whole or not at all, and say what they hold."""

import csv
import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from archive import Archive
from archive import export as export_module
from archive.errors import BadExportTarget
from archive.export import dated


def _rows(file: Path) -> list[dict[str, Any]]:
    if file.suffix == ".parquet":
        return list(pq.read_table(file).to_pylist())
    if file.suffix == ".jsonl":
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("name", ["parquet", "jsonl", "csv"])
def test_every_format_holds_the_same_rows(
    data: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_module, "_BATCH", 2)
    with Archive.open(data) as archive:
        done = archive.export(name, tmp_path / f"out.{name}")
        evidence = archive.evidence("石角镇 2017")
        text = archive.text("石角镇 2017")
    rows = _rows(tmp_path / f"out.{name}")
    assert [(row["issuer"], int(row["year"]), int(row["version"])) for row in rows] == [
        ("石角镇", 2016, 1),
        ("星子镇", 2017, 1),
        ("石角镇", 2017, 2),
        ("溪翁庄镇", 2014, 1),
        ("溪翁庄镇", 2017, 1),
    ]
    assert done.rows == 5
    row = rows[2]
    assert list(row) == list(done.columns)
    assert row["text"] == text
    assert row["payload_digest"] == evidence.digest
    assert int(row["warc_offset"]) == evidence.warc_offset
    assert str(row["signed_date"]) == "2018-01-03"
    assert (str(row["posted_date"]), row["posted_source"]) == ("2018-01-09", "PubDate")
    assert rows[1]["signed_date"] in (None, "")


def test_parquet_keeps_types(data: Path, tmp_path: Path) -> None:
    with Archive.open(data) as archive:
        archive.export("parquet", tmp_path / "out.parquet", issuer="石角镇", year=2017)
    (row,) = _rows(tmp_path / "out.parquet")
    assert row["signed_date"] == date(2018, 1, 3)
    assert row["captured_at"] == datetime(2024, 3, 5, 2, 5, tzinfo=UTC)
    assert row["current"] is True


def test_all_versions_and_filters(data: Path, tmp_path: Path) -> None:
    with Archive.open(data) as archive:
        archive.export("jsonl", tmp_path / "out.jsonl", county="441882", all_versions=True)
    rows = _rows(tmp_path / "out.jsonl")
    assert [(row["year"], row["version"], row["current"]) for row in rows] == [
        (2017, 1, False),
        (2016, 1, True),
        (2017, 1, True),
        (2017, 2, True),
    ]


def test_the_manifest_vouches_for_the_file(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    with Archive.open(data) as archive:
        done = archive.export("csv", out, year=2017)
    manifest = json.loads(Path(done.manifest).read_text(encoding="utf-8"))
    assert manifest["rows"] == 3
    assert manifest["sha256"] == done.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    assert manifest["columns"] == list(done.columns)
    assert manifest["filter"] == {"year": 2017}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "out.csv.manifest.json"]


def test_csv_opens_in_excel_with_chinese(data: Path, tmp_path: Path) -> None:
    with Archive.open(data) as archive:
        archive.export("csv", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfreport_id,")


def test_the_same_archive_gives_the_same_bytes(data: Path, tmp_path: Path) -> None:
    with Archive.open(data) as archive:
        first = archive.export("jsonl", tmp_path / "a.jsonl")
        second = archive.export("jsonl", tmp_path / "b.jsonl")
    assert first.sha256 == second.sha256


def test_a_failed_export_leaves_the_old_one(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.jsonl"
    monkeypatch.setattr(export_module, "_BATCH", 2)
    with Archive.open(data) as archive:
        archive.export("jsonl", out)
        before = out.read_bytes()

        def stop(rows: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            archive.export("jsonl", out, progress=stop)
    assert out.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 2


def test_a_place_that_cannot_be_written_is_told(data: Path, tmp_path: Path) -> None:
    with Archive.open(data) as archive:
        for name, out in (("xlsx", tmp_path / "o"), ("csv", tmp_path), ("csv", tmp_path / "none" / "o.csv")):
            with pytest.raises(BadExportTarget):
                archive.export(name, out)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, (None, None)),
        ({"posted": {"value": "2018-01-09", "source": "url"}}, (date(2018, 1, 9), "url")),
        (
            {"posted": {"value": "2018-01-09", "source": "head", "printed": "20181月9日", "broken": True}},
            (date(2018, 1, 9), "head, broken"),
        ),
        ({"posted": {"value": "2018-01"}}, (None, None)),
        ({"posted": None}, (None, None)),
        ({"signed": {"value": "2018-01-09"}}, (None, None)),
    ],
)
def test_dates_of_facts(facts: dict[str, Any], expected: tuple[date | None, str | None]) -> None:
    assert dated(facts, "posted") == expected
