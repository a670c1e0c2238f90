"""What the arguments of a command name: files, in a fixed order, each once."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimhouse.errors import SourceError
from claimhouse.sources.addresses import address_of

STANDARD_INPUT = "-"
GLOB_SIGNS = frozenset("*?[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A file that a source names.

    Attributes:
        source: the source as given.
        path: the file; null for standard input.
        location: its path relative to the source, `/` between folders, fit to be shown and stored.
        named: whether the user named it, by its name or as standard input; false where it was found in a
            folder or by a pattern.
        problem: why a folder could not be listed; null for a file.
    """

    source: str
    path: Path | None
    location: str
    named: bool
    problem: str | None = None


def check_sources(sources: Sequence[str]) -> None:
    """Check that there is something behind each source, before anything is read.

    Raises:
        SourceError: a path is missing, a pattern matches nothing, standard input is named twice, or an address is
            none that is fetched.
    """
    if list(sources).count(STANDARD_INPUT) > 1:
        message = "standard input ('-') can be read only once"
        raise SourceError(message)
    for source in sources:
        if source == STANDARD_INPUT or (source and os.path.lexists(source)) or address_of(source) is not None:
            continue
        if not _is_pattern(source):
            message = f"no such file or folder: {source!r}"
            raise SourceError(message)
        if next(glob.iglob(source, recursive=True), None) is None:  # noqa: PTH207 - a pattern may be absolute
            message = f"the pattern {source!r} matches no file"
            raise SourceError(message)


def list_places(sources: Sequence[str]) -> Iterator[Place]:
    """Yield every file of all sources, folders in sorted order; a file that two sources reach is read once."""
    seen: set[str] = set()
    for source in sources:
        if address_of(source) is not None:
            continue
        for place in _places_of(source):
            key = STANDARD_INPUT if place.path is None else os.path.abspath(place.path)  # noqa: PTH100 - two links to one file are two places
            if key not in seen:
                seen.add(key)
                yield place


def _is_pattern(source: str) -> bool:
    return not GLOB_SIGNS.isdisjoint(source)


def _places_of(source: str) -> Iterator[Place]:
    if source == STANDARD_INPUT:
        yield Place(source=source, path=None, location=source, named=True)
    elif Path(source).is_dir():
        yield from _folder(source, Path(source), Path(source))
    elif os.path.lexists(source):
        path = Path(source)
        yield Place(source=shown(source), path=path, location=shown(path.name), named=True)
    else:
        root = _fixed_part(source)
        for match in sorted(glob.glob(source, recursive=True)):  # noqa: PTH207 - a pattern may be absolute
            path = Path(match)
            if path.is_dir():
                yield from _folder(source, path, root)
            elif path.is_file():
                location = os.path.relpath(path, root)
                yield Place(source=shown(source), path=path, location=shown(location), named=False)


def _fixed_part(pattern: str) -> Path:
    """The folders of a pattern before its first sign."""
    parts = Path(pattern).parts
    fixed = next((number for number, part in enumerate(parts) if _is_pattern(part)), len(parts))
    return Path(*parts[:fixed])


def _folder(source: str, folder: Path, root: Path) -> Iterator[Place]:
    """Walk a folder; hidden entries, links to folders and what is no regular file (pipes, sockets) are left out."""
    problems: list[OSError] = []
    for path in _walk(folder, problems.append):
        yield Place(source=shown(source), path=path, location=shown(os.path.relpath(path, root)), named=False)
    for problem in problems:
        path = Path(str(problem.filename))
        yield Place(
            source=shown(source),
            path=path,
            location=shown(os.path.relpath(path, root)),
            named=False,
            problem=f"the folder cannot be listed: {problem.strerror}",
        )


def _walk(folder: Path, on_problem: Callable[[OSError], None]) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            visible = sorted(
                (entry for entry in entries if not entry.name.startswith(".")), key=lambda entry: entry.name
            )
    except OSError as problem:
        on_problem(problem)
        return
    for entry in visible:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), on_problem)
        elif _is_page_file(entry):
            yield Path(entry.path)


def _is_page_file(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is to be read: a file, or a link that leads to nothing and is told as unreadable."""
    try:
        return entry.is_file() or (entry.is_symlink() and not os.path.exists(entry.path))  # noqa: PTH110 - an entry's path
    except OSError:
        return True  # links in a circle


def shown(path: str) -> str:
    """Return a path as valid Unicode: a byte of a name that is no UTF-8 is written as a backslash and its number."""
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace(os.sep, "/")
