"""The settings that change what the tables hold, a model for each stage."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from claimhouse.settings.stage import Option, PathText, Stage


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) < len(names):
        message = "a name stands more than once"
        raise ValueError(message)
    return names


class ColumnsSettings(Stage):
    """Which column of a JSONL or Parquet row means what; the first name that the row has is taken.

    Attributes:
        id: becomes the `source_id`.
        url: where the page was seen.
        html: the page as markup.
        text: the page as plain text, where there is no markup.
        path: a file with the page, relative to the container; goes before `html` and `text`.
        fetched_at: when it was fetched; a time without zone is UTC.
        publisher: who published it.
        title: its headline.
        published_at: when it was published; what cannot be read as a date is left out.
    """

    id: tuple[str, ...] = ("id", "source_id", "doc_id")
    url: tuple[str, ...] = ("url", "link", "original_url")
    html: tuple[str, ...] = ("html", "raw_html", "content_html")
    text: tuple[str, ...] = ("text", "plain_text", "body")
    path: tuple[str, ...] = ("path", "file")
    fetched_at: tuple[str, ...] = ("fetched_at", "crawled_at", "scraped_at", "retrieved_at")
    publisher: tuple[str, ...] = ("publisher", "site_name", "outlet")
    title: tuple[str, ...] = ("title", "headline")
    published_at: tuple[str, ...] = (
        "published_at",
        "published",
        "date_published",
        "datePublished",
        "publish_date",
        "publication_date",
        "pub_date",
        "pubDate",
        "pubdate",
        "date",
    )


class SourcesSettings(Stage):
    """Reading files, archives and rows.

    Attributes:
        max_bytes: a payload over this many bytes, after decompression, is quarantined as `too_large`.
        columns: names of the columns of JSONL and Parquet rows.
    """

    max_bytes: int = Field(default=20_000_000, gt=0)
    columns: ColumnsSettings = ColumnsSettings()


class FetchSettings(Stage):
    """Sources that are addresses: what is asked for, how often, and what a response may cost.

    Attributes:
        contact: an address or a page where whoever runs a site reaches you; a part of the User-Agent.
        allow_private: ask addresses of this machine and of private networks too; for tests.
        parallel_hosts: hosts that are asked at a time, each by one request at a time.
        delay_s: seconds from one response of a host to the next request, if its robots.txt asks for no more.
        response_s: seconds that a response may take in all.
        max_redirects: that are followed; each is checked as the first address is.
        max_listing_bytes: of a feed or sitemap, after decompression.
        max_listed: pages that a source may name; what is over is left out.
        max_sitemaps: that an index of sitemaps may lead to.
        max_pages: of a source that are asked for in a run; the others wait for the next.
        max_seconds: of a run in which new requests begin.
        retries: further tries of a request that failed in a way that may pass.
        max_wait_s: the longest that a run waits for a try; a host that asks for more is left alone until then.
        give_up_after: failures of a feed in a row from which it is asked ever more rarely: in 1 h, 2 h, 4 h…
        longest_wait_hours: of that.
        revisit_hours: until a page that its source still names is asked for again, twice as long each time that it is
            the same, up to 32 times; 0 for only when the source says that it was changed.
    """

    contact: str = Field(default="", pattern=r"^[\x21-\x7e]*$")
    allow_private: bool = False
    parallel_hosts: int = Field(default=8, ge=1)
    delay_s: float = Field(default=1.0, ge=0)
    response_s: float = Field(default=60.0, gt=0)
    max_redirects: int = Field(default=5, ge=0)
    max_listing_bytes: int = Field(default=50_000_000, gt=0)
    max_listed: int = Field(default=50_000, ge=1)
    max_sitemaps: int = Field(default=100, ge=1)
    max_pages: int = Field(default=1000, ge=1)
    max_seconds: float = Field(default=1800.0, gt=0)
    retries: int = Field(default=2, ge=0)
    max_wait_s: float = Field(default=60.0, ge=0)
    give_up_after: int = Field(default=5, ge=1)
    longest_wait_hours: float = Field(default=168.0, gt=0)
    revisit_hours: float = Field(default=24.0, ge=0)


class CleanSettings(Stage):
    """Main text, blocks with reasons, metadata.

    Attributes:
        min_words: a page whose kept text has fewer words is rejected as `too_short`.
    """

    min_words: int = Field(default=25, ge=0)


class ProfileSettings(Stage):
    """Host profiles: what the pages of a host repeat. Pages are counted as different stories of the host.

    Attributes:
        min_pages: a text recurs from so many pages on.
        dropped_share: of its pages, the share that drop it for reasons of their own from which it goes everywhere.
        min_kept_pages: what most pages keep is furniture only from so many pages on.
        everywhere_share: share of the host's pages from which a text is there whatever they are about.
        edge_share: the same for a text that always stands before or behind what only one story says.
        about_share: share of the pages that keep it with a word of it in the headline, from which it is about them.
        min_chars: what most pages keep is known by its words from so many characters on (a CJK character counts as 3).
        same_story_share: share of the smaller page's own text that two pages have in common if they are one story.
        own_pages: a text on at most so many pages is a page's own.
    """

    min_pages: int = Field(default=3, ge=2)
    dropped_share: float = Field(default=0.75, gt=0, le=1)
    min_kept_pages: int = Field(default=5, ge=2)
    everywhere_share: float = Field(default=0.5, gt=0, le=1)
    edge_share: float = Field(default=0.2, gt=0, le=1)
    about_share: float = Field(default=0.34, gt=0, le=1)
    min_chars: int = Field(default=40, ge=1)
    same_story_share: float = Field(default=0.5, gt=0, le=1)
    own_pages: int = Field(default=4, ge=1)


class DedupeSettings(Stage):
    """Near-duplicates.

    Attributes:
        shingle_words: words per shingle.
        sample_denominator: a shingle is sampled when its 64-bit hash is below 2^64 / this.
        min_sample: a short text keeps at least this many of its lowest hashes.
        min_shared: sampled shingles two documents share before they are compared.
        max_document_frequency: a sampled shingle in more documents than this proposes no candidates.
        first_step: exponent k of the least size, 4^k texts, at which the limits of rarity begin to grow.
        strict_jaccard: Jaccard similarity from which two texts are one text: of their samples, where frequencies are
            counted; of all shingles, where the smaller has fewer than `min_rare` rare ones.
        rare_jaccard: Jaccard similarity of rare shingles from which two texts are near-duplicates.
        rare_containment: share of the smaller text's rare shingles in the larger from which it is an excerpt.
        min_rare: rare shingles the smaller text must have for `rare_containment` to count, and two texts must share
            to have a passage in common.
        anchors: above `max_document_frequency`, this many of the documents are still paired with the others.
        min_figures: numbers (of two digits or more) in the text with fewer of them, for figures to count as evidence.
        template_figures: share of agreeing figures below which two texts are instances of a template.
        agreeing_figures: share of agreeing figures from which less text needs to agree, as follows.
        agreeing_containment: stands in for `rare_containment` where figures agree.
        reworded_containment: stands in for `rare_containment` where the topical words agree.
        reworded_topic: Jaccard similarity of topical words from which the one is the other reworded.
        agreeing_shared: rare shingles in common that `agreeing_containment` and `reworded_containment` also ask for;
            where figures agree, `min_rare` are enough for the second.
        digest_share: share of a text that unrelated stories cover, the largest left out, from which it is a digest.
        whole_share: share of two texts of one topic that must stand in a third, and of the third that they make up, for
            the third to be their digest.
        copy_share: share of a digest that another text must hold to be a copy of the digest.
        same_topic: share of common topical words from which two passages without common text are of one story.
    """

    shingle_words: int = Field(default=5, ge=1)
    sample_denominator: int = Field(default=4, ge=1)
    min_sample: int = Field(default=48, ge=1)
    min_shared: int = Field(default=5, ge=1)
    max_document_frequency: int = Field(default=50, ge=2)
    first_step: int = Field(default=4, ge=2)
    strict_jaccard: float = Field(default=0.8, gt=0, le=1)
    rare_jaccard: float = Field(default=0.4, gt=0, le=1)
    rare_containment: float = Field(default=0.6, gt=0, le=1)
    min_rare: int = Field(default=20, ge=1)
    anchors: int = Field(default=3, ge=0)
    min_figures: int = Field(default=3, ge=1)
    template_figures: float = Field(default=0.35, ge=0, le=1)
    agreeing_figures: float = Field(default=0.6, ge=0, le=1)
    agreeing_containment: float = Field(default=0.35, gt=0, le=1)
    reworded_containment: float = Field(default=0.2, gt=0, le=1)
    reworded_topic: float = Field(default=0.5, gt=0, le=1)
    agreeing_shared: int = Field(default=60, ge=1)
    digest_share: float = Field(default=0.2, gt=0, le=1)
    whole_share: float = Field(default=0.9, gt=0, le=1)
    copy_share: float = Field(default=0.7, gt=0, le=1)
    same_topic: float = Field(default=0.06, gt=0, le=1)


class ExtractSettings(Stage):
    """Claims.

    Attributes:
        extractors: names of the extractors that run; `claimhouse extractors` lists those that are installed.
        options: settings of the extractors' own, a table for each by its name; each sees only its own.
        gate: parse only sentences that can hold a check-worthy claim.
        min_confidence: claims below this confidence are not stored.
        languages: languages (ISO 639-1) that our extractors read; texts in others are kept and give no claims.
    """

    extractors: Annotated[tuple[str, ...], AfterValidator(_each_once)] = Field(
        default=("rules", "universal", "cues"), min_length=1
    )
    options: dict[str, dict[str, Option]] = {}  # noqa: RUF012 - pydantic copies it for each model
    gate: bool = True
    min_confidence: float = Field(default=0.0, ge=0, le=1)
    languages: tuple[str, ...] = ("en", "de", "fr")

    def of(self, extractor: str) -> ExtractSettings:
        """Return the settings that one extractor sees, which are those that its rows depend on."""
        own = self.options.get(extractor, {})
        options = {extractor: dict(sorted(own.items()))} if own else {}
        return self.model_copy(update={"extractors": (extractor,), "options": options})


class ResolveSettings(Stage):
    """Entities, attributes, groups, conflicts, independence.

    Attributes:
        alias_file: TOML with names that mean one entity, over the built-in rules; empty for none.
        publisher_file: TOML that says who owns which publishers; empty for none, then each owns itself.
        max_quote_clusters: a quotation in more clusters of copies than this is a slogan and makes no `same_quote` edge.
        min_event_names: names a document shares with one of the outlet it cites for `cites` to lead to that document.
        max_name_clusters: a name in more clusters of copies than this is not counted among them.
        event_days: days by which the cited document may be older.
    """

    alias_file: PathText = ""
    publisher_file: PathText = ""
    max_quote_clusters: int = Field(default=12, ge=2)
    min_event_names: int = Field(default=3, ge=1)
    max_name_clusters: int = Field(default=50, ge=2)
    event_days: int = Field(default=14, ge=0)
