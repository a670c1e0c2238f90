"""The benchmark of the whole chain: its pages, and the comparison of its runs. The chain itself is tested elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.whole_chain import Figures, compared, write_pages


def _run(pages: int, processes: int, way: str, seconds: float, memory: float) -> Figures:
    return Figures(
        pages=pages,
        processes=processes,
        way=way,
        seconds=seconds,
        pages_per_s=pages / seconds,
        ratio=50 / seconds,
        memory_mb=memory,
        stages={},
    )


def test_the_same_pages_are_made_again(tmp_path: Path) -> None:
    """The same number of pages is the same bytes each time."""
    one, other = tmp_path / "one.jsonl", tmp_path / "other.jsonl"
    write_pages(one, 6)
    write_pages(other, 6)
    assert one.read_bytes() == other.read_bytes()


def test_pages_weigh_what_real_pages_do_and_no_two_are_the_same(tmp_path: Path) -> None:
    """Generated pages are all different and about as heavy as real ones."""
    path = tmp_path / "pages.jsonl"
    write_pages(path, 20)
    pages = [json.loads(line)["html"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(set(pages)) == len(pages) == 20
    assert 70_000 < sum(map(len, pages)) / len(pages) < 170_000


def test_runs_are_compared_by_processes_way_and_size() -> None:
    """Each figure with a floor compares the runs that differ in that alone."""
    runs = [
        _run(100, 1, "direct", 200, 500),
        _run(100, 2, "direct", 100, 600),
        _run(100, 2, "prefect", 110, 600),
        _run(1000, 2, "direct", 1500, 660),
    ]
    assert compared(runs) == {
        "two processes against one": 2.0,
        "two processes against trafilatura": 0.5,
        "prefect against direct": 1.1,
        "memory, last size against first": 1.1,
        "time a page, last size against first": 1.5,
    }
