"""The sentences of the booklet, setup sheets and read-me files, in French and English."""

from __future__ import annotations

from mobilier.export.words import Lang

PHRASES: dict[str, tuple[str, str]] = {
    # key: (French, English)
    "before": ("Avant de commencer", "Before you start"),
    "safety": ("Sécurité", "Safety"),
    "board_title": ("Panneaux", "Boards"),
    "board": ("matériau", "board"),
    "nominal": ("nominal", "nominal"),
    "measured": ("mesuré", "measured"),
    "unmeasured": ("à mesurer", "to measure"),
    "opening": ("ouverture", "opening"),
    "sheets": ("plaques", "sheets"),
    "board_note": (
        "Mesurez vos plaques au pied à coulisse en plusieurs points. Si l'épaisseur diffère de celle "
        "indiquée, régénérez les plans avec --thickness : les ouvertures suivront.",
        "Measure your boards with a caliper in several places. If the thickness differs from the one "
        "given here, regenerate the plans with --thickness: the openings will follow.",
    ),
    "values": ("Paramètres", "Parameters"),
    "parameter": ("paramètre", "parameter"),
    "value": ("valeur", "value"),
    "meaning": ("sens", "meaning"),
    "shopping": ("Achats", "Shopping list"),
    "all_sheets": ("Toutes les plaques", "All sheets"),
    "sheets_title": ("Plaques à acheter", "Sheets to buy"),
    "size": ("dimensions", "size"),
    "count": ("qté", "qty"),
    "mass": ("masse", "mass"),
    "hardware": ("Quincaillerie", "Hardware"),
    "name": ("désignation", "name"),
    "load": ("charge", "load"),
    "spare": ("rechange", "spare"),
    "buy": ("à acheter", "to buy"),
    "each_mass": ("kg/pce", "kg each"),
    "price_note": (
        "Aucun prix n'est donné : demandez-les à vos fournisseurs, ils changent.",
        "No price is given: ask your suppliers, prices change.",
    ),
    "tools": ("Outils", "Tools"),
    "cutlist": ("Liste de débit", "Cut list"),
    "part": ("pièce", "part"),
    "length": ("L", "L"),
    "width": ("l", "W"),
    "thick": ("ép.", "T"),
    "grain": ("fil", "grain"),
    "sheet": ("plaque", "sheet"),
    "step": ("étape", "step"),
    "cut_note": (
        "Cotes finies en mm, encombrement. Fil : sens des fibres du parement, le long de L ; vide : libre. "
        "Toutes les pièces s'usinent bonne face dessus.",
        "Finished sizes in mm, overall. Grain: the face grain runs along L; empty: either way. "
        "All parts are cut with the good face up.",
    ),
    "setup": ("réglage", "setup"),
    "program": ("programme", "program"),
    "cutter": ("fraise", "cutter"),
    "spindle": ("broche", "spindle"),
    "time": ("durée", "time"),
    "no_programs": (
        "Aucune machine n'est connue pour ce lieu : la plaque est livrée en DXF et SVG.",
        "No machine is known for this workshop: the sheet comes as DXF and SVG.",
    ),
    "drawings": ("Plans des pièces", "Part drawings"),
    "assembly": ("Montage", "Assembly"),
    "assembly_note": (
        "Montez à blanc avant de coller ou de visser. Une pièce qui force se reprend à la râpe, "
        "pas au marteau. À gauche le geste, à droite le résultat ; en gris, ce qui est déjà monté.",
        "Fit everything dry before gluing or screwing. A part that is tight is eased with a rasp, "
        "not with a hammer. On the left what to do, on the right the result; in grey what is built already.",
    ),
    "marks_engraved": (
        "Le repère gravé sur chaque pièce est celui de ce livret.",
        "The number engraved on each part is the one of this booklet.",
    ),
    "marks_stuck": (
        "Collez l'étiquette de chaque pièce avant de la détacher de la plaque.",
        "Stick its label on each part before it leaves the sheet.",
    ),
    "poses": ("Positions", "Positions"),
    "limits": ("Limites d'usage", "Limits of use"),
    "load_each": ("{name} : {load} kg au plus l'unité", "{name}: {load} kg at most each"),
    "payload": ("Charge à bord : {load} kg", "Load on board: {load} kg"),
    "care": ("Entretien", "Care"),
    "use": ("Usage et contrôle", "Use and checks"),
    "checks": ("Contrôles", "Checks"),
    "level": ("niveau", "level"),
    "where": ("où", "where"),
    "finding": ("constat", "finding"),
    "no_findings": ("rien à redire", "nothing to say"),
    "question": ("question", "question"),
    "answer": ("réponse", "answer"),
    "findings_n": ("{n} à lire ci-dessous", "{n} to read below"),
    "remedy": ("remède", "remedy"),
    "cutters": ("Fraises et forets", "Cutters and drills"),
    "flutes": ("dents", "flutes"),
    "setup_title": ("Réglage de la machine", "Machine setup"),
    "setup_note": (
        "Avances et plongées en mm/min, passes en mm. Relisez ces valeurs sur la machine avant la première "
        "plaque, puis passez les fichiers dans l'ordre ci-dessous.",
        "Feeds and plunges in mm/min, steps in mm. Read these values again at the machine before the first "
        "sheet, then run the files in the order below.",
    ),
    "proof": ("Preuve des programmes", "Proof of the programs"),
    "proof_note": (
        "Chaque programme a été relu et la fraise promenée dans la plaque par un code distinct de celui "
        "qui l'a écrit.",
        "Every program was read back and its cutter swept through the sheet by code other than the code "
        "that wrote it.",
    ),
    "rule": ("règle", "rule"),
    "demand": ("exigence", "demand"),
    "kept": ("tenue", "kept"),
    "no_proof": (
        "Pas de programme dans ce dossier : il n'y a rien à prouver.",
        "No program in this bundle: there is nothing to prove.",
    ),
    "people_1": ("1 personne", "1 person"),
    "people": ("{n} personnes", "{n} people"),
    "overall": ("Dimensions", "Size"),
    "from_floor": ("Dimensions, hauteur depuis le sol", "Size, height from the floor"),
    "wood_mass": ("Masse, sans quincaillerie", "Mass, without hardware"),
    "hands": ("Montage", "Assembly"),
    "order_title": ("Ordre de passage", "Running order"),
    "machine_time": ("Usinage", "Cutting"),
    "parts": ("Pièces", "Parts"),
    "licence": ("Licence : {licence}", "Licence: {licence}"),
    "published": ("Publié ici", "Published here"),
    "footer": (
        "Plans régénérables, vérifiables par bundle.json",
        "Plans to regenerate and verify with bundle.json",
    ),
    "face_up": ("bonne face dessus", "good face up"),
    "zero_top": ("dessus de la plaque", "top of the sheet"),
    "zero_bed": ("table", "bed"),
    "tabs": ("attaches de {w} × {h} mm", "tabs of {w} × {h} mm"),
    "onion": ("peau de {h} mm", "skin of {h} mm"),
    "board_fact": (
        "{board} : {sheets}, au moins {bound}, {used} % utilisés, {left} m² de chutes utilisables",
        "{board}: {sheets}, at least {bound}, {used} % used, {left} m² of usable offcuts",
    ),
    "saw_order": (
        "déligner {trim} mm de chaque bord, puis couper dans l'ordre des numéros ; trait de {kerf} mm",
        "trim {trim} mm off every edge, then cut in the order of the numbers; kerf {kerf} mm",
    ),
    "alike": ("plaques à usiner ainsi", "sheets cut alike"),
    "hold": ("maintien", "holding"),
    "clamps": ("brides", "clamps"),
    "yes": ("oui", "yes"),
    "no": ("non", "no"),
    "error": ("erreur", "error"),
    "warning": ("attention", "warning"),
    "note": ("note", "note"),
    "dial": ("{rpm} tr/min, à régler à la main", "{rpm} rpm, set by hand"),
    "rpm": ("{rpm} tr/min", "{rpm} rpm"),
    "measured_zero": ("origine X Y", "zero X Y"),
    "z_zero": ("origine Z", "zero Z"),
    "unconfirmed": ("non vérifié sur la machine", "not checked on the machine"),
    "machine": ("machine", "machine"),
    "passes": ("passes", "passes"),
    "feed": ("avance", "feed"),
    "plunge": ("plongée", "plunge"),
    "step_down": ("passe", "step"),
    "role": ("rôle", "role"),
    "order": ("ordre", "order"),
    "extents": ("course X Y Z", "extents X Y Z"),
    "role_cut": ("usinage", "cut"),
    "role_screws": ("trous de fixation", "screw holes"),
    "role_air": ("passage à vide", "air cut"),
    "role_corner": ("premier coin", "first corner"),
    "plans": ("Plans", "Plans"),
    "language": ("English", "Français"),
    "find": ("Chercher", "Find"),
    "variants_n": ("{n} variantes", "{n} variants"),
    "variant_n": ("{n} variante", "{n} variant"),
    "failed_n": ("{n} en échec", "{n} failed"),
    "not_made": ("n'a pas pu être fait", "could not be made"),
    "used": ("{share} % utilisés", "{share} % used"),
    "workshop": ("Atelier", "Workshop"),
    "drawings_only": ("dessins seulement", "drawings only"),
    "errors_n": ("{n} erreurs", "{n} errors"),
    "error_n": ("{n} erreur", "{n} error"),
    "warnings_n": ("{n} avertissements", "{n} warnings"),
    "warning_n": ("{n} avertissement", "{n} warning"),
    "notes_n": ("{n} notes", "{n} notes"),
    "note_n": ("{n} note", "{n} note"),
    "proof_short": ("Preuve", "Proof"),
    "proven": ("{n} verdicts, tous respectés", "{n} verdicts, all kept"),
    "not_proven": ("{n} verdicts enfreints", "{n} verdicts broken"),
    "booklet": ("Livret", "Booklet"),
    "in_3d": ("Voir en 3D", "See in 3-D"),
    "read_me": ("Lisez-moi", "Read me"),
    "setup_sheet": ("Fiche de réglage", "Setup sheet"),
    "programs_n": ("{n} programmes", "{n} programs"),
    "program_n": ("{n} programme", "{n} program"),
    "everything": ("Tout (ZIP)", "Everything (ZIP)"),
    "changes_n": ("{n} changements", "{n} changes"),
    "change_n": ("{n} changement", "{n} change"),
    "kind_piece": ("meuble", "piece"),
    "kind_value": ("valeur", "value"),
    "kind_board": ("épaisseur", "thickness"),
    "kind_size": ("hors tout", "overall"),
    "kind_part": ("pièce", "part"),
    "kind_hardware": ("quincaillerie", "hardware"),
    "kind_sheets": ("plaques", "sheets"),
    "kind_time": ("temps machine", "machine time"),
    "kind_cost": ("prix", "price"),
    "not_there": ("absente", "absent"),
    "what_quantity": ("nombre", "quantity"),
    "what_size": ("dimensions", "size"),
    "what_material": ("matériau", "material"),
    "what_features": ("usinages", "features"),
    "what_shape": ("forme", "shape"),
    "what_used": ("utilisé", "used"),
    "sheet_drawings": ("Plaques (DXF)", "Sheets (DXF)"),
}

