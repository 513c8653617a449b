"""The one place that loads ezdxf: documents from and to bytes."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from mobilier.dxf.ledger import Reason, Tally
from mobilier.errors import MobilierError

if TYPE_CHECKING:
    from ezdxf.document import Drawing as Document

Version = Literal["R12", "R2000"]
T = TypeVar("T")

MOST_BYTES, MOST_ENTITIES = 64_000_000, 400_000
"""What a drawing of furniture never reaches (the largest of a hundred read has 3 MB): a file beyond
it would fill the memory before anything is known about it."""

_DEEPEST = 32
_FLAT = 1e-9
_HEADER = 65536
_BINARY = b"AutoCAD Binary DXF"
_READER_FAULTS = (
    StopIteration,
    AttributeError,
    IndexError,
    KeyError,
    TypeError,
    UnicodeError,
    ValueError,
    ZeroDivisionError,
)
"""What the library lets through on a file that breaks its rules, beside its own errors."""

_BEGINS = (b"\n0\n", b"\n  0\n", b"\n0\r\n", b"\n  0\r\n")
"""How an entity begins, as programs indent group codes."""

_OTHERS = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"\x1f\x8b", "GZIP"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"%!PS", "PostScript"),
    (b"ISO-10303", "STEP"),
)
_MARKS = {
    "LINE": "AcDbLine",
    "CIRCLE": "AcDbCircle",
    "ARC": "AcDbArc",
    "TEXT": "AcDbText",
    "MTEXT": "AcDbMText",
    "POINT": "AcDbPoint",
    "INSERT": "AcDbBlockReference",
    "LWPOLYLINE": "AcDbPolyline",
    "SPLINE": "AcDbSpline",
    "ELLIPSE": "AcDbEllipse",
}
_R2000 = (("0", "SECTION"), ("2", "HEADER"), ("9", "$ACADVER"), ("1", "AC1015"), ("0", "ENDSEC"))
_COMMON = ("5", "330", "8", "6", "62", "370", "48", "60", "67", "420")

_FLOAT_CODES = (range(10, 60), range(110, 150), range(210, 240), range(460, 470), range(1010, 1060))


@contextmanager
def _fixed_marks() -> Iterator[None]:
    """Let ezdxf write no date, no GUID and not its version."""
    from ezdxf import options  # type: ignore[attr-defined]  # its public name, not marked as such

    before = options.write_fixed_meta_data_for_testing
    options.write_fixed_meta_data_for_testing = True
    try:
        yield
    finally:
        options.write_fixed_meta_data_for_testing = before


def blank(version: Version) -> Document:
    """Return an empty document in millimetres (R12 cannot say so)."""
    from ezdxf.document import Drawing

    with _fixed_marks():
        document = Drawing.new("AC1009" if version == "R12" else "AC1015")
    document.header["$MEASUREMENT"] = 1
    if version != "R12":
        document.units = 4
    return document


def bytes_of(document: Document) -> bytes:
    """Return the file, the same bytes for the same drawing on any machine and day.

    ezdxf's dates and GUIDs are pinned; CLASSES are sorted and no number is written with
    an exponent, which some readers take for text.
    """
    stream = io.StringIO()
    with _fixed_marks():
        document.write(stream)
    return document.encode(_canonical(stream.getvalue()))


def document_of(source: bytes, where: str = "DXF") -> tuple[Document, int]:
    """Return a document, and how many entities or references its repair took out.

    Read plainly where that works, else with repair; binary files, files of entities alone and
    entities without subclass markers too.

    Raises:
        MobilierError: the bytes are no DXF, or one that ends in the middle.
    """
    from ezdxf import recover
    from ezdxf.document import Drawing
    from ezdxf.lldxf.const import DXFError
    from ezdxf.lldxf.tagger import binary_tags_loader

    if len(source) > MOST_BYTES:
        size, most = len(source) / 1e6, MOST_BYTES / 1e6
        raise MobilierError.of("dxf-file", where, case="large", size=size, most=most)
    kind = disguised(source)
    if kind:
        raise MobilierError.of("dxf-file", where, case="other", kind=kind)
    if b"SECTION" not in source:
        raise MobilierError.of("dxf-file", where, case="none", size=len(source))
    binary = source.startswith(_BINARY)
    if source[-64:].replace(b"\x00", b" ").split()[-1:] != [b"EOF"]:
        lines = source.count(b"\n")
        raise MobilierError.of("dxf-file", where, case="cut-off", lines=lines)
    logging.getLogger("ezdxf").setLevel(logging.CRITICAL)  # what it says of a file is told as findings
    if not binary and sum(source.count(mark) for mark in _BEGINS) > 2 * MOST_ENTITIES:
        raise MobilierError.of("dxf-file", where, case="many", most=MOST_ENTITIES)
    try:
        if binary:
            return _with_model(Drawing.load(binary_tags_loader(source))), 0
        try:
            return _with_model(_plain(source)), 0
        except (DXFError, *_READER_FAULTS):
            document, auditor = recover.read(io.BytesIO(_marked(source)))
            return _with_model(document), len(auditor.errors)
    except (DXFError, OSError, *_READER_FAULTS) as e:
        problem = " ".join(str(e).split())[:200] or type(e).__name__
        raise MobilierError.of("dxf-file", where, case="broken", problem=problem) from e


def _with_model(document: Document) -> Document:
    """Return a document whose model space is there: an older ezdxf reads files without one."""
    document.modelspace()
    return document


def disguised(source: bytes) -> str:
    """Return what a file really is that was named like a drawing, or nothing."""
    head = source[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if re.match(rb"AC\d{4}\x00|AC10\d\d[\x00-\x1f]", head):
        return "DWG"
    for mark, kind in _OTHERS:
        if head.startswith(mark):
            return kind
    return "SVG" if b"<svg" in head and head[:1] == b"<" else ""


def _plain(source: bytes) -> Document:
    """Return an ASCII file read as it stands, in the encoding that it states."""
    from ezdxf.document import Drawing
    from ezdxf.filemanagement import dxf_stream_info

    info = dxf_stream_info(io.StringIO(source[:_HEADER].decode("latin-1")))
    return Drawing.read(io.StringIO(source.decode(info.encoding, errors="surrogateescape"), newline=None))


def _marked(source: bytes) -> bytes:
    """Return an ASCII file as R2000 with the subclass markers that some writers leave out.

    Entities newer than R12 need theirs (DXF reference, group code 100), and in R12 none may stand.
    """
    lines = source.decode("latin-1").splitlines()
    tags = [(lines[k].strip(), lines[k + 1]) for k in range(0, len(lines) - 1, 2)]
    versions = [k + 1 for k, (_, name) in enumerate(tags[:-1]) if name.strip() == "$ACADVER"]
    if versions and tags[versions[0]][1].strip() <= "AC1009":
        tags[versions[0]] = ("1", "AC1015")
    elif not versions:
        tags = [*_R2000, *tags]
    out: list[tuple[str, str]] = []
    starts = [k for k, (code, _) in enumerate(tags) if code == "0"]
    for first, after in zip(starts, [*starts[1:], len(tags)], strict=True):
        entity = tags[first:after]
        kind = entity[0][1].strip()
        if kind in _MARKS and not any(code == "100" for code, _ in entity):
            common = [t for t in entity[1:] if t[0] in _COMMON]
            own = [t for t in entity[1:] if t[0] not in _COMMON]
            entity = [entity[0], ("100", "AcDbEntity"), *common]
            if kind == "ARC":
                entity += [("100", "AcDbCircle"), *(t for t in own if t[0] not in ("50", "51"))]
                own = [t for t in own if t[0] in ("50", "51")]
            entity += [("100", _MARKS[kind]), *own]
        out += entity
    return "".join(f"{code}\n{value}\n" for code, value in out).encode("latin-1")


def flat_entities(document: Document, tally: Tally) -> list[Any]:
    """Return what the model space shows, blocks exploded, seen from +z; what is left out is tallied.

    An entity on layer 0 of a block takes the layer of its insert.

    Raises:
        MobilierError: an entity that cannot be exploded, or more of them than a plan has.
    """
    from ezdxf import upright

    frozen, off = _hidden_layers(document)
    walk = _Walk(tally=tally, frozen=frozen, hidden=frozen | off)
    for e in document.modelspace():
        walk.take(e, None, 0)
    for layout in document.layouts:
        for e in layout if layout.is_any_paperspace else ():
            if e.dxftype() != "VIEWPORT":
                tally.leave("paper", e.dxftype(), _layer_of(e), e.dxf.handle or "")
    turned = [
        e for e in walk.flat if e.dxf.hasattr("extrusion") and tuple(e.dxf.extrusion) != (0.0, 0.0, 1.0)
    ]
    upright.upright_all(turned)
    return walk.flat


@dataclass
class _Walk:
    """Explodes blocks down to what is drawn."""

    tally: Tally
    frozen: set[str]
    hidden: set[str]
    flat: list[Any] = field(default_factory=list)

    def take(self, e: Any, layer: str | None, depth: int) -> None:
        """Add an entity, or what a block holds."""
        kind = e.dxftype()
        if not e.dxf.is_supported("layer"):
            self.tally.leave("kind", kind, "0", e.dxf.handle or "")
            return
        if layer is not None and e.dxf.layer == "0":
            e.dxf.layer = layer
        name, handle = _layer_of(e), e.dxf.handle or ""
        if kind != "INSERT":
            why = self._unfit(e, name.lower())
            if why:
                self.tally.leave(why, kind_of(e), name, handle)
            else:
                self.flat.append(e)
                if len(self.flat) > MOST_ENTITIES:
                    raise MobilierError.of("dxf-file", case="many", most=MOST_ENTITIES)
            return
        if name.lower() in self.frozen or e.dxf.get("invisible", 0):
            self.tally.leave("hidden", kind, name, handle)
            return
        if depth >= _DEEPEST:
            raise MobilierError.of("dxf-entity", handle, kind=kind, layer=name, problem="nested too deep")
        self._explode(e, name, handle, depth)

    def _explode(self, e: Any, name: str, handle: str, depth: int) -> None:
        for attribute in e.attribs:
            self.take(attribute, name, depth)
        if abs(e.dxf.zscale) < _FLAT:  # two-dimensional programs write no depth
            e.dxf.zscale = 1.0
        if e.mcount > MOST_ENTITIES:
            raise MobilierError.of("dxf-file", case="many", most=MOST_ENTITIES)
        why: Reason | None = "clipped" if _clipped(e) else None
        if min(abs(e.dxf.xscale), abs(e.dxf.yscale)) < _FLAT:
            why = "debris"
        if why:
            self.tally.leave(why, f"INSERT {e.dxf.name}", name, handle)
            return
        copies: list[Any] = readable(partial(list, e.multi_insert()), e) if e.mcount > 1 else [e]
        for one in copies:
            inside = readable(partial(self._inside, one), e)
            if not inside and not e.attribs:
                self.tally.leave("empty", f"INSERT {e.dxf.name}", name, handle)
            for child in inside:
                self.take(child, name, depth + 1)

    def _inside(self, insert: Any) -> list[Any]:
        return list(insert.virtual_entities(skipped_entity_callback=self._skipped))

    def _skipped(self, e: Any, why: str) -> None:
        self.tally.leave("kind", e.dxftype(), _layer_of(e), e.dxf.handle or "")

    def _unfit(self, e: Any, layer: str) -> Reason | None:
        """Return why a person who looks at the drawing would not see this as a line to cut."""
        if layer in self.hidden or e.dxf.get("invisible", 0):
            return "hidden"
        if layer == "defpoints":
            return "construction"
        if e.dxf.hasattr("extrusion") and abs(abs(e.dxf.extrusion[2]) - 1) > 1e-6:
            return "tilted"
        return None


def readable(work: Callable[[], T], e: Any) -> T:
    """Return what the library makes of an entity; what goes wrong in it is told with the entity's name.

    Raises:
        MobilierError: which entity, on which layer, and why.
    """
    from ezdxf.lldxf.const import DXFError

    try:
        return work()
    except (DXFError, *_READER_FAULTS) as wrong:
        problem = " ".join(str(wrong).split())[:200] or type(wrong).__name__
        kind = f"INSERT {e.dxf.name}" if e.dxftype() == "INSERT" else e.dxftype()
        raise MobilierError.of(
            "dxf-entity", e.dxf.handle or "", kind=kind, layer=_layer_of(e), problem=problem
        ) from wrong


def _hidden_layers(document: Document) -> tuple[set[str], set[str]]:
    layers = list(document.layers.entries.values())
    frozen = {k.dxf.name.lower() for k in layers if k.is_frozen()}
    return frozen, {k.dxf.name.lower() for k in layers if k.is_off()}


def _layer_of(e: Any) -> str:
    return str(e.dxf.get("layer", "0"))


def kind_of(e: Any) -> str:
    """Return the type of an entity, meshes told from lines."""
    kind = str(e.dxftype())
    if kind == "POLYLINE" and (e.is_poly_face_mesh or e.is_polygon_mesh):
        return "POLYLINE (mesh)"
    return kind


def _clipped(insert: Any) -> bool:
    from ezdxf.xclip import XClip

    clip = XClip(insert)
    return bool(clip.has_clipping_path and clip.is_clipping_enabled)


def flatten_entity(entity: Any, sagitta: float) -> list[tuple[float, float, float]]:
    """Return points (x, y, z) on a spline or ellipse, within ``sagitta`` of it, all in its own unit."""
    return [(p.x, p.y, p.z) for p in entity.flattening(sagitta)]


def hatch_rings(hatch: Any, sagitta: float) -> list[list[tuple[float, float, float]]]:
    """Return the boundaries of a hatch as (x, y, bulge) rings, in its own unit."""
    from ezdxf.path import from_hatch_boundary_path

    out = []
    for boundary in hatch.paths.rendering_paths(hatch.dxf.hatch_style):
        if hasattr(boundary, "vertices"):
            out.append([(float(x), float(y), float(b)) for x, y, b in boundary.vertices])
        else:
            out.append([(p.x, p.y, 0.0) for p in from_hatch_boundary_path(boundary).flattening(sagitta)])
    return out


def _canonical(text: str) -> str:
    lines = text.split("\n")
    for k in range(0, len(lines) - 1, 2):
        value = lines[k + 1]
        if ("e" in value or "E" in value) and any(int(lines[k]) in r for r in _FLOAT_CODES):
            lines[k + 1] = f"{float(value):.12f}".rstrip("0").ljust(3, "0")
    text = "\n".join(lines)
    found = re.search(r"(?<=\nCLASSES\n)(?:  0\nCLASS\n.*?)(?=  0\nENDSEC\n)", text, re.DOTALL)
    if found is None:
        return text
    classes = sorted(found.group().split("  0\nCLASS\n")[1:])
    return text[: found.start()] + "".join("  0\nCLASS\n" + c for c in classes) + text[found.end() :]
