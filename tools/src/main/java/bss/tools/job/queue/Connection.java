package bss.tools.job.queue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One connection: stands between TLS and HTTP, and closes it when the client takes longer than it may.
final class Connection extends ChannelDuplexHandler {

    private final ServingLimits.Links limits;
    private final LongSupplier nanos;
    private final boolean beyond;
    private final long opened;
    private final RequestScan requests;
    private final AtomicLong owed = new AtomicLong();
    private boolean secure;
    private volatile boolean known;
    private long lastRead;
    private @Nullable ScheduledFuture<?> checks;

    /// @param beyond whether it is one more than may be open, only to be told so
    /// @param tls whether a handshake is to come
    Connection(ServingLimits.Links limits, LongSupplier nanos, boolean beyond, boolean tls) {
        this.limits = limits;
        this.nanos = nanos;
        this.beyond = beyond;
        secure = !tls;
        opened = nanos.getAsLong();
        lastRead = opened;
        requests = new RequestScan(limits.streams());
    }

    boolean isBeyond() {
        return beyond;
    }

    /// Somebody who is known has made a call on it.
    void known() {
        known = true;
    }

    /// Answers that are about to wait on it.
    ///
    /// @return false: it may not be so many bytes more
    boolean owe(long bytes) {
        long before = owed.getAndUpdate(o -> o > 0 && o + bytes > limits.answerBytes() ? o : o + bytes);
        return before == 0 || before + bytes <= limits.answerBytes();
    }

    /// So many bytes of them are gone.
    void paid(long bytes) {
        owed.addAndGet(-bytes);
    }

    /// The most bytes of answers that may wait on it.
    long limit() {
        return limits.answerBytes();
    }

    /// Bytes of answers that wait on it.
    long owed() {
        return owed.get();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ServingLimits.Times times = limits.times();
        long shortest = Long.MAX_VALUE;
        for (Duration time : new Duration[] {times.handshake(), times.head(), times.request(), times.stalled()}) {
            shortest = Math.min(shortest, time.toMillis());
        }
        long period = Math.clamp(shortest / 10, 5, 1_000);
        checks = context.executor().scheduleAtFixedRate(() -> check(context), period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }

    private void stop() {
        if (checks != null) {
            checks.cancel(false);
        }
    }

    private void check(ChannelHandlerContext context) {
        ServingLimits.Times times = limits.times();
        boolean late = (!secure && over(opened, times.handshake()))
                || over(requests.headSince(), times.head())
                || over(requests.requestSince(), times.request())
                || (!known && over(opened, times.firstCall()))
                || (beyond && over(opened, times.head()))
                || (owed.get() > 0 && over(lastRead, times.stalled()));
        if (late) {
            var _ = context.close();
        }
    }

    private boolean over(long since, Duration limit) {
        return since != RequestScan.NEVER && nanos.getAsLong() - since > limit.toNanos();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
            secure = true;
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            requests.came(bytes, nanos.getAsLong());
            if (requests.isTooMany()) {
                bytes.release();
                var _ = context.close();
                return;
            }
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes && requests.goes(bytes)) {
            ChannelPromise gone = promise.unvoid();
            gone.addListener(_ -> lastRead = nanos.getAsLong());
            var _ = context.write(message, gone);
        } else {
            var _ = context.write(message, promise);
        }
    }
}
