"""A project file becomes variants: lists make them, a pattern names them, and no two share a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from mobilier.errors import ProfileError
from mobilier.project.project import project, variants


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
        ('name = "{desing}"\nsources = ["chariot"]', "{desing} is no placeholder -> did you mean 'design'?"),
        ('name = "x"\nsources = ["chariot"]\npresets = ["mini", "pmr"]\nlabs = ["default"]', "add {preset}"),
        ('name = "{preset}"\nsources = ["chariot"]\npresets = ["mini", "mini"]', "repeats itself"),
        (
            'name = "x"\nsources = ["chariot"]\n[[job]]\nname = "X"\nsources = ["porte"]',
            "X: two jobs are called so",
        ),
        ('name = "Index.html"\nsources = ["chariot"]', "kept for a page"),
        ('name = "a.Zip"\nsources = ["chariot"]', "a ZIP of a folder"),
        ('name = "-{design}"\nsources = ["chariot"]', "begin with a letter"),
        ('name = "x"\nsources = ["chariot"]\nlab = "a"\nlabs = ["b"]', "lab, labs: these exclude each other"),
        ('name = "x"\nsources = ["chariot:mini"]\npresets = ["pmr"]', "names its preset already"),
        ('name = "{preset}"\nsources = ["chariot"]\npresets = ["q*"]', "chariot has no preset 'q*'"),
        ('name = "x"\nsources = ["c"]\nthicknesses = [18]\nthickness = { "" = 17 }', "give only one of them"),
    ],
)
def test_names_that_cannot_be_are_told(lines: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(ProfileError) as refused:
        names(tmp_path, f"[[job]]\n{lines}\n")
    assert told in str(refused.value)
