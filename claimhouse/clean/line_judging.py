"""Each line of a plain text kept or dropped, and where a second text begins.

Plain text has no containers and no engine: what counts is the words of a line, its neighbours, what stands twice,
and where in the document it stands.

1. Lines that are furniture by their words or signs; tables of contents with the lists under them.
2. Lines printed twice in a row, author bios with the name lines above them, prompts with the list below them.
3. The headline, and the headlines of further texts in the same document.
4. Headings under which nothing is left; what was put behind the end of the text and speaks of something else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from claimhouse.clean.candidates import Candidate, Verdict
from claimhouse.clean.lexicon import fold, line_reason
from claimhouse.clean.lines import is_heading_like, is_title_case
from claimhouse.records.vocabulary import BlockKind, BlockReason

CERTAIN, LIKELY, GUESSED = 0.99, 0.85, 0.6
WORD = re.compile(r"\w")
CONTENT_WORD = re.compile(r"[^\W\d_]{4,}")
TITLE_CHARS = 160
PROSE_CHARS = 80
MIN_TOC = 3
TOC_SHARE = 0.6  # of a list's items that come again as lines below it
BIO_PLACE = 0.6  # a bio stands behind this share of the lines
PERSON = r"[^\W\d_a-z][\w'’.-]*(?:\s(?:(?:de|van|von|der|la|le|bin|al|el|di|da)\s)*[^\W\d_a-z][\w'’.-]*){1,3}"
NAME_LINE = re.compile(rf"(?:(?:By|About|Von|Par|Por)\s)?({PERSON})")
BIO = re.compile(
    rf"(?P<name>{PERSON})(?:,[^,.]{{1,60}},)? "
    r"(?:is|was|has been|works|writes|covers|joined|has|holds|loves|specialis|specializ"
    r"|ist|war|arbeitet|schreibt|est|travaille|écrit|es|trabaja|escribe)\b",
    re.UNICODE,
)
# What bios say of their subject; two of these, or one and the name printed above, make a bio.
BIO_CUES = re.compile(
    r"\b(?:writers?|reporter|editor|journalist|blogger|author|contributor|correspondent|columnist|freelance[rd]?"
    r"|enthusiast"
    r"|copywriter|content creator|marketer|passionate about|fascinated by|years of experience|(?:decade"
    r"|years) of|loves|enjoys"
    r"|in (?:his|her|their) (?:free|spare) time|when (?:he|she|they)(?:'s|’s|'re| is| are)? not|(?:he|she"
    r"|they) (?:hopes?|writes?|covers?)"
    r"|share (?:his|her|their)|graduated from|lives in|follow (?:him|her|them)|redakteurin?|journalistin?"
    r"|autorin?|journaliste"
    r"|rédact(?:eur|rice)|periodista|redactora?|contact (?:him|her|them))\b",
    re.IGNORECASE,
)
MIN_BIO_CUES = 2
LIST_PROMPT = frozenset({BlockReason.RELATED, BlockReason.SEE_ALSO})
TEXT_END = frozenset(
    {
        BlockReason.AUTHOR_BIO,
        BlockReason.SHARE,
        BlockReason.COMMENT,
        BlockReason.NEWSLETTER,
        BlockReason.COPYRIGHT,
        BlockReason.FOLLOW,
    }
)
CONCLUSION = re.compile(
    r"(?:in (?:essence|conclusion|summary|short|sum|closing|the end)|to (?:conclude|sum up|summari[sz]e)"
    r"|overall|ultimately|all in all"
    r"|zusammenfassend|insgesamt|fazit|abschließend|en (?:conclusion|résumé|somme|resumen|conclusión"
    r"|definitiva)|pour conclure|para concluir)\b",
    re.IGNORECASE,
)
STRONG_CONCLUSION = re.compile(
    r"[.!?]\s(?:In (?:conclusion|summary)|To (?:conclude|sum up)|Zusammenfassend|En (?:conclusion|conclusión)"
    r"|Para concluir)\b"
)
MAX_INJECTED = 3  # paragraphs
# The subject of an injected paragraph: "The Ministry", "The Panel": definite, and never spoken of before.
DEFINITE_SUBJECT = re.compile(r"(?:The|Der|Die|Das|Le|La|El)\s([^\W\d_a-z][^\W\d_]{3,})\b")
MIN_NOVELTY = 0.5  # of its longer words that the text before does not use
SEGMENT_WORDS = 5
SEGMENT_PROSE = 2  # paragraphs that a further text must have at least


@dataclass(slots=True)
class _Page:
    """Lines and what is decided of them so far; None is undecided."""

    lines: Sequence[Candidate]
    folded: list[str]
    verdicts: list[Verdict | None]
    starts: list[int] = field(default_factory=list)  # lines that begin a further text

    def drop(self, index: int, reason: BlockReason, score: float, kind: BlockKind | None = None) -> None:
        self.verdicts[index] = Verdict(reason, score, kind)

    def open(self, index: int) -> bool:
        return self.verdicts[index] is None

    def is_prose(self, index: int) -> bool:
        line = self.lines[index]
        return len(line.text) >= PROSE_CHARS and line.kind in {BlockKind.PARAGRAPH, BlockKind.QUOTE}

    def following(self, index: int) -> int | None:
        """The next line that is not dropped."""
        for later in range(index + 1, len(self.lines)):
            if self.open(later):
                return later
        return None


def judge(lines: Sequence[Candidate], given_title: str | None = None) -> tuple[list[Verdict], int | None]:
    """Decide every line of a plain text.

    Args:
        lines: the text's lines.
        given_title: a title given beside the text: then no other line is taken for the headline, since it would be
            dropped as one and be lost.

    Returns:
        The verdicts, and which line is the headline, if one is.
    """
    page = _Page(lines, [fold(line.text) for line in lines], [None] * len(lines))
    _drop_by_words(page)
    _drop_tables_of_contents(page)
    _drop_prompted_lists(page)
    _drop_bios(page)
    title = _find_title(page)
    if title is not None and given_title and fold(given_title) != page.folded[title]:
        title = None
    _drop_doubled_lines(page, title)
    _find_segments(page, title)
    _drop_repeated_titles(page, title)
    _drop_captions(page)
    _drop_off_topic(page)
    return _closed(page), title


def _drop_by_words(page: _Page) -> None:
    for index, line in enumerate(page.lines):
        if line.given is not None:
            page.drop(index, line.given, CERTAIN)
        elif not WORD.search(line.text):
            page.drop(index, BlockReason.SYMBOLS, CERTAIN)
        elif (reason := line_reason(page.folded[index])) is not None and not _is_story(line, reason):
            page.drop(index, reason, LIKELY)


def _is_story(line: Candidate, reason: BlockReason) -> bool:
    """Words that are furniture alone may begin an item of the story's own list, or cite a name in a byline's form."""
    if reason is BlockReason.BYLINE:
        return NAME_LINE.search(line.text) is None or line.kind is BlockKind.LIST_ITEM
    return line.kind is BlockKind.LIST_ITEM and reason in {
        BlockReason.CAPTION,
        BlockReason.NAV,
        BlockReason.SOURCE_LINE,
    }


def _drop_tables_of_contents(page: _Page) -> None:
    """Drop the list under a line that announces it, and lists whose items come again as lines below."""
    later = Counter(page.folded)
    index = 0
    while index < len(page.lines):
        verdict = page.verdicts[index]
        announced = verdict is not None and verdict.reason is BlockReason.TOC
        first = index + 1 if announced else index
        members = _list_from(page, first)
        repeated = sum(later[page.folded[member]] > 1 for member in members)
        if len(members) >= (1 if announced else MIN_TOC) and (announced or repeated >= TOC_SHARE * len(members)):
            for member in members:
                page.drop(member, BlockReason.TOC, CERTAIN if announced else LIKELY)
        index = max(index + 1, members[-1] + 1 if members else 0)


def _list_from(page: _Page, first: int) -> list[int]:
    """The items of the list that begins at a line; their bullets, decided already, are passed over."""
    members = []
    for index in range(first, len(page.lines)):
        if page.lines[index].given is BlockReason.MARKUP:
            continue
        if page.lines[index].kind is not BlockKind.LIST_ITEM:
            break
        if page.open(index):
            members.append(index)
    return members


def _drop_prompted_lists(page: _Page) -> None:
    """Drop the short lines under "Read also:" and the like: headlines of other pages."""
    for index, verdict in enumerate(page.verdicts):
        if (
            verdict is None
            or verdict.reason not in LIST_PROMPT
            or len(page.folded[index]) > len("recommended articles for you")
        ):
            continue
        for later in range(index + 1, len(page.lines)):
            if page.is_prose(later) or page.lines[later].level == 1:
                break
            following = page.following(later)
            if page.lines[later].level and following is not None and page.is_prose(following):
                break
            if page.open(later):
                page.drop(later, BlockReason.RELATED, LIKELY)


def _drop_bios(page: _Page) -> None:
    """Drop the paragraph about the author at the end of a text, and the author's name above it."""
    for index, line in enumerate(page.lines):
        found = BIO.match(line.text) if page.open(index) else None
        if found is None or index < BIO_PLACE * (len(page.lines) - 1):
            continue
        above = _name_lines(page, index, found.group("name"))
        cues = len({cue.group().lower() for cue in BIO_CUES.finditer(line.text)})
        if cues + bool(above) >= MIN_BIO_CUES and cues:
            for member in [*above, index]:
                page.drop(member, BlockReason.AUTHOR_BIO, LIKELY)


