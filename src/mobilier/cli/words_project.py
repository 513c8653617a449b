"""What ``build`` and ``diff`` say, in English and French."""

from __future__ import annotations

from collections.abc import Mapping

PROJECT_TEXTS: Mapping[str, tuple[str, str]] = {
    "help.build": (
        "Every variant of a project file, each in a folder of its own.",
        "Toutes les variantes d'un fichier de projet, chacune dans son dossier.",
    ),
    "help.only": (
        "Only the variants that this pattern names (* any letters, ? one); several times for several.",
        "Seulement les variantes que nomme ce motif (* des lettres, ? une) ; plusieurs fois pour plusieurs.",
    ),
    "help.build_list": (
        "Check every variant and say what would be made; write nothing.",
        "Contrôle chaque variante et dit ce qui serait fait ; n'écrit rien.",
    ),
    "help.again": (
        "Make also what would come out the same.",
        "Refait aussi ce qui sortirait identique.",
    ),
    "help.jobs": (
        "How many variants at a time; without it, one for each core.",
        "Combien de variantes à la fois ; sans elle, une par cœur.",
    ),
    "variants": ("{number} variants", "{number} variantes"),
    "variant": ("{number} variant", "{number} variante"),
    "state.built": ("built ", "fait   "),
    "state.kept": ("kept  ", "gardé  "),
    "state.failed": ("failed", "échec  "),
    "state.due": ("due   ", "à faire"),
    "built": ("{number} built", "{number} faite"),
    "builts": ("{number} built", "{number} faites"),
    "kept": ("{number} kept", "{number} gardée"),
    "kepts": ("{number} kept", "{number} gardées"),
    "failed": ("{number} failed", "{number} en échec"),
    "faileds": ("{number} failed", "{number} en échec"),
    "due": ("{number} due", "{number} à faire"),
    "dues": ("{number} due", "{number} à faire"),
    "built_sum": ("{total}: {states}", "{total} : {states}"),
    "built_page": ("{total}: {states}; {page}", "{total} : {states} ; {page}"),
    "stopped_build": (
        "Stopped; what was finished is whole, nothing is half made.",
        "Arrêté ; ce qui était fini est entier, rien n'est à moitié fait.",
    ),
    "stranger": (
        "{folder} is no longer in the project; move it away if nobody needs it",
        "{folder} n'est plus dans le projet ; déplacez-le si personne n'en a besoin",
    ),
    "help.diff": (
        "What a variant changes: values, parts, hardware, sheets, time. A and B are SOURCEs or bundles.",
        "Ce que change une variante : valeurs, pièces, quincaillerie, plaques, durée. A et B sont des "
        "SOURCE ou des dossiers.",
    ),
    "help.diff_sheets": (
        "Compare sheets, machine time and price too: lays out and cuts a SOURCE (-o does it as well).",
        "Compare aussi plaques, temps machine et prix : place et découpe une SOURCE (-o le fait aussi).",
    ),
    "altered": (
        "{folder}: edited since it was written ({number}); it is compared as it stands",
        "{folder} : modifié depuis son écriture ({number}) ; il est comparé tel quel",
    ),
    "no_difference": ("{a} and {b} are the same", "{a} et {b} sont identiques"),
}
