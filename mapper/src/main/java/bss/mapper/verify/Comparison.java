package bss.mapper.verify;

/// Compares, for every source, target and receptor, how many synapses with which weights are asked for, reported and in
/// the bits. Synapses between the same two cells are exchangeable: weights are compared in sorted order.
final class Comparison {

    /// Reported weights are floats; the smallest step of the hardware, one V_gmax code of 1023, is a hundred times
    /// larger.
    private static final double RELATIVE_TOLERANCE = 1e-5;

    private final Request request;
    private final Ends requested;
    private final Ends reported;
    private final Ends extracted;
    private final Findings findings;

    Comparison(Request request, Ends requested, Ends reported, Ends extracted, Findings findings) {
        this.request = request;
        this.requested = requested;
        this.reported = reported;
        this.extracted = extracted;
        this.findings = findings;
    }

    void run() {
        for (int cell = 0; cell < request.cells(); cell++) {
            compareSource(cell);
        }
    }

    private void compareSource(int source) {
        int asked = requested.first(source);
        int said = reported.first(source);
        int found = extracted.first(source);
        int askedEnd = requested.first(source + 1);
        int saidEnd = reported.first(source + 1);
        int foundEnd = extracted.first(source + 1);
        // everything reported is asked for, so two of the three lists hold every end
        while (asked < askedEnd || found < foundEnd) {
            int key = Math.min(
                    asked < askedEnd ? requested.key(asked) : Integer.MAX_VALUE,
                    found < foundEnd ? extracted.key(found) : Integer.MAX_VALUE);
            int askedNext = endOf(requested, asked, askedEnd, key);
            int saidNext = endOf(reported, said, saidEnd, key);
            int foundNext = endOf(extracted, found, foundEnd, key);
            compare(source, key, askedNext - asked, said, saidNext, found, foundNext);
            asked = askedNext;
            said = saidNext;
            found = foundNext;
        }
    }

    private static int endOf(Ends ends, int from, int to, int key) {
        int at = from;
        while (at < to && ends.key(at) == key) {
            at++;
        }
        return at;
    }

    private void compare(int source, int key, int asked, int said, int saidEnd, int found, int foundEnd) {
        int matched = match(said, saidEnd, found, foundEnd);
        int inBits = foundEnd - found;
        int inReport = saidEnd - said;
        findings.realised += matched;
        int surplus = inBits - matched;
        int absent = Math.max(0, inReport - inBits);
        findings.wrong += surplus;
        findings.missing += absent;
        if (surplus > 0) {
            findings.example(() -> surplusInWords(source, key, asked, said, saidEnd, found, foundEnd));
        }
        if (absent > 0) {
            findings.example(() ->
                    "%s: the mapping reports %d, the bits realise %d".formatted(name(source, key), inReport, inBits));
        }
    }

    private int match(int said, int saidEnd, int found, int foundEnd) {
        int matched = 0;
        int s = said;
        int f = found;
        while (s < saidEnd && f < foundEnd) {
            float a = reported.weight(s);
            float b = extracted.weight(f);
            if (Math.abs(a - b) <= RELATIVE_TOLERANCE * Math.max(a, b)) {
                matched++;
                s++;
                f++;
            } else if (a < b) {
                s++;
            } else {
                f++;
            }
        }
        return matched;
    }

    private String surplusInWords(int source, int key, int asked, int said, int saidEnd, int found, int foundEnd) {
        int inBits = foundEnd - found;
        String name = name(source, key);
        if (asked == 0) {
            return "%s: not asked for, the bits realise %d".formatted(name, inBits);
        }
        if (inBits > asked) {
            return "%s: asked for %d, the bits realise %d".formatted(name, asked, inBits);
        }
        if (inBits > saidEnd - said) {
            return "%s: the mapping reports %d, the bits realise %d".formatted(name, saidEnd - said, inBits);
        }
        StringBuilder weights = new StringBuilder();
        for (int s = said, f = found; s < saidEnd && f < foundEnd; s++, f++) {
            weights.append(" %s instead of %s".formatted(extracted.weight(f), reported.weight(s)));
        }
        return "%s: weight in uS%s".formatted(name, weights);
    }

    private String name(int source, int key) {
        return "%s -> %s %s"
                .formatted(request.name(source), request.name(key >> 1), (key & 1) == 0 ? "excitatory" : "inhibitory");
    }
}
