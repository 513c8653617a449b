"""Checks: is it right?  Findings, not opinions; `mobilier.check.ladder` climbs them all."""

import sys

from mobilier.verb import Verb

sys.modules[__name__].__class__ = Verb
