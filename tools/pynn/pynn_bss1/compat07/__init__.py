"""PyNN 0.7 on the emulated wafer, and the names of BrainScaleS-1's software.

`python -m pynn_bss1.run07 script.py` runs a script that imports `pyhmf`, `pymarocco`, `pyhalco_hicann_v2` and so on;
`install()` does the same for a script that calls it before it imports them. What is supported: docs/pynn07.md.
"""

from .install import install, uninstall

__all__ = ["install", "uninstall"]
