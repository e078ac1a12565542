package bss.calibration.measure.fit;

import java.util.Arrays;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;

/// Linear least squares.
public final class LeastSquares {

    private static final double SINGULAR = 1e-12;

    private LeastSquares() {}

    /// The coefficients that bring `rows * c` nearest to `values`; NaN where the rows do not determine them.
    ///
    /// @param rows one row of basis functions for each value
    public static double[] solve(double[][] rows, double[] values) {
        int columns = rows[0].length;
        double[] scale = new double[columns];
        for (double[] row : rows) {
            for (int c = 0; c < columns; c++) {
                scale[c] = Math.max(scale[c], Math.abs(row[c]));
            }
        }
        double[][] scaled = new double[rows.length][columns];
        for (int k = 0; k < rows.length; k++) {
            for (int c = 0; c < columns; c++) {
                scaled[k][c] = rows[k][c] / scale[c];
            }
        }
        double[] result = new double[columns];
        try {
            double[] solved = new QRDecomposition(new Array2DRowRealMatrix(scaled), SINGULAR)
                    .getSolver()
                    .solve(new ArrayRealVector(values))
                    .toArray();
            Arrays.setAll(result, c -> solved[c] / scale[c]);
        } catch (MathIllegalArgumentException e) {
            Arrays.fill(result, Double.NaN);
        }
        return result;
    }

    /// The coefficients of the polynomial of a degree, ascending.
    public static double[] polynomial(double[] x, double[] y, int degree) {
        double[][] rows = new double[x.length][degree + 1];
        for (int k = 0; k < x.length; k++) {
            rows[k][0] = 1;
            for (int p = 1; p <= degree; p++) {
                rows[k][p] = rows[k][p - 1] * x[k];
            }
        }
        return solve(rows, y);
    }

    /// Root mean square of the differences.
    public static double rms(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return Math.sqrt(sum / a.length);
    }
}
