/** The micro benchmarks, run briefly. */
package io.gannet.bench.micro;
