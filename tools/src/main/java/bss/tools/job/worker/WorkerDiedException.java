package bss.tools.job.worker;

/// The process of a worker is gone, or does not answer: what it did has to be done again.
public final class WorkerDiedException extends Exception {

    private static final long serialVersionUID = 1;

    WorkerDiedException(String message) {
        super(message);
    }

    WorkerDiedException(String message, Throwable cause) {
        super(message, cause);
    }
}
