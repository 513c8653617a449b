"""Settings of every test: the same examples on every machine, no home folder, one language."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("steady")

SHARED = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty home folder."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True, scope="session")
def _own_surroundings(home: Path) -> Iterator[None]:
    """Tests see an empty home, no search path of the maker, English, and Python's own habit of caches."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "XDG_CONFIG_HOME"):
            patch.setenv(name, str(home))
        patch.setattr(sys, "dont_write_bytecode", False)
        for name in ("MOBILIER_PATH", "LC_ALL", "LC_MESSAGES", "LANGUAGE", "PYTHONDONTWRITEBYTECODE"):
            patch.delenv(name, raising=False)
        patch.setenv("LANG", "C.UTF-8")
        yield


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder of one's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def shared() -> Path:
    """The data beside the project that tests may read; skips where it is absent."""
    if not SHARED.exists():
        pytest.skip("no shared data beside the project (../shared/data)")
    return SHARED


SLOW = Path(__file__).parent / "slow.txt"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that slow.txt names; a name that no longer is one is a mistake."""
    named = {line for line in SLOW.read_text("utf-8").splitlines() if line and not line.startswith("#")}
    seen = set()
    for item in items:
        name = item.nodeid.partition("[")[0]
        if name in named:
            seen.add(name)
            item.add_marker(pytest.mark.slow)
    files = {item.nodeid.partition("::")[0] for item in items}
    whole = not config.getoption("keyword") and not any("::" in word for word in config.args)
    gone = {name for name in named - seen if name.partition("::")[0] in files}
    if whole and gone:
        msg = f"tests/slow.txt names tests that are not there: {', '.join(sorted(gone))}"
        raise pytest.UsageError(msg)
