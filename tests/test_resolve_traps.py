"""What looks like a contradiction and is none: pairs of texts that no open conflict may come of.

All texts go through the main job at once. Names are invented, and each case has names of its own, so that no case meets
another. The controls are pairs alike in form that do contradict: without them a pipeline that reads nothing would pass.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from claimhouse.pipeline import run_pipeline
from claimhouse.pipeline.executor import DirectExecutor
from claimhouse.settings import Settings
from claimhouse.warehouse.reader import Reader

# Sentences that state nothing, so that a text is as long as an article and like no other.
_WHO = ("people here", "neighbours", "many readers", "old friends", "passers-by", "those who came", "shopkeepers", "parents")
_DO = ("talk about", "wonder at", "think of", "ask about", "laugh at", "worry about", "speak of", "dream of")
_WHAT = ("the weather", "the long summer", "better roads", "quiet evenings", "the price of bread", "what comes next", "old songs",
         "the harvest", "their gardens", "the river", "good company", "the market square")  # fmt: skip
_FILLER = 9
_OPEN = """
select distinct
    split_part(extraction.source_id, '-', 1) as name,
    conflict.attribute,
    conflict.subject,
    conflict.explanation
from conflict_current as conflict
inner join claim_group_current as claim_group
    on claim_group.group_key in (conflict.left_group, conflict.right_group)
