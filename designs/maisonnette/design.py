r"""Maisonnette: a house on castors whose front opens in two wings around a desk.

After "La Maisonnette" by etrangeOrdinaire with the Fablab de Nîmes: our own proposal, not its plans.

    front view, closed         plan, open (front below)
           /\ top              ┌──────────────┐ back
          /  \                 │ shelf, desk  │
         / ○  \                ├──────────────┤
        │──┬───│ eave          │  drop desk   │
        │  │   │              ╱└──────────────┘╲
        │ o│ o │ wings       ╱   wing    wing   ╲
        └──┴───┘            ╱                    ╲
"""

import math

from mobilier import (
    Castors,
    Contour,
    DesignError,
    Group,
    Hardware,
    Material,
    Motion,
    Piece,
    Plate,
    Pose,
    Requirement,
    Step,
    angle,
    bolts,
    castors,
    cleat_gussets,
    count,
    design,
    eaves_fillers,
    fingers,
    fitted_out,
    front_gable,
    glue,
    hasp,
    held,
    hinged,
    hooks,
    house_back,
    house_wings,
    knuckle,
    length,
    material,
    mounted_on,
    opening,
    piano_hinge,
    pitched_roof,
    plate,
    rounded,
    sold,
    stool,
    strap,
    switch,
    tabs,
)

FOOT_ROOM = 300.0  # the base is cut out this deep for feet and footrests
OVERHANG = 100.0  # the base reaches out in front and behind
SIDE = 40.0  # base and roof reach out at the sides
INSET = 50.0  # castors from the edge of the base
WING_LOW = 12.0  # under the wings, above the base
SUPPORT = 165.0  # degrees a gusset turns out under the drop desk
GUSSET, GUSSET_HIGH = 270.0, 230.0  # a gusset's reach and height
DESK_BACK = 10.0  # the desk stands back: its hinge is clear of the closed wings
HOOK = 300.0  # the hooks of the drop desk from the wings' hinges
SHELF = 300.0  # depth of the shelf
STOOL = 450.0  # height of a stool
BAGS = 250.0  # sandbags lie this deep beside the room for feet
CASTOR_LOAD, PAYLOAD = 80.0, 45.0  # kg
PAPERS = 10.0  # kg on the high shelf
ANGLE = 70000.0 * 14000.0  # N·mm²: stiffness of an aluminium angle 30 × 30 × 3
BAG = 13.0  # litres of a sandbag of 20 kg


