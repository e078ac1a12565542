package bss.tools.job.store.power;

import bss.tools.job.store.JobKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What the store has acknowledged up to some point, and what it was asked for and has not: each job is as one of the
/// facts that are allowed for it.
final class Facts {

    private final Map<JobKey, List<Fact>> allowed = new TreeMap<>((a, b) ->
            a.user().equals(b.user()) ? a.id().compareTo(b.id()) : a.user().compareTo(b.user()));
    private final Map<Long, JobKey> numbers = new HashMap<>();
    private final Set<JobKey> listed = new HashSet<>();
    private long highest;
    private long lines;

    /// How many lines were taken.
    long lines() {
        return lines;
    }

    /// The highest number that was told to anybody, 0 before.
    long highest() {
        return highest;
    }

    /// As what each job that was ever asked for may be found.
    Map<JobKey, List<Fact>> allowed() {
        return allowed;
    }

    /// As what this job may be found.
    List<Fact> of(JobKey key) {
        return allowed.getOrDefault(key, List.of(Fact.absent(key)));
    }

    /// Takes a line of the log.
    ///
    /// @throws AssertionError if it contradicts those before: then the store did without any crash of the machine
    void take(String line) {
        lines++;
        List<String> words = List.of(line.split(" ", -1));
        switch (words.getFirst()) {
            case Acks.BEGIN -> {
                Fact fact = Fact.parse(words.subList(1, words.size()));
                allow(fact.key(), List.of(fact), true);
            }
            case Acks.DONE -> acknowledge(Fact.parse(words.subList(1, words.size())));
            case Acks.LIST -> listed.clear();
            case Acks.LISTED -> requireRestGone();
            case Acks.RECOVER -> recover(true);
            case Acks.RECOVERED -> recover(false);
            default -> throw new IllegalStateException("the log says " + line);
        }
    }

    private void allow(JobKey key, List<Fact> facts, boolean also) {
        Set<Fact> all = new LinkedHashSet<>(also ? of(key) : List.of());
        all.addAll(facts);
        allowed.put(key, List.copyOf(all));
    }

    private void acknowledge(Fact fact) {
        listed.add(fact.key());
        if (of(fact.key()).stream().noneMatch(fact::isAs)) {
            throw new AssertionError("told %s, must be one of %s".formatted(fact.line(), lines(of(fact.key()))));
        }
        JobKey other = numbers.putIfAbsent(fact.number(), fact.key());
        if (other != null && !other.equals(fact.key())) {
            throw new AssertionError("number %d is of %s and of %s".formatted(fact.number(), other, fact.key()));
        }
        highest = Math.max(highest, fact.number());
        allow(fact.key(), List.of(fact), false);
    }

    private void requireRestGone() {
        for (JobKey key : List.copyOf(allowed.keySet())) {
            if (!listed.contains(key)) {
                List<Fact> gone = new ArrayList<>(of(key));
                gone.removeIf(fact -> fact.state().isPresent());
                if (gone.isEmpty()) {
                    throw new AssertionError("%s is not listed, must be one of %s".formatted(key, lines(of(key))));
                }
                allow(key, gone, false);
            }
        }
    }

    private void recover(boolean begin) {
        for (JobKey key : List.copyOf(allowed.keySet())) {
            List<Fact> facts = of(key);
            if (facts.stream().anyMatch(Fact::isHeld)) {
                allow(key, facts.stream().map(Fact::recovered).toList(), begin);
            }
        }
    }

    static List<String> lines(List<Fact> facts) {
        return facts.stream().map(Fact::line).toList();
    }
}
