package bss.hil.suite.neuron;

import bss.hil.bench.Violation;

/// How many of many were right. Silicon has circuits that are dead or too strong, so a fraction may be wrong
/// there.
final class Score {

    private final String what;
    private int right;
    private int all;
    private String firstWrong = "";

    /// @param what of one of them, in words
    Score(String what) {
        this.what = what;
    }

    /// @param message what was wrong, and what would be right
    void add(boolean isRight, String message) {
        all++;
        if (isRight) {
            right++;
        } else if (firstWrong.isEmpty()) {
            firstWrong = message;
        }
    }

    /// Whether there was nothing to judge.
    boolean isEmpty() {
        return all == 0;
    }

    /// Those that were wrong, of all.
    double wrongFraction() {
        return all == 0 ? 1 : (double) (all - right) / all;
    }

    /// Demands that at most a fraction is wrong, and that there was something to judge.
    void demand(double wrongFraction) throws Violation {
        if (all == 0 || all - right > wrongFraction * all) {
            throw new Violation("%s: %d of %d are wrong, at most %.3g of them may be; the first: %s"
                    .formatted(what, all - right, all, wrongFraction, firstWrong));
        }
    }
}
