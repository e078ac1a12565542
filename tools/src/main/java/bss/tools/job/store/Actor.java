package bss.tools.job.store;

/// Who does something, for the audit.
///
/// @param name of the user or of the part of the server
/// @param address where it comes from, empty within the server
/// @param request id of the request, empty without one
public record Actor(String name, String address, String request) {

    private static final int MOST = 256;

    public Actor {
        Texts.requireLine("name of the actor", name, MOST);
        Texts.requireLine("address of the actor", address, MOST);
        Texts.requireLine("request of the actor", request, MOST);
    }
}
