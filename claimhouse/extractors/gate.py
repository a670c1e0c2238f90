"""Which sentences can hold a check-worthy claim, from cheap general cues; the rest is not parsed.

A sentence passes that has a finite verb and something to check: a name, an amount, somebody's word, or a subject that
the text has named before. Questions, orders and advice to the reader, and calls to action do not. The gate is made
to let through too much rather than too little: what it drops can be seen with `--no-gate`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from claimhouse.extractors.sentences import line_kind
from claimhouse.records import BlockKind, FoundQuantity, QuantityKind

# Fewer words say nothing that could be checked, unless an amount stands among them.
MIN_WORDS = 4
MIN_HEADING_WORDS = 5
MIN_SAID_WORDS = 2  # "Ost added:" belongs to the quotation beside it
# A call to action is short; "sign up" in a longer sentence is what somebody does.
LONGEST_CALL = 12
# "-ed" is no past tense in shorter words ("bed", "red").
MIN_PAST = 4
# "Label: order" with a longer label is a sentence of its own.
LONGEST_LABEL = 60
# A "can" or "should" farther from the beginning than this many words stands in a subordinate clause.
GENERIC_REACH = 8

_WORD = re.compile(r"[^\W\d_](?:[\w’'&-]*\w)?")
_ANY_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)[‘'][^’']{8,400}[’'](?!\w)")
_QUESTION = re.compile(r"\?[\s\"”’')\]]*$")
_READER = re.compile(r"\b(?:you|your|yours|yourself|you['’](?:re|ll|ve|d))\b", re.IGNORECASE)
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)(?<![“\"‘(])\b(?:[A-Z][\w’'-]*[a-z]\w*|[A-Z]{2,}\w*)")
_ACRONYM = re.compile(r"^[A-Z][A-Z&]+\b|^[A-Z][\w-]*[a-z][A-Z]")
_FIRST_NAMES = re.compile(r"^[“\"‘']?[A-Z][\w’'.-]*\s(?:&\s|of\s|de\s|van\s)?[A-Z]|^[“\"‘']?[A-Z][\w-]+[’']s?\s")
_QUOTE_MARK = re.compile(r"[“”\"‘']")
_ASKING = frozenset({"why", "how", "what", "when", "where", "who"})
_DIGIT = re.compile(r"\d")
_POSSESSIVE = re.compile(r"\w[’'‘]s?\s")
# "Here is what to know", "This guide explains": the text speaks of itself.
_ABOUT_TEXT = re.compile(
    r"\s*(?:Here(?:['’]s|\s(?:is|are))\b"
    r"|(?:This|The following)\s(?:article|post|guide|blog|section|page|table|list|overview|tutorial)\b)"
)
_POINTING_LATER = re.compile(r",\s(?:the|this|that|these|those|it|he|she|they|its|his|her|their)\s")
_OPENER = re.compile(r"[“\"‘']?(?P<first>[A-Z][\w’'-]+)(?:,|\s(?P<next>[a-z’']+))")
# Something definite, wherever it stands: "the samples", "his brother".
_DEFINITE = re.compile(r"\b(?:the|his|her|its|their|both)\s[a-z]", re.IGNORECASE)
# "No team", "Neither of the brothers": a denial says of whom.
_DENYING = frozenset({"no", "nobody", "none", "neither"})
_NONE_THERE = re.compile(r"[Tt]here\s(?:is|are|was|were|has been|have been)\sno[t]?\b")
_COMPARES = re.compile(r"\b(?:fewer|less|more|[a-z]{2,}er)\s(?:[\w-]+\s){0,3}?than\b")
_OWNING = frozenset({"the", "his", "her", "its", "their"})
_MANY = 2
_CLAUSE_END = re.compile(r", which | that | so that ")
_GENERIC = re.compile(r"\b(?:should|ought to|needs? to|must|can|could|may|might)\b", re.IGNORECASE)
# Words in capitals that name nobody.
_NOT_NAMES = frozenset(
    ["i", "ai", "it", "tv", "ceo", "cfo", "cto", "ok", "faq", "pdf", "usa", "api", "i’m", "i've", "i’ve", "i'm", "i’ll"]
)
_STRONG = frozenset(
    {
        QuantityKind.MONEY,
        QuantityKind.PERCENT,
        QuantityKind.COUNT,
        QuantityKind.DATE,
        QuantityKind.AGE,
        QuantityKind.PHYSICAL,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cues:
    imperatives: frozenset[str]
    imperative_next: frozenset[str]
    calls: re.Pattern[str]
    saying: re.Pattern[str]
    first_of_saying: frozenset[str]
    finite: frozenset[str]
    past: frozenset[str]
    acting: frozenset[str]
    pointing: frozenset[str]
    supposing: frozenset[str]
    openers: frozenset[str]
    act_nouns: frozenset[str]


@cache
def _cues() -> _Cues:
    text = (resources.files("claimhouse.extractors") / "data" / "en" / "gate.toml").read_text(encoding="utf-8")
    lists = {name: table["list"] for name, table in tomllib.loads(text).items()}

    def any_of(words: Sequence[str]) -> re.Pattern[str]:
        return re.compile(rf"(?<!\bto )\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)

    return _Cues(
        imperatives=frozenset(lists["imperatives"]),
        imperative_next=frozenset(lists["imperative_next"]),
        calls=any_of(lists["calls"]),
        saying=any_of(lists["saying"]),
        first_of_saying=frozenset(_ANY_WORD.findall(saying.lower())[0] for saying in lists["saying"]),
        finite=frozenset(lists["finite"] + lists["past"]),
        past=frozenset(lists["past"]),
        acting=frozenset(lists["acting"]),
        pointing=frozenset(lists["pointing"]),
        supposing=frozenset(lists["supposing"]),
        openers=frozenset(lists["openers"]),
        act_nouns=frozenset(lists["act_nouns"]),
    )


def is_candidate(sentence_text: str, kind: BlockKind, quantities: Sequence[FoundQuantity]) -> bool:
    """Say whether a sentence of a block of that kind, with these quantities, can hold a check-worthy claim."""
    return refusal(sentence_text, kind, quantities) is None


def refusal(sentence_text: str, kind: BlockKind, quantities: Sequence[FoundQuantity]) -> str | None:  # noqa: PLR0911 - one line for each reason
    """Return why the gate stops a sentence, null where it lets it through.

    code, question, too short, label, row without amount, no verb, nothing to check, speaks to the reader
    """
    outside = _QUOTED.sub(" ", sentence_text) if _QUOTE_MARK.search(sentence_text) else sentence_text
    if kind is BlockKind.CODE:
        return "code"
    if _QUESTION.search(outside):
        return "question"
    words = _WORD.findall(sentence_text)
    has_amount = any(quantity.kind in _STRONG for quantity in quantities)
    is_said = _says(outside)
    if len(words) < (1 if has_amount else MIN_SAID_WORDS if is_said else MIN_WORDS):
        return "too short"
    is_label = kind is BlockKind.LIST_ITEM and line_kind(sentence_text) is BlockKind.HEADING
    if is_label or kind in {BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION}:
        tells = _is_telling_headline(sentence_text, words, quantities, is_title=kind is BlockKind.TITLE)
        return None if tells else "label"
    if kind is BlockKind.TABLE_ROW:
        return None if has_amount else "row without amount"
    if not (is_said or _has_finite_verb(words) or (has_amount and len(words) < MIN_WORDS * 2)):
        return "no verb"
    if not (has_amount or is_said or _points_at_something(sentence_text, words)):
        return "nothing to check"
    addresses = _addresses_reader(outside, words, is_said=is_said, has_amount=has_amount)
    return "speaks to the reader" if addresses else None


def evidence(sentence_text: str, kind: BlockKind, quantities: Sequence[FoundQuantity]) -> dict[str, tuple[str, ...]]:
    """Return what the gate sees in a sentence, by what it is a sign of; `refusal` decides by these and their places.

    amount, somebody's word, verb, act, name, definite, possible; and against it: question, order, call, reader
    """
    cues = _cues()
    outside = _QUOTED.sub(" ", sentence_text) if _QUOTE_MARK.search(sentence_text) else sentence_text
    words = _WORD.findall(sentence_text)
    is_prose = kind not in {BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION, BlockKind.TABLE_ROW}
    said, called = cues.saying.findall(outside), cues.calls.findall(outside)
    names = [name for name in _NAME.findall(sentence_text) if name.lower() not in _NOT_NAMES]
    first = _FIRST_NAMES.match(sentence_text) or _ACRONYM.match(sentence_text)
    found = {
        "amount": [quantity.raw for quantity in quantities if quantity.kind in _STRONG],
        "somebody's word": said,
        "verb": [word for number, word in enumerate(words) if _is_finite_verb(number, word)] if is_prose else [],
        "act": [] if is_prose else [word for word in words if word.lower() in cues.acting | cues.act_nouns],
        "name": [*([words[0]] if first and words else []), *names],
        "definite": [match[0].rpartition(" ")[0] for match in _DEFINITE.finditer(sentence_text)],
        "possible": _GENERIC.findall(sentence_text),
        "question": _QUESTION.findall(outside),
        "order": words[:1] if words and (_is_order(words) or _is_order_with_object(words)) else [],
        "call": called,
        "reader": _READER.findall(outside),
    }
    return {sign: tuple(dict.fromkeys(text.strip() for text in texts)) for sign, texts in found.items() if texts}


def _says(text: str) -> bool:
    """Whether a text tells somebody's word; most texts have no word that could begin to."""
    cues = _cues()
    has_first = not cues.first_of_saying.isdisjoint(_ANY_WORD.findall(text.lower()))
    return has_first and cues.saying.search(text) is not None


