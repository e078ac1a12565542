package bss.tools.job.client;

import bss.proto.WaferConfigurationCodec;
import bss.tools.job.v1.Advance;
import bss.tools.job.v1.Build;
import bss.tools.job.v1.Command;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.Options;
import bss.tools.job.v1.SubmitRequest;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

/// Logs of jobs as bytes, and the names that jobs get from them.
public final class JobFiles {

    private static final int MOST_NAME = 64;
    private static final int HASH_DIGITS = 8;

    private JobFiles() {}

    /// A job that builds a network, and runs it until a time unless it only maps.
    ///
    /// @param untilMs biological; 0: nothing is run
    public static JobLog log(JobNetwork network, Options options, double untilMs) {
        JobLog.Builder log = JobLog.newBuilder()
                .addCommands(Command.newBuilder()
                        .setBuild(Build.newBuilder().setOptions(options).setNetwork(network)));
        if (untilMs > 0) {
            log.addCommands(Command.newBuilder().setAdvance(Advance.newBuilder().setUntilMs(untilMs)));
        }
        return log.build();
    }

    /// The same bytes for equal messages.
    public static ByteString bytes(Message message) {
        return ByteString.copyFrom(WaferConfigurationCodec.deterministicBytes(message));
    }

    /// Reads a log.
    ///
    /// @throws IllegalArgumentException if it is none, or its first command is no build
    public static JobLog parse(ByteString bytes) {
        JobLog log;
        try {
            log = JobLog.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("is no job: " + e.getMessage(), e);
        }
        if (log.getCommandsCount() == 0 || !log.getCommands(0).hasBuild()) {
            throw new IllegalArgumentException("is no job: its first command must be a build");
        }
        return log;
    }

    /// A readable id: from a file's name without its ending, and digits that differ between jobs that differ.
    ///
    /// @param what everything but the id and the log
    public static String id(String fileName, SubmitRequest what, ByteString log) {
        int dot = fileName.lastIndexOf('.');
        String name = (dot > 0 ? fileName.substring(0, dot) : fileName).replaceAll("[^A-Za-z0-9._-]+", "-");
        Hasher hash = Hashing.sha256().newHasher();
        hash.putBytes(bytes(what).toByteArray());
        hash.putBytes(log.toByteArray());
        String digits = hash.hash().toString().substring(0, HASH_DIGITS);
        int most = MOST_NAME - HASH_DIGITS - 1;
        return "%s-%s".formatted(name.length() > most ? name.substring(0, most) : name, digits);
    }
}
