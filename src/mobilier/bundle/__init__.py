"""One job, all its files: written at once, and judged again from the files alone."""
