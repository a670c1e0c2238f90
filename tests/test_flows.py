"""The flow: Prefect runs the same stages to the same tables. The only tests that start Prefect, in other processes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from claimhouse.errors import ClaimhouseError
from claimhouse.settings import Settings, load
from claimhouse.warehouse import Reader
from tests.determinism import assert_same_state, state_of_database

# A server creates its database first; a busy machine takes its time.
START_S = 240.0
# Few pages, several batches: more than one task run for each stage.
SOURCES = ["samples/archive.warc.gz"]

STAGES = '''
import os

def note(folder, context):
    (folder / "clean").touch()

def die_once(folder, context):
    """Lose the worker of one batch, once."""
    flag = folder.parent / "died"
    if folder.name == "b1" and not flag.exists():
        flag.touch()
        os._exit(9)

def fail(folder, context):
    raise ValueError("the stage failed")
'''
LOST_WORKER = """
import sys
from pathlib import Path
from flows.offline import prepare
prepare()
from prefect import flow
from claimhouse.pipeline.executor import BatchStage
from claimhouse.settings import Settings
from flows.executor import PrefectExecutor
from types import SimpleNamespace
import stages

CONTEXT = SimpleNamespace(settings=Settings())

@flow
def job(folder):
    executor = PrefectExecutor(2)
    folders = [folder / name for name in ("b0", "b1", "b2", "b3", "b4", "b5")]
    for place in folders:
        place.mkdir()
    chain = [BatchStage("clean", stages.note), BatchStage("sign", stages.die_once)]
    done = sorted(place.name for place in executor.batches(chain, folders, CONTEXT))
    print("done", *done, executor.call("load", sum, [1, 2]))
    try:
        failing = [BatchStage("clean", stages.fail), BatchStage("sign", stages.note)]
        list(executor.batches(failing, folders[:1], CONTEXT))
    except ValueError as error:
        print("raised", error)

if __name__ == "__main__":
    job(Path(sys.argv[1]))
"""

MISSED = """
import asyncio
from datetime import UTC, datetime, timedelta
from flows.deployments import longest_gap_s
from flows.pipeline import pipeline
from prefect.runtime import flow_run
from claimhouse.settings import ServeSettings

print(asyncio.run(longest_gap_s(ServeSettings(cron="0 6,8 * * *"))), asyncio.run(longest_gap_s(ServeSettings())))
flow_run.scheduled_start_time = datetime.now(UTC) - timedelta(hours=1)
for _ in range(2):
    state = pipeline(["samples/loose/board-bulletin.txt"], database={database!r}, skip_after_s=60, return_state=True)
    print(state.name)
"""

BACKLOG = """
import asyncio
from datetime import UTC, datetime, timedelta
from flows.backlog import leave_out
from flows.pipeline import pipeline
from prefect.client.orchestration import get_client
from prefect.states import Running, Scheduled

now = datetime.now(UTC)

async def deploy():
    deployment = await pipeline.ato_deployment(name="backlog")
    return await deployment.aapply()

one = asyncio.run(deploy())
with get_client(sync_client=True) as client:
    def due(minutes):
        state = Scheduled(scheduled_time=now + timedelta(minutes=minutes))
        return client.create_flow_run_from_deployment(one, state=state, parameters={"sources": []}).id
    runs = [due(minutes) for minutes in (-30, -20, -10, -5, 10)]
    client.set_flow_run_state(runs[1], Running(), force=True)
    print(leave_out(one, now - timedelta(minutes=7)))
    print(*(client.read_flow_run(run).state.name for run in runs))
"""


def wait_until(holds: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.2)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and whatever it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def start(*command: str, root: Path, environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start a program of the environment in a group of its own."""
    with log.open("wb") as out:
        return subprocess.Popen(  # noqa: S603 - our own
            command, cwd=root, env=environment, stdout=out, stderr=out, start_new_session=True
        )


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def answers(url: str) -> bool:
    """Whether a server says that it is well."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="module")
def environment(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a Prefect server that these tests share, with a home of its own."""
    home = tmp_path_factory.mktemp("prefect")
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PYTHONPATH": str(root),
    }
    server = start(
        *(sys.executable, "-m", "prefect", "server", "start", "--port", str(port), "--no-ui"),
        root=root,
        environment=environment,
        log=home / "server.log",
    )
    try:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/api/health"), START_S, "the server")
        yield {**environment, "PREFECT_API_URL": f"http://127.0.0.1:{port}/api"}
    finally:
        stop(server)


