"""Engines of others, each behind its one importer, and the race of all engines against the clock."""
