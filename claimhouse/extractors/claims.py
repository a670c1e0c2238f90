"""From the statements of a sentence to its claims: quantities, speaker, modality, names, confidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from spacy.tokens import Doc, Token

from claimhouse.extractors.builtin import NAME, VERSION
from claimhouse.extractors.clauses import Path, Statement
from claimhouse.extractors.confidence import confidence_of
from claimhouse.extractors.headlines import headline_statements
from claimhouse.extractors.labels import label_statements
from claimhouse.extractors.mentions import is_headline
from claimhouse.extractors.modality import is_question, is_reader_address, judge_modality
from claimhouse.extractors.parsed import ParsedSentence
from claimhouse.extractors.phrases import phrase, render
from claimhouse.extractors.references import Context, is_part_of_name, name_of
from claimhouse.extractors.soundness import doubt_of
from claimhouse.extractors.standing import stands_alone
from claimhouse.extractors.statements import find_statements
from claimhouse.extractors.tables import row_statements
from claimhouse.extractors.worth import is_addressed, is_checkable, is_worth_checking
from claimhouse.records import (
    BlockKind,
    FoundAttribution,
    FoundClaim,
    FoundMention,
    FoundQuantity,
    Modality,
    QuantityKind,
)

NOT_PROSE = frozenset({BlockKind.HEADING, BlockKind.CAPTION, BlockKind.CODE})
"""Blocks that state nothing: a heading announces, a caption belongs to a picture."""

_LESS_SURE = frozenset({Modality.RUMORED})
"""What a headline's infinitive does not make surer."""
_RENDERING = re.compile(r"\s*[(\[]\s*(?:(?:about|approximately|approx\.?|around|or|roughly|some|i\.e\.)\s*)?")
"""What stands between an amount and the same amount in another currency."""
_ARGUMENT_STEPS = 2
"""From a noun to its verb: one as object ("buys a stake"), two behind a preposition ("pays for a stake")."""
_BRACKET_REACH = 3
"""From a bracket to the amount in it: "(about $", "(€"."""
_YEAR, _MONTH, _DAY = 9_999, 999_999, 99_999_999


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the document knows when the claims of one of its sentences are made.

    Attributes:
        before: the sentence before it in the same field and segment, with its topic.
        mentions: the names in the sentence and the one before.
        attributions: those whose content or cue touches the sentence.
        only_checkworthy: leave out statements that are not worth checking.
    """

    before: Context
    mentions: tuple[FoundMention, ...]
    attributions: tuple[FoundAttribution, ...]
    only_checkworthy: bool


def sentence_claims(
    sentence: ParsedSentence, quantities: Sequence[FoundQuantity], around: Surroundings
) -> tuple[FoundClaim, ...]:
    """Return the claims of one parsed sentence, in the order of their predicates.

    A heading, a question and a sentence that speaks with the reader state nothing.
    """
    doc = sentence.doc
    if doc is None or sentence.block in NOT_PROSE or is_question(sentence) or is_reader_address(sentence):
        return ()
    names = _name_tokens(doc, sentence, around.mentions)
    amounts = frozenset().union(*(_tokens(doc, sentence, q) for q in quantities if is_checkable(q)))
    if is_headline(sentence):
        statements = headline_statements(doc, amounts)
    elif sentence.block is BlockKind.TABLE_ROW:
        statements = row_statements(doc, amounts)
    else:
        counts = frozenset().union(
            *(_tokens(doc, sentence, q) for q in quantities if q.kind is QuantityKind.COUNT and is_checkable(q))
        )
        statements = label_statements(doc, amounts, counts) or find_statements(doc)
    owned = _owned(doc, sentence, statements, quantities, only_near=around.only_checkworthy)
    claims: list[FoundClaim] = []
    for statement, own in zip(statements, owned, strict=True):
        claims += _statement_claims(sentence, doc, statement, own, around=around, names=names)
    return tuple(dict.fromkeys(claims))


def _tokens(doc: Doc, sentence: ParsedSentence, quantity: FoundQuantity) -> frozenset[int]:
    start, end = quantity.char_start - sentence.char_start, quantity.char_end - sentence.char_start
    return frozenset(token.i for token in doc if token.idx < end and start < token.idx + len(token))


def _name_tokens(doc: Doc, sentence: ParsedSentence, mentions: Sequence[FoundMention]) -> frozenset[int]:
    places = [
        (mention.char_start - sentence.char_start, mention.char_end - sentence.char_start)
        for mention in mentions
        if mention.field is sentence.field
        and sentence.char_start < mention.char_end
        and mention.char_start < sentence.char_end
    ]
    return frozenset(token.i for token in doc if any(start <= token.idx < end for start, end in places))


def _owned(
    doc: Doc,
    sentence: ParsedSentence,
    statements: Sequence[Statement],
    quantities: Sequence[FoundQuantity],
    *,
    only_near: bool,
) -> list[list[FoundQuantity]]:
    """Give every quantity to one statement.

    It is the smallest statement that holds all its tokens; an act named by a noun, without an owner and close to its
    verb ("takes a 30% stake"), comes after the verb's. An amount that none holds goes to the nearest predicate,
    with `only_near` only if it stands in brackets behind a word of its statement: "most of them (45%) agree".
    """
    owned: list[list[FoundQuantity]] = [[] for _ in statements]
    for quantity in quantities:
        tokens = _tokens(doc, sentence, quantity)
        holding = [i for i, statement in enumerate(statements) if tokens and tokens <= statement.tokens]
        holding = holding or [i for i, statement in enumerate(statements) if tokens & statement.tokens]
        if holding:
            best = min(holding, key=lambda i: (_is_shallow(doc, statements[i]), len(statements[i].tokens)))
        elif statements and tokens and is_checkable(quantity):
            best = min(range(len(statements)), key=lambda i: abs(statements[i].head - min(tokens)))
            if only_near and not _is_bracketed(doc, min(tokens), statements[best]):
                continue
        else:
            continue
        owned[best].append(quantity)
    return owned


def _is_bracketed(doc: Doc, first: int, statement: Statement) -> bool:
    """Tell whether a bracket opens right before a token, behind a word of the statement."""
    opening = next((token for token in (doc[number] for number in range(first - 1, -1, -1)) if token.text == "("), None)
    return opening is not None and first - opening.i <= _BRACKET_REACH and opening.i - 1 in statement.tokens


def _is_shallow(doc: Doc, statement: Statement) -> bool:
    """Tell whether an ownerless nominal is itself an argument of a verb, which then says more."""
    if statement.subject is not None:
        return False
    token, steps = doc[statement.head], 0
    while token.head.i != token.i and token.pos_ not in {"VERB", "AUX"}:
        token, steps = token.head, steps + 1
    return steps <= _ARGUMENT_STEPS


def _statement_claims(
    sentence: ParsedSentence,
    doc: Doc,
    statement: Statement,
    quantities: list[FoundQuantity],
    *,
    around: Surroundings,
    names: frozenset[int],
) -> list[FoundClaim]:
    """Return the claims of one statement: one for each of its quantities, or one without."""
    attribution = _attribution(sentence, doc, statement, around.attributions)
    if _only_says(sentence, doc, statement, around.attributions) and around.only_checkworthy:
        return []
    if _is_ownerless(statement, quantities) or is_addressed(doc, statement, is_quoted=attribution is not None):
        return []
    subject_name, object_name = _names(sentence, doc, statement, attribution, around)
    if around.only_checkworthy and not is_worth_checking(
        doc,
        statement,
        quantities,
        names=names,
        subject_name=subject_name,
        attribution=attribution,
        announces=is_headline(sentence),
    ):
        return []
    if around.only_checkworthy and not stands_alone(
        doc,
        statement,
        block=sentence.block,
        has_amount=any(map(is_checkable, quantities)),
        announces=sentence.text.rstrip().endswith(":"),
        is_first=around.before.sentence is None and sentence.paragraph == 0,
        names=(subject_name, object_name),
        attribution=attribution,
    ):
        return []
    if around.only_checkworthy and doubt_of(
        doc, statement, has_amount=any(map(is_checkable, quantities)), is_said=attribution is not None
    ):
        return []
    judgement = judge_modality(sentence, doc[_judged(doc, statement)], attribution)
    modality, hedge_cues = judgement.modality, judgement.hedge_cues
    if statement.path is Path.HEADLINE and doc[statement.head].tag_ == "VB" and modality not in _LESS_SURE:
        modality, hedge_cues = Modality.PREDICTED, ("to",)  # "X to buy Y" says what is going to be
    event_time, event_precision = _event_time(quantities)
    return [
        FoundClaim(
            field=sentence.field,
            segment=sentence.segment,
            char_start=sentence.char_start,
            char_end=sentence.char_end,
            subject=statement.subject,
            subject_name=subject_name,
            predicate=statement.predicate,
            object=statement.object,
            object_name=object_name,
            arguments=statement.arguments,
            negated=judgement.negated,
            quantity=group[0] if group else None,
            quantities=group,
            attribution=attribution,
            modality=modality,
            hedge_cues=hedge_cues,
            event_time=event_time,
            event_precision=event_precision,
            extractor=NAME,
            extractor_version=VERSION,
            confidence=confidence_of(doc, statement, subject_name, attribution),
        )
        for group in _groups(sentence, quantities)
    ]


def _judged(doc: Doc, statement: Statement) -> int:
    """Return the token whose modality the statement has: "set to grow, reaching …" is as sure as its main verb."""
    head = doc[statement.head]
    if statement.path is Path.PARTICIPLE and head.dep_ == "advcl" and head.tag_ == "VBG":
        return head.head.i
    return head.i


def _is_ownerless(statement: Statement, quantities: Sequence[FoundQuantity]) -> bool:
    """Tell whether an act named by a noun says too little: nobody who does it or nothing done to, and no amount."""
    has_both = statement.subject is not None and statement.object is not None
    return statement.path is Path.NOMINAL and not has_both and not any(map(is_checkable, quantities))


def _names(
    sentence: ParsedSentence,
    doc: Doc,
    statement: Statement,
    attribution: FoundAttribution | None,
    around: Surroundings,
) -> tuple[str | None, str | None]:
    """Return what subject and object mean, where it is certain.

    In a quotation "I" is its speaker, and any other pronoun is left open: it points out of the quoted words.
    """
    names: list[str | None] = []
    for number in (statement.subject_head, statement.object_head):
        token = doc[number] if number is not None else None
        if token is not None and token.pos_ == "PRON" and attribution is not None and attribution.direct:
            names.append(attribution.speaker_name if token.lower_ in {"i", "me"} else None)
        else:
            names.append(_meaning(token, sentence, attribution, around))
    if names[0] == names[1]:
        names[1] = None
    return names[0], names[1]


def _meaning(
    token: Token | None, sentence: ParsedSentence, attribution: FoundAttribution | None, around: Surroundings
) -> str | None:
    """Return the name of what a phrase means, or of its owner with the rest: "Norvik's revenue" for "its revenue".

    A name of which only a part was found is left as it is written.
    """
    if token is None or (token.pos_ == "PROPN" and is_part_of_name(token, sentence, around.mentions)):
        return None
    if any(child.dep_ == "conj" for child in token.children):
        return None  # several, of which one name would be the first
    name = name_of(token, sentence, around.before, around.mentions)
    owner = next((child for child in token.lefts if child.dep_ == "poss"), None)
    if name is None and owner is None and (attribution is None or not attribution.direct):
        return _part_of(token, sentence, around)
    if name is not None or owner is None or token.pos_ != "NOUN" or (attribution is not None and attribution.direct):
        return name
    if owner.pos_ == "PROPN" or any(child.dep_ == "conj" for child in token.children):
        return None
    of = name_of(owner, sentence, around.before, around.mentions)
    own = [part for part in (owner, *owner.rights) if part.dep_ in {"poss", "case"}]
    rest = render(token.doc, phrase(token) - phrase(owner) - {part.i for part in own})
    return f"{of}'s {rest}" if of and rest else None


def _part_of(token: Token, sentence: ParsedSentence, around: Surroundings) -> str | None:
    """Return a phrase with the owner's name in it: "40 of Norvik's members" for "40 of its members"."""
    wholes = [whole for of in token.children if of.lower_ == "of" for whole in of.children if whole.pos_ == "NOUN"]
    owners = [child for whole in wholes for child in whole.lefts if child.dep_ == "poss" and child.tag_ == "PRP$"]
    name = name_of(owners[0], sentence, around.before, around.mentions) if len(owners) == 1 else None
    if name is None:
        return None
    inside = phrase(token)
    first = render(token.doc, {number for number in inside if number < owners[0].i})
    return f"{first} {name}'s {render(token.doc, {number for number in inside if number > owners[0].i})}"


