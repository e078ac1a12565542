/// A chip on the bench: codes go in, samples of its two analog outputs come out.
@NullMarked
package bss.calibration.measure.bench;

import org.jspecify.annotations.NullMarked;
