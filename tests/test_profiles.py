"""Host profiles: what recurs over a host's pages is learned in a step of its own, and goes from these pages only."""

from __future__ import annotations

import dataclasses
import functools
import json
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimhouse.clean import clean_page
from claimhouse.clean.candidates import Candidate, Verdict
from claimhouse.clean.learning import RecurringText, weigh
from claimhouse.clean.profiles import Profile, overrule, recurrence_key, recurring
from claimhouse.clean.walk.markup import parse
from claimhouse.clean.walk.segmenting import candidates
from claimhouse.cli import app
from claimhouse.pipeline import Account, run_pipeline
from claimhouse.pipeline.checking import verify_database
from claimhouse.pipeline.profile import learn_profiles, run_profile
from claimhouse.provenance import Step
from claimhouse.records import (
    KEPT_REASONS,
    Block,
    BlockKind,
    BlockReason,
    Extraction,
    HostProfileText,
    MediaType,
    Page,
    ProfileBasis,
)
from claimhouse.settings import CleanSettings, ExtractSettings, ProfileSettings, RunSettings, Settings
from claimhouse.staging import from_arrow
from claimhouse.verify import Finding
from claimhouse.warehouse import Reader, Warehouse
from tests.determinism import assert_same_state, state_of_database
from tests.sites import APPEAL, PROMISE, SitePage, page_html, site, story

SETTINGS = ProfileSettings()
STEP = Step(name="profile", version="1", settings_digest="")
COAST, HILLS = "coast.example", "hills.example"

# --- what a page shares with others ---------------------------------------------------------------------------------


@functools.cache
def block(text: str, path: str = "div.text>p") -> Candidate:
    """Return a block of a page, from the markup that its path describes."""
    steps = [step.partition(".") for step in path.split(">")]
    opening = "".join(f'<{tag} class="{classes.replace(".", " ")}">' for tag, _, classes in steps)
    (found,) = candidates(parse(f"{opening}{text}{''.join(f'</{tag}>' for tag, *_ in reversed(steps))}"))
    return found


def test_equal_text_in_the_same_place_has_the_same_key() -> None:
    """Case, class names of one page and what stands around the template's innermost steps make no difference."""
    key = recurrence_key(block("Write to us.", "body>main>article.post-5120.post>div.text>p"))
    assert key == recurrence_key(block("WRITE TO US.", "body>section>article.post.post-88>div.text.css-1x2>p"))
    assert key != recurrence_key(block("Write to us.", "nav>ul>li"))
    assert key != recurrence_key(block("Write to me.", "div.text>p"))


BODY = Verdict(BlockReason.BODY, 0.85)
NAV = Verdict(BlockReason.NAV, 0.85)


def profile_of(**reasons: BlockReason) -> Profile:
    """Return a profile that knows the texts by their first words."""
    return Profile(host=COAST, texts={recurrence_key(block(text)): reason for text, reason in reasons.items()})


def test_a_profile_decides_over_what_the_page_keeps_and_nothing_else() -> None:
    """A kept block that the profile knows goes with its reason; what the page drops keeps its own; others stay."""
    blocks = [block("one"), block("two"), block("three")]
    profile = profile_of(one=BlockReason.NEWSLETTER, two=BlockReason.NEWSLETTER)
    decided = overrule(blocks, [BODY, NAV, BODY], profile)
    assert [(verdict.reason, verdict.page_reason) for verdict in decided] == [
        (BlockReason.NEWSLETTER, BlockReason.BODY),
        (BlockReason.NAV, None),
        (BlockReason.BODY, None),
    ]
    assert [bool(found) for found in recurring(blocks, profile)] == [True, True, False]
    assert overrule(blocks, [BODY, NAV, BODY], None) == [BODY, NAV, BODY]


