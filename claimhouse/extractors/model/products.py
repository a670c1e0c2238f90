"""Matrix products on one core by numpy's library, which takes half as long as spaCy's own (blis).

Left alone it starts a thread on every core, in every worker; so it is held to one for each product, and gets its
threads back after it: other users of numpy in the process see no difference.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from thinc.api import Model, NumpyOps

_PREFIXES = ("scipy_openblas_", "openblas_")
_SUFFIXES = ("64_", "")


@cache
def _threads() -> tuple[Callable[[], int], Callable[[int], None]] | None:
    """Return what tells and what sets the threads of numpy's products, null where another library makes them."""
    library = ctypes.CDLL(np._core._multiarray_umath.__file__)  # type: ignore[attr-defined]  # noqa: SLF001 - what it is linked with is found through it
    for prefix in _PREFIXES:
        for suffix in _SUFFIXES:
            try:
                tell = getattr(library, f"{prefix}get_num_threads{suffix}")
                hold = getattr(library, f"{prefix}set_num_threads{suffix}")
            except AttributeError:
                continue
            tell.restype, hold.restype, hold.argtypes = ctypes.c_int, None, [ctypes.c_int]
            return tell, hold
    return None


class OneCore(NumpyOps):  # type: ignore[misc] # spaCy's operations have no types
    """spaCy's operations on a processor, the matrix product on one core by numpy's library."""

    def gemm(
        self,
        x: Any,  # noqa: ANN401 - matrices, as everywhere in spaCy's operations
        y: Any,  # noqa: ANN401
        out: Any = None,  # noqa: ANN401
        trans1: bool = False,  # noqa: FBT001, FBT002 - spaCy's interface
        trans2: bool = False,  # noqa: FBT001, FBT002
    ) -> Any:  # noqa: ANN401
        """Return the product of two matrices, either of them turned, in `out` where it is given."""
        threads = _threads()
        if threads is None:
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        tell, hold = threads
        before = tell()
        hold(1)
        try:
            return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)
        finally:
            hold(before)


def use_one_core(model: Model[Any, Any]) -> None:
    """Let a network make its matrix products on one core by numpy's library; one for a graphics card stays."""
    for node in model.walk():
        if type(node.ops) is NumpyOps:
            node.ops = OneCore()
