/**
 * What an item costs a server beyond its key and its value, seen from outside: a server is weighed
 * with little memory and with much, both overfilled, and what it grew by is divided among the items
 * that it can still give back. Knows no command line.
 */
package io.gannet.bench.density;
