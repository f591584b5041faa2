"""What a run learns of its site when it has looked at everything: the lines that the portal prints on every page."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from archive.chrome.lines import CurrentText, LearnedChrome
from archive.masking import mask
from archive.record import Record
from crawler.extract.learned import SeenText, learn
from crawler.extract.sources import places_of_facts
from crawler.order import Note

#: Results of a look that put something new before the eyes of a run.
_NEWS = ("new_report", "new_version", "new_rendition", "rereading")
_SHOWN = 5


def brought_news(results: Mapping[str, int]) -> bool:
    """Whether the looks of a run, counted by result, brought a text that may teach something."""
    return any(results.get(name) for name in _NEWS)


def learn_site(record: Record, site_id: str, run_id: str, note: Note, now: datetime) -> LearnedChrome:
    """Learn the site's own lines from what its pages carry to this day, and note what is new. Gives what is left out
    of every text that is read from now on."""
    known = record.chrome.load(site_id)
    learned = learn(map(_seen, record.chrome.current_texts(site_id)), known)
    if learned.lines == known.lines:
        return known
    new = record.chrome.record(site_id, run_id, learned.lines, now)
    if new:
        told = [replace(line, words=mask(line.words)) for line in new]
        words = [f"“{line.words}”" for line in told[:_SHOWN]]
        more = f" and {len(new) - _SHOWN} more" if len(new) > _SHOWN else ""
        said = "1 line" if len(new) == 1 else f"{len(new)} lines"
        note(
            "chrome_learned",
            f"{said} that the site prints on its pages will be left out of what is read from now on: "
            f"{', '.join(words)}{more}; `fangzhi chrome {site_id}` says why",
            None,
            {"lines": [{"words": line.words, "why": line.explain()} for line in told]},
        )
    return record.chrome.load(site_id)


def _seen(text: CurrentText) -> SeenText:
    lines, places = text.body.split("\n"), places_of_facts(text.places)
    return SeenText(text.report, text.issuer, text.year, text.seen, tuple(lines), tuple(places))
