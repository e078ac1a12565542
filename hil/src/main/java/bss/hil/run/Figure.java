package bss.hil.run;

/// A number that a test measured.
public record Figure(String name, double value, String unit) {}
