"""Every setting, as one frozen model per stage; `load` reads TOML over the defaults.

Defaults live here. `config/default.toml` repeats them with comments (a test holds the two together), and any
other file overrides what it names. An unknown table or key is an error that lists what exists.
"""

from claimhouse.settings.complete import Settings, load
from claimhouse.settings.operation import (
    LEAST_WORKER_MEMORY_MIB,
    AlertSettings,
    CatchUp,
    LogFormat,
    MaintenanceSettings,
    RunSettings,
    ServeSettings,
)
from claimhouse.settings.stage import Option, PathText
from claimhouse.settings.stages import (
    CleanSettings,
    ColumnsSettings,
    DedupeSettings,
    ExtractSettings,
    FetchSettings,
    ProfileSettings,
    ResolveSettings,
    SourcesSettings,
)

__all__ = [
    "LEAST_WORKER_MEMORY_MIB",
    "AlertSettings",
    "CatchUp",
    "CleanSettings",
    "ColumnsSettings",
    "DedupeSettings",
    "ExtractSettings",
    "FetchSettings",
    "LogFormat",
    "MaintenanceSettings",
    "Option",
    "PathText",
    "ProfileSettings",
    "ResolveSettings",
    "RunSettings",
    "ServeSettings",
    "Settings",
    "SourcesSettings",
    "load",
]
