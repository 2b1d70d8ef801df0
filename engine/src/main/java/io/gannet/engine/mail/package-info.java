/**
 * What crosses between workers: rings of messages with one producer and one consumer each, and the
 * rule by which who sleeps is woken, over memory that is given. What a message says is not known
 * here, nor how a thread is woken: no thread, no descriptor, no command.
 */
package io.gannet.engine.mail;
