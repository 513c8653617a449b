"""Coupon: slots of seven widths, tongues that try them, and a square to measure.

Below each slot stand as many holes as it has tenths of a millimetre of clearance beyond the
thickest place of the board.  The tightest slot that takes a tongue with a few taps of a
mallet is the fit to record: ``mobilier lot FILE --clearance 0.2``.
"""

from mobilier import Hole, Material, Piece, Step, count, design, length, material, opening, plate

SLOTS = 7  # clearances of 0.0, 0.1 … 0.6 mm, the range a material may state
STEP = 0.1
TALLY = 8.5  # hole of the tally, wider than any common cutter


@design(letter="X")
def coupon(
    tongue: float = length(50, 40, 80, "width of a tongue"),
    tongues: int = count(2, 1, 7, "how many tongues"),
    square: float = length(100, 50, 200, "side of the square to measure"),
    board: Material = material("okoume-18", "the board to try"),  # noqa: B008
) -> Piece:
    """Slots of seven widths, tongues that try them, and a square to measure."""
    pitch = board.opening + SLOTS * STEP + max(20.0, 1.5 * board.thickness)
    step = TALLY + board.thickness + 2
    low = 30.0 + SLOTS * step
    slots, holes = [], []
    for k in range(SLOTS):
        x = (k + 1) * pitch
        wide = board.thickness_max + k * STEP
        slots.append(opening((x - wide / 2, x + wide / 2), (low, low + tongue + 10), corner=6.2))
        holes += [Hole(at=(x, low - 30 - step * n), diameter=TALLY, why=f"tally {k}") for n in range(k)]
    comb = plate(
        "comb",
        board,
        x=(0, (SLOTS + 1) * pitch),
        y=(0, low + tongue + 50),
        z=0.0,
        openings=slots,
        holes=holes,
    )
    sticks = [
        plate(f"tongue/{k}", board, x=(100.0 * k, 100.0 * k + tongue), y=500.0, z=(0, 120))
        for k in range(tongues)
    ]
    measure = plate("square", board, x=(0, square), y=(0, square), z=200.0)
    order = ("comb", *(s.name for s in sticks), "square")
    return Piece(plates=[comb, *sticks, measure], joints=[], steps=[Step(key="try", plates=order)])