@pytest.mark.parametrize(
    ("levels", "kept"),
    [
        ([0, 2, 0], [True, False, False]),  # the heading of a section that went
        ([0, 2, 0, 2, 0], [True, False, False, True, True]),  # the next section stands
        ([0, 2, 3, 0], [True, False, False, False]),  # a section in a section
        ([2, 0, 0], [True, False, True]),  # a part of the section stands
    ],
)
def test_headings_go_with_what_stood_under_them(levels: Sequence[int], kept: Sequence[bool]) -> None:
    """A heading goes if the profile took all of its section, up to the next heading of its rank."""
    last_known = kept.index(False) + list(kept[kept.index(False) :]).count(False) - 1
    known = [index for index, level in enumerate(levels) if not level and not kept[index]]
    assert last_known in known
    paths = [f"div.text>h{level}" if level else "div.text>p" for level in levels]
    blocks = [block(f"text {index}", path) for index, path in enumerate(paths)]
    profile = Profile(host=COAST, texts={recurrence_key(blocks[index]): BlockReason.RELATED for index in known})
    decided = overrule(blocks, [BODY] * len(blocks), profile)
    assert [verdict.kept for verdict in decided] == list(kept)


def test_the_digest_is_of_what_cleaning_reads() -> None:
    """Counts and order change nothing in the digest of a profile; a key, a reason or another host does."""
    one = profile_of(one=BlockReason.RELATED, two=BlockReason.NAV)
    assert one.digest == profile_of(two=BlockReason.NAV, one=BlockReason.RELATED).digest
    others = [profile_of(one=BlockReason.RELATED), profile_of(one=BlockReason.NAV, two=BlockReason.NAV)]
    others.append(Profile(host=HILLS, texts=one.texts))
    assert len({profile.digest for profile in [one, *others]}) == 4


# --- what a recurring text is ---------------------------------------------------------------------------------------

EVERYWHERE = RecurringText(
    host=COAST,
    recurrence_key=1,
    text=PROMISE,
    kind=BlockKind.PARAGRAPH,
    pages=16,
    kept_pages=16,
    reasons=(),
    before_pages=0,
    behind_pages=0,
    titles=[story(number)[0] for number in range(16)],
    authors=[["Ina Solberg"]] * 16,
    publishers=["Coast Courier"],
    host_pages=31,
)
DROPPED = (BlockReason.NEWSLETTER,) * 12
UNNAMED = (BlockReason.BOILERPLATE,) * 12
NO_LONG_ENOUGH = "Back to the town pages"