def _name_lines(page: _Page, index: int, name: str) -> list[int]:
    lines = []
    for earlier in range(index - 1, -1, -1):
        text = page.lines[earlier].text
        found = NAME_LINE.fullmatch(text)
        if found is None or (found.group(1) not in name and name not in found.group(1)):
            break
        lines.append(earlier)
    return lines


def _drop_doubled_lines(page: _Page, title: int | None) -> None:
    """Drop short lines that stand twice in a row: the caption of a picture and its description."""
    for index in range(1, len(page.lines)):
        same = page.folded[index] == page.folded[index - 1]
        if title is not None and page.folded[index] == page.folded[title]:
            continue  # the headline said again, which has a reason of its own
        if same and page.open(index) and page.open(index - 1) and is_heading_like(page.lines[index].text):
            page.drop(index, BlockReason.CAPTION, LIKELY)
            page.drop(index - 1, BlockReason.CAPTION, LIKELY)
        elif same and page.open(index) and page.is_prose(index):
            page.drop(index, BlockReason.DUPLICATE_BLOCK, CERTAIN)


def _find_title(page: _Page) -> int | None:
    """The first line that is no furniture, if it reads like a headline and a text follows."""
    for index, line in enumerate(page.lines):
        if not page.open(index):
            continue
        following = page.following(index)
        is_title = (
            following is not None
            and len(line.text) <= TITLE_CHARS
            and line.kind in {BlockKind.HEADING, BlockKind.PARAGRAPH}
            and (line.level > 0 or _is_one_sentence(line.text))
            and len(line.text.split()) > 1
        )
        return index if is_title else None
    return None


