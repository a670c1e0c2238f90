"""Attributions of a whole field: cues of each sentence, joined with quotations that run on, speakers resolved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from claimhouse.extractors.attribution.candidates import Candidate, Frame
from claimhouse.extractors.attribution.lexicon import CueLexicon, cue_lexicon
from claimhouse.extractors.attribution.phrases import PhraseFinder, find_colon, find_signature
from claimhouse.extractors.attribution.quotes import Quote, find_quotes
from claimhouse.extractors.attribution.resolving import SpeakerNames
from claimhouse.extractors.attribution.speakers import can_hold_stance, name_of, speaker_kind
from claimhouse.extractors.attribution.trailing import TrailingFinder
from claimhouse.extractors.attribution.verbs import VerbFinder
from claimhouse.extractors.parsed import ParsedSentence
from claimhouse.records import BlockKind, Field, FoundAttribution, Span, SpeakerKind

_DIRECT_SHARE = 0.6
"""Content of which at least this share stands in quotation marks counts as quoted directly; below it is mixed."""
_CHAIN = frozenset({Frame.CLAUSE, Frame.ACCORDING})
"""Frames that make a chain ("X said Y had told Z") and are kept inside another attribution's content."""

_STANCES = frozenset({Frame.OBJECT, Frame.PREPOSITION, Frame.INFINITIVE, Frame.ADJECTIVE, Frame.NOUN})
"""Frames that tell a stance rather than words, and so need somebody to hold it."""


def find_attributions(sentences: Sequence[ParsedSentence]) -> tuple[FoundAttribution, ...]:
    """Return who says what in the sentences of one field, in order of the cue.

    Direct, indirect and mixed speech, thoughts and stances of others, documents that show something, and hearsay.
    A sentence without a parse takes part only by its quotation marks. An attribution that lies inside another's
    quotation is left out; inside indirect speech it is kept where it is a chain ("X said Y had told Z").
    """
    words = cue_lexicon()
    quotes = find_quotes(sentences)
    found: list[Candidate] = []
    for index in range(len(sentences)):
        found += _of_sentence(index, sentences, quotes, words)
    found = _without_nested(found, sentences, quotes)
    found = _with_running_quotes(found, sentences, quotes)
    names = SpeakerNames(sentences, list(_named_speakers(found, sentences)))
    return tuple(
        _attribution(candidate, sentences[candidate.sentence], quotes, names, words)
        for candidate in sorted(found, key=lambda c: (c.cue or c.content[0], c.content))
        if candidate.content
    )


def _named_speakers(found: list[Candidate], sentences: Sequence[ParsedSentence]) -> Iterator[tuple[int, str]]:
    """Yield the proper names among the speakers that no entity label calls an organisation or a place."""
    for candidate in found:
        doc = sentences[candidate.sentence].doc
        if doc is None or candidate.speaker_head is None or candidate.speaker is None:
            continue
        head = doc[candidate.speaker_head]
        if head.pos_ != "PROPN" or head.ent_type_ in {"ORG", "GPE", "NORP"}:
            continue
        name = name_of(head, range(len(doc)))
        if name is not None:
            yield candidate.sentence, name


def _of_sentence(
    index: int, sentences: Sequence[ParsedSentence], quotes: tuple[Quote, ...], words: CueLexicon
) -> list[Candidate]:
    sentence = sentences[index]
    if sentence.doc is None:
        return []
    near = tuple(q for q in quotes if q.char_end >= sentence.char_start - 1 and q.char_start < sentence.char_end)
    found = list(VerbFinder(index, sentence, sentence.doc, near, words).find())
    trailing = TrailingFinder(index, sentence, sentence.doc, near, words).find()
    if trailing is not None:
        found = _with_trailing(found, trailing)
    found += PhraseFinder(index, sentence, sentence.doc, words).find()
    first = index == 0 or sentences[index - 1].paragraph != sentence.paragraph
    label = find_colon(index, sentence, first_of_paragraph=first, words=words)
    if label is not None:
        found.append(label if _is_heading(index, sentences) else _to_paragraph_end(label, sentences))
    signature = find_signature(index, sentence, quotes)
    if signature is not None:
        found.append(signature)
    return found


