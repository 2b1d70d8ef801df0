/**
 * Who watches, and the thread that makes lines of what workers tell and hands them to the workers
 * of those who watch. The data plane knows nothing of this room: it writes into rings that are lent
 * to it, and asks by an interface for more.
 */
package io.gannet.server.watch;
