"""The first tables.

The search index is a contentless FTS5 table: rowid is version.id, title and body come as two-character tokens that
`archive.search` makes, separated by spaces. Tokenizer `ascii`, because it splits at ASCII separators only and keeps
every other character: unicode61 drops ○ (U+25CB), which reports use as a numeral.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_DIGEST = sa.String(64)


def upgrade() -> None:
    _ledger()
    _captures()
    _frontier()
    _identity()
    _versions()
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE version_index USING fts5(title, body, content='', tokenize='ascii')")


def downgrade() -> None:
    raise NotImplementedError("an archive is never taken back to an older release; restore a backup instead")


def _ledger() -> None:
    op.create_table(
        "run",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("site_id", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("heartbeat_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME),
        sa.Column("reason", sa.Text),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.Column("scope", sa.JSON, nullable=False),
        sa.Column("stats", sa.JSON, nullable=False),
        sa.Column("warc_file", sa.String(255)),
    )
    op.create_index("ix_run_site_id", "run", ["site_id"])
    op.create_index("run_by_site", "run", ["site_id", "started_at"])
    running = sa.text("state = 'running'")
    op.create_index("run_one_running", "run", ["site_id"], unique=True, sqlite_where=running, postgresql_where=running)
    op.create_table(
        "issue",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("run_id", sa.String(80), sa.ForeignKey("run.id"), nullable=False),
        sa.Column("site_id", sa.String(255), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
    )
    op.create_index("ix_issue_run_id", "issue", ["run_id"])
    op.create_index("ix_issue_site_id", "issue", ["site_id"])
    op.create_table(
        "backfill",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("site_id", sa.String(255), nullable=False),
        sa.Column("first_year", sa.Integer, nullable=False),
        sa.Column("last_year", sa.Integer, nullable=False),
        sa.Column("asked_at", _TIME, nullable=False),
        sa.Column("finished_at", _TIME),
    )
    op.create_index("ix_backfill_site_id", "backfill", ["site_id"])


def _captures() -> None:
    op.create_table(
        "blob",
        sa.Column("digest", _DIGEST, primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("warc_file", sa.String(255), nullable=False),
        sa.Column("warc_offset", sa.Integer, nullable=False),
        sa.Column("warc_length", sa.Integer, nullable=False),
    )
    op.create_table(
        "capture",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("run_id", sa.String(80), sa.ForeignKey("run.id"), nullable=False),
        sa.Column("site_id", sa.String(255), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("method", sa.String(8), nullable=False),
        sa.Column("form_digest", _DIGEST),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("digest", _DIGEST),
        sa.Column("size", sa.Integer),
        sa.Column("media_type", sa.String(128)),
        sa.Column("headers", sa.JSON, nullable=False),
        sa.Column("warc_file", sa.String(255)),
        sa.Column("warc_offset", sa.Integer),
    )
    op.create_index("ix_capture_run_id", "capture", ["run_id"])
    op.create_index("ix_capture_url", "capture", ["url"])
    op.create_index("ix_capture_digest", "capture", ["digest"])


def _frontier() -> None:
    op.create_table(
        "listing",
        sa.Column("site_id", sa.String(255), primary_key=True),
        sa.Column("column_key", sa.String(128), primary_key=True),
        sa.Column("pending", sa.JSON, nullable=False),
        sa.Column("done", sa.JSON, nullable=False),
        sa.Column("full", sa.Boolean, nullable=False),
        sa.Column("walk_started_at", _TIME),
        sa.Column("completed_at", _TIME),
        sa.Column("full_walk_at", _TIME),
        sa.Column("seen", sa.Integer, nullable=False),
        sa.Column("last_full_seen", sa.Integer),
        sa.Column("total", sa.Integer),
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("site_id", sa.String(255), nullable=False),
        sa.Column("column_key", sa.String(128), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("parent_url", sa.Text),
        sa.Column("fetch", sa.JSON, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("posted", sa.Date),
        sa.Column("unit", sa.Text),
        sa.Column("year", sa.Integer),
        sa.Column("row_digest", _DIGEST, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("first_listed_at", _TIME, nullable=False),
        sa.Column("last_listed_at", _TIME, nullable=False),
        sa.Column("capture_id", sa.Integer, sa.ForeignKey("capture.id")),
        sa.Column("looked_at", _TIME),
        sa.Column("look_at", _TIME),
        sa.UniqueConstraint("site_id", "url"),
    )
    op.create_index("entry_frontier", "entry", ["site_id", "state", "id"])


def _identity() -> None:
    op.create_table(
        "issuer",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("county", sa.String(12), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("level", sa.String(16), nullable=False),
        sa.UniqueConstraint("county", "name"),
    )
    op.create_table(
        "issuer_name",
        sa.Column("issuer_id", sa.String(32), sa.ForeignKey("issuer.id"), primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("code", sa.String(18), primary_key=True),
        sa.Column("basis", sa.String(32), nullable=False),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("site_id", sa.String(255), nullable=False),
        sa.Column("issuer_id", sa.String(32), sa.ForeignKey("issuer.id")),
        sa.Column("issuer_printed", sa.Text),
        sa.Column("county_code", sa.String(12)),
        sa.Column("county_name", sa.Text),
        sa.Column("town_code", sa.String(12)),
        sa.Column("division", sa.Text),
        sa.Column("year", sa.Integer),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("scope", sa.String(32), nullable=False),
        sa.Column("provisional", sa.Boolean, nullable=False),
        sa.Column("merged_into", sa.String(32)),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("current_seq", sa.Integer),
    )
    for column in ("site_id", "issuer_id", "county_code", "county_name", "year"):
        op.create_index(f"ix_report_{column}", "report", [column])


def _versions() -> None:
    op.create_table(
        "text",
        sa.Column("digest", _DIGEST, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("comparison_digest", _DIGEST, nullable=False),
        sa.Column("comparison_rules", sa.String(32), nullable=False),
    )
    op.create_index("ix_text_comparison_digest", "text", ["comparison_digest"])
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("blob_digest", _DIGEST, sa.ForeignKey("blob.digest"), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("rules", sa.String(128), nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("text_digest", _DIGEST, sa.ForeignKey("text.digest")),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("accepted", sa.Boolean, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.UniqueConstraint("blob_digest", "url", "rules"),
    )
    op.create_table(
        "version",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("report_id", sa.String(32), sa.ForeignKey("report.id"), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("site_id", sa.String(255), nullable=False),
        sa.Column("text_digest", _DIGEST, sa.ForeignKey("text.digest"), nullable=False),
        sa.Column("comparison_digest", _DIGEST, nullable=False),
        sa.Column("reading_id", sa.Integer, sa.ForeignKey("reading.id"), nullable=False),
        sa.Column("capture_id", sa.Integer, sa.ForeignKey("capture.id"), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("first_seen_at", _TIME, nullable=False),
        sa.Column("last_seen_at", _TIME, nullable=False),
        sa.Column("published_at", _TIME),
        sa.UniqueConstraint("report_id", "seq"),
    )
    op.create_index("ix_version_site_id", "version", ["site_id"])
    op.create_table(
        "rendition",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("report_id", sa.String(32), sa.ForeignKey("report.id"), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("parent_url", sa.Text),
        sa.Column("carrier", sa.String(16), nullable=False),
        sa.Column("blob_digest", _DIGEST, sa.ForeignKey("blob.digest"), nullable=False),
        sa.Column("reading_id", sa.Integer, sa.ForeignKey("reading.id"), nullable=False),
        sa.Column("same_text", sa.Boolean, nullable=False),
        sa.Column("first_seen_at", _TIME, nullable=False),
        sa.Column("last_seen_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME),
        sa.Column("end_reason", sa.String(16)),
    )
    op.create_index("ix_rendition_url", "rendition", ["url"])
    op.create_index("rendition_by_version", "rendition", ["report_id", "seq"])
