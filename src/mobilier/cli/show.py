"""``mobilier show``: parameters, parts, sizes and mass of a piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mobilier.cli.findings import tell
from mobilier.cli.options import asks, request_of
from mobilier.cli.plan_words import plan_lines, plan_pictures, plan_table
from mobilier.cli.words import out, replaces, reports, told
from mobilier.wording import counted, figure, language, say

if TYPE_CHECKING:
    from mobilier.job.job import Order
    from mobilier.wording import Lang


@click.command
@asks("what", "made-of", "sheets", "said")
@out(required=False)
@replaces
@reports
def show(folder: Path | None, replace: bool, as_json: bool, verbose: bool, quiet: bool, **given: Any) -> int:
    """Print what a piece is; with -o draw it."""
    from mobilier.bundle.folder import ready
    from mobilier.bundle.target import refuse_target
    from mobilier.job.job import prepare

    request = request_of(given)
    spoken = request.languages(language())[0]
    if folder is not None:
        ready(folder)
    orders = prepare(request).orders
    if folder is not None:
        refuse_target(folder, orders, replace=replace)
    tables = [table(order, spoken) for order in orders]
    result = tables[0] if len(tables) == 1 else {"schema": "mobilier.show/1", "pieces": tables}
    if folder is not None:
        _draw(orders, tables, result, folder, spoken)
    if as_json:
        told(result)
        return 0
    for order in orders:
        click.echo("\n".join([*lines(order, spoken), *plan_lines(order, spoken)]))
        tell(order.piece.told, quiet=quiet, verbose=verbose, lang=spoken)
    if folder is not None and not quiet:
        for row in tables:
            click.echo(row["picture"])
    return 0


def _draw(
    orders: Sequence[Order],
    tables: Sequence[dict[str, Any]],
    result: Mapping[str, Any],
    folder: Path,
    lang: Lang,
) -> None:
    """Write each piece in each pose and taken apart; note the first picture in its table."""
    from mobilier.bundle.folder import write
    from mobilier.bundle.text import as_json
    from mobilier.export.views.pictures import exploded_picture, pose_picture
    from mobilier.export.views.stages import Stages

    files: dict[str, bytes] = {}
    for order, row in zip(orders, tables, strict=True):
        piece = order.piece
        name = piece.name if piece.letter == order.design.letter else f"{piece.name}-{piece.letter}"
        row["picture"] = (folder / f"{name}-{piece.poses[0].name}.svg").as_posix()
        stages = Stages.of(piece)
        for pose in piece.poses:
            files[f"{name}-{pose.name}.svg"] = pose_picture(stages, pose.name).encode()
        if not piece.drawn:
            files[f"{name}-exploded.svg"] = exploded_picture(stages).encode()
        files |= plan_pictures(order, lang)
    write(folder, {**files, "bundle.json": as_json(result)})


def table(order: Order, lang: Lang) -> dict[str, Any]:
    """Return what a piece is, as JSON values: lengths in mm, areas in m², masses in kg."""
    design, piece = order.design, order.piece
    values = order.plain_values
    return {
        "schema": "mobilier.show/1",
        "name": piece.name,
        "title": _said(order, "title", lang, piece.name),
        "about": _said(order, "about", lang, design.about),
        "preset": piece.preset,
        "presets": list(design.presets),
        "quantity": order.quantity,
        "pose": piece.poses[0].name,
        "size": [_mm(v) for v in piece.stands()],
        "mass": round(piece.mass, 3),
        "values": values,
        "parameters": [
            {
                "name": n,
                "value": values[n],
                "default": p.default,
                "kind": p.kind,
                "unit": p.unit,
                "low": p.low,
                "high": p.high,
                "choices": list(p.choices),
                "about": _said(order, f"parameters.{n}", lang, p.about),
            }
            for n, p in design.parameters.items()
        ],
        "boards": [
            {
                "name": b.name,
                "nominal": b.nominal,
                "thickness": _mm(b.thickness),
                "thickness_min": b.thickness_min,
                "thickness_max": b.thickness_max,
                "readings": b.readings,
            }
            for b in piece.boards
        ],
        "parts": [
            {
                "id": p.id,
                "name": p.name,
                "label": design.text(f"parts.{p.name}", lang),
                "quantity": p.quantity,
                "size": [_mm(v) for v in p.size],
                "thickness": _mm(p.thickness),
                "material": p.material,
                "area": round(p.region.area * 1e-6, 4),
                "mass": round(piece.mass_of(p), 3),
            }
            for p in piece.parts
        ],
        "hardware": [
            {
                "key": h.key,
                "name": design.text(f"hardware.{h.key}", lang),
                "quantity": h.quantity,
                "spare": h.spare,
                "size": h.size(lang),
            }
            for h in piece.hardware
        ],
        "poses": [p.name for p in piece.poses],
        "steps": len(piece.steps),
        **({"drawings": plan_table(order)} if piece.drawn else {}),
    }


def lines(order: Order, lang: Lang) -> list[str]:
    """Return what a piece is, for people."""
    it = table(order, lang)
    x, y, z = it["size"]
    pose = order.design.text(f"poses.{it['pose']}", lang)
    total = sum(p["quantity"] for p in it["parts"])
    out = [
        f"{it['name']}  {it['title']}"
        + (f"  [{say('preset', lang, name=it['preset'])}]" if it["preset"] else ""),
        it["about"],
        say("presets", lang, names=", ".join(it["presets"])) if it["presets"] else "",
        f"{say('size', lang, x=x, y=y, z=z, pose=pose)}, {figure(it['mass'], lang, 1)} kg, "
        f"{counted('part', total, lang)}, {counted('kind', len(it['parts']), lang)}",
        "",
        say("parameters", lang),
    ]
    rows = [
        (
            p["name"],
            f"{_shown(p['value'], lang)} {p['unit']}".strip(),
            _range(order, p["name"], lang),
            p["about"],
        )
        for p in it["parameters"]
    ]
    out += _columns(rows)
    for b in it["boards"]:
        low, high = b["thickness_min"], b["thickness_max"]
        out.append("  " + say("board", lang, name=b["name"], thickness=b["thickness"], low=low, high=high))
    out += ["", say("parts_head", lang)]
    out += _columns(
        [
            (
                p["id"],
                f"{p['quantity']} x",
                " x ".join(figure(v, lang, 3) for v in p["size"]),
                p["material"],
                p["label"],
            )
            for p in it["parts"]
        ]
    )
    if it["hardware"]:
        out += ["", say("hardware", lang)]
        out += _columns([(f"{h['quantity'] + h['spare']} x", h["name"], h["size"]) for h in it["hardware"]])
    return out


def _said(order: Order, key: str, lang: str, otherwise: str) -> str:
    """Return a text in the language asked for where the design has one."""
    said = order.design.text(key, lang)
    return otherwise if said == key.rpartition(".")[2] else said


def _range(order: Order, name: str, lang: Lang) -> str:
    """Return what a parameter may be, figures in the reader's language."""
    parameter = order.design.parameters[name]
    if parameter.low is None or parameter.high is None:
        return parameter.range_text
    return f"{figure(parameter.low, lang)}…{figure(parameter.high, lang)}"


def _shown(value: object, lang: Lang) -> str:
    """Return a value as people say it in a language."""
    if isinstance(value, bool):
        return say("yes" if value else "no", lang)
    return figure(value, lang, 3) if isinstance(value, float) else str(value)


def _mm(value: float) -> float:
    return round(value, 3) + 0.0


def _columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Return rows as aligned columns."""
    if not rows:
        return []
    wide = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    return ["  " + "  ".join(f"{c:<{w}}" for c, w in zip(row, wide, strict=True)).rstrip() for row in rows]
