"""Chariot: a cart for a digital workshop that opens into a workbench.

After "Le Chariot de l'inclusion numérique" by Emilieu Studio: our own proposal, not its plans.

    end view, y →            transit_width
                        ├───────────────────┤
              leaf ─┐ ┌─────── top ───────┐ ┌─ leaf      z = bench_h
                    │ │┌────────┬────────┐│ │
               leg ─┼─┤│ drawers│        │├─┼─ leg
                    └─┤├────────┤ shelf  │├─┘
                      ││ shelf  ├────────┤│
                      └┤  front │ back   ├┘
                       └─── base ────────┘               z = castor_h
"""

from __future__ import annotations

from mobilier import (
    Castors,
    DesignError,
    Gate,
    Group,
    Hardware,
    Material,
    Piece,
    Pose,
    Requirement,
    Step,
    cable_hole,
    castors,
    choice,
    count,
    design,
    drawer,
    drop_leaves,
    end_handles,
    gate_legs,
    glue,
    leaf_hooks,
    length,
    mass,
    material,
    opening,
    peg_panel,
    plate,
    slide_in_upright,
    slides_of,
    sold,
    switch,
    tabbed_shelves,
    tabs,
)

SET_BACK = 40.0  # ends stand this far in from the ends of base and top
AIR = 8.0  # hinges and knuckles between a leg and the leaf that hangs over it
GAP = 1.5  # air round a drawer front
BESIDE_HINGE, BEHIND_FLAP = 10.0, 2.5  # a front keeps off the legs' hinges at the ends
SLIDE_BAND = 26.0  # a slide reaches this far above and below the middle of its front
DEEPEST_BOX = 268.0  # a drawer box on 250 mm slides
TALLEST_FRONT, LOWEST_FRONT = 190.0, 112.0  # drawer fronts
STEADY = 0.27  # of the height: the track that a cart needs, less the trail of its castors
SHELF_ROOM = 70.0  # the least height between shelves
CASTOR_LOAD = 100.0  # kg each
PAYLOAD = 90.0  # kg of tools and machines on board


