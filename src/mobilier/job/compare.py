"""What a variant changes: values, sizes, parts, hardware, and the sheets, time and price it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mobilier.export.web.changes import Change, Kind
from mobilier.job.job import Job
from mobilier.job.nesting import Laid
from mobilier.model.part import Part
from mobilier.nest.layout import Layout

SAME = 1e-4
"""mm. Vertices nearer than this are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SidePiece:
    """One piece of a side: what it is called, how many, its values, size (mm), mass (kg) and parts."""

    name: str
    quantity: int
    values: Mapping[str, Any]
    size: tuple[float, float, float]
    mass: float
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFacts:
    """What it takes to cut a side.

    ``counts``: sheets and the share of them that becomes parts, by board and size; ``seconds`` of
    machine time, None without programs; ``price`` of the sheets, None unless each has one.
    """

    counts: Mapping[str, tuple[int, float]]
    seconds: float | None
    price: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two things that are compared; ``hardware`` and ``sheets`` None: not known.

    ``boards`` are the thicknesses (mm) of the boards it is made of, by name; ``words`` what parts
    and hardware are called, by language and key.
    """

    pieces: Sequence[SidePiece]
    boards: Mapping[str, float]
    hardware: Mapping[str, str] | None
    sheets: SheetFacts | None = None
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def side(job: Job, sheets: SheetFacts | None = None) -> Side:
    """Return the side that a job makes."""
    return Side(
        pieces=tuple(
            SidePiece(
                name=order.piece.name,
                quantity=order.quantity,
                values=order.plain_values,
                size=order.piece.stands(),
                mass=order.piece.mass,
                parts=order.piece.parts,
            )
            for order in job.orders
        ),
        boards={b.name: b.thickness for b in job.boards.values()},
        hardware=bought((h.key, h.quantity, h.size("en")) for h in job.bought),
        sheets=sheets,
        words=words_of(o.design.texts for o in job.orders),
    )


def words_of(designs: Iterable[Mapping[str, Mapping[str, Any]]]) -> dict[str, dict[str, str]]:
    """Return what parts and hardware are called, by language and key, from the texts of designs."""
    out: dict[str, dict[str, str]] = {}
    for texts in designs:
        for lang, table in texts.items():
            out.setdefault(lang, {}).update({**table.get("parts", {}), **table.get("hardware", {})})
    return out


def bought(rows: Iterable[tuple[str, int, str]]) -> dict[str, str]:
    """Return hardware (key, how many, size) by its key; the same key twice keeps both."""
    out: dict[str, str] = {}
    for key, number, size in rows:
        words = f"{number} x {size}".strip()
        out[key] = f"{out[key]}, {words}" if key in out else words
    return out


def laid_sheets(laid: Laid) -> SheetFacts:
    """Return what it takes to cut parts laid on sheets.

    Raises:
        MachineError: work that the machine, its tools or its controller cannot do.
    """
    from mobilier.job.cutting import cut_sheets

    cut, _ = cut_sheets(laid)
    seconds = [s.layout.copies * p.seconds for s in cut for p in s.work.programs if p.role == "cut"]
    area = {key: part.region.area for key, part in laid.relieved.items()}
    return sheets_of(laid.layouts, area, sum(seconds) if cut else None)


def sheets_of(layouts: Sequence[Layout], area: Mapping[str, float], seconds: float | None) -> SheetFacts:
    """Return what layouts take; ``area`` of each part as it is cut, mm²."""
    kinds: dict[str, list[Layout]] = {}
    for x in layouts:
        kinds.setdefault(f"{x.sheet.material} {x.sheet.length:g} x {x.sheet.width:g}", []).append(x)
    prices = [None if x.sheet.cost is None else x.copies * x.sheet.cost for x in layouts]
    known = [p for p in prices if p is not None]
    return SheetFacts(
        counts={kind: (sum(x.copies for x in some), _share(some, area)) for kind, some in kinds.items()},
        seconds=seconds,
        price=sum(known) if known and len(known) == len(prices) else None,
    )


def _share(layouts: Sequence[Layout], area: Mapping[str, float]) -> float:
    used = sum(x.copies * area[p.part] for x in layouts for p in x.placements)
    return used / sum(x.copies * x.sheet.length * x.sheet.width for x in layouts)


def changes(a: Side, b: Side) -> list[Change]:
    """Return everything in which two sides differ, of what is known of both."""
    found = [
        *_between("piece", _facts_of_pieces(a, "quantity"), _facts_of_pieces(b, "quantity"), "quantity"),
        *_between("value", _facts_of_pieces(a, "values"), _facts_of_pieces(b, "values")),
        *_between("board", _thicknesses(a), _thicknesses(b)),
        *_between("size", _facts_of_pieces(a, "sizes"), _facts_of_pieces(b, "sizes")),
    ]
    called = {**_called(b), **_called(a)}
    parts_a, parts_b = named_parts(a), named_parts(b)
    for name in [*parts_a, *(n for n in parts_b if n not in parts_a)]:
        found += _part_changes(name, parts_a.get(name), parts_b.get(name))
    if a.hardware is not None and b.hardware is not None:
        found += _between("hardware", a.hardware, b.hardware)
    if a.sheets is not None and b.sheets is not None:
        found += _sheet_changes(a.sheets, b.sheets)
    return [replace(c, called=called[c.kind, c.name]) if (c.kind, c.name) in called else c for c in found]


def _called(one: Side) -> dict[tuple[str, str], dict[str, str]]:
    """Return what parts and hardware are called by language, by kind and name."""
    out = {("part", name): words for name, _, words in _named(one)}
    for key in one.hardware or {}:
        out["hardware", key] = {lang: words[key] for lang, words in one.words.items() if key in words}
    return out


def _thicknesses(one: Side) -> dict[str, float]:
    return {name: round(float(thickness), 3) + 0.0 for name, thickness in one.boards.items()}


def named_parts(one: Side) -> dict[str, Part]:
    """Return the parts by name, with the piece where there are several, numbered where alike."""
    return {name: part for name, part, _ in _named(one)}


def _named(one: Side) -> list[tuple[str, Part, dict[str, str]]]:
    """Return every part with its name, and what it is called by language."""
    out: dict[str, tuple[str, Part, dict[str, str]]] = {}
    for piece, prefix in _prefixed(one):
        for part in piece.parts:
            number, tail = 1, ""
            while (name := f"{prefix}{part.name}{tail}") in out:
                number += 1
                tail = f" {number}"
            called = {k: f"{prefix}{w.get(part.name, part.name)}{tail}" for k, w in one.words.items()}
            out[name] = (name, part, called)
    return list(out.values())


def _prefixed(one: Side) -> list[tuple[SidePiece, str]]:
    """Return the pieces, each with what its figures are called by: nothing where it is alone."""
    names = [p.name for p in one.pieces]
    if len(names) == 1:
        return [(one.pieces[0], "")]
    nth = [f" {names[: k + 1].count(n)}" if names.count(n) > 1 else "" for k, n in enumerate(names)]
    return [(p, f"{p.name}{n}: ") for p, n in zip(one.pieces, nth, strict=True)]


def _facts_of_pieces(one: Side, what: str) -> dict[str, Any]:
    """Return quantities, values or sizes of every piece by name."""
    out: dict[str, Any] = {}
    for piece, prefix in _prefixed(one):
        if what == "quantity":
            out[prefix.removesuffix(": ") or piece.name] = piece.quantity
        elif what == "values":
            out |= {f"{prefix}{k}": _rounded(v, 6) for k, v in piece.values.items()}
        else:
            size = dict(zip("xyz", piece.size, strict=True))
            out |= {f"{prefix}{k}": _rounded(v, 3) for k, v in {**size, "kg": piece.mass}.items()}
    return out


def _rounded(value: Any, digits: int) -> Any:
    return round(value, digits) + 0.0 if isinstance(value, float) else value


def _between(kind: Kind, a: Mapping[str, Any], b: Mapping[str, Any], what: str = "") -> list[Change]:
    names = [*a, *(n for n in b if n not in a)]
    return [
        Change(kind=kind, name=n, what=what, before=a.get(n), after=b.get(n))
        for n in names
        if a.get(n) != b.get(n)
    ]


def _sheet_changes(a: SheetFacts, b: SheetFacts) -> list[Change]:
    """Return how the sheets, the machine time (whole s) and the price (cents) differ."""
    before, after = _figures(a), _figures(b)
    both = a.counts.keys() & b.counts.keys()
    priced = a.price is not None and b.price is not None
    return [
        *_between("sheets", before["quantity"], after["quantity"], "quantity"),
        *(c for c in _between("sheets", before["used"], after["used"], "used") if c.name in both),
        *_between("time", before["time"], after["time"]),
        *(_between("cost", before["cost"], after["cost"]) if priced else ()),
    ]


def _figures(sheets: SheetFacts) -> dict[str, dict[str, Any]]:
    return {
        "quantity": {kind: n for kind, (n, _) in sheets.counts.items()},
        "used": {kind: round(100 * share, 1) + 0.0 for kind, (_, share) in sheets.counts.items()},
        "time": {"": None if sheets.seconds is None else round(sheets.seconds)},
        "cost": {"": None if sheets.price is None else round(sheets.price, 2)},
    }


def _part_changes(name: str, a: Part | None, b: Part | None) -> list[Change]:
    """Return how a part differs; a single line when one of the sides does not have it."""
    if a is None or b is None:
        before, after = (None if p is None else p.quantity for p in (a, b))
        return [Change(kind="part", name=name, what="quantity", before=before, after=after)]
    facts_a, facts_b = _facts(a), _facts(b)
    found = [
        Change(kind="part", name=name, what=k, before=facts_a[k], after=facts_b[k])
        for k in facts_a
        if facts_a[k] != facts_b[k]
    ]
    if not found and not same_shape(a, b):
        found.append(Change(kind="part", name=name, what="shape", before="", after=""))
    return found


def _facts(part: Part) -> dict[str, Any]:
    return {
        "quantity": part.quantity,
        "size": [round(v, 3) + 0.0 for v in (*part.size, part.thickness)],
        "material": part.material,
        "features": len(part.features),
    }


def same_shape(a: Part, b: Part) -> bool:
    """Tell whether two parts have the same contours, in the same order, to a tenth of a micrometre."""
    rings_a = [a.outline, *(c for f in a.features for c in f.contours)]
    rings_b = [b.outline, *(c for f in b.features for c in f.contours)]
    if len(rings_a) != len(rings_b) or [f.depth for f in a.features] != [f.depth for f in b.features]:
        return False
    return all(
        len(p.vertices) == len(q.vertices)
        and all(
            abs(u - v) <= SAME
            for m, n in zip(p.vertices, q.vertices, strict=True)
            for u, v in zip(m, n, strict=True)
        )
        for p, q in zip(rings_a, rings_b, strict=True)
    )
