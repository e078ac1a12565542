package bss.proto.link;

import java.util.Optional;

/// Who may come in.
interface TokenGate {

    /// Somebody who may.
    ///
    /// @param identity who, empty where nobody is asked; a session goes on only for the one who opened it
    record Admission(String identity) {}

    /// Takes everybody.
    TokenGate OPEN = (_, _) -> new Admission("");

    /// Looks at the token of a hello.
    ///
    /// @param resumes identity that opened the session which is to go on
    /// @throws FrameException if the token is not good
    Admission admit(String token, Optional<String> resumes);
}
