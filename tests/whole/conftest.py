"""Archives for the tests that go the whole way against counties on loopback: empty ones, and copies of crawled ones."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.replica.proxy import Replica, running_county
from tests.whole.desk import HOST, Desk, desk_on


@pytest.fixture
def open_desk(tmp_path: Path) -> Callable[..., Desk]:
    """Open an archive of its own on a running replica."""

    def opened(replica: Replica, name: str = "var", **extra: str) -> Desk:
        return desk_on(replica, tmp_path / name, PYTHONUNBUFFERED="1", **extra)

    return opened


@pytest.fixture(scope="session")
def crawled_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Replica, str], Desk]:
    """A good archive of one county, crawled when first asked for; whoever would change it takes a copy.

    Replicas of one county are alike to the byte until a script changes them, so that what was crawled from the first
    goes on against the next.
    """
    made: dict[str, Path] = {}

    def crawled(replica: Replica, host: str) -> Desk:
        if host not in made:
            data = tmp_path_factory.mktemp("crawled") / "var"
            desk_on(replica, data).crawl(host)
            made[host] = data
        return desk_on(replica, made[host])

    return crawled


@pytest.fixture(scope="module")
def county() -> Iterator[Replica]:
    """A running replica of that county, for one file of tests."""
    with running_county(HOST) as replica:
        yield replica


@pytest.fixture(scope="module")
def crawled(county: Replica, crawled_once: Callable[[Replica, str], Desk]) -> Desk:
    """A good archive of it, which nobody changes."""
    return crawled_once(county, HOST)


@pytest.fixture
def desk(crawled: Desk, tmp_path: Path) -> Desk:
    """A copy of the good archive, for one test to attack."""
    return crawled.copy_to(tmp_path / "var")
