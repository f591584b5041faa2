"""The archive as a reader sees it: open it, ask it. Nothing here writes, starts a reactor or reaches the network.

>>> from archive import Archive
>>> with Archive.open("var") as archive:  # doctest: +SKIP
...     for hit in archive.search("行政复议", year=2017).hits:
...         print(hit.report.issuer, hit.url)
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from archive.answers import (
    AsOf,
    Document,
    Evidence,
    Exported,
    History,
    HistoryStep,
    Hits,
    IssueSummary,
    Payload,
    ReportFilter,
    ReportSummary,
    RunSummary,
    SiteStatus,
    Status,
    Verification,
    VersionSummary,
)
from archive.chrome.keeping import kept_lines
from archive.chrome.lines import KeptLine
from archive.database import database_file, make_reader, reading
from archive.diff import Difference, compare
from archive.errors import BadQuery
from archive.figures.answers import CheckAnswer, FigureRow, KeyAnswer, StatedFigures
from archive.figures.asking import find_checks, find_figures, find_keys, find_stated
from archive.ledger import find_issues, find_runs, find_sites, find_status
from archive.lookup import (
    find_carriers,
    find_evidence,
    find_report,
    find_reports,
    find_version,
    published_versions,
    to_version,
)
from archive.masked import masked_difference, masked_document, masked_version
from archive.models import StoredText, Version
from archive.readings import WhichReading, reading_of, text_of
from archive.schema import check
from archive.search import search
from archive.sites import SiteHealth, find_health
from settings.sites import Site

#: The names of the database and of the folder of WARC files inside a data folder.
DATABASE_NAME = "archive.sqlite"
WARC_FOLDER = "warc"


class Archive:
    """An archive opened for reading. A report is named by its id, the beginning of its id, or issuer and year.

    Texts come masked (`archive.masking`), as long as they are and with every span in its place, unless asked for
    `unmasked`.

    Each method answers from one consistent state and returns frozen values. Methods raise NoSuchReport,
    AmbiguousReport, NoSuchVersion, BadQuery, ArchiveLocked as their names say.
    """

    def __init__(self, engine: Engine, warc_folder: Path) -> None:
        self._engine = engine
        self.database = database_file(engine)
        self.warc_folder = warc_folder

    @classmethod
    def open(cls, where: str | Path, warc_folder: Path | None = None) -> Self:
        """Open the archive at a `sqlite:///…` address, a database file or a data folder.

        WARC files are looked for in the folder `warc` beside the database unless `warc_folder` says otherwise.
        Raises NoArchive, ArchiveOutdated, ArchiveTooNew, NotAnArchive, UnsupportedDatabase.
        """
        url = str(where)
        if "://" not in url:
            path = Path(where).expanduser().absolute()
            url = f"sqlite:///{path / DATABASE_NAME if path.is_dir() else path}"
        engine = make_reader(url)
        try:
            check(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, warc_folder or database_file(engine).parent / WARC_FOLDER)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def search(
        self,
        query: str,
        *,
        year: int | None = None,
        county: str | None = None,
        issuer: str | None = None,
        site: str | None = None,
        limit: int = 20,
        all_versions: bool = False,
        unmasked: bool = False,
    ) -> Hits:
        """Versions that hold every term of `query`, best first; see `archive.terms.parse_query` for the language."""
        with self._session() as session:
            wanted = ReportFilter(county=county, year=year, issuer=issuer, site=site)
            return search(session, query, wanted, _positive(limit), all_versions=all_versions, unmasked=unmasked)

    def reports(
        self,
        county: str | None = None,
        year: int | None = None,
        issuer: str | None = None,
        site: str | None = None,
        limit: int | None = None,
    ) -> tuple[ReportSummary, ...]:
        """Published reports, newest report year first. `county` is a name or a code; its whole lineage is meant."""
        with self._session() as session:
            wanted = ReportFilter(county=county, year=year, issuer=issuer, site=site)
            return tuple(find_reports(session, wanted, None if limit is None else _positive(limit)))

    def report(self, report: str) -> ReportSummary:
        """One report; a merged one answers as the one it was merged into."""
        with self._session() as session:
            return find_report(session, report)

    def version(
        self,
        report: str,
        seq: int | None = None,
        as_of: AsOf | None = None,
        *,
        reading: WhichReading = "first",
        unmasked: bool = False,
    ) -> Document:
        """One version with its text: the current one, the one numbered `seq`, or what the archive showed `as_of` a
        moment or the end of a day in China.

        The text is that of the version's first `reading`, which never changes; the latest is what today's rules make of
        the same bytes, as far as they were read again."""
        if seq is not None and as_of is not None:
            raise BadQuery("a version is asked for by number or by date, not by both")
        with self._session() as session:
            found = find_report(session, report)
            version = find_version(session, found, seq, as_of)
            chosen, latest = reading_of(session, version, reading), reading_of(session, version, "latest")
            digest, newest = text_of(version, chosen), text_of(version, latest)
            evidence = find_evidence(session, [version.id])[version.id]
            document = Document(
                report=found,
                version=to_version(version),
                text=session.get_one(StoredText, digest).body,
                facts=chosen.facts,
                evidence=replace(evidence, rules=chosen.rules, text_digest=digest),
                reread_as=newest if newest != digest else None,
            )
        return document if unmasked else masked_document(document)

    def text(self, report: str, seq: int | None = None, as_of: AsOf | None = None, *, unmasked: bool = False) -> str:
        """The clean text of one version."""
        return self.version(report, seq, as_of, unmasked=unmasked).text

    def raw(self, report: str, seq: int | None = None, as_of: AsOf | None = None) -> Payload:
        """The bytes one version was read from, checked against their digest. Raises DamagedPayload."""
        from archive.captures import load_payload

        evidence = self.version(report, seq, as_of).evidence
        body = load_payload(self._engine, self.warc_folder, evidence.digest)
        return Payload(body=body, media_type=evidence.media_type, digest=evidence.digest)

    def versions(self, report: str) -> tuple[VersionSummary, ...]:
        """All published versions of a report, oldest first."""
        with self._session() as session:
            found = find_report(session, report)
            return tuple(masked_version(to_version(one)) for one in published_versions(session, found.id))

    def history(self, report: str) -> History:
        """All published versions of a report with what carried them and the looks that brought them."""
        with self._session() as session:
            found = find_report(session, report)
            versions = published_versions(session, found.id)
            evidence = find_evidence(session, [version.id for version in versions])
            carriers = find_carriers(session, found.id)
            return History(
                report=found,
                steps=tuple(
                    HistoryStep(
                        version=masked_version(to_version(version)),
                        evidence=evidence[version.id],
                        renditions=tuple(carrier for carrier in carriers if carrier.seq == version.seq),
                    )
                    for version in versions
                ),
            )

    def diff(self, report: str, a: int, b: int, *, unmasked: bool = False) -> Difference:
        """What changed from version `a` to version `b`."""
        with self._session() as session:
            of = find_report(session, report)
            before = _body(session, find_version(session, of, a, None))
            after = _body(session, find_version(session, of, b, None))
        found = compare(before, after)
        return found if unmasked else masked_difference(found, before, after)

    def evidence(self, report: str, seq: int | None = None) -> Evidence:
        """Where the bytes of a version lie, and who brought them when."""
        with self._session() as session:
            version = find_version(session, find_report(session, report), seq, None)
            return find_evidence(session, [version.id])[version.id]

    def stated(
        self,
        report: str,
        seq: int | None = None,
        as_of: AsOf | None = None,
        *,
        reading: WhichReading = "first",
        unmasked: bool = False,
    ) -> StatedFigures:
        """What one version states: its figures with their words, and the sums tried on them; of the text it shows, or
        of what the latest `reading` makes of its bytes. The spans count in the text of `version` asked for alike."""
        if seq is not None and as_of is not None:
            raise BadQuery("a version is asked for by number or by date, not by both")
        with self._session() as session:
            found = find_report(session, report)
            version = find_version(session, found, seq, as_of)
            digest = text_of(version, reading_of(session, version, reading))
            return find_stated(session, found, version, text_digest=digest, unmasked=unmasked)

    def figures(
        self,
        key: str,
        *,
        county: str | None = None,
        year: int | None = None,
        issuer: str | None = None,
        site: str | None = None,
        all_statements: bool = False,
        unmasked: bool = False,
    ) -> tuple[FigureRow, ...]:
        """What every current version says of one quantity, one row a report, or one a statement."""
        with self._session() as session:
            wanted = ReportFilter(county=county, year=year, issuer=issuer, site=site)
            return tuple(find_figures(session, key, wanted, all_statements=all_statements, unmasked=unmasked))

    def figure_keys(self) -> tuple[KeyAnswer, ...]:
        """The quantities that can be asked for."""
        with self._session() as session:
            return tuple(find_keys(session))

    def checks(
        self,
        *,
        county: str | None = None,
        year: int | None = None,
        issuer: str | None = None,
        site: str | None = None,
        failed: bool = False,
        unmasked: bool = False,
    ) -> tuple[CheckAnswer, ...]:
        """The sums of current versions, totals that contradict each other, and what consecutive years say of each
        other; with `failed` only where the two sides differ."""
        with self._session() as session:
            wanted = ReportFilter(county=county, year=year, issuer=issuer, site=site)
            return tuple(find_checks(session, wanted, failed=failed, unmasked=unmasked))

    def sites(self) -> tuple[SiteStatus, ...]:
        """Every site ever crawled."""
        with self._session() as session:
            return tuple(find_sites(session))

    def status(self) -> Status:
        """The archive on one screen."""
        with self._session() as session:
            return find_status(session, str(self.database))

    def health(self, sites: Mapping[str, Site], now: datetime, province: str | None = None) -> tuple[SiteHealth, ...]:
        """How every declared site does, crawled or not. `province` is a name, the beginning of one, or a code."""
        with self._session() as session:
            return tuple(find_health(session, sites, now, province))

    def runs(self, site: str | None = None, limit: int | None = None) -> tuple[RunSummary, ...]:
        """Runs, newest first."""
        with self._session() as session:
            return tuple(find_runs(session, site, limit))

    def issues(
        self, site: str | None = None, run: str | None = None, limit: int | None = None
    ) -> tuple[IssueSummary, ...]:
        """Open issues, newest first: those of the newest run of the site, or of each site; or all of one run."""
        with self._session() as session:
            return tuple(find_issues(session, site, run, limit))

    def chrome(self, site: str) -> tuple[KeptLine, ...]:
        """The lines learned to be the site's own, with the last decision about each."""
        with self._session() as session:
            return tuple(kept_lines(session, site))

    def export(
        self,
        format: str,  # noqa: A002
        out: str | Path,
        *,
        county: str | None = None,
        year: int | None = None,
        issuer: str | None = None,
        site: str | None = None,
        all_versions: bool = False,
        figures: bool = False,
        unmasked: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> Exported:
        """Write one row per report (or per version) to the file `out`, and a manifest beside it; with `figures` also
        what they state and the checks, as two files more.

        Raises BadExportTarget.
        """
        from archive.export import export

        with self._session() as session:
            wanted = ReportFilter(county=county, year=year, issuer=issuer, site=site)
            return export(
                session,
                format,
                Path(out),
                wanted,
                all_versions=all_versions,
                figures=figures,
                unmasked=unmasked,
                progress=progress,
            )

    def verify(self, progress: Callable[[str, int, int], None] | None = None) -> Verification:
        """Re-hash everything stored and check that every reference leads somewhere."""
        from archive.verify import verify

        with self._session() as session:
            found = verify(session, self.warc_folder, progress)
            # Over a damaged database even the end of a reading transaction may fail when it is a commit.
            session.rollback()
            return found

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with reading(self._engine) as session:
            yield session


def _body(session: Session, version: Version) -> str:
    return session.get_one(StoredText, version.text_digest).body


def _positive(limit: int) -> int:
    if limit < 1:
        raise BadQuery(f"a limit of {limit} shows nothing; ask for 1 or more")
    return limit
