"""From clean text to facts: is it a report, whose, of which year, with the rules that decided."""