def _attribution(
    sentence: ParsedSentence, doc: Doc, statement: Statement, attributions: Sequence[FoundAttribution]
) -> FoundAttribution | None:
    """Return the innermost attribution whose content holds the predicate, or whose quotation the object is."""
    place = sentence.char_start + doc[statement.head].idx
    covering = [
        attribution
        for attribution in attributions
        if attribution.field is sentence.field and any(start <= place < end for start, end in attribution.content)
    ]
    if not covering:
        said = _saying(sentence, doc, statement, attributions)
        target = doc[statement.object_head] if statement.object_head is not None else None
        reported = [child for child in doc[statement.head].children if child.dep_ == "ccomp"]
        if target is not None and target.head.i == statement.head and _is_cut_off(target, reported):
            return next(iter(said), None)
        return next((attribution for attribution in said if attribution.direct), None)
    return min(covering, key=lambda attribution: sum(end - start for start, end in attribution.content))


def _only_says(
    sentence: ParsedSentence, doc: Doc, statement: Statement, attributions: Sequence[FoundAttribution]
) -> bool:
    """Tell whether the statement is the act of saying itself, whose content is stated by others: "Bell said …"."""
    said = _saying(sentence, doc, statement, attributions)
    if not said or statement.path in {Path.NOMINAL, Path.APPOSITION, Path.TITLE}:
        return False
    target = doc[statement.object_head] if statement.object_head is not None else None
    if target is None or target.pos_ in {"VERB", "AUX"}:
        return True
    place = sentence.char_start + target.idx
    if target.dep_ == "pobj" and all(attribution.direct for attribution in said):
        return True  # "…," she said in a letter
    if not any(start <= place < end for attribution in said for start, end in attribution.content):
        # "Bell told the court that …"
        reported = [child for child in target.head.children if child.dep_ == "ccomp"]
        return target.head.i == statement.head and bool(reported) and not _is_cut_off(target, reported)
    return False


