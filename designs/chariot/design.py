"""Chariot: a cart for a digital workshop that opens into a workbench.

After "Le Chariot de l'inclusion numérique" by Emilieu Studio: our own proposal, not its plans.
"""

from mobilier import (
    DesignError,
    Fixing,
    Hardware,
    Hole,
    Joint,
    Material,
    Motion,
    Piece,
    Plate,
    Pose,
    Requirement,
    Step,
    choice,
    count,
    design,
    fingers,
    halved,
    hinged,
    housed,
    length,
    material,
    opening,
    plate,
    screwed,
    switch,
    tabs,
)

SET_BACK = 40.0  # ends stand this far in from the ends of base and top
GAP = 1.5  # air round a drawer front
SLIDE = 13.0  # room for one drawer slide
FRONT = 190.0  # height of a drawer front
BOX = 150.0  # height of a drawer box
GROOVE = 5.0  # how far a drawer bottom sits in its sides

EDGE_SCREW = Fixing(key="screw-edge", size="4.5 × 50", diameter=4.5, pilot=3.0)
OFFSET_SCREW = Fixing(key="screw-edge", size="4.5 × 50", diameter=4.5, pilot=3.0, margin=150)
FRONT_SCREW = Fixing(key="screw-front", size="4 × 25", diameter=4.5, pilot=2.5)
PIANO = Fixing(key="piano-hinge", size="32 mm open, as long as the leaf", diameter=4.0, pilot=2.5)
BUTT = Fixing(key="butt-hinge", size="80 mm", diameter=4.5, pilot=2.5)


