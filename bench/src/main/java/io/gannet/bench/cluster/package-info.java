/**
 * Workloads like those of Twitter's 54 cache clusters, made of what was published about each:
 * sizes, operations, deadlines, popularity. They are no recordings: engines may be compared with
 * each other on them, never with what Twitter measured.
 */
package io.gannet.bench.cluster;
