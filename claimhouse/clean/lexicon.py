"""The word lists of cleaning, read once from the package's data and compiled."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache, lru_cache
from importlib import resources

from claimhouse.clean.first_letters import first_letters
from claimhouse.records.vocabulary import BlockReason

CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
NOT_WORD = re.compile(r"[^a-z0-9]+")
QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00b4": "'", "`": "'"})
# Signs that a line may begin and end with, beside letters and digits; others (bullets, arrows, bars) are decoration.
OPENING = frozenset("_©#@(\"'¿¡")
CLOSING = frozenset("_)\"'!?.:…")


# Names that say how a container is, not what: "has-comments", "tag-economy" (WordPress: the tags of the article).
STATES = (
    "has ",
    "no ",
    "with ",
    "without ",
    "is ",
    "hide ",
    "show ",
    "not ",
    "tag ",
    "category ",
    "js ",
    "format ",
    "status ",
)
# Words of layout that may follow the word that counts: "newsletter-form__wrapper".
BUILDING_WORDS = (
    "wrapper|wrap|container|inner|outer|box|block|section|list|item|items|content|area|widget|module|text|title|heading"
    "|header|body|row|col|group|links?|button|btn|form|component|unit|panel|card|holder|dialog|modal|popup|overlay|banner|notice|bar|prompt|root|main|left|right|top|bottom|\\d+"
)
MAX_FURNITURE_CHARS = 300  # longer lines are prose: no pattern is looked for in them
NOTHING = r"(?!)"  # a pattern that no line matches
MAX_NAME_CHARS = 60  # longer class names are generated: words in them mean nothing


@cache
def _table(name: str) -> dict[str, dict[str, list[str]]]:
    text = (resources.files("claimhouse.clean") / "data" / name).read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _containers() -> tuple[dict[str, BlockReason], dict[str, BlockReason]]:
    """What tags and what roles say of a container."""
    table = _table("containers.toml")
    tags = {tag: BlockReason(str(reason)) for tag, reason in table["tags"].items()}
    roles = {role: BlockReason(str(reason)) for role, reason in table["roles"].items()}
    return tags, roles


@cache
def _container_words() -> tuple[tuple[str, str, frozenset[str] | None], ...]:
    """The patterns of words that say what a container holds, with their reasons and the letters they can begin with."""
    words = _table("containers.toml")["words"]
    return tuple((reason, pattern, first_letters(pattern)) for reason, found in words.items() for pattern in found)


@cache
def _container_pattern(letter: str) -> re.Pattern[str] | None:
    """The patterns of container words that can begin with a letter as one, their order kept; None where none can."""
    chosen: defaultdict[str, list[str]] = defaultdict(list)
    for reason, pattern, letters in _container_words():
        if letters is None or letter in letters:
            chosen[reason].append(pattern)
    words = "|".join(f"(?P<{reason}>{'|'.join(patterns)})" for reason, patterns in chosen.items())
    return re.compile(rf"(?:{words})(?: (?:{BUILDING_WORDS}))*$") if words else None


@lru_cache(maxsize=16_384)
def container_reason(tag: str, names: str, roles: str) -> BlockReason | None:
    """Say what a container holds, by its tag, its classes and id, and its roles; None where they say nothing.

    >>> container_reason("div", "relatedArticles__list", ""), container_reason("p", "text", "")
    (<BlockReason.RELATED: 'related'>, None)
    """
    tags, by_role = _containers()
    if names or roles:
        for name in f"{names} {roles}".split():
            reason = _name_reason(name)
            if reason is not None:
                return reason
    for role in roles.split():
        if role in by_role:
            return by_role[role]
    return tags.get(tag)


@lru_cache(maxsize=16_384)
def _name_reason(name: str) -> BlockReason | None:
    words = NOT_WORD.sub(" ", CAMEL.sub(" ", name).lower()).strip()
    if len(words) > MAX_NAME_CHARS or words.startswith(STATES):
        return None
    place = 0
    for word in words.split(" "):  # a pattern begins where a word does
        pattern = _container_pattern(word[:1])
        found = None if pattern is None else pattern.match(words, place)
        if found and found.lastgroup:
            return BlockReason(found.lastgroup)
        place += len(word) + 1
    return None


@cache
def _patterns(form: str) -> tuple[tuple[BlockReason, re.Pattern[str]], ...]:
    return tuple(
        (BlockReason(reason), re.compile("|".join(f"(?:{pattern})" for pattern in patterns)))
        for reason, patterns in _table("phrases.toml")[form].items()
    )


@cache
def _listed_letters(form: str) -> frozenset[str]:
    """The first letters that patterns of a form name; few patterns can begin with any other."""
    return frozenset().union(*(letters for _, _, letters in _first_letters(form) if letters is not None))


@cache
def _first_letters(form: str) -> tuple[tuple[str, str, frozenset[str] | None], ...]:
    """All patterns of a form, each with its reason and the letters that it can begin with."""
    table = _table("phrases.toml")[form]
    return tuple(
        (reason, pattern, first_letters(pattern)) for reason, patterns in table.items() for pattern in patterns
    )


@cache
def _one_pattern(form: str, letter: str | None) -> re.Pattern[str]:
    """The patterns of a form as one, their order kept; the group that matched is named for the reason.

    Args:
        form: a table of the phrase lists.
        letter: only patterns that can begin with it, and with "" those that can begin with any; None for all.
    """
    chosen: defaultdict[str, list[str]] = defaultdict(list)
    for reason, pattern, letters in _first_letters(form):
        if letter is None or letters is None or letter in letters:
            chosen[reason].append(pattern)
    return re.compile("|".join(f"(?P<{reason}>{'|'.join(patterns)})" for reason, patterns in chosen.items()) or NOTHING)


def _patterns_for(form: str, folded: str) -> re.Pattern[str]:
    """Return what a folded line has to be held against: all patterns of the form that its first letter can begin."""
    if not folded:
        return _one_pattern(form, None)
    return _one_pattern(form, folded[0] if folded[0] in _listed_letters(form) else "")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return a line as the phrase lists see it: lower case, straight quotes, no bullets or signs at its ends.

    >>> fold("  » Read ALSO:  ")
    'read also:'
    """
    lowered = text.lower() if text.isascii() else text.translate(QUOTES).lower()
    line = " ".join(lowered.split())
    first, last = 0, len(line)
    while first < last and not (line[first].isalnum() or line[first] in OPENING):
        first += 1
    while last > first and not (line[last - 1].isalnum() or line[last - 1] in CLOSING):
        last -= 1
    return line[first:last]


