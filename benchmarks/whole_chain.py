"""The whole chain, pages in and published tables out, against bare trafilatura in one process on the same pages.

    python -m benchmarks.whole_chain --pages 300 --processes 1 2 [--prefect]

The pages are made here: invented articles (`benchmarks.resolve_collection`), lengthened with invented sentences and
surrounded with navigation, teasers and scripts until they weigh and say as much as real pages do: bytes, sentences,
elements, depth, attributes and claims are theirs. They lack what makes trafilatura try a second and a third way: it
takes 18 ms for one of them, and 41 ms for a real one. `--rows` measures pages of your own.
Every configuration runs in processes of its own into a new database, one after the other; seconds are the clock's, so
the ratios hold only on a machine with nothing else to do. With several sizes, memory and time a page of the last are
compared with the first. `--prefect` starts a server of its own on loopback, before the clock. The last line is one
JSON object; the figures that must be reached stand in `whole_chain_floors.json`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.resolve_collection import make
from benchmarks.watched_runs import ROOT

_SENTENCES = (18, 26, 37, 47, 65, 88, 108, 157, 231)
_WEIGHT = (40_195, 60_715, 73_834, 88_278, 106_216, 123_064, 146_686, 196_014, 277_510)
"""Deciles of sentences and of bytes a page, as measured on 646 pages of news and other sites (502 with text)."""
_PARAGRAPH = 3
"""Sentences in a paragraph."""
_TELLS = 1 / 6
"""Share of the added sentences that claim something: a real page gives 14 claims (median; quartiles 7 and 30)."""
_DEPTH = 5
"""Wrappers around every part of a page: elements of real pages stand 9 deep (median), and have 1.6 attributes."""
_SCRIPT = 1 / 6
"""Share of a page's weight that is script and style."""
_TEASER = 1_000
"""Bytes that a teaser takes; with it a page has about 850 elements, as real ones (median)."""
_WIDTHS = (320, 480, 640, 800, 1024, 1280, 1600)
_OWN = 14
"""Sentences that an invented article has before it is lengthened."""
_LOOK_S = 0.2
_READY_S = 90
_FLOORS = Path(__file__).with_name("whole_chain_floors.json")

_PLACES = ("harbour", "mill", "quarry", "station", "library", "ferry", "orchard", "depot", "theatre", "reservoir")
_PEOPLE = ("Marn Odell", "Tessa Quill", "Ivo Brandt", "Lena Sorrow", "Pell Hadley", "Oona Reith", "Sal Verrin")
_DID = ("closed", "repaired", "inspected", "sold", "extended", "measured", "reopened", "insured", "surveyed", "leased")
_PLAIN = (
    "The {place} on street {n} was {did} for the second time that spring.",
    "{who} walked past the {place} every morning and rarely stopped.",
    "It is hard to say what the {place} meant to those who lived around it.",
    "Some of them remember the rain, and the queue that reached as far as gate {n}.",
    "What would a different {place} have looked like?",
    "Nobody there likes to talk about the {place} any more.",
)
_TELLING = (
    "{who} said the {place} had been {did} at a cost of {n} dollars.",
    "In the year before, {n} visitors came to the {place}, according to {who}.",
    "The council {did} {n} metres of wall beside the {place} in March.",
    "{who}, who runs the {place}, denied that {n} workers had left.",
)
_BARE = """
import json, sys, time
import trafilatura
pages = [json.loads(line)["html"] for line in open(sys.argv[1], encoding="utf-8")]
trafilatura.extract(pages[0])
begin = time.perf_counter()
for page in pages:
    trafilatura.extract(page)
print(time.perf_counter() - begin)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one run of the chain took: `memory_mb` is the most that all its processes held at a time."""

    pages: int
    processes: int
    way: str
    seconds: float
    pages_per_s: float
    ratio: float
    memory_mb: float
    stages: Mapping[str, float]


def _drawn(random_: random.Random, deciles: Sequence[int]) -> int:
    """Return a number between the first and the last decile, as often in one tenth as in another."""
    lower = random_.randrange(len(deciles) - 1)
    return random_.randint(deciles[lower], deciles[lower + 1])


def _sentence(random_: random.Random) -> str:
    template = random_.choice(_TELLING if random_.random() < _TELLS else _PLAIN)
    return template.format(
        place=f"{random_.choice(_PLACES)} of {random_.choice(('North', 'South', 'East', 'West'))} {_word(random_)}",
        who=random_.choice(_PEOPLE),
        did=random_.choice(_DID),
        n=random_.randint(3, 99_000),
    )


def _word(random_: random.Random) -> str:
    return "".join(random_.choice(("ba", "ke", "lo", "mi", "nu", "ra", "se", "ti", "vo")) for _ in range(3)).title()


