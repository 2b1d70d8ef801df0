/**
 * The command log's file: the thread that empties the workers' rings into it, when it is rotated,
 * and how it is read. The data plane knows nothing of this room: it fills its ring, and whether
 * anyone empties that is not its matter.
 */
package io.gannet.server.klog;
