"""What every room's tests share: the switch for the long suites, and the loud skip where test data is absent."""

from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--run-full", action="store_true", help="also run the long forms of the kill, fuzz and scale suites"
    )
    parser.addoption("--kills", type=int, default=30, metavar="N", help="how often the long form kills a crawl")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # Two processes share out whole files: the long ones first, so that none is left over for one of them at the end.
    items.sort(key=lambda item: "whole" not in item.path.parts)
    if config.getoption("--run-full"):
        return
    for item in items:
        if item.get_closest_marker("full"):
            item.add_marker(pytest.mark.skip(reason="long form; run with `make full`"))


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder of real pages and reports written by others, which is never part of the repository."""
    if not DATA.is_dir():
        pytest.skip("no ../shared/data beside the checkout: real pages and the five seed reports were NOT tested")
    return DATA
