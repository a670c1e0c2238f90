"""Where numbers stand in a text and what they are worth, before anything is known about their unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from claimhouse.extractors.quantity.tables import tables
from claimhouse.extractors.quantity.taken import Taken

_FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": str(Decimal(1) / 3), "⅔": str(Decimal(2) / 3)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number in the text; `text[start:end]` takes in its sign, currency sign and magnitude.

    Attributes:
        core: the number as written, without its magnitude ("12.6" of "$12.6bn").
        magnitude: what multiplies it; 1 if nothing is written.
        currency: ISO 4217 code of a sign or code before the number.
        words: written in words.
        open: a lower limit only ("thousands of").
    """

    start: int
    end: int
    core: Decimal
    magnitude: Decimal
    currency: str | None = None
    words: bool = False
    open: bool = False
    written: str = ""

    @property
    def value(self) -> Decimal:
        """The number times its magnitude."""
        return self.core * self.magnitude


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _digits() -> re.Pattern[str]:
    table = tables()
    letters = _alternatives([*table.dollars, "U.S."])
    spaced_letters = _alternatives(["C", "U.S.", *(word for word in table.dollars if len(word) > 1)])  # "A $5 fine"
    signs = _alternatives(list(table.signs))
    folded = "|".join(rf"{word}=?" for word in table.folded)
    codes = _alternatives(list(table.codes))
    magnitudes = _alternatives([word for word in table.magnitudes if word != "dozen"])
    attached = _alternatives(list(table.abbreviations))
    spaced = _alternatives([word for word in table.abbreviations if len(word) > 1])
    return re.compile(
        rf"""
        (?P<debit>(?:(?<=[\s(])|^)[-\u2212–](?=[$€£]))?
        (?P<currency>
            (?<![A-Za-z])(?:(?:{letters})|(?:{spaced_letters}|us|c|hk|nz|au|cad|ca|mex|Mex|Can|Cdn)\ ?)\$\ ?
          | \$\ ?(?:{letters})\ ?(?=[\d.])
          | (?<![\w-])(?:{folded})(?=\d+(?:,\d{{3}}|\.\d|m\b|bn\b|k\b|\ (?i:million|billion)))
          | (?<![\w-])(?i:dollars?|rupees?)\ (?=\d+(?:,\d{{3}}|\.\d|\ (?i:{magnitudes})))
          | (?<![A-Za-z])(?:{signs})\ ?=?\ ?
          | (?<![A-Za-z])[MK]?(?:{codes})\ ?\$?\ ?
        )?
        (?P<sign>(?:(?<=[\s($€£])|^)[-\u2212–](?=[\d.$€£])|(?<![A-Za-z])(?<!plus\ or\ )minus[\ -])?
        (?(currency)|(?<![A-Za-z0-9_])(?<!\d[.,:/]))
        (?P<number>\d{{1,3}}(?:,\d{{2,3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+)
        (?P<fraction>\ ?[½¼¾⅓⅔]|\ 1/[234](?!\d))?
        (?P<exponent>\ ?[\u00d7x]\ ?10\^?(?P<power>[-\u2212]?\d{{1,2}})(?!\d))?
        (?P<magnitude>
            (?:[\ -](?:(?i:{magnitudes})|{spaced})\b)+
          | (?:{attached}|(?i:{magnitudes}))(?![A-Za-z0-9/²³])
          | \ [BM](?=\ [a-z])
        )?
        """,
        re.VERBOSE,
    )


@cache
def _words() -> re.Pattern[str]:
    table = tables()
    small = _alternatives([*table.ones, *table.tens])
    large = _alternatives(list(table.magnitudes))
    vague = _alternatives(list(table.vague))
    # "and" joins only behind a magnitude, and not to a number with a magnitude of its own
    joining = (
        rf"and\ (?=(?:{small})\b(?!\ (?:million|billion|trillion)))(?<=(?:hundred|housand|million|billion)\ and\ )"
    )
    return re.compile(
        rf"""
        (?<![\w-])(?P<sign>(?<!plus\ or\ )minus\ )?(?:
            (?P<part>half|(?:a[ ])?quarter|three[ -]quarters)(?:\ of)?\ (?:an?\ )?(?P<of>{large})
          | (?P<run>
                (?:(?:an?\ )?(?:{large})|(?:{small}))\b
                (?:[\ -](?:{joining})?(?:{small}|{large})\b)*
                (?P<half>\ and\ a\ (?:half|quarter)(?:\ (?:{large}))?)?
            )
          | (?P<vague>(?:(?:tens|hundreds|dozens)\ of\ )?(?:{vague}))
          | (?:several|a\ few)\ (?P<several>{large})
        )(?![\w’])(?!'[a-z])
        """,
        re.VERBOSE | re.IGNORECASE,
    )


_DIGIT = re.compile(r"\d")
_PLAIN_WORD = re.compile(r"[a-z]+")


