"""Bringing a database to this release's tables, and telling whether it has them."""

import fcntl
import os
import sqlite3
import time
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from archive.database import database_file, speaking_plainly
from archive.errors import ArchiveLocked, ArchiveOutdated, ArchiveTooNew, ArchiveUnwritable, NoArchive, NotAnArchive

#: Every table revision there has been, oldest first. A test holds it against the scripts in `migrations/versions`;
#: it is here because a reading command should not have to load Alembic to learn that all is well.
REVISIONS = ("0001", "0002", "0003", "0004")
HEAD = REVISIONS[-1]

_MIGRATIONS = Path(__file__).parent / "migrations"
_WAL_TRIES, _WAL_PAUSE = 200, 0.05


def prepare(engine: Engine) -> None:
    """Create the archive's tables or bring them up to date; nothing happens when they are.

    Two processes may do this at the same moment: the second one waits and finds the work done.
    Raises ArchiveTooNew, and what `archive.database.writing` raises.
    """
    file = database_file(engine)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveUnwritable(str(file), error.strerror or str(error)) from error
    if file.exists() and _revision(engine) == HEAD:
        return
    # One process at a time makes tables; the folder itself is the lock file.
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        with speaking_plainly(engine):
            _switch_to_wal(engine)
            with engine.begin() as connection:
                if _revision_of(connection, str(file)) != HEAD:
                    _upgrade(connection)
    finally:
        os.close(folder)


def check(engine: Engine) -> None:
    """Make sure that there is an archive with exactly this release's tables; reads only.

    Raises NoArchive, ArchiveTooNew, ArchiveOutdated, NotAnArchive.
    """
    file = database_file(engine)
    if not file.exists():
        raise NoArchive(str(file))
    revision = _revision(engine)
    if revision is None:
        raise NoArchive(str(file))
    if revision != HEAD:
        raise ArchiveOutdated(str(file), revision)


def is_ours(name: str | None, kind: str, _parents: object = None) -> bool:
    """Whether Alembic should look at a database object: the search index is a virtual table and no model's."""
    return not (kind == "table" and name is not None and name.startswith("version_index"))


def _switch_to_wal(engine: Engine) -> None:
    """Set the file to write-ahead logging, which it keeps.

    The switch fails at once, busy timeout or not, while anybody is just looking into the file; so it is tried again.
    """
    raw = engine.raw_connection()
    try:
        for tries_left in reversed(range(_WAL_TRIES)):
            try:
                raw.cursor().execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                if not error.sqlite_errorname.startswith("SQLITE_BUSY"):
                    raise ArchiveUnwritable(str(database_file(engine)), str(error)) from error
                if not tries_left:
                    raise ArchiveLocked(str(database_file(engine))) from error
                time.sleep(_WAL_PAUSE)
            except sqlite3.DatabaseError as error:
                raise NotAnArchive(str(database_file(engine)), str(error)) from error
    finally:
        raw.close()


def _revision(engine: Engine) -> str | None:
    with speaking_plainly(engine), engine.connect() as connection:
        return _revision_of(connection, str(database_file(engine)))


def _revision_of(connection: Connection, where: str) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if revision is not None and revision not in REVISIONS:
        raise ArchiveTooNew(where, str(revision))
    return None if revision is None else str(revision)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