def small_batches(root: Path, folder: Path) -> Path:
    """A configuration with batches of two documents."""
    config = folder / "small.toml"
    config.write_text("[run]\nbatch_documents = 2\nworkers = 2\n", encoding="utf-8")
    assert load(config) != load(root / "config" / "default.toml")
    return config


def run_claimhouse(root: Path, environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line."""
    command = [sys.executable, "-m", "claimhouse", *arguments]
    return subprocess.run(  # noqa: S603 - our own
        command, cwd=root, env=environment, capture_output=True, text=True, timeout=400, check=False
    )


def asked(environment: Mapping[str, str], what: str, filtered: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401 - JSON
    """What the server has of something."""
    address = f"{environment['PREFECT_API_URL']}/{what}/filter"
    body = json.dumps(filtered or {}).encode()
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})  # noqa: S310 - our own address
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - the same
        return json.loads(answer.read())


def test_the_flow_gives_the_tables_of_the_direct_run(root: Path, environment: dict[str, str], tmp_path: Path) -> None:
    """`claimhouse run` with and without the orchestrator: same account, same deterministic tables, quiet terminal."""
    config = str(small_batches(root, tmp_path))
    outputs = {}
    for name, options in (("flow", []), ("direct", ["--direct"])):
        database = str(tmp_path / f"{name}.duckdb")
        done = run_claimhouse(root, environment, "run", *SOURCES, *options, "--config", config, "--database", database)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        assert "| WARNING |" not in done.stderr
        outputs[name] = done.stdout.splitlines()[0]
    assert outputs["flow"] == outputs["direct"]
    states = {name: state_of_database(tmp_path / f"{name}.duckdb") for name in outputs}
    assert_same_state(states["flow"], states["direct"])
    assert states["flow"]["claim"]
    shown = {one["key"]: one["data"] for one in asked(environment, "artifacts")}
    assert set(shown) == {"claimhouse-account", "claimhouse-run"}
    assert str(shown["claimhouse-run"]).startswith("# Run 1: published")
    assert '"measure": "loaded"' in str(shown["claimhouse-account"])


def test_a_missing_source_is_one_line_with_the_flow_too(
    root: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    """An error inside the flow reaches the user as it does without it: one line, and the same exit code."""
    database = str(tmp_path / "d.duckdb")
    done = run_claimhouse(root, environment, "run", str(tmp_path / "nowhere"), "--database", database)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "no such file or folder" in done.stderr


def test_a_lost_worker_costs_nothing(root: Path, environment: dict[str, str], tmp_path: Path) -> None:
    """A batch whose process dies is run again; a stage that raises ends the run with its own error."""
    (tmp_path / "stages.py").write_text(STAGES, encoding="utf-8")
    (tmp_path / "job.py").write_text(LOST_WORKER, encoding="utf-8")
    (tmp_path / "work").mkdir()
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, str(tmp_path / "job.py"), str(tmp_path / "work")],
        cwd=root,
        env={**environment, "PYTHONPATH": f"{root}:{tmp_path}"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stdout.splitlines() == ["done b0 b1 b2 b3 b4 b5 3", "raised the stage failed"], done.stderr
    assert (tmp_path / "work" / "died").exists()


def published(database: Path) -> bool:
    """Whether a scheduled run has published."""
    try:
        with Reader.open(database) as reader:
            statement = "select count(*) as runs from run where command = 'flow' and status = 'published'"
            return bool(reader.sql(statement).to_pylist()[0]["runs"])
    except ClaimhouseError:
        return False


def told(environment: Mapping[str, str]) -> set[str]:
    """The names of the events of ours that the server has."""
    filtered = {"filter": {"event": {"prefix": ["claimhouse."]}}, "limit": 50}
    events = asked(environment, "events", filtered)["events"]
    return {str(event["event"]) for event in events}


def test_serving_starts_a_server_and_a_scheduled_run_happens(
    root: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    """One command: a server where none answers, a run that publishes, a watch over dead runs; SIGTERM ends all.

    Not SIGINT: who runs the tests in the background has it ignored, and so have the programs started from there.
    """
    database = tmp_path / "d.duckdb"
    port = free_port()
    alone = {name: value for name, value in environment.items() if name != "PREFECT_API_URL"}
    alone["PREFECT_HOME"] = str(tmp_path / "home")
    options = ("--every", "5", "--port", str(port), "--database", str(database))
    served = start(
        *(sys.executable, "-m", "claimhouse", "serve", "samples/loose/board-bulletin.txt", *options),
        root=root,
        environment=alone,
        log=tmp_path / "serve.log",
    )
    try:
        wait_until(lambda: published(database), 2 * START_S, "a scheduled run")
        check = (
            "import asyncio; from flows.deployments import ensure_heartbeat_automation as ensure;"
            "one = asyncio.run(ensure()); two = asyncio.run(ensure());"
            "print(one.id == two.id, one.enabled, one.trigger.within.total_seconds(), one.actions[0].state.value)"
        )
        there = {**alone, "PREFECT_API_URL": f"http://127.0.0.1:{port}/api"}
        wait_until(lambda: "claimhouse.run.published" in told(there), START_S, "the word that it was published")
        assert {"claimhouse-account", "claimhouse-run"} <= {str(one["key"]) for one in asked(there, "artifacts")}
        done = run_python(root, there, check)
        assert done.stdout.split() == ["True", "True", "90.0", "CRASHED"], done.stderr
        os.kill(served.pid, signal.SIGTERM)
        assert served.wait(START_S) == 0
        wait_until(lambda: not answers(f"http://127.0.0.1:{port}/api/health"), START_S, "the end of its server")
    finally:
        stop(served)
    log = (tmp_path / "serve.log").read_text(encoding="utf-8")
    assert f"Prefect started: http://127.0.0.1:{port}\n" in log
    assert "now and every 5 s" in log


def run_python(root: Path, environment: Mapping[str, str], code: str) -> subprocess.CompletedProcess[str]:
    """Run a few statements in a process of their own."""
    return subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", code],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_what_was_missed_is_made_up_for_once(root: Path, environment: dict[str, str], tmp_path: Path) -> None:
    """The first run that is late reads the sources, the others are left out; of unequal gaps the longest counts."""
    code = MISSED.format(database=str(tmp_path / "late.duckdb"))
    done = run_python(root, environment, code)
    assert done.stdout.split() == ["79200.0", "3600.0", "Completed", "Skipped"], done.stderr
    with Reader.open(tmp_path / "late.duckdb") as reader:
        assert [row["items"] for row in reader.sql("select items from run").to_pylist()] == [1]


def test_runs_that_were_made_up_for_are_left_out_without_being_started(root: Path, environment: dict[str, str]) -> None:
    """Those that wait and were due before the run that read the sources; not what runs, nor what was due later."""
    done = run_python(root, environment, BACKLOG)
    assert done.stdout.split() == ["2", "Skipped", "Running", "Skipped", "Scheduled", "Scheduled"], done.stderr


def test_another_server_on_the_port_is_told_apart(root: Path, environment: dict[str, str], tmp_path: Path) -> None:
    """What answers there and is no Prefect server is named, and nothing is served."""
    with HTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler) as other:
        Thread(target=other.serve_forever, daemon=True).start()
        alone = {name: value for name, value in environment.items() if name != "PREFECT_API_URL"}
        options = ("--port", str(other.server_port), "--database", str(tmp_path / "d.duckdb"))
        done = run_claimhouse(root, alone, "serve", "samples/loose", *options)
        other.shutdown()
    assert done.returncode == 2
    assert "is no Prefect server" in done.stderr.splitlines()[-1]


def test_times_that_cannot_be_kept_are_told_before_a_server_is_started(
    root: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    """A cron that is none: one line, at once, and no server; a port that is none too."""
    alone = {name: value for name, value in environment.items() if name != "PREFECT_API_URL"}
    alone["PREFECT_HOME"] = str(tmp_path / "home")
    done = run_claimhouse(root, alone, "serve", "samples/loose", "--cron", "5 * *", "--port", str(free_port()))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert "cannot be kept" in done.stderr
    assert not (tmp_path / "home" / "server.log").exists()
    done = run_claimhouse(root, alone, "serve", "samples/loose", "--port", "70000")
    assert done.returncode == 2
    assert "65535" in done.stderr


def test_the_flows_can_be_deployed_to_a_work_pool(root: Path, environment: dict[str, str]) -> None:
    """`prefect.yaml` is the other way: three deployments with their times, one run at a time, automations."""
    prefect = [sys.executable, "-m", "prefect"]
    steps = (
        [*prefect, "work-pool", "create", "claimhouse", "--type", "process"],
        [*prefect, "--no-prompt", "deploy", "--all"],
        [sys.executable, "-m", "flows.deployments", "--database", "var/pool.duckdb"],
    )
    for step in steps:
        done = subprocess.run(  # noqa: S603 - our own
            step, cwd=root, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    found = {one["entrypoint"]: one for one in asked(environment, "deployments") if one["name"] == "pool"}
    assert set(found) == {f"flows/{name}.py:{name}" for name in ("pipeline", "profile", "maintenance")}
    for one in found.values():
        assert one["work_pool_name"] == "claimhouse"
        assert len(one["schedules"]) == 1
        assert one["global_concurrency_limit"]["limit"] == 1
    names = {str(one["name"]) for one in asked(environment, "automations")}
    assert "claimhouse: no_run (var/pool.duckdb)" in names
    assert "claimhouse: mark runs without heartbeat as crashed" in names


ALERTS = """
import asyncio, time
from pathlib import Path
from claimhouse.pipeline.alerts import Alert, AlertKind
from claimhouse.settings import AlertSettings, Settings
from flows.alerts import automation_name, ensure_automations, tell_alert
from prefect.automations import Automation
from prefect.client.orchestration import get_client
from prefect.events.worker import EventsWorker

settings = Settings(database={database!r})
first = asyncio.run(ensure_automations(settings))
again = asyncio.run(ensure_automations(settings))
print(len(first), [one.id for one in first] == [one.id for one in again])
changed = settings.model_copy(update={{"alerts": AlertSettings(no_run_hours=3)}})
third = asyncio.run(ensure_automations(changed))
print(third[0].trigger.within.total_seconds(), third[1].id == first[1].id)
never = settings.model_copy(update={{"alerts": AlertSettings(no_run_hours=0)}})
print(len(asyncio.run(ensure_automations(never))))
try:
    nobody = AlertSettings(notify_block="slack-webhook/nobody")
    asyncio.run(ensure_automations(settings.model_copy(update={{"alerts": nobody}})))
except Exception as error:
    print(type(error).__name__)
tell_alert(settings, Alert(kind=AlertKind.SILENT_SOURCE, about="feed", message="nothing new"))
EventsWorker.drain_all()

async def triggered():
    async with get_client() as client:
        for _ in range(120):
            filtered = {{"filter": {{"event": {{"name": ["prefect.automation.triggered"]}}, "order": "DESC"}}}}
            found = (await client._client.post("/events/filter", json=filtered)).json()["events"]
            names = [one["resource"].get("prefect.resource.name") for one in found]
            if automation_name(AlertKind.SILENT_SOURCE, settings.database) in names:
                return names.count(automation_name(AlertKind.TEXT_DROP, settings.database))
            await asyncio.sleep(0.5)

print(asyncio.run(triggered()))
"""


def test_alerts_trigger_their_automations(root: Path, environment: dict[str, str], tmp_path: Path) -> None:
    """Made once, made anew where the settings changed; what is told triggers its own and no other."""
    done = run_python(root, environment, ALERTS.format(database=str(tmp_path / "d.duckdb")))
    assert done.stdout.split("\n")[:5] == ["6 True", "10800.0 True", "5", "SettingsError", "0"], done.stderr


def test_settings_of_the_user_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """The flow's environment fills in only what the user has not set."""
    from flows.offline import ENVIRONMENT, prepare  # noqa: PLC0415 - the only import of the application here

    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_LOGGING_LEVEL", "INFO")
    prepare()
    assert os.environ["PREFECT_LOGGING_LEVEL"] == "INFO"
    assert os.environ["DO_NOT_TRACK"] == "1"
    assert Settings().database.startswith("var/")
