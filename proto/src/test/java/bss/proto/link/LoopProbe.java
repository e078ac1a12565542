package bss.proto.link;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// Watches the event loops and the buffers of a server. Times are of the CPU, which does not count what else the
/// machine
/// does; buffers are those that are not released.
final class LoopProbe {

    /// A loop that works longer than this on one thing lets others wait.
    static final long STALL_NANOS = 100_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true);
    private final AtomicLong longest = new AtomicLong();
    private final AtomicLong reads = new AtomicLong();

    /// To be told of the connections of a server.
    void connected(Channel channel) {
        channel.config().setAllocator(buffers);
        channel.pipeline().addFirst(new Stopwatch());
    }

    /// Forgets the times so far: those of a first message hold the loading of classes.
    void warm() {
        longest.set(0);
        reads.set(0);
    }

    /// CPU time of the longest piece of work on an event loop, in ns.
    long longestNanos() {
        return longest.get();
    }

    long reads() {
        return reads.get();
    }

    /// Bytes in buffers that are not released.
    long bytes() {
        return buffers.metric().usedDirectMemory() + buffers.metric().usedHeapMemory();
    }

    /// Waits for what comes about by itself, however busy the machine is.
    static boolean comes(BooleanSupplier what) throws InterruptedException {
        for (int i = 0; i < 6000 && !what.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        return what.getAsBoolean();
    }

    /// Threads that serve wafers.
    static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("wafer-session-"))
                .count();
    }

    private interface Work {
        void run() throws Exception;
    }

    private final class Stopwatch extends ChannelInboundHandlerAdapter {

        private void time(Work work) throws Exception {
            long from = THREADS.getCurrentThreadCpuTime();
            work.run();
            longest.accumulateAndGet(THREADS.getCurrentThreadCpuTime() - from, Math::max);
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) throws Exception {
            time(() -> super.channelActive(ctx));
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
            reads.incrementAndGet();
            time(() -> super.channelRead(ctx, message));
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
            time(() -> super.channelWritabilityChanged(ctx));
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) throws Exception {
            time(() -> super.channelInactive(ctx));
        }
    }
}
