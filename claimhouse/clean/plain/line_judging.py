"""Each line of a plain text kept or dropped, and where a second text begins.

Plain text has no containers and no engine: what counts is the words of a line, its neighbours, what stands twice,
and where in the document it stands.

1. Lines that are furniture by their words or signs; tables of contents with the lists under them; lists under prompts.
2. Author bios with the name lines above them; the headline; lines printed twice in a row.
3. What the line model finds unlikely to be a part of the text, under the closest name that the lines above give.
4. The headlines of further texts in the same document.
5. Headings under which nothing is left; what was put behind the end of the text and speaks of something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from claimhouse.clean.candidates import Candidate, Verdict
from claimhouse.clean.lexicon import MAX_FURNITURE_CHARS, fold, line_reason
from claimhouse.clean.plain import line_furniture as furniture
from claimhouse.clean.plain.line_features import Line, line_features
from claimhouse.clean.plain.line_headlines import drop_repeated_titles, find_segments, find_title
from claimhouse.clean.plain.line_markup import Shown, shown
from claimhouse.clean.plain.line_model import LineModel, shipped
from claimhouse.clean.plain.line_page import LIKELY, UNKNOWN, WORD, LinePage
from claimhouse.records.vocabulary import BlockKind, BlockReason

MIN_LINES, MIN_CHARS = 6, 600  # of a text that the model judges; it was trained on pages
UNLIKELY = 0.2  # a line less likely than this goes
UNLIKELY_PROSE = 0.1  # and in a text that is nearly all prose, as an extractor gives it
MOSTLY_PROSE = 0.7
MIN_LEFT = 0.25  # of the characters of prose; where less would be left, the model is wrong about the text
HEADS = frozenset(
    {
        BlockReason.RELATED,
        BlockReason.SEE_ALSO,
        BlockReason.COMMENT,
        BlockReason.NEWSLETTER,
        BlockReason.FOLLOW,
        BlockReason.SHARE,
        BlockReason.TAG_LIST,
        BlockReason.NAV,
        BlockReason.AD,
        BlockReason.AUTHOR_BIO,
    }
)
MAX_HEADED = 20  # lines below such a line that share its name


def judge(
    lines: Sequence[Candidate], given_title: str | None = None, model: LineModel | None = None
) -> tuple[list[Verdict], int | None]:
    """Decide every line of a plain text.

    Args:
        lines: the text's lines.
        given_title: a title given beside the text; then another line is never taken for the headline.
        model: the weights; those that come with the package if None.

    Returns:
        The verdicts, and which line is the headline, if one is.
    """
    page = _page(lines, model or shipped())
    furniture.drop_by_words(page)
    furniture.drop_tables_of_contents(page)
    furniture.drop_prompted_lists(page)
    furniture.drop_bios(page)
    title = find_title(page, given_title)
    furniture.drop_doubled_lines(page, title)
    drop_repeated_titles(page, title)
    _drop_unlikely(page)
    find_segments(page, title)
    furniture.drop_captions(page)
    furniture.drop_off_topic(page)
    return _closed(page), title


def visible_lines(lines: Sequence[Candidate]) -> tuple[list[int], list[Line]]:
    """Return the lines that hold words as the line model sees them, and the place of each."""
    seen = [shown(line.text) for line in lines]
    return _visible(lines, seen, [_folded(one.text) for one in seen])


def _visible(lines: Sequence[Candidate], seen: Sequence[Shown], folded: Sequence[str]) -> tuple[list[int], list[Line]]:
    places, found = [], []
    for place, (line, one, words) in enumerate(zip(lines, seen, folded, strict=True)):
        if line.given is None and WORD.search(one.text):
            linked = len(one.text) if line.link_share >= 1 else one.linked
            places.append(place)
            found.append(Line(one.text, line.kind, line.level, linked, line.links, line_reason(words)))
    return places, found


def _folded(text: str) -> str:
    """Return a line as the phrase lists see it; a line too long for them in lower case only."""
    return fold(text) if len(text) <= MAX_FURNITURE_CHARS else text.lower()


def _page(lines: Sequence[Candidate], model: LineModel) -> LinePage:
    seen = [shown(line.text) for line in lines]
    folded = [_folded(one.text) for one in seen]
    page = LinePage(
        lines=lines,
        texts=[one.text for one in seen],
        folded=folded,
        likely=[UNKNOWN] * len(lines),
        verdicts=[None] * len(lines),
        printed=Counter(folded),
        topic=model.topic,
    )
    places, visible = _visible(lines, seen, folded)
    if len(visible) >= MIN_LINES and sum(len(line.text) for line in visible) >= MIN_CHARS:
        for place, likely in zip(places, model.likely_content(line_features(visible)).tolist(), strict=True):
            page.likely[place] = likely
    return page


def _drop_unlikely(page: LinePage) -> None:
    """Drop what the model finds unlikely; what a table of contents lists is a heading of the text, however it looks."""
    listed = {
        page.folded[index]
        for index, verdict in enumerate(page.verdicts)
        if verdict is not None and verdict.reason is BlockReason.TOC
    }
    prose = [index for index in page.opened() if page.is_prose(index)]
    chars = sum(len(page.texts[index]) for index in prose)
    whole = sum(map(len, page.texts)) or 1
    limit = UNLIKELY_PROSE if chars > MOSTLY_PROSE * whole else UNLIKELY
    left = sum(len(page.texts[index]) for index in prose if page.likely[index] >= limit)
    wrong = left < MIN_LEFT * chars
    headed, since = BlockReason.BOILERPLATE, 0
    for index, likely in enumerate(page.likely):
        verdict = page.verdicts[index]
        since += 1
        if verdict is not None:
            if verdict.reason in HEADS:
                headed, since = verdict.reason, 0
        elif likely >= limit or (wrong and page.is_prose(index)) or page.folded[index] in listed:
            headed = BlockReason.BOILERPLATE
        else:
            page.drop(index, headed if since <= MAX_HEADED else BlockReason.BOILERPLATE, round(1 - likely, 2))


def _closed(page: LinePage) -> list[Verdict]:
    verdicts = []
    segment = 0
    starts = frozenset(page.starts)
    for index, verdict in enumerate(page.verdicts):
        if index in starts:
            segment += 1
            if verdict is None:
                verdicts.append(Verdict(BlockReason.SEGMENT_TITLE, LIKELY, BlockKind.TITLE, segment))
                continue
        closed = verdict or Verdict(BlockReason.BODY, LIKELY)
        verdicts.append(closed._replace(segment=segment))
    return verdicts
