"""How it is cut: operations, toolpaths, order, time and the text of programs."""
