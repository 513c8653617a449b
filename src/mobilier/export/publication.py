"""Every document of a bundle, by path: one call that leaves nothing out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from mobilier.errors import Finding
from mobilier.export.documents.booklet import booklet
from mobilier.export.documents.dossier import Dossier
from mobilier.export.documents.labels import labels
from mobilier.export.documents.pdf import pngs
from mobilier.export.documents.readme import readme
from mobilier.export.documents.setup import setup_sheet
from mobilier.export.models.glb import piece_glb
from mobilier.export.sheets.path_map import path_map
from mobilier.export.views.pictures import piece_pictures
from mobilier.export.web.okh import manifest, okh_findings, okh_toml
from mobilier.export.web.viewer import viewer
from mobilier.export.web.wiki import mediawiki, shown_pictures, upload_table, wikifab
from mobilier.wording import Lang

Drawn = Sequence[Mapping[str, str]]


def documents(
    dossier: Dossier, langs: tuple[Lang, ...], *, solid: bool = True
) -> tuple[dict[str, bytes], list[Finding]]:
    """Return booklets, labels, setup sheets, pictures, 3-D models and wiki pages by path.

    The findings name the pictures that could not be drawn.  ``solid`` False leaves out STEP, the
    only file that needs cadquery.  The PNG files under ``wiki/`` are the only ones that may
    differ in their bytes from machine to machine.
    """
    files: dict[str, bytes] = {}
    drawn: list[dict[str, str]] = []
    missing: list[Finding] = []
    for c in dossier.chapters:
        shown, lost = piece_pictures(c.piece)
        drawn.append(shown)
        missing += lost
    dossier = replace(dossier, findings=(*dossier.findings, *missing))
    for lang in langs:
        files[f"plans/booklet.{lang}.pdf"] = booklet(dossier, lang, drawn)
        if dossier.machine is not None:
            files[f"programs/{dossier.machine.name}/setup.{lang}.md"] = setup_sheet(dossier, lang).encode()
    files |= ways(dossier, langs[0])
    files["labels.pdf"] = labels(dossier, langs[0])
    files |= pictures(dossier, drawn) | models(dossier, langs[0], solid=solid) | wiki(dossier, langs, drawn)
    return files, missing


def pictures(dossier: Dossier, drawn: Drawn) -> dict[str, bytes]:
    """Return steps/*.svg: cover, exploded view, each step and pose; by design when there are several."""
    files: dict[str, bytes] = {}
    for c, made in zip(dossier.chapters, drawn, strict=True):
        folder = "steps" if len(dossier.chapters) == 1 else f"steps/{c.file_name}"
        files |= {f"{folder}/{name}.svg": svg.encode() for name, svg in made.items()}
    return files


def ways(dossier: Dossier, lang: Lang) -> dict[str, bytes]:
    """Return a picture of the cutter's way beside every cutting program."""
    files = {}
    for layout in dossier.layouts:
        for p in dossier.programs.get(layout.name, ()):
            if p.role == "cut" and dossier.machine is not None:
                drawn = path_map(p, layout, dossier.boards[layout.sheet.material], lang=lang)
                files[f"programs/{dossier.machine.name}/{PurePosixPath(p.name).stem}.svg"] = drawn.encode()
    return files


def models(dossier: Dossier, lang: Lang, *, solid: bool = True) -> dict[str, bytes]:
    """Return 3d/: GLB, STEP and the offline viewer of every design."""
    files = {}
    for c in dossier.chapters:
        names = {p.id: c.part_name(p, lang) for p in c.piece.parts}
        files[f"3d/{c.file_name}.glb"] = piece_glb(c.piece, names=names)
        if solid:
            from mobilier.export.models.step import step_file

            files[f"3d/{c.file_name}.step"] = step_file(c.piece, names=names)
        page = "viewer" if len(dossier.chapters) == 1 else f"viewer-{c.file_name}"
        files[f"3d/{page}.html"] = viewer(dossier, c).encode()
    return files


def wiki(dossier: Dossier, langs: tuple[Lang, ...], drawn: Drawn) -> dict[str, bytes]:
    """Return wiki/: pages, pictures as PNG, and the list of uploads."""
    files: dict[str, bytes] = {"wiki/upload.csv": upload_table(dossier, langs[0])}
    for c, made in zip(dossier.chapters, drawn, strict=True):
        name = c.file_name.capitalize()
        for lang in langs:
            files[f"wiki/{name}.wikifab.{lang}.wikitext"] = wikifab(dossier, c, lang).encode()
            page = "mediawiki" if lang == langs[0] else f"mediawiki.{lang}"  # as a wiki names translations
            files[f"wiki/{name}.{page}.wikitext"] = mediawiki(dossier, c, lang).encode()
        shown = shown_pictures(c)
        drawn_png = pngs([made[key] for key in shown])
        files |= {f"wiki/{name}": png for name, png in zip(shown.values(), drawn_png, strict=True)}
    return files


def front_pages(dossier: Dossier, files: Collection[str]) -> dict[str, bytes]:
    """Return the files that name all others: LISEZMOI.md, README.md and, when it can be valid, okh.toml."""
    out = {
        "LISEZMOI.md": readme(dossier, "fr", files).encode(),
        "README.md": readme(dossier, "en", files).encode(),
    }
    table = manifest(dossier, {*files, *out})
    if not okh_findings(table, {*files, *out}):
        out["okh.toml"] = okh_toml(table).encode()
    return out
