"""Tabouret: the stool of the Maisonnette, copied out and made taller or lower."""

from mobilier import (
    Hardware,
    Material,
    Piece,
    Pose,
    Step,
    design,
    halved,
    length,
    material,
    plate,
    rounded,
    sold,
    tabs,
)


@design(letter="T")
def tabouret(
    height: float = length(450, 380, 700, "height of the seat"),
    wide: float = length(340, 300, 420, "side of the seat"),
    board: Material = material("okoume-18", "board"),
) -> Piece:
    """A stool of three plates."""
    t = board.thickness
    half, reach = wide / 2, wide / 2 - 15
    outline = [
        (-reach, 0.0),
        (70 - reach, 0.0),
        (100 - reach, height / 3),
        (reach - 100, height / 3),
        (reach - 70, 0.0),
        (reach, 0.0),
        (reach - 25, height - t - 30),
        (reach - 25, height),
        (25 - reach, height),
        (25 - reach, height - t - 30),
    ]
    shape = rounded(outline, [5.0, 5.0, 30.0, 30.0, 5.0, 5.0, 20.0, 0.0, 0.0, 20.0])

    seat = plate("assise", board, x=(-half, half), y=(-half, half), z=height - t, corner=60)
    one = plate("pied/a", board, x=(-reach, reach), y=-t / 2, z=(0, height), outline=shape, grain="z")
    two = plate("pied/b", board, x=-t / 2, y=(-reach, reach), z=(0, height), outline=shape, grain="z")
    joints = [
        halved(one, two, opens="+z"),
        tabs(one, into=seat, count=2, width=45, margin=35),
        tabs(two, into=seat, count=2, width=45, margin=35),
    ]
    return Piece(
        plates=[seat, one, two],
        joints=joints,
        poses=[Pose(name="standing")],
        steps=[Step(key="cross", plates=("pied/a", "pied/b", "assise"), hardware=("pad",))],
        extras=[Hardware(key="pad", quantity=4, article=sold("felt-pad"))],
    )
