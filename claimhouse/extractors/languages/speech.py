"""Who says what, by the cues of a language alone: quotations, verbs of saying, "according to"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from claimhouse.extractors.languages.amounts import any_of
from claimhouse.extractors.languages.language import Speech, language
from claimhouse.records import Field, FoundAttribution, Span, SpeakerKind

MIN_QUOTED_WORDS = 2
"""A quotation of fewer words names something."""
MAX_SPEAKER_WORDS = 14
MAX_APPOSITION_WORDS = 9
_ENDS = '.,;:!?»“”"(–—'
_INVERTED = r"(?i:ils?|elles?|on|je)(?![\w])"
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """What stands between quotation marks; `start` and `end` take in the marks, `content` does not."""

    start: int
    end: int
    content: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cues:
    cue: str
    tail: re.Pattern[str]
    quoted: re.Pattern[str]
    trailing: re.Pattern[str]
    source: re.Pattern[str]
    behind: re.Pattern[str]
    head: re.Pattern[str]
    mood: re.Pattern[str] | None
    speaker: re.Pattern[str]


@cache
def _cues(code: str) -> _Cues:
    speech = language(code).speech
    assert speech is not None  # noqa: S101 - asked only of languages that have it
    adverbs = f"(?:\\s(?:{any_of((*speech.adverbs, *speech.before_speaker))}))"
    participle = rf"(?:{any_of(speech.helpers)})(?:-(?:t-)?(?P<inverted>{_INVERTED}))?"
    compound = rf"{participle}{adverbs}{{0,2}}\s(?:{any_of(speech.participles)})" if speech.helpers else "(?!)"
    cue = rf"(?<![\w-])(?P<cue>(?i:{compound}|{any_of(speech.verbs)}))(?:-(?:t-)?(?P<pronoun>{_INVERTED}))?(?![\w-])"
    nouns = speech.noun_phrase
    name = nouns or r"[^.,;:!?»“”\"(–—]+?"
    ends = r"(?=\s?(?:[.,;:!?»“”\"(–—]|$))"
    sources = any_of(speech.prepositions)
    return _Cues(
        cue=cue,
        tail=re.compile(rf"(?P<before>[,»“”\"«–—]\s?)+\s*{cue}(?P<adverbs>{adverbs}{{0,3}})"),
        quoted=re.compile(
            rf"[»”“\"][,.]?\s?,?\s*(?P<cue>{speech.after_quotation or '(?!)'})"
            rf"(?:-(?:t-)?(?P<pronoun>{_INVERTED}))?(?![\w-])"
        ),
        trailing=re.compile(rf"(?P<before>[,»“”\"«]\s?)+\s*(?P<cue>(?i:{any_of(speech.trailing)}))(?=\s)"),
        source=re.compile(
            rf"(?<![\w-])(?P<cue>(?i:{sources}))(?:\s|(?<=['’]))(?P<speaker>{name}){'' if nouns else ends}"
        ),
        behind=re.compile(rf"(?P<speaker>{name})\s(?P<cue>(?i:{any_of(speech.postpositions)}))(?!\w)"),
        head=re.compile(
            rf"{cue}(?:{adverbs}{{0,3}})(?:[^,.;:«»„“\"]{{0,40}}?)(?:,\s|\s)(?P<opener>(?i:{any_of(speech.clause_openers)}))(?:\s|(?<=['’]))"
        ),
        mood=re.compile(speech.mood) if speech.mood else None,
        speaker=re.compile(name + ("" if nouns else ends)),
    )


def find_quotations(text: str, code: str, start: int = 0, end: int | None = None) -> tuple[Quotation, ...]:
    """Return the quotations in a stretch of text, outermost only, in order; what is too short to say anything is none.

    >>> [quotation.content for quotation in find_quotations("« Oui, nous venons », dit-il.", "fr")]
    [Span(start=2, end=18)]
    """
    speech = language(code).speech
    end = len(text) if end is None else end
    found: list[Quotation] = []
    for opening, closing in speech.quotes if speech else ():
        mark = re.escape(opening)
        pattern = re.compile(rf"{mark}(?P<content>[^{mark}{re.escape(closing)}]+)(?:{re.escape(closing)}|$)")
        for match in pattern.finditer(text, start, end):
            if all(match.end() <= other.start or other.end <= match.start() for other in found):
                first, last = _trimmed(text, *match.span("content"))
                if len(_WORD.findall(text[first:last])) >= MIN_QUOTED_WORDS:
                    found.append(Quotation(start=match.start(), end=match.end(), content=Span(first, last)))
    return tuple(sorted(found, key=lambda quotation: quotation.start))


def find_speech(
    text: str, code: str, sentences: Sequence[Span], *, field: Field = Field.TEXT
) -> tuple[FoundAttribution, ...]:
    """Return the attributions of one block in reading order.

    Args:
        text: the whole field; all places count in it.
        code: the language.
        sentences: the places of the block's sentences.
        field: which field `text` is.
    """
    speech = language(code).speech
    if speech is None or not sentences:
        return ()
    quotations = find_quotations(text, code, sentences[0].start, sentences[-1].end)
    found: list[FoundAttribution] = []
    for number, sentence in enumerate(sentences):
        finder = _Finder(text=text, code=code, speech=speech, quotations=quotations, field=field)
        following = sentences[number + 1] if number + 1 < len(sentences) else None
        found += finder.of_sentence(sentence, following)
    own = {attribution.content[0] for attribution in found if attribution.content}
    return tuple(
        replace(said, content=(*said.content[:1], *(span for span in said.content[1:] if span not in own)))
        for said in found
        if said.content
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ",;:–—"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:–—"):
        end -= 1
    return start, end


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finder:
    text: str
    code: str
    speech: Speech
    quotations: tuple[Quotation, ...]
    field: Field

    def of_sentence(self, sentence: Span, following: Span | None) -> Iterator[FoundAttribution]:
        """Yield what is said in a sentence: behind it, before it, or by a source; the first form that holds."""
        found = list(self._tails(sentence, following)) or list(self._heads(sentence))
        yield from found
        covered = [span for attribution in found for span in attribution.content]
        for attribution in self._sources(sentence):
            if not any(span.start < (attribution.cue_start or 0) < span.end for span in covered):
                yield attribution

    def _tails(self, sentence: Span, following: Span | None) -> Iterator[FoundAttribution]:
        """Yield "…, a déclaré X" and "„…“, so X"."""
        cues = _cues(self.code)
        for pattern in (cues.tail, cues.trailing, cues.quoted):
            for match in pattern.finditer(self.text, sentence.start, sentence.end):
                if pattern is not cues.tail and not self._quote_ending(match.start(), match.start("cue")):
                    continue
                pronoun = next((name for name in ("pronoun", "inverted") if match.groupdict().get(name)), None)
                if pronoun is not None:
                    start, end = match.span(pronoun)
                else:
                    place = self._speaker_from(match.end(), sentence.end)
                    if place is None:
                        continue
                    start, end = place
                content = self._content_before(sentence, match.start(), following, end)
                if content is not None:
                    yield self._attribution(match.span("cue"), (start, end), *content)
                    return

    def _quote_ending(self, start: int, end: int) -> Quotation | None:
        """Return the quotation that ends between two places, or just before the first."""
        return next((quotation for quotation in reversed(self.quotations) if start - 2 <= quotation.end <= end), None)

    def _content_before(
        self, sentence: Span, place: int, following: Span | None, speaker_end: int
    ) -> tuple[tuple[Span, ...], bool] | None:
        """Return what is said before a verb of saying, and whether it is quoted."""
        within = next((q for q in self.quotations if q.start < place and speaker_end <= q.end), None)
        if within is not None:  # « Nous venons, a promis X. Demain. »
            parts = [Span(*_trimmed(self.text, within.content.start, place))]
            rest = Span(*_trimmed(self.text, min(self._stop(speaker_end), within.content.end), within.content.end))
            return tuple(part for part in (*parts, rest) if part.end - part.start > 1), True
        quotation = self._quote_ending(place, place + 4)
        if quotation is not None:
            more = [
                other.content
                for other in self.quotations
                if other.start >= speaker_end
                and ((following is not None and following.start == other.start) or other.start < sentence.end)
            ]
            return (quotation.content, *more[:1]), True
        start, end = _trimmed(self.text, sentence.start, place)
        return ((Span(start, end),), False) if len(_WORD.findall(self.text[start:end])) > 1 else None

    def _stop(self, place: int) -> int:
        return place + 1 if self.text[place : place + 1] in {".", ",", "!", "?"} else place

    def _heads(self, sentence: Span) -> Iterator[FoundAttribution]:
        """Yield "X a déclaré que …", "X sagte, die Lage sei ernst" and "X : « … »"."""
        cues = _cues(self.code)
        for match in re.compile(cues.cue).finditer(self.text, sentence.start, sentence.end):
            if any(quotation.start < match.start() < quotation.end for quotation in self.quotations):
                continue
            content = self._content_after(match, sentence)
            if content is None:
                continue
            place = self._speaker_before(sentence.start, match.start())
            if place is None and content[0]:
                place = self._speaker_from(match.end(), content[0][0].start)
            if place is not None:
                yield self._attribution(match.span("cue"), place, *content)
                return

    def _content_after(self, cue: re.Match[str], sentence: Span) -> tuple[tuple[Span, ...], bool] | None:
        cues = _cues(self.code)
        opened = cues.head.match(self.text, cue.start(), sentence.end)
        quoted = [q for q in self.quotations if cue.end() <= q.start < sentence.end]
        end = _trimmed(self.text, sentence.start, sentence.end)[1]
        if opened:
            return (Span(opened.end(), _without_stop(self.text, opened.end(), end)),), False
        between = self.text[cue.end() : quoted[0].start] if quoted else ""
        if quoted and re.fullmatch(r"[^.;»“”]{0,60}:\s?", between):
            return (quoted[0].content,), True
        comma = self.text.find(",", cue.end(), sentence.end)
        if cues.mood is not None and comma > 0 and cues.mood.search(self.text, comma, sentence.end):
            return (Span(*_trimmed(self.text, comma, _without_stop(self.text, comma, end))),), False
        if not self.speech.denials.isdisjoint(cue["cue"].lower().split()):
            start, end = _trimmed(self.text, cue.end(), _without_stop(self.text, cue.end(), end))
            return ((Span(start, end),), False) if " " in self.text[start:end] else None
        return None

    def _speaker_before(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the subject between the beginning of a sentence and its verb of saying."""
        first, last = _trimmed(self.text, start, end)
        for mark in '»“”:;«„"':
            first = max(first, self.text.rfind(mark, first, last) + 1)
        first, last = _trimmed(self.text, first, last)
        parts = self.text[first:last].split(", ")
        while len(parts) > 1 and _first_word(parts[0]) in self.speech.clause_starts | {"à", "en", "et", "mais"}:
            first += len(parts[0]) + 2
            parts = parts[1:]
        opening = re.compile(r"(?:mais|et|puis|aber|und|doch|denn|pero|y|ma|e|maar|en)\s", re.IGNORECASE).match(
            self.text, first, last
        )
        first = opening.end() if opening else first
        words = _WORD.findall(self.text[first:last])
        if (
            not words
            or len(words) > MAX_SPEAKER_WORDS
            or _first_word(" ".join(words)) in self.speech.clause_starts - {"die", "der", "das"}
        ):
            return None
        return _trimmed(self.text, first, last)

    def _speaker_from(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the speaker who follows a verb of saying, with an apposition that ends the sentence."""
        while start < end and self.text[start].isspace():
            start += 1
        passed = re.compile(rf"(?:(?i:{any_of(self.speech.before_speaker)}),?\s)*").match(self.text, start, end)
        start = passed.end() if passed else start
        match = _cues(self.code).speaker.match(self.text, start, end)
        if match is None or _first_word(match[0]) in self.speech.clause_starts - {"die", "der", "das"}:
            return None
        last = self._cut(match.start(), match.end())
        if self.text[last : last + 2] == ", ":
            stop = re.compile(r"[.,;:!?»“”\"]|$").search(self.text, last + 2, end)
            more = self.text[last + 2 : stop.start() if stop else end]
            opened = _first_word(more) in self.speech.clause_starts - {"die", "der", "das"}
            if not opened and 0 < len(_WORD.findall(more)) <= MAX_APPOSITION_WORDS:
                last += 2 + len(more.rstrip())
        return _trimmed(self.text, start, last)

    def _cut(self, start: int, end: int) -> int:
        """Return where a speaker ends: before a word that begins another clause or says where and when."""
        words = list(_WORD.finditer(self.text, start, end))
        for word in words[1:]:
            plain = word[0].lower().rstrip("'’")
            if plain in self.speech.clause_starts - {
                "die",
                "der",
                "das",
                "à",
                "en",
                "im",
                "in",
                "auf",
                "zu",
                "sur",
                "pour",
            }:
                return _trimmed(self.text, start, word.start())[1]
        return end

    def _sources(self, sentence: Span) -> Iterator[FoundAttribution]:
        """Yield "Selon X, …" and "…, selon X", "Laut X …", "X zufolge"."""
        cues = _cues(self.code)
        for pattern in (cues.source, cues.behind):
            for match in pattern.finditer(self.text, sentence.start, sentence.end):
                place = match.span("speaker")
                if len(_WORD.findall(match["speaker"])) > MAX_SPEAKER_WORDS:
                    continue
                whole = Span(*_trimmed(self.text, sentence.start, sentence.end))
                end = _without_stop(self.text, whole.start, whole.end)
                if match.start() - sentence.start <= 3 or pattern is cues.behind:  # noqa: PLR2004  # a mark before it
                    content = Span(*_trimmed(self.text, match.end(), end))
                else:
                    content = Span(*_trimmed(self.text, whole.start, match.start()))
                if len(_WORD.findall(self.text[content.start : content.end])) < MIN_QUOTED_WORDS:
                    continue
                inside = [q for q in self.quotations if q.start <= content.start and content.end <= q.end]
                yield self._attribution(match.span("cue"), place, (content,), bool(inside))
                return

    def _attribution(
        self,
        cue: tuple[int, int],
        speaker: tuple[int, int],
        content: tuple[Span, ...],
        direct: bool,  # noqa: FBT001 - as found
    ) -> FoundAttribution:
        written = self.text[speaker[0] : speaker[1]]
        kind = self._kind(written)
        return FoundAttribution(
            field=self.field,
            speaker=written,
            speaker_kind=kind,
            speaker_start=speaker[0],
            speaker_end=speaker[1],
            cue=self.text[cue[0] : cue[1]],
            cue_start=cue[0],
            cue_end=cue[1],
            content=content,
            direct=direct,
            speaker_name=written if kind is SpeakerKind.NAMED and _is_name(written) else None,
        )

    def _kind(self, speaker: str) -> SpeakerKind:
        words = [word.lower().rstrip("'’") for word in _WORD.findall(speaker)]
        if speaker.lower() in self.speech.pronouns or (len(words) == 1 and words[0] in self.speech.pronouns):
            return SpeakerKind.PRONOUN
        parts = {part for word in words[:6] for part in re.split("['’]", word)}
        if not parts.isdisjoint(self.speech.unnamed):
            return SpeakerKind.UNNAMED
        return SpeakerKind.DOCUMENT if not parts.isdisjoint(self.speech.documents) else SpeakerKind.NAMED


def _without_stop(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in '.!»“”" \u00a0\u202f':
        end -= 1
    return end


def _first_word(text: str) -> str:
    match = _WORD.search(text)
    return re.split("['’]", match[0].lower())[0] if match else ""


def _is_name(speaker: str) -> bool:
    words = speaker.split()
    return 1 < len(words) <= 4 and all(word[:1].isupper() for word in words)  # noqa: PLR2004  # "Maud Le Goff Kerval"
