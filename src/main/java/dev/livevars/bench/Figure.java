package dev.livevars.bench;

/**
 * One measured figure.
 *
 * @param name what was measured
 * @param value how much
 * @param unit of what
 */
public record Figure(String name, double value, String unit) {}
