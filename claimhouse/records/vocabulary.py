"""The closed lists: every code that a column may hold, with its meaning.

A new code is a new line here, a row in `docs/tables.md` and a test that shows it.
"""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class Outcome(StrEnum):
    """What became of an item in a run; each item has exactly one."""

    LOADED = "loaded"  # new, or processed again because a step was due
    KNOWN = "known"  # every step's ledger row already has a final outcome
    REJECTED = "rejected"  # judged unfit, see RejectReason
    QUARANTINED = "quarantined"  # could not be processed, see QuarantineReason


@unique
class RejectReason(StrEnum):
    """Why a page is judged to be no article."""

    NOT_ARTICLE = "not_article"  # another kind of page by its own account, with next to no text
    TOO_SHORT = "too_short"  # fewer words than `clean.min_words`, and nothing else to say of it
    CONSENT_WALL = "consent_wall"  # asks for consent to cookies, and holds nothing else
    PAYWALL = "paywall"  # the beginning of an article that goes on for subscribers; `text` is what is left
    ERROR_PAGE = "error_page"  # not found, forbidden, out of order, or a check of the browser
    INDEX_PAGE = "index_page"  # lists other pages: front, section, topic, search results, products, ticker
    LOGIN_PAGE = "login_page"  # asks for a name and a password
    SCRIPT_SHELL = "script_shell"  # a page that is empty until a script fills it


@unique
class QuarantineReason(StrEnum):
    """Why an item could not be processed."""

    UNREADABLE = "unreadable"  # the file cannot be opened or read
    BROKEN_RECORD = "broken_record"  # a JSONL line or row that cannot be parsed
    MISSING_PAYLOAD = "missing_payload"  # a row without html, text or a readable path
    TRUNCATED = "truncated"  # an archive or compressed file that ends too soon
    UNKNOWN_FORMAT = "unknown_format"  # bytes that are none of the formats read
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"  # markup nested deeper than the parser keeps
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    KILLED = "killed"  # its process died of it, twice
    UNDECODABLE = "undecodable"
    EMPTY = "empty"
    INVALID_RESULT = "invalid_result"  # an extractor returned records that do not hold: spans, types, its own name
    UNREACHABLE = "unreachable"  # an address gave no response, or one that says no
    FORBIDDEN_ADDRESS = "forbidden_address"  # an address that is not asked: no http(s), a private network, a password
    DISALLOWED = "disallowed"  # the site's robots.txt does not allow it
    UNEXPECTED = "unexpected"  # an exception nobody foresaw; its traceback is kept


@unique
class MediaType(StrEnum):
    """What a payload is, judged by its content."""

    HTML = "text/html"
    TEXT = "text/plain"


@unique
class BlockKind(StrEnum):
    """What a block is in its page."""

    TITLE = "title"  # the headline of a page or of a segment
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    TABLE_ROW = "table_row"
    CAPTION = "caption"
    CODE = "code"


@unique
class BlockReason(StrEnum):
    """Why a block was dropped, or (first three) why it was kept."""

    BODY = "body"  # the author's prose
    RECOVERED = "recovered"  # the engine was asked and left it out, the block model brought it back
    SEGMENT_TITLE = "segment_title"  # headline of a later segment of a stitched document
    RELATED = "related"
    SEE_ALSO = "see_also"
    AUTHOR_BIO = "author_bio"
    BYLINE = "byline"
    DATELINE = "dateline"  # a line that only says when
    NEWSLETTER = "newsletter"
    SHARE = "share"
    FOLLOW = "follow"
    COMMENT = "comment"
    CAPTION = "caption"
    CONSENT = "consent"
    PAYWALL = "paywall"
    TOC = "toc"
    TAG_LIST = "tag_list"
    COPYRIGHT = "copyright"
    AD = "ad"
    AFFILIATE = "affiliate"
    EDITORIAL_POLICY = "editorial_policy"
    NAV = "nav"
    SOURCE_LINE = "source_line"
    CITATION_MARKER = "citation_marker"
    MARKUP = "markup"  # signs of a markup language in plain text: "## ", "|---|"
    LINK_PROMPT = "link_prompt"  # "You can read more on their website"
    HIDDEN = "hidden"
    OFFTOPIC = "offtopic"
    DUPLICATE_TITLE = "duplicate_title"
    DUPLICATE_BLOCK = "duplicate_block"
    SECTION_MARKER = "section_marker"  # a label of the site between parts of a text
    BOILERPLATE = "boilerplate"  # left out by the engine, and no closer reason is certain
    SYMBOLS = "symbols"  # nothing but punctuation, emoji or blanks


KEPT_REASONS = frozenset({BlockReason.BODY, BlockReason.RECOVERED, BlockReason.SEGMENT_TITLE})


@unique
class ProfileBasis(StrEnum):
    """Why a text that recurs on a host's pages is furniture for certain, or (from `form` on) what holds that back."""

    PAGES_DROP_IT = "pages_drop_it"  # most of the pages that carry it leave it out for reasons of their own
    AUTHOR_BIO = "author_bio"  # behind the story, and it names the author of its pages
    EVERYWHERE = "everywhere"  # on half of the host's pages, whatever they are about
    AT_THE_EDGE = "at_the_edge"  # on many of them, and always before or behind what only one story says
    FORM = "form"  # a heading, a row of a table, code: recurs by the form of the text
    SHORT = "short"  # too short to be told from a name, a label, an item of a list
    STATES = "states"  # holds a figure, a quotation or a question
    ABOUT_STORY = "about_story"  # shares words with the headlines of pages that keep it: background of a running story
    TOO_FEW = "too_few"  # none of the above, on too few pages


