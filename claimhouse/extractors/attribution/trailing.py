"""Trailing cues read from the order of words: "…, its director, Ann Bell, said", where the parser often fails.

An apposition between two commas, a number as age or a verb that looks like a plural noun ("a group of physicists
claims") leads the parser astray; the order of words does not: content, comma or closing quote, speaker, verb, and
nothing after it but an addressee, a time or a place.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from claimhouse.extractors.attribution.candidates import Candidate, Frame, is_edge, pieces
from claimhouse.extractors.attribution.lexicon import CueLexicon
from claimhouse.extractors.attribution.quotes import Quote
from claimhouse.extractors.parsed import ParsedSentence
from claimhouse.records import Field, Span

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_VERBS = frozenset({"VBD", "VBZ", "VBP"})
_CLOSERS = frozenset({",", "”", '"', "''", "»", "’", "'"})
_OPENERS = frozenset({"DET", "PRON", "PROPN", "ADJ", "NUM", "NOUN", "VERB"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_NOT_INSIDE = frozenset({"and", "but", "or", "which", "who", "that", "because", "when", "while", "if", "as", "to"})
"""Words that no simple speaker's phrase holds: past them another clause begins."""
_SUBORDINATE = frozenset({"when", "while", "after", "before", "as", "although", "though", "since", "if", "asked"})
_LONGEST_TAIL = 10
"""Tokens after the cue: "told the Hallsund Courier in an interview on Monday"."""
_LONGEST_PART = 10
"""Tokens of one part of the speaker's phrase between commas."""
_LONGEST_SPEAKER = 18