def _is_one_sentence(text: str) -> bool:
    return not re.search(r"[.!?…]\s", text)


def _find_segments(page: _Page, title: int | None) -> None:
    """Find the headlines of further texts: before a table of contents, behind a separator or a text's end."""
    first = title if title is not None else -1
    seen_prose = 0
    for index in range(first + 1, len(page.lines)):
        seen_prose += page.open(index) and page.is_prose(index)
        if seen_prose and _starts_segment(page, index):
            page.starts.append(index)


def _starts_segment(page: _Page, index: int) -> bool:
    verdict = page.verdicts[index]
    if verdict is not None:
        return verdict.reason is BlockReason.SECTION_MARKER and page.following(index) is not None
    line = page.lines[index]
    if not line.level or len(line.text.split()) < SEGMENT_WORDS or _prose_after(page, index) < SEGMENT_PROSE:
        return False
    before = _neighbour(page, index, -1)
    after = _neighbour(page, index, 1)
    if after is BlockReason.TOC:
        return True
    following = page.following(index)
    opens_text = following is not None and page.is_prose(following)
    if before is BlockReason.SYMBOLS:
        return opens_text and _is_longest_heading(page, index)
    return before in TEXT_END and opens_text and (line.level == 1 or is_title_case(line.text))


def _neighbour(page: _Page, index: int, step: int) -> BlockReason | None:
    """The reason of the dropped line next to this one; None at a kept one. Heading signs do not count."""
    place = index + step
    while 0 <= place < len(page.lines):
        verdict = page.verdicts[place]
        if verdict is None:
            return None
        if verdict.reason is not BlockReason.MARKUP:
            return verdict.reason
        place += step
    return None


