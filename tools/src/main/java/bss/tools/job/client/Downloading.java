package bss.tools.job.client;

import bss.tools.job.JobException;
import bss.tools.job.v1.DownloadReply;
import bss.tools.job.v1.DownloadRequest;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.worker.ResultFile;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/// Fetches a result or a log piece by piece. What has come stays in a file; whoever goes on begins where it ends.
final class Downloading {

    /// What is sent again at most when an answer is lost.
    static final int PIECE_BYTES = 256 << 10;

    private static final int MOST_DAMAGED = 2;

    private final Calls calls;
    private final JobStatus job;
    private final DownloadRequest.What what;
    private final DoubleConsumer progress;

    Downloading(Calls calls, JobStatus job, DownloadRequest.What what, DoubleConsumer progress) {
        this.calls = calls;
        this.job = job;
        this.what = what;
        this.progress = progress;
    }

    /// Fills the file until it is whole, and on the disk.
    void into(Path part) throws JobException, IOException, InterruptedException {
        try (FileChannel channel =
                FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            // released with the channel
            FileLock lock = lock(channel);
            if (lock == null) {
                throw JobException.refused("%s is being fetched already: wait for it, or name another file", part);
            }
            for (int damaged = 0; ; damaged++) {
                fill(channel);
                channel.force(true);
                String came = ResultFile.sha256(part);
                if (came.equals(HexFormat.of().formatHex(sha256().toByteArray()))) {
                    return;
                }
                channel.truncate(0);
                if (damaged == MOST_DAMAGED) {
                    throw new JobException(
                            Status.Code.DATA_LOSS,
                            "job '%s' at %s: what came has another SHA-256 than the server says, %d times in a row; its"
                                            .formatted(job.getJob(), calls.server(), damaged + 1)
                                    + " administrator should look at it");
                }
                calls.notice("what came of job '%s' was damaged, fetching it again".formatted(job.getJob()));
            }
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private ByteString sha256() {
        return what == DownloadRequest.What.LOG ? job.getLogSha256() : job.getResultSha256();
    }

    private void fill(FileChannel channel) throws JobException, IOException, InterruptedException {
        long at = channel.size();
        while (true) {
            DownloadReply reply;
            try {
                reply = piece(at);
            } catch (JobException e) {
                if (at == 0 || e.code() != Status.Code.INVALID_ARGUMENT) {
                    throw e;
                }
                // what is there is longer than the whole, so it is something else
                channel.truncate(0);
                at = 0;
                continue;
            }
            long size = reply.getSize();
            if (!reply.getSha256().equals(sha256())) {
                throw JobException.refused(
                        "job '%s' at %s: its content has changed since it was asked for, which no server should do",
                        job.getJob(), calls.server());
            }
            ByteBuffer bytes = reply.getData().asReadOnlyByteBuffer();
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
            progress.accept(size == 0 ? 1 : (double) at / size);
            if (at >= size) {
                return;
            }
            if (reply.getData().isEmpty()) {
                throw new JobException(
                        Status.Code.DATA_LOSS,
                        "job '%s' at %s: the server ends at byte %d of %d"
                                .formatted(job.getJob(), calls.server(), at, size));
            }
        }
    }

    private DownloadReply piece(long at) throws JobException, InterruptedException {
        DownloadRequest.Builder request = DownloadRequest.newBuilder()
                .setUser(job.getUser())
                .setJob(job.getJob())
                .setWhat(what)
                .setOffset(at)
                .setLength(PIECE_BYTES);
        return calls.ask(job.getJob(), calls.patience().transfers(), s -> s.download(request.build()));
    }
}
