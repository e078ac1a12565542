package bss.tools.result;

import java.util.Optional;

/// The version of this software, as its jar states it.
public final class Version {

    private Version() {}

    public static String current() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }
}
