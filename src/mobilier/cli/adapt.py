"""``mobilier adapt``: other people's drawings made for the board that is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mobilier.cli.findings import tell
from mobilier.cli.words import out, replaces, reports, told, word
from mobilier.wording import language, say

if TYPE_CHECKING:
    from mobilier.errors import Finding
    from mobilier.plan.adapt import Adapted, Fit
    from mobilier.plan.design import PlanSource
    from mobilier.plan.parts import PlanReading
    from mobilier.profiles.shelf import Shelf
    from mobilier.wording import Lang


@click.command
@click.argument("plans", nargs=-1, required=True, metavar="PLAN…")
@word("--nominal", default="", metavar="MM")
@word("--measured", required=True, metavar="MM")
@word("--clearance", default="", metavar="MM")
@word("--units", type=click.Choice(["mm", "cm", "m", "in", "ft"]), default=None)
@out(required=True)
@replaces
@reports
def adapt(
    plans: tuple[str, ...],
    nominal: str,
    measured: str,
    clearance: str,
    units: str | None,
    folder: Path,
    replace: bool,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> int:
    """Write the drawings with every slot, tab and groove made for the measured board."""
    from mobilier.bundle.folder import ready, write
    from mobilier.bundle.text import as_json as json_bytes
    from mobilier.errors import DesignError
    from mobilier.job.lengths import length
    from mobilier.plan.adapt import Fit
    from mobilier.plan.design import plan_sources
    from mobilier.plan.table import ReadAs
    from mobilier.plan.thickness import nominal_of
    from mobilier.profiles.shelf import Shelf

    lang = language()
    ready(folder)
    shelf = Shelf()
    files: dict[str, bytes] = {}
    rows: list[dict[str, Any]] = []
    findings: list[Finding] = []
    for source in (s for plan in plans for s in plan_sources(Path(plan), shelf, ReadAs(units=units or ""))):
        drawn_for = length(nominal) if nominal else source.table.nominal or nominal_of([source.reading])
        if not drawn_for:
            raise DesignError.of("plan-nominal", source.name)
        own = length(clearance) if clearance else source.table.clearance
        fresh, row = _made(source, Fit(nominal=drawn_for, thickness=length(measured), clearance=own), shelf)
        if fresh.keys() & files.keys():
            raise DesignError.of("plan-twice", source.name)
        files |= fresh
        rows.append(row)
        findings += source.reading.findings
    result = {"schema": "mobilier.adapt/1", "plans": rows}
    write(folder, {**files, "bundle.json": json_bytes(result)})
    if as_json:
        told(result)
        return 0
    for row in rows:
        click.echo("\n".join(_lines(row, folder, lang)))
    tell(findings, quiet=quiet, verbose=verbose, lang=lang)
    return 0


def _made(source: PlanSource, fit: Fit, shelf: Shelf) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Return the files of an adapted plan, and what was done to it."""
    from mobilier.export.sheets.svg_drawing import drawing_svg
    from mobilier.plan.adapt import adapt as adapted
    from mobilier.plan.design import conventions_of
    from mobilier.plan.rewrite import drawing_of, rewritten

    lang, reading = language(), source.reading
    made = adapted(reading.parts, fit, source.table.slot)
    body, in_place = rewritten(source.data, source.name, reading, made, conventions_of(shelf))
    stem = Path(source.name).stem
    file = source.name if body == source.data else f"{stem}.dxf"
    files = {file: body}
    if source.name.lower().endswith(".svg") and made.changes:
        files[source.name] = drawing_svg(drawing_of(reading, made.parts), stem)
    files[f"{stem}.map.svg"] = _picture(reading, made, fit, stem, lang)
    files[f"{stem}.changes.csv"] = _table(made, lang)
    return files, _row(source.name, file, fit, made, in_place)


def _row(name: str, file: str, fit: Fit, made: Adapted, in_place: bool) -> dict[str, Any]:
    """Return what was done to a plan, lengths in mm."""
    return {
        "plan": name,
        "file": file,
        "nominal": fit.nominal,
        "measured": fit.thickness,
        "clearance": made.clearance if fit.clearance is None else fit.clearance,
        "in_place": in_place,
        "changes": [
            {
                "part": c.part + 1,
                "kind": c.kind,
                "x": round(c.at[0], 3),
                "y": round(c.at[1], 3),
                "before": round(c.before, 4),
                "after": round(c.after, 4),
            }
            for c in made.changes
        ],
        "left": [
            {"width": w, "count": n, "x": round(x, 3), "y": round(y, 3)} for w, n, (x, y) in made.ambiguous
        ],
    }


def _lines(row: dict[str, Any], folder: Path, lang: Lang) -> list[str]:
    """Return what was done to a plan, for people."""
    from mobilier.errors import Finding

    if not row["changes"]:
        return [f"{row['plan']}: {say('plan.nothing', lang)}"]
    tabs = sum(c["kind"] == "tab" for c in row["changes"])
    told = say(
        "plan.adapted",
        lang,
        slots=len(row["changes"]) - tabs,
        tabs=tabs,
        thickness=row["measured"],
        nominal=row["nominal"],
        clearance=row["clearance"],
    )
    place = (folder / row["file"]).as_posix()
    lines = [
        f"{row['plan']}: {told}",
        say("plan.in_place" if row["in_place"] else "plan.redrawn", lang, file=place),
    ]
    for left in row["left"]:
        told_left = {"count": left["count"], "width": left["width"], "x": left["x"], "y": left["y"]}
        lines.append(Finding.of("plan-ambiguous", row["plan"], **told_left).line(lang))
    return lines


def _picture(reading: PlanReading, made: Adapted, fit: Fit, name: str, lang: Lang) -> bytes:
    from mobilier.export.sheets.plan_map import plan_map

    ids = {k: str(k + 1) for k in range(len(made.parts))}
    title = say("plan.adapted_title", lang, name=name, nominal=fit.nominal, thickness=fit.thickness)
    return plan_map(reading, made.parts, ids, title=title, lang=lang, changes=made.changes).encode()


def _table(made: Adapted, lang: Lang) -> bytes:
    """Return every change as a table for a spreadsheet."""
    from mobilier.export.spreadsheet import Cell, csv_bytes

    head = [say(f"plan.changes.{key}", lang) for key in ("part", "what")]
    head += ["x mm", "y mm", *(say(f"plan.changes.{key}", lang) for key in ("before", "after"))]
    rows: list[list[Cell]] = [
        [c.part + 1, say(f"plan.kind.{c.kind}", lang), *(round(v, 3) for v in (*c.at, c.before, c.after))]
        for c in made.changes
    ]
    return csv_bytes(head, rows, lang)
