"""The Prefect server that schedules the flows: the one named in `PREFECT_API_URL`, one that answers here, or a new one.

Nothing here imports Prefect, which reads the server's address once, when it is imported.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from claimhouse.errors import SettingsError

API_URL = "PREFECT_API_URL"
START_S = 120.0
_ANSWER_S = 5.0
_STOP_S = 10.0


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers.

    Attributes:
        api: address of its API.
        ours: started here, and stopped with us.
    """

    api: str
    ours: bool

    @property
    def page(self) -> str:
        """Address of its page for people."""
        return self.api.removesuffix("/api")


@contextmanager
def running_server(port: int, before: Callable[[], object] = lambda: None) -> Iterator[Server]:
    """Find or start a server and name it in the environment, for all that import Prefect from now on.

    Args:
        port: of a server on this machine.
        before: called when the environment is ready, before a server is asked or started.

    Raises:
        SettingsError: what answers there is no Prefect server, or one of another version; or none comes up.
    """
    named = os.environ.get(API_URL)
    api = named or f"http://127.0.0.1:{port}/api"
    os.environ[API_URL] = api
    before()
    found = server_version(api)
    if found is not None:
        _check(api, found)
        yield Server(api=api, ours=False)
        return
    if named:
        message = f"no Prefect server answers at {named} ({API_URL}); unset it to have one started here"
        raise SettingsError(message)
    log = Path(os.environ["PREFECT_HOME"]) / "server.log"
    with log.open("ab") as out:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter; a group of its own: Ctrl-C is ours to handle
            [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        _wait(process, api, log)
        yield Server(api=api, ours=True)
    finally:
        process.terminate()
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def server_version(api: str) -> str | None:
    """Return the version of the Prefect server behind an address; null where nothing answers.

    Raises:
        SettingsError: something else answers there.
    """
    try:
        with urllib.request.urlopen(f"{api}/admin/version", timeout=_ANSWER_S) as answer:  # noqa: S310 - http by us or the user
            return str(json.loads(answer.read(1000)))
    except (urllib.error.HTTPError, ValueError) as error:
        message = f"something that is no Prefect server answers at {api}; choose another --port"
        raise SettingsError(message) from error
    except OSError:
        return None


def _check(api: str, found: str) -> None:
    ours = version("prefect")
    if found.split(".")[:2] != ours.split(".")[:2]:
        message = f"the Prefect server at {api} is {found}, expected {ours}; choose another --port to have one started"
        raise SettingsError(message)


def _wait(process: subprocess.Popen[bytes], api: str, log: Path) -> None:
    end = time.monotonic() + START_S
    while server_version(api) is None:
        if process.poll() is not None or time.monotonic() > end:
            message = f"the Prefect server did not come up at {api} within {START_S:g} s: see {log}"
            raise SettingsError(message)
        time.sleep(0.5)
