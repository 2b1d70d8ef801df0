/** {@code gannet klog}: command logs told to people, to other programs, and to bench as traces. */
package io.gannet.server.klog.cli;
