package io.gannet.server.guard;

import io.gannet.engine.option.Option;
import io.gannet.ffi.linux.Unistd;
import io.gannet.server.config.Configuration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of the calls depends on the run.
 *
 * @param pid this process
 * @param family of the address that is connected to
 * @param address where that lies
 * @param addressBytes how long it is
 * @param options names of those that say a file
 */
record Surrounds(int pid, int family, long address, int addressBytes, Set<String> options) {
  static Surrounds of(Configuration configuration, SealedAddress own) {
    return new Surrounds(
        Unistd.getpid(), own.family(), own.address(), own.length(),
        configuration.table().options().stream()
            .filter(option -> option.type() == Option.Type.TEXT)
            .filter(option -> !configuration.text(option).isEmpty())
            .map(Option::name)
            .collect(Collectors.toSet()));
  }

  boolean hasAny(Set<String> names) {
    return names.stream().anyMatch(options::contains);
  }
}
