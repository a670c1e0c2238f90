"""Lines of a plain text that are furniture by their words, by what stands above them, or by what stands twice."""

from __future__ import annotations

import re

from claimhouse.clean.lexicon import line_reason
from claimhouse.clean.plain.line_markup import LONE_ADDRESS
from claimhouse.clean.plain.line_page import CERTAIN, GUESSED, LIKELY, UNKNOWN, WORD, LinePage
from claimhouse.clean.plain.lines import is_heading_like
from claimhouse.records.vocabulary import BlockKind, BlockReason

CONTENT_WORD = re.compile(r"[^\W\d_]{4,}")
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
STORY = 0.7  # a line more likely than this is no furniture where only doubtful words say so
DOUBTFUL = frozenset(
    {
        BlockReason.RELATED,
        BlockReason.CAPTION,
        BlockReason.DATELINE,
        BlockReason.BYLINE,
        BlockReason.AFFILIATE,
        BlockReason.SOURCE_LINE,
        BlockReason.SECTION_MARKER,
        BlockReason.PAYWALL,
    }
)
MAX_LABELS = 2  # at the end of a text, before they are a list
MAX_PROMPT_CHARS = 28  # "recommended articles for you"; a longer line is one of the list itself
NUMBERING = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4})[.)]?\s+")
MIN_PLAIN_TOC = 4  # lines without bullets that come again in the same order
LIST_PROMPT = frozenset({BlockReason.RELATED, BlockReason.SEE_ALSO})
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


def drop_by_words(page: LinePage) -> None:
    """Drop lines that are furniture by their words, and what holds no word."""
    for index, line in enumerate(page.lines):
        if line.given is not None:
            page.drop(index, line.given, CERTAIN)
        elif not WORD.search(page.texts[index]):
            page.drop(index, BlockReason.MARKUP if "](" in line.text else BlockReason.SYMBOLS, CERTAIN)
        elif LONE_ADDRESS.match(page.texts[index]):
            if page.likely[index] <= UNKNOWN:
                page.drop(index, BlockReason.LINK_PROMPT, LIKELY)
        elif (reason := line_reason(page.folded[index])) is not None and not _is_story(page, index, reason):
            page.drop(index, reason, LIKELY)


def _is_story(page: LinePage, index: int, reason: BlockReason) -> bool:
    """Words that are furniture alone may begin an item of the story's own list, or cite a name in a byline's form.

    Words that sentences of a story also begin with ("More on that in…") yield to the model where it is sure.
    """
    line = page.lines[index]
    if reason in DOUBTFUL and page.likely[index] > STORY:
        return True
    if reason is BlockReason.BYLINE:
        return NAME_LINE.search(page.texts[index]) is None or line.kind is BlockKind.LIST_ITEM
    return line.kind is BlockKind.LIST_ITEM and reason in {
        BlockReason.CAPTION,
        BlockReason.NAV,
        BlockReason.SOURCE_LINE,
    }


def drop_tables_of_contents(page: LinePage) -> None:
    """Drop the list under a line that announces it, and lines that come again below, in order, as headings do."""
    keys = [NUMBERING.sub("", folded) for folded in page.folded]
    later = {  # the last line that says this and is no item of a list
        key: index for index, key in enumerate(keys) if page.lines[index].kind is not BlockKind.LIST_ITEM
    }
    index = 0
    while index < len(page.lines):
        verdict = page.verdicts[index]
        announced = verdict is not None and verdict.reason is BlockReason.TOC
        first = index + 1 if announced else index
        members = _list_from(page, first)
        again = sum(later.get(keys[member], -1) > members[-1] for member in members)
        if not members:
            members = _lines_from(page, first, keys, later)
            again = len(members) if announced or len(members) >= MIN_PLAIN_TOC else 0
        linked = sum("](#" in page.lines[member].text for member in members)
        is_contents = announced or max(again, linked) >= TOC_SHARE * len(members)
        if len(members) >= (1 if announced else MIN_TOC) and is_contents:
            for member in members:
                page.drop(member, BlockReason.TOC, CERTAIN if announced else LIKELY)
        index = max(index + 1, members[-1] + 1 if members else 0)


def _list_from(page: LinePage, first: int) -> list[int]:
    """The items of the list that begins at a line; their bullets, decided already, are passed over."""
    members: list[int] = []
    for index in range(first, len(page.lines)):
        if page.lines[index].given is BlockReason.MARKUP and (members or index <= first + 1):
            continue
        if page.lines[index].kind is not BlockKind.LIST_ITEM:
            break
        if page.open(index):
            members.append(index)
    return members


