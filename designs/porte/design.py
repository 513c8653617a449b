"""Porte numérique: a sign on two posts that stands anywhere, with a counter for all.

After "La Porte Numérique" by Studio Idae: our own proposal, not its plans.

    front view                     side view, front at the left
     ┌──────────────────┐ H               │║│
    ═╡       sign       ╞═ wedges         │║│
     │──── leaflets ────│                 │║│
     │                  │           ══════╪╪╡ counter_h
     │     counter      │                 │ ││ panel
     │                  │              ╱┤ │ │├╲
    ╱│── ballast tray ──│╲           ╱──┤ └─┘├──╲ feet fold on the posts' edges
"""

from mobilier import (
    Bolt,
    Contour,
    Fixing,
    Group,
    Hardware,
    Hole,
    Material,
    Mount,
    Piece,
    Plate,
    Pose,
    Requirement,
    Sign,
    Step,
    bolted,
    bolts,
    butt_hinge,
    choice,
    clamped,
    corner_hinged,
    count,
    design,
    edge_screw,
    flat_pile,
    free_places,
    glue,
    held,
    hinge_room,
    leaflet_shelves,
    length,
    levelling_feet,
    material,
    mounted_on,
    opening,
    plate,
    rounded,
    screwed,
    sign_board,
    sold,
    strap,
    switch,
    tabs,
    text,
    tilt_wheels,
    wedge_sign,
)

FOOT = 20.0  # adjustable feet under posts and buttresses
LOW = 40.0  # underside of the tray's walls
BUTTRESS = 440.0  # height of a folding foot
WEDGE = 24.0  # width of a wedge
HUNG = 2210.0  # underside of the lintel of a passage
WAY = 772.0  # what a passage leaves at least
WALL = 360.0  # walls of its side trays
SPLICE = 100.0  # half the height of a splice plate
SIDE = 75.0  # the side trays of a passage stand out beyond the sign
FLAP = 40.0  # hinges of the feet lie this far in on the posts' inner faces
REAR = 100.0  # the counter reaches this far behind the posts' middle
AXLE = 18.0  # the wheels' axles behind the folded feet
STRAP_Z = 350.0  # how high the strap of two folded feet is
HEEL = 75.0  # the back feet are cut out for the axle this far
LATCH, LATCH_Z = 60.0, 245.0  # the middle of a foot's bolt: from the post, and how high
BAG = 13.0  # litres of a sandbag of 20 kg


