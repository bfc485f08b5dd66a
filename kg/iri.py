"""Identifiers: readable, stable under better reading, unique (DESIGN section 5).

Names are put in NFC and percent-encoded only where RFC 3987 (`isegment-nz`) demands it, so
Chinese stays readable.  A part of an IRI that is a digest is taken over fields joined by
U+001F, which no text has after folding.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import cast, get_args
from urllib.parse import unquote

from kg.model import EntityKey, EntityType

ONTOLOGY = "https://kg.example.org/ontology#"
DEFAULT_BASE = "https://kg.example.org/id/"
_SEPARATOR = "\x1f"
# RFC 3987: iunreserved / sub-delims / ":" / "@"; "/" is the separator and always encoded in a part.
_PLAIN = set("-._~!$&'()*+,;=:@")


def encode(part: str) -> str:
    """Return `part` as one segment of an IRI (RFC 3987 isegment-nz): NFC, percent-encoded where needed."""
    out = []
    for char in unicodedata.normalize("NFC", part):
        code = ord(char)
        if (char.isascii() and char.isalnum()) or char in _PLAIN or _ucschar(code):
            out.append(char)
        else:
            out.extend(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))
    return "".join(out)


def _ucschar(code: int) -> bool:
    """Is it a `ucschar` of RFC 3987, and no bidirectional formatting character (section 4.1)?"""
    if 0x200E <= code <= 0x200F or 0x202A <= code <= 0x202E:
        return False
    return (
        0xA0 <= code <= 0xD7FF
        or 0xF900 <= code <= 0xFDCF
        or 0xFDF0 <= code <= 0xFFEF
        or (0x10000 <= code <= 0xEFFFD and code & 0xFFFF < 0xFFFE and not 0xE0000 <= code <= 0xE0FFF)
    )


def digest(*fields: str) -> str:
    """Return 16 hexadecimal digits that tell these fields from others."""
    joined = _SEPARATOR.join(fields).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=8).hexdigest()


def document_iri(base: str, identifier: str) -> str:
    """Return the IRI of a document; a "/" of its id stays a "/"."""
    return f"{base}document/" + "/".join(map(encode, identifier.split("/")))


def parse_document_iri(base: str, iri: str) -> str | None:
    """Return the id of the document whose IRI this is, in NFC, or None where it is no document's."""
    head = f"{base}document/"
    return unquote(iri[len(head) :]) if iri.startswith(head) else None


def document_graph_iri(base: str, identifier: str) -> str:
    """Return the IRI of the named graph that holds what a document says."""
    return f"{base}graph/document/" + "/".join(map(encode, identifier.split("/")))


def part_iri(document: str, kind: str, *fields: str) -> str:
    """Return the IRI of a part of a document (an IRI): `kind` is p, m, q, r, a or d; `fields` tell it from others."""
    return f"{document}/{kind}/{digest(*fields)}"


def entity_iri(base: str, key: EntityKey) -> str:
    """Return the IRI of an entity: `place/330411`, `institution/330411/人民医院`, `programme/浙食链`."""
    folder = _folder(key.type)
    parts = [folder, key.jurisdiction, key.name] if key.jurisdiction else [folder, key.name]
    return base + "/".join(map(encode, parts))


def _folder(type_: EntityType) -> str:
    # A cited document is told from a built one by its own folder.
    return "cited" if type_ == "Document" else type_.lower()


_FOLDERS: dict[str, EntityType] = {_folder(t): t for t in cast("tuple[EntityType, ...]", get_args(EntityType))}


def parse_entity_iri(base: str, iri: str) -> EntityKey | None:
    """Return the key whose `entity_iri` this is, or None where it is no entity's; names come back in NFC."""
    if not iri.startswith(base):
        return None
    folder, *parts = iri[len(base) :].split("/")
    if folder not in _FOLDERS or not 1 <= len(parts) <= 2 or not all(parts):
        return None
    *jurisdiction, name = map(unquote, parts)
    return EntityKey(_FOLDERS[folder], jurisdiction[0] if jurisdiction else "", name)


def indicator_iri(base: str, name: str) -> str:
    """Return the IRI of an indicator by its folded name."""
    return f"{base}indicator/{encode(name)}"


def parse_indicator_iri(base: str, iri: str) -> str | None:
    """Return the name of the indicator whose IRI this is, in NFC, or None where it is no indicator's."""
    head = f"{base}indicator/"
    name = iri[len(head) :] if iri.startswith(head) else ""
    return unquote(name) if name and "/" not in name else None


def graph_iri(base: str, name: str) -> str:
    """Return the IRI of a shared graph: `entities`, `links` or `ontology`."""
    return f"{base}graph/{encode(name)}"


def loaded_graph_iri(base: str, name: str) -> str:
    """Return the IRI of the named graph that holds RDF made elsewhere, loaded as `name`."""
    return f"{base}graph/loaded/{encode(name)}"


def skolem_iri(base: str, name: str, content: str, label: str) -> str:
    """Return the IRI that stands for a blank node (RDF 1.1 Concepts, section 3.5) of the graph loaded as `name`.

    `content` is the hash of the graph, so that no file can have that IRI in it; `label` is the node's canonical one.
    """
    return f"{base}genid/{encode(name)}/{digest(content, label)}"
