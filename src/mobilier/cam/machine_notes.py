"""What an operator must know of the controller before the first program runs."""

from __future__ import annotations

from mobilier.errors import Finding
from mobilier.profiles.types import Controller, Machine


def machine_notes(machine: Machine, controller: Controller) -> list[Finding]:
    """Return what must be set on the controller, and whether its programs wait for the spindle."""
    where = f"{controller.name} on {machine.name}"
    found = [Finding.of("controller-settings", where, setting=text) for text in controller.settings]
    if machine.spindle.warm_up and not controller.dwell:
        found.append(Finding.of("no-spin-up-wait", where, seconds=machine.spindle.warm_up))
    return found