def _with_trailing(found: list[Candidate], trailing: Candidate) -> list[Candidate]:
    """Return the candidates with the one read from the order of words, where the parse found none for its verb.

    One that the parse gave a content running into the speaker's phrase, or a speaker behind the verb, is replaced.
    """
    speaker, cue = trailing.speaker, trailing.cue
    if speaker is None or cue is None:
        return found
    kept: list[Candidate] = []
    for candidate in found:
        if candidate.head != trailing.head:
            kept.append(candidate)
            continue
        swallowed = any(span.start < speaker.end and speaker.start < span.end for span in candidate.content)
        misplaced = candidate.speaker is None or candidate.speaker.start > cue.start
        if not (swallowed or misplaced):
            return found
    return [*kept, trailing]


def _is_heading(index: int, sentences: Sequence[ParsedSentence]) -> bool:
    sentence = sentences[index]
    if sentence.field is Field.TITLE or sentence.block is BlockKind.TITLE:
        return True
    alone = index + 1 == len(sentences) or sentences[index + 1].paragraph != sentence.paragraph
    return index == 0 and alone


def _to_paragraph_end(label: Candidate, sentences: Sequence[ParsedSentence]) -> Candidate:
    """Return a transcript's label with all its paragraph as content."""
    paragraph = sentences[label.sentence].paragraph
    last = sentences[label.sentence]
    for sentence in sentences[label.sentence + 1 :]:
        if sentence.paragraph != paragraph:
            break
        last = sentence
    return replace(label, content=(Span(label.content[0].start, last.char_end),))


def _covers(content: tuple[Span, ...], span: Span) -> bool:
    return any(piece.start <= span.start and span.end <= piece.end for piece in content)


def _without_nested(
    found: list[Candidate], sentences: Sequence[ParsedSentence], quotes: tuple[Quote, ...]
) -> list[Candidate]:
    """Drop what quoted people say of others, and stances inside indirect speech; keep chains."""
    kept: list[Candidate] = []
    for candidate in found:
        cue = candidate.cue
        if cue is None or not _is_voiced(candidate, sentences):
            continue
        if any(q.speech and q.char_start <= cue.start and cue.end <= q.char_end for q in quotes) and not any(
            q.char_start <= cue.start and not q.closed and candidate.frame is Frame.HEADLINE for q in quotes
        ):
            continue
        outer = [
            other
            for other in found
            if other is not candidate and other.sentence == candidate.sentence and _covers(other.content, cue)
        ]
        if outer and not _is_chain(candidate, outer, sentences):
            continue
        kept.append(candidate)
    return kept


def _is_voiced(candidate: Candidate, sentences: Sequence[ParsedSentence]) -> bool:
    """Say whether somebody is behind a stance; what is said in a clause may have any subject ("the plan says that").

    What is only shown in a clause ("the move signals that") needs a source as well.
    """
    doc = sentences[candidate.sentence].doc
    if doc is None or candidate.speaker_head is None:
        return True
    shows = candidate.frame is Frame.CLAUSE and doc[candidate.head].lemma_.lower() in cue_lexicon().showing
    if candidate.frame not in _STANCES and not shows:
        return True
    return can_hold_stance(doc[candidate.speaker_head])


def _is_chain(candidate: Candidate, outer: list[Candidate], sentences: Sequence[ParsedSentence]) -> bool:
    if candidate.frame not in _CHAIN or candidate.speaker_head is None:
        return False
    doc = sentences[candidate.sentence].doc
    if doc is None or doc[candidate.speaker_head].pos_ == "PRON":
        return False
    if candidate.head >= 0 and doc[candidate.head].lemma_.lower() not in cue_lexicon().speech:
        return False
    return all(other.frame in _CHAIN or other.frame is Frame.PASSIVE for other in outer)


