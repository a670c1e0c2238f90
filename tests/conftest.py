"""What every test may ask for: the project's folder, and settings of Hypothesis that can be replayed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# Examples are derived from the test, not drawn: a failure in CI is the same failure here.
settings.register_profile("replayable", derandomize=True, deadline=None)
settings.load_profile("replayable")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return Path(__file__).parent.parent
