"""BrainScaleS-1, emulated: a backend of PyNN."""
