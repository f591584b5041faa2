"""Mutated pages and files through everything that reads bytes: no crash, no hang, bounded memory.

`python -m tests.fuzz --cases 100000` runs the long form; the suite runs a few hundred cases of every kind. A case is a
number: the same seed and number give the same bytes on every machine, so `python -m tests.fuzz --case 4711` shows one.
`--data FOLDER` damages saved real pages too (`pages/manifest.jsonl` in the folder names them); they are read where they
are, and its cases are others than those without.
"""
