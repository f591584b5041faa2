"""What Alembic runs to migrate: over the connection, and inside the transaction, that `archive.schema` hands in."""

from alembic import context

from archive.models import Base
from archive.schema import is_ours

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_name=is_ours,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