@design(letter="P")
def porte(
    variant: str = choice("comptoir", ["totem", "passage"], "a counter, a slim sign, or a way through"),
    width: float = length(1100, 900, 1300, "width of the sign over its tabs; a totem has 0.6 of it"),
    height: float = length(1980, 1600, 2100, "height of the posts; a passage hangs its lintel at 2210"),
    compact_depth: float = length(336, 280, 400, "depth over the posts with their feet folded"),
    foot_len: float = length(
        800, 700, 1360, "length of the feet, front to back, as far as they fold between the posts"
    ),
    counter_h: float = length(780, 730, 800, "height of the counter's top"),
    counter_depth: float = length(450, 410, 600, "depth of the counter"),
    sign_h: float = length(400, 300, 500, "height of the sign; a lintel has 0.8 of it"),
    sign_text: str = text("NUMÉRIQUE", "what the sign says"),
    sign_mode: str = choice("painted", ["cut", "plain"], "letters to paint, cut right through, or none"),
    both_sides: bool = switch(True, "a second sign looks back"),
    arch: bool = switch(False, "two fibreglass rods over the posts carry a fabric; the sign is half as high"),
    n_leaflet: int = count(2, 0, 3, "shelves for leaflets, as many as find room"),
    split_posts: bool = switch(True, "posts in two halves: all parts fit a car"),
    wind: float = length(10, 6, 14, "wind in m/s up to which it stays open"),
    board: Material = material("okoume-18", "board"),
) -> Piece:
    """A sign on two posts that stands anywhere, with a counter for all."""
    t = board.thickness
    rim = max(1.5 * t, 25.0) + 1
    show = WEDGE + 1 + max(2 * t, 30.0)  # what a wedged tab shows beyond the post
    wide = 0.6 * width if variant == "totem" else width
    if variant == "passage":
        wide = max(width, WAY + 2 * (show + t))
    outer = wide / 2 - show
    inner = outer - t
    sign = sign_h / 2 if arch else 0.8 * sign_h if variant == "passage" else sign_h
    top = HUNG + sign if variant == "passage" else height
    depth = compact_depth / 2 - t  # half a post: the feet fold flat on its edges
    by = butt_hinge(removable=True)
    room = hinge_room(by, 90, board)
    # The right feet fold over the left ones where both are too long to lie side by side.
    aside = t + 2 if foot_len / 2 - depth > inner - 4 - room else 0.0
    depth -= aside
    reach = min(foot_len / 2 - depth, 2 * inner - 7 - room)
    foot_len = 2 * (depth + reach)
    joint_z = {"comptoir": counter_h + 125, "totem": 0.45 * top}.get(variant, top / 2)

    # Plates and joints: what stands between the posts first, then the posts, the sign, the feet.
    if variant == "passage":
        long = min(compact_depth + 264, foot_len - 60)
        trays = [_side_tray(side, (inner, outer, wide / 2 + SIDE), depth, long, board) for side in (-1, 1)]
        room = 2 * (wide / 2 + SIDE - t - outer) * long * (WALL - 40 - t) / 1e6
        middle = 0.0
    else:
        front = max(-depth + FLAP, REAR - counter_depth + 305) if variant == "comptoir" else -depth + FLAP
        rear = depth - t - FLAP
        high = counter_h - t if variant == "comptoir" else min(900.0, joint_z - SPLICE - 20)
        lip = 480.0 if variant == "comptoir" else min(680.0, high + 35)
        trays = [_tray(inner, (front, rear), lip, high, rim, board)]
        room = 2 * inner * (rear - front - t) * (lip - rim - t - 20) / 1e6
        middle = (front + t + rear) / 2
    counter = Group()
    if variant == "comptoir":
        held = (12 - depth, outer)  # from here back it stands in the posts
        counter = _counter(inner, (REAR - counter_depth, min(REAR, rear - 25)), held, counter_h, board)
    first = {"comptoir": counter_h + 120, "totem": high + 60 if variant == "totem" else 0}.get(variant, 0)
    shelves: list[Group] = []
    if variant != "passage":
        low = joint_z + SPLICE - 20 if split_posts else first
        shelves = leaflet_shelves(n_leaflet, (low, top - sign - 10), (inner, outer), board)
    says = Sign(
        words=sign_text, mode=sign_mode, wide=wide, inside=2 * inner, z=(top - sign, top), board=board
    )
    signs = [sign_board(says, -depth + rim + 30, "front")]
    if both_sides:
        signs.append(sign_board(says, depth - rim - 30 - t, "back", behind=True))
    posts = _posts(outer, depth, top, joint_z if split_posts else 0.0, aside, variant, board)
    between = [p for g in (*trays, counter, *shelves) for p in g.plates]
    between_joints = [
        clamped(p, post, by=_nut_bolt(), count=3 if variant == "passage" else 2)
        if abs(p.normal[2]) > 0.5
        else bolted(post, p, by=_nut_bolt())
        for post in posts.plates
        if post.name.startswith("montant")
        for p in between
        if p.name.partition("/")[0] in BOLTED and _touch(post, p)
    ]
    upper = [p for p in posts.plates if p.name.startswith("montant") and p.box[2][1] > top - 1]
    wedges = [wedge_sign(says, g.plates[0], upper) for g in signs]
    ribs, sockets = Group(), Group()
    if variant == "passage":
        ribs = _ribs(posts, top - sign - (270 if arch else 0), joint_z if split_posts else 0.0, board)
    if arch:
        sockets = _sockets(upper, depth, top - sign, board)
    feet = _feet(posts, inner, (depth, reach, aside), by, board)
    wheels = Group()
    if variant != "passage":
        axle, low = depth + aside + t + AXLE, [p for p in posts.plates if p.box[2][0] < FOOT + 1]
        wheels = tilt_wheels(low, axle - 170, axle, (LOW - 10, LOW + 150), board)

    # Poses: feet folded for the way, or turned out; with split posts everything lies in a pile.
    groups = [
        *trays,
        counter,
        *shelves,
        posts,
        ribs,
        sockets,
        *signs,
        *wedges,
        feet,
        wheels,
    ]
    plates = [p for g in groups for p in g.plates]
    poses = [Pose(name="compact", motions=tuple(feet.motions)), Pose(name="deployed")]
    if split_posts:
        poses.append(Pose(name="boot", motions=flat_pile(plates)))

    joints = [*(j for g in groups for j in g.joints), *between_joints]
    bottles = glue(joints, poses)

    # Steps
    held = (*(("bolt",) if variant == "passage" else ()), *(h.key for h in bottles))
    tray_steps = [Step(key="tray", plates=g.names, hardware=held, apart=True) for g in trays]
    steps = [] if variant == "passage" else tray_steps
    steps += [Step(key="shelf", plates=g.names, apart=True) for g in shelves]
    splices = tuple(n for n in posts.names if n.startswith("eclisse"))  # they cover screws of the ribs
    standing = tuple(n for n in posts.names if n not in splices)
    frame = (
        *counter.names,
        *(n for g in signs for n in g.names),
        *standing,
        *ribs.names,
        *splices,
        *sockets.names,
    )
    by_hand = ("screw-edge",) if variant == "passage" else ("bolt",)
    steps.append(Step(key="frame", plates=frame, hardware=by_hand, people=2))
    if variant == "passage":
        steps += tray_steps
    steps += [
        Step(key="wedges", plates=tuple(n for g in wedges for n in g.names)),
        Step(
            key="feet", plates=feet.names, hardware=("butt-hinge", "barrel-bolt", "foot", "strap"), people=2
        ),
    ]
    if split_posts:
        steps.append(Step(key="split", plates=(), hardware=("bolt-splice",)))
    if variant != "passage":
        steps.append(Step(key="wheels", plates=wheels.names, hardware=("bolt-wheel", "wheel")))

    steps.append(Step(key="sand", plates=(), hardware=("sandbag",)))
    if arch:
        steps.append(Step(key="arch", plates=(), hardware=("rod", "fabric")))

    # Hardware besides what the joints ask for
    extras = [
        *bottles,
        *(h for g in groups for h in g.extras),
        Hardware(key="sandbag", quantity=max(1, round(room / BAG)), article=sold("sandbag")),
    ]
    if arch:
        rod, cloth = sold("fibreglass-rod", cut=(wide + 2000,)), sold("banner", cut=(2 * inner, 600.0))
        extras += [
            Hardware(key="rod", quantity=2, article=rod),
            Hardware(key="fabric", quantity=1, article=cloth),
        ]
    requirements = [
        *(r for g in groups for r in g.promises),
        Requirement(kind="transit-width", values={}, pose="compact"),
        Requirement(
            kind="ballast",
            values={
                "speed": wind,
                "y0": -foot_len / 2,
                "y1": foot_len / 2,
                "ballast_y": middle,
                "room": room,
            },
            pose="deployed",
        ),
    ]
    if variant == "passage":
        requirements.append(Requirement(kind="passage", values={"clear": 2 * inner, "height": HUNG}))
    else:
        requirements.append(Requirement(kind="transit-height", values={}, pose="compact"))
    if variant == "comptoir":
        knee = {"x0": -inner, "x1": inner, "y0": REAR - counter_depth, "y1": front, "height": counter_h - t}
        requirements.append(Requirement(kind="void", values={**knee, "top": counter_h}, pose="deployed"))
    return Piece(
        plates=plates,
        joints=joints,
        poses=poses,
        steps=steps,
        extras=extras,
        requirements=requirements,
    )