def _lines_from(page: LinePage, first: int, keys: list[str], later: dict[str, int]) -> list[int]:
    """The lines from this one on that come again below, each below the one before: a list without bullets."""
    members: list[int] = []
    place = -1
    for index in range(first, len(page.lines)):
        if page.lines[index].given is not None:
            continue
        found = later.get(keys[index], -1)
        if not page.open(index) or page.is_prose(index) or found <= max(index, place):
            break
        members.append(index)
        place = found
    return [member for member in members if later[keys[member]] > members[-1]]


def drop_prompted_lists(page: LinePage) -> None:
    """Drop the short lines under "Read also:" and the like: headlines of other pages."""
    until = 0
    for index, verdict in enumerate(page.verdicts):
        if index < until or verdict is None or verdict.reason not in LIST_PROMPT:
            continue
        if len(page.folded[index]) > MAX_PROMPT_CHARS:
            continue
        for later in range(index + 1, len(page.lines)):
            until = later
            if page.is_prose(later) or page.lines[later].level == 1:
                break
            following = page.following(later)
            if page.lines[later].level and following is not None and page.is_prose(following):
                break
            if page.open(later) and page.likely[later] <= UNKNOWN:
                page.drop(later, BlockReason.RELATED, LIKELY)


def drop_bios(page: LinePage) -> None:
    """Drop the paragraph about the author at the end of a text, and the author's name above it."""
    for index, text in enumerate(page.texts):
        found = BIO.match(text) if page.open(index) else None
        if found is None or index < BIO_PLACE * (len(page.lines) - 1):
            continue
        above = _name_lines(page, index, found.group("name"))
        cues = len({cue.group().lower() for cue in BIO_CUES.finditer(text)})
        if cues + bool(above) >= MIN_BIO_CUES and cues:
            for member in [*above, index]:
                page.drop(member, BlockReason.AUTHOR_BIO, LIKELY)


def _name_lines(page: LinePage, index: int, name: str) -> list[int]:
    lines = []
    for earlier in range(index - 1, -1, -1):
        text = page.texts[earlier]
        found = NAME_LINE.fullmatch(text)
        if found is None or (found.group(1) not in name and name not in found.group(1)):
            break
        lines.append(earlier)
    return lines


def drop_doubled_lines(page: LinePage, title: int | None) -> None:
    """Drop short lines that stand twice in a row: the caption of a picture and its description."""
    for index in range(1, len(page.lines)):
        same = page.folded[index] == page.folded[index - 1]
        if title is not None and page.folded[index] == page.folded[title]:
            continue  # the headline said again, which has a reason of its own
        if same and page.open(index) and page.open(index - 1) and is_heading_like(page.texts[index]):
            page.drop(index, BlockReason.CAPTION, LIKELY)
            page.drop(index - 1, BlockReason.CAPTION, LIKELY)
        elif same and page.open(index) and page.is_prose(index):
            page.drop(index, BlockReason.DUPLICATE_BLOCK, CERTAIN)


def drop_captions(page: LinePage) -> None:
    """Drop headline-like lines at the end of a text with nothing under them: captions, labels of what was cut off.

    More than two are a list without bullets, which goes only where the model doubts it.
    """
    for end in [*page.starts, len(page.lines)]:
        bare: list[int] = []
        for index in range(end - 1, -1, -1):
            if not page.open(index):
                continue
            if not page.lines[index].level or index in page.starts:
                break
            bare.append(index)
        for index in bare:
            if page.likely[index] <= (STORY if len(bare) <= MAX_LABELS else UNKNOWN):
                page.drop(index, BlockReason.CAPTION, GUESSED, BlockKind.CAPTION)


def drop_off_topic(page: LinePage) -> None:
    """Drop what stands behind the conclusion and speaks of something that the text never spoke of.

    Only where all signs meet: the text has concluded; a few paragraphs follow and nothing else; the subject of the
    first is definite ("The Panel") and new, half of its longer words are new, and the others speak of that subject.
    """
    kept = [index for index in range(len(page.lines)) if page.open(index)]
    ends = [place for place, index in enumerate(kept) if page.is_prose(index) and _concludes(page.texts[index])]
    tail = kept[ends[-1] + 1 :] if ends else []
    if not 1 <= len(tail) <= MAX_INJECTED or not all(page.is_prose(index) for index in tail):
        return
    body = " ".join(page.texts[index] for index in kept[: ends[-1] + 1])
    known = {word.lower() for word in CONTENT_WORD.findall(body)}
    first, *others = (page.texts[index] for index in tail)
    found = DEFINITE_SUBJECT.match(first)
    if found is None or found.group(1).lower() in known:
        return
    words = {word.lower() for word in CONTENT_WORD.findall(first)}
    if len(words - known) >= MIN_NOVELTY * len(words) and all(found.group(1) in text for text in others):
        for index in tail:
            page.drop(index, BlockReason.OFFTOPIC, GUESSED)


def _concludes(text: str) -> bool:
    return CONCLUSION.match(text) is not None or STRONG_CONCLUSION.search(text) is not None
