"""Golden pages: saved pages in their original bytes beside what our families make of them.

A page is a folder `tests/pages/<family>/<slug>/` with `page.html`, `.json` or `.xml`, `meta.toml` (how the page was
come by: wish, status, headers, site, column, years) and `expected.json`. All text in the pages is invented. After a
change of rules, `python -m tests.golden_pages --write [FOLDER…]` writes `expected.json` anew; the difference is then
read by eye.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from crawler.probe.golden import GoldenPage, load_golden_page

__all__ = ["GoldenPage", "golden_folders", "load_golden_page"]

PAGES = Path(__file__).parent / "pages"


def golden_folders() -> list[Path]:
    """The folders of all golden pages, in order."""
    return sorted(file.parent for file in PAGES.glob("*/*/meta.toml"))


def main(arguments: Sequence[str] | None = None) -> None:
    """Write or compare `expected.json` of the named golden pages, of all without a name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--write", action="store_true", help="write expected.json anew; read the difference by eye")
    asked = parser.parse_args(arguments)
    for folder in asked.folders or golden_folders():
        golden = load_golden_page(folder)
        text = json.dumps(golden.read(), ensure_ascii=False, indent=2) + "\n"
        known = golden.expected_file.read_text(encoding="utf-8") if golden.expected_file.exists() else None
        if text != known:
            print(f"{'wrote' if asked.write else 'differs'}: {folder}")
            if asked.write:
                golden.write_expected()


if __name__ == "__main__":
    main()
