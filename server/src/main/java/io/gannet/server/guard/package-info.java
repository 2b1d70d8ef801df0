/**
 * What the kernel lets this process do once it serves: the system calls that remain, by option.
 *
 * <pre>
 *   Guard           the option, and what it does at ready
 *   ├─ CallRules    which calls, and in which words the reference tells them
 *   └─ Surrounds    what of them depends on the run
 *   SealedAddress   the one address that is connected to
 * </pre>
 *
 * <p>It knows no thread and no socket of the server's: what it allows is what their calls are.
 */
package io.gannet.server.guard;