def _with_running_quotes(
    found: list[Candidate], sentences: Sequence[ParsedSentence], quotes: tuple[Quote, ...]
) -> list[Candidate]:
    """Give each spoken quotation that has no cue of its own to the speaker before it.

    1. A quotation after "X added:" at the end of the sentence before is that cue's content.
    2. One in the same paragraph as an attributed quotation continues it.
    3. One that opens the paragraph after a quotation left open continues that.
    """
    result = list(found)
    for quote in quotes:
        if not quote.speech:
            continue
        span = Span(quote.char_start, quote.char_end)
        if any(_touches(candidate.content, span) for candidate in result if candidate.content):
            continue
        if any(c.cue is not None and span.start <= c.cue.start < span.end for c in result if c.content):
            continue
        holder = _holder(result, sentences, quote, quotes)
        if holder is not None:
            position = result.index(holder)
            result[position] = replace(holder, content=(*holder.content, span))
    return result


def _touches(content: tuple[Span, ...], span: Span) -> bool:
    return any(piece.start < span.end and span.start < piece.end for piece in content)


def _holder(
    found: list[Candidate], sentences: Sequence[ParsedSentence], quote: Quote, quotes: tuple[Quote, ...]
) -> Candidate | None:
    before = [c for c in found if c.cue is not None and c.cue.start < quote.char_start]
    if not before:
        return None
    last_pending = max((c for c in before if c.frame is Frame.PENDING), key=lambda c: c.cue or (0, 0), default=None)
    if last_pending is not None and last_pending.cue is not None:
        gap = [
            s
            for s in sentences
            if last_pending.cue.end <= s.char_start and s.char_end <= quote.char_start and s.text.strip()
        ]
        if not gap:
            return last_pending
    spoken = [c for c in before if c.content and c.frame in {Frame.CLAUSE, Frame.PENDING, Frame.HEADLINE}]
    if not spoken:
        return None
    last = max(spoken, key=lambda c: c.cue or (0, 0))
    holds_quote = any(q.speech and _touches(last.content, Span(q.char_start, q.char_end)) for q in quotes)
    if not holds_quote:
        return None
    same = sentences[last.sentence].paragraph == quote.paragraph
    runs_on = any(
        not q.closed and q.paragraph == quote.paragraph - 1 and _touches(last.content, Span(q.char_start, q.char_end))
        for q in quotes
    )
    return last if same or runs_on else None


def _direct(content: tuple[Span, ...], quotes: tuple[Quote, ...]) -> bool:
    total = sum(piece.end - piece.start for piece in content)
    quoted = sum(
        max(0, min(piece.end, q.char_end) - max(piece.start, q.char_start)) for piece in content for q in quotes
    )
    return total > 0 and quoted / total >= _DIRECT_SHARE


def _slice(sentence: ParsedSentence, span: Span | None) -> str | None:
    if span is None:
        return None
    return sentence.text[span.start - sentence.char_start : span.end - sentence.char_start]


def _attribution(
    candidate: Candidate,
    sentence: ParsedSentence,
    quotes: tuple[Quote, ...],
    names: SpeakerNames,
    words: CueLexicon,
) -> FoundAttribution:
    doc = sentence.doc
    head = None if doc is None or candidate.speaker_head is None else doc[candidate.speaker_head]
    tokens: list[int] = []
    if doc is not None and candidate.speaker is not None:
        start, end = candidate.speaker
        tokens = [t.i for t in doc if start <= sentence.char_start + t.idx < end]
    kind = speaker_kind(head, tokens, words)
    if candidate.speaker is None:
        kind = SpeakerKind.UNNAMED
    return FoundAttribution(
        field=sentence.field,
        speaker=_slice(sentence, candidate.speaker),
        speaker_kind=kind,
        speaker_start=None if candidate.speaker is None else candidate.speaker.start,
        speaker_end=None if candidate.speaker is None else candidate.speaker.end,
        cue=_slice(sentence, candidate.cue),
        cue_start=None if candidate.cue is None else candidate.cue.start,
        cue_end=None if candidate.cue is None else candidate.cue.end,
        content=candidate.content,
        direct=_direct(candidate.content, quotes),
        speaker_name=names.name(candidate.sentence, kind, head, tokens),
    )
