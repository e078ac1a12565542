package bss.tools.job.queue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/// Counts what becomes an object of its own when a message is read, without reading it: two bytes on the wire can
/// be a hundred in memory.
final class Parts {

    /// Deeper ones are refused, as protobuf does.
    private static final int DEEPEST = 100;

    private final long most;
    private long count;

    private Parts(long most) {
        this.most = most;
    }

    /// Messages, strings, byte strings and unknown fields of a message, or some number above `most`.
    ///
    /// @throws InvalidProtocolBufferException if it is no message
    static long count(Descriptor type, ByteString message, long most) throws InvalidProtocolBufferException {
        Parts parts = new Parts(most);
        try {
            parts.read(type, message.newCodedInput(), 0);
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidProtocolBufferException(e);
        }
        return parts.count;
    }

    private void read(Descriptor type, CodedInputStream in, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new InvalidProtocolBufferException("messages lie more than %d deep in each other".formatted(DEEPEST));
        }
        while (count <= most && !in.isAtEnd()) {
            int tag = in.readTag();
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            boolean lengthy = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            if (field == null) {
                count++;
                in.skipField(tag);
            } else if (lengthy && field.getJavaType() == JavaType.MESSAGE) {
                count++;
                int before = in.pushLimit(in.readRawVarint32());
                read(field.getMessageType(), in, depth + 1);
                if (count > most) {
                    return;
                }
                in.popLimit(before);
            } else {
                boolean text = field.getJavaType() == JavaType.STRING || field.getJavaType() == JavaType.BYTE_STRING;
                count += text ? 1 : 0;
                in.skipField(tag);
            }
        }
    }
}
