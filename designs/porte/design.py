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
    Group,
    Hardware,
    Material,
    Piece,
    Plate,
    Pose,
    Requirement,
    Sign,
    Step,
    ballast_tray,
    bolted,
    butt_hinge,
    choice,
    clamped,
    count,
    design,
    flat_pile,
    folding_feet,
    glue,
    hinge_room,
    leaflet_shelves,
    length,
    lower_posts,
    material,
    nut_bolt,
    opening,
    plate,
    post_ribs,
    rod_sockets,
    rounded,
    side_tray,
    sign_board,
    sold,
    splice_room,
    switch,
    text,
    tilt_wheels,
    two_posts,
    wedge_sign,
)

LOW = 40.0  # underside of the tray's walls
WEDGE = 24.0  # width of a wedge
HUNG = 2210.0  # underside of the lintel of a passage
WAY = 772.0  # what a passage leaves at least
WALL = 360.0  # walls of its side trays
SIDE = 75.0  # the side trays of a passage stand out beyond the sign
FLAP = 40.0  # hinges of the feet lie this far in on the posts' inner faces
REAR = 100.0  # the counter reaches this far behind the posts' middle
AXLE = 18.0  # the wheels' axles behind the folded feet
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
        trays = [
            side_tray(side, (inner, outer, wide / 2 + SIDE), depth, long, (LOW, LOW + WALL), board)
            for side in (-1, 1)
        ]
        room = 2 * (wide / 2 + SIDE - t - outer) * long * (WALL - 40 - t) / 1e6
        middle = 0.0
    else:
        front = max(-depth + FLAP, REAR - counter_depth + 305) if variant == "comptoir" else -depth + FLAP
        rear = depth - t - FLAP
        high = counter_h - t if variant == "comptoir" else min(900.0, splice_room(joint_z)[0] - 20)
        lip = 480.0 if variant == "comptoir" else min(680.0, high + 35)
        trays = [ballast_tray(inner, (front, rear), (LOW, lip, high), rim, board)]
        room = 2 * inner * (rear - front - t) * (lip - rim - t - 20) / 1e6
        middle = (front + t + rear) / 2
    counter = Group()
    if variant == "comptoir":
        held = (12 - depth, outer)  # from here back it stands in the posts
        counter = _counter(inner, (REAR - counter_depth, min(REAR, rear - 25)), held, counter_h, board)
    first = {"comptoir": counter_h + 120, "totem": high + 60 if variant == "totem" else 0}.get(variant, 0)
    shelves: list[Group] = []
    if variant != "passage":
        low = splice_room(joint_z)[1] - 20 if split_posts else first
        shelves = leaflet_shelves(n_leaflet, (low, top - sign - 10), (inner, outer), board)
    says = Sign(
        words=sign_text, mode=sign_mode, wide=wide, inside=2 * inner, z=(top - sign, top), board=board
    )
    signs = [sign_board(says, -depth + rim + 30, "front")]
    if both_sides:
        signs.append(sign_board(says, depth - rim - 30 - t, "back", behind=True))
    posts = two_posts(outer, depth, top, joint_z if split_posts else 0.0, aside, variant, board)
    between = [p for g in (*trays, counter, *shelves) for p in g.plates]
    between_joints = [
        clamped(p, post, by=nut_bolt(), count=3 if variant == "passage" else 2)
        if abs(p.normal[2]) > 0.5
        else bolted(post, p, by=nut_bolt())
        for post in posts.plates
        if post.name.startswith("montant")
        for p in between
        if p.name.partition("/")[0] in BOLTED and _touch(post, p)
    ]
    upper = [p for p in posts.plates if p.name.startswith("montant") and p.box[2][1] > top - 1]
    wedges = [wedge_sign(says, g.plates[0], upper) for g in signs]
    ribs, sockets = Group(), Group()
    if variant == "passage":
        ribs = post_ribs(
            posts,
            (LOW + WALL + 20, top - sign - (270 if arch else 0)),
            joint_z if split_posts else 0.0,
            board,
        )
    if arch:
        sockets = rod_sockets(upper, depth, top - sign, board)
    feet = folding_feet(posts, inner, (depth, reach, aside), by, board)
    wheels = Group()
    if variant != "passage":
        axle, low = depth + aside + t + AXLE, list(lower_posts(posts).values())
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
        poses.append(Pose(name="boot", motions=flat_pile(plates, shelves)))

    joints = [*(j for g in groups for j in g.joints), *between_joints]
    bottles = glue(joints, poses)

    # Steps
    glued = tuple(h.key for h in bottles)
    by_tray = ("bolt",) if variant == "passage" else () if split_posts else glued
    tray_steps = [Step(key="tray", plates=g.names, hardware=by_tray, apart=True) for g in trays]
    steps = [] if variant == "passage" else tray_steps
    steps += [Step(key="shelf", plates=g.names, hardware=glued, apart=True) for g in shelves]
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
    if not any("glue" in s.hardware for s in steps):
        by_hand += glued  # for the sockets of the rods
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


def _touch(post: Plate, other: Plate) -> bool:
    """Say whether a plate ends against a post, on more than a bolt's length of it."""
    (_, (py0, py1), (pz0, pz1)), (_, (oy0, oy1), (oz0, oz1)) = post.box, other.box
    near = min(abs(a - b) for a in post.box[0] for b in other.box[0]) < 0.01
    return near and min(py1, oy1) - max(py0, oy0) > 10 and min(pz1, oz1) - max(pz0, oz0) > 10


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
