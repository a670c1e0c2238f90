"""What a claim says about its subject: the attribute, by the lexicon or as an open class."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from claimhouse.records import QuantityKind, ValueKind
from claimhouse.resolve.concepts import DATED, STOCK, TOLD, dated_class, is_stock, is_vague, noun_class, verb_class
from claimhouse.resolve.counted import counted_phrase
from claimhouse.resolve.lemmas import verb_lemma
from claimhouse.resolve.lexicon import QUANTITY_WORD, Rule, rules, word_list
from claimhouse.resolve.prefilter import PatternIndex

OPEN_RULE = "open"

_SPACES = re.compile(r"\s+")
_MARKS = re.compile(r"[*_#|\u201c\u201d\"]+")
_RENDERED = re.compile(r"^ ?\([^()]*\)")  # "840 million pounds ($1.1 billion)": the same in other words
_WORD = re.compile(r"[a-z][a-z'-]*")
_LASTING = frozenset({"last", "run", "go_on", "continue", "last_for", "run_for", "go_for", "continue_for"})
_EACH = re.compile(r"\b(?:a|an|per(?! cent\b)|each) [a-z]+$")
_AGED = re.compile(
    rf"\b(?:man|woman|boy|girl|driver|teenager|pensioner|student) of {QUANTITY_WORD}(?! (?!was|is|had|has)[a-z])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """A claim as plain values, so that rows, findings and tests can all be asked about.

    Attributes:
        sentence: the sentence the claim stands in.
        quantity_start, quantity_end: place of the quantity in the sentence, where there is one.
        concept: what the extractor says the quantity counts or measures.
    """

    sentence: str
    subject: str | None = None
    predicate: str | None = None
    object: str | None = None
    arguments: tuple[str, ...] = ()
    kind: QuantityKind | None = None
    unit: str | None = None
    concept: str | None = None
    raw: str | None = None
    quantity_start: int | None = None
    quantity_end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """What is said of the subject.

    Attributes:
        name: `deal_amount`, or for the open class `PREDICATE` or `PREDICATE:CONCEPT`.
        rule: name of the lexicon rule, or "open".
        single_valued: whether a subject has one value at a time; never true in the open class.
    """

    name: str
    rule: str
    single_valued: bool
    value_kind: ValueKind


def attribute_of(statement: StatementView) -> Attribute:
    """Name the attribute of a claim.

    A quantity is judged by the words around it in the sentence, a claim without one by its own words.

    >>> attribute_of(StatementView(sentence="Norvik buys Alder for $3 billion.", kind=QuantityKind.MONEY,
    ...                            raw="$3 billion")).name
    'deal_amount'
    """
    text = masked_sentence(statement) if statement.kind is not None else claim_text(statement)
    if statement.kind is QuantityKind.COUNT and _AGED.search(text):
        return open_attribute(statement)
    fits = [
        (rule.rank, length, order, rule)
        for order, patterns in _candidates(statement.kind, text).items()
        if (length := _match_length(rule := rules()[order], patterns, statement, text)) is not None
    ]
    return _named(min(fits, key=lambda fit: fit[:3])[-1]) if fits else open_attribute(statement)


@cache
def _patterns_for(kind: QuantityKind | None) -> tuple[tuple[tuple[int, re.Pattern[str]], ...], PatternIndex]:
    fitting = ((order, rule) for order, rule in enumerate(rules()) if kind in rule.kinds)
    patterns = tuple((order, pattern) for order, rule in fitting for pattern in rule.patterns)
    return patterns, PatternIndex([pattern for _, pattern in patterns])


def _candidates(kind: QuantityKind | None, text: str) -> dict[int, list[re.Pattern[str]]]:
    """Return the patterns that may match a text with a quantity of a kind, by the place of their rule."""
    patterns, index = _patterns_for(kind)
    found: defaultdict[int, list[re.Pattern[str]]] = defaultdict(list)
    for place in index.places(text):
        order, pattern = patterns[place]
        found[order].append(pattern)
    return found


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """Return text in the form patterns are written for: lower case, straight quotes, single spaces, no marks."""
    folded = unicodedata.normalize("NFKC", text).replace("\u2019", "'").replace("\u2018", "'").replace("\u2011", "-")
    return _SPACES.sub(" ", _MARKS.sub(" ", folded.casefold())).strip()


def masked_sentence(statement: StatementView) -> str:
    """Return the sentence in plain form with `QTY` for the claim's quantity.

    Without a place, the first occurrence of the raw text is taken; without that, `QTY` stands alone.
    """
    start, end = statement.quantity_start, statement.quantity_end
    if start is None or end is None:
        start = statement.sentence.find(statement.raw) if statement.raw else -1
        end = start + len(statement.raw or "")
    if not 0 <= start < end <= len(statement.sentence):
        return QUANTITY_WORD
    before = plain(statement.sentence[:start])
    after = plain(_RENDERED.sub("", statement.sentence[end:]))
    glue = "" if statement.sentence[end : end + 1] in {"-", "\u2011", ","} else " "
    return f"{before} {QUANTITY_WORD}{_noun_of(statement)}{glue}{after}".strip()


def _noun_of(statement: StatementView) -> str:
    """Return the words of the quantity that say what is counted, or for each of what: "jobs", "a share"."""
    raw = plain(statement.raw or "")
    each = _EACH.search(raw)
    if each:
        return f" {each.group()}"
    counted = statement.kind is QuantityKind.COUNT and statement.unit is not None and " " in raw
    concept = plain(statement.concept or "")
    if counted and " " in concept and raw.endswith(concept):
        return f" {concept}"
    last = raw.rpartition(" ")[2]
    return f" {last}" if counted and not any(sign.isdigit() for sign in last) else ""


def claim_text(statement: StatementView) -> str:
    """Return the claim's own words in plain form."""
    parts = (statement.subject, statement.predicate, statement.object, *statement.arguments)
    return plain(" ".join(part for part in parts if part))