def _furniture(random_: random.Random, weight: int) -> tuple[str, str]:
    """Return what stands before and behind an article on a page, together of a weight in bytes."""
    links = "".join(
        f'<li class="menu-item item-{number}" data-id="{number}"><a class="menu-link" href="/section/{number}">'
        f"<span>{_word(random_)}</span></a></li>"
        for number in range(60)
    )
    before = f'<header class="top"><nav class="main" role="navigation"><ul class="menu">{links}</ul></nav></header>'
    left = max(weight - 2 * len(before), 0)
    marks = "".join(_teaser(random_, number) for number in range(int(left * (1 - _SCRIPT)) // _TEASER))
    script = f"<script>var state={{{','.join(f'k{n}:{n}' for n in range(max(left - len(marks), 0) // 11))}}};</script>"
    return before, f'{script}<aside class="more">{marks}</aside><footer class="foot"><ul>{links}</ul></footer>'


def _teaser(random_: random.Random, number: int) -> str:
    address = (
        f"/{_word(random_)}/{_word(random_)}/2026/05/{number}-{'-'.join(_word(random_) for _ in range(9))}".lower()
    )
    sizes = ", ".join(f"https://images.example/{number}/resize-{width}x{width // 2}.jpg {width}w" for width in _WIDTHS)
    return (
        f'<article class="teaser teaser-{number % 3} js-track" data-position="{number}" data-module="river">'
        f'<a class="pic" href="{address}"><img alt="" class="lazy" loading="lazy" srcset="{sizes}"></a>'
        f'<h3 class="teaser__headline"><a href="{address}" class="teaser__link">{_word(random_)} {_word(random_)}'
        f" {_word(random_)} {_word(random_)}</a></h3>"
        f'<p class="teaser__summary">{_word(random_)} and {_word(random_)} in {_word(random_)}</p></article>'
    )


def _paragraph(random_: random.Random, sentences: Sequence[str]) -> str:
    """Return a paragraph with a link or an emphasis in it, as every other one has on real pages."""
    text = " ".join(sentences)
    if random_.random() < 1 / 2:
        word = text.split()[3]
        mark = (
            f'<a href="/topic/{word.lower()}" class="ref">{word}</a>'
            if random_.random() < 1 / 2
            else f"<em>{word}</em>"
        )
        text = text.replace(f" {word} ", f" {mark} ", 1)
    return f'<p class="text" data-n="{len(text)}">{text}</p>'


def write_pages(path: Path, pages: int, seed: int = 1) -> None:
    """Write so many pages as rows; the same arguments give the same bytes."""
    random_ = random.Random(seed)  # noqa: S311 - no secret
    with path.open("w", encoding="utf-8") as out:
        for row in make(pages, seed, "dev", copies=4).pages[:pages]:
            more = [_sentence(random_) for _ in range(max(_drawn(random_, _SENTENCES) - _OWN, 0))]
            paragraphs = "".join(
                _paragraph(random_, more[first : first + _PARAGRAPH]) for first in range(0, len(more), _PARAGRAPH)
            )
            open_, close = (
                "".join(f'<div class="wrap level-{level}" id="w{level}">' for level in range(_DEPTH)),
                "</div>" * _DEPTH,
            )
            html = row["html"].replace("</article>", f"{paragraphs}</article>")
            before, behind = _furniture(random_, _drawn(random_, _WEIGHT) - len(html))
            html = html.replace("<body>", f"<body>{open_}{before}", 1).replace("</body>", f"{behind}{close}</body>", 1)
            out.write(json.dumps({**row, "html": html}, ensure_ascii=False) + "\n")


def bare_seconds(path: Path) -> float:
    """Return the seconds that trafilatura takes to extract the text of all pages in one process."""
    command = [sys.executable, "-c", _BARE, str(path)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - our own


def _memory_mb(group: int) -> float:
    """Return the memory of all processes of a group; what they share counts once for each."""
    page = os.sysconf("SC_PAGE_SIZE")
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):  # it has ended
            if int((folder / "stat").read_text().rpartition(")")[2].split()[2]) == group:
                total += int((folder / "statm").read_text().split()[1]) * page
    return total / 1e6


def run_chain(source: Path, pages: int, processes: int, bare: float, api: str | None) -> Figures:
    """Take the pages through the chain into a new database; with the address of a Prefect server, through that.

    Raises:
        RuntimeError: the run failed.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config, log = folder / "settings.toml", folder / "log"
        config.write_text(f"[run]\nworkers = {processes}\n", encoding="utf-8")
        command = [sys.executable, "-m", "claimhouse", "run", str(source), "--log-format", "json"]
        command += ["--database", str(folder / "news.duckdb"), "--config", str(config)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        if api is None:
            command.append("--direct")
        else:
            environment["PREFECT_API_URL"] = api
        begin = time.perf_counter()
        most = 0.0
        with log.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 - our own
                command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
            )
            while process.poll() is None:
                most = max(most, _memory_mb(process.pid))
                time.sleep(_LOOK_S)
        seconds = time.perf_counter() - begin
        said = log.read_text(encoding="utf-8")
        if process.returncode:
            message = f"the run ended with {process.returncode}: {said[-2000:]}"
            raise RuntimeError(message)
        return Figures(
            pages=pages,
            processes=processes,
            way="direct" if api is None else "prefect",
            seconds=round(seconds, 1),
            pages_per_s=round(pages / seconds, 2),
            ratio=round(bare / seconds, 3),
            memory_mb=round(most),
            stages=_stages(said),
        )


def _stages(said: str) -> dict[str, float]:
    """Return the seconds of each stage that a run told."""
    found: dict[str, float] = {}
    for line in said.splitlines():
        with suppress(ValueError):
            event = json.loads(line)
            if isinstance(event, dict) and event.get("event") == "stage":
                found[event["stage"]] = round(float(event["seconds"]), 1)
    return found


@contextmanager
def prefect_server() -> Iterator[str]:
    """Give the address of a Prefect server of our own that is up.

    Raises:
        TimeoutError: it does not come up.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    api = f"http://127.0.0.1:{port}/api"
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen(  # noqa: S603 - our own
            [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            env={**os.environ, "PREFECT_HOME": home, "PREFECT_SERVER_ANALYTICS_ENABLED": "false"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(f"{api}/health")
            yield api
        finally:
            process.terminate()
            process.wait()


def _wait_for(address: str) -> None:
    end = time.monotonic() + _READY_S
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(address, timeout=2):  # noqa: S310 - loopback
            return
        time.sleep(_LOOK_S)
    message = f"no Prefect server at {address} after {_READY_S} s"
    raise TimeoutError(message)


def compared(runs: Sequence[Figures]) -> dict[str, float]:
    """Return the figures that have floors, as far as these runs give them."""
    by = {(one.pages, one.processes, one.way): one for one in runs}
    sizes = sorted({one.pages for one in runs})
    most = max(one.processes for one in runs)
    found: dict[str, float] = {}
    for pages in sizes:
        if (one := by.get((pages, 1, "direct"))) and (two := by.get((pages, 2, "direct"))):
            found["two processes against one"] = round(one.seconds / two.seconds, 2)
            found["two processes against trafilatura"] = two.ratio
        if (direct := by.get((pages, most, "direct"))) and (through := by.get((pages, most, "prefect"))):
            found["prefect against direct"] = round(through.seconds / direct.seconds, 2)
    first, last = by.get((sizes[0], most, "direct")), by.get((sizes[-1], most, "direct"))
    if first and last and len(sizes) > 1:
        found["memory, last size against first"] = round(last.memory_mb / first.memory_mb, 2)
        found["time a page, last size against first"] = round(first.pages_per_s / last.pages_per_s, 2)
    return found


def measure(sizes: Sequence[int], processes: Sequence[int], api: str | None, rows: Path | None = None) -> list[Figures]:
    """Run every configuration on pages of each size, or on all pages of a file of rows, and print its line."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for wanted in sizes:
            source, pages = Path(folder) / f"pages-{wanted}.jsonl", wanted
            if rows is None:
                write_pages(source, pages)
            else:
                source.write_bytes(rows.read_bytes())
                pages = len(source.read_bytes().splitlines())
            bare = bare_seconds(source)
            sys.stdout.write(f"{pages} pages: trafilatura {pages / bare:.1f} pages/s\n")
            for way in (None,) if api is None else (None, api):
                for number in processes:
                    one = run_chain(source, pages, number, bare, way)
                    found.append(one)
                    sys.stdout.write(
                        f"  {one.way:8} {number} processes {one.pages_per_s:7.2f} pages/s  ratio {one.ratio:5.3f}"
                        f"  {one.memory_mb:6.0f} MB  {json.dumps(one.stages)}\n"
                    )
                    sys.stdout.flush()
            source.unlink()
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and print its figures, the last line as JSON; 1 where a floor is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[300], help="sizes; the full run: 1000 10000 50000")
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--prefect", action="store_true", help="through Prefect also")
    parser.add_argument("--rows", type=Path, metavar="FILE", help="take the pages of this JSONL (key html) instead")
    chosen = parser.parse_args(arguments)
    sizes = chosen.pages if chosen.rows is None else chosen.pages[:1]
    if chosen.prefect:
        with prefect_server() as api:
            runs = measure(sizes, chosen.processes, api, chosen.rows)
    else:
        runs = measure(sizes, chosen.processes, None, chosen.rows)
    figures = compared(runs)
    floors = json.loads(_FLOORS.read_text(encoding="utf-8"))
    missed = [
        name
        for name, value in figures.items()
        if value < floors[name].get("least", value) or value > floors[name].get("most", value)
    ]
    for name, value in figures.items():
        sys.stdout.write(f"{name}: {value}{'  MISSED' if name in missed else ''}\n")
    sys.stdout.write(json.dumps({"runs": [asdict(one) for one in runs], "compared": figures, "missed": missed}) + "\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
