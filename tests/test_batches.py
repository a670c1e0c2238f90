"""How the documents of a run are cut into batches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimhouse.pipeline.load import batch_size

# documents, most in a batch, workers: size of a batch
SIZES = (
    (80, 64, 2, 40),
    (300, 64, 2, 50),
    (128, 64, 2, 64),
    (12, 64, 2, 12),
    (1000, 64, 1, 63),
    (5, 2, 1, 2),
    (0, 64, 4, 1),
)


@pytest.mark.parametrize(("documents", "most", "workers", "size"), SIZES)
def test_batches_are_as_even_as_they_can_be(documents: int, most: int, workers: int, size: int) -> None:
    """Two workers get two halves of 80 documents, not 64 and 16; 12 are not worth a second process."""
    assert batch_size(documents, most, workers) == size


@given(st.integers(0, 5000), st.integers(1, 200), st.integers(1, 16))
def test_no_batch_is_larger_than_allowed(documents: int, most: int, workers: int) -> None:
    """Whatever the number of workers."""
    assert 1 <= batch_size(documents, most, workers) <= most
