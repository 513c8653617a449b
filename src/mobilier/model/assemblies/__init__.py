"""What pieces share above the plate: each brings its holes, hardware, step and promise together."""
