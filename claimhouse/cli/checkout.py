"""The flows of a checkout, which an installed wheel does not have."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType


def flows_module(name: str) -> ModuleType | None:
    """Import a module of the flows; null with a word on standard error where it, or what it needs, is not there."""
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "flows" / "pipeline.py").exists():
        if str(checkout) not in sys.path:
            sys.path.insert(0, str(checkout))
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError as error:
            missing = error.name
    else:
        missing = "flows"
    print(f"claimhouse: no orchestrator here ({missing} is missing)", file=sys.stderr)
    return None
