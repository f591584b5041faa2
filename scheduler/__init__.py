"""When to crawl what. Crawls are subprocesses; their outcomes are read from the run ledger of the archive."""
