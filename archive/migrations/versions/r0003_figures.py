"""Figures of stored texts with their evidence, the values shown for them, and the sums tried on them.

An archive made before has none: its texts are read for figures when the archive is read again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_DIGEST = sa.String(64)


def _text_and_rules() -> list[sa.Column[str]]:
    return [
        sa.Column("text_digest", _DIGEST, sa.ForeignKey("text.digest"), nullable=False),
        sa.Column("rules", sa.String(64), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "figure_reading",
        sa.Column("id", sa.Integer, primary_key=True),
        *_text_and_rules(),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("form", sa.String(8), nullable=False),
        sa.Column("annex", sa.Boolean, nullable=False),
        sa.Column("not_mentioned", sa.JSON, nullable=False),
        sa.Column("problems", sa.JSON, nullable=False),
        sa.UniqueConstraint("text_digest", "rules", "year", "level"),
    )
    op.create_table(
        "figure",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("reading_id", sa.Integer, sa.ForeignKey("figure_reading.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        *_text_and_rules(),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("value", sa.String(40)),
        sa.Column("unit", sa.String(16), nullable=False),
        sa.Column("unit_printed", sa.String(32), nullable=False),
        sa.Column("polarity", sa.String(16), nullable=False),
        sa.Column("approximation", sa.String(16), nullable=False),
        sa.Column("low", sa.String(40)),
        sa.Column("high", sa.String(40)),
        sa.Column("scope", sa.String(16), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("part_of", sa.String(64), nullable=False),
        sa.Column("cue", sa.Text, nullable=False),
        sa.Column("section", sa.Text, nullable=False),
        sa.Column("conflict_group", sa.Text, nullable=False),
        sa.Column("cell_row", sa.String(64), nullable=False),
        sa.Column("cell_column", sa.String(64), nullable=False),
        sa.Column("cell_block", sa.String(64), nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.UniqueConstraint("reading_id", "number"),
    )
    op.create_index("figure_by_key", "figure", ["key", "reading_id"])
    op.create_index("figure_by_text", "figure", ["text_digest"])
    op.create_table(
        "headline",
        sa.Column("reading_id", sa.Integer, sa.ForeignKey("figure_reading.id"), primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
        *_text_and_rules(),
        sa.Column("value", sa.String(40)),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("conflict", sa.Boolean, nullable=False),
        sa.Column("figure_number", sa.Integer),
    )
    op.create_table(
        "check_result",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("reading_id", sa.Integer, sa.ForeignKey("figure_reading.id"), nullable=False),
        *_text_and_rules(),
        sa.Column("check_id", sa.String(16), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("left", sa.String(40)),
        sa.Column("right", sa.String(40)),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("figures", sa.JSON, nullable=False),
    )
    op.create_index("ix_check_result_reading_id", "check_result", ["reading_id"])
    _widen_rules()


def _widen_rules() -> None:
    """Rules name one part more. SQLite enforces no width, so only the declaration changes: to make the table anew would
    be to drop one that others refer to."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.alter_column("reading", "rules", type_=sa.String(255), existing_nullable=False)
        return
    version = connection.scalar(sa.text("PRAGMA schema_version"))
    connection.execute(sa.text("PRAGMA writable_schema=ON"))
    connection.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, 'rules VARCHAR(128)', 'rules VARCHAR(255)') "
            "WHERE type = 'table' AND name = 'reading'"
        )
    )
    connection.execute(sa.text(f"PRAGMA schema_version={int(version or 0) + 1}"))
    connection.execute(sa.text("PRAGMA writable_schema=OFF"))


def downgrade() -> None:
    raise NotImplementedError("an archive is never taken back to an older release; restore a backup instead")
