"""Panel saws: layouts of boxes that come apart by edge-to-edge cuts, and their lists of cuts."""