BOLTED = ("lisse", "panneau de fond", "comptoir", "tablette depliants", "bac lateral")


def _nut_bolt() -> Bolt:
    """An M8 bolt whose nut sits in a slot of the mate's edge."""
    article = sold("bolt-m8-captive", near={"length": 60.0})
    return Bolt(key="bolt", article=article, nut=(13.0, 6.5), spare=2)


def _splice_bolt(t: float) -> Fixing:
    """The bolt through a splice plate and the post behind it, tightened by hand."""
    article = sold("bolt-m8-wing", least={"length": 2 * t + 14})
    return Fixing(key="bolt-splice", article=article, diameter=8.5, spare=2)


def _touch(post: Plate, other: Plate) -> bool:
    """Say whether a plate ends against a post, on more than a bolt's length of it."""
    (_, (py0, py1), (pz0, pz1)), (_, (oy0, oy1), (oz0, oz1)) = post.box, other.box
    near = min(abs(a - b) for a in post.box[0] for b in other.box[0]) < 0.01
    return near and min(py1, oy1) - max(py0, oy0) > 10 and min(pz1, oz1) - max(pz0, oz0) > 10


def _tray(
    inner: float, y: tuple[float, float], lip: float, high: float, rim: float, board: Material
) -> Group:
    """Front wall, rear panel and the tray between them, for sandbags."""
    t = board.thickness
    wall = plate("lisse", board, x=(-inner, inner), y=y[0], z=(LOW, LOW + lip))
    panel = plate("panneau de fond", board, x=(-inner, inner), y=y[1], z=(LOW, high), grain="x")
    tray = plate("bac de lest", board, x=(-inner, inner), y=(y[0], y[1] + t), z=LOW + rim)
    joints = [tabs(tray, into=p, margin=120) for p in (wall, panel)]
    return Group([tray, wall, panel], joints)


