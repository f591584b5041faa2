"""The one spider and its translator from wishes to requests."""