def _is_rate(statement: StatementView) -> bool:
    """Say whether a sum is for each of something: "$17 a month", "£3 per share"."""
    return (statement.concept or "").startswith("per ") or _EACH.search(plain(statement.raw or "")) is not None


def _is_counted(counts: str, statement: StatementView) -> bool:
    """Say whether a quantity counts what a rule counts: people, or things."""
    noun = statement.unit
    if noun is None or noun == "count":
        return counts == "people"
    forms = {noun, noun.removesuffix("s")}
    people = bool(forms & (word_list("persons") | word_list("people")))
    return people or bool(forms & word_list("records")) if counts == "people" else not people


def _match_length(rule: Rule, patterns: Iterable[re.Pattern[str]], statement: StatementView, text: str) -> int | None:
    """Return the length of the shortest match, 0 for claims without a quantity, null where the rule does not fit."""
    if statement.kind not in rule.kinds or (rule.units and (statement.unit or "") not in rule.units):
        return None
    if rule.counts is not None and not _is_counted(rule.counts, statement):
        return None
    if statement.kind is QuantityKind.MONEY and _is_rate(statement) and not rule.rates:
        return None
    matches = [match for pattern in patterns if (match := pattern.search(text))]
    if not matches:
        return None
    return min(match.end() - match.start() for match in matches) if statement.kind is not None else 0


def _named(rule: Rule) -> Attribute:
    return Attribute(name=rule.name, rule=rule.name, single_valued=rule.single, value_kind=rule.value)


def open_attribute(statement: StatementView) -> Attribute:
    """Return the attribute that a claim has in the open class: its predicate, and what its quantity counts.

    How many of something one has, and when something happens that happens once, are single-valued: "its 27 plants".
    """
    # who runs for six years, or since 1961, has none of them
    timed = statement.kind in {QuantityKind.DURATION, QuantityKind.DATE, QuantityKind.AGE}
    verb = None if timed else verb_class(plain(statement.predicate or ""))
    lemma = predicate_lemma(statement.predicate or "") or "state"
    if statement.kind is None:
        return Attribute(name=lemma, rule=OPEN_RULE, single_valued=False, value_kind=ValueKind.TEXT)
    value_kind = ValueKind.DATE if statement.kind is QuantityKind.DATE else ValueKind.NUMBER
    name = _single_name(statement)
    if name is not None:
        return Attribute(name=name, rule=OPEN_RULE, single_valued=True, value_kind=value_kind)
    concept = _concept(statement)
    if statement.kind is QuantityKind.DURATION and lemma in _LASTING:
        return Attribute(name=f"last:{concept}", rule=OPEN_RULE, single_valued=False, value_kind=value_kind)
    return Attribute(name=f"{verb or lemma}:{concept}", rule=OPEN_RULE, single_valued=False, value_kind=value_kind)


def _concept(statement: StatementView) -> str:
    concept = plain(statement.concept or statement.unit or statement.kind or "")
    return noun_class(concept).replace(" ", "_")


def _single_name(statement: StatementView) -> str | None:
    """Return the name of an open attribute that has one value at a time; null where it may have many."""
    is_plain = statement.kind is QuantityKind.COUNT and statement.unit and not is_vague(statement.unit)
    if is_plain and is_stock(masked_sentence(statement)):
        return f"{STOCK}:{_concept(statement)}"
    counted = counted_phrase(statement.kind, statement.raw or "", _words_after(statement))
    if counted is not None:
        return f"{TOLD}:{counted}"
    if statement.kind is QuantityKind.DATE and statement.unit in {"day", "month"}:
        dated = dated_class(masked_sentence(statement))
        return f"{DATED}:{dated}" if dated else None
    return None


def _words_after(statement: StatementView) -> str:
    """Return the words after a quantity, as far as its place is known."""
    return "" if statement.quantity_end is None else statement.sentence[statement.quantity_end :]


def predicate_lemma(predicate: str) -> str:
    """Return the predicate's main verb in its base form, and its last particle.

    >>> predicate_lemma("has been working with"), predicate_lemma("was"), predicate_lemma("plans to open")
    ('work_with', 'be', 'plan_open')
    """
    words = _WORD.findall(plain(predicate))
    content = [word for word in words if word not in word_list("auxiliaries") and not word.endswith("ly")]
    if not content:
        return "be" if words else ""
    verbs = [word for word in content if word not in word_list("particles")]
    particles = [word for word in content[-1:] if word in word_list("particles")]
    return "_".join([*(verb_lemma(verb) for verb in verbs[:3]), *particles]) or "be"