def _side_tray(
    side: int, across: tuple[float, float, float], depth: float, long: float, board: Material
) -> Group:
    """A passage has its ballast outside the posts: a tray with tabs in the post, and its wall."""
    inner, outer, far = across
    t = board.thickness
    which = "left" if side < 0 else "right"
    ends, step = (-long / 2 + 8, long / 2 - 8), depth - 12
    free = outer + 0.5
    points = [(free, ends[0]), (far, ends[0]), (far, ends[1]), (free, ends[1])]
    points += [(free, step), (inner, step), (inner, -step), (free, -step)]
    shape = points if side > 0 else [(-x, y) for x, y in reversed(points)]
    x = (inner, far) if side > 0 else (-far, -inner)
    wall = plate(
        f"paroi/{which}",
        board,
        x=far - t if side > 0 else -far,
        y=(-long / 2, long / 2),
        z=(LOW, LOW + WALL),
        corner=(10, 10, 40, 40),
        grain="y",
    )
    tray = plate(f"bac lateral/{which}", board, x=x, y=ends, z=LOW + 40, outline=shape, grain="y")
    return Group([tray, wall], [clamped(tray, wall, by=_nut_bolt(), count=2)])


def _counter(
    inner: float, y: tuple[float, float], held: tuple[float, float], top: float, board: Material
) -> Group:
    """The counter: rounded in front, tabs in the posts, a passage for cables at the back."""
    t = board.thickness
    step, outer = held
    free = inner - 0.5
    points = [(-free, y[0]), (free, y[0]), (free, step), (outer, step)]
    points += [(outer, y[1]), (-outer, y[1]), (-outer, step), (-free, step)]
    cable = opening((inner - 160, inner - 80), (y[1] - 75, y[1] - 35), corner=20)
    return Group(
        [
            plate(
                "comptoir",
                board,
                x=(-outer, outer),
                y=y,
                z=top - t,
                outline=rounded(points, [60.0, 60.0, *[0.0] * 6]),
                openings=[cable],
                grain="x",
            )
        ]
    )


