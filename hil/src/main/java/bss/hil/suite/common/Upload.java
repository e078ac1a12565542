package bss.hil.suite.common;

import bss.hil.bench.Violation;
import bss.proto.v1.Block;
import bss.proto.v1.Credit;
import bss.proto.v1.Request;
import java.util.function.IntFunction;

/// A request and the blocks that follow it: what was sent, and what the endpoint granted.
final class Upload {

    private final Request request;
    private final IntFunction<Block.Builder> content;
    private final int window;
    private int sent;
    private Credit credit = Credit.getDefaultInstance();
    private int mostUnderWay;

    /// @param content of each of its blocks
    /// @param window blocks that may be under way
    Upload(Request request, IntFunction<Block.Builder> content, int window) {
        this.request = request;
        this.content = content;
        this.window = window;
    }

    /// The same request over another connection, from the blocks on that did not arrive.
    Upload from(int received, int granted) {
        Upload rest = new Upload(request, content, window);
        rest.sent = received;
        rest.credit = Credit.newBuilder().setReceived(received).setUpto(granted).build();
        return rest;
    }

    Request request() {
        return request;
    }

    int sent() {
        return sent;
    }

    /// Most blocks that were sent and not yet named as taken.
    int mostUnderWay() {
        return mostUnderWay;
    }

    /// Whether a block is left that is granted.
    boolean mayGoOn() {
        return sent < Math.min(credit.getUpto(), request.getBlocks());
    }

    /// A block, as it is sent.
    Block block(int index) {
        sent = index + 1;
        mostUnderWay = Math.max(mostUnderWay, sent - credit.getReceived());
        return content.apply(index)
                .setRequest(request.getNumber())
                .setIndex(index)
                .build();
    }

    /// Takes credit.
    ///
    /// @throws Violation if it takes back what it gave, or gives more than the window
    void take(Credit next) throws Violation {
        int least = credit.getUpto();
        int most = next.getReceived() + window;
        if (next.getRequest() != request.getNumber()
                || next.getReceived() < credit.getReceived()
                || next.getReceived() > sent
                || next.getUpto() < least
                || next.getUpto() > most) {
            throw new Violation(("credit says %d taken and %d granted of request %d; must be of request %d, with %d to"
                            + " %d taken, and %d to %d granted")
                    .formatted(
                            next.getReceived(),
                            next.getUpto(),
                            next.getRequest(),
                            request.getNumber(),
                            credit.getReceived(),
                            sent,
                            least,
                            most));
        }
        credit = next;
    }
}
