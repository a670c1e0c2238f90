"""Which statements can be read without their sentence: nothing points out of them, nothing is cut off.

An analyst meets a claim as a row. "It has doubled", "this report was withdrawn", "the firm agreed" without the firm
state nothing there, however true they are in their place. Where the document says who or what is meant, the name
stands beside the words and the statement is kept (`references`); where it leaves that open, the statement is left to
`--no-gate`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from spacy.tokens import Doc, Token

from claimhouse.extractors.clauses import Path, Statement
from claimhouse.extractors.mentions import name_words
from claimhouse.records import BlockKind, FoundAttribution

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_HELPERS = frozenset({"aux", "auxpass"})
_VERBS = frozenset({"VERB", "AUX"})
_WORDLESS = frozenset({Path.APPOSITION, Path.NOMINAL, Path.PARTICIPLE})
"""Paths whose verb is ours or no verb: they need a sentence with a verb around them."""
_SIDE_CLAUSES = frozenset({"advcl", "conj", "ccomp", "xcomp", "acl", "relcl", "pcomp"})
_SPEAKING = frozenset({"i", "me", "we", "us", "my", "our", "myself", "ourselves"})
_SINGLED = frozenset({"the", "this", "that", "a", "an", "another", "one"})
_DETERMINERS = frozenset({"det", "predet", "amod", "poss"})
_OPENING, _CLOSING = "([\u201c", ")]\u201d"
_BROKEN = re.compile(r"(?:^|\s)[,;:.](?:\s|$)|[\u2022|]|(?:^|\s)[\"\u201d]\s|,\s*,")
"""Signs inside a phrase that something between them was taken out."""


@cache
def standing_words() -> dict[str, frozenset[str]]:
    """Return the word lists of what points, by name."""
    folder = resources.files("claimhouse.extractors") / "data" / "en"
    table = tomllib.loads((folder / "standing.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in table.items()}


def stands_alone(
    doc: Doc,
    statement: Statement,
    *,
    block: BlockKind,
    has_amount: bool,
    announces: bool,
    is_first: bool,
    names: tuple[str | None, str | None],
    attribution: FoundAttribution | None,
) -> bool:
    """Tell whether a statement can be read without its sentence.

    Args:
        doc: the parse of the sentence.
        statement: one statement of it.
        block: what the sentence stands in.
        has_amount: a quantity worth checking belongs to the statement.
        announces: the sentence ends with a colon: what it tells is still to come.
        is_first: nothing stands before the sentence that a word of it could point to.
        names: what subject and object mean, where that is certain.
        attribution: on whose word the statement is.
    """
    phrases = (statement.subject, statement.predicate, statement.object, *statement.arguments)
    if not all(map(is_whole, phrases)) or is_supposed(doc[statement.head]):
        return False
    if statement.path in {Path.HEADLINE, Path.LABEL, Path.TABLE, Path.TITLE} or block is BlockKind.TITLE:
        return True
    if _is_across_bracket(doc, statement):
        return False
    is_unfinished = announces and max(statement.tokens) == max(token.i for token in doc if not token.is_punct)
    if is_unfinished or not _has_verb(doc, statement, block):
        return False
    if (not has_amount and _is_restriction(doc, statement)) or _speaks_with_reader(doc, statement, attribution):
        return False
    return is_first or (
        _subject_stands(doc, statement, names[0], attribution)
        and _object_stands(doc, statement, names[1], attribution)
        and not _has_open_argument(doc, statement, has_amount=has_amount)
    )


def is_whole(text: str | None) -> bool:
    """Tell whether a phrase has both of each bracket and quotation mark, and no sign of a gap."""
    if text is None:
        return True
    paired = all(text.count(one) == text.count(other) for one, other in zip(_OPENING, _CLOSING, strict=True))
    return paired and text.count('"') % 2 == 0 and _BROKEN.search(text) is None


def is_supposed(verb: Token) -> bool:
    """Tell whether a verb stands in a condition, which nobody says is met: "if the council agrees"."""
    while verb.head.i != verb.i:
        if verb.dep_ == "advcl" and any(
            child.lower_ in standing_words()["conditions"] and child.dep_ in {"mark", "advmod"}
            for child in verb.children
        ):
            return True
        if verb.dep_ not in _SIDE_CLAUSES:
            return False
        verb = verb.head
    return False


def _is_across_bracket(doc: Doc, statement: Statement) -> bool:
    """Tell whether a bracket opens between subject and verb and does not close there: a list, not a sentence."""
    if statement.subject_head is None or statement.subject_head > statement.head:
        return False
    between = [token.text for token in doc[statement.subject_head : statement.head]]
    return between.count("(") > between.count(")")


def _is_restriction(doc: Doc, statement: Statement) -> bool:
    """Tell whether a relative clause or participle only says which of many are meant: "firms that sell abroad".

    It is a part of its noun's phrase, and nobody says of it alone that it is so.
    """
    verb = doc[statement.head]
    while verb.dep_ in {"xcomp", "conj"} and verb.i != verb.head.i:
        verb = verb.head
    if verb.dep_ not in {"relcl", "acl"} or statement.path not in {Path.RELATIVE, Path.PARTICIPLE, Path.CONJUNCT}:
        return False
    noun = verb.head
    if noun.i != statement.subject_head or noun.pos_ == "PROPN" or noun.i > verb.i:
        return False
    if any(token.is_punct for token in doc[noun.i + 1 : verb.left_edge.i + 1]):
        return False
    is_plural = noun.tag_ == "NNS" or noun.pos_ == "PRON"
    has_number = any(child.dep_ == "nummod" for child in noun.children)
    is_singled = any(child.lower_ in _SINGLED or child.dep_ == "poss" for child in noun.children)
    has_happened = verb.tag_ == "VBD" or any(child.tag_ == "VBD" for child in verb.children if child.dep_ in _HELPERS)
    return not has_number and not (is_singled and has_happened) and (is_plural or not has_happened)


def _speaks_with_reader(doc: Doc, statement: Statement, attribution: FoundAttribution | None) -> bool:
    """Tell whether "you" or "your", or the article's own "I" and "we", stand anywhere in the statement."""
    inside = [doc[number] for number in statement.tokens if doc[number].pos_ in {"PRON", "DET"}]
    return any(token.lower_ in standing_words()["reader"] or _is_unsaid(token, attribution) for token in inside)


