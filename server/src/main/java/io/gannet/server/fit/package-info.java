/**
 * Whether a server fits the host that it is to run on: what it needs, what the host offers, and
 * what becomes of a configuration where the two differ. Asked by a start before anything is made,
 * and by the doctor. What never enters: making any of it, but for the smallest ring, which is tried
 * and thrown away.
 */
package io.gannet.server.fit;
