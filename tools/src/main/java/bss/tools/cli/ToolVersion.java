package bss.tools.cli;

import bss.tools.result.Version;
import picocli.CommandLine.IVersionProvider;

/// The version of all commands.
final class ToolVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"BrainScaleS-1 in software " + Version.current()};
    }
}
