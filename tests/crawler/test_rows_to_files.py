"""A list may lead straight to a file: the row is its only page, and the file is the report."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.families.attachments import leads_to_a_file
from tests.crawler.paper import ROOT, PaperPortal, Sheet, name_of, title_of
from tests.replica.docx import make_docx

NAME = name_of(1)
LINES = [
    title_of(NAME),
    "根据《中华人民共和国政府信息公开条例》的规定，现公布本镇政府信息公开工作年度报告。",
    "一、主动公开政府信息情况。2017年，我镇主动公开政府信息86条。",
    "二、依申请公开情况。全年未收到政府信息公开申请。三、全年未发生行政复议和行政诉讼。",
    "山城镇人民政府",
    "2018年1月3日",
]


def test_a_row_that_leads_to_a_file_is_read_as_one(tmp_path: Path) -> None:
    portal = PaperPortal(tmp_path)
    file = "201801/P020180103400000000001.docx"
    portal.article(NAME)
    rows = (
        f'<li><a href="./{NAME}">{title_of(NAME)}</a><span>2018-01-03</span></li>'
        f'<li><a href="./{file}">{title_of(name_of(2, 2016))}</a><span>2017-01-03</span></li>'
    )
    frame = '<div class="side"><a href="./201801/P020180103400000000009.doc">申请表</a></div>'
    pager = '<script>createPageHTML(1,0,"index","html")</script>'
    text = f'<html><body><ul class="list">{rows}</ul>{frame}{pager}</body></html>'
    portal.sheets[ROOT] = Sheet(text.encode())
    lines = [line.replace("2018", "2017").replace("2017年", "2016年", 1) for line in LINES]
    lines[0] = title_of(name_of(2, 2016))
    portal.sheets[f"{ROOT}{file}"] = Sheet(make_docx(lines), charset=None)
    assert portal.crawl().state == "complete"
    connection = sqlite3.connect(portal.data / "archive.sqlite")
    try:
        found = connection.execute(
            "SELECT report.year, rendition.carrier, rendition.url FROM report "
            "JOIN rendition ON rendition.report_id = report.id ORDER BY report.year"
        ).fetchall()
    finally:
        connection.close()
    assert found == [(2016, "docx", f"{ROOT}{file}"), (2017, "html", f"{ROOT}{NAME}")]
    again = portal.crawl(timedelta(days=100))
    assert again.state == "complete"
    assert not again.tally.results.get("new_version")


@pytest.mark.parametrize(
    ("url", "is_file"),
    [
        pytest.param("http://a.gov.cn/xx/P020180103400000000001.pdf", True, id="a file of TRS"),
        pytest.param("http://a.gov.cn/xx/2017年报.DOC", True, id="an extension in capitals"),
        pytest.param(
            "http://a.gov.cn/module/download/downfile.jsp?classid=0&filename=a.pdf", True, id="download script"
        ),
        pytest.param("http://a.gov.cn/xx/t20180103_1.html", False, id="an article"),
        pytest.param("http://a.gov.cn/doc/", False, id="a folder"),
        pytest.param("http://a.gov.cn/show.php?id=3.doc", False, id="an extension in the query of a page"),
    ],
)
def test_addresses_of_files_are_told_by_their_shape(url: str, is_file: bool) -> None:
    assert leads_to_a_file(url) is is_file
