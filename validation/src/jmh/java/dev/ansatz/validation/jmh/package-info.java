/**
 * JMH benchmarks of the parts that {@code ansatz bench} times as wholes. They are built and run by
 * {@code mvn -Pjmh -pl validation -am -DskipTests verify -Djmh=GemmBenchmark}, the last being a regular expression for the classes and
 * any further options of JMH.
 */
package dev.ansatz.validation.jmh;
