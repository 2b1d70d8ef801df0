/**
 * Filters of system calls: rules in Java, a BPF program for the kernel; seccomp(2).
 *
 * <pre>
 *   CallFilter       the rules, and install
 *   ├─ SystemCall    a call by its numbers
 *   ├─ Condition     what an argument has to be
 *   ├─ Verdict       what becomes of it
 *   └─ Program       the instructions
 * </pre>
 *
 * <p>No policy enters here: which calls a process needs is known to whoever runs it.
 */
package io.gannet.ffi.seccomp;