@lru_cache(maxsize=8192)
def line_reason(folded: str) -> BlockReason | None:
    """Return what a whole folded line is, if it is furniture by its words alone."""
    if len(folded) > MAX_FURNITURE_CHARS:
        return None
    found = _patterns_for("line", folded).fullmatch(folded)
    if found is None and len(folded) <= max_line_chars():
        found = _patterns_for("start", folded).match(folded)
    return BlockReason(found.lastgroup) if found and found.lastgroup else None


def sentence_patterns() -> tuple[tuple[BlockReason, re.Pattern[str]], ...]:
    """Patterns of sentences that are furniture inside a paragraph, over text in lower case with straight quotes."""
    return _patterns("sentence")


@cache
def max_line_chars() -> int:
    """Longest line that is judged by how it begins."""
    return int(str(_table("phrases.toml")["limits"]["max_chars"]))


@cache
def months() -> dict[str, int]:
    """Names of months to their numbers."""
    return {name: int(number) for number, names in _table("languages.toml")["months"].items() for name in names}


@cache
def dateline_labels() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words beside a date of publication, and beside a date of change, over text in lower case."""
    table = _table("languages.toml")["dateline_labels"]
    published, modified = ("|".join(map(re.escape, table[role])) for role in ("published", "modified"))
    # "更新日" goes on behind the word, "stands" is another one than "Stand"
    return re.compile(rf"(?<!\w)(?:{published})(?![a-zäöü])"), re.compile(rf"(?<!\w)(?:{modified})(?![a-zäöü])")


@cache
def agencies() -> frozenset[str]:
    """Names of news agencies, in lower case."""
    return frozenset(name.lower() for name in _table("languages.toml")["agencies"]["names"])


@cache
def not_persons() -> frozenset[str]:
    """Words that no person's name contains, in lower case."""
    return frozenset(_table("languages.toml")["not_persons"]["words"])


@cache
def stopwords() -> dict[str, frozenset[str]]:
    """Frequent small words by language."""
    return {language: frozenset(words) for language, words in _table("languages.toml")["stopwords"].items()}


@cache
def rejection_phrases(kind: str) -> tuple[str, ...]:
    """What pages of a kind say that are no articles, folded, in all languages."""
    return tuple({phrase: None for phrases in _table("rejections.toml")[kind].values() for phrase in phrases})
