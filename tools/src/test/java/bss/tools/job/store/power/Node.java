package bss.tools.job.store.power;

/// Something on the simulated disk.
sealed interface Node permits FileNode, FolderNode {

    /// Makes all that was done to it durable, but not its name.
    void sync();
}
