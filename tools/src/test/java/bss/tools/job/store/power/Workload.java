package bss.tools.job.store.power;

import bss.tools.job.store.JobRecord;
import bss.tools.job.store.JobStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A process that uses a store as a server does, from several threads, and says what it was told. It may be killed at
/// any
/// time; the next one goes on with what is there.
final class Workload {

    static final String DATA = "data";

    private static final int THREADS = 4;
    private static final int STEPS = 40;

    private Workload() {}

    /// Arguments: the folder, the seed, a name for this process, how often to open the store.
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        long seed = Long.parseLong(args[1]);
        try (Acks acks = new Acks(folder.resolve(Disk.ACKS))) {
            for (int round = 0; round < Integer.parseInt(args[3]); round++) {
                try (JobStore store = Script.open(folder.resolve(DATA))) {
                    run(store, acks, seed, args[2] + "." + round);
                }
            }
        }
    }

    private static void run(JobStore store, Acks acks, long seed, String name) throws Exception {
        List<Fact> jobs = jobs(store, acks);
        if (!jobs.isEmpty()) {
            // a client that was not answered asks again at once
            Worker.again(store, acks, jobs.getLast());
        }
        acks.say(Acks.RECOVER);
        store.recover(Script.ACTOR);
        acks.say(Acks.RECOVERED);
        jobs = jobs(store, acks);
        List<Callable<Integer>> workers = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            List<Fact> mine = new ArrayList<>();
            for (int i = t; i < jobs.size(); i += THREADS) {
                mine.add(jobs.get(i));
            }
            String own = name + "." + t;
            workers.add(() -> new Worker(store, acks, mine, own, seed + own.hashCode()).run(STEPS));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (Future<Integer> done : threads.invokeAll(workers)) {
                done.get();
            }
        }
    }

    private static List<Fact> jobs(JobStore store, Acks acks) throws Exception {
        List<Fact> facts = new ArrayList<>();
        acks.say(Acks.LIST);
        for (JobRecord job : Script.jobs(store)) {
            Fact fact = Fact.of(job);
            acks.say(Acks.DONE, fact);
            facts.add(fact);
        }
        acks.say(Acks.LISTED);
        return facts;
    }
}