inner join claim_current as claim on claim.claim_key = claim_group.claim_key
inner join extraction_current as extraction on extraction.document_key = claim.document_key
where conflict.open
"""

# name: the texts, one a publisher, all of one day unless they begin with a date
TRAPS: Mapping[str, Sequence[str]] = {
    "clients": (
        "Sable Analytics sells software to hospitals. Its clients include Korvane Clinics and Ostrel Health.",
        "Sable Analytics sells software to hospitals. Its clients include Tamsin Care and the city of Wellow.",
    ),
    "ages": (
        "Ruta Velden, 41, leads the Norden Ballet. She was 19 when she danced her first solo in Arnsberg.",
        "Ruta Velden was 24 when she joined the Norden Ballet. She is 41 years old now.",
    ),
    "another_deal": (
        "Harrop Foods agreed to buy Delmar Bakery for $310 million on Tuesday. Harrop Foods had bought Quill Dairies for "
        "$95 million in 2019.",
        "Harrop Foods is paying $310 million for Delmar Bakery. Rival Osterly Foods bought Penn Bread for $120 million.",
    ),
    "hypothetical": (
        "A fire at the Marbeck paper mill killed four people on Monday. Had the night shift been at work, 60 people could "
        "have died.",
        "Four people were killed when fire broke out at the Marbeck paper mill. If the gas tanks had exploded, 200 people "
        "might have died.",
    ),
    "earlier_event": (
        "Six people were killed when a bus crashed near Tolvaren on Sunday. In 2014, a bus crash near Tolvaren killed 21 "
        "people.",
        "The bus crash near Tolvaren on Sunday killed six people. It was the worst accident on the road since 2014, when "
        "21 people died.",
    ),
    "namesakes": (
        "Petra Holm, 34, of Averby, won the national chess title. Nobody expected it.",
        "Petra Holm, 61, of Kessingland, was re-elected as head of the farmers' league.",
    ),
    "sum_of_parts": (
        "The landslide above Corvanna killed 12 people, eight of them in the village school.",
        "Twelve people died in the landslide above Corvanna. Eight of the dead were pupils.",
    ),
    "per_year": (
        "The new tram line in Estmark will carry 9 million passengers a year.",
        "The new tram line in Estmark will carry 25,000 passengers a day.",
    ),
    "local": (
        "A strike at Ferrant Rail began on Monday. Some 4,200 workers took part in the strike. In Dunvale, 300 workers "
        "walked out.",
        "The strike at Ferrant Rail was joined by 4,200 workers.",
    ),
    "increment": (
        "The flood in Ostwick killed 14 people. Three more people died in hospital on Friday, bringing the death toll to 14.",
        "The flood in Ostwick has killed 14 people.",
    ),
    "growing_count": (
        "2026-05-04 An earthquake struck Halvern on Monday. Nine people were killed.",
        "2026-05-06 The earthquake in Halvern on Monday killed 31 people.",
    ),
    "rounding": (
        "Lindqvist Paper had revenue of $4.27 billion in 2025.",
        "Lindqvist Paper had revenue of about $4.3 billion in 2025.",
    ),
    "other_year": (
        "Orsini Glass had revenue of $810 million in 2025.",
        "Orsini Glass had revenue of $690 million in 2023.",
    ),
    "quarter": (
        "Madrell Shipping made a profit of $88 million in the first quarter.",
        "Madrell Shipping made a profit of $301 million last year.",
    ),
    "opinion": (
        "Valcourt Motors is worth $2 billion, the bank said.",
        "I think Valcourt Motors is worth $5 billion.",
    ),
    "forecast": (
        "Turnout in the Sorrel Bay election was 61 percent.",
        "Pollsters had expected turnout of 70 percent in the Sorrel Bay election. Turnout was 61 percent.",
    ),
    "two_elections": (
        "In Kestria, Ana Brodie won the presidential election with 52 percent of the vote.",
        "In Luvonia, Ana Brodie's party won the election with 37 percent of the vote.",
    ),
    "kinds_of_people": (
        "The data breach at Wexcombe Bank affected 640,000 customers. The data breach also affected 5,100 employees.",
        "Hackers stole the records of 5,100 employees in the data breach at Wexcombe Bank.",
    ),
    "of_the_whole": (
        "Some 120 of the 900 employees of Tarrant Optics work in Bresk.",
        "Tarrant Optics has 900 employees.",
    ),
    "change_by": (
        "Galloway Stores raised its dividend. Its workforce grew by 400 people to 7,300 employees.",
        "Galloway Stores has 7,300 employees.",
    ),
    "former_price": (
        "Admission to the Brandel Museum costs $18. Admission to the Brandel Museum cost $12 until last year.",
        "Visitors pay $18 for admission to the Brandel Museum.",
    ),
    "other_fire": (
        "A fire in Nessford destroyed a warehouse on Tuesday. Two people were injured. A separate fire in nearby Ashcombe "
        "injured seven people.",
        "Two people were injured in the warehouse fire in Nessford.",
    ),
    "offer_and_demand": (
        "The strike at Colwyn Docks entered its third day. The union demands a pay rise of 9 percent. Colwyn Docks has "
        "offered 4 percent.",
        "The strike at Colwyn Docks goes on. Colwyn Docks offers a pay rise of 4 percent, and the union wants 9 percent.",
    ),
    "roles": (
        "Maud Ferris is the founder of Alpine Lenses. Maud Ferris is the chair of the Sorbie Trust.",
        "Maud Ferris is a director of the Hallam Fund.",
    ),
    "feared": (
        "Five miners died in the mine collapse in Drovny. Rescuers fear the number of dead could rise to 20.",
        "The mine collapse in Drovny killed five miners.",
    ),
    "founder_age": (
        "Iven Tarrow founded Bluefen Cycles in 2008. The firm opened its first shop in 2011.",
        "Bluefen Cycles was founded in 2008 and moved to Lorne in 2015.",
    ),
}  # fmt: skip
CONTROLS: Mapping[str, Sequence[str]] = {
    "c_deal": (
        "Morven Steel agreed to buy Catrin Tools for $310 million on Tuesday.",
        "Morven Steel agreed to buy Catrin Tools for $450 million on Tuesday.",
    ),
    "c_dead": (
        "Six people were killed when a bus crashed near Velmora on Sunday.",
        "The bus crash near Velmora on Sunday killed nine people.",
    ),
    "c_employees": (
        "Stannard Optics has 900 employees.",
        "Stannard Optics has 1,300 employees.",
    ),
    "c_demand": (
        "The strike at Penrose Docks goes on. The union demands a pay rise of 9 percent.",
        "The strike at Penrose Docks goes on. The union demands a pay rise of 12 percent.",
    ),
    "c_admission": (
        "Admission to the Ravel Museum costs $18.",
        "Admission to the Ravel Museum costs $25.",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def open_conflicts(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[str]]:
    """The open conflicts of all cases, by the name of the case."""
    folder = tmp_path_factory.mktemp("traps")
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as file:
        for name, texts in (TRAPS | CONTROLS).items():
            for number, text in enumerate(texts):
                file.write(json.dumps(_article(name, number, text)) + "\n")
    settings = Settings().model_copy(update={"database": str(folder / "traps.duckdb")})
    run_pipeline([str(folder / "articles.jsonl")], settings, executor=DirectExecutor(workers=1), command="test")
    with Reader.open(folder / "traps.duckdb") as reader:
        rows = reader.sql(_OPEN).to_pylist()
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["name"], []).append(f"{row['attribute']} of {row['subject']}: {row['explanation']}")
    return found


def _article(name: str, number: int, text: str) -> dict[str, str]:
    day, _, rest = text.partition(" ")
    pick = random.Random(f"{name}-{number}")  # noqa: S311 - no secret
    filler = [f"Now and then {pick.choice(_WHO)} {pick.choice(_DO)} {pick.choice(_WHAT)}." for _ in range(_FILLER)]
    body = "\n\n".join((" ".join(filler[start : start + 3])) for start in range(0, _FILLER, 3))
    dated = day.startswith("2026-")
    return {
        "id": f"{name}-{number}",
        "url": f"https://paper{number}.example/{name}",
        "publisher": f"Paper {number}",
        "fetched_at": f"{day if dated else '2026-05-12'}T08:00:00Z",
        "published_at": f"{day if dated else '2026-05-12'}T07:00:00Z",
        "title": "",
        "text": f"{rest if dated else text}\n\n{body}",
    }


@pytest.mark.parametrize("name", TRAPS)
def test_no_open_conflict_comes_of(name: str, open_conflicts: Mapping[str, list[str]]) -> None:
    """Two true texts raise no conflict that stands."""
    assert open_conflicts.get(name, []) == []


@pytest.mark.parametrize("name", CONTROLS)
def test_an_open_conflict_comes_of(name: str, open_conflicts: Mapping[str, list[str]]) -> None:
    """Two texts that cannot both be true raise one."""
    assert open_conflicts.get(name)
