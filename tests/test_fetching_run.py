"""Addresses in a whole run: accounted, loaded, published; killed and started again, nothing is lost or asked twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar, ParamSpec, TypeVar

import pytest

from claimhouse.pipeline import Account, DirectExecutor, run_pipeline
from claimhouse.pipeline.requeue import requeue
from claimhouse.settings import FetchSettings, RunSettings, Settings
from claimhouse.warehouse import Reader
from tests.web import Web, article, cached, reply, rss

P = ParamSpec("P")
T = TypeVar("T")


@pytest.fixture
def web() -> Iterator[Web]:
    """A network on loopback, asked by its real address."""
    with Web() as opened:
        yield opened


def settings_at(folder: Path) -> Settings:
    """Return settings with a database of its own, in this process, that may ask loopback."""
    return Settings(
        database=str(folder / "news.duckdb"),
        run=RunSettings(workers=1, isolated=False, batch_documents=2),
        fetch=FetchSettings(allow_private=True, delay_s=0, retries=0, revisit_hours=0),
    )


def feed_of(web: Web, *names: str, etag: str = '"one"') -> str:
    """Put a feed with pages on the network, and return it as a source."""
    base = f"http://127.0.0.1:{web.port}"
    web.pages["/feed"] = cached(rss(*(f"{base}/{name}" for name in names)), "application/rss+xml", etag)
    for name in names:
        web.pages.setdefault(f"/{name}", reply(article(name)))
    return f"feed:{base}/feed"


def asked(web: Web) -> list[str]:
    """Return the paths that were asked for since the last time, without robots.txt."""
    paths = [request.path for request in web.requests if request.path != "/robots.txt"]
    web.requests.clear()
    return paths


def outcomes(account: Account) -> tuple[int, int, int, int]:
    """Return what became of the items: loaded, known, rejected, quarantined; their sum is checked."""
    found = (account.loaded, account.known, account.rejected, account.quarantined)
    assert sum(found) == account.items
    return found


def query(settings: Settings, statement: str) -> list[dict[str, object]]:
    """Return the rows of a statement."""
    with Reader.open(Path(settings.database)) as reader:
        return list(reader.sql(statement).to_pylist())


def test_a_feed_run_by_run(web: Web, tmp_path: Path) -> None:
    """New pages are loaded, known ones not asked for, a broken one is quarantined until it is mended."""
    settings = settings_at(tmp_path)
    source = feed_of(web, "trams", "buses")
    web.pages["/buses"] = reply(status=404)
    assert outcomes(run_pipeline([source], settings)) == (1, 0, 0, 1)
    assert asked(web) == ["/feed", "/trams", "/buses"]
    assert outcomes(run_pipeline([source], settings)) == (0, 0, 0, 0)
    assert asked(web) == ["/feed"]
    rows = query(settings, "select reason, source, source_id, message from quarantine_current")
    assert [(row["reason"], row["source"]) for row in rows] == [("unreachable", source)]
    web.pages["/buses"] = reply(article("buses"))
    assert requeue(settings, reason="unreachable").items == 1
    assert outcomes(run_pipeline([source], settings)) == (1, 0, 0, 0)
    assert query(settings, "select * from quarantine_current") == []
    rows = query(settings, "select url, publisher, source_id from sighting where document_key is not null order by url")
    assert [row["source_id"] for row in rows] == [f"127.0.0.1:{web.port}/{name}" for name in ("buses", "trams")]
    assert {row["publisher"] for row in rows} == {"The Ostrow Courier"}


def test_a_feed_that_cannot_be_fetched_is_one_quarantined_item(web: Web, tmp_path: Path) -> None:
    """The first time; after that it is known, and when it works again it leaves the quarantine."""
    settings = settings_at(tmp_path)
    source = feed_of(web, "trams")
    feed = web.pages.pop("/feed")
    assert outcomes(run_pipeline([source], settings)) == (0, 0, 0, 1)
    assert outcomes(run_pipeline([source], settings)) == (0, 1, 0, 0)
    web.pages["/feed"] = feed
    assert outcomes(run_pipeline([source], settings)) == (1, 0, 0, 0)
    assert query(settings, "select * from quarantine_current") == []


class Dying(DirectExecutor):
    """Ends the run before a stage."""

    dies_before: ClassVar[str] = ""

    def call(self, stage: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Raise where the stage is that of the test."""
        if stage == self.dies_before:
            message = "the machine is gone"
            raise RuntimeError(message)
        return function(*args, **kwargs)


@pytest.mark.parametrize("stage", ["load", "dedupe", "publish"])
def test_a_run_that_dies_between_fetching_and_loading_loses_nothing(
    web: Web, tmp_path: Path, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next run has the pages without asking for them again, even where the feed has dropped them meanwhile."""
    settings = settings_at(tmp_path)
    source = feed_of(web, "trams", "buses", "cranes")
    monkeypatch.setattr(Dying, "dies_before", stage)
    with pytest.raises(RuntimeError, match="gone"):
        run_pipeline([source], settings, executor=Dying(workers=1))
    assert asked(web) == ["/feed", "/trams", "/buses", "/cranes"]
    feed_of(web, "ships", etag='"two"')
    account = run_pipeline([source], settings)
    assert asked(web) == ["/feed", "/ships"]
    assert account.loaded == (4 if stage == "load" else 1)
    assert len(query(settings, "select * from document")) == 4


def test_a_process_that_is_killed_loses_nothing(web: Web, tmp_path: Path) -> None:
    """`kill -9` while pages are fetched, and later and later: a clean run ends with every page, asked for once."""
    names = [f"p{number}" for number in range(6)]
    source = feed_of(web, *names)
    config = tmp_path / "claimhouse.toml"
    config.write_text(
        f'database = "{tmp_path / "news.duckdb"}"\n[run]\nworkers = 1\nisolated = false\n'
        "[fetch]\nallow_private = true\ndelay_s = 0.05\nretries = 0\n"
    )
    command = [sys.executable, "-m", "claimhouse", "run", "--direct", "--config", str(config), source]
    for reached in (2, 5, 7):
        process = subprocess.Popen(  # noqa: S603 - our own
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        end = time.monotonic() + 60
        while len({request.path for request in web.requests} - {"/robots.txt"}) < reached and time.monotonic() < end:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603 - our own
    assert done.returncode == 0, done.stderr
    settings = settings_at(tmp_path)
    assert len(query(settings, "select * from document")) == len(names)
    paths = [path for path in asked(web) if path != "/feed"]
    assert set(paths) == {f"/{name}" for name in names}
    assert len(paths) <= len(names) + 3  # at most the one that was under way when it was killed
    again = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603 - our own
    assert again.returncode == 0, again.stderr
    assert "had nothing new" in again.stderr
    assert asked(web) == ["/feed"]