class TrailingFinder:
    """Finds the cue that ends a sentence."""

    def __init__(
        self, index: int, sentence: ParsedSentence, doc: Doc, quotes: tuple[Quote, ...], words: CueLexicon
    ) -> None:
        self._index = index
        self._sentence = sentence
        self._doc = doc
        self._quotes = quotes
        self._words = words

    def find(self) -> Candidate | None:
        """Return what the sentence's last verb of saying attributes; null where the order of words is another."""
        verb = self._verb()
        if verb is None:
            return None
        start = self._speaker_start(verb)
        if start is None or not self._is_content(start) or any(t.text in "()" for t in self._doc[start - 1 : verb.i]):
            return None
        stop = verb.i
        while is_edge(self._doc[stop - 1]):
            stop -= 1
        head = self._head(start, stop)
        span = pieces(self._sentence, self._doc, range(start, stop))
        content = self._content(start)
        if head is None or not span or not content:
            return None
        return Candidate(
            sentence=self._index,
            head=verb.i,
            frame=Frame.CLAUSE,
            speaker_head=head.i,
            speaker=Span(span[0].start, span[-1].end),
            cue=Span(self._sentence.char_start + verb.idx, self._sentence.char_start + verb.idx + len(verb)),
            content=content,
        )

    def _verb(self) -> Token | None:
        """Return the last finite verb, if it is one of saying and closes its sentence."""
        doc = self._doc
        known = self._words.speech | self._words.evidence
        for token in reversed(doc):
            if len(doc) - token.i > _LONGEST_TAIL or self._in_speech(token):
                return None
            saying = token.lemma_.lower() in known and token.i > 1
            last = not any(other.is_alpha for other in doc[token.i + 1 :])
            if saying and token.tag_ in _VERBS:
                return token
            if saying and token.tag_ == "NNS" and last and doc[token.i - 1].tag_ in {"NNS", "NNPS"}:
                return token  # "a group of physicists claims": no plural is named by another
            if saying and token.tag_ == "VBN" and token.dep_ == "acl" and self._only_dates(token):
                return token  # ", two firms announced on Monday" read as "firms that were announced"
            if token.tag_ in _FINITE or token.text in {":", ";"}:
                return None
        return None

    def _only_dates(self, verb: Token) -> bool:
        """Say whether nothing but a date follows a verb of saying whose speaker stands right before it."""
        rest = [token for token in self._doc[verb.i + 1 :] if not token.is_punct]
        is_date = bool(rest) and all(token.lower_ == "on" or token.ent_type_ == "DATE" for token in rest)
        # the parser often calls the day of a month a mere number
        is_date = is_date or (bool(rest) and rest[0].lower_ == "on" and rest[-1].pos_ in {"NUM", "PROPN"})
        return is_date and verb.head.i == verb.i - 1 and verb.head.tag_ in {"NNS", "NNP"}

    def _in_speech(self, token: Token) -> bool:
        at = self._sentence.char_start + token.idx
        return any(quote.speech and quote.char_start <= at < quote.char_end for quote in self._quotes)

    def _speaker_start(self, verb: Token) -> int | None:
        """Return where the speaker's phrase begins: one part without commas, or a noun and its apposition."""
        doc = self._doc
        apposed = doc[verb.i - 1].text == ","
        at = verb.i - 1 if apposed else verb.i
        parts = 0
        while True:
            start = at
            while start > 0 and self._continues(doc[start - 1]) and at - start <= _LONGEST_PART:
                start -= 1
            if start in {0, at} or not self._closes(doc[start - 1]) or verb.i - start > _LONGEST_SPEAKER:
                return None
            parts += 1
            is_whole = not apposed or (parts > 1 and not self._is_age(start, at))
            if is_whole:
                return start if self._is_phrase(start, at) else None
            if doc[start - 1].text != ",":
                return None
            if self._is_age(start, at):
                parts -= 1
            at = start - 1

    def _continues(self, token: Token) -> bool:
        return (
            not self._closes(token)
            and token.tag_ not in _FINITE
            and token.lower_ not in _NOT_INSIDE
            and not self._in_speech(token)
        )

    def _closes(self, token: Token) -> bool:
        at = self._sentence.char_start + token.idx + len(token)
        return token.text in _CLOSERS or any(quote.char_end == at for quote in self._quotes)

    def _is_age(self, start: int, stop: int) -> bool:
        return stop - start == 1 and self._doc[start].like_num

    def _is_phrase(self, start: int, stop: int) -> bool:
        first = self._doc[start]
        begins = first.pos_ in _OPENERS and first.tag_ not in {"VBG", "VB"}
        return begins and any(token.pos_ in _NOMINAL for token in self._doc[start:stop])

    def _head(self, start: int, stop: int) -> Token | None:
        """Return the head of the phrase's first part: its last noun before a preposition or a comma."""
        head: Token | None = None
        for token in self._doc[start:stop]:
            if token.pos_ in _NOMINAL:
                head = token
            elif head is not None and (token.pos_ == "ADP" or is_edge(token)):
                break
        return head

    def _is_content(self, stop: int) -> bool:
        """Say whether a whole clause or a quotation ends where the speaker's phrase begins."""
        doc = self._doc
        before = doc[stop - 1]
        at = self._sentence.char_start + before.idx + len(before)
        if any(quote.speech and 0 <= at - quote.char_end <= 1 for quote in self._quotes):
            return True
        first = next((token for token in doc[:stop] if not is_edge(token)), None)
        if before.text != "," or first is None:
            return False
        if first.lower_ in _SUBORDINATE and not any(token.text == "," for token in doc[: stop - 1]):
            return False
        return self._sentence.field is Field.TITLE or any(token.tag_ in _FINITE for token in doc[:stop])

    def _content(self, stop: int) -> tuple[Span, ...]:
        first = 0
        for token in self._doc[:stop]:
            if token.text == ";" and not self._in_speech(token):
                first = token.i + 1
        spans = pieces(self._sentence, self._doc, range(first, stop))
        return tuple(self._widened(span) for span in spans)

    def _widened(self, span: Span) -> Span:
        start, end = span
        for quote in self._quotes:
            if quote.char_start < end and start < quote.char_end:
                start, end = min(start, quote.char_start), max(end, quote.char_end)
        return Span(start, end)
