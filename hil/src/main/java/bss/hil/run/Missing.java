package bss.hil.run;

import bss.hil.bench.Card;
import bss.hil.bench.Need;
import java.util.Optional;

/// What an endpoint has not that a test needs.
final class Missing {

    private Missing() {}

    /// @param fpgas how many there are
    static Optional<String> of(Card card, TestBench.Run run, int fpgas) {
        for (Need need : Need.values()) {
            if (card.needs().contains(need) && !has(need, run, fpgas)) {
                return Optional.of(text(need));
            }
        }
        if (card.writesFloatingGates() && !run.budget().isLeft()) {
            return Optional.of("writes floating gates, and the budget is used up: "
                    + run.budget().text());
        }
        return Optional.empty();
    }

    private static boolean has(Need need, TestBench.Run run, int fpgas) {
        return switch (need) {
            case TWO_FPGAS -> fpgas >= 2;
            case PAUSE -> run.capabilities().canPause();
            case PROBE -> run.capabilities().probe();
            case TOKEN -> !run.token().isEmpty();
        };
    }

    private static String text(Need need) {
        return switch (need) {
            case TWO_FPGAS -> "needs two FPGAs, the run was given one";
            case PAUSE -> "needs an endpoint that can pause (Capabilities.can_pause)";
            case PROBE -> "needs a look inside (Capabilities.probe)";
            case TOKEN -> "needs an endpoint that asks for a token, and the token";
        };
    }
}
