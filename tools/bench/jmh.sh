#!/bin/sh
# Runs the microbenchmarks of the hot spots (JMH), which are no part of the commands.
#
#     tools/bench/jmh.sh [JMH OPTION|PATTERN ...]
#     tools/bench/jmh.sh NeuronBenchmark
#     tools/bench/jmh.sh -f 1 -wi 1 -i 1 'EventNetwork.*'
#
# BSS_JAVA_OPTS adds options of the JVM. Let nothing else run meanwhile.
set -eu
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
jdk=$("$root/tools/bin/find-jdk")
JAVA_HOME=$jdk mvn -B -q -f "$root/pom.xml" package -pl benchmarks -am -Dmaven.test.skip=true -Dspotless.check.skip=true
# shellcheck disable=SC2086
exec "$jdk/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED ${BSS_JAVA_OPTS:-} \
    -cp "$root/benchmarks/target/classes:$root/benchmarks/target/lib/*" org.openjdk.jmh.Main "$@"
