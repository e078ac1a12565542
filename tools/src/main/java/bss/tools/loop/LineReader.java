package bss.tools.loop;

import java.io.IOException;
import java.io.Reader;

/// Lines of bounded length: of a longer one nothing is kept.
final class LineReader {

    private final Reader in;
    private final int longest;
    private String text = "";
    private boolean tooLong;
    private long number;

    /// @param in buffered
    LineReader(Reader in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /// Goes to the next line.
    ///
    /// @return false at the end of input
    boolean next() throws IOException {
        StringBuilder line = new StringBuilder();
        tooLong = false;
        int c = in.read();
        if (c < 0) {
            return false;
        }
        while (c >= 0 && c != '\n') {
            if (line.length() < longest) {
                line.append((char) c);
            } else {
                tooLong = true;
            }
            c = in.read();
        }
        number++;
        text = tooLong ? "too long" : line.toString();
        return true;
    }

    String text() {
        return text;
    }

    boolean tooLong() {
        return tooLong;
    }

    /// From 1.
    long number() {
        return number;
    }
}
