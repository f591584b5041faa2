"""Ground floor: configuration, site rows and regions. Standard library only; no work at import."""
