"""Our own engine: first fit, then guided separation on a lattice, and exact compaction."""
