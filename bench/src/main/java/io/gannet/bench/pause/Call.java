package io.gannet.bench.pause;

/** What an engine is called for. */
enum Call {
  GET,
  SET,
  DELETE,
  TOUCH,
  /** Background work between two turns, for 256 items at most. */
  MAINTAIN,
  /** Nothing: by the control loop. */
  NOTHING
}
