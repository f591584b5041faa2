"""What the database does for several writers, and what a person reads when it cannot."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from archive.database import make_reader, make_writer, reading, writing
from archive.errors import ArchiveLocked, ArchiveUnwritable, DiskFull, NotAnArchive, UnsupportedDatabase
from archive.models import Entry, Report, Version
from archive.record import Record
from archive.schema import prepare

T0 = datetime(2026, 11, 22, 2, 15, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'archive.sqlite'}"
    engine = make_writer(url)
    prepare(engine)
    engine.dispose()
    return url


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg://fangzhi:secret@db/fangzhi",
        "mysql://localhost/x",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:x?uri=true",
        "sqlite+aiosqlite:///x.sqlite",
        "archive.sqlite",
        "",
    ],
)
@pytest.mark.parametrize("make", [make_writer, make_reader], ids=["writer", "reader"])
def test_only_a_sqlite_file_holds_an_archive(make: object, address: str) -> None:
    with pytest.raises(UnsupportedDatabase, match="uses a SQLite file") as caught:
        make(address)  # type: ignore[operator]
    assert "secret" not in str(caught.value)


def test_busy_archive_is_said_to_be_locked_after_the_timeout(url: str) -> None:
    first, second, reader = make_writer(url), make_writer(url, busy_timeout=0.05), make_reader(url)
    with writing(first) as session:
        session.execute(text("DELETE FROM backfill"))
        with pytest.raises(ArchiveLocked, match=r"archive\.sqlite is locked by another process"), writing(second):
            pytest.fail("two writers at once")
        with reading(reader) as other:
            assert other.scalar(select(func.count()).select_from(Report)) == 0, "readers do not wait"
    for engine in (first, second, reader):
        engine.dispose()


def test_reader_sees_one_state_while_a_writer_commits(url: str) -> None:
    writer, reader = make_writer(url), make_reader(url)
    count = select(func.count()).select_from(text("backfill"))
    wish = text("INSERT INTO backfill(site_id, first_year, last_year, asked_at) VALUES ('a', 1, 2, '2026-01-01')")
    with reading(reader) as session:
        assert session.scalar(count) == 0
        with writing(writer) as other:
            other.execute(wish)
        assert session.scalar(count) == 0
    with reading(reader) as session:
        assert session.scalar(count) == 1
    for engine in (writer, reader):
        engine.dispose()


def test_reader_cannot_write(url: str) -> None:
    reader = make_reader(url)
    with pytest.raises(ArchiveUnwritable, match="readonly"), reading(reader) as session:
        session.execute(text("DELETE FROM backfill"))
    reader.dispose()


def test_full_disk_takes_the_transaction_back(url: str) -> None:
    writer = make_writer(url)

    def fill(size: int) -> None:
        with writing(writer) as session:
            session.execute(
                text("INSERT INTO text(digest, body, comparison_digest, comparison_rules) VALUES (:d, :b, 'c', 'r')"),
                {"d": str(size), "b": "x" * size},
            )

    with writing(writer) as session:
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count = {pages + 10}"))
    with pytest.raises(DiskFull, match=r"archive\.sqlite; nothing was half recorded"):
        fill(1_000_000)
    fill(10)
    with writing(writer) as session:
        assert session.scalars(text("SELECT digest FROM text")).all() == ["10"]
    writer.dispose()


def test_damaged_database_is_named(url: str, tmp_path: Path) -> None:
    file = tmp_path / "archive.sqlite"
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    reader = make_reader(url)
    with pytest.raises(NotAnArchive, match="malformed"), reading(reader) as session:
        session.scalars(select(Entry)).all()
    reader.dispose()


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveUnwritable, match=r"file/archive\.sqlite"):
        Record.open(f"sqlite:///{tmp_path}/file/archive.sqlite", tmp_path)


def test_a_naive_time_never_enters(url: str, tmp_path: Path) -> None:
    record = Record.open(url, tmp_path)
    with pytest.raises(Exception, match="naive time"):
        record.ask_backfill("tx.gov.cn", 2008, 2018, T0.replace(tzinfo=None))
    record.close()


STORM = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from archive.record import Record
from archive.values import Exchange, IssuerRef, Reread, Sighting
data, who = Path(sys.argv[1]), int(sys.argv[2])
site, now = f"s{who}.gov.cn", datetime(2026, 11, 22, tzinfo=UTC)
record = Record.open(f"sqlite:///{data / 'archive.sqlite'}", data)
run = record.open_run(site, "manual", {}, now, "")
issuer = IssuerRef("500116", "石门镇", "town", "石门镇人民政府", "title")
print("ready", flush=True)
sys.stdin.readline()
for year in range(2008, 2033):
    url, text = f"http://{site}/{year}", f"{year}年公开{year % 7}件"
    look = record.record_exchange(run, site, Exchange(url, "GET", "article", now, 200, (), text.encode()))
    reread = Reread(look.digest, url, "r1", now, "annual", True, "t", text)
    record.record_sighting(Sighting(site, url, look.id, now, "html", reread, issuer, year, "own"))
record.close_run(run, "complete", None, {}, now)
record.close()
"""


def test_four_crawls_that_find_the_same_reports_at_once(url: str, tmp_path: Path) -> None:
    pipe = subprocess.PIPE
    crowd = [
        subprocess.Popen(
            [sys.executable, "-c", STORM, str(tmp_path), str(who)], stdin=pipe, stdout=pipe, stderr=pipe, text=True
        )
        for who in range(4)
    ]
    for process in crowd:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in crowd:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    errors = [process.communicate()[1] for process in crowd]
    assert [process.returncode for process in crowd] == [0] * 4, errors
    reader = make_reader(url)
    with reading(reader) as session:
        assert session.scalar(select(func.count()).select_from(Report)) == 25
        assert session.scalar(select(func.count()).select_from(Version)) == 25
        assert session.scalar(select(func.count()).where(Report.current_seq == 1)) == 25
        assert session.scalar(text("SELECT count(*) FROM rendition")) == 100
        assert session.scalar(text("SELECT count(*) FROM capture")) == 100
    reader.dispose()
