package bss.mapper.network;

/// The rule by which a projection chooses its pairs. A pair drawn twice is two synapses; `allowSelf` concerns a
/// cell that would project to itself.
public sealed interface Connector {

    /// The name in a network file, PyNN's connector in lower case.
    String rule();

    /// Every pair.
    record AllToAll(boolean allowSelf) implements Connector {
        public static final String RULE = "all_to_all";

        @Override
        public String rule() {
            return RULE;
        }
    }

    /// Cell i of the source view to cell i of the target view.
    record OneToOne() implements Connector {
        public static final String RULE = "one_to_one";

        @Override
        public String rule() {
            return RULE;
        }
    }

    /// Every pair with probability `p`, independently.
    record FixedProbability(double p, boolean allowSelf) implements Connector {
        public static final String RULE = "fixed_probability";

        public FixedProbability {
            Bound.PROBABILITY.require("p", p);
        }

        @Override
        public String rule() {
            return RULE;
        }
    }

    /// `n` sources for every target.
    record FixedIndegree(int n, boolean withReplacement, boolean allowSelf) implements Connector {
        public static final String RULE = "fixed_indegree";

        @Override
        public String rule() {
            return RULE;
        }
    }

    /// `n` targets for every source.
    record FixedOutdegree(int n, boolean withReplacement, boolean allowSelf) implements Connector {
        public static final String RULE = "fixed_outdegree";

        @Override
        public String rule() {
            return RULE;
        }
    }

    /// `n` pairs in all.
    record FixedTotalNumber(int n, boolean withReplacement, boolean allowSelf) implements Connector {
        public static final String RULE = "fixed_total_number";

        @Override
        public String rule() {
            return RULE;
        }
    }

    /// These pairs.
    record FromList(PairList pairs) implements Connector {
        public static final String RULE = "from_list";

        @Override
        public String rule() {
            return RULE;
        }
    }
}