SAFETY: tuple[tuple[str, str], ...] = (
    (
        "Fraiseuse : lunettes, casque antibruit, cheveux et vêtements attachés ; aspiration en marche ; "
        "main près de l'arrêt d'urgence pendant tout le premier passage.",
        "Router: goggles, ear defenders, hair and clothes tied back; extraction running; a hand near the "
        "emergency stop during the whole first pass.",
    ),
    (
        "Poussière de bois : masque P2 pour le ponçage et le ménage. Jamais de soufflette.",
        "Wood dust: a P2 mask for sanding and cleaning. Never an air gun.",
    ),
    (
        "Ne retirez aucune pièce tant que la broche tourne. Les attaches se coupent à la scie fine, "
        "plaque bridée.",
        "Remove no part while the spindle turns. Cut the tabs with a fine saw, the sheet still clamped.",
    ),
    (
        "Une plaque entière se porte à deux. Cassez les arêtes avant de manipuler les pièces.",
        "A whole sheet is carried by two. Break the edges before handling the parts.",
    ),
    (
        "Contrôlez le carré témoin de 100 mm et un premier tenon avant de lancer toute la plaque.",
        "Check the 100 mm reference square and a first tab before cutting the whole sheet.",
    ),
)

CARE: tuple[tuple[str, str], ...] = (
    (
        "Poncez à 120 puis 180 et protégez toutes les faces et tous les chants (huile dure ou vernis) ; "
        "deux couches de plus sur les chants si la pièce reste dehors.",
        "Sand to 120 then 180 and protect all faces and edges (hard oil or varnish); two more coats on the "
        "edges if the piece stays outdoors.",
    ),
    (
        "Resserrez la quincaillerie après une semaine, puis deux fois par an.",
        "Tighten the hardware after a week, then twice a year.",
    ),
    ("Ne montez pas dessus.", "Do not climb on it."),
)

