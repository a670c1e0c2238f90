"""Build the labelled document pairs from our own texts; the output is committed.

    python -m tests.gold.make_pairs    # from the root of the project

Writes `documents.jsonl` and `pairs.jsonl`. Labels hold by construction: an edit of a base text keeps its
cluster, another story has another one. The seed is fixed, so the same sources give the same files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from random import Random

from samples.build import HERE as SAMPLES
from samples.build import read_article
from samples.site_templates import CITATION, Article

GOLD = Path(__file__).parent
SEED = 20260310
"""Any number does; it is fixed so that a failure can be replayed."""

SAME_EVENT = (
    (
        "deal-ledger",
        "deal-wire",
        "deal-tabloid",
        "deal-blog",
        "deal-opinion",
        "deal-release",
        "deal-profile",
        "deal-review",
    ),
    ("ferry-first", "ferry-radio", "ferry-wire", "ferry-report", "ferry-tabloid", "ferry-bulletin", "ferry-feature"),
)
"""Stories of one event by different outlets: much in common, and never one text."""

REVISED = {"deal-wire-updated": "deal-wire", "ferry-update": "ferry-first"}
"""Articles that are a later state of another one."""

CHROME = (
    "Skip to content",
    "Home Business Sport Weather",
    "Share this story on Chirper",
    "Sign up for our newsletter",
    "Read more: What the harbour will look like in 2040",
    "Most read today",
    "All rights reserved",
    "This site uses cookies to improve your experience",
)
"""Lines of a site that cleaning has missed."""

SWAPS = {
    "said": "stated",
    "also": "too",
    "about": "around",
    "because": "since",
    "before": "ahead of",
    "million": "m",
    "percent": "per cent",
    "people": "persons",
    "company": "firm",
    "according to": "as reported by",
    "show": "reveal",
    "big": "large",
    "began": "started",
    "most": "the majority",
    "last year": "in the previous year",
    "bought": "purchased",
}
"""Words that an editor exchanges without changing the story."""

TEMPLATE_STORIES = {
    "earnings": (
        "{name} reported a profit of ${a} million for the {quarter} quarter on {day}, against ${b} million a year "
        "earlier.\nRevenue came to ${c} million. Analysts polled by Orrin Research had expected a profit of ${d} "
        "million on average. Shares in {name}, which is based in {place}, moved by {e} percent in early trading.\n"
        "For the year as a whole the company expects revenue to grow by between {f} and {g} percent. It will pay a "
        "dividend of {h} cents a share, to be approved by shareholders at the annual meeting.\n"
        "The company employs {i} people. This story was generated from data supplied by Orrin Research; for more on "
        "{name}, see our company pages."
    ),
    "police": (
        "Police in {place} are looking for witnesses to a burglary in {street} on {day} night. Between {a} p.m. and "
        "{b} a.m. unknown persons forced a window and stole jewellery and cash worth about ${c}00.\n"
        "The residents, aged {d} and {e}, were not at home. A neighbour saw a {colour} car with a broken tail light "
        "that left the street at high speed.\n"
        "Anyone who noticed something suspicious is asked to call the police station in {place}, where officers are "
        "on duty at all hours. The number of burglaries in {place} has changed by {f} percent in a year.\n"
        "Police advise residents to lock windows and doors even when they leave for a short time."
    ),
    "match": (
        "{name} and {other} met in {place} on {day} before {c} spectators, and the match ended {f}-{g}.\n"
        "The first goal fell in minute {a}. After half-time the visitors pressed for an answer and hit the post in "
        "minute {b}. Referee {street} showed {h} yellow cards.\n"
        "{name} now have {i} points and travel to another away game next weekend. The coach was satisfied with the "
        "defence and less so with the attack, he said after the match.\n"
        "The table, all results and the fixtures of the coming round can be found in our sports section."
    ),
}
"""Reports from a mould: they share their wording and none of their facts."""

NAMES = ("Aldwin", "Bexley Mills", "Corran", "Dunmore", "Eskdale", "Farrow", "Gantry", "Holme", "Irwell", "Jessop")
PLACES = ("Tornhem", "Corin", "Sel", "Denholm", "Ashgrove", "Trewick", "Harrow Bay", "Lund Cross", "Varen", "Ostby")
COLOURS = ("red", "grey", "white", "dark blue", "green", "black", "silver", "yellow", "brown", "orange")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
QUARTERS = ("first", "second", "third", "fourth")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldText:
    """A text of the collection; `cluster` names the story, `kind` how the text came about, `base` what it was."""

    id: str
    cluster: str
    kind: str
    base: str | None
    title: str
    url: str
    text: str


def kept_text(article: Article) -> str:
    """Return what cleaning should keep of an article."""
    return "\n".join(CITATION.sub("", text) for kind, text in article.blocks if not kind.startswith("!"))


def _normalised(text: str, _random: Random) -> str:
    return re.sub(r"[ \n]+", "  ", text.upper().replace('"', "”"))


def _with_chrome(text: str, random: Random) -> str:
    lines = text.split("\n")
    for line in random.sample(CHROME, 5):
        lines.insert(random.randrange(len(lines) + 1), line)
    return "\n".join(lines)


def _copy_edited(text: str, random: Random) -> str:
    for old, new in random.sample(sorted(SWAPS.items()), 9):
        text = re.sub(rf"\b{old}\b", new, text)
    return text


def _new_intro(text: str, _random: Random) -> str:
    lines = text.split("\n")
    return "\n".join(
        ["Here is what our readers were talking about this morning, in the words of our partner.", *lines[1:]]
    )


def _shortened(text: str, random: Random) -> str:
    lines = text.split("\n")
    gone = set(random.sample(range(1, len(lines)), max(1, len(lines) // 5)))
    return "\n".join(line for number, line in enumerate(lines) if number not in gone)


def _excerpt(text: str, _random: Random) -> str:
    lines = text.split("\n")
    return "\n".join([*lines[: max(3, len(lines) // 2)], "The full story is on our partner's site."])


def _revised(text: str, random: Random) -> str:
    lines = re.sub(r"\b(\d)(\d)\b", lambda found: f"{found[1]}{(int(found[2]) + 3) % 10}", text).split("\n")
    lines.insert(random.randrange(1, len(lines)), "This story has been updated with new figures and with a reaction.")
    return "\n".join(lines)


EDITS: tuple[tuple[str, str, int, Callable[[str, Random], str]], ...] = (
    ("exact", "exact", 3, _normalised),
    ("chrome", "near", 2, _with_chrome),
    ("edited", "near", 2, _copy_edited),
    ("intro", "near", 3, _new_intro),
    ("short", "near", 3, _shortened),
    ("excerpt", "excerpt", 2, _excerpt),
    ("revised", "revision", 2, _revised),
)
"""Name of the edit, the relation it makes, and of how many base texts one gets it."""


def _bases() -> list[GoldText]:
    names = sorted(path.stem for path in (SAMPLES / "articles").glob("*.txt") if path.stem != "scraped-notes")
    texts = []
    for name in names:
        article = read_article(name)
        story = REVISED.get(name, name)
        texts.append(
            GoldText(
                id=name,
                cluster=story,
                kind="revision" if name in REVISED else "base",
                base=REVISED.get(name),
                title=article.title,
                url=f"https://first.example/{story}",
                text=kept_text(article),
            )
        )
    return texts


def _edits(bases: list[GoldText], random: Random) -> Iterator[GoldText]:
    for number, base in enumerate(text for text in bases if text.kind == "base"):
        for edit, kind, every, change in EDITS:
            if number % every == 0 or (edit == "chrome" and number % 3 == 1):
                text = change(base.text, random)
                if text == base.text:
                    continue  # no word of the list stands in it
                yield GoldText(
                    id=f"{base.id}--{edit}",
                    cluster=base.cluster,
                    kind=kind,
                    base=base.id,
                    title=base.title,
                    url=base.url if kind == "revision" else f"https://{edit}.example/{base.id}",
                    text=text,
                )


def _collections(bases: list[GoldText]) -> Iterator[tuple[GoldText, list[GoldText]]]:
    """Digests of two or three whole stories and round-ups of leads, each with its stories."""
    single = [text for text in bases if text.kind == "base" and "weather" not in text.id and "german" not in text.id]
    for number in range(6):
        stories = single[number * 3 : number * 3 + 2 + number % 2]
        text = "\n".join(f"{story.title}\n{story.text}" for story in stories)
        yield _alone(f"digest-{number}", "digest", "The day's stories", text), stories
    for number in range(3):
        stories = single[number::5][:5]
        text = "\n".join(f"{story.title}\n{story.text.split(chr(10))[0]}" for story in stories)
        yield _alone(f"roundup-{number}", "roundup", "The day in brief", text), stories


def _alone(name: str, kind: str, title: str, text: str) -> GoldText:
    return GoldText(
        id=name, cluster=name, kind=kind, base=None, title=title, url=f"https://{kind}.example/{name}", text=text
    )


def _templated(random: Random) -> Iterator[GoldText]:
    for mould, pattern in TEMPLATE_STORIES.items():
        names, places, colours = random.sample(NAMES, 6), random.sample(PLACES, 6), random.sample(COLOURS, 6)
        for number in range(6):
            figures = {letter: random.randrange(2, 90) for letter in "abde"}
            figures |= {letter: random.randrange(6) for letter in "fgh"}
            text = pattern.format(
                name=names[number],
                other=f"{places[number - 1]} Town",
                place=places[number],
                street=f"{names[number - 2]} Street" if mould == "police" else names[number - 2],
                colour=colours[number],
                day=random.choice(DAYS),
                quarter=random.choice(QUARTERS),
                c=random.randrange(100, 900),
                i=random.randrange(100, 9000),
                **figures,
            )
            yield _alone(f"{mould}-{number}", "template", f"{mould.title()} report {number}", text)


def build() -> tuple[list[GoldText], list[dict[str, str | None]]]:
    """Return the texts and the labelled pairs."""
    random = Random(SEED)  # noqa: S311 - a replayable choice of edits, no secret
    bases = _bases()
    texts = [*bases, *_edits(bases, random)]
    pairs = [_pair(text.base, text.id, text.kind, text.kind) for text in texts if text.base]
    for collection, stories in _collections(bases):
        relation = "contains" if collection.kind == "digest" else None
        pairs += [_pair(collection.id, story.id, relation, f"neg_{collection.kind}") for story in stories]
        texts.append(collection)
    templated = list(_templated(random))
    texts += templated
    moulds = [[text.id for text in templated if text.id.startswith(mould)] for mould in TEMPLATE_STORIES]
    for group in (*moulds, ["weather-north", "weather-south"]):
        pairs += [_pair(left, right, None, "neg_template") for left, right in combinations(group, 2)]
    for group_of_names in SAME_EVENT:
        pairs += [_pair(left, right, None, "neg_topic") for left, right in combinations(group_of_names, 2)]
    return texts, pairs


def _pair(left: str, right: str, relation: str | None, kind: str) -> dict[str, str | None]:
    return {"a": left, "b": right, "relation": relation, "kind": kind}


def outputs() -> dict[str, bytes]:
    """Return the built files by name."""
    texts, pairs = build()
    rows = [{name: getattr(text, name) for name in ("id", "cluster", "kind", "title", "url", "text")} for text in texts]
    return {
        "documents.jsonl": "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode(),
        "pairs.jsonl": "".join(json.dumps(pair) + "\n" for pair in pairs).encode(),
    }


if __name__ == "__main__":
    for name, content in outputs().items():
        (GOLD / name).write_bytes(content)