@design(letter="C")
def chariot(
    length: float = length(1180, 900, 1500, "outside length of base and top, without handles"),
    body: float = length(600, 520, 700, "depth of the body"),
    transit_width: float = length(688, 560, 830, "width over the folded leaves"),
    bench_h: float = length(900, 750, 950, "height of the bench above the floor"),
    castor_h: float = length(155, 90, 190, "height of the castors, floor to base"),
    leaf_w: float = length(320, 240, 360, "width of a drop leaf"),
    handle: float = length(60, 40, 80, "how far a handle stands out at each end"),
    support: str = choice("gateleg", ["none"], "what carries the leaves; none: no leaves"),
    n_shelf: int = count(1, 0, 2, "shelves on each side of the spine"),
    n_drawer: int = count(2, 0, 4, "drawers in the front bay"),
    spine_offset: float = length(0, 0, 195, "spine moved back; 195: the front bay takes Euro boxes"),
    separator: bool = switch(True, "an upright splits the front bay in two"),
    board: Material = material("okoume-18", "main board"),
    drawer_board: Material = material("okoume-12", "drawer boxes"),
    bottom_board: Material = material("okoume-6.5", "drawer bottoms"),
) -> Piece:
    """A cart for a digital workshop that opens into a workbench."""
    t = board.thickness
    fold = body + 4 * t + 2  # a leg and a leaf fold flat against each side
    if support == "gateleg" and transit_width < fold:
        raise DesignError(
            f"transit_width {transit_width:g}: body {body:g} and four boards of {t:g} mm need "
            f"{fold:g}; make the body {fold - transit_width:g} mm shallower or the chariot wider"
        )
    top, floor = bench_h - t, castor_h + t
    left, right = SET_BACK, length - SET_BACK
    spine_y = body / 2 - t / 2 + spine_offset
    upper = (body - transit_width) / 2 + t, (body + transit_width) / 2 - t

    # The case: base, top, two ends, a spine along the middle.
    hand = [
        opening((y - 60, y + 60), (bench_h - 110, bench_h - 75), corner=17)
        for y in (body / 2 - 130, body / 2 + 130)
    ]
    feet = [(x, y) for x in (120, length - 120) for y in (110, body - 110)]
    bolts = [
        Hole(at=(x + i, y + j), diameter=8.5, why="castor")
        for x, y in feet
        for i in (-30, 30)
        for j in (-40, 40)
    ]
    base = plate("socle", board, x=(0, length), y=(0, body), z=castor_h, corner=20, holes=bolts)
    lid = plate("plateau", board, x=(0, length), y=upper, z=top, corner=8)
    ends = [
        plate(f"flanc/{which}", board, x=x, y=(0, body), z=(castor_h, bench_h), openings=hand, grain="z")
        for which, x in (("left", left), ("right", right - t))
    ]
    spine = plate("cloison", board, x=(left, right), y=spine_y, z=(castor_h, bench_h))
    case = [base, lid, *ends, spine]
    joints = [tabs(spine, into=base, count=4), tabs(spine, into=lid, count=4)]
    for end in ends:
        joints += [
            tabs(end, into=base, count=2),
            tabs(end, into=lid, count=2),
            tabs(spine, into=end, count=2, margin=64),
        ]

    # Handles: a rail at each end, tabbed through the end panel.
    grips = []
    for end, (x0, x1), hole_x in (
        (ends[0], (-handle, left + t), 41 - handle),
        (ends[1], (right - t, length + handle), length + handle - 41),
    ):
        slot = opening((hole_x - 14, hole_x + 14), (body / 2 - 200, body / 2 + 200), corner=13.9)
        corners = (25, 0, 0, 25) if end is ends[0] else (0, 25, 25, 0)
        grip = plate(
            f"poignee/{end.name[6:]}",
            board,
            x=(x0, x1),
            y=(0, body),
            z=bench_h - 160,
            corner=corners,
            openings=[slot],
            grain="y",
        )
        grips.append(grip)
        joints.append(tabs(grip, into=end, count=2))

    # Shelves on both sides of the spine, below the drawers.
    rows = -(-n_drawer // (2 if separator else 1))
    room = top - floor - rows * (FRONT + 2 * GAP)
    shelves = []
    for k in range(n_shelf):
        z = floor + room * (k + 1) / (n_shelf + 1)
        front = plate(f"etagere avant/{k}", board, x=(left, right), y=(0, spine_y), z=z)
        back = plate(f"etagere arriere/{k}", board, x=(left, right), y=(spine_y + t, body), z=z)
        shelves += [front, back]
        joints += [tabs(shelf, into=end, count=1) for shelf in (front, back) for end in ends]
        joints += [
            screwed(spine, front, by=EDGE_SCREW, count=4),
            screwed(spine, back, by=OFFSET_SCREW, count=3),
        ]

    # The separator slides in from the front: open half-laps along y, then the top goes on.
    uprights = []
    bays = [(left + t, right - t)]
    if separator:
        upright = plate(
            "separateur", board, x=length / 2 - t / 2, y=(0, spine_y + t), z=(floor, bench_h), grain="z"
        )
        uprights.append(upright)
        bays = [(left + t, length / 2 - t / 2), (length / 2 + t / 2, right - t)]
        joints += [
            tabs(upright, into=spine, count=2, margin=64),
            tabs(upright, into=lid, count=1),
            screwed(base, upright, by=EDGE_SCREW, count=2),
        ]
        joints += [halved(upright, shelf, opens="+y") for shelf in shelves if "avant" in shelf.name]

    # Drawers: finger-jointed boxes of thin board behind inset fronts.
    drawers = []
    depth = min(268.0, spine_y - t - 5)
    for k in range(n_drawer):
        x0, x1 = bays[k % len(bays)]
        z = top - GAP - FRONT - (k // len(bays)) * (FRONT + 2 * GAP)
        made, joined = drawer(k, (x0, x1), z, depth, board, drawer_board, bottom_board)
        drawers += made
        joints += joined

    # Leaves hang outside the legs; four legs turn out under them.
    leaves, legs, motions = [], [], []
    if support == "gateleg":
        for which, y, axis_y, turn in (
            ("front", upper[0] - t, upper[0], -90),
            ("back", upper[1], upper[1], 90),
        ):
            leaf = plate(
                f"rallonge/{which}",
                board,
                x=(0, length),
                y=y,
                z=(top - leaf_w, top),
                corner=(30, 30, 0, 0),
                grain="x",
            )
            leaves.append(leaf)
            joints.append(hinged(leaf, lid, at=(0, axis_y, top), along=(1, 0, 0), by=PIANO))
            motions.append(Motion(plates=(leaf.name,), at=(0, axis_y, top), along=(1, 0, 0), degrees=turn))
        window = 62.0
        for side, y, axis_y in (("front", -t, 0.0), ("back", body, body)):
            for end, x0, axis_x in ((ends[0], left + t, left + t), (ends[1], right - t - 300, right - t)):
                hole = opening((x0 + window, x0 + 300 - window), (20 + window, top - window), corner=40)
                leg = plate(
                    f"pied-portillon/{side} {end.name[6:]}",
                    board,
                    x=(x0, x0 + 300),
                    y=y,
                    z=(20, top),
                    corner=10,
                    openings=[hole],
                    grain="z",
                )
                legs.append(leg)
                joints.append(hinged(leg, end, at=(axis_x, axis_y, 0), along=(0, 0, 1), by=BUTT))
                turn = 90 if (side == "front") == (end is ends[1]) else -90
                motions.append(
                    Motion(plates=(leg.name,), at=(axis_x, axis_y, 0), along=(0, 0, 1), degrees=turn)
                )

    def names(plates: list[Plate]) -> tuple[str, ...]:
        return tuple(p.name for p in plates)

    steps = [
        Step(key="case", plates=names([base, *ends, spine, *shelves]), hardware=("screw-edge",), people=2)
    ]
    if uprights:
        steps.append(Step(key="separator", plates=names(uprights), hardware=("screw-edge",)))
    steps += [
        Step(key="handles", plates=names(grips)),
        Step(key="top", plates=(lid.name,), people=2),
        Step(key="castors", plates=(), hardware=("castor", "bolt-castor"), people=2),
    ]
    if legs:
        steps += [
            Step(key="legs", plates=names(legs), hardware=("butt-hinge", "foot"), people=2),
            Step(key="leaves", plates=names(leaves), hardware=("piano-hinge", "latch"), people=2),
        ]
    if drawers:
        steps.append(Step(key="drawers", plates=names(drawers), hardware=("slides", "screw-front")))

    screws = sum(
        len(j.at) or j.count or 0 for j in joints if j.fixing is EDGE_SCREW or j.fixing is OFFSET_SCREW
    )
    hardware = [
        Hardware(key="castor", quantity=4, size="Ø 125 mm, plate, brake, swivel", load=80),
        Hardware(key="bolt-castor", quantity=16, size="M8 × 40, washer, nut", spare=2),
    ]
    if screws:
        hardware.append(Hardware(key="screw-edge", quantity=screws, size="4.5 × 50", spare=4))
    if legs:
        hardware += [
            Hardware(key="piano-hinge", quantity=2, size=f"{length:.0f} mm, 32 mm open"),
            Hardware(key="butt-hinge", quantity=8, size="80 mm, with screws 4 × 16"),
            Hardware(key="foot", quantity=4, size="M10 adjustable, 20 mm"),
            Hardware(key="latch", quantity=2, size="toggle latch or magnetic catch"),
        ]
    if drawers:
        hardware += [
            Hardware(key="slides", quantity=n_drawer, size="250 mm, 12.7 mm thick (pair)", load=20),
            Hardware(key="screw-front", quantity=4 * n_drawer, size="4 × 25", spare=2),
        ]
    return Piece(
        plates=[*case, *grips, *shelves, *uprights, *leaves, *legs, *drawers],
        joints=joints,
        poses=[Pose(name="transit"), Pose(name="bench", motions=tuple(motions))],
        steps=steps,
        hardware=hardware,
        requirements=[
            Requirement(kind="transit-width", values={}, pose="transit"),
            Requirement(kind="castors", values={"inset_x": 120, "inset_y": 110, "load": 80, "payload": 90}),
            Requirement(kind="tilt", values={"base_width": body - 220}, pose="transit"),
        ],
    )


def drawer(
    k: int,
    bay: tuple[float, float],
    z: float,
    depth: float,
    board: Material,
    thin: Material,
    sheet: Material,
) -> tuple[list[Plate], list[Joint]]:
    """One drawer: an inset front of the main board, a finger-jointed box, a grooved bottom."""
    t, s = board.thickness, thin.thickness
    (x0, x1), zb = bay, z + 20
    middle = (x0 + x1) / 2
    grip = opening((middle - 50, middle + 50), (z + 130, z + 158), corner=13.9)
    front = plate(
        f"facade tiroir/{k}",
        board,
        x=(x0 + GAP, x1 - GAP),
        y=0.0,
        z=(z, z + FRONT),
        corner=4,
        openings=[grip],
    )
    a, b, y0, y1 = x0 + SLIDE, x1 - SLIDE, t, t + depth
    sides = [
        plate(f"cote tiroir/{k} {w}", thin, x=x, y=(y0, y1), z=(zb, zb + BOX))
        for w, x in (("left", a), ("right", b - s))
    ]
    back = plate(f"bout tiroir/{k} back", thin, x=(a, b), y=y1 - s, z=(zb, zb + BOX))
    inner = plate(f"bout tiroir/{k} front", thin, x=(a, b), y=y0, z=(zb, zb + BOX))
    reach = s - GROOVE
    bottom = plate(f"fond tiroir/{k}", sheet, x=(a + reach, b - reach), y=(y0 + reach, y1 - reach), z=zb + 10)
    points = [(middle + i * 150, zb + BOX / 2 + j * 40) for i in (-1, 1) for j in (-1, 1)]
    joints = [fingers(end, side) for end in (inner, back) for side in sides]
    joints += [housed(bottom, into=p) for p in (*sides, back, inner)]
    joints.append(screwed(inner, front, by=FRONT_SCREW, at=points))
    return [front, *sides, back, inner, bottom], joints
