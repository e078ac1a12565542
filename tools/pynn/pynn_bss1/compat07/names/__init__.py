"""The modules of BrainScaleS-1's software under their names; `compat07.install` puts them into place."""
