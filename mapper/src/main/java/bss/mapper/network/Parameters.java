package bss.mapper.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// The parameters of a cell type, every one of them present, in the order of the cell type's table.
public record Parameters(List<ParameterSpec> specs, List<Value> values) {

    public Parameters {
        specs = List.copyOf(specs);
        values = List.copyOf(values);
        if (specs.size() != values.size()) {
            throw new IllegalArgumentException(
                    "%d values for %d parameters, must be equal".formatted(values.size(), specs.size()));
        }
        for (int i = 0; i < specs.size(); i++) {
            if (values.get(i) instanceof Value.Constant constant) {
                specs.get(i).bound().require(specs.get(i).name(), constant.value());
            }
        }
    }

    /// PyNN's defaults, replaced where `given` has a value.
    public static Parameters of(List<ParameterSpec> specs, Map<String, Value> given) {
        List<Value> values = new ArrayList<>();
        for (ParameterSpec spec : specs) {
            Value value = given.get(spec.name());
            values.add(value != null ? value : Value.of(spec.defaultValue()));
        }
        for (String name : given.keySet()) {
            indexOf(specs, name);
        }
        return new Parameters(specs, values);
    }

    public Value get(String name) {
        return values.get(indexOf(specs, name));
    }

    public Bound bound(String name) {
        return specs.get(indexOf(specs, name)).bound();
    }

    public List<String> names() {
        return Collections.unmodifiableList(
                specs.stream().map(ParameterSpec::name).toList());
    }

    private static int indexOf(List<ParameterSpec> specs, String name) {
        for (int i = 0; i < specs.size(); i++) {
            if (specs.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no parameter '%s', must be one of %s"
                .formatted(name, specs.stream().map(ParameterSpec::name).toList()));
    }
}
