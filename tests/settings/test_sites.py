"""Site rows: what is declared is checked, and an error names file, row and reason."""

from pathlib import Path

import pytest

from settings.sites import BadSiteRow, UnknownSite, find_site, load_sites

ROW = """
[[site]]
host = "example.gov.cn"
name = "示例县人民政府"
division = "999901"
first_year = 2008

[[site.column]]
key = "reports"
family = "trs"
start = ["http://www.example.gov.cn/zwgk/ndbg/"]
"""


def _load(folder: Path, text: str, name: str = "99-example.toml") -> None:
    (folder / name).write_text(text, encoding="utf-8")
    load_sites(folder)


def test_the_shipped_rows_load_and_hold_the_five_portals() -> None:
    sites = load_sites()
    assert {"tx.gov.cn", "qiongzhong.hainan.gov.cn", "bjmy.gov.cn", "lianzhou.gov.cn", "mhk.gov.cn"} <= set(sites)


def test_a_minimal_row(tmp_path: Path) -> None:
    (tmp_path / "99.toml").write_text(ROW, encoding="utf-8")
    site = load_sites(tmp_path)["example.gov.cn"]
    assert site.hosts == {"example.gov.cn", "www.example.gov.cn"}
    assert site.columns[0].annual
    assert site.owns("https://WWW.example.gov.cn/x")
    assert not site.owns("http://www.example.gov.cn.evil.com/")
    assert not site.owns("ftp://www.example.gov.cn/")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(("name =", "nmae ="), "name is missing", id="a key misspelt"),
        pytest.param(("first_year = 2008", "first_year = 2008\ncolour = 1"), "unknown key 'colour'", id="unknown key"),
        pytest.param(('key = "reports"', 'key = "reports"\nspeed = 2'), "unknown key 'speed'", id="unknown column key"),
        pytest.param(("999901", "9999"), "six digits", id="division"),
        pytest.param(("2008", "1999"), "before 2008", id="year before the Regulation"),
        pytest.param(("2008", '"2008"'), "a int is wanted", id="type"),
        pytest.param(('host = "example.gov.cn"', 'host = "www.example.gov.cn"'), "bare", id="host with www"),
        pytest.param(('host = "example.gov.cn"', 'host = "example.com"'), "gov.cn", id="host off gov.cn"),
        pytest.param(
            ("http://www.example.gov.cn/", "http://other.gov.cn/"), "none of the row's hosts", id="start off host"
        ),
        pytest.param(('["http', '["ftp'), "none of the row's hosts", id="start not http"),
        pytest.param(('family = "trs"', 'family = "trs"\ncharset = "klingon"'), "klingon", id="charset"),
        pytest.param(('family = "trs"', 'family = "trs"\nconfidence = "sure"'), "sure", id="confidence"),
        pytest.param(("first_year = 2008", "first_year = 2008\ndelay = 0.1"), "below 2 s", id="pace"),
        pytest.param(("[[site.column]]", "[[site.colunm]]"), "column is missing", id="no column"),
        pytest.param(("[[site]]", "[[site]"), "not valid TOML", id="not TOML"),
        pytest.param(("[[site]]", "[other]\n[[site]]"), "unknown table 'other'", id="unknown table"),
    ],
)
def test_a_malformed_row_is_named(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    with pytest.raises(BadSiteRow, match=says) as raised:
        _load(tmp_path, ROW.replace(*change, 1))
    assert "99-example.toml" in str(raised.value)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSiteRow, match=r"no such folder of site rows"):
        load_sites(tmp_path / "nowhere")


def test_a_host_declared_twice_names_both_files(tmp_path: Path) -> None:
    (tmp_path / "01.toml").write_text(ROW, encoding="utf-8")
    with pytest.raises(BadSiteRow, match=r"02\.toml.*first in 01\.toml"):
        _load(tmp_path, ROW, "02.toml")


@pytest.mark.parametrize(
    "wanted", ["tx.gov.cn", "www.tx.gov.cn", "TX.GOV.CN", "http://www.tx.gov.cn/col/col1/index.html", "tx.gov.cn/"]
)
def test_a_site_is_found_as_people_write_it(wanted: str) -> None:
    assert find_site(load_sites(), wanted).host == "tx.gov.cn"


def test_an_unknown_site_gets_a_hint() -> None:
    with pytest.raises(UnknownSite, match=r"did you mean lianzhou\.gov\.cn"):
        find_site(load_sites(), "lianzou.gov.cn")
