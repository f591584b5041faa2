"""What every room's tests share: the switch for the long suites, and the loud skip where test data is absent."""

from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--run-full", action="store_true", help="also run the long forms of the kill, fuzz and scale suites"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--run-full"):
        return
    for item in items:
        if item.get_closest_marker("full"):
            item.add_marker(pytest.mark.skip(reason="long form; run with `make test-full`"))


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder of real pages and reports written by others, which is never part of the repository."""
    if not DATA.is_dir():
        pytest.skip("no ../shared/data beside the checkout: real pages and the five seed reports were NOT tested")
    return DATA
