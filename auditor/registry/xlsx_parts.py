"""Which part of a workbook's archive holds which sheet.

Read with patterns, since only names and numbers of two short parts are asked for, and a part
that is not found costs no more than the texts of its error cells.
"""

import html
import posixpath
import re
import zipfile

from auditor.registry.xlsx_container import stream

__all__ = ["sheet_parts"]

_MAX_BYTES = 1024 * 1024
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_SHEET = re.compile(r"<(?:[\w.-]+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(r"<(?:[\w.-]+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(r"([\w.:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Names of parts by names of sheets (ECMA-376 Part 1, 18.2.19 and Part 2, 9.3)."""
    targets = {
        relation.get("Id", ""): _part(relation.get("Target", ""))
        for relation in map(_attributes, _RELATION.findall(_text(archive, _RELATIONS)))
    }
    sheets = map(_attributes, _SHEET.findall(_text(archive, _WORKBOOK)))
    names = {s["name"]: targets.get(_relation_id(s), "") for s in sheets if "name" in s}
    return {name: part for name, part in names.items() if part in archive.namelist()}


def _text(archive: zipfile.ZipFile, name: str) -> str:
    """The start of a part; empty where the archive has none of that name."""
    data = b""
    for member in archive.infolist():
        if member.filename == name:
            for chunk in stream(archive, member):
                data += chunk
                if len(data) > _MAX_BYTES:
                    break
    return data.decode("utf-8", "replace")


def _attributes(tag: str) -> dict[str, str]:
    found = _ATTRIBUTE.finditer(tag)
    return {match[1]: html.unescape(match[2] or match[3] or "") for match in found}


def _relation_id(sheet: dict[str, str]) -> str:
    """Of ``r:id``, whatever its prefix is."""
    return next((text for name, text in sheet.items() if name.endswith(":id")), "")


def _part(target: str) -> str:
    """The part that a relation of the workbook names, relative to its folder or not."""
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
