/**
 * A well-behaved client that runs beside whatever else happens to a server: small requests, one at
 * a time, every answer checked. What it sees is what the innocent see. Knows no load and no
 * reports.
 */
package io.gannet.bench.beside;
