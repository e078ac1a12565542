package bss.mapper.network;

/// One parameter of a PyNN model: its name, PyNN's default and the values that mean something.
public record ParameterSpec(String name, double defaultValue, Bound bound) {}
