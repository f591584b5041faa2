"""One script per table revision."""