def _has_open_argument(doc: Doc, statement: Statement, *, has_amount: bool) -> bool:
    """Tell whether a pronoun is given something or stands behind a preposition of the verb: "gave them a share".

    "300 people lost their jobs for it" says enough all the same: what for is the lesser part of it.
    """
    verb = doc[statement.head]
    near = [child for child in verb.children if child.dep_ in {"dative", "dobj"}]
    if has_amount and statement.object_head is not None:
        return any(map(_is_open, [token for token in near if token.i in statement.tokens - {statement.object_head}]))
    near += [noun for child in verb.children if child.dep_ in {"prep", "agent", "dative"} for noun in child.children]
    return any(map(_is_open, [token for token in near if token.i in statement.tokens - {statement.object_head}]))


def _is_open(token: Token) -> bool:
    return token.pos_ == "PRON" and token.tag_ == "PRP" and _is_pointing(token)


def _has_verb(doc: Doc, statement: Statement, block: BlockKind) -> bool:
    """Tell whether the statement has a finite verb, or at least its sentence has: a list of things states nothing."""
    if statement.path not in _WORDLESS:
        head = doc[statement.head]
        if head.tag_ == "VB" and statement.path is Path.CONJUNCT:
            return any(doc[number].tag_ in {"MD", "TO"} or doc[number].lemma_ == "do" for number in statement.tokens)
        has_own = any(child.dep_ == "nsubj" for child in head.children)  # "the plan has the council buying the mill"
        return has_own or head.tag_ != "VBG" or any(map(_is_finite, (head, *_chained(head, statement))))
    if statement.path is Path.PARTICIPLE and statement.subject_head is not None:
        subject = doc[statement.subject_head]
        if subject.pos_ in _VERBS:  # "When repairing roofs, wearing a helmet is wise": nobody is named who does it
            return False
    if block is BlockKind.LIST_ITEM and not _is_finite(doc[statement.head].sent.root):
        return False
    return any(_is_finite(token) for token in doc if token.head.i == token.i)


def _chained(head: Token, statement: Statement) -> list[Token]:
    """Return the verbs before the last one of a predicate: "keeps" of "keeps growing", or of a conjunct before it."""
    return [token for token in head.ancestors if token.i in statement.tokens or head.dep_ == "conj"]


def _is_finite(verb: Token) -> bool:
    if verb.pos_ not in _VERBS:
        return False
    return verb.tag_ in _FINITE or any(child.dep_ in _HELPERS and child.tag_ in _FINITE for child in verb.children)


