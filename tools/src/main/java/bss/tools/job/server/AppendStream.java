package bss.tools.job.server;

import bss.tools.job.JobException;
import bss.tools.job.v1.Appended;
import bss.tools.job.v1.CommandPiece;
import com.google.errorprone.annotations.FormatMethod;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// Joins the pieces of a command, checks them, and appends it.
final class AppendStream implements StreamObserver<CommandPiece> {

    /// The longest piece in bytes.
    static final int PIECE_BYTES = 1 << 20;

    private static final int FIRST_BYTES = 1 << 10;

    private final JobRegistry jobs;
    private final StreamObserver<Appended> client;
    private final MessageDigest digest = sha256();
    private final ByteString.Output data = ByteString.newOutput(FIRST_BYTES);
    private @Nullable Job job;
    private @Nullable CommandPiece first;
    private @Nullable ByteString claimed;
    private boolean failed;

    AppendStream(JobRegistry jobs, StreamObserver<Appended> client) {
        this.jobs = jobs;
        this.client = client;
    }

    @Override
    public void onNext(CommandPiece piece) {
        if (failed) {
            return;
        }
        try {
            take(piece);
        } catch (JobException e) {
            fail(e);
        }
    }

    @Override
    public void onError(Throwable t) {
        // the client is gone: nothing was kept
        failed = true;
    }

    @Override
    public void onCompleted() {
        if (failed) {
            return;
        }
        try {
            long next = append();
            client.onNext(Appended.newBuilder().setNextCommand(next).build());
            client.onCompleted();
        } catch (JobException e) {
            fail(e);
        }
    }

    private void take(CommandPiece piece) throws JobException {
        if (first == null) {
            job = jobs.get(piece.getJob());
            job.requireNumber(piece.getCommand());
            first = piece.toBuilder().clearData().build();
        } else if (!piece.getJob().equals(first.getJob()) || piece.getCommand() != first.getCommand()) {
            throw JobException.invalid(
                    "a piece of command %d of job '%s' follows one of command %d of job '%s', must be of the same",
                    piece.getCommand(), piece.getJob(), first.getCommand(), first.getJob());
        }
        if (claimed != null) {
            throw JobException.invalid("%s: a piece follows the one with sha256, which must be the last", where());
        }
        if (piece.getData().size() > PIECE_BYTES) {
            throw tooLong(
                    "a piece has %d bytes, must be at most %d", piece.getData().size(), PIECE_BYTES);
        }
        long most = jobs.maxCommandBytes();
        if (data.size() + (long) piece.getData().size() > most) {
            throw tooLong("longer than %d bytes, the most that this server takes", most);
        }
        digest.update(piece.getData().asReadOnlyByteBuffer());
        try {
            piece.getData().writeTo(data);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        if (!piece.getSha256().isEmpty()) {
            claimed = piece.getSha256();
        }
    }

    private long append() throws JobException {
        if (job == null || first == null) {
            throw JobException.invalid("a command without pieces, must have at least one");
        }
        if (claimed == null) {
            throw JobException.invalid("%s: the last piece has no sha256", where());
        }
        ByteString computed = ByteString.copyFrom(digest.digest());
        if (!computed.equals(claimed)) {
            throw JobException.invalid("%s: sha256 is not that of the bytes that arrived; send it again", where());
        }
        return job.append(first.getCommand(), data.toByteString(), computed);
    }

    private void fail(JobException e) {
        failed = true;
        client.onError(Statuses.of(e));
    }

    @FormatMethod
    private JobException tooLong(String format, Object... arguments) {
        return new JobException(Status.Code.RESOURCE_EXHAUSTED, where() + ": " + format.formatted(arguments));
    }

    private String where() {
        return first == null ? "command" : "job '%s': command %d".formatted(first.getJob(), first.getCommand());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