def _is_telling_headline(text: str, words: list[str], quantities: Sequence[FoundQuantity], *, is_title: bool) -> bool:
    """Whether a heading states something: it has an amount in digits, acts, or says whose act it is about."""
    cues = _cues()
    lower = [word.lower() for word in words]
    is_said = _says(text)
    if (_READER.search(text) and not is_said) or cues.calls.search(text):
        return False
    if any(quantity.kind in _STRONG and _DIGIT.search(quantity.raw) for quantity in quantities):
        return True
    if lower[0] in _ASKING or len(words) < MIN_HEADING_WORDS or _is_order(words):
        return False
    acts = any(word in cues.acting or word in cues.finite for word in lower) or any(
        _is_past(word) for word in lower[1:]
    )
    return (
        is_title or acts or is_said or (_POSSESSIVE.search(text) is not None and not cues.act_nouns.isdisjoint(lower))
    )


def _is_order(words: list[str]) -> bool:
    """Whether the sentence begins with an order: a base form and a word that follows orders."""
    first, second = words[0].lower(), words[1].lower() if len(words) > 1 else ""
    cues = _cues()
    if first in {"please", "let's", "let’s", "don't", "don’t", *cues.supposing}:
        return True
    return first in cues.imperatives and (
        second in cues.imperative_next or second.endswith("ing") or len(words) < MIN_WORDS
    )


