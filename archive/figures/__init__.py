"""Figures of stored texts: kept with their evidence, asked for, checked against each other, exported."""
