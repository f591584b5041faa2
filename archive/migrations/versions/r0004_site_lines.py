"""The lines a site prints on its pages, learned, and what persons decided about them.

An older archive begins with none: they are learned of its texts when a run reads something of the site next.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "site_line",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("site_id", sa.String(255), nullable=False),
        sa.Column("pattern", sa.Text, nullable=False),
        sa.Column("edge", sa.String(8), nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("texts", sa.Integer, nullable=False),
        sa.Column("among", sa.Integer, nullable=False),
        sa.Column("issuers", sa.Integer, nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("examples", sa.JSON, nullable=False),
        sa.Column("learned_at", _TIME, nullable=False),
        sa.Column("run_id", sa.String(80), sa.ForeignKey("run.id"), nullable=False),
        sa.UniqueConstraint("site_id", "pattern", "edge", "path"),
    )
    op.create_table(
        "site_line_decision",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("site_id", sa.String(255), nullable=False),
        sa.Column("pattern", sa.Text, nullable=False),
        sa.Column("decision", sa.String(16), nullable=False),
        sa.Column("decided_at", _TIME, nullable=False),
        sa.Column("decided_by", sa.String(255), nullable=False),
        sa.Column("because", sa.Text, nullable=False),
    )
    op.create_index("ix_site_line_decision_site_id", "site_line_decision", ["site_id"])


def downgrade() -> None:
    raise NotImplementedError("an archive is never taken back to an older release; restore a backup instead")
