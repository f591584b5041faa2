"""Measuring the reading on a labelled folder: text fidelity, facts and figures, beside other extractors."""
