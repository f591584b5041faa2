"""`fangzhi probe --save` into a checkout of its own: the next test run covers the site, and notices what changes."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from settings.sites import load_sites
from tests.replica.proxy import Replica, running_county
from tests.whole.desk import ROOT, Desk

HOST, HOME = "haicheng.gov.cn", "http://www.haicheng.gov.cn/"


@pytest.fixture(scope="module")
def county() -> Iterator[Replica]:
    with running_county(HOST) as replica:
        yield replica


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout without site rows and golden pages, else as this one."""
    folder = tmp_path_factory.mktemp("checkout")
    skipped = shutil.ignore_patterns("__pycache__", "pages", "sites", "*.pyc", "replica", "bench", "portals")
    for room in ("settings", "archive", "crawler", "scheduler", "tests"):
        shutil.copytree(ROOT / room, folder / room, ignore=skipped)
    for name in ("pyproject.toml", "fangzhi.py"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "settings" / "portals").mkdir()
    (folder / "tests" / "pages").mkdir()
    return folder


def run_tests(checkout: Path) -> subprocess.CompletedProcess[str]:
    """The two standing tests over saved pages and sites, in that checkout."""
    wanted = ["tests/crawler/test_saved_sites.py", "tests/crawler/test_golden_pages.py", "-k", HOST]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *wanted]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, timeout=200, check=False)


def test_the_next_test_run_covers_a_saved_site(county: Replica, checkout: Path, open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(county)
    done = desk.run("probe", HOME, "--save", "--checkout", str(checkout), "--json")
    said = json.loads(done.stdout)
    assert said["saved"], done.stderr.decode()
    (file,) = (checkout / "settings" / "portals").glob("*.toml")
    assert file.name == "liaoning.toml"
    assert load_sites(file.parent)[HOST].columns
    covered = run_tests(checkout)
    assert covered.returncode == 0, covered.stdout
    folders = list((checkout / "tests" / "pages").glob(f"*/{HOST}-*"))
    walked = [column["key"] for column in said["columns"]]
    assert f"{len(folders) + len(walked) + 1} passed" in covered.stdout
    assert {folder.name for folder in folders} == {f"{HOST}-{number}" for number in range(1, len(folders) + 1)}

    for page in (checkout / "tests" / "pages").glob(f"*/{HOST}-*/page.*"):
        page.write_bytes(re.sub(rb"(?i)<a\b", b"<b", page.read_bytes()))
    noticed = run_tests(checkout)
    assert noticed.returncode == 1
    assert f"{HOST}/{walked[0]}" in noticed.stdout


def test_a_declared_host_is_refused_before_the_portal_is_asked(
    county: Replica, open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    portals = tmp_path / "portals"
    portals.mkdir()
    shutil.copy(ROOT / "tests" / "replica" / "rows" / "plain.toml", portals / "liaoning.toml")
    (tmp_path / "tests" / "pages").mkdir(parents=True)
    asked = len(county.log.urls())
    desk = open_desk(county, FANGZHI_PORTALS=str(portals))
    done = desk.run("probe", HOME, "--save", "--checkout", str(tmp_path))
    assert done.returncode == 1
    assert f"{HOST} is declared already, in liaoning.toml" in done.stderr.decode()
    assert len(county.log.urls()) == asked


def test_a_folder_that_is_no_checkout_is_refused(
    county: Replica, open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    done = open_desk(county).run("probe", HOME, "--save", "--checkout", str(tmp_path))
    assert done.returncode == 1
    assert "is no source checkout" in done.stderr.decode()
