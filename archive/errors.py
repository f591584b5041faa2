"""What can go wrong in the archive, one exception per situation.

Every message is one line for the person who reads it; every docstring says what to do next. A command turns each
ArchiveError into its message and a non-zero exit code.
"""

from collections.abc import Sequence
from datetime import datetime


class ArchiveError(Exception):
    """Base of everything the archive refuses to do. Catch this one to print a line instead of a traceback."""


class NoArchive(ArchiveError):
    """There is no archive at the configured place yet. Crawl something first (`fangzhi crawl HOST`), or point
    FANGZHI_DATA / FANGZHI_DATABASE at the archive you mean."""

    def __init__(self, where: str) -> None:
        super().__init__(f"no archive at {where} yet; crawl a site first, or check FANGZHI_DATA and FANGZHI_DATABASE")
        self.where = where


class UnsupportedDatabase(ArchiveError):
    """The database address is not a SQLite file. This release keeps its archive in SQLite: set FANGZHI_DATABASE to
    `sqlite:////absolute/path/archive.sqlite`, or leave it out."""

    def __init__(self, url: str) -> None:
        super().__init__(
            f"cannot keep an archive in {url}: this release uses a SQLite file, sqlite:////absolute/path/archive.sqlite"
        )


class ArchiveLocked(ArchiveError):
    """Another process held the database for longer than the busy timeout. Nothing was recorded; wait for it (a long
    import, a copy of the file in progress) and run the command again."""

    def __init__(self, where: str) -> None:
        super().__init__(f"the archive {where} is locked by another process; nothing was recorded, try again later")


class ArchiveTooNew(ArchiveError):
    """The archive was written by a newer release. Use that release; an older one never touches it."""

    def __init__(self, where: str, revision: str) -> None:
        super().__init__(
            f"the archive {where} has table revision {revision}, which this release does not know; use a newer release"
        )
        self.revision = revision


class ArchiveOutdated(ArchiveError):
    """The archive's tables are from an older release. The next writing command (`fangzhi crawl HOST`) brings them up
    to date; reading commands never change an archive."""

    def __init__(self, where: str, revision: str) -> None:
        super().__init__(
            f"the archive {where} has the older table revision {revision}; the next writing command upgrades it"
        )
        self.revision = revision


class NotAnArchive(ArchiveError):
    """The database file is damaged or is something else. Restore it from a backup, or correct FANGZHI_DATABASE; the
    WARC files beside it still hold every payload."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where} cannot be read as an archive: {reason}; restore it or correct FANGZHI_DATABASE")


class ArchiveUnwritable(ArchiveError):
    """The database or a WARC file cannot be opened for writing, or the disk reported an error. Check the permissions,
    the mount and the disk, then run the command again; what was recorded before is intact."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"cannot write to {where}: {reason}; check permissions and disk")


class DiskFull(ArchiveError):
    """No room left. The record under way was taken back whole, everything before it is intact; make room and run the
    command again, it goes on where it stopped."""

    def __init__(self, where: str) -> None:
        super().__init__(f"no space left while writing {where}; nothing was half recorded, make room and run again")


class LockHeld(ArchiveError):
    """Another process holds a lock that this work needs. Wait for it to end, or end it by the process id named; the
    lock dies with its process and is never removed by hand."""

    def __init__(self, what: str, pid: int | None, host: str | None, since: datetime | None) -> None:
        holder = f"process {pid} on {host}" if pid else "another process"
        started = f" since {since:%Y-%m-%d %H:%M:%S} UTC" if since else ""
        super().__init__(f"{what}: {holder}{started} is at it")
        self.pid, self.host, self.since = pid, host, since


class SiteBusy(LockHeld):
    """A crawl of this site runs already. Two crawls of one host never run at once; wait for it to end."""

    def __init__(self, site_id: str, pid: int | None, host: str | None, since: datetime | None) -> None:
        super().__init__(f"{site_id} is being crawled already", pid, host, since)
        self.site_id = site_id


class ReplayBusy(LockHeld):
    """A replay of this archive runs already. Wait for it to end; it reads everything this one would."""

    def __init__(self, pid: int | None, host: str | None, since: datetime | None) -> None:
        super().__init__("the archive is being replayed already", pid, host, since)


class SchedulerBusy(LockHeld):
    """A scheduler runs already over this data directory. One is enough; stop that one to start another."""

    def __init__(self, pid: int | None, host: str | None, since: datetime | None) -> None:
        super().__init__("a scheduler runs already", pid, host, since)


class NoSuchRun(ArchiveError):
    """No running run has this id: it was closed, or taken for dead by a later crawl of the same site. Open a run."""

    def __init__(self, run_id: str) -> None:
        super().__init__(f"no running crawl {run_id!r} in the ledger")


class NoSuchReport(ArchiveError):
    """No report has this id. `fangzhi reports` lists the ids there are."""

    def __init__(self, report_id: str) -> None:
        super().__init__(f"no report {report_id!r}; `fangzhi reports` lists them")
        self.report_id = report_id


class AmbiguousReport(ArchiveError):
    """More than one report fits what was asked for. Take the id of the one you mean from the candidates listed."""

    def __init__(self, wanted: str, candidates: Sequence[str]) -> None:
        super().__init__(
            f"{wanted!r} may be any of these, name one by its id:\n" + "\n".join(f"  {c}" for c in candidates)
        )
        self.wanted, self.candidates = wanted, tuple(candidates)


class NoSuchVersion(ArchiveError):
    """The report has no version of this number, or none at this date. `fangzhi history REPORT` lists them."""

    def __init__(self, report_id: str, wanted: str) -> None:
        super().__init__(f"report {report_id} has no version {wanted}; `fangzhi history {report_id}` lists them")
        self.report_id, self.wanted = report_id, wanted


class NoSuchSiteLine(ArchiveError):
    """No line with these words was ever learned of the site. `fangzhi chrome SITE` lists those that were."""

    def __init__(self, site_id: str, words: str) -> None:
        super().__init__(f"{words!r} was never learned of {site_id}; `fangzhi chrome {site_id}` lists what was")
        self.site_id, self.words = site_id, words


class NoSuchPayload(ArchiveError):
    """The archive never stored bytes with this digest. Check the digest; captures name the ones there are."""

    def __init__(self, digest: str) -> None:
        super().__init__(f"no payload with digest {digest} in the archive")
        self.digest = digest


class DamagedPayload(ArchiveError):
    """Stored bytes are missing or no longer have their digest. Restore the WARC file named from a backup and run
    `fangzhi verify`; the archive never hands out bytes it cannot vouch for."""

    def __init__(self, digest: str, file: str, offset: int, reason: str) -> None:
        super().__init__(f"payload {digest} in {file} at offset {offset} is damaged: {reason}; restore the file")
        self.digest, self.file, self.offset, self.reason = digest, file, offset, reason


class BadExportTarget(ArchiveError):
    """The place to export to cannot be used. Name a new or empty place the process may write to."""

    def __init__(self, target: str, reason: str) -> None:
        super().__init__(f"cannot export to {target}: {reason}")


class BadQuery(ArchiveError):
    """A question to the archive that means nothing (an empty search, years the wrong way round). The message says
    which part; correct it."""
