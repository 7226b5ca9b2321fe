package dev.livevars.peers;

import java.util.List;

/**
 * How to start a server.
 *
 * @param command the program and its arguments
 * @param port the port of 127.0.0.1 on which it will serve
 * @param note what people should know of it beside the figures; may be empty
 */
public record ServerPlan(List<String> command, int port, String note) {}
