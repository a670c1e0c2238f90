"""A page's markup as a sequence of block-level stretches of text, in one walk over its tags."""

from __future__ import annotations

from typing import NamedTuple

from claimhouse.clean.candidates import Candidate, Container, Cue
from claimhouse.clean.lexicon import fold
from claimhouse.clean.mapped import BETWEEN, compose
from claimhouse.clean.walk.html_elements import BLOCKS_IN_CELLS, rule_of
from claimhouse.clean.walk.markup import Markup
from claimhouse.clean.walk.nesting import Level, Nesting
from claimhouse.clean.walk.tags import CDATA, CDATA_END, Tag
from claimhouse.clean.walk.tokens import text_places
from claimhouse.records.vocabulary import BlockKind, BlockReason

INHERITED = frozenset({BlockKind.QUOTE, BlockKind.CAPTION, BlockKind.LIST_ITEM})  # a <p> in it is still one
ROW_ENDS = frozenset({"tr", "tbody", "thead", "tfoot"})
MAX_CUES = 32  # innermost containers that say what they hold; no layout nests so many
MAX_INLINE = 64  # open inline elements that an end tag is looked for in
MAX_LINE_CHARS = 300  # of a headline
MAX_LINE_PIECES = 20
MAX_LINE_SOURCE = 2000  # the same in the source, character references and all


class _Context(NamedTuple):
    """What the elements around a block say of it."""

    container: Container | None = None
    conceals: int = 0  # elements around it that hide their text
    cues: tuple[Cue, ...] = ()
    hidden: bool = False
    zones: frozenset[str] = frozenset()
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    parent: int = 0
    ground: str | None = None  # colour of the background, where styles alone have set it


NOTHING = _Context()
ENDED = Tag(rule_of("#ended"))  # in place of an inline element that ended before the blocks in it


class _Block:
    """A block that is being filled."""

    __slots__ = ("bold", "breaks", "level", "linked", "links", "pieces")

    def __init__(self, level: Level[_Context]) -> None:
        self.level = level
        self.pieces: list[tuple[int, int]] = []  # places in the source; BETWEEN is white space between tags
        self.linked = self.links = self.bold = self.breaks = 0


def candidates(markup: Markup, titles: frozenset[str] = frozenset()) -> list[Candidate]:
    """Cut a page into its blocks, in reading order; hidden ones and scraps included.

    Args:
        markup: the page.
        titles: what the page calls its title, folded: a line break behind such a line ends a block.
    """
    walk = _Walk(markup, titles)
    walk.run()
    return walk.out


