/**
 * One server against others: started, pinned, filled and run in turns, so that what drifts on the
 * host drifts in all of them; ratios to a baseline by rounds, with their spread, and a verdict that
 * may be "not distinguishable". Knows no command line.
 */
package io.gannet.bench.compare;