@design(letter="M")
def maisonnette(
    width: float = length(1180, 900, 1500, "width over the sides"),
    depth: float = length(380, 370, 450, "depth of the case, without the base's overhang"),
    top: float = length(1921, 1810, 1990, "height of the roof's top above the floor"),
    pitch: float = angle(30, 25, 35, "slope of the roof"),
    desk_h: float = length(750, 720, 780, "height of the desk"),
    flap: float = length(340, 300, 360, "depth of the drop desk"),
    shelf_z: float = length(1400, 1260, 1400, "height of the shelf"),
    castor_h: float = length(100, 70, 130, "height of the castors, floor to base"),
    seats: int = count(2, 0, 2, "stools, stowed on the desk when closed"),
    porthole: bool = switch(True, "round windows in the gables"),
    wind: float = length(10, 6, 14, "wind in m/s up to which it stays open"),
    board: Material = material("okoume-18", "board"),
) -> Piece:
    """A house on castors whose front opens in two wings around a desk."""
    t = board.thickness
    wheels = castors(CASTOR_LOAD, castor_h)
    castor_h = wheels.height
    rim = max(1.5 * t, 25.0) + 1
    slope = math.radians(pitch)
    half = width / 2
    ridge = top - t * math.cos(slope)
    eave = ridge - half * math.tan(slope)
    floor = castor_h + t
    _refuse_crowded(depth - t, flap, (desk_h + t, shelf_z, eave), seats, t)

    # Plates and joints: the case, its base, the roof, the wings, the desk, the stools.
    base = _base(width, depth, wheels, board)
    backs = house_back(half, depth, (castor_h, eave, ridge), rim, porthole, board)
    sides = [
        plate(
            f"joue/{which}",
            board,
            x=x,
            y=(0, depth),
            z=(castor_h, eave),
            outline=[
                (0.0, castor_h),
                (depth - t - 10, castor_h),
                (depth - t - 10, floor + 1),
                (depth, floor + 1),
                (depth, eave),
                (0.0, eave),
            ],
            openings=_cable(depth, desk_h) if which == "right" else (),
            grain="z",
        )
        for which, x in (("left", -half), ("right", half - t))
    ]
    cable = opening((half - 200, half - 120), (depth - t - rim - 45, depth - t - rim - 5), corner=20)
    desk = plate(
        "plateau fixe",
        board,
        x=(-half, half),
        y=(DESK_BACK, depth),
        z=desk_h - t,
        outline=_board_in(half, (DESK_BACK, depth), t),
        openings=[cable],
        grain="x",
    )
    shelf = plate(
        "tablette haute",
        board,
        x=(-half, half),
        y=(depth - SHELF, depth),
        z=shelf_z,
        outline=_board_in(half, (depth - SHELF, depth), t),
        grain="x",
    )
    gable = front_gable(half, (eave, ridge), porthole, board)
    case = [base, *backs.plates, *sides, desk, shelf, gable]
    joints = list(backs.joints)
    for back in backs.plates[: -1 if len(backs.plates) > 1 else None]:
        joints += [
            tabs(back, into=base, count=3 if len(backs.plates) == 1 else 2, margin=90),
            tabs(desk, into=back, count=3 if len(backs.plates) == 1 else 2, margin=110),
            tabs(shelf, into=back, count=3 if len(backs.plates) == 1 else 2, margin=110),
        ]
    for k, side in enumerate(sides):
        back = backs.plates[min(k, len(backs.plates) - 2)] if len(backs.plates) > 1 else backs.plates[0]
        joints += [
            fingers(back, side, count=11),
            tabs(side, into=base, count=1),
            tabs(desk, into=side, count=1),
            tabs(shelf, into=side, count=1),
            tabs(gable, into=side, count=1),
        ]
    roof = pitched_roof(half, depth, ridge, pitch, gable, backs, SIDE)
    crossed = [(desk_h - t - GUSSET_HIGH, desk_h + t)]  # heights where desk and gussets reach the front
    roof.take(eaves_fillers(roof.plates, half, eave, (ridge - eave) / half, board))
    wings = house_wings(half, (floor + WING_LOW, eave, ridge), sides, crossed, board)
    drop = _drop_desk(half - t, flap, desk_h, desk, board)
    gussets = cleat_gussets(sides, (2.0, desk_h - t), GUSSET, GUSSET_HIGH, drop, degrees=SUPPORT)
    stools = [_stool(k, seats, depth - t, desk_h + t, flap, board) for k in range(seats)]
    groups = [roof, wings, drop, gussets, *stools]

    # Poses: modelled closed, the stools on the desk.  Wings first, then gussets, then the desk they carry.
    out = tuple(m for s in stools for m in s.motions)
    poses = [
        Pose(name="closed"),
        Pose(name="open", motions=(*wings.motions, *out, *drop.motions, *gussets.motions)),
    ]

    # Between the gussets the desk bends: where they stand far apart an angle stiffens its front edge.
    carried = 2 * (half - 2 * t - 4 - GUSSET * math.sin(math.radians(180 - SUPPORT)))
    stiff = carried > 800

    # Steps
    inside = [p.name for p in (*backs.plates, desk, shelf, sides[0], gable, sides[1], base)]
    steps = [
        Step(
            key="case",
            plates=tuple(inside),
            hardware=("glue", "screw-strip") if len(backs.plates) > 1 else ("glue",),
            people=2,
        ),
        wheels.step(people=4),
        Step(key="roof", plates=roof.names, hardware=("screw-edge", "ridge"), people=2),
        Step(key="gussets", plates=gussets.names, hardware=("screw-cleat", "butt-hinge")),
        Step(key="desk", plates=drop.names, hardware=("piano-hinge", "stop", *(("rail",) if stiff else ()))),
    ]
    steps += [Step(key="stool", plates=s.names[1:] + s.names[:1], apart=True) for s in stools]
    steps += [
        Step(
            key="wings",
            plates=wings.names,
            hardware=("butt-hinge", "screw-block", "castor-wing", "bolt-wing"),
            people=2,
        ),
        Step(key="stays", plates=(), hardware=("hook", "barrel-bolt", "hasp", "strap")),
        Step(key="power", plates=(), hardware=("power", "led")),
        Step(key="curtain", plates=(), hardware=("curtain-rod", "curtain")),
        Step(key="sand", plates=(), hardware=("sandbag",)),
    ]

    # Hardware besides what the joints ask for
    cut = _cut_out(width)
    knee = cut / 2 - 10
    beside = (half - t - cut / 2 - 8) * 2 * BAGS * (desk_h - t - floor - 30) / 1e6  # litres beside the feet
    joints += [j for g in groups for j in g.joints]
    extras = [
        *glue(joints, poses),
        *wheels.bought(4, board),
        *(h for g in groups for h in g.extras),
        *_stays(half - t, desk_h, (wings, drop), desk, sides),
        *_fittings(roof, drop, shelf, backs.plates[-1 if len(backs.plates) == 1 else 1], stiff),
        Hardware(key="curtain-rod", quantity=1, article=sold("fibreglass-rod", cut=(width + 160,))),
        Hardware(key="curtain", quantity=1, article=sold("curtain", cut=(width, 900.0))),
        Hardware(key="sandbag", quantity=max(2, round(beside / BAG)), article=sold("sandbag")),
    ]

    requirements = [
        Requirement(kind="transit-width", values={}, pose="closed"),
        Requirement(kind="transit-height", values={}, pose="closed"),
        Requirement(kind="ground-clearance", values={}, pose="closed"),
        wheels.promise(PAYLOAD),
        wheels.steady(depth + 2 * (OVERHANG - INSET), depth / 2, "closed", aloft=PAPERS, aloft_z=shelf_z),
        Requirement(
            kind="deflection",
            values={"span": carried, "width": flap, "thickness": t, "rail": ANGLE if stiff else 0.0},
        ),
        Requirement(
            kind="void",
            values={
                "x0": -knee,
                "x1": knee,
                "y0": DESK_BACK - 5 - flap,
                "y1": FOOT_ROOM - OVERHANG - 8,
                "height": desk_h - t,
                "top": desk_h,
            },
            pose="open",
        ),
        Requirement(
            kind="ballast",
            values={
                "speed": wind,
                "y0": -0.85 * half,
                "y1": depth + OVERHANG - INSET,
                "ballast_y": BAGS / 2,
                "room": beside,
            },
            pose="open",
        ),
    ]
    return Piece(
        plates=[*case, *(p for g in groups for p in g.plates)],
        joints=joints,
        poses=poses,
        steps=steps,
        extras=extras,
        requirements=requirements,
    )