@pytest.mark.parametrize(
    ("change", "basis", "reason"),
    [
        ({}, ProfileBasis.EVERYWHERE, BlockReason.BOILERPLATE),
        ({"pages": 7}, ProfileBasis.TOO_FEW, BlockReason.BOILERPLATE),
        ({"pages": 7, "behind_pages": 7}, ProfileBasis.AT_THE_EDGE, BlockReason.BOILERPLATE),
        ({"pages": 7, "before_pages": 7}, ProfileBasis.AT_THE_EDGE, BlockReason.BOILERPLATE),
        ({"pages": 7, "behind_pages": 5}, ProfileBasis.TOO_FEW, BlockReason.BOILERPLATE),
        ({"pages": 4, "host_pages": 4, "behind_pages": 4}, ProfileBasis.TOO_FEW, BlockReason.BOILERPLATE),
        ({"kept_pages": 4, "reasons": DROPPED}, ProfileBasis.PAGES_DROP_IT, BlockReason.NEWSLETTER),
        (
            {"kept_pages": 4, "reasons": DROPPED, "text": NO_LONG_ENOUGH},
            ProfileBasis.PAGES_DROP_IT,
            BlockReason.NEWSLETTER,
        ),
        ({"kept_pages": 4, "reasons": UNNAMED}, ProfileBasis.PAGES_DROP_IT, BlockReason.BOILERPLATE),
        # an engine loses the items of a list on most pages: that is no reason to lose them on all
        ({"kept_pages": 4, "reasons": UNNAMED, "text": "Salt and pepper"}, ProfileBasis.SHORT, BlockReason.BOILERPLATE),
        ({"text": NO_LONG_ENOUGH}, ProfileBasis.SHORT, BlockReason.BOILERPLATE),
        ({"kind": BlockKind.HEADING, "text": "What happens next"}, ProfileBasis.FORM, BlockReason.BOILERPLATE),
        ({"kind": BlockKind.TABLE_ROW}, ProfileBasis.FORM, BlockReason.BOILERPLATE),
        ({"text": PROMISE + " Since 1974."}, ProfileBasis.STATES, BlockReason.BOILERPLATE),
        ({"text": "“We shall rebuild every house on this shore,” the mayor said."}, ProfileBasis.STATES, None),
        ({"text": "Which book would you give to somebody who has never read one?"}, ProfileBasis.STATES, None),
        ({"text": "The vote was the first that the whole council had taken in years."}, ProfileBasis.ABOUT_STORY, None),
        ({"text": "Coast Courier is made in two rooms above a shop for tea and rope."}, ProfileBasis.EVERYWHERE, None),
        (
            {"text": "Ina Solberg writes about boats and the people who build them.", "pages": 3, "behind_pages": 3},
            ProfileBasis.AUTHOR_BIO,
            BlockReason.AUTHOR_BIO,
        ),
        (
            {"text": "Ina Solberg writes about boats and the people who build them.", "pages": 3, "behind_pages": 1},
            ProfileBasis.TOO_FEW,
            None,
        ),
        ({"text": "読者の皆様からの投稿を毎週募集しています。詳細は"}, ProfileBasis.EVERYWHERE, None),
    ],
)
def test_what_a_recurring_text_is(change: dict[str, Any], basis: ProfileBasis, reason: BlockReason | None) -> None:
    """Furniture is certain by what its pages say, by its place or by its spread; anything an author may say is not."""
    found = dataclasses.replace(EVERYWHERE, **change)
    authors = found.authors[: found.pages]
    weighed = weigh(dataclasses.replace(found, authors=authors), SETTINGS)
    assert weighed.basis == basis
    assert reason in {None, weighed.reason}


# --- what is learned ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """A page as the warehouse holds it: (text, reason) of its blocks in reading order."""

    url: str
    title: str
    blocks: Sequence[tuple[str, BlockReason]]
    author: str = ""
    document: str = ""


def extraction_of(told: Told, key: str) -> Extraction:
    """Return the extraction of a page, of which only host, page, headline and author matter."""
    return Extraction(
        document_key=key,
        source_id=key,
        url=told.url,
        page_canonical=None,
        canonical_url=told.url,
        host=told.url.split("/")[2],
        publisher=None,
        encoding="utf-8",
        encoding_evidence="given",
        title=told.title,
        title_part=None,
        title_offsets=(),
        authors=(told.author,) if told.author else (),
        published_at=None,
        published_precision=None,
        published_evidence=None,
        modified_at=None,
        language=None,
        text="",
        segments=1,
        credits=(),
        rejected=None,
        ledger_digest="",
        valid_from_run=1,
        valid_to_run=None,
        profile_digest=None,
    )


def blocks_of(told: Told, key: str) -> list[Block]:
    """Return the blocks of a page."""
    return [
        Block(
            document_key=key,
            position=position,
            segment=0,
            kind=BlockKind.PARAGRAPH,
            kept=reason in KEPT_REASONS,
            reason=reason,
            score=None,
            text=text,
            char_start=None,
            char_end=None,
            offsets=(),
            raw_spans=(),
            path="p",
            ledger_digest="",
            valid_from_run=1,
            valid_to_run=None,
            page_reason=None,
            recurrence_key=recurrence_key(block(text, "p")),
        )
        for position, (text, reason) in enumerate(told.blocks)
    ]


@functools.cache
def shared() -> Warehouse:
    """Return a warehouse in memory that is made once: its schema takes longer than what is tried on it."""
    return Warehouse.in_memory()


