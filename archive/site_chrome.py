"""The writer's face of the lines a site prints: `Record.chrome`, one short transaction per call."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Engine

from archive.chrome.keeping import chrome_mark, current_texts, decide, kept_lines, load_chrome, store_lines
from archive.chrome.lines import ChromeLine, CurrentText, Decision, KeptLine, LearnedChrome
from archive.database import make_reader, reading, writing
from archive.errors import ArchiveOutdated, NoArchive
from archive.schema import check
from archive.told import WaitingVersion, show_reading, waiting_versions


class SiteChrome:
    """What is known of the lines that sites print around the texts of reports."""

    def __init__(self, writer: Engine, reader: Engine) -> None:
        self._writer, self._reader = writer, reader

    def load(self, site_id: str) -> LearnedChrome:
        """What is left out of the site's texts today."""
        with reading(self._reader) as session:
            return load_chrome(session, site_id)

    def current_texts(self, site_id: str) -> list[CurrentText]:
        """What the site's pages carry to this day, as they were read last."""
        with reading(self._reader) as session:
            return current_texts(session, site_id)

    def record(self, site_id: str, run_id: str, lines: Iterable[ChromeLine], now: datetime) -> list[ChromeLine]:
        """Keep what a run learned; gives the lines that were not known. They apply from the next reading on."""
        with writing(self._writer) as session:
            return store_lines(session, site_id, run_id, lines, now)

    def decide(
        self, site_id: str, words: str, decision: Decision, because: str, who: str, now: datetime
    ) -> list[KeptLine]:
        """Forget or restore the lines of one pattern; gives them. Raises NoSuchSiteLine."""
        with writing(self._writer) as session:
            return decide(session, site_id, words, decision, because, who, now)

    def kept(self, site_id: str) -> list[KeptLine]:
        """Every line ever learned of the site with the last decision about it."""
        with reading(self._reader) as session:
            return kept_lines(session, site_id)

    def waiting_versions(self, site_id: str) -> list[WaitingVersion]:
        """The versions of a site that nobody was shown yet."""
        with reading(self._reader) as session:
            return waiting_versions(session, site_id)

    def show_reading(self, version_id: int, rules: str) -> bool:
        """Let a version that nobody was shown yet show what these rules read of its bytes; tells whether it does."""
        with writing(self._writer) as session:
            return show_reading(session, version_id, rules)

    def mark(self) -> str:
        """A short mark of everything learned and decided so far, of all sites."""
        with reading(self._reader) as session:
            return chrome_mark(session)


def chrome_of(database_url: str, site_id: str) -> LearnedChrome:
    """What an archive leaves out of a site's texts, for whoever only looks; nothing where there is no archive.

    Raises ArchiveTooNew, NotAnArchive, UnsupportedDatabase.
    """
    engine = make_reader(database_url)
    try:
        check(engine)
        with reading(engine) as session:
            return load_chrome(session, site_id)
    except (NoArchive, ArchiveOutdated):
        return LearnedChrome()
    finally:
        engine.dispose()
