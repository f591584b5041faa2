"""Engines over the archive's database, and the one place where database failures become ours.

SQLite in WAL mode. A writer's transaction begins IMMEDIATE, so it waits for the write lock at its first statement
instead of failing half way: measured, deferred transactions of several writers failed at once with "database is
locked" although a busy timeout was set. Readers begin plainly and never take the write lock. `synchronous=FULL`: a
capture that was acknowledged survives a power cut.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Insert, create_engine, event, insert
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session

from archive.errors import ArchiveLocked, ArchiveUnwritable, DiskFull, NotAnArchive, UnsupportedDatabase

#: Seconds a transaction waits for another writer before it gives up.
BUSY_TIMEOUT = 30.0


def make_writer(database_url: str, busy_timeout: float = BUSY_TIMEOUT) -> Engine:
    """An engine whose transactions hold the write lock from their beginning. Use it with `writing`.

    Raises UnsupportedDatabase.
    """
    return _make_engine(database_url, busy_timeout, writer=True)


def make_reader(database_url: str, busy_timeout: float = BUSY_TIMEOUT) -> Engine:
    """An engine that sees one consistent state per transaction and cannot write. Use it with `reading`.

    Raises UnsupportedDatabase.
    """
    return _make_engine(database_url, busy_timeout, writer=False)


def database_file(engine: Engine) -> Path:
    """The file the archive's database lives in."""
    return _file_of(engine.url)


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One write transaction: committed when the block ends, taken back whole when it raises.

    Raises ArchiveLocked, DiskFull, ArchiveUnwritable, NotAnArchive.
    """
    with speaking_plainly(engine), Session(engine, expire_on_commit=False) as session, session.begin():
        session.connection()
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """One read transaction over one consistent state.

    Raises ArchiveLocked, ArchiveUnwritable, NotAnArchive.
    """
    with speaking_plainly(engine), Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def speaking_plainly(engine: Engine) -> Iterator[None]:
    """Turn the database driver's failures into the archive's own exceptions."""
    try:
        yield
    except DBAPIError as error:
        if (plain := _plain_error(error, str(database_file(engine)))) is not None:
            raise plain from error
        raise


def insert_new(session: Session, table: type[DeclarativeBase], **values: Any) -> bool:
    """Insert a row unless its key is taken already; tell whether it was new."""
    # What waits in the session comes first, as before any statement of the mapper.
    session.flush()
    connection = session.connection()
    return bool(connection.execute(_insert_if_new(table, connection.dialect.name), values).rowcount)


def insert_rows(session: Session, table: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that nobody needs as objects, all in one statement."""
    if rows:
        session.flush()
        session.connection().execute(_insert(table), rows)


# A statement is built once: building it takes longer than the database takes over it.


@lru_cache
def _insert(table: type[DeclarativeBase]) -> Insert:
    return insert(table.__table__)  # type: ignore[arg-type]


@lru_cache
def _insert_if_new(table: type[DeclarativeBase], dialect: str) -> Insert:
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as insert_postgresql

        return insert_postgresql(table.__table__).on_conflict_do_nothing()  # type: ignore[arg-type]
    from sqlalchemy.dialects.sqlite import insert as insert_sqlite

    return insert_sqlite(table.__table__).on_conflict_do_nothing()  # type: ignore[arg-type]


def _make_engine(database_url: str, busy_timeout: float, *, writer: bool) -> Engine:
    try:
        url = make_url(database_url)
    except ArgumentError:
        raise UnsupportedDatabase(database_url) from None
    if url.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise UnsupportedDatabase(url.render_as_string(hide_password=True))
    _file_of(url)
    # An address may bring a timeout of its own (`?timeout=5`), which SQLAlchemy hands on to the driver.
    engine = create_engine(url, connect_args={} if "timeout" in url.query else {"timeout": busy_timeout})

    @event.listens_for(engine, "connect")
    def _prepare_connection(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own transaction control would begin late and deferred; ours is in the "begin" event below.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")
        if not writer:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")

    return engine


def _file_of(url: URL) -> Path:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise UnsupportedDatabase(url.render_as_string(hide_password=True))
    return Path(url.database)


def _plain_error(error: DBAPIError, where: str) -> Exception | None:
    cause = error.orig
    if not isinstance(cause, sqlite3.Error):
        return None
    name = getattr(cause, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return ArchiveLocked(where)
    if name == "SQLITE_FULL":
        return DiskFull(where)
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_PERM")):
        return ArchiveUnwritable(where, str(cause))
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return NotAnArchive(where, str(cause))
    return None
