package bss.proto.link;

import bss.proto.v1.Answer;
import bss.proto.v1.Block;
import bss.proto.v1.Credit;
import bss.proto.v1.ToClient;
import org.jspecify.annotations.Nullable;

/// The answer to a request and its blocks, kept until the host has them or asks for something else. Guarded by its
/// session.
final class AnswerStream {

    private final int window;
    private long request;
    private @Nullable Answer answer;
    private Blocks blocks = Blocks.NONE;
    private int acknowledged;
    private int credit;
    /// Blocks that were sent, over whatever connection.
    private int sent;

    // of the connection that is attached:

    /// The request arrived over it.
    private boolean asked;
    /// The answer was sent over it.
    private boolean answered;
    /// The block to send next.
    private int next;

    /// @param window blocks that may be on the way
    AnswerStream(int window) {
        this.window = window;
    }

    /// A new request arrived, which grants so many blocks of its answer.
    void begin(long number, int granted) {
        request = number;
        answer = null;
        blocks = Blocks.NONE;
        acknowledged = 0;
        next = 0;
        sent = 0;
        credit = (int) Math.min(Integer.toUnsignedLong(granted), window);
        asked = true;
        answered = false;
    }

    /// The request arrived again, over another connection.
    void again() {
        asked = true;
    }

    /// Whether the request arrived over the connection that is attached.
    boolean isAsked() {
        return asked;
    }

    /// Another connection: the request has to arrive over it before anything is sent.
    void attach() {
        asked = false;
        answered = false;
        next = acknowledged;
    }

    /// The request is done.
    void ready(Answer done, Blocks stream) {
        answer = done;
        blocks = stream;
    }

    /// The host took blocks and grants more.
    ///
    /// @throws FrameException if that cannot be
    void credit(Credit message) {
        if (message.getRequest() != request || answer == null) {
            return;
        }
        int got = message.getReceived();
        if (got < acknowledged || got > sent || message.getUpto() < got) {
            throw new FrameException(
                    "credit for request %d says %d received, %d granted; must be %d to %d, and not less"
                            .formatted(message.getRequest(), got, message.getUpto(), acknowledged, sent));
        }
        if (!asked) {
            throw new FrameException(
                    "credit for request %d before the request was sent again".formatted(message.getRequest()));
        }
        acknowledged = got;
        blocks.forget(got);
        next = Math.max(next, got);
        credit = (int) Math.min(message.getUpto(), (long) got + window);
    }

    /// Sends what may be sent, on the event loop of the connection.
    void pump(ServerConnection to) {
        Answer ready = answer;
        if (!asked || ready == null) {
            return;
        }
        if (!answered) {
            answered = true;
            to.send(ToClient.newBuilder().setAnswer(ready).build());
        }
        while (next < Math.min(credit, blocks.count()) && to.isWritable()) {
            Block block = blocks.block(next).setRequest(request).setIndex(next).build();
            next++;
            sent = Math.max(sent, next);
            to.send(ToClient.newBuilder().setBlock(block).build());
        }
        if (acknowledged == blocks.count()) {
            blocks = blocks.count() == 0 ? blocks : new Forgotten(blocks.count());
        }
        to.flush();
    }

    /// Whether there is something to send over a connection.
    boolean hasAnswer() {
        return asked && answer != null;
    }

    int sent() {
        return sent;
    }

    /// Blocks that the host does not have.
    int kept() {
        return blocks.count() - acknowledged;
    }

    /// A stream that the host has taken whole.
    private record Forgotten(int count) implements Blocks {
        @Override
        public Block.Builder block(int index) {
            throw new IllegalStateException("block %d was acknowledged".formatted(index));
        }
    }
}
