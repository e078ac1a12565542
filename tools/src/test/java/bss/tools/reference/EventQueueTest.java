package bss.tools.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bss.spec.random.KeyedRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventQueueTest {

    private record Event(int neuron, int type, double timeMs, double value) {}

    /// Horizons within the ring of buckets and far beyond it.
    @Test
    void everyEventComesOnceInItsWindowInOrder() {
        for (double horizon : new double[] {0, 3, 2000}) {
            KeyedRandom random = KeyedRandom.of(6, (long) horizon);
            double width = 0.01;
            EventQueue queue = new EventQueue(5, width, horizon);
            List<Event> pending = new ArrayList<>();
            for (long window = 0; window < 250_000; window++) {
                double from = window * width;
                if (window < 500) {
                    for (int i = 0; i < 4; i++) {
                        double t = from + width + random.nextDouble() * horizon * 0.999;
                        Event event = new Event(random.nextInt(5), random.nextInt(3), t, random.nextDouble());
                        pending.add(event);
                        queue.add(event.neuron(), event.type(), t, event.value(), window);
                    }
                    pending.sort(Comparator.comparingDouble(Event::timeMs));
                }
                queue.open(window);
                for (int n = 0; n < 5; n++) {
                    for (int e = queue.first(n); e < queue.end(n); e++) {
                        Event event = new Event(n, queue.type(e), queue.timeMs(e), queue.value(e));
                        int first = 0;
                        while (pending.get(first).neuron() != n) {
                            first++;
                        }
                        assertEquals(pending.remove(first), event, "horizon " + horizon);
                        assertEquals(window, (long) (event.timeMs() / width));
                    }
                }
            }
            assertEquals(List.of(), pending, "horizon " + horizon);
        }
    }
}
