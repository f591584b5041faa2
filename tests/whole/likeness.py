"""Are two archives the same? Row for row and digest for digest, all but the clock, the ledger and row numbers."""

import sqlite3
from pathlib import Path

#: What is compared of each table. Left out: times, run and capture ids (a resumed crawl has more of both, by right),
#: WARC places, and what the very last walk saw (a crawl killed just after its end is followed by a second, shorter
#: one). Order is part of the comparison where it carries meaning: entries come in listing order.
QUERIES = {
    "issuer": "SELECT id, county, name, level FROM issuer ORDER BY id",
    "issuer_name": "SELECT issuer_id, name, code, basis FROM issuer_name ORDER BY 1, 2, 3",
    "report": (
        "SELECT id, site_id, issuer_id, issuer_printed, county_code, county_name, town_code, division, year, kind, "
        "scope, provisional, merged_into, current_seq FROM report ORDER BY id"
    ),
    "version": (
        "SELECT report_id, seq, site_id, text_digest, comparison_digest, title, published_at IS NOT NULL "
        "FROM version ORDER BY 1, 2"
    ),
    "version order": "SELECT report_id, seq FROM version ORDER BY id",
    "rendition": (
        "SELECT report_id, seq, url, parent_url, carrier, blob_digest, same_text, ended_at IS NOT NULL, end_reason "
        "FROM rendition ORDER BY id"
    ),
    "text": "SELECT digest, body, comparison_digest, comparison_rules FROM text ORDER BY 1",
    "reading": "SELECT blob_digest, url, rules, text_digest, kind, accepted, facts FROM reading ORDER BY 1, 2, 3",
    "blob": "SELECT digest, size FROM blob ORDER BY 1",
    "entry": (
        "SELECT site_id, column_key, url, role, parent_url, fetch, title, posted, unit, year, row_digest, state, tries "
        "FROM entry ORDER BY id"
    ),
    "listing": "SELECT site_id, column_key, pending, last_full_seen, total FROM listing ORDER BY 1, 2",
    "capture": (
        "SELECT DISTINCT url, method, role, status, digest FROM capture "
        "WHERE outcome != 'unchanged' ORDER BY 1, 2, 3, 4, 5"
    ),
    "site_line": (
        "SELECT site_id, pattern, edge, path, words, texts, among, issuers, examples FROM site_line ORDER BY 1, 2, 3, 4"
    ),
    "index": "SELECT count(*) FROM version_index_docsize",
}


def likeness(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """What must be equal between two archives of the same portals."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return {name: connection.execute(query).fetchall() for name, query in QUERIES.items()}
    finally:
        connection.close()


def differences(one: dict[str, list[tuple[object, ...]]], other: dict[str, list[tuple[object, ...]]]) -> list[str]:
    """The first differing row of every table that differs, in words."""
    found = []
    for name in QUERIES:
        if one[name] == other[name]:
            continue
        lost = [row for row in one[name] if row not in other[name]]
        extra = [row for row in other[name] if row not in one[name]]
        found.append(f"{name}: {len(one[name])} rows against {len(other[name])}; missing {lost[:1]}, extra {extra[:1]}")
    return found
