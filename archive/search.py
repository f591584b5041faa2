"""Full-text search, and the only module that knows the full-text table.

`version_index(title, body)` is a contentless FTS5 table: rowid is version.id, what it is fed are the tokens of
`archive.terms`. Rows are only ever added: every published version is in it, superseded ones too.

Order: versions whose title holds the whole query first, then by bm25, then the newest report year. bm25 is rounded,
because for a term found in more than half of the documents it is about zero and says nothing (measured: 复议 stands in
95 of 100 annual reports). Where more than 1,000 versions match, none of them stands out by bm25: the year decides.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from archive.answers import Hit, Hits, ReportFilter, Snippet
from archive.errors import BadQuery
from archive.lookup import Conditions, conditions, find_evidence, summaries, to_summary, to_version
from archive.masked import masked_version
from archive.masking import mask
from archive.models import Report, StoredText, Version
from archive.terms import Query, Term, find_term, fold, match_expression, parse_query, tokens

#: A count beyond this is told as "1,000+": nobody reads on, and counting on would read the whole index.
COUNT_CAP = 1_000
#: Matches up to this many are all ranked; up to the second number all sorted by year; beyond, the index is walked year
#: by year until the screen is full.
_RANKED = 1_000
_SORTED = 20_000
_MATCHING = "SELECT version.id FROM version_index CROSS JOIN version ON version.id = version_index.rowid"

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


def search(
    session: Session,
    asked: str,
    wanted: ReportFilter,
    limit: int = 20,
    *,
    all_versions: bool = False,
    unmasked: bool = False,
) -> Hits:
    """Published versions that hold every term of `asked` (see `archive.terms.parse_query`), best first.

    Only each report's current version, unless `all_versions`; snippets are masked, unless `unmasked`. Raises BadQuery.
    """
    query = parse_query(asked)
    where = conditions(session, _narrowed(query, wanted))
    finder = _Finder(session, where, all_versions=all_versions)
    found, count = finder.find(query, limit)
    return Hits(
        query=asked,
        count=min(count, COUNT_CAP),
        capped=count > COUNT_CAP,
        hits=_hits(session, found, query, unmasked=unmasked),
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
        expression, in_title = match_expression(query), match_expression(query, "title")
        matching = self._ids(
            f"SELECT rowid FROM version_index WHERE version_index MATCH :match LIMIT {_SORTED + 1}", match=expression
        )
        if len(matching) <= _RANKED:
            score = "round(bm25(version_index, 4.0, 1.0), 1)"
            scored = f"SELECT rowid, {score} FROM version_index WHERE version_index MATCH :match"
            return self._best(matching, dict(self._rows(scored, match=expression)), query, limit)
        few = self._few()
        if few is not None:
            return self._best(self._holding(few, query), {}, query, limit)
        newest = self._sorted if len(matching) <= _SORTED else self._walked
        found = dict.fromkeys(newest(in_title, query, limit, title_only=True))
        if len(found) < limit:
            found |= dict.fromkeys(newest(expression, query, limit + len(found)))
        return list(found)[:limit], len(self._scanned(expression, COUNT_CAP + 1))

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

    def _sorted(self, expression: str, _query: Query, limit: int, *, title_only: bool = False) -> list[int]:
        return self._ids(
            f"{_MATCHING} {self._report_of()} AND version_index MATCH :match "
            f"ORDER BY report.year IS NULL, report.year DESC, version.id DESC LIMIT {limit}",
            match=expression,
        )

    def _walked(self, expression: str, query: Query, limit: int, *, title_only: bool = False) -> list[int]:
        """The newest, year after year: a term that is nearly everywhere fills the screen from the first of them."""
        years = self._ids(
            "WITH RECURSIVE known(year) AS (SELECT max(year) FROM report UNION ALL "
            "SELECT (SELECT max(report.year) FROM report WHERE report.year < known.year) FROM known "
            "WHERE known.year IS NOT NULL) SELECT year FROM known WHERE year IS NOT NULL"
        )
        found: list[int] = []
        for clause in [*(f"report.year = {year:d}" for year in years), "report.year IS NULL"]:
            few = self._few(clause)
            if few is None:
                found += self._scanned(expression, limit - len(found), clause)
            else:
                found += self._holding(few, query, title_only=title_only)
            if len(found) >= limit:
                break
        return found[:limit]

    def _scanned(self, expression: str, limit: int, *also: str) -> list[int]:
        return self._ids(
            f"{_MATCHING} {self._report_of(*also)} AND version_index MATCH :match "
            f"ORDER BY version_index.rowid DESC LIMIT {limit}",
            match=expression,
        )

    def _few(self, *also: str) -> list[int] | None:
        """The versions the filters leave, newest first, when they leave few reports; else None."""
        clauses = " AND ".join((*self._where.clauses, *also))
        within = f"SELECT report.id FROM report WHERE {clauses} LIMIT {_RANKED + 1}"
        if self._rows(f"SELECT count(*) FROM ({within})")[0][0] > _RANKED:
            return None
        return self._ids(
            "SELECT version.id FROM report CROSS JOIN version ON version.report_id = report.id "
            f"WHERE {clauses} AND {self._shown} ORDER BY version.id DESC"
        )

    def _holding(self, versions: Sequence[int], query: Query, *, title_only: bool = False) -> list[int]:
        """Those of a few versions that match, in their order, by reading them: asking the index for single rows walks
        each common term's list from its beginning (measured: 100 times slower)."""
        rows = self._rows(
            "SELECT version.id, version.title, text.body FROM json_each(:ids) AS one "
            "CROSS JOIN version ON version.id = one.value CROSS JOIN text ON text.digest = version.text_digest "
            "ORDER BY one.key",
            ids=json.dumps(versions),
        )
        return [
            version for version, title, body in rows if _holds(fold(title), fold(body), query, title_only=title_only)
        ]

    def _report_of(self, *also: str) -> str:
        clauses = " AND ".join((self._shown, *self._where.clauses, *also))
        return f"CROSS JOIN report ON report.id = version.report_id WHERE {clauses}"

    def _ids(self, statement: str, **parameters: Any) -> list[int]:
        return [row[0] for row in self._rows(statement, **parameters)]

    def _rows(self, statement: str, **parameters: Any) -> list[Any]:
        return list(self._session.execute(text(statement), self._where.parameters | parameters))


def _holds(title: str, body: str, query: Query, *, title_only: bool) -> bool:
    places = (title,) if title_only else (title, body)
    return all(any(find_term(place, term) for place in places) for term in query.wanted) and not any(
        find_term(place, term) for term in query.unwanted for place in (title, body)
    )


def _hits(session: Session, found: Sequence[int], query: Query, *, unmasked: bool) -> tuple[Hit, ...]:
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
                version=to_version(version) if unmasked else masked_version(to_version(version)),
                url=evidence[version_id].url,
                title_marks=_marks(title, query.wanted),
                snippets=_snippets(body, body if unmasked else mask(body), query.wanted),
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


def _snippets(body: str, shown: str, terms: Sequence[Term]) -> tuple[Snippet, ...]:
    """The first place of each term with what stands around it in `shown`, the body or as long as it; places that
    are close share one snippet."""
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
        Snippet(shown[low:high], low, tuple((start, end) for start, end in marks if low <= start and end <= high))
        for low, high in windows
    )
