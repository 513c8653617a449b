"""What the gallery tells of a folder, read from its own files.  Nothing in it is run."""

from __future__ import annotations

from pathlib import Path

from mobilier.bundle.contract import Contract, read_contract
from mobilier.bundle.lock import PARAMS_FILE, Params
from mobilier.document import parse_table, read_document, read_text
from mobilier.errors import BundleError
from mobilier.export.web.gallery import Card, CardStep, Stack
from mobilier.model.model_json import ModelFile
from mobilier.wording import LANGS, Lang


def card(folder: Path, *, zipped: bool = False) -> Card:
    """Return the card of a folder that ``nest``, ``cut`` or ``bundle`` wrote, with its ZIP if it has one.

    Raises:
        BundleError: it cannot be read.
    """
    table = read_contract(folder)
    files = tuple(row.path for row in table.files)
    copies = {row.name: row.copies for row in table.sheets}
    levels = [row.level for row in table.findings]
    return Card(
        name=folder.name,
        titles={lang: _title(folder, table, lang) for lang in LANGS},
        pictures=tuple(_read(folder / path) for path in _pictures(files)),
        sizes=tuple(row.size for row in table.pieces),
        mass=sum(row.mass * row.quantity for row in table.pieces),
        stacks=_stacks(folder, table),
        place=" · ".join(filter(None, (table.lab, table.machine))),
        programs=tuple(
            CardStep(
                file=row.file,
                tool=row.tool,
                runs=copies[row.sheet],
                seconds=row.seconds * copies[row.sheet],
            )
            for row in table.programs
            if row.role == "cut"
        ),
        findings={level: levels.count(level) for level in ("error", "warning", "note")},
        verdicts=table.proof.verdicts,
        broken=table.proof.broken,
        files=files,
        zipped=zipped,
    )


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BundleError.of("unreadable-file", str(file), problem=str(error)) from None


def _title(folder: Path, table: Contract, lang: Lang) -> str:
    """Return what is made: Le Chariot (mini) × 2 + La Porte."""
    if all(row.title for row in table.pieces):
        return " + ".join(row.title.get(lang, row.design) for row in table.pieces).replace(" x ", " × ")
    asked = read_document(folder / PARAMS_FILE, Params)
    words = []
    for row, piece in zip(asked.piece, table.pieces, strict=True):
        texts = folder / "source/designs" / row.design / f"texts.{lang}.toml"
        named = parse_table(read_text(texts), where=str(texts), toml=True) if texts.is_file() else {}
        preset = f" ({piece.preset})" if piece.preset else ""
        many = f" × {piece.quantity}" if piece.quantity > 1 else ""
        words.append(f"{named.get('title', piece.design)}{preset}{many}")
    return " + ".join(words)


def _pictures(files: tuple[str, ...]) -> list[str]:
    """Return the pictures that show most: the pieces where they were drawn, else the first sheet."""
    covers = [f for f in files if f.startswith("steps/") and f.endswith("cover.svg")]
    drawn = [f for f in files if f.startswith("sheets/") and f.endswith(".svg")]
    sheets = [f for f in drawn if f.endswith(".map.svg")] or drawn  # 0.1.0 had maps alone
    return covers or sheets[:1]


def _stacks(folder: Path, table: Contract) -> tuple[Stack, ...]:
    """Return the sheets by board and size, in the order of the folder."""
    boards = read_document(folder / "model.json", ModelFile).boards
    return tuple(
        Stack(board=boards[name], length=length, width=width, count=count, used=used)
        for (name, length, width), (count, used) in table.stacks().items()
    )
