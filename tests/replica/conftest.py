"""One running replica of all five counties for the tests that only look, a fresh one for those that change things."""

from collections.abc import Iterator

import pytest

from tests.replica.client import Client
from tests.replica.proxy import Replica, running_county


@pytest.fixture(scope="session")
def replica() -> Iterator[Replica]:
    with running_county() as running:
        yield running


@pytest.fixture(scope="session")
def client(replica: Replica) -> Client:
    return Client(replica)


@pytest.fixture
def fresh() -> Iterator[Replica]:
    with running_county("mhk.gov.cn", "tx.gov.cn") as running:
        yield running


@pytest.fixture
def visitor(fresh: Replica) -> Client:
    return Client(fresh)
