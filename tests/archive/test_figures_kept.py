"""Figures belong to a text under rules: kept once, exact to the digit, each with the words it stands in."""

import hashlib
import pickle
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from archive.database import make_reader, reading
from archive.figures.models import CheckResult, Figure, FigureReading, HeadlineRow
from archive.figures.values import ReadFigures, TriedCheck
from archive.record import Record
from archive.values import Exchange, Reread
from tests.archive.building import County, town
from tests.archive.figures_made import RULES, read, shown, stated
from tests.archive.fresh import database_url, fresh_record

NOW = datetime(2024, 3, 1, tzinfo=UTC)
TEXT = "主动公开政府信息86条，占0.830%。未收到申请。"
DIGEST = hashlib.sha256(TEXT.encode()).hexdigest()


def _figures() -> ReadFigures:
    figures = [
        stated(TEXT, "86条", "proactive_total", "86", unit_printed="条", cue="主动公开政府信息"),
        stated(TEXT, "0.830%", "share", "0.830", unit="percent"),
        stated(TEXT, "未收到申请", "requests_received", "0", polarity="stated_none"),
    ]
    return read(
        figures,
        [shown(figures, 0), shown(figures, 2)],
        [TriedCheck("X2", "passes", "requests_received", Decimal(0), Decimal(0), "both state 0", (2,))],
        not_mentioned=("litigation",),
        problems=(("odd", "a sentence"),),
    )


@pytest.fixture
def record(tmp_path: Path) -> Record:
    record = fresh_record(tmp_path)
    run = record.open_run("tx.gov.cn", "manual", {}, NOW, "mailto:archive@example.org")
    exchange = Exchange("http://www.tx.gov.cn/1", "GET", "article", NOW, 200, (), TEXT.encode())
    capture = record.record_exchange(run, "tx.gov.cn", exchange)
    assert capture.digest is not None
    record.record_reading(
        Reread(capture.digest, exchange.url, "r", NOW, "annual_report", True, "t", TEXT, {}, _figures())
    )
    return record


def test_figures_go_from_process_to_process_as_they_are() -> None:
    sent = _figures()
    whole = replace(sent.figures[0], low=Decimal("80.50"), group="g", cell_row="r", cell_column="c", cell_block="b")
    sent = replace(sent, figures=(whole, *sent.figures[1:]))
    assert pickle.loads(pickle.dumps(sent)) == sent


def test_a_reading_brings_its_figures(record: Record, tmp_path: Path) -> None:
    engine = make_reader(database_url(tmp_path))
    with reading(engine) as session:
        (held,) = session.scalars(select(FigureReading)).all()
        figures = session.scalars(select(Figure).order_by(Figure.number)).all()
        headlines = session.scalars(select(HeadlineRow).order_by(HeadlineRow.key)).all()
        (check,) = session.scalars(select(CheckResult)).all()
    engine.dispose()
    assert (held.text_digest, held.rules, held.year, held.level) == (DIGEST, RULES, 2017, "town")
    assert (held.not_mentioned, held.problems) == (["litigation"], [["odd", "a sentence"]])
    assert [(f.words, f.value, f.polarity) for f in figures] == [
        ("86条", Decimal("86"), "stated_number"),
        ("0.830%", Decimal("0.830"), "stated_number"),
        ("未收到申请", Decimal(0), "stated_none"),
    ]
    assert [str(f.value) for f in figures] == ["86", "0.830", "0"]
    assert all(TEXT[f.start : f.end] == f.words and f.text_digest == DIGEST and f.rules == RULES for f in figures)
    assert [(h.key, h.figure_number) for h in headlines] == [("proactive_total", 0), ("requests_received", 2)]
    assert (check.check_id, check.place, check.left, check.figures) == ("X2", "requests_received", Decimal(0), [2])
    record.close()


def test_the_same_rules_keep_a_text_once_and_other_rules_beside_it(record: Record) -> None:
    assert record.has_figures(DIGEST, RULES)
    assert not record.has_figures(DIGEST, "figures-2")
    assert not record.record_figures(DIGEST, _figures())
    assert record.record_figures(DIGEST, replace(_figures(), rules="figures-2"))
    assert record.has_figures(DIGEST, "figures-2")
    record.close()


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"end": len(TEXT) + 1}, id="ends beyond the text"),
        pytest.param({"start": -1}, id="starts before it"),
        pytest.param({"start": 5, "end": 5}, id="shows no words"),
    ],
)
def test_a_figure_without_words_is_refused_whole(record: Record, wrong: dict[str, int]) -> None:
    good = _figures()
    bad = replace(good, rules="bad", figures=(replace(good.figures[0], **wrong), *good.figures[1:]))
    with pytest.raises(ValueError, match="shows no words"):
        record.record_figures(DIGEST, bad)
    assert not record.has_figures(DIGEST, "bad")
    record.close()


def test_a_blank_cell_may_show_where_nothing_stands(record: Record) -> None:
    blank = replace(_figures().figures[0], value=None, polarity="blank_cell", start=5, end=5)
    assert record.record_figures(DIGEST, read([blank], year=2016))
    record.close()


def test_a_check_of_a_figure_that_is_not_there_is_refused(record: Record) -> None:
    check = TriedCheck("B1", "fails", "total", Decimal(1), Decimal(2), "differs", (7,))
    with pytest.raises(ValueError, match="figure 7 of 0"):
        record.record_figures(DIGEST, read([], checks=[check], year=2016))
    record.close()


def test_texts_of_versions_not_read_yet_are_named_until_they_are(tmp_path: Path) -> None:
    county = County(tmp_path)
    county.open()
    county.see(town("石角镇"), 2017, "t", TEXT, url="http://www.lianzhou.gov.cn/1.html")
    (unread,) = county.record.texts_without_figures(county.site, RULES)
    assert (unread.digest, unread.body, unread.year, unread.level) == (DIGEST, TEXT, 2017, "town")
    assert county.record.record_figures(DIGEST, _figures())
    assert county.record.texts_without_figures(county.site, RULES) == []
    county.close()
    county.record.close()
