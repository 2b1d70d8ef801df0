package io.gannet.bench.hostile;

import io.gannet.bench.beside.Neighbour;
import io.gannet.bench.observe.ServerProcess;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a case takes place.
 *
 * @param process of the server, if it is on this host and may be seen
 * @param admin a Gannet's admin port
 * @param neighbour who must be told when the server is stopped on purpose
 * @param duration how long the attack goes on
 */
record Site(
    SocketAddress server,
    Optional<ServerProcess> process,
    Optional<InetSocketAddress> admin,
    Neighbour neighbour,
    Duration duration) {}
