package bss.calibration;

import bss.spec.translate.CellParameters;
import bss.spec.translate.ParameterChange;
import java.util.List;

/// A cell as codes: what to write by [bss.spec.fg.NeuronParameter#index], what cell that makes (V_reset not yet
/// shared), and where it differs from what was asked.
record CellCodes(List<Integer> codes, CellParameters realised, List<ParameterChange> changes) {}
