"""The piece as a model for other programs: meshes, glTF and STEP."""
