"""How widely groups are supported: the kept table is what the views say by definition, after every run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from claimhouse.pipeline import DirectExecutor, run_pipeline
from claimhouse.settings import Settings
from claimhouse.warehouse import Reader

_BY_DEFINITION = """
select
    origin.group_key,
    count(distinct article.article) filter (where article.is_current) as n_articles,
    count(distinct article.publisher) filter (where article.is_current) as n_publishers,
    count(distinct article.owner) filter (where article.is_current) as n_owners,
    count(distinct origin.origin) as n_origins
from claim_origin as origin
left join article on origin.document_key = article.document_key
group by origin.group_key
order by origin.group_key
"""
_KEPT = """
select group_key, n_articles, n_publishers, n_owners, n_origins
from claim_group_support
where n_counting > 0
order by group_key
"""
_CLAIMS = "select group_key, count(*) as n from claim_reading group by group_key order by group_key"
_KEPT_CLAIMS = "select group_key, n_claims as n from group_support order by group_key"

_TEXTS = {
    "morning": "Corvane Group, a maker of pumps, opened a plant in Ostrow on Monday. Corvane Group employs 1,350"
    " people. The mayor, Ina Solberg, cut the ribbon, and a brass band played in the rain until noon.",
    "evening": "Trams were late all week in Ostrow, and the drivers were angry. Corvane Group employs 1,350 people. The"
    " council, whose members take trams to work, met on Friday and promised to buy two more of them.",
    "weekly": "The football club of Ostrow has a new sponsor, the club said. Corvane Group employs 1,350 people and has"
    " never paid for a team before. Supporters asked how long the contract lasts.",
    "rumour": "Nobody knows what comes next in Ostrow. Corvane Group may employ 1,400 people, rumours have it. The gate"
    " of the plant was painted green in winter, and the yard behind it was paved with stones.",
}


def test_support_follows_new_articles_other_sites_and_revisions(tmp_path: Path) -> None:
    """Articles that come, come again elsewhere or are revised change the support of their groups, and of no other."""
    settings = Settings(database=str(tmp_path / "news.duckdb"))
    runs: Sequence[Sequence[tuple[str, str, str, int]]] = (
        [("a", "morning", "https://a.example/mill", 1), ("r", "rumour", "https://r.example/mill", 1)],
        [("b", "evening", "https://b.example/mill", 2)],
        [("c", "morning", "https://c.example/copy", 3)],
        [("d", "weekly", "https://a.example/mill", 4)],
    )
    seen = []
    for number, rows in enumerate(runs):
        source = tmp_path / f"{number}.jsonl"
        source.write_text("".join(json.dumps(_row(*row)) + "\n" for row in rows), encoding="utf-8")
        run_pipeline([str(source)], settings, executor=DirectExecutor(isolated=False))
        seen.append(_support(Path(settings.database)))
    assert max(row["n_articles"] for row in seen[0]) == 1
    assert max(row["n_articles"] for row in seen[1]) == 2
    assert max(row["n_publishers"] for row in seen[2]) == 3


def _support(database: Path) -> list[dict[str, Any]]:
    with Reader.open(database) as reader:
        kept: list[dict[str, Any]] = reader.sql(_KEPT).to_pylist()
        assert kept == reader.sql(_BY_DEFINITION).to_pylist()
        assert reader.sql(_KEPT_CLAIMS).to_pylist() == reader.sql(_CLAIMS).to_pylist()
    assert kept
    return kept


def _row(name: str, text: str, url: str, day: int) -> dict[str, str]:
    return {
        "id": name,
        "url": url,
        "publisher": url.split("/")[2],
        "fetched_at": datetime(2026, 3, day, tzinfo=UTC).isoformat(),
        "text": _TEXTS[text],
    }