def learned(pages: Iterable[Told]) -> dict[tuple[str, str], HostProfileText]:
    """Return what is learned of the pages alone, by host and text."""
    warehouse = shared()
    for table in ("extraction", "block", "host_profile", "host_profile_text"):
        warehouse.sql(f"delete from {table}")  # noqa: S608 - a name of ours
    told = [(page.document or f"document {number:03}", page) for number, page in enumerate(pages)]
    warehouse.insert(Extraction, [extraction_of(page, key) for key, page in told])
    warehouse.insert(Block, [row for key, page in told for row in blocks_of(page, key)])
    run_profile(warehouse, SETTINGS, STEP, 1)
    rows = from_arrow(HostProfileText, warehouse.sql("select * from host_profile_text"))
    return {(row.host, row.text): row for row in rows}


def told_story(number: int, *more: tuple[str, BlockReason], url: str = "", title: str = "") -> Told:
    """Return a page with a story of its own and more blocks behind it."""
    headline, paragraphs = story(number)
    blocks = [*((text, BlockReason.BODY) for text in paragraphs), *more]
    return Told(url or f"https://{COAST}/{number}", title or headline, blocks)


KEEP = (PROMISE, BlockReason.BODY)


def certain_of(found: dict[tuple[str, str], HostProfileText]) -> set[str]:
    """Return the texts that are furniture for certain."""
    return {text for (_, text), row in found.items() if row.certain}


def test_a_text_on_many_stories_is_learned_and_no_story_is() -> None:
    """Of twelve stories that all end with the same promise, the promise is learned, and nothing else is known."""
    found = learned(told_story(number, KEEP) for number in range(12))
    assert {text: (row.pages, row.kept_pages, row.share) for (_, text), row in found.items()} == {
        PROMISE: (12, 12, 1.0)
    }
    assert certain_of(found) == {PROMISE}


def test_hosts_are_learned_apart() -> None:
    """What six pages of one host and six of another have in common is on six pages of each."""
    pages = [told_story(number, KEEP, url=f"https://{(COAST, HILLS)[number % 2]}/{number}") for number in range(12)]
    assert {host: row.pages for (host, _), row in learned(pages).items()} == {COAST: 6, HILLS: 6}


@pytest.mark.parametrize(
    "copies",
    [
        [told_story(50, url=f"https://{COAST}/same") for _ in range(8)],
        [told_story(50, url=f"https://{COAST}/copy-{number}") for number in range(8)],
        [told_story(50, url=f"https://{COAST}/{number}", title=f"Edition {number * 37}") for number in range(4)],
        [
            told_story(50, (f"Only the page number {number} says it in so many words as these here.", BlockReason.BODY))
            for number in range(8)
        ],
    ],
    ids=["revisions", "one headline at eight addresses", "four headlines over one text", "revisions that grow"],
)
def test_a_story_at_several_addresses_is_one_page(copies: list[Told]) -> None:
    """Revisions and copies count once: a story published again and again is never learned as furniture."""
    assert learned([*copies, *(told_story(number) for number in range(8))]) == {}


def test_an_archive_counts_for_nothing() -> None:
    """A page that prints whole stories one after the other makes neither one story of them nor a second page."""
    stories = [told_story(number, KEEP) for number in range(8)]
    archive = Told(f"https://{COAST}/archive", "All of May", [pair for told in stories for pair in told.blocks[:-1]])
    digest = dataclasses.replace(archive, url=f"https://{COAST}/digest", title="The week")
    found = learned([*stories, archive, digest])
    assert {text: row.pages for (_, text), row in found.items()} == {PROMISE: 8}


BACKGROUND = "The inquiry into the ferry contract was opened after three members of the harbour board stepped down."
RUNNING = [
    "Ferry contract: board member goes",
    "Inquiry hears the first captain",
    "No new ferry before spring",
    "Harbour board asks for time",
    "Captain speaks of a contract without a price",
    "Inquiry ends in silence",
]


