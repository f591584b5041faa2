"""Full-text search, and the only module that knows the full-text table.

`version_index(title, body)` is a contentless FTS5 table: rowid is version.id, what it is fed are the tokens of
`archive.terms`. Rows are only ever added: every published version is in it, superseded ones too.

Order: versions whose title holds the whole query first, then by bm25, then the newest report year. bm25 is rounded,
because for a term found in more than half of the documents it is about zero and says nothing (measured: 复议 stands in
95 of 100 annual reports). Where more than 5,000 versions match, none of them stands out by bm25 and the year decides.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from archive.answers import Hit, Hits, ReportFilter, Snippet
from archive.errors import BadQuery
from archive.lookup import Conditions, conditions, find_evidence, summaries, to_summary, to_version
from archive.models import Report, StoredText, Version
from archive.terms import Query, Term, find_term, fold, match_expression, parse_query, tokens

#: A count beyond this is told as "1,000+": nobody reads on, and counting on would read the whole index.
COUNT_CAP = 1_000
#: Matches up to this many are all looked at and ranked; beyond, the index is walked newest year first.
_RANKED = 5_000

_BATCH = 200
_CONTEXT = 36
_MOST_SNIPPETS = 3


def index_version(session: Session, version_id: int, title: str, body: str) -> None:
    """Add one version to the index. The caller makes sure that it is not in it: a second time would count twice."""
    session.execute(
        text("INSERT INTO version_index(rowid, title, body) VALUES (:id, :title, :body)"),
        {"id": version_id, "title": " ".join(tokens(title)), "body": " ".join(tokens(body))},
    )


def index_missing(session: Session, site_id: str | None = None, limit: int | None = None) -> int:
    """Add published versions that the index lacks, of one site or of all, at most `limit`; tell how many.

    Call it in the transaction that publishes, or after it until it returns 0.
    """
    missing = unindexed(session, site_id)[:limit]
    for start in range(0, len(missing), _BATCH):
        rows = session.execute(
            select(Version.id, Version.title, StoredText.body)
            .join(StoredText, StoredText.digest == Version.text_digest)
            .where(Version.id.in_(missing[start : start + _BATCH]))
        ).all()
        for version_id, title, body in rows:
            index_version(session, version_id, title, body)
    return len(missing)


def unindexed(session: Session, site_id: str | None = None) -> list[int]:
    """Ids of published versions that the index lacks, and that no search finds therefore; of one site or of all."""
    missing = select(Version.id).where(
        Version.published_at.is_not(None), text("version.id NOT IN (SELECT id FROM version_index_docsize)")
    )
    if site_id is not None:
        missing = missing.where(Version.site_id == site_id)
    return list(session.scalars(missing.order_by(Version.id)))


def search(session: Session, asked: str, wanted: ReportFilter, limit: int = 20, *, all_versions: bool = False) -> Hits:
    """Published versions that hold every term of `asked` (see `archive.terms.parse_query`), best first.

    Only each report's current version, unless `all_versions`. Raises BadQuery.
    """
    query = parse_query(asked)
    where = conditions(session, _narrowed(query, wanted))
    finder = _Finder(session, where, all_versions=all_versions)
    found, count = finder.find(query, limit)
    return Hits(
        query=asked,
        count=min(count, COUNT_CAP),
        capped=count > COUNT_CAP,
        hits=_hits(session, found, query),
    )


def _narrowed(query: Query, wanted: ReportFilter) -> ReportFilter:
    values = {"year": wanted.year, "county": wanted.county, "issuer": wanted.issuer, "site": wanted.site}
    for name, value in query.filters:
        if name == "year" and not (value.isascii() and value.isdigit()):
            raise BadQuery(f"{value!r} is no year; write 年:2017")
        values[name] = int(value) if name == "year" else value
    return ReportFilter(**values)  # type: ignore[arg-type]


class _Finder:
    """One search over one consistent state of the archive.

    A statement's tables are joined in the order written (CROSS JOIN): SQLite keeps no statistics of the index and
    would choose the slow way round for rare terms or for narrow filters.
    """

    def __init__(self, session: Session, where: Conditions, *, all_versions: bool) -> None:
        self._session = session
        self._where = where
        self._shown = "version.published_at IS NOT NULL" if all_versions else "version.seq = report.current_seq"

    def find(self, query: Query, limit: int) -> tuple[list[int], int]:
        """Version ids, best first, and how many match: exact up to the cap."""
        expression = match_expression(query)
        matching = self._ids(
            f"SELECT rowid FROM version_index WHERE version_index MATCH :match LIMIT {_RANKED + 1}", match=expression
        )
        if len(matching) <= _RANKED:
            scores = dict(
                self._rows(
                    "SELECT rowid, round(bm25(version_index, 4.0, 1.0), 1) FROM version_index "
                    "WHERE version_index MATCH :match",
                    match=expression,
                )
            )
            return self._best(matching, scores, query, limit)
        few = self._in_few_reports(expression, ())
        if few is not None:
            return self._best(few, {}, query, limit)
        count = len(self._walk(expression, (), COUNT_CAP + 1))
        found = dict.fromkeys(self._newest(match_expression(query, "title"), limit))
        if len(found) < limit:
            found |= dict.fromkeys(self._newest(expression, limit + len(found)))
        return list(found)[:limit], count

    def _best(
        self, matching: Sequence[int], scores: dict[int, float], query: Query, limit: int
    ) -> tuple[list[int], int]:
        rows = self._rows(
            "SELECT version.id, version.title, report.year FROM json_each(:ids) AS hit "
            f"CROSS JOIN version ON version.id = hit.value {self._report_of()}",
            ids=json.dumps(matching),
        )

        def rank(row: tuple[int, str, int | None]) -> tuple[bool, float, int, int]:
            version, title, year = row
            folded = fold(title)
            in_title = all(find_term(folded, term) for term in query.wanted)
            return not in_title, scores.get(version, 0.0), -(year or 0), -version

        return [version for version, _, _ in sorted(rows, key=rank)[:limit]], len(rows)

    def _newest(self, expression: str, limit: int) -> list[int]:
        years = self._ids(
            "WITH RECURSIVE known(year) AS (SELECT max(year) FROM report UNION ALL "
            "SELECT (SELECT max(report.year) FROM report WHERE report.year < known.year) FROM known "
            "WHERE known.year IS NOT NULL) SELECT year FROM known WHERE year IS NOT NULL"
        )
        found: list[int] = []
        for clause in [*(f"report.year = {year:d}" for year in years), "report.year IS NULL"]:
            found += self._walk(expression, (clause,), limit - len(found))
            if len(found) >= limit:
                break
        return found

    def _walk(self, expression: str, also: tuple[str, ...], limit: int) -> list[int]:
        few = self._in_few_reports(expression, also)
        if few is not None:
            return few[:limit]
        return self._ids(
            "SELECT version_index.rowid FROM version_index CROSS JOIN version ON version.id = version_index.rowid "
            f"{self._report_of(also)} AND version_index MATCH :match ORDER BY version_index.rowid DESC LIMIT {limit}",
            match=expression,
        )

    def _in_few_reports(self, expression: str, also: tuple[str, ...]) -> list[int] | None:
        """The matching versions, newest first, when the filters leave few reports; else None."""
        clauses = " AND ".join((*self._where.clauses, *also))
        few = f"SELECT report.id FROM report WHERE {clauses} LIMIT {_RANKED + 1}"
        reports = self._rows(f"SELECT count(*) FROM ({few})")[0][0]
        if reports > _RANKED:
            return None
        versions = self._ids(
            f"SELECT version.id FROM report CROSS JOIN version ON version.report_id = report.id "
            f"WHERE {clauses} AND {self._shown}"
        )
        return self._ids(
            "SELECT rowid FROM version_index WHERE version_index MATCH :match "
            "AND rowid IN (SELECT value FROM json_each(:ids)) ORDER BY rowid DESC",
            match=expression,
            ids=json.dumps(versions),
        )

    def _report_of(self, also: tuple[str, ...] = ()) -> str:
        clauses = " AND ".join((self._shown, *self._where.clauses, *also))
        return f"CROSS JOIN report ON report.id = version.report_id WHERE {clauses}"

    def _ids(self, statement: str, **parameters: Any) -> list[int]:
        return [row[0] for row in self._rows(statement, **parameters)]

    def _rows(self, statement: str, **parameters: Any) -> list[Any]:
        return list(self._session.execute(text(statement), self._where.parameters | parameters))


def _hits(session: Session, found: Sequence[int], query: Query) -> tuple[Hit, ...]:
    rows = session.execute(
        select(Version, StoredText.body)
        .join(StoredText, StoredText.digest == Version.text_digest)
        .where(Version.id.in_(found))
    )
    versions = {version.id: (version, body) for version, body in rows}
    reports = {
        row[0].id: to_summary(row)
        for row in session.execute(summaries().where(Report.id.in_({v.report_id for v, _ in versions.values()})))
    }
    evidence = find_evidence(session, found)
    hits = []
    for version_id in found:
        version, body = versions[version_id]
        title = fold(version.title)
        hits.append(
            Hit(
                report=reports[version.report_id],
                version=to_version(version),
                url=evidence[version_id].url,
                title_marks=_marks(title, query.wanted),
                snippets=_snippets(body, query.wanted),
            )
        )
    return tuple(hits)


def _marks(folded: str, terms: Sequence[Term]) -> tuple[tuple[int, int], ...]:
    """Every place of every term, in order; places that overlap are one."""
    marks: list[tuple[int, int]] = []
    for start, end in sorted(mark for term in terms for mark in find_term(folded, term)):
        if marks and start < marks[-1][1]:
            marks[-1] = (marks[-1][0], max(end, marks[-1][1]))
        else:
            marks.append((start, end))
    return tuple(marks)


def _snippets(body: str, terms: Sequence[Term]) -> tuple[Snippet, ...]:
    """The first place of each term with what stands around it; places that are close share one snippet."""
    folded = fold(body)
    marks = _marks(folded, terms)
    first = sorted({found[0] for term in terms if (found := find_term(folded, term))})
    windows: list[list[int]] = []
    for start, end in first:
        low, high = max(0, start - _CONTEXT), min(len(body), end + _CONTEXT)
        if windows and low <= windows[-1][1]:
            windows[-1][1] = max(windows[-1][1], high)
        elif len(windows) < _MOST_SNIPPETS:
            windows.append([low, high])
    return tuple(
        Snippet(body[low:high], low, tuple((start, end) for start, end in marks if low <= start and end <= high))
        for low, high in windows
    )
