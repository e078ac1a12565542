package bss.proto.link;

import bss.proto.v1.Answer;
import bss.proto.v1.Block;
import bss.proto.v1.Request;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A request of a host and how far it is, over cuts. Guarded by its [ClientLink].
final class Exchange {

    final Request request;
    final Blocks upload;

    /// Connection that the request was sent over.
    @Nullable
    ClientConnection sentOver;

    /// Connection that the interrupt was sent over.
    @Nullable
    ClientConnection interruptSentOver;

    /// The next block to send, and how many may be sent in all.
    int nextUp;

    int limit;

    /// Blocks of the answer that came, that were taken, that were granted.
    int received;

    int taken;
    int granted;
    final Deque<Block> queue = new ArrayDeque<>();

    @Nullable
    Answer answer;

    Exchange(Request request, Blocks upload) {
        this.request = request;
        this.upload = upload;
        granted = request.getCredit();
    }
}
