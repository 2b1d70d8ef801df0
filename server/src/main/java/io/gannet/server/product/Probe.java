package io.gannet.server.product;

/**
 * A request that any client may send at any time, and how a server that serves begins its reply:
 * each character is a byte.
 *
 * @param request as it is sent
 * @param reply what the reply begins with
 */
public record Probe(String request, String reply) {}
