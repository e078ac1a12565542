package bss.tools.job.worker;

import bss.proto.link.LinkClient;
import bss.proto.link.LinkOptions;
import bss.proto.link.LinkSecurity;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.tools.job.JobException;
import bss.tools.job.v1.SharedPart;
import bss.tools.job.wafer.WaferPart;
import bss.tools.result.Version;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A wafer behind the wire that the jobs of a server share, by FPGAs.
///
/// @param resumeMillis how long a job tries to come back to it after a cut
public record SharedWafer(String host, int port, LinkSecurity.Client security, long resumeMillis) {

    /// Connects.
    ///
    /// @throws BackendException if it cannot be reached
    // the first address of a name, as elsewhere
    @SuppressWarnings("AddressSelection")
    public LinkClient connect() throws BackendException {
        return new LinkClient(
                new InetSocketAddress(host, port),
                security,
                new LinkOptions(LinkOptions.DEFAULT.connectMillis(), resumeMillis, "bss-run " + Version.current()));
    }

    /// What a worker is told of a part.
    public SharedPart part(List<Integer> fpgas) {
        return SharedPart.newBuilder()
                .setHost(host)
                .setPort(port)
                .setResumeMillis(resumeMillis)
                .setTls(security.tls())
                .setAuthorities(text(security.authorities()))
                .setCertificate(text(security.certificate()))
                .setKey(text(security.key()))
                .setToken(text(security.token()))
                .addAllFpgas(fpgas)
                .build();
    }

    private static String text(Optional<Path> file) {
        return file.map(f -> f.toAbsolutePath().toString()).orElse("");
    }

    private static Optional<Path> file(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }

    /// Opens what it was told of, for a job.
    static WaferPart open(SharedPart told) throws JobException {
        SharedWafer wafer = new SharedWafer(
                told.getHost(),
                told.getPort(),
                new LinkSecurity.Client(
                        told.getTls(),
                        file(told.getAuthorities()),
                        file(told.getCertificate()),
                        file(told.getKey()),
                        file(told.getToken())),
                told.getResumeMillis());
        int[] fpgas =
                IntStream.range(0, told.getFpgasCount()).map(told::getFpgas).toArray();
        try {
            LinkClient client = wafer.connect();
            return new WaferPart(client, Lease.of(fpgas), client.waferSeed(), client::close);
        } catch (BackendException e) {
            throw new JobException(Status.Code.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }
}
