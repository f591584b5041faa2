"""From bytes to clean text: charset, body, chrome, tables, Word files."""
