"""Writes a set of division data into a folder: aside first, then renamed into its place.

A folder of data that is already there is renewed: files that the new set lacks stay.  Any
other folder that is not empty is refused.
"""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from auditor.divisions.build import DataSet
from auditor.errors import ConfigError
from gb28181.division_files import DataFolder, open_folder
from gb28181.division_manifest import FORMAT, MANIFEST, Manifest, Source, parse_manifest
from gb28181.errors import DataError

__all__ = ["manifest_text", "packed_files", "write_folder"]


def write_folder(folder: Path, data: DataSet) -> None:
    """Write ``data`` and what the folder has besides; `ConfigError` when that cannot be."""
    folder = folder.absolute()
    try:
        files = packed_files(data, kept=_present(folder))
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as name:
            aside = Path(name)
            new, old = aside / "new", aside / "old"
            new.mkdir()
            for file, content in files.items():
                (new / file).write_bytes(content)
            _exchange(folder, new=new, old=old)
    except (OSError, ValueError) as error:
        raise ConfigError(f"{folder}: cannot be written: {error}") from error


def packed_files(data: DataSet, *, kept: DataFolder | None = None) -> dict[str, bytes]:
    """File name → content, SOURCES.toml last; ``kept`` adds the files that ``data`` lacks."""
    content = {table.entry.name: table.packed for table in data.tables}
    manifest = data.manifest
    if kept is not None:
        stay = [entry for entry in kept.manifest.files if entry.name not in content]
        content |= {entry.name: kept.packed(entry) for entry in stay}
        needed = {name for entry in stay for name in entry.sources}
        sources = [source for source in kept.manifest.sources if source.name in needed]
        manifest = _merged(manifest, Manifest(tuple(sources), tuple(stay)))
    return content | {MANIFEST: manifest_text(manifest).encode()}


def manifest_text(manifest: Manifest) -> str:
    """The manifest as TOML; `DataError` when `parse_manifest` would not give it back."""
    lines = ["# Written by scripts/build_divisions.py or auditor divisions.", f"format = {FORMAT}"]
    for source in manifest.sources:
        parts = ("package", "version", "sha256", "licence", "origin")
        lines += ["", "[[source]]", *_pairs({part: getattr(source, part) for part in parts})]
        for member in source.members:
            lines += ["", "[[source.member]]"]
            lines += _pairs({"path": member.path, "sha256": member.sha256})
    for entry in manifest.files:
        lines += ["", "[[file]]", *_pairs({"name": entry.name})]
        lines += [f"as_of = {entry.as_of}", f"rows = {entry.rows}"]
        lines += _pairs({"sha256": entry.sha256, "text_sha256": entry.text_sha256})
        lines.append(f"sources = {json.dumps(entry.sources, ensure_ascii=False)}")
    text = "\n".join(lines) + "\n"
    parse_manifest(text)
    return text


def _pairs(values: Mapping[str, str]) -> list[str]:
    """Lines of TOML; what JSON quotes in a line of printable text, TOML reads alike."""
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]


def _present(folder: Path) -> DataFolder | None:
    """The set that is there already; `ConfigError` for a folder of anything else."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return None
    try:
        present = open_folder(folder)
    except DataError as error:
        message = "is there and is no folder of division data; choose another"
        raise ConfigError(f"{folder}: {message} ({error})") from error
    described = {MANIFEST, *(entry.name for entry in present.manifest.files)}
    if others := sorted(path.name for path in folder.iterdir() if path.name not in described):
        raise ConfigError(f"{folder}: holds {others[0]!r} too; choose a folder of its own")
    return present


def _merged(new: Manifest, stay: Manifest) -> Manifest:
    """Both; of two releases with one name the checksum must be one."""
    sources: dict[str, Source] = {source.name: source for source in stay.sources}
    for source in new.sources:
        other = sources.setdefault(source.name, source)
        if other.sha256 != source.sha256:
            raise ValueError(f"{source.name} has another checksum than what is there; start anew")
        members = tuple(dict.fromkeys((*other.members, *source.members)))
        sources[source.name] = replace(source, members=members)
    return Manifest(tuple(sources.values()), (*stay.files, *new.files))


def _exchange(folder: Path, *, new: Path, old: Path) -> None:
    """Put the new folder into place; the old one comes back if that fails."""
    existed = folder.exists()
    if existed:
        folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        if existed:
            old.rename(folder)
        raise