def test_the_background_of_a_running_story_is_not_learned() -> None:
    """A paragraph repeated word for word in six of nine stories, at the end, stays: the headlines speak of it."""
    running = [told_story(n, (BACKGROUND, BlockReason.BODY), title=title) for n, title in enumerate(RUNNING)]
    found = learned([*running, *(told_story(number) for number in range(20, 23))])
    assert [(row.text, row.certain, row.basis) for row in found.values()] == [
        (BACKGROUND, False, ProfileBasis.ABOUT_STORY)
    ]


def test_the_pages_own_verdicts_decide_first() -> None:
    """What three of four pages leave out as a newsletter prompt is one on the fourth, also where it is short."""
    reasons = [BlockReason.NEWSLETTER] * 3 + [BlockReason.BODY]
    found = learned(told_story(number, ("The week by mail", reason)) for number, reason in enumerate(reasons))
    (row,) = found.values()
    assert (row.certain, row.basis, row.reason) == (True, ProfileBasis.PAGES_DROP_IT, BlockReason.NEWSLETTER)
    assert (row.pages, row.kept_pages) == (4, 1)


def test_a_lead_that_is_a_teaser_elsewhere_stays() -> None:
    """A story keeps its lead, though five other pages drop it as a related teaser in the same kind of container."""
    headline, (lead, *_) = story(50)
    others = [told_story(number, (lead, BlockReason.RELATED)) for number in range(5)]
    (row,) = learned([told_story(50), *others]).values()
    assert (row.text, row.certain, row.basis) == (lead, False, ProfileBasis.ABOUT_STORY), headline


def test_what_every_page_drops_needs_no_profile() -> None:
    """A text that cleaning alone drops everywhere is in no profile, so that menus and links do not change profiles."""
    assert learned(told_story(number, (PROMISE, BlockReason.RELATED)) for number in range(12)) == {}


texts = st.sampled_from(
    [PROMISE, APPEAL, BACKGROUND, *(f"Sentence number {n} of nobody in particular." for n in "abc")]
)
pages = st.lists(
    st.tuples(st.integers(0, 9), st.lists(st.tuples(texts, st.sampled_from([BlockReason.BODY, BlockReason.RELATED])))),
    max_size=24,
)


@settings(max_examples=20)
@given(pages)
def test_pages_are_counted_as_stories(drawn: list[tuple[int, list[tuple[str, BlockReason]]]]) -> None:
    """Whatever the order and number of copies, a text is counted on as many pages as there are stories with it."""
    told = [told_story(number, *blocks, url=f"https://{COAST}/{n}") for n, (number, blocks) in enumerate(drawn)]
    on: defaultdict[str, set[int]] = defaultdict(set)
    kept: defaultdict[str, set[int]] = defaultdict(set)
    for number, blocks in drawn:
        for text, reason in blocks:
            on[text].add(number)
            if reason in KEPT_REASONS:
                kept[text].add(number)
    expected = {
        text: (len(stories), len(kept[text])) for text, stories in on.items() if len(stories) >= 3 and kept[text]
    }
    found = learned(told)
    assert {text: (row.pages, row.kept_pages) for (_, text), row in found.items()} == expected
    numbered = [dataclasses.replace(page, document=f"document {n:03}") for n, page in enumerate(told)]
    assert learned(reversed(numbered)) == found


# --- the step among the others --------------------------------------------------------------------------------------


