"""Verbs as cues: clauses, infinitives, objects and prepositions that hold what somebody says, thinks or shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from claimhouse.extractors.attribution.candidates import Candidate, Frame, is_edge, pieces, subtree
from claimhouse.extractors.attribution.lexicon import CueLexicon
from claimhouse.extractors.attribution.quotes import Quote
from claimhouse.extractors.attribution.speakers import speaker_tokens, subject_of
from claimhouse.extractors.estimates import estimate_of
from claimhouse.extractors.parsed import ParsedSentence
from claimhouse.records import Span

_CLAUSES = ("ccomp", "parataxis")
_CLAUSE_HEADS = frozenset({"VERB", "AUX", "ADJ", "NOUN", "PROPN", "ADV", "NUM", "ADP", "PRON", "INTJ"})
_INVERTED = ("nsubj", "attr", "dobj")
"""What the parser makes of the speaker in "…, said the minister"."""
_PASSIVE = "auxpass"
_OF_VERBS = frozenset({"accuse", "warn", "remind", "inform", "assure", "suspect"})
"""Verbs of "somebody of something", whose "of" the parser hangs on the somebody."""
_TAKEN_AS = frozenset(
    {
        "see", "view", "regard", "describe", "consider", "portray", "perceive", "hail", "dismiss", "denounce", "praise",
        "characterise", "characterize", "label", "cite", "condemn", "depict", "interpret", "read", "understand",
    }
)  # fmt: skip
"""Verbs whose passive takes "as": somebody unnamed sees it so. "Known as" only gives a name."""
_OBJECT_PREPOSITIONS = frozenset({"as", "for", "to", "with", "of", "over", "against"})
"""Prepositions after an object that complete it; "in" and "on" mostly say where and when."""
_DECLINES = frozenset({"decline", "refuse"})
_ANSWERS = frozenset(
    {"comment", "answer", "respond", "elaborate", "discuss", "say", "speak", "be", "reply", "name", "disclose"}
)
"""What is declined where nothing is said: "declined to comment", "refused to be named"."""
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LONGEST_PHRASE = 30
"""Tokens between a verb and its subject beyond which the parse is not trusted."""


def lemma_of(token: Token) -> str:
    """Return the lemma in lower case."""
    return token.lemma_.lower()


def is_passive(verb: Token) -> bool:
    """Say whether a verb is passive: by its auxiliary, or a bare participle under a noun."""
    for child in verb.children:
        if child.dep_ == "nsubjpass":
            return True
        if child.dep_ == _PASSIVE and not any(
            is_edge(token) or token.is_quote for token in verb.doc[child.i + 1 : verb.i]
        ):
            return True
    return verb.tag_ == "VBN" and verb.dep_ in {"acl", "advcl"} and not any(c.dep_ == "aux" for c in verb.children)


def cue_span(sentence: ParsedSentence, verb: Token) -> Span:
    """Return the verb with its auxiliaries, negation and particle, as one span of the field."""
    start = end = verb.i
    for child in verb.children:
        if child.dep_ in {"aux", "auxpass", "neg"} and child.i < verb.i:
            between = verb.doc[child.i : start]
            if all(t.dep_ in {"aux", "auxpass", "neg", "advmod"} for t in between):
                start = min(start, child.i)
        elif child.dep_ == "prt" and child.i == end + 1:
            end = child.i
    last = verb.doc[end]
    return Span(sentence.char_start + verb.doc[start].idx, sentence.char_start + last.idx + len(last))


def _is_finite_clause(head: Token) -> bool:
    """Say whether a clause has a tense: "found that it leaks", not "found the driver guilty"."""
    return any(part.tag_ in _FINITE for part in (head, *head.children))


def _is_amount(noun: Token) -> bool:
    """Say whether a noun is counted or is money: "7,800 pumps", "$5 million"."""
    return any(part.like_num or part.is_currency for part in (noun, *noun.children))


class VerbFinder:
    """Finds the verbal cues of one parsed sentence."""

    def __init__(
        self, index: int, sentence: ParsedSentence, doc: Doc, quotes: tuple[Quote, ...], words: CueLexicon
    ) -> None:
        self._index = index
        self._sentence = sentence
        self._doc = doc
        self._quotes = quotes
        self._words = words

    def find(self) -> Iterator[Candidate]:
        """Yield at most one candidate a verb."""
        for verb in self._doc:
            if verb.pos_ not in {"VERB", "AUX"} and not (verb.tag_.startswith("VB") and verb.pos_ != "ADJ"):
                continue
            found = self._passive(verb) if is_passive(verb) else self._estimated(verb) or self._active(verb)
            if found is not None:
                yield found

    def _subject(self, verb: Token) -> Token | None:
        """Return the speaker: the subject, or what the parser took for an object in "…?” asked Falk."."""
        subject = subject_of(verb)
        if subject is not None:
            return subject
        begins = verb.i == 0 or self._doc[verb.i - 1].is_quote or self._doc[verb.i - 1].text in {",", "?", "!"}
        if not begins or lemma_of(verb) not in self._words.speech:
            return None
        return next((c for c in verb.children if c.dep_ in _INVERTED and c.left_edge.i == verb.i + 1), None)

    # ---- active ------------------------------------------------------------------------------------------

    def _estimated(self, verb: Token) -> Candidate | None:
        estimate = estimate_of(verb)
        if estimate is None:
            return None
        content = self._joined(pieces(self._sentence, self._doc, subtree(estimate.of) | subtree(estimate.at)))
        return self._make(verb, Frame.OBJECT, content)

    def _active(self, verb: Token) -> Candidate | None:
        lemma = lemma_of(verb)
        words = self._words
        puts_it = lemma == "put" and any(c.dep_ == "dobj" and c.lower_ == "it" for c in verb.children)
        known = lemma in words.clause or lemma in words.quotation or puts_it
        if known:
            content = self._clause(verb, lemma)
            if content:
                return self._make(verb, Frame.CLAUSE, content)
        if lemma in words.infinitive or lemma in words.directive:
            content = self._infinitive(verb, lemma)
            if content:
                return self._make(verb, Frame.INFINITIVE, content)
        content = self._prepositional(verb, lemma)
        if content:
            return self._make(verb, Frame.PREPOSITION, content)
        if lemma in words.object:
            content = self._object(verb)
            if content:
                return self._make(verb, Frame.OBJECT, content)
        if known and self._ends_with_colon(verb):
            return self._make(verb, Frame.PENDING, ())
        return None

    def _clause(self, verb: Token, lemma: str) -> tuple[Span, ...]:
        """Return what is said as a clause or a quotation; empty where the verb has none here."""
        only_quotes = lemma in self._words.quotation and lemma not in self._words.clause
        speech = lemma in self._words.speech or lemma in self._words.quotation or lemma == "put"
        subject = self._subject(verb)
        if speech and subject is not None:
            before = self._preposed(verb, subject)
            if before and (not only_quotes or self._holds_speech(before)):
                return before
        for child in verb.children:
            if (
                child.dep_ not in _CLAUSES
                or child.pos_ not in _CLAUSE_HEADS
                or (child.dep_ == "parataxis" and not speech)
                or (lemma in self._words.evidence and not _is_finite_clause(child))
            ):
                continue
            spans = self._quoted(verb) if only_quotes else self._complement(verb, child, subject)
            if spans:
                return spans
        if speech:
            return self._quoted(verb) or self._that_clause(verb)
        return ()

    def _holds_speech(self, content: tuple[Span, ...]) -> bool:
        return any(
            q.speech and q.char_start < end and start < q.char_end for q in self._quotes for start, end in content
        )

    def _complement(self, verb: Token, child: Token, subject: Token | None) -> tuple[Span, ...]:
        kept = subtree(child) - self._own(verb, subject)
        if child.i > verb.i:
            kept = {i for i in kept if i > verb.i}
            kept |= self._gap(verb, min(kept, default=verb.i))
        return self._joined(pieces(self._sentence, self._doc, kept))

    def _that_clause(self, verb: Token) -> tuple[Span, ...]:
        """Return "that …" after an addressee ("told the board that …") where the parser hung it on the addressee."""
        for token in self._doc[verb.i + 1 : verb.right_edge.i + 1]:
            if token.lower_ == "that" and token.dep_ in {"mark", "dep"} and token.tag_ in {"IN", "WDT"}:
                kept = range(token.i, verb.right_edge.i + 1)
                return self._joined(pieces(self._sentence, self._doc, kept)) if self._is_finite(kept) else ()
        return ()

    def _gap(self, verb: Token, start: int) -> set[int]:
        """Return a conjunction right before the clause that the parser hung elsewhere ("that", "whether")."""
        before = start - 1
        if before > verb.i and self._doc[before].lower_ in {"that", "whether", "if", "how", "why"}:
            return {before}
        return set()

    def _own(self, verb: Token, subject: Token | None) -> set[int]:
        """Return the tokens of the cue's own clause that the parser may have hung into the content."""
        own = {verb.i}
        if subject is not None:
            own |= set(speaker_tokens(subject, verb))
        return own

    def _preposed(  # noqa: PLR0911 - each is one way for nothing to stand in front
        self, verb: Token, subject: Token
    ) -> tuple[Span, ...]:
        """Return the text before "…, X said" and, where that stands in the middle, after it."""
        doc = self._doc
        phrase = speaker_tokens(subject, verb)
        if abs(subject.i - verb.i) > _LONGEST_PHRASE:
            return ()
        start, stop = min(phrase.start, verb.i), max(verb.i, phrase.stop - 1) + 1
        if phrase.start < verb.i and not all(self._is_light(doc[i], verb) for i in range(phrase.stop, verb.i)):
            return ()
        while start > 0 and doc[start - 1].dep_ in {"aux", "advmod"} and doc[start - 1].head == verb:
            start -= 1
        as_clause = start > 0 and doc[start - 1].lower_ == "as"
        start -= as_clause
        if start == 0:
            return self._postposed_as(verb) if as_clause else self._quoted_before()
        apart = stop >= len(doc) or is_edge(doc[stop]) or doc[stop].is_quote
        complement = next((c for c in verb.children if c.dep_ in _CLAUSES and c.i > verb.i), None)
        if complement is not None and not self._is_parted(stop, complement):
            return ()
        if not self._closes_content(doc[start - 1]):
            return ()
        first = self._clause_start(list(range(start)))
        kept = list(range(first, start))
        after = self._resumed(verb, phrase)
        if not self._is_clausal(kept):
            after = list(range(stop, len(doc))) if apart and self._is_finite(range(stop, len(doc))) else []
            if not after:
                return ()
        spans = pieces(self._sentence, doc, kept)
        return self._joined((*spans, *pieces(self._sentence, doc, after)))

    def _is_parted(self, stop: int, complement: Token) -> bool:
        """Say whether punctuation parts the cue from a clause after it, so that this goes on with what came before."""
        return any(is_edge(token) and not token.is_space for token in self._doc[stop : complement.left_edge.i + 1])

    def _is_finite(self, indices: Iterable[int]) -> bool:
        return any(self._doc[i].tag_ in _FINITE for i in indices)

    def _quoted_before(self) -> tuple[Span, ...]:
        """Return the quotation that ends where the sentence begins: the splitter parted them at its "?" or "!"."""
        for quote in self._quotes:
            if quote.speech and 0 <= self._sentence.char_start - quote.char_end <= 1:
                return (Span(quote.char_start, quote.char_end),)
        return ()

    def _is_light(self, token: Token, verb: Token) -> bool:
        """Say whether a token may stand between speaker and verb: auxiliaries, adverbs, commas, brackets."""
        return token.dep_ in {"aux", "advmod", "neg", "punct", "npadvmod"} or token.head == verb or is_edge(token)

    def _closes_content(self, token: Token) -> bool:
        if token.text in {",", "—", "–", "--", "-", "?", "!", "”", '"', "''", "»", "’", "'", "“"}:
            return True
        at = self._sentence.char_start + token.idx + len(token)
        return any(quote.char_end == at for quote in self._quotes)

    def _clause_start(self, lead: list[int]) -> int:
        """Return where the content before the cue begins: after a semicolon, or after an earlier cue's comma."""
        for index in reversed(lead):
            if self._doc[index].text == ";" and not self._in_quote(index):
                return index + 1
        return 0

    def _in_quote(self, index: int) -> bool:
        at = self._sentence.char_start + self._doc[index].idx
        return any(quote.char_start <= at < quote.char_end for quote in self._quotes)

    def _is_clausal(self, kept: list[int]) -> bool:
        """Say whether tokens hold a finite verb or a quotation: "Last week, she said …" has no content in front."""
        if self._is_finite(kept):
            first = next((self._doc[i] for i in kept if not is_edge(self._doc[i])), None)
            subordinate = (
                first is not None
                and first.pos_ in {"SCONJ", "ADV", "ADP"}
                and first.lower_
                in {"when", "while", "after", "before", "as", "asked", "although", "though", "since", "if"}
                and not any(self._doc[i].text == "," for i in kept[:-1])
            )
            return not subordinate
        return any(self._in_quote(i) for i in kept)

    def _resumed(self, verb: Token, phrase: range) -> list[int]:
        """Return the content that goes on after "A, X said, B"; empty where the sentence ends with the cue."""
        doc = self._doc
        index = max(verb.i, phrase.stop - 1) + 1
        while index < len(doc) and not (doc[index].text in {",", ";", "—", "–", ":"} or doc[index].is_quote):
            index += 1
        if index >= len(doc):
            return []
        rest = list(range(index, len(doc)))
        word = next((doc[i] for i in rest if not is_edge(doc[i]) and not doc[i].is_quote), None)
        if word is None:
            return []
        if self._in_quote(word.i):
            return rest
        hangs_on_cue = any(ancestor == verb for ancestor in word.ancestors) and not any(
            child.dep_ in {"ccomp", "parataxis"} and child.left_edge.i <= word.i <= child.right_edge.i
            for child in verb.children
        )
        if hangs_on_cue or word.tag_ in {"VBG", "CC", "IN", "WP", "WDT", "WRB"} or verb.dep_ == "ROOT":
            return []
        return rest

    def _postposed_as(self, verb: Token) -> tuple[Span, ...]:
        """Return the main clause of "As X said, …"."""
        if verb.dep_ != "advcl":
            return ()
        kept = subtree(verb.head) - subtree(verb)
        return self._joined(pieces(self._sentence, self._doc, [i for i in kept if i > verb.i]))

    def _quoted(self, verb: Token) -> tuple[Span, ...]:
        """Return the quotation right after the cue (colon, comma, addressee between them at most)."""
        here = self._sentence.char_start + verb.idx + len(verb)
        for quote in self._quotes:
            if not here <= quote.char_start < self._sentence.char_end:
                continue
            gap = self._sentence.text[here - self._sentence.char_start : quote.char_start - self._sentence.char_start]
            if quote.speech and len(gap.split()) <= 12 and not any(sign in gap for sign in ";.?!"):  # noqa: PLR2004 - an addressee and a time at most
                return (Span(quote.char_start, quote.char_end),)
            return ()
        return ()

    def _joined(self, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """Widen each span to the quotation signs it touches."""
        joined: list[Span] = []
        for span in spans:
            start, end = span
            for quote in self._quotes:
                if quote.char_start < end and start < quote.char_end:
                    start, end = min(start, quote.char_start), max(end, quote.char_end)
            if joined and start <= joined[-1].end + 1:
                joined[-1] = Span(joined[-1].start, max(end, joined[-1].end))
            else:
                joined.append(Span(start, end))
        return tuple(joined)

    def _infinitive(self, verb: Token, lemma: str) -> tuple[Span, ...]:
        bare = lemma in self._words.infinitive
        for child in verb.children:
            if child.dep_ not in {"xcomp", "ccomp", "advcl"} or child.i < verb.i:
                continue
            marked = any(part.lower_ == "to" and part.dep_ == "aux" for part in child.children)
            acted = any(
                part.dep_ in {"nsubj", "dobj"} and part.i < child.i
                for part in (*child.children, *verb.children)
                if part.i > verb.i
            )
            if lemma in _DECLINES and lemma_of(child) in _ANSWERS:
                return ()
            if marked and (bare or acted):
                return self._joined(pieces(self._sentence, self._doc, [i for i in subtree(child) if i > verb.i]))
        return ()

    def _object(self, verb: Token) -> tuple[Span, ...]:
        for child in verb.children:
            if child.dep_ == "dobj" and child.i > verb.i and child.pos_ != "PRON":
                if lemma_of(verb) in self._words.doing and _is_amount(child):
                    return ()
                kept = self._continued(verb, subtree(child), _OBJECT_PREPOSITIONS)
                return self._joined(pieces(self._sentence, self._doc, kept))
            if child.dep_ == "ccomp" and child.i > verb.i:
                return self._joined(pieces(self._sentence, self._doc, subtree(child)))
        return ()

    def _continued(self, verb: Token, kept: set[int], prepositions: frozenset[str]) -> set[int]:
        """Return `kept` with what follows it at once and completes it: "called the plan a joke", "on him to stop"."""
        found = set(kept)
        for other in verb.rights:
            follows = other.left_edge.i == max(found) + 1
            completes = other.dep_ in {"oprd", "xcomp"} or (other.dep_ == "prep" and other.lower_ in prepositions)
            if follows and completes:
                found |= subtree(other)
        return found

    def _prepositional(self, verb: Token, lemma: str) -> tuple[Span, ...]:
        for child in verb.children:
            if child.dep_ == "prep" and lemma in self._words.preposition.get(child.lower_, ()):
                kept = self._continued(verb, subtree(child), frozenset()) - {child.i}
                return self._joined(pieces(self._sentence, self._doc, kept))
            if child.dep_ == "dobj" and lemma in _OF_VERBS:
                for part in child.children:
                    if part.dep_ == "prep" and part.lower_ == "of":
                        return self._joined(pieces(self._sentence, self._doc, subtree(part) - {part.i}))
        return ()

    def _ends_with_colon(self, verb: Token) -> bool:
        text = self._sentence.text.rstrip()
        return text.endswith(":") and (
            verb.dep_ in {"ROOT", "conj", "advcl"} or verb.right_edge.i >= len(self._doc) - 2
        )

    # ---- passive -----------------------------------------------------------------------------------------

    def _passive(self, verb: Token) -> Candidate | None:
        lemma = lemma_of(verb)
        words = self._words
        if not any(lemma in known for known in (words.clause, words.object, words.infinitive, _TAKEN_AS)):
            return None
        subject = next((child for child in verb.children if child.dep_ in {"nsubjpass", "nsubj"}), None)
        agent = next((child for child in verb.children if child.dep_ == "agent"), None)
        clause = next(
            (child for child in verb.children if child.dep_ in {"ccomp", "xcomp", "oprd"} and child.i > verb.i), None
        )
        as_what = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "as" and c.i > verb.i), None)
        as_what = as_what if lemma in _TAKEN_AS else None
        if clause is None and agent is None and as_what is not None:
            agent = next((token for token in as_what.subtree if token.lower_ == "by" and token.i > as_what.i), None)
        clause = clause or as_what
        if clause is None and (agent is None or (verb.dep_ == "acl" and lemma not in words.speech)):
            return None
        kept: set[int] = set() if clause is None else subtree(clause)
        if subject is not None and subject.lower_ != "it":
            kept |= {i for i in subtree(subject) if i < verb.i}
        elif subject is None and verb.dep_ == "acl":
            kept |= {i for i in subtree(verb.head) if i < verb.i}
        speaker = None if agent is None else next((child for child in agent.children if child.dep_ == "pobj"), None)
        if speaker is not None and agent is not None:
            kept -= subtree(agent)
        content = self._joined(pieces(self._sentence, self._doc, kept))
        if not content:
            return None
        return self._make(verb, Frame.PASSIVE, content, speaker=speaker, agent_only=True)

    # ---- the candidate -----------------------------------------------------------------------------------

    def _make(
        self,
        verb: Token,
        frame: Frame,
        content: tuple[Span, ...],
        *,
        speaker: Token | None = None,
        agent_only: bool = False,
    ) -> Candidate | None:
        head = speaker if agent_only else self._subject(verb)
        if head is None and not agent_only:
            return None
        if head is not None and head.lower_ in self._words.generic:
            return None
        if head is not None and head.lower_ == "it" and head.dep_ == "expl":
            return None
        span = None
        if head is not None:
            tokens = speaker_tokens(head, verb)
            found = pieces(self._sentence, self._doc, tokens)
            span = Span(found[0].start, found[-1].end) if found else None
        return Candidate(
            sentence=self._index,
            head=verb.i,
            frame=frame,
            speaker_head=None if head is None or span is None else head.i,
            speaker=span,
            cue=cue_span(self._sentence, verb),
            content=content,
        )
