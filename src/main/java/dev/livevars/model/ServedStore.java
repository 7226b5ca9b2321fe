package dev.livevars.model;

/**
 * Which store a node of a cluster serves.
 *
 * @param node what the node is called
 * @param id tells the store from all others
 * @param shown where it is, for people, without a password
 */
public record ServedStore(String node, String id, String shown) {}