class _Walk:
    """One walk over the tokens of a page.

    What the elements around a block say is worked out when the block is there: half of all elements hold no text.
    """

    def __init__(self, markup: Markup, titles: frozenset[str]) -> None:
        self.out: list[Candidate] = []
        self._source = markup.source
        self._tokens = markup.tokens
        self._closed_classes = markup.closed_classes
        self._titles = titles
        self._nesting: Nesting[_Context] = Nesting(self._enter, self._leave, self._pass_by)
        self._block = _Block(self._nesting.levels[0])
        self._outer: list[_Block] = []  # blocks in which the block at hand stands, such as a button in a sentence
        self._place = 0  # of the token at hand
        self._inline: list[Tag] = []  # inline elements that are open, those around blocks too
        self._in_link = self._in_bold = 0
        self._images = 0  # since the last block
        self._elements = 0

    def run(self) -> None:
        """Read all tokens."""
        nesting, tokens = self._nesting, self._tokens
        start_element, add, closed_classes = nesting.start, self._add, self._closed_classes
        for number, (tag, text, place) in enumerate(zip(tokens.tags, tokens.texts, tokens.places, strict=True)):
            if tag is None:
                pass
            elif tag.is_end:
                self._end(tag)
            elif tag.is_plain and (not tag.classes or tag.classes not in closed_classes):
                self._start_inline(tag)
            elif tag.raw_chars or tag.rule.is_raw:
                self._add_raw(tag, place)
            else:
                self._place = number
                start_element(tag)
            if text:
                if not text.isspace():
                    add(place, place + len(text))
                elif self._block.pieces:
                    self._block.pieces.append(BETWEEN)
        nesting.close()
        self._flush()

    def _add(self, start: int, end: int) -> None:
        self._nesting.start_text()
        block = self._block
        block.breaks = 0
        block.pieces.append((start, end))
        if self._in_link:
            block.linked += end - start
        if self._in_bold:
            block.bold += end - start

    def _start_inline(self, tag: Tag) -> None:
        """Open an inline element that says nothing of its text; most elements are such, and they are kept apart."""
        self._nesting.start_text()
        if tag.closes_itself and self._nesting.is_foreign():
            return
        if tag.has_link:
            if self._in_link:
                self._end_around("a")
            self._in_link += 1
            self._block.links += 1
        elif tag.rule.is_bold:
            self._in_bold += 1
        self._inline.append(tag)

    def _end(self, tag: Tag) -> None:
        name = tag.rule.name
        if tag.rule.is_inline:
            inline = self._inline
            lowest = max(self._nesting.levels[-1].inline, len(inline) - MAX_INLINE)
            for place in range(len(inline) - 1, lowest - 1, -1):
                if inline[place].rule.name == name:
                    self._end_inline(place)
                    return
        if self._nesting.end(tag):
            return
        if tag.rule.is_formatting:
            self._end_around(name)
        elif name == "p":  # of nothing: it makes an empty paragraph
            self._reopen(self._nesting.levels[-1])
        elif name == "br":
            self._line_break()

    def _end_inline(self, place: int) -> None:
        """Close the inline elements from a place in their stack on."""
        inline = self._inline
        while len(inline) > place:
            tag = inline.pop()
            if tag.has_link:
                self._in_link -= 1
            elif tag.rule.is_bold:
                self._in_bold -= 1

    def _end_around(self, name: str) -> None:
        """End an inline element around blocks that stay open."""
        inline = self._inline
        for place in range(len(inline) - 1, max(-1, len(inline) - 1 - MAX_INLINE), -1):
            if inline[place].rule.name == name:
                if inline[place].has_link:
                    self._in_link -= 1
                elif inline[place].rule.is_bold:
                    self._in_bold -= 1
                inline[place] = ENDED
                return

    def _add_raw(self, tag: Tag, end: int) -> None:
        """Add an element that holds nothing but text, or character data, which is a comment outside of SVG."""
        start = end - tag.raw_chars
        if tag.rule is CDATA:
            if self._nesting.is_foreign():
                self._add(start, end - len(CDATA_END) * tag.closes_itself)
            return
        if start == end:
            self._images += tag.rule.is_picture
            return
        self._nesting.start(tag)
        for piece in text_places(self._source, start, end):
            self._add(*piece)

    def _enter(self, level: Level[_Context]) -> None:
        tag, outer = level.tag, level.outer
        rule = tag.rule
        level.inline = len(self._inline)
        self._elements += 1
        level.number = self._elements
        if rule.is_picture:
            self._images += 1
        if rule.is_inline:
            level.is_apart = rule.is_apart
            if outer is not None:
                level.in_row = outer.in_row
                if tag.mark is not None or tag.classes in self._closed_classes:
                    level.is_apart |= self._context(level).conceals > self._context(outer).conceals
        elif rule.is_apart:
            level.is_apart = True
        elif rule.is_cell and outer is not None and outer.in_row:
            level.in_row = True
            self._add_blank()
        else:
            level.in_row = rule.name == "tr" and self._is_row()
            self._reopen(level)
        if level.is_apart:
            self._outer.append(self._block)
            self._block = _Block(level)
        if tag.has_link:
            self._in_link += 1
            self._block.links += 1
        elif rule.is_bold:
            self._in_bold += 1

    def _leave(self, level: Level[_Context]) -> None:
        tag = level.tag
        rule = tag.rule
        if level.is_open and len(self._inline) > level.inline:
            self._end_inline(level.inline)
        if tag.has_link:
            self._in_link -= 1
        elif rule.is_bold:
            self._in_bold -= 1
        if level.is_apart:
            self._flush()
            self._block = self._outer.pop()
        elif rule.is_inline:
            return
        elif rule.is_cell and level.in_row:
            self._add_blank()
        elif self._nesting.levels:
            self._reopen(self._nesting.levels[-1])

    def _pass_by(self, tag: Tag) -> None:
        rule = tag.rule
        if rule.is_picture:
            self._images += 1
        elif rule.name == "br":
            self._line_break()
        elif rule.breaks_line:
            self._reopen(self._nesting.levels[-1])

    def _add_blank(self) -> None:
        if self._block.pieces:
            self._block.pieces.append(BETWEEN)

    def _line_break(self) -> None:
        block = self._block
        if not block.pieces:
            return
        block.breaks += 1
        ends = block.breaks > 1 or (bool(self._titles) and self._is_title(block))
        if ends and not self._outer and self._context(block.level).kind is not BlockKind.CODE:
            self._reopen(block.level)
        else:
            block.pieces.append(BETWEEN)

    def _is_title(self, block: _Block) -> bool:
        """Whether a block so far is what the page calls its title."""
        if len(block.pieces) > MAX_LINE_PIECES or block.pieces[-1][1] - block.pieces[0][0] > MAX_LINE_SOURCE:
            return False
        text = compose(self._source, block.pieces).text
        return 0 < len(text) <= MAX_LINE_CHARS and fold(text) in self._titles

    def _reopen(self, level: Level[_Context]) -> None:
        block = self._block
        if block.pieces:
            self._flush()
        block.level = level
        block.linked = block.links = block.bold = block.breaks = 0

    def _flush(self) -> None:
        """Make a candidate of what the block holds, and empty it."""
        block = self._block
        if not block.pieces:
            return
        context = self._context(block.level)
        body = compose(self._source, block.pieces, preserve=context.kind is BlockKind.CODE)
        size = len(body.text)
        if size:
            self.out.append(
                Candidate(
                    kind=context.kind,
                    body=body,
                    cues=context.cues,
                    hidden=context.hidden,
                    link_share=min(1.0, block.linked / size),
                    links=block.links,
                    zones=context.zones,
                    level=context.level,
                    parent=context.parent,
                    container=context.container,
                    bold=min(1.0, block.bold / size),
                    images=self._images,
                )
            )
            self._images = 0
        block.pieces = []
        block.linked = block.links = block.bold = block.breaks = 0

    def _context(self, level: Level[_Context]) -> _Context:
        """Return what an element and those around it say of a block in it."""
        context = level.state
        if context is not None:
            return context
        missing = []
        found: Level[_Context] | None = level
        while found is not None and found.state is None:
            missing.append(found)
            found = found.outer
        context = NOTHING if found is None or found.state is None else found.state
        for below in reversed(missing):
            context = below.state = self._inner(below, context)
        return context

    def _inner(self, level: Level[_Context], outer: _Context) -> _Context:
        """Add to a context what an element in it says."""
        tag = level.tag
        rule = tag.rule
        cues, hidden, conceals, ground = outer.cues, outer.hidden, outer.conceals, outer.ground
        if tag.mark is not None or tag.classes in self._closed_classes:
            cues, hidden, conceals, ground = self._marked(tag, level.number, outer)
        elif not level.is_open or (rule.is_inline and not tag.classes):
            return outer
        elif tag.classes:
            ground = None
        if rule.is_inline:
            return outer._replace(cues=cues, hidden=hidden, conceals=conceals, ground=ground)
        name = rule.name
        kind = BlockKind.TABLE_ROW if level.in_row else rule.kind
        if kind is None:
            kind = outer.kind if outer.kind in INHERITED else BlockKind.PARAGRAPH
        return _Context(
            Container(name, tag.classes, tag.name, level.number, outer.container),
            conceals,
            cues,
            hidden,
            outer.zones | {name} if rule.is_zone else outer.zones,
            kind,
            rule.level,
            outer.parent if rule.is_in_family else level.number,
            ground,
        )

    def _marked(self, tag: Tag, number: int, outer: _Context) -> tuple[tuple[Cue, ...], bool, int, str | None]:
        """Return cues, whether hidden, how often concealed and the background, as the attributes of an element say."""
        cues, hidden, ground = outer.cues, outer.hidden, None if tag.classes or tag.name else outer.ground
        closed = tag.classes in self._closed_classes
        reason = None
        if tag.mark is not None:
            reason, closed = tag.mark.reason, closed or tag.mark.closed
            ground = tag.mark.ground or ground
            hidden = hidden or tag.mark.hidden or (tag.mark.ink is not None and tag.mark.ink == ground)
        if reason is not None:
            cues = (*cues[1 - MAX_CUES :], Cue(number, reason))
        if closed:
            cues = (*cues[1 - MAX_CUES :], Cue(number, BlockReason.HIDDEN))
        conceals = outer.conceals + (closed or reason is BlockReason.HIDDEN or hidden != outer.hidden)
        return cues, hidden, conceals, ground

    def _is_row(self) -> bool:
        """Whether the table row that begins here is one line of cells: no block stands in it before it ends."""
        tags = self._tokens.tags
        for number in range(self._place + 1, len(tags)):
            tag = tags[number]
            if tag is None:
                continue
            name = tag.rule.name
            if name in ROW_ENDS or (tag.is_end and name == "table"):
                return True
            if not tag.is_end and name in BLOCKS_IN_CELLS:
                return False
        return True