def _refuse_crowded(
    room: float, flap: float, levels: tuple[float, float, float], seats: int, t: float
) -> None:
    """The drop desk, the stools on it and the shelf over them need their places."""
    desk, shelf, eave = levels
    room -= DESK_BACK
    if flap > room - 2:
        raise DesignError(
            f"flap {flap:g}: {room:.0f} mm before the back take the folded desk; make it "
            f"{flap - room + 2:.0f} mm shallower or the house deeper",
            f"flap {flap:g} : {room:.0f} mm devant le fond reçoivent le bureau replié ; faites-le "
            f"{flap - room + 2:.0f} mm moins profond ou la maison plus profonde",
        )
    if shelf > eave - t - 26:
        raise DesignError(
            f"shelf_z {shelf:g}: the eaves are at {eave:.0f}, the shelf needs {t + 26:.0f} mm below them; "
            f"lower the shelf by {shelf - eave + t + 26:.0f} mm, raise the top or take a flatter roof",
            f"shelf_z {shelf:g} : l'égout est à {eave:.0f}, il faut {t + 26:.0f} mm dessous ; baissez "
            f"l'étagère de {shelf - eave + t + 26:.0f} mm, relevez le faîte ou prenez un toit plus plat",
        )
    if seats and shelf < desk + STOOL + 5:
        raise DesignError(
            f"shelf_z {shelf:g}: the stools stand {STOOL:g} mm high on the desk at {desk:.0f}; "
            f"raise the shelf by {desk + STOOL + 5 - shelf:.0f} mm or take no stools",
            f"shelf_z {shelf:g} : les tabourets font {STOOL:g} mm sur le bureau à {desk:.0f} ; "
            f"relevez l'étagère de {desk + STOOL + 5 - shelf:.0f} mm ou passez-vous de tabourets",
        )


def _cut_out(width: float) -> float:
    """Width of the room for feet: 760 in a house of 1180."""
    return min(760.0, width - 280)


def _board_in(half: float, y: tuple[float, float], t: float) -> list[tuple[float, float]]:
    """A board through both sides and the back, clear of the corners where those meet."""
    (y0, y1), c = y, t + 1
    points = [(-half, y0), (half, y0), (half, y1 - c), (half - c, y1 - c), (half - c, y1)]
    return [*points, (-half + c, y1), (-half + c, y1 - c), (-half, y1 - c)]


def _cable(depth: float, desk_h: float) -> list[Contour]:
    """A hole for the mains lead, low in one side."""
    y = depth - 120
    return [opening((y - 40, y + 40), (desk_h - 180, desk_h - 140), corner=20)]


def _base(width: float, depth: float, wheels: Castors, board: Material) -> Plate:
    """A U: room for feet in front, castors at the corners."""
    half, cut = width / 2 + SIDE, _cut_out(width) / 2
    low, high, deep = -OVERHANG, depth + OVERHANG, FOOT_ROOM - OVERHANG
    points = [
        (-half, low),
        (-cut, low),
        (-cut, deep),
        (cut, deep),
        (cut, low),
        (half, low),
        (half, high),
        (-half, high),
    ]
    shape = rounded(points, [25.0, 15.0, 25.0, 25.0, 15.0, 25.0, 25.0, 25.0])
    feet = [(x, y) for x in (-half + 70, half - 70) for y in (low + INSET, high - INSET)]
    return plate(
        "socle",
        board,
        x=(-half, half),
        y=(low, high),
        z=wheels.height,
        outline=shape,
        holes=wheels.holes(feet),
        grain="x",
    )


