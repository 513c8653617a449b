"""A project file becomes variants: lists make them, a pattern names them, and no two share a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from mobilier.errors import ProfileError
from mobilier.job.project import project, variants


def names(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "mobilier.toml"
    file.write_text(text)
    return [v.name for v in variants(project(file), "mobilier.toml")]


def test_lists_make_every_combination(tmp_path: Path) -> None:
    text = """
    [[job]]
    name = "{design}-{preset}-{lab}-{thickness}-{verb}"
    sources = ["chariot:pmr*2", "porte"]
    presets = ["to*", "comptoir"]
    labs = ["default", "labs/Ours.toml"]
    thicknesses = [17.6, "18,2 mm"]
    """
    found = names(tmp_path, text)
    assert len(found) == len(set(found)) == 2 * 2 * 2
    assert found[0] == "chariot-porte-totem-default-17.6-bundle"
    assert found[-1] == "chariot-porte-comptoir-Ours-18.2-mm-bundle"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('name = "{preset}"\nsources = ["chariot"]', "{preset} has nothing to stand for"),
        ('name = "{desing}"\nsources = ["chariot"]', "{desing} is no placeholder; did you mean {design}?"),
        ('name = "x"\nsources = ["chariot"]\npresets = ["mini", "pmr"]\nlabs = ["default"]', "add {preset}"),
        ('name = "{preset}"\nsources = ["chariot"]\npresets = ["mini", "mini"]', "repeats itself"),
        (
            'name = "x"\nsources = ["chariot"]\n[[job]]\nname = "X"\nsources = ["porte"]',
            "two jobs are called X",
        ),
        ('name = "Index.html"\nsources = ["chariot"]', "kept for a page"),
        ('name = "a.Zip"\nsources = ["chariot"]', "a ZIP of a folder"),
        ('name = "-{design}"\nsources = ["chariot"]', "begin with a letter"),
        ('name = "x"\nsources = ["chariot"]\nlab = "a"\nlabs = ["b"]', "lab and labs: keep one"),
        ('name = "x"\nsources = ["chariot:mini"]\npresets = ["pmr"]', "names its own already"),
        ('name = "{preset}"\nsources = ["chariot"]\npresets = ["q*"]', "'q*' names none of chariot"),
        ('name = "x"\nsources = ["c"]\nthicknesses = [18]\nthickness = { "" = 17 }', "keep one of them"),
        ('name = "x"\nsources = ["chariot"]\nlang = []', "lang"),
    ],
)
def test_names_that_cannot_be_are_told(lines: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(ProfileError) as refused:
        names(tmp_path, f"[[job]]\n{lines}\n")
    assert told in str(refused.value)