def _is_cut_off(target: Token, reported: Sequence[Token]) -> bool:
    """Tell whether the object of a saying is the subject of what was said: "said 180 jobs, mainly here, would go"."""
    subjects = {"nsubj", "nsubjpass", "expl", "csubj"}
    return target.dep_ == "dobj" and any(
        target.i < verb.i and not any(child.dep_ in subjects for child in verb.children) for verb in reported
    )


def _saying(
    sentence: ParsedSentence, doc: Doc, statement: Statement, attributions: Sequence[FoundAttribution]
) -> list[FoundAttribution]:
    """Return the attributions whose cue is the statement's own predicate."""
    place = sentence.char_start + doc[statement.head].idx
    return [
        attribution
        for attribution in attributions
        if attribution.cue_start is not None
        and attribution.cue_end is not None
        and attribution.cue_start <= place < attribution.cue_end
    ]


def _groups(sentence: ParsedSentence, quantities: Sequence[FoundQuantity]) -> list[tuple[FoundQuantity, ...]]:
    """Return the quantities of each claim: an amount with its renderings; without amounts one date, or one duration."""
    main = [q for q in quantities if q.kind is QuantityKind.ORDINAL or is_checkable(q)]
    if not main:
        others = [q for q in quantities if q.kind is QuantityKind.DATE]
        others = others or [q for q in quantities if q.kind is QuantityKind.DURATION]
        return [(others[0],)] if others else [()]
    groups: list[list[FoundQuantity]] = []
    for quantity in sorted(main, key=lambda q: q.char_start):
        if groups and _is_rendering(sentence, groups[-1][-1], quantity):
            groups[-1].append(quantity)
        else:
            groups.append([quantity])
    return [tuple(group) for group in groups]


def _is_rendering(sentence: ParsedSentence, first: FoundQuantity, second: FoundQuantity) -> bool:
    """Tell whether the second amount is the first one in another unit: "$29bn (€25bn)"."""
    if first.kind is not second.kind or first.unit == second.unit:
        return False
    between = sentence.text[first.char_end - sentence.char_start : second.char_start - sentence.char_start]
    return _RENDERING.fullmatch(between) is not None


def _event_time(quantities: Sequence[FoundQuantity]) -> tuple[datetime | None, str | None]:
    """Return the date of a statement that has exactly one, in UTC, with its precision."""
    dates = {q.value for q in quantities if q.kind is QuantityKind.DATE and q.value is not None}
    if len(dates) != 1:
        return None, None
    number = int(dates.pop())
    try:
        if number <= _YEAR:
            return datetime(number, 1, 1, tzinfo=UTC), "year"
        if number <= _MONTH:
            return datetime(number // 100, number % 100, 1, tzinfo=UTC), "month"
        if number <= _DAY:
            return datetime(number // 10_000, number // 100 % 100, number % 100, tzinfo=UTC), "day"
    except ValueError:  # a date no calendar has, such as 31 February: the text says it, the time stays open
        return None, None
    return None, None