def _drop_desk(inner: float, flap: float, desk_h: float, desk: Plate, board: Material) -> Group:
    """A leaf on the desk's upper arris: folded back on the desk, or out towards the visitors."""
    wide = inner - 12  # past the knuckles of the wings
    by = piano_hinge(2 * wide)
    leaf = plate(
        "plateau rabattable",
        board,
        x=(-wide, wide),
        y=(DESK_BACK, DESK_BACK + flap),
        z=desk_h,
        corner=(0, 0, 40, 40),
        grain="x",
    )
    at, along = (0.0, DESK_BACK - knuckle(by), desk_h), (1.0, 0.0, 0.0)
    return Group(
        [leaf],
        [hinged(leaf, desk, at=at, along=along, by=by)],
        [Motion(plates=(leaf.name,), at=at, along=along, degrees=180)],
    )


def _stool(k: int, seats: int, room: float, on: float, flap: float, board: Material) -> Group:
    """Closed it stands on the folded desk, ``on`` above the floor; open, before it."""
    wide = min(340.0, room - 14, (flap - 35) / 0.91)  # its feet stand before the rail of the folded desk
    x = (k - (seats - 1) / 2) * (wide + 90)
    return stool(str(k), board, at=(x, 6 + wide / 2), wide=wide, stands=on, out=flap + 280)


def _stays(
    inner: float,
    desk_h: float,
    moving: tuple[Group, Group],
    desk: Plate,
    sides: list[Plate],
) -> list[Hardware]:
    """Hooks between desk and wings, a magnet for each gusset, a bolt and a hasp, a strap for the stools."""
    wings, drop = moving
    left, right = (p for p in wings.plates if p.name.startswith("volet"))
    leaf = drop.plates[0]
    hooked = [
        held(mounted_on(w, (way * (inner - HOOK), desk_h - 60), upper=False, along=(way, 0)), leaf, "open")
        for w, way in ((left, -1.0), (right, 1.0))
    ]
    shot = mounted_on(desk, (-100.0, DESK_BACK + 32), upper=False, along=(0, -1))
    lock = mounted_on(right, (5.0, 900.0), upper=True, along=(-1, 0))
    bought = [
        hooks(hooked),
        bolts([held(shot, left, "closed")]),
        hasp(held(lock, left, "closed")),
    ]
    over = desk_h + 260  # out of the way of the drop desk; the strap goes over it and the stools
    eyes = [mounted_on(s, (20.0, over), upper=s is sides[0], along=(0, 1)) for s in sides]
    bought.append(strap("strap", *(held(eye, leaf, "closed") for eye in eyes)))
    return bought


def _fittings(roof: Group, drop: Group, shelf: Plate, back: Plate, stiff: bool) -> list[Hardware]:
    """The strip on the ridge, the rail under the drop desk, sockets under the desk, light under the shelf."""
    pans, leaf = roof.plates[:2], drop.plates[0]
    (_, (y0, y1), _), (x0, x1) = pans[0].box, leaf.box[0]
    ridge = sold("epdm-strip", cut=(y1 - y0,))
    middle = (y0 + y1) / 2
    mounts = [
        mounted_on(p, (0.0, middle), upper=True, along=(0, way)) for p, way in zip(pans, (1, -1), strict=True)
    ]
    (lx0, lx1), (ly0, _), _ = shelf.box
    _, (_, edge), (level, _) = leaf.box
    (b0, b1) = back.box[0]
    light = sold("led-strip", cut=(lx1 - lx0 - 120,))
    bought = [
        Hardware(key="ridge", quantity=1, article=ridge, mounts=tuple(mounts)),
        fitted_out(
            "power",
            sold("socket-strip"),
            [
                mounted_on(
                    back, (max(b0, 0.0) + (b1 - max(b0, 0.0)) / 2, level - 110), upper=True, along=(1, 0)
                )
            ],
        ),
        fitted_out("led", light, [mounted_on(shelf, ((lx0 + lx1) / 2, ly0 + 30), upper=False, along=(1, 0))]),
    ]
    if stiff:
        rail = sold("angle-aluminium", cut=(x1 - x0 - 100,))
        bought.append(fitted_out("rail", rail, [mounted_on(leaf, (0.0, edge), upper=True, along=(-1, 0))]))
    return bought
