package bss.tools.job.server;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;

/// A log that lasts as long as the process.
final class MemoryLog implements CommandLog {

    private record Entry(ByteString command, ByteString sha256) {}

    private final List<Entry> entries = new ArrayList<>();

    @Override
    public synchronized long size() {
        return entries.size();
    }

    @Override
    public synchronized void append(ByteString command, ByteString sha256) {
        entries.add(new Entry(command, sha256));
    }

    @Override
    public synchronized ByteString command(long number) {
        return entries.get(Math.toIntExact(number)).command();
    }

    @Override
    public synchronized ByteString sha256(long number) {
        return entries.get(Math.toIntExact(number)).sha256();
    }
}
