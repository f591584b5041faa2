"""Keeping the lines a site prints: what was learned, what is left out today, what a person decided.

Works inside the caller's transaction. A learned line is never taken back out of the tables: forgetting and restoring
are decisions beside it, so what made an older text can be told from its rules and these rows.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from archive.chrome.lines import ChromeLine, CurrentText, Decision, KeptLine, LearnedChrome, Where, pattern_of
from archive.chrome.models import SiteLine, SiteLineDecision
from archive.database import insert_new
from archive.errors import NoSuchSiteLine
from archive.masking import mask
from archive.models import Entry, Reading, Rendition, Report, StoredText

#: Texts of one site that are looked over for its lines; the newest years come first. The largest portals hold fewer.
MOST_TEXTS = 2_000


def load_chrome(session: Session, site_id: str) -> LearnedChrome:
    """What is left out of the site's texts today."""
    decided = _decisions(session, site_id)
    forgotten = frozenset(pattern for pattern, row in decided.items() if row.decision == "forgotten")
    lines = (_line(row) for row in _rows(session, site_id) if row.pattern not in forgotten)
    count = select(func.count()).select_from(SiteLineDecision).where(SiteLineDecision.site_id == site_id)
    return LearnedChrome(tuple(lines), forgotten, session.scalar(count) or 0)


def store_lines(
    session: Session, site_id: str, run_id: str, lines: Iterable[ChromeLine], now: datetime
) -> list[ChromeLine]:
    """Keep what a run learned; gives the lines that were not known."""
    return [
        line
        for line in lines
        if insert_new(
            session,
            SiteLine,
            site_id=site_id,
            pattern=line.pattern,
            edge=line.where,
            path=line.path,
            words=line.words,
            texts=line.texts,
            among=line.among,
            issuers=line.issuers,
            since=line.since,
            examples=list(line.examples),
            learned_at=now,
            run_id=run_id,
        )
    ]


def kept_lines(session: Session, site_id: str) -> list[KeptLine]:
    """Every line ever learned of the site with the last decision about it, in a fixed order."""
    decided = _decisions(session, site_id)
    return [_kept(row, decided.get(row.pattern)) for row in _rows(session, site_id)]


def decide(
    session: Session, site_id: str, words: str, decision: Decision, because: str, who: str, now: datetime
) -> list[KeptLine]:
    """Forget or restore the lines of one pattern, given as the pattern or in the words of a page. Gives those lines.

    Nothing is written where the last decision was the same, nor where a line that was never forgotten is restored.
    Raises NoSuchSiteLine.
    """
    asked = pattern_of(words)
    # A line is shown masked; whoever names it has no other words for it.
    pattern = next((row.pattern for row in _rows(session, site_id) if asked in _names(row)), None)
    if pattern is None:
        raise NoSuchSiteLine(site_id, words)
    last = _decisions(session, site_id).get(pattern)
    if (last.decision if last is not None else "restored") != decision:
        session.add(
            SiteLineDecision(
                site_id=site_id, pattern=pattern, decision=decision, decided_at=now, decided_by=who, because=because
            )
        )
        session.flush()
    return [kept for kept in kept_lines(session, site_id) if kept.line.pattern == pattern]


def chrome_mark(session: Session) -> str:
    """A short mark of everything that was learned and decided so far, of all sites."""
    lines, decisions = (
        session.scalar(select(func.max(SiteLine.id))),
        session.scalar(select(func.max(SiteLineDecision.id))),
    )
    return f"{lines or 0}.{decisions or 0}"


def current_texts(session: Session, site_id: str) -> list[CurrentText]:
    """What the site's pages carry to this day, as they were read last: reports of known issuers, files left out."""
    newer = aliased(Reading)
    newest = (
        select(func.max(newer.id))
        .where(newer.blob_digest == Rendition.blob_digest, newer.url == Rendition.url)
        .correlate(Rendition)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Report.id, Report.issuer_id, Report.year, Rendition.first_seen_at, StoredText.body, Reading.facts)
        .join(Rendition, Rendition.report_id == Report.id)
        .join(Entry, (Entry.url == Rendition.url) & (Entry.site_id == site_id))
        .join(Reading, Reading.id == newest)
        .join(StoredText, StoredText.digest == Reading.text_digest)
        .where(
            Report.merged_into.is_(None),
            Report.issuer_id.is_not(None),
            Rendition.ended_at.is_(None),
            Rendition.carrier == "html",
            Reading.accepted,
        )
        .order_by(Report.year.desc(), Report.id, Rendition.url)
        .limit(MOST_TEXTS)
    )
    return [
        CurrentText(report, issuer, year, seen.date(), body, facts.get("text", {}).get("places", []))
        for report, issuer, year, seen, body, facts in rows
    ]


def _rows(session: Session, site_id: str) -> Sequence[SiteLine]:
    query = select(SiteLine).where(SiteLine.site_id == site_id)
    return session.scalars(query.order_by(SiteLine.pattern, SiteLine.edge, SiteLine.path)).all()


def _names(row: SiteLine) -> tuple[str, str, str]:
    return row.pattern, mask(row.pattern), pattern_of(mask(row.words))


def _decisions(session: Session, site_id: str) -> dict[str, SiteLineDecision]:
    """The last decision about each pattern."""
    query = select(SiteLineDecision).where(SiteLineDecision.site_id == site_id).order_by(SiteLineDecision.id)
    return {row.pattern: row for row in session.scalars(query)}


def _line(row: SiteLine) -> ChromeLine:
    return ChromeLine(
        row.pattern,
        cast(Where, row.edge),
        row.path,
        row.words,
        row.texts,
        row.among,
        row.issuers,
        row.since,
        tuple(row.examples),
    )


def _kept(row: SiteLine, last: SiteLineDecision | None) -> KeptLine:
    return KeptLine(
        line=_line(row),
        site=row.site_id,
        run=row.run_id,
        learned_at=row.learned_at,
        decision=cast(Decision, last.decision) if last else None,
        decided_at=last.decided_at if last else None,
        decided_by=last.decided_by if last else None,
        because=last.because if last else None,
    )