class House:
    """A warehouse of its own, fed with pages."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        run = RunSettings(workers=1, isolated=False, batch_documents=7)
        extract = ExtractSettings(languages=())  # claims are another matter, and take their time
        self.settings = Settings(database=str(folder / "news.duckdb"), run=run, extract=extract)

    def run(self, pages: Iterable[SitePage]) -> Account:
        """Run the main job over the pages."""
        file = self.folder / "pages.jsonl"
        rows = [{"id": page.url, "url": page.url, "html": page.html, "fetched_at": "2026-01-02"} for page in pages]
        file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        return run_pipeline([str(file)], self.settings)

    def ask(self, statement: str) -> list[dict[str, Any]]:
        """Ask the newest snapshot."""
        with Reader.open(Path(self.settings.database)) as reader:
            rows: list[dict[str, Any]] = reader.sql(statement).to_pylist()
            return rows

    def texts(self) -> dict[str, str]:
        """Return the current texts by URL."""
        return {row["url"]: row["text"] for row in self.ask("select url, text from extraction_current")}

    def state(self) -> dict[str, Any]:
        """All that must be equal."""
        return state_of_database(Path(self.settings.database))


COAST_PAGES, HILLS_PAGES = site(COAST, 12), site(HILLS, 4, first=40)
BOTH = [*COAST_PAGES, *HILLS_PAGES]


def leaks(texts: dict[str, str], pages: Iterable[SitePage]) -> int:
    """Return how many pieces of furniture are in the texts."""
    return sum(piece in texts[page.url] for page in pages for piece in page.furniture)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A warehouse of two hosts, run, profiles learned, and run again."""
    made = House(tmp_path_factory.mktemp("profiles") / "house")
    made.run(BOTH)
    return made


def test_exactly_the_pages_of_a_changed_host_are_due(tmp_path: Path) -> None:
    """Learning changes the profile of the host with twelve pages: these are loaded again, the other four are known.

    Furniture goes, no sentence of a story does, and after that nothing is due, for learning as for cleaning.
    """
    house = House(tmp_path / "house")
    assert house.run(BOTH).loaded == 16
    before = house.texts()
    assert leaks(before, COAST_PAGES) == sum(len(page.furniture) for page in COAST_PAGES)
    account = learn_profiles(house.settings)
    assert (account.learned, account.hosts, account.changed, account.pages_due) == (True, 1, 1, 12)
    assert house.texts() == before  # nothing but the profile has changed
    again = house.run(BOTH)
    assert (again.loaded, again.known) == (12, 4)
    after = house.texts()
    assert leaks(after, COAST_PAGES) == 0
    assert all(sentence in after[page.url] for page in BOTH for sentence in page.story)
    assert {page.url: after[page.url] for page in HILLS_PAGES} == {page.url: before[page.url] for page in HILLS_PAGES}
    account = learn_profiles(house.settings)
    assert (account.learned, account.changed, account.pages_due) == (False, 0, 0)
    assert house.run(BOTH).known == 16
    for report in verify_database(Path(house.settings.database), 0).values():
        assert set(report.counts) <= {Finding.HOLDS}
    named = house.ask(
        "select distinct profile.host, block.page_reason from block_current as block"
        " join extraction_current as extraction using (document_key)"
        " join host_profile_current as profile using (profile_digest) where block.page_reason is not null"
    )
    assert named == [{"host": COAST, "page_reason": "body"}]


def test_learning_does_not_see_the_profile_in_force(tmp_path: Path) -> None:
    """Learned again from pages that were cleaned under it, a profile is the same: its digest, and every count."""
    house = House(tmp_path / "house")
    house.run(COAST_PAGES)
    learn_profiles(house.settings)
    first = house.ask("select * exclude (step_digest) from host_profile_text_current order by all")
    house.run(COAST_PAGES)
    other = house.settings.profile.model_copy(
        update={"min_chars": SETTINGS.min_chars + 1}
    )  # due, with the same answers
    assert learn_profiles(house.settings.model_copy(update={"profile": other})).learned
    assert house.ask("select * exclude (step_digest) from host_profile_text_current order by all") == first
    assert len(house.ask("select host from host_profile")) == 1


def test_an_increment_ends_where_a_rebuild_ends(tmp_path: Path) -> None:
    """Learning after half of the pages and again after the rest gives the tables of learning once from all."""
    steps, once = House(tmp_path / "steps"), House(tmp_path / "once")
    for part in (COAST_PAGES[:7], [*COAST_PAGES[7:], *HILLS_PAGES]):
        steps.run(part)
        learn_profiles(steps.settings)
    steps.run(BOTH)
    once.run(list(reversed(BOTH)))
    learn_profiles(once.settings)
    once.run(BOTH)
    assert_same_state(steps.state(), once.state())