def _posts(
    outer: float, depth: float, top: float, joint_z: float, aside: float, variant: str, board: Material
) -> Group:
    """Two posts, or four halves and two splice plates.  The right one is wider where its feet fold."""
    t = board.thickness
    made = Group()
    for which, x in (("left", -outer), ("right", outer - t)):
        more = aside if which == "right" else 0.0
        low = _post_outline(depth, FOOT, joint_z or top, more, rounded_top=not joint_z)
        points = [(y, joint_z + dz) for y in (-depth + 60, depth - 60) for dz in (-60.0, 60.0)]
        if not joint_z:
            made.plates.append(
                plate(
                    f"montant/{which}",
                    board,
                    x=x,
                    y=(-depth - more, depth + more),
                    z=(FOOT, top),
                    outline=low,
                    grain="z",
                )
            )
            continue
        holes = [Hole(at=p, diameter=8.5, why="splice") for p in points]
        lower = plate(
            f"montant bas/{which}",
            board,
            x=x,
            y=(-depth - more, depth + more),
            z=(FOOT, joint_z),
            outline=low,
            holes=[h for h in holes if h.at[1] < joint_z],
            grain="z",
        )
        upper = plate(
            f"montant haut/{which}",
            board,
            x=x,
            y=(-depth, depth),
            z=(joint_z, top),
            corner=(0, 0, 40, 40),
            holes=[h for h in holes if h.at[1] > joint_z],
            grain="z",
        )
        inward = variant == "passage"
        left = which == "left"
        splice_x = (x + t if left else x - t) if inward else (x - t if left else x + t)
        splice = plate(
            f"eclisse/{which}",
            board,
            x=splice_x,
            y=(-depth + 30, depth - 30),
            z=(joint_z - SPLICE, joint_z + SPLICE),
            corner=20,
            grain="z",
        )
        made.plates += [lower, upper, splice]
        made.joints += [
            screwed(
                splice,
                half,
                by=_splice_bolt(t),
                at=[p for p in points if (p[1] > joint_z) == (half is upper)],
            )
            for half in (lower, upper)
        ]
    return made


def _post_outline(depth: float, low: float, high: float, more: float, *, rounded_top: bool) -> Contour:
    wide = depth + more
    points = [(-wide, low), (wide, low), (wide, BUTTRESS), (depth, BUTTRESS), (depth, high)]
    points += [(-depth, high), (-depth, BUTTRESS), (-wide, BUTTRESS)]
    radius = 40.0 if rounded_top else 0.0
    if not more:
        points = [(-depth, low), (depth, low), (depth, high), (-depth, high)]
        return rounded(points, [0.0, 0.0, radius, radius])
    return rounded(points, [0.0, 0.0, 0.0, 0.0, radius, radius, 0.0, 0.0])


def _ribs(posts: Group, under: float, joint_z: float, board: Material) -> Group:
    """Ribs outside the posts of a passage keep them straight; they break where the posts do not."""
    t = board.thickness
    made = Group()
    low = LOW + WALL + 20
    spans = [(low, under - 30)] if not joint_z else [(low, joint_z - 5), (joint_z + 5, under - 30)]
    for post in posts.plates:
        if not post.name.startswith("montant"):
            continue
        (x0, x1), _, (z0, z1) = post.box
        left = x0 < 0
        for k, (a, b) in enumerate(spans):
            if min(b, z1) - max(a, z0) < 100:
                continue
            rib = plate(
                f"nervure/{'left' if left else 'right'} {k}",
                board,
                x=(x0 - 55, x0) if left else (x1, x1 + 55),
                y=-t / 2,
                z=(a, b),
                corner=(20, 0, 0, 20) if left else (0, 20, 20, 0),
            )
            made.plates.append(rib)
            made.joints.append(screwed(post, rib, by=edge_screw(), count=4))
    return made


