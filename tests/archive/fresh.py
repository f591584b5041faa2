"""An empty archive for every test: migrated once per test process, copied from then on."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.record import Record


def database_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'archive.sqlite'}"


def fresh_record(folder: Path) -> Record:
    """A record over a new archive in `folder`."""
    (folder / "archive.sqlite").write_bytes(_empty_archive())
    return Record.open(database_url(folder), folder)


@cache
def _empty_archive() -> bytes:
    with TemporaryDirectory() as name:
        Record.open(database_url(Path(name)), Path(name)).close()
        return (Path(name) / "archive.sqlite").read_bytes()
