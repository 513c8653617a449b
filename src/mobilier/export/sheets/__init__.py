"""Flat drawings of sheets and parts: maps, DXF, saw cuts, machine paths."""
