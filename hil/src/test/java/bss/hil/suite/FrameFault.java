package bss.hil.suite;

import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import java.util.List;

/// Something wrong with an endpoint's link: what becomes of a message on its way.
interface FrameFault {

    /// What comes to the endpoint instead of a message of the host.
    default List<ToServer> down(ToServer message) {
        return List.of(message);
    }

    /// What comes to the host instead of a message of the endpoint.
    default List<ToClient> up(ToClient message) {
        return List.of(message);
    }
}
