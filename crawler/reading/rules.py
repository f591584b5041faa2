"""The version of everything in this room that turns clean text into facts.

Raise it with every change that could make another fact of the same text: a later reading under other rules is then a
re-reading of ours and never a new version of the government's.
"""

READING_RULES = "reading-2"
