"""Reports as files, the whole way: a report as page, PDF and Word file is one version with as many carriers."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.replica.county import Attachment, Document, Paragraph, Table
from tests.replica.proxy import running_county
from tests.whole.desk import Desk, desk_on

HOST = "tx.gov.cn"
#: Every type there is a writer for.
TYPES = ("pdf", "docx", "ofd", "rtf", "zip", "doc", "wps", "xlsx", "xls", "et")


@dataclass(frozen=True)
class Files:
    """An archive after two crawls of a county whose reports hang on their pages in every type."""

    desk: Desk
    alone: dict[str, str]
    versions: tuple[list[tuple[object, ...]], list[tuple[object, ...]]]
    truth: set[tuple[str, int]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Files]:
    data: Path = tmp_path_factory.mktemp("files") / "var"
    with running_county(HOST) as replica:
        documents = [document for document in replica.counties[HOST].county.documents.values() if document.is_report]
        for document in documents:
            document.attachments.clear()
        tabular = [document for document in documents if any(isinstance(block, Table) for block in document.body)]
        _hang_beside(tabular[0])
        alone = _hang_alone([document for document in documents if document is not tabular[0]])
        desk = desk_on(replica, data)
        desk.crawl(HOST)
        first = _versions(desk)
        desk.crawl(HOST, "--recheck")
        truth = {(report.unit, report.year) for report in replica.truth(HOST)}
        yield Files(desk, alone, (first, _versions(desk)), truth)


def _hang_beside(document: Document) -> None:
    """The report once more as a file of every type, beside the page that says it."""
    for number, extension in enumerate(TYPES):
        name = f"{document.title}.{extension}"
        document.attachments.append(Attachment(name, document.body, 70000000 + number))


def _hang_alone(documents: list[Document]) -> dict[str, str]:
    """Reports whose page only points to a file, each of another type. Report id by type."""
    hung = {}
    for number, (extension, document) in enumerate(
        zip(("pdf", "wps", "ofd", "rtf", "xlsx", "zip", "et", "docx"), documents, strict=False)
    ):
        body = document.attached if document.only_attached else document.body
        document.only_attached, document.attached = True, body
        document.body = (Paragraph("详见附件。"),)
        document.attachments = [Attachment(f"{document.title}.{extension}", body, 71000000 + number)]
        hung[extension] = document.id
    return hung


def _versions(desk: Desk) -> list[tuple[object, ...]]:
    return desk.ask("SELECT report_id, seq, text_digest FROM version ORDER BY 1, 2")


def _carriers(files: Files, report_id: object) -> dict[str, bool]:
    """What a report's standing renditions are carried by, and whether each says what its version says."""
    query = "SELECT carrier, same_text FROM rendition WHERE report_id = ? AND ended_at IS NULL"
    return {str(carrier): bool(same) for carrier, same in files.desk.ask(query, report_id)}


def test_every_report_comes_home_whatever_file_it_is(files: Files) -> None:
    found = files.desk.ask(
        "SELECT issuer.name, report.year FROM report JOIN issuer ON issuer.id = report.issuer_id "
        "WHERE report.current_seq IS NOT NULL AND report.merged_into IS NULL",
    )
    assert sorted(found) == sorted((unit.removesuffix("人民政府"), year) for unit, year in files.truth)


def test_a_report_that_is_only_a_file_is_carried_by_it(files: Files) -> None:
    alone = files.desk.ask("SELECT carrier FROM rendition GROUP BY report_id HAVING count(*) = 1")
    # A .wps is Word's format and an .et is Excel's.
    expected = {{"wps": "doc", "et": "xls"}.get(kind, kind) for kind in files.alone}
    assert {str(carrier) for (carrier,) in alone} == expected
    assert len(files.alone) >= 5


def test_a_report_as_page_and_files_is_one_version_with_as_many_carriers(files: Files) -> None:
    [(report_id,)] = files.desk.ask("SELECT report_id FROM rendition GROUP BY report_id HAVING count(*) > 2")
    carriers = _carriers(files, report_id)
    assert carriers == dict.fromkeys({"html", *TYPES} - {"wps", "et"}, True)
    assert files.desk.ask("SELECT count(*) FROM version WHERE report_id = ?", report_id) == [(1,)]


def test_looking_again_brings_no_version(files: Files) -> None:
    before, after = files.versions
    assert before == after
    assert len(before) == len(files.truth)
