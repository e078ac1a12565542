/// Files and messages: the domain of the machine model as protobuf and back.
@NullMarked
package bss.proto;

import org.jspecify.annotations.NullMarked;