def _is_longest_heading(page: _Page, index: int) -> bool:
    """A separator may also stand between sections; a headline is longer than the headings of sections."""
    lengths = sorted(len(line.text) for place, line in enumerate(page.lines) if line.level and page.open(place))
    return len(page.lines[index].text) >= lengths[len(lengths) // 2]


def _prose_after(page: _Page, index: int) -> int:
    return sum(page.open(later) and page.is_prose(later) for later in range(index + 1, len(page.lines)))


def _drop_repeated_titles(page: _Page, title: int | None) -> None:
    """Drop the headline said again, and the headline itself: it is a field of its own."""
    if title is None:
        return
    for index in range(title, len(page.lines)):
        if page.folded[index] == page.folded[title] and (page.open(index) or index == title):
            page.drop(index, BlockReason.DUPLICATE_TITLE, CERTAIN, BlockKind.TITLE)
            if index in page.starts:
                page.starts.remove(index)


def _drop_captions(page: _Page) -> None:
    """Drop headline-like lines at the end of a text with nothing under them: captions, labels of what was cut off."""
    for end in [*page.starts, len(page.lines)]:
        for index in range(end - 1, -1, -1):
            if not page.open(index):
                continue
            if not page.lines[index].level or index in page.starts:
                break
            page.drop(index, BlockReason.CAPTION, GUESSED, BlockKind.CAPTION)


def _drop_off_topic(page: _Page) -> None:
    """Drop what stands behind the conclusion and speaks of something that the text never spoke of.

    Only where all signs meet: the text has concluded; a few paragraphs follow and nothing else; the subject of the
    first is definite ("The Panel") and new, half of its longer words are new, and the others speak of that subject.
    """
    kept = [index for index in range(len(page.lines)) if page.open(index)]
    ends = [place for place, index in enumerate(kept) if page.is_prose(index) and _concludes(page.lines[index].text)]
    tail = kept[ends[-1] + 1 :] if ends else []
    if not 1 <= len(tail) <= MAX_INJECTED or not all(page.is_prose(index) for index in tail):
        return
    body = " ".join(page.lines[index].text for index in kept[: ends[-1] + 1])
    known = {word.lower() for word in CONTENT_WORD.findall(body)}
    first, *others = (page.lines[index].text for index in tail)
    found = DEFINITE_SUBJECT.match(first)
    if found is None or found.group(1).lower() in known:
        return
    words = {word.lower() for word in CONTENT_WORD.findall(first)}
    if len(words - known) >= MIN_NOVELTY * len(words) and all(found.group(1) in text for text in others):
        for index in tail:
            page.drop(index, BlockReason.OFFTOPIC, GUESSED)


def _concludes(text: str) -> bool:
    return CONCLUSION.match(text) is not None or STRONG_CONCLUSION.search(text) is not None


def _closed(page: _Page) -> list[Verdict]:
    verdicts = []
    segment = 0
    for index, verdict in enumerate(page.verdicts):
        if index in page.starts:
            segment += 1
            if verdict is None:
                verdicts.append(Verdict(BlockReason.SEGMENT_TITLE, LIKELY, BlockKind.TITLE, segment))
                continue
        closed = verdict or Verdict(BlockReason.BODY, LIKELY)
        verdicts.append(closed._replace(segment=segment))
    return verdicts
