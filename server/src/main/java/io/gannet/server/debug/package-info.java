/**
 * Watches the data plane from outside: what stalls and why. Reads words that workers write; nothing
 * here is ever waited for.
 */
package io.gannet.server.debug;
