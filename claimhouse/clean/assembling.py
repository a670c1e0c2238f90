"""Judged candidates become the blocks and the text of a cleaned page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from claimhouse.clean.candidates import Candidate, Verdict
from claimhouse.clean.mapped import MappedText, to_offsets
from claimhouse.clean.repairs import repaired
from claimhouse.records.found import CleanBlock
from claimhouse.records.vocabulary import BlockKind, BlockReason

INLINE_SCORE = 0.9  # of what is cut out of a kept block


class Assembly:
    """Blocks in reading order and the text that the kept ones make.

    Args:
        starts: byte offset of each source character (`Decoded.starts`).
        marked_up: the source is plain text, where signs of a markup language may stand.
    """

    def __init__(self, starts: npt.NDArray[np.int64], *, marked_up: bool) -> None:
        self._starts = starts
        self._marked_up = marked_up
        self._texts: list[str] = []
        self._length = 0
        self.blocks: list[CleanBlock] = []

    def add(self, candidates: Sequence[Candidate], verdicts: Sequence[Verdict]) -> None:
        """Add candidates with what was decided of them."""
        for candidate, verdict in zip(candidates, verdicts, strict=True):
            kind = verdict.kind or candidate.kind
            cut: list[tuple[MappedText, BlockReason]] = []
            body, kept = candidate.body, verdict.kept
            if kept and kind is not BlockKind.CODE:
                body, cut = repaired(candidate.body, marked_up=self._marked_up)
            if kept and body.text:
                self._keep(body, verdict, kind, candidate.path)
            elif not kept:
                self._drop(body, verdict.reason, verdict.score, verdict.segment, kind, candidate.path)
            for piece, reason in cut:
                self._drop(piece, reason, INLINE_SCORE, verdict.segment, kind, candidate.path)

    @property
    def text(self) -> str:
        """The kept blocks joined by newlines."""
        return "\n".join(self._texts)

    def _keep(self, body: MappedText, verdict: Verdict, kind: BlockKind, path: str | None) -> None:
        start = self._length + (1 if self._texts else 0)
        self._texts.append(body.text)
        self._length = start + len(body.text)
        self.blocks.append(
            CleanBlock(
                position=len(self.blocks),
                segment=verdict.segment,
                kind=kind,
                kept=True,
                reason=verdict.reason,
                score=verdict.score,
                text=body.text,
                char_start=start,
                char_end=self._length,
                offsets=to_offsets(body.runs, self._starts, start),
                path=path,
            )
        )

    def _drop(
        self, body: MappedText, reason: BlockReason, score: float, segment: int, kind: BlockKind, path: str | None
    ) -> None:
        self.blocks.append(
            CleanBlock(
                position=len(self.blocks),
                segment=segment,
                kind=kind,
                kept=False,
                reason=reason,
                score=score,
                text=body.text,
                char_start=None,
                char_end=None,
                offsets=to_offsets(body.runs, self._starts),
                path=path,
            )
        )
