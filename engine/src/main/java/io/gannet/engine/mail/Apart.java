package io.gannet.engine.mail;

/**
 * What one thread writes again and again, and so lies two cache lines from what lies before it in
 * the heap, which another thread may use: processors fetch lines in pairs. A subclass's fields come
 * behind these.
 */
abstract class Apart {
  int p;
  long p0;
  long p1;
  long p2;
  long p3;
  long p4;
  long p5;
  long p6;
  long p7;
  long p8;
  long p9;
  long p10;
  long p11;
  long p12;
  long p13;
  long p14;
  long p15;
}
