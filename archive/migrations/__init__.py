"""Alembic migrations of the archive; run by `archive.schema.prepare`, never by hand."""
