"""How far shortcuts are trusted, and which walk a column is measured by.

`listing.measured_from` and `listing.accepted_at` stay null until the next walk of the column passes its checks: nothing
in an older archive tells which of its walks did.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "trust",
        sa.Column("site_id", sa.String(255), primary_key=True),
        sa.Column("shortcut", sa.String(16), primary_key=True),
        sa.Column("subject", sa.String(255), primary_key=True),
        sa.Column("checks", sa.Integer, nullable=False),
        sa.Column("lies", sa.Integer, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("checked_at", _TIME, nullable=False),
        sa.Column("lied_at", _TIME),
        sa.Column("lie", sa.Text),
    )
    op.add_column("listing", sa.Column("measured_from", _TIME))
    op.add_column("listing", sa.Column("accepted_at", _TIME))
    op.add_column("listing", sa.Column("held_at", _TIME))


def downgrade() -> None:
    raise NotImplementedError("an archive is never taken back to an older release; restore a backup instead")
