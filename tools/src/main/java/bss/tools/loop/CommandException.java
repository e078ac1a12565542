package bss.tools.loop;

/// A command that makes no sense; the loop goes on.
final class CommandException extends Exception {

    private static final long serialVersionUID = 1;

    CommandException(String message) {
        super(message);
    }
}
