package io.gannet.server.admin;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Keeps web pages out. The admin asks for no password, and a browser on the same host or network
 * reaches it for any page that it shows, in two ways:
 *
 * <ul>
 *   <li>the page sends a request to us: the browser then says the page's {@code Origin}, which has
 *       to be our own;
 *   <li>the page's name is made to point to our address (DNS rebinding): the browser then takes us
 *       for the page's own server, but says its name as {@code Host}. Addresses cannot be rebound,
 *       nor can {@code localhost}, nor the names that we were told.
 * </ul>
 */
final class SiteRule {
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]+]");
  private static final Pattern PORT = Pattern.compile(":[0-9]{0,5}$");
  private static final String SCHEME = "http://";

  private final Set<String> names = new TreeSet<>(Set.of("localhost"));

  /** With the names that clients may call us by, beside addresses and {@code localhost}. */
  SiteRule(Collection<String> names) {
    names.forEach(name -> this.names.add(lower(name)));
  }

  /** Why a request is refused, or null if it is not. */
  String refusal(RequestHead head) {
    if (head.host() != null && !isOurs(head.host())) {
      return "'" + head.host() + "' is not a name of this admin: --" + AdminOptions.NAMES.name()
          + " adds names";
    }
    if (head.origin() != null && !isSame(head.origin(), head.host())) {
      return "pages of other sites may not ask";
    }
    return null;
  }

  private boolean isOurs(String host) {
    String name = PORT.matcher(lower(host)).replaceFirst("");
    return IPV4.matcher(name).matches() || IPV6.matcher(name).matches() || names.contains(name);
  }

  private static boolean isSame(String origin, String host) {
    return host != null && lower(origin).equals(SCHEME + lower(host));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
