package bss.mapper.problem;

/// What the user asked for by hand cannot be met: the message names what ran out and by how much.
public final class MappingException extends Exception {

    public MappingException(String message) {
        super(message);
    }
}
