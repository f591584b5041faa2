"""What the replica promises to hold: every true report is served at every address it is said to have."""

import html
import re
from datetime import date

import pytest

from tests.replica.client import Client
from tests.replica.counties import COUNTIES, build_county
from tests.replica.county import Paragraph, Table, lines
from tests.replica.moments import chinese
from tests.replica.proxy import Replica
from tests.replica.report_tables import FORMULA
from tests.replica.seeds import DEFAULT_TEXTS, PLACES, MissingSeeds, load_seeds

_TAG = re.compile(r"<[^>]+>")


def _visible(body: bytes) -> str:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("gb18030")
    text = text.replace("\\u003C", "<").replace("\\u003E", ">").replace("\\u0026", "&")
    return re.sub(r"\s", "", html.unescape(_TAG.sub("", text)))


def test_every_report_is_served_word_for_word_at_each_of_its_addresses(replica: Replica, client: Client) -> None:
    truth = replica.truth()
    assert len(truth) == 8 * 5
    for report in truth:
        for url in (*report.addresses, *report.mirrors):
            answer = client.get(url)
            shown = _visible(answer.body)
            assert answer.status == 200, url
            if report.only_attached:
                assert "详见附件" in shown
                continue
            for line in report.text.replace(" | ", "\n").split("\n"):
                assert re.sub(r"\s", "", line) in shown, (url, line)


def test_every_attachment_is_a_real_file_of_its_type(replica: Replica, client: Client) -> None:
    magic = {"doc": b"\xd0\xcf\x11\xe0", "docx": b"PK\x03\x04", "pdf": b"%PDF-1.4"}
    files = [url for report in replica.truth() for url in report.files]
    assert {url.rpartition(".")[2] for url in files} == set(magic)
    for url in files:
        assert client.get(url).body.startswith(magic[url.rpartition(".")[2]]), url


@pytest.mark.parametrize("host", COUNTIES)
def test_each_county_has_an_empty_year_a_report_only_attached_and_articles_that_are_none(host: str) -> None:
    county = build_county(host)
    truth = county.truth()
    assert county.county.empty
    assert not {(report.unit, report.year) for report in truth} & county.county.empty
    assert any(report.only_attached and report.files for report in truth)
    assert any(not document.is_report for document in county.county.documents.values())


@pytest.mark.parametrize("host", COUNTIES)
def test_no_two_documents_share_an_address(host: str) -> None:
    county = build_county(host, "demo")
    owners: dict[str, str] = {}
    for document in county.county.documents.values():
        for dialect in county.portal.dialects:
            for url in (*dialect.addresses(document), *dialect.mirrors(document)):
                assert owners.setdefault(url, document.id) == document.id, url


def test_some_reports_stand_at_two_declared_addresses_and_some_in_undeclared_columns(replica: Replica) -> None:
    truth = replica.truth()
    assert sum(len(report.addresses) > 1 for report in truth) >= 3
    assert any(report.mirrors for report in truth)


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2023])
@pytest.mark.parametrize("seed", range(5))
def test_the_sums_of_generated_tables_hold(year: int, seed: int) -> None:
    county = build_county("tx.gov.cn", "full", seed)
    reports = [document for document in county.county.documents.values() if document.is_report]
    tables = [
        block for document in reports if document.year == year for block in document.body if isinstance(block, Table)
    ]
    assert len(tables) >= 30
    for table in tables:
        if table.rows[0][0].text == FORMULA:
            rows = [[int(cell.text) for cell in row[-7:]] for row in table.rows[3:]]
            new, carried_in, *outcomes, total, carried_out = rows
            assert len(outcomes) + 1 == (22 if year >= 2021 else 20)
            for column in range(7):
                assert new[column] + carried_in[column] == total[column] + carried_out[column]
                assert total[column] == sum(row[column] for row in outcomes)
            assert all(row[6] == sum(row[:6]) for row in rows)
        elif table.rows[0][0].text == "行政复议":
            figures = [int(cell.text) for cell in table.rows[-1]]
            assert len(figures) == 15
            assert all(figures[at + 4] == sum(figures[at : at + 4]) for at in (0, 5, 10))


def test_the_given_reports_stand_in_their_portals_line_for_line() -> None:
    try:
        seeds = load_seeds(DEFAULT_TEXTS)
    except MissingSeeds as missing:
        pytest.skip(f"given report texts are absent: {missing}")
    placed = {}
    for host in COUNTIES:
        for report in build_county(host, texts=DEFAULT_TEXTS).truth():
            if report.seed:
                placed[report.seed] = report
    assert sorted(placed) == sorted(PLACES)
    for seed in seeds.values():
        report = placed[seed.number]
        assert (report.unit, report.year, report.title) == (seed.place.unit, seed.place.year, seed.place.title)
        assert report.text.split("\n") == list(seed.lines)
        assert all(line not in report.text.split("\n") for line in seed.chrome)


def test_a_missing_given_text_is_named() -> None:
    with pytest.raises(MissingSeeds, match="000_"):
        load_seeds(DEFAULT_TEXTS.parent / "no-such-folder")


def test_text_lines_join_table_cells() -> None:
    report = build_county("tx.gov.cn").county.documents["tx.gov.cn/石门镇/2021"]
    assert any(line.count(" | ") >= 3 for line in lines(report.body))
    assert any(isinstance(block, Paragraph) and block.text == "六、其他需要报告的事项" for block in report.body)


def test_dates_in_chinese_numerals() -> None:
    assert chinese(date(2018, 1, 3), "○") == "二○一八年一月三日"
    assert chinese(date(2020, 12, 28)) == "二〇二〇年十二月二十八日"
