"""Reading the archive again with today's rules: no network, every core, one writer."""
