package bss.spec.coord;

import java.util.List;

/// A left-border horizontal repeater through which a DNC merger can put its events onto L1.
///
/// Sending repeater `s` sits on HLine `8s + 6` and serves DNC merger `7 - s`.
///
/// Index = value, 0 to 7. Source: halco:src/halco/hicann/v2/l1.cpp HRepeaterOnHICANN::spl1,
/// DNCMergerOnHICANN::toSendingRepeaterOnHICANN.
///
/// @param value the number, 0 to 7
public record SendingRepeaterOnHicann(int value) implements Comparable<SendingRepeaterOnHicann> {

    public static final int COUNT = 8;

    private static final List<SendingRepeaterOnHicann> ALL = Places.list(COUNT, SendingRepeaterOnHicann::new);

    /// @throws IllegalArgumentException outside 0 to 7
    public SendingRepeaterOnHicann {
        Places.check(value, COUNT, "sending repeater on a HICANN");
    }

    /// All 8 in index order.
    public static List<SendingRepeaterOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to 7.
    public static SendingRepeaterOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "sending repeater on a HICANN"));
    }

    /// Position in [#all()].
    public int index() {
        return value;
    }

    /// The line it sits on, `8s + 6`.
    public HLineOnHicann hline() {
        return HLineOnHicann.of(8 * value + 6);
    }

    /// The merger it sends for, `7 - s`.
    public DncMergerOnHicann dncMerger() {
        return DncMergerOnHicann.of(COUNT - 1 - value);
    }

    @Override
    public int compareTo(SendingRepeaterOnHicann other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "SendingRepeaterOnHicann(" + value + ")";
    }
}
