"""The tables: made by migrations alone, once, by whoever comes first, and never touched by an older release."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable

from archive import schema
from archive.database import database_file, make_reader, make_writer, writing
from archive.errors import ArchiveOutdated, ArchiveTooNew, NoArchive, NotAnArchive
from archive.models import Base
from archive.schema import check, is_ours, prepare


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'data' / 'archive.sqlite'}"


def test_migrated_tables_are_the_models_tables(url: str) -> None:
    engine = make_writer(url)
    prepare(engine)
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_ours, "compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_known_revisions_are_the_scripts(tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    assert tuple(reversed([script.revision for script in scripts.walk_revisions()])) == schema.REVISIONS


def test_database_is_in_wal_mode_with_full_synchronous_and_foreign_keys(url: str) -> None:
    engine = make_writer(url)
    prepare(engine)
    with writing(engine) as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA synchronous")) == 2
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
    engine.dispose()


@pytest.mark.parametrize("term", ["政府", "○一", "𠮷野", "2017", "ABC", '"政府" "府信"'])
def test_search_index_matches_whole_two_character_tokens(url: str, term: str) -> None:
    engine = make_writer(url)
    prepare(engine)
    with writing(engine) as session:
        session.execute(
            text("INSERT INTO version_index(rowid, title, body) VALUES (7, '年度 报告', '政府 府信 ○一 𠮷野 2017 abc')")
        )
        quoted = term if term.startswith('"') else f'"{term}"'
        found = session.scalars(text("SELECT rowid FROM version_index WHERE version_index MATCH :q"), {"q": quoted})
        assert found.all() == [7]
        none = session.scalars(text("SELECT rowid FROM version_index WHERE version_index MATCH '\"政\"'"))
        assert none.all() == []
    engine.dispose()


def test_four_processes_prepare_at_once_and_all_succeed(url: str) -> None:
    script = (
        "import sys\nfrom archive.database import make_writer\nfrom archive.schema import prepare, check\n"
        "print('ready', flush=True)\nsys.stdin.readline()\nengine = make_writer(sys.argv[1])\n"
        "prepare(engine)\ncheck(engine)\n"
    )
    pipe = subprocess.PIPE
    crowd = [
        subprocess.Popen([sys.executable, "-c", script, url], stdin=pipe, stdout=pipe, stderr=pipe) for _ in range(4)
    ]
    for process in crowd:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
    for process in crowd:
        assert process.stdin is not None
        process.stdin.write(b"go\n")
        process.stdin.flush()
    errors = [process.communicate()[1].decode() for process in crowd]
    assert [process.returncode for process in crowd] == [0] * 4, errors


def test_prepare_twice_changes_nothing(url: str) -> None:
    engine = make_writer(url)
    prepare(engine)
    tables = _described(engine)
    prepare(engine)
    check(engine)
    assert tables
    assert _described(engine) == tables
    engine.dispose()


def _described(engine: Engine) -> list[tuple[str, list[str], list[str]]]:
    """Every table with its columns and indexes."""
    found = inspect(engine)
    return [
        (
            name,
            [f"{column['name']} {column['type']} {column['nullable']}" for column in found.get_columns(name)],
            sorted(str(index["name"]) for index in found.get_indexes(name)),
        )
        for name in sorted(found.get_table_names())
    ]


def test_nothing_there_is_no_archive_and_makes_no_file(url: str, tmp_path: Path) -> None:
    engine = make_reader(url)
    with pytest.raises(NoArchive):
        check(engine)
    assert list(tmp_path.rglob("*.sqlite*")) == []


def test_an_empty_file_is_no_archive(tmp_path: Path) -> None:
    file = tmp_path / "archive.sqlite"
    file.touch()
    engine = make_reader(f"sqlite:///{file}")
    with pytest.raises(NoArchive):
        check(engine)
    engine.dispose()


def test_a_file_of_something_else_is_named_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "archive.sqlite"
    file.write_bytes(b"%PDF-1.4 not a database" * 100)
    for engine, act in ((make_reader(f"sqlite:///{file}"), check), (make_writer(f"sqlite:///{file}"), prepare)):
        with pytest.raises(NotAnArchive, match=r"archive\.sqlite"):
            act(engine)
        engine.dispose()
    assert file.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("act", [check, prepare], ids=["check", "prepare"])
def test_archive_of_a_newer_release_is_refused(url: str, act: object) -> None:
    engine = make_writer(url)
    prepare(engine)
    with writing(engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ArchiveTooNew, match=r"9999.*newer release"):
        act(engine)  # type: ignore[operator]
    engine.dispose()


def test_archive_of_an_older_release_waits_for_a_writing_command(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = make_writer(url)
    prepare(engine)
    made_by = schema.HEAD
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "0099"))
    monkeypatch.setattr(schema, "HEAD", "0099")
    with pytest.raises(ArchiveOutdated, match=rf"{made_by}.*writing command"):
        check(engine)
    engine.dispose()


def older_archive(url: str, revision: str) -> Engine:
    """An archive as the release of this table revision left it."""
    engine = make_writer(url)
    database_file(engine).parent.mkdir()
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    return engine


def test_an_archive_with_reports_is_brought_from_0002_to_figures(url: str) -> None:
    engine = older_archive(url, "0002")
    with writing(engine) as session:
        session.execute(text("INSERT INTO blob VALUES ('b', 1, 'w', 0, 1)"))
        session.execute(text("INSERT INTO text VALUES ('t', '主动公开86条', 'c', 'cmp-1')"))
        session.execute(
            text("INSERT INTO reading VALUES (1, 'b', 'u', 'r', '2024-01-01 00:00:00', 't', 'annual', 1, '{}')")
        )
    with pytest.raises(ArchiveOutdated):
        check(engine)
    prepare(engine)
    check(engine)
    with writing(engine) as session:
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
        assert session.execute(text("SELECT rules, text_digest FROM reading")).all() == [("r", "t")]
        assert session.scalar(text("SELECT count(*) FROM figure")) == 0
        with pytest.raises(IntegrityError, match="UNIQUE"):
            session.execute(
                text("INSERT INTO reading VALUES (2, 'b', 'u', 'r', '2024-01-01 00:00:00', 't', 'annual', 1, '{}')")
            )
        context = MigrationContext.configure(session.connection(), opts={"include_name": is_ours, "compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_an_archive_from_0003_gets_the_tables_of_site_lines_and_keeps_its_runs(url: str) -> None:
    engine = older_archive(url, "0003")
    now = "'2024-01-01 00:00:00'"
    run = f"('r', 's', 'manual', 'complete', {now}, {now}, {now}, '', 'h', 1, '{{}}', '{{}}', '')"
    with writing(engine) as session:
        session.execute(text(f"INSERT INTO run VALUES {run}"))
    with pytest.raises(ArchiveOutdated, match="0003"):
        check(engine)
    prepare(engine)
    check(engine)
    line = f"(1, 's', '首页', 'head', 'div > div', '首页', 6, 9, 3, '2024-01-01', '[]', {now}, 'r')"
    with writing(engine) as session:
        assert session.scalars(text("SELECT id FROM run")).all() == ["r"]
        session.execute(text(f"INSERT INTO site_line VALUES {line}"))
        with pytest.raises(IntegrityError, match="UNIQUE"):
            session.execute(text(f"INSERT INTO site_line VALUES {line.replace('(1', '(2')}"))
        context = MigrationContext.configure(session.connection(), opts={"include_name": is_ours, "compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


@pytest.mark.parametrize("table", ["site_line", "site_line_decision"])
def test_the_tables_of_site_lines_can_be_made_in_postgresql(table: str) -> None:
    model = Base.metadata.tables[table]
    made = str(CreateTable(model).compile(dialect=PGDialect()))  # type: ignore[no-untyped-call]
    assert all(name in made for name in map(str, model.columns.keys()))
    assert "TIMESTAMP WITH TIME ZONE NOT NULL" in made
