"""The piece in space: assembled, exploded, step by step, rendered."""
