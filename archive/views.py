"""What each command puts on the screen."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

from archive.answers import (
    Document,
    Exported,
    History,
    Hits,
    IssueSummary,
    ReportSummary,
    RunSummary,
    Status,
    Verification,
)
from archive.diff import Difference, Edit
from archive.screens import Screen, day, marked, minute, moment, short

_STATES = {
    "running": "cyan",
    "complete": "green",
    "partial": "yellow",
    "held": "yellow",
    "failed": "red",
    "blocked": "red",
    "killed": "red",
}
#: Characters kept on either side of a change in a long paragraph.
_AROUND = 24


def put_status(screen: Screen, status: Status, names: Mapping[str, str]) -> None:
    """Sites with their last runs; declared sites that were never crawled come last."""
    if screen.as_json:
        screen.put_json(status)
        return
    if screen.is_terminal:
        screen.put_line(Text.assemble(("archive  ", "dim"), status.location))
        screen.put_line(
            f"{status.reports:,} reports · {status.versions:,} versions · {status.captures:,} captures · "
            f"{_bytes(status.payload_bytes)} stored · {len(status.running)} running"
        )
        screen.put_line()
    rows: list[tuple[object, ...]] = []
    for site in status.sites:
        run = site.last_run
        years = "-" if site.first_year is None else f"{site.first_year}-{site.last_year}"
        outcome = _state(run.state) if run else "never"
        rows.append(
            (
                site.site,
                names.get(site.site) or "-",
                site.reports,
                site.versions,
                years,
                minute(run.started_at if run else None),
                outcome,
                site.open_issues,
            )
        )
    known = {site.site for site in status.sites}
    rows.extend((host, name or "-", 0, 0, "-", "-", "never", 0) for host, name in names.items() if host not in known)
    columns = ("site", "name", "reports", "versions", "years", "last run (UTC)", "outcome", "issues")
    screen.put_table(columns, rows, flexible="name", optional=("versions", "years", "name"))


def put_reports(screen: Screen, found: Sequence[ReportSummary], limit: int | None) -> None:
    """One line per report; the one beyond `limit` only tells that there are more."""
    shown = found if limit is None else found[:limit]
    if screen.as_json:
        screen.put_json(tuple(shown))
    else:
        rows = [
            (
                short(r.id) if screen.is_terminal else r.id,
                r.year,
                r.county,
                r.issuer or r.issuer_printed,
                r.versions,
                day(r.last_seen_at),
                r.title,
            )
            for r in shown
        ]
        columns = ("report", "year", "county", "issuer", "versions", "last seen", "title")
        screen.put_table(columns, rows, flexible="title", optional=("versions", "last seen", "county"))
    if not found:
        screen.put_note("no report fits; `fangzhi status` tells which sites the archive holds")
    elif limit is not None and len(found) > limit:
        screen.put_note(f"there are more; these are the first {limit}")


def put_document(screen: Screen, found: Document) -> None:
    """The way to the bytes, then the text."""
    if screen.as_json:
        screen.put_json(found)
        return
    report, version, evidence = found.report, found.version, found.evidence
    screen.put_line(found.version.title, style="bold")
    screen.put_fields(
        {
            "report": report.id,
            "issuer": report.issuer or report.issuer_printed,
            "printed as": report.issuer_printed if report.issuer_printed != report.issuer else None,
            "county": f"{report.county} ({report.county_code})" if report.county else None,
            "year": report.year,
            "version": f"{version.seq} of {report.versions}"
            + (", the current one" if version.seq == report.current else ""),
            "first seen": moment(version.first_seen_at),
            "last seen": moment(version.last_seen_at),
            "address": evidence.url,
            "captured": moment(evidence.captured_at),
            "payload": f"{evidence.digest}",
            "text": evidence.text_digest,
            "read by": evidence.rules,
            "read again": f"{found.reread_as}, another text: --reading latest" if found.reread_as else None,
            "record": f"{evidence.warc_file} at {evidence.warc_offset}",
            "note": "provisional: issuer or year not settled yet" if report.provisional else None,
        }
    )
    screen.put_line()
    screen.put_line(found.text)


def put_history(screen: Screen, found: History) -> None:
    """Every version with its carriers and its evidence."""
    if screen.as_json:
        screen.put_json(found)
        return
    report = found.report
    screen.put_line(
        f"{report.issuer or report.issuer_printed or '(issuer not settled)'} {report.year or '(year not settled)'}"
        f"  {report.county or report.site}  {report.id}",
        style="bold",
    )
    for step in found.steps:
        screen.put_line()
        current = " (current)" if step.version.seq == report.current else ""
        screen.put_line(Text.assemble((f"version {step.version.seq}{current}  ", "bold"), step.version.title))
        screen.put_fields(
            {
                "seen": f"{moment(step.version.first_seen_at)} to {moment(step.version.last_seen_at)}",
                "brought by": step.evidence.url,
                "captured": moment(step.evidence.captured_at),
                "payload": step.evidence.digest,
                "text": step.version.text_digest,
                "record": f"{step.evidence.warc_file} at {step.evidence.warc_offset}",
            }
        )
        for carrier in step.renditions:
            until = "still there" if carrier.ended_at is None else f"{carrier.end_reason} {moment(carrier.ended_at)}"
            differs = "" if carrier.same_text else ", its own text differs"
            screen.put_line(f"  {carrier.carrier}  {carrier.url}  ({until}{differs})")


def put_difference(screen: Screen, found: Difference, a: int, b: int) -> None:
    """Changed paragraphs with the changed characters: [-removed-] and {+added+}."""
    if screen.as_json:
        screen.put_json(found.changed)
        return
    for edit in found.changed:
        screen.put_line(_edit_line(edit))
    if not found.changed:
        screen.put_note(f"versions {a} and {b} have the same text")


def _edit_line(edit: Edit) -> Text:
    if edit.kind == "changed" and edit.before is not None:
        return _changed_line(edit)
    if edit.kind == "removed" and edit.before is not None:
        return Text(f"- {edit.before.text}", style="red")
    assert edit.after is not None
    if edit.kind == "moved":
        return Text(f"> {edit.after.text}", style="cyan")
    return Text(f"+ {edit.after.text}", style="green")


def _changed_line(edit: Edit) -> Text:
    assert edit.before is not None
    line = Text("~ ")
    at = edit.before.start
    for number, change in enumerate(edit.changes):
        between = edit.before.text[at - edit.before.start : change.before_start - edit.before.start]
        line.append(_shortened(between, head=number > 0, tail=True))
        if change.before:
            line.append(f"[-{change.before}-]", style="red")
        if change.after:
            line.append(f"{{+{change.after}+}}", style="green")
        at = change.before_end
    line.append(_shortened(edit.before.text[at - edit.before.start :], head=True, tail=False))
    return line


def _shortened(text: str, *, head: bool, tail: bool) -> str:
    keep = _AROUND * (head + tail)
    if len(text) <= keep + 1:
        return text
    return (text[:_AROUND] if head else "") + "…" + (text[-_AROUND:] if tail else "")


def put_hits(screen: Screen, found: Hits) -> None:
    """Hits with their marks lit, best first."""
    if screen.as_json:
        screen.put_json(found if screen.is_terminal else found.hits)
        return
    count = f"{found.count:,}+" if found.capped else f"{found.count:,}"
    if not found.hits:
        screen.put_note("nothing found; try a shorter part of the word, or --all-versions")
        return
    if not screen.is_terminal:
        rows = [
            (
                hit.report.id,
                hit.version.seq,
                hit.report.year,
                hit.report.county,
                hit.report.issuer or hit.report.issuer_printed,
                hit.version.title,
                hit.url,
                " … ".join(snippet.text.strip() for snippet in hit.snippets),
            )
            for hit in found.hits
        ]
        screen.put_table(("report", "version", "year", "county", "issuer", "title", "address", "text"), rows)
        return
    screen.put_line(f"{count} found, {len(found.hits)} shown", style="dim")
    for hit in found.hits:
        report = hit.report
        screen.put_line()
        screen.put_line(
            Text.assemble(
                (f"{report.issuer or report.issuer_printed or '(issuer not settled)'} {report.year or ''}", "bold"),
                f"  {report.county or report.site}  ",
                (f"{short(report.id)} version {hit.version.seq}", "cyan"),
            )
        )
        screen.put_line(marked(hit.version.title, hit.title_marks))
        for snippet in hit.snippets:
            screen.put_line(Text.assemble("  …", marked(snippet.text, snippet.marks, snippet.start), "…"))
        screen.put_line(Text(f"  {hit.url}", style="dim"))


def put_exported(screen: Screen, done: Exported) -> None:
    """Where the export lies and what vouches for it."""
    if screen.as_json:
        screen.put_json(done)
        return
    screen.put_fields({"file": done.path, "rows": f"{done.rows:,}", "sha256": done.sha256, "manifest": done.manifest})
    if not done.rows:
        screen.put_note("no report fits; the file has no rows")


def put_verification(screen: Screen, done: Verification) -> None:
    """Findings first, then what was read and the verdict."""
    if screen.as_json:
        screen.put_json(done)
        return
    for finding in done.findings:
        style = "dim" if finding.harmless else "red"
        screen.put_line(f"{finding.code}  {finding.where}  {finding.message}", style=style)
    broken = sum(not finding.harmless for finding in done.findings)
    screen.put_line(
        f"{done.payloads:,} payloads in {_bytes(done.bytes_read)} of WARC files, {done.texts:,} texts, "
        f"{done.versions:,} versions, {done.captures:,} captures re-read"
    )
    if done.sound:
        screen.put_line("sound", style="bold green")
    else:
        screen.put_line(f"NOT SOUND: {broken:,} findings; restore what they name from a backup", style="bold red")


def put_runs(screen: Screen, found: Sequence[RunSummary]) -> None:
    """One line per run."""
    if screen.as_json:
        screen.put_json(tuple(found))
        return
    rows = [
        (run.site, minute(run.started_at), run.kind, _state(run.state), _duration(run), run.issues, run.reason or "-")
        for run in found
    ]
    columns = ("site", "started (UTC)", "kind", "outcome", "took", "issues", "reason")
    if screen.is_terminal:
        screen.put_table(columns, rows, flexible="reason", optional=("kind",))
    else:
        screen.put_table(("run", *columns), [(run.id, *row) for run, row in zip(found, rows, strict=True)])
    if not found:
        screen.put_note("no run yet; `fangzhi crawl HOST` makes one")


def put_issues(screen: Screen, found: Sequence[IssueSummary]) -> None:
    """One line per issue."""
    if screen.as_json:
        screen.put_json(tuple(found))
        return
    if screen.is_terminal:
        for issue in found:
            screen.put_line(
                Text.assemble((f"{minute(issue.at)}  ", "dim"), (f"{issue.site}  ", "bold"), (issue.code, "yellow"))
            )
            screen.put_paragraph(issue.message, indent=2)
            if hint := issue.detail.get("hint"):
                screen.put_paragraph(f"hint: {hint}", indent=2, style="cyan")
            if issue.url:
                screen.put_line(Text(f"  {issue.url}", style="dim"))
    else:
        rows = [
            (
                minute(issue.at),
                issue.site,
                issue.run_id,
                issue.code,
                issue.url,
                issue.message,
                issue.detail.get("hint"),
            )
            for issue in found
        ]
        screen.put_table(("at (UTC)", "site", "run", "code", "address", "message", "hint"), rows)
    if not found:
        screen.put_note("no open issue")


@contextmanager
def working(what: str) -> Iterator[Callable[[str], None]]:
    """Show progress on standard error while it is a terminal."""
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield lambda line: None
        return
    with console.status(what) as live:
        yield lambda line: live.update(f"{what}: {line}")


def _state(state: str) -> Text:
    return Text(state, style=_STATES.get(state, ""))


def _duration(run: RunSummary) -> str:
    seconds = int(((run.ended_at or run.heartbeat_at) - run.started_at).total_seconds())
    return f"{seconds // 60}:{seconds % 60:02}" if seconds < 3600 else f"{seconds / 3600:.1f} h"


def _bytes(count: int) -> str:
    size = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:,.0f} {unit}" if unit == "B" else f"{size:,.1f} {unit}"
        size /= 1000
    return f"{size:,.1f} TB"
