"""What the elements of HTML are to us: how they nest, whether they break a line, whether their text is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from claimhouse.records.vocabulary import BlockKind


def _names(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w-]+", text))


VOID = _names(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr command"
)
RAW = _names("script style textarea title xmp iframe noembed noframes")
INLINE = _names(
    "a abbr acronym b bdi bdo big blink cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby"
    " s samp small span strike strong sub sup time tt u var wbr tspan picture slot output meter progress bdo nobr"
    # mathematics and drawings
    " math maction menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mroot mrow ms mspace msqrt"
    " mstyle msub msubsup msup mtable mtd mtext mtr munder munderover semantics annotation annotation-xml"
    " path g use circle rect polygon line ellipse polyline defs lineargradient radialgradient stop clippath symbol"
)
SILENT = _names("area base basefont bgsound col frame img link meta param source track wbr embed")  # break no line
# Inside a sentence, but no part of it: their text is a block of its own and the sentence goes on behind it.
APART = _names(
    "button noscript template select option textarea svg object canvas rp iframe noembed noframes title annotation"
    " annotation-xml desc"
)
BOLD = _names("b strong em i mark")
PICTURES = _names("img svg video audio amp-img amp-ad embed object ins canvas iframe")
NEVER_SHOWN = _names("noscript template head datalist iframe noembed noframes title desc annotation annotation-xml")
ZONES = _names("article main aside nav footer header form figure blockquote table li")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
KINDS = {
    "li": BlockKind.LIST_ITEM,
    "dt": BlockKind.LIST_ITEM,
    "dd": BlockKind.LIST_ITEM,
    "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
    "pre": BlockKind.CODE,
    "listing": BlockKind.CODE,
    "xmp": BlockKind.CODE,
    "plaintext": BlockKind.CODE,
    "tr": BlockKind.TABLE_ROW,
} | dict.fromkeys(HEADINGS, BlockKind.HEADING)
CELLS = _names("td th")
BLOCKS_IN_CELLS = _names("p div table ul ol h1 h2 h3 h4 article section blockquote")
SPEAKING = _names("nav noscript template head datalist")  # tags that say what they hold
IN_FAMILY = _names("li dt dd tr td th p")  # share the number of what holds them

# How elements nest, after "The rules for parsing tokens" of the HTML Standard (13.2.6).
HEAD_ONLY = _names("base basefont bgsound link meta noframes noscript script style template title head")
FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")
SPECIAL = _names(
    "address applet area article aside base basefont bgsound blockquote body br button caption center col colgroup dd"
    " details dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header"
    " hgroup hr html iframe img input keygen li link listing main marquee menu meta nav noembed noframes noscript"
    " object ol p param plaintext pre script search section select source style summary table tbody td template"
    " textarea tfoot th thead title tr track ul wbr xmp foreignobject desc"
)
SCOPES = _names("applet caption html table td th marquee object template noscript foreignobject desc select")
SEALED = _names("template noscript")  # what is inside closes nothing outside, and their end tag always ends them
CLOSING_P = _names(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header hgroup"
    " main menu nav ol p search section summary ul h1 h2 h3 h4 h5 h6 pre listing form table hr xmp plaintext li dd dt"
)
IMPLIED_LIMITS = {
    # start tag: (elements that it ends, what it looks no further than)
    "li": ("li", "listed"),
    "dd": ("dd dt", "listed"),
    "dt": ("dd dt", "listed"),
    "option": ("option", "special"),
    "optgroup": ("option optgroup", "special"),
    "td": ("td th caption", "table"),
    "th": ("td th caption", "table"),
    "tr": ("td th caption tr", "table"),
    "tbody": ("td th caption tr tbody thead tfoot colgroup", "table"),
    "thead": ("td th caption tr tbody thead tfoot colgroup", "table"),
    "tfoot": ("td th caption tr tbody thead tfoot colgroup", "table"),
    "caption": ("td th caption tr tbody thead tfoot colgroup", "table"),
    "colgroup": ("td th caption tr tbody thead tfoot colgroup", "table"),
    "button": ("button", "scope"),
    "rt": ("rt rp", "special"),
    "rp": ("rt rp", "special"),
    "a": ("a", "special"),
    "nobr": ("nobr", "special"),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """What the name of an element says.

    Attributes:
        name: the name in lower case.
        is_void: it has no content and no end tag.
        is_raw: no tags are read in it.
        is_meta: it speaks of the page.
        is_inline: it stands in a line of text and does not break it.
        breaks_line: it is void and ends a line.
        is_apart: it stands in a line, and its text is a block of its own.
        is_bold: its text is emphasised.
        is_picture: it is a picture, a player, a frame or a slot for one.
        is_cell, is_zone, is_in_family: see `CELLS`, `ZONES`, `IN_FAMILY`.
        kind: what a block in it is; None for what is around it.
        level: 1 to 6 of a heading, else 0.
        is_plain: it is inline, holds text, and is not apart.
        is_formatting: its end tag ends it alone, not the blocks inside.
        closes_p: its start tag ends an open paragraph.
        is_special, is_listed, is_scope, is_sealed: how far an end tag inside reaches: not for inline elements, not for
            list items, not for blocks, for nothing at all.
        implied: elements that its start tag ends, and `limit`: the boundary behind which they stay open.
    """

    name: str
    is_void: bool
    is_raw: bool
    is_meta: bool
    is_inline: bool
    breaks_line: bool
    is_apart: bool
    is_bold: bool
    is_picture: bool
    is_cell: bool
    is_zone: bool
    is_in_family: bool
    kind: BlockKind | None
    level: int
    is_plain: bool
    is_formatting: bool
    closes_p: bool
    is_special: bool
    is_listed: bool
    is_scope: bool
    is_sealed: bool
    implied: tuple[str, ...]
    limit: str


@lru_cache(maxsize=1024)
def rule_of(name: str) -> Rule:
    """Return what the name of an element (in lower case) says; unknown names are blocks that nest like inline ones."""
    implied, limit = IMPLIED_LIMITS.get(name, ("", "special"))
    return Rule(
        name=name,
        is_void=name in VOID,
        is_raw=name in RAW,
        is_meta=name in {"meta", "link", "html", "base"},
        is_inline=name in INLINE,
        breaks_line=name in VOID and name not in SILENT,
        is_apart=name in APART,
        is_bold=name in BOLD,
        is_picture=name in PICTURES,
        is_cell=name in CELLS,
        is_zone=name in ZONES,
        is_in_family=name in IN_FAMILY,
        kind=None if name == "tr" else KINDS.get(name),
        level=HEADINGS.get(name, 0),
        is_plain=name in INLINE and not (name in VOID or name in APART),
        is_formatting=name in FORMATTING,
        closes_p=name in CLOSING_P,
        is_special=name in SPECIAL,
        is_listed=name in SPECIAL and name not in {"address", "div", "p", "li", "dt", "dd"},
        is_scope=name in SCOPES,
        is_sealed=name in SEALED,
        implied=tuple(implied.split()),
        limit=limit,
    )
