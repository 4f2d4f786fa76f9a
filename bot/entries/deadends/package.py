"""Reads the package deadends-dev: a wheel, a source archive, or a folder where either was unpacked."""

import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.parser import Parser
from pathlib import Path, PurePosixPath

from bot.errors import InputError

MAX_CANON_BYTES = 1024 * 1024
_FOLDER = "data/canons/"
_METADATA = re.compile(r"(?:^|/)(?:deadends[_-]dev-[^/]+\.dist-info/METADATA|PKG-INFO)\Z", re.IGNORECASE)
# Its README says, under "License": MIT (code) · CC BY 4.0 (data).
_DATA_LICENSE = re.compile(r"^#+ License\s+.*?([A-Z][\w. -]*?) \(data\)", re.MULTILINE)
_UNREADABLE = (OSError, EOFError, RuntimeError, zipfile.BadZipFile, tarfile.TarError, zlib.error)


@dataclass(slots=True)
class Package:
    """The canons by their path below `data/canons`, and what the package says of itself (empty where it is silent)."""

    version: str = ""
    license: str = ""
    canons: dict[str, bytes] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    """Why a canon could not be read."""

    @property
    def name(self) -> str:
        return f"deadends-dev {self.version}".rstrip()


def read_package(path: Path) -> Package:
    """Raise InputError for what holds no canons."""
    package = Package()
    try:
        for name, content in _members(path, package.broken):
            if _METADATA.search(name):
                package.version, package.license = _about(content.decode("utf-8", "replace"))
            else:
                package.canons[name.rpartition(_FOLDER)[2]] = content
    except _UNREADABLE as error:
        msg = f"cannot read {path}: {error}"
        raise InputError(msg) from error
    if not package.canons and not package.broken:
        msg = f"{path} holds no JSON files below data/canons; name a wheel, source archive or folder of deadends-dev"
        raise InputError(msg)
    return package


def _members(path: Path, broken: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        yield from _in_folder(path, broken)
    elif not path.exists():
        msg = f"there is no {path}; name a wheel, source archive or folder of deadends-dev"
        raise InputError(msg)
    elif zipfile.is_zipfile(path):
        yield from _in_zip(path, broken)
    elif tarfile.is_tarfile(path):
        yield from _in_tar(path, broken)
    else:
        msg = f"{path} is neither a wheel (.whl), nor a source archive (.tar.gz), nor a folder"
        raise InputError(msg)


def _in_zip(path: Path, broken: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if _is_wanted(info.filename) and _is_small(info.filename, info.file_size, broken):
                try:
                    yield info.filename, archive.read(info)
                except _UNREADABLE as error:
                    broken[info.filename] = f"cannot be read: {error}"


def _in_tar(path: Path, broken: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as archive:
        for member in archive:
            content = archive.extractfile(member) if _is_wanted(member.name) and member.isfile() else None
            if content and _is_small(member.name, member.size, broken):
                yield member.name, content.read()


def _in_folder(path: Path, broken: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    """The canons below the first `data/canons`, or all JSON files where the folder is itself one of canons."""
    canons = next((folder for folder in sorted(path.rglob("canons")) if folder.parent.name == "data"), path.resolve())
    root = canons.parent.parent
    for file in sorted((*root.glob("*/METADATA"), *root.glob("PKG-INFO"), *canons.rglob("*.json"))):
        name = file.as_posix() if canons not in file.parents else f"{_FOLDER}{file.relative_to(canons).as_posix()}"
        if file.is_file() and _is_wanted(name) and _is_small(name, file.stat().st_size, broken):
            try:
                yield name, file.read_bytes()
            except OSError as error:
                broken[name] = f"cannot be read: {error.strerror}"


def _is_wanted(name: str) -> bool:
    return bool(_METADATA.search(name)) or (_FOLDER in name and PurePosixPath(name).suffix == ".json")


def _is_small(name: str, size: int, broken: dict[str, str]) -> bool:
    if size > MAX_CANON_BYTES:
        broken[name] = f"has {size} bytes, {MAX_CANON_BYTES} at most"
    return size <= MAX_CANON_BYTES


def _about(metadata: str) -> tuple[str, str]:
    """The version, and the licence of the data with whom to credit."""
    message = Parser().parsestr(metadata)
    of_data = _DATA_LICENSE.search(str(message.get_payload()))
    named = of_data[1] if of_data else message.get("License-Expression") or message.get("License") or ""
    return message.get("Version", ""), ", ".join(filter(None, (named, message.get("Author"))))