KILLED = """
import os, signal, sys
from pathlib import Path
from claimhouse.pipeline.profile import learn_profiles
from claimhouse.records import HostProfile
from claimhouse.settings import Settings
from claimhouse.warehouse import Warehouse

replace = Warehouse.replace_current

def dying(warehouse, record_type, rows, run):
    if record_type is HostProfile:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(warehouse, record_type, rows, run)

Warehouse.replace_current = dying
learn_profiles(Settings(database=sys.argv[1]))
"""


def test_a_step_that_is_killed_leaves_the_profiles_as_they_were(tmp_path: Path, root: Path) -> None:
    """Killed between its two tables it has written nothing, and learning again gives what it would have given."""
    house, whole = House(tmp_path / "house"), House(tmp_path / "whole")
    for each in (house, whole):
        each.run(COAST_PAGES)
    learn_profiles(whole.settings)
    command = [sys.executable, "-c", KILLED, house.settings.database]
    died = subprocess.run(command, cwd=root, capture_output=True, check=False)  # noqa: S603 - our own
    assert died.returncode == -signal.SIGKILL, died.stderr
    with Warehouse.open(Path(house.settings.database)) as warehouse:
        assert warehouse.sql("select count(*) as n from host_profile_text").to_pylist() == [{"n": 0}]
        assert warehouse.sql("select count(*) as n from ledger where step = 'profile'").to_pylist() == [{"n": 0}]
    assert learn_profiles(house.settings).changed == 1
    status = [row["status"] for row in house.ask("select status from run order by run")]
    assert status == ["published", "abandoned", "published"]
    assert_same_state(house.state(), whole.state())


def test_a_page_without_address_has_no_profile(tmp_path: Path) -> None:
    """Pages that were seen nowhere belong to no host: nothing is learned from them, and nothing goes from them."""
    house = House(tmp_path / "house")
    for page in COAST_PAGES:
        (house.folder / f"{page.url.rpartition('/')[2]}.html").write_text(page.html, encoding="utf-8")
    run_pipeline([str(house.folder / "*.html")], house.settings)
    account = learn_profiles(house.settings)
    assert (account.hosts, account.pages_due) == (0, 0)


def test_a_profile_that_takes_everything_leaves_no_article() -> None:
    """A page that holds nothing but what the host repeats is rejected, as is any page without a text."""
    html = page_html("Our promise", [PROMISE] * 5).encode()
    page = Page(payload=html, media_type=MediaType.HTML, url=f"https://{COAST}/promise", host=COAST)
    alone = clean_page(page, CleanSettings(min_words=10))
    known = Profile(
        host=COAST, texts={found.recurrence_key or 0: BlockReason.BOILERPLATE for found in alone.blocks if found.kept}
    )
    cleaned = clean_page(page, CleanSettings(min_words=10), known)
    assert alone.rejected is None
    assert cleaned.rejected is not None


def test_the_command_learns_and_says_what(house: House, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`claimhouse profile` prints the recurring texts; `explain page` then says on how many pages a block recurs."""
    assert not app(["profile", "--database", house.settings.database, "--format", "json"], standalone_mode=False)
    printed = capsys.readouterr()
    shown = {(row["host"], row["dropped"]) for row in json.loads(printed.out) if row["text"] == PROMISE}
    assert shown == {(COAST, True), (HILLS, False)}
    assert "1 hosts have a profile, 1 changed; 12 pages are due" in printed.err
    page = tmp_path / "page.html"
    page.write_text(COAST_PAGES[0].html, encoding="utf-8")
    assert not app(["explain", "page", str(page), "--database", house.settings.database], standalone_mode=False)
    explained = " ".join(capsys.readouterr().out.split())
    assert f"recurs on 12 pages of {COAST} (100%; everywhere), kept by the page alone as body" in explained
