"""All settings of a run as one model, and reading them from TOML."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from claimhouse.errors import SettingsError
from claimhouse.settings.operation import AlertSettings, MaintenanceSettings, RunSettings, ServeSettings
from claimhouse.settings.stage import PathText, Stage
from claimhouse.settings.stages import (
    CleanSettings,
    DedupeSettings,
    ExtractSettings,
    FetchSettings,
    ProfileSettings,
    ResolveSettings,
    SourcesSettings,
)


class Settings(Stage):
    """The complete settings of a run.

    Attributes:
        database: the writer's DuckDB file; raw bytes, staging and snapshots stand beside it.
        default_sources: sources that `claimhouse run` takes when none is named.
    """

    database: PathText = Field(default="var/claimhouse.duckdb", min_length=1)
    default_sources: tuple[PathText, ...] = ()
    sources: SourcesSettings = SourcesSettings()
    fetch: FetchSettings = FetchSettings()
    clean: CleanSettings = CleanSettings()
    profile: ProfileSettings = ProfileSettings()
    dedupe: DedupeSettings = DedupeSettings()
    extract: ExtractSettings = ExtractSettings()
    resolve: ResolveSettings = ResolveSettings()
    run: RunSettings = RunSettings()
    alerts: AlertSettings = AlertSettings()
    maintenance: MaintenanceSettings = MaintenanceSettings()
    serve: ServeSettings = ServeSettings()


def load(path: Path | None = None) -> Settings:
    """Read settings from a TOML file over the defaults; without a path, the defaults.

    Raises:
        SettingsError: the file is missing or no TOML, or a key or value is not known; all problems at once.
    """
    if path is None:
        return Settings()
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"cannot read the configuration {path}: {error.strerror}"
        raise SettingsError(message) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{path} is not valid TOML: {error}"
        raise SettingsError(message) from error
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(_describe(path, error)) from error


def _describe(path: Path, error: ValidationError) -> str:
    problems = []
    for problem in error.errors():
        place = ".".join(str(part) for part in problem["loc"])
        if problem["type"] == "extra_forbidden":
            known = ", ".join(_known_keys(problem["loc"][:-1]))
            problems.append(f"unknown setting {place!r} (known here: {known})")
        else:
            problems.append(f"{place}: {problem['msg']}, got {problem['input']!r}")
    return f"{path}: " + "; ".join(problems)


def _known_keys(location: tuple[int | str, ...]) -> list[str]:
    model: type[BaseModel] = Settings
    for part in location:
        annotation = model.model_fields[str(part)].annotation
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            return []
        model = annotation
    return sorted(model.model_fields)