CARE_WITH: dict[str, tuple[str, str]] = {
    "castors": (
        "Bloquez les roulettes avant de vous appuyer.",
        "Lock the castors before leaning on the piece.",
    ),
    "ballast": (
        "Repliez ou rentrez la pièce par vent fort.",
        "Fold the piece or bring it inside in strong wind.",
    ),
}
"""What is said only of pieces that promise this."""

TOOLS: tuple[tuple[str, str], ...] = (
    ("pied à coulisse, mètre, équerre", "caliper, tape measure, square"),
    ("scie fine ou couteau à araser pour les attaches", "fine saw or flush cutter for the tabs"),
    ("cale à poncer, grains 120 et 180", "sanding block, grits 120 and 180"),
    ("maillet et cale de bois", "mallet and a wooden block"),
    ("visseuse, forets et embouts", "drill driver, drill bits and driver bits"),
    ("serre-joints", "clamps"),
)


def phrase(key: str, lang: Lang, **values: object) -> str:
    """Return a sentence in ``lang`` with its values filled in."""
    text = PHRASES[key][0 if lang == "fr" else 1]
    return text.format(**values) if values else text


def phrases(lang: Lang) -> dict[str, str]:
    """Return every sentence of a language."""
    return {k: v[0 if lang == "fr" else 1] for k, v in PHRASES.items()}


def listed(lines: tuple[tuple[str, str], ...], lang: Lang) -> list[str]:
    """Return the lines of a list in a language."""
    return [line[0 if lang == "fr" else 1] for line in lines]


def crew(people: int, lang: Lang) -> str:
    """Return how many people it takes."""
    return phrase("people_1", lang) if people == 1 else phrase("people", lang, n=people)


def duration(seconds: float, lang: Lang) -> str:
    """Return a time as people say it: 1 h 05, 12 min, 40 s."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes = round(whole / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02d}" if lang == "fr" else f"{hours} h {rest:02d} min"
