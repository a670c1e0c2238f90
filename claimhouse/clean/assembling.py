"""Judged candidates become the blocks and the text of a cleaned page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from claimhouse.clean.candidates import Candidate, Verdict
from claimhouse.clean.mapped import ByteMap, MappedText
from claimhouse.clean.plain.repairs import repaired
from claimhouse.clean.profiles import recurrence_key
from claimhouse.records.found import CleanBlock
from claimhouse.records.vocabulary import KEPT_REASONS, BlockKind, BlockReason

INLINE_SCORE = 0.9  # of what is cut out of a kept block


class Assembly:
    """Blocks in reading order and the text that the kept ones make.

    Args:
        starts: byte offset of each source character (`Decoded.starts`).
        marked_up: the source is plain text, where signs of a markup language may stand.
    """

    def __init__(self, starts: npt.NDArray[np.int64], *, marked_up: bool) -> None:
        self._bytes = ByteMap(starts)
        self._marked_up = marked_up
        self._texts: list[str] = []
        self._length = 0
        self.blocks: list[CleanBlock] = []

    def add(self, candidates: Sequence[Candidate], verdicts: Sequence[Verdict]) -> None:
        """Add candidates with what was decided of them.

        A block that only the profile of its host drops is repaired like a kept one: what profiles are learned from
        must not depend on the profile.
        """
        for candidate, verdict in zip(candidates, verdicts, strict=True):
            kind = verdict.kind or candidate.kind
            key = recurrence_key(candidate)
            cut: list[tuple[MappedText, BlockReason]] = []
            body, kept = candidate.body, verdict.kept
            if (verdict.page_reason or verdict.reason) in KEPT_REASONS and kind is not BlockKind.CODE:
                body, cut = repaired(candidate.body, marked_up=self._marked_up)
            if kept and body.text:
                self._keep(body, verdict, kind, candidate.path, key)
            elif not kept and body.text:
                self._drop(body, verdict, kind, candidate.path, key)
            for piece, reason in cut:
                self._drop(piece, Verdict(reason, INLINE_SCORE, segment=verdict.segment), kind, candidate.path, None)

    @property
    def text(self) -> str:
        """The kept blocks joined by newlines."""
        return "\n".join(self._texts)

    def _keep(self, body: MappedText, verdict: Verdict, kind: BlockKind, path: str | None, key: int) -> None:
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
                offsets=self._bytes.offsets(body.runs, start),
                path=path,
                recurrence_key=key,
            )
        )

    def _drop(self, body: MappedText, verdict: Verdict, kind: BlockKind, path: str | None, key: int | None) -> None:
        self.blocks.append(
            CleanBlock(
                position=len(self.blocks),
                segment=verdict.segment,
                kind=kind,
                kept=False,
                reason=verdict.reason,
                score=verdict.score,
                text=body.text,
                char_start=None,
                char_end=None,
                offsets=self._bytes.offsets(body.runs),
                path=path,
                page_reason=verdict.page_reason,
                recurrence_key=key,
            )
        )
