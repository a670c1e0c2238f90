"""Cues that are no verbs: "according to", nouns of saying, states of mind, hearsay adverbs, "Minister: …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from claimhouse.extractors.attribution.candidates import Candidate, Frame, is_edge, pieces, subtree
from claimhouse.extractors.attribution.lexicon import CueLexicon
from claimhouse.extractors.attribution.quotes import Quote
from claimhouse.extractors.attribution.speakers import can_hold_stance, speaker_tokens, subject_of
from claimhouse.extractors.attribution.verbs import lemma_of
from claimhouse.extractors.parsed import ParsedSentence
from claimhouse.records import BlockKind, Field, Span

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_ABOUT = frozenset({"about", "for", "of", "on", "against", "over"})
"""Prepositions that bring what a noun of saying is about."""
_SIGNATURE = re.compile(
    r"(?:^|[\"”»’'])\s*(?P<dash>[―—–]|--)\s*(?P<speaker>[^\W\d_][\w.'’-]*(?: [\w.'’-]+){0,5}?)\.?\s*$"
)
"""A dash and a name at the end of a quotation."""
_COLON = re.compile(r"^[\"“]?(?P<speaker>[^\W\d_][\w.'’&-]*(?: [\w.'’&()-]+){0,4}):\s+(?=\S)")
"""A label of at most five words and a colon at the start of a line."""


class PhraseFinder:
    """Finds the other cues of one parsed sentence."""

    def __init__(self, index: int, sentence: ParsedSentence, doc: Doc, words: CueLexicon) -> None:
        self._index = index
        self._sentence = sentence
        self._doc = doc
        self._words = words

    def find(self) -> Iterator[Candidate]:
        """Yield what "according to", nouns, adjectives and adverbs attribute."""
        yield from self._according()
        for token in self._doc:
            if token.pos_ == "NOUN":
                found = self._noun(token)
            elif token.pos_ == "ADJ" or token.dep_ == "acomp":
                found = self._adjective(token)
            elif token.lower_ in self._words.hearsay_adverbs:
                found = self._hearsay(token)
            else:
                found = None
            if found is not None:
                yield found

    def _according(self) -> Iterator[Candidate]:
        doc = self._doc
        lower = [token.lower_ for token in doc]
        for at, word in enumerate(lower):
            for phrase in self._words.according.get(word, ()):
                end = at + len(phrase)
                if end >= len(doc) or tuple(lower[at:end]) != phrase:
                    continue
                if phrase == ("per",) and not (at == 0 or doc[at - 1].text == ","):
                    continue
                found = self._of_phrase(doc[at], end)
                if found is not None:
                    yield found

    def _of_phrase(self, first: Token, end: int) -> Candidate | None:
        """Return what the phrase from `first` up to token `end` attributes to the noun after it."""
        doc = self._doc
        speaker = self._pobj(doc[end - 1])
        if speaker is None or speaker.i < end:
            return None
        if first.lower_ == "per" and (speaker.ent_type_ in {"DATE", "TIME"} or not can_hold_stance(speaker)):
            return None  # "$14 per user, per month"
        tokens = speaker_tokens(speaker)
        tokens = range(max(end, tokens.start), self._with_name(tokens.stop) if speaker.pos_ == "NOUN" else tokens.stop)
        content = pieces(self._sentence, doc, self._clause_of(first, max(tokens.stop, end)))
        span = pieces(self._sentence, doc, tokens)
        if not content or not span:
            return None
        place = Span(span[0].start, span[-1].end)
        return self._candidate(first, Frame.ACCORDING, speaker, place, content, last=doc[end - 1])

    def _with_name(self, stop: int) -> int:
        """Return where a speaker ends that may be followed by a name between commas ("the port director, Ida Moe,")."""
        doc = self._doc
        at = stop + 1
        while at < len(doc) and doc[at].pos_ == "PROPN":
            at += 1
        named = at > stop + 1 and doc[stop].text == "," and (at == len(doc) or is_edge(doc[at]))
        return at if named else stop

    def _pobj(self, preposition: Token) -> Token | None:
        for child in preposition.children:
            if child.dep_ in {"pobj", "pcomp"}:
                return child
        following = preposition.i + 1
        if following < len(self._doc):
            chunk = next((c for c in self._doc.noun_chunks if c.start <= following < c.end), None)
            return None if chunk is None else chunk.root
        return None

    def _clause_of(self, first: Token, end: int) -> list[int]:
        """Return the clause that an "according to" phrase speaks of.

        At the start of a sentence that is the rest; at its end what stands before, back to a semicolon; in the
        middle both.
        """
        doc = self._doc
        start = first.i
        before = list(range(start))
        for index in reversed(before):
            if doc[index].text == ";":
                before = [i for i in before if i > index]
                break
        after = list(range(end, len(doc)))
        if not any(doc[i].is_alpha for i in before):
            return after
        if not after or not any(doc[i].tag_ in {"VBD", "VBZ", "VBP", "MD"} for i in after):
            return before
        host = next((a for a in first.ancestors if a.pos_ in {"VERB", "AUX"}), None)
        if doc[start - 1].text != "," or (
            host is not None
            and host.i < start
            and doc[end].lower_ in {"but", "and", "while", "although", "who", "which", "as"}
        ):
            return before
        if host is not None and host.i < start and not (doc[end].text == "," and self._resumes(host, end)):
            return before
        return [*before, *after]

    def _resumes(self, host: Token, end: int) -> bool:
        """Say whether the words after the phrase still belong to the verb before it as complement or predicate."""
        word = self._doc[min(end + 1, len(self._doc) - 1)]
        return (
            word.tag_ in {"TO", "VBD", "VBZ", "VBP", "MD", "VBG"}
            and word.dep_ in {"aux", "xcomp", "ROOT", "conj"}
            and host.i < word.i
        )

    # ---- nouns, adjectives, adverbs ----------------------------------------------------------------------

    def _noun(self, noun: Token) -> Candidate | None:
        content = self._noun_content(noun)
        if not content:
            return None
        speaker = self._owner(noun)
        if speaker is None:
            if lemma_of(noun) not in self._words.hearsay:
                return None
            speaker = noun
        if speaker == noun:
            tokens = list(range(noun.left_edge.i, noun.i + 1))
        else:
            tokens = [i for i in speaker_tokens(speaker, noun) if self._doc[i].dep_ != "case"]
        span = pieces(self._sentence, self._doc, tokens)
        if not span:
            return None
        return self._candidate(noun, Frame.NOUN, speaker, Span(span[0].start, span[-1].end), content)

    def _noun_content(self, noun: Token) -> tuple[Span, ...]:
        words, lemma = self._words, lemma_of(noun)
        for child in noun.rights:
            marks = {part.lower_ for part in child.children if part.dep_ in {"mark", "aux"}}
            clause = lemma in words.noun_clause and child.dep_ in {"acl", "ccomp", "relcl"} and "that" in marks
            infinitive = lemma in words.noun_infinitive and child.dep_ in {"acl", "xcomp"} and "to" in marks
            if clause or (infinitive and child.tag_ == "VB"):
                return pieces(self._sentence, self._doc, subtree(child))
            if lemma in words.noun_preposition and child.dep_ == "prep" and child.lower_ in _ABOUT:
                return pieces(self._sentence, self._doc, subtree(child) - {child.i})
        return ()

    def _owner(self, noun: Token) -> Token | None:
        """Return who stands behind a noun of saying: its owner, its "by X", or who makes it."""
        for child in noun.children:
            if child.dep_ == "poss":
                return child
            if child.dep_ == "prep" and child.lower_ in {"by", "from"}:
                return next((part for part in child.children if part.dep_ == "pobj"), None)
        governor = noun.head
        if noun.dep_ == "dobj" and lemma_of(governor) in self._words.light_verbs:
            return subject_of(governor)
        return None

    def _adjective(self, adjective: Token) -> Candidate | None:
        if adjective.lower_ not in self._words.adjective_clause or adjective.dep_ not in {"acomp", "conj", "oprd"}:
            return None
        speaker = subject_of(adjective.head)
        if speaker is None or speaker.lower_ in self._words.generic or speaker.lower_ == "it":
            return None
        for child in adjective.children:
            if child.i > adjective.i and child.dep_ in {"ccomp", "xcomp", "prep"}:
                if child.dep_ == "prep" and child.lower_ not in {"about", "of"}:
                    continue
                content = pieces(self._sentence, self._doc, subtree(child))
                span = pieces(self._sentence, self._doc, speaker_tokens(speaker, adjective))
                if content and span:
                    return self._candidate(
                        adjective, Frame.ADJECTIVE, speaker, Span(span[0].start, span[-1].end), content
                    )
        return None

    def _hearsay(self, adverb: Token) -> Candidate | None:
        clause = adverb.head
        while clause.pos_ not in {"VERB", "AUX"} and clause.head != clause:
            clause = clause.head
        kept = {i for i in subtree(clause) if i != adverb.i}
        content = pieces(self._sentence, self._doc, kept)
        return self._candidate(adverb, Frame.HEARSAY, None, None, content) if content else None

    def _candidate(
        self,
        head: Token,
        frame: Frame,
        speaker: Token | None,
        span: Span | None,
        content: tuple[Span, ...],
        last: Token | None = None,
    ) -> Candidate:
        end = last or head
        return Candidate(
            sentence=self._index,
            head=head.i,
            frame=frame,
            speaker_head=None if speaker is None else speaker.i,
            speaker=span,
            cue=Span(self._sentence.char_start + head.idx, self._sentence.char_start + end.idx + len(end)),
            content=content,
        )


def find_signature(index: int, sentence: ParsedSentence, quotes: Sequence[Quote]) -> Candidate | None:
    """Return the signature of a quotation: "…" — Name."""
    match = _SIGNATURE.search(sentence.text)
    if match is None or not match["speaker"][0].isupper() or sentence.doc is None:
        return None
    start, end = match.span("speaker")
    dash = sentence.char_start + match.start("dash")
    signed = next((quote for quote in quotes if quote.speech and 0 <= dash - quote.char_end <= 1), None)
    tokens = [token for token in sentence.doc if start <= token.idx < end and token.is_alpha]
    if signed is None or not tokens:
        return None
    return Candidate(
        sentence=index,
        head=-1,
        frame=Frame.HEADLINE,
        speaker_head=tokens[-1].i,
        speaker=Span(sentence.char_start + start, sentence.char_start + end),
        cue=Span(dash, dash + len(match["dash"])),
        content=(Span(signed.char_start, signed.char_end),),
    )


def find_colon(
    index: int, sentence: ParsedSentence, *, first_of_paragraph: bool, words: CueLexicon
) -> Candidate | None:
    """Return "Minister: …" of a headline, or the label of a speaker in a transcript ("ROE: …").

    In prose only a label wholly in capitals counts; in a headline a proper name or a noun that can speak.
    """
    doc = sentence.doc
    if doc is None or not first_of_paragraph:
        return None
    match = _COLON.match(sentence.text)
    if match is None:
        return None
    label = match["speaker"]
    start, end = match.span("speaker")
    headline = sentence.field is Field.TITLE or sentence.block is BlockKind.TITLE or index == 0
    tokens = [token for token in doc if start <= token.idx < end]
    if any(token.like_num for token in tokens) or label.strip().lower() in words.labels:
        tokens = []  # a version, a chapter or a section of the paper speaks to nobody
    if not tokens or any(token.tag_ in _FINITE and token.lower_ == token.text for token in tokens):
        return None
    head = tokens[-1] if tokens[-1].is_alpha else tokens[0]
    capitals = label.isupper() and len(label) > 2  # noqa: PLR2004 - "A:" and "Q:" name nobody
    speaks = head.ent_type_ in {"PERSON", "ORG"} or head.lemma_.lower() in words.unnamed | words.document | words.titles
    states = any(token.tag_ in _FINITE and token.idx > end for token in doc)
    if not (capitals if not headline else (speaks or capitals) and states):
        return None
    shift = sentence.char_start
    stop = len(sentence.text.rstrip())
    if headline:
        stop -= sentence.text.rstrip().endswith(".")
    if match.end() >= stop:
        return None
    return Candidate(
        sentence=index,
        head=-1,
        frame=Frame.HEADLINE,
        speaker_head=head.i,
        speaker=Span(shift + start, shift + end),
        cue=Span(shift + end, shift + end + 1),
        content=(Span(shift + match.end(), shift + stop),),
    )
