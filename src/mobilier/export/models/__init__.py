"""The piece as a model: meshes, glTF, STEP and the viewer."""
