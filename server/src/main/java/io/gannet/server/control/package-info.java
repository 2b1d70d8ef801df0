/** Threads of control: how they begin and end, and what becomes of the server if one fails. */
package io.gannet.server.control;
