"""What the command line says, in English and French.

Messages follow the locale of the terminal; every text stands here in both languages.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from mobilier.cli.words_project import PROJECT_TEXTS

LANGUAGES = ("en", "fr")


def language(environ: Mapping[str, str] | None = None) -> str:
    """Return "fr" under a French locale, else "en"."""
    env = os.environ if environ is None else environ
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if env.get(name):
            return "fr" if env[name].lower().startswith("fr") else "en"
    return "en"


def say(key: str, lang: str | None = None, **words: object) -> str:
    """Return a text of the catalogue with its words filled in."""
    return TEXTS[key][LANGUAGES.index(lang or language())].format(**words)


def counted(key: str, number: int, lang: str | None = None) -> str:
    """Return a number with its noun: 1 part, 2 parts."""
    return say(key if number == 1 else f"{key}s", lang, number=number)


TEXTS: Mapping[str, tuple[str, str]] = {
    **PROJECT_TEXTS,
    # help
    "usage": ("Usage:", "Utilisation :"),
    "options": ("Options", "Options"),
    "commands": ("Commands", "Commandes"),
    "help": (
        "Parametric plywood furniture: from its dimensions and a measured board to proven cut files.",
        "Mobilier paramétrique en contreplaqué : des dimensions et d'une planche mesurée aux fichiers "
        "d'usinage prouvés.",
    ),
    "help.help": ("Show this help and leave.", "Affiche cette aide."),
    "help.version": ("Show the version and leave.", "Affiche la version."),
    "help.list": (
        "What there is: designs, machines, tools, materials, labs.",
        "Ce qui existe : meubles, machines, outils, matériaux, ateliers.",
    ),
    "help.show": (
        "Parameters, parts, sizes and mass of a piece.",
        "Paramètres, pièces, dimensions et masse.",
    ),
    "help.check": (
        "Is it right? Fit, webs, assembly, stability, machine.",
        "Est-ce juste ? Ajustements, ponts de bois, montage, stabilité, machine.",
    ),
    "help.nest": ("Lay the parts on sheets.", "Place les pièces sur les plaques."),
    "help.cut": (
        "Sheets and programs for one lab, with their proof.",
        "Panneaux et programmes d'un atelier, avec leur preuve.",
    ),
    "help.bundle": (
        "Everything in one folder: the main job.",
        "Tout dans un dossier : le travail principal.",
    ),
    "help.verify": (
        "Is a bundle whole and true? Checksums, and the proof again.",
        "Un dossier est-il entier et vrai ? Sommes de contrôle, et la preuve à nouveau.",
    ),
    "help.coupon": (
        "A fit test piece for a lab and a board; `lot` records the result.",
        "Une éprouvette d'ajustement pour un atelier et une planche ; `lot` note le résultat.",
    ),
    "help.lot": ("Record what a batch of boards measures.", "Note ce que mesure un lot de planches."),
    "help.lot_verb": (
        "Record what a batch of boards measures and the fit a coupon proved, for --lot FILE.",
        "Note ce que mesure un lot de planches et le jeu prouvé par une éprouvette, pour --lot FICHIER.",
    ),
    "help.lot_material": ("The board that was measured.", "La planche mesurée."),
    "help.reading": (
        "A thickness in mm; eight per board, 50 mm from the edges (EN 324-1).",
        "Une épaisseur en mm ; huit par planche, à 50 mm des bords (EN 324-1).",
    ),
    "help.clearance": ("Total clearance across the thickness.", "Jeu total en travers de l'épaisseur."),
    "help.clearance_along": ("Total clearance along the joint.", "Jeu total le long de l'assemblage."),
    "help.lot_source": ("Who measured, when, with what.", "Qui a mesuré, quand, avec quoi."),
    "lot_file": ("{file}: a lot is a .toml file", "{file} : un lot est un fichier .toml"),
    "lot_other": (
        "{file} measures {material}; write another file",
        "{file} mesure {material} ; écrivez un autre fichier",
    ),
    "lot_source": ("measured in the workshop", "mesuré à l'atelier"),
    "lot_sum": (
        "{number} readings: mean {mean} mm, {low} to {high}; openings of {opening} mm",
        "{number} mesures : moyenne {mean} mm, de {low} à {high} ; ouvertures de {opening} mm",
    ),
    "help.new": (
        "A design or a lab of your own to begin with.",
        "Un meuble ou un atelier à vous pour commencer.",
    ),
    "help.new_design": (
        "Write ./designs/NAME with a crate to change.",
        "Écrit ./designs/NAME avec une caisse à transformer.",
    ),
    "help.new_lab": (
        "Write ./profiles/labs/NAME.toml; asks on a terminal.",
        "Écrit ./profiles/labs/NAME.toml ; pose des questions sur un terminal.",
    ),
    "help.lab_title": ("Its name for people.", "Son nom pour les gens."),
    "help.lab_machine": (
        "Its router (mobilier list machines); leave out what is not known.",
        "Sa fraiseuse (mobilier list machines) ; laissez de côté ce qui n'est pas connu.",
    ),
    "help.lab_tool": (
        "A cutter it has; several times for several.",
        "Une fraise qu'il a ; plusieurs fois pour plusieurs.",
    ),
    "help.lab_sheet": (
        "A sheet in stock, e.g. okoume-18=2500x1220.",
        "Une plaque en stock, p. ex. okoume-18=2500x1220.",
    ),
    "help.ask": ("Ask on the terminal.", "Pose les questions sur le terminal."),
    "next": ("next: {command}", "ensuite : {command}"),
    "ask_title": ("What is the workshop called", "Comment s'appelle l'atelier"),
    "ask_machine": (
        "Its router, a name of `mobilier list machines` (empty: not known)",
        "Sa fraiseuse, un nom de `mobilier list machines` (vide : inconnue)",
    ),
    "ask_tools": (
        "Its cutters, names of `mobilier list tools`",
        "Ses fraises, des noms de `mobilier list tools`",
    ),
    "ask_sheets": ("Its sheets, e.g. okoume-18=2500x1220", "Ses plaques, p. ex. okoume-18=2500x1220"),
    "lab_head": (
        "What is not known is left out.  Say under `source` who told you, and name under `confirmed`\n"
        "the keys that were checked in the workshop.  If you publish plans, add a table [publisher]\n"
        "with your name and the url of their page; {{design}} in it stands for the design.",
        "Ce qui n'est pas connu est laissé de côté.  Dites sous `source` qui vous l'a dit, et nommez sous\n"
        "`confirmed` les clés vérifiées à l'atelier.  Si vous publiez des plans, ajoutez une table\n"
        "[publisher] avec votre nom (name) et leur page (url) ; {{design}} y tient lieu du modèle.",
    ),
    "bad_stock": (
        "{text!r}: write MATERIAL=LxW, e.g. okoume-18=2500x1220",
        "{text!r} : écrivez MATÉRIAU=LxW, p. ex. okoume-18=2500x1220",
    ),
    "bad_name": (
        "{name!r} cannot name a file; begin with a letter",
        "{name!r} ne peut pas nommer un fichier ; commencez par une lettre",
    ),
    "exists": (
        "{place} is there already; choose another name",
        "{place} existe déjà ; choisissez un autre nom",
    ),
    "help.completion": (
        "The script that completes names in bash, zsh or fish.",
        "Le script qui complète les noms dans bash, zsh ou fish.",
    ),
    "help.set": ("Give a parameter its value: length=1180.", "Donne sa valeur à un paramètre : length=1180."),
    "help.preset": ("Named values of the design.", "Valeurs nommées du meuble."),
    "help.lab": (
        "The workshop: machine, tools, stock, habits.",
        "L'atelier : machine, outils, stock, habitudes.",
    ),
    "help.machine": ("Another machine than the lab's.", "Une autre machine que celle de l'atelier."),
    "help.material": (
        "Another board: NAME for the main one, BOARD=NAME for another.",
        "Une autre planche : NOM pour la principale, PLANCHE=NOM pour une autre.",
    ),
    "help.lot_option": (
        "A measured batch of boards (TOML file).",
        "Un lot de planches mesurées (fichier TOML).",
    ),
    "help.thickness": (
        "Measured thickness: 17.6 of the main board, BOARD=11.8 of another.",
        "Épaisseur mesurée : 17,6 pour la planche principale, PLANCHE=11,8 pour une autre.",
    ),
    "help.sheet": (
        "A sheet to cut from, LxW or LxWxT, instead of the lab's stock.",
        "Une plaque, LxW ou LxWxT, à la place du stock de l'atelier.",
    ),
    "help.schema": (
        "The JSON Schema of this kind of profile, for editors.",
        "Le schéma JSON de ce genre de profil, pour les éditeurs.",
    ),
    "no_schema": ("{kind} are programs, not profiles", "{kind} : des programmes, pas des profils"),
    "help.units": ("Unit of lengths written without one.", "Unité des longueurs écrites sans unité."),
    "help.stock": (
        "A rack of sheets and offcuts, e.g. the offcuts.toml of an earlier run; used before bought sheets.",
        "Un rayon de plaques et de chutes, p. ex. l'offcuts.toml d'un travail précédent ; servi avant les "
        "plaques achetées.",
    ),
    "help.saw": (
        "Blanks and cuts for a panel saw instead of sheets for a router.",
        "Des débits et des traits pour une scie à panneaux, au lieu de plaques pour une fraiseuse.",
    ),
    "saw_alone": (
        "--saw cuts boxes from edge to edge: it takes no --improve, --layout, --pin, --run nor --apart",
        "--saw débite des rectangles d'un bord à l'autre : sans --improve, --layout, --pin, --run ni --apart",
    ),
    "cut": ("{number} cut", "{number} trait"),
    "cuts": ("{number} cuts", "{number} traits"),
    "help.improve": (
        "Go on from this layout.json (or the folder it lies in).",
        "Repart de ce layout.json (ou du dossier qui le contient).",
    ),
    "help.layout": (
        "Take this layout.json as it is (judged, not changed).",
        "Prend ce layout.json tel quel (jugé, non modifié).",
    ),
    "help.pin": (
        "Lay a part with its low corner at X,Y mm, turned by ANGLE, on sheet N of its board.",
        "Pose le coin bas d'une pièce en X,Y mm, tournée de ANGLE, sur la plaque N de sa planche.",
    ),
    "help.run": (
        "Cut these parts in a row from one strip so that the grain runs on; :x or :y, else along the grain.",
        "Coupe ces pièces à la suite dans une bande, le fil continue ; :x ou :y, sinon dans le fil.",
    ),
    "help.apart": ("Pieces share no sheet.", "Les meubles ne partagent aucune plaque."),
    "one_of": ("{options}: give only one of these", "{options} : n'en donnez qu'une"),
    "nesting_step": (
        "{number}, at least {bound}, {used} % used, {engine}, {seconds} s",
        "{number}, au moins {bound}, {used} % utilisés, {engine}, {seconds} s",
    ),
    "board_best": (
        "{board}: {number}, none can do with fewer ({engine})",
        "{board} : {number}, le minimum possible ({engine})",
    ),
    "board_open": (
        "{board}: {number}, at least {bound} ({engine})",
        "{board} : {number}, au moins {bound} ({engine})",
    ),
    "by_clock": (
        ", stopped after {seconds} s: another run may differ",
        ", arrêté après {seconds} s : un autre essai peut différer",
    ),
    "help.split": (
        "Cut plates that no sheet can hold, and splice them.",
        "Coupe les panneaux qu'aucune plaque ne contient, et les enture.",
    ),
    "help.kernel": (
        "Judge the solids with the CAD kernel too (slow).",
        "Juge aussi les solides avec le noyau de CAO (lent).",
    ),
    "help.plot": ("Also draw the way of every program.", "Dessine aussi le trajet de chaque programme."),
    "help.quantity": ("How many pieces.", "Combien de meubles."),
    "help.seed": ("Another start of the search.", "Un autre départ de la recherche."),
    "help.effort": ("How hard to search for a layout.", "Effort de recherche du placement."),
    "help.time": (
        "Search for S seconds instead (the layout is recorded).",
        "Cherche pendant S secondes (le placement est enregistré).",
    ),
    "help.lang": ("Languages of the documents, e.g. fr,en.", "Langues des documents, p. ex. fr,en."),
    "help.json": (
        "The result as JSON on the standard output.",
        "Le résultat en JSON sur la sortie standard.",
    ),
    "help.out": ("The folder to write.", "Le dossier à écrire."),
    "help.verbose": ("Say more.", "En dit plus."),
    "help.quiet": ("Only errors.", "Seulement les erreurs."),
    "help.problems": (
        "Read every profile and design, and tell what is wrong.",
        "Lit tous les profils et meubles, et dit ce qui ne va pas.",
    ),
    # words and errors
    "error": ("Error:", "Erreur :"),
    "stopped": ("Stopped; nothing was written.", "Arrêté ; rien n'a été écrit."),
    "try_help": ("Try '{command} --help'.", "Essayez « {command} --help »."),
    "no_option": ("no such option: {name}", "option inconnue : {name}"),
    "did_you_mean": ("did you mean {names}?", "vouliez-vous dire {names} ?"),
    "missing": ("missing: {name}", "il manque : {name}"),
    "bad_option": ("option {name} needs a value", "l'option {name} attend une valeur"),
    "bad_length": (
        "{text!r} is not a length; write 17.6, 17,6, 17.6mm, 1.76cm or 3/4in",
        "{text!r} n'est pas une longueur ; écrivez 17,6, 17.6, 17.6mm, 1.76cm ou 3/4in",
    ),
    "three_digits": (
        "{text!r} may mean {small} or {large}; write one of these",
        "{text!r} peut vouloir dire {small} ou {large} ; écrivez l'un des deux",
    ),
    "bare_fraction": (
        "{text!r}: a fraction needs its unit, e.g. {text}in",
        "{text!r} : une fraction demande son unité, p. ex. {text}in",
    ),
    "bad_sheet": (
        "{text!r} is not a sheet; write 2500x1220 or 2500x1220x18",
        "{text!r} n'est pas une plaque ; écrivez 2500x1220 ou 2500x1220x18",
    ),
    "bad_pair": ("{text!r}: write NAME=VALUE", "{text!r} : écrivez NOM=VALEUR"),
    "bad_switch": ("{name} = {text!r}: write yes or no", "{name} = {text!r} : écrivez oui ou non"),
    "bad_count": ("{name} = {text!r}: write a whole number", "{name} = {text!r} : écrivez un nombre entier"),
    "bad_number": ("{name} = {text!r}: write a number", "{name} = {text!r} : écrivez un nombre"),
    # listing
    "hides": ("hides {paths}", "cache {paths}"),
    "broken": ("broken library {label}: {problem}", "bibliothèque défectueuse {label} : {problem}"),
    "no_problems": ("no problems", "aucun problème"),
    # show and check
    "preset": ("preset {name}", "préréglage {name}"),
    "size": ("{x:g} x {y:g} x {z:g} mm ({pose})", "{x:g} x {y:g} x {z:g} mm ({pose})"),
    "parameters": ("Parameters", "Paramètres"),
    "parts": ("{number} parts", "{number} pièces"),
    "part": ("{number} part", "{number} pièce"),
    "kinds": ("{number} kinds", "{number} sortes"),
    "kind": ("{number} kind", "{number} sorte"),
    "hardware": ("Hardware", "Quincaillerie"),
    "count_errors": ("{number} errors", "{number} erreurs"),
    "count_error": ("{number} error", "{number} erreur"),
    "count_warnings": ("{number} warnings", "{number} avertissements"),
    "count_warning": ("{number} warning", "{number} avertissement"),
    "parts_head": ("Parts", "Pièces"),
    "board": (
        "{name}, {thickness:g} mm ({low:g} to {high:g})",
        "{name}, {thickness:g} mm ({low:g} à {high:g})",
    ),
    "level.error": ("error", "erreur"),
    "level.warning": ("warning", "avertissement"),
    "level.note": ("note", "note"),
    "files": ("{number} files", "{number} fichiers"),
    "file": ("{number} file", "{number} fichier"),
    "sheets": ("{number} sheets", "{number} plaques"),
    "sheet": ("{number} sheet", "{number} plaque"),
    "proven": ("proven: {number} verdicts, all kept", "prouvé : {number} verdicts, tous respectés"),
    "no_machine": (
        "{lab}: no machine is known, so no programs; name one with --machine",
        "{lab} : aucune machine connue, donc pas de programmes ; nommez-en une avec --machine",
    ),
    "help.regenerate": (
        "Also make it again from its own sources and compare (runs the design in the bundle).",
        "Le refait aussi depuis ses propres sources et compare (exécute le meuble contenu dans le dossier).",
    ),
    "help.verify_machine": (
        "Judge the programs on the figures of this machine of your own library, not on those in the folder.",
        "Juge les programmes sur les chiffres de cette machine de votre bibliothèque, non ceux du dossier.",
    ),
    "runs_code": ("running the designs in {folder}", "exécution des meubles de {folder}"),
    "comes_out_otherwise": ("comes out otherwise when made again", "sort autrement quand on le refait"),
    "other_versions": ("made with other versions: {names}", "fait avec d'autres versions : {names}"),
    "verified": ("{folder}: whole; {number} rules kept", "{folder} : entier ; {number} règles respectées"),
    "not_verified": (
        "{folder}: {files} files not as written, {broken} rules broken",
        "{folder} : {files} fichiers altérés, {broken} règles enfreintes",
    ),
}