@cache
def number_words() -> frozenset[str]:
    """Return every word that can begin or end a number in words."""
    table = tables()
    return frozenset({"half", "quarter", *table.ones, *table.tens, *table.magnitudes, *table.vague})


def words_in(text: str) -> set[str]:
    """Return the lower-case words of a text; far quicker than a search for any of many words."""
    return set(_PLAIN_WORD.findall(text.lower()))


def spoken_value(phrase: str) -> Decimal:
    """Return the value of number words: units add up, magnitudes multiply what stands before them.

    >>> spoken_value("two hundred and five thousand"), spoken_value("a dozen")
    (Decimal('205000'), Decimal('12'))
    """
    table = tables()
    total, group = Decimal(0), Decimal(0)
    for word in re.split(r"[\s-]+", phrase.lower()):
        if word in table.ones:
            group += table.ones[word]
        elif word in table.tens:
            group += table.tens[word]
        elif word in {"hundred", "dozen"}:
            group = (group or Decimal(1)) * table.magnitudes[word]
        elif word in table.magnitudes:
            total += (group or Decimal(1)) * table.magnitudes[word]
            group = Decimal(0)
    return total + group


def currency_code(prefix: str) -> str | None:
    """Return the ISO 4217 code of what stands before a number: a sign, a code or letters with "$"."""
    table = tables()
    written = prefix.strip(" =")
    if written in table.signs:
        return table.signs[written]
    if written in table.folded:
        return table.folded[written]
    if written.lower() in table.currencies:
        return table.currencies[written.lower()].code
    letters = written.replace("$", "").replace(".", "").strip().upper()
    if "$" in written and letters in table.dollars:
        return table.dollars[letters]
    return table.codes.get(letters) or table.codes.get(letters[1:])


def _magnitude(text: str) -> Decimal:
    table = tables()
    product = Decimal(1)
    for word in re.split(r"[\s-]+", text.strip(" -")):
        product *= table.magnitudes.get(word.lower()) or table.abbreviations.get(word) or Decimal(1)
    return product


def _from_digits(match: re.Match[str]) -> Number:
    core = Decimal(match["number"].replace(",", ""))
    if match["fraction"]:
        part = match["fraction"].strip()
        core += Decimal(_FRACTIONS[part]) if part in _FRACTIONS else Decimal(1) / int(part[2:])
    if match["exponent"]:
        core = core.scaleb(int(match["power"].replace("\u2212", "-")))
    if match["sign"] or match["debit"]:
        core = -core
    magnitude = _magnitude(match["magnitude"]) if match["magnitude"] else Decimal(1)
    currency = match["currency"]
    if currency and (prefix := re.match(r"([MK])([A-Z]{3})", currency)) and prefix[2] in tables().codes:
        magnitude *= tables().abbreviations[prefix[1]]
    return Number(
        start=match.start(),
        end=match.end(),
        core=core,
        magnitude=magnitude,
        currency=currency_code(currency) if currency else None,
        written=match["number"],
    )


def _from_words(match: re.Match[str]) -> Number:
    table = tables()
    core, magnitude, is_open = Decimal(1), Decimal(1), False
    if match["part"]:
        part = match["part"].lower()
        core = Decimal("0.5") if part == "half" else Decimal("0.25") if "three" not in part else Decimal("0.75")
        magnitude = table.magnitudes[match["of"].lower()]
    elif match["vague"]:
        for word in match["vague"].lower().split():
            core *= {"tens": 10}.get(word, table.vague.get(word, 1))
        is_open = True
    elif match["several"]:
        magnitude, is_open = table.magnitudes[match["several"].lower()], True
    else:
        run, half = match["run"].lower(), (match["half"] or "").lower()
        words = run.removesuffix(half).split()
        last = table.magnitudes.get(words[-1])
        if last and last > Decimal(100):
            magnitude = last
        if half:
            tail = table.magnitudes.get(half.split()[-1])
            magnitude = tail or magnitude
            core = spoken_value(" ".join(words)) / (Decimal(1) if tail else magnitude)
            core += Decimal("0.25") if "quarter" in half else Decimal("0.5")
        else:
            core = spoken_value(" ".join(words)) / magnitude
    return Number(
        start=match.start(),
        end=match.end(),
        core=-core if match["sign"] else core,
        magnitude=magnitude,
        words=True,
        open=is_open,
        written=match[0],
    )


def find_numbers(text: str) -> list[Number]:
    """Return the numbers of the text in order, digits and words; units and names are not looked at."""
    return sorted(_numbers(text), key=lambda number: number.start)


def _numbers(text: str) -> Iterator[Number]:
    taken = Taken(len(text))
    if _DIGIT.search(text):
        for match in _digits().finditer(text):
            taken.add(*match.span())
            yield _from_digits(match)
    if not number_words().isdisjoint(words_in(text)):
        for match in _words().finditer(text):
            if taken.is_free(*match.span()):
                yield _from_words(match)