def _addresses_reader(outside: str, words: list[str], *, is_said: bool, has_amount: bool) -> bool:
    """Whether the sentence speaks to the reader: an order, advice, a call to action, or "you" outside quotes."""
    if _ABOUT_TEXT.match(outside) or (len(words) <= LONGEST_CALL and not is_said and _cues().calls.search(outside)):
        return True
    if is_said:
        return False
    label, _, rest = outside.partition(": ")
    if rest and len(label) < LONGEST_LABEL and (advice := _WORD.findall(rest)) and _is_order_with_object(advice):
        return True  # "Use checklists: Write down every step"
    if _is_order(words) or (_is_order_with_object(words) and not has_amount):
        return True
    return not has_amount and _READER.search(outside) is not None and not _QUOTE_MARK.search(outside)


def _is_order_with_object(words: list[str]) -> bool:
    """Whether an imperative takes a bare object: "Choose trusted partners" has no other verb."""
    finite = _cues().finite
    return (
        words[0].lower() in _cues().imperatives
        and words[0][0].isupper()
        and not any(word in finite for word in words[1:])
    )


def _is_past(word: str) -> bool:
    return word.endswith("ed") and len(word) >= MIN_PAST and word not in {"need", "feed", "seed", "speed", "indeed"}


def _has_finite_verb(words: list[str]) -> bool:
    return any(_is_finite_verb(index, word) for index, word in enumerate(words))


def _is_finite_verb(index: int, word: str) -> bool:
    cues = _cues()
    lower = word.lower()
    if lower in cues.finite or lower in cues.acting or _is_past(lower) or "’" in word or "'" in word:
        return True
    return bool(
        index
        and lower.endswith("s")
        and not lower.endswith(("ss", "us", "is"))
        and word.islower()
        and len(word) >= MIN_PAST
    )


def _points_at_something(text: str, words: list[str]) -> bool:
    """Whether something certain is spoken of: a name, or a subject that the text has named before."""
    names = [name for name in _NAME.findall(text) if name.lower() not in _NOT_NAMES]
    if names or _FIRST_NAMES.search(text) or _ACRONYM.search(text):
        return True
    if _NONE_THERE.match(text) or ((_DEFINITE.search(text) or _COMPARES.search(text)) and _tells(words)):
        return True
    if _is_named_opener(text):
        return True
    if _cues().pointing.isdisjoint(word.lower() for word in words[:2]) and not _POINTING_LATER.search(text):
        return False
    if words[0].lower() in _OWNING and len(_DEFINITE.findall(text)) >= _MANY:
        return True  # "The court could overturn the verdict": possible, and of something definite
    main_clause = " ".join(_WORD.findall(_CLAUSE_END.split(text)[0])[:GENERIC_REACH])
    return not _GENERIC.search(main_clause) or any(_is_past(word.lower()) for word in words)


def _tells(words: list[str]) -> bool:
    """Whether a sentence about something definite says what happened or did not: a past form, or a denial."""
    lower = [word.lower() for word in words]
    return lower[0] in _DENYING or any(_is_past(word) or word in _cues().past for word in lower)


def _is_named_opener(text: str) -> bool:
    """Whether the first word may be a name of one word: it is followed by its verb, or by a comma and more about it."""
    match = _OPENER.match(text)
    if match is None:
        return False
    first, following = match["first"].lower(), match["next"]
    cues = _cues()
    if (
        first.endswith(("s", "ly", "ing"))
        or first in cues.openers
        or first in cues.pointing
        or first in cues.imperatives
    ):
        return False
    return following is None or following in cues.finite or following in cues.acting or _is_past(following)
