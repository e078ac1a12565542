package bss.tools.job.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bss.tools.job.schedule.Quotas.JobRequest;
import bss.tools.job.schedule.Quotas.Refusal;
import bss.tools.job.schedule.Quotas.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class QuotasTest {

    private static final long DAY_END = 5000;

    /// All limits, uses and requests from 0 to 2, on four quotas at a time.
    @Test
    void refusesWhatTheLimitHasNoRoomForAndNamesTheFirst() {
        int cases = 0;
        for (int code = 0; code < Math.pow(3, 10); code++) {
            int[] v = new int[10];
            for (int digit = 0, rest = code; digit < 10; digit++, rest /= 3) {
                v[digit] = rest % 3;
            }
            Quotas quotas = new Quotas(v[0], 1, v[1], v[2], v[3], 1);
            Usage usage = new Usage(v[4], v[5], v[6], DAY_END);
            JobRequest job = new JobRequest(v[7], v[8], v[9], code % 2 + 1);
            List<Refusal> refusals = new ArrayList<>();
            if (v[4] + 1 > v[0]) {
                refusals.add(new Refusal("queued", v[0], v[4], 1, OptionalLong.empty()));
            }
            if (v[5] + v[7] > v[1]) {
                refusals.add(new Refusal("storedBytes", v[1], v[5], v[7], OptionalLong.empty()));
            }
            if (v[8] > 0 && v[6] + v[8] > v[2]) {
                OptionalLong reset = v[8] <= v[2] ? OptionalLong.of(DAY_END) : OptionalLong.empty();
                refusals.add(new Refusal("hardwareSecondsPerDay", v[2], v[6], v[8], reset));
            }
            if (v[9] > v[3]) {
                refusals.add(new Refusal("wallSecondsPerJob", v[3], 0, v[9], OptionalLong.empty()));
            }
            if (code % 2 + 1 > 1) {
                refusals.add(new Refusal("fpgasPerJob", 1, 0, 2, OptionalLong.empty()));
            }
            assertEquals(refusals.stream().findFirst(), quotas.check(usage, job), "case " + code);
            cases++;
        }
        assertEquals(59_049, cases);
    }

    /// A job that stores nothing is welcome when the storage is just full, but not beyond.
    @Test
    void sumsDoNotOverflow() {
        Quotas quotas = new Quotas(1, 1, Long.MAX_VALUE, 0, 0, 0);
        JobRequest large = new JobRequest(Long.MAX_VALUE, 0, 0, 0);
        assertEquals(Optional.empty(), quotas.check(new Usage(0, 0, 0, 0), large));
        assertEquals(
                "storedBytes",
                quotas.check(new Usage(0, 1, 0, 0), large).orElseThrow().name());
        Quotas none = new Quotas(1, 1, 0, 0, 0, 0);
        Usage full = new Usage(0, Long.MAX_VALUE, 0, 0);
        assertEquals("storedBytes", none.check(full, large).orElseThrow().name());
    }

    @Test
    void theUsualQuotasRefuseTheThousandAndFirstJob() {
        JobRequest job = new JobRequest(1, 0, 1, 0);
        assertEquals(Optional.empty(), Quotas.USUAL.check(new Usage(999, 0, 0, 0), job));
        assertEquals(
                "queued",
                Quotas.USUAL.check(new Usage(1000, 0, 0, 0), job).orElseThrow().name());
        assertEquals(Optional.empty(), Quotas.USUAL.check(new Usage(0, (10L << 30) - 1, 0, 0), job));
        assertEquals(
                "storedBytes",
                Quotas.USUAL
                        .check(new Usage(0, 10L << 30, 0, 0), job)
                        .orElseThrow()
                        .name());
    }

    @Test
    void messagesSayWhatWouldHelp() {
        assertEquals(
                "hardwareSecondsPerDay: the limit is 10, 7 are in use, the job asks for 4; it resets in 5 s",
                new Refusal("hardwareSecondsPerDay", 10, 7, 4, OptionalLong.of(DAY_END)).message(1));
        assertEquals(
                "storedBytes: the limit is 10, 7 are in use, the job asks for 4; wait for jobs to end, or delete some",
                new Refusal("storedBytes", 10, 7, 4, OptionalLong.empty()).message(1));
        assertEquals(
                "storedBytes: the limit is 10, 7 are in use, the job asks for 11; ask for less",
                new Refusal("storedBytes", 10, 7, 11, OptionalLong.empty()).message(1));
    }

    @Test
    void negativeCountsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Quotas(-1, 1, 1, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Quotas(1, 1, 1, 1, 1, -1));
        assertThrows(IllegalArgumentException.class, () -> new Usage(0, -1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new JobRequest(0, 0, -1, 0));
    }
}
