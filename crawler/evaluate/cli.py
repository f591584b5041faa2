"""The command `fangzhi evaluate`."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import click


@click.command()
@click.argument("folder", metavar="DATA", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--worst", type=click.IntRange(0), default=10, show_default=True, help="So many of the worst cases.")
@click.option("--beside", "other_too", is_flag=True, help="Measure other extractors on the same pages too.")
@click.option("--json", "as_json", is_flag=True, help="Print every measure as JSON.")
def evaluate(folder: Path, worst: int, other_too: bool, as_json: bool) -> None:
    """Measure text fidelity and reading quality on the labelled folder DATA.

    DATA holds pages/manifest.jsonl with pages/gold/ID.txt and pages/segments.jsonl, or labels.jsonl with texts, or
    both. P, R and F1 count characters blind to order, F1 (4) runs of four characters; lost and leaked count strings
    that had to stay and to go.
    """
    from rich.console import Console

    from crawler.evaluate.beside import others
    from crawler.evaluate.folder import check_folder, labelled_texts, saved_pages
    from crawler.evaluate.pages import is_page, score_pages
    from crawler.evaluate.reports import score_reports
    from crawler.evaluate.screens import show, show_beside
    from crawler.evaluate.totals import groups, to_json
    from settings.env import load_env
    from settings.regions.divisions import load_divisions
    from settings.sites import load_sites

    check_folder(folder)
    pages = list(saved_pages(folder))
    scores = score_pages(pages)
    points, conflicts = score_reports(labelled_texts(folder), load_sites(load_env().portals), load_divisions())
    # What takes pages apart is measured on pages; a PDF is another reader's work.
    only_pages = [page for page in pages if is_page(page)]
    beside = {
        name: None if extract is None else score_pages(only_pages, extract)
        for name, extract in (others() if other_too else {}).items()
    }
    if as_json:
        found = {**to_json(scores, points, conflicts)}
        if other_too:
            found["beside"] = {
                name: None if of is None else {"f1": round(groups(of)[-1].runs_f1, 5)} for name, of in beside.items()
            }
        click.echo(json.dumps(found, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))
        return
    console = Console(highlight=False)
    show(console, scores, points, conflicts, worst)
    if other_too:
        of_pages = {page.id for page in only_pages}
        show_beside(console, [score for score in scores if score.id in of_pages], beside)


def commands() -> Mapping[str, click.Command]:
    """The command `fangzhi` joins."""
    return {"evaluate": evaluate}
