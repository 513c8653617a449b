"""What every drawing is made of: SVG, style, dimensions, labels, icons."""
