"""The reader of each syntax family."""

from __future__ import annotations

from mobilier.errors import ProofError
from mobilier.profiles.types import Controller
from mobilier.proof.reading import Reading


def read_program(text: str, controller: Controller) -> Reading:
    """Return what a program does, as ``controller`` would read it, in program coordinates.

    Raises:
        ProofError: no reader knows the controller's family.
    """
    if controller.family == "iso":
        from mobilier.proof.reader_iso import read_iso

        return read_iso(text, controller)
    if controller.family == "opensbp":
        from mobilier.proof.reader_opensbp import read_opensbp

        return read_opensbp(text, controller)
    if controller.family == "rml":
        from mobilier.proof.reader_rml import read_rml

        return read_rml(text, controller)
    if controller.family == "heidenhain":
        from mobilier.proof.reader_heidenhain import read_heidenhain

        return read_heidenhain(text, controller)
    raise ProofError.of("no-proof", controller.name, case="reader", family=controller.family)
