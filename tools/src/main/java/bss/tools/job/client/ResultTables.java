package bss.tools.job.client;

import bss.tools.job.Columns;
import bss.tools.job.JobException;
import bss.tools.job.v1.Column;
import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.FetchText;
import bss.tools.job.v1.ResultRecord;
import bss.tools.job.worker.ResultFile;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a result holds: the answer to each request as columns.
public final class ResultTables {

    private final Map<FetchRequest, Map<String, ByteString>> numbers = new LinkedHashMap<>();
    private final Map<FetchRequest, StringBuilder> texts = new LinkedHashMap<>();

    private ResultTables() {}

    /// Reads all records.
    ///
    /// @throws IOException if they cannot be read, or end within one
    public static ResultTables read(InputStream in) throws IOException {
        ResultTables tables = new ResultTables();
        ResultFile.read(in, tables::add);
        return tables;
    }

    private void add(ResultRecord record) {
        Map<String, ByteString> columns = numbers.computeIfAbsent(record.getRequest(), _ -> new LinkedHashMap<>());
        for (Column column : record.getTable().getColumnsList()) {
            switch (column.getValuesCase()) {
                case F64 -> columns.merge(column.getName(), column.getF64(), ByteString::concat);
                case I32 -> columns.merge(column.getName(), column.getI32(), ByteString::concat);
                case TEXT ->
                    texts.computeIfAbsent(record.getRequest(), _ -> new StringBuilder())
                            .append(column.getText());
                case VALUES_NOT_SET -> {}
            }
        }
    }

    /// What was asked, in the order of the answers.
    Set<FetchRequest> requests() {
        return numbers.keySet();
    }

    boolean has(FetchRequest request) {
        return numbers.containsKey(request);
    }

    double[] f64(FetchRequest request, String column) throws JobException {
        return Columns.f64(column, bytes(request, column));
    }

    int[] i32(FetchRequest request, String column) throws JobException {
        return Columns.i32(column, bytes(request, column));
    }

    private ByteString bytes(FetchRequest request, String column) throws JobException {
        Map<String, ByteString> columns = numbers.getOrDefault(request, Map.of());
        ByteString bytes = columns.get(column);
        if (bytes == null) {
            throw JobException.invalid(
                    "the result has no column '%s' of %s, only %s", column, request.getWhatCase(), columns.keySet());
        }
        return bytes;
    }

    /// A report, picture or counters, if the result has it.
    public Optional<String> text(FetchText.Kind kind) {
        FetchRequest request = FetchRequest.newBuilder()
                .setText(FetchText.newBuilder().setKind(kind))
                .build();
        return Optional.ofNullable(texts.get(request)).map(StringBuilder::toString);
    }
}