CERTAIN_BASES = frozenset(
    {ProfileBasis.PAGES_DROP_IT, ProfileBasis.AUTHOR_BIO, ProfileBasis.EVERYWHERE, ProfileBasis.AT_THE_EDGE}
)


@unique
class EvidencePart(StrEnum):
    """Which bytes an evidence span counts in."""

    PAYLOAD = "payload"
    TITLE = "title"  # the UTF-8 bytes of a title given beside the payload


@unique
class Field(StrEnum):
    """Which clean text a `[start, end)` in code points counts in."""

    TEXT = "text"
    TITLE = "title"


@unique
class Modality(StrEnum):
    """How surely the claim itself (not its sentence) is put forward."""

    ASSERTED = "asserted"
    REPORTED = "reported"  # on somebody's word
    RUMORED = "rumored"
    PREDICTED = "predicted"
    HYPOTHETICAL = "hypothetical"
    OPINION = "opinion"


@unique
class Bound(StrEnum):
    """How the written number bounds the value."""

    EXACT = "="
    AT_LEAST = ">="
    AT_MOST = "<="
    ABOUT = "~"


@unique
class QuantityKind(StrEnum):
    """What sort of number it is; the unit follows from it."""

    MONEY = "money"  # unit: ISO 4217, e.g. USD
    PERCENT = "percent"  # unit: percent or percentage_point
    COUNT = "count"  # unit: the noun counted, singular, or null
    DATE = "date"  # unit: year, month, day; value as yyyy, yyyymm, yyyymmdd
    DURATION = "duration"  # unit: second, minute, hour, day, week, month, year, …
    AGE = "age"  # unit: year
    ORDINAL = "ordinal"  # unit: rank
    RATIO = "ratio"  # unit: null or the noun; value = numerator / denominator
    PHYSICAL = "physical"  # unit: the written unit's singular name


@unique
class QuantityRole(StrEnum):
    """What an amount is to the change it is told of: "rose 5 % to $12 million from $11.4 million"."""

    FROM = "from"  # the value before
    TO = "to"  # the value after
    BY = "by"  # the difference


@unique
class SpeakerKind(StrEnum):
    """What sort of source stands behind an attribution."""

    NAMED = "named"
    UNNAMED = "unnamed"  # "people familiar with the matter"
    DOCUMENT = "document"  # "according to a filing"
    PRONOUN = "pronoun"  # not resolved


@unique
class Relation(StrEnum):
    """How two documents' texts relate. All but `contains` unite into a cluster."""

    EXACT = "exact"  # equal normalised words
    NEAR = "near"
    EXCERPT = "excerpt"  # the one is contained in the other
    REVISION = "revision"  # near, and of one canonical URL
    CONTAINS = "contains"  # a digest holds the other; never unites


UNITING_RELATIONS = frozenset(Relation) - {Relation.CONTAINS}


@unique
class EdgeKind(StrEnum):
    """Why a sighting does not count as an origin of its own."""

    SAME_BYTES = "same_bytes"
    NEAR_DUPLICATE = "near_duplicate"
    SAME_URL = "same_url"
    AGENCY_CREDIT = "agency_credit"
    SAME_QUOTE = "same_quote"
    CITES = "cites"


@unique
class BorrowingKind(StrEnum):
    """How a document shows that it takes from elsewhere."""

    CREDIT = "credit"  # "(AP)", "with material from dpa"
    CITATION = "citation"  # "as first reported by the Elsden Courier"
    QUOTATION = "quotation"  # a long quotation, word for word


@unique
class EdgeScope(StrEnum):
    """How much of a document an independence edge speaks for."""

    DOCUMENT = "document"
    PASSAGE = "passage"  # claims in sentences that overlap the evidence


@unique
class EvidencePlace(StrEnum):
    """Where the evidence of a borrowing stands."""

    TEXT = "text"
    BLOCK = "block"  # a dropped block: a source line, a byline
    METADATA = "metadata"  # what the page's markup states; no span


@unique
class EntityKind(StrEnum):
    """What sort of thing an entity is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    OTHER = "other"


@unique
class ValueKind(StrEnum):
    """How the values of an attribute compare."""

    NUMBER = "number"
    DATE = "date"
    CLASS = "class"  # one of a few codes: stake, acquisition
    TEXT = "text"  # an open phrase; compared by equality only


@unique
class ConflictType(StrEnum):
    """How two values of one attribute of one subject differ."""

    CONTRADICTION = "contradiction"
    REPORTED_VS_CONFIRMED = "reported_vs_confirmed"
    DIFFERENT_SCOPE = "different_scope"
    DIFFERENT_DATE = "different_date"
    ROUNDING_COMPATIBLE = "rounding_compatible"
    SUPERSEDED_BY_REVISION = "superseded_by_revision"


OPEN_CONFLICTS = frozenset({ConflictType.CONTRADICTION, ConflictType.REPORTED_VS_CONFIRMED})


@unique
class RunStatus(StrEnum):
    """How far a run came."""

    RUNNING = "running"
    PUBLISHED = "published"
    FAILED = "failed"
    ABANDONED = "abandoned"  # found `running` by a later run: its process is gone
