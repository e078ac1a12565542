package bss.tools.job;

import bss.tools.job.v1.Column;
import bss.tools.job.v1.Table;
import java.util.function.Consumer;

/// Writes columns as tables of at most 1 MiB of numbers each: an answer to `Jobs.Fetch`.
public final class TableWriter {

    private static final int BYTES = 1 << 20;

    private final Consumer<Table> to;

    /// @param to takes the pieces in their order; may block until there is room
    public TableWriter(Consumer<Table> to) {
        this.to = to;
    }

    /// Writes a column; one without values is written too, so that the reader knows its type.
    public void f64(String name, double[] values) {
        int most = BYTES / Double.BYTES;
        for (int from = 0; from == 0 || from < values.length; from += most) {
            int to = Math.min(values.length, from + most);
            write(Column.newBuilder().setName(name).setF64(Columns.bytes(values, from, to)));
        }
    }

    /// Writes a column.
    public void i32(String name, int[] values) {
        int most = BYTES / Integer.BYTES;
        for (int from = 0; from == 0 || from < values.length; from += most) {
            int to = Math.min(values.length, from + most);
            write(Column.newBuilder().setName(name).setI32(Columns.bytes(values, from, to)));
        }
    }

    /// Writes a text, cut between characters.
    public void text(String name, String text) {
        int most = BYTES / 4;
        int from = 0;
        do {
            int to = Math.min(text.length(), from + most);
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            write(Column.newBuilder().setName(name).setText(text.substring(from, to)));
            from = to;
        } while (from < text.length());
    }

    private void write(Column.Builder column) {
        to.accept(Table.newBuilder().addColumns(column).build());
    }
}