def _subject_stands(doc: Doc, statement: Statement, name: str | None, attribution: FoundAttribution | None) -> bool:
    if any(
        doc[number].lower_ in {"there", "here"} and doc[number].dep_ != "expl" for number in statement.subject_tokens
    ):
        return False
    if name is not None:
        return True
    if statement.subject_head is None or statement.subject is None:
        return statement.path is Path.NOMINAL
    head = doc[statement.subject_head]
    return _is_clear(head, attribution) or _is_speakers_own(head, attribution)


def _object_stands(doc: Doc, statement: Statement, name: str | None, attribution: FoundAttribution | None) -> bool:
    if name is not None or statement.object_head is None:
        return True
    token = doc[statement.object_head]
    if token.pos_ in _VERBS:
        inner = next((child for child in token.children if child.dep_.startswith("nsubj")), None)
        if inner is not None and _is_subjects_own(doc, statement, inner):
            return True
        return inner is None or inner.lower_ in {"he", "she", "they"} or _is_clear(inner, attribution)
    if token.pos_ == "PRON":
        return not _is_pointing(token) and not _is_unsaid(token, attribution)
    return not any(child.lower_ in standing_words()["showing"] for child in _before(token)) or _is_time(token)


def _is_subjects_own(doc: Doc, statement: Statement, noun: Token) -> bool:
    """Tell whether "their" before a noun means a subject of several: "300 customers had their data stolen"."""
    subject = doc[statement.subject_head] if statement.subject_head is not None else None
    is_own = any(child.dep_ == "poss" and child.lower_ == "their" for child in noun.lefts)
    return is_own and subject is not None and subject.tag_ in {"NNS", "NNPS"}


def _is_speakers_own(token: Token, attribution: FoundAttribution | None) -> bool:
    """Tell whether "it", "he" or "she" is the speaker, who is described: "the grocer said it would cut 40 jobs"."""
    if attribution is None or attribution.speaker is None or attribution.direct or not token.dep_.startswith("nsubj"):
        return False
    speaker = re.split(r" (?:of|at|in|for|from|with)\b|,", attribution.speaker.lower())[0].split()[-1:]
    words = name_words()
    nouns = words["organisation_nouns"] if token.lower_ == "it" else words["person_nouns"] | words["titles"]
    is_said = token.head.dep_ == "ccomp" and token.head.i > token.head.head.i
    return is_said and bool(speaker) and token.lower_ in {"it", "he", "she"} and speaker[0] in nouns


def _is_clear(token: Token, attribution: FoundAttribution | None) -> bool:
    """Tell whether a phrase without a name says what it means as far as it can: no pronoun, no "this firm"."""
    words = standing_words()
    lower = token.lower_
    if _is_unsaid(token, attribution) or _is_pointing(token) or lower in words["reader"]:
        return False
    before = _before(token)
    wholes = [whole for of in token.children if of.lower_ == "of" for whole in of.children]
    before_wholes = [part for whole in wholes for part in _before(whole)]
    if any(child.lower_ in words["showing"] | words["owning"] | words["reader"] for child in before):
        return False
    if any(child.lower_ in words["owning"] | words["reader"] for child in before_wholes):
        return False
    return not any(_is_unsaid(child, attribution) for child in before)


def _is_pointing(token: Token) -> bool:
    """Tell whether a word means something only after what stood before: "some", not "some of the banks"."""
    if token.lower_ not in standing_words()["pointing"]:
        return False
    return not any(child.dep_ in {"prep", "relcl", "acl"} and child.i > token.i for child in token.children)


def _is_unsaid(token: Token, attribution: FoundAttribution | None) -> bool:
    """Tell whether "I" or "we" is nobody's: the article's own voice, or a speaker without a name or description."""
    if token.lower_ not in _SPEAKING:
        return False
    return (
        attribution is None
        or attribution.speaker is None
        or (
            attribution.speaker_name is None and attribution.speaker.lower() in standing_words()["pointing"] | _SPEAKING
        )
    )


def _before(noun: Token) -> list[Token]:
    """Return the determiners and owners before a noun, and the pronoun that it is a part of ("half of them")."""
    found = [child for child in noun.lefts if child.dep_ in _DETERMINERS]
    for child in list(found):
        if child.dep_ == "poss":
            found += [part for part in child.lefts if part.dep_ in _DETERMINERS]
    return [
        *found,
        *(whole for of in noun.children if of.lower_ == "of" for whole in of.children if whole.pos_ == "PRON"),
    ]


def _is_time(noun: Token) -> bool:
    return noun.ent_type_ in {"DATE", "TIME"}