@design(letter="C")
def chariot(
    length: float = length(1180, 900, 1500, "outside length of base and top, without handles"),
    transit_width: float = length(688, 560, 830, "width over everything when the leaves hang"),
    bench_h: float = length(900, 750, 950, "height of the bench above the floor"),
    castor_h: float = length(155, 90, 190, "height of the castors, floor to base"),
    leaf_w: float = length(320, 240, 360, "width of a drop leaf"),
    handle: float = length(60, 40, 80, "how far a handle stands out at each end"),
    support: str = choice("gateleg", ["bracket", "none"], "what carries the leaves; none: no leaves"),
    min_load: float = mass(120, 60, 200, "load kept on board while brackets carry the leaves"),
    n_shelf: int = count(1, 0, 2, "shelves on each side of the spine"),
    n_drawer: int = count(2, 0, 4, "drawers in the front bay"),
    spine_offset: float = length(0, 0, 195, "spine moved back; 120: the front bay takes Euro boxes"),
    separator: bool = switch(True, "an upright splits the front bay in two"),
    tool_panel: bool = switch(False, "a perforated panel that stands on the bench"),
    board: Material = material("okoume-18", "main board"),
    drawer_board: Material = material("okoume-12", "drawer boxes"),
    bottom_board: Material = material("okoume-6.5", "drawer bottoms"),
) -> Piece:
    """A cart for a digital workshop that opens into a workbench."""
    t = board.thickness
    payload = max(PAYLOAD, min_load) if support == "bracket" else PAYLOAD
    rim = max(1.5 * t, 25.0) + 1  # the least wood beside an opening
    overhang = t + AIR if support != "none" else 0.0  # the top reaches out over the folded legs
    body = transit_width - 2 * (overhang + t if support != "none" else 0.0)
    wheels = _castors(max(CASTOR_LOAD, 0.67 * payload), castor_h, body, bench_h, support == "gateleg")
    castor_h, inset = wheels.height, _inset(wheels, support == "gateleg")
    top, floor = bench_h - t, castor_h + t
    left, right = SET_BACK, length - SET_BACK
    spine_y = body / 2 - t / 2 + spine_offset
    back = body - spine_y - t  # depth of the back bay
    _refuse_narrow(back, rim, tool_panel, t)

    # Plates and joints: the case, then what hangs in it and on it.
    rows = -(-n_drawer // (2 if separator else 1))
    front_h = _front_height(top - floor, rows, n_shelf, t)
    at = max(120.0, SET_BACK + t + 30 + wheels.reach)  # bolts clear of the ends' tabs
    feet = [(x, y) for x in (at, length - at) for y in (inset, body - inset)]
    base = plate("socle", board, x=(0, length), y=(0, body), z=castor_h, corner=20, holes=wheels.holes(feet))
    lid = plate(
        "plateau",
        board,
        x=(0, length),
        y=(-overhang, body + overhang),
        z=top,
        corner=8 if support != "none" else 30,
    )
    ends = [
        plate(
            f"flanc/{side}",
            board,
            x=x,
            y=(0, body),
            z=(castor_h, bench_h),
            openings=cable_hole(spine_y + t, body, castor_h + t, rim),
            grain="z",
        )
        for side, x in (("left", left), ("right", right - t))
    ]
    cable = opening((length / 2 + 120, length / 2 + 200), (top - rim - 40, top - rim), corner=20)
    spine = plate("cloison", board, x=(left, right), y=spine_y, z=(castor_h, bench_h), openings=[cable])
    joints = [
        tabs(spine, into=base, count=3, margin=at + wheels.reach + 30 - SET_BACK),
        tabs(spine, into=lid, count=4),
    ]
    clear = 40.0 if back >= 4 * t + 54 else back + t + 14  # tabs of the ends keep off the spine
    pair = 2 if 2 * clear + 12 * t <= body else 1
    for end in ends:
        joints += [
            tabs(end, into=base, count=pair, margin=clear),
            tabs(end, into=lid, count=pair, margin=clear),
            tabs(spine, into=end, count=2, margin=64),
        ]
    grips = end_handles(ends, length, handle, body, bench_h - 64 - 6.5 * t, board, rim)
    room = top - floor - rows * (front_h + 2 * GAP)
    levels = [floor + room * (k + 1) / (n_shelf + 1) for k in range(n_shelf)]
    behind = body - (t + 8 if tool_panel else 0)
    shelves = tabbed_shelves(levels, spine, ends, (left, right), (spine_y, t, behind), board)
    uprights = Group()
    hung = support != "none"
    wall = BESIDE_HINGE if hung else GAP
    bays = [(left + t, right - t, wall, wall)]
    if separator:
        uprights = slide_in_upright(
            length / 2 - t / 2, spine_y + t, (floor, bench_h), spine, lid, base, shelves
        )
        bays = [(left + t, length / 2 - t / 2, wall, GAP), (length / 2 + t / 2, right - t, GAP, wall)]
    proud = BEHIND_FLAP if hung else 0.0
    depth = min(DEEPEST_BOX, spine_y - t - 5 - proud)
    drawers = [
        drawer(
            k,
            bays[k % len(bays)],
            (top - GAP - front_h - (k // len(bays)) * (front_h + 2 * GAP), front_h),
            (proud, depth),
            (board, drawer_board, bottom_board),
        )
        for k in range(n_drawer)
    ]
    for k, box in enumerate(drawers):
        walls = [ends[0], *uprights.plates, ends[1]]
        box.extras.append(slides_of(box, walls[k % len(bays) :]))
    leaves, legs, knees = Group(), Group(), 0.0
    promises: list[Requirement] = []
    if support != "none":
        leaves = drop_leaves(lid, leaf_w, board)
        gate = Gate(
            board=board,
            faces=(0.0, body),
            wide=min(360.0, 1.15 * (leaf_w + overhang - 30), length / 2 - left - t - 30),
            top=top - bottom_board.thickness - 0.5,
            degrees=60.0 if bench_h > 800 or length > 1100 else 90.0,
            standing=support == "gateleg",
        )
        pitch = front_h + 2 * GAP
        middles = [top - (row + 0.5) * pitch for row in range(rows)]
        slides = [(z - SLIDE_BAND, z + SLIDE_BAND) for z in middles]
        front = [*slides, *(p.box[2] for p in shelves.plates if "avant" in p.name)]
        back = [p.box[2] for p in shelves.plates if "arriere" in p.name]
        back.append((floor + rim - 6, floor + rim + 46))  # the cable's hole
        legs = gate_legs(gate, ends, leaves, (front, back), bottom_board)
        knees = gate.reach
        leaves.extras.append(leaf_hooks(ends, leaves, body, middles))
        promises.append(
            Requirement(
                kind="deflection",
                values={"span": right - left - 2 * (t + knees), "width": leaf_w, "thickness": t},
            )
        )
    panel = Group()
    if tool_panel:
        stowed = (body - t - 4, floor + 2)
        panel = peg_panel(lid, (left + t + 30, right - t - 30), spine_y + 3 * t, stowed, board)
    groups = [grips, uprights, shelves, leaves, legs, *drawers, panel]

    # Poses: the panel is modelled on the bench; in transit it stands in the back bay.
    poses = [Pose(name="transit", motions=tuple(panel.motions))]
    if support != "none":
        poses.append(Pose(name="bench", motions=(*leaves.motions, *legs.motions)))
    elif tool_panel:
        poses.append(Pose(name="bench"))

    # Steps
    case = (spine.name, *shelves.names, *(end.name for end in ends), base.name)
    joints += [j for g in groups for j in g.joints]
    bottles = glue(joints, poses)
    glued = tuple(h.key for h in bottles)
    steps = [Step(key="case", plates=case, hardware=glued, people=2)]
    if separator:
        steps.append(Step(key="separator", plates=uprights.names, hardware=("screw-edge",)))
    steps += [
        Step(key="handles", plates=grips.names),
        Step(key="top", plates=(lid.name,), people=2),
        wheels.step(),
    ]
    if support != "none":
        stand = ("butt-hinge", "bolt-shoe", "hook") if support == "gateleg" else ("butt-hinge", "hook")
        stands = tuple(sorted(legs.names, key=lambda name: name.startswith("semelle")))
        steps += [
            Step(
                key="leaves",
                plates=leaves.names,
                hardware=("piano-hinge", "screw-pad", "hook"),
                people=2,
            ),
            Step(key=support, plates=stands, hardware=stand, people=2),
        ]
    steps += [
        Step(key="drawer", plates=d.names, hardware=("slides", "screw-front"), apart=True) for d in drawers
    ]
    if tool_panel:
        steps.append(Step(key="panel", plates=panel.names, hardware=("peg",)))

    # Hardware besides what the joints ask for
    extras = [*bottles, *wheels.bought(4, board), *(h for g in groups for h in g.extras)]
    if tool_panel:
        extras.append(Hardware(key="peg", quantity=12, article=sold("dowel-rod", cut=(90.0,))))

    requirements = [
        *promises,
        Requirement(kind="transit-width", values={}, pose="transit"),
        Requirement(kind="ground-clearance", values={}, pose="transit"),
        wheels.promise(payload),
        wheels.steady(body - 2 * inset, body / 2, "transit"),
    ]
    if support != "none" and bench_h <= 800 and overhang + leaf_w >= 300:
        seat = {
            "x0": left + t + knees,
            "x1": right - t - knees,
            "y0": -overhang - leaf_w,
            "y1": 0.0,
            "height": top - bottom_board.thickness - 1,
            "top": bench_h,
        }
        requirements.append(Requirement(kind="void", values=seat, pose="bench"))
    else:
        requirements.append(
            Requirement(kind="work-height", values={"top": bench_h, "low": 850, "high": 950}, pose="")
        )
    if support == "bracket":
        tip = {
            "lever": overhang + leaf_w - 50 + inset,
            "half_track": body / 2 - inset - wheels.trail,
            "load": min_load,
        }
        requirements.append(Requirement(kind="leaf-load", values=tip, pose="bench"))
    return Piece(
        plates=[base, lid, *ends, spine, *(p for g in groups for p in g.plates)],
        joints=joints,
        poses=poses,
        steps=steps,
        extras=extras,
        requirements=requirements,
    )


def _inset(wheels: Castors, legs: bool) -> float:
    """How far in the castors stand: they swivel clear of the legs that hang outside."""
    return max(70.0, wheels.sweep + 8) if legs else 70.0


def _castors(load: float, height: float, body: float, bench_h: float, legs: bool) -> Castors:
    """The castors nearest to a height, or smaller ones where a narrow cart would tip on those."""
    for high in (height, 155.0, 128.0):
        wheels = castors(load, min(high, height))
        if body - 2 * (_inset(wheels, legs) + wheels.trail) >= STEADY * bench_h:
            break
    return wheels


def _refuse_narrow(back: float, rim: float, tool_panel: bool, t: float) -> None:
    """The spine may not stand too close to the back."""
    need = t + 40 if tool_panel else rim
    if back < need:
        what = "the tool panel stows there and" if tool_panel else "the spine's tabs"
        raise DesignError(
            f"spine_offset: {back:.0f} mm behind the spine; {what} need {need:.0f}: "
            f"move the spine forward by {need - back:.0f} mm or make the chariot wider",
            f"spine_offset : {back:.0f} mm derrière la cloison ; il en faut {need:.0f} : "
            f"avancez la cloison de {need - back:.0f} mm ou élargissez le chariot",
        )


def _front_height(room: float, rows: int, n_shelf: int, t: float) -> float:
    """Return the height of a drawer front: 190 mm, or what the shelves below leave."""
    if not rows:
        return 0.0
    left = room - n_shelf * t - (n_shelf + 1) * SHELF_ROOM
    height = min(TALLEST_FRONT, max(left, min(room, 2 * rows * LOWEST_FRONT)) / rows - 2 * GAP)
    if n_shelf and rows * (height + 2 * GAP) > left + 0.01:
        height = left / rows - 2 * GAP
    if height < LOWEST_FRONT:
        raise DesignError(
            f"n_drawer: {rows} rows of drawers and {n_shelf} shelves leave fronts of {height:.0f} mm, "
            f"{LOWEST_FRONT:g} at least; use fewer drawers or shelves, a separator, or a higher bench",
            f"n_drawer : {rows} rangs de tiroirs et {n_shelf} étagères laissent des façades de "
            f"{height:.0f} mm, {LOWEST_FRONT:g} au moins ; moins de tiroirs ou d'étagères, "
            "un séparateur ou un établi plus haut",
        )
    return height
