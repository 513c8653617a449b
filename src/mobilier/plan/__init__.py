"""Other people's drawings: their units judged, their parts found, made to fit the board that is there."""