def _sockets(posts: list[Plate], depth: float, under: float, board: Material) -> Group:
    """Two brackets outside each post hold the end of a fibreglass rod, one above the other."""
    made = Group()
    y = (depth - 85, depth - 15)
    for post in posts:
        (x0, x1), _, _ = post.box
        left = x0 < 0
        for k, z in enumerate((under - 240, under - 40)):
            socket = plate(
                f"douille/{'left' if left else 'right'} {k}",
                board,
                x=(x0 - 60, x1) if left else (x0, x1 + 60),
                y=y,
                z=z,
                corner=(25, 0, 0, 25) if left else (0, 25, 25, 0),
                holes=[Hole(at=(x0 - 30 if left else x1 + 30, depth - 50), diameter=10.5, why="rod")],
            )
            made.plates.append(socket)
            made.joints.append(tabs(socket, into=post, count=1))
    return made


def _feet(posts: Group, inner: float, deep: tuple[float, float, float], by: Fixing, board: Material) -> Group:
    """Four buttresses hinged on the posts' inner faces: out on the floor, or flat between the posts."""
    made = Group()
    latches: list[Mount] = []
    levellers: list[tuple[Plate, float]] = []
    depth, reach, aside = deep
    lower = {p.name.partition("/")[2]: p for p in posts.plates if p.box[2][0] < FOOT + 1}
    for side, way in (("left", 1.0), ("right", -1.0)):
        more = aside if side == "right" else 0.0
        x, face = (-inner - board.thickness, -inner) if side == "left" else (inner, inner)
        for which, sign in (("front", -1.0), ("back", 1.0)):
            near, far = depth + more, depth + reach
            heel = near + HEEL if sign > 0 else near  # the axle passes under the back feet
            points = [(heel, FOOT), (far, FOOT), (far, FOOT + 50), (near + 45, BUTTRESS), (near, BUTTRESS)]
            radii = [15.0, 10.0, 25.0, 25.0, 0.0]
            if sign > 0:
                points += [(near, FOOT + HEEL + 20), (heel, FOOT + HEEL + 20)]
                radii += [0.0, 20.0]
            shape = rounded([(sign * y, z) for y, z in points], radii)
            foot = plate(
                f"contrefort/{side} {which}",
                board,
                x=x,
                y=(near, far) if sign > 0 else (-far, -near),
                z=(FOOT, BUTTRESS),
                outline=shape,
                grain="z",
            )
            hung = corner_hinged(
                foot,
                lower[side],
                corner=(face, sign * near, 0.0),
                into=(way, -sign, 0.0),
                along=(0.0, 0.0, 1.0),
                degrees=-sign * way * 90,
                by=by,
                places=free_places(foot.name, (FOOT + HEEL + 40, BUTTRESS - 10), (), by),
            )
            made.take(hung)
            latch = mounted_on(
                foot, (sign * (near + LATCH), LATCH_Z), upper=side == "right", along=(-sign, 0.0)
            )
            latches.append(held(latch, lower[side], "deployed"))
            levellers.append((foot, sign * (far - 80)))
    levellers += [(post, 0.0) for post in lower.values()]
    made.extras += [bolts(latches, 100.0), levelling_feet(levellers, "y", FOOT), *_straps(made, inner, deep)]
    return made


def _straps(feet: Group, inner: float, deep: tuple[float, float, float]) -> list[Hardware]:
    """A strap holds each pair of folded buttresses together, front and back."""
    depth, reach, aside = deep
    eye, bought = reach - 70.0, []
    apart = abs(2 * (inner - eye) + aside)  # of the eyes when the feet are folded
    for which, sign in (("front", -1.0), ("back", 1.0)):
        left, right = (
            next(p for p in feet.plates if p.name == f"contrefort/{side} {which}")
            for side in ("left", "right")
        )
        one, other = (
            mounted_on(p, (sign * (depth + eye), STRAP_Z), upper=p is right, along=(0.0, 1.0))
            for p in (left, right)
        )
        pair = (held(one, right, "compact"), held(other, left, "compact"))
        bought.append(strap("strap", *pair, long=max(60.0, apart)))
    return bought
