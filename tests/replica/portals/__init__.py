"""One module per dialect. Each serves a county's documents the way portals of that platform were observed to."""
