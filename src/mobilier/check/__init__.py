"""Checks: is it right?  Findings, not opinions; `mobilier.check.ladder` climbs them all."""
